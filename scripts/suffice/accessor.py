# SPDX-License-Identifier: GPL-3.0-or-later
"""`tree.suffice` and `dataset.suffice`: tables and pictures of an opened results file."""
from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from . import (
    classes,
    costs,
    decision_pictures,
    drivers,
    equalities,
    observed,
    pictures,
    regrets,
    tables,
    waits,
    whys,
)
from .estimates import LEVEL
from .measures import ALL


class Results:
    """Tables and pictures of results.

    On the tree of `suffice.open` all of them; on the dataset of the root group those that
    need nothing else. Tables are pandas frames (`shortage` an xarray Dataset), pictures
    matplotlib figures; `lang` is "en" or "zh". The functions of the same name tell more.
    """

    def __init__(self, data: xr.DataTree | xr.Dataset) -> None:
        self._tree = data if isinstance(data, xr.DataTree) else xr.DataTree(data)

    # --- tables ---

    def tidy(self, variables: Iterable[str] | str | None = None, group: str = "/",
             **selection: Any) -> pd.DataFrame:
        """A long frame, one row an observation; the main measures by year unless told."""
        return tables.tidy(self._tree, variables, group, selection)

    def summary(self, measures: Iterable[str] | str | None = None, by_year: bool = True,
                quantiles: Sequence[float] = tables.QUANTILES, level: float = LEVEL,
                **selection: Any) -> pd.DataFrame:
        """Means with intervals, and quantiles, by scenario, service, district and year."""
        return tables.summary(self._tree, measures, by_year, quantiles, level,
                              **selection)

    def scorecard(self, level: float = LEVEL) -> pd.DataFrame:
        """Every target with P(met), value, shortfall, month secured and utilisation."""
        return tables.scorecard(self._tree, level)

    def compare(self, base: str | None = None, measures: Iterable[str] | str | None = None,
                by_year: bool = False, precision: float = 0.1, level: float = LEVEL,
                **selection: Any) -> pd.DataFrame:
        """What scenarios differ by from `base`, paired by replication."""
        return tables.compare(self._tree, base, measures, by_year, precision, level,
                              **selection)

    def shortage(self, service: str, threshold: float = pictures.SHORTAGE,
                 of: str | None = None, by: str = "month", relative: bool | None = None,
                 level: float = LEVEL) -> xr.Dataset:
        """P(more are short of a service than the threshold), by district and month.

        A threshold below 1 is a share unless `relative` says otherwise.
        """
        is_share = threshold < 1 if relative is None else relative
        return tables.shortage(self._tree, service, threshold, of, by, is_share, level)

    def wait_times(self, service: str, year: int | None = None,
                   scenario: str | Sequence[str] | None = None,
                   by_class: bool = False) -> pd.DataFrame:
        """Days within which shares of those who joined in a year are admitted."""
        return waits.wait_times(self._tree, service, year, scenario, by_class=by_class)

    def class_waits(self, service: str, scenario: str | Sequence[str] | None = None,
                    year: int | None = None, level: float = LEVEL) -> pd.DataFrame:
        """Who waits, and how long, by class of priority: means with intervals."""
        return classes.class_waits(self._tree, service, scenario, year, level)

    def drivers(self, metric: str, service: str | None = None, district: str = ALL,
                year: int | None = None, scenario: str | None = None,
                level: float = LEVEL) -> pd.DataFrame:
        """Which assumption moves a measure of a service, or the value of a target."""
        return drivers.drivers(self._tree, metric, service, district, year, scenario, level)

    def equality(self, ratios: Iterable[str] | str | None = None,
                 indices: Iterable[str] | str | None = None, by_year: bool = True,
                 level: float = LEVEL, **selection: Any) -> pd.DataFrame:
        """How unequal districts are, in places for people and in those served, by year."""
        return equalities.equality(self._tree, ratios, indices, by_year, level, **selection)

    def costs(self, by: str = "fund", by_year: bool = True, level: float = LEVEL,
              **selection: Any) -> pd.DataFrame:
        """What is spent, by fund, service or project; P(over budget); idle places."""
        return costs.costs(self._tree, by, by_year, level, **selection)

    def cost_coverage(self) -> pd.DataFrame:
        """How much of the plan has a cost given: the rest is left out of every sum."""
        return costs.coverage(self._tree)

    def observations(self, of: str = "observation") -> pd.DataFrame:
        """What was counted beside what the run has there; weights; what follows from them."""
        return observed.told(self._tree, of)

    def weights(self, scenario: str | None = None) -> xr.DataArray:
        """Weights of the replications by what was counted, for xarray's `weighted`."""
        return observed.weights(self._tree, scenario)

    def why(self, quantity: str = "unmet", by_year: bool = False,
            **selection: Any) -> pd.DataFrame:
        """What each cause has to answer for of those not served, or waiting."""
        return whys.why(self._tree, quantity, by_year, **selection)

    def why_sentences(self, lang: str = "en") -> pd.DataFrame:
        """The same in words: a sentence a service and district."""
        return whys.sentences(self._tree, lang)

    def regret(self, measure: str = "unmet", service: str | None = None,
               district: str = ALL, level: float = LEVEL) -> pd.DataFrame:
        """What each scenario loses against the best one in the same state of the world."""
        return regrets.regret(self._tree, measure, service, district, level)

    # --- pictures ---

    def fan(self, service: str, district: str = ALL,
            scenario: str | Sequence[str] | None = None, lang: str = "en") -> Figure:
        """Demand against places, month by month, with bands."""
        return pictures.fan(self._tree, service, district, scenario, lang)

    def map(self, service: str, threshold: float = pictures.SHORTAGE, of: str | None = None,
            relative: bool | None = None, scenario: str | None = None,
            boundaries: str | os.PathLike[str] | None = None, lang: str = "en") -> Figure:
        """P(shortage) by district, a map a year."""
        is_share = threshold < 1 if relative is None else relative
        return pictures.map(self._tree, service, threshold, of, is_share, scenario,
                            boundaries, lang)

    def heatmap(self, service: str, measure: str = "utilisation", scenario: str | None = None,
                lang: str = "en") -> Figure:
        """A measure by district and year."""
        return pictures.heatmap(self._tree, service, measure, scenario, lang)

    def waits(self, service: str, year: int | None = None,
              scenario: str | Sequence[str] | None = None, lang: str = "en") -> Figure:
        """Days until half, 80 % and 90 % of those who join are admitted, by district."""
        return pictures.waits(self._tree, service, year, scenario, lang)

    def pyramid(self, district: str = ALL, scenario: str | None = None,
                lang: str = "en") -> Figure:
        """The population by age and sex, first year against last."""
        return pictures.pyramid(self._tree, district, scenario, lang)

    def plot_equality(self, ratio: str = "places", index: str = "gini",
                      scenario: str | None = None, lang: str = "en") -> Figure:
        """An index of inequality between districts, by service and year."""
        return equalities.plot(self._tree, ratio, index, scenario, lang)

    def plot_costs(self, fund: str = ALL, scenario: str | None = None,
                   lang: str = "en") -> Figure:
        """Spending against the budget, by year."""
        return costs.plot(self._tree, fund, scenario, lang)

    def plot_observations(self, scenario: str | None = None, lang: str = "en") -> Figure:
        """What was counted, beside where the run is."""
        return observed.plot(self._tree, scenario, lang)

    def plot_why(self, service: str | None = None, scenario: str | None = None,
                 lang: str = "en") -> Figure:
        """Shares of the causes of shortage, by service or by district of one."""
        return whys.plot(self._tree, service, scenario, lang)

    def plot_regret(self, measure: str = "unmet", service: str | None = None,
                    district: str = ALL, lang: str = "en") -> Figure:
        """Mean, 90 % and worst regret of each scenario, and how often it is the best."""
        return regrets.plot(self._tree, measure, service, district, lang)

    def plot_scorecard(self, lang: str = "en") -> Figure:
        """The scorecard as a picture."""
        return decision_pictures.scorecard(self._tree, lang)

    def plot_compare(self, base: str | None = None, service: str | None = None,
                     measure: str = "unmet", lang: str = "en") -> Figure:
        """Paired differences of targets, or of a measure of a service, as a picture."""
        return decision_pictures.comparison(self._tree, base, service, measure, lang)

    def tornado(self, metric: str, service: str | None = None, district: str = ALL,
                year: int | None = None, scenario: str | None = None,
                lang: str = "en") -> Figure:
        """What `drivers` finds, as a picture."""
        table = self.drivers(metric, service, district, year, scenario)
        title = decision_pictures.outcome_title(self._tree, metric, service, district, year,
                                                lang)
        return decision_pictures.tornado(table, lang, tree=self._tree, title=title)

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
