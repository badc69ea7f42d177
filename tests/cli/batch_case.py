# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of batches share: the program of the command line, in a folder of its own."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
SMALL = SOURCE / "tests/data/scenarios_good/small.yaml"
DECIDE = SOURCE / "tests/data/scenarios_good/decide.yaml"


class Batch(unittest.TestCase):
    """A folder of its own, and the program in it."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def suffice(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.path, text=True,
                              capture_output=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def bytes_of(self, name):
        return (self.path / name).read_bytes()

    def overlay(self, name, text, base=DECIDE):
        path = self.path / f"{name}.yaml"
        path.write_text(f"format: 1\nextends: {base}\nname: {name}\n{text}\n")
        return path

    def unfinished(self, output, n=10, *others):
        """Leaves the journal of a run that has half of its n replications, 0, 1, ..."""
        self.suffice("run", DECIDE, "-n", n // 2, "--shard", "1/1", "-o", output, *others)
        path = self.path / f"{output}.journal"
        # The note that its goal was reached stands at the end: 16 bytes behind a head of 16.
        path.write_bytes(path.read_bytes()[:-32])
