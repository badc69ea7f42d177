#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""suffice size --joint and --sweep: least costly sizes that theory knows, what is linked, and
a clear message where there is no answer.
"""
import pathlib
import subprocess
import unittest

import h5py
import matplotlib.dates as mdates
import pandas as pd
from size_case import HEAD, Case
from where import PROGRAM

import suffice as suffice_package

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
ALONE = ["-l", "a", "-c", "all"]
BOTH = ["--joint", "-l", "a,b", "-c", "all", "-c", "rest"]
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

# Seats, and the day on which a wing opens.
DATED = HEAD + """levers:
  day: {{value: 2021-06-01, least: 2021-03-01, most: 2021-12-01, step: 1 month, cost: 10 yuan}}
  seats: {{value: 270, least: 250, most: 400, step: 1, unit: places, cost: 1000 yuan}}
services:
  school:
    kind: intake
    intake: {{month: 9, length: 1 year}}
    arrivals: {{city: {{per_intake: 300}}}}
    places: $seats
  other:
    kind: intake
    intake: {{month: 9, length: 1 year}}
    arrivals: {{city: {{per_intake: 60}}}}
    places: 50
projects:
  wing: {{service: other, district: city, places: 50, opens: $day}}
conditions:
  all: {{measure: share_placed, of: school, at_least: 1}}
  rest: {{measure: share_placed, of: other, at_least: 1}}
"""


class Joint(Case):
    def joint(self, scenario, *options, output="a.h5"):
        return self.ask("size", scenario, "--joint", *options, output=output)

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

    def test_killed_joint_questions_come_to_the_same_bytes(self):
        for text, conditions in ((TWO, ["all", "rest"]), (LINKED, ["all"])):
            self.assert_same_bytes(
                "size", self.write(text), "--joint", "-l", "a,b", "-n", 1000, "-p", 0.9,
                *(w for name in conditions for w in ("-c", name)), step=0.01)

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
        told = self.refused(scenario, "--joint", "-l", "first,second", "-c", "early", "-f")
        self.assertIn("lever 'second': no condition feels it before", told)

    def test_what_fresh_replications_refute_is_said(self):
        """Of twenty replications the search picks too little; at another seed it does not."""
        scenario = self.write(TWO)
        for levers, seed, is_refuted in ((ALONE, 25, True), (ALONE, 24, False),
                                         (BOTH, 7, True)):
            with self.subTest(levers=levers, seed=seed):
                options = [*levers, "-p", "0.9", "-n", "20", "-s", str(seed), "-f", "-q"]
                told = subprocess.run([PROGRAM, "size", scenario, *options, "-o", "r.h5"],
                                      cwd=self.path, text=True, capture_output=True,
                                      check=True).stdout
                self.assertEqual("refuted    even its upper limit is below 0.9" in told,
                                 is_refuted)
                size = suffice_package.Size(self.path / "r.h5")
                said = size.joint_sentence() if levers is BOTH else size.sentence()
                self.assertEqual("it does not suffice" in said, is_refuted, said)

    def test_the_answer_is_tried_on_what_is_felt_and_on_the_whole_plan(self):
        """The services have the path of the whole plan, so P in fresh replications is the
        same in each of three ways; ten are tried in both, of which the file tells."""
        scenario = self.write(TWO)
        found, sizes = {}, {}
        for way in ((), ("--whole-validation",), ("--felt-validation",)):
            (self.path / "a.h5.journal").unlink(missing_ok=True)
            row = self.joint(scenario, "-l", "a", "-c", "all", "-p", "0.7", "-n", 60, *way)[0]
            told = suffice_package.Size(self.path / "a.h5").joint().attrs
            self.assertEqual((told["is_exact"], told["is_whole_plan"]),
                             (1, "--whole-validation" in way))
            self.assertEqual(told["whole_met"], told["felt_met"])
            found[way] = row["fresh_p"], told["whole_replications"], told["whole_met"]
            self.assertEqual(
                [int(row[key]) for key in ("fresh_is_whole", "whole_replications",
                                           "whole_met", "felt_met")],
                [told["is_whole_plan"], *found[way][1:], told["felt_met"]])
            said = suffice_package.Size(self.path / "a.h5").joint_sentence()
            self.assertEqual("of what the conditions feel" in said, way != ("--whole-validation",))
            self.assertEqual(f"in {told['whole_met']:.0f} with the whole plan" in said, way == ())
            sizes[way] = (self.path / "a.h5.journal").stat().st_size
        fresh = {p for p, _, _ in found.values()}
        self.assertEqual(len(fresh), 1)
        self.assertLess(0.3, float(fresh.pop()))
        self.assertEqual([n for _, n, _ in found.values()], [10, 0, 0])
        # The ten were simulated once more, with what no condition feels.
        self.assertGreater(sizes[()], sizes[("--felt-validation",)])
        self.assertLess(2, found[()][2])

    def test_joint_questions_without_an_answer(self):
        scenario = self.write(TWO)
        self.assertIn("cannot reach", self.refused(
            scenario, *BOTH, "--set", "levers.a.most=310", "-f"))
        self.assertIn("more than the budget", self.refused(
            scenario, *BOTH, "--budget", "100000", "-f"))
        self.assertIn("one of them at most", self.refused(
            scenario, *BOTH, "--whole-validation", "--no-validation", "-f", code=2))
        self.assertIn("lever 'b': no condition feels it",
                      self.refused(scenario, "--joint", "-l", "a,b", "-c", "all", "-f"))
        self.assertIn("condition 'rest': none of the levers can reach it",
                      self.refused(scenario, "--joint", "-l", "a", "-c", "all", "-c", "rest",
                                   "-f"))
        self.assertIn("feels several at once", self.refused(
            self.write(LINKED), "--joint", "-l", "a,b", "-c", "whole", "-f"))
        self.assertIn("go with --joint",
                      self.refused(scenario, "-l", "a", "-c", "all", "--budget", "1", code=2))

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
        curve = answer.joint_curve().set_index("point")
        self.assertEqual(curve.loc["fits", "cost"], frame.attrs["cost"])
        self.assertGreaterEqual(curve.loc["safe", "low"], 0.9)
        self.assertTrue((curve.loc[["fits", "safe"], "low"] <=
                         curve.loc[["fits", "safe"], "p"]).all())
        self.assertLessEqual(curve.loc["alone", "cost"], curve.loc["fits", "cost"])
        self.assertLessEqual(curve.loc["fits", "p"], curve.loc["safe", "p"])
        self.assertLessEqual(curve.attrs["upper_cost"], curve.loc["fits", "cost"])
        for lang in ("en", "zh"):
            axes = answer.joint_curve_picture(lang).axes[0]
            self.assertEqual(len(axes.containers), len(curve))

    def test_dates_are_drawn_on_a_calendar(self):
        scenario = self.write(DATED)
        answer = suffice_package.size(
            scenario, "day,seats", ["all", "rest"], 0.9, replications=300, joint=True,
            output=self.path / "p.size.h5", program=PROGRAM)
        row = answer.table().set_index("lever").loc["day"]
        self.assertEqual(f"{row['fits']:%Y-%m-%d}", "2021-09-01")
        for lang in ("en", "zh"):
            numbers, dates = answer.joint_picture(lang).axes
            self.assertEqual([label.get_text() for label in numbers.get_yticklabels()], ["seats"])
            self.assertEqual([label.get_text() for label in dates.get_yticklabels()], ["day"])
            drawn = {line.get_marker(): mdates.num2date(line.get_xdata()[0]) if isinstance(
                line.get_xdata()[0], float) else pd.Timestamp(line.get_xdata()[0])
                for line in dates.lines}
            self.assertEqual(f"{drawn['o']:%Y-%m-%d}", "2021-09-01")
            self.assertEqual(f"{drawn['s']:%Y-%m-%d}", f"{row['safe']:%Y-%m-%d}")
            span = dates.collections[0].get_segments()[0][:, 0]
            self.assertEqual([f"{mdates.num2date(x):%Y-%m-%d}" for x in span],
                             ["2021-03-01", "2021-12-01"])

    def test_the_report_has_a_section_of_it(self):
        for text, options, told in ((TWO, {"condition": ["all", "rest"], "joint": True}, 1),
                                    (YEARS, {"condition": ["early", "late"], "sweep": True}, 2)):
            scenario = self.write(text, end="2023-01-01")
            answer = suffice_package.size(
                scenario, "*", probability=0.9, replications=100, force=True,
                output=self.path / "p.size.h5", program=PROGRAM, **options)
            self.assertEqual((answer.is_joint, answer.is_swept), (told == 1, told == 2))
            tree = suffice_package.run(scenario, 3, self.path / f"{told}.h5", program=PROGRAM)
            page = tree.suffice.report(self.path / "r.html", answers=[self.path / "p.size.h5"])
            section = pathlib.Path(page).read_text().split('<section id="asked">')[1]
            section = section.split("</section>")[0]
            self.assertEqual(section.count("<li>"), told)
            if answer.is_swept:
                self.assertNotIn("late", answer.sentence("first"))
                bars = answer.sweep_picture("zh").axes[0]
                self.assertEqual(bars.get_yticklabels()[1].get_text(), "second（第 2 步）")
                self.assertEqual([bar.get_width() for bar in bars.patches[2:]],
                                 list(answer.table()["fits"]))
            self.assertEqual(section.count("<img"), 2 if answer.is_joint else 1)


if __name__ == "__main__":
    unittest.main()
