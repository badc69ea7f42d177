# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be thought given what was seen: the weights that tables and pictures take.

Where observations weigh the replications of a scenario, and the weights hold, every number
of it is given what was seen; otherwise, and of `Results.prior`, it is as thought before.
Where all replications weigh the same nothing was learned, and nothing is said.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from . import weighted
from .estimates import Design
from .results import ResultsError, group
from .selection import base_scenario, scenario_names
from .words import word

COLUMN = "effective_sample"


@dataclasses.dataclass(frozen=True, eq=False)
class Judged:
    """The weights of a scenario's replications, which sum to 1, and whether they hold."""

    weights: np.ndarray
    effective: float  # sample size, in draws of the assumptions
    pareto_k: float
    has_any: bool  # replications differ in weight

    @property
    def holds(self) -> bool:
        """Whether estimates by the weights may be shown."""
        return (self.effective >= weighted.LEAST_EFFECTIVE and
                self.pareto_k <= weighted.MOST_PARETO)


def has_observations(tree: xr.DataTree) -> bool:
    """Whether a scenario of the file has observations."""
    return "observations" in tree.children


def is_table(tree: xr.DataTree) -> bool:
    """Whether a table has the points of the run: without weights they are not the prior."""
    return Design.of(tree).kind == "table"


def judged(tree: xr.DataTree, scenario: str) -> Judged:
    """The weights of a scenario; ResultsError of a file without observations."""
    data = group(tree, "observations")
    logs = np.asarray(data["log_weight"].sel(scenario=scenario).values, dtype=float)
    draws = data["replication"].values.astype(int) // Design.of(tree).inner
    known = ~np.isnan(logs)
    if not known.any():
        return Judged(np.zeros(len(logs)), 0.0, float("inf"), False)
    weights = np.where(known, np.exp(logs - np.nanmax(logs)), 0.0)
    of_draws = np.bincount(np.unique(draws[known], return_inverse=True)[1], weights[known])
    return Judged(weights / weights.sum(), float(weighted.effective(weights, draws)),
                  weighted.pareto_k(of_draws), bool((logs[known] != logs[known][0]).any()))


def prior(tree: xr.DataTree) -> xr.DataTree:
    """The same results, whose tables and pictures are as thought before what was seen."""
    result = tree.copy()
    result.encoding = {**tree.encoding, "prior": True}
    return result


def used(tree: xr.DataTree, scenario: str) -> Judged | None:
    """The weights that numbers of a scenario take; None where they are as thought before."""
    if not has_observations(tree) or tree.encoding.get("prior"):
        return None
    found = judged(tree, scenario)
    return found if found.has_any and found.holds else None


def weights(tree: xr.DataTree, scenario: str | None = None) -> xr.DataArray:
    """Weights of the replications of a scenario, which sum to 1.

    Tables and pictures take them by themselves; with these any other variable of the file
    is what is to be thought after what was seen:
    ``tree["measures"]["wait"].sel(scenario=s).weighted(weights(tree, s)).mean("replication")``.
    ResultsError where they do not hold: few replications would speak for all.
    """
    name = base_scenario(tree, scenario)
    found = judged(tree, name)
    if not found.holds:
        raise ResultsError(
            f"the weights of {name} do not hold: effective sample size {found.effective:.0f} "
            f"(at least 100), Pareto k {found.pareto_k:.2f} (at most 0.7)")
    logs = group(tree, "observations")["log_weight"].sel(scenario=name)
    return logs.copy(data=found.weights).rename("weight").drop_attrs()


def sample(tree: xr.DataTree, data: xr.Dataset | xr.DataArray, scenario: str | None = None
           ) -> weighted.Sample | np.ndarray | None:
    """How the replications of data were drawn, and their weights.

    Of one scenario, or of each of the data, whose arrays then have it on axis 1. Without
    weights the groups alone (`Design.groups`).
    """
    design = Design.of(tree)
    numbers = data["replication"].values.astype(int)
    groups = design.groups(numbers)
    if not has_observations(tree):
        return groups
    of_file = group(tree, "observations")["replication"].values.astype(int)
    at = np.searchsorted(of_file, numbers)

    def of(name: str) -> np.ndarray:
        found = used(tree, name)
        return np.full(len(numbers), np.nan) if found is None else found.weights[at]

    wanted = of(scenario) if scenario is not None else np.stack(
        [of(name) for name in map(str, np.atleast_1d(data["scenario"].values))], axis=1)
    if np.isnan(wanted).all():
        return groups
    return weighted.Sample(groups, numbers // design.inner, wanted)


def weights_of(tree: xr.DataTree, data: xr.Dataset | xr.DataArray, scenario: str
               ) -> weighted.Sample | None:
    """The same of one scenario; None where its replications all weigh the same."""
    found = sample(tree, data, scenario)
    return found if isinstance(found, weighted.Sample) else None


def whose(tree: xr.DataTree, base: str, other: str) -> str:
    """The scenario whose weights a comparison takes.

    A pair of replications is one state of the world under two plans, and what was seen came
    about under one of them: the base, as far as it has observations, else the other. So
    both numbers and their difference take the same weights.
    """
    if not has_observations(tree) or judged(tree, base).has_any:
        return base
    return other if judged(tree, other).has_any else base


def told(frame: pd.DataFrame, tree: xr.DataTree, scenario: str | None = None) -> pd.DataFrame:
    """The frame with its last column, `effective_sample`, where the file has observations.

    NaN in rows that are as thought before; of `scenario` where it is told, else of the
    column of that name.
    """
    if has_observations(tree):
        names = [scenario] * len(frame) if scenario is not None else frame["scenario"]
        sizes = {name: found.effective if (found := used(tree, name)) else np.nan
                 for name in set(map(str, names))}
        frame[COLUMN] = [sizes[str(name)] for name in names]
    return frame


def words(tree: xr.DataTree, scenarios: Sequence[str] | None, lang: str,
          is_given: bool = True) -> list[str]:
    """What the note of a picture says: of which effective sample it is; else nothing."""
    if not has_observations(tree):
        return []
    names = scenario_names(tree) if scenarios is None else list(scenarios)
    found = [judged(tree, name) for name in names]
    if not any(one.has_any for one in found):
        return []
    if tree.encoding.get("prior") or not is_given:
        return [word(lang, "given_table" if is_table(tree) else "given_prior")]
    sizes = [one.effective for one in found if one.has_any and one.holds]
    if not sizes:
        return [word(lang, "given_table_refused" if is_table(tree) else "given_refused")]
    text = ", ".join(dict.fromkeys(f"{size:.0f}" for size in sizes))
    return [word(lang, "given", n=text)]
