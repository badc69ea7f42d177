# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan as files, with the cell of each of their lines."""
from __future__ import annotations

import csv
import io
import pathlib

import yaml

from .faults import Place
from .plan import Path, Plan, Table

MARK = "# Made by suffice import from "
FILE = "plan.yaml"


class Origins:
    """The cell that each line, and each column of a table's line, is from."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int], tuple[Place, Path]] = {}
        self._cells: dict[tuple[str, int, str], Place] = {}
        self._columns: dict[str, list[str]] = {}
        self.missing: dict[str, Place] = {}  # where a key of plan.yaml would be from

    def of(self, file: str, line: int, column: int, text: str,
           field: str) -> tuple[Place, Path] | None:
        """The cell of a fault, and its path in plan.yaml; None where it is from none.

        Of a table's line, `text` as it was written; `column` counts characters from 1. Where
        there is none, `field`, what the message begins with, may be a column.
        """
        found = self._lines.get((file, line))
        if found is None or file == FILE:
            return found
        names = self._columns[file]
        at = len(next(csv.reader([text[:column - 1] + "x"]))) - 1 if column > 0 else -1
        name = names[at] if 0 <= at < len(names) else field
        return self._cells.get((file, line, name), found[0]), ()

    def note_line(self, file: str, line: int, place: Place, path: Path = ()) -> None:
        """Note where a line is from."""
        self._lines[file, line] = (place, path)

    def note_table(self, file: str, table: Table) -> None:
        """Note where the lines of a table are from."""
        self._columns[file] = table.columns
        for line, (row, _) in enumerate(table.rows, 2):
            self.note_line(file, line, row.place)
            for name in table.columns:
                place = row.places.get(name) or row.places.get(
                    {"title_zh": "title"}.get(name, ""))
                if place is not None:
                    self._cells[file, line, name] = place
        first = table.rows[0][0].place.sheet
        for line in (0, 1):
            self.note_line(file, line, Place(first))


def write_plan(plan: Plan, folder: pathlib.Path, book: str) -> Origins:
    """Write plan.yaml and its tables into a folder; where their lines are from."""
    origins = Origins()
    origins.missing = plan.missing
    text = yaml.safe_dump(plan.mapping, sort_keys=False, allow_unicode=True, width=10**6)
    head = (f"{MARK}{book}; change the book and import it again.\n")
    (folder / FILE).write_text(head + text, encoding="utf-8")
    node = yaml.compose(head + text)
    assert isinstance(node, yaml.MappingNode)
    _note_lines(plan, node, (), origins)
    for file, table in plan.tables.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_csv(table), encoding="utf-8")
        origins.note_table(file, table)
    return origins


def _csv(table: Table) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([values.get(name, "") for name in table.columns]
                     for _, values in table.rows)
    return made.getvalue()


def _note_lines(plan: Plan, node: yaml.MappingNode, base: Path, origins: Origins) -> None:
    """Each key of the mapping stands on a line of its own."""
    for key, value in node.value:
        path = (*base, key.value)
        nearest = path
        while nearest and nearest not in plan.places:
            nearest = nearest[:-1]
        if nearest:
            origins.note_line(FILE, key.start_mark.line + 1, plan.places[nearest],
                              path if nearest == path else ())
        if isinstance(value, yaml.MappingNode):
            _note_lines(plan, value, path, origins)
