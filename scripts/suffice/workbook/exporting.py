# SPDX-License-Identifier: GPL-3.0-or-later
"""Results as a book of several sheets, or one table of them as parquet or CSV."""
from __future__ import annotations

import math
import os
import pathlib
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from .. import given, honesty, tables, weighted
from ..estimates import estimate_mean
from ..report import sections
from ..selection import scenario_names
from . import excel
from .result_sheets import (
    ABOUT,
    ASSUMPTIONS,
    DELIVERY,
    MEASURES,
    NOTES,
    RESULT_SHEETS,
    SCORECARD,
    ResultSheet,
)
from .sheets import LANGUAGES

TABLES = tuple(sheet.key for sheet in RESULT_SHEETS)
OUTER = (0.05, 0.95)
_AMBER = "FFE699"
_MARKED = {"p_met", "p_low", "p_high", "is_assumed", "evidence"}


def export(tree: xr.DataTree, output: str | os.PathLike[str], table: str | None = None,
           lang: str = "en") -> str:
    """Write results by the ending of `output`, .xlsx, .parquet or .csv; gives its path.

    A book has all tables, the others the one that `table` names (default: measures). Where
    observations weigh the replications, all numbers are weighted. WorkbookError of another
    ending, and where a library lacks.
    """
    path = pathlib.Path(output)
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".parquet", ".csv"):
        raise excel.WorkbookError(f"{path}: found the ending '{path.suffix}', expected .xlsx, "
                                  ".parquet or .csv")
    if ending == ".xlsx" and table is not None:
        raise excel.WorkbookError("--table is of .parquet and .csv: a book has all tables")
    sheets = [sheet for sheet in RESULT_SHEETS if ending == ".xlsx" or
              sheet.key == (table or MEASURES.key)]
    if not sheets:
        raise excel.WorkbookError(f"found the table '{table}', expected one of: "
                                  f"{', '.join(TABLES)}")
    if ending == ".parquet":
        excel.pyarrow()
    library = excel.openpyxl() if ending == ".xlsx" else None
    frames = {sheet.key: frame(tree, sheet, lang) for sheet in sheets}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        if library is not None:
            _book(library, tree, frames, lang).save(part)
        elif ending == ".parquet":
            frames[sheets[0].key].to_parquet(part, index=False)
        else:
            frames[sheets[0].key].to_csv(part, index=False, lineterminator="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return str(path)


def frame(tree: xr.DataTree, sheet: ResultSheet, lang: str) -> pd.DataFrame:
    """The rows of a sheet, with those of its columns that the file has."""
    makers = {SCORECARD.key: ("targets", _scorecard), MEASURES.key: (None, tables.summary),
              DELIVERY.key: ("delivery", _delivery),
              ASSUMPTIONS.key: ("assumptions", lambda tree: _assumptions(tree, lang))}
    part, make = makers[sheet.key]
    if part is not None and part not in tree.children:
        return pd.DataFrame(columns=[column.name for column in sheet.columns])
    made = make(tree)
    return made[[column.name for column in sheet.columns if column.name in made]]


def _scorecard(tree: xr.DataTree) -> pd.DataFrame:
    made = tables.scorecard(tree)
    made["is_assumed"] = [", ".join(name for name in ("dates", "crews", "basis")
                                    if row.get(name) == "assumed")
                          for row in made.to_dict("records")]
    return made


def _assumptions(tree: xr.DataTree, lang: str) -> pd.DataFrame:
    return pd.DataFrame([{"scenario": name} | row for name in scenario_names(tree)
                         for row in sections.assumptions(tree, name, lang)])


def _delivery(tree: xr.DataTree) -> pd.DataFrame:
    """Each project by year: units that are open, and how many days late it opens."""
    data = tree["delivery"].to_dataset()[["units_opened", "delay"]].load()
    rows = []
    for scenario in map(str, data["scenario"].values):
        one = data.sel(scenario=scenario).transpose("replication", "project", "year")
        weights = given.weights_of(tree, one, scenario)
        opened = weighted.mean(one["units_opened"].values, weights)
        delay = one["delay"].values
        # Of the replications in which it opens, as results.md has it.
        mean = estimate_mean(delay, given.sample(tree, one, scenario)).mean
        low, high = weighted.quantile(delay, OUTER, weights)
        for i, project in enumerate(map(str, one["project"].values)):
            if np.isnan(opened[i]).all():
                continue  # of another scenario
            rows += [{"scenario": scenario, "project": project, "year": int(year),
                      "opened": opened[i, j], "delay": mean[i], "delay_q05": low[i],
                      "delay_q95": high[i]}
                     for j, year in enumerate(one["year"].values)]
    return given.told(pd.DataFrame(rows), tree)


def _book(library: Any, tree: xr.DataTree, frames: dict[str, pd.DataFrame],
          lang: str) -> Any:
    book = library.Workbook()
    at = LANGUAGES.index(lang)
    first = book.active
    first.title = ABOUT[at]
    for line in _about(tree, lang):
        first.append(line)
    first.column_dimensions["A"].width = 30
    first.column_dimensions["B"].width = 100
    for sheet in RESULT_SHEETS:
        first.append([sheet.titles[at], sheet.meanings[at]])
        _page(library, book.create_sheet(sheet.titles[at]), sheet, frames[sheet.key], at)
    return book


def _about(tree: xr.DataTree, lang: str) -> list[list[str]]:
    """What was run, how it is weighted, and how the sheets are to be read."""
    at = LANGUAGES.index(lang)
    facts = tree.attrs
    words = given.words(tree, None, lang)
    told = (("Scenarios", "情景", ", ".join(scenario_names(tree))),
            ("Period", "时段", f"{facts['start']} - {facts['end']}"),
            ("Replications", "模拟次数", str(tree.sizes["replication"])),
            ("Seed", "种子", str(facts["seed"])),
            ("Weights", "加权", "; ".join(words) or
             ("none: all replications count alike", "无：各次模拟等权")[at]),
            ("Program", "程序", f"{facts['code_version']}, {facts['code_commit']}"),
            ("Fingerprint", "指纹", str(facts["fingerprint"])))
    lines = [[told[at], told[2]] for told in told]
    return [*lines, [], *([("Notes", "说明")[at] if i == 0 else "", note[at]]
                          for i, note in enumerate(NOTES)), []]


def _page(library: Any, page: Any, sheet: ResultSheet, rows: pd.DataFrame, at: int) -> None:
    styles = library.styles
    shown = [column for column in sheet.columns if column.name in rows]
    bold, small = styles.Font(bold=True), styles.Font(size=9, color="595959")
    amber = styles.PatternFill("solid", fgColor=_AMBER)
    for number, column in enumerate(shown, 1):
        page.cell(1, number, column.name).font = bold
        unit = f"[{column.unit}] " if column.unit else ""
        cell = page.cell(2, number, unit + column.meanings[at])
        cell.font = small
        cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
        letter = library.utils.get_column_letter(number)
        page.column_dimensions[letter].width = 34 if column.name.startswith("title") else 15
    for record in rows.to_dict("records"):
        page.append([_cell(record[column.name]) for column in shown])
        for cell in page[page.max_row]:
            if cell.data_type == "f":  # a text that begins with =
                cell.data_type = "s"
        is_marked = record.get("evidence") == "C" or bool(record.get("is_assumed"))
        for number, column in enumerate(shown, 1):
            if is_marked and column.name in _MARKED:
                cell = page.cell(page.max_row, number)
                cell.fill = amber
                if column.name == "p_met" and honesty.is_assumed(_dates(record)):
                    cell.number_format = '"("0.00")"'
    page.freeze_panes = "C3"
    if shown and len(rows):
        last = library.utils.get_column_letter(len(shown))
        page.auto_filter.ref = f"A2:{last}{len(rows) + 2}"


def _dates(record: dict) -> dict[str, str]:
    """What a row says of assumed dates and crews, as the scorecard has it."""
    found = str(record.get("is_assumed", ""))
    return {name: "assumed" for name in ("dates", "crews") if name in found}


def _cell(value: object) -> object:
    """A value as Excel takes it: empty for NaN, a text for what has no number there."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if math.isnan(value) else value if math.isfinite(value) else str(value)
    return value
