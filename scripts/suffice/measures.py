# SPDX-License-Identifier: GPL-3.0-or-later
"""What people ask of a service in one number: demand, places, utilisation, waiting, unmet demand.

A measure makes one number of the months of a period, for a district or for all of them
together. The program folds them into the group ``/measures`` of a results file, and they
are read from there. They are folded here only where that group cannot answer: for files
of formats before 1.4, and for a part of the root group (some months, some districts, a
dataset without its tree). It is the same fold: a sum of variables over time, or a ratio of
two such sums.

    how     numerator, over the months m of the period with d_m days
    sum     sum of the variable, per year of 365.25 days
    mean    sum of d_m x variable / sum of d_m
    start   the variable in the first month; end: in the last
    share   100 x sum / sum of the denominator (d_m-weighted both, where means over time)
    wait    sum of wait x admissions / sum of admissions
"""
from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import pandas as pd
import xarray as xr

from . import former_names
from .results import ResultsError, expect

DAYS_PER_YEAR = 365.25
ALL = "all"  # the label of all districts, or all years, together
KINDS = ("stay", "intake", "visit")
DIMENSIONS = ("scenario", "replication", "month", "district", "service")  # of the root
DIMENSIONS_OF_MEASURES = ("scenario", "replication", "period", "district", "service")
# Units in the file that formulas build on; the others count, and have the unit 1.
UNITS = {"wait": "day", "wait_quantile": "day", "person_hours": "h", "place_hours": "h"}


@dataclasses.dataclass(frozen=True)
class Fold:
    """A sum of variables over months: plain (`sum`), by days (`days`), `first`, `last`."""

    terms: tuple[str, ...]
    over: str = "sum"
    times: str | None = None  # a variable that each month is multiplied by


@dataclasses.dataclass(frozen=True)
class Formula:
    """How a kind of service has a measure: `how` of the table above."""

    how: str
    fold: Fold
    base: Fold | None = None


@dataclasses.dataclass(frozen=True)
class Measure:
    """A row of the table of measures; `name` is what tables and arguments call it."""

    name: str
    unit: str
    title: str
    title_zh: str
    formulas: dict[str, Formula]  # by kind of service


def _rate(*terms: str) -> Formula:
    return Formula("sum", Fold(terms))


def _mean(term: str) -> Formula:
    return Formula("mean", Fold((term,), "days"))


def _share(terms: tuple[str, ...], base: str, over: str = "sum") -> Formula:
    return Formula("share", Fold(terms, over), Fold((base,), over))


_UNMET = ("balked", "refusals", "reneged", "aged_out", "died_waiting", "moved_waiting")
_NO_PLACE = ("unplaced", "placed_above")  # no seat, or one though there was no place

MEASURES: dict[str, Measure] = {m.name: m for m in (
    Measure("demand", "people a year", "demand", "需求", {
        "stay": _rate("requests"), "intake": _rate("applicants"), "visit": _rate("visits")}),
    Measure("places_start", "places", "places at the start", "期初名额", {
        kind: Formula("start", Fold(("places",), "first")) for kind in KINDS}),
    Measure("places", "places", "places at the end", "期末名额", {
        kind: Formula("end", Fold(("places",), "last")) for kind in KINDS}),
    Measure("usable", "places", "places that admit people", "可用名额", {
        kind: _mean("usable_places") for kind in KINDS}),
    Measure("occupied", "places", "occupied places", "占用名额", {
        "stay": _mean("occupancy"), "intake": _mean("occupancy")}),
    Measure("utilisation", "%", "utilisation of places", "使用率", {
        "stay": _share(("occupancy",), "usable_places", "days"),
        "intake": _share(("occupancy",), "usable_places", "days"),
        "visit": _share(("person_hours",), "place_hours")}),
    Measure("waiting", "people", "people waiting", "等候人数", {"stay": _mean("waiting")}),
    Measure("waiting_end", "people", "people waiting at the end", "期末等候人数", {
        "stay": Formula("end", Fold(("waiting_end",), "last"))}),
    Measure("wait", "day", "wait until admission", "等候时间", {
        "stay": Formula("wait", Fold(("wait",), "sum", "admissions"), Fold(("admissions",)))}),
    Measure("unmet", "people a year", "unmet demand", "未满足需求", {
        "stay": _rate(*_UNMET), "intake": _rate(*_NO_PLACE),
        "visit": _rate("visits_refused")}),
    Measure("unmet_share", "%", "unmet demand, of all demand", "未满足需求比例", {
        "stay": _share(_UNMET, "requests"), "intake": _share(_NO_PLACE, "applicants"),
        "visit": _share(("visits_refused",), "visits")}),
    Measure("above", "people a year", "seated above places", "超额安置", {
        "intake": _rate("placed_above")}),
    Measure("unplaced", "people a year", "unplaced: no seat", "未获学位", {
        "intake": _rate("unplaced")}),
    Measure("overflow", "people a year", "overflow: served in another district",
            "在外区县获得服务", {
        "stay": _rate("admissions_overflow"), "intake": _rate("placed_overflow"),
        "visit": _rate("served_overflow")}),
)}


# What tables have unless told otherwise: reading all takes half as long again.
MAIN = ("demand", "places", "occupied", "utilisation", "waiting", "wait", "unmet", "unmet_share")


def named(measures: Iterable[str] | str | None) -> list[Measure]:
    """The measures of these names; MAIN when None; ResultsError for an unknown one.

    "all" stands for all of them; a former name is read with a warning.
    """
    if measures is None:
        measures = MAIN
    elif measures == ALL:
        measures = MEASURES
    names = [former_names.today(name)
             for name in ([measures] if isinstance(measures, str) else measures)]
    return [MEASURES[name] for name in expect("measure", names, MEASURES)]


def kinds_of(root: xr.Dataset) -> list[str]:
    """The kind of each service, as the file says; of an older one, by what is observed."""
    if "service_kind" in root.coords:
        told = root["service_kind"].transpose("scenario", "service").values.astype(str)
        return [next((kind for kind in column if kind), "stay") for column in told.T]
    few = root.isel(month=0, district=0, replication=[0, -1])
    is_intake = few["applicants"].notnull().any(("scenario", "replication")).values
    is_visit = few["visits"].notnull().any(("scenario", "replication")).values
    return ["intake" if i else "visit" if v else "stay"
            for i, v in zip(is_intake, is_visit, strict=True)]


def month_days(root: xr.Dataset) -> np.ndarray:
    """Days of each month, up to the next one or the end of the run, the file's `end`."""
    starts = root["month"].values.astype("datetime64[D]")
    next_month = (starts.astype("datetime64[M]") + 1).astype("datetime64[D]")
    end = np.datetime64(str(root.attrs["end"]), "D")
    return np.asarray((np.minimum(next_month, end) - starts) / np.timedelta64(1, "D"))


def month_years(root: xr.Dataset) -> np.ndarray:
    """The calendar year of each month."""
    return root["month"].values.astype("datetime64[Y]").astype(int) + 1970


def read(array: xr.DataArray) -> np.ndarray:
    """The values of a variable; ResultsError when the file has another unit than expected."""
    unit, expected = array.attrs.get("units"), UNITS.get(str(array.name), "1")
    if unit not in (None, expected):
        raise ResultsError(f"{array.name} has the unit {unit!r}, expected {expected!r}")
    return array.values


def of_periods(data: xr.Dataset, by_year: bool) -> xr.Dataset:
    """The calendar years of a dataset's periods, or all of the run."""
    return data.isel(period=np.flatnonzero((data["period"].values.astype(str) != ALL) == by_year))


def with_years(table: pd.DataFrame, by_year: bool) -> pd.DataFrame:
    """A frame whose `period` is a whole number `year`, or left out."""
    if not by_year:
        return table.drop(columns="period")
    return table.rename(columns={"period": "year"}).astype({"year": int})


def check_root(root: xr.Dataset) -> None:
    """ResultsError for a dataset without the dimensions of the root group."""
    missing = [dimension for dimension in DIMENSIONS if dimension not in root.dims]
    if missing:
        raise ResultsError(f"these results have no dimension {', '.join(missing)}: expected "
                           "the root group of a results file; select with lists, as in "
                           "sel(service=['nursery'])")


class Folder:
    """Folds variables of the root group by year; each is read once and kept folded only.

    The file may hold gigabytes: one variable of one scenario is in memory at a time, and
    what stays has years in place of months. Keep one to ask for several measures.
    """

    def __init__(self, root: xr.Dataset) -> None:
        check_root(root)
        self.root = root.transpose(*DIMENSIONS, ...)
        self.kinds = kinds_of(root)
        self._days = month_days(root)
        years = month_years(root)
        self.years = [int(year) for year in np.unique(years)]
        self._spans = [np.flatnonzero(years == year) for year in self.years]
        self._lengths = np.array([self._days[span].sum() for span in self._spans])
        self._terms: dict[tuple[str, str, str | None], np.ndarray] = {}
        self._last: dict[tuple[str, int], np.ndarray] = {}

    def _read(self, name: str, scenario: int) -> np.ndarray:
        # The one before is kept: places are asked for twice in a row, and admissions.
        key = (name, scenario)
        if key not in self._last:
            self._last = dict(list(self._last.items())[-1:])
            self._last[key] = read(self.root[name].isel(scenario=scenario))
        return self._last[key]

    def _term(self, name: str, over: str, times: str | None) -> np.ndarray:
        """One variable, (scenario, replication, year, district and all, service)."""
        key = (name, over, times)
        if key in self._terms:
            return self._terms[key]
        sizes = self.root.sizes
        shape = (sizes["replication"], sizes["month"], sizes["district"] * sizes["service"])
        out = np.empty((sizes["scenario"], sizes["replication"], len(self.years),
                        sizes["district"] + 1, sizes["service"]))
        for scenario in range(sizes["scenario"]):
            values = self._read(name, scenario).reshape(shape)
            if times is not None:
                weights = self._read(times, scenario).reshape(shape)
                # Nobody admitted: the mean wait is not observed, and counts for nothing.
                values = np.where(weights == 0, 0, values * weights)
            for year, span in enumerate(self._spans):
                weight = {"sum": np.ones(len(span)), "days": self._days[span],
                          "first": np.ones(1), "last": np.ones(1)}[over]
                part = span[:1] if over == "first" else span[-1:] if over == "last" else span
                folded = weight @ values[:, part[0]:part[-1] + 1]
                out[scenario, :, year, :-1] = folded.reshape(
                    sizes["replication"], sizes["district"], sizes["service"])
        out[..., -1, :] = out[..., :-1, :].sum(3)
        self._terms[key] = out
        return out

    def _fold(self, fold: Fold, by_year: bool) -> np.ndarray:
        """The sum of the terms of a fold, of the shape of `_term`; or of all years."""
        total = self._term(fold.terms[0], fold.over, fold.times)
        for name in fold.terms[1:]:
            total = total + self._term(name, fold.over, fold.times)
        if by_year:
            return total
        if fold.over == "first":
            return total[:, :, :1]
        return total[:, :, -1:] if fold.over == "last" else total.sum(2, keepdims=True)

    def _formula(self, formula: Formula, by_year: bool) -> np.ndarray:
        top = self._fold(formula.fold, by_year)
        lengths = self._lengths if by_year else self._lengths.sum(keepdims=True)
        lengths = lengths[:, None, None]
        if formula.how == "sum":
            return top / (lengths / DAYS_PER_YEAR)
        if formula.how == "mean":
            return top / lengths
        if formula.how in ("start", "end"):
            return top
        assert formula.base is not None
        base = self._fold(formula.base, by_year)
        scale = 100 if formula.how == "share" else 1
        return np.divide(scale * top, base, out=np.full_like(top, np.nan), where=base > 0)

    def _measure(self, measure: Measure, by_year: bool) -> np.ndarray:
        """A measure of every service that has it; NaN for the others."""
        sizes = self.root.sizes
        out = np.full((sizes["scenario"], sizes["replication"],
                       len(self.years) if by_year else 1, sizes["district"] + 1,
                       sizes["service"]), np.nan)
        for kind, formula in measure.formulas.items():
            of_kind = np.array([k == kind for k in self.kinds])
            if of_kind.any():
                out[..., of_kind] = self._formula(formula, by_year)[..., of_kind]
        return out

    def measures(self, names: Iterable[str] | str | None = None, by_year: bool = False
                 ) -> xr.Dataset:
        """Measures by scenario, replication, period, district (and "all"), and service.

        `period` holds the calendar years, or "all" for the whole run. Units are in the
        attribute `units` of each variable.
        """
        return _dataset(self, by_year, {one.name: self._measure(one, by_year)
                                         for one in named(names)})


class Stored:
    """The measures that the file holds, as `Folder` gives them."""

    def __init__(self, tree: xr.DataTree, selection: dict[str, list]) -> None:
        self.root = tree.to_dataset().sel(selection)
        self.kinds = kinds_of(self.root)
        self.years = [int(year) for year in np.unique(month_years(self.root))]
        self._group = tree["measures"].to_dataset().sel(selection)

    def measures(self, names: Iterable[str] | str | None = None, by_year: bool = False
                 ) -> xr.Dataset:
        """As `Folder.measures`."""
        group = self._group.isel(period=slice(0, -1) if by_year else slice(-1, None))
        return _dataset(self, by_year, {one.name: group[one.name].values
                                         for one in named(names)})


def _dataset(of: Folder | Stored, by_year: bool, values: dict[str, np.ndarray]) -> xr.Dataset:
    """Values of measures with their labels and units."""
    return xr.Dataset(
        {name: (DIMENSIONS_OF_MEASURES, array, {
            "units": MEASURES[name].unit, "long_name": MEASURES[name].title})
         for name, array in values.items()}, attrs=dict(of.root.attrs), coords={
            **{name: of.root[name].values for name in ("scenario", "replication", "service")},
            "period": np.array(of.years) if by_year else np.array([ALL], dtype=object),
            "district": np.array([*map(str, of.root["district"].values), ALL], dtype=object),
            "kind": ("service", of.kinds)})


def of_tree(tree: xr.DataTree, selection: dict[str, list] | None = None) -> Stored | Folder:
    """The measures of results, as stored where the file has them and the whole is asked for.

    `selection`: lists of labels, by dimension. The districts of a selection are together
    its "all".
    """
    root = tree.to_dataset()
    selection = selection or {}
    check_root(root)
    return Stored(tree, selection) if _is_whole(tree, root, selection) else Folder(
        root.sel(selection))


def _is_whole(tree: xr.DataTree, root: xr.Dataset, selection: dict[str, list]) -> bool:
    """Whether the tree has measures, and they are of all its months and districts."""
    if "measures" not in tree.children or {"month", "district"} & set(selection):
        return False
    group = tree["measures"].to_dataset()
    first, last = (np.datetime64(str(root.attrs[name]), "M") for name in ("start", "end"))
    ends_within = np.datetime64(str(root.attrs["end"]), "D") > last.astype("datetime64[D]")
    months = int((last - first) / np.timedelta64(1, "M")) + int(ends_within)
    return (root.sizes["month"] == months and
            group["region"].values[:-1].astype(str).tolist()
            == root["district"].values.astype(str).tolist())


def measure(root: xr.Dataset, names: Iterable[str] | str | None = None,
            by_year: bool = False) -> xr.Dataset:
    """Measures of a part of the root group, which is asked once."""
    return Folder(root).measures(names, by_year)
