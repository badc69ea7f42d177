# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing from results: scenarios and labels by name, and what people call them."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import xarray as xr

from . import measures as m
from .results import ResultsError, expect


def labels(dataset: xr.Dataset, dimension: str, lang: str = "en") -> dict[str, str]:
    """What people call the members of a dimension, by name: their titles, else their names.

    Titles that several members have (as scenarios that differ by an overlay without a title
    of its own) are told apart by the names behind them.
    """
    names = [str(name) for name in dataset[dimension].values]
    result = dict(zip(names, names, strict=True))
    wanted = [f"{dimension}_title"] + ([f"{dimension}_title_zh"] if lang == "zh" else [])
    for coordinate in wanted:
        if coordinate in dataset.coords:
            for name, title in zip(names, np.atleast_1d(dataset[coordinate].values),
                                   strict=True):
                result[name] = str(title) or result[name]
    shared = {title for title, n in Counter(result.values()).items() if n > 1}
    template = "{}（{}）" if lang == "zh" else "{} ({})"
    return {name: template.format(title, name) if title in shared else title
            for name, title in result.items()}


def title_of(facts: Mapping | pd.Series, lang: str) -> str:
    """The title in a language, where there is one in it; else the other, or ""."""
    return str((lang == "zh" and facts.get("title_zh")) or facts.get("title") or "")


def caveats(tree: xr.DataTree, scenario: str | None = None, lang: str = "en"
            ) -> dict[str, str]:
    """What must be known of a service's results, by service: those of a scenario that have one.

    The scenario is the first unless named.
    """
    root = tree.to_dataset()
    scenario = base_scenario(tree, scenario)
    result: dict[str, str] = {}
    for coordinate in ["service_caveat"] + (["service_caveat_zh"] if lang == "zh" else []):
        if coordinate in root.coords:
            told = root[coordinate].sel(scenario=scenario)
            result |= {str(name): str(text) for name, text in zip(
                told["service"].values, told.values, strict=True) if text}
    return result


def measured(tree: xr.DataTree, selection: dict[str, object]) -> m.Stored | m.Folder:
    """The measures of a selection."""
    select(tree.to_dataset(), selection)  # tells what is wrong with it
    return m.of_tree(tree, _lists(selection))


def _lists(selection: dict[str, object]) -> dict[str, list]:
    """A selection, of which single labels are lists."""
    return {k: [v] if isinstance(v, (str, int, np.integer)) else v  # type: ignore[misc]
            for k, v in selection.items()}


def select(dataset: xr.Dataset, selection: dict[str, object]) -> xr.Dataset:
    """Labels of dimensions, one or several; the dimensions stay."""
    if not selection:
        return dataset
    lists = _lists(selection)
    for dimension, wanted in lists.items():
        if dimension not in dataset.dims:
            raise ResultsError(f"these results have no dimension {dimension}, expected one "
                               f"of: {', '.join(map(str, dataset.dims))}")
        if isinstance(wanted, (list, tuple)) and dataset[dimension].dtype.kind in "OUTS":
            expect(dimension, wanted, dataset[dimension].values)
    try:
        return dataset.sel(lists)
    except (KeyError, ValueError) as error:
        raise ResultsError(f"cannot select {selection}: {error}") from error


def scenario_names(tree: xr.DataTree) -> list[str]:
    """The scenarios of the results, in their order."""
    root = tree.to_dataset()
    m.check_root(root)
    return [str(name) for name in root["scenario"].values]


def base_scenario(tree: xr.DataTree, base: str | None) -> str:
    """The scenario to compare with, the first when None; ResultsError when unknown."""
    names = scenario_names(tree)
    if base is None:
        return names[0]
    return expect("scenario", base, names)[0]


def chosen_scenarios(tree: xr.DataTree, scenario: str | Sequence[str] | None) -> list[str]:
    """All scenarios when None, else those named; ResultsError for an unknown one."""
    if scenario is None:
        return scenario_names(tree)
    chosen = [scenario] if isinstance(scenario, str) else list(scenario)
    return [base_scenario(tree, name) for name in chosen]
