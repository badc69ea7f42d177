#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""suffice slip of targets of use: what projects change that theory knows, the same P as two
runs, nothing where nothing links them, the same bytes after a kill and with any threads.
"""
import html
import os
import pathlib
import unittest

import h5py
import numpy as np
from scipy.stats import poisson
from size_case import HEAD, Case, suffice
from where import PROGRAM

import suffice as suffice_package

# 320 seats, and 20 more that open a month before the only intake, or a month after it.
SCHOOL = HEAD.replace("{{city: {{}}}}", "{{city: {{}}, town: {{}}}}") + """services:
  school:
    kind: intake
    intake: {{month: 9, length: 1 year}}
    arrivals: {{city: {{per_intake: 300}}, town: {{per_intake: 0}}}}
    places: {{city: 320, town: 0}}
  clinic:
    kind: stay
    arrivals: {{town: {{rate: 1 per day}}}}
    stay: {{exponential: {{mean: 1 day}}}}
    places: {{town: 3, city: 0}}
delivery: {{delay: {{{delay}}}}}
projects:
  early: {{service: school, district: city, places: 20, {starts}opens: 2021-08-01}}
  late: {{service: school, district: city, places: 20, opens: 2021-10-01}}
  beds: {{service: clinic, district: town, places: 20, opens: 2021-08-01}}
conditions:
  placed: {{measure: share_placed, of: school, at_least: 1}}
"""
SURE = {"delay": "fixed: {value: 1}", "starts": ""}
# Four projects, of which the second waits for the first.
CHAIN = HEAD + """assets: {{base: {{}}}}
services:
  bed:
    kind: stay
    arrivals: {{city: {{rate: 20 per day}}}}
    stay: {{exponential: {{mean: 1 day}}}}
    queue: {{discipline: fifo, patience: {{exponential: {{mean: 10 days}}}}}}
    places: 14
delivery: {{delay: {{lognormal: {{median: 1.1, mean: 1.2}}}}, correlation: 0.3,
  cancellation: 0.05}}
projects:
  first: {{district: city, asset: base, starts: 2021-01-01, opens: 2021-06-01}}
  then: {{service: bed, district: city, places: 12, after: first, opens: 2021-08-01}}
  small: {{service: bed, district: city, places: 2, starts: 2021-03-01, opens: 2021-07-01}}
  far: {{service: bed, district: city, places: 30, opens: 2021-12-31}}
  many: {{service: bed, district: city, places: 1, starts: 2021-02-01, opens: 2021-05-01,
    until: 2021-09-01, count: 4}}
targets:
  bases: {{measure: count, of: base, value: 1, date: 2021-08-31}}
  list: {{measure: waiting, of: bed, comparison: at_most, value: 20,
    date: 2021-12-31, over: 240 days}}
"""


class Base(Case):
    def slip(self, scenario, *options, output="a.h5"):
        """The rows of the answer as CSV, by target and project."""
        return {(row["target"], row["project"]): row
                for row in self.ask("slip", scenario, *options, output=output)}

    def met(self, scenario, target, *options):
        """By replication, of a run."""
        suffice("run", scenario, "-q", "-f", "-o", self.path / "run.h5", *options)
        with h5py.File(self.path / "run.h5") as run:
            names = list(run["targets/target"].asstr())
            return run["targets/met"][0, :, names.index(target)]

class Use(Base):
    # --- what theory knows

    def test_one_project_matters_and_the_other_does_not(self):
        """Poisson(300) applicants: 340 seats as planned, 320 where `early` is late; what opens
        after the intake changes no replication; the clinic is nobody's of those asked."""
        rows = self.slip(self.write(SCHOOL, **SURE), "-n", 2000, "--days", 60)
        self.assertEqual(set(rows), {("placed", "early"), ("placed", "late")})
        early, late = rows["placed", "early"], rows["placed", "late"]
        self.assertTrue(float(early["p_low"]) < poisson.cdf(320, 300) < float(early["p_high"]))
        lost = poisson.cdf(320, 300) - poisson.cdf(340, 300)
        self.assertTrue(float(early["change_low"]) < lost < float(early["change_high"]))
        self.assertEqual((early["verdict"], early["together"]), ("critical", "1"))
        self.assertEqual((late["verdict"], float(late["change"])), ("safe", 0))
        self.assertEqual(late["p"], late["p_planned"])
        self.assertEqual((late["slack_days"], late["loss"], late["latest_opening"]), ("", "", ""))
        with h5py.File(self.path / "a.h5") as file:
            self.assertEqual(list(file["slip/uncounted_project"].asstr()), ["beds"])
            self.assertEqual(file["slip/reversed"][0], 0)

    def test_what_is_known_not_to_be_open_slips_from_there(self):
        """`early` is begun and not open in June: its law is conditioned, and it slips too."""
        scenario = self.write(SCHOOL + "known_at: 2021-06-30\n",
                              delay="fixed: {value: 1}", starts="starts: 2021-01-01, ")
        early = self.slip(scenario, "-n", 2000, "--days", 60)["placed", "early"]
        self.assertTrue(float(early["p_low"]) < poisson.cdf(320, 300) < float(early["p_high"]))
        self.assertEqual(early["verdict"], "critical")

    def test_what_no_replication_decides_is_told_as_undecided(self):
        """Nobody applies in town, so no share of them is placed, whenever what opens."""
        scenario = self.write(SCHOOL + "  nobody: {{measure: share_placed, of: school, "
                              "each: town, at_least: 1}}\n", **SURE)
        scenario.write_text(scenario.read_text().replace(
            "service: school, district: city", "service: school, district: town"))
        done = suffice("slip", scenario, "-q", "-n", 20, "--target", "nobody", "-o",
                       self.path / "nobody.h5")
        self.assertIn("undecided", done.stdout)
        self.assertIn("early", done.stdout)
        self.assertIn("late", done.stdout)
        self.assertNotIn("nan", done.stdout)

    def test_a_group_that_keeps_p_is_safe_as_a_whole(self):
        rows = self.slip(self.write(SCHOOL, **SURE), "-n", 500, "--days", 60, "-p", 0.8)
        for row in rows.values():
            self.assertEqual((row["verdict"], row["together"]), ("safe", "2"))
        early = rows["placed", "early"]
        self.assertTrue(float(early["p_low"]) < poisson.cdf(320, 300) < float(early["p_high"]))
        one = self.slip(self.write(SCHOOL, **SURE), "-n", 500, "--days", 60, "-p", 0.8,
                        "--project", "late", "-f")
        self.assertEqual(one["placed", "late"]["together"], "1")
        self.assertEqual(float(one["placed", "late"]["change"]), 0)

    def test_days_decide(self):
        """By 31 days `early` opens on the day of the intake, 1 September, by 30 before it."""
        scenario = self.write(SCHOOL, **SURE)
        changes = [float(self.slip(scenario, "-n", 500, "--project", "early", "--days", days,
                                   "-f")["placed", "early"]["change"]) for days in (30, 32)]
        self.assertEqual(changes[0], 0)
        self.assertLess(changes[1], -0.05)

    def test_verdicts_where_the_plan_misses(self):
        rows = self.slip(self.write(SCHOOL, **SURE), "-n", 400, "--days", 60, "-p", 0.998)
        self.assertEqual({row["verdict"] for row in rows.values()}, {"critical"})
        self.assertEqual(float(rows["placed", "late"]["change"]), 0)
        self.assertLess(float(rows["placed", "early"]["change_high"]), 0)

    # --- the same as a run

    def test_p_is_that_of_runs(self):
        """Of each project alone that of a plan in which it, and what waits for it, opens later;
        beside a target that is counted, whose slacks are the same alone."""
        scenario = self.write(CHAIN)
        rows = self.slip(scenario, "-n", 60, "--days", 40, "--use")
        alone = self.slip(scenario, "-n", 60, "--days", 40, output="b.h5")
        counted = {key: row for key, row in rows.items() if key[0] == "bases"}
        self.assertEqual(counted, alone)
        planned = self.met(scenario, "list", "-n", 60)
        later = {
            "small": ("projects.small.starts=2021-04-10", "projects.small.opens=2021-08-10"),
            "many": ("projects.many.starts=2021-03-13", "projects.many.opens=2021-06-10",
                     "projects.many.until=2021-10-11"),
            "first": ("projects.first.starts=2021-02-10", "projects.first.opens=2021-07-11",
                      "projects.then.opens=2021-09-10"),
            "far": ()}
        n_alone = 0
        for name, sets in later.items():
            row = rows["list", name]
            self.assertAlmostEqual(float(row["p_planned"]), planned.mean(), places=9)
            if row["together"] != "1":
                row = self.slip(scenario, "-n", 60, "--days", 40, "--target", "list",
                                "--project", name, output=f"{name}.h5")["list", name]
            options = [option for text in sets for option in ("--set", text)]
            met = self.met(scenario, "list", "-n", 60, *options)
            self.assertAlmostEqual(float(row["p"]), met.mean(), places=9, msg=name)
            self.assertAlmostEqual(float(row["change"]), (met - planned).mean(), places=9)
            n_alone += met.mean() < planned.mean()
        self.assertGreater(n_alone, 0)

    def test_verdicts_are_those_of_each_alone(self):
        """Groups save runs, and change no verdict of one that is told alone."""
        scenario = self.write(CHAIN)
        together = self.slip(scenario, "-n", 80, "--days", 60, "--target", "list", "-p", 0.5)
        for (target, name), row in together.items():
            alone = self.slip(scenario, "-n", 80, "--days", 60, "--target", target, "-p", 0.5,
                              "--project", name, output=f"{name}.h5")[target, name]
            if row["verdict"] == "safe" or row["together"] == "1":
                self.assertEqual(alone["verdict"], row["verdict"], (name, alone, row))
            self.assertGreaterEqual(float(alone["p"]), float(row["p"]), name)

    # --- bytes and faults

    def test_threads_and_kills_change_nothing(self):
        self.assert_same_bytes("slip", self.write(CHAIN), "-n", 80, "--days", 60, "--use", "-p",
                               0.3, step=0.01)

    def test_progress_tells_what_is_known(self):
        done = suffice("slip", self.write(SCHOOL, **SURE), "-n", 200, "--days", 60, "-o",
                       self.path / "a.h5")
        self.assertIn("of 2 pairs of use 0 are safe, 0 critical, 0 undecided; 2 to be told, in "
                      "1 groups", done.stderr)
        self.assertIn("1 of 3 projects are counted or felt by none of these targets: their "
                      "loss is exactly 0", done.stdout)

    def test_what_nothing_links_is_refused(self):
        scenario = self.write(SCHOOL, **SURE)
        done = suffice("slip", scenario, "--project", "beds", "-q", "-o", self.path / "f.h5",
                       code=3)
        self.assertIn("felt by these targets: the loss of each is exactly 0", done.stderr)
        self.assertFalse((self.path / "f.h5").exists())

    # --- Python, picture, report

    def test_the_package_and_the_report(self):
        scenario = self.write(CHAIN)
        answer = suffice_package.slip(scenario, days=60, use=True, replications=40,
                                      probability=0.5, output=self.path / "p.h5",
                                      program=PROGRAM)
        table = answer.table("list")
        self.assertEqual(len(table), 5)
        self.assertTrue(table["slack"].isna().all())
        self.assertEqual(answer.uncounted(), [])
        tree = suffice_package.run(scenario, 10, self.path / "r.h5", progress=False,
                                   program=PROGRAM)
        for lang in ("en", "zh"):
            axes = answer.picture("list", lang=lang).axes[0]
            n_groups = (1 / table["together"]).sum()
            self.assertAlmostEqual(len(axes.get_yticks()), n_groups)
            page = pathlib.Path(tree.suffice.report(self.path / "r.html", lang=lang, answers=[
                self.path / "p.h5"])).read_text()
            section = page.split('<section id="asked">')[1].split("</section>")[0]
            for sentence in answer.sentences(lang):
                self.assertIn(html.escape(sentence), section)


@unittest.skipUnless(int(os.environ.get("SUFFICE_AMOUNT", "1")) > 1, "thorough")
class Coverage(Base):
    def test_intervals_cover(self):
        """Of P and of its change. Clopper and Pearson's cover at least at their level, and so
        do nearly those of a change: no more than 3 standard errors below it."""
        n = int(os.environ["SUFFICE_AMOUNT"])
        exact = {"p": poisson.cdf(320, 300),
                 "change": poisson.cdf(320, 300) - poisson.cdf(340, 300)}
        covers = {key: [] for key in exact}
        for seed in range(1, n + 1):
            row = self.slip(self.write(SCHOOL, seed=seed, **SURE), "-n", 200, "--days", 60,
                            "-t", 1, "-f", "--project", "early")["placed", "early"]
            for key, value in exact.items():
                covers[key].append(
                    float(row[f"{key}_low"]) <= value <= float(row[f"{key}_high"]))
        for key, covered in covers.items():
            print(f"{key}: {np.mean(covered):.4f} of {n} seeds")
            self.assertGreater(np.mean(covered), 0.95 - 3 * np.sqrt(0.95 * 0.05 / n), key)


if __name__ == "__main__":
    unittest.main()
