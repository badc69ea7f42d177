# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of a results file as pandas frames: every number with its interval."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import xarray as xr

from . import former_names, given, honesty
from . import measures as m
from .comparison import compare
from .estimates import LEVEL, Design, estimate_mean, estimate_probability, estimate_table
from .results import ResultsError, group
from .selection import (
    base_scenario,
    caveats,
    chosen_scenarios,
    labels,
    measured,
    scenario_names,
    select,
)
from .shortages import has_list, shortage
from .weighted import Sample, order_statistic, quantile

SECURED = honesty.SECURED
QUANTILES = (0.05, 0.5, 0.95)

__all__ = ["QUANTILES", "SECURED", "base_scenario", "chosen_scenarios", "compare", "has_list",
           "labels", "measured", "quantile", "scenario_names", "scorecard", "select",
           "shortage", "summary", "tidy"]


def tidy(tree: xr.DataTree, variables: Iterable[str] | str | None, name: str,
         selection: dict[str, object]) -> pd.DataFrame:
    """A long frame: one row an observation, with `variable`, `value` and `unit`."""
    name = name.strip("/") or "/"
    if variables is None and name == "/":
        dataset = measured(tree, selection).measures(by_year=True).rename(period="year")
        chosen: list[str] = [str(v) for v in dataset.data_vars]
    else:
        dataset = select(tree.to_dataset() if name == "/" else group(tree, name), selection)
        names = [variables] if isinstance(variables, str) else list(
            variables if variables is not None else map(str, dataset.data_vars))
        chosen = [v if v in dataset.data_vars else
                  former_names.today(v, "/" + name.strip("/")) for v in names]
    missing = [v for v in chosen if v not in dataset.data_vars]
    if missing:
        raise ResultsError(f"there is no variable {missing[0]!r} in group {name}, expected "
                           f"one of: {', '.join(map(str, dataset.data_vars))}")
    frames = []
    for variable in chosen:
        array = dataset[variable]
        array = array.drop_vars([c for c in array.coords if c not in array.dims])
        frame = array.to_series().dropna().rename("value").reset_index()
        frame.insert(len(frame.columns) - 1, "variable", variable)
        frame["unit"] = array.attrs.get("units", "")
        frames.append(frame)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def summary(tree: xr.DataTree, measures: Iterable[str] | str | None = None,
            by_year: bool = True, quantiles: Sequence[float] = QUANTILES,
            level: float = LEVEL, folder: m.Stored | m.Folder | None = None,
            **selection: object) -> pd.DataFrame:
    """Means with intervals, and quantiles over replications, of measures.

    One row a scenario, service, district (and "all"), period and measure: `mean`, its
    interval `low` to `high`, `sd` over replications, quantiles as `q05`, and the number of
    `replications` that observed it. Rows of measures that a service does not have are left
    out. Of a file with caveats `caveat` has that of the service. Of a file with observations
    `effective_sample` is the last column: the sample size
    of rows that are given what was seen, NaN of those as thought before.
    """
    folder = folder or measured(tree, selection)
    data = folder.measures(measures, by_year)
    sample = given.sample(tree, data)
    weights = sample if isinstance(sample, Sample) else None
    frames = []
    for name in map(str, data.data_vars):
        array = data[name].transpose("replication", "scenario", "service", "district",
                                     "period")
        frame = estimate_table(array, sample, level)
        is_seen = array.notnull().any("replication").values
        for q, column in zip(quantiles, quantile(array.values, quantiles, weights),
                             strict=True):
            frame.insert(len(frame.columns) - 1, f"q{100 * q:02.4g}".replace(".", "_"),
                         column[is_seen])
        frame.insert(0, "measure", name)
        frame.insert(1, "unit", array.attrs["units"])
        frames.append(frame)
    table = m.with_years(pd.concat(frames).reset_index(), by_year)
    if "service_caveat" in tree.to_dataset().coords:
        told = {name: caveats(tree, name) for name in scenario_names(tree)}
        table["caveat"] = [told[scenario].get(service, "") for scenario, service in zip(
            table["scenario"], table["service"], strict=True)]
    return given.told(table, tree)


def scorecard(tree: xr.DataTree, level: float = LEVEL) -> pd.DataFrame:
    """Every target: P(met) with its interval, value, shortfall, month secured, utilisation.

    Columns are those of ``suffice info --targets --csv``; numbers that are not there are
    NaN. `p_met` is of the replications in which the target can be decided; `shortfall` is
    the mean of those that miss it; `secured` is the month from whose end on 0.9 of the
    replications meet it for good. `begin_by`, `slack_days` and `begin_count` are what would
    give a probability of 0.9, whenever the plan begins, with their intervals (`slack_low`,
    `begin_by_low`, `begin_low` and so on); `begin_by_is` (`begin_by_low_is`, ...) is
    "too late" where that date is before the run or up to `known_at`, "not binding" where it
    is not within the run, and "" where it can be kept; `p_met` of a row whose `dates` or
    `crews` are assumed is of those dates only. What is told of all targets together
    (`together_median`, ..., `p_all`) is the same in every row of a scenario, and so is
    `known_at`, the date to whose end it is known which projects have opened; "" where nothing
    is known.
    """
    targets = group(tree, "targets")
    design = Design.of(tree)
    rows: list[dict[str, object]] = []
    facts = {name: targets[f"target_{name}"].values for name in (
        "area", "title", "title_zh", "measure", "of", "each", "comparison", "required",
        "stretch", "unit", "date", "dates", "basis", "evidence", "soft")
        if f"target_{name}" in targets.coords}
    required = targets["target_required"].values.astype(float)
    for scenario in targets["scenario"].values:
        one = targets.sel(scenario=scenario).transpose("replication", "target", ...).load()
        met, value = one["met"].values, one["value"].values
        groups = given.sample(tree, one, str(scenario))
        weights = groups.weights if isinstance(groups, Sample) else None
        p, low, high = estimate_probability(met, groups, design.inner, level)
        p_stretch = estimate_mean(one["stretch_met"].values, groups, level).mean
        mean = estimate_mean(value, groups, level)
        use = estimate_mean(one["utilisation"].values, groups, level)
        missed = np.where(met <= 0, np.abs(required - value), np.nan)
        shortfall = estimate_mean(missed, groups, level).mean
        district_p = estimate_mean(one["district_met"].values, groups, level).mean
        decided = (~np.isnan(met)).sum(0)
        known = known_at(targets, scenario)
        run = honesty.Run.of(str(tree.attrs["start"]), str(tree.attrs["end"]), known)
        honest = honesty.columns(one, groups, level, run, design.inner).to_dict("records")
        together = honesty.together(met, groups, level)
        for i, target in enumerate(one["target"].values):
            row: dict[str, object] = {"scenario": str(scenario), "target": str(target)}
            row |= {name: values[i] for name, values in facts.items()}
            row |= {"replications": len(met), "decided": int(decided[i]),
                    "met": int(np.nansum(met[:, i])), "p_met": p[i], "p_low": low[i],
                    "p_high": high[i], "p_stretch": p_stretch[i], "value": mean.mean[i],
                    "value_half_width": mean.half_width[i], "shortfall": shortfall[i],
                    "secured": _secured(one["met_from"].values[:, i], run.start, weights),
                    "utilisation": use.mean[i],
                    "utilisation_half_width": use.half_width[i]}
            here = district_p[i]
            if not np.isnan(here).all():
                weakest = int(np.nanargmin(here))
                row |= {"weakest_district": str(one["district"].values[weakest]),
                        "weakest_p_met": here[weakest]}
            rows.append(row | honest[i] | together | {"known_at": known})
    table = pd.DataFrame(rows)
    for name in ("weakest_district", "weakest_p_met"):
        if name not in table:
            table[name] = np.nan
    # A scenario without a target of another one: neither decided nor a value.
    absent = (table["decided"] == 0) & table["value"].isna()
    several = targets.sizes["scenario"] > 1
    return given.told(table[~absent].reset_index(drop=True) if several else table, tree)


def known_at(data: xr.Dataset, scenario: str) -> str:
    """The date to whose end projects of a scenario are known, or ""."""
    if "scenario_known_at" not in data.coords:
        return ""
    return str(data["scenario_known_at"].sel(scenario=scenario).item())


def _secured(met_from: np.ndarray, start: np.datetime64, weights: np.ndarray | None) -> str:
    """The month by which a share SECURED of the replications meet it for good, or ""."""
    days = np.where(np.isnan(met_from), np.inf, met_from)
    day = order_statistic(days, SECURED, weights)
    return str(start + np.timedelta64(int(day) - 1, "D"))[:7] if np.isfinite(day) else ""
