#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing depends on the order in which a scenario is written.
"""
import pathlib
import subprocess
import tempfile
import unittest

import numpy as np
import xarray as xr
from permuted import differences, permuted
from where import PROGRAM, SOURCE, amount

GOOD = SOURCE / "tests/data/scenarios_good"
PLAN = SOURCE / "scenarios/luzhou/plan.yaml"


def suffice(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, text=True,
                          capture_output=True).stdout


class Order(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def run_all(self, name, *scenarios, n=3, sets=()):
        path = self.path / f"{name}.h5"
        suffice("run", *scenarios, "-n", n, "-o", path, "-q",
                *(part for text in sets for part in ("--set", text)))
        return path

    def assert_same(self, scenario, seeds, n, sets=()):
        written = self.run_all("written", scenario, n=n, sets=sets)
        for seed in seeds:
            other = permuted(scenario, self.path / str(seed), seed)
            found = self.run_all(str(seed), other, n=n, sets=sets)
            self.assertEqual(differences(written, found), [], f"seed {seed}")

    def test_three_districts_with_everything_at_once(self):
        self.assert_same(GOOD / "small.yaml", range(amount(2)), 3)

    def test_every_key_of_the_format(self):
        self.assert_same(GOOD / "everything.yaml", range(amount(2)), 8)

    def test_what_is_known_of_projects(self):
        self.assert_same(GOOD / "facts.yaml", range(amount(2)), 8)

    def test_every_way_to_draw_assumptions(self):
        for design in ("random", "lhs", "fixed"):
            sets = [f"design={design}", "nested=null"]
            sets += ["points=4"] if design == "lhs" else []
            with self.subTest(design=design), tempfile.TemporaryDirectory() as folder:
                self.path = pathlib.Path(folder)
                self.assert_same(GOOD / "everything.yaml", [1], 4, sets)

    @unittest.skipUnless(amount(2) > 1, "where the program is slow")
    def test_the_whole_plan(self):
        self.assert_same(PLAN, [1], 1)

    # --- what is run together, or after each other

    def test_what_an_overlay_adds_leaves_all_others_as_they_are(self):
        """Whatever its name: the assumptions of the base come first."""
        base = GOOD / "everything.yaml"
        overlay = self.path / "overlay.yaml"
        overlay.write_text(
            f"format: 1\nextends: {base}\nname: more\n"
            "assumptions: {aaa: {uniform: {low: 1 per day, high: 2 per day}}}\n"
            "services: {aaa: {kind: stay, arrivals: {north: {rate: $aaa}},\n"
            "  stay: {exponential: {mean: 9 days}}, places: {north: 5}}}\n")
        both = self.run_all("both", base, overlay, n=8)
        with xr.open_datatree(both, engine="h5netcdf") as tree:
            for group in ("/", "/waits", "/population", "/assumptions", "/delivery"):
                found = tree[group].to_dataset()
                for of in ("service", "assumption"):
                    if of in found.dims:
                        found = found.drop_sel({of: "aaa"})
                for name, values in found.data_vars.items():
                    np.testing.assert_array_equal(*values.transpose("scenario", ...).values,
                                                  err_msg=name)
        suffice("compare", self.run_all("base", base, n=8),
                self.run_all("alone", overlay, n=8))
        stories = [suffice("trace", path, "--csv", "--until", "2021-04-01").splitlines()
                   for path in (base, overlay)]
        self.assertEqual(stories[0], [line for line in stories[1] if ",aaa," not in line])

    def test_scenarios_of_one_run_may_be_arranged_differently(self):
        small = GOOD / "small.yaml"
        paths = [small]
        for seed in range(3):
            paths.append(permuted(small, self.path / str(seed), seed))
            text = paths[-1].read_text(encoding="utf-8")
            paths[-1].write_text(text.replace("name: small", f"name: other{seed}"))
        with xr.open_datatree(self.run_all("all", *paths), engine="h5netcdf") as tree:
            for group in ("/", "/waits", "/population", "/assumptions"):
                for name, values in tree[group].to_dataset().data_vars.items():
                    first, *others = values.transpose("scenario", ...).values
                    for other in others:
                        np.testing.assert_array_equal(first, other, err_msg=name)

    def test_the_story_is_the_same(self):
        small = GOOD / "small.yaml"
        other = permuted(small, self.path / "other", 6)
        stories = [suffice("trace", path, "--csv", "--until", "2021-04-01")
                   for path in (small, other)]
        self.assertEqual(*stories)


if __name__ == "__main__":
    unittest.main()
