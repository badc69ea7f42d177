#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A damaged results file never gives wrong numbers: an error, or those of the whole file.

SUFFICE_AMOUNT single bits (60 unless told), anywhere in the file and one at a time, besides one
in each place that has a meaning of its own.
"""
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
import warnings

import h5py
import numpy as np
from small_plan import small_luzhou
from where import PROGRAM, SOURCE, amount

FLIPS = amount(60)

import suffice  # noqa: E402
from suffice import checksums  # noqa: E402

TAIL = 24


def program(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=False, text=True,
                          capture_output=True, timeout=300)


def numbers(path):
    """Everything that the package reads of a file, as bytes; None when it refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            tree = suffice.open(path)
        except (suffice.ResultsError, UserWarning):
            return None
        found = {f"{at.path}/{name}": value.values.tobytes() if value.dtype != object
                 else str(value.values.tolist())
                 for at in tree.subtree for name, value in at.variables.items()}
        tree.close()
    return found


class Damage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.room = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.room.name)
        cls.path = cls.folder / "whole.h5"
        cls.luzhou = small_luzhou(cls.folder / "luzhou")
        cls.run_two(cls.path, 3)
        cls.bytes = cls.path.read_bytes()
        cls.info = program("info", "--csv", cls.path)
        cls.compare = program("compare", "--csv", cls.path)
        cls.numbers = numbers(cls.path)
        assert cls.info.returncode == 0 and cls.compare.returncode == 0

    @classmethod
    def tearDownClass(cls):
        cls.room.cleanup()

    @classmethod
    def run_two(cls, path, n):
        return program("run", cls.luzhou / "plan.yaml", cls.luzhou / "nursery-double.yaml", "-n", n,
                       "-o", path, "-q", "-t", 1)

    def damaged(self, at, bit, name="damaged.h5"):
        data = bytearray(self.bytes)
        data[at] ^= 1 << bit
        path = self.folder / name
        path.write_bytes(data)
        return path

    def look(self, at, bit):
        """Whoever looks at the file with this bit flipped is refused, or not misled."""
        path = self.damaged(at, bit)
        for whole, command in ((self.info, "info"), (self.compare, "compare")):
            done = program(command, "--csv", path)
            self.assertIn(done.returncode, (0, 1), (at, bit, done))
            if done.returncode == 0:
                self.assertEqual(done.stdout, whole.stdout, (command, at, bit))
                self.assertEqual(done.stderr, "", (command, at, bit))
            else:
                self.assertIn(str(path), done.stderr, (command, at, bit))
        found = numbers(path)
        self.assertTrue(found is None or found == self.numbers, (at, bit))

    def test_bits_anywhere(self):
        draw = random.Random(5)
        for _ in range(FLIPS):
            self.look(draw.randrange(len(self.bytes)), draw.randrange(8))

    def places(self):
        """Places of every kind of bytes that the file is made of."""
        yield from range(48)  # the superblock
        end = len(self.bytes)
        yield from range(end - TAIL - 4, end)  # the last checksum, and the tail
        for text in (b"Longmatan", b"fifo", b"format_minor", b"_FillValue", b"TREE", b"OHDR",
                     b"FRHP", b"FAHD", b"FADB", b"BTHD", b"GCOL"):
            at = self.bytes.find(text)
            if at >= 0:
                yield from (at, at + len(text) - 1)
        with h5py.File(self.path) as h5:
            for name in ("waiting", "targets/value", "replication",
                         "targets/target_required", "month"):
                chunk = h5[name].id.get_chunk_info(0)
                yield from (chunk.byte_offset, chunk.byte_offset + chunk.size // 2,
                            chunk.byte_offset + chunk.size - 1)
                yield h5py.h5o.get_info(h5[name].id).addr + 20

    def test_a_bit_in_every_kind_of_place(self):
        places = list(self.places())
        self.assertGreater(len(places), 100)
        for i, at in enumerate(places):
            self.look(at, i % 8)

    def test_the_message_names_the_file_and_the_fault(self):
        path = self.damaged(len(self.bytes) // 2, 3)
        words = "is damaged: its checksums do not agree with the "
        for command in ("info", "compare", "rerun"):
            done = program(command, path)
            self.assertEqual((done.returncode, done.stdout), (1, ""), command)
            self.assertIn(f"{path}: {words}", done.stderr)
        with self.assertRaisesRegex(suffice.ResultsError, f"{path}: {words}"):
            suffice.open(path)
        done = subprocess.run([sys.executable, "-m", "suffice.command", path], check=False,
                              text=True, capture_output=True, cwd=SOURCE / "scripts")
        self.assertEqual(done.returncode, 1)
        self.assertIn(words, done.stderr)

    def test_a_run_does_not_go_on_from_a_damaged_file(self):
        path = self.damaged(len(self.bytes) // 2, 3)
        before = path.read_bytes()
        for n in (3, 4):
            done = self.run_two(path, n)
            self.assertEqual(done.returncode, 1, done)
            self.assertIn(f"{path}: is damaged", done.stderr)
            self.assertEqual(path.read_bytes(), before)

    def test_a_damaged_block_is_noticed_though_the_checksums_at_the_end_agree(self):
        with h5py.File(self.path) as h5:
            chunk = h5["measures/waiting"].id.get_chunk_info(2)
        data = bytearray(self.bytes[:-TAIL - 4 * -(-len(self.bytes) // (1 << 20))])
        data[chunk.byte_offset + chunk.size // 2] ^= 16
        path = self.folder / "block.h5"
        path.write_bytes(data)
        checksums.seal(path)
        before = path.read_bytes()
        for done in (program("info", path), self.run_two(path, 4)):
            self.assertEqual(done.returncode, 1, done)
            self.assertIn(f"{path}: a block of results cannot be read: the file is damaged",
                          done.stderr)
        self.assertEqual(path.read_bytes(), before)

    def test_numbers_have_checksums_that_every_reader_verifies(self):
        with h5py.File(self.path) as h5:
            unchecked = []
            h5.visititems(lambda name, item: unchecked.append(name) if isinstance(
                item, h5py.Dataset) and item.dtype.kind in "if" and not item.fletcher32 else None)
        self.assertEqual(unchecked, [])
        self.assertEqual(self.bytes[8], 3)  # version of the superblock: it has a checksum

    def test_an_older_file_is_opened_with_a_note(self):
        path = self.folder / "older.h5"
        shutil.copy(self.path, path)
        with h5py.File(path, "a") as h5:
            h5.attrs["format_minor"] = np.int32(1)
            h5.attrs["format_version"] = "1.1"
        done = program("info", "--csv", path)
        self.assertEqual((done.returncode, done.stdout), (0, self.info.stdout))
        self.assertIn(f"{path}: note: format 1.1 has no checksums", done.stderr)
        with self.assertWarnsRegex(UserWarning, "format 1.1, which has no checksums"):
            suffice.open(path)


if __name__ == "__main__":
    unittest.main()
