# SPDX-License-Identifier: GPL-3.0-or-later
"""The maps of the first screen: who goes without, the services that matter most, side by side."""
from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from . import numbers
from .findings import Shortage, Writer, Yearly, joined

MOST_MAPS = 2
LETTER = 12.5  # the width of a letter at the size of labels; Chinese ones are twice as wide
LINE = 52  # between labels at a side
FEW = 12  # districts up to which all are labelled, with more only those that are short


def chosen(yearly: Yearly, worst: Sequence[Shortage]) -> list[tuple[str, int]]:
    """The services and years of the maps: those of the first findings."""
    return [(some[0].service, some[0].year) for some in joined(yearly, worst)][:MOST_MAPS]


def maps(shapes: dict | None, writer: Writer, worst: Sequence[Shortage]) -> list[dict]:
    """By service its title, year, and SVG; or rows of districts where there are no outlines."""
    result = []
    y: Yearly = writer.yearly
    for service, year in chosen(y, worst):
        at = y.services.index(service), y.years.index(year)
        shares = {d: float(y.share[at[0], i, at[1]]) for i, d in enumerate(y.districts)
                  if d in writer.titles["district"] and i < len(y.districts) - 1}
        rows = sorted(((writer.titles["district"][d], numbers.percent(x, writer.texts.lang),
                        0 if np.isnan(x) else numbers.share_class(x), 0 if np.isnan(x) else x)
                       for d, x in shares.items()), key=lambda r: -r[3])
        result.append({
            "title": writer.titles["service"][service], "year": year, "rows": rows[:FEW],
            "more": len(rows) - FEW,
            "svg": None if shapes is None else drawing(
                shapes, shares, writer.titles["district"], writer.texts.lang,
                f"{writer.titles['service'][service]}, {year}")})
    return result


def _width(text: str) -> float:
    return sum(LETTER * (2 if ord(c) > 0x2E80 else 1) for c in text)


def drawing(shapes: dict, shares: dict[str, float], titles: dict[str, str], lang: str,
            label: str) -> str:
    """Districts in five shades with name and share; small ones by leader lines at the sides.

    Their outlines stand once in the page, by their number.
    """
    width, height = shapes["width"], shapes["height"]
    paths, edges, labels = [], [], []
    sides: dict[int, list[tuple[float, float, str]]] = {-1: [], 1: []}
    for i, (name, shape) in enumerate(shapes["districts"].items()):
        share = shares.get(name, float("nan"))
        shade = 0 if np.isnan(share) else numbers.share_class(share)
        shown = escape(f"{titles[name]}: {numbers.percent(share, lang)}")
        paths.append(f'<use class="s{shade}" href="#shape-{i}"><title>{shown}</title></use>')
        if shade >= 3:
            edges.append(f'<use class="edge" href="#shape-{i}"/>')
        if len(shapes["districts"]) > FEW and shade < 2:
            continue
        x, y = shape["at"]
        if shape["room"] >= _width(titles[name]) + 4:
            labels.append(_label(x, y, titles[name], share, lang, f"on{shade}"))
        else:
            sides[-1 if x < width / 2 else 1].append((y, x, name))
    if len(shapes["districts"]) > 2 * FEW:
        sides = {-1: [], 1: []}  # too many for leaders: the rows beside the map have them
    for side, some in sides.items():
        edge = -12.0 if side < 0 else width + 12.0
        below = 0.0
        for y, x, name in sorted(some):
            at = max(below, y - 10)
            below = at + LINE
            labels.append(f'<path class="leader" d="M{x:g} {y:g}L{edge - side * 4:g} '
                          f'{at + 4:g}"/><circle class="leader" cx="{x:g}" cy="{y:g}" r="3"/>')
            labels.append(_label(edge, at, titles[name], shares.get(name, float("nan")), lang,
                                 "out end" if side < 0 else "out start"))
        height = max(height, below)
    left, right = (max([_width(titles[name]) + 16 for *_, name in sides[side]], default=8.0)
                   for side in (-1, 1))
    return (f'<svg class="atlas" viewBox="{-left} -10 {width + left + right:g} {height + 30:g}" '
            f'role="img" aria-label="{escape(label)}">' + "".join(paths + edges + labels)
            + "</svg>")


def _label(x: float, y: float, name: str, share: float, lang: str, of: str) -> str:
    return (f'<text class="{of}" x="{x:g}" y="{y:g}">{escape(name)}<tspan class="n" x="{x:g}" '
            f'dy="24">{escape(numbers.percent(share, lang))}</tspan></text>')
