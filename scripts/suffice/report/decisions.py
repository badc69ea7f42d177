# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of the report about decisions: what the plan costs, and what was asked about it."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from .. import asking, costs, given, knowledge, margins, observed, policies, sizes, slips, tables
from .. import measures as m
from ..results import ResultsError
from .sections import svg

MOST_ASKED = 6  # pictures of one answer


def money(tree: xr.DataTree, base: str, lang: str) -> dict | None:
    """What the plan costs: a table by fund and year, one by service, and a picture."""
    if not costs.has_costs(tree):
        return None
    covered = costs.coverage(tree)
    covered = covered[covered["scenario"] == base]
    if covered.empty:
        return None
    table = pd.concat([
        costs.costs(tree, "fund", scenario=base),
        costs.costs(tree, "fund", False, scenario=base).assign(year=m.ALL)])
    years = list(dict.fromkeys(table["year"]))
    cells = table.set_index(["fund", "quantity", "year"]).to_dict("index")
    data = tree["costs"].to_dataset()
    title = "fund_title_zh" if lang == "zh" else "fund_title"
    names = {f: str(t) or f for f, t in zip(
        map(str, data["fund"].values), data[title].values, strict=True)}
    funds = [{"title": names[fund], "rows": [
        {"quantity": quantity, "cells": [cells.get((fund, quantity, y)) for y in years]}
        for quantity in costs.OF_FUNDS
        if any((fund, quantity, y) in cells for y in years)]}
        for fund in sorted(names, key=lambda f: f != m.ALL)
        if any(key[0] == fund for key in cells)]
    whole = costs.costs(tree, "service", False, scenario=base, district=m.ALL)
    of = whole.set_index(["service", "quantity"]).to_dict("index")
    services = [{"service": s, "cells": [of.get((s, q)) for q in costs.OF_SERVICES[:3]]}
                for s in dict.fromkeys(whole["service"])
                if (s, "service_running") in of or
                of.get((s, "service_capital"), {"mean": 0})["mean"] > 0]
    try:
        picture = svg(costs.plot(tree, scenario=base, lang=lang))
    except ResultsError:
        picture = None  # nothing is spent that is known
    return {"years": years, "funds": funds, "services": services, "picture": picture,
            "price_year": costs.price_year(tree),
            "covered": {r["part"]: r for r in covered.to_dict("records")}}


def observations(tree: xr.DataTree, lang: str) -> dict | None:
    """What was counted beside the first scenario, and P(met) of its targets given that."""
    if not observed.has_observations(tree):
        return None
    base = tables.base_scenario(tree, None)
    rows, of, targets = ([row for row in observed.told(tree, what).to_dict("records")
                          if row["scenario"] == base]
                         for what in ("observation", "weights", "target"))
    if all(np.isnan(row["mean"]) for row in rows):
        return None  # what the file has was counted of other scenarios
    try:
        picture = svg(observed.plot(tree, base, lang))
    except ResultsError:
        picture = None  # nothing of it is above 0
    return {"rows": rows, "weights": of[0], "targets": targets, "picture": picture,
            "table": "_table" if given.is_table(tree) else ""}


def rules(tree: xr.DataTree, lang: str) -> dict | None:
    """What the policies of the first scenario decide and do, by district, and a picture."""
    base = tables.base_scenario(tree, None)
    if not policies.has_policies(tree, base):
        return None
    table = policies.policies(tree, scenario=base)
    of = {key: frame.set_index("quantity").to_dict("index")
          for key, frame in table.groupby(["policy", "district"], sort=False)}
    data = tree["policies"].to_dataset()
    title = "policy_title_zh" if lang == "zh" else "policy_title"
    names = {p: str(t) or p for p, t in zip(
        map(str, data["policy"].values), data[title].values, strict=True)}
    year = policies.by_year(tree, base)
    rows = []
    for (policy, district), cells in of.items():
        first = cells.get("first_decision")
        cost = (float(year["cost"].sel(policy=policy, district=district).sum(skipna=False))
                if "cost" in year else np.nan)
        rows.append({
            "title": names[str(policy)], "district": str(district), "acts": cells["acts"],
            "decisions": cells["decisions"], "places": cells["moved_places"],
            "cost": None if np.isnan(cost) else cost / 1e6,
            "first": "" if first is None or np.isnan(first["mean"]) else str(
                np.datetime64(str(tree.attrs["start"]), "D") + int(first["mean"]))[:7]})
    return {"rows": rows, "has_costs": any(row["cost"] is not None for row in rows),
            "picture": svg(policies.plot(tree, base, lang))}


def asked(paths: Sequence[asking.Path], scenarios: list[str], lang: str) -> list[dict]:
    """Answers of questions about a scenario of the report: sentences and pictures."""
    result = []
    for path in paths:
        kind = asking.kind_of(path)
        found: list[Figure]
        if kind == "margin":
            margin = margins.Margin(path)
            scenario, words = margin.scenario, margin.sentences(lang)
            table = margin.table()
            short = table[(table["verdict"].isin(("told", "open"))) & table["is_short"]]
            found = [margin.picture(service, lang)
                     for service in list(dict.fromkeys(short["service"]))[:MOST_ASKED]]
            costed = short[short["per_million"].notna()]
            found += [margin.picture(service, lang, "per_million")
                      for service in list(dict.fromkeys(costed["service"]))[:MOST_ASKED]]
        elif kind == "worth":
            worths = knowledge.read_worth(path)
            scenario, words = worths.attrs["taken"], knowledge.worth_sentences(worths, lang)
            found = [knowledge.plot_worth(worths, lang)]
        elif kind == "slip":
            slip = slips.Slip(path)
            scenario, words = slip.scenario, slip.sentences(lang)
            decided = slip.targets(lang)
            decided = decided[(decided["met_high"] >= slip.probability) &
                              decided["target"].isin(slip.table()["target"])]
            found = [slip.picture(target, lang)
                     for target in decided["target"].head(MOST_ASKED)]
        else:
            size = sizes.Size(path)
            scenario, levers = size.scenario, list(size.table()["lever"])
            if size.is_joint:
                words = [size.joint_sentence(lang)]
                found = [size.joint_curve_picture(lang), size.joint_picture(lang)]
            else:
                words = [size.sentence(lever, lang) for lever in levers]
                found = ([size.sweep_picture(lang)] if size.is_swept else
                         [size.picture(lever, lang) for lever in levers[:MOST_ASKED]])
        if scenario not in scenarios:
            raise ResultsError(f"{path}: is an answer about {scenario!r}, and the results are "
                               f"of {', '.join(scenarios)}")
        result.append({"kind": kind, "sentences": words,
                       "pictures": [svg(figure) for figure in found]})
    return result
