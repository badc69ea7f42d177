# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan as sheets: what the program makes of it, as tables with a path for each cell.

The program resolves the scenario (`suffice show`); a table that is a file is read where it
lies. Nothing is worked out here: a cell is the text that the program would read.
"""
from __future__ import annotations

import csv
import dataclasses
import io
import pathlib
import subprocess
from typing import Any

import yaml

from ..program import ProgramError, find
from .overlay import Path

# Tables, and the columns by which overlays know their rows.
TABLES = {
    "districts": ("district",), "places": ("service", "district", "site"),
    "projects": ("project",), "targets": ("target",), "conditions": ("condition",),
}
# Mappings, a row a value.
MAPPINGS = ("services", "works", "assumptions", "levers", "policies", "costs", "delivery")
ORDER = ("districts", "services", "places", "projects", "works", "targets", "conditions",
         "assumptions", "levers", "policies", "costs", "delivery")
NOT_READ = ("evidence", "source", "note", "method")  # columns that the program passes over
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclasses.dataclass
class Sheet:
    """A section as a table: rows are texts by column; `paths` has the path of each row."""

    name: str
    keys: tuple[str, ...]
    columns: list[str]
    rows: list[dict[str, str]]
    paths: list[Path]

    def path(self, row: int, column: str) -> Path:
        """Where the overlay has the value of a cell."""
        return (*self.paths[row], column) if self.keys else self.paths[row]


@dataclasses.dataclass
class Plan:
    """A resolved scenario: its sheets, and the tree that they come from."""

    file: pathlib.Path
    tree: dict
    sheets: dict[str, Sheet]

    @property
    def values(self) -> dict[Path, str | None]:
        """The plan's value at the path of every cell; of an empty one None."""
        return {sheet.path(i, column): row.get(column, "") or None
                for sheet in self.sheets.values() for i, row in enumerate(sheet.rows)
                for column in sheet.columns if column not in sheet.keys}


def load(file: pathlib.Path, program: pathlib.Path | None = None) -> Plan:
    """Resolve a scenario; ProgramError with its faults where it has some."""
    done = subprocess.run([str(find(program)), "show", str(file)], capture_output=True,
                          text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise ProgramError(done.stderr.strip(), done.returncode)
    tree = yaml.load(done.stdout, _LOADER)
    sheets = {}
    for name in ORDER:
        if name in tree:
            node = tree[name]
            sheets[name] = (_table(name, TABLES[name], node) if name in TABLES
                            else _mapping(name, node))
    return Plan(file, tree, sheets)


def _table(name: str, keys: tuple[str, ...], node: Any) -> Sheet:
    rows: list[dict[str, str]] = []
    for part in node if isinstance(node, list) else [node]:
        rows += _file(pathlib.Path(part)) if isinstance(part, str) else _inline(part, keys)
    columns = list(dict.fromkeys([*keys, *(c for row in rows for c in row)]))
    columns = [c for c in columns if c in keys or any(row.get(c) for row in rows)]
    paths = [(name, *(row.get(k, "") for k in keys)) for row in rows]
    return Sheet(name, keys, columns, rows, [_trimmed(p) for p in paths])


def _trimmed(path: Path) -> Path:
    """A path without empty names at its end: places of a whole district have no site."""
    while path[-1] == "":
        path = path[:-1]
    return path


def _file(path: pathlib.Path) -> list[dict[str, str]]:
    """A table as the program reads it: UTF-8 or GB18030; commas, semicolons or tabs."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    head = text.split("\n", 1)[0]
    mark = "," if "," in head else ";" if ";" in head else "\t"
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    return [{k.strip(): (v or "").strip() for k, v in row.items() if k} for row in rows
            if any(v for v in row.values() if isinstance(v, str))]


def _inline(node: dict, keys: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows that stand in the scenario: one as a mapping of columns, several by their names."""
    if not any(isinstance(value, dict) for value in node.values()):
        return [{column: str(text) for column, text in node.items()}]
    return [{keys[0]: name} | {column: str(text) for column, text in row.items()}
            for name, row in node.items()]


def _mapping(name: str, node: dict) -> Sheet:
    """A mapping as rows of name, key and value; the path is that of the value."""
    rows: list[dict[str, str]] = []
    paths: list[Path] = []

    def walk(here: Any, at: Path) -> None:
        if isinstance(here, dict):
            for key, value in here.items():
                walk(value, (*at, key))
        elif isinstance(here, str):
            first = 1 if len(at) > 2 else 0
            rows.append({"name": at[1] if first else "", "key": ".".join(at[1 + first:]),
                         "value": here})
            paths.append(at)

    walk(node, (name,))
    return Sheet(name, (), ["name", "key", "value"], rows, paths)
