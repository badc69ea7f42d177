#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results open in plain xarray with labels and units, with either engine, and say the same.
"""
import pathlib
import subprocess
import tempfile
import unittest

import h5py
import numpy as np
import xarray as xr
from where import PROGRAM, SOURCE

SMALL = SOURCE / "tests/data/scenarios_good/small.yaml"
ENGINES = ("h5netcdf", "netcdf4")
MONTHLY = ("scenario", "replication", "month", "district", "service")
PEOPLE = ("scenario", "replication", "year", "district", "sex", "age_group")


class Xarray(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name) / "small.h5"
        other = cls.path.with_name("other.yaml")
        other.write_text(f"extends: {SMALL}\nname: other\n"
                         "services:\n"
                         "  care: {title: Care beds, title_zh: 养老床位}\n"
                         "  shelter: {kind: stay, arrivals: {North: {rate: 2 per day}},"
                         " stay: {fixed: {value: 5 days}}, places: {North: 8}}\n")
        subprocess.run([PROGRAM, "run", SMALL, other, "-n", "3", "-o", cls.path, "-q"],
                       check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_the_root_group_has_labelled_dimensions_and_units(self):
        for engine in ENGINES:
            with self.subTest(engine=engine), xr.open_dataset(self.path, engine=engine) as ds:
                self.assertEqual(ds.requests.dims, MONTHLY)
                self.assertEqual(list(ds.scenario.values), ["small", "other"])
                self.assertEqual(list(ds.district.values), ["North", "Middle", "South"])
                self.assertEqual(list(ds.service.values), ["nursery", "care", "ward", "shelter"])
                self.assertEqual(list(ds.replication.values), [0, 1, 2])
                self.assertEqual(ds.month.values[0], np.datetime64("2021-01-01"))
                self.assertEqual(ds.month.values[13], np.datetime64("2022-02-01"))
                self.assertEqual(ds.sizes["month"], 36)
                self.assertEqual(ds["wait"].attrs["units"], "day")
                self.assertEqual(ds["wait"].dtype, np.float64)
                self.assertIn("service_title_zh", ds.coords)
                for name, variable in ds.data_vars.items():
                    self.assertIn("long_name", variable.attrs, name)
                    self.assertIn("units", variable.attrs, name)

    def test_other_groups_open_by_themselves_and_as_a_tree(self):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                with xr.open_dataset(self.path, engine=engine, group="population") as ds:
                    self.assertEqual(ds.residents.dims, PEOPLE)
                    self.assertEqual(list(ds.sex.values), ["female", "male"])
                    self.assertEqual(ds.age_group.values[0], "0-4")
                    self.assertEqual(ds.age_group.values[-1], "100+")
                    self.assertEqual(list(ds.year.values), [2021, 2022, 2023])
                with xr.open_dataset(self.path, engine=engine, group="assumptions") as ds:
                    self.assertEqual(list(ds.assumption.values), ["births"])
                    self.assertEqual(ds.assumption_evidence.values[0], "C")
                    values = ds.value.sel(assumption="births", scenario="small")
                    self.assertEqual(len(np.unique(values.isel(year=0))), 3)
                with xr.open_dataset(self.path, engine=engine, group="run") as ds:
                    self.assertIn("small", str(ds.scenario_text.sel(scenario="small").item()))
                with xr.open_datatree(self.path, engine=engine) as tree:
                    self.assertEqual(tree["population"].residents.dims, PEOPLE)

    def test_both_engines_read_the_same_values(self):
        with xr.open_dataset(self.path, engine="h5netcdf") as a, \
                xr.open_dataset(self.path, engine="netcdf4") as b:
            xr.testing.assert_identical(a.load().drop_attrs(), b.load().drop_attrs())

    def test_a_service_that_a_scenario_lacks_is_nan(self):
        with xr.open_dataset(self.path, engine="h5netcdf") as ds:
            requests = ds.requests.sel(service="shelter")
            self.assertTrue(requests.sel(scenario="small").isnull().all())
            self.assertTrue(requests.sel(scenario="other").notnull().all())

    def test_identities_hold_in_what_was_written(self):
        with xr.open_dataset(self.path, engine="h5netcdf") as ds:
            ds = ds.load()
            out = (ds.balked + ds.void_requests + ds.refusals + ds.reneged + ds.aged_out
                   + ds.died_waiting + ds.moved_waiting + ds.admissions)
            change = ds.waiting_end.diff("month")
            gap = (ds.requests - out).isel(month=slice(1, None)) - change
            self.assertEqual(float(abs(gap).max()), 0)
            places = ds.places.diff("month") - (ds.places_opened - ds.places_closed)
            self.assertEqual(float(abs(places).max()), 0)
            self.assertGreater(float(ds.requests.sum()), 10000)
        with xr.open_dataset(self.path, engine="h5netcdf", group="population") as people:
            people = people.sum(["sex", "age_group"]).load()
            change = people.residents.diff("year")
            net = (people.births - people.deaths + people.moves_in - people.moves_out)
            self.assertEqual(float(abs(change - net.isel(year=slice(1, None))).max()), 0)

    def test_root_attributes_tell_what_the_file_is(self):
        with h5py.File(self.path) as file:
            for name in ("file_type", "format_version", "code_version", "code_commit", "compiler",
                         "gsl_version", "hdf5_version", "seed", "start", "end"):
                self.assertIn(name, file.attrs)
            self.assertEqual(file["requests"].chunks[:2], (1, 1))
            self.assertEqual(file["requests"].compression, "gzip")

    def test_info_prints_the_means_that_the_file_holds(self):
        done = subprocess.run([PROGRAM, "info", "--csv", self.path], check=True, text=True,
                              capture_output=True)
        found = {tuple(line.split(",")[:4]): float(line.split(",")[4])
                 for line in done.stdout.splitlines()[1:]}
        with xr.open_dataset(self.path, engine="h5netcdf") as ds:
            ds = ds.load()
            days = np.diff(np.append(ds.month.values, np.datetime64("2024-01-01")))
            days = xr.DataArray(days / np.timedelta64(1, "D"), dims="month")
            years = float(days.sum()) / 365.25
            for scenario in ds.scenario.values:
                for service in ("nursery", "care", "ward"):
                    at = ds.sel(scenario=scenario, service=service)
                    key = (str(scenario), service, "Middle")
                    one = at.sel(district="Middle")
                    demand = float(one.requests.sum("month").mean("replication")) / years
                    self.assertAlmostEqual(found[*key, "demand"], demand, places=5)
                    taken = float(((one.occupancy * days).sum("month")
                                   / days.sum()).mean("replication"))
                    self.assertAlmostEqual(found[*key, "occupied"], taken, places=5)
                    admitted = at.admissions.fillna(0)
                    wait = float(((at["wait"].fillna(0) * admitted).sum(["month", "district"])
                                  / admitted.sum(["month", "district"])).mean("replication"))
                    self.assertAlmostEqual(found[str(scenario), service, "all", "wait"],
                                           wait, places=5)


if __name__ == "__main__":
    unittest.main()
