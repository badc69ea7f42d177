# SPDX-License-Identifier: GPL-3.0-or-later
"""What `suffice check` finds, at the cells that it is of.

The program tells file, line and column of each fault. An overlay of the studio has a line for
each value, so that the line is the cell; a fault of a row that a change has made wrong names
its column in the message.
"""
from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import subprocess

from ..program import find
from .overlay import Overlay, Path, write_whole

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d+):(?:\d+:)? (?P<warning>warning: )?(?P<what>.*)")
_INNER = re.compile(r"(\w+): ")
_OF_ROW = re.compile(r"this makes .*? wrong: (?:(?P<column>\w+): )?(?P<what>.*)")


@dataclasses.dataclass(frozen=True)
class Fault:
    """A fault or warning: `path` is the cell or row that it is of, () where it is elsewhere."""

    path: Path
    text: str
    is_warning: bool
    place: str  # file and line, as the program tells them


def check(overlay: Overlay, program: pathlib.Path | None = None) -> list[Fault]:
    """The faults of the overlay as it stands, saved or not; the program finds them all."""
    draft = overlay.folder / "draft.yaml"
    lines = overlay.lines(draft.parent)
    write_whole(draft, "".join(line + "\n" for line, _ in lines))
    done = subprocess.run([str(find(program)), "check", str(draft)], capture_output=True,
                          text=True, encoding="utf-8", errors="replace", check=False)
    faults = read(done.stderr, draft, [path for _, path in lines])
    if done.returncode != 0 and not any(not fault.is_warning for fault in faults):
        faults.append(Fault((), done.stderr.strip() or f"code {done.returncode}", False, ""))
    return faults


def read(text: str, draft: pathlib.Path, paths: list[Path]) -> list[Fault]:
    """Faults from what the program printed; `paths` are those of the lines of the draft."""
    faults = []
    for line in text.splitlines():
        match = _PLACE.fullmatch(line)
        if match is None or line.startswith(" "):
            continue
        what: str = match["what"]
        path: Path = ()
        if pathlib.Path(match["file"]).resolve() == draft.resolve():
            path = paths[int(match["line"]) - 1]
            of_row = _OF_ROW.fullmatch(what)
            if of_row is not None:
                what = of_row["what"]
                if of_row["column"] and (not path or path[-1] != of_row["column"]):
                    path = (*path[:2], of_row["column"])
            else:
                what = what.removeprefix(".".join(path)).removeprefix(": ")
                inner = _INNER.match(what)  # of a row that is new the message names the column
                if inner is not None and (*path, inner[1]) in paths:
                    what, path = what[inner.end():], (*path, inner[1])
        faults.append(Fault(path, what, bool(match["warning"]),
                            f"{os.path.normpath(match['file'])}:{match['line']}"))
    return faults
