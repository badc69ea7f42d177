# SPDX-License-Identifier: GPL-3.0-or-later
"""Maps of shortage: a map a year, and under it the probabilities with their intervals."""
from __future__ import annotations

import os

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from . import boundaries as outlines
from . import measures as m
from . import style, tables
from .captions import note, replications, titles
from .shortages import SHORTAGE
from .words import check, percent, word

WIDTH = 2.2  # of a map, inches
NAMES = 0.9  # of the names of districts, inches
ROW = 0.19  # of the table under it, inches


def shortage_title(short: xr.Dataset, lang: str) -> str:
    """What counts as a shortage, in words."""
    threshold, of = short.attrs["threshold"], short.attrs["of"]
    if short.attrs["relative"]:
        return word(lang, f"short_{of}", x=percent(threshold, lang))
    return word(lang, f"short_{of}_people", x=f"{threshold:g}")


def shortage_map(tree: xr.DataTree, service: str, threshold: float = SHORTAGE,
                 of: str | None = None, relative: bool | None = None,
                 scenario: str | None = None,
                 boundaries: str | os.PathLike[str] | None = None, lang: str = "en") -> Figure:
    """P(shortage) by district, a map a year, with 95 % intervals in the table under it.

    Districts are numbered in their order; "all" is the city as a whole. `threshold`, `of`
    and `relative` are those of `shortage`; `boundaries` is a file of outlines (see the
    module boundaries).
    """
    name = tables.base_scenario(tree, scenario)
    shapes = outlines.read(tree, boundaries)
    short = tables.shortage(tree, service, threshold, of, "year", relative)
    short = short.sel(scenario=name)
    years = short["year"].values
    points = np.concatenate([ring for o in shapes.values() for ring in o.rings])
    (west, south), (east, north) = points.min(0), points.max(0)
    aspect = 1 / np.cos(np.deg2rad((south + north) / 2))
    height = WIDTH * (north - south) / (east - west) * aspect
    n_rows = short.sizes["district"]
    with style.look(check(lang)):
        figure, grid = style.subplots(
            2, len(years) + 1, height_ratios=[height, ROW * n_rows],
            width_ratios=[NAMES, *[WIDTH] * len(years)],
            figsize=(NAMES + WIDTH * len(years) + 1.0, height + ROW * n_rows + 1.0))
        axes, names = grid[:, 1:], grid[:, 0]
        shades = style.plt.get_cmap(style.SHADES)
        for above, below, year in zip(axes[0], axes[1], years, strict=True):
            here = short.sel(year=year)
            _outlines(above, shapes, here["probability"], shades)
            above.set(xlim=(west - 0.02, east + 0.02), ylim=(south - 0.02, north + 0.02),
                      aspect=aspect)
            above.set_title(str(year), loc="center")
            _column(below, here, has_interval=tree.sizes["replication"] > 1)
        style.bare(names[0])
        _names(names[1], [*shapes, m.ALL], titles(tree, "district", lang))
        scale = style.plt.cm.ScalarMappable(cmap=shades, norm=style.plt.Normalize(0, 1))
        figure.colorbar(scale, ax=axes[0], label=word(lang, "p_shortage"), shrink=0.9)
        title = word(lang, "of", service=titles(tree, "service", lang)[service],
                     what=shortage_title(short, lang))
        figure.suptitle(title, fontsize=11, x=0.01, ha="left")
        note(figure, tree, name, lang,
             replications(tree.sizes["replication"], lang, "p_interval"), is_below=True,
             service=service)
    return figure


def _outlines(axes: Axes, shapes: dict[str, outlines.Outline], p: xr.DataArray,
              shades: style.mcolors.Colormap) -> None:
    """Districts in the shades of their probabilities, numbered from 1."""
    style.bare(axes)
    for number, (district, shape) in enumerate(shapes.items(), 1):
        value = float(p.sel(district=district))
        axes.add_collection(PolyCollection(
            shape.rings, edgecolor="0.3", linewidth=0.5,
            facecolor="0.9" if np.isnan(value) else shades(value)))
        axes.text(*shape.label, str(number), ha="center", va="center", fontsize=8,
                  path_effects=style.halo())


def _column(axes: Axes, short: xr.Dataset, has_interval: bool) -> None:
    """Probabilities of a year, with their intervals, a row a district."""
    style.bare(axes)
    axes.set(xlim=(0, 1), ylim=(short.sizes["district"] - 0.5, -0.5))
    p, low, high = (short[v].values for v in ("probability", "low", "high"))
    for row in range(short.sizes["district"]):
        text = "–" if np.isnan(p[row]) else f"{p[row]:.2f}"
        if has_interval and not np.isnan(p[row]):
            text += f"  [{low[row]:.2f}, {high[row]:.2f}]"
        axes.text(0.5, row, text, ha="center", va="center", fontsize=8)


def _names(axes: Axes, districts: list[str], names: dict[str, str]) -> None:
    """Numbers and names of districts, a row each."""
    style.bare(axes)
    axes.set_ylim(len(districts) - 0.5, -0.5)
    for row, district in enumerate(districts):
        text = names[district] if district == m.ALL else f"{row + 1}  {names[district]}"
        axes.text(0, row, text, va="center", fontsize=8)
