# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of time and place: fan charts and maps (see there), heatmaps, waits, the pyramid.

Every function takes an opened results file and gives a matplotlib figure; `lang` is "en"
or "zh". Uncertainty is always shown: bands of the replications, or intervals of means.
"""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from . import given, style, tables, weighted
from . import measures as m
from . import waits as wait_table
from .captions import legend, measure_title, note, replications, scenario_handles, titles
from .estimates import estimate_mean
from .fans import MONTHLY, OUTER, fan, monthly
from .maps import shortage_map, shortage_title
from .results import ResultsError, group
from .shortages import SHORTAGE
from .words import check, percent, unit, word

_WAIT_MARKS = ("o", "s", "D")  # of the shares of those who joined


def heatmap(tree: xr.DataTree, service: str, measure: str = "utilisation",
            scenario: str | None = None, lang: str = "en") -> Figure:
    """A measure by district and year, with its 95 % interval in each cell.

    Per cents are shaded from 0 to 100. Amounts are shaded up to the largest of a district:
    the row of all districts, their sum, would hide what districts differ by.
    """
    name = tables.base_scenario(tree, scenario)
    about = m.named(measure)[0]
    measure = about.name
    root = tables.select(tree.to_dataset(), {"service": service, "scenario": name})
    data = tables.measured(tree, {"service": service, "scenario": name}).measures(
        measure, by_year=True)[measure].isel(scenario=0, service=0)
    data = data.transpose("replication", "district", "period")
    if data.sizes["district"] == 2:
        data = data.isel(district=[0])  # one district is all of them
    estimate = estimate_mean(data.values,
                             given.sample(tree, root, name))
    if (estimate.n == 0).all():
        raise ResultsError(f"{service} has no {measure}")
    districts = titles(tree, "district", lang)
    rows = [str(d) for d in data["district"].values]
    units = about.unit
    is_sum = len(rows) > 1 and about.formulas[m.kinds_of(root)[0]].how not in ("share", "wait")
    with style.look(check(lang)):
        figure, axes = style.subplots(figsize=(7.5, 0.42 * len(rows) + 1.6))
        image = np.ma.masked_invalid(estimate.mean)
        if is_sum:
            image[-1] = np.ma.masked
        top = float(np.ma.filled(image.max(), 0.0))
        texts = np.vectorize(style.mean_half_width, [str])(estimate.mean, estimate.half_width)
        style.shaded(figure, axes, image, max(top, 100.0 if units == "%" else 1e-12),
                     texts, [districts[r] for r in rows],
                     [str(y) for y in data["period"].values], unit(units, lang))
        if len(rows) > 1:
            axes.axhline(len(rows) - 1.5, color="white", linewidth=3)
        axes.set_title(measure_title(tree, service, measure, lang))
        note(figure, tree, name, lang,
             replications(root.sizes["replication"], lang, "mean_interval"), service=service)
    return figure


def waits(tree: xr.DataTree, service: str, year: int | None = None,
          scenario: str | Sequence[str] | None = None, lang: str = "en") -> Figure:
    """Days until half, 80 % and 90 % of those who joined in a year are admitted.

    A row a district and scenario: a mark a share at the median over replications, its
    whisker the middle 90 % of them. What is not reached within the run is at the right
    edge, and a whisker that ends there goes beyond the run.
    The year is the last but one unless told.
    """
    table = wait_table.wait_times(tree, service, year, scenario)
    chosen = list(dict.fromkeys(table["scenario"]))
    rows = list(dict.fromkeys(table["district"]))
    districts = titles(tree, "district", lang)
    finite = table[["days", "low", "high"]].to_numpy()
    edge = 1.1 * max(float(np.max(finite, where=np.isfinite(finite), initial=0)), 1.0)
    with style.look(check(lang)):
        figure, axes = style.subplots(
            figsize=(7, max(0.42, 0.22 * len(chosen)) * len(rows) + 1.8))
        step = 0.84 / len(chosen) / len(wait_table.SHARES)
        for i, name in enumerate(chosen):
            for j, share in enumerate(wait_table.SHARES):
                mine = table[(table["scenario"] == name) & np.isclose(table["share"], share)]
                y = np.array([rows.index(d) for d in mine["district"]]) - 0.42 + step * (
                    len(wait_table.SHARES) * i + j + 0.5)
                _waits(axes, mine, y, i, _WAIT_MARKS[j], edge)
        axes.set_yticks(range(len(rows)), [districts[r] for r in rows])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        style.count_axis(axes, is_x=True)
        axes.set_xlim(0, edge)
        axes.set_xlabel(word(lang, "waits_unit"))
        axes.set_title(word(lang, "waits", year=table["year"].iloc[0],
                            service=titles(tree, "service", lang)[service]), pad=22)
        marks = [Line2D([], [], color="grey", marker=mark, linestyle="none",
                        label=word(lang, "admitted", share=percent(share, lang)))
                 for mark, share in zip(_WAIT_MARKS, wait_table.SHARES, strict=True)]
        marks.append(Line2D([], [], color="grey", marker=">", markerfacecolor="none",
                            linestyle="none", label=word(lang, "not_reached")))
        axes.legend(handles=marks, loc="lower left", bbox_to_anchor=(0, 1), ncols=4,
                    borderaxespad=0.3, borderpad=0, handletextpad=0.2, fontsize=8)
        if len(chosen) > 1:
            legend(figure, scenario_handles(tree, chosen, lang, marker=False))
        note(figure, tree, chosen[0] if len(chosen) == 1 else None, lang,
             replications(tree.sizes["replication"], lang, "waits_note"), service=service)
    return figure


def _waits(axes: Axes, rows: pd.DataFrame, y: np.ndarray, index: int, mark: str,
           edge: float) -> None:
    """Marks and whiskers of one share of the scenario at an index, at heights y."""
    colour = style.colour(index)
    low, high = (rows[c].clip(upper=edge) for c in ("low", "high"))
    axes.hlines(y, low, high, color=colour, linewidth=2, alpha=0.45,
                linestyles=style.dash(index))
    is_reached = np.isfinite(rows["days"])
    for which, days, shape, face in ((is_reached, rows["days"], mark, colour),
                                     (~is_reached, low * 0 + edge, ">", "none")):
        if which.any():  # a line of no points would ask the layout for room at the corner
            axes.plot(days[which], y[which], shape, color=colour, markerfacecolor=face,
                      markersize=4.5, clip_on=False)


def has_population(tree: xr.DataTree, scenario: str) -> bool:
    """Whether a scenario has residents, not only requests at given rates."""
    if "population" not in tree.children:
        return False
    one = tree["population/residents"].sel(scenario=scenario).isel(replication=0, year=0)
    return bool(one.notnull().any())


def pyramid(tree: xr.DataTree, district: str = m.ALL, scenario: str | None = None,
            lang: str = "en") -> Figure:
    """Residents by age and sex at the end of the first and of the last year.

    Bars are means of the last year, whiskers its middle 90 % of the replications, the
    line is the first year.
    """
    name = tables.base_scenario(tree, scenario)
    if not has_population(tree, name):
        raise ResultsError(f"the scenario {name} has no population")
    people = group(tree, "population")
    data = people["residents"].sel(scenario=name)
    if district == m.ALL:
        data = data.sum("district", skipna=False)
    else:
        data = tables.select(data.to_dataset(), {"district": district})["residents"].isel(
            district=0)
    data = data.transpose("replication", "year", "sex", "age_group").load()
    years = data["year"].values
    sample = given.weights_of(tree, data, name)
    ages = [str(a) for a in data["age_group"].values]
    y = np.arange(len(ages))
    with style.look(check(lang)):
        figure, axes = style.subplots(figsize=(7, 5))
        for i, sex in enumerate(str(s) for s in data["sex"].values):
            sign = -1 if sex == "female" else 1
            last = data.isel(year=-1).sel(sex=sex).values / 1000
            first = data.isel(year=0).sel(sex=sex).values / 1000
            axes.barh(y, sign * weighted.mean(last, sample), height=0.85, color=style.colour(i),
                      alpha=0.6,
                      label=word(lang, sex, year=years[-1]))
            if len(last) > 1:
                low, high = weighted.quantile(last, OUTER, sample)
                axes.hlines(y, sign * low, sign * high, color="black", linewidth=1)
            axes.stairs(sign * weighted.mean(first, sample), np.arange(len(ages) + 1) - 0.5,
                        orientation="horizontal", color=style.colour(i), linewidth=1.5,
                        baseline=None, label=word(lang, sex, year=years[0]))
        axes.axvline(0, color="0.3", linewidth=0.8)
        axes.set_yticks(y[::2], ages[::2])
        axes.xaxis.set_major_formatter(style.plt.FuncFormatter(lambda v, _: f"{abs(v):,.10g}"))
        axes.set_xlabel(word(lang, "people"))
        axes.set_ylabel(word(lang, "age"))
        axes.set_title(word(lang, "population",
                            district=titles(tree, "district", lang)[district]))
        axes.legend(loc="upper right", fontsize=8)
        note(figure, tree, name, lang,
             replications(data.sizes["replication"], lang, "whiskers"))
    return figure


__all__ = ["MONTHLY", "OUTER", "SHORTAGE", "fan", "has_population", "heatmap", "monthly",
           "pyramid", "shortage_map", "shortage_title", "titles", "waits"]
