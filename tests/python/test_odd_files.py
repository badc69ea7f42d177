#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python package on files with little in them, and on files that are no results."""
import errno
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import matplotlib
import numpy as np

matplotlib.use("Agg")
from where import PROGRAM, SOURCE, program

os.environ["SUFFICE_PROGRAM"] = str(PROGRAM)

import suffice  # noqa: E402
from suffice import checksums, estimates  # noqa: E402


class OddFiles(unittest.TestCase):
    """Files with little in them, and files that are no results."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        cls.one = cls.folder / "one.h5"
        program("run", SOURCE / "scenarios/hello.yaml", "-n", 1, "-o", cls.one, "-q")

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def test_one_replication_of_one_scenario(self):
        tree = suffice.open(self.one)
        table = tree.suffice.summary()
        self.assertTrue(table["low"].isna().all())
        self.assertTrue(table["mean"].notna().all())
        for figure in (tree.suffice.fan("nursery"), tree.suffice.heatmap("nursery"),
                       tree.suffice.waits("nursery", lang="zh")):
            figure.savefig(self.folder / "x.png")
        with self.assertRaisesRegex(suffice.ResultsError, "one scenario, hello"):
            tree.suffice.compare()
        with self.assertRaisesRegex(suffice.ResultsError, "no group targets"):
            tree.suffice.scorecard()
        with self.assertRaisesRegex(suffice.ResultsError, "hello has no population"):
            tree.suffice.pyramid()
        with self.assertRaisesRegex(suffice.ResultsError, "boundaries"):
            tree.suffice.map("nursery")
        html = pathlib.Path(tree.suffice.report(self.folder / "one.html")).read_text()
        self.assertIn("no uncertainty can be shown", html)

    def test_partial_run(self):
        path = self.folder / "partial.h5"
        for shard in ("1/3", "3/3"):
            program("run", SOURCE / "scenarios/hello.yaml", "-n", 9, "-o", path, "--shard",
                    shard, "-q")
        program("merge", *sorted(self.folder.glob("partial*.journal")), "-o", path, "--partial")
        tree = suffice.open(path)
        table = tree.suffice.summary("demand", by_year=False)
        self.assertEqual(set(table["replications"]), {6})
        with h5py.File(path) as h5:
            requests = h5["requests"][0].sum((1, 2, 3))
        self.assertAlmostEqual(table["mean"].iloc[-1], requests.mean() * 365.25 / 1826)
        html = pathlib.Path(tree.suffice.report(self.folder / "p.html", lang="zh")).read_text()
        self.assertIn("本次运行未完成", html)

    def test_results_open_where_the_file_system_has_no_locks(self):
        shim = PROGRAM.parent / "tests/crash/libcrash_shim.so"
        env = dict(os.environ, LD_PRELOAD=str(shim), PYTHONPATH=str(SOURCE / "scripts"))
        # One process for all, as it takes seconds to begin; a file each, so that none is
        # open already when it is locked.
        code = ("import os, sys, suffice\n"
                "for number, path in zip(sys.argv[1::2], sys.argv[2::2]):\n"
                "    os.environ['CRASH_FLOCK'] = number\n"
                "    kept = suffice.open(path)\n"
                "    print(suffice.open(path).sizes['month'], kept.sizes['month'])")
        arguments = []
        for number in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            path = self.folder / f"unlocked_{number}.h5"
            shutil.copy(self.one, path)
            arguments += [str(number), str(path)]
        done = subprocess.run([sys.executable, "-c", code, *arguments], env=env, text=True,
                              capture_output=True)
        self.assertEqual(done.stdout, 3 * "60 60\n", done.stderr)

    def test_files_that_are_no_results(self):
        text = self.folder / "text.h5"
        text.write_text("not HDF5")
        other = self.folder / "other.h5"
        with h5py.File(other, "w") as h5:
            h5["x"] = 1
        newer = self.folder / "newer.h5"
        shutil.copy(self.one, newer)
        with h5py.File(newer, "a") as h5:
            h5.attrs["format_major"] = np.int32(2)
            h5.attrs["format_version"] = "2.0"
        checksums.seal(newer)
        journal = self.folder / "a.h5.journal"
        journal.write_bytes(b"SUFJRNL\nxxxx")
        cut = self.folder / "cut.h5"
        cut.write_bytes(self.one.read_bytes()[:20000])
        unsealed = self.folder / "unsealed.h5"
        unsealed.write_bytes(self.one.read_bytes()[:-1])
        for path, message in ((text, "HDF5"), (other, "no results file"), (newer, "format 2.0"),
                              (journal, "is the journal"), (cut, "HDF5"),
                              (unsealed, "no checksums at its end"),
                              (self.folder, "is a folder")):
            with (self.subTest(path=path.name),
                  self.assertRaisesRegex(suffice.ResultsError, message)):
                suffice.open(path)
        with self.assertRaises(FileNotFoundError):
            suffice.open(self.folder / "none.h5")
        done = subprocess.run([sys.executable, "-m", "suffice.command", text],
                              capture_output=True, text=True, cwd=SOURCE / "scripts")
        self.assertEqual(done.returncode, 1)
        self.assertIn("text.h5", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_results_from_before_there_were_waits(self):
        path = self.folder / "older.h5"
        shutil.copy(self.one, path)
        with h5py.File(path, "a") as h5:
            del h5["waits"]
            h5.attrs["format_minor"] = np.int32(0)
        with self.assertWarnsRegex(UserWarning, "no checksums"):
            tree = suffice.open(path)
        with self.assertRaisesRegex(suffice.ResultsError, "format 1.0"):
            tree.suffice.waits("nursery")
        self.assertIn("nursery", pathlib.Path(
            tree.suffice.report(self.folder / "older.html")).read_text("utf-8"))

    def test_the_program_refuses_what_an_older_rule_drew(self):
        """Alone, and beside results of today, with which it does not pair."""
        path = self.folder / "older_design.h5"
        for word, scrambles, found in (("sobol", 10, "Sobol' points of 10 scrambles"),
                                       ("sobol", 25, "Sobol' points of 25 scrambles"),
                                       ("balanced", 10, "balanced points of 10 groups"),
                                       ("woven", 25, "woven of 25 groups")):
            shutil.copy(self.one, path)
            with h5py.File(path, "a") as h5:
                h5.attrs["design"] = np.bytes_(word)
                h5.attrs["design_scrambles"] = np.int32(scrambles)
            checksums.seal(path)
            for arguments in (["info", path], ["compare", self.one, path]):
                done = subprocess.run([PROGRAM, *arguments], check=False, text=True,
                                      capture_output=True)
                self.assertEqual(done.returncode, 1)
                self.assertIn(f"found {found}, expected 25 groups of balanced points",
                              done.stderr)
        # The package tells of it: the scrambles are its groups.
        groups = estimates.Design("sobol", 10).groups(np.arange(30))
        np.testing.assert_array_equal(groups, np.arange(30) % 10)

    def test_a_newer_minor_version_is_read(self):
        path = self.folder / "minor.h5"
        shutil.copy(self.one, path)
        with h5py.File(path, "a") as h5:
            h5.attrs["format_minor"] = np.int32(99)
            h5.create_group("to_come")
        checksums.seal(path)
        self.assertGreater(len(suffice.open(path).suffice.summary()), 0)


if __name__ == "__main__":
    unittest.main()
