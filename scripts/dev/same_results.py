#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two results files hold the same values, bit by bit.

usage: same_results.py ONE OTHER [--apart NAME ...] [--renamed OLD=NEW ...] [--former]
Compares every dataset of both, by value (NaN equals NaN of the same bits), and tells each
that differs or stands in one file only. A group or dataset named with --apart is passed
over, a coordinate that stands in many groups by its own name; one with --renamed has another
path in OTHER; with --former, all that the package knows a former name of
(scripts/suffice/former_names.py). Attributes are not compared: they name the program that
wrote the file. Exit status 1 when anything differs.
"""
import argparse
import pathlib
import sys

import h5py
import numpy as np


def datasets(path):
    """Every dataset of a file, by its path."""
    found = {}
    with h5py.File(path, "r") as file:
        file.visititems(lambda name, item: found.__setitem__(name, item[()])
                        if isinstance(item, h5py.Dataset) else None)
    return found


def former_paths():
    """Paths of today, by those of before format 1.5."""
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
    from suffice import former_names
    paths = {f"{group}/{former}".lstrip("/"): f"{group}/{now}".lstrip("/")
             for group, names in former_names.VARIABLES.items()
             for former, now in names.items()}
    return paths | {f"{former.split('_')[0]}s/{former}": f"{former.split('_')[0]}s/{now}"
                    for former, now in former_names.COORDINATES.items()}


def is_same(one, other):
    """The same type, shape and bits; texts by their characters."""
    one, other = np.asarray(one), np.asarray(other)
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    if one.dtype == object:
        return bool((one == other).all())
    return one.tobytes() == other.tobytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("one")
    parser.add_argument("other")
    parser.add_argument("--apart", nargs="*", default=[])
    parser.add_argument("--renamed", nargs="*", default=[])
    parser.add_argument("--former", action="store_true")
    given = parser.parse_args()
    renamed = dict(pair.split("=", 1) for pair in given.renamed)
    if given.former:
        renamed |= former_paths()
    one = {renamed.get(name, name): values for name, values in datasets(given.one).items()}
    other = datasets(given.other)
    apart = [name.strip("/") for name in given.apart]
    names = [name for name in sorted({*one, *other})
             if not any(name == a or name.startswith(a + "/") or name.endswith("/" + a)
                        for a in apart)]
    bad = 0
    for name in names:
        if name not in one or name not in other:
            print(f"{name}: only in {given.one if name in one else given.other}")
        elif not is_same(one[name], other[name]):
            print(f"{name}: differs")
        else:
            continue
        bad += 1
    print(f"{len(names) - bad} of {len(names)} datasets are the same")
    return 1 if bad or not names else 0


if __name__ == "__main__":
    sys.exit(main())
