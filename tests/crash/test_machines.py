#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shards that run on machines of several kinds, and are merged on another.

usage: test_machines.py PROGRAM SHIM SOURCE_FOLDER

What tells machines apart here is the version of the C library, which the shim changes.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SHIM = pathlib.Path(sys.argv[2]).resolve()
SOURCE = pathlib.Path(sys.argv[3]).resolve()
TINY = SOURCE / "scenarios/hello.yaml"
DECIDE = SOURCE / "tests/data/scenarios_good/decide.yaml"
HERE = os.confstr("CS_GNU_LIBC_VERSION").split()[-1]


class Machines(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def env(self, libc):
        return dict(os.environ, LD_PRELOAD=str(SHIM), CRASH_LIBC=libc) if libc else None

    def suffice(self, *arguments, libc=None, code=0):
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.path, text=True,
                              env=self.env(libc), capture_output=True, timeout=120)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr

    def shard(self, k, libc=None, code=0, n=6, more=()):
        return self.suffice("run", TINY, "-n", n, "-t", 1, "-q", "-o", "a.h5", "--shard",
                            f"{k}/3", *more, libc=libc, code=code)

    def journals(self):
        return sorted(path.name for path in self.path.glob("a.*of3.journal"))

    def test_journals_that_agree_are_merged_on_another_machine(self):
        self.suffice("run", TINY, "-n", 6, "-q", "-o", "one.h5", libc="9.9")
        for k in (1, 2, 3):
            self.shard(k, libc="9.9")
        self.suffice("merge", *self.journals(), "-o", "a.h5", "-q")
        self.assertEqual((self.path / "a.h5").read_bytes(),
                         (self.path / "one.h5").read_bytes())
        facts = [json.loads((self.path / f"{name}.run.json").read_text())
                 for name in ("a", "one")]
        for name in ("c_library_version", "fingerprint", "math_variant", "compiler_flags"):
            self.assertEqual(facts[0][name], facts[1][name])
        self.assertEqual(facts[0]["c_library_version"], "9.9")
        # Again, on what is there: more shards of the same kind, merged on a third kind.
        for k in (1, 2, 3):
            self.shard(k, libc="9.9", n=9)
        self.suffice("merge", *self.journals(), "-o", "a.h5", "-q", libc="8.8")
        self.suffice("run", TINY, "-n", 9, "-q", "-o", "one.h5", libc="9.9")
        self.assertEqual((self.path / "a.h5").read_bytes(),
                         (self.path / "one.h5").read_bytes())

    def test_an_unfinished_run_is_finished_on_another_machine(self):
        self.suffice("run", TINY, "-n", 4, "-q", "--shard", "1/1", "-o", "a.h5", libc="9.9")
        self.suffice("finish", "a.h5", "-q")
        self.suffice("run", TINY, "-n", 4, "-q", "-o", "one.h5", libc="9.9")
        self.assertEqual((self.path / "a.h5").read_bytes(),
                         (self.path / "one.h5").read_bytes())

    def test_a_mix_is_told_at_the_start_of_a_task_with_what_differs(self):
        self.shard(2, libc="9.9")
        told = self.shard(3, code=1)
        self.assertIn("a.2of3.journal: is of another scenario, seed or build than this shard: "
                      f"its C library is 9.9, not {HERE}", told)
        self.assertEqual(self.journals(), ["a.2of3.journal"])
        self.assertIn("its seed is 1, not 5", self.shard(1, libc="9.9", code=1,
                                                         more=["--seed", 5]))
        told = self.shard(1, libc="9.9", code=1, more=["--set", "services.nursery.places=45"])
        self.assertRegex(told, r"scenario 1 has '.*40, 1, .*', not '.*45, 1, .*', at line \d+")
        self.shard(3, libc="9.9")
        # Its own journal, of an earlier try on another machine.
        told = self.shard(3, libc="8.8", code=1)
        self.assertIn("a.3of3.journal: was left by an unfinished run of another scenario, seed "
                      "or build: its C library is 9.9, not 8.8", told)
        # Results that are there already.
        self.shard(1, libc="9.9")
        self.suffice("merge", *self.journals(), "-o", "a.h5", "-q")
        for name in self.journals():
            (self.path / name).unlink()
        told = self.shard(1, code=1, n=9)
        self.assertIn("a.h5: exists already and holds results of another scenario, seed or "
                      f"build: its C library is 9.9, not {HERE}", told)
        told = self.suffice("rerun", "a.h5", code=1)
        self.assertIn(f"its C library is 9.9, not {HERE}", told)
        self.shard(1, more=["--force"])

    def test_a_mix_that_was_made_all_the_same_is_refused_by_the_merge(self):
        self.shard(1, libc="9.9")
        self.shard(2, more=["--force"])
        told = self.suffice("merge", *self.journals(), "-o", "b.h5", code=1)
        self.assertIn("a.2of3.journal: is a journal of another scenario, seed or build than "
                      f"a.1of3.journal: its C library is {HERE}, not 9.9", told)

    def test_of_shards_that_begin_together_one_kind_goes_on(self):
        for _ in range(5):
            tasks = [subprocess.Popen(
                [PROGRAM, "run", DECIDE, "-n", "300", "-t", "1", "-q", "-o", "a.h5",
                 "--shard", f"{k}/3"], cwd=self.path, env=self.env("9.9" if k == 2 else None),
                text=True, stderr=subprocess.PIPE) for k in (1, 2, 3)]
            told = [task.communicate(timeout=120)[1] for task in tasks]
            codes = [task.returncode for task in tasks]
            self.assertIn(0, codes, told)
            left = self.journals()
            self.assertIn(left, (["a.1of3.journal", "a.3of3.journal"], ["a.2of3.journal"],
                                 ["a.1of3.journal"]), told)
            for name in left:
                (self.path / name).unlink()

    def test_the_lower_shard_waits_for_one_that_has_nothing_yet(self):
        # The head of a journal, as one leaves it that begins at this moment.
        self.shard(2, libc="9.9", n=3)
        whole = (self.path / "a.2of3.journal").read_bytes()
        head = whole[:self.head_bytes(whole)]
        (self.path / "a.2of3.journal").write_bytes(head)
        self.assertIn("a.2of3.journal: is of another", self.shard(3, code=1))
        task = subprocess.Popen(
            [PROGRAM, "run", TINY, "-n", "3", "-t", "1", "-q", "-o", "a.h5", "--shard",
             "1/3"], cwd=self.path, text=True, stderr=subprocess.PIPE)
        time.sleep(1)
        self.assertIsNone(task.poll())
        (self.path / "a.2of3.journal").unlink()
        told = task.communicate(timeout=60)[1]
        self.assertEqual(task.returncode, 0, told)

    def head_bytes(self, data):
        """Bytes before the first record, of kind 4."""
        at = 8
        while int.from_bytes(data[at:at + 4], "little") != 4:
            at += 16 + int.from_bytes(data[at + 8:at + 16], "little")
        return at


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[4:]])
