# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is in services at the new start: people in places, lists, and rolls by year."""
from __future__ import annotations

import datetime
import math
import re

import numpy as np

from . import document, rounding
from .counted import Counted
from .run import Run, months_between, months_later

DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / 12


def number(text: str) -> float:
    """The number of a resolved quantity as `42 days`; NaN of one that is drawn."""
    found = re.match(r"\s*(-?[0-9.]+(?:e[-+]?[0-9]+)?)", str(text))
    return float(found[1]) if found else math.nan


def stays(run: Run, service: str, given: Counted, simulated: str) -> document.Rows:
    """People in places (by location) and on lists (by residence) of each district."""
    occupied = rounding.whole(run.one(
        run.monthly("occupancy_end", service).isel(month=run.month)))
    waiting = rounding.whole(np.nan_to_num(run.one(
        run.monthly("waiting_end", service).isel(month=run.month))))
    rows = []
    for d, district in enumerate(run.districts):
        key = (service, district)
        told = [given.whole(key, name) for name in ("occupied", "waiting")]
        of_run = [int(occupied[d]), int(waiting[d])]
        sources = {given.source if t is not None else simulated for t in told}
        both = [r if t is None else t for t, r in zip(told, of_run)]
        rows.append({"district": district, "occupied": str(both[0]), "waiting": str(both[1]),
                     "source": "; ".join(sorted(sources))})
    return rows


def has_rolls(service: dict) -> bool:
    """Whether pupils of its start can be told: applicants by arrivals have no age."""
    return service["kind"] == "intake" and "arrivals" not in service


def years_of_course(service: dict) -> int:
    return max(1, math.ceil(number(service["intake"]["length"]) / DAYS_PER_YEAR - 0.01))


def rolls(run: Run, service: str, given: Counted, simulated: str) -> document.Rows:
    """Pupils by district and year of the course; the sum of a district is the run's.

    Its parts are as those who took a seat in each of the years before, in the run or, before
    it, by the rolls of the old start, less those whom dropout took since.
    """
    spec = run.scenario["services"][service]
    n_years = years_of_course(spec)
    on_roll = run.one(run.monthly("occupancy_end", service).isel(month=run.month))
    parts = _seated(run, service, n_years)
    totals = rounding.whole(on_roll)
    rows = []
    for d, district in enumerate(run.districts):
        pupils = rounding.whole(parts[d], int(totals[d]))
        for year in range(n_years):
            counted = given.whole((service, district, str(year + 1)), "pupils")
            rows.append({"district": district, "year": str(year + 1),
                         "pupils": str(int(pupils[year]) if counted is None else counted),
                         "source": simulated if counted is None else given.source})
    return rows


def _seated(run: Run, service: str, n_years: int) -> np.ndarray:
    """Who began in each of the years before the date and stays, by district and year."""
    spec = run.scenario["services"][service]
    dropout = _mean_of(run, spec["intake"].get("dropout", "0")) * DAYS_PER_YEAR
    found = np.zeros((len(run.districts), n_years))
    seated = run.one(run.monthly("pupils_in", service))
    for month in range(run.month + 1):
        ago = run.month + 1 - month  # months, at the start of which intakes are held
        year = (ago - 1) // 12
        if year < n_years:
            found[:, year] += np.nan_to_num(seated[month]) * math.exp(-dropout * ago / 12)
    since_start = months_between(run.start, run.at)
    rows = document.rows_of(spec.get("initial", {}).get("rolls"))
    for row in rows:
        ago = since_start + _months_before(run, spec, int(row["year"]))
        year = (ago - 1) // 12
        if year < n_years:
            found[run.districts.index(row["district"]), year] += (
                float(row["pupils"]) * math.exp(-dropout * since_start / 12))
    return found


def _months_before(run: Run, spec: dict, year: int) -> int:
    """Months before the old start at which pupils of a year of the course began."""
    if "every" in spec["intake"]:
        return 12 * year - 6
    since = (run.start.month - int(spec["intake"]["month"])) % 12
    return 12 * (year - 1) + (since or 12)


def _mean_of(run: Run, text: str) -> float:
    """A quantity per day, an assumption in it at its mean in the run."""
    name = next(iter(document.names_used(text)), None)
    if name is None or name not in run.scenario.get("assumptions", {}):
        found = number(text)
        return 0 if math.isnan(found) else found
    factor = re.search(r"\*\s*([-0-9.e]+)", text)
    values = run.yearly("assumptions", "value").sel(assumption=name).isel(year=run.year)
    return float(run.one(values)) * (float(factor[1]) if factor else 1)


def next_intake(run: Run, intake: dict) -> str:
    """The first intake, of those at an interval, at the new start or after it."""
    first = datetime.date.fromisoformat(intake.get("first", str(run.start)))
    every, unit = number(intake["every"]), intake["every"].split()[-1]
    n = 0
    date = first
    while date < run.at:
        n += 1
        if unit.startswith("day"):
            date = first + datetime.timedelta(days=every * n)
        else:
            months = int(every * (12 if unit.startswith("year") else 1)) * n
            date = months_later(first, months)
            date += datetime.timedelta(days=first.day - 1)
    return str(date)


def later_arrivals(run: Run, table: dict) -> dict:
    """A rate over time, its days counted from the new start; the last rate before goes on."""
    days = (run.at - run.start).days
    rows = [(float(row["day"]) - days, row) for row in document.rows_of(table)]
    before = [row for day, row in rows if day <= 0]
    after = [(day, row) for day, row in rows if day > 0]
    first = [{**before[-1], "day": "0"}] if before else [{"day": "0", "per_day": "0"}]
    return document.table_of(first + [{**row, "day": f"{day:g}"} for day, row in after])
