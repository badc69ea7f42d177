# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of time and place: fan charts, heatmaps, maps, waits, the population pyramid.

Every function takes an opened results file and gives a matplotlib figure; `lang` is "en"
or "zh". Uncertainty is always shown: bands of the replications, or intervals of means.
"""
from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from . import boundaries as outlines
from . import measures as m
from . import style, tables
from . import waits as wait_table
from .estimates import Design, estimate_mean
from .results import ResultsError, group
from .words import check, word

INNER, OUTER = (0.25, 0.75), (0.05, 0.95)  # the bands of a fan
_WAIT_MARKS = ("o", "s", "D")  # of the shares of those who joined
SHORTAGE = 0.05  # of places or of demand: what counts as a shortage by default


def titles(tree: xr.DataTree, dimension: str, lang: str) -> dict[str, str]:
    """Titles by name, "all" among them, without characters that cannot be drawn."""
    result = {k: style.shown(v) or k
              for k, v in tables.labels(tree.to_dataset(), dimension, lang).items()}
    return result | {m.ALL: word(lang, "all")}


def monthly(root: xr.Dataset, service: str) -> dict[str, np.ndarray]:
    """What a fan chart shows, (replication, scenario, month, district and all) each.

    `demand`: people asking, a year; `taken`: places taken; `wanted`: taken and waited for;
    `places`: usable places. Of visits, `taken` is the mean number of people at one time in
    opening hours, `wanted` that number were nobody refused.
    """
    root = tables._select(root, {"service": service})
    kind = m.kinds_of(root)[0]
    root = root.transpose("replication", "scenario", "month", "district", "service")

    def values(name: str) -> np.ndarray:
        array = root[name].values[..., 0]
        return np.concatenate([array, array.sum(-1, keepdims=True)], axis=-1)

    terms = m.MEASURES["demand"].formulas[kind].fold.terms
    demand = sum(values(t) for t in terms)
    result = {"demand": demand * m.DAYS_PER_YEAR / m.month_days(root)[:, None],
              "places": values("usable_places")}
    if kind == "visit":
        with np.errstate(invalid="ignore", divide="ignore"):
            taken = values("places") * values("person_hours") / values("place_hours")
            served = demand - values("visits_refused")
            wanted = taken * np.where(served > 0, demand / served, 1)
    else:
        taken = values("occupancy")
        wanted = taken + values("waiting") if kind == "stay" else taken
    return result | {"taken": taken, "wanted": wanted}


def district_index(root: xr.Dataset, district: str) -> int:
    """Where a district stands, "all" being the last; ResultsError for an unknown one."""
    names = [*map_str(root["district"].values), m.ALL]
    if district not in names:
        raise ResultsError(f"there is no district {district!r}, expected one of: "
                           f"{', '.join(names)}")
    return names.index(district)


def _fan(axes: Axes, times: np.ndarray, values: np.ndarray, colour: str,
         label: str | None = None) -> None:
    """The mean and bands of (replication, month) values."""
    axes.plot(times, values.mean(0), color=colour, linewidth=1.6, label=label)
    if len(values) > 1:
        for low, high, alpha in ((*OUTER, 0.18), (*INNER, 0.3)):
            a, b = tables.quantile(values, (low, high))
            axes.fill_between(times, a, b, color=colour, alpha=alpha, linewidth=0)


def fan(tree: xr.DataTree, service: str, district: str = m.ALL,
        scenario: str | Sequence[str] | None = None, lang: str = "en") -> Figure:
    """Demand against places, month by month: places wanted, places, and people asking."""
    chosen = tables.chosen_scenarios(tree, scenario)
    root = tree.to_dataset()
    at = district_index(root, district)
    data = {name: values[..., at] for name, values in monthly(root, service).items()}
    names = [str(s) for s in root["scenario"].values]
    middle = root["month"].values + (m.month_days(root) / 2 * 86400e9).astype("timedelta64[ns]")
    service_title = titles(tree, "service", lang)[service]
    n = root.sizes["replication"]
    with style.look(check(lang)):
        figure, (left, right) = style.plt.subplots(1, 2, figsize=(10, 3.6))
        for i, name in enumerate(chosen):
            colour, s = style.colour(i), names.index(name)
            if np.isnan(data["demand"][:, s]).all():
                continue
            _fan(left, middle, data["wanted"][:, s], colour, word(lang, "taken_waiting"))
            places = data["places"][:, s]
            left.step(middle, places.mean(0), where="mid", linestyle="--", linewidth=1.3,
                      color=colour if len(chosen) > 1 else "0.2",
                      label=word(lang, "capacity"))
            if n > 1:
                low, high = tables.quantile(places, OUTER)
                left.fill_between(middle, low, high, step="mid", linewidth=0, alpha=0.15,
                                  color=colour if len(chosen) > 1 else "0.2")
            _fan(right, middle, data["demand"][:, s], colour)
        left.set_title(word(lang, "wanted", service=service_title))
        left.set_ylabel(word(lang, "capacity"))
        right.set_title(word(lang, "demand", service=service_title))
        right.set_ylabel(word(lang, "asking"))
        for axes in (left, right):
            style.count_axis(axes)
            axes.tick_params(axis="x", rotation=0)
            axes.xaxis.set_major_locator(style.mdates.YearLocator())
            axes.xaxis.set_major_formatter(style.mdates.DateFormatter("%Y"))
        handles, texts = left.get_legend_handles_labels()
        left.legend(handles[:2], texts[:2], loc="lower right")
        if len(chosen) > 1:
            _scenario_legend(figure, tree, chosen, lang)
        figure.suptitle(_where(tree, district, lang) + "; " + _bands(n, lang), fontsize=9,
                        x=0.01, ha="left")
    return figure


def _where(tree: xr.DataTree, district: str, lang: str) -> str:
    return titles(tree, "district", lang)[district]


def _bands(n: int, lang: str) -> str:
    return word(lang, "band", n=n) if n > 1 else word(lang, "one")


def _scenario_legend(figure: Figure, tree: xr.DataTree, chosen: list[str], lang: str) -> None:
    names = titles(tree, "scenario", lang)
    handles = [style.plt.Line2D([], [], color=style.colour(i), label=names[s])
               for i, s in enumerate(chosen)]
    figure.legend(handles=handles, loc="outside lower center", ncols=min(3, len(handles)))


def heatmap(tree: xr.DataTree, service: str, measure: str = "used",
            scenario: str | None = None, lang: str = "en") -> Figure:
    """A measure by district and year, with its 95 % interval in each cell."""
    name = tables.base_scenario(tree, scenario)
    root = tables._select(tree.to_dataset(), {"service": service, "scenario": name})
    data = m.measure(root, measure, by_year=True)[measure].isel(scenario=0, service=0)
    data = data.transpose("replication", "district", "period")
    groups = Design.of(tree).groups(root["replication"].values)
    estimate = estimate_mean(data.values, groups)
    if (estimate.n == 0).all():
        raise ResultsError(f"{service} has no {measure}")
    districts = titles(tree, "district", lang)
    about = m.MEASURES[measure]
    with style.look(check(lang)):
        rows = [str(d) for d in data["district"].values]
        figure, axes = style.plt.subplots(figsize=(7, 0.42 * len(rows) + 1.4))
        image = np.ma.masked_invalid(estimate.mean)
        mesh = axes.imshow(image, cmap=style.SHADES, aspect="auto",
                           vmin=0, vmax=max(float(image.max()), 1e-12))
        for i in range(len(rows)):
            for j in range(data.sizes["period"]):
                mean, half = estimate.mean[i, j], estimate.half_width[i, j]
                text = style.number(mean) + ("" if np.isnan(half)
                                             else f" ± {style.half_width(half)}")
                is_dark = mean > 0.65 * float(image.max())
                axes.text(j, i, text, ha="center", va="center", fontsize=8,
                          color="white" if is_dark else "black")
        axes.set_yticks(range(len(rows)), [districts[r] for r in rows])
        axes.set_xticks(range(data.sizes["period"]), [str(y) for y in data["period"].values])
        axes.axhline(len(rows) - 1.5, color="white", linewidth=3)
        axes.grid(False)
        title = about.title_zh if lang == "zh" else about.title
        axes.set_title(f"{titles(tree, 'service', lang)[service]}: {title}")
        figure.colorbar(mesh, ax=axes, label=about.unit, shrink=0.9)
        axes.set_xlabel(word(lang, "mean_interval", n=root.sizes["replication"]))
    return figure


def shortage_title(short: xr.Dataset, lang: str) -> str:
    """What counts as a shortage, in words."""
    threshold = short.attrs["threshold"]
    if not short.attrs["relative"]:
        return str(short.attrs["long_name"])
    return word(lang, f"short_{short.attrs['of']}", x=f"{100 * threshold:g} %")


def map(tree: xr.DataTree, service: str, threshold: float = SHORTAGE,  # noqa: A001
        of: str | None = None, relative: bool = True, scenario: str | None = None,
        boundaries: str | os.PathLike[str] | None = None, lang: str = "en") -> Figure:
    """P(shortage) by district, a map a year, with its 95 % interval under each name.

    `threshold`, `of` and `relative` are those of `shortage`; `boundaries` is a file of
    outlines (see the module boundaries).
    """
    name = tables.base_scenario(tree, scenario)
    shapes = outlines.read(tree, boundaries)
    short = tables.shortage(tree, service, threshold, of, "year", relative)
    short = short.sel(scenario=name)
    districts = titles(tree, "district", lang)
    years = short["year"].values
    points = np.concatenate([ring for o in shapes.values() for ring in o.rings])
    (west, south), (east, north) = points.min(0), points.max(0)
    aspect = 1 / np.cos(np.deg2rad((south + north) / 2))
    width = 2.6
    height = width * (north - south) / (east - west) * aspect
    with style.look(check(lang)):
        figure, row = style.plt.subplots(1, len(years), squeeze=False,
                                         figsize=(width * len(years) + 0.9, height + 0.9))
        shades = style.plt.get_cmap(style.SHADES)
        for axes, year in zip(row[0], years, strict=True):
            here = short.sel(year=year)
            for district, shape in shapes.items():
                p = float(here["probability"].sel(district=district))
                axes.add_collection(PolyCollection(
                    shape.rings, edgecolor="0.3", linewidth=0.5,
                    facecolor="0.9" if np.isnan(p) else shades(p)))
                low, high = (float(here[v].sel(district=district)) for v in ("low", "high"))
                label = districts[district] + ("" if np.isnan(p) else
                                               f"\n{p:.2f} [{low:.2f}, {high:.2f}]")
                axes.text(*shape.label, label, ha="center", va="center", fontsize=5.5,
                          color="white" if p > 0.65 else "black")
            axes.set_xlim(west - 0.02, east + 0.02)
            axes.set_ylim(south - 0.02, north + 0.02)
            axes.set_aspect(aspect)
            style.bare(axes)
            axes.set_title(str(year))
        scale = style.plt.cm.ScalarMappable(cmap=shades,
                                            norm=style.plt.Normalize(0, 1))
        figure.colorbar(scale, ax=row, label=word(lang, "p_shortage"), shrink=0.8)
        title = f"{titles(tree, 'service', lang)[service]}: {shortage_title(short, lang)}"
        figure.suptitle(title, fontsize=11, x=0.01, ha="left")
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
    step = 0.84 / len(chosen) / len(wait_table.SHARES)
    finite = table[["days", "low", "high"]].to_numpy()
    edge = 1.1 * max(float(np.max(finite, where=np.isfinite(finite), initial=0)), 1.0)
    with style.look(check(lang)):
        figure, axes = style.plt.subplots(
            figsize=(7, max(0.42, 0.3 * len(chosen)) * len(rows) + 1.5))
        for i, name in enumerate(chosen):
            for j, share in enumerate(wait_table.SHARES):
                mine = table[(table["scenario"] == name) & np.isclose(table["share"], share)]
                y = np.array([rows.index(d) for d in mine["district"]]) - 0.42 + step * (
                    len(wait_table.SHARES) * i + j + 0.5)
                low, high = (mine[c].clip(upper=edge) for c in ("low", "high"))
                axes.hlines(y, low, high, color=style.colour(i), linewidth=2, alpha=0.45)
                is_reached = np.isfinite(mine["days"])
                axes.plot(mine["days"][is_reached], y[is_reached], _WAIT_MARKS[j],
                          color=style.colour(i), markersize=5, clip_on=False)
                axes.plot(np.full((~is_reached).sum(), edge), y[~is_reached], ">",
                          color=style.colour(i), markerfacecolor="none", markersize=5,
                          clip_on=False)
        axes.set_yticks(range(len(rows)), [districts[r] for r in rows])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        style.count_axis(axes, is_x=True)
        axes.set_xlim(0, edge)
        axes.set_xlabel(word(lang, "waits_unit", n=tree.sizes["replication"]))
        axes.set_title(word(lang, "waits", year=table["year"].iloc[0],
                            service=titles(tree, "service", lang)[service]))
        marks = [Line2D([], [], color="grey", marker=mark, linestyle="none",
                        label=word(lang, "admitted", share=f"{100 * share:.0f}"))
                 for mark, share in zip(_WAIT_MARKS, wait_table.SHARES, strict=True)]
        marks.append(Line2D([], [], color="grey", marker=">", markerfacecolor="none",
                            linestyle="none", label=word(lang, "not_reached")))
        axes.legend(handles=marks, loc="lower left", bbox_to_anchor=(0, 1.06), ncols=4,
                    borderaxespad=0, handletextpad=0.2, fontsize=8)
        if len(chosen) > 1:
            _scenario_legend(figure, tree, chosen, lang)
    return figure


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
        data = tables._select(data.to_dataset(), {"district": district})["residents"].isel(
            district=0)
    data = data.transpose("replication", "year", "sex", "age_group").load()
    years = data["year"].values
    ages = [str(a) for a in data["age_group"].values]
    y = np.arange(len(ages))
    with style.look(check(lang)):
        figure, axes = style.plt.subplots(figsize=(7, 5))
        for i, sex in enumerate(map_str(data["sex"].values)):
            sign = -1 if sex == "female" else 1
            last = data.isel(year=-1).sel(sex=sex).values / 1000
            first = data.isel(year=0).sel(sex=sex).values.mean(0) / 1000
            axes.barh(y, sign * last.mean(0), height=0.85, color=style.colour(i), alpha=0.6,
                      label=f"{word(lang, sex)}, {years[-1]}")
            if len(last) > 1:
                low, high = tables.quantile(last, OUTER)
                axes.hlines(y, sign * low, sign * high, color="black", linewidth=1)
            axes.stairs(sign * first, np.arange(len(ages) + 1) - 0.5,
                        orientation="horizontal", color=style.colour(i), linewidth=1.5,
                        baseline=None, label=f"{word(lang, sex)}, {years[0]}")
        axes.axvline(0, color="0.3", linewidth=0.8)
        axes.set_yticks(y[::2], ages[::2])
        axes.xaxis.set_major_formatter(style.plt.FuncFormatter(lambda v, _: f"{abs(v):,.10g}"))
        axes.set_xlabel(word(lang, "people"))
        axes.set_ylabel(word(lang, "age"))
        axes.set_title(word(lang, "population", first=years[0], last=years[-1]) +
                       f"; {_where(tree, district, lang)}")
        axes.legend(loc="upper right", fontsize=8)
    return figure


def map_str(values: np.ndarray) -> list[str]:
    """Labels as texts."""
    return [str(value) for value in values]
