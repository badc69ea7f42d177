#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""suffice size: sizes that theory knows, the same bytes after a kill and with any number of
threads, and a clear message where there is no answer.
"""
import csv
import io
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

import h5py
from where import IS_SANITIZED, PROGRAM

import suffice as suffice_package

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
LOSS = HEAD + """levers:
  beds: {{value: {offered}, least: {offered}, most: {most}, step: 1}}
services:
  bed:
    kind: stay
    arrivals: {{city: {{rate: {offered} per day}}}}
    stay: {{exponential: {{mean: 1 day}}}}
    queue: {{discipline: {discipline}}}
    places: $beds
    initial: {{occupancy: {occupancy}}}
conditions:
  few: {{{condition}}}
"""
UPTAKE = HEAD + """levers:
  seats: {{value: 100, least: 30, most: 250, step: 1, unit: places}}
{assumptions}
population:
  start:
    columns: [district, sex, age, count]
    rows: [[city, F, 4, 1000]]
services:
  school:
    kind: intake
    eligible: {{from: 3 years, to: 9 years}}
    intake: {{month: 3, length: 1 year, apply: {uptake}}}
    places: $seats
conditions:
  all: {{measure: share_placed, of: school, at_least: 1}}
"""

TWO = HEAD + """levers:
  a: {{value: 300, least: 250, most: 400, step: 1, unit: places, cost: 1000 yuan}}
  b: {{value: 100, least: 70, most: 160, step: 1, unit: places, cost: 1000 yuan}}
services:
  school:
    kind: intake
    intake: {{month: 9, length: 1 year}}
    arrivals: {{city: {{per_intake: 300}}}}
    places: {{city: $a}}
  other:
    kind: intake
    intake: {{month: 9, length: 1 year}}
    arrivals: {{city: {{per_intake: 100}}}}
    places: {{city: $b}}
  ward:
    kind: stay
    arrivals: {{city: {{rate: 1 per day}}}}
    stay: {{exponential: {{mean: 1 day}}}}
    queue: {{discipline: none}}
    places: 5
conditions:
  all: {{measure: share_placed, of: school, at_least: 1}}
  rest: {{measure: share_placed, of: other, at_least: 1}}
"""
# Two towns whose people go to each other's seats.
LINKED = HEAD.replace("{{city: {{}}}}", "{{city: {{}}, town: {{}}}}") + """travel:
  columns: [from, to, minutes]
  rows: [[city, town, 10], [town, city, 10]]
levers:
  a: {{value: 60, least: 40, most: 160, step: 2, unit: places}}
  b: {{value: 60, least: 40, most: 160, step: 2, unit: places}}
services:
  school:
    kind: intake
    intake: {{month: 9, length: 1 year}}
    arrivals: {{city: {{per_intake: 100}}, town: {{per_intake: 80}}}}
    overflow: {{within: 30 minutes}}
    places: {{city: $a, town: $b}}
conditions:
  all: {{measure: share_placed, of: school, each: district, at_least: 1}}
  whole: {{measure: share_placed, of: school, at_least: 1}}
"""

# Seats of two years: those of the second open behind those of the first.
YEARS = HEAD + """levers:
  first: {{value: 0, least: 0, most: 100, step: 1, unit: places, cost: 1 yuan}}
  second: {{value: 0, least: 0, most: 100, step: 1, unit: places, cost: 1 yuan}}
services:
  school:
    kind: intake
    intake: {{month: 9, length: 1 year, retry: 0}}
    arrivals: {{city: {{per_intake: 300}}}}
    places: {{city: 280}}
projects:
  wing: {{service: school, district: city, places: $first, opens: 2021-03-01}}
  more: {{service: school, district: city, places: $second, opens: 2022-03-01}}
conditions:
  early: {{measure: share_placed, of: school, at_least: 0.98, date: 2021-12-31}}
  late: {{measure: share_placed, of: school, at_least: 1, date: 2022-12-31}}
"""


def suffice(*arguments, code=0):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          check=False)
    if done.returncode != code:
        raise AssertionError(f"{done.returncode}: {done.stderr}")
    return done


class Size(unittest.TestCase):
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

    # --- sizes that theory knows

    @unittest.skipIf(IS_SANITIZED, "the tests below take the same ways")
    def test_seats_for_poisson_applicants(self):
        """P(Poisson(300) > 329) = 0.0459, and 0.0516 with 328."""
        row = self.size(self.write(INTAKE, mean=300), "-n", 8000)
        self.assert_size(row, 329)
        self.assertLess(int(row["evaluations"]), 1.6 * 8000)
        low, high = float(row["fresh_p_low"]), float(row["fresh_p_high"])
        self.assertTrue(low < 1 - 0.0459 < high, (low, high))

    def test_places_of_a_loss_system(self):
        """Erlang B: 0.0080 with 36 for 25 (0.0110 with 35), 0.0091 with 117 for 100."""
        for offered, most, expected in ((25, 50, 36), (100, 140, 117)):
            condition = "measure: share_refused, of: bed, at_most: 0.01"
            row = self.size(
                self.write(LOSS, offered=offered, most=most, condition=condition,
                           discipline="none", occupancy=0.7, end="2023-01-01"),
                "-p", 0.5, "-n", 60, "-f")
            self.assert_size(row, expected)

    def test_places_of_a_waiting_line(self):
        """Erlang C: P(wait) is at most 20 % with 23 for 18. The mean list is P(wait) a /
        (c - a): 0.72 for 20 % of 23."""
        condition = "measure: waiting, of: bed, at_most: 0.72, over: 1400 days"
        row = self.size(
            self.write(LOSS, offered=18, most=40, condition=condition, discipline="fifo",
                       occupancy=0.5, end="2025-01-01").rename(self.path / "c.yaml"),
            "-p", 0.5, "-n", 60, "--lever", "beds=19",
            "--set", "levers.beds.least=19", "-f")
        self.assert_size(row, 23)

    @unittest.skipIf(IS_SANITIZED, "the tests below take the same ways")
    def test_seats_for_an_uptake_that_is_not_known(self):
        """1000 children; beta-binomial with mean 0.06, n 80: 111; uptake known: 73. One
        place fewer gives 0.9494 and 0.9488, half a standard error of 8000 below."""
        known = self.write(UPTAKE, assumptions="", uptake="0.06")
        self.assert_size(self.size(known, "-n", 8000), 73, within=1)
        text = "assumptions: {uptake: {beta: {mean: 0.06, n: 80}}}"
        unknown = self.write(UPTAKE, assumptions=text, uptake="$uptake", design="balanced")
        self.assert_size(self.size(unknown, "-n", 8000, "-f"), 111, within=1)

    # --- several levers jointly

    def joint(self, scenario, *options, output="a.h5"):
        told = suffice("size", scenario, "--joint", "--csv", "-q", "-o", self.path / output,
                       *options).stdout
        return list(csv.DictReader(io.StringIO(told)))

    def test_two_independent_poisson_services_jointly(self):
        """Alone 329 and 117, which give 0.913 together; jointly 331 and 122, or 332 and 121:
        453 places. A place more changes P by 0.0035; its standard error is 0.0024 with
        n = 8000."""
        scenario = self.write(TWO)
        rows = self.joint(scenario, "-l", "a,b", "-c", "all", "-c", "rest", "-n", 8000)
        alone = [int(row["alone"]) for row in rows]
        fits = [int(row["fits"]) for row in rows]
        self.assertEqual([alone, rows[0]["proven"]], [[329, 117], "1"])
        self.assertLess(abs(float(rows[0]["alone_p"]) - 0.9132), 4 * 0.0032)
        self.assertLessEqual(abs(sum(fits) - 453), 1)
        self.assertLessEqual(abs(fits[0] - 331), 3)
        self.assertEqual(float(rows[0]["cost"]), 1000 * (sum(fits) - 250 - 70))
        self.assertLess(int(rows[0]["evaluations"]), 2.5 * 8000)
        low, high = float(rows[0]["fresh_p_low"]), float(rows[0]["fresh_p_high"])
        self.assertTrue(low < 0.95 < high, (low, high))
        with h5py.File(self.path / "a.h5") as file:
            joint = file["size/joint"]
            self.assertEqual(list(joint["alone"][:]), alone)
            self.assertEqual(joint.attrs["cost_unit"], b"yuan")
            self.assertEqual(joint["services"][0], 2)

    def test_what_costs_more_is_spared(self):
        scenario = self.write(TWO)
        options = ["-l", "a,b", "-c", "all", "-c", "rest", "-n", 2000, "--no-validation"]
        same = [int(row["fits"]) for row in self.joint(scenario, *options)]
        dear = [int(row["fits"]) for row in
                self.joint(scenario, *options, "-f", "--set", "levers.a.cost=9000 yuan")]
        units = [int(row["fits"]) for row in
                 self.joint(scenario, *options, "-f", "-m", "units", "--set",
                            "levers.a.cost=9000 yuan")]
        self.assertLess(dear[0], same[0])
        self.assertGreater(dear[1], same[1])
        self.assertEqual(units, same)

    def test_joint_answers_are_the_same_after_a_kill_and_with_any_threads(self):
        for text, conditions in ((TWO, ["all", "rest"]), (LINKED, ["all"])):
            scenario = self.write(text)
            options = ["--joint", "-l", "a,b", "-n", 300, "-p", 0.9,
                       *(word for name in conditions for word in ("-c", name))]
            self.size(scenario, *options, "-t", 1, "-f")
            wanted = (self.path / "a.h5").read_bytes()
            journal = (self.path / "a.h5.journal").read_bytes()
            self.size(scenario, *options, "-t", 3, "-f", output="b.h5")
            self.assertEqual((self.path / "b.h5").read_bytes(), wanted)
            for cut in (len(journal) // 3, len(journal) // 2, len(journal) - 5):
                (self.path / "a.h5.journal").write_bytes(journal[:cut])
                self.size(scenario, *options)
                self.assertEqual((self.path / "a.h5").read_bytes(), wanted)

    def test_linked_levers_suffice_and_no_step_less_does(self):
        """Of two towns that take each other's pupils the sum counts: Poisson(180) is at
        most 202 with 0.95; each alone, without the other, would need 117 and 95."""
        rows = self.joint(self.write(LINKED), "-l", "a,b", "-c", "all", "-n", 2000, "--bound")
        total = sum(int(row["fits"]) for row in rows)
        self.assertEqual(rows[0]["proven"], "0")
        # With the other at its most, 160, each needs 202 - 160 of the 40 at least: a step.
        self.assertEqual([float(rows[0]["bound"]), float(rows[0]["cost"])],
                         [4, total - 80])
        self.assertTrue(200 <= total <= 206, total)
        self.assertGreaterEqual(float(rows[0]["p"]), 0.95)
        low, high = float(rows[0]["fresh_p_low"]), float(rows[0]["fresh_p_high"])
        self.assertTrue(low < 0.98 and high > 0.94, (low, high))

    def test_years_are_swept_forward(self):
        """329 applicants are the 95 % quantile of Poisson(300): 98 % of them have 280 + 43
        places in the first year, and all 6 more in the second."""
        scenario = self.write(YEARS, end="2023-01-01")
        rows = self.joint(scenario, "--sweep", "-l", "first,second", "-c", "late", "-c",
                          "early", "-n", 3000)
        first, second = (int(row["fits"]) for row in rows)
        self.assertEqual([row["lever"] for row in rows], ["first", "second"])
        self.assertLessEqual(abs(first - 43), 1)
        self.assertLessEqual(abs(280 + first + second - 329), 1)
        for row in rows:
            self.assertGreaterEqual(float(row["p"]), 0.95)
        alone = self.size(scenario, "-l", "first", "-c", "early", "-n", 3000, "-f",
                          output="b.h5")
        self.assertEqual(int(alone["fits"]), first)
        with h5py.File(self.path / "a.h5") as file:
            self.assertEqual(list(file["size/joint/step"][:]), [0, 1])
            self.assertEqual(list(file["size/condition"].asstr()[:]), ["early", "late"])
        (self.path / "a.h5").unlink()
        told = self.refused(scenario, "--sweep", "-l", "second", "-c", "late", "-c", "early",
                            "-f")
        self.assertIn("condition 'early': no lever is left", told)
        told = self.refused(scenario, "--sweep", "-l", "first,second", "-c", "early", "-f")
        self.assertIn("lever 'second': no condition feels it before", told)

    def test_joint_questions_without_an_answer(self):
        scenario = self.write(TWO)
        both = ["--joint", "-l", "a,b", "-c", "all", "-c", "rest"]
        self.assertIn("cannot reach", self.refused(
            scenario, *both, "--set", "levers.a.most=310", "-f"))
        self.assertIn("more than the budget", self.refused(
            scenario, *both, "--budget", "100000", "-f"))
        self.assertIn("lever 'b': no condition feels it",
                      self.refused(scenario, "--joint", "-l", "a,b", "-c", "all", "-f"))
        self.assertIn("condition 'rest': none of the levers can reach it",
                      self.refused(scenario, "--joint", "-l", "a", "-c", "all", "-c", "rest",
                                   "-f"))
        self.assertIn("feels several at once", self.refused(
            self.write(LINKED), "--joint", "-l", "a,b", "-c", "whole", "-f"))
        self.assertIn("go with --joint",
                      self.refused(scenario, "-l", "a", "-c", "all", "--budget", "1", code=2))

    # --- the same bytes

    def test_threads_and_kills_change_nothing(self):
        scenario = self.write(LOSS, offered=25, most=50, discipline="none", occupancy=0.7,
                              condition="measure: share_refused, of: bed, at_most: 0.01")
        options = ["-p", "0.5", "-n", "80"]
        self.size(scenario, *options, "-t", 1)
        wanted = (self.path / "a.h5").read_bytes()
        self.size(scenario, *options, "-t", 3, output="b.h5")
        self.assertEqual((self.path / "b.h5").read_bytes(), wanted)
        n_killed = 0
        for attempt in range(40):
            running = subprocess.Popen(
                [PROGRAM, "size", scenario, "-q", "-o", self.path / "c.h5", *options],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.05 + 0.02 * attempt)
            if running.poll() is None:
                running.send_signal(signal.SIGKILL)
                n_killed += 1
            if running.wait() == 0:
                break
        self.assertGreater(n_killed, 0)
        self.size(scenario, *options, output="c.h5")
        self.assertEqual((self.path / "c.h5").read_bytes(), wanted)

    def test_a_torn_record_is_tried_again(self):
        scenario = self.write(INTAKE, mean=300)
        self.size(scenario, "-n", 100)
        wanted = (self.path / "a.h5").read_bytes()
        journal = self.path / "a.h5.journal"
        content = journal.read_bytes()
        for cut in (1, 30, len(content) // 2):
            journal.write_bytes(content[:-cut])
            self.size(scenario, "-n", 100)
            self.assertEqual((self.path / "a.h5").read_bytes(), wanted)

    def test_another_question_begins_from_what_is_known(self):
        scenario = self.write(INTAKE, mean=300)
        row = self.size(scenario, "-n", 400)
        before = (self.path / "a.h5.journal").stat().st_size
        again = self.size(scenario, "-n", 400, "--lever", "seats=333")
        self.assertEqual((self.path / "a.h5.journal").stat().st_size, before)
        self.assertEqual(row, again)  # the value of the lever that is sized says nothing
        done = suffice("size", scenario, "--seed", 2, "-o", self.path / "a.h5", code=1)
        self.assertIn("--force begins anew", done.stderr)

    def test_the_package_tells_of_a_joint_answer(self):
        scenario = self.write(TWO)
        answer = suffice_package.size(
            scenario, "a,b", ["all", "rest"], 0.9, replications=300, joint=True,
            output=self.path / "p.size.h5", program=PROGRAM)
        frame = answer.joint()
        self.assertEqual(list(frame["lever"]), ["a", "b"])
        self.assertTrue((frame["fits"] >= frame["alone"]).all())
        self.assertEqual(frame.attrs["cost"], 1000 * (frame["fits"].sum() - 250 - 70))
        self.assertLessEqual(frame.attrs["alone_p"], frame.attrs["p"])
        self.assertIn(f"a {frame['fits'][0]:.0f}", answer.joint_sentence())
        self.assertIn("合起来", answer.joint_sentence("zh"))
        with self.assertRaisesRegex(suffice_package.ResultsError, "joint_picture"):
            answer.picture("a")
        for lang in ("en", "zh"):
            bars = answer.joint_picture(lang).axes[0].patches
            self.assertEqual([bar.get_width() for bar in bars[2:]], list(frame["fits"]))

    # --- no answer

    def refused(self, scenario, *options, code=3):
        done = suffice("size", scenario, "-q", "-n", 100, "-o", self.path / "a.h5", *options,
                       code=code)
        self.assertEqual(done.stdout, "")
        self.assertFalse((self.path / "a.h5").exists())
        return done.stderr

    def test_what_has_no_answer_is_told_and_no_number(self):
        scenario = self.write(INTAKE, mean=300)
        self.assertIn("cannot reach", self.refused(
            scenario, "--set", "levers.seats.most=310", "--lever", "seats=260"))
        other = self.write(INTAKE + "  none: {{measure: share_placed, of: park, at_least: 1}}\n",
                           mean=300)
        text = other.read_text().replace("services:\n", "services:\n  park:\n    kind: intake\n"
                                         "    intake: {month: 9, length: 1 year}\n"
                                         "    arrivals: {city: {per_intake: 30}}\n"
                                         "    places: 25\n")
        other.write_text(text)
        self.assertIn("not felt", self.refused(other, "-c", "none", "-f"))
        self.assertIn("several conditions", self.refused(other, "-f"))
        self.assertIn("no lever 'x*'", self.refused(other, "-l", "x*", "-c", "all", "-f"))
        self.assertIn("no condition or target 'y'", self.refused(other, "-c", "y", "-f"))
        self.assertIn("a probability", self.refused(other, "-p", "1.5", code=2))

    # --- what is told

    def test_the_table_says_what_the_file_holds(self):
        scenario = self.write(INTAKE, mean=300)
        told = suffice("size", scenario, "-n", 400, "-o", self.path / "a.h5").stdout
        with h5py.File(self.path / "a.h5") as file:
            size = file["size"]
            fits = size["fits"][0]
            self.assertIn(f"fits       {fits:.0f} places", told)
            self.assertIn(f"cost       {(fits - 250) * 1000:.0f} yuan", told)
            self.assertEqual(size["lever"].asstr()[0], "seats")
            self.assertEqual(size["condition"].asstr()[0], "all")
            at = list(size["curve_value"][:]).index(fits)
            self.assertEqual(size["curve_p"][at], size["p"][0])
            self.assertGreaterEqual(size["p"][0], 0.95)
            self.assertLess(size["curve_p"][at - 1], 0.95)

    def test_of_dates_the_latest_is_found(self):
        """Places that open in time for the intake of September."""
        text = INTAKE.replace("levers:", "levers:\n  day: {{value: 2021-06-01, least: "
                              "2021-03-01, most: 2021-12-01, step: 1 month}}") + """projects:
  wing: {{service: school, district: city, places: 80, opens: $day}}
"""
        row = self.size(self.write(text, mean=300), "-l", "day", "-n", 200,
                        "--lever", "seats=270", "-p", 0.9)
        self.assertEqual(row["fits"], "2021-09-01")


class InPython(unittest.TestCase):
    def test_the_package_asks_and_draws(self):
        with tempfile.TemporaryDirectory() as folder:
            scenario = pathlib.Path(folder) / "seats.yaml"
            scenario.write_text(INTAKE.format(name="seats", end="2022-01-01", design="random",
                                              seed=1, mean=300))
            answer = suffice_package.size(scenario, "seats", "all", 0.9, replications=300,
                                          output=scenario.with_suffix(".size.h5"),
                                          program=PROGRAM)
            row = answer.table().iloc[0]
            curve = answer.curve().set_index("value")
            self.assertGreaterEqual(curve["p"][row["fits"]], 0.9)
            self.assertLess(curve["p"][row["fits"] - 1], 0.9)
            self.assertIn(f"{row['fits']:.0f} places will do", answer.sentence())
            self.assertIn("稳妥", answer.sentence(lang="zh"))
            for lang in ("en", "zh"):
                axes = answer.picture(lang=lang).axes[0]
                self.assertEqual(list(axes.lines[0].get_xdata()), list(curve.index))
            content = bytearray(scenario.with_suffix(".size.h5").read_bytes())
            content[len(content) // 2] ^= 1
            scenario.with_suffix(".size.h5").write_bytes(content)
            with self.assertRaises(suffice_package.ResultsError):
                suffice_package.Size(scenario.with_suffix(".size.h5"))
            with self.assertRaisesRegex(suffice_package.ProgramError, "cannot reach"):
                suffice_package.size(scenario, replications=100, program=PROGRAM, force=True,
                                     output=scenario.with_suffix(".other.h5"),
                                     settings={"levers.seats.most": 310,
                                               "levers.seats.value": 300})


if __name__ == "__main__":
    unittest.main()
