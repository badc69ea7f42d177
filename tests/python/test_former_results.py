# SPDX-License-Identifier: GPL-3.0-or-later
"""A file of format 1.4, written by the program of then, under the names of today."""
import csv
import gzip
import io
import pathlib
import re
import tempfile
import unittest
import warnings

import h5py
import numpy as np
from where import SOURCE, program

import suffice
from suffice import former_names

# Two districts, a stay, an intake, visits, assumptions and targets; 2 replications.
OLD = SOURCE / "tests/data/older/reuse_1_4.h5.gz"
ALL = {(group, former): now for group, names in former_names.VARIABLES.items()
       for former, now in names.items()}


class FormerResults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name) / "old.h5"
        cls.path.write_bytes(gzip.decompress(OLD.read_bytes()))
        with warnings.catch_warnings(record=True) as cls.told:
            warnings.simplefilter("always")
            cls.tree = suffice.open(cls.path)
        cls.new = pathlib.Path(cls.folder.name) / "new.h5"
        program("run", SOURCE / "tests/data/older/reuse.yaml", "-n", 2, "-q", "-o", cls.new)

    @classmethod
    def tearDownClass(cls):
        cls.tree.close()
        cls.folder.cleanup()

    def raw(self, group, name):
        with h5py.File(self.path) as file:
            return file[f"{group.rstrip('/')}/{name}"][:]

    def test_python_tells_of_each_former_name_once(self):
        told = [re.match("'(.*)' is now called '(.*)'; the former name is read until version "
                         + former_names.UNTIL, str(w.message)).groups() for w in self.told]
        self.assertEqual(len(told), len(set(told)))
        self.assertEqual(set(told), {(f, now) for (_, f), now in ALL.items()} |
                         set(former_names.COORDINATES.items()))
        self.assertEqual({pathlib.Path(w.filename).name for w in self.told},
                         {pathlib.Path(__file__).name})

    def test_python_has_the_values_under_the_names_of_today(self):
        for (group, former), now in ALL.items():
            here = self.tree[group].dataset
            self.assertNotIn(former, here.variables)
            np.testing.assert_array_equal(here[now].values, self.raw(group, former))
        self.assertEqual(set(self.tree["assumptions"].assumption_evidence.values.tolist()),
                         {x.decode() for x in self.raw("assumptions", "assumption_confidence")})
        run = self.tree["run"].attrs
        self.assertIn("targets_on_evidence_c", run)
        self.assertNotIn("targets_on_confidence_c", run)

    def test_a_file_of_today_is_opened_without_a_word_and_has_no_former_name(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = suffice.open(self.new)
        for (group, former), now in ALL.items():
            self.assertIn(now, tree[group].dataset.data_vars)
            self.assertNotIn(former, tree[group].dataset.variables)

    def test_info_and_compare_have_the_values_under_the_names_of_today(self):
        rows = list(csv.DictReader(io.StringIO(program("info", self.path, "--csv"))))
        with h5py.File(self.path) as file:
            services = list(file["service"].asstr()[:])
            regions = list(file["measures/region"].asstr()[:])
        names = former_names.VARIABLES["/measures"]
        n = 0
        for former, now in names.items():
            self.assertNotIn(former, {row["quantity"] for row in rows})
            raw = self.raw("/measures", former)[0, :, -1]
            for row in (row for row in rows if row["quantity"] == now):
                mine = raw[:, regions.index(row["district"]), services.index(row["service"])]
                seen = mine[~np.isnan(mine)]
                np.testing.assert_allclose(float(row["mean"]),
                                           seen.mean() if len(seen) else np.nan, rtol=1e-9)
                n += len(seen) > 0
        self.assertGreater(n, 30)
        first = next(csv.DictReader(io.StringIO(
            program("info", self.path, "--targets", "--csv"))))
        with h5py.File(self.path) as file:
            self.assertEqual(first["evidence"], file["targets/target_confidence"].asstr()[0])
        compared = program("compare", self.path, self.new, "--csv")
        for now in names.values():
            self.assertIn(f",{now},", compared)
        self.assertNotIn(",unserved,", compared)

    def test_a_call_may_name_a_measure_by_its_former_name(self):
        tree = suffice.open(self.new)
        calls = {"summary": lambda x: tree.suffice.summary(x, by_year=False),
                 "tidy": lambda x: tree.suffice.tidy(x, "measures"),
                 "shortage": lambda x: tree.suffice.shortage("hall", 1, of=x),
                 "heatmap": lambda x: tree.suffice.heatmap("hall", x)}
        service = str(tree.service.values[0])
        calls["shortage"] = lambda x: tree.suffice.shortage(service, 1, of=x)
        calls["heatmap"] = lambda x: tree.suffice.heatmap(service, x).axes[0].get_title()
        for name, call in calls.items():
            with self.subTest(name), self.assertWarnsRegex(
                    FutureWarning, "'unserved' is now called 'unmet'"):
                old = call("unserved")
            with warnings.catch_warnings():
                warnings.simplefilter("error", FutureWarning)
                new = call("unmet")
            equal = old.equals(new) if hasattr(old, "equals") else old == new
            self.assertTrue(equal, name)

    def test_the_program_has_the_same_table(self):
        source = (SOURCE / "src/results/former_results.c").read_text()
        variables = (SOURCE / "src/stats/variables.h").read_text()
        names = dict(re.findall(r'X\((\w+), "(\w+)",', variables))
        theirs = {former: names[symbol] for symbol, former in
                  re.findall(r'\[SUF_VARIABLE_(\w+)\] = "(\w+)"', source)}
        self.assertEqual(theirs, {former: now for (_, former), now in ALL.items()})
        pairs = {former: now for now, former in re.findall(r'\{"(\w+)", "(\w+)"\}', source)}
        self.assertEqual(pairs, former_names.COORDINATES)


if __name__ == "__main__":
    unittest.main()
