# SPDX-License-Identifier: GPL-3.0-or-later
"""Assumptions at the new start: their families, at the moments that the run leaves them.

Without weights an assumption is what it was. With them its mean and standard deviation are
those given what was seen; of one that follows a path from year to year they are those of the
path at the new start, with weights or without. A discrete law keeps its values, each with
the weight of the replications that have it; an empirical one gets weighted quantiles of the
run's values, as does a discrete one that follows a path. How assumptions go together beyond
`correlations` is lost.
"""
from __future__ import annotations

import math

import numpy as np

from . import document
from .run import Run
from .state import number

# With as many effective replications a spread is told to one part in fourteen (a standard
# error of 1 / sqrt(2 (n - 1))).
LEAST_EFFECTIVE = 100
N_QUANTILES = 21  # of an empirical law, its ends with them


def posterior(run: Run) -> tuple[dict, list[str]]:
    """The assumptions of the new scenario, and the names of those that changed."""
    result, changed = {}, []
    for name, spec in run.scenario.get("assumptions", {}).items():
        result[name] = spec
        if "value" in spec or not (run.is_weighted or "ar1" in spec):
            continue
        values = run.yearly("assumptions", "value").sel(assumption=name)
        if "discrete" in spec or "empirical" in spec:
            now = values.isel(year=run.year).to_numpy()
            result[name] = (_weighed(spec, now, run.weights)
                            if "discrete" in spec and "ar1" not in spec
                            else _quantiles(spec, now, run.weights))
            changed.append(name)
            continue
        first, last = (values.isel(year=i).to_numpy() for i in (0, run.year))
        even = np.full(run.n, 1 / run.n)
        before, after = _moments(first, even), _moments(last, run.weights)
        if isinstance(run.scenario.get("design"), dict):
            before = _thought_before(spec, before)
        if before[1] > 0 and after[1] > 0:
            result[name] = fitted(spec, before, after, "ar1" in spec)
            changed.append(name)
    return result, changed


def doubt(run: Run, changed: list[str]) -> str:
    """What is to be said of assumptions that few replications moved; "" where many did."""
    effective = 1 / float(run.weights @ run.weights)
    if not changed or effective >= LEAST_EFFECTIVE:
        return ""
    count = (f"{run.n} replications" if effective > run.n - 0.5 else
             f"{run.n} replications that count as {effective:.0f}")
    return (f"{', '.join(changed)}: the spread comes from {count}, too few to rely on: take "
            f"{LEAST_EFFECTIVE} or more.")


def _moments(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    mean = float(weights @ values)
    spread = float(weights @ (values - mean) ** 2) / max(1 - float(weights @ weights), 1e-12)
    return mean, math.sqrt(spread)


def _thought_before(spec: dict, of_run: tuple[float, float]) -> tuple[float, float]:
    """The moments of the law itself: points of a calibration are not drawn from it."""
    if "uniform" in spec:
        low, high = (number(spec["uniform"][key]) for key in ("low", "high"))
        return (low + high) / 2, (high - low) / math.sqrt(12)
    if "triangular" in spec:
        a, b, c = (number(spec["triangular"][key]) for key in ("low", "mode", "high"))
        return (a + b + c) / 3, math.sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18)
    return of_run


def fitted(spec: dict, before: tuple[float, float], after: tuple[float, float],
           is_path: bool) -> dict:
    """The same family with the moments `after`; `before` are those it had in the run."""
    family = next(key for key in spec if isinstance(spec[key], dict) and key != "ar1")
    old, (mean, sd) = spec[family], after
    if family == "normal":
        new = {"mean": mean, "sd": sd}
    elif family == "lognormal":
        new = {"median": mean / math.sqrt(1 + (sd / mean) ** 2), "cv": sd / mean}
    elif family == "gamma":
        new = {"mean": mean, "cv": sd / mean}
    elif family == "beta":
        new = {"mean": mean, "n": max(mean * (1 - mean) / sd ** 2 - 1, 0.5)}
    else:
        new = _moved(old, before, after, is_path)
    return {**spec, family: {key: _like(old[key], value) for key, value in new.items()}}


def _weighed(spec: dict, values: np.ndarray, weights: np.ndarray) -> dict:
    """The values of a discrete law, each with the weight of the replications that have it."""
    old = spec["discrete"]["values"]
    nearest = np.abs(values[:, None] - np.array(_numbers(old))).argmin(1)
    of_value = np.bincount(nearest, weights=weights, minlength=len(old))
    kept = [i for i in range(len(old)) if of_value[i] > 0]
    parts = [float(f"{of_value[i] / of_value.sum():.9g}") for i in kept]
    return {**spec, "discrete": {"values": [old[i] for i in kept],
                                 "probabilities": [f"{p:.9g}" for p in parts]}}


def _quantiles(spec: dict, values: np.ndarray, weights: np.ndarray) -> dict:
    """Straight lines between weighted quantiles, at every twentieth of the law."""
    order = np.argsort(values, kind="stable")
    order = order[weights[order] > 0]
    middle = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    shares = np.linspace(0, 1, N_QUANTILES)
    found = np.interp(shares, middle, values[order])
    texts = [f"{v:.9g}" for v in found]
    family = "empirical" if "empirical" in spec else "discrete"
    unit = _like(spec[family]["values"][0], 0.).partition(" ")[2]  # type: ignore[attr-defined]
    # Values rise: of several shares with one value the first stands, but 1 is the last.
    rising = [i for i, text in enumerate(texts) if i == 0 or float(text) > float(texts[i - 1])]
    rest = {key: value for key, value in spec.items() if key != family}
    named = [f"{texts[i]} {unit}".strip() for i in rising]
    if len(rising) < 2:
        return {**rest, "discrete": {"values": named, "probabilities": ["1"]}}
    cumulative = [f"{shares[i]:.9g}" for i in rising[:-1]] + ["1"]
    return {**rest, "empirical": {"values": named, "cumulative": cumulative}}


def _moved(old: dict, before: tuple[float, float], after: tuple[float, float],
           is_path: bool) -> dict:
    """Limits moved and narrowed as mean and spread are; never beyond the old ones."""
    scale = after[1] / before[1]
    numbers = {key: _numbers(value) for key, value in old.items() if key != "cumulative"}
    least = min(min(of) for of in numbers.values())
    most = max(max(of) for of in numbers.values())
    result: dict = {}
    for key, of in numbers.items():
        moved = [after[0] + scale * (value - before[0]) for value in of]
        if not is_path:
            moved = [min(max(value, least), most) for value in moved]
        result[key] = moved if isinstance(old[key], list) else moved[0]
    if "cumulative" in old:
        result["cumulative"] = old["cumulative"]
    return result


def _numbers(value: object) -> list[float]:
    return [number(v) for v in value] if isinstance(value, list) else [number(str(value))]


def _like(old: object, value: object) -> object:
    """A number as text, with the unit that the old one has."""
    if isinstance(value, list):
        return [_like("", v) for v in value]
    if isinstance(value, str):
        return value
    words = str(old).split(maxsplit=1)
    unit = f" {words[1]}" if len(words) > 1 else ""
    return f"{float(value):.6g}{unit}"  # type: ignore[arg-type]


def used_only(tree: dict) -> list[str]:
    """Drops assumptions and levers that nothing names any more; which they were."""
    dropped = []
    for section in ("assumptions", "levers"):
        used = set()
        for key, node in tree.items():
            if key != section:
                used |= document.names_used(node)
        for name in [n for n in tree.get(section, {}) if n not in used]:
            del tree[section][name]
            dropped.append(name)
        if section in tree and not tree[section]:
            del tree[section]
    dropped += _unused_classes(tree)
    pairs = tree.get("correlations", {})
    for name in [n for n, pair in pairs.items() if {pair["of"], pair["with"]} & set(dropped)]:
        del pairs[name]
    if "correlations" in tree and not pairs:
        del tree["correlations"]
    return dropped


def _unused_classes(tree: dict) -> list[str]:
    """Drops classes of assets that nothing is of any more; which they were."""
    used = {row.get(key) for section, key in (("stock", "asset"), ("projects", "asset"),
                                              ("targets", "of"), ("conditions", "of"))
            for row in document.rows_of(tree.get(section))}
    used |= {works["asset"] for works in tree.get("works", {}).values()}
    dropped = [name for name in tree.get("assets", {}) if name not in used]
    for name in dropped:
        del tree["assets"][name]
    if "assets" in tree and not tree["assets"]:
        del tree["assets"]
    return dropped
