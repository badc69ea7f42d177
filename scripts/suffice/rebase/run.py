# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run says of a date: one number for all replications, weighted where it is so."""
from __future__ import annotations

import datetime
import hashlib
import pathlib

import numpy as np
import xarray as xr

from .. import observed, tables
from ..results import ResultsError, group, text
from . import document

USING = ("mean", "median")


class Run:
    """A scenario of a results file, seen from a date: the new start."""

    def __init__(self, tree: xr.DataTree, scenario: str | None, at: str | None,
                 using: str = "mean", is_weighted: bool = True) -> None:
        if using not in USING:
            raise ResultsError(f"there is no {using!r}, expected mean or median")
        self.tree, self.using = tree, using
        self._read: dict[tuple[str, str], xr.DataArray] = {}
        self.name = tables.base_scenario(tree, scenario)
        self.start = day(text(tree.attrs["start"]), "the start of the run")
        self.end = day(text(tree.attrs["end"]), "the end of the run")
        self.at = self.end if at is None else day(at, "--at")
        self._check_date()
        self.month = months_between(self.start, self.at) - 1  # the last before the date
        self.year = self.at.year - self.start.year - (self.at.month == 1)
        self.scenario = document.load(self._text())
        self.n = int(tree.sizes["replication"])
        self.weights = np.full(self.n, 1 / self.n)
        self.is_weighted = bool(is_weighted and observed.has_observations(tree) and
                                self.scenario.get("observations"))
        if self.is_weighted:
            self.weights = observed.weights(tree, self.name).to_numpy()

    def _check_date(self) -> None:
        is_year = (self.at.month, self.at.day) == (1, 1)
        if not self.start < self.at <= self.end or not (is_year or self.at == self.end):
            raise ResultsError(
                f"--at: found {self.at}, expected 1 January of a year within the run "
                f"({self.start} to {self.end}), or its end {self.end}")

    def _text(self) -> str:
        run = group(self.tree, "run")
        if "scenario_text" not in run:
            raise ResultsError("these results do not hold their scenario, from which the new "
                               "one is made; run it again")
        return text(run["scenario_text"].sel(scenario=self.name).item())

    @property
    def districts(self) -> list[str]:
        return [row["district"] for row in document.rows_of(self.scenario["districts"])]

    def one(self, values: xr.DataArray) -> np.ndarray:
        """What stands for the replications, whose axis is the first: mean or median."""
        of = values.transpose("replication", ...).to_numpy()
        if self.using == "mean":
            return np.tensordot(self.weights, of, 1)
        order = np.argsort(of, 0, kind="stable")
        below = np.cumsum(self.weights[order], 0)
        first = np.argmax(below >= 0.5 - 1e-12, 0)
        found = np.take_along_axis(np.take_along_axis(of, order, 0), first[None], 0)[0]
        after = np.minimum(first + 1, len(of) - 1)
        second = np.take_along_axis(np.take_along_axis(of, order, 0), after[None], 0)[0]
        is_between = np.isclose(np.take_along_axis(below, first[None], 0)[0], 0.5)
        return np.where(is_between, (found + second) / 2, found)

    def monthly(self, variable: str, service: str) -> xr.DataArray:
        """By replication, month and district, the districts as the scenario has them."""
        return self._all("/", variable).sel(service=service, district=self.districts)

    def zones_of(self, service: str, district: str) -> list[str]:
        """Zones of a district in which places of a service stand; [] where it has none."""
        if self.scenario["services"][service].get("zones") != "yes":
            return []
        return [row["zone"] for row in document.rows_of(self.scenario["zones"])
                if row["district"] == district]

    def places(self, service: str, district: str) -> dict[str, float]:
        """Places built at the date by zone; "": those that stand in none."""
        whole = self.monthly("places", service).isel(month=self.month).sel(district=district)
        found = {}
        for zone in self.zones_of(service, district):
            of = self._all("zones", "places").isel(month=self.month).sel(
                service=service, zone=zone, drop=True)
            whole = whole - of
            found[zone] = float(self.one(of))
        return {"": float(self.one(whole)), **found}

    def yearly(self, of: str, variable: str) -> xr.DataArray:
        return self._all(of, variable)

    def _all(self, of: str, variable: str) -> xr.DataArray:
        """A variable of the scenario, read once: each part is asked for project by project."""
        if (of, variable) not in self._read:
            data = self.tree.to_dataset() if of == "/" else group(self.tree, of)
            self._read[of, variable] = data[variable].sel(scenario=self.name).load()
        return self._read[of, variable]

    def fingerprint(self) -> str:
        return text(self.tree.attrs.get("fingerprint", "?"))


def day(value: str, what: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise ResultsError(f"{what}: found {value!r}, expected a date as 2026-01-01") from error


def months_between(first: datetime.date, second: datetime.date) -> int:
    return 12 * (second.year - first.year) + second.month - first.month


def months_later(date: datetime.date, months: int) -> datetime.date:
    """The first of the month that many months later."""
    month = 12 * date.year + date.month - 1 + months
    return datetime.date(month // 12, month % 12 + 1, 1)


def file_hash(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
