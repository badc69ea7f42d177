#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An output that is a link: the file that it leads to is written, and the link stays.

usage: test_links.py PROGRAM SOURCE_FOLDER
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
HELLO = pathlib.Path(sys.argv[2]).resolve() / "scenarios/hello.yaml"


class Links(unittest.TestCase):
    def setUp(self):
        self.room = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.room.name)
        (self.path / "scratch").mkdir()
        self.link = self.path / "x.h5"
        self.target = self.path / "scratch/y.h5"
        os.symlink("scratch/y.h5", self.link)

    def tearDown(self):
        self.room.cleanup()

    def suffice(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.path, text=True,
                              capture_output=True, timeout=300, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def run_it(self, *arguments):
        return self.suffice("run", HELLO, "-t", 1, "-q", *arguments)

    def written(self):
        """The link is there, and everything else lies beside what it leads to."""
        self.assertTrue(self.link.is_symlink())
        self.assertEqual(self.link.read_bytes(), self.target.read_bytes())
        self.assertEqual(sorted(p.name for p in self.path.iterdir() if p.suffix != ".journal"),
                         ["scratch", "x.h5"])
        self.assertEqual(sorted(p.name for p in self.target.parent.iterdir()),
                         ["y.h5", "y.run.json"])
        return self.target.read_bytes()

    def test_a_link_that_leads_to_nothing_yet(self):
        self.run_it("-n", 2, "-o", "x.h5")
        self.written()

    def test_a_link_to_results_that_are_there(self):
        self.run_it("-n", 2, "-o", "scratch/y.h5")
        before = self.written()
        self.run_it("-n", 4, "-o", "x.h5")  # extends them
        self.assertNotEqual(self.written(), before)
        self.run_it("-n", 2, "-f", "-o", "x.h5")
        self.assertEqual(self.written(), before)

    def test_a_link_to_a_link_in_another_folder(self):
        self.link.unlink()
        os.symlink(self.path / "scratch/z.h5", self.link)
        os.symlink("y.h5", self.path / "scratch/z.h5")
        self.run_it("-n", 2, "-o", self.link)
        self.assertTrue(self.link.is_symlink())
        self.assertTrue((self.path / "scratch/z.h5").is_symlink())
        self.assertFalse(self.target.is_symlink())
        self.assertGreater(self.target.stat().st_size, 0)

    def test_merge_finish_and_rerun(self):
        self.run_it("-n", 4, "-o", "m.h5", "--shard", "1/2")
        self.run_it("-n", 4, "-o", "m.h5", "--shard", "2/2")
        journals = sorted(p.name for p in self.path.glob("m.*.journal"))
        self.suffice("merge", *journals, "-o", "x.h5", "-q")
        merged = self.written()
        self.suffice("rerun", "x.h5", "-o", "x.h5", "-f", "-q", code=1)  # the file itself
        self.assertEqual(self.written(), merged)
        self.target.rename(self.path / "scratch/first.h5")
        self.suffice("rerun", "scratch/first.h5", "-o", "x.h5", "-q")
        (self.path / "scratch/first.h5").unlink()
        self.assertEqual(self.written(), merged)
        self.target.unlink()
        (self.path / journals[0]).rename(self.path / "scratch/y.h5.journal")
        self.suffice("finish", "x.h5", "--partial", "-q")
        (self.path / "scratch/y.h5.journal").unlink(missing_ok=True)
        self.written()

    def test_links_in_a_circle(self):
        os.symlink("../x.h5", self.target)
        done = self.suffice("run", HELLO, "-n", 2, "-o", "x.h5", code=1)
        self.assertIn("x.h5: is a link that cannot be followed: Too many levels", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
