#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed, torn or failed at every call that changes a file, a run loses nothing.

usage: test_crash.py PROGRAM SHIM SOURCE_FOLDER

The program is killed before the k-th call that changes a file (clean), in the middle of it
(torn), or the call fails. The same command again must end in the bytes of a run that was
never disturbed, and simulate nothing twice. A run is killed at every k; the other cases,
which go through the same calls, are tried at every third.
"""
import csv
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SHIM = pathlib.Path(sys.argv[2]).resolve()
SOURCE = pathlib.Path(sys.argv[3]).resolve()
TINY = SOURCE / "scenarios/hello.yaml"
N = 3


class Crash(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.run_it(["run", TINY, "-n", N, "-t", 1, "-o", "whole.h5", "-q"])
        self.whole = (self.path / "whole.h5").read_bytes()

    def tearDown(self):
        self.folder.cleanup()

    def run_it(self, arguments, code=0, **crash):
        """Runs the program, with the shim when a crash is described; its result."""
        env = dict(os.environ)
        if crash:
            env["LD_PRELOAD"] = str(SHIM)
            env.update({f"CRASH_{name.upper()}": str(value)
                        for name, value in crash.items()})
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.path, env=env,
                              text=True, capture_output=True, timeout=120)
        if code is not None:
            self.assertEqual(done.returncode, code, (arguments, crash, done.stderr))
        return done

    def count(self, arguments, how):
        """How many calls an undisturbed run makes."""
        self.run_it(arguments, how=how, at=0, count="count")
        n = int((self.path / "count").read_text())
        (self.path / "count").unlink()
        return n

    def remove(self, *names):
        for name in names:
            (self.path / name).unlink(missing_ok=True)

    def finished(self, journal):
        """Whole replications in a journal; 0 when there is none, or only its beginning."""
        if not (self.path / journal).exists():
            return 0
        done = self.run_it(["info", journal, "--csv"], code=None)
        if done.returncode != 0:
            return 0
        return int(next(csv.DictReader(io.StringIO(done.stdout)))["finished"])

    def disturb(self, prepare, arguments, how, found=0, step=3):
        """Every k, or every third, followed by the same command undisturbed."""
        n = self.count_after(prepare, arguments, how)
        self.assertGreater(n, 20)
        n_lost = 0
        for k in range(1, n + 1, step):
            prepare()
            done = self.run_it(arguments, code=None, at=k, how=how)
            if how in ("kill", "torn"):
                self.assertEqual(done.returncode, -signal.SIGKILL, (k, done.stderr))
            else:
                self.assertIn(done.returncode, (0, 1), (k, done.stderr))
                if done.returncode == 1:
                    n_lost += 1
                    self.assertNotEqual(done.stderr, "", k)
            safe = self.finished("out.h5.journal")
            complete = (self.path / "out.h5").exists() and (
                self.path / "out.h5").read_bytes() == self.whole
            facts = self.path / "out.run.json"
            facts.unlink(missing_ok=True)
            self.run_it(arguments)
            self.assertEqual((self.path / "out.h5").read_bytes(), self.whole, (how, k))
            self.assertFalse((self.path / "out.h5.journal").exists(), (how, k))
            if not complete:
                simulated = json.loads(facts.read_text())["simulated"]
                self.assertEqual(simulated, N - found - safe, (how, k))
        if how == "fail":
            self.assertGreater(n_lost, n // step // 2)

    def count_after(self, prepare, arguments, how):
        prepare()
        return self.count(arguments, how)

    def test_a_run(self):
        arguments = ["run", TINY, "-n", N, "-t", 1, "-o", "out.h5", "-q"]

        def prepare():
            self.remove("out.h5", "out.h5.journal", "out.h5.part", "out.run.json")

        for how in ("kill", "torn", "fail"):
            with self.subTest(how=how):
                self.disturb(prepare, arguments, how, step=3 if how == "fail" else 1)

    def test_more_replications_later(self):
        arguments = ["run", TINY, "-n", N, "-t", 1, "-o", "out.h5", "-q"]
        self.run_it(["run", TINY, "-n", 1, "-t", 1, "-o", "one.h5", "-q"])

        def prepare():
            self.remove("out.h5.journal", "out.h5.part", "out.run.json")
            shutil.copy(self.path / "one.h5", self.path / "out.h5")

        self.disturb(prepare, arguments, "torn", found=1)

    def test_a_merge(self):
        for k in (1, 2):
            self.run_it(["run", TINY, "-n", N, "-t", 1, "--shard", f"{k}/2", "-o",
                         "out.h5", "-q"])
        arguments = ["merge", "out.1of2.journal", "out.2of2.journal", "-o", "out.h5", "-q"]
        n = self.count(arguments, "kill")
        self.assertEqual((self.path / "out.h5").read_bytes(), self.whole)
        for how in ("torn", "fail"):
            for k in range(1 + (how == "fail"), n + 1, 3):
                self.remove("out.h5", "out.h5.part")
                self.run_it(arguments, code=None, at=k, how=how)
                self.run_it(arguments)
                self.assertEqual((self.path / "out.h5").read_bytes(), self.whole, (how, k))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[4:]])
