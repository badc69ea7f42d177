#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program, run from Python."""
import contextlib
import io
import os
import pathlib
import tempfile
import unittest

import matplotlib
import numpy as np

matplotlib.use("Agg")
from where import PROGRAM, SOURCE

os.environ["SUFFICE_PROGRAM"] = str(PROGRAM)

import suffice  # noqa: E402
from suffice import tables  # noqa: E402


class Running(unittest.TestCase):
    """The program from Python."""

    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.holder.name)

    def tearDown(self):
        self.holder.cleanup()

    def test_run_extends_and_fails_clearly(self):
        path = self.folder / "a.h5"
        hello = SOURCE / "scenarios/hello.yaml"
        tree = suffice.run(hello, 3, path, progress=False)
        self.assertEqual(tree.sizes["replication"], 3)
        tree.close()
        tree = suffice.run(hello, 5, path, progress=False)
        self.assertEqual(tree.sizes["replication"], 5)
        tree.close()
        with self.assertRaisesRegex(suffice.ProgramError, "services.nursery") as caught:
            suffice.run(hello, 3, path, settings={"services.nursery.plces": 3},
                        progress=False)
        self.assertEqual(caught.exception.code, 3)

    def test_progress_is_a_bar(self):
        hello, path = SOURCE / "scenarios/hello.yaml", self.folder / "a.h5"
        slow = self.folder / "slow"  # the program, after two lines of progress
        slow.write_text("#!/bin/sh\nfor done in 1 3; do echo \"suffice: $done of 4 replications "
                        "(25 %), 1.0 million events a second, 0:01 left\" >&2; sleep 0.2; done\n"
                        f"exec '{PROGRAM}' \"$@\"\n")
        slow.chmod(0o755)
        with contextlib.redirect_stderr(io.StringIO()) as said:
            tree = suffice.run(hello, 4, path, program=slow)
        self.assertEqual(tree.sizes["replication"], 4)
        self.assertIn("3/4", said.getvalue())
        with contextlib.redirect_stderr(io.StringIO()) as said:
            suffice.run(hello, 5, path, progress=False, program=slow)
        self.assertEqual(said.getvalue(), "")

    def test_sweep_pairs_its_points(self):
        tree = suffice.sweep(SOURCE / "scenarios/hello.yaml",
                             {"services.nursery.places": [30, 40, 50],
                              "projects.new wing.places": [5, 20]}, 4,
                             self.folder / "s.h5", progress=False)
        self.assertEqual(tree.sizes["scenario"], 6)
        np.testing.assert_array_equal(tree["nursery.places"], [30, 30, 40, 40, 50, 50])
        np.testing.assert_array_equal(tree["new wing.places"], [5, 20] * 3)
        self.assertEqual(str(tree["scenario_title"].values[1]),
                         "nursery.places 30, new wing.places 20")
        places = tree["places"].isel(month=0, replication=0, district=0, service=0)
        np.testing.assert_array_equal(places.values, [30, 30, 40, 40, 50, 50])
        table = tree.suffice.compare(measures="demand")
        self.assertFalse(table["is_different"].any())  # the same families ask
        self.assertEqual(list(self.folder.glob("sweep.*")), [])

    def test_a_sweep_varies_a_project_of_a_table(self):
        base = self.folder / "base.yaml"
        (self.folder / "projects.csv").write_text(
            "project,service,district,places,opens\nWing 1.2,nursery,town,10,2021-03-01\n"
            "Old wing,nursery,town,5,2021-02-01\n", encoding="utf-8")
        base.write_text(f"format: 1\nextends: {SOURCE / 'scenarios/hello.yaml'}\n"
                        "name: base\nprojects: {replace: projects.csv}\n", encoding="utf-8")
        tree = suffice.sweep(base, {'projects."Wing 1.2".places': [5, 20]}, 1,
                             self.folder / "s.h5", progress=False)
        np.testing.assert_array_equal(tree["Wing 1.2.places"], [5, 20])
        places = tree["places"].isel(month=6, replication=0, district=0, service=0)
        np.testing.assert_array_equal(places.values, [50, 65])  # the old wing stays

    def test_titles_of_a_sweep_tell_its_points_in_chinese_too(self):
        base, path = self.folder / "base.yaml", self.folder / "s.h5"
        base.write_text(f"format: 1\nextends: {SOURCE / 'scenarios/hello.yaml'}\n"
                        "name: base\ntitle_zh: 小镇\n", encoding="utf-8")
        suffice.sweep(base, {"services.nursery.places": [30, 40]}, 1, path, progress=False)
        titles = tables.labels(suffice.open(path).to_dataset(), "scenario", "zh")
        self.assertEqual(list(titles.values()), ["nursery.places 30", "nursery.places 40"])


if __name__ == "__main__":
    unittest.main()
