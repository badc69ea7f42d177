#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of which a part is missing or selected, and what is asked of them in vain.
"""
import os
import pathlib
import subprocess
import tempfile
import unittest

import h5py
import matplotlib
import numpy as np
import xarray as xr

matplotlib.use("Agg")
from where import PROGRAM, SOURCE

os.environ["SUFFICE_PROGRAM"] = str(PROGRAM)

import suffice  # noqa: E402
from suffice import checksums, drivers, selection  # noqa: E402

SMALL = SOURCE / "tests/data/scenarios_good/small.yaml"
OVERLAY = """\
extends: {small}
name: more
services:
  shelter: {{kind: stay, arrivals: {{North: {{rate: 2 per day}}}},
            stay: {{fixed: {{value: 5 days}}}}, places: {{North: 9}}}}
"""
N = 40


class Parts(unittest.TestCase):
    """A scenario, and one that has a service more: the first does not have it."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        more = cls.folder / "more.yaml"
        more.write_text(OVERLAY.format(small=os.path.relpath(SMALL, cls.folder)))
        cls.path = cls.folder / "two.h5"
        subprocess.run([PROGRAM, "run", SMALL, more, "-n", str(N), "-o", cls.path, "-q"],
                       check=True)
        cls.tree = suffice.open(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.tree.close()
        cls.holder.cleanup()

    def refused(self, words, call, *arguments, **options):
        with self.assertRaisesRegex(suffice.ResultsError, words):
            call(*arguments, **options)

    def test_a_service_that_the_base_does_not_have(self):
        tables = self.tree.suffice
        for call in (tables.drivers, tables.tornado):
            self.refused("not observed in the scenario small", call, "unmet", "shelter")
        self.assertGreater(len(tables.drivers("demand", "nursery")), 0)
        html = pathlib.Path(tables.report(self.folder / "two.html")).read_text("utf-8")
        self.assertIn("shelter", html)
        table = tables.compare()
        self.assertNotIn("shelter", set(table["name"]))

    def test_drivers_of_one_assumption(self):
        """Births move demand; r2, explained and chance are of one definition."""
        table = self.tree.suffice.drivers("demand", "nursery")
        self.assertEqual(list(table["assumption"]), ["births"])
        self.assertGreater(table["src_low"].iloc[0], 0)
        self.assertEqual(table.attrs["observations"], N)
        self.assertAlmostEqual(table["first"].iloc[0] + table.attrs["chance"], 1, places=6)
        figure = self.tree.suffice.tornado("demand", "nursery")
        widths = [bar.get_width() for bar in figure.axes[0].patches]
        self.assertAlmostEqual(widths[-1], 100 * table["first"].iloc[0])
        few = self.tree.isel(replication=slice(0, 20))
        self.refused("20 replications are too few.*: 30 are needed", few.suffice.drivers,
                     "demand", "nursery")
        one = self.tree.isel(replication=slice(0, 1))
        self.refused("no assumption varies", one.suffice.drivers, "demand", "nursery")

    def test_a_path_is_its_mean_where_its_years_are_too_many(self):
        path = np.arange(12.0).reshape(6, 2) ** 2
        found = xr.Dataset({"value": (("replication", "assumption", "year"),
                                      np.stack([path, np.repeat(path[:, :1], 2, 1)], 1))},
                           {"assumption": ["drawn", "fixed"], "year": [2021, 2022]})
        columns, labels = drivers.assumption_columns(found, np.arange(6))
        self.assertEqual(labels, ["drawn@2021", "drawn@2022", "fixed"])
        columns, labels = drivers.assumption_columns(found, np.arange(6), by_year=False)
        self.assertEqual(labels, ["drawn@mean", "fixed"])
        np.testing.assert_array_equal(columns[:, 0], path.mean(axis=1))

    def test_of_a_nested_run_draws_are_explained(self):
        nested = self.folder / "nested.yaml"
        nested.write_text(f"extends: {os.path.relpath(SMALL, self.folder)}\n"
                          "nested: {outer: 35, inner: 2}\n")
        path = self.folder / "nested.h5"
        subprocess.run([PROGRAM, "run", nested, "-o", path, "-q"], check=True)
        with suffice.open(path) as tree:
            attributes = tree.suffice.drivers("demand", "nursery").attrs
        self.assertEqual((attributes["replications"], attributes["observations"]), (70, 35))

    def test_titles_that_repeat_are_told_apart_by_names(self):
        """As of scenarios that differ by an overlay without a title of its own."""
        data = xr.Dataset(coords={
            "scenario": ["plan", "more", "less"],
            "scenario_title": ("scenario", ["City", "City", "Less"]),
            "scenario_title_zh": ("scenario", ["城市", "城市", ""])})
        self.assertEqual(selection.labels(data, "scenario"), {
            "plan": "City (plan)", "more": "City (more)", "less": "Less"})
        self.assertEqual(selection.labels(data, "scenario", "zh"), {
            "plan": "城市（plan）", "more": "城市（more）", "less": "Less"})

    def test_draws_that_repeat_tell_no_more(self):
        """Two assumptions that are the same in every draw."""
        tree = self.tree.copy()
        group = tree["assumptions"].to_dataset()
        twin = group.assign_coords(assumption=["deaths"])
        tree["assumptions"] = xr.DataTree(xr.concat([group, twin], "assumption"))
        self.refused("told from the others", tree.suffice.drivers, "demand", "nursery")

    def test_shortage_means_the_same_whatever_was_drawn(self):
        """Of a service with a list it is the list, though nobody waits in this draw."""
        short = self.tree.suffice.shortage("care", 0.05)
        self.assertEqual(short.attrs["of"], "waiting")
        calm = self.tree.to_dataset()
        calm["waiting"] = 0 * calm["waiting"].load().assign_attrs(units="1")
        both = self.tree.copy()
        both.dataset = calm
        self.assertEqual(both.suffice.shortage("care", 0.05).attrs["of"], "waiting")
        self.assertEqual(self.tree.suffice.shortage("shelter", 0.05).attrs["of"], "waiting")
        # Files from before there were waits do not say who has a list.
        older = self.folder / "older.h5"
        older.write_bytes(self.path.read_bytes())
        with h5py.File(older, "a") as h5:
            del h5["waits"]
        checksums.seal(older)
        self.assertEqual(suffice.open(older).suffice.shortage("care", 0.05).attrs["of"],
                         "waiting")

    def test_names_that_are_not_there(self):
        tables = self.tree.suffice
        words = "no service 'nurs', expected one of: nursery, care, ward, shelter"
        for call in (tables.shortage, tables.fan, tables.heatmap, tables.wait_times):
            self.refused(words, call, "nurs")
        self.refused(words, tables.summary, service="nurs")
        self.refused(words, tables.drivers, "demand", "nurs")
        self.refused("no dimension servic, expected one of", tables.summary, servic="nursery")
        self.refused("nothing to compare.*overflow", tables.compare, measures="overflow",
                     service="shelter")
        self.refused("nothing to compare", tables.plot_compare, service="shelter")

    def test_selections_without_a_dimension(self):
        root = self.tree.to_dataset().sel(district="North")
        for call in (root.suffice.fan, root.suffice.shortage, root.suffice.heatmap):
            self.refused("no dimension district.*select with lists", call, "nursery")

    def test_levels(self):
        for level in (2, 95, 0):
            self.refused("between 0 and 1", self.tree.suffice.summary, "demand", level=level)
            self.refused("between 0 and 1", self.tree.suffice.drivers, "demand", "nursery",
                         level=level)

    def test_groups_as_the_documents_write_them(self):
        plain, slashed = (self.tree.suffice.tidy(group=name) for name in ("waits", "/waits"))
        np.testing.assert_array_equal(plain["value"], slashed["value"])


if __name__ == "__main__":
    unittest.main()
