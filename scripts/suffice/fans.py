# SPDX-License-Identifier: GPL-3.0-or-later
"""Fan charts: places wanted against places, and demand, month by month."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from . import given, style, tables, weighted
from . import measures as m
from .captions import legend, note, replications, scenario_handles, titles
from .results import expect
from .words import check, word

INNER, OUTER = (0.25, 0.75), (0.05, 0.95)  # the bands of a fan
MOST_INNER = 2  # scenarios, beyond which the inner bands are left out
MARK_EVERY = 12  # months between the marks that tell lines apart that lie on each other
# What `monthly` reads of the root group.
MONTHLY = ("requests", "applicants", "visits", "usable_places", "occupancy", "waiting",
           "unplaced", "places", "person_hours", "place_hours", "visits_refused")


def monthly(root: xr.Dataset, service: str) -> dict[str, np.ndarray]:
    """What a fan chart shows, (replication, scenario, month, district and all) each.

    `demand`: people asking in the month, applicants of an intake and visits too: a number
    of people, not a rate; of an intake 0 in the months without one, which a picture leaves
    out. `places`: usable places. `taken`: places taken; of visits, the
    mean number of people at one time in opening hours. `wanted`: places that would have
    been taken had there been enough: taken and waited for (stay); taken, and those whom
    the last intake of the run left without a seat (intake; those seated above capacity
    are among the taken, and those who try again are counted at their last try alone); taken
    were nobody refused (visit).
    """
    root = tables.select(root, {"service": service})
    kind = m.kinds_of(root)[0]
    root = root.transpose("replication", "scenario", "month", "district", "service")

    def values(name: str) -> np.ndarray:
        array = root[name].values[..., 0]
        return np.concatenate([array, array.sum(-1, keepdims=True)], axis=-1)

    demand = np.sum([values(t) for t in m.MEASURES["demand"].formulas[kind].fold.terms], axis=0)
    taken = values("occupancy")
    if kind == "stay":
        wanted = taken + values("waiting")
    elif kind == "intake":
        wanted = taken + _last_intake(values("unplaced"), demand)
    else:
        with np.errstate(invalid="ignore", divide="ignore"):
            taken = values("places") * values("person_hours") / values("place_hours")
            served = demand - values("visits_refused")
            wanted = taken * np.where(served > 0, demand / served, 1)
    return {"demand": demand, "places": values("usable_places"), "occupied": taken,
            "wanted": wanted}


def _last_intake(unplaced: np.ndarray, demand: np.ndarray) -> np.ndarray:
    """The unplaced of the last month with an intake, in each month; 0 before the first."""
    result = np.empty_like(unplaced)
    for scenario in range(unplaced.shape[1]):
        is_intake = np.any(demand[:, scenario, :, -1] > 0, axis=0)
        last = np.maximum.accumulate(np.where(is_intake, np.arange(demand.shape[2]), -1))
        here = unplaced[:, scenario][:, last]
        here[:, last < 0] *= 0  # NaN of a service that the scenario does not have stays
        result[:, scenario] = here
    return result


def _fan(axes: Axes, times: np.ndarray, values: np.ndarray, index: int, n_scenarios: int,
         marks: int | None, sample: weighted.Sample | None) -> None:
    """The mean and bands of (replication, month) values of the scenario at an index.

    A mark stands at every `marks`-th month, elsewhere for each scenario; None: no marks.
    At 1 marks lie on each other, so those of earlier scenarios are larger.
    """
    colour = style.colour(index)
    every = None if marks is None else (index * max(1, marks // n_scenarios) % marks, marks)
    size = 4.0 + (n_scenarios - 1 - index if marks == 1 else 0)
    axes.plot(times, weighted.mean(values, sample), color=colour, linewidth=1.6,
              linestyle=style.dash(index),
              marker=None if every is None else style.marker(index), markersize=size,
              markevery=every)
    if len(values) == 1:
        return
    is_few = n_scenarios <= MOST_INNER
    for (low, high), alpha in (((OUTER, 0.18), (INNER, 0.3)) if is_few else ((OUTER, 0.05),)):
        a, b = weighted.quantile(values, (low, high), sample)
        axes.fill_between(times, a, b, facecolor=(colour, alpha), edgecolor=(colour, 0.5),
                          linewidth=0 if is_few else 0.6)


def _places(axes: Axes, times: np.ndarray, places: np.ndarray, index: int,
            n_scenarios: int, sample: weighted.Sample | None) -> None:
    """Usable places (replication, month), as steps."""
    colour = style.colour(index) if n_scenarios > 1 else "0.2"
    axes.step(times, weighted.mean(places, sample), where="mid", linewidth=1.3, color=colour,
              linestyle="--" if style.dash(index) == "-" else style.dash(index))
    if len(places) > 1:
        low, high = weighted.quantile(places, OUTER, sample)
        axes.fill_between(times, low, high, step="mid", linewidth=0, color=colour,
                          alpha=0.15 if n_scenarios <= MOST_INNER else 0.05)


def fan(tree: xr.DataTree, service: str, district: str = m.ALL,
        scenario: str | Sequence[str] | None = None, lang: str = "en") -> Figure:
    """Demand against places, month by month: places wanted, places, and people asking.

    Of an intake, people asking are drawn at each intake alone.
    """
    chosen = tables.chosen_scenarios(tree, scenario)
    root = tree.to_dataset()
    districts = [*map(str, root["district"].values), m.ALL]
    at = districts.index(expect("district", district, districts)[0])
    data = {name: values[..., at] for name, values in monthly(root, service).items()}
    kind = m.kinds_of(root.sel(service=[service]))[0]
    names = tables.scenario_names(tree)
    middle = root["month"].values + (m.month_days(root) / 2 * 86400e9).astype("timedelta64[ns]")
    title = titles(tree, "service", lang)[service]
    n = root.sizes["replication"]
    with style.look(check(lang)):
        figure, (left, right) = style.subplots(1, 2, figsize=(10, 3.9))
        for i, name in enumerate(chosen):
            s = names.index(name)
            demand = data["demand"][:, s]
            if np.isnan(demand).all():
                continue
            marks = MARK_EVERY if len(chosen) > 1 else None
            sample = given.weights_of(tree, root, name)
            _fan(left, middle, data["wanted"][:, s], i, len(chosen), marks, sample)
            _places(left, middle, data["places"][:, s], i, len(chosen), sample)
            if kind == "intake":
                is_intake = (demand > 0).any(0)
                _fan(right, middle[is_intake], demand[:, is_intake], i, len(chosen), 1, sample)
            else:
                _fan(right, middle, demand, i, len(chosen), marks, sample)
        left.set(title=word(lang, "wanted", service=title), ylabel=word(lang, "capacity"))
        right.set(title=word(lang, "demand", service=title),
                  ylabel=word(lang, f"asking_{kind}"))
        for axes in (left, right):
            style.count_axis(axes)
            axes.set_xlim(root["month"].values[0], middle[-1] + np.timedelta64(20, "D"))
            axes.xaxis.set_major_locator(style.mdates.YearLocator())
            axes.xaxis.set_major_formatter(style.mdates.DateFormatter("%Y"))
        colour = style.colour(0) if len(chosen) == 1 else "0.4"
        handles = [Line2D([], [], color=colour, label=word(lang, f"wanted_{kind}")),
                   Line2D([], [], color="0.2" if len(chosen) == 1 else "0.4", linestyle="--",
                          label=word(lang, "places"))]
        if len(chosen) > 1:
            handles += scenario_handles(tree, chosen, lang)
        legend(figure, handles)
        note(figure, tree, chosen[0] if len(chosen) == 1 else None, lang,
             titles(tree, "district", lang)[district],
             replications(n, lang, "bands" if len(chosen) <= MOST_INNER else "band"),
             service=service)
    return figure
