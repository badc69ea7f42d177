# SPDX-License-Identifier: GPL-3.0-or-later
"""Why people are not served: the group ``/why`` of a file that ``suffice why`` has made.

The unmet demand of a plan is split into what each cause has to answer for: places that
open late, are not staffed, lie in the wrong districts, demand away from what is expected,
and too few places, which is what remains without the other four. docs/theory/model.md has
the formulas.
"""
from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from . import measures as m
from . import style
from .captions import legend, note, replications, titles
from .results import ResultsError, expect, group
from .selection import select
from .words import check, word

QUANTITIES = ("unmet", "waiting")
NUMBERS = ("mean", "low", "high", "share", "share_low", "share_high", "total", "total_low",
           "total_high")
LINE = 28  # characters of a label's line


def has_why(tree: xr.DataTree) -> bool:
    """Whether the results answer why people are not served."""
    return "why" in tree.children


def plans_only(tree: xr.DataTree) -> xr.DataTree:
    """The same results without the plans that lack causes: those that people look at."""
    if not has_why(tree):
        return tree
    plans = set(map(str, tree["why"].to_dataset()["plan"].values))
    names = map(str, tree.to_dataset()["scenario"].values)
    at = [i for i, name in enumerate(names) if name in plans]
    parts = {}
    for node in tree.subtree:
        data = node.to_dataset(inherit=False)
        parts[node.path] = data.isel(scenario=at) if "scenario" in data.dims else data
    result = xr.DataTree.from_dict(parts, name=tree.name)
    result.encoding = dict(tree.encoding)
    return result


def _data(tree: xr.DataTree) -> xr.Dataset:
    """The group without what it inherits: the file has more scenarios than plans."""
    data = group(tree, "why")
    own = {d for variable in data.data_vars.values() for d in variable.dims}
    return data.drop_vars([c for c in data.coords if not set(data[c].dims) <= own])


def why(tree: xr.DataTree, quantity: str = "unmet", by_year: bool = False,
        **selection: object) -> pd.DataFrame:
    """What each cause has to answer for: one row a plan, service, district, year and cause.

    `mean` is the number of people, `share` of the `total` of all causes, each with the
    limits of its 95 % interval; NaN is not known. `quantity` is `unmet`, people in the
    period, or `waiting`, people on the list on average. Of the whole run unless `by_year`;
    `selection` may name services, districts ("all" among them), causes and scenarios.
    """
    data = _data(tree).sel(quantity=expect("quantity", quantity, QUANTITIES)[0]).rename(
        plan="scenario", region="district", part="mean", part_low="low", part_high="high")
    expect("dimension", selection, ("scenario", "service", "district", "cause"))
    data = m.of_periods(select(data, selection), by_year)
    order = ["scenario", "service", "district", "period", "cause"]
    table = data[list(NUMBERS)].to_dataframe(dim_order=order)[list(NUMBERS)].reset_index()
    table = table[table["total"].notna()].reset_index(drop=True)
    for dimension in order:
        table[dimension] = table[dimension].astype(str)
    return m.with_years(table, by_year)


def shown(row: dict) -> str:
    """A share in per cent with its interval: "62 [55, 70]"."""
    if not np.isfinite(row["share"]):
        return "–"
    share, low, high = (round(100 * row[k]) for k in ("share", "share_low", "share_high")) \
        if np.isfinite(row["share_low"]) else (round(100 * row["share"]), None, None)
    return f"{share}" + ("" if low is None else f" [{low}, {high}]")


def causes(tree: xr.DataTree, lang: str = "en") -> dict[str, str]:
    """What the causes are called, by name."""
    data = _data(tree)
    title = "cause_title_zh" if check(lang) == "zh" else "cause_title"
    return dict(zip(map(str, data["cause"].values), map(str, data[title].values), strict=True))


def sentences(tree: xr.DataTree, lang: str = "en") -> pd.DataFrame:
    """The answer in words: a sentence a plan, service and district, "all" among them."""
    name = "sentence_zh" if check(lang) == "zh" else "sentence"
    data = _data(tree)[name]
    table = data.to_dataframe()[name].rename("sentence").reset_index()
    table = table.rename(columns={"plan": "scenario", "region": "district"}).astype(str)
    return table[table["sentence"] != ""].reset_index(drop=True)


def plot(tree: xr.DataTree, service: str | None = None, scenario: str | None = None,
         lang: str = "en") -> Figure:
    """Shares of the causes as stacked bars: of each service, or of a service's districts.

    A bar to the left of 0 is a cause that makes the shortage smaller.
    """
    plans = list(map(str, _data(tree)["plan"].values))
    name = plans[0] if scenario is None else scenario
    chosen: dict[str, object] = {"scenario": name}
    by = "service" if service is None else "district"
    chosen |= {"district": m.ALL} if service is None else {"service": service}
    table = why(tree, "unmet", False, **chosen)
    table = table[table["total"] > 0]
    if table.empty:
        table = why(tree, "waiting", False, **chosen)
        table = table[table["total"] > 0]
    if table.empty:
        raise ResultsError(f"nobody goes without in the scenario {name}")
    labels = causes(tree, lang)
    rows = list(dict.fromkeys(table[by]))
    names = titles(tree, by, lang)
    with style.look(lang):
        figure, axes = style.subplots(figsize=(8.6, 0.42 * len(rows) + 1.7))
        right, left = np.zeros(len(rows)), np.zeros(len(rows))
        handles = []
        for i, (cause, mine) in enumerate(table.groupby("cause", sort=False)):
            share = 100 * mine.set_index(by)["share"].reindex(rows).to_numpy()
            start = np.where(share >= 0, right, left + share)
            handles.append(axes.barh(range(len(rows)), np.abs(share), left=start, height=0.7,
                                     color=style.colour(i), label=labels[str(cause)]))
            right += np.maximum(share, 0)
            left += np.minimum(share, 0)
            for at, value in enumerate(share):
                if abs(value) >= 8:
                    axes.text(start[at] + abs(value) / 2, at, f"{value:.0f}", ha="center",
                              va="center", fontsize=8, color="white")
        total = table.drop_duplicates(by).set_index(by)["total"].reindex(rows)
        axes.set_yticks(range(len(rows)), [
            textwrap.fill(f"{names[r]} ({total[r]:,.0f})", LINE) for r in rows])
        axes.invert_yaxis()
        axes.axvline(0, color="0.4", linewidth=0.8)
        axes.set_xlabel(word(lang, "why_share"))
        axes.grid(axis="y", visible=False)
        axes.set_title(word(lang, "why_title") if service is None else
                       word(lang, "of", service=titles(tree, "service", lang)[service],
                            what=word(lang, "why_title")))
        legend(figure, handles)
        note(figure, plans_only(tree), name, lang,
             replications(tree.sizes["replication"], lang, "mean"), is_given=False)
    return figure
