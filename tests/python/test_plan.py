#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole plan of Luzhou: nothing is lost between the numbers of its results.

SUFFICE_AMOUNT is how many replications it takes: 2 unless told.
"""
import csv
import io
import pathlib
import subprocess
import tempfile
import unittest

import numpy as np
import xarray as xr
from small_plan import small_luzhou
from where import IS_SANITIZED, PROGRAM, SOURCE, amount

LUZHOU = SOURCE / "scenarios/luzhou"
INTAKES = ["kindergarten", "primary", "junior_high", "senior_high", "training"]
N = amount(2)
VISITS = ["day_care", "childrens_home", "library", "fitness"]


def suffice(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, text=True,
                          capture_output=True).stdout


class Plan(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name) / "plan.h5"
        # Under a sanitizer, where a replication takes ten times as long, the small one.
        luzhou = small_luzhou(cls.path.with_name("luzhou")) if IS_SANITIZED else LUZHOU
        cls.plan = luzhou / "plan.yaml"
        # In the second schools are full.
        suffice("run", cls.plan, luzhou / "convert.yaml", "-n", N, "--set", "design=random",
                "-o", cls.path, "-q")
        cls.months = xr.open_dataset(cls.path).load()
        cls.targets = xr.open_dataset(cls.path, group="targets").load()
        cls.delivery = xr.open_dataset(cls.path, group="delivery").load()

    @classmethod
    def tearDownClass(cls):
        for dataset in (cls.months, cls.targets, cls.delivery):
            dataset.close()
        cls.folder.cleanup()

    def assert_equal(self, left, right):
        self.assertFalse(np.isnan(left.values).any() or np.isnan(right.values).any())
        np.testing.assert_array_equal(left.values, right.values)

    def change(self, of):
        """By month; the first month has none before it."""
        return of.diff("month")

    def test_applicants_are_placed_seated_or_not(self):
        ds = self.months.sel(service=INTAKES)
        self.assert_equal(ds.applicants, ds.placed + ds.placed_above + ds.unplaced)
        if N > 1:  # the first draw has seats enough
            self.assertGreater(ds.placed_overflow.sum(), 0)
            self.assertGreater(ds.placed_above.sum(), 0)
            self.assertGreater(ds.unplaced.sum(), 0)

    def test_pupils_in_are_pupils_out_and_the_change_of_the_roll(self):
        ds = self.months.sel(service=INTAKES)
        flow = (ds.pupils_in - ds.releases).isel(month=slice(1, None))
        self.assert_equal(flow, self.change(ds.occupancy_end))

    def test_visits_are_served_or_refused(self):
        ds = self.months.sel(service=VISITS)
        self.assert_equal(ds.visits, ds.served + ds.served_overflow + ds.visits_refused)
        self.assertTrue((ds.person_hours <= ds.place_hours).all())

    def test_requests_are_admitted_or_lost_or_wait(self):
        ds = self.months.drop_sel(service=INTAKES + VISITS)
        gone = (ds.balked + ds.void_requests + ds.refusals + ds.reneged + ds.aged_out
                + ds.died_waiting + ds.moved_waiting + ds.admissions)
        left = (ds.requests - gone).isel(month=slice(1, None))
        self.assert_equal(left, self.change(ds.waiting_end))

    def test_places_opened_less_closed_are_the_change_of_places(self):
        ds = self.months
        opened = (ds.places_opened - ds.places_closed).isel(month=slice(1, None))
        self.assert_equal(opened, self.change(ds.places))

    def test_a_conversion_moves_places_from_one_service_to_another(self):
        total = self.months.places.sel(service=["nursery", "kindergarten"]).sum("service")
        plan, convert = (total.sel(scenario=name) for name in ("luzhou-plan", "luzhou-convert"))
        self.assert_equal(plan, convert)
        nursery = self.months.places.sel(service="nursery").isel(month=-1).sum("district")
        self.assertTrue((nursery.sel(scenario="luzhou-convert")
                         > nursery.sel(scenario="luzhou-plan")).all())

    def test_targets_follow_from_the_other_groups(self):
        value = self.targets.value.sel(target="T1.2")
        people = xr.open_dataset(self.path, group="population").residents.isel(year=-1)
        places = self.months.places.sel(service="nursery").isel(month=-1).sum("district")
        people = people.sum(["district", "sex", "age_group"])
        np.testing.assert_allclose(value, 1000 * places / people, rtol=1e-12)
        homes = self.delivery.assets.sel(asset="childrens_home/open", year=2025)
        np.testing.assert_array_equal(self.targets.value.sel(target="T7.2"), homes)
        ds = self.months.sel(service="library").isel(month=slice(-12, None))
        use = ds.person_hours.sum(["month", "district"]) / ds.place_hours.sum(["month", "district"])
        np.testing.assert_allclose(self.targets.utilisation.sel(target="T9.1"), use, rtol=1e-12)
        zones = xr.open_dataset(self.path, group="zones").load()
        last = zones.sel(service="junior_high", month="2025-09-01")
        last = last.isel(zone=np.flatnonzero(zones.zone_kind == "urban"))
        placed = (last.placed / last.applicants).min("zone")
        np.testing.assert_allclose(self.targets.value.sel(target="T2.2j"), placed, rtol=1e-12)

    def test_scenarios_share_the_delivery_that_they_have_in_common(self):
        both = self.delivery.units_opened.sel(project="fitness centre Naxi")
        self.assert_equal(both.isel(scenario=0), both.isel(scenario=1))

    def test_the_scorecard_answers_every_target(self):
        rows = list(csv.DictReader(io.StringIO(
            suffice("info", self.path, "--targets", "--csv"))))
        self.assertEqual(len(rows), 2 * self.targets.sizes["target"])
        self.assertEqual(self.targets.sizes["target"], 38 + 9)  # of the plan, of equality
        for row in rows:
            self.assertEqual(row["decided"], str(N), row["target"])
            met = self.targets.met.sel(scenario=row["scenario"], target=row["target"])
            self.assertEqual(float(row["p_met"]), met.mean())
            self.assertLessEqual(float(row["p_low"]), float(row["p_met"]))
            self.assertGreaterEqual(float(row["p_high"]), float(row["p_met"]))
        text = suffice("info", self.path, "--targets")
        for area in ("幼有所育", "文体服务"):
            self.assertIn(area, text)

    def test_a_trace_tells_the_replication_of_the_run(self):
        rows = list(csv.DictReader(io.StringIO(
            suffice("trace", self.plan, "-r", N - 1, "--service", "veterans_bed", "--csv",
                    "--set", "design=random"))))
        self.assertTrue(all(None not in row for row in rows))  # as many fields as heads
        ds = self.months.sel(scenario="luzhou-plan", replication=N - 1, service="veterans_bed")
        for event, variable in (("request", "requests"), ("is admitted", "admissions"),
                                ("gives up", "reneged")):
            found = sum(row["event"] == event for row in rows)
            self.assertEqual(found, ds[variable].sum(), event)
        first = next(row for row in rows if row["event"] == "joins list")
        after = np.datetime64(first["date"]) + np.timedelta64(1, "D")
        story = suffice("trace", self.plan, "-r", N - 1, "--person", first["person"], "--set",
                        "design=random", "--until", after).splitlines()
        self.assertIn("request", story[0])
        self.assertIn("joins list", story[1])

    def test_a_part_of_a_trace_is_told_up_to_a_date(self):
        done = suffice("trace", self.plan, "--service", "primary", "--until", "2021-09-02", "--csv")
        rows = list(csv.DictReader(io.StringIO(done)))
        homes = {row["home"] for row in rows if row["event"] == "intake"}
        self.assertEqual(len(homes), 14)  # urban and rural zones of seven districts
        self.assertIn("Gulin rural", homes)
        self.assertLess(max(row["date"] for row in rows), "2021-09-02")


if __name__ == "__main__":
    unittest.main()
