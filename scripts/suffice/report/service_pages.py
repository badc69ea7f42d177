# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of each service: does it suffice, where, since when, and what drives it."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .. import decision_pictures
from .. import measures as m
from . import numbers
from .findings import LEAST, Shortage, Writer
from .verdict import Target

MOST_DRIVEN = 4  # services whose worst district gets its drivers: those that are shortest
MOST_TOLD = 4  # assumptions told of a district


def pages(writer: Writer, worst: Sequence[Shortage], targets: Sequence[Target]
          ) -> dict[str, dict]:
    """By service: its title as a finding, sentences of its targets, figures, heat, drivers."""
    driven = list(dict.fromkeys(one.service for one in worst))[:MOST_DRIVEN]
    result = {}
    for service in writer.yearly.services:
        mine = [one for one in worst if one.service == service]
        result[service] = {
            "caveat": writer.caveat(service),
            "title": _title(writer, service, mine),
            "sentences": [t.sentence for t in targets if t.row["of"] == service],
            "figures": _figures(writer, service, mine), "heat": _heat(writer, service),
            "drivers": _drivers(writer, mine[0]) if service in driven else None}
    return result


def _title(writer: Writer, service: str, mine: Sequence[Shortage]) -> str:
    t, y = writer.texts, writer.yearly
    title = writer.titles["service"][service]
    here = np.isfinite(y.share[y.services.index(service)]).any(1)
    n = int(here[:-1].sum())
    if not here.any():
        return t("s_not_here", service=title)
    if not mine:
        return t("s_holds_one" if n <= 1 else "s_holds", service=title)
    if len(mine) >= n:
        return t("s_short_one" if n <= 1 else "s_short_all", service=title)
    return t("s_short" if len(mine) > 1 else "s_short_single", service=title,
             places=writer.listed([one.district for one in mine]))


def _figures(writer: Writer, service: str, mine: Sequence[Shortage]) -> list[dict]:
    """The figures below the title: a text, what it is, and whether it is bad."""
    t, y = writer.texts, writer.yearly
    last, result = y.years[-1], []

    def add(figure: str, key: str, is_bad: bool = False, **values: object) -> None:
        result.append({"figure": figure, "note": t(key, **values), "bad": is_bad})

    if mine:
        one = mine[0]
        add(numbers.percent(one.share, t.lang), "s_worst", True,
            district=writer.titles["district"][one.district], year=one.year,
            low=numbers.bare(one.low), high=numbers.percent(one.high, t.lang))
    unmet, demand, places, use = (y.mean(name, service, m.ALL, last) for name in (
        "unmet", "demand", "places", "utilisation"))
    if np.isnan(demand):
        return result
    kind = y.kinds[service]
    add(numbers.people(unmet), "s_unmet_visit" if kind == "visit" else "s_unmet",
        unmet >= LEAST * demand, year=last)
    add(numbers.people(demand), "s_demand_visit" if kind == "visit" else "s_demand", year=last)
    add(numbers.people(places), "s_places", year=last)
    if np.isfinite(use):
        add(numbers.percent(use / 100, t.lang), "s_use", year=last)
    return result


def _heat(writer: Writer, service: str) -> dict | None:
    """Those who go without by district and year, shaded by their share, worst first."""
    y = writer.yearly
    at = y.services.index(service)
    share, unmet = y.share[at], y.means["unmet"][at]
    if not np.nan_to_num(unmet).max() >= 0.5:
        return None
    rows = [{"district": d, "cells": [
        {"text": numbers.people(unmet[i, j]),
         "shade": 0 if np.isnan(share[i, j]) else numbers.share_class(share[i, j])}
        for j in range(len(y.years))]} for i, d in enumerate(y.districts)]
    order = np.argsort(-np.nan_to_num(unmet[:-1]).max(1), kind="stable")
    kept = [rows[i] for i in order if np.isfinite(unmet[i]).any()]
    return {"rows": kept + ([rows[-1]] if len(kept) > 1 else [])}


def _drivers(writer: Writer, one: Shortage) -> dict | None:
    """What moves the shortage of the worst district and year, strongest first."""
    table = writer.drivers(one)
    if table is None:
        return None
    rows = table.sort_values("first", ascending=False).head(MOST_TOLD).to_dict("records")
    lang = writer.texts.lang
    return {"district": writer.titles["district"][one.district], "year": one.year, "rows": [
        {"title": decision_pictures.assumption_title(row, lang), "evidence": row.get("evidence"),
         "share": float(np.clip(row["first"], 0, 1)),
         "shown": numbers.percent(max(0.0, row["first"]), lang),
         "low": float(np.clip(row["first_low"], 0, 1)),
         "high": float(np.clip(row["first_high"], 0, 1))}
        for row in rows if row["first"] >= 0.02]}
