# SPDX-License-Identifier: GPL-3.0-or-later
"""Which assumption moves an outcome: rank regression, and shares of the variance.

**Standardised rank regression coefficients** (Saltelli and others 2008, Global
Sensitivity Analysis, section 1.2.5): outcome and assumptions are replaced by their ranks,
standardised, and regressed; a coefficient tells direction and strength of a monotone
relation, others held fixed.

**Shares** of the variance of the outcome are Sobol' indices: `first` of the assumption alone,
`total` with the products of two that it takes part in. They are those of a regression with
fixed terms, a polynomial chaos expansion (Sudret 2008); `shares` has the method and its
intervals. `chance` is what the terms do not explain: the randomness of the simulation itself,
and interactions that are not among the terms. First-order shares and chance add up to about 1,
products apart. All of it supposes that assumptions are independent.

The unit of observation is the replication; of a nested run the draw, whose replications are
averaged, so that chance is smaller by as much.
"""
from __future__ import annotations

import dataclasses
from itertools import combinations

import numpy as np
import pandas as pd
import xarray as xr

from . import measures as m
from .estimates import LEVEL, Design, check_level
from .results import ResultsError, group
from .selection import base_scenario, select
from .shares import needed, ranks, shares, slopes

CORRELATED = 0.3  # rank correlation from which on indices are doubtful


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What is to be explained: a number a replication."""

    values: np.ndarray  # (replication,)
    title: str
    unit: str


def outcome(tree: xr.DataTree, metric: str, scenario: str, service: str | None,
            district: str, year: int | None, folder: m.Stored | m.Folder | None = None) -> Outcome:
    """A measure of a service, or the value of a target when `metric` is its name."""
    if service is None:
        targets = group(tree, "targets")
        names = [str(t) for t in targets["target"].values]
        if metric not in names:
            raise ResultsError(f"{metric!r} is no target of these results; of a measure "
                               f"({', '.join(m.MEASURES)}) tell the service too")
        one = targets.sel(scenario=scenario, target=metric)
        title = f"{metric} {one['target_title'].item()}"
        return Outcome(one["value"].values.astype(float), title,
                       str(one["target_unit"].item()))
    metric = m.named(metric)[0].name
    root = select(tree.to_dataset(), {"service": service, "scenario": scenario})
    folder = folder or m.of_tree(tree, {"service": [service], "scenario": [scenario]})
    data = folder.measures(metric, by_year=year is not None)[metric]
    try:
        here = data.sel(scenario=scenario, service=service, district=district,
                       period=m.ALL if year is None else year)
    except KeyError as error:
        raise ResultsError(f"there is no district or year {error}") from error
    title = str(root["service_title"].item()) if "service_title" in root.coords else ""
    return Outcome(np.asarray(here.values, dtype=float),
                   f"{title or service}: {m.MEASURES[metric].title}", data.attrs["units"])


def drivers(tree: xr.DataTree, metric: str, service: str | None = None,
            district: str = m.ALL, year: int | None = None, scenario: str | None = None,
            level: float = LEVEL, folder: m.Stored | m.Folder | None = None) -> pd.DataFrame:
    """Each assumption that varies, strongest first, with what it does to `metric`.

    Columns: `src` (rank coefficient, -1 to 1), `first` and `total` (shares of the variance,
    0 to 1), each with `_low` and `_high`; title, evidence grade and source of the assumption.
    `total` is NaN where there are too few replications for products of assumptions; `told`
    says which of the two to show. Attributes of the frame (`.attrs`): `explained` by all
    terms and `chance`, the rest, with `_low` and `_high`; the adjusted `r2` of the rank
    regression; `replications`; `observations` (draws, of a nested run); `correlated` pairs
    of assumptions, of which shares tell little. ResultsError below three observations an
    assumption. A path over years counts as one assumption a year (NAME@YEAR) where there are
    observations enough for all, else as one, the mean of its years (NAME@mean).
    """
    name = base_scenario(tree, scenario)
    y = outcome(tree, metric, name, service, district, year, folder)
    assumptions = group(tree, "assumptions").sel(scenario=name).load()
    seen = ~np.isnan(y.values)
    if not seen.any():
        raise ResultsError(f"{y.title} is not observed in the scenario {name}")
    target, rows = by_draw(y.values, assumptions["replication"].values, Design.of(tree).inner)
    columns, labels = assumption_columns(assumptions, rows)
    n, k = len(target), len(labels)
    if n < needed(k):
        columns, labels = assumption_columns(assumptions, rows, by_year=False)
        k = len(labels)
    if not labels:
        raise ResultsError("no assumption varies in these results")
    if n < needed(k):
        raise ResultsError(f"{n} replications are too few to tell {k} "
                           f"assumption{'s' * (k > 1)} apart: {needed(k)} are needed")
    if np.ptp(target) == 0:
        raise ResultsError(f"{y.title} is {target[0]:g} in every replication: nothing "
                           "moves it")
    table = analyse(columns, target, level)
    if table["first"].isna().all():
        raise ResultsError("no assumption can be told from the others: in these replications "
                           "each follows from them")
    table.insert(0, "assumption", labels)
    for fact in ("title", "title_zh", "unit", "evidence", "source"):
        if f"assumption_{fact}" in assumptions.coords:
            facts = assumptions[f"assumption_{fact}"].to_series()
            table[fact] = [str(facts[label.split("@")[0]]) for label in labels]
    attrs = table.attrs | {
        "metric": y.title, "unit": y.unit, "scenario": name, "level": level,
        "replications": int(seen.sum()), "observations": n,
        "correlated": [(labels[i], labels[j], r) for i, j, r in correlated_pairs(columns)]}
    table = table.sort_values([told(table), "first_high"], ascending=False, ignore_index=True)
    table.attrs = attrs
    return table


def analyse(columns: np.ndarray, y: np.ndarray, level: float = LEVEL) -> pd.DataFrame:
    """All of it for columns (observation, assumption) and an outcome (observation,)."""
    check_level(level)
    u = ranks(columns)
    found = shares(u, y, level)
    src, r2 = slopes(u, ranks(y), level)
    src[:, np.isnan(found.first[0])] = np.nan  # the same as others: not told apart
    table = pd.DataFrame({
        name + end: values[i]
        for name, values in (("src", src), ("first", found.first), ("total", found.total))
        for i, end in enumerate(("", "_low", "_high"))})
    value, low, high = map(float, found.explained)
    table.attrs = {"r2": r2, "explained": value, "explained_low": low,
                   "explained_high": high, "chance": 1 - value, "chance_low": 1 - high,
                   "chance_high": 1 - low}
    return table


def told(table: pd.DataFrame) -> str:
    """The share to show of a table of `drivers`: total where it is told, else first."""
    return "total" if table["total"].notna().any() else "first"


def by_draw(y: np.ndarray, replications: np.ndarray, inner: int
            ) -> tuple[np.ndarray, np.ndarray]:
    """Means over the replications of each draw that were observed, and a row of each draw."""
    seen = np.flatnonzero(~np.isnan(y))
    _, first, draw = np.unique(np.asarray(replications)[seen] // inner, return_index=True,
                               return_inverse=True)
    return np.bincount(draw, y[seen]) / np.bincount(draw), seen[first]


def assumption_columns(assumptions: xr.Dataset, rows: np.ndarray, by_year: bool = True
                       ) -> tuple[np.ndarray, list[str]]:
    """(row, column) values of what varies; a path over years has a column a year, labelled
    NAME@YEAR, or without `by_year` the mean of its years, NAME@mean."""
    values = assumptions["value"].transpose("replication", "assumption", "year").values[rows]
    columns, labels = [], []
    for i, name in enumerate(assumptions["assumption"].values):
        here = values[:, i]
        if np.isnan(here).any() or np.ptp(here, axis=0).max(initial=0) == 0:
            continue
        is_path = (here != here[:, :1]).any()
        if is_path and not by_year:
            columns.append(here.mean(axis=1))
            labels.append(f"{name}@mean")
            continue
        years = assumptions["year"].values if is_path else [None]
        for k, year in enumerate(years):
            if np.ptp(here[:, k]) > 0:
                columns.append(here[:, k])
                labels.append(str(name) if year is None else f"{name}@{year}")
    return (np.stack(columns, axis=1) if columns else np.empty((len(values), 0))), labels


def correlated_pairs(columns: np.ndarray) -> list[tuple[int, int, float]]:
    """Pairs of columns whose rank correlation is CORRELATED or more."""
    if columns.shape[1] < 2:
        return []
    r = np.corrcoef(ranks(columns).T)
    return [(i, j, float(r[i, j])) for i, j in combinations(range(len(r)), 2)
            if abs(r[i, j]) >= CORRELATED]
