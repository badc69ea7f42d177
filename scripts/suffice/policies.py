# SPDX-License-Identifier: GPL-3.0-or-later
"""What policies decide and do: the group ``/policies`` as a table.

docs/theory/model.md says when a policy acts; `suffice info --policies` tells the same.
"""
from __future__ import annotations

import pandas as pd
import xarray as xr

from . import tables
from .estimates import LEVEL, Design, estimate_probability, estimate_table
from .results import expect, group

ORDER = ("replication", "scenario", "policy", "district")


def policies(tree: xr.DataTree, level: float = LEVEL, **selection: object) -> pd.DataFrame:
    """How policies act: means over replications with intervals, one row a quantity.

    By scenario, policy and district: `acts`, whose mean is the probability that it decides in
    the run, with its exact interval; `decisions`, how often; `moved_places`, how many it
    opens, closes or converts; and `first_decision`, days from the start, of the replications
    in which it acts. Districts where a policy does not look are left out. `selection` may
    name scenarios, policies and districts.
    """
    expect("dimension", selection, ORDER[1:])
    data = tables.select(group(tree, "policies"), selection)
    data = data[["decisions", "moved_places", "first_decision"]].load()
    sums = data[["decisions", "moved_places"]].sum("year", skipna=False)
    values = {"acts": (sums["decisions"] > 0).where(sums["decisions"].notnull()),
              "decisions": sums["decisions"], "moved_places": sums["moved_places"],
              "first_decision": data["first_decision"]}
    design = Design.of(tree)
    groups = design.groups(data["replication"].values)
    frames = []
    for name, array in values.items():
        array = array.transpose(*ORDER).astype(float)
        frame = estimate_table(array, groups, level).drop(columns="sd")
        if name == "acts":
            limits = estimate_probability(array.values, groups, design.inner, level)[1:]
            is_seen = array.notnull().any("replication").values
            frame["low"], frame["high"] = (limit[is_seen] for limit in limits)
        frame.insert(0, "quantity", name)
        frames.append(frame)
    return pd.concat(frames).reset_index()
