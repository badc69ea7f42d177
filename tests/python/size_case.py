# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of suffice size share."""
import csv
import io
import pathlib
import subprocess
import tempfile
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
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, text, name="plan", **values):
        scenario = self.path / f"{name}.yaml"
        scenario.write_text(text.format(**{"name": name, "end": "2022-01-01", "seed": 1,
                                           "design": "random", **values}))
        return scenario

    def size(self, scenario, *options, output="a.h5"):
        """The only row of the answer as CSV."""
        told = suffice("size", scenario, "--csv", "-q", "-o", self.path / output,
                       *options).stdout
        return next(csv.DictReader(io.StringIO(told)))

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
