# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults of a book, each with its sheet and cell."""
from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Place:
    """Where something stands in a book; without row: the sheet, without sheet: the book."""

    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """As Excel names it, C5; the row where there is no column; "" of a sheet."""
        letters, number = "", self.column
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        if not self.row:
            return ""
        return f"{letters}{self.row}" if letters else f"row {self.row}"

    def told(self) -> str:
        """As messages have it: Places!C5."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclasses.dataclass(frozen=True)
class Fault:
    """What is wrong at a place; `is_warning`: odd, but may be meant."""

    place: Place
    message: str
    is_warning: bool = False


@dataclasses.dataclass
class Faults:
    """All faults of a book; those that the program finds at a cell that has one are not told."""

    items: list[Fault] = dataclasses.field(default_factory=list)

    def add(self, place: Place, message: str, is_warning: bool = False) -> None:
        """Add a fault, unless it is there already."""
        fault = Fault(place, message, is_warning)
        if fault not in self.items:
            self.items.append(fault)

    def are_at(self, place: Place) -> bool:
        """Whether a cell, or the row or sheet that it is of, has a fault already."""
        return any(one.place in (place, Place(place.sheet, place.row), Place(place.sheet))
                   for one in self.items if not one.is_warning)

    def are_in_row(self, place: Place) -> bool:
        """Whether a cell of the row of a place has a fault."""
        return place.row > 0 and any((one.place.sheet, one.place.row) == (place.sheet, place.row)
                                     for one in self.items if not one.is_warning)

    def in_order(self, sheets: list[str]) -> list[Fault]:
        """By sheet as they stand in the book, row and column."""
        rank = {name: number for number, name in enumerate(sheets)}
        return sorted(self.items, key=lambda one: (
            rank.get(one.place.sheet, len(rank)), one.place.row, one.place.column))

    @property
    def n(self) -> int:
        """How many faults there are, without warnings."""
        return sum(not one.is_warning for one in self.items)
