# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of questions (size, margin, slip) share."""
import csv
import io
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

from where import PROGRAM

HEAD = """format: 1
name: {name}
start: 2021-01-01
end: {end}
design: {design}
seed: {seed}
districts: {{city: {{}}}}
"""
INTAKE = HEAD + """levers:
  seats: {{value: 300, least: 250, most: 400, step: 1, unit: places, cost: 1000 yuan}}
services:
  school:
    kind: intake
    intake: {{month: 9, length: 1 year}}
    arrivals: {{city: {{per_intake: {mean}}}}}
    places: $seats
conditions:
  all: {{measure: share_placed, of: school, at_least: 1}}
"""


def suffice(*arguments, code=0):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          check=False)
    if done.returncode != code:
        raise AssertionError(f"{done.returncode}: {done.stderr}")
    return done


class Case(unittest.TestCase):
    END = "2022-01-01"  # of a scenario that names none

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, text, name="plan", **values):
        scenario = self.path / f"{name}.yaml"
        scenario.write_text(text.format(**{"name": name, "end": self.END, "seed": 1,
                                           "design": "random", **values}))
        return scenario

    def ask(self, question, scenario, *options, output="a.h5"):
        """The rows of the answer as CSV."""
        told = suffice(question, scenario, "--csv", "-q", "-o", self.path / output,
                       *options).stdout
        return list(csv.DictReader(io.StringIO(told)))

    def size(self, scenario, *options, output="a.h5"):
        """The only row of the answer as CSV."""
        return self.ask("size", scenario, *options, output=output)[0]

    def assert_same_bytes(self, question, scenario, *options, step=0.02):
        """With one thread, with three, and after kills, each `step` seconds later."""
        self.ask(question, scenario, *options, "-t", 1, "-f")
        wanted = (self.path / "a.h5").read_bytes()
        self.ask(question, scenario, *options, "-t", 3, "-f", output="b.h5")
        self.assertEqual((self.path / "b.h5").read_bytes(), wanted)
        for left in self.path.glob("c.h5*"):  # of another question
            left.unlink()
        n_killed = 0
        for attempt in range(60):
            running = subprocess.Popen(
                [PROGRAM, question, scenario, "-q", "-o", self.path / "c.h5",
                 *map(str, options)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.03 + step * attempt)
            if running.poll() is None:
                running.send_signal(signal.SIGKILL)
                n_killed += 1
            if running.wait() == 0:
                break
        self.assertGreater(n_killed, 0)
        self.ask(question, scenario, *options, output="c.h5")
        self.assertEqual((self.path / "c.h5").read_bytes(), wanted)

    def assert_size(self, row, expected, within=0):
        """The answer, and within its own interval."""
        self.assertLessEqual(abs(int(row["fits"]) - expected), within)
        self.assertLessEqual(int(row["too_small_below"]), expected)
        self.assertGreaterEqual(int(row["safe"] or 10**9), expected)
        self.assertEqual(row["violations"], "0")

    def refused(self, scenario, *options, code=3):
        done = suffice("size", scenario, "-q", "-n", 100, "-o", self.path / "a.h5", *options,
                       code=code)
        self.assertEqual(done.stdout, "")
        self.assertFalse((self.path / "a.h5").exists())
        return done.stderr
