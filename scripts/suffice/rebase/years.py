# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told by calendar year, and what refers to the counts of the start.

A year's value holds until a later one, so the last goes on through the new plan; what earlier
years had is left out. What the old scenario tells relative to its counts is told relative to
the new ones, so that rates stay what they were.
"""
from __future__ import annotations

import math
import re

import numpy as np

from . import document, people
from .run import Run
from .state import number


def current(rows: document.Rows, year: int, of: tuple[str, ...] = ()) -> document.Rows:
    """Rows from the last year that holds in `year` on; `of`: each of these by itself."""
    last: dict[tuple[str, ...], int] = {}
    for row in rows:
        if not document.is_empty(row.get("year", "")):
            key, its = tuple(row.get(c, "") for c in of), int(row["year"])
            if its <= year:
                last[key] = max(last.get(key, its), its)
    return [row for row in rows if document.is_empty(row.get("year", "")) or
            int(row["year"]) >= last.get(tuple(row.get(c, "") for c in of), -9999)]


def factors(by_year: dict, year: int) -> dict:
    """The same of a mapping from year to factor."""
    years = sorted(map(int, by_year))
    holding = [y for y in years if y <= year]
    first = holding[-1] if holding else -9999
    return {key: value for key, value in by_year.items() if int(key) >= first}


def scaled(text: str, factor: float) -> str:
    """A number, or an assumption times one, times a factor; its unit stays."""
    found = re.fullmatch(r"(\$[a-z0-9_-]+)(?:\s*\*\s*([-+0-9.e]+))?", text.strip())
    if found:
        return f"{found[1]} * {float(found[2] or 1) * factor:.8g}"
    value = number(text)
    unit = text.split(maxsplit=1)[1:]
    return " ".join([f"{value * factor:.8g}", *unit])


def population(run: Run, counts: np.ndarray) -> tuple[dict, list[str]]:
    """The section at the new start, but for its counts; what is to be said of it.

    `counts` are the new ones, by district, sex and age.
    """
    result = {key: value for key, value in run.scenario["population"].items()
              if key != "date"}
    notes = []
    for key in ("fertility", "mortality"):
        if key in result:
            rows = current(document.rows_of(result[key]), run.at.year, ("district",))
            result[key] = document.table_of(rows)
    if "mortality" in result and "mortality_trend" in result:
        passed = run.at.year - people.counted_on(run).year
        name = next(iter(document.names_used(result["mortality_trend"])), None)
        trend = number(result["mortality_trend"])
        if name is not None:
            values = run.yearly("assumptions", "value").sel(assumption=name)
            trend = float(run.one(values.isel(year=run.year)))
        if passed and not math.isnan(trend) and trend != 0:
            rows = [{**row, "rate": scaled(row["rate"], (1 + trend) ** passed)}
                    for row in document.rows_of(result["mortality"])]
            result["mortality"] = document.table_of(rows)
            notes.append(f"Death rates are those of the old start times (1 {'-+'[trend > 0]} "
                         f"{abs(trend):.5g})^{passed}, the trend's part since then; "
                         "the trend goes on.")
    if "migration" in result:
        result["migration"] = document.table_of(_flows(run, counts))
        notes.append("Flows from a district are given anew for the new counts, so that their "
                     "rates are the same; those from outside are as many people as before.")
    return result, notes


def _flows(run: Run, counts: np.ndarray) -> document.Rows:
    spec = run.scenario["population"]
    weights = np.ones(people.N_AGES)
    if "migration_age" in spec:
        weights[:] = 0
        for row in document.rows_of(spec["migration_age"]):
            weights[int(row["age_from"]):int(row["age_to"]) + 1] = float(row["weight"])
    old = people.old_counts(run)
    rows = []
    for row in current(document.rows_of(spec["migration"]), run.at.year,
                       ("from", "to", "flow", "sex", "age_from", "age_to")):
        if row["from"] != "outside":
            d = run.districts.index(row["from"])
            exposed = [_exposed(row, of[d], weights) for of in (counts, old)]
            factor = exposed[0] / exposed[1] if exposed[1] > 0 else 1.0
            row = {**row, **{key: scaled(row[key], factor)
                             for key in ("persons_per_year", "turnover_per_year")
                             if not document.is_empty(row.get(key, ""))}}
        rows.append(row)
    return rows


def _exposed(row: dict, counts: np.ndarray, weights: np.ndarray) -> float:
    sexes = [i for i, sex in enumerate(people.SEXES) if row.get("sex", "both") in (sex, "both")]
    first, last = (0 if document.is_empty(row.get(key, "")) else int(row[key])
                   for key in ("age_from", "age_to"))
    last = last if not document.is_empty(row.get("age_to", "")) else people.N_AGES - 1
    return float((counts[sexes] * weights)[:, first:last + 1].sum())


def zones(run: Run) -> document.Rows:
    """Zones whose area was told by density keep the area that it had."""
    rows = []
    people_of = people.old_counts(run).sum((1, 2)) if "population" in run.scenario else None
    for row in document.rows_of(run.scenario.get("zones")):
        density, share = number(row["people_per_km2"]), number(row["share"])
        if people_of is not None and density > 0 and not math.isnan(share):
            of = people_of[run.districts.index(row["district"])]
            row = {**row, "people_per_km2": "0", "area_km2": f"{share * of / density:.6g}"}
        rows.append(row)
    return rows
