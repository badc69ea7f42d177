# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawings of the page, as SVG: one mark for a chance everywhere, colours by variables."""
from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import pandas as pd

from ..report.numbers import in_100, percent
from .findings import Fan, Target

BREAKS = (0.01, 0.05, 0.1, 0.2)  # of shares, between the five shades
WIDTH = 1040


def svg(width: float, height: float, body: str, label: str) -> str:
    """A drawing that shrinks with its place, with a name for those who do not see it."""
    return (f'<svg viewBox="0 0 {width:g} {height:g}" width="100%" role="img" '
            f'aria-label="{escape(label)}" style="max-width:{width:g}px;display:block">'
            f"{body}</svg>")


def mark(kind: str, x: float, y: float, size: float = 18) -> str:
    """The mark of a class: ■ clear, ◧ near, □ open, ● safe; x and y are its middle."""
    half = size / 2
    if kind == "safe":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{half:g}" fill="var(--good)"/>'
    left, top = x - half, y - half
    box = f'x="{left + .75:g}" y="{top + .75:g}" width="{size - 1.5:g}" height="{size - 1.5:g}"'
    if kind == "open":
        return f'<rect {box} fill="none" stroke="var(--mid)" stroke-width="1.5"/>'
    if kind == "clear":
        return f'<rect {box} fill="var(--bad)" stroke="var(--bad)"/>'
    return (f'<rect {box} fill="var(--bad0)" stroke="var(--bad)" stroke-width="1.5"/>'
            f'<rect x="{left:g}" y="{y:g}" width="{size:g}" height="{half:g}" '
            'fill="var(--bad)"/>')


def strip(targets: Sequence[Target], is_pair: bool, label: str) -> str:
    """All targets in the order of the plan: its marks above, those of the changes below."""
    step = min(28.0, WIDTH / max(1, len(targets)))
    size = min(18.0, step - 4)
    body = []
    for i, target in enumerate(targets):
        x = step * (i + .5)
        title = f"<title>{escape(target.title)}</title>"
        is_moved = is_pair and target.kind != target.kind_was
        if is_moved:
            body.append(f'<rect x="{x - step / 2:g}" y="0" width="{step - 1:g}" height="82" '
                        'fill="var(--good0)"/>'
                        f'<path d="M{x:g} 28V48m-3.5 -4l3.5 6l3.5 -6" stroke="var(--good)" '
                        'stroke-width="1.8" fill="none"/>')
        body.append(f"<g>{title}{mark(target.kind_was, x, 15, size)}")
        body.append((mark(target.kind, x, 66, size) if is_pair else "") + "</g>")
    return svg(WIDTH, 82 if is_pair else 30, "".join(body), label)


def chances(targets: Sequence[Target], is_pair: bool, heads: Sequence[str], label: str) -> str:
    """A row a target: its title, the track of its chance, the plan's bar, and the numbers."""
    left, track, width, row = 190, 128, 430, 25
    end, body = left + track, []
    line = left + .9 * track
    body.append(f'<text x="{left}" y="12" class="second">0</text><text x="{line:g}" y="12" '
                f'text-anchor="middle">90</text><text x="{width}" y="12" text-anchor="end" '
                f'class="second">{escape(heads[0])}</text>')
    for i, one in enumerate(targets):
        y = 30 + row * i
        colour = {"safe": "good", "open": "mid"}.get(one.kind, "bad")
        at = left + track * one.p
        body.append(f'<g><title>{escape(one.title)}</title><text x="0" y="{y + 4}">'
                    f"{escape(_cut(one.title))}</text>"
                    f'<rect x="{left}" y="{y - 4}" width="{track}" height="8" '
                    'fill="var(--track)"/>'
                    f'<rect x="{left + track * one.low:g}" y="{y - 4}" height="8" '
                    f'width="{max(1.0, track * (one.high - one.low)):g}" fill="var(--{colour})" '
                    'opacity=".35"/>')
        if is_pair:
            was = left + track * one.p_was
            body.append(f'<line x1="{was:g}" x2="{at:g}" y1="{y}" y2="{y}" '
                        f'stroke="var(--{colour})" stroke-width="2"/>'
                        f'<rect x="{was - 1.5:g}" y="{y - 7}" width="3" height="14" '
                        'fill="var(--ink)"/>')
        fill = "var(--paper)" if one.is_assumed else f"var(--{colour})"
        body.append(f'<circle cx="{at:g}" cy="{y}" r="5" fill="{fill}" '
                    f'stroke="var(--{colour})" stroke-width="2"/>')
        now = _bracketed(in_100(one.p, one.low, one.high), one.is_assumed)
        was_text = _bracketed(in_100(one.p_was, one.low_was, one.high_was), one.is_assumed)
        body.append(f'<text x="{width}" y="{y + 4}" text-anchor="end">' + (
            f'<tspan class="second">{was_text} → </tspan>' if is_pair else "") +
            f'<tspan font-weight="700" class="{colour}">{now}</tspan></text></g>')
    bottom = 30 + row * len(targets) - 10
    body.append(f'<line x1="{line:g}" x2="{line:g}" y1="17" y2="{bottom}" stroke="var(--ink)" '
                'stroke-dasharray="2 2"/>')
    del end
    return svg(width, bottom + 6, "".join(body), label)


def _bracketed(text: str, is_assumed: bool) -> str:
    return escape(f"({text})" if is_assumed else text)


def _cut(title: str) -> str:
    """A title as long as its column is wide; Chinese letters are twice as wide."""
    width, kept = 0.0, ""
    for letter in title:
        width += 2 if ord(letter) > 0x2E80 else 1
        if width > 28:
            return kept.rstrip() + "…"
        kept += letter
    return kept


def shade(value: float) -> int:
    """The class of a share: 0 to 4."""
    return 0 if np.isnan(value) else int(np.searchsorted(BREAKS, value, side="right"))


def map_of(shapes: dict, shares: dict[str, float], titles: dict[str, str], lang: str,
           label: str) -> str:
    """The districts in the shades of their shares; each tells its own."""
    body = "".join(
        f'<path d="{one["d"]}" fill="var(--s{shade(shares.get(name, np.nan))})" '
        f'stroke="var(--paper)" stroke-width="3" fill-rule="evenodd"><title>'
        f"{escape(titles[name])}: {percent(shares.get(name, np.nan), lang)}</title></path>"
        for name, one in shapes["districts"].items())
    return (f'<svg viewBox="-4 -4 {shapes["width"] + 8} {shapes["height"] + 8}" width="130" '
            f'role="img" aria-label="{escape(label)}">{body}</svg>')


def fan(one: Fan, is_pair: bool, words: Sequence[str], label: str) -> str:
    """What is short by month: the plan's fan and that of the changes, 0 where places do.

    `words` are plan, yours, short, free."""
    width, height, left, right, low = 330, 270, 54, 54, 22
    series = [one.was] + ([one.now] if is_pair else [])
    values = np.concatenate([s.ravel() for s in series])
    values = values[np.isfinite(values)]
    if not len(values):
        return ""
    bottom, top = min(0.0, float(values.min())), max(0.0, float(values.max()))
    top = bottom + 1 if top == bottom else top
    n = len(one.times)

    def x(i: float) -> float:
        return left + (width - left - right) * i / max(1, n - 1)

    def y(v: float) -> float:
        return 8 + (height - 8 - low) * (top - v) / (top - bottom)

    body = []
    if top > 0:
        body.append(f'<rect x="{left}" y="{y(top):g}" width="{width - left - right}" '
                    f'height="{y(0) - y(top):g}" fill="var(--bad0)" opacity=".5"/>')
    for tick in _ticks(bottom, top):
        body.append(f'<line x1="{left}" x2="{width - right}" y1="{y(tick):g}" y2="{y(tick):g}" '
                    f'stroke="var({"--ink" if tick == 0 else "--line"})"/><text x="{left - 5}" '
                    f'y="{y(tick) + 4:g}" text-anchor="end" class="second">{_signed(tick)}</text>')
    ends: list[float] = []
    for values3, colour, word in zip(series, ("mid", "good"), words):
        seen = [i for i in range(n) if np.isfinite(values3[1, i])]
        up = " ".join(f"{x(i):.1f},{y(values3[2, i]):.1f}" for i in seen)
        down = " ".join(f"{x(i):.1f},{y(values3[0, i]):.1f}" for i in reversed(seen))
        middle = " ".join(f"{x(i):.1f},{y(values3[1, i]):.1f}" for i in seen)
        at = y(values3[1, seen[-1]])
        while any(abs(at - other) < 14 for other in ends):
            at += 14
        ends.append(at)
        body.append(f'<polygon points="{up} {down}" fill="var(--{colour})" opacity=".22"/>'
                    f'<polyline points="{middle}" fill="none" stroke="var(--{colour})" '
                    f'stroke-width="2.2"/><text x="{width - right + 5}" y="{at + 4:g}" '
                    f'font-weight="700" class="{colour}">{escape(word)}</text>')
    body.append(f'<text x="{left + 5}" y="{y(top) + 14:g}" class="bad">{escape(words[2])}</text>'
                f'<text x="{left + 5}" y="{y(bottom) - 5:g}" class="good">{escape(words[3])}'
                "</text>")
    for i in range(0, n, 24):
        body.append(f'<text x="{x(i):g}" y="{height - 4}" text-anchor="middle" class="second">'
                    f"{one.times[i][:4]}</text>")
    return svg(width, height, "".join(body), label)


def _ticks(low: float, high: float) -> list[float]:
    """Round values between two, 0 among them."""
    span = high - low
    power = 10.0 ** np.floor(np.log10(span / 4))
    step = next(power * k for k in (1, 2, 5, 10) if span / (power * k) <= 5)
    return [float(step * k) for k in range(int(np.ceil(low / step)),
                                           int(np.floor(high / step)) + 1)]


def _signed(value: float) -> str:
    return "0" if value == 0 else f"{value:+,.10g}".replace("-", "−")


def curve(table: pd.DataFrame, asked: float, fits: float | None, safe: float | None,
          words: Sequence[str], label: str) -> str:
    """P by size, with its interval; `words` are what was asked for, fits, safe."""
    width, height, left, right, low = 620, 330, 46, 40, 30
    first, last = float(table["value"].min()), float(table["value"].max())

    def x(v: float) -> float:
        return left + (width - left - right) * (v - first) / max(1e-9, last - first)

    def y(p: float) -> float:
        return 14 + (height - 14 - low) * (1 - p)

    rows = table.sort_values("value")
    up = " ".join(f"{x(v):.1f},{y(p):.1f}" for v, p in zip(rows["value"], rows["high"]))
    down = " ".join(f"{x(v):.1f},{y(p):.1f}" for v, p in zip(rows["value"][::-1],
                                                           rows["low"][::-1]))
    body = [f'<rect x="{left}" y="{y(1):g}" width="{width - left - right}" '
            f'height="{y(asked) - y(1):g}" fill="var(--good0)" opacity=".6"/>']
    for p in (0, .25, .5, .75, 1):
        body.append(f'<line x1="{left}" x2="{width - right}" y1="{y(p):g}" y2="{y(p):g}" '
                    f'stroke="var(--line)"/><text x="{left - 6}" y="{y(p) + 4:g}" '
                    f'text-anchor="end" class="second">{100 * p:.0f} %</text>')
    body.append(f'<line x1="{left}" x2="{width - right}" y1="{y(asked):g}" y2="{y(asked):g}" '
                f'stroke="var(--ink)"/><text x="{left + 6}" y="{y(asked) - 5:g}" class="good">'
                f"{escape(words[0])} {100 * asked:g} %</text>"
                f'<polygon points="{up} {down}" fill="var(--good)" opacity=".18"/>'
                '<polyline points="' + " ".join(
                    f"{x(v):.1f},{y(p):.1f}" for v, p in zip(rows["value"], rows["p"])) +
                '" fill="none" stroke="var(--good)" stroke-width="2.2"/>')
    body += [f'<circle cx="{x(v):g}" cy="{y(p):g}" r="3" fill="var(--good)"/>'
             for v, p in zip(rows["value"], rows["p"])]
    for value, word in ((fits, words[1]), (safe, words[2])):
        if value is None or not np.isfinite(value):
            continue
        p = float(np.interp(value, rows["value"], rows["p"]))
        anchor = "end" if x(value) > width - 120 else "start"
        body.append(f'<line x1="{x(value):g}" x2="{x(value):g}" y1="{y(p):g}" y2="{y(0):g}" '
                    'stroke="var(--good)"/>'
                    f'<circle cx="{x(value):g}" cy="{y(p):g}" r="6" fill="var(--paper)" '
                    'stroke="var(--good)" stroke-width="3"/>'
                    f'<text x="{x(value) + (8 if anchor == "start" else -8):g}" '
                    f'y="{y(p) + 18:g}" font-weight="700" text-anchor="{anchor}" class="good">'
                    f"+{value:,.0f} {escape(word)}</text>")
    for v in {first, last, (first + last) / 2}:
        body.append(f'<text x="{x(v):g}" y="{height - 8}" text-anchor="middle">'
                    f"+{v:,.0f}</text>")
    return svg(width, height, "".join(body), label)
