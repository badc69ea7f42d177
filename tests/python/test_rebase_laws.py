# SPDX-License-Identifier: GPL-3.0-or-later
"""New starts against laws that are known, and what had opened before a start."""
import sys
import unittest

import numpy as np
import yaml
from rebase_case import Room, rows
from where import amount, program

from suffice.rebase import rebase  # noqa: E402

Z = 4.65
QUEUE = """
format: 1
name: beds
start: 2021-01-01
end: 2024-01-01
seed: 3
districts: {one: {}, two: {}}
services:
  beds:
    kind: stay
    arrivals: {one: {rate: 0.5 per day}, two: {rate: 0.25 per day}}
    stay: {exponential: {mean: 100 days}}
    initial: {occupancy: 0.05}
places: {beds: {one: 1000, two: 500}}
"""


class Stationary(Room):
    def test_a_stationary_queue_keeps_its_law(self):
        """M/M/inf: begun at its mean m it has mean m for ever, and the variance
        m (1 - exp(-2 t / s)), s the mean stay (Eick, Massey and Whitt 1993)."""
        n = amount(1600)
        tree = self.run_of(self.scenario(QUEUE), 400)
        plan = rebase(tree, self.path / "beds-2024", end="2025-01-01")
        table = {r["district"]: int(r["occupied"]) for r in
                 rows(plan.parent / "data/beds_by_district.csv")}
        # The start of the first run is its law, drawn: means are near it.
        self.assertLess(abs(table["one"] - 50), Z * np.sqrt(50 / 400) + 1)
        counted = self.path / "people.csv"
        counted.write_text("service,district,occupied,waiting\nbeds,one,50,0\nbeds,two,25,0\n")
        plan = rebase(tree, self.path / "exact", end="2025-01-01", people=counted)
        new = self.run_of(plan, n, "--set", "design=random")
        ends = new["occupancy_end"].isel(scenario=0).sel(service="beds")
        for district, mean in (("one", 50.0), ("two", 25.0)):
            for month, days in ((1, 60), (5, 182), (11, 366)):
                at = ends.sel(district=district).isel(month=month).to_numpy()
                variance = mean * (1 - np.exp(-2 * days / 100))
                self.assertLess(abs(at.mean() - mean), Z * np.sqrt(variance / n))
                self.assertLess(Z * np.sqrt(variance / n), 0.025 * mean)  # precise enough
                self.assertLess(abs(at.var(ddof=1) / variance - 1), Z * np.sqrt(2.1 / n))


BEFORE = """
format: 1
name: before
start: 2021-01-01
end: 2022-01-01
known_at: 2020-12-31
districts: {one: {}}
assets: {home: {}}
services:
  beds: {kind: stay, arrivals: {one: {rate: 1 per day}}, stay: {exponential: {mean: 10 days}}}
delivery: {correlation: 0.4}
projects:
  open: {asset: home, service: beds, places: 12, ramp_months: 5, district: one,
         starts: 2019-01-01, opens: 2020-06-01, opened: 2020-11-01}
  late: {asset: home, district: one, starts: 2019-01-01, opens: 2020-06-01}
targets:
  count: {measure: count, of: home, value: 1, date: 2021-01-01}
  added: {measure: added, of: home, value: 1, date: 2021-01-01}
"""


class BeforeTheStart(Room):
    def test_what_is_known_to_have_opened_before_the_run_is_there_at_its_start(self):
        tree = self.run_of(self.scenario(BEFORE, "before"), 50)
        value = tree["targets"].value.isel(scenario=0)
        self.assertTrue((value.sel(target="count") - value.sel(target="added") == 1).all())
        self.assertLess(float(value.sel(target="added").mean()), 0.5)
        self.assertTrue((tree["places"].isel(month=0) == 12).all())
        # Of six steps those of November to January have come; the last comes on 1 April.
        usable = tree["usable_places"].isel(scenario=0, replication=0, service=0, district=0)
        self.assertAlmostEqual(float(usable[0]), 6, delta=0.1)
        self.assertAlmostEqual(float(usable[5]), 12, delta=0.01)
        delay = tree["delivery"].delay.isel(scenario=0)
        self.assertTrue((delay.sel(project="open") == 153).all())
        late = delay.sel(project="late").to_numpy()
        self.assertGreater(np.nanmin(late), 213)  # not open by the evening before

ZONED = """
format: 1
name: zoned
start: 2000-01-01
end: 2003-01-01
districts: {hill: {}}
zones:
  town: {district: hill, kind: urban, share: 0.6}
  country: {district: hill, kind: rural, share: 0.4}
services:
  ward:
    kind: stay
    zones: yes
    arrivals: {hill: {rate: 10 per day}}
    stay: {exponential: {mean: 1 day}}
    queue: {discipline: none}
places:
  columns: [service, district, zone, places]
  rows: [[ward, hill, town, 9], [ward, hill, country, 2]]
projects:
  closing: {district: hill, zone: town, service: ward, places: -5, opens: 2000-06-01}
"""


class Parts(Room):
    def test_a_service_without_overflow_is_written_without_it(self):
        plan = rebase(self.run_of(self.scenario(QUEUE), 4), self.path / "new")
        program("check", "--strict", plan)
        self.assertNotIn("overflow", plan.read_text("utf-8"))

    def test_works_without_a_state_go_on(self):
        works = """
assets: {bench: {}}
works:
  paint: {asset: bench, units: 60, batch: 5, crews: 1, starts: 2021-03-01, basis: stated,
          time: {exponential: {mean: 91 days}}}
"""
        tree = self.run_of(self.scenario(QUEUE + works), 4)
        plan = rebase(tree, self.path / "new", at="2022-01-01")
        program("check", "--strict", plan)
        of = yaml.safe_load(plan.read_text("utf-8"))["works"]["paint"]
        done = tree["delivery"].assets.isel(scenario=0, year=0).sel(asset="bench/").mean()
        self.assertEqual(of.get("done", 0), int(float(done) + 0.5))
        self.assertEqual(of["units"] + of.get("done", 0), 60)

    def test_places_stay_in_their_zones(self):
        """9 and 2 in two zones, of which a project closes 5 in the first; 12 counted."""
        tree = self.run_of(self.scenario(ZONED), 4)
        built = tree["zones"].places.isel(scenario=0, replication=0, month=-1, service=0)
        counted = self.path / "places.csv"
        counted.write_text("service,district,places\nward,hill,12\n")
        for name, given, places in (("run", None, [4, 2]), ("counted", counted, [8, 4])):
            plan = rebase(tree, self.path / name, places=given)
            program("check", "--strict", plan)
            new = self.run_of(plan, 2)["zones"].places.isel(scenario=0, month=0, service=0)
            for of, n in zip(("town", "country"), places):
                self.assertTrue((new.sel(zone=of) == n).all(), f"{name}: {of}")
        self.assertEqual([int(built.sel(zone=z)) for z in ("town", "country")], [4, 2])


if __name__ == "__main__":
    sys.exit(unittest.main())
