# SPDX-License-Identifier: GPL-3.0-or-later
"""The empty book: instructions, headings, units, examples and drop-downs."""
from __future__ import annotations

import os
import pathlib
from typing import Any

from . import excel, instruction_texts
from .plan_sheets import PLAN, SHEETS
from .sheets import FIRST_ROW, LANGUAGES, Column, Sheet

LAST_ROW = 4000  # of drop-downs
_FORMATS = {"date": "yyyy-mm-dd", "ages": "@"}
_WIDEST = 42


def write_template(output: str | os.PathLike[str], lang: str = "en") -> str:
    """Write the empty book; gives its path. WorkbookError where openpyxl lacks."""
    library = excel.openpyxl()
    book = library.Workbook()
    first = book.active
    first.title = instruction_texts.TITLE[LANGUAGES.index(lang)]
    _instructions(library, first, lang)
    for sheet in SHEETS:
        page = book.create_sheet(sheet.title(lang))
        if sheet is PLAN:
            _settings(library, page, sheet, lang)
        else:
            _table(library, page, sheet, lang)
    path = pathlib.Path(output)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return str(path)


def _styles(library: Any) -> dict[str, Any]:
    styles = library.styles
    wrapped = styles.Alignment(wrap_text=True, vertical="top")
    return {"head": {"font": styles.Font(bold=True, color="FFFFFF"),
                     "fill": styles.PatternFill("solid", fgColor="1F4E79"),
                     "alignment": wrapped},
            "meaning": {"font": styles.Font(color="595959", size=9), "alignment": wrapped},
            "example": {"font": styles.Font(italic=True, color="7F7F7F"),
                        "fill": styles.PatternFill("solid", fgColor="F2F2F2")}}


def _put(cell: Any, value: object, style: dict[str, Any]) -> None:
    cell.value = value
    for name, part in style.items():
        setattr(cell, name, part)


def _instructions(library: Any, page: Any, lang: str) -> None:
    at = LANGUAGES.index(lang)
    page.column_dimensions["A"].width = 24
    page.column_dimensions["B"].width = 90
    row = 0
    for row, line in enumerate(instruction_texts.lines(lang), 1):
        page.cell(row, 1, line)
    page.cell(1, 1).font = library.styles.Font(bold=True, size=14)
    for sheet in SHEETS:
        row += 1
        star = " *" if sheet.required else ""
        page.cell(row, 1, sheet.title(lang) + star).font = library.styles.Font(bold=True)
        page.cell(row, 2, sheet.meanings[at])


def _settings(library: Any, page: Any, sheet: Sheet, lang: str) -> None:
    style = _styles(library)
    at = LANGUAGES.index(lang)
    titles = (("Setting", "Value", "What it means", "Example"),
              ("项目", "值", "含义和单位", "示例"))[at]
    for column, (title, width) in enumerate(zip(titles, (30, 24, 70, 24), strict=True), 1):
        _put(page.cell(1, column), title, style["head"])
        page.column_dimensions["ABCD"[column - 1]].width = width
    for row, setting in enumerate(sheet.columns, 2):
        page.cell(row, 1, setting.heading(lang)).font = library.styles.Font(bold=True)
        page.cell(row, 2).number_format = _FORMATS.get(setting.kind, "General")
        _put(page.cell(row, 3), setting.meanings[at], style["meaning"])
        _put(page.cell(row, 4), setting.example, style["example"])
    page.freeze_panes = "A2"


def _table(library: Any, page: Any, sheet: Sheet, lang: str) -> None:
    style = _styles(library)
    at = LANGUAGES.index(lang)
    letters = library.utils.get_column_letter
    for number, column in enumerate(sheet.columns, 1):
        letter = letters(number)
        _put(page.cell(1, number), column.heading(lang), style["head"])
        _put(page.cell(2, number), column.meanings[at], style["meaning"])
        _put(page.cell(3, number), column.example, style["example"])
        if column.kind in _FORMATS:
            page.column_dimensions[letter].number_format = _FORMATS[column.kind]
            page.cell(3, number).number_format = _FORMATS[column.kind]
        widest = max(12, 2 + len(column.heading(lang)) * (1 + at), len(column.meanings[at]) // 3)
        page.column_dimensions[letter].width = min(_WIDEST, widest)
        listed = _listed(column, lang)
        if listed is not None:
            rule = library.worksheet.datavalidation.DataValidation(
                type="list", formula1=listed, allow_blank=True)
            rule.error = ("Expected a word of the list.", "请选择列表中的词。")[at]
            rule.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
            page.add_data_validation(rule)
    page.row_dimensions[2].height = 75
    page.freeze_panes = f"A{FIRST_ROW}"


def _listed(column: Column, lang: str) -> str | None:
    """What a drop-down lists: words, or the names of another sheet."""
    if column.choices:
        return f'"{",".join(column.choices)}"'
    if column.refers:
        title = next(one for one in SHEETS if one.key == column.refers).title(lang)
        return f"'{title}'!$A${FIRST_ROW}:$A${LAST_ROW}"
    return None
