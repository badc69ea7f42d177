# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around a picture: titles, notes of scenario and replications, legends."""
from __future__ import annotations

import textwrap
from collections.abc import Iterable

import xarray as xr
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from . import given, selection, style, tables
from . import measures as m
from .words import word

MOST_COLUMNS = 4  # of a legend
LINE = 48  # characters of a legend's line; Chinese ones are twice as wide and still fit


def titles(tree: xr.DataTree, dimension: str, lang: str) -> dict[str, str]:
    """Titles by name, "all" among them, without characters that cannot be drawn."""
    result = {k: style.shown(v) or k
              for k, v in tables.labels(tree.to_dataset(), dimension, lang).items()}
    return result | {m.ALL: word(lang, "all")}


def measure_title(tree: xr.DataTree, service: str, measure: str, lang: str) -> str:
    """A measure of a service, as "Nursery places: unmet demand"."""
    about = m.named(measure)[0]
    return word(lang, "of", service=titles(tree, "service", lang)[service],
                what=about.title_zh if lang == "zh" else about.title)


def replications(n: int, lang: str, key: str) -> str:
    """What `key` says of n replications, or that one alone shows no uncertainty."""
    return word(lang, key, n=n) if n > 1 else word(lang, "one")


def note(figure: Figure, tree: xr.DataTree, scenario: str | None, lang: str,
         *texts: str, is_below: bool = False, is_given: bool = True,
         service: str | None = None) -> None:
    """A small line above a picture: its scenario, where the file has others, and texts.

    Of a service the caveat too; of several scenarios, `scenario` is None and the first counts.

    And whether it is given what was seen, where anything was; `is_given` is False of pictures
    that are as thought before in any case.
    """
    parts = list(texts)
    parts += given.words(tree, None if scenario is None else [scenario], lang, is_given)
    if scenario is not None and len(tables.scenario_names(tree)) > 1:
        parts.insert(0, titles(tree, "scenario", lang)[scenario])
    if service is not None:
        told = selection.caveats(tree, scenario, lang)
        parts += [word(lang, "caveat", text=style.shown(told[service]))] if service in told else []
    width = int(figure.get_figwidth() * (16 if lang == "en" else 8))
    text = textwrap.fill(word(lang, "and").join(parts), width)
    (figure.supxlabel if is_below else figure.suptitle)(text, fontsize=9, x=0.01, ha="left")


def scenario_handles(tree: xr.DataTree, chosen: Iterable[str], lang: str, first: int = 0,
                     marker: bool = True) -> list[Line2D]:
    """Entries of a legend: scenarios in their looks, the first one with that of `first`."""
    names = titles(tree, "scenario", lang)
    return [Line2D([], [], color=style.colour(i), label=textwrap.fill(names[s], LINE),
                   linestyle="-" if marker else style.dash(i),
                   marker=style.marker(i) if marker else None, markersize=4.5)
            for i, s in enumerate(chosen, first)]


def legend(figure: Figure, handles: list[Line2D]) -> None:
    """A legend below the picture, in as many columns as its width has room for.

    The picture grows by its height.
    """
    for columns in range(min(MOST_COLUMNS, len(handles)), 0, -1):
        box = figure.legend(handles=handles, loc="outside lower center", ncols=columns)
        size = box.get_window_extent()
        if columns == 1 or size.width <= figure.bbox.width:
            figure.set_figheight(figure.get_figheight() + size.height / figure.dpi)
            return
        box.remove()
