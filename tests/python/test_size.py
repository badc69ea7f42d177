#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""suffice size: sizes that theory knows, the same bytes after a kill and with any number of
threads, and a clear message where there is no answer.
"""
import pathlib
import subprocess
import tempfile
import unittest

import h5py
from size_case import HEAD, INTAKE, Case, suffice
from where import IS_SANITIZED, PROGRAM, SOURCE

import suffice as suffice_package

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

class Size(Case):
    # --- sizes that theory knows

    def test_what_is_not_validated_says_why(self):
        """A table of 60 points has no 120 replications; the answer stands without them."""
        points = "replication,u\n" + "".join(f"{i},{(i + 0.5) / 60}\n" for i in range(60))
        (self.path / "points.csv").write_text(points)
        plan = self.write(UPTAKE, uptake="$u", assumptions="assumptions:\n  u: {uniform: "
                          "{low: 0.05, high: 0.07}}\n", design="{table: points.csv}")
        for options, why in (((), "that takes 120 replications, and the design has 60"),
                             (("--no-validation",), "--no-validation was given")):
            told = suffice("size", plan, "-q", "-n", 60, "-o", self.path / "a.h5", "-f",
                           *options).stdout
            self.assertIn(f"\n  validated  not: {why}\n", told)
            row = self.size(plan, "-n", 60, "-f", *options)
            self.assertEqual((row["fresh_replications"], row["fresh_p"]), ("0", ""))

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

    # --- the same bytes

    def test_threads_and_kills_change_nothing(self):
        scenario = self.write(LOSS, offered=25, most=50, discipline="none", occupancy=0.7,
                              condition="measure: share_refused, of: bed, at_most: 0.01")
        self.assert_same_bytes("size", scenario, "-p", "0.5", "-n", "80")

    def test_kills_of_trials_that_share_their_past_change_nothing(self):
        """Copies of the past are in no journal: who goes on makes them anew."""
        self.assert_same_bytes("size", SOURCE / "tests/data/oracle/levers.yaml", "-l", "late",
                               "-c", "list", "-p", 0.3, "-n", 60, step=0.1)

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

    # --- no answer

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
            file = scenario.with_suffix(".size.h5")
            with self.assertRaisesRegex(
                    suffice_package.ResultsError, "answer of a question.*"
                    "--answer seats.size.h5.*suffice.Size opens it"):
                suffice_package.open(file)
            for command in (("info", file), ("compare", file, file)):
                told = subprocess.run([PROGRAM, *command], text=True, capture_output=True,
                                      check=False)
                self.assertEqual(told.returncode, 1)
                self.assertIn("--answer ANSWER.h5", told.stderr)
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
