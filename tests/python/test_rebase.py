# SPDX-License-Identifier: GPL-3.0-or-later
"""New starts: what was counted or simulated at a date is what the new run begins with."""
import subprocess
import sys
import unittest

import numpy as np
import yaml
from rebase_case import Room, rows
from where import PROGRAM, SOURCE, amount, program

from suffice.rebase import rebase, rounding  # noqa: E402
from suffice.rebase.command import main  # noqa: E402
from suffice.results import ResultsError  # noqa: E402

Z = 4.65
# A city of two districts with each kind of service, projects, works, and a plan of five years.
CITY = """
format: 1
name: city
start: 2021-01-01
end: 2026-01-01
seed: 5
districts: {north: {}, south: {}}
travel: {columns: [from, to, minutes], rows: [[north, south, 20], [south, north, 20]]}
assumptions:
  uptake: {lognormal: {median: 0.05, cv: 0.2}}
  births: {lognormal: {median: 1, cv: 0.05}, ar1: {sd: 0.05, phi: 0.8}}
  seats: {uniform: {low: 0.9, high: 1}}
  growth: {uniform: {low: 1, high: 1.2}}
  fall: {uniform: {low: -0.02, high: -0.01}}
  unused_later: {value: 1.05}
population:
  date: 2020-11-01
  start: PEOPLE
  fertility: {columns: [year, age_from, age_to, births_per_1000], rows: [[2020, 20, 39, 90]]}
  mortality: {columns: [year, sex, age_from, age_to, rate], rows: [[2020, both, 0, 59, 0.002],
    [2020, both, 60, 100, 0.03]]}
  migration: {columns: [from, to, flow, persons_per_year],
    rows: [[north, south, a, 60], [outside, north, b, 40]]}
  fertility_factor: $births
  mortality_trend: $fall
services:
  nursery:
    kind: stay
    eligible: {from: 6 months, to: 3 years}
    requests: {prevalence: $uptake, of: {from: 0, to: 3 years},
      by_year: {2021: 1, 2022: $unused_later, 2023: $growth}}
    stay: {exponential: {mean: 1 year}, until_age: 3 years}
    queue: {discipline: priority, patience: {exponential: {mean: 180 days}},
      classes: {first: {share: 0.2}, other: {share: 0.8}}}
    overflow: {within: 30 minutes}
    initial: {share: yes}
  primary:
    kind: intake
    eligible: {from: 6 years, to: 7 years}
    intake: {month: 9, length: 6 years, must_place: yes}
    initial: {rolls: ROLLS}
  course:
    kind: intake
    eligible: {from: 16 years, to: 60 years}
    intake: {every: 6 weeks, first: 2021-01-04, length: 6 weeks, apply: 0.002}
    initial: {}
  pool:
    kind: visit
    eligible: {from: 7 years}
    visit: {visits_per_week: 0.1, mean_stay: 1 hour, opens: 8, closes: 20}
places: {nursery: {north: 30, south: 20}, primary: {north: 1300, south: 1300},
  course: {north: 9, south: 9}, pool: {north: 20, south: 20}}
delivery: {correlation: 0.3, cancellation: 0.05}
assets: {home: {}, road: {unit: km}}
projects:
  wing:  {service: nursery, district: north, places: 10, opens: 2022-09-01, staffing: $seats}
  annex: {service: nursery, district: south, places: 8, starts: 2021-06-01, opens: 2022-02-01}
  late:  {service: nursery, district: south, places: 6, starts: 2022-06-01, opens: 2023-12-01}
  next:  {service: pool, district: north, places: 5, starts: 2024-06-01, opens: 2025-03-01}
  shut:  {service: nursery, district: north, places: -4, opens: 2023-03-01}
  homes: {asset: home, district: north, count: 9, starts: 2021-01-01, opens: 2021-09-01,
          until: 2025-06-30}
works:
  roads: {asset: road, state: done, units: 400, batch: 5, crews: 2, starts: 2021-03-01,
          time: {gamma: {mean: 30 days, cv: 0.5}}}
targets: {T1: {measure: count, of: home, value: 9}}
"""


def city() -> str:
    people = [[district, sex, age, 190 if district == "north" else 140]
              for district in ("north", "south") for sex in "FM" for age in range(80)]
    rolls = [[district, year, 200] for district in ("north", "south") for year in range(1, 7)]
    return (CITY.replace("PEOPLE", f"{{columns: [district, sex, age, count], rows: {people}}}")
            .replace("ROLLS", f"{{columns: [district, year, pupils], rows: {rolls}}}"))


class Rounding(unittest.TestCase):
    def test_wholes_are_within_one_and_sum_to_the_whole(self):
        random = np.random.default_rng(1)
        for _ in range(100):
            of = random.exponential(3, (3, 2, 21))
            found = rounding.nested(of)
            self.assertEqual(found.sum(), int(of.sum() + 0.5))
            for axis_sum in (found.sum((1, 2)) - of.sum((1, 2)),):
                self.assertLess(np.abs(axis_sum).max(), 1)
        self.assertEqual(rounding.whole(np.array([0.5, 0.5, 0.2])).tolist(), [1, 0, 0])
        self.assertEqual(rounding.whole(np.zeros(3), 2).tolist(), [1, 1, 0])


class City(Room):
    def setUp(self):
        super().setUp()
        self.n = amount(40)
        self.tree = self.run_of(self.scenario(city()), self.n)

    def test_the_new_start_is_the_end_of_the_run(self):
        folder = self.path / "city-2026"
        plan = rebase(self.tree, folder)
        done = subprocess.run([PROGRAM, "check", "--strict", plan], text=True,
                              capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.check_people(folder)
        self.check_services(folder)
        self.check_projects(folder)
        new = yaml.safe_load(plan.read_text("utf-8"))
        self.assertEqual((str(new["start"]), str(new["end"])), ("2026-01-01", "2031-01-01"))
        self.assertEqual(new["name"], "city-2026")
        self.assertNotIn("targets", new)
        self.assertNotIn("unused_later", new["assumptions"])
        self.assertEqual(new["services"]["nursery"]["requests"]["by_year"], {2023: "$growth"})
        self.assertEqual(str(new["services"]["course"]["intake"]["first"]), "2026-01-26")
        self.check_first_month(plan)

    def check_people(self, folder):
        table = rows(folder / "data/population.csv")
        self.assertTrue(all(r["source"] == f"simulated: mean of {self.n} replications"
                            for r in table))
        mean = self.tree["population"].residents.isel(scenario=0, year=-1).mean("replication")
        self.assertEqual(sum(int(r["count"]) for r in table), int(mean.sum() + 0.5))
        sums = {}
        for r in table:
            group = min(int(r["age"]) // 5, 20)
            key = (r["district"], {"F": "female", "M": "male"}[r["sex"]], group)
            sums[key] = sums.get(key, 0) + int(r["count"])
        for (district, sex, group), n in sums.items():
            of = float(mean.sel(district=district, sex=sex).isel(age_group=group))
            self.assertLess(abs(n - of), 2, (district, sex, group))

    def check_services(self, folder):
        for service, column, variable in (("nursery", "occupied", "occupancy_end"),
                                          ("nursery", "waiting", "waiting_end"),
                                          ("primary", "pupils", "occupancy_end"),
                                          ("course", "pupils", "occupancy_end")):
            kind = "by_district" if service == "nursery" else "rolls"
            table = rows(folder / f"data/{service}_{kind}.csv")
            end = self.tree[variable].sel(service=service).isel(scenario=0, month=-1)
            mean = end.mean("replication")
            self.assertEqual(sum(int(r[column]) for r in table), int(mean.sum() + 0.5), column)
            for district in ("north", "south"):
                n = sum(int(r[column]) for r in table if r["district"] == district)
                self.assertLess(abs(n - float(mean.sel(district=district))), 1)

    def check_projects(self, folder):
        table = {r["project"]: r for r in rows(folder / "data/projects.csv")}
        self.assertNotIn("shut", table)
        self.assertEqual(table["wing"]["staffing"], "$seats")
        self.assertEqual(table["wing"]["opened"], "")
        self.assertRegex(table["annex"]["opened"], r"^202[12]-\d\d-\d\d$")
        units = self.tree["delivery"].units_opened.isel(scenario=0, year=-1)
        mean = float(units.sel(project="homes").mean())
        self.assertEqual(len(table["homes"]["opened"].split()), int(mean + 0.5))

    def check_first_month(self, plan):
        new = self.run_of(plan, 4)
        end = self.tree["places"].isel(scenario=0, month=-1).mean("replication")
        first = new["places"].isel(scenario=0, month=0).mean("replication")
        opened = self.tree["delivery"].units_opened.isel(scenario=0, year=-1).mean("replication")
        for service, district, project in (("nursery", "north", "wing"),
                                           ("nursery", "south", "annex"),
                                           ("pool", "north", "next")):
            # A project is open or not; all else is as the run has it.
            of = float(opened.sel(project=project))
            per = {"wing": 10, "annex": 8, "next": 5}[project]
            expected = float(end.sel(service=service, district=district))
            expected += per * ((of >= 0.5) - of)
            if project == "annex":
                late = float(opened.sel(project="late"))
                expected += 6 * ((late >= 0.5) - late)
            self.assertLess(abs(float(first.sel(service=service, district=district)) - expected),
                            0.51, project)

    def test_what_was_counted_takes_the_place_of_the_run(self):
        (self.path / "people.csv").write_text("service,district,occupied,waiting\n"
                                              "nursery,north,31,7\n")
        (self.path / "counts.csv").write_text("district,sex,age,count\nnorth,F,0,1234\n")
        (self.path / "rolls.csv").write_text("service,district,year,pupils\n"
                                             "primary,south,6,77\n")
        (self.path / "places.csv").write_text("service,district,places\npool,south,25\n"
                                              "nursery,south,40\n")
        (self.path / "opened.csv").write_text("project,opened,cancelled\n"
                                              "annex,2022-05-04,\nlate,,yes\nhomes,5,\n"
                                              "wing,2022-09-01,\nshut,2023-03-01,\n")
        of = {name: self.path / f"{name}.csv"
              for name in ("people", "rolls", "places", "opened")}
        plan = rebase(self.tree, self.path / "counted", at="2025-01-01", end="2027-01-01",
                      population=self.path / "counts.csv", **of)
        data = plan.parent / "data"
        stays = {r["district"]: r for r in rows(data / "nursery_by_district.csv")}
        self.assertEqual((stays["north"]["occupied"], stays["north"]["waiting"]), ("31", "7"))
        self.assertEqual(stays["north"]["source"], "counted: people.csv")
        self.assertIn("simulated", stays["south"]["source"])
        ages = {(r["district"], r["sex"], r["age"]): r for r in rows(data / "population.csv")}
        self.assertEqual(ages["north", "F", "0"]["count"], "1234")
        self.assertEqual(ages["north", "F", "0"]["source"], "counted: counts.csv")
        pupils = {(r["district"], r["year"]): r for r in rows(data / "primary_rolls.csv")}
        self.assertEqual(pupils["south", "6"]["pupils"], "77")
        projects = {r["project"]: r for r in rows(data / "projects.csv")}
        self.assertEqual(projects["annex"]["opened"], "2022-05-04")
        self.assertEqual(projects["homes"]["opened"], "5")
        self.assertNotIn("late", projects)
        self.assertEqual(projects["next"]["opened"], "")
        new = self.run_of(plan, 3)
        at_start = new["places"].isel(scenario=0, month=0)
        self.assertTrue((at_start.sel(service="nursery", district="south") == 40).all())
        self.assertTrue((at_start.sel(service="pool", district="south") == 25).all())
        homes = new["delivery"].assets.isel(scenario=0, year=0).sel(asset="home/open")
        self.assertTrue((homes >= 5).all())
        readme = (plan.parent / "README.md").read_text("utf-8")
        self.assertIn("| late | cancelled |", readme)
        self.assertIn("`people.csv`, 1 rows", readme)

    def test_what_does_not_fit_is_told_and_nothing_is_written(self):
        (self.path / "bad.csv").write_text("service,district,places\nnursery,west,3\n")
        (self.path / "few.csv").write_text("service,district,places\nnursery,south,3\n")
        (self.path / "columns.csv").write_text("service,places\nnursery,3\n")
        (self.path / "half.csv").write_text("service,district,places\nnursery,south,3.5\n")
        folder = self.path / "none"
        for options, message in (
                ({"at": "2019-01-01"}, "--at: found 2019-01-01, expected 1 January of a year "
                                       "within the run"),
                ({"at": "2023-05-01"}, "--at: found 2023-05-01"),
                ({"at": "soon"}, "--at: found 'soon', expected a date"),
                ({"end": "2025-01-01"}, "--end: found 2025-01-01"),
                ({"using": "mode"}, "expected mean or median"),
                ({"scenario": "other"}, "other"),
                ({"places": self.path / "bad.csv"},
                 "bad.csv:2: district: found 'west', which the scenario does not have"),
                ({"places": self.path / "few.csv"}, "few.csv:2: places: found 3 of nursery in "
                                                    "south, but projects that are open have"),
                ({"places": self.path / "columns.csv"}, "columns.csv:1: expected the columns"),
                ({"places": self.path / "half.csv"}, "half.csv:2: places: found '3.5'"),
                ({"places": self.path / "gone.csv"}, "gone.csv: cannot be read")):
            with self.assertRaisesRegex((ResultsError, KeyError), message.replace(".", r"\.")):
                rebase(self.tree, folder, **options)
            self.assertFalse(folder.exists(), message)
        with self.assertRaisesRegex(ResultsError, "is there already"):
            rebase(self.tree, self.path)
        source = self.tree.encoding["source"]
        self.assertEqual(main([source, "-o", str(self.path)]), 1)
        self.assertEqual(main([source, "-o", str(self.path / "by-command"), "--targets",
                               "same"]), 0)
        new = yaml.safe_load((self.path / "by-command/plan.yaml").read_text("utf-8"))
        self.assertEqual(new["targets"], "data/targets.csv")
        self.assertEqual(rows(self.path / "by-command/data/targets.csv")[0]["date"],
                         "2030-12-31")


class Split(Room):
    def test_a_run_and_the_same_run_begun_anew_agree(self):
        """2021 to 2025 whole, against 2021 to 2023 and a new start: means within noise."""
        n = amount(150)
        old = self.scenario(city(), "whole")
        whole = self.run_of(old, n)
        plan = rebase(whole, self.path / "later", at="2024-01-01", end="2026-01-01")
        later = self.run_of(plan, n, "--seed", 77)
        for of, choose in (("requests", {"service": "nursery"}),
                           ("occupancy", {"service": "nursery"}),
                           ("occupancy_end", {"service": "primary"}),
                           ("applicants", {"service": "primary"}),
                           ("visits", {"service": "pool"})):
            pairs = [tree[of].isel(scenario=0).sel(choose).isel(month=slice(-24, None))
                     .sum("month") for tree in (whole, later)]
            self.compare(of, *pairs)
        ends = [tree["population"].residents.isel(scenario=0, year=-1)
                for tree in (whole, later)]
        young = [of.isel(age_group=slice(0, 4)).sum(("sex", "age_group")) for of in ends]
        self.compare("residents", *(of.sum(("sex", "age_group")) for of in ends))
        self.compare("the young", *young)
        homes = [tree["delivery"].assets.isel(scenario=0, year=-1).sel(asset="home/open")
                 for tree in (whole, later)]
        self.compare("homes", homes[0], homes[1], 0.25)

    def compare(self, what, whole, later, slack=0.005):
        """The difference of means is noise, but for what rounding and medians may do."""
        one, other = (np.moveaxis(of.to_numpy().reshape(of.sizes["replication"], -1), 0, 0)
                      for of in (whole, later))
        gap = one.mean(0) - other.mean(0)
        error = np.sqrt(one.var(0, ddof=1) / len(one) + other.var(0, ddof=1) / len(other))
        allowed = Z * error + slack * np.abs(one.mean(0))
        self.assertTrue((np.abs(gap) < allowed).all(), f"{what}: {gap} of {one.mean(0)}, "
                                                       f"errors {error}")


class Hello(Room):
    def test_the_first_scenario_goes_on(self):
        tree = self.run_of(SOURCE / "scenarios/hello.yaml", 20)
        plan = rebase(tree, self.path / "hello-2024", at="2024-01-01", using="median")
        program("check", "--strict", plan)
        new = self.run_of(plan, 3)
        self.assertTrue((new["places"].isel(month=0) == 50).all())
        end = tree["occupancy_end"].isel(scenario=0, month=35).median("replication").item()
        self.assertEqual(int(rows(plan.parent / "data/nursery_by_district.csv")[0]["occupied"]),
                         int(end + 0.5))


if __name__ == "__main__":
    sys.exit(unittest.main())
