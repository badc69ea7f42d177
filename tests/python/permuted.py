# SPDX-License-Identifier: GPL-3.0-or-later
"""A scenario written in another order, and results compared by name."""
import csv
import pathlib
import random

import h5py
import numpy as np
import yaml

# Order has a meaning here: who is served first, which state follows which, and tables that
# must rise.
MEANT = {"classes", "waves"}
RISING = {"day", "days", "present"}
LABELS = ("district", "service", "assumption", "project", "asset", "target", "scenario",
          "observation", "policy", "region", "priority", "zone")


def _table(source, target, numbers):
    """Copies a table with its rows, and its columns, in another order."""
    with source.open(newline="", encoding="utf-8-sig") as stream:
        head, *rows = [row for row in csv.reader(stream) if any(row)]
    columns = list(range(len(head)))
    if not RISING & {head[0]} or "hour" in head:
        numbers.shuffle(rows)
    numbers.shuffle(columns)
    with target.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([row[c] for c in columns] for row in [head, *rows])


def _shuffle(node, folder, into, numbers, is_meant=False):
    if isinstance(node, yaml.MappingNode):
        if not is_meant:
            numbers.shuffle(node.value)
        for key, value in node.value:
            _shuffle(value, folder, into, numbers, key.value in MEANT)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _shuffle(value, folder, into, numbers)
    elif node.value.endswith(".csv"):
        copy = into / f"{len(list(into.iterdir()))}.csv"
        _table(folder / node.value, copy, numbers)
        node.value = str(copy)


def permuted(scenario: pathlib.Path, into: pathlib.Path, seed: int) -> pathlib.Path:
    """Writes the scenario with every block, key, row and column in an order of the seed."""
    into.mkdir()
    numbers = random.Random(seed)
    root = yaml.compose(scenario.read_text(encoding="utf-8"))
    _shuffle(root, scenario.parent, into, numbers)
    path = into / scenario.name
    path.write_text(yaml.serialize(root, allow_unicode=True, width=200), encoding="utf-8")
    return path


def _variables(file: h5py.File) -> dict[str, h5py.Dataset]:
    """By path, but those of the run."""
    found: dict[str, h5py.Dataset] = {}

    def look(path, node):
        if isinstance(node, h5py.Dataset) and not path.startswith("run/"):
            found[path] = node
    file.visititems(look)
    return found


def _dimensions(variable: h5py.Dataset) -> list[str]:
    """Paths of the coordinates along its axes; a coordinate lies along itself."""
    if variable.is_scale:
        return [variable.name[1:]]
    return [axis[0].name[1:] for axis in variable.dims]


def differences(left: pathlib.Path, right: pathlib.Path) -> list[str]:
    """Variables of two results files that differ anywhere, by name, in any bit; NaN is NaN.

    Read as they stand in the file: xarray takes several times as long.
    """
    with h5py.File(left) as one, h5py.File(right) as other:
        mine, theirs = _variables(one), _variables(other)
        if set(mine) != set(theirs):
            return sorted(set(mine) ^ set(theirs))
        places = {}  # of each label, where the other file has it
        for path, labels in mine.items():
            if path.split("/")[-1] in LABELS and labels.is_scale:
                at = {label: i for i, label in enumerate(theirs[path][:])}
                if sorted(at) != sorted(labels[:]):
                    return [f"{path}: names"]
                places[path] = [at[label] for label in labels[:]]
        return [path for path in mine if not _is_same(mine[path], theirs[path], places)]


def _is_same(mine, theirs, places):
    dimensions = _dimensions(mine)
    if dimensions != _dimensions(theirs) or mine.dtype != theirs.dtype:
        return False
    a, b = mine[()], theirs[()]
    for axis, dimension in enumerate(dimensions):
        if dimension in places:
            b = np.take(b, places[dimension], axis)
    return a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
