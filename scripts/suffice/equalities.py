# SPDX-License-Identifier: GPL-3.0-or-later
"""Equality between districts: the group ``/equality`` as a table, and by year as a picture.

A service has two ratios: ``places`` for 1000 people whom it is for, and people ``served``
of 100 who asked. How unequal districts are in them is told by a few indices, weighted by
people; docs/theory/model.md has the formulas.
"""
from __future__ import annotations

import textwrap
from collections.abc import Iterable

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from . import given, style, tables
from . import measures as m
from .captions import note, replications, titles
from .estimates import LEVEL, estimate_table
from .results import ResultsError, expect, group
from .words import check, word

RATIOS = ("places", "served")
INDICES = ("gini", "theil", "variation", "worst_to_best")
LINE = 32  # characters of a label's line
QUANTITIES = ("overall", *INDICES, "districts")


def equality(tree: xr.DataTree, ratios: Iterable[str] | str | None = None,
             indices: Iterable[str] | str | None = None, by_year: bool = True,
             level: float = LEVEL, **selection: object) -> pd.DataFrame:
    """Equality between districts: means over replications with intervals.

    One row a scenario, service, ratio, `index` and year: `overall` is the ratio of all
    districts together, `gini`, `theil`, `variation` and `worst_to_best` say how unequal
    they are, `districts` how many have anybody. `worst_to_best` is 1 where all are equal,
    the other indices 0. Rows that nothing was observed of are left out. Of the whole run
    with ``by_year=False``; `selection` may name scenarios and services.
    """
    data = tables.select(group(tree, "equality"), selection)
    chosen = expect("index", QUANTITIES if indices is None else indices, QUANTITIES)
    data = data[chosen].sel(ratio=expect("ratio", RATIOS if ratios is None else ratios, RATIOS))
    data = m.of_periods(data, by_year).load()
    sample = given.sample(tree, data)
    order = ("replication", "scenario", "service", "ratio", "period")
    frames = []
    for name in chosen:
        frame = estimate_table(data[name].transpose(*order), sample, level)
        frame.insert(0, "index", name)
        frames.append(frame)
    return given.told(m.with_years(pd.concat(frames).reset_index(), by_year), tree)


def plot(tree: xr.DataTree, ratio: str = "places", index: str = "gini",
         scenario: str | None = None, lang: str = "en") -> Figure:
    """An index of a ratio by service and year, with its 95 % interval in each cell."""
    expect("index", index, INDICES)
    name = tables.base_scenario(tree, scenario)
    table = equality(tree, ratio, index, scenario=name)
    if table.empty:
        raise ResultsError(f"the scenario {name} has no equality of {ratio}")
    services = list(dict.fromkeys(table["service"]))
    years = sorted(set(table["year"]))
    grid = table.pivot(index="service", columns="year", values=["mean", "high"]).loc[services]
    mean, half = grid["mean"].to_numpy(), (grid["high"] - grid["mean"]).to_numpy()
    texts = np.vectorize(lambda x, h: "" if np.isnan(x) else f"{x:.3f}" + (
        f" ± {h:.3f}" if np.isfinite(h) else ""), [str])(mean, half)
    names = titles(tree, "service", lang)
    is_worst = index == "worst_to_best"
    with style.look(check(lang)):
        figure, axes = style.subplots(figsize=(4 + 1.15 * len(years), 0.36 * len(services) + 1.8))
        style.shaded(figure, axes, mean, 1 if is_worst else max(float(np.nanmax(mean)), 1e-12),
                     texts, [textwrap.fill(names[s], LINE) for s in services],
                     list(map(str, years)), word(lang, f"index_{index}"),
                     style.SHADES.reversed() if is_worst else style.SHADES)
        axes.set_title(word(lang, "equality", index=word(lang, f"index_{index}"),
                            ratio=word(lang, f"ratio_{ratio}")))
        note(figure, tree, name, lang,
             replications(tree.sizes["replication"], lang, "mean_interval"))
    return figure
