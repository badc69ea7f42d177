# SPDX-License-Identifier: GPL-3.0-or-later
"""Residents of the new start by district, sex and single age.

A run has them by five years of age at each year's end. Single ages within five years are
those of the counts of the old start, one year older each year, and the births of the run,
scaled at each year's end to what the run has of each five years (by district and sex). So
every sum over five years is the run's; what differs within them is that deaths and moves of a
year are taken alike at its five ages.
"""
from __future__ import annotations

import datetime

import numpy as np

from . import document, rounding
from .counted import Counted
from .run import Run, months_between

SEXES = ("F", "M")
N_AGES = 101
FIVE = 5


def old_counts(run: Run) -> np.ndarray:
    """Residents by district, sex and age as the old scenario counts them."""
    found = np.zeros((len(run.districts), len(SEXES), N_AGES))
    for row in document.rows_of(run.scenario["population"]["start"]):
        found[run.districts.index(row["district"]), SEXES.index(row["sex"]),
              int(row["age"])] += float(row["count"])
    return found


def counted_on(run: Run) -> datetime.date:
    """The date of the old counts."""
    return datetime.date.fromisoformat(
        run.scenario["population"].get("date", str(run.start)))


def older(counts: np.ndarray, years: float) -> np.ndarray:
    """Ages after some years, birthdays evenly over the year; the last age keeps its people."""
    whole, part = int(years), years - int(years)
    found = np.zeros_like(counts)
    for age in range(N_AGES):
        for shift, share in ((whole, 1 - part), (whole + 1, part)):
            found[..., min(age + shift, N_AGES - 1)] += share * counts[..., age]
    return found


def born(births: np.ndarray, years: float) -> np.ndarray:
    """Ages of those born evenly over the last years, `births` of them in all."""
    found = np.zeros((*births.shape, N_AGES))
    for age in range(int(np.ceil(years))):
        found[..., age] = births * (min(age + 1, years) - age) / years
    return found


def fitted(shape: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Single ages of the shape, with the sums of five years of `groups`."""
    found = shape.copy()
    for i in range(groups.shape[-1]):
        ages = slice(FIVE * i, min(FIVE * i + FIVE, N_AGES))
        part = found[..., ages]
        sums = part.sum(-1, keepdims=True)
        even = np.full_like(part, 1 / part.shape[-1])
        share = np.where(sums > 0, part / np.where(sums > 0, sums, 1), even)
        found[..., ages] = share * groups[..., i, None]
    return found


def single_ages(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Residents at the date by single age, and the run's by five years: not whole."""
    order = {"sex": ["female", "male"], "district": run.districts}
    residents = run.yearly("population", "residents").sel(order)
    births = run.yearly("population", "births").sel(order).isel(age_group=0)
    dims = ("replication", "district", "sex")
    counts = old_counts(run)
    date = counted_on(run)
    since = run.start
    groups = np.zeros(0)
    for year in range(run.year + 1):
        until = min(datetime.date(run.start.year + year + 1, 1, 1), run.end)
        years = months_between(date, until) / 12
        # Of the months before the run nothing is told: as many births as in those after.
        of_run = months_between(since, until) / 12
        births_of = run.one(births.isel(year=year).transpose(*dims)) * years / of_run
        groups = run.one(residents.isel(year=year).transpose(*dims, "age_group"))
        counts = fitted(older(counts, years) + born(births_of, years), groups)
        date = since = until
    return counts, groups


def start(run: Run, given: Counted, simulated: str) -> document.Rows:
    """The table of residents: what was counted, else what the run has, marked."""
    counts, groups = single_ages(run)
    kept = rounding.nested(groups)
    ages = np.zeros_like(counts, dtype=int)
    for i in range(groups.shape[-1]):
        part = slice(FIVE * i, min(FIVE * i + FIVE, N_AGES))
        for at in np.ndindex(groups.shape[:2]):
            ages[(*at, part)] = rounding.whole(counts[(*at, part)], int(kept[(*at, i)]))
    rows = []
    for d, district in enumerate(run.districts):
        for s, sex in enumerate(SEXES):
            for age in range(N_AGES):
                counted = given.whole((district, sex, str(age)), "count")
                rows.append({"district": district, "sex": sex, "age": str(age),
                             "count": str(int(ages[d, s, age]) if counted is None else counted),
                             "source": simulated if counted is None else given.source})
    return rows
