# SPDX-License-Identifier: GPL-3.0-or-later
"""How long people wait: the quantiles of group ``/waits`` over replications."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from . import classes, given, tables
from . import measures as m
from .results import ResultsError, group, text
from .weighted import Sample, mean, order_statistic

SHARES = (0.5, 0.8, 0.9)  # of those who joined: what pictures and the report tell of
BANDS = (0.5, 0.05, 0.95)  # over replications: median, and the middle 90 %


def usual_year(tree: xr.DataTree) -> int:
    """The last year but one: those who joined in it had another year to be admitted in."""
    years = group(tree, "waits")["year"].values
    return int(years[-2] if len(years) > 1 else years[-1])


def of_year(tree: xr.DataTree, year: int | None = None) -> xr.Dataset:
    """Waits of those who joined in a year, of all services, in memory."""
    chosen = usual_year(tree) if year is None else year
    data = tables.select(group(tree, "waits"), {"year": chosen})
    return data[["joined", "wait_quantile"]].load()


def wait_times(tree: xr.DataTree, service: str, year: int | None = None,
               scenario: str | Sequence[str] | None = None,
               by_class: bool = False, data: xr.Dataset | None = None) -> pd.DataFrame:
    """Days within which shares of those who joined in a year are admitted.

    One row a scenario, district and `share`: `days`, the median over replications, `low`
    and `high`, their middle 90 %, `reached`, the part of the replications in which the share
    is admitted within the run at all, and `joined`, the mean number of people. Days are
    order statistics of the replications, and infinite where the share is not reached:
    leaving the list counts as never admitted. Replications in which nobody joined are
    passed over. `year` is the last but one unless told; `data` of `of_year` saves reading
    it again for one service after another.

    With `by_class` also a row a `class` of priority, each among its own: those put on the
    list, and the share that the class has of those admitted at once.
    """
    chosen = tables.chosen_scenarios(tree, scenario)
    if by_class:
        year = usual_year(tree) if year is None else year
        mine = tables.select(classes.of_service(tree, service), {"year": year})
        parts = {str(name): mine.isel(year=0, priority=i) for i, name in
                 enumerate(mine["priority_class"].values)}
        rows = [{"class": label, **row} for name in chosen for label, part in parts.items()
                for row in _rows(part, name, given.weights_of(tree, part, name))]
    else:
        data = tables.select(of_year(tree, year) if data is None else data,
                              {"service": service})
        year = int(data["year"].values[0])
        rows = [row for name in chosen for row in _rows(
            data.isel(year=0, service=0), name, given.weights_of(tree, data, name))]
    if not rows:
        raise ResultsError(f"there are no waits for {service} in {year}: it has no waiting "
                           f"list, or nobody joined ({text(tree.attrs.get('start', ''))} to "
                           f"{text(tree.attrs.get('end', ''))})")
    return given.told(pd.DataFrame(rows), tree)


def _rows(data: xr.Dataset, scenario: str, sample: Sample | None) -> list[dict[str, object]]:
    """The rows of one scenario, of `joined` and `wait_quantile` of one year and service."""
    one = data.sel(scenario=scenario)
    joined = one["joined"].transpose("replication", "district").values
    days = m.read(one["wait_quantile"].transpose("replication", "district", "quantile"))
    days = np.where(np.isnan(days), np.inf, days)
    rows: list[dict[str, object]] = []
    for i, district in enumerate(map(str, one["district"].values)):
        seen = joined[:, i] > 0
        here = days[seen, i]
        weights = np.ones(len(joined)) if sample is None else sample.weights
        weights = weights[seen]
        for q, share in enumerate(one["quantile"].values):
            if weights.sum() > 0:
                middle, low, high = (order_statistic(here[:, q], b, weights) for b in BANDS)
                rows.append({
                    "scenario": scenario, "district": district, "year": int(one["year"]),
                    "share": float(share), "joined": mean(joined[:, i], sample),
                    "days": middle, "low": low, "high": high,
                    "reached": float(
                        np.average(np.isfinite(here[:, q]), weights=weights))})
    return rows
