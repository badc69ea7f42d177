# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of new starts share: a room for files, a scenario in it, a run of it."""
import csv
import pathlib
import tempfile
import unittest

from where import program

import suffice  # noqa: E402


def rows(path: pathlib.Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Room(unittest.TestCase):
    def setUp(self):
        room = tempfile.TemporaryDirectory()
        self.addCleanup(room.cleanup)
        self.path = pathlib.Path(room.name)

    def run_of(self, scenario: pathlib.Path, n: int, *more: object):
        output = self.path / f"{scenario.parent.name}-{scenario.stem}-{n}.h5"
        program("run", scenario, "-n", n, "-q", "-o", output, *more)
        tree = suffice.open(output)
        self.addCleanup(tree.close)
        return tree

    def scenario(self, text: str, name: str = "old") -> pathlib.Path:
        path = self.path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path
