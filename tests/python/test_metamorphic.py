#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole plan of Luzhou, changed in ways whose effect is known.
"""
import csv
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import numpy as np
import xarray as xr
from where import PROGRAM, SOURCE

LUZHOU = SOURCE / "scenarios/luzhou"
STAYS = ["nursery", "care_bed", "nursing_bed", "hospital_bed", "flat", "shelter",
         "disabled_care", "veterans_bed"]
SHARED = ("nursery", "care_bed", "nursing_bed")  # asked for by a share of people
N = 2


def suffice(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, text=True,
                          capture_output=True).stdout


class Metamorphic(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name)
        cls.base = cls.results("base", LUZHOU / "plan.yaml")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def results(cls, name, scenario, *sets):
        path = cls.path / f"{name}.h5"
        suffice("run", scenario, "-n", N, "-q", "-o", path,
                *(part for text in sets for part in ("--set", text)))
        with xr.open_datatree(path, engine="h5netcdf") as tree:
            return tree.load()

    @classmethod
    def copy(cls, name, change):
        """A copy of the plan's folder, each row of its tables changed by change(table, row)."""
        folder = cls.path / name
        shutil.copytree(LUZHOU, folder)
        for table in (folder / "data").glob("*.csv"):
            with table.open(newline="", encoding="utf-8") as stream:
                rows = list(csv.DictReader(stream))
            for row in rows:
                change(table.stem, row)
            with table.open("w", newline="", encoding="utf-8") as stream:
                writer = csv.DictWriter(stream, rows[0].keys())
                writer.writeheader()
                writer.writerows(rows)
        return folder / "plan.yaml"

    def assert_same(self, one, other):
        np.testing.assert_array_equal(one.values, other.values)
        self.assertTrue(np.isfinite(one.values).any())

    # --- all places doubled

    def test_twice_the_places_serve_no_fewer(self):
        def double(table, row):
            if table in ("places", "seats", "projects") and row.get("places"):
                row["places"] = str(2 * int(row["places"]))
        ds = self.results("double", self.copy("doubled", double))["/"]
        base = self.base["/"]
        self.assert_same(ds.places, 2 * base.places)
        totals = ("month", "district")
        n_fewer = 0
        for name in ("waiting", "reneged", "unplaced", "placed_above",
                     "visits_refused"):
            few, many = base[name].sum(totals, min_count=1), ds[name].sum(totals, min_count=1)
            self.assertTrue((many.fillna(0) <= few.fillna(0)).all(), name)
            if float(few.sum()) > 0:
                self.assertLess(float(many.sum()), 0.9 * float(few.sum()), name)
                n_fewer += 1
        self.assertGreaterEqual(n_fewer, 4)

    # --- nobody asks

    def test_without_demand_nothing_happens_and_the_plan_is_built_all_the_same(self):
        sets = []
        for service in STAYS:
            key = "prevalence" if service in SHARED else "per_person_year"
            sets.append(f"services.{service}.requests.{key}=0")
            sets.append(f"services.{service}.initial=null")
        for service in ("kindergarten", "primary", "junior_high", "senior_high", "training"):
            sets.append(f"services.{service}.intake.apply=0")
            sets.append(f"services.{service}.initial=null")
        for service in ("day_care", "childrens_home", "library", "fitness"):
            sets.append(f"services.{service}.visit.visits_per_week=0")
        found = self.results("idle", LUZHOU / "plan.yaml", *sets)
        ds = found["/"]
        for name in ("requests", "admissions", "releases", "applicants", "placed",
                     "visits", "served", "occupancy_end", "waiting_end", "person_hours"):
            self.assertEqual(float(ds[name].sum()), 0, name)
            self.assertGreater(float(self.base["/"][name].sum()), 0, name)
        self.assert_same(ds.places, self.base["/"].places)
        self.assert_same(found["/delivery"].delay, self.base["/delivery"].delay)
        self.assert_same(found["/delivery"].assets, self.base["/delivery"].assets)

    # --- another name

    def test_a_district_renamed_is_the_same_but_for_its_draws(self):
        def rename(_, row):
            for column in ("district", "from", "to"):
                if row.get(column) == "Naxi":
                    row[column] = "Aaxi"
        found = self.results("renamed", self.copy("named", rename))
        here = {"district": [name.replace("Aaxi", "Naxi") for name in
                             found["/"].district.values.astype(str)]}
        ds = found["/"].to_dataset().assign_coords(here)
        people = found["/population"].to_dataset().assign_coords(here)
        base = self.base["/"].to_dataset()
        before = self.base["/population"].to_dataset()
        # Names of districts name no draw of a project or an assumption.
        self.assert_same(ds.places, base.places)
        self.assert_same(found["/assumptions"].value, self.base["/assumptions"].value)
        # People of each district: births and deaths are some thousands a year.
        for name, bound in (("residents", 0.002), ("births", 0.06), ("deaths", 0.06)):
            a, b = (of[name].sum(("sex", "age_group")).mean("replication")
                    for of in (people, before))
            self.assertLess(float(abs(a / b - 1).max()), bound, name)
            self.assertGreater(float(abs(a - b).max()), 0, name)
        for name, service, bound in (("requests", "hospital_bed", 0.005),
                                     ("served", "fitness", 0.005),
                                     ("applicants", "primary", 0.01)):
            a, b = (of[name].sel(service=service).sum("month").mean("replication")
                    for of in (ds, base))
            self.assertLess(float(abs(a / b - 1).max()), bound, name)


if __name__ == "__main__":
    unittest.main()
