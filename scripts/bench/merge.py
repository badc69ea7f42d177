#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long merging shards, and going on from a large journal, take.

usage: merge.py PROGRAM SCENARIO JOURNAL FOLDER [SHARDS [REPLICATIONS_A_SHARD]]

JOURNAL is one that a run of SCENARIO left, with a few replications (--shard 1/1). Its records are
written again under other numbers into journals of SHARDS shards (default 40 of 250), which
are then merged; the content of a record does not matter to that. The same records in one
journal of about 1 GB are then found again by `suffice info`, and by a run that has nothing
left to do, which checks every byte.
"""
import pathlib
import struct
import subprocess
import sys
import time
import zlib

HEADER, TEXT, GOAL, RECORD = 1, 2, 3, 4
MAGIC = 8


def frames(data):
    """(kind, whole frame) of each frame behind the magic."""
    at = MAGIC
    while at + 16 <= len(data):
        kind, _, length = struct.unpack_from("<IIQ", data, at)
        yield kind, data[at:at + 16 + length]
        at += 16 + length


def frame(kind, payload):
    head = struct.pack("<IQ", kind, len(payload))
    crc = zlib.crc32(payload, zlib.crc32(head))
    return struct.pack("<IIQ", kind, crc, len(payload)) + payload


def renumbered(record, replication):
    payload = bytearray(record[16:])
    struct.pack_into("<I", payload, 4, replication)
    return frame(RECORD, bytes(payload))


def write_journal(path, head, records, goal, replications):
    with open(path, "wb") as file:
        file.write(head)
        file.write(frame(GOAL, struct.pack("<IIII", *goal, 0)))
        for i, replication in enumerate(replications):
            file.write(renumbered(records[i % len(records)], replication))


def timed(what, *command):
    start = time.monotonic()
    subprocess.run([*map(str, command)], check=True, stdout=subprocess.DEVNULL)
    print(f"{what}: {time.monotonic() - start:.2f} s")


def main(program, scenario, journal, folder, shards=40, each=250):
    shards, each = int(shards), int(each)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    data = pathlib.Path(journal).read_bytes()
    parts = list(frames(data))
    records = [whole for kind, whole in parts if kind == RECORD]
    head = data[:MAGIC] + b"".join(whole for kind, whole in parts if kind in (HEADER, TEXT))
    n = shards * each
    paths = []
    for k in range(1, shards + 1):
        paths.append(folder / f"m.{k}of{shards}.journal")
        write_journal(paths[-1], head, records, (n, k, shards), range(k - 1, n, shards))
    size = sum(path.stat().st_size for path in paths)
    print(f"{shards} shards of {each}: {size / 1e6:.0f} MB, "
          f"{size / n / 1e6:.3f} MB a replication")
    timed("merge", program, "merge", *paths, "-o", folder / "m.h5", "-f", "-q")
    print(f"results file: {(folder / 'm.h5').stat().st_size / 1e6:.0f} MB")
    for path in [*paths, folder / "m.h5"]:
        path.unlink()
    n = int(1e9 / (size / n))
    large = folder / "large.h5.journal"
    write_journal(large, head, records, (n, 1, 1), range(n))
    print(f"one journal: {large.stat().st_size / 1e6:.0f} MB")
    timed("info", program, "info", large)
    timed("a run that has nothing left to do, which checks every byte", program, "run",
          scenario, "-n", n, "--shard", "1/1", "-o", folder / "large.h5", "-q")
    large.unlink()


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
