#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A batch on a real Slurm: an array, a task that is killed and sent again, the merge.

usage: test_slurm.py PROGRAM SOURCE_FOLDER
"""
import getpass
import os
import pathlib
import shutil
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

    def run_it(self, *command, code=0, env=None):
        done = subprocess.run([*map(str, command)], cwd=self.path, text=True, timeout=120,
                              capture_output=True, env=env or self.cluster.env)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def submit(self, output, n, shards, *scenarios, dry=False):
        return self.run_it(SCRIPTS / "submit.sh", "-o", output, "-n", n, "-K", shards, "-c",
                           1, "-m", "100M", "--suffice", PROGRAM,
                           *(["--dry-run"] if dry else []), *scenarios, "--", "--seed", 5)

    def submit_to_stopped_queue(self, *options):
        """A batch that stays in the queue, and what Slurm was asked for: a set of lines."""
        self.run_it("scontrol", "update", "PartitionName=all", "State=DOWN")
        self.run_it(SCRIPTS / "submit.sh", "-o", "q.h5", "-n", 4, "-K", 2, "--suffice",
                    PROGRAM, *options, DECIDE)
        told = set(self.run_it("squeue", "-h", "-o", "%m %C").splitlines())
        self.run_it("scancel", "-u", getpass.getuser())
        self.run_it("scontrol", "update", "PartitionName=all", "State=UP")
        self.wait_until_empty()
        return told

    def resubmit(self, output):
        return self.run_it(SCRIPTS / "resubmit.sh", output)

    def status(self, output, code=0):
        return self.run_it(SCRIPTS / "status.sh", output, code=code)

    def assert_same_as_one_run(self, output, n, *scenarios):
        self.run_it(PROGRAM, "run", *scenarios, "-n", n, "--seed", 5, "-q", "-o", "one.h5",
                    "--force")
        self.assertEqual((self.path / output).read_bytes(),
                         (self.path / "one.h5").read_bytes())

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
        self.assertIn("merged: the results file is complete", self.status("out/a b.h5"))
        self.assert_same_as_one_run("out/a b.h5", 23, DECIDE, other)
        self.assertIn("nothing is missing", self.resubmit("out/a b.h5"))

    def test_more_replications_are_added_though_the_array_was_lost(self):
        self.submit("more.h5", 12, 3, DECIDE)
        self.wait_until_empty()
        self.status("more.h5")
        # An array that never starts leaves what a dry run leaves.
        self.submit("more.h5", 30, 3, DECIDE, dry=True)
        told = self.status("more.h5", code=1)
        self.assertIn("12 of 30 replications", told)
        self.assertRegex(told, r"finished +0\n")
        self.assertRegex(told, r"gone +3: 1,2,3\n")
        self.run_it("scontrol", "update", "PartitionName=all", "State=DOWN")
        self.assertIn("of the shards 1,2,3,", self.resubmit("more.h5"))
        told = self.status("more.h5")
        self.assertRegex(told, r"finished +0\n")
        self.assertRegex(told, r"queued +3\n")
        self.assertIn("nothing to send", self.resubmit("more.h5"))
        self.run_it("scontrol", "update", "PartitionName=all", "State=UP")
        self.wait_until_empty()
        self.status("more.h5")
        self.assert_same_as_one_run("more.h5", 30, DECIDE)

    def test_a_damaged_journal_is_repaired(self):
        for k in (1, 2, 3):
            self.run_it(PROGRAM, "run", DECIDE, "-n", 30, "--seed", 5, "-q", "-o",
                        self.path / "d.h5", "--shard", f"{k}/3")
        journal = self.path / "d.2of3.journal"
        content = bytearray(journal.read_bytes())
        content[-500] ^= 1
        journal.write_bytes(content)
        self.submit("d.h5", 30, 3, DECIDE, dry=True)
        told = self.status("d.h5", code=1)
        self.assertRegex(told, r"finished +2\n")
        self.assertRegex(told, r"gone +1: 2\n")
        self.assertIn("of the shards 2,", self.resubmit("d.h5"))
        self.wait_until_empty()
        self.status("d.h5")
        self.assertIn("(resumed)", (self.path / "d.slurm/log/shard_2.log").read_text())
        self.assert_same_as_one_run("d.h5", 30, DECIDE)

    def test_a_task_that_is_killed_is_sent_again_alone(self):
        n = 12000
        self.submit("k.h5", n, 3, DECIDE)
        journal = self.path / "k.2of3.journal"
        victim = None
        for _ in range(300):
            if journal.exists() and journal.stat().st_size > 30_000:
                victim = self.program_of("2/3", "k.h5")
                break
            time.sleep(0.02)
        self.assertIsNotNone(victim, "the task did not run long enough to be killed")
        os.kill(victim, signal.SIGKILL)
        self.wait_until_empty()
        folder = self.path / "k.slurm"
        self.assertIn("replications are missing", self.logs(folder))
        self.assertFalse((self.path / "k.h5").exists())
        told = self.status("k.h5", code=1)
        self.assertRegex(told, r"finished +2\n")
        self.assertRegex(told, r"gone +1: 2\n")
        log = folder / "log/shard_2.log"
        self.assertNotIn("(resumed)", log.read_text())
        self.assertIn("of the shards 2,", self.resubmit("k.h5"))
        self.wait_until_empty()
        self.status("k.h5")
        self.assertIn("(resumed)", log.read_text())
        self.assert_same_as_one_run("k.h5", n, DECIDE)

    def task_id(self, name, shard):
        """The job of a task of a batch, as ARRAY_TASK."""
        jobs = (self.path / f"{name}.slurm/jobs").read_text()
        return f"{jobs.split()[1]}_{shard}"

    def program_of(self, shard, output):
        """The process that runs a shard of an output of this test."""
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes().decode().split("\0")
            except (OSError, UnicodeDecodeError):
                continue
            if (words[0] == str(PROGRAM) and shard in words
                    and str(self.path / output) in words):
                return int(entry.name)
        return None

    def test_memory_is_asked_for_whether_it_is_told_or_not(self):
        self.assertEqual(self.submit_to_stopped_queue("-c", 2), {"400M 2", "400M 1"})
        self.assertEqual(self.submit_to_stopped_queue("-c", 1), {"300M 1"})
        self.assertEqual(self.submit_to_stopped_queue("-c", 2, "-m", "70M"),
                         {"70M 2", "70M 1"})
        self.assertEqual(self.submit_to_stopped_queue(
            "-c", 2, "--sbatch", "--mem-per-cpu=50M"), {"50M 2", "50M 1"})

    def wait_for_records(self, name):
        journal = self.path / name
        for _ in range(1000):
            if journal.exists() and journal.stat().st_size > 30_000:
                return
            time.sleep(0.02)
        self.fail(f"{name} was not begun")

    def test_a_task_that_is_stopped_is_sent_again_by_itself(self):
        n = 12000
        self.run_it(SCRIPTS / "submit.sh", "-o", "r.h5", "-n", n, "-K", 2, "-c", 1,
                    "--requeue", "--suffice", PROGRAM, DECIDE, "--", "--seed", 5)
        self.wait_for_records("r.2of2.journal")
        # What Slurm does before the time limit: a signal for the batch script alone.
        task = self.task_id("r", 2)
        self.run_it("scancel", "--batch", "--signal=TERM", task)
        log = self.path / "r.slurm/log/shard_2.log"
        for _ in range(300):
            if "sent again" in log.read_text():
                break
            time.sleep(0.1)
        told = self.status("r.h5")
        self.assertRegex(told, r"gone +0\n")
        self.wait_until_empty(120)
        self.assertIn("stopped by SIGTERM", log.read_text())
        self.assertIn("(resumed)", log.read_text())
        self.assertIn("merged: the results file is complete", self.status("r.h5"))
        self.assert_same_as_one_run("r.h5", n, DECIDE)

    def test_a_task_that_is_cancelled_or_gets_nowhere_is_not_sent_again(self):
        self.run_it(SCRIPTS / "submit.sh", "-o", "c.h5", "-n", 200_000, "-K", 1, "-c", 1,
                    "--requeue", "--suffice", PROGRAM, DECIDE)
        self.wait_for_records("c.h5.journal")
        self.run_it("scancel", self.task_id("c", 1))
        self.wait_until_empty()
        told = (self.path / "c.slurm/log/shard_1.log").read_text()
        self.assertIn("stopped by SIGTERM", told)
        self.assertNotIn("sent again", told)
        # A time limit that is too short for a single replication would never end.
        idle = self.path / "idle"
        idle.write_text('#!/bin/sh\n[ -z "${SLURM_JOB_ID-}" ] || exit 75\n')
        idle.chmod(0o755)
        self.run_it(SCRIPTS / "submit.sh", "-o", "i.h5", "-n", 4, "-K", 1, "-c", 1,
                    "--requeue", "--suffice", idle, DECIDE)
        self.wait_until_empty()
        told = (self.path / "i.slurm/log/shard_1.log").read_text()
        self.assertIn("stopped before a replication was finished: not sent again", told)

    def test_the_cluster_of_these_tests_needs_no_control_groups(self):
        private = ["unshare", "--mount", "--propagation", "private"]
        if subprocess.run([*private, "true"], capture_output=True).returncode != 0:
            self.skipTest("it takes root to hide the tree of control groups")
        (self.path / "bare").mkdir()
        told = self.run_it(*private, "sh", "-c", "while umount -l /sys/fs/cgroup; do :; done; "
                           "grep -c ' /sys/fs/cgroup' /proc/self/mounts; exec \"$@\"", "sh",
                           sys.executable, pathlib.Path(__file__).with_name("one_node.py"),
                           self.path / "bare", env=dict(os.environ))
        self.assertRegex(told, "(?m)^0$")

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

    def test_what_tasks_would_refuse_is_refused_before(self):
        submit = [SCRIPTS / "submit.sh", "-o", "b.h5", "--suffice", PROGRAM, DECIDE, "--"]
        for options, code, why in ((["--set", "nonsense=1"], 3, "nonsense"),
                                   (["--set"], 2, "--set needs a value"),
                                   (["--seed", "x"], 2, "--seed: found 'x'"),
                                   (["--until", "decided"], 2, "found '--until'"),
                                   (["-n", 5], 2, "found '-n'"), (["-o", "x"], 2, "'-o'"),
                                   (["--shard=1/2"], 2, "found '--shard=1/2'"),
                                   ([DECIDE], 2, "decide.yaml")):
            self.assertIn(why, self.run_it(*submit, *options, code=code))
        self.run_it(PROGRAM, "run", DECIDE, "-n", 1, "--seed", 6, "-q", "-o", "b.h5")
        self.assertIn("results of another scenario, seed or build",
                      self.run_it(*submit, "--seed", 5, code=1))
        self.assertFalse((self.path / "b.slurm").exists())
        self.assertEqual(list(self.path.glob("b*.journal")), [])

    def test_without_slurm_it_says_so(self):
        path = self.path / "bin"
        path.mkdir()
        for name in ("sh", "dirname", "basename", "sed", "tr", "mkdir", "rm", "cat"):
            (path / name).symlink_to(shutil.which(name))
        env = dict(self.cluster.env, PATH=str(path))
        command = [SCRIPTS / "submit.sh", "-o", "s.h5", "--suffice", PROGRAM]
        told = self.run_it(*command, DECIDE, code=1, env=env)
        self.assertIn("sbatch is not there", told)
        self.assertFalse((self.path / "s.slurm").exists())
        self.run_it(*command, "--dry-run", DECIDE, env=env)
        told = self.run_it(SCRIPTS / "status.sh", "s.h5", code=1, env=env)
        self.assertIn("sbatch is not there", told)


if __name__ == "__main__":
    if not is_installed():
        print("Slurm and munge are not installed: nothing was tested")
        sys.exit(SKIPPED)
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
