# SPDX-License-Identifier: GPL-3.0-or-later
"""New starts of scenarios with observations, points, facts, levers and policies."""
import datetime
import subprocess
import sys
import unittest

import numpy as np
import yaml
from rebase_case import Room, rows
from where import PROGRAM, SOURCE

from suffice.rebase import rebase  # noqa: E402
from suffice.results import ResultsError  # noqa: E402

CLINIC = """
format: 1
name: clinic
start: 2021-01-01
end: 2024-01-01
seed: 3
design: random
assumptions: {demand: {gamma: {mean: 50 per year, cv: 0.2}}}
districts: {town: {}}
services:
  clinic:
    kind: stay
    arrivals: {town: {rate: $demand}}
    stay: {exponential: {mean: 10 days}}
    queue: {discipline: fifo}
    places: 3
    initial: {occupancy: 0.3}
"""
SEEN = """
observations:
  early: {measure: requests, of: clinic, date: 2021-12-31, value: 55, sd: 8}
  late: {measure: requests, of: clinic, date: 2022-12-31, value: 60, sd: 8}
  kept: {measure: requests, of: clinic, date: 2023-12-31, value: 60, sd: 8, hold_out: yes}
"""
DELAYED = """
format: 1
name: delayed
start: 2021-01-01
end: 2024-01-01
seed: 3
districts: {town: {}}
services:
  clinic:
    kind: stay
    arrivals: {town: {rate: 20 per day}}
    stay: {exponential: {mean: 10 days}}
    queue: {discipline: none}
    places: 50
    initial: {occupancy: 1}
delivery: {cancellation: 0, delay: {lognormal: {median: 1.5, mean: 1.8}}}
projects:
  wing: {service: clinic, district: town, places: 50, starts: 2021-01-01, opens: 2021-06-01}
observations:
  in: {measure: admissions, of: clinic, date: 2022-12-31, over: 24 months, value: 5500, sd: 150}
"""


class Parts(Room):
    def new(self, plan):
        """The new scenario, which the program takes."""
        done = subprocess.run([PROGRAM, "check", plan], text=True, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return yaml.safe_load(plan.read_text("utf-8"))

    def readme(self, plan):
        return (plan.parent / "README.md").read_text("utf-8")

    def projects(self, plan):
        return {row["project"]: row for row in rows(plan.parent / "data/projects.csv")}


class Beliefs(Parts):
    def test_what_weighed_is_not_observed_again(self):
        tree = self.run_of(self.scenario(CLINIC + SEEN), 600)
        plan = rebase(tree, self.path / "weighted", at="2022-01-01")
        self.new(plan)
        self.assertEqual([r["observation"] for r in rows(plan.parent / "data/observations.csv")],
                         ["kept"])
        self.assertIn("weighted by them: late.", self.readme(plan))
        plan = rebase(tree, self.path / "even", at="2022-01-01", weighted=False)
        self.new(plan)
        self.assertEqual([r["observation"] for r in rows(plan.parent / "data/observations.csv")],
                         ["late", "kept"])

    def test_points_of_a_calibration_do_not_stay_beside_what_they_taught(self):
        spread = np.linspace(0.6, 0.9, 400)
        (self.path / "points.csv").write_text("replication,demand\n" + "".join(
            f"{i},{u:.4f}\n" for i, u in enumerate(spread)))
        text = CLINIC.replace("design: random", "design: {table: points.csv}")
        tree = self.run_of(self.scenario(text + SEEN), 400)
        plan = rebase(tree, self.path / "on", at="2023-01-01")
        self.assertEqual(self.new(plan)["design"], "random")
        self.assertIn("The table of points is left out", self.readme(plan))
        flat = text.replace("gamma: {mean: 50 per year, cv: 0.2}",
                            "uniform: {low: 30 per year, high: 70 per year}")
        tree = self.run_of(self.scenario(flat + SEEN, "flat"), 400)
        plan = rebase(tree, self.path / "flat-2023", at="2023-01-01")
        limits = self.new(plan)["assumptions"]["demand"]["uniform"]
        low, high = (float(str(limits[key]).split()[0]) for key in ("low", "high"))
        self.assertLess((high - low) / (high + low), 0.2)  # points have 0.6 to 0.9 of 30 to 70
        self.assertTrue(50 < 365.25 * low < 365.25 * high < 70, (low, high))


class Projects(Parts):
    def facts(self, *lines):
        path = self.path / "opened.csv"
        path.write_text("\n".join(("project,opened,cancelled", *lines)) + "\n")
        return path

    def test_a_table_decides_of_projects_that_are_sure(self):
        tree = self.run_of(SOURCE / "scenarios/hello.yaml", 4)
        plan = rebase(tree, self.path / "day", at="2024-01-01",
                      opened=self.facts("new wing,2023-12-20,"))
        self.new(plan)
        self.assertEqual(self.projects(plan)["new wing"]["opened"], "2023-12-20")
        self.assertEqual(self.projects(plan)["new wing"]["source"], "counted: opened.csv")
        plan = rebase(tree, self.path / "never", at="2024-01-01",
                      opened=self.facts("new wing,,yes"))
        self.assertNotIn("projects", self.new(plan))
        self.assertTrue((self.run_of(plan, 2)["places"] == 40).all())
        for lines in ((), ("new wing,,",)):
            with self.assertRaisesRegex(ResultsError, "found no opening of new wing"):
                rebase(tree, self.path / "none", at="2024-01-01", opened=self.facts(*lines))
        plan = rebase(tree, self.path / "later", at="2023-01-01", opened=self.facts())
        self.assertEqual(self.projects(plan)["new wing"]["opens"], "2023-09-01")
        self.assertTrue((self.run_of(plan, 2)["places"].isel(month=0) == 40).all())

    def test_the_day_of_an_opening_is_the_median_by_weight(self):
        tree = self.run_of(self.scenario(DELAYED), 1000)
        plan = rebase(tree, self.path / "by-weight", at="2023-01-01")
        self.new(plan)
        logs = tree["observations"].log_weight.isel(scenario=0).to_numpy()
        delay = tree["delivery"].delay.isel(scenario=0, project=0).to_numpy()
        units = tree["delivery"].units_opened.isel(scenario=0, project=0).sel(year=2022)
        is_open = (units == 1).to_numpy()
        order = np.argsort(delay[is_open])
        sums = np.cumsum(np.exp(logs[is_open] - logs.max())[order])
        middle = delay[is_open][order][np.searchsorted(sums, sums[-1] / 2)]
        day = datetime.date.fromisoformat(self.projects(plan)["wing"]["opened"])
        found = (day - datetime.date(2021, 6, 1)).days
        self.assertLess(abs(found - middle), 15)
        self.assertGreater(abs(np.median(delay[is_open]) - middle), 60)

    def test_what_was_known_before_is_known_to_the_new_date(self):
        text = DELAYED[:DELAYED.index("observations")].replace(
            "projects:", """projects:
  homes: {asset: home, district: town, count: 4, starts: 2021-01-01, opens: 2021-04-01,
          until: 2022-12-01, opened: 2, known_at: 2021-12-31}
  gone: {asset: home, district: town, starts: 2021-01-01, opens: 2021-09-01, cancelled: yes}"""
        ).replace("districts:", "known_at: 2021-12-31\nassets: {home: {}}\ndistricts:")
        tree = self.run_of(self.scenario(text), 20)
        plan = rebase(tree, self.path / "known", at="2023-01-01")
        self.assertEqual(str(self.new(plan)["known_at"]), "2022-12-31")
        table = self.projects(plan)
        self.assertNotIn("known_at", table["homes"])
        self.assertNotIn("gone", table)
        self.assertIn("| gone | cancelled |", self.readme(plan))

    def test_what_is_not_begun_stays_to_be_chosen(self):
        text = CLINIC.replace("    places: 3\n", "").replace("design: random", """
assets: {home: {}}
levers:
  more: {value: 2, least: 0, most: 10, step: 1, unit: places}
  many: {value: 0, least: 0, most: 9, step: 1, unit: projects}
places: {clinic: {town: 3}}
projects:
  now: {service: clinic, district: town, places: $more, starts: 2021-02-01, opens: 2021-06-01}
  late: {service: clinic, district: town, places: $more, opens: 2023-06-01}
  homes: {asset: home, district: town, count: $many, opens: 2022-06-01, until: 2023-06-01}""")
        tree = self.run_of(self.scenario(text), 20)
        plan = rebase(tree, self.path / "levers", at="2022-01-01")
        self.assertEqual(list(self.new(plan)["levers"]), ["more", "many"])
        table = self.projects(plan)
        self.assertEqual((table["now"]["places"], table["late"]["places"]), ("2", "$more"))
        self.assertEqual(table["homes"]["count"], "$many")
        now = 2 * (table["now"]["opened"] != "")
        self.assertTrue((self.run_of(plan, 2)["places"].isel(month=0) == 3 + now).all())
        plan = rebase(tree, self.path / "begun", at="2023-01-01")
        self.assertEqual(list(self.new(plan)["levers"]), ["more"])
        self.assertNotIn("homes", self.projects(plan))

    def test_a_policy_begins_what_it_has_not_begun(self):
        policy = """
projects:
  soon: {service: clinic, district: town, places: 5, starts: 2021-01-02, opens: 2021-06-01}
  sure: {service: clinic, district: town, places: 5, opens: 2021-06-01}
policies:
  one: {when: {measure: queue, of: clinic, each: town, above: BOUND, for: 1 months},
        do: {begin: soon}}
  two: {when: {measure: queue, of: clinic, each: town, above: 1000, for: 1 months},
        do: {begin: sure}}
"""
        text = CLINIC.replace("mean: 50 per", "mean: 500 per") + policy
        tree = self.run_of(self.scenario(text.replace("BOUND", "1000"), "never"), 10)
        plan = rebase(tree, self.path / "never-2023", at="2023-01-01")
        self.assertEqual(list(self.new(plan)["policies"]), ["one", "two"])
        self.assertNotIn("opened", self.projects(plan)["soon"])
        self.assertTrue((self.run_of(plan, 2)["places"].isel(month=0) == 3).all())
        self.assertIn("policy one may begin it", self.readme(plan))
        tree = self.run_of(self.scenario(text.replace("BOUND", "2"), "soon"), 10)
        share = float(tree["delivery"].units_opened.isel(scenario=0).sel(
            project="soon", year=2022).mean())
        self.assertGreater(share, 0.5)
        plan = rebase(tree, self.path / "soon-2023", at="2023-01-01")
        self.assertEqual(list(self.new(plan)["policies"]), ["two"])
        self.assertNotEqual(self.projects(plan)["soon"]["opened"], "")
        self.assertTrue((self.run_of(plan, 2)["places"].isel(month=0) == 8).all())
        self.assertIn("Policy one is left out: soon", self.readme(plan))

    def test_tables_that_cannot_be_are_told_and_nothing_is_written(self):
        text = DELAYED[:DELAYED.index("observations")].replace("projects:", """projects:
  homes: {asset: home, district: town, count: 3, starts: 2021-01-01, opens: 2021-04-01,
          until: 2022-12-01}""").replace("districts:", "assets: {home: {}}\ndistricts:")
        tree = self.run_of(self.scenario(text), 4)
        people = self.path / "people.csv"
        people.write_text("service,district,occupied\nclinic,town,inf\n")
        other = self.path / "other.csv"
        other.write_bytes("service,district,occupied,泸州\nclinic,town,1,\n".encode("gb18030"))
        folder = self.path / "none"
        for options, message in (
                ({"people": people}, "people.csv:2: occupied: found 'inf', expected a whole"),
                ({"people": other}, "other.csv: is not UTF-8"),
                ({"name": "泸州"}, "--name: found '泸州', expected letters a-z"),
                ({"opened": "homes,4,"},
                 "opened.csv:2: opened: found '4' of homes, expected a batch of 3"),
                ({"opened": "homes,2021-05-01 2021-06-01 - 2021-07-01 2021-08-01,"},
                 "of homes, expected a batch of 3"),
                ({"opened": "wing,1,"}, "found '1' of wing, expected one day"),
                ({"opened": "wing,2021-07-01 2021-08-01,"}, "expected one day"),
                ({"opened": "wing,2021-07-01,yes"}, "not cancelled too")):
            if "opened" in options:
                options["opened"] = self.facts(options["opened"])
            with self.assertRaisesRegex(ResultsError, message.replace(".", r"\.")):
                rebase(tree, folder, at="2023-01-01", **options)
            self.assertFalse(folder.exists(), message)


if __name__ == "__main__":
    sys.exit(unittest.main())
