# SPDX-License-Identifier: GPL-3.0-or-later
"""What was counted in the world beside what the run has there, and weights by it.

The group ``/observations`` has what each replication has where something was counted, and
the logarithm of its weight. Whether the weights hold, and ranks and intervals, are told by
the program (`suffice info --observations`); here they are tables, and a picture.
"""
from __future__ import annotations

import csv
import io
import subprocess

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from . import given, style, tables
from .captions import note, replications
from .program import ProgramError, find
from .results import ResultsError, group
from .words import check, word

BAND = "#999999"  # of what the run has
has_observations, weights = given.has_observations, given.weights
OF = ("observation", "weights", "target", "assumption")


def told(tree: xr.DataTree, of: str = "observation") -> pd.DataFrame:
    """One row a scenario and name: what the program tells of `of`.

    Of "observation": observed, sd, whether it weighs, mean, low and high of the run there,
    rank, rank_given, z, and whether the run excludes it. Of "weights": replications,
    effective sample size, Pareto's k, and whether they hold. Of "target": p_met, and
    p_met_given with its interval; of "assumption": mean and standard deviation, as thought
    before and given what was seen. NaN where it is not told.
    """
    if of not in OF:
        raise ResultsError(f"there is no {of!r}, expected one of: {', '.join(OF)}")
    group(tree, "observations")
    done = subprocess.run(
        [str(find()), "info", str(tree.encoding["source"]), "--observations", "--csv"],
        capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise ProgramError(done.stderr.strip(), done.returncode)
    rows = [(row["scenario"], row["name"], row["quantity"], float(row["value"] or "nan"))
            for row in csv.DictReader(io.StringIO(done.stdout)) if row["of"] == of]
    frame = pd.DataFrame(rows, columns=["scenario", "name", "quantity", "value"])
    wide = frame.pivot_table(index=["scenario", "name"], columns="quantity", values="value",
                             sort=False, dropna=False).reset_index().rename_axis(columns=None)
    for flag in {"weighs", "excluded", "hold"} & set(wide.columns):
        wide[flag] = wide[flag] > 0
    return wide.drop(columns="name") if of == "weights" else wide


def plot(tree: xr.DataTree, scenario: str | None = None, lang: str = "en") -> Figure:
    """Each observation with twice its error, beside where 95 % of the run lies.

    Both as shares of the run's mean; what the run excludes is marked. What has the mean 0 in
    the run has no such share: it is left out, and stands in the table alone.
    """
    name = tables.base_scenario(tree, scenario)
    table = told(tree)
    table = table[(table["scenario"] == name) & (table["mean"] > 0)]
    if table.empty:
        raise ResultsError(f"the scenario {name} has no observation above 0")
    data = group(tree, "observations")
    title = "observation_title_zh" if lang == "zh" else "observation_title"
    titles = dict(zip(map(str, data["observation"].values), map(str, data[title].values),
                      strict=True))
    rows = table.to_dict("records")
    with style.look(check(lang)):
        figure, axes = style.subplots(figsize=(8, 0.4 * len(rows) + 1.8))
        for at, row in enumerate(rows):
            axes.plot([row["low"] / row["mean"], row["high"] / row["mean"]], [at, at],
                      color=BAND, lw=6, solid_capstyle="butt")
            colour = style.COLOURS[1] if row["excluded"] else style.COLOURS[0]
            error = 2 * row["sd"] / row["mean"] if np.isfinite(row["sd"]) else 0
            axes.errorbar(row["observed"] / row["mean"], at, xerr=error, fmt="o",
                          color=colour, mfc=colour if row["weighs"] else "white", ms=5)
        axes.set_yticks(range(len(rows)), [titles.get(r["name"]) or r["name"] for r in rows])
        axes.invert_yaxis()
        axes.axvline(1, color=BAND, lw=0.8)
        axes.set_xlabel(word(lang, "observed_share"))
        axes.set_title(word(lang, "observed"))
        note(figure, tree, name, lang,
             replications(tree.sizes["replication"], lang, "observed_note"), is_given=False)
    return figure
