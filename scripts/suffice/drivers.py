# SPDX-License-Identifier: GPL-3.0-or-later
"""Which assumption moves an outcome: rank regression, and Sobol' indices of a surrogate.

**Standardised rank regression coefficients** (Saltelli and others 2008, Global
Sensitivity Analysis, section 1.2.5): outcome and assumptions are replaced by their ranks,
standardised, and regressed; a coefficient tells direction and strength of a monotone
relation, others held fixed. Their squares add up to about R2 when assumptions are
independent.

**Sobol' indices** are shares of the variance of the outcome: `first` of the assumption
alone, `total` with all interactions it takes part in. The surrogate is a polynomial chaos
expansion (Sudret 2008): products of Legendre polynomials, orthonormal on the ranks of the
assumptions: all linear ones, and others chosen one by one (Blatman and Sudret 2011) while
they stand out of the noise. A share is the square of its coefficients, less the
square of their standard errors, over the variance. What the surrogate does not tell is
`chance`: the randomness of the simulation itself, and what is not smooth. The indices suppose
independent assumptions.

**Intervals** are of the delete-a-group jackknife with the groups of the design (the
scrambles of Sobol' points), else twenty, on the square roots of
shares (Efron and Stein 1981).
"""
from __future__ import annotations

import dataclasses
from itertools import combinations

import numpy as np
import pandas as pd
import xarray as xr
from scipy import stats

from . import measures as m
from .estimates import LEVEL, Design
from .results import ResultsError, group
from .tables import base_scenario

JACKKNIFE_GROUPS = 20
DEGREE = 3  # of the polynomials of one assumption
MOST_TERMS = 30  # beyond the linear ones
FEWEST = 30  # replications, below which nothing can be told
CORRELATED = 0.3  # rank correlation from which on indices are doubtful


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What is to be explained: a number a replication."""

    values: np.ndarray  # (replication,)
    title: str
    unit: str


def outcome(tree: xr.DataTree, metric: str, scenario: str, service: str | None,
            district: str, year: int | None, folder: m.Folder | None = None) -> Outcome:
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
    root = tree.to_dataset()
    m.named(metric)
    if service not in root["service"].values:
        raise ResultsError(f"there is no service {service!r}, expected one of: "
                           f"{', '.join(map(str, root['service'].values))}")
    root = root.sel(service=service)
    folder = folder or m.Folder(
        tree.to_dataset().sel(scenario=[scenario], service=[service]))
    data = folder.measures(metric, by_year=year is not None)[metric]
    try:
        here = data.sel(scenario=scenario, service=service, district=district,
                       period=m.ALL if year is None else year)
    except KeyError as error:
        raise ResultsError(f"there is no district or year {error}") from error
    title = str(root["service_title"].item()) if "service_title" in root.coords else ""
    return Outcome(np.asarray(here.values, dtype=float), f"{title or service}: {m.MEASURES[metric].title}",
                   data.attrs["units"])


def drivers(tree: xr.DataTree, metric: str, service: str | None = None,
            district: str = m.ALL, year: int | None = None, scenario: str | None = None,
            level: float = LEVEL, folder: m.Folder | None = None) -> pd.DataFrame:
    """Each assumption that varies, strongest first, with what it does to `metric`.

    Columns: `src` (rank coefficient, -1 to 1), `first` and `total` (shares of the variance,
    0 to 1), each with `_low` and `_high`; title, confidence and source of the assumption.
    Attributes of the frame (`.attrs`): `r2` of the rank regression, `explained` by the
    surrogate (leave-one-out), `chance` the rest, `replications`, `correlated` pairs of
    assumptions.
    """
    name = base_scenario(tree, scenario)
    y = outcome(tree, metric, name, service, district, year, folder)
    assumptions = group(tree, "assumptions").sel(scenario=name).load()
    seen = ~np.isnan(y.values)
    columns, labels = assumption_columns(assumptions, seen)
    n = int(seen.sum())
    if n < max(FEWEST, len(labels) + 5):
        raise ResultsError(f"{n} replications tell nothing of {len(labels)} assumptions: "
                           f"at least {max(FEWEST, len(labels) + 5)} are needed")
    target = y.values[seen]
    if np.ptp(target) == 0:
        raise ResultsError(f"{y.title} is {target[0]:g} in every replication: nothing "
                           "moves it")
    if not labels:
        raise ResultsError("no assumption varies in these results")
    design = Design.of(tree)
    groups = design.groups(assumptions["replication"].values)
    groups = (np.arange(len(seen)) % JACKKNIFE_GROUPS if groups is None else groups)[seen]
    table = analyse(columns, target, groups, level)
    table.insert(0, "assumption", labels)
    for fact in ("title", "title_zh", "unit", "confidence", "source"):
        if f"assumption_{fact}" in assumptions.coords:
            facts = assumptions[f"assumption_{fact}"].to_series()
            table[fact] = [str(facts[label.split("@")[0]]) for label in labels]
    attrs = dict(table.attrs)
    attrs |= {"metric": y.title, "unit": y.unit, "scenario": name, "replications": n,
              "level": level,
              "correlated": [(labels[i], labels[j], r)
                             for i, j, r in correlated_pairs(columns)]}
    table = table.sort_values(["total", "first"], ascending=False, ignore_index=True)
    table.attrs = attrs
    return table


def assumption_columns(assumptions: xr.Dataset, seen: np.ndarray
                       ) -> tuple[np.ndarray, list[str]]:
    """(replication, column) values of what varies; a path over years has a column a year."""
    values = assumptions["value"].transpose("replication", "assumption", "year").values[seen]
    columns, labels = [], []
    for i, name in enumerate(assumptions["assumption"].values):
        here = values[:, i]
        if np.isnan(here).any() or np.ptp(here, axis=0).max(initial=0) == 0:
            continue
        is_path = (here != here[:, :1]).any()
        years = assumptions["year"].values if is_path else [None]
        for k, year in enumerate(years):
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


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks on axis 0 as probabilities in (0, 1); ties share their mean."""
    return (stats.rankdata(values, axis=0) - 0.5) / len(values)


def rank_coefficients(columns: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Standardised rank regression coefficients, by least squares."""
    x, z = stats.rankdata(columns, axis=0), stats.rankdata(y)
    with np.errstate(invalid="ignore", divide="ignore"):
        x = np.nan_to_num((x - x.mean(0)) / x.std(0))
        z = np.nan_to_num((z - z.mean()) / z.std())
    return np.linalg.lstsq(x, z, rcond=None)[0]


# --- the surrogate ---------------------------------------------------------------------


def legendre(u: np.ndarray, degree: int) -> np.ndarray:
    """The Legendre polynomial of a degree, orthonormal for u uniform in (0, 1)."""
    coefficients = np.zeros(degree + 1)
    coefficients[degree] = np.sqrt(2 * degree + 1)
    return np.polynomial.legendre.legval(2 * u - 1, coefficients)


Term = tuple[tuple[int, int], ...]  # (column, degree) of each factor


def basis(u: np.ndarray, terms: list[Term]) -> np.ndarray:
    """(replication, term) values of products of Legendre polynomials."""
    result = np.ones((len(u), len(terms)))
    for t, term in enumerate(terms):
        for column, degree in term:
            result[:, t] *= legendre(u[:, column], degree)
    return result


def choose_terms(u: np.ndarray, y: np.ndarray) -> list[Term]:
    """The linear term of every assumption, and what else is clearly there.

    Degrees up to DEGREE and products of two of the eight strongest are added, the strongest
    first, while its t statistic is above sqrt(2 log of the number of candidates), which
    noise alone seldom reaches (Donoho and Johnstone 1994). With few replications the linear
    terms have to pass the same test.
    """
    n, k = u.shape
    linear: list[Term] = [((i, 1),) for i in range(k)]
    slopes = np.abs(basis(u, linear).T @ (y - y.mean()))
    strong = sorted(np.argsort(-slopes)[:8].tolist())
    more: list[Term] = [((i, d),) for i in range(k) for d in range(2, DEGREE + 1)]
    more += [((i, 1), (j, 1)) for i, j in combinations(strong, 2)]
    chosen, candidates = (linear, more) if n >= 3 * k else ([], linear + more)
    chosen, candidates = list(chosen), list(candidates)
    bar = np.sqrt(2 * np.log(len(candidates)))
    while candidates and len(chosen) < min(len(linear) + MOST_TERMS, n // 2):
        q, _ = np.linalg.qr(np.column_stack([np.ones(n), basis(u, chosen)]))
        residual = y - q @ (q.T @ y)
        values = basis(u, candidates)
        values -= q @ (q.T @ values)
        norm = np.maximum((values**2).sum(0), 1e-12 * n)
        noise = (residual**2).sum() / max(n - q.shape[1] - 1, 1)
        t = np.abs(values.T @ residual) / np.sqrt(norm * noise)
        best = int(np.argmax(t))
        if not t[best] > bar:
            break
        chosen.append(candidates.pop(best))
    return chosen


def left_out(fit: np.ndarray, y: np.ndarray) -> float:
    """Mean squared error of leaving each replication out once, by the hat matrix."""
    q, _ = np.linalg.qr(fit)
    residual = y - q @ (q.T @ y)
    leverage = np.minimum((q**2).sum(1), 1 - 1e-9)
    return float(np.mean((residual / (1 - leverage))**2))


def indices(u: np.ndarray, y: np.ndarray, terms: list[Term]
            ) -> tuple[np.ndarray, np.ndarray]:
    """First-order and total shares of the variance of y, (column,) each."""
    n, k = u.shape
    first, total = np.zeros(k), np.zeros(k)
    if not terms:
        return first, total
    fit = np.column_stack([np.ones(n), basis(u, terms)])
    coefficients = np.linalg.lstsq(fit, y, rcond=None)[0]
    residual = y - fit @ coefficients
    noise = (residual**2).sum() / max(n - fit.shape[1], 1)
    errors = noise * np.diag(np.linalg.pinv(fit.T @ fit))
    shares = np.maximum(coefficients**2 - errors, 0)[1:] / y.var(ddof=1)
    for term, share in zip(terms, shares, strict=True):
        if len(term) == 1:
            first[term[0][0]] += share
        for column, _ in term:
            total[column] += share
    return np.minimum(first, 1), np.minimum(total, 1)


def analyse(columns: np.ndarray, y: np.ndarray, groups: np.ndarray,
            level: float = LEVEL) -> pd.DataFrame:
    """All of it for columns (replication, assumption) and an outcome (replication,)."""
    u = ranks(columns)
    terms = choose_terms(u, y)
    fit = np.column_stack([np.ones(len(y)), basis(u, terms)])
    explained = 1 - left_out(fit, y) / y.var(ddof=1)

    def all_of(which: np.ndarray) -> np.ndarray:
        first, total = indices(u[which], y[which], terms)
        return np.stack([rank_coefficients(columns[which], y[which]), first, total])

    whole = all_of(np.full(len(y), True))
    names = np.unique(groups)
    parts = np.stack([all_of(groups != name) for name in names])
    table = pd.DataFrame()
    for i, name in enumerate(("src", "first", "total")):
        low, high = _jackknife(whole[i], parts[:, i], level, is_share=i > 0)
        table[name], table[f"{name}_low"], table[f"{name}_high"] = whole[i], low, high
    z = stats.rankdata(y)
    x = stats.rankdata(columns, axis=0)
    x = (x - x.mean(0)) / x.std(0)
    z = (z - z.mean()) / z.std()
    table.attrs = {"r2": float(1 - np.mean((z - x @ whole[0])**2)),
                   "explained": float(np.clip(explained, 0, 1)),
                   "chance": float(1 - np.clip(explained, 0, 1))}
    return table


def _jackknife(whole: np.ndarray, parts: np.ndarray, level: float, is_share: bool
               ) -> tuple[np.ndarray, np.ndarray]:
    """The interval of estimates (k,), from those without each group (group, k)."""
    g = len(parts)
    t = stats.t.ppf(0.5 + level / 2, g - 1)
    if is_share:
        def to(x: np.ndarray) -> np.ndarray:
            return np.sqrt(np.clip(x, 0, 1))  # steadies the variance of a square
    else:
        def to(x: np.ndarray) -> np.ndarray:
            return x
    transformed = to(parts)
    error = np.sqrt((g - 1) / g * ((transformed - transformed.mean(0))**2).sum(0))
    low, high = to(whole) - t * error, to(whole) + t * error
    if is_share:
        return np.maximum(low, 0)**2, np.clip(high, 0, 1)**2
    return np.maximum(low, -1), np.minimum(high, 1)
