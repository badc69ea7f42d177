#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A batch on a real Slurm: an array, a task that is killed and sent again, the merge.

usage: test_slurm.py PROGRAM SOURCE_FOLDER
"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from one_node import OneNode, is_installed

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
SCRIPTS = SOURCE / "scripts/slurm"
DECIDE = SOURCE / "tests/data/scenarios_good/decide.yaml"
SKIPPED = 77


class Slurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name)
        (cls.path / "slurm").mkdir()
        cls.cluster = OneNode(cls.path / "slurm")
        try:
            cls.cluster.start(cpus=2)
        except Exception:
            cls.cluster.stop()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.cluster.stop()
        cls.folder.cleanup()

    def run_it(self, *command, code=0):
        done = subprocess.run([*map(str, command)], cwd=self.path, text=True,
                              capture_output=True, env=self.cluster.env, timeout=120)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def submit(self, output, n, shards, *scenarios):
        return self.run_it(SCRIPTS / "submit.sh", "-o", output, "-n", n, "-K", shards, "-c",
                           1, "-m", "100M", "--suffice", PROGRAM, *scenarios, "--", "--seed",
                           5)

    def wait_until_empty(self, seconds=60):
        for _ in range(seconds * 5):
            if self.run_it("squeue", "-h") == "":
                return
            time.sleep(0.2)
        self.fail(self.run_it("squeue"))

    def logs(self, folder):
        return "".join(path.read_text() for path in sorted((folder / "log").glob("merge_*")))

    def test_an_array_of_shards_is_merged_to_the_bytes_of_one_run(self):
        other = self.path / "with blanks.yaml"
        other.write_text(f"format: 1\nextends: {DECIDE}\nname: other\n"
                         "services: {nursery: {places: 45}}\n")
        told = self.submit("out/a b.h5", 23, 5, DECIDE, other)
        self.assertIn("of 5 shards", told)
        self.wait_until_empty()
        told = self.run_it(SCRIPTS / "status.sh", "out/a b.h5")
        self.assertIn("23 of 23 replications", told)
        self.assertIn("merged: the results file is complete", told)
        self.run_it(PROGRAM, "run", DECIDE, other, "-n", 23, "--seed", 5, "-o", "one.h5")
        self.assertEqual((self.path / "out/a b.h5").read_bytes(),
                         (self.path / "one.h5").read_bytes())
        told = self.run_it(SCRIPTS / "resubmit.sh", "out/a b.h5")
        self.assertIn("nothing is missing", told)

    def test_a_task_that_is_killed_is_sent_again_alone(self):
        n = 12000
        self.submit("k.h5", n, 3, DECIDE)
        journal = self.path / "k.2of3.journal"
        victim = None
        for _ in range(300):
            if journal.exists() and journal.stat().st_size > 30_000:
                victim = self.task_process("2/3")
                break
            time.sleep(0.02)
        self.assertIsNotNone(victim, "the task did not run long enough to be killed")
        os.kill(victim, signal.SIGKILL)
        self.wait_until_empty()
        folder = self.path / "k.slurm"
        self.assertIn("replications are missing", self.logs(folder))
        self.assertFalse((self.path / "k.h5").exists())
        told = self.run_it(SCRIPTS / "status.sh", "k.h5", code=1)
        self.assertRegex(told, r"finished +2\n")
        self.assertRegex(told, r"gone +1: 2\n")
        told = self.run_it(SCRIPTS / "resubmit.sh", "k.h5")
        self.assertIn("of the shards 2,", told)
        self.wait_until_empty()
        self.assertIn("merged", self.run_it(SCRIPTS / "status.sh", "k.h5"))
        self.run_it(PROGRAM, "run", DECIDE, "-n", n, "--seed", 5, "-o", "whole.h5")
        self.assertEqual((self.path / "k.h5").read_bytes(),
                         (self.path / "whole.h5").read_bytes())

    def task_process(self, shard):
        """The process of the task that runs a shard of this test."""
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes().decode().split("\0")
            except (OSError, UnicodeDecodeError):
                continue
            if shard in words and str(self.path / "k.h5") in words:
                return int(entry.name)
        return None

    def test_wrong_use_is_told(self):
        self.run_it(SCRIPTS / "submit.sh", DECIDE, code=2)
        self.run_it(SCRIPTS / "submit.sh", "-o", "a.csv", DECIDE, code=2)
        self.run_it(SCRIPTS / "submit.sh", "-o", "a.h5", "-K", "x", DECIDE, code=2)
        self.run_it(SCRIPTS / "status.sh", code=2)
        told = self.run_it(SCRIPTS / "status.sh", "none.h5", code=1)
        self.assertIn("no batch was submitted", told)
        bad = SOURCE / "tests/data/scenarios_bad/discrete_sum.yaml"
        told = self.run_it(SCRIPTS / "submit.sh", "-o", "a.h5", "--suffice", PROGRAM, bad,
                           code=3)
        self.assertIn("do not sum to 1", told)


if __name__ == "__main__":
    if not is_installed():
        print("Slurm and munge are not installed: nothing was tested")
        sys.exit(SKIPPED)
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
