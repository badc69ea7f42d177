# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting by class of priority: the group ``/class_measures`` over replications.

Files of format 1.3 have no such group: there the months of ``/classes`` are folded.

A class is drawn when somebody has to wait, unless it bears on who gets a place. Of those who
get a place at once each class has its share: they are among ``admitted``, and count 0 days in
``wait``.
"""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from . import given, tables
from . import measures as m
from .estimates import LEVEL, estimate_table
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


def _stored(tree: xr.DataTree, data: xr.Dataset, year: int | None) -> xr.Dataset:
    """The measures that the file holds, of the classes of `data`."""
    stored = tree["class_measures"].to_dataset().sel(priority=data["priority"].values)
    period = m.ALL if year is None else str(year)
    if period not in stored["period"].values.astype(str):
        raise ResultsError(f"there is no year {year} in these results")
    stored = stored.drop_dims("district", errors="ignore")  # inherited titles
    return stored.sel(period=period).rename(region="district")


def _folded(tree: xr.DataTree, data: xr.Dataset, year: int | None) -> xr.Dataset:
    """The same, folded from the months."""
    days = xr.DataArray(m.month_days(data.assign_attrs(end=tree.attrs["end"])), dims="month")
    if year is not None:
        is_of_year = m.month_years(data) == year
        if not is_of_year.any():
            raise ResultsError(f"there is no year {year} in these results")
        data, days = data.isel(month=is_of_year), days[is_of_year]
    used = [variable for _, _, variable in MEASURES.values() if variable in data]
    months = xr.Dataset({name: data[name].copy(data=m.read(data[name])) for name in used})
    months = months.drop_vars([c for c in months.coords if c not in months.dims])
    # Nobody admitted: the mean wait is not observed, and counts for nothing.
    if "wait" in months:
        months["wait"] = (months["wait"] * months["admissions"]).where(months["admissions"] > 0, 0)
    total = months.sum("district", skipna=False).expand_dims(district=[m.ALL])
    months = xr.concat([months, total], "district")
    sums = months.sum("month", skipna=False)
    result = xr.Dataset()
    for name, (_, how, variable) in MEASURES.items():
        if variable not in months:
            continue
        if how == "wait":
            admitted = sums["admissions"]
            result[name] = sums[variable] / admitted.where(admitted > 0)
        elif how == "end":
            result[name] = months[variable].isel(month=-1, drop=True)
        elif how == "mean":
            result[name] = (months[variable] * days).sum("month", skipna=False) / days.sum()
        else:
            result[name] = sums[variable] / (days.sum() / m.DAYS_PER_YEAR)
    return result


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
    folded = (_stored if "class_measures" in tree.children else _folded)(tree, data, year)
    measures = [name for name in MEASURES if name in folded]  # older files lack some
    array = folded[measures].to_array("measure").sel(
        scenario=tables.chosen_scenarios(tree, scenario)).assign_coords(
        priority=data["priority_class"].values.astype(str)).transpose(
        "replication", "scenario", "priority", "measure", "district")
    table = estimate_table(array, given.sample(tree, array), level).reset_index()
    table = table.rename(columns={"priority": "class"})
    table["unit"] = [MEASURES[name][0] for name in table["measure"]]
    return given.told(table[["scenario", "class", "district", "measure", "unit", "mean", "low",
                             "high", "sd", "replications"]], tree)
