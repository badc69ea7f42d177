# SPDX-License-Identifier: GPL-3.0-or-later
"""What policies decide and do: the group ``/policies`` as a table.

docs/theory/model.md says when a policy acts; `suffice info --policies` tells the same.
"""
from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from . import given, style, tables, weighted
from .captions import note, replications, titles
from .estimates import LEVEL, Design, estimate_probability, estimate_table
from .results import ResultsError, expect, group
from .words import check, word

ORDER = ("replication", "scenario", "policy", "district")


def policies(tree: xr.DataTree, level: float = LEVEL, **selection: object) -> pd.DataFrame:
    """How policies act: means over replications with intervals, one row a quantity.

    By scenario, policy and district: `acts`, whose mean is the probability that it decides in
    the run, with its exact interval; `decisions`, how often; `moved_places`, how many it
    opens, closes or converts; `cost`, what they, or the project that it begins, cost in all,
    in yuan, left out where that is not known; and `first_decision`, days from the start, of
    the replications in which it acts. Districts where a policy does not look are left out.
    `selection` may name scenarios, policies and districts.
    """
    expect("dimension", selection, ORDER[1:])
    data = tables.select(group(tree, "policies"), selection)
    known = [name for name in ("cost",) if name in data]  # not before format 1.8
    data = data[["decisions", "moved_places", "first_decision", *known]].load()
    sums = data[["decisions", "moved_places", *known]].sum("year", skipna=False)
    values = {"acts": (sums["decisions"] > 0).where(sums["decisions"].notnull()),
              "decisions": sums["decisions"], "moved_places": sums["moved_places"],
              **{name: sums[name] for name in known},
              "first_decision": data["first_decision"]}
    design = Design.of(tree)
    sample = given.sample(tree, data)
    frames = []
    for name, array in values.items():
        array = array.transpose(*ORDER).astype(float)
        frame = estimate_table(array, sample, level).drop(columns="sd")
        if name == "acts":
            limits = estimate_probability(array.values, sample, design.inner, level)[1:]
            is_seen = array.notnull().any("replication").values
            frame["low"], frame["high"] = (limit[is_seen] for limit in limits)
        frame.insert(0, "quantity", name)
        frames.append(frame)
    return given.told(pd.concat(frames).reset_index(), tree)


def by_year(tree: xr.DataTree, scenario: str | None = None) -> xr.Dataset:
    """What each policy does in each district, year by year: means over replications.

    `decided` is the share of replications in which it has decided by the end of the year,
    `moved_places` the places that it moves in the year, and `cost` what they, or the project
    that it begins, cost in it, in yuan: NaN where that is not known. NaN in districts where a
    policy does not look.
    """
    name = tables.base_scenario(tree, scenario)
    data = group(tree, "policies").sel(scenario=name)
    decisions = data["decisions"].load()
    so_far = decisions.cumsum("year", skipna=False)
    of = {"decided": (so_far > 0).where(so_far.notnull()), "moved_places": data["moved_places"]}
    if "cost" in data:  # not before format 1.8
        of["cost"] = data["cost"]
    sample = given.weights_of(tree, data, name)
    found = {}
    for what, array in of.items():
        values = array.transpose("replication", "policy", "district", "year").astype(float)
        found[what] = values[0].drop_vars("replication").copy(
            data=weighted.mean(values.values, sample))
    return xr.Dataset(found)


def has_policies(tree: xr.DataTree, scenario: str | None = None) -> bool:
    """Whether a scenario, the first unless told, has policies that look anywhere."""
    if "policies" not in tree.children:
        return False
    name = tables.base_scenario(tree, scenario)
    return bool(tree["policies"]["decisions"].sel(scenario=name).notnull().any())


def plot(tree: xr.DataTree, scenario: str | None = None, lang: str = "en") -> Figure:
    """When each policy decides: the share of replications in which it has, by district and
    year, and below it the places that it moves in the year.
    """
    name = tables.base_scenario(tree, scenario)
    if not has_policies(tree, name):
        raise ResultsError(f"the scenario {name} has no policies")
    data = by_year(tree, name)
    years = [str(year) for year in data["year"].values]
    districts = titles(tree, "district", lang)
    named = group(tree, "policies")
    title = "policy_title_zh" if lang == "zh" else "policy_title"
    policy_titles = {str(p): style.shown(str(t)) or str(p) for p, t in zip(
        named["policy"].values, named[title].values, strict=True)}
    rows, shares, texts = [], [], []
    for policy in map(str, data["policy"].values):
        for district in map(str, data["district"].values):
            of = data.sel(policy=policy, district=district)
            if bool(of["decided"].isnull().all()):
                continue
            rows.append(word(lang, "of", service=policy_titles[policy],
                             what=districts[district]))
            shares.append(of["decided"].values)
            texts.append([f"{share:.2f}" + (f"\n{places:.1f}" if places else "")
                          for share, places in zip(of["decided"].values,
                                                   of["moved_places"].values, strict=True)])
    with style.look(check(lang)):
        figure, axes = style.subplots(
            figsize=(2.6 + 0.9 * len(years), 0.5 * len(rows) + 1.6))
        style.shaded(figure, axes, np.array(shares), 1, np.array(texts), rows, years,
                     word(lang, "policy_share"))
        axes.set_title(word(lang, "policy_when"))
        note(figure, tree, name, lang,
             replications(tree.sizes["replication"], lang, "policy_note"))
    return figure
