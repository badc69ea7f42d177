# SPDX-License-Identifier: GPL-3.0-or-later
"""`tree.suffice` and `dataset.suffice`: tables and pictures of an opened results file."""
from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from . import (
    classes,
    decision_pictures,
    equalities,
    given,
    observed,
    pictures,
    regrets,
    selection,
    tables,
    whys,
)
from . import costs as cost_tables
from . import drivers as driver_tables
from . import policies as policy_tables
from . import waits as wait_tables
from . import zones as zone_tables
from .measures import ALL

P = ParamSpec("P")
R = TypeVar("R")


def _of(function: Callable[Concatenate[xr.DataTree, P], R]
        ) -> Callable[Concatenate[Results, P], R]:
    """A function of a tree as a method of its results, with the same arguments and text."""
    @functools.wraps(function)
    def method(results: Results, *args: P.args, **options: P.kwargs) -> R:
        return function(results._tree, *args, **options)
    return method


class Results:
    """Tables and pictures of results.

    On the tree of `suffice.open` all of them; on the dataset of the root group those that
    need nothing else. Tables are pandas frames (`shortage` an xarray Dataset), pictures
    matplotlib figures; `lang` is "en" or "zh".
    """

    def __init__(self, data: xr.DataTree | xr.Dataset) -> None:
        self._tree = data if isinstance(data, xr.DataTree) else xr.DataTree(data)

    def prior(self) -> Results:
        """The same tables and pictures as thought before: without weights by what was seen."""
        return Results(given.prior(self._tree))

    # --- tables ---

    def tidy(self, variables: Iterable[str] | str | None = None, group: str = "/",
             **selection: Any) -> pd.DataFrame:
        """A long frame, one row an observation; the main measures by year unless told."""
        return tables.tidy(self._tree, variables, group, selection)

    summary = _of(tables.summary)
    scorecard = _of(tables.scorecard)
    caveats = _of(selection.caveats)
    shortage = _of(tables.shortage)
    compare = _of(tables.compare)
    wait_times = _of(wait_tables.wait_times)
    class_waits = _of(classes.class_waits)
    zones = _of(zone_tables.zones)
    drivers = _of(driver_tables.drivers)
    equality = _of(equalities.equality)
    costs = _of(cost_tables.costs)
    cost_coverage = _of(cost_tables.coverage)
    policies = _of(policy_tables.policies)
    policies_by_year = _of(policy_tables.by_year)
    observations = _of(observed.told)
    weights = _of(observed.weights)
    why = _of(whys.why)
    why_sentences = _of(whys.sentences)
    regret = _of(regrets.regret)

    # --- pictures ---

    def tornado(self, metric: str, service: str | None = None, district: str = ALL,
                year: int | None = None, scenario: str | None = None,
                lang: str = "en") -> Figure:
        """What `drivers` finds, as a picture."""
        table = self.drivers(metric, service, district, year, scenario)
        title = decision_pictures.outcome_title(self._tree, metric, service, district, year,
                                                lang)
        return decision_pictures.tornado(table, lang, tree=self._tree, title=title)

    fan = _of(pictures.fan)
    map = _of(pictures.shortage_map)
    heatmap = _of(pictures.heatmap)
    waits = _of(pictures.waits)
    pyramid = _of(pictures.pyramid)
    plot_equality = _of(equalities.plot)
    plot_costs = _of(cost_tables.plot)
    plot_observations = _of(observed.plot)
    plot_policies = _of(policy_tables.plot)
    plot_why = _of(whys.plot)
    plot_regret = _of(regrets.plot)
    plot_scorecard = _of(decision_pictures.scorecard)
    plot_compare = _of(decision_pictures.comparison)

    def report(self, output: str | os.PathLike[str],
               boundaries: str | os.PathLike[str] | None = None, lang: str = "en",
               answers: Sequence[str | os.PathLike[str]] = ()) -> str:
        """Write the report, one self-contained HTML file; gives its path.

        `answers` are files of questions (size, margin, slip) about its scenarios.
        """
        from .report import write  # noqa: PLC0415 - needs the extra `report`
        return write(self._tree, output, boundaries, lang, answers)


# Called, as what they return for a decorated class has no type.
xr.register_dataset_accessor("suffice")(Results)
xr.register_datatree_accessor("suffice")(Results)
