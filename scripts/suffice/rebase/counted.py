# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of what was counted, as a user gives them, with the place of each fault."""
from __future__ import annotations

import csv
import dataclasses
import math
import os
import pathlib
from collections.abc import Iterable, Sequence

from ..results import ResultsError

Path = str | os.PathLike[str]
Key = tuple[str, ...]


@dataclasses.dataclass
class Counted:
    """Rows by their key; `source` is what a value that comes from it is marked with."""

    name: str = ""
    rows: dict[Key, dict[str, str]] = dataclasses.field(default_factory=dict)
    lines: dict[Key, int] = dataclasses.field(default_factory=dict)

    @property
    def source(self) -> str:
        return f"counted: {self.name}"

    def whole(self, key: Key, column: str) -> int | None:
        """The number of a row; None where it is not told."""
        row = self.rows.get(key)
        if row is None or row.get(column, "") == "":
            return None
        try:
            value = float(row[column])
        except ValueError:
            value = -1
        if not 0 <= value < math.inf or value != int(value):
            raise ResultsError(f"{self.name}:{self.lines[key]}: {column}: found "
                               f"'{row[column]}', expected a whole number, 0 or more")
        return int(value)


def read(path: Path | None, keys: Sequence[str], values: Sequence[str],
         known: dict[str, Iterable[str]]) -> Counted:
    """Reads a table with the columns of `keys`, and those of `values` that it has.

    `known` says by column which names there are. ResultsError tells file, line and column.
    """
    if path is None:
        return Counted()
    file = pathlib.Path(path)
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise ResultsError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ResultsError(f"{file}: is not UTF-8 (byte {error.start}): found a file in another "
                           "encoding, as GB18030; save it as CSV UTF-8") from error
    reader = csv.DictReader(lines)
    missing = [key for key in keys if key not in (reader.fieldnames or [])]
    if missing or not set(values) & set(reader.fieldnames or []):
        raise ResultsError(
            f"{file}:1: expected the columns {', '.join(keys)}, and of "
            f"{', '.join(values)} at least one; found {', '.join(reader.fieldnames or [])}")
    found = Counted(file.name)
    for row in reader:
        given = {name: (value or "").strip() for name, value in row.items() if name}
        key = tuple(given[name] for name in keys)
        for column, names in known.items():
            _expect(file, reader.line_num, column, given.get(column, ""), names)
        if key in found.rows:
            raise ResultsError(f"{file}:{reader.line_num}: {keys[-1]}: found "
                               f"{' '.join(key)} a second time")
        found.rows[key], found.lines[key] = given, reader.line_num
    return found


def _expect(file: pathlib.Path, line: int, column: str, name: str,
            names: Iterable[str]) -> None:
    there = list(names)
    if name not in there:
        raise ResultsError(f"{file}:{line}: {column}: found '{name}', which the scenario does "
                           f"not have; expected one of: {', '.join(there[:12])}"
                           f"{', ...' if len(there) > 12 else ''}")
