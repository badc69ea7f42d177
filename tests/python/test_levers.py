#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A lever is the constant that it stands for, whatever its value, to the last bit."""
import pathlib
import subprocess
import tempfile
import unittest

import h5py
import numpy as np
from where import PROGRAM

TOWN = """format: 1
name: town
start: 2021-01-01
end: 2025-01-01
seed: 3
districts: {{east: {{}}, west: {{}}}}
{levers}
assets: {{site: {{}}}}
services:
  desk:
    kind: stay
    arrivals: {{east: {{rate: 1 per day}}, west: {{rate: 0.5 per day}}}}
    stay: {{exponential: {{mean: 20 days}}}}
    queue: {{patience: {{exponential: {{mean: 60 days}}}}}}
    places: {{east: {start}, west: 5}}
delivery: {{cancellation: 0.1}}
projects:
  wing: {{service: desk, district: east, places: {places}, starts: 2021-03-01, opens: {opens},
         staffing: {staffing}, ramp_months: 3}}
  sure: {{service: desk, district: west, places: {places}, opens: 2023-05-01}}
  batch: {{service: desk, district: west, places: 2, asset: site, count: {count},
          starts: {starts}, opens: 2022-03-01, until: {until}}}
  several: {{district: west, asset: site, count: {sites}, opens: 2022-06-01}}
works:
  lifts: {{asset: site, units: 30, batch: 3, crews: {crews}, starts: 2022-01-01,
          time: {{exponential: {{mean: 60 days}}}}}}
targets:
  T1: {{measure: count, of: site, value: 40, date: 2024-06-30}}
  T2: {{measure: waiting, of: desk, each: district, over: 90 days, comparison: at_most, value: 3}}
  T3: {{measure: queue, of: desk, comparison: at_most, value: 3, date: 2023-05-17}}
"""
LEVERS = """levers:
  start: {value: 10, least: 0, most: 30, step: 1, unit: places}
  places: {value: 6, least: 0, most: 20, step: 2, unit: places, cost: 1000 yuan}
  opens: {value: 2022-09-01, least: 2021-09-01, most: 2024-09-01, step: 1 month}
  starts: {value: 2021-06-01, least: 2021-04-01, most: 2021-12-01, step: 1 day}
  staffing: {value: 0.75, least: 0, most: 1, step: 0.25}
  count: {value: 5, least: 0, most: 12, step: 1}
  sites: {value: 7, least: 0, most: 12, step: 1}
  crews: {value: 2, least: 1, most: 6, step: 1}
"""
PLAIN = {"start": 10, "places": 6, "opens": "2022-09-01", "starts": "2021-06-01",
         "staffing": 0.75, "count": 5, "sites": 7, "crews": 2}


def different(one, other):
    """Names of the datasets that differ, but for those that tell the scenario itself."""
    found = []
    with h5py.File(one) as a, h5py.File(other) as b:
        def compare(name, item):
            if not isinstance(item, h5py.Dataset) or name == "run/scenario_text":
                return
            x, y = item[()], b[name][()]
            is_same = (np.array_equal(x, y, equal_nan=True) if x.dtype.kind == "f"
                       else np.array_equal(x, y))
            if not is_same:
                found.append(name)
        a.visititems(compare)
    return found


class Levers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def run_text(self, name, text, *options):
        scenario = self.path / f"{name}.yaml"
        scenario.write_text(text)
        results = self.path / f"{name}.h5"
        subprocess.run([PROGRAM, "run", scenario, "-n", "12", "-q", "-f", "-o", results,
                        *options], check=True, capture_output=True)
        return results

    def levered(self, name, *options):
        names = {key: f"${key}" for key in PLAIN}
        return self.run_text(
            name, TOWN.format(levers=LEVERS, until="2024-03-01", **names), *options)

    def plain(self, name, **changes):
        values = {"levers": "", "until": "2024-03-01", **PLAIN, **changes}
        return self.run_text(name, TOWN.format(**values))

    def test_levers_at_their_values_are_the_plain_scenario(self):
        self.assertEqual(different(self.levered("a"), self.plain("b")), [])

    def test_each_lever_is_the_constant_that_it_is_set_to(self):
        base = self.plain("base")
        for name, value in (("start", 14), ("places", 12), ("staffing", 0.5), ("count", 9),
                            ("count", 1), ("sites", 3), ("crews", 5)):
            with self.subTest(name, value=value):
                plain = self.plain("b", **{name: value})
                found = self.levered("a", "--lever", f"{name}={value}")
                self.assertEqual(different(found, plain), [])
                self.assertNotEqual(different(base, plain), [])

    def test_a_date_moves_begin_and_opening_together(self):
        """Begun seven months later, it opens seven months later by the plan: the plain
        scenario with both dates moved."""
        text = TOWN.format(levers="", until="2024-03-01",
                           **{**PLAIN, "opens": "2023-04-01"})
        text = text.replace("starts: 2021-03-01, opens", "starts: 2021-09-29, opens")
        plain = self.run_text("b", text)
        found = self.levered("a", "--lever", "opens=2023-04-01")
        self.assertEqual(different(found, plain), [])

    def test_a_date_moves_all_of_a_batch(self):
        text = TOWN.format(levers="", until="2024-03-13",
                           **{**PLAIN, "starts": "2021-06-13"})
        plain = self.run_text("b", text.replace("opens: 2022-03-01", "opens: 2022-03-13"))
        found = self.levered("a", "--lever", "starts=2021-06-13")
        self.assertEqual(different(found, plain), [])

    def test_an_overlay_sets_a_value_and_leaves_the_planned_date(self):
        self.levered("base")
        (self.path / "over.yaml").write_text(
            "extends: base.yaml\nname: town\n"
            "levers: {opens: {value: 2023-04-01}, places: {value: 12}}\n")
        results = self.path / "over.h5"
        subprocess.run([PROGRAM, "run", self.path / "over.yaml", "-n", "12", "-q", "-o",
                        results], check=True)
        both = self.levered("a", "--lever", "opens=2023-04-01", "--lever", "places=12")
        self.assertEqual(different(results, both), [])

    def test_nothing_is_built_at_zero(self):
        found = self.levered("a", "--lever", "places=0", "--lever", "count=0",
                             "--lever", "sites=0")
        with h5py.File(found) as file:
            self.assertEqual(file["places_opened"][()].sum(), 0)

    def test_the_mean_list_is_that_of_the_results(self):
        """A year's mean list of a district is the mean of its months, by their days."""
        found = self.levered("a", "--set", "targets.T2.over=366 days")
        days = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
        with h5py.File(found) as file:
            waiting = file["waiting"][0, :, -12:, :, 0]
            mean = (waiting * days[None, :, None]).sum(axis=1) / 366
            told = file["targets/district_value"][0, :, 1, :]
            np.testing.assert_allclose(told, mean, rtol=1e-9)
            worst = file["targets/value"][0, :, 1]
            np.testing.assert_allclose(worst, mean.max(axis=1), rtol=1e-9)

    def test_journals_of_other_values_do_not_mix(self):
        """What a lever is set to is part of what a run is."""
        self.levered("a")
        again = subprocess.run(
            [PROGRAM, "run", self.path / "a.yaml", "-n", "14", "-q", "--lever", "places=8",
             "-o", self.path / "a.h5"], capture_output=True, text=True, check=False)
        self.assertNotEqual(again.returncode, 0)
        self.assertIn("a.h5", again.stderr)

    def test_conditions_leave_the_results_as_they_are(self):
        plain = self.plain("b")
        text = (self.path / "b.yaml").read_text()
        more = self.run_text("a", text + "conditions:\n  short: {measure: waiting, of: desk, "
                                         "at_most: 2, over: 30 days}\n")
        self.assertEqual(different(plain, more), [])


if __name__ == "__main__":
    unittest.main()
