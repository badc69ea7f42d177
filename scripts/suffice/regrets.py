# SPDX-License-Identifier: GPL-3.0-or-later
"""Which plan is robust: regret, what a scenario loses against the best in the same state.

A state is a draw of the assumptions; the replications of one draw of a nested run are
averaged first. Elsewhere each replication is a state, its chance included.
"""
from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from . import given, style, tables, weighted
from . import measures as m
from .captions import measure_title, replications
from .estimates import LEVEL, Design, Groups, estimate_mean, estimate_probability
from .results import ResultsError, group
from .whys import plans_only
from .words import check, word

MISSED = "targets_missed"
LINE = 30  # characters of a label's line


def losses(tree: xr.DataTree, measure: str, service: str | None, district: str) -> np.ndarray:
    """What each scenario loses, (replication, scenario): less is better."""
    if measure == MISSED:
        met = group(tree, "targets")["met"].transpose("replication", "scenario", "target")
        return (met.values <= 0).sum(-1).astype(float)
    if service is None:
        raise ResultsError(f"the regret in {measure} is of a service: tell which")
    folder = tables.measured(tree, {"service": service})
    data = folder.measures(measure)[measure].sel(district=district).squeeze(drop=True)
    return data.transpose("replication", "scenario").values


def regret(tree: xr.DataTree, measure: str = "unmet", service: str | None = None,
           district: str = m.ALL, level: float = LEVEL) -> pd.DataFrame:
    """What each scenario loses against the best one in the same state: a row a scenario.

    `measure` is one of the measures of which less is better, as `unmet` and `waiting`
    of a service, or `targets_missed`. `mean`, with the limits of its interval, `q90` (the
    least value that 90 % of states do not exceed) and `worst` are of the regret; `best` is
    the share of states in which no other scenario loses less, ties counting for each.
    """
    tree = plans_only(tree)
    names = tables.scenario_names(tree)
    if len(names) < 2:
        raise ResultsError("regret is against the best of several scenarios, and these "
                           "results have one")
    lost = losses(tree, measure, service, district)
    design = Design.of(tree)
    numbers = tree.to_dataset()["replication"].values
    points, state = np.unique(numbers // design.inner, return_inverse=True)
    weights = _weights(tree, names)
    share = np.ones(len(numbers)) if weights is None else weights
    of_state = np.bincount(state, share)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.stack([lost[state == i].mean(0) if weights is None else
                          share[state == i] @ lost[state == i] / of_state[i]
                          for i in range(len(points))])
    is_known = ~np.isnan(means).any(1)
    if not is_known.any():
        raise ResultsError(f"there is no state in which {measure} of all scenarios is known")
    means, points, of_state = means[is_known], points[is_known], of_state[is_known]
    regrets = means - means.min(1, keepdims=True)
    alone = Design(design.kind, design.scrambles).groups(points)  # a state counts once
    groups: Groups = alone if weights is None else weighted.Sample(alone, points, of_state)
    mean = estimate_mean(regrets, groups, level)
    best, low, high = estimate_probability(np.where(regrets > 0, 0.0, 1.0), groups, 1, level)
    worst = np.where(of_state[:, None] > 0, regrets, -np.inf).max(0)
    return given.told(pd.DataFrame({
        "scenario": names, "mean": mean.mean, "low": mean.low, "high": mean.high,
        "q90": [weighted.order_statistic(regrets[:, i], 0.9, of_state)
                for i in range(len(names))],
        "worst": worst, "best": best,
        "best_low": low, "best_high": high, "states": len(regrets)}), tree, _whose(tree, names))


def _whose(tree: xr.DataTree, names: list[str]) -> str:
    """The first scenario whose observations weigh, else the first."""
    if not given.has_observations(tree):
        return names[0]
    return next((name for name in names if given.judged(tree, name).has_any), names[0])


def _weights(tree: xr.DataTree, names: list[str]) -> np.ndarray | None:
    """The weights of replications; None where all weigh the same."""
    found = given.used(tree, _whose(tree, names))
    return None if found is None else found.weights


def plot(tree: xr.DataTree, measure: str = "unmet", service: str | None = None,
         district: str = m.ALL, lang: str = "en") -> Figure:
    """Mean, 90 % and worst regret of each scenario, and how often it is the best."""
    table = regret(tree, measure, service, district)
    labels = tables.labels(tree.to_dataset(), "scenario", check(lang))
    what = word(lang, "regret_targets") if measure == MISSED else \
        measure_title(tree, str(service), measure, lang)
    with style.look(lang):
        figure, axes = style.subplots(figsize=(8.4, 0.6 * len(table) + 1.9))
        at = np.arange(len(table))
        axes.hlines(at, 0, table["worst"], color="0.8", linewidth=2)
        for i, (name, marker) in enumerate((("mean", "o"), ("q90", "s"), ("worst", "D"))):
            axes.plot(table[name], at, linestyle="", marker=marker, color=style.colour(i),
                      label=word(lang, f"regret_{name}"))
        axes.set_yticks(at, [
            textwrap.fill(labels[row.scenario], LINE) + "\n" + word(
                lang, "regret_best", share=f"{100 * row.best:.0f}")
            for row in table.itertuples()])
        axes.invert_yaxis()
        axes.set_xlim(left=0)
        axes.set_xlabel(word(lang, "regret_axis"))
        axes.grid(axis="y", visible=False)
        axes.set_title(word(lang, "of", service=word(lang, "regret"), what=what))
        axes.legend(loc="best")
        figure.suptitle(word(lang, "and").join([
            replications(int(table["states"].iloc[0]), lang, "regret_states"),
            *given.words(tree, [_whose(tree, list(table["scenario"]))], lang)]),
                        fontsize=9, x=0.01, ha="left")
    return figure
