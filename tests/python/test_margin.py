#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""suffice margin: margins that theory knows, runs together as runs apart, the same bytes
after a kill and with any number of threads, and clear faults.

With SUFFICE_AMOUNT above 1 the intervals of the two exact cases are tried on as many seeds.
"""
import html
import math
import os
import pathlib
import unittest

import h5py
import numpy as np
from size_case import Case, suffice
from where import PROGRAM, SOURCE

import suffice as suffice_package

HEAD = """format: 1
name: {name}
start: 2021-01-01
end: {end}
design: random
seed: {seed}
"""
# E05 of tests/data/analytic_cases.csv: 3.0612 applicants of Poisson(300) find none of 310
# seats, one seat more 0.27016866 fewer.
INTAKE = HEAD + """districts: {{city: {{}}}}
services:
  school:
    kind: intake
    intake: {{month: 9, length: 1 year}}
    arrivals: {{city: {{per_intake: 300}}}}
    places: 310
targets:
  all: {{measure: share_placed, of: school, value: 1}}
"""
E05 = 0.2701686648
LOSS = HEAD + """districts: {{city: {{}}}}
services:
  bed:
    kind: stay
    arrivals: {{city: {{rate: 25 per day}}}}
    stay: {{exponential: {{mean: 1 day}}}}
    queue: {{discipline: none}}
    places: 25
    initial: {{occupancy: 0.8}}
"""
# North and south overflow to each other, east stands alone; who leaves a bed goes on to a
# home; a school that nothing links.
LINKED = HEAD + """districts: {{north: {{}}, south: {{}}, east: {{}}}}
travel:
  columns: [from, to, minutes]
  rows: [[north, south, 10], [south, north, 10], [north, east, 90], [east, north, 90]]
services:
  bed:
    kind: stay
    arrivals: {{north: {{rate: 5 per day}}, south: {{rate: 4 per day}}, east: {{rate: 6 per day}}}}
    stay: {{exponential: {{mean: 1 day}}}}
    then: {{home: {{share: 0.5}}}}
    overflow: {{within: 30 minutes}}
    queue: {{discipline: none}}
    places: {{north: 4, south: 4, east: 6}}
  home:
    kind: stay
    stay: {{exponential: {{mean: 3 days}}}}
    queue: {{discipline: fifo, patience: {{exponential: {{mean: 5 days}}}}}}
    places: {{north: 6, south: 5, east: 7}}
  school:
    kind: intake
    intake: {{month: 9, length: 1 year}}
    arrivals: {{north: {{per_intake: 30}}, south: {{per_intake: 30}}, east: {{per_intake: 30}}}}
    places: {{north: 30, south: 31, east: 28}}
targets:
  east-school: {{measure: share_placed, of: school, value: 1, each: east}}
  schools: {{measure: share_placed, of: school, value: 1, each: district}}
"""


def blocked(places, offered):
    """Erlang's loss formula by its recursion."""
    share = 1.0
    for c in range(1, places + 1):
        share = offered * share / (c + offered * share)
    return share


ERLANG = 25 * 730 * (blocked(25, 25) - blocked(26, 25))  # of LOSS to 2023-01-01


class Base(Case):
    END = "2023-01-01"

    def margin(self, scenario, *options, output="a.h5"):
        """The rows of the answer as CSV, by service and district or lever."""
        return {(row["service"], row["district"] or row["lever"]): row
                for row in self.ask("margin", scenario, *options, output=output)}

    def assert_within(self, row, column, expected):
        low, high = float(row[f"{column}_low"]), float(row[f"{column}_high"])
        self.assertTrue(low < expected < high, (low, expected, high))


class Exact(Base):
    def test_one_more_seat(self):
        row = self.margin(self.write(INTAKE, end="2022-01-01"), "-n", 20000,
                          "--max-n", 20000)["school", "city"]
        self.assert_within(row, "served", E05)
        self.assert_within(row, "unmet", E05)
        self.assertLess(float(row["served_high"]) - float(row["served_low"]), 0.015)
        self.assertEqual(row["waiting_days"], "nan")
        self.assert_within(row, "share", E05 / 3.061231103)
        self.assertTrue(abs(float(row["plan_unmet"]) - 3.0612) < 0.2)
        # Everybody is placed with a probability of P(X <= 310), which one seat more makes
        # P(X <= 311).
        gain = math.exp(311 * math.log(300) - 300 - math.lgamma(312))
        self.assert_within(row, "P(all)", gain)

    def test_one_more_bed_of_a_loss_system(self):
        row = self.margin(self.write(LOSS), "-n", 300)["bed", "city"]
        self.assert_within(row, "served", ERLANG)
        self.assert_within(row, "unmet", ERLANG)

    def test_several_are_divided_by_their_number(self):
        row = self.margin(self.write(LOSS), "-n", 300, "--places", 4)["bed", "city"]
        expected = 25 * 730 * (blocked(25, 25) - blocked(29, 25)) / 4
        self.assert_within(row, "served", expected)
        self.assertEqual(row["amount"], "4")

    def test_from_a_day_on(self):
        """Half of the time, half of the gain; and with the last day none."""
        scenario = self.write(LOSS)
        row = self.margin(scenario, "-n", 300, "--from", "2022-01-01")["bed", "city"]
        self.assert_within(row, "served", ERLANG / 2)
        rows = self.margin(self.write(INTAKE, end="2022-01-01"), "-n", 100, "--from",
                           "2021-09-02", output="b.h5")
        self.assertEqual(rows["school", "city"]["served"], "0")
        self.assertEqual(rows["school", "city"]["verdict"], "none")

    def test_who_is_there_at_the_start_stays_who_it_is(self):
        """Nobody is in a new place when it opens: each of 1000 serves somebody soon, and
        others when these leave after ten years on average. Were they occupied to 80 % from
        the start, as the others are, each would serve 0.8 fewer."""
        text = LOSS.replace("1 day}}", "10 years}}")
        rows = self.margin(self.write(text), "-n", 10, "--places", 1000)
        self.assertGreater(float(rows["bed", "city"]["served_low"]), 1)

    def test_nobody_short_nowhere_helps(self):
        scenario = self.write(LOSS)
        row = self.margin(scenario, "--set", "services.bed.places=200")["bed", "city"]
        self.assertEqual((row["served"], row["verdict"], row["best"]), ("0", "none", "0"))


class Runs(Base):
    def test_runs_together_are_runs_apart(self):
        """What nothing links stands in one run, and the numbers are those of its own."""
        scenario = self.write(LINKED, end="2021-10-01")
        options = ["-n", 40, "--max-n", 40, "--places", 2]
        together = self.margin(scenario, *options)
        apart = self.margin(scenario, *options, "--apart", output="b.h5")
        self.assertEqual(len(together), 9)
        self.assertEqual(max(int(row["run"]) for row in together.values()), 3)
        self.assertEqual(max(int(row["run"]) for row in apart.values()), 9)
        for key, row in together.items():
            for column, value in row.items():
                known = column != "run" and not (column.startswith("P(") and value == "nan")
                if known:
                    self.assertEqual(value, apart[key][column], (key, column))
        # Beds of north and south take of each other's people, who go on to the homes.
        runs = {key: row["run"] for key, row in together.items()}
        self.assertEqual(len({runs["bed", "north"], runs["bed", "south"],
                              runs["home", "north"]}), 3)
        self.assertLess(float(together["bed", "north"]["unmet"]),
                        float(together["bed", "north"]["plan_unmet"]))

    def test_targets_are_told_where_one_is_felt(self):
        scenario = self.write(LINKED, end="2021-10-01")
        rows = self.margin(scenario, "-n", 100, "--max-n", 100)
        self.assertEqual(rows["bed", "east"]["P(schools)"], "0")
        self.assertEqual(rows["school", "east"]["P(schools)"], "nan")
        self.assertNotEqual(rows["school", "east"]["P(east-school)"], "nan")
        self.assertEqual(rows["school", "north"]["P(east-school)"], "0")
        rows = self.margin(scenario, "-n", 100, "--max-n", 100, "--targets", output="b.h5")
        gains = [float(rows["school", d]["P(schools)"]) for d in ("north", "south", "east")]
        self.assertGreater(min(gains), -1e-12)
        self.assertGreater(max(gains), 0)

    def test_the_plan_of_luzhou(self):
        """Three districts of nurseries overflow to each other: three runs, not seven."""
        rows = self.margin(SOURCE / "scenarios/luzhou/plan.yaml", "--service", "nursery", "-n", 2,
                           "--max-n", 2)
        self.assertEqual(len(rows), 7)
        self.assertEqual(max(int(row["run"]) for row in rows.values()), 3)

    def test_a_list_of_the_city_is_one_place(self):
        text = LINKED.replace("queue: {{discipline: fifo,", "queue: {{list: city, "
                              "discipline: fifo,")
        rows = self.margin(self.write(text, end="2021-10-01"), "-n", 10,
                           "--max-n", 10)
        self.assertEqual([d for s, d in rows if s == "home"], ["all"])

    def test_a_lever_goes_one_step(self):
        """Of places it is a place more."""
        text = INTAKE.replace("places: 310", "places: $seats").replace(
            "districts:", "levers:\n  seats: {{value: 310, least: 300, most: 320, step: 1}}\n"
            "districts:")
        rows = self.margin(self.write(text, end="2022-01-01"), "-n", 500, "--max-n", 500,
                           "--levers", "seats")
        self.assertEqual(rows["school", "seats"]["served"], rows["school", "city"]["served"])
        self.assertEqual(rows["school", "seats"]["amount"], "1")
        self.assertNotEqual(rows["school", "seats"]["run"], rows["school", "city"]["run"])

    def test_replications_grow_until_the_best_is_told(self):
        scenario = self.write(LINKED, end="2021-10-01")
        options = ["--service", "bed", "-n", 5, "--max-n", 1280, "--set",
                   "services.bed.places.east=3"]
        rows = self.margin(scenario, *options)
        n = int(rows["bed", "east"]["replications"])
        best = [d for (s, d), row in rows.items() if row["best"] == "1"]
        self.assertEqual(rows["bed", "east"]["verdict"], "told")
        self.assertEqual(best, ["east"])
        self.assertIn(n, [5 * 2**k for k in range(9)])
        told = suffice("margin", scenario, *options, "-q", "-o", self.path / "a.h5").stdout
        self.assertIn("bed: one more place helps most in east", told)
        self.assertIn(f"settled after {n} replications", told)


class Bytes(Base):
    def test_threads_and_kills_change_nothing(self):
        self.assert_same_bytes("margin", self.write(LINKED, end="2021-10-01"), "-n", 60,
                               "--max-n", 240)

    def test_the_plan_is_that_of_a_run(self):
        """Additions at 0 leave the plan as it is."""
        scenario = self.write(LINKED, end="2021-10-01")
        rows = self.margin(scenario, "-n", 10, "--max-n", 10)
        suffice("run", scenario, "-n", 10, "-q", "-o", self.path / "run.h5")
        with h5py.File(self.path / "run.h5") as file:
            services = list(file["service"].asstr())
            districts = list(file["district"].asstr())
            unplaced = file["unplaced"][0, :, :, districts.index("east"),
                                        services.index("school")]
        self.assertEqual(float(rows["school", "east"]["plan_unmet"]),
                         unplaced.sum(axis=1).mean())

    def test_more_places_go_on_with_the_plan_that_is_known(self):
        scenario = self.write(LINKED, end="2021-10-01")
        self.margin(scenario, "-n", 10, "--max-n", 10)
        before = (self.path / "a.h5.journal").stat().st_size
        self.margin(scenario, "-n", 10, "--max-n", 10, "--places", 2)
        after = (self.path / "a.h5.journal").stat().st_size
        head = 60  # of the file, at most
        self.assertLess(abs((after - before) / (before - head) - 3 / 4), 0.01)

    def test_what_cannot_be_asked_is_told(self):
        scenario = self.write(LINKED, end="2021-10-01")

        def told(*options, code=3):
            done = suffice("margin", scenario, "-q", "-o", self.path / "f.h5", *options,
                           code=code)
            self.assertEqual(done.stdout, "")
            return done.stderr

        self.assertIn("no service 'care'", told("--service", "care"))
        self.assertIn("no district 'west'", told("--district", "west"))
        self.assertIn("no lever 'x'", told("--levers", "x"))
        self.assertIn("outside the run", told("--from", "2021-10-01", code=2))
        self.assertIn("expected a date", told("--from", "soon", code=2))
        self.assertIn("below the 50", told("-n", 50, "--max-n", 20, code=2))
        self.assertIn("served, waiting or unmet", told("--by", "cost", code=2))
        self.assertIn("--places", told("--places", 0, code=2))


class InPython(Base):
    def test_the_package_asks_and_draws(self):
        scenario = self.write(LINKED, end="2021-10-01")
        answer = suffice_package.margin(scenario, places=2, replications=20, most=20,
                                        output=self.path / "p.h5", program=PROGRAM)
        rows = self.margin(scenario, "-n", 20, "--max-n", 20, "--places", 2, output="p.h5")
        table = answer.table()
        self.assertEqual(len(table), len(rows))
        for row in table.to_dict("records"):
            told = rows[row["service"], row["district"]]
            self.assertAlmostEqual(row["unmet"], float(told["unmet"]), places=6)
            self.assertEqual(row["is_best"], told["best"] == "1")
        gains = answer.gains("school")
        self.assertEqual(set(gains["target"]), {"schools", "east-school"})
        for lang in ("en", "zh"):
            self.assertEqual(len(answer.sentences(lang)), 3)
            axes = answer.picture("bed", lang=lang).axes[0]
            self.assertEqual(len(axes.get_yticks()), 3)
        self.assertIn("bed: one more place helps most in ", answer.sentences()[0])
        with self.assertRaisesRegex(suffice_package.ResultsError, "expected one of: bed"):
            answer.table("x")
        content = bytearray((self.path / "p.h5").read_bytes())
        content[len(content) // 2] ^= 1
        (self.path / "p.h5").write_bytes(content)
        with self.assertRaises(suffice_package.ResultsError):
            suffice_package.Margin(self.path / "p.h5")


    def test_the_report_has_a_section_of_it(self):
        scenario = self.write(LINKED, end="2021-10-01")
        answer = suffice_package.margin(scenario, "bed", replications=20, most=20,
                                        output=self.path / "p.h5", program=PROGRAM)
        other = suffice_package.margin(self.write(INTAKE, name="other"), replications=20,
                                       most=20, output=self.path / "o.h5", program=PROGRAM)
        tree = suffice_package.run(scenario, 10, self.path / "r.h5", progress=False,
                                   program=PROGRAM)
        for lang in ("en", "zh"):
            page = pathlib.Path(tree.suffice.report(self.path / "r.html", lang=lang,
                                                    answers=[self.path / "p.h5"])).read_text()
            section = page.split('<section id="asked">')[1].split("</section>")[0]
            self.assertIn(html.escape(answer.sentences(lang)[0]), section)
            self.assertEqual(section.count("<img"), 1)
        self.assertEqual(other.scenario, "other")
        with self.assertRaisesRegex(suffice_package.ResultsError, "about 'other'"):
            tree.suffice.report(self.path / "s.html", answers=[self.path / "o.h5"])
        self.assertFalse((self.path / "s.html").exists())


@unittest.skipUnless(int(os.environ.get("SUFFICE_AMOUNT", "1")) > 1, "thorough")
class Coverage(Base):
    def test_intervals_cover(self):
        """Of 400 seeds within 3 standard errors of 95 %: 0.917 to 0.983."""
        n = int(os.environ["SUFFICE_AMOUNT"])
        for name, text, end, expected, service, size in (
                ("intake", INTAKE, "2022-01-01", E05, "school", 400),
                ("loss", LOSS, "2023-01-01", ERLANG, "bed", 25)):
            covers = []
            for seed in range(1, n + 1):
                row = self.margin(self.write(text, end=end, seed=seed), "-n", size, "--max-n",
                                  size, "-t", 1, "-f")[service, "city"]
                covers.append(float(row["served_low"]) < expected < float(row["served_high"]))
            share = np.mean(covers)
            print(f"{name}: {share:.4f} of {n} seeds")
            self.assertLess(abs(share - 0.95), 3 * math.sqrt(0.95 * 0.05 / n), name)


if __name__ == "__main__":
    unittest.main()
