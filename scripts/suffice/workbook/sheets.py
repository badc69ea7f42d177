# SPDX-License-Identifier: GPL-3.0-or-later
"""What a book has: its sheets and their columns, one row each of the tables below.

A data sheet has the headings in row 1, what they mean and their units in row 2, an example
in row 3, and what is read from row 4 on. The sheet of the plan has one setting a row.
"""
from __future__ import annotations

import dataclasses

FIRST_ROW = 4  # of what is read; above it headings, meanings and the example
LANGUAGES = ("en", "zh")


@dataclasses.dataclass(frozen=True)
class Column:
    """A column of a sheet, or a setting of the plan.

    `kind`: text, name (a text that others refer to), number (or $assumption), whole, date,
    ages, age (in years), word (one of `choices`) or sure (yes or no). `path` is the key of
    scenario files that it becomes, `unit` what follows the number there.
    """

    key: str
    titles: tuple[str, str]  # in English and Chinese, as all pairs below
    kind: str
    meanings: tuple[str, str]
    example: object = None
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""  # the sheet whose first column has the names
    path: tuple[str, ...] = ()
    unit: str = ""

    def heading(self, lang: str) -> str:
        """The heading in row 1: with a star where a row must have it."""
        return self.titles[LANGUAGES.index(lang)] + (" *" if self.required else "")

    def names(self) -> set[str]:
        """All headings that it is known by."""
        return {self.key, *self.titles}


@dataclasses.dataclass(frozen=True)
class Sheet:
    """A sheet of the book; `required`: it must have a row."""

    key: str
    titles: tuple[str, str]
    meanings: tuple[str, str]
    columns: tuple[Column, ...]
    required: bool = False

    def title(self, lang: str) -> str:
        """The name on its tab."""
        return self.titles[LANGUAGES.index(lang)]


def heading_key(text: object) -> str:
    """A heading as headings are compared: without star, case and blanks around it."""
    return str(text).replace("*", "").strip().lower()
