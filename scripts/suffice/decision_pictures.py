# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures for deciding: the scorecard, scenarios compared, what drives an outcome."""
from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import honesty, style, tables
from . import measures as m
from .captions import legend, measure_title, note, replications, scenario_handles, titles
from .drivers import told
from .results import ResultsError, group
from .selection import title_of
from .words import check, percent, unit, word

MOST_BARS = 12


def target_title(row: pd.Series, lang: str) -> str:
    """What people call a target."""
    return style.shown(title_of(row, lang) or str(row["of"]))


def marks(row: dict | pd.Series, lang: str) -> list[str]:
    """What P(met) of a row of the scorecard rests on, in words."""
    planned = str(row.get("planned_opening") or "")[:7]
    told = {"mark_basis": row["basis"] == "assumed",
            "mark_planned": row.get("dates") == "assumed" and bool(planned),
            "mark_dates": row.get("dates") == "assumed" and not planned,
            "mark_crews": row.get("crews") == "assumed", "mark_soft": bool(row.get("soft")),
            "mark_spread": bool(row.get("no_uncertainty"))}
    return [word(lang, key, month=planned) for key, is_so in told.items() if is_so]


def short_marks(row: dict | pd.Series, lang: str) -> str:
    """The marks that a picture has room for, in brackets."""
    told = {"mark_crews": row.get("crews") == "assumed", "mark_soft": bool(row.get("soft")),
            "mark_dates": row.get("dates") == "assumed",
            "mark_spread": bool(row.get("no_uncertainty"))}
    shown = [word(lang, key) for key, is_so in told.items() if is_so]
    return f" ({', '.join(shown)})" if shown else ""


def begins(row: dict | pd.Series, lang: str, has_intervals: bool = False) -> str:
    """When its projects must begin at the latest, and how many of them, in words."""
    by, count = row.get("begin_by") or "", row.get("begin_count", np.nan)
    parts = []
    if by:
        way = row.get("begin_by_is") or by
        parts.append((word(lang, f"begin_{way}") if not way[:1].isdigit()
                      else word(lang, "begin_by", month=by[:7]))
                     + has_intervals * _between(
                         *(_month(row.get(f"begin_by_{end}_is") or
                                  row.get(f"begin_by_{end}") or "", lang)
                           for end in ("low", "high"))))
    if not np.isnan(count):
        most = f"{3 * row['planned']:.0f}"
        parts.append((word(lang, "begin_more", n=most) if np.isinf(count)
                      else word(lang, "begin_count", n=f"{count:.0f}",
                                planned=f"{row['planned']:.0f}"))
                     + has_intervals * _between(
                         *(f">{most}" if np.isinf(n) else f"{n:.0f}"
                           for n in (row.get(f"begin_{end}", np.nan)
                                     for end in ("low", "high")))))
    return word(lang, "and").join(parts)


def _month(date: str, lang: str) -> str:
    """The month of a date, or why there is none."""
    return word(lang, f"date_{date}") if date and not date[:1].isdigit() else date[:7]


def _between(low: str, high: str) -> str:
    """An interval behind its estimate; nothing where it is not known, or has no width."""
    return "" if low == high or {low, high} & {"", "nan"} else f" [{low}, {high}]"


def assumption_title(row: dict, lang: str) -> str:
    """What people call an assumption of `drivers`, with the year of a path, or of its mean."""
    name, _, year = str(row["assumption"]).partition("@")
    year = word(lang, "mean_of_years") if year == "mean" else year
    return f"{title_of(row, lang) or name} {year}".strip()


def area_title(area: str, lang: str) -> str:
    """An area of the plan: of "2 education 学有所教" what is in the language, else all."""
    parts = area.split()
    is_chinese = [any(c >= "\u2e80" for c in part) for part in parts]
    own = [p for p, zh in zip(parts, is_chinese, strict=True)
           if zh == (lang == "zh") or p.isdigit()]
    has_own = any(not p.isdigit() for p in own)
    return style.shown(" ".join(own) if has_own else area)


def outcome_title(tree: xr.DataTree, metric: str, service: str | None, district: str,
                  year: int | None, lang: str) -> str:
    """What people call an outcome of `drivers`, with its district and year."""
    if service is None:
        targets = group(tree, "targets")
        return f"{metric} {tables.labels(targets, 'target', lang)[metric]}"
    parts = [measure_title(tree, service, metric, lang)]
    if district != m.ALL:
        parts.append(titles(tree, "district", lang)[district])
    if year is not None:
        parts.append(str(year))
    return word(lang, "and").join(parts)


def scorecard(tree: xr.DataTree, lang: str = "en") -> Figure:
    """All targets with P(met) and its interval, and what is used of what they are about."""
    card = tables.scorecard(tree)
    scenarios = list(card["scenario"].unique())
    first = card.drop_duplicates("target").reset_index(drop=True)
    heights, headings, y, area = {}, [], 0.0, None
    for row in first.to_dict("records"):
        if row["area"] != area:
            area = row["area"]
            headings.append((y - 0.4, area_title(str(area), lang)))
            y -= 1.4
        heights[row["target"]] = y
        y -= 1
    step = 0.7 / len(scenarios)
    with style.look(check(lang)):
        figure, (met, use) = style.subplots(
            1, 2, figsize=(11, max(0.22, 0.05 * len(scenarios)) * -y + 1.6), sharey=True,
            width_ratios=[3, 1])
        for row in card.to_dict("records"):
            i = scenarios.index(row["scenario"])
            at = heights[row["target"]] + 0.35 - step * (i + 0.5)
            _met(met, row, at, i, lang)
            if not np.isnan(row["utilisation"]):
                half = 100 * np.nan_to_num(row["utilisation_half_width"])
                use.barh(at, 100, height=step * 0.85, color="0.92")
                use.barh(at, 100 * row["utilisation"], height=step * 0.85, color=style.colour(i),
                         alpha=0.65, xerr=half, error_kw={"linewidth": 0.8})
            if not np.isnan(row["peak_utilisation"]):
                use.plot([100 * row["peak_utilisation"]] * 2,
                         [at - step * 0.4, at + step * 0.4], color="0.2", linewidth=1.2)
        met.set_yticks([heights[t] for t in first["target"]],
                       [f"{r['target']}  {target_title(r, lang)}" + short_marks(r, lang)
                        for _, r in first.iterrows()], fontsize=8)
        for row in first.to_dict("records") if len(scenarios) == 1 else ():
            met.text(1.03, heights[row["target"]], begins(row, lang), va="center", fontsize=6.5,
                     color="0.35")
        for at, text in headings:
            met.text(-0.01, at, text, transform=met.get_yaxis_transform(), ha="right",
                     va="center", fontsize=10)
        met.axvline(tables.SECURED, color="0.5", linestyle=":")
        met.text(tables.SECURED, 1.0, word(lang, "secured", p=f"{tables.SECURED:g}"),
                 transform=met.get_xaxis_transform(), ha="center", va="bottom", fontsize=8,
                 color="0.35")
        met.set(xlim=(-0.02, 1.02 if len(scenarios) > 1 else 1.42), ylim=(y, 0.5),
                xticks=np.linspace(0, 1, 6))
        met.set_xlabel(word(lang, "met") + "\n" +
                       word(lang, "hollow", p=f"{tables.SECURED:g}") + "\n" +
                       word(lang, "near_ticks"), fontsize=8)
        use.set_xlim(0, 105)
        use.set_xlabel(word(lang, "utilisation") + "\n" + word(
            lang, "idle" if card["peak_utilisation"].isna().all() else "idle_peak"))
        for axes in (met, use):
            axes.grid(axis="y", visible=False)
        if len(scenarios) > 1:
            legend(figure, scenario_handles(tree, scenarios, lang))
        n = tree.sizes["replication"]
        own = titles(tree, "scenario", lang)[scenarios[0]]
        joint = word(lang, "together", all=len(first), **{
            end: f"{card.iloc[0][f'together_{end}']:.0f}" for end in ("median", "low", "high")})
        known = card.iloc[0]["known_at"]
        given = [word(lang, "known", date=known)] if known else []
        note(figure, tree, None, lang, *([own, *given, joint] if len(scenarios) == 1 else []),
             replications(n, lang, "p_interval"))
    return figure


def _met(axes: Axes, row: dict, at: float, index: int, lang: str) -> None:
    """P(met) of a row of the scorecard with its interval; hollow where it is assumed.

    Ticks, where they are more than that: P(at least 99 %, 95 % of what is required).
    """
    if row["decided"] == 0:
        axes.text(0.5, at, word(lang, "cannot"), ha="center", va="center", color="0.4")
        return
    colour = style.colour(index)
    axes.plot([row["p_low"], row["p_high"]], [at, at], color=colour, linewidth=3, alpha=0.4,
              solid_capstyle="butt")
    axes.plot(row["p_met"], at, style.marker(index), color=colour, markersize=4.5,
              markerfacecolor="white" if row["basis"] != "stated" or
              honesty.is_assumed(row) else colour)
    for name, size in (("p_99", 3.5), ("p_95", 7)):
        if row[name] > row["p_met"]:
            axes.plot(row[name], at, "|", color=colour, markersize=size)


def comparison(tree: xr.DataTree, base: str | None = None, service: str | None = None,
               measure: str = "unmet", lang: str = "en") -> Figure:
    """Paired differences from `base` with their intervals.

    Of P(met) of the targets that differ, or of a measure of one service by district.
    """
    name = tables.base_scenario(tree, base)
    if service is None:
        table = tables.compare(tree, name)
        table = table[(table["of"] == "target") & (table["measure"] == "p_met")]
        table = table[table["is_different"]]
        scale, key, rows = 100.0, "name", list(table["name"].unique())
        texts: dict[str, str] = {}
        if rows:
            card = tables.scorecard(tree).drop_duplicates("target").set_index("target")
            texts = {r: f"{r}  {target_title(card.loc[r], lang)}" for r in rows}
        title, label = None, word(lang, "different_p")
    else:
        about = m.named(measure)[0]
        table = tables.compare(tree, name, about.name, service=service)
        scale, key, rows = 1.0, "district", list(table["district"].unique())
        texts = titles(tree, "district", lang)
        title = measure_title(tree, service, about.name, lang)
        label = word(lang, "difference", unit=unit(about.unit, lang))
    with style.look(check(lang)):
        return _differences(tree, table, name, {r: texts[r] for r in rows}, key, scale, title,
                            label, lang)


def _differences(tree: xr.DataTree, table: pd.DataFrame, base: str, texts: dict[str, str],
                 key: str, scale: float, title: str | None, label: str, lang: str) -> Figure:
    """Rows of `compare` as marks and intervals, a group of rows a `key`."""
    others = [s for s in tables.scenario_names(tree) if s != base]
    step = 0.8 / max(1, len(others))
    rows = list(texts)
    figure, axes = style.subplots(
        figsize=(8.5, max(0.24, 0.1 * len(others)) * max(1, len(rows)) + 1.7))
    for row in table.to_dict("records"):
        i = others.index(row["scenario"])
        at = rows.index(row[key]) - 0.4 + step * (i + 0.5)
        axes.plot([scale * row["low"], scale * row["high"]], [at, at], linewidth=3,
                  color=style.colour(i + 1), alpha=0.45, solid_capstyle="butt")
        axes.plot(scale * row["difference"], at, style.marker(i + 1), markersize=4,
                  color=style.colour(i + 1))
    axes.axvline(0, color="0.3", linewidth=1)
    axes.set_yticks(range(len(rows)), [texts[r] for r in rows], fontsize=8)
    if rows:
        axes.set_ylim(len(rows) - 0.5, -0.5)
    else:
        axes.text(0.5, 0.5, word(lang, "nothing"), transform=axes.transAxes, ha="center")
    axes.xaxis.set_major_formatter(style.plt.FuncFormatter(lambda v, _: f"{v:,.10g}"))
    axes.set_xlabel(label)
    if title:
        axes.set_title(title)
    legend(figure, scenario_handles(tree, others, lang, first=1))
    note(figure, tree, None, lang,
         word(lang, "base", base=titles(tree, "scenario", lang)[base]),
         replications(tree.sizes["replication"], lang, "pairs"))
    return figure


def tornado(table: pd.DataFrame, lang: str = "en", most: int = MOST_BARS,
            tree: xr.DataTree | None = None, title: str | None = None) -> Figure:
    """What `drivers` found: shares of the variance with intervals, strongest on top.

    `title` is what people call the outcome, that of the table unless told; `tree` names
    the scenario, where the file has several.
    """
    if table.empty:
        raise ResultsError("there are no drivers to draw")
    top = table.head(most)
    y = np.arange(len(top))
    with style.look(check(lang)):
        figure, axes = style.subplots(figsize=(8.5, 0.34 * len(top) + 1.6))
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
                         f"[{row.get('evidence', '?')}] {sign}")
        axes.set_yticks(y, names, fontsize=8)
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.set_xlabel("\n".join((
            word(lang, "shares"), word(lang, "direction"),
            word(lang, "chance", share=percent(round(table.attrs["chance"], 2), lang)))))
        own = table.attrs.get("title_zh") if lang == "zh" else None
        axes.set_title(word(lang, "drivers", metric=style.shown(
            str(title or own or table.attrs["metric"]))))
        axes.legend(loc="lower right")
        text = replications(table.attrs["replications"], lang, "estimated")
        if tree is None:
            figure.suptitle(text, fontsize=9, x=0.01, ha="left")
        else:
            note(figure, tree, table.attrs["scenario"], lang, text, is_given=False)
    return figure
