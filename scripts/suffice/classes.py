# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting by class of priority: the group ``/class_measures`` over replications.

Files of format 1.3 have no such group: there the months of ``/classes`` are folded.

A class is drawn when somebody has to wait, unless it bears on who gets a place. Of those who
get a place at once each class has its share: they are among ``admitted``, and count 0 days in
``wait``.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import xarray as xr

from . import measures as m
from . import tables
from .estimates import LEVEL, Design, estimate_mean
from .results import ResultsError, group

# Measure: unit, and how it is folded from the variables of the group.
MEASURES = {
    "demand": ("people a year", "sum", "requests"),
    "refused": ("people a year", "sum", "refusals"),
    "listed": ("people a year", "sum", "listed"),
    "admitted": ("people a year", "sum", "admissions"),
    "from_list": ("people a year", "sum", "admissions_waited"),
    "left": ("people a year", "sum", "left"),
    "waiting": ("people", "mean", "waiting"),
    "waiting_end": ("people", "end", "waiting_end"),
    "wait": ("day", "wait", "wait"),
}


# Of a measure, a scenario and the place of a class: (replication, district and all).
ValuesOf = Callable[[str, str, int], np.ndarray]


def has_classes(tree: xr.DataTree, service: str) -> bool:
    """Whether a service has classes of priority, in some scenario."""
    return "classes" in tree.children and bool(
        (group(tree, "classes")["priority_service"].values.astype(str) == service).any())


def of_service(tree: xr.DataTree, service: str) -> xr.Dataset:
    """The group's part of one service; ResultsError where it has no classes."""
    data = group(tree, "classes")
    here = data["priority_service"].values.astype(str) == service
    if not here.any():
        known = dict.fromkeys(data["priority_service"].values.astype(str))
        raise ResultsError(f"{service} has no classes of priority, expected one of: "
                           f"{', '.join(known)}")
    return data.isel(priority=np.flatnonzero(here))


def _with_all(values: np.ndarray) -> np.ndarray:
    """(replication, month, district) and all districts together."""
    return np.concatenate([values, values.sum(2, keepdims=True)], 2)


def _fold(how: str, variable: str, data: xr.Dataset, days: np.ndarray) -> np.ndarray:
    """A measure of one class of a scenario, (replication, district and all)."""
    def values(name: str) -> np.ndarray:
        return m.read(data[name].transpose("replication", "month", "district"))

    if how == "wait":
        admitted = values("admissions")
        top = _with_all(np.where(admitted > 0, values(variable) * admitted, 0)).sum(1)
        base = _with_all(admitted).sum(1)
        return np.divide(top, base, out=np.full_like(top, np.nan), where=base > 0)
    of = _with_all(values(variable))
    if how == "end":
        return of[:, -1]
    if how == "mean":
        return np.einsum("rmd,m->rd", of, days) / days.sum()
    return of.sum(1) / (days.sum() / m.DAYS_PER_YEAR)


def _stored(tree: xr.DataTree, data: xr.Dataset, year: int | None) -> ValuesOf:
    """The measures that the file holds, of the classes of `data`."""
    stored = tree["class_measures"].to_dataset().sel(priority=data["priority"].values)
    period = m.ALL if year is None else str(year)
    if period not in stored["period"].values.astype(str):
        raise ResultsError(f"there is no year {year} in these results")
    stored = stored.sel(period=period)
    return lambda measure, scenario, i: stored[measure].sel(scenario=scenario).isel(
        priority=i).transpose("replication", "region").values


def _folded(tree: xr.DataTree, data: xr.Dataset, year: int | None) -> ValuesOf:
    """The same, folded from the months."""
    months = np.arange(data.sizes["month"])
    if year is not None:
        months = np.flatnonzero(m.month_years(data) == year)
        if not len(months):
            raise ResultsError(f"there is no year {year} in these results")
    days = m.month_days(data.assign_attrs(end=tree.attrs["end"]))[months]
    variables = [variable for _, _, variable in MEASURES.values() if variable in data]
    data = data[variables].isel(month=months).load()
    return lambda measure, scenario, i: _fold(
        *MEASURES[measure][1:], data.sel(scenario=scenario).isel(priority=i), days)


def class_waits(tree: xr.DataTree, service: str, scenario: str | Sequence[str] | None = None,
                year: int | None = None, level: float = LEVEL) -> pd.DataFrame:
    """Who waits, and how long, by class of priority: means with intervals.

    One row a scenario, `class`, district (and "all") and measure: `demand`, `refused`,
    `listed`, `admitted`, `from_list` and `left` (the list without a place) are people a year,
    `waiting` the mean
    over time, `waiting_end` the last, `wait` the mean wait in days of those admitted. Of the
    whole run, or of one calendar year.
    """
    data = of_service(tree, service)
    is_stored = "class_measures" in tree.children
    values_of = (_stored if is_stored else _folded)(tree, data, year)
    # Older files do not have all of them.
    has = tree["class_measures"].to_dataset() if is_stored else data
    measures = {name: unit for name, (unit, _, variable) in MEASURES.items()
                if (name if is_stored else variable) in has}
    groups = Design.of(tree).groups(data["replication"].values)
    districts = [*map(str, data["district"].values), m.ALL]
    rows = []
    for name in tables.chosen_scenarios(tree, scenario):
        for i, label in enumerate(data["priority_class"].values):
            for measure, unit in measures.items():
                estimate = estimate_mean(values_of(measure, name, i), groups, level)
                rows += [{"scenario": name, "class": str(label), "district": district,
                          "measure": measure, "unit": unit, "mean": estimate.mean[d],
                          "low": estimate.low[d], "high": estimate.high[d],
                          "sd": np.sqrt(estimate.variance[d]),
                          "replications": int(estimate.n[d])}
                         for d, district in enumerate(districts) if estimate.n[d] > 0]
    return pd.DataFrame(rows)
