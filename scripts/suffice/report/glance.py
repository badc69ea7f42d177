# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios compared at a glance: targets lifted and sunk, people who notice, pair by pair."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from .. import given, tables, weighted
from ..estimates import estimate_mean
from . import numbers, verdict
from .findings import Shortage, Writer
from .texts import Texts

LEAST = 0.05  # change of P(met) from which on a target is drawn
MOST_ROWS = 30  # targets drawn a scenario
MOST_PEOPLE = 4  # shortages whose change is told


def counts(card: pd.DataFrame, scenarios: Sequence[str]) -> list[dict]:
    """By scenario how many targets are missed, open and safe."""
    result = []
    for scenario in scenarios:
        mine = card[(card["scenario"] == scenario) & (card["decided"] > 0)]["p_met"]
        missed, safe = int((mine < verdict.MISSED).sum()), int((mine >= verdict.SAFE).sum())
        result.append({"scenario": scenario, "n": len(mine), "parts": [
            ("missed", missed), ("open", len(mine) - missed - safe), ("safe", safe)]})
    return result


def targets(table: pd.DataFrame, titles: dict[str, str], scenario: str, texts: Texts) -> dict:
    """The targets of a scenario that change by LEAST or more, beyond chance: most lifted first."""
    mine = table[(table["of"] == "target") & (table["measure"] == "p_met") &
                 (table["scenario"] == scenario)]
    sure = ~((mine["low"] <= 0) & (mine["high"] >= 0)) & mine["is_different"]
    told = mine[sure & (mine["difference"].abs() >= LEAST)]
    told = told.sort_values("difference", ascending=False, kind="stable")
    lifted, sunk = int((told["difference"] > 0).sum()), int((told["difference"] < 0).sum())
    rows = [{"title": titles.get(row["name"], row["name"]), "before": row["base_mean"],
             "after": row["mean"], "is_better": row["difference"] > 0,
             "shown": signed(100 * row["difference"]),
             "half": f"± {max(1, round(50 * (row['high'] - row['low'])))}"
             if np.isfinite(row["low"]) else ""} for row in told.to_dict("records")]
    if len(rows) > MOST_ROWS:  # the largest changes of both kinds
        rows = rows[:MOST_ROWS // 2] + rows[-MOST_ROWS // 2:]
    return {"rows": rows, "lifted": lifted, "sunk": sunk, "same": len(mine) - len(told),
            "title": headline(lifted, sunk, texts)}


def headline(lifted: int, sunk: int, texts: Texts) -> str:
    """How many targets a scenario lifts and sinks, in words."""
    if lifted and sunk:
        return texts("g_both", lifted=lifted, sunk=sunk)
    if lifted or sunk:
        return texts(("g_lifts" if lifted else "g_sinks") + ("_one" if lifted + sunk == 1 else ""),
                     n=lifted or sunk)
    return texts("g_same")


def signed(value: float) -> str:
    """A change in whole points, with its sign: "+34", "−9"."""
    rounded = round(value)
    return "0" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded)}"


def people(tree: xr.DataTree, writer: Writer, worst: Sequence[Shortage], scenario: str
           ) -> list[dict]:
    """How many fewer or more go without, of the worst shortages of the first scenario."""
    data = writer.folder.measures("unmet", by_year=True)["unmet"]
    sample = given.sample(tree, data.to_dataset(), given.whose(tree, writer.base, scenario))
    of = sample if isinstance(sample, weighted.Sample) else None
    result: list[dict] = []
    for one in worst[:MOST_PEOPLE]:
        here = data.sel(service=one.service, district=one.district, period=one.year)
        change = here.sel(scenario=scenario).values - here.sel(scenario=writer.base).values
        if np.isnan(change).all():
            continue
        mean = estimate_mean(change[:, None], sample)
        value, half = float(mean.mean[0]), float(mean.half_width[0])
        low, high = weighted.quantile(change[:, None], (0.05, 0.95), of)
        is_same = abs(value) < 0.01 * one.people and not half < abs(value) or not abs(value) >= 0.5
        result.append({
            "title": writer.titles["service"][one.service],
            "place": writer.titles["district"][one.district], "year": one.year,
            "plan": numbers.people(one.people), "same": is_same, "value": value, "half": half,
            "low": float(low[0]), "high": float(high[0]),
            "shown": ("+" if value > 0 else "−") + numbers.people(abs(value)),
            "spread": "" if np.isnan(half) else f"± {numbers.people(max(half, 1))}"})
    most = max((max(abs(r["low"]), abs(r["high"])) for r in result), default=0.0)
    for row in result:
        row["scale"] = most or 1.0
    return result


def whose(tree: xr.DataTree, base: str, texts: Texts, titles: dict[str, str]) -> str:
    """Whose weights the comparisons take, where replications are weighted; else ""."""
    parts = []
    for other in tables.scenario_names(tree):
        name = given.whose(tree, base, other)
        if other != base and given.used(tree, name) is not None:
            parts.append(titles[name])
    named = list(dict.fromkeys(parts))
    return texts("g_whose", listed=texts("comma").join(named)) if named else ""


def glance(tree: xr.DataTree, table: pd.DataFrame | None, card: pd.DataFrame, writer: Writer,
           worst: Sequence[Shortage]) -> dict | None:
    """All of it; None of one scenario."""
    names = tables.scenario_names(tree)
    if table is None or len(names) < 2:
        return None
    t = writer.texts
    of_targets = {} if card.empty else {
        row["target"]: verdict.titled(verdict.title_of(row, t.lang) or str(row["of"]), t.lang)
        for row in card.drop_duplicates("target").to_dict("records")}
    return {"counts": counts(card, names) if len(card) else [],
            "whose": whose(tree, writer.base, t, writer.titles["scenario"]),
            "scenarios": [{"name": name, "targets": targets(table, of_targets, name, t),
                           "people": people(tree, writer, worst, name)}
                          for name in names if name != writer.base]}
