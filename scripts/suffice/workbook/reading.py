# SPDX-License-Identifier: GPL-3.0-or-later
"""A book as rows of values, each with the cell it is from; every fault by its cell."""
from __future__ import annotations

import dataclasses
import os
import pathlib
import zipfile
from typing import Any

from . import cells, excel, instruction_texts
from .faults import Faults, Place
from .plan_sheets import PLAN, SHEETS
from .sheets import FIRST_ROW, Column, Sheet, heading_key


@dataclasses.dataclass
class Row:
    """A row of a sheet: its values by key, and where they stand, of those not given too."""

    place: Place
    values: dict[str, cells.Value]
    places: dict[str, Place]


@dataclasses.dataclass
class Book:
    """What a book has: rows by sheet, and the title of each sheet in it."""

    path: str
    titles: dict[str, str] = dataclasses.field(default_factory=dict)
    rows: dict[str, list[Row]] = dataclasses.field(default_factory=dict)
    order: list[str] = dataclasses.field(default_factory=list)  # titles as they stand
    is_chinese: bool = False
    notes: list[str] = dataclasses.field(default_factory=list)  # what is not read


def read_book(path: str | os.PathLike[str], faults: Faults) -> Book:
    """Read a book made from the template; WorkbookError where it is no book at all."""
    library = excel.openpyxl()
    file = pathlib.Path(path)
    try:
        with_values = library.load_workbook(file, data_only=True)
        with_formulas = library.load_workbook(file)
    except OSError as error:
        raise excel.WorkbookError(f"{file}: cannot be read: {error.strerror}") from error
    except (zipfile.BadZipFile, KeyError, ValueError,
            library.utils.exceptions.InvalidFileException) as error:
        raise excel.WorkbookError(f"{file}: is not an Excel book of the kind .xlsx") from error
    book = Book(str(file), order=list(with_values.sheetnames))
    known = {name.lower(): sheet for sheet in SHEETS for name in (sheet.key, *sheet.titles)}
    for title in with_values.sheetnames:
        sheet = known.get(title.strip().lower())
        if sheet is None:
            if title not in instruction_texts.TITLE:
                book.notes.append(f"the sheet '{title}' is none of the template's and is not read")
            continue
        if sheet.key in book.titles:
            faults.add(Place(title), f"the sheet {sheet.key} is there twice, as "
                                     f"'{book.titles[sheet.key]}' too")
            continue
        book.titles[sheet.key] = title
        book.is_chinese = book.is_chinese or title == sheet.titles[1]
        pages = (with_values[title], with_formulas[title])
        book.rows[sheet.key] = (_settings if sheet is PLAN else _table)(sheet, pages, faults)
    for sheet in SHEETS:
        if sheet.key not in book.titles:
            if sheet.required:
                faults.add(Place(), f"the sheet '{sheet.titles[0]}' is missing")
            book.rows[sheet.key] = []
        elif sheet.required and not book.rows[sheet.key]:
            faults.add(Place(book.titles[sheet.key]),
                       f"nothing is filled in from row {FIRST_ROW} on")
    return book


def _take(column: Column, pages: tuple[Any, Any], place: Place, row: Row,
          faults: Faults) -> None:
    """Read a cell into a row."""
    found = pages[0].cell(place.row, place.column).value
    formula = pages[1].cell(place.row, place.column)
    row.places[column.key] = place
    if found is None and formula.data_type == "f":
        faults.add(place, "found a formula whose value is not stored: open the book in a "
                          "spreadsheet program and save it")
        return
    if found is None or (isinstance(found, str) and not found.strip()):
        if column.required:
            faults.add(place, f"{column.titles[0]}: nothing is filled in, and it is required")
        return
    try:
        row.values[column.key] = cells.value_of(column, found)
    except cells.CellError as error:
        faults.add(place, f"{column.titles[0]}: {error}")


def _settings(sheet: Sheet, pages: tuple[Any, Any], faults: Faults) -> list[Row]:
    """The sheet of the plan as one row."""
    title = pages[0].title
    row = Row(Place(title), {}, {})
    known = {heading_key(name): one for one in sheet.columns for name in one.names()}
    for number in range(2, pages[0].max_row + 1):
        found = pages[0].cell(number, 1).value
        if found is None:
            if pages[0].cell(number, 2).value is not None:
                faults.add(Place(title, number, 1), "a value without the name of its setting")
            continue
        column = known.get(heading_key(found))
        if column is None:
            faults.add(Place(title, number, 1), f"found the setting '{found}', which the "
                                                "template does not have")
        elif column.key in row.places:
            faults.add(Place(title, number, 1), f"found the setting '{found}' a second time")
        else:
            _take(column, pages, Place(title, number, 2), row, faults)
    for column in sheet.columns:
        if column.required and column.key not in row.places:
            faults.add(Place(title), f"the setting '{column.titles[0]}' is missing")
    return [row]


def _columns(sheet: Sheet, pages: tuple[Any, Any], faults: Faults) -> dict[int, Column]:
    """The columns by their number, from the headings."""
    title = pages[0].title
    known = {heading_key(name): one for one in sheet.columns for name in one.names()}
    found: dict[int, Column] = {}
    for number in range(1, pages[0].max_column + 1):
        heading = pages[0].cell(1, number).value
        if heading is None:
            if any(pages[0].cell(row, number).value is not None
                   for row in range(FIRST_ROW, pages[0].max_row + 1)):
                faults.add(Place(title, 1, number), "a column without heading")
            continue
        column = known.get(heading_key(heading))
        if column is None:
            faults.add(Place(title, 1, number), f"found the heading '{heading}', which the "
                                                "template does not have")
        elif column in found.values():
            faults.add(Place(title, 1, number), f"found the heading '{heading}' a second time")
        else:
            found[number] = column
    for column in sheet.columns:
        if column.required and column not in found.values():
            faults.add(Place(title, 1), f"the column '{column.titles[0]}' is missing")
    return found


def _table(sheet: Sheet, pages: tuple[Any, Any], faults: Faults) -> list[Row]:
    """The rows of a sheet that are not empty."""
    title = pages[0].title
    columns = _columns(sheet, pages, faults)
    example = {number: pages[0].cell(3, number).value for number in columns}
    changed = [number for number, column in columns.items()
               if example[number] not in (None, column.example)]
    if changed:
        faults.add(Place(title, 3, changed[0]),
                   "row 3 holds the template's example and is not read: found something "
                   f"else; write from row {FIRST_ROW} on")
    rows = []
    for number in range(FIRST_ROW, pages[0].max_row + 1):
        if all(pages[1].cell(number, at).value in (None, "") for at in columns):
            continue
        row = Row(Place(title, number), {}, {})
        for at, column in columns.items():
            _take(column, pages, Place(title, number, at), row, faults)
        rows.append(row)
    return rows
