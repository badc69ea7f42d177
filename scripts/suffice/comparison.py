# SPDX-License-Identifier: GPL-3.0-or-later
"""What scenarios differ by, paired by replication."""
from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import xarray as xr

from . import given
from . import measures as m
from .estimates import LEVEL, Design, Groups, estimate_change, estimate_mean
from .results import ResultsError, group
from .selection import base_scenario, measured, scenario_names


def compare(tree: xr.DataTree, base: str | None = None,
            measures: Iterable[str] | str | None = None, by_year: bool = False,
            precision: float = 0.1, level: float = LEVEL,
            folder: m.Stored | m.Folder | None = None, **selection: object) -> pd.DataFrame:
    """What each scenario differs from `base` by, paired by replication.

    Replication r of both has the same random numbers, so the difference of r is one
    observation of what the scenarios differ by (Law and Kelton, section 11.2).
    `variance_reduction` is (Var a + Var b) / Var (b - a): so many times the replications
    would independent runs need. `replications_needed` is how many give the interval of
    the difference a half width of `precision` times the difference, n (half width /
    wanted)^2. Targets are rows too: `of` is target or service, `measure` then value or
    p_met, whose interval is that of `estimate_change`. `is_different` is False where every
    replication is equal. Of a file with observations all numbers take the weights of `base`,
    or where it has none those of the other scenario; `effective_sample`, the last column, is
    NaN where they are as thought before.
    """
    base = base_scenario(tree, base)
    others = [s for s in scenario_names(tree) if s != base]
    if not others:
        raise ResultsError("these results have one scenario, "
                           f"{base}: there is nothing to compare it with")
    folder = folder or measured(tree, selection)
    data = folder.measures(measures, by_year)
    design = Design.of(tree)
    samples = {other: given.sample(tree, data, given.whose(tree, base, other))
               for other in others}
    frames = []
    for name in map(str, data.data_vars):
        array = data[name].transpose("replication", "scenario", "service", "district",
                                     "period")
        for other in others:
            frame = _pair(array.sel(scenario=base), array.sel(scenario=other), samples[other],
                          precision, level)
            frame = frame.rename(columns={"service": "name", "period": "year"})
            frames.append(frame.assign(of="service", measure=name, scenario=other,
                                       unit=array.attrs["units"]))
    if "targets" in tree.children and not selection and measures is None:
        targets = group(tree, "targets")
        for variable, name in (("value", "value"), ("met", "p_met")):
            array = targets[variable].transpose("replication", "scenario", "target").load()
            for other in others:
                frame = _pair(array.sel(scenario=base), array.sel(scenario=other), samples[other],
                              precision, level, design.inner if name == "p_met" else None)
                frame = frame.rename(columns={"target": "name"}).assign(district="")
                frames.append(frame.assign(of="target", measure=name, scenario=other,
                                           unit="1"))
    if all(frame.empty for frame in frames):
        raise ResultsError("there is nothing to compare: no service chosen has "
                           f"{', '.join(map(str, data.data_vars))} in two scenarios")
    table = pd.concat(frames, ignore_index=True)
    table.insert(0, "base", base)
    if given.has_observations(tree):
        parts = [given.told(table[table["scenario"] == other].copy(), tree,
                            given.whose(tree, base, other)) for other in others]
        table = pd.concat(parts).sort_index()
    head = ["base", "scenario", "of", "name", "district", "year", "measure", "unit"]
    if not by_year:
        head.remove("year")
    return table[head + [c for c in table.columns if c not in {*head, "year"}]]


def _pair(base: xr.DataArray, other: xr.DataArray, groups: Groups,
          precision: float, level: float, inner: int | None = None) -> pd.DataFrame:
    """One row an element of two arrays (replication, ...), where both were observed.

    `inner`, that of the design, is told of values 0 and 1.
    """
    a, b = base.values, other.values
    seen = ~np.isnan(a) & ~np.isnan(b)
    a, b = np.where(seen, a, np.nan), np.where(seen, b, np.nan)
    ea, eb = estimate_mean(a, groups, level), estimate_mean(b, groups, level)
    ed = estimate_mean(b - a, groups, level)
    low, high = ed.low, ed.high
    if inner is not None:
        _, low, high = estimate_change(a, b, groups, inner, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        reduction = np.where(ed.variance > 0, (ea.variance + eb.variance) / ed.variance,
                             np.nan)
        needed = np.ceil(ed.n * ((high - low) / 2 / (precision * np.abs(ed.mean)))**2)
    columns = {"base_mean": ea.mean, "mean": eb.mean, "difference": ed.mean,
               "low": low, "high": high, "replications": ed.n,
               "variance_reduction": reduction,
               "replications_needed": np.where(np.isfinite(needed), needed, np.nan),
               "is_different": (a != b).any(0, where=seen)}
    frame = pd.DataFrame({name: np.ravel(column) for name, column in columns.items()},
                         index=pd.MultiIndex.from_product(
                             [base[d].values for d in base.dims[1:]],
                             names=list(base.dims[1:])))
    frame["replications"] = frame["replications"].astype(int)
    return frame[frame["replications"] > 0].reset_index()
