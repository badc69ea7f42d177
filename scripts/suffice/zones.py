# SPDX-License-Identifier: GPL-3.0-or-later
"""Places and people by zone: the group ``/zones`` as a table.

`suffice info --zones` tells the same.
"""
from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import xarray as xr

from . import given, tables
from . import measures as m
from .estimates import LEVEL, estimate_table
from .results import ResultsError, group

# Quantity: its variable of a stay and of an intake, and how the months of a year are folded.
QUANTITIES = {
    "demand": ("requests", "applicants", "sum"),
    "places": ("places", "places", "end"),
    "occupied": ("occupancy", "occupancy", "mean"),
    "waiting": ("waiting", "waiting", "mean"),
    "refused": ("refusals", "unplaced", "sum"),
}
KEYS = ["scenario", "service", "zone", "district", "kind", "year", "quantity"]


def zones(tree: xr.DataTree, service: str | None = None,
          scenario: str | Sequence[str] | None = None, year: int | None = None,
          level: float = LEVEL) -> pd.DataFrame:
    """Who asks, places and who is there, by service, zone and year: means with intervals.

    One row a scenario, service, `zone` (with its `district` and `kind`), `year` and
    `quantity`: `demand`, those who ask in the year, and `refused`, those without a place or
    seat, by where they live; `places` built at its end; `occupied`, those who are there, and
    `waiting`, those on the list who live there, means over time. Of services whose places
    stand in zones; a quantity that a kind of service does not have is left out.
    """
    if "zones" not in tree.children:
        raise ResultsError("no service of these results has places in zones (key zones)")
    data = group(tree, "zones")
    data = data.sel(scenario=tables.chosen_scenarios(tree, scenario))
    if service is not None:
        data = tables.select(data, {"service": [service]})
    years = m.month_years(data)
    if year is not None and year not in years:
        raise ResultsError(f"there is no year {year} in these results")
    days = xr.DataArray(m.month_days(data.assign_attrs(end=tree.attrs["end"])), dims="month")
    frames = []
    for one in sorted(set(years)) if year is None else [year]:
        months, weights = data.isel(month=years == one), days[years == one]
        for name, (stay, intake, how) in QUANTITIES.items():
            array = months[stay].load()
            if intake != stay:
                array = array.fillna(months[intake].load())
            if how == "end":
                array = array.isel(month=-1, drop=True)
            elif how == "mean":
                array = (array * weights).sum("month", skipna=False) / weights.sum()
            else:
                array = array.sum("month", skipna=False)
            array = array.transpose("replication", "scenario", "service", "zone")
            frame = estimate_table(array, given.sample(tree, array), level).reset_index()
            frames.append(frame.assign(year=one, quantity=name))
    table = pd.concat(frames)
    for key in ("district", "kind"):
        of = dict(zip(data["zone"].values.astype(str),
                      data[f"zone_{key}"].values.astype(str), strict=True))
        table[key] = table["zone"].map(of)
    order = {"service": data["service"].values.astype(str),
             "zone": data["zone"].values.astype(str), "quantity": list(QUANTITIES)}
    for key, values in order.items():
        table[key] = pd.Categorical(table[key], values, ordered=True)
    table = table.sort_values(["scenario", "service", "zone", "year", "quantity"])
    table = table.astype(dict.fromkeys(order, str)).reset_index(drop=True)
    return given.told(table[[*KEYS, "mean", "low", "high", "sd", "replications"]], tree)
