# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict: every target with its class and its sentence, worst first, and the headline.

Classes are by the estimate of P(met): `clear`, clearly missed, below 0.5; `near`, just missed,
likewise, while the median of a city-wide amount is 95 % of the promise or more; `open` from 0.5
to 0.9; `safe` from 0.9.
"""
from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import xarray as xr

from .. import decision_pictures, given, honesty, weighted
from ..selection import title_of
from ..words import word
from . import numbers
from .texts import Texts

MISSED, SAFE = 0.5, honesty.SECURED
NEAR = 0.95  # of the promise, from which on a missed target is only just missed
IDLE = 0.6  # use of the places below which a safe target is told to be idle
CLASSES = ("clear", "near", "open", "safe")
WORDS = ((0.05, "v_surely_missed"), (MISSED, "v_missed"), (SAFE, "v_open"), (0.98, "v_safe"))
SPREAD = (0.05, 0.5, 0.95)  # of the value over the replications: low, median, high


@dataclasses.dataclass(frozen=True)
class Target:
    """A target of the first scenario as people read it; texts are in the report's language."""

    name: str
    title: str
    mark: str  # "in principle: " of what is meant so, else ""
    kind: str  # of CLASSES
    p: float
    low: float
    high: float
    is_assumed: bool  # P rests on assumed dates or crews
    chance: str
    typical: str  # "48 of 50", or where it is weakest
    month: str  # missed: begin by; safe: met for good from
    sentence: str
    row: dict
    median: float
    spread: tuple[float, float]

    @property
    def shown_chance(self) -> str:
        """The chance, in brackets where it rests on assumed dates."""
        return f"({self.chance})" if self.is_assumed else self.chance


def titled(title: str, lang: str) -> str:
    """A title as a line begins with it."""
    return title[:1].upper() + title[1:] if lang == "en" else title


def of_run(tree: xr.DataTree, card: pd.DataFrame, base: str, texts: Texts,
           districts: dict[str, str]) -> list[Target]:
    """The decided targets of a scenario, worst first; `districts` are titles by name."""
    if card.empty:
        return []
    one = tree["targets"].to_dataset().sel(scenario=base)
    sample = given.weights_of(tree, one, base)
    value = one["value"].transpose("replication", "target").values.astype(float)
    spread = weighted.quantile(value, SPREAD, sample)
    at = {str(name): i for i, name in enumerate(one["target"].values)}
    rows = card[(card["scenario"] == base) & (card["decided"] > 0)].to_dict("records")
    found = [judged(row, [float(q[at[row["target"]]]) for q in spread], texts, districts)
             for row in rows]
    return sorted(found, key=lambda t: (t.p, CLASSES.index(t.kind)))


def judged(row: dict, spread: list[float], texts: Texts, districts: dict[str, str]) -> Target:
    """One row of the scorecard; `spread` are the SPREAD quantiles of its value."""
    low, median, high = spread
    p, lang = float(row["p_met"]), texts.lang
    weak = row.get("weakest_district")
    weakest = districts.get(weak, weak) if isinstance(weak, str) else ""
    kind = class_of(p, median, row, bool(weakest))
    chance = numbers.chance(p, row["p_low"], row["p_high"], lang)
    is_assumed = honesty.is_assumed(row)
    title = titled(title_of(row, lang) or str(row["of"]), lang)
    typical = texts("v_weakest_short", district=weakest) if weakest and p < SAFE else \
        texts("v_each") if weakest else _typical(kind, row, low, median, high, texts)
    month = ""
    if kind == "safe":
        month = numbers.month(str(row["secured"]), lang) if row["secured"] else ""
    elif begins_late(row):
        month = numbers.month(str(row["begin_by"]), lang)
    mark = word(lang, "mark_soft") + texts("colon") if row.get("soft") else ""
    return Target(str(row["target"]), title, mark, kind, p, float(row["p_low"]),
                  float(row["p_high"]), is_assumed, chance, typical, month,
                  _sentence(title, kind, p, chance, is_assumed, row, weakest, median, texts),
                  row, median, (low, high))


def class_of(p: float, median: float, row: dict, is_each: bool) -> str:
    """The class of a target by its chance, and by how near its median is to the promise."""
    if p >= SAFE:
        return "safe"
    if p >= MISSED:
        return "open"
    return "near" if not is_each and _is_near(median, row) else "clear"


def _is_near(median: float, row: dict) -> bool:
    required = float(row["required"])
    if row["comparison"] == "at_most":
        return NEAR * median <= required * (1 + 1e-12)
    return median >= NEAR * required * (1 - 1e-12)


def begins_late(row: dict) -> bool:
    """Whether the plan begins later than its begin by, a date that can still be kept."""
    by, planned = (str(row.get(name) or "") for name in ("begin_by", "planned_begin"))
    return by[:1].isdigit() and not row.get("begin_by_is") and by < planned


def is_one(row: dict) -> bool:
    """Whether the target is a single thing that is there or not."""
    return float(row["required"]) == 1 and row["measure"] in ("count", "added")


def _typical(kind: str, row: dict, low: float, median: float, high: float, texts: Texts) -> str:
    """What is typical, with its promise: "48 of 50", of an open one the range of it."""
    if is_one(row):
        return texts("v_one")
    shown = numbers.amount(median, unit_of(row), float(row["required"]))
    if kind == "open" and row["measure"] in ("count", "added") and low < high:
        shown = f"{low:,.0f}–{high:,.0f}"
    return _of(shown, row, texts, is_short=True)


def unit_of(row: dict) -> str:
    """The unit of a target's value; "1" of a share of people, places or things."""
    is_share = str(row["measure"]).startswith("share_") or row["measure"] == "utilisation"
    return "1" if is_share else str(row["unit"])


def _of(value: str, row: dict, texts: Texts, is_short: bool = False) -> str:
    """A value with its promise and unit; of things without the unit, where it is to be short."""
    unit, required = unit_of(row), float(row["required"])
    is_thing = is_short and row["measure"] in ("done", "count")
    promise = numbers.with_unit(numbers.amount(required, unit), "" if is_thing else unit,
                                texts.lang)
    if unit == "1":
        value = numbers.with_unit(value, unit, texts.lang)
    return texts("v_of_most" if row["comparison"] == "at_most" else
                 "v_of_short" if is_short else "v_of", value=value, promise=promise)


def _sentence(title: str, kind: str, p: float, chance: str, is_assumed: bool, row: dict,
              weakest: str, median: float, texts: Texts) -> str:
    """The sentence of a target: its class in words, its chance, and the first thing to say."""
    said = next((word for limit, word in WORDS if p < limit), "v_certain")
    start = texts("v_target" if is_assumed else "v_target_known", title=title,
                  said=texts(said), chance=chance)
    if kind == "near":
        start += texts("v_but_just")
    end = ""
    use = float(row["utilisation"])
    if weakest and p < SAFE:
        end = texts("v_weakest", district=weakest)
    elif p < MISSED:
        end = texts("v_absent") if is_one(row) else texts("v_typically", what=_of(
            numbers.amount(median, unit_of(row), float(row["required"])), row, texts))
    elif p >= SAFE and use < IDLE:
        end = texts("v_idle", use=numbers.percent(use, texts.lang))
    elif p >= SAFE and row["secured"]:
        end = texts("v_from", month=numbers.month(str(row["secured"]), texts.lang))
    return start + end + texts("stop")


def headline(targets: list[Target], texts: Texts) -> str:
    """The verdict in one sentence; of no targets "" (what runs short is then told)."""
    n = len(targets)
    counted = {kind: sum(t.kind == kind for t in targets) for kind in CLASSES}
    missed, near = counted["clear"] + counted["near"], counted["near"]
    if n == 0:
        return ""
    if n == 1:
        return texts(f"v_only_{targets[0].kind}")
    if missed == 0:
        return texts("v_all_safe" if counted["safe"] == n else "v_none", n=n)
    first = texts("v_all_missed", n=n) if missed == n else \
        texts("v_one_missed", n=n) if missed == 1 else texts("v_headline", n=n, missed=missed)
    if near == 0:
        return first
    if near == missed:
        return first + texts("v_just_one" if missed == 1 else "v_just_all")
    return first + texts("v_just", near=numbers.count(near, texts.lang))


def groups(targets: list[Target]) -> dict[str, list[Target]]:
    """The targets by class, worst class first; classes that are empty are left out."""
    found = {kind: [t for t in targets if t.kind == kind] for kind in CLASSES}
    return {kind: some for kind, some in found.items() if some}


def bases(targets: list[Target], texts: Texts) -> str:
    """On what the chances rest, in a sentence; "" where nothing of it is assumed."""
    n = len(targets)
    assumed = sum(t.is_assumed for t in targets)
    own = sum(t.row.get("basis") == "assumed" for t in targets)
    missed = [t for t in targets if t.p < MISSED]
    doubtful = sum(t.row.get("basis") == "assumed" for t in missed)
    parts = []
    if assumed:
        parts.append(texts("v_rest_all") if assumed == n else texts("v_rest", k=assumed, n=n))
    if own:
        parts.append(texts("v_own_all") if own == n else texts("v_own", k=own, n=n))
    if doubtful:
        parts.append(texts("v_own_missed", k=doubtful, n=len(missed)))
    return texts("space").join(parts)


def begin_note(row: dict, lang: str) -> str:
    """When its projects must begin at the latest and how many, with intervals, in words."""
    return decision_pictures.begins(row, lang, has_intervals=True)


def finite(value: object) -> bool:
    """Whether a number of a table is there."""
    return isinstance(value, (int, float, np.floating)) and math.isfinite(value)
