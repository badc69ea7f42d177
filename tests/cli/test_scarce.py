#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory or descriptors run out, anywhere: a message that says so, never a crash.

usage: test_scarce.py PROGRAM SOURCE_FOLDER
"""
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
HELLO = pathlib.Path(sys.argv[2]).resolve() / "scenarios/hello.yaml"
MIB = 1 << 20
LOADER = 127  # the libraries do not even fit
STEP = MIB // 4


class Scarce(unittest.TestCase):
    def setUp(self):
        self.room = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.room.name)
        self.program("run", HELLO, "-n", 2, "-t", 1, "-q", "-o", "there.h5")

    def tearDown(self):
        self.room.cleanup()

    def program(self, *arguments, **limits):
        def limit():
            for name, value in limits.items():
                resource.setrlimit(getattr(resource, name), (value, value))
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.path, text=True,
                              capture_output=True, timeout=300, check=False, preexec_fn=limit)

    def under_every_limit(self, *arguments):
        """Every limit of address space from where the program is loaded to where it works."""
        told, worked, at = 0, 0, 20 * MIB
        while worked < 4:
            for path in self.path.glob("new.*"):
                path.unlink()
            done = self.program(*arguments, RLIMIT_AS=at)
            where = (arguments[0], at / MIB, done)
            self.assertIn(done.returncode, (0, 1, LOADER), where)
            if done.returncode == 1 and not done.stderr.startswith(("Error in GnuTLS", "\n")):
                self.assertRegex(done.stderr, "suffice: out of memory while .* are in use, of "
                                 r"at most [0-9.]+ \(ulimit -v\)\n$", where)
                told += 1
            worked = worked + 1 if done.returncode == 0 else 0
            at += STEP
            self.assertLess(at, 400 * MIB)
        self.assertGreater(told, 10)

    def test_memory_runs_out_in_a_run(self):
        self.under_every_limit("run", HELLO, "-n", 2, "-t", 2, "-q", "-o", "new.h5")

    def test_memory_runs_out_where_results_are_read(self):
        self.under_every_limit("info", "there.h5")
        self.under_every_limit("rerun", "there.h5", "-t", 1, "-q", "-f", "-o", "new.h5")

    def test_descriptors_run_out(self):
        """The name of the file, and the cause."""
        told = 0
        for n in range(4, 12):
            for path in self.path.glob("new.*"):
                path.unlink()
            for arguments, name in ((("run", HELLO, "-n", 2, "-q", "-o", "new.h5"), "new.h5"),
                                    (("info", "there.h5"), "there.h5")):
                done = self.program(*arguments, RLIMIT_NOFILE=n)
                where = (arguments[0], n, done)
                self.assertIn(done.returncode, (0, 1), where)
                if done.returncode == 1:
                    self.assertIn(name, done.stderr, where)
                    self.assertIn("Too many open files", done.stderr, where)
                    told += 1
        self.assertGreater(told, 3)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
