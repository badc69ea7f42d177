# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures for deciding: the scorecard, scenarios compared, what drives an outcome."""
from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from . import measures as m
from . import style, tables
from .drivers import told
from .pictures import titles
from .results import ResultsError
from .words import check, word

MOST_BARS = 12


def target_title(row: pd.Series, lang: str) -> str:
    """What people call a target."""
    title = row.get("title_zh") if lang == "zh" and row.get("title_zh") else row["title"]
    return style.shown(str(title or row["of"]))


def assumption_title(row: dict, lang: str) -> str:
    """What people call an assumption of `drivers`, with the year of a path."""
    title = row.get("title_zh") if lang == "zh" and row.get("title_zh") else row.get("title")
    name, _, year = str(row["assumption"]).partition("@")
    return f"{title or name} {year}".strip()


def scorecard(tree: xr.DataTree, lang: str = "en") -> Figure:
    """All targets with P(met) and its interval, and what is used of what they are about."""
    card = tables.scorecard(tree)
    scenarios = list(card["scenario"].unique())
    first = card.drop_duplicates("target").reset_index(drop=True)
    heights, headings, y, area = {}, [], 0.0, None
    for row in first.to_dict("records"):
        if row["area"] != area:
            area = row["area"]
            headings.append((y - 0.4, style.shown(str(area))))
            y -= 1.4
        heights[row["target"]] = y
        y -= 1
    step = 0.7 / len(scenarios)
    with style.look(check(lang)):
        figure, (met, use) = style.plt.subplots(
            1, 2, figsize=(11, 0.22 * -y + 1.6), sharey=True, width_ratios=[3, 1])
        for row in card.to_dict("records"):
            i = scenarios.index(row["scenario"])
            colour = style.colour(i)
            at = heights[row["target"]] + 0.35 - step * (i + 0.5)
            if row["decided"] == 0:
                met.text(0.5, at, word(lang, "cannot"), ha="center", va="center", color="0.4")
            else:
                met.plot([row["p_low"], row["p_high"]], [at, at], color=colour, linewidth=3,
                         alpha=0.4, solid_capstyle="butt")
                met.plot(row["p_met"], at, "o", color=colour, markersize=4.5,
                         markerfacecolor=colour if row["basis"] == "stated" else "white")
            if not np.isnan(row["use"]):
                half = 0 if np.isnan(row["use_half_width"]) else 100 * row["use_half_width"]
                use.barh(at, 100, height=step * 0.85, color="0.92")
                use.barh(at, 100 * row["use"], height=step * 0.85, color=colour, alpha=0.65,
                         xerr=half, error_kw={"linewidth": 0.8})
        met.set_yticks([heights[t] for t in first["target"]],
                       [f"{r['target']}  {target_title(r, lang)}"
                        for _, r in first.iterrows()], fontsize=8)
        for at, text in headings:
            met.text(-0.01, at, text, transform=met.get_yaxis_transform(), ha="right",
                     va="center", fontsize=10)
        met.axvline(tables.SECURED, color="0.5", linestyle=":")
        met.set(xlim=(-0.02, 1.02), ylim=(y, 0.5))
        met.set_xlabel(word(lang, "met") + "\n" + word(lang, "hollow"))
        use.set_xlim(0, 105)
        use.set_xlabel(word(lang, "used") + f" (…100: {word(lang, 'idle')})")
        for axes in (met, use):
            axes.grid(axis="y", visible=False)
        _legend(figure, tree, scenarios, lang)
    return figure


def _legend(figure: Figure, tree: xr.DataTree, scenarios: list[str], lang: str) -> None:
    names = titles(tree, "scenario", lang)
    if len(scenarios) == 1:
        figure.suptitle(names[scenarios[0]], fontsize=11)
        return
    handles = [style.plt.Line2D([], [], color=style.colour(i), marker="o", label=names[s])
               for i, s in enumerate(scenarios)]
    figure.legend(handles=handles, loc="outside lower center", ncols=min(3, len(handles)))


def comparison(tree: xr.DataTree, base: str | None = None, service: str | None = None,
               measure: str = "unserved", lang: str = "en") -> Figure:
    """Paired differences from `base` with their intervals.

    Of P(met) of the targets that differ, or of a measure of one service by district.
    """
    name = tables.base_scenario(tree, base)
    if service is None:
        table = tables.compare(tree, name)
        table = table[(table["of"] == "target") & (table["measure"] == "p_met")]
        table = table[table["is_different"]]
        scale, rows = 100.0, list(table["name"].unique())
        key, texts = "name", {r: r for r in rows}
        if rows:
            card = tables.scorecard(tree).drop_duplicates("target").set_index("target")
            texts = {r: f"{r}  {target_title(card.loc[r], lang)}" for r in rows}
        title, label = word(lang, "base", base=titles(tree, "scenario", lang)[name]), \
            word(lang, "different_p")
    else:
        table = tables.compare(tree, name, measure, service=service)
        scale, key = 1.0, "district"
        rows, texts = list(table["district"].unique()), titles(tree, "district", lang)
        about = m.MEASURES[measure]
        title = (f"{titles(tree, 'service', lang)[service]}: "
                 f"{about.title_zh if lang == 'zh' else about.title}; " +
                 word(lang, "base", base=titles(tree, "scenario", lang)[name]))
        label = f"{word(lang, 'difference')} ({about.unit})"
    others = [s for s in tables.scenario_names(tree) if s != name]
    step = 0.8 / max(1, len(others))
    with style.look(check(lang)):
        figure, axes = style.plt.subplots(
            figsize=(8.5, max(0.24, 0.11 * len(others)) * max(1, len(rows)) + 1.5))
        for row in table.to_dict("records"):
            i = others.index(row["scenario"])
            at = rows.index(row[key]) - 0.4 + step * (i + 0.5)
            axes.plot([scale * row["low"], scale * row["high"]], [at, at], linewidth=3,
                      color=style.colour(i + 1), alpha=0.45, solid_capstyle="butt")
            axes.plot(scale * row["difference"], at, "o", markersize=4,
                      color=style.colour(i + 1))
        axes.axvline(0, color="0.3", linewidth=1)
        axes.set_yticks(range(len(rows)), [texts[r] for r in rows], fontsize=8)
        if rows:
            axes.set_ylim(len(rows) - 0.5, -0.5)
        else:
            axes.text(0.5, 0.5, word(lang, "nothing"), transform=axes.transAxes, ha="center")
        axes.set_xlabel(label)
        axes.set_title(title)
        names = titles(tree, "scenario", lang)
        handles = [style.plt.Line2D([], [], color=style.colour(i + 1), marker="o",
                                    label=names[s]) for i, s in enumerate(others)]
        figure.legend(handles=handles, loc="outside lower center", ncols=min(3, len(others)))
    return figure


def tornado(table: pd.DataFrame, lang: str = "en", most: int = MOST_BARS) -> Figure:
    """What `drivers` found: shares of the variance with intervals, strongest on top."""
    if table.empty:
        raise ResultsError("there are no drivers to draw")
    top = table.head(most)
    y = np.arange(len(top))
    with style.look(check(lang)):
        figure, axes = style.plt.subplots(figsize=(8.5, 0.34 * len(top) + 1.6))
        share = told(table)
        if share == "total":
            axes.barh(y, 100 * top["total"], height=0.75, color=style.colour(5), alpha=0.7,
                      label=word(lang, "total"))
        axes.barh(y, 100 * top["first"], height=0.75, color=style.colour(0), alpha=0.85,
                  label=word(lang, "first"))
        axes.hlines(y, 100 * top[f"{share}_low"], 100 * top[f"{share}_high"], color="black",
                    linewidth=1)
        names = []
        for row in top.to_dict("records"):
            sign = "▲" if row["src_low"] > 0 else "▼" if row["src_high"] < 0 else " "
            names.append(f"{style.shown(assumption_title(row, lang))} "
                         f"[{row.get('confidence', '?')}] {sign}")
        axes.set_yticks(y, names, fontsize=8)
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.set_xlabel(f"{word(lang, 'shares')} (%)\n"
                        f"{word(lang, 'chance', share=100 * table.attrs['chance'])}\n"
                        f"{word(lang, 'direction')}")
        axes.set_title(word(lang, "drivers", metric=table.attrs["metric"]))
        axes.legend(loc="lower right")
    return figure
