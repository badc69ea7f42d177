# SPDX-License-Identifier: GPL-3.0-or-later
"""A filled book as a scenario that is checked, or all its faults by sheet and cell."""
from __future__ import annotations

import dataclasses
import os
import pathlib
import shutil
import tempfile

from .checking import check
from .excel import WorkbookError
from .faults import Fault, Faults
from .plan import TABLE_FILES, plan_of
from .reading import read_book
from .writing import FILE, MARK, write_plan


@dataclasses.dataclass
class Imported:
    """What became of a book: `folder` is None where a fault kept it from being written."""

    folder: str | None
    faults: list[Fault]  # warnings too, in the order of the book
    notes: list[str]  # what is not read, or left out
    said: str  # what the program says of the plan

    @property
    def n_faults(self) -> int:
        """Faults without warnings."""
        return sum(not one.is_warning for one in self.faults)


def import_book(book: str | os.PathLike[str], output: str | os.PathLike[str],
                program: str | os.PathLike[str] | None = None) -> Imported:
    """Write a book as plan.yaml with its tables into a folder, and check it.

    Nothing is written where a fault is found. A folder that is there is taken where it is
    empty or was made by this function; WorkbookError otherwise, or where the book is none.
    """
    target = pathlib.Path(output)
    _expect_own(target)
    faults = Faults()
    read = read_book(book, faults)
    plan = plan_of(read, faults)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".import.", dir=target.parent) as name:
        made = pathlib.Path(name)
        origins = write_plan(plan, made, pathlib.Path(book).name)
        said = check(made, origins, faults, program)
        if faults.n == 0:
            for file in TABLE_FILES:  # of a sheet that was filled before
                (target / file).unlink(missing_ok=True)
            for path in target.glob("data/rolls_*.csv"):
                path.unlink()
            target.mkdir(exist_ok=True)
            shutil.copytree(made, target, dirs_exist_ok=True)
    return Imported(str(target) if faults.n == 0 else None, faults.in_order(read.order),
                    read.notes, said)


def _expect_own(folder: pathlib.Path) -> None:
    """WorkbookError of a folder that holds something else than a former import."""
    if not folder.exists():
        return
    plan = folder / FILE
    is_own = plan.is_file() and plan.read_text(encoding="utf-8", errors="replace").startswith(MARK)
    if not folder.is_dir() or (not is_own and any(folder.iterdir())):
        raise WorkbookError(f"{folder}: is there already and was not made by suffice import: "
                            "tell another folder")
