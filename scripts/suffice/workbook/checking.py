# SPDX-License-Identifier: GPL-3.0-or-later
"""`suffice check` of an imported plan, its faults told by the cells they come from."""
from __future__ import annotations

import os
import pathlib
import re
import subprocess

from ..program import find
from .faults import Faults, Place
from .writing import FILE, Origins

_FAULT = re.compile(r"(?P<file>[^:\n]+\.(?:yaml|csv))(?::(?P<line>\d+))?(?::(?P<column>\d+))?: "
                    r"(?P<warning>warning: )?(?P<text>.*)")
_SUMMARY = re.compile(r"(\d+ faults?|no faults.*)")
_LACKING = re.compile(r"the key '(\w+)' is missing")
_LINE = re.compile(r"\bline (\d+)")


def check(folder: pathlib.Path, origins: Origins, faults: Faults,
          program: str | os.PathLike[str] | None = None) -> str:
    """Check the plan in a folder; faults are added by cell. What the program says when it
    finds none, else ""."""
    done = subprocess.run([str(find(program)), "check", FILE], cwd=folder, text=True,
                          encoding="utf-8", errors="replace", capture_output=True,
                          check=False)
    own = Faults(list(faults.items))
    for line in done.stderr.splitlines():
        match = _FAULT.fullmatch(line)
        if line.startswith(" ") or (match and _SUMMARY.fullmatch(match["text"])):
            continue
        if match is None:
            faults.add(Place(), line)
            continue
        place, text = _told(folder, origins, match)
        # What lacks because a cell could not be read has been told at that cell.
        is_told = own.are_at(place) or (
            _LACKING.search(text) is not None and own.are_in_row(place))
        if not is_told:
            faults.add(place, text, bool(match["warning"]))
    return done.stdout.strip() if done.returncode == 0 else ""


def _told(folder: pathlib.Path, origins: Origins, match: re.Match[str]) -> tuple[Place, str]:
    """The place and text of a fault."""
    file, text = match["file"], match["text"]
    line, column = int(match["line"] or 0), int(match["column"] or 0)
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    field = text.partition(": ")[0]
    lacking = _LACKING.match(text) if file == FILE else None
    if lacking is not None and lacking[1] in origins.missing and line <= 2:
        return origins.missing[lacking[1]], text
    found = origins.of(file, line, column, lines[line - 1] if line else "", field)
    if found is None:
        return Place(), match[0]
    place, path = found
    of_cell = [field] if file != FILE else [".".join(path)] if path else []
    if place.column and field in of_cell:
        text = text.partition(": ")[2]  # the cell says which

    def row(match: re.Match[str]) -> str:
        other = origins.of(file, int(match[1]), 0, "", "")
        return f"row {other[0].row}" if other and other[0].row else match[0]
    return place, _LINE.sub(row, text)
