# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet as a grid to type in: what was changed has its corner, a fault its frame."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import panel as pn
from bokeh.models.widgets.tables import HTMLTemplateFormatter

from .check import Fault
from .looks import GRID
from .overlay import Path
from .plan import Sheet
from .texts import Texts
from .work import Work

# The columns that are shown of a table, those of them that it has.
SHOWN = {
    "projects": ("project", "district", "places", "count", "starts", "opens", "until"),
    "targets": ("target", "title", "measure", "of", "each", "date", "value", "unit"),
    "conditions": ("condition", "measure", "of", "each", "value", "unit"),
    "places": ("service", "district", "site", "places", "sites"),
    "districts": ("district", "title", "title_zh", "group", "area_km2", "births"),
}
NUMBERS = ("places", "count", "value", "sites", "area_km2", "births")
DATES = ("starts", "opens", "until", "date")
LISTS = ("district", "service", "asset", "dates")  # columns whose values are chosen from a list
WIDTHS = {"district": 92, "service": 112, "asset": 112, "places": 68,
          "count": 74, "starts": 96, "opens": 118, "until": 96, "dates": 78, "target": 64,
          "unit": 90, "each": 84, "sites": 62, "measure": 110}
PAGE = 15
GROUPED = {"projects": ("service", "asset")}  # by the first of these that a row has
_WAS, _LOOK = "__was", "__look"


def _template(column: str) -> HTMLTemplateFormatter:
    kind = "cell num" if column in NUMBERS or column in DATES else "cell"

    def shown(text: str) -> str:
        """JavaScript of a text of the cell, whole numbers with commas."""
        if column not in NUMBERS:
            return text
        least = 5 if column == "value" else 4  # a value may be a year
        return (f"String({text}).replace(/^-?\\d{{{least},}}(?=\\.\\d+$|$)/, "
                "m => m.replace(/\\B(?=(\\d{3})+$)/g, ','))")

    return HTMLTemplateFormatter(template=(
        f'<div class="{kind} <%- {column}{_LOOK} %>" title="<%- {column}{_WAS} || value %>">'
        f"<%- {shown('value')} %><% if ({column}{_LOOK} === 'changed') {{ %>"
        f"<s><%- {shown(f'({column}{_WAS} || `–`)')} %></s><% }} %></div>"))


def typed(column: str, text: str) -> str:
    """What was typed, without the commas that the grid shows in numbers."""
    is_grouped = re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text)
    return text.replace(",", "") if column in NUMBERS and is_grouped else text


class Grid:
    """The table of a sheet in a tab; `refresh` draws what has changed since."""

    def __init__(self, work: Work, name: str, texts: Texts,
                 chosen: Callable[[Path, str], None], is_whole: bool = False) -> None:
        """`chosen` is called with the path of a row, and the column, that was clicked;
        `is_whole`: every column of the table is shown, and rows are not grouped."""
        self.work, self.sheet, self.texts = work, work.plan.sheets[name], texts
        self.find, self.only_changed = "", False
        self._chosen = chosen
        self.is_whole = is_whole or name not in SHOWN
        self.columns = [c for c in (self.sheet.columns if self.is_whole else SHOWN[name])
                        if c in self.sheet.columns and c.isidentifier()]
        self._grouped = () if self.is_whole else GROUPED.get(name, ())
        self.paths: list[Path] = []
        frame = self._frame()
        editors: dict[str, Any] = dict.fromkeys(self.sheet.keys or ("name", "key"))
        for column in self.columns:
            if column in LISTS and column not in editors:
                editors[column] = {"type": "list", "values": self._values(column),
                                   "autocomplete": True, "allowEmpty": True,
                                   "listOnEmpty": True, "freetext": True}
        self.table = pn.widgets.Tabulator(
            frame, show_index=False, theme="simple", layout="fit_columns", pagination="local",
            page_size=PAGE, editors=editors, selectable=1, sizing_mode="stretch_width",
            hidden_columns=[c for c in frame.columns if c not in self.columns],
            groupby=[texts("group")] if self._grouped else [],
            titles={c: texts.column(c) for c in self.columns},
            widths={c: WIDTHS[c] for c in self.columns if c in WIDTHS},
            header_align={c: "right" for c in self.columns if c in (*NUMBERS, *DATES)},
            formatters={c: _template(c) for c in self.columns},
            stylesheets=[GRID], margin=(4, 0))
        self.table.on_edit(self._edited)
        self.table.on_click(lambda event: self._chosen(self.paths[event.row], event.column))

    def refresh(self) -> None:
        """Draw the cells that differ; all where there are other rows."""
        before, paths = self.table.value, self.paths
        frame = self._frame(paths if self.only_changed else None)
        if self.paths != paths or len(frame) != len(before):
            self.table.value = frame
            return
        patch = {column: [(int(i), frame[column].iloc[i])
                          for i in range(len(frame))
                          if frame[column].iloc[i] != before[column].iloc[i]]
                 for column in frame.columns}
        patch = {column: cells for column, cells in patch.items() if cells}
        if patch:
            self.table.patch(patch)

    def choose(self, find: str, only_changed: bool) -> None:
        """Show the rows with a text, or those that were changed or have a fault."""
        self.find, self.only_changed = find.casefold(), only_changed
        self.table.value = self._frame()

    @property
    def changed_rows(self) -> int:
        return len(changed_rows(self.work, self.sheet))

    def _values(self, column: str) -> list[str]:
        return sorted({row.get(column, "") for row in self.sheet.rows} - {""})

    def _edited(self, event: Any) -> None:
        path = (*self.paths[event.row], event.column) if self.sheet.keys \
            else self.paths[event.row]
        value = "" if event.value is None else typed(event.column, str(event.value).strip())
        self.work.set({path: value or None})

    def _frame(self, keep: list[Path] | None = None) -> pd.DataFrame:
        """The rows that are chosen; `keep` those of these paths."""
        sheet, edits = self.sheet, self.work.overlay.edits
        faults = fault_paths(self.work.faults)
        changed = changed_rows(self.work, sheet)
        rows, self.paths = [], []
        known = set(sheet.paths)
        added = [path for path in changed if path not in known]
        for path, base in [*zip(sheet.paths, sheet.rows), *((p, None) for p in added)]:
            if keep is not None and path not in keep:
                continue
            if keep is None and self.only_changed and path not in changed and not any(
                    fault[:len(path)] == path for fault in faults):
                continue
            row: dict[str, str] = {}
            for column in self.columns:
                row |= self._cell(path, base, column, edits, faults)
            if self._grouped:
                row[self.texts("group")] = self._group(path, base or {})
            if self.find and not any(self.find in text.casefold() for text in row.values()):
                continue
            rows.append(row)
            self.paths.append(path)
        names = [c + end for end in ("", _WAS, _LOOK) for c in self.columns]
        names += [self.texts("group")] if self._grouped else []
        return pd.DataFrame(rows, columns=names, dtype=object)

    def _group(self, path: Path, base: dict[str, str]) -> str:
        """What the row is of, in words: the title of its service or asset."""
        edits, zh = self.work.overlay.edits, self.texts.lang == "zh"
        for column in self._grouped:
            name = edits.get((*path, column)) or base.get(column)
            if name:
                section = self.work.plan.tree.get(f"{column}s", {}).get(name, {})
                return (zh and section.get("title_zh")) or section.get("title") or name
        return "–"

    def _cell(self, path: Path, base: dict[str, str] | None, column: str,
              edits: dict[Path, str | None], faults: set[Path]) -> dict[str, str]:
        sheet = self.sheet
        own = (*path, column) if sheet.keys else path
        was = "" if base is None else base.get(column, "")
        if column in sheet.keys:
            value = path[1 + sheet.keys.index(column)] if (
                len(path) > 1 + sheet.keys.index(column)) else ""
            is_edited = False
        else:
            is_edited = own in edits and (bool(sheet.keys) or column == "value")
            value = (edits[own] or "") if is_edited else was
        look = "changed" if is_edited else ""
        if base is None:
            look = "new"
        if path in edits and edits[path] is None and sheet.keys:
            look = "gone"
        if own in faults and (sheet.keys or column == "value") or (
                path in faults and column == (sheet.keys or ("",))[0]):
            look = "fault"
        return {column: value, column + _WAS: was if is_edited and base is not None else "",
                column + _LOOK: look}


def fault_paths(faults: list[Fault]) -> set[Path]:
    """The cells and rows with a fault; warnings are told, not framed."""
    return {fault.path for fault in faults if not fault.is_warning and fault.path}


def changed_rows(work: Work, sheet: Sheet) -> list[Path]:
    """The rows of a sheet that were changed, added or removed."""
    result: dict[Path, None] = {}
    known = set(sheet.paths)
    for path in work.overlay.edits:
        if path[0] != sheet.name:
            continue
        if not sheet.keys or path in known:
            result[path] = None
        else:
            result[path[:-1]] = None
    return list(result)


def is_date(text: str) -> bool:
    """Whether a text is a day as the program writes it."""
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None
