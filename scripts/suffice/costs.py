# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan costs: the group ``/costs`` as tables, and spending against the budget.

Amounts are in yuan of one year's prices (attribute ``price_year`` of the group). What is not
given is NaN and left out of every sum; `coverage` tells how much that is.
docs/theory/model.md has the formulas.
"""
from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from . import given, style, tables
from . import measures as m
from .captions import legend, note, replications
from .estimates import LEVEL, Design, estimate_probability, estimate_table
from .results import ResultsError, expect, group, whole
from .selection import select
from .words import check, word

OF_FUNDS = ("capital", "overrun", "running", "spent", "budget", "over_budget")
OF_SERVICES = ("service_capital", "service_running", "idle", "served")
OF_PROJECTS = ("planned_cost", "final_cost")
BY = {"fund": OF_FUNDS, "service": OF_SERVICES, "project": OF_PROJECTS}
PARTS = ("projects", "works", "services")


def has_costs(tree: xr.DataTree) -> bool:
    """Whether a scenario of the results has costs."""
    return "costs" in tree.children


def price_year(tree: xr.DataTree) -> int:
    """The year of whose prices all amounts are."""
    group(tree, "costs")
    return whole(tree["costs"].attrs["price_year"])


def costs(tree: xr.DataTree, by: str = "fund", by_year: bool = True, level: float = LEVEL,
          **selection: object) -> pd.DataFrame:
    """What is spent: means over replications with intervals, one row a quantity.

    By ``fund`` ("all" among them): `capital`, `overrun` (of it, above the cost as given),
    `running`, `spent`, `budget` and `over_budget`, whose mean is a probability with its
    exact interval. By ``service`` and district ("all" among them): `service_capital`,
    `service_running`, `idle` (of that, places that nobody occupies) and `served`, in
    people. By ``project``, of the whole run: `planned_cost` and `final_cost`. Rows of what
    is not given are left out. Of the whole run with ``by_year=False``; `selection` may
    name scenarios, funds, services, districts and projects.
    """
    if by not in BY:
        raise ResultsError(f"costs are not told by {by!r}, expected one of: {', '.join(BY)}")
    data = group(tree, "costs")[list(BY[by])]
    if "region" in data.dims:
        data = data.rename(region="district")
    rest = [d for d in ("scenario", "fund", "service", "district", "project", "period")
            if d in data.dims]
    expect("dimension", selection, [d for d in rest if d != "period"])
    data = select(data, selection)
    if "period" in rest:
        data = m.of_periods(data, by_year)
    design = Design.of(tree)
    sample = given.sample(tree, data)
    frames = []
    for name in BY[by]:
        array = data[name].transpose("replication", *rest)
        frame = estimate_table(array, sample, level).drop(columns="sd")
        if name == "over_budget":
            limits = estimate_probability(array.values, sample, design.inner, level)[1:]
            is_seen = array.notnull().any("replication").values
            frame["low"], frame["high"] = (limit[is_seen] for limit in limits)
        frame.insert(0, "quantity", name)
        frames.append(frame)
    table = pd.concat(frames).reset_index()
    return given.told(m.with_years(table, by_year) if "period" in rest else table, tree)


def coverage(tree: xr.DataTree) -> pd.DataFrame:
    """How much of each scenario has a cost given: `costed` of `in_all`, by part.

    The parts are projects (those that are built in the run), works, and services, whose
    running costs are meant. A scenario without costs is left out.
    """
    data = group(tree, "costs")[["costed", "in_all"]].isel(replication=0)
    table = data.to_dataframe()[["costed", "in_all"]].reset_index()
    table = table[table["in_all"].notna()].astype({"scenario": str, "part": str})
    return table.astype({"costed": int, "in_all": int}).reset_index(drop=True)


def plot(tree: xr.DataTree, fund: str = m.ALL, scenario: str | None = None,
         lang: str = "en") -> Figure:
    """Spending by year as stacked bars, against the budget, with P(over budget)."""
    name = tables.base_scenario(tree, scenario)
    table = costs(tree, "fund", scenario=name, fund=fund)
    if table.empty:
        raise ResultsError(f"the scenario {name} has no costs of the fund {fund}")
    years = sorted(set(table["year"]))
    cells = table.set_index(["quantity", "year"]).to_dict("index")

    def column(quantity: str, end: str = "mean") -> np.ndarray:
        return np.array([cells.get((quantity, year), {}).get(end, np.nan) for year in years])

    million = 1e6
    with style.look(check(lang)):
        figure, axes = style.subplots(figsize=(2.4 + 1.1 * len(years), 4.2))
        at = np.arange(len(years))
        base = np.zeros(len(years))
        handles: list = []
        for i, quantity in enumerate(("capital", "running")):
            value = column(quantity) / million
            if np.isnan(value).all():
                continue
            axes.bar(at, np.nan_to_num(value), 0.62, bottom=base, color=style.colour(i))
            base = base + np.nan_to_num(value)
            handles.append(Patch(color=style.colour(i), label=word(lang, f"cost_{quantity}")))
        low, high = (column("spent", end) / million for end in ("low", "high"))
        known = np.isfinite(low) & np.isfinite(high)
        if known.any():
            axes.errorbar(at[known], base[known], yerr=[
                np.maximum((base - low)[known], 0), np.maximum((high - base)[known], 0)],
                fmt="none", ecolor="0.2", capsize=3)
        budget = column("budget") / million
        for i, value in enumerate(budget):
            if np.isfinite(value):
                line, = axes.plot([i - 0.42, i + 0.42], [value, value], color="black",
                                  linewidth=2, label=word(lang, "cost_budget"))
                over = cells.get(("over_budget", years[i]))
                if over:
                    axes.text(i, np.nanmax([value, base[i], high[i]]), word(
                        lang, "cost_over", p=f"{over['mean']:.2f}"), ha="center",
                        va="bottom", fontsize=8, path_effects=style.halo())
        if np.isfinite(budget).any():
            handles.append(line)
        axes.set_xticks(at, list(map(str, years)))
        axes.set_ylim(0, 1.1 * float(np.nanmax([base, budget, high])) or 1)
        axes.set_ylabel(word(lang, "cost_axis", year=price_year(tree)))
        axes.grid(axis="x", visible=False)
        funds = group(tree, "costs")
        label = str(funds["fund_title_zh" if lang == "zh" else "fund_title"].sel(
            fund=fund).values) or fund
        axes.set_title(word(lang, "cost_title", fund=label))
        legend(figure, handles)
        note(figure, tree, name, lang,
             replications(tree.sizes["replication"], lang, "mean_interval"))
    return figure

