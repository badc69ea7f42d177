#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed, torn or failed at every call that changes a file, a command loses nothing.

usage: test_crash.py PROGRAM SHIM SOURCE_FOLDER

The program is killed before the k-th call that changes a file (kill), in the middle of it
(torn), or the call fails, for every k. The same command again must end in the bytes of a run
that was never disturbed, and simulate nothing twice. It starts from the files that it finds:
where these are, but for the contents of the unfinished out.h5.part, what they were after
another k, it is not tried again. Where that was so for the last eight, every fifth k is
taken until the files are others; with SUFFICE_STEP=1 every one.
"""
import errno
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SHIM = pathlib.Path(sys.argv[2]).resolve()
SOURCE = pathlib.Path(sys.argv[3]).resolve()
TINY = SOURCE / "scenarios/hello.yaml"
MEMORY = pathlib.Path("/dev/shm")
N = 3
STEP = int(os.environ.get("SUFFICE_STEP", 5))


def records(path):
    """Whole records in a journal; 0 when it is not there."""
    if not path.exists():
        return 0
    data = path.read_bytes()
    at, n = 8, 0
    while at + 16 <= len(data):
        kind, crc, length = struct.unpack_from("<IIQ", data, at)
        payload = data[at + 16:at + 16 + length]
        if len(payload) < length or zlib.crc32(data[at:at + 4] + data[at + 8:at + 16]
                                               + payload) != crc:
            break
        n += kind == 4
        at += 16 + length
    return n


class Crash(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
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

    def clear(self):
        for path in self.path.glob("out.*"):
            path.unlink()

    def state(self):
        """The files that a command will start from, as one short text."""
        digest = hashlib.sha256()
        for path in sorted(self.path.glob("out.*")):
            digest.update(path.name.encode() + b"\0")
            if path.suffix != ".part":
                # Two runs never have the same facts; whole ones are as good as each other.
                data = path.read_bytes()
                digest.update(b"facts" if path.suffix == ".json" and data.endswith(b"}\n")
                              else data)
        return digest.hexdigest()

    def is_complete(self):
        path = self.path / "out.h5"
        return path.exists() and path.read_bytes() == self.whole

    def go_on(self, arguments, simulated, where):
        """The same command, undisturbed; `simulated` replications are left to it, or None."""
        facts = self.path / "out.run.json"
        self.run_it(arguments)
        self.assertTrue(self.is_complete(), where)
        self.assertFalse((self.path / "out.h5.journal").exists(), where)
        told = json.loads(facts.read_text())
        self.assertIn("hello.yaml:", told["resolved"]["hello"], where)
        if simulated is not None:
            self.assertEqual(told["simulated"], simulated, where)

    def disturb(self, prepare, arguments, how, found=0, is_merge=False):
        """Every k, each followed by the same command undisturbed."""
        prepare()
        self.run_it(arguments, how=how, at=0, count="count")
        n = int((self.path / "count").read_text())
        self.assertGreater(n, 20)
        seen, tried, told, last, alike = set(), 0, 0, 0, 0
        k, step = 0, 1
        while k < n:
            k = min(k + step, n)
            prepare()
            done = self.run_it(arguments, code=None, at=k, how=how)
            if how == "fail":
                self.assertIn(done.returncode, (0, 1), (k, done.stderr))
                self.assertEqual(done.returncode == 1, done.stderr != "", (k, done.stderr))
                self.assertFalse((self.path / "out.h5.part").exists(), k)
            else:
                self.assertEqual(done.returncode, -signal.SIGKILL, (k, done.stderr))
            complete = self.is_complete()
            safe = N - found if complete else records(self.path / "out.h5.journal")
            self.assertGreaterEqual(safe, last, (how, k))  # what was safe stays so
            state = self.state()
            alike = alike + 1 if state in seen else 0
            if alike == 0 and step > 1:  # where it began is among those left out
                k, step = k - step, 1
                continue
            last = safe
            tried += 1
            told += done.returncode == 1
            step = STEP if alike >= 8 else 1
            if state not in seen:
                seen.add(state)
                self.go_on(arguments, None if complete or is_merge else N - found - safe,
                           (how, k))
        self.assertTrue(complete)
        if not is_merge:
            self.assertGreater(len(seen), N - found)
        if how == "fail":
            self.assertGreater(told, tried // 2)

    def test_a_run(self):
        arguments = ["run", TINY, "-n", N, "-t", 1, "-o", "out.h5", "-q"]
        for how in ("kill", "torn", "fail"):
            with self.subTest(how=how):
                self.disturb(self.clear, arguments, how)

    def test_more_replications_later(self):
        arguments = ["run", TINY, "-n", N, "-t", 1, "-o", "out.h5", "-q"]
        self.run_it(["run", TINY, "-n", 1, "-t", 1, "-o", "one.h5", "-q"])

        def prepare():
            self.clear()
            shutil.copy(self.path / "one.h5", self.path / "out.h5")

        for how in ("torn", "fail"):
            with self.subTest(how=how):
                self.disturb(prepare, arguments, how, found=1)

    def test_a_merge(self):
        shards = [f"shard.{k}of2.journal" for k in (1, 2)]
        for k in (1, 2):
            self.run_it(["run", TINY, "-n", N, "-t", 1, "--shard", f"{k}/2", "-o",
                         "shard.h5", "-q"])
        data = [(self.path / name).read_bytes() for name in shards]
        arguments = ["merge", *shards, "-o", "out.h5", "-q"]
        for how in ("kill", "torn", "fail"):
            with self.subTest(how=how):
                self.disturb(self.clear, arguments, how, is_merge=True)
        self.assertEqual([(self.path / name).read_bytes() for name in shards], data)

    def test_where_files_cannot_be_locked_it_warns_and_goes_on(self):
        run = ["run", TINY, "-n", N, "-t", 1, "-o", "out.h5", "-q"]
        for number in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            self.clear()
            done = self.run_it(run, flock=number)
            self.assertRegex(done.stderr, "^suffice: out.h5.journal: cannot be locked here "
                             f"[(]{re.escape(os.strerror(number))}[)]: .* no other command")
            self.assertEqual(done.stderr.count("\n"), 1)
            self.assertTrue(self.is_complete())
            self.assertFalse((self.path / "out.h5.journal").exists())
            self.run_it(["info", "out.h5"], flock=number)
            self.run_it([*run[:-1], "--shard", "1/1", "-o", "shard.h5"])
            merge = ["merge", "shard.h5.journal", "-o", "out.h5", "-q", "--force"]
            done = self.run_it(merge, flock=number)
            self.assertIn("out.h5.journal: cannot be locked here", done.stderr)
            self.assertTrue(self.is_complete())
            self.assertFalse((self.path / "out.h5.journal").exists())
        self.clear()
        done = self.run_it(run, code=1, flock=errno.EIO)
        self.assertIn("cannot be locked: Input/output error", done.stderr)

    def test_a_second_writer_that_no_lock_keeps_away_is_noticed(self):
        env = dict(os.environ, LD_PRELOAD=str(SHIM), CRASH_FLOCK=str(errno.ENOLCK))
        command = [PROGRAM, "run", TINY, "-n", "900000", "-t", "1", "-q", "-o", "out.h5"]
        journal = self.path / "out.h5.journal"
        run = subprocess.Popen(command, cwd=self.path, env=env, text=True,
                               stderr=subprocess.PIPE)
        try:
            while run.poll() is None and not records(journal) > 100:
                time.sleep(0.01)
            # One that comes later is told at once, and touches nothing.
            done = self.run_it(command[1:], code=1, flock=errno.ENOLCK)
            self.assertIn("another run is writing this output", done.stderr)
            self.assertIsNone(run.poll())
            # One that began at the same time: the first to find the other's bytes ends.
            with open(journal, "ab") as other:
                other.write(b"of another")
            _, told = run.communicate(timeout=60)
        finally:
            run.kill()
            run.communicate()
        self.assertEqual(run.returncode, 1)
        self.assertIn("out.h5.journal: was written by another command too", told)
        self.assertGreater(records(journal), 100)
        self.assertIn(b"of another", journal.read_bytes())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[4:]])
