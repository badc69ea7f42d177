# SPDX-License-Identifier: GPL-3.0-or-later
"""What policies decide and do: the group ``/policies`` as a table.

docs/theory/model.md says when a policy acts; `suffice info --policies` tells the same.
"""
from __future__ import annotations

import pandas as pd
import xarray as xr

from . import tables
from .estimates import LEVEL, Design, estimate_mean, estimate_probability
from .results import group

ORDER = ("replication", "scenario", "policy", "district")


def policies(tree: xr.DataTree, level: float = LEVEL, **selection: object) -> pd.DataFrame:
    """How policies act: means over replications with intervals, one row a quantity.

    By scenario, policy and district: `acts`, whose mean is the probability that it acts in
    the run, with its exact interval; `decisions`, how often; `moved_places`, how many it
    opens, closes or converts; and `first_decision`, days from the start, of the replications
    in which it acts. Districts where a policy does not look are left out. `selection` may
    name scenarios, policies and districts.
    """
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
        array = array.transpose(*ORDER)
        numbers = array.values.astype(float)
        estimate = estimate_mean(numbers, groups, level)
        low, high = estimate.low, estimate.high
        if name == "acts":
            _, low, high = estimate_probability(numbers, groups, design.inner, level)
        frame = pd.DataFrame(
            {"mean": estimate.mean.ravel(), "low": low.ravel(), "high": high.ravel(),
             "replications": estimate.n.ravel().astype(int)},
            index=pd.MultiIndex.from_product(
                [array[d].values.astype(str) for d in ORDER[1:]], names=ORDER[1:]))
        frame.insert(0, "quantity", name)
        frames.append(frame[frame["replications"] > 0])
    return pd.concat(frames).reset_index()
