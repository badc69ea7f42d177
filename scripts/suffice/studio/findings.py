# SPDX-License-Identifier: GPL-3.0-or-later
"""What the results of a run say of the changes: read from the package's tables, drawn nowhere.

Targets have the classes that the report gives them (`report.verdict`).
"""
from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import xarray as xr

from .. import fans, given, honesty, tables, weighted
from .. import measures as m
from ..decision_pictures import target_title
from ..report import verdict
from ..report.texts import Texts
from ..results import ResultsError
from ..selection import labels, scenario_names

HALF = 0.5  # of a person a year: what is less has not moved


@dataclasses.dataclass(frozen=True)
class Target:
    """A target under the plan (`was`) and as changed; `low`, `high` are of the present P."""

    name: str
    title: str
    of: str
    kind: str
    kind_was: str
    p: float
    low: float
    high: float
    p_was: float
    low_was: float
    high_was: float
    change: float  # of P, paired; 0 where only the plan was run
    is_told: bool  # the interval of the paired change leaves 0 out
    is_assumed: bool
    value: float
    required: float
    district: str  # the weakest, or ""


@dataclasses.dataclass(frozen=True)
class Shares:
    """Who goes without of a service in a year: by district under plan and changes, 0 to 1."""

    service: str
    year: int
    was: dict[str, float]
    now: dict[str, float]


@dataclasses.dataclass(frozen=True)
class Fan:
    """Places wanted less places, by month: median, 5 % and 95 % of the futures, (3, month)."""

    service: str
    district: str
    times: list[str]
    was: np.ndarray
    now: np.ndarray


class Findings:
    """Of results with the plan first and the changes second, or with the plan alone."""

    def __init__(self, tree: xr.DataTree, lang: str) -> None:
        self.tree, self.lang = tree, lang
        names = scenario_names(tree)
        self.base, self.other = names[0], names[-1]
        self.is_pair = len(names) > 1
        self.n = tree.sizes["replication"]
        root = tree.to_dataset()
        self.services = labels(root, "service", lang)
        self.districts = labels(root, "district", lang)
        self.targets = self._targets()
        self.shares = self._shares()
        self.fan = self._fan()

    def count(self, kinds: tuple[str, ...], was: bool = False) -> int:
        """How many targets are of these classes."""
        return sum((t.kind_was if was else t.kind) in kinds for t in self.targets)

    @property
    def moved(self) -> list[Target]:
        """These, and those that are of another class now, the largest change first."""
        return sorted((t for t in self.targets if t.is_told or t.kind != t.kind_was),
                      key=lambda t: -abs(t.change))

    @property
    def changed(self) -> list[Target]:
        """Targets whose change of P is told from none, the largest first."""
        return sorted((t for t in self.targets if t.is_told), key=lambda t: -abs(t.change))

    def _targets(self) -> list[Target]:
        if "targets" not in self.tree.children:
            return []
        card = tables.scorecard(self.tree)
        card = card[card["decided"] > 0]
        before = card[card["scenario"] == self.base].set_index("target")
        after = card[card["scenario"] == self.other].set_index("target")
        now, then = (self._kinds(card, name) for name in (self.other, self.base))
        paired = self._paired()
        result = []
        for name, row in after.iterrows():
            was = before.loc[name] if name in before.index else row
            change = paired.loc[name] if paired is not None and name in paired.index else None
            assert isinstance(was, pd.Series)
            result.append(Target(
                str(name), _title(row, self.lang), str(row["of"]), now[str(name)],
                then.get(str(name), now[str(name)]), row["p_met"], row["p_low"],
                row["p_high"], was["p_met"], was["p_low"], was["p_high"],
                0.0 if change is None else float(change["difference"]),
                change is not None and bool(change["low"] > 0 or change["high"] < 0),
                honesty.is_assumed(row), row["value"], row["required"],
                "" if pd.isna(row["weakest_district"]) else
                self.districts.get(str(row["weakest_district"]), "")))
        return sorted(result, key=lambda t: (t.p_was, verdict.CLASSES.index(t.kind_was)))

    def _kinds(self, card: pd.DataFrame, scenario: str) -> dict[str, str]:
        """The class of each target of a scenario."""
        judged = verdict.of_run(self.tree, card, scenario, Texts(self.lang), self.districts)
        return {target.name: target.kind for target in judged}

    def _paired(self) -> pd.DataFrame | None:
        if not self.is_pair:
            return None
        table = tables.compare(self.tree)
        return table[(table["of"] == "target") & (table["measure"] == "p_met")].set_index("name")

    def _shares(self) -> Shares | None:
        """Of the service and year in which the changes move most people, else the worst."""
        table = tables.summary(self.tree, ["unmet_share", "unmet"])
        people = table[(table["measure"] == "unmet") & (table["district"] != m.ALL)]
        if people.empty:
            return None
        wide = people.pivot_table(index=["service", "year"], columns="scenario",
                                  values="mean", aggfunc="sum")
        now, was = wide[self.other], wide[self.base]
        moved = (now - was).abs()
        at = moved.idxmax() if moved.max() > HALF else was.idxmax()
        shares = table[(table["measure"] == "unmet_share") & (table["district"] != m.ALL) &
                       (table["service"] == at[0]) & (table["year"] == at[1])]

        def of(scenario: str) -> dict[str, float]:
            mine = shares[shares["scenario"] == scenario]
            return dict(zip(mine["district"].astype(str), mine["mean"] / 100))

        return Shares(str(at[0]), int(at[1]), of(self.base), of(self.other))

    def _fan(self) -> Fan | None:
        """Of that service, in the district where the share changes most, else is largest."""
        if self.shares is None or not self.shares.now:
            return None
        now, was = self.shares.now, self.shares.was
        district = max(now, key=lambda d: (round(abs(now[d] - was.get(d, 0)), 6), now[d]))
        root = self.tree.to_dataset()
        try:
            data = fans.monthly(root, self.shares.service)
        except ResultsError:
            return None
        at = [*map(str, root["district"].values)].index(district)
        short = (data["wanted"] - data["places"])[:, :, :, at]
        quantiles = []
        for i, name in ((0, self.base), (short.shape[1] - 1, self.other)):
            sample = given.weights_of(self.tree, root, name)
            quantiles.append(weighted.quantile(short[:, i], (0.05, 0.5, 0.95), sample))
        times = [str(t)[:7] for t in root["month"].values]
        return Fan(self.shares.service, district, times, quantiles[0], quantiles[1])


def _title(row: pd.Series, lang: str) -> str:
    title = target_title(row, lang)
    return title[:1].upper() + title[1:] if lang == "en" else title
