# SPDX-License-Identifier: GPL-3.0-or-later
"""The checksums at the end of a results file, as ``docs/reference/results.md`` describes them."""
from __future__ import annotations

import pathlib
import struct
import typing
import zlib

BLOCK_BYTES = 1 << 20
MAGIC = b"SUFCRC\r\n"
SUMS = struct.Struct("<QI")  # bytes before the checksums, bytes of a block
TAIL_BYTES = SUMS.size + 4 + len(MAGIC)


class Damaged(ValueError):
    """A file that does not agree with its checksums."""


def seal(path: pathlib.Path) -> None:
    """Append the checksums of all that a file holds, which was written by other means."""
    with path.open("rb+") as file:
        length = file.seek(0, 2)
        file.seek(0)
        end = b"".join(struct.pack("<I", zlib.crc32(block)) for block in blocks(file, length))
        end += SUMS.pack(length, BLOCK_BYTES)
        file.write(end + struct.pack("<I", zlib.crc32(end)) + MAGIC)


def verify(path: pathlib.Path) -> bool:
    """Read all of a file and verify it; False when it has no checksums."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size < TAIL_BYTES:
            return False
        file.seek(size - TAIL_BYTES)
        tail = file.read(TAIL_BYTES)
        if not tail.endswith(MAGIC):
            return False
        length, block_bytes = SUMS.unpack_from(tail)
        n = -(-length // BLOCK_BYTES)
        if block_bytes != BLOCK_BYTES or size != length + 4 * n + TAIL_BYTES:
            raise Damaged("its checksums do not agree with its size")
        file.seek(length)
        end = file.read(4 * n + TAIL_BYTES)
        checked = end[:4 * n + SUMS.size]
        if struct.pack("<I", zlib.crc32(checked)) != end[len(checked):-len(MAGIC)]:
            raise Damaged("its checksums do not agree with each other")
        file.seek(0)
        sums = struct.unpack(f"<{n}I", end[:4 * n])
        for i, block in enumerate(blocks(file, length)):
            if zlib.crc32(block) != sums[i]:
                raise Damaged(f"its checksums do not agree with the {i + 1}. MiB of "
                              f"{length} bytes")
    return True


def blocks(file: typing.BinaryIO, length: int) -> typing.Iterator[bytes]:
    """The first bytes of a file, a block at a time; the file stands behind the last one."""
    for at in range(0, length, BLOCK_BYTES):
        yield file.read(min(BLOCK_BYTES, length - at))
