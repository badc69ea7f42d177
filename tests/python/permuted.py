# SPDX-License-Identifier: GPL-3.0-or-later
"""A scenario written in another order, and results compared by name."""
import csv
import pathlib
import random

import numpy as np
import xarray as xr
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


def differences(left: pathlib.Path, right: pathlib.Path) -> list[str]:
    """Variables of two results files that differ anywhere, by name, in any bit."""
    with xr.open_datatree(left, engine="h5netcdf", decode_timedelta=False) as one, \
            xr.open_datatree(right, engine="h5netcdf", decode_timedelta=False) as other:
        if set(one.groups) != set(other.groups):
            return ["groups"]
        return [f"{group}: {name}" for group in one.groups if group != "/run"
                for name in _differences(one[group].to_dataset(),
                                         other[group].to_dataset())]


def _differences(one, other):
    names = {d: one[d].values for d in LABELS if d in one.dims}
    if any(sorted(names[d]) != sorted(other[d].values) for d in names):
        return ["names"]
    other = other.sel(names)
    found = []
    for name in (*one.data_vars, *one.coords):
        a, b = one[name].values, other[name].values
        is_same = a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        found += [] if is_same else [name]
    return found
