# SPDX-License-Identifier: GPL-3.0-or-later
"""The findings of the first screen: who goes without, why, what a run says would mend it."""
from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from .. import decision_pictures, drivers, given, selection, tables, weighted, whys
from .. import measures as m
from ..estimates import estimate_mean
from ..results import ResultsError
from ..words import word
from . import numbers, verdict
from .texts import Texts

LEAST = 0.05  # share of those who ask, from which on a district is short of a service
MOST = 3  # services told of, each by a finding; what else is found comes behind them
DAYS = 365
DRIVES = 0.5  # first-order share from which on one assumption is told
PARTS = ((0.6, "half"), (0.72, "two_thirds"), (0.88, "three_quarters"), (2.0, "most"))
# Measures of targets that count things or places, and not those who go without.
OF_THINGS = ("count", "added", "done", "share_with", "share_within", "inequality",
             "places_per_1000")
_NAMES = ("unmet_share", "unmet", "demand", "places", "above", "unplaced", "utilisation")


@dataclasses.dataclass(frozen=True)
class Shortage:
    """A service that runs short in a district in a year: mean, 5 % and 95 % of the futures."""

    service: str
    kind: str  # of the service; "above" where everybody is seated, above the places
    district: str
    year: int
    share: float
    low: float
    high: float
    people: float  # in that year, mean

    @property
    def score(self) -> float:
        """By what the worst are chosen: people times share.

        Others go without for long, a visitor for a day: visits count as people who come daily.
        """
        return self.people * self.share / (DAYS if self.kind == "visit" else 1)


@dataclasses.dataclass(frozen=True)
class Finding:
    """A numbered finding: a sentence, what stands behind it, and what a run would mend."""

    title: str
    body: str
    cures: list[str]
    short: Shortage | None = None
    href: str = ""
    caveat: str = ""  # of its service, in the scenario's own words


class Yearly:
    """Yearly measures of the first scenario, with its weights."""

    def __init__(self, tree: xr.DataTree, folder: m.Stored | m.Folder, base: str) -> None:
        data = folder.measures(_NAMES, by_year=True)
        self.data = data.sel(scenario=base).transpose(
            "replication", "service", "district", "period").load()
        self.sample = given.weights_of(tree, self.data, base)
        self.years = [int(year) for year in self.data["period"].values]
        self.services = list(map(str, self.data["service"].values))
        self.districts = list(map(str, self.data["district"].values))
        self.kinds = dict(zip(self.services, map(str, self.data["kind"].values), strict=True))
        self.means = {name: estimate_mean(self.data[name].values, self.sample).mean
                      for name in _NAMES}
        self.share = self.means["unmet_share"] / 100  # (service, district, year)

    def mean(self, name: str, service: str, district: str, year: int) -> float:
        """The mean of a measure."""
        at = (self.services.index(service), self.districts.index(district),
              self.years.index(year))
        return float(self.means[name][at])

    def spread(self, name: str, service: str, district: str, year: int) -> tuple[float, float]:
        """Between which 90 of 100 futures lie."""
        values = self.data[name].sel(service=service, district=district, period=year).values
        low, high = weighted.quantile(values[:, None], (0.05, 0.95), self.sample)
        return float(low[0]), float(high[0])


def shortages(yearly: Yearly) -> list[Shortage]:
    """Every service and district that is short in a year, in its worst one; worst first."""
    found: dict[tuple[str, str], Shortage] = {}
    for s, d, y in np.argwhere(yearly.share >= LEAST):
        service, district = yearly.services[s], yearly.districts[d]
        if district == m.ALL and len(yearly.districts) > 1:
            continue
        kind = yearly.kinds[service]
        above, unplaced = (float(yearly.means[x][s, d, y]) for x in ("above", "unplaced"))
        if kind == "intake" and above > unplaced:
            kind = "above"
        one = Shortage(service, kind, district, yearly.years[y], float(yearly.share[s, d, y]),
                       0.0, 0.0, float(yearly.means["unmet"][s, d, y]))
        best = found.get((service, district))
        if one.people >= 0.5 and (best is None or one.score >= best.score):
            found[service, district] = one
    worst = sorted(found.values(), key=lambda x: -x.score)
    return [dataclasses.replace(one, low=low / 100, high=high / 100) for one in worst
            for low, high in [yearly.spread("unmet_share", one.service, one.district, one.year)]]


def everywhere(yearly: Yearly, worst: Sequence[Shortage]) -> dict[str, Shortage]:
    """By service that is short in all its districts, two at least: the shortage of them all."""
    result = {}
    for service in dict.fromkeys(one.service for one in worst):
        mine = [one for one in worst if one.service == service]
        at = yearly.services.index(service)
        there = int(np.isfinite(yearly.share[at, :-1]).any(1).sum())
        if there < 2 or len(mine) < there:
            continue
        year = mine[0].year
        low, high = yearly.spread("unmet_share", service, m.ALL, year)
        result[service] = Shortage(
            service, mine[0].kind, m.ALL, year, yearly.mean("unmet_share", service, m.ALL, year)
            / 100, low / 100, high / 100, yearly.mean("unmet", service, m.ALL, year))
    return result


def joined(yearly: Yearly, worst: Sequence[Shortage]) -> list[list[Shortage]]:
    """A group a service, worst first: its worst district, with the districts of the same year
    whose shares are told alike; or all districts as one, where all are short."""
    result: dict[str, list[Shortage]] = {}
    for service, one in everywhere(yearly, worst).items():
        result[service] = [one]
    for one in worst:
        some = result.setdefault(one.service, [one])
        if some[0].district != m.ALL and one not in some and (some[0].kind, some[0].year) == (
                one.kind, one.year) and numbers.one_in(some[0].share) == numbers.one_in(one.share):
            some.append(one)
    return sorted(result.values(), key=lambda some: -sum(x.score for x in some))


class Writer:
    """Makes the findings of a run; titles are by name, `answers` are sentences of questions."""

    def __init__(self, tree: xr.DataTree, folder: m.Stored | m.Folder, base: str, texts: Texts,
                 titles: dict[str, dict[str, str]], yearly: Yearly) -> None:
        self.tree, self.folder, self.base, self.texts = tree, folder, base, texts
        self.titles, self.yearly = titles, yearly
        self.caveats = selection.caveats(tree, base, texts.lang)
        self._driven: dict[Shortage, pd.DataFrame | None] = {}

    def service(self, name: str) -> str:
        """The title of a service within a sentence."""
        title = self.titles["service"][name]
        is_word = self.texts.lang == "en" and not title[1:2].isupper()
        return title[:1].lower() + title[1:] if is_word else title

    def caveat(self, service: str) -> str:
        """The caveat of a service as the page tells it; "" without one."""
        text = self.caveats.get(service, "")
        return word(self.texts.lang, "caveat", text=text) if text else ""

    def listed(self, names: Sequence[str], is_first: bool = False) -> str:
        """Names as a sentence lists them: at most three, and how many more."""
        t = self.texts
        if list(names) == [m.ALL]:
            return t("f_everywhere" if is_first else "f_everywhere_in")
        titles = [self.titles["district"][name] for name in names]
        if len(titles) > 3:
            return t("comma").join(titles[:2]) + t("answer_more", n=len(titles) - 2)
        return t("f_and").join(filter(None, [t("comma").join(titles[:-1]), titles[-1]]))

    def sentence(self, some: Sequence[Shortage]) -> str:
        """Who goes without where: "Longmatan: about 1 in 5 applicants ...". """
        t, one = self.texts, some[0]
        kind = "intake" if one.kind == "above" else one.kind
        who = t(f"f_who_{kind}", service=self.service(one.service))
        place = self.listed([x.district for x in some], is_first=True)
        if one.share > 0.975:
            return t("f_all", place=place, who=who, year=one.year)
        a, b = numbers.one_in(one.share)
        return t("f_short", place=place, a=a, b=b, who=who, year=one.year,
                 lacks=t(f"f_lacks_{one.kind}" + ("_1" if a == 1 else "")))

    def shortage(self, some: Sequence[Shortage], card_rows: Sequence[dict]) -> Finding:
        """The finding of districts that are short of a service alike."""
        t, one = self.texts, some[0]
        people = sum(x.people for x in some)
        unit = t("f_visits" if one.kind == "visit" else "f_people")
        low, high = min(x.low for x in some), max(x.high for x in some)
        shown = {"people": numbers.people(people), "unit": unit}
        parts = [t("f_likely", low=numbers.bare(low), high=numbers.percent(high, t.lang),
                   **shown) if high - low >= 0.01 else t("f_sure", **shown)]
        if len(some) == 1:
            parts.append(self._rise(one))
        driver, count_first = self._driver(one)
        parts += [driver, self._why(some)]
        if card_rows and not any(row["of"] == one.service and row["measure"] not in OF_THINGS
                                 for row in card_rows):
            parts.append(t("f_uncounted"))
        cures = ([t("f_count_first")] if count_first else []) + self._scenarios(one)
        return Finding(self.sentence(some), t("space").join(filter(None, parts)), cures, one,
                       f"#service-{one.service}", self.caveat(one.service))

    def _rise(self, one: Shortage) -> str:
        """How demand and places move from the first year to that of the shortage."""
        t, y = self.texts, self.yearly
        first = y.years[0]
        if first == one.year:
            return ""
        demand, places = ([y.mean(name, one.service, one.district, year)
                           for year in (first, one.year)] for name in ("demand", "places"))
        a, b = (numbers.people(x) for x in demand)
        if a == b or not demand[0] > 0:
            return ""
        before, after = (numbers.people(x) for x in places)
        return t("f_rise", first=first, last=one.year, a=a, b=b,
                 move=t("f_rises" if demand[1] > demand[0] else "f_falls"),
                 places=t("f_places_same", b=after) if before == after else
                 t("f_places_moved", a=before, b=after))

    def drivers(self, one: Shortage) -> pd.DataFrame | None:
        """The table of `drivers` of a shortage; None where it cannot be told."""
        if one not in self._driven:
            self._driven[one] = None
            if "assumptions" in self.tree.children:
                # Too few replications, or nothing moves it.
                with contextlib.suppress(ResultsError):
                    self._driven[one] = drivers.drivers(
                        self.tree, "unmet", one.service, one.district, one.year, self.base)
        return self._driven[one]

    def _driver(self, one: Shortage) -> tuple[str, bool]:
        """The one unknown that moves it most, and whether it is but assumed; "" without."""
        table = self.drivers(one)
        if table is None:
            return "", False
        first = table.sort_values("first", ascending=False).iloc[0].to_dict()
        if not first["first"] >= DRIVES:
            return "", False
        part = next(name for limit, name in PARTS if first["first"] < limit)
        what = decision_pictures.assumption_title(first, self.texts.lang)
        return (self.texts("f_driver", part=self.texts(f"f_part_{part}"), what=what),
                first.get("evidence") == "C")

    def _why(self, some: Sequence[Shortage]) -> str:
        """What `suffice why` says of the district, where it was asked."""
        if not whys.has_why(self.tree) or len(some) > 1:
            return ""
        said = whys.sentences(self.tree, self.texts.lang)
        mine = said[(said["scenario"] == self.base) & (said["service"] == some[0].service) &
                    (said["district"] == some[0].district)] if "service" in said else said[:0]
        return str(mine["sentence"].iloc[0]) if len(mine) else ""

    def _scenarios(self, one: Shortage) -> list[str]:
        """The scenario of the run that most surely lessens it, with before and after."""
        names = tables.scenario_names(self.tree)
        if len(names) < 2:
            return []
        data = self.folder.measures("unmet_share", by_year=True)["unmet_share"].sel(
            service=one.service, district=one.district, period=one.year)
        best: tuple[float, str] | None = None
        for name in names:
            sample = given.sample(self.tree, data.to_dataset(),
                                  given.whose(self.tree, self.base, name))
            pair = [data.sel(scenario=s).values.astype(float) for s in (self.base, name)]
            change = estimate_mean((pair[1] - pair[0])[:, None], sample)
            after = float(estimate_mean(pair[1][:, None], sample).mean[0]) / 100
            if change.high[0] < 0 and (best is None or after < best[0]):
                best = (after, name)
        if best is None or numbers.percent(best[0], "en") == numbers.percent(one.share, "en"):
            return []
        return [self.texts("f_scenario", scenario=self.titles["scenario"][best[1]],
                           before=numbers.percent(one.share, self.texts.lang),
                           after=numbers.percent(best[0], self.texts.lang))]

    def near(self, targets: Sequence[verdict.Target]) -> Finding | None:
        """The targets that are only just missed, and until when their works can begin."""
        t, near = self.texts, [x for x in targets if x.kind == "near"]
        if not near:
            return None
        title = t("f_near_one", title=near[0].title) if len(near) == 1 else \
            t("f_near", n=verdict.titled(numbers.count(len(near), t.lang), t.lang))
        told = sorted(near, key=lambda x: x.row["measure"] != "added")[:2]
        shown = [t("f_near_body", title=x.title, what=x.typical) + (
            t("f_near_planned", planned=numbers.whole(x.row["planned"]))
            if x.row["measure"] == "added" and x.row["planned"] <= x.row["required"]
            else "") for x in told]
        begin = [x for x in near if verdict.begins_late(x.row)]
        cures = []
        if len(begin) > 1:
            first = min(str(x.row["begin_by"]) for x in begin)
            cures.append(t("f_begin_all", n=len(begin), month=numbers.month(first, t.lang)))
        elif begin:
            cures.append(t("f_begin", title=begin[0].title, month=begin[0].month,
                           planned=numbers.month(str(begin[0].row["planned_begin"]), t.lang)))
        more = [x for x in near if verdict.finite(x.row["begin_count"]) and
                x.row["begin_count"] > x.row["planned"]]
        if more:
            cures.append(t("f_more", title=more[-1].title,
                           n=numbers.whole(more[-1].row["begin_count"]),
                           planned=numbers.whole(more[-1].row["planned"])))
        return Finding(title, t("and").join(shown) + t("stop"), cures, None, "#targets")

    def all(self, targets: Sequence[verdict.Target], worst: Sequence[Shortage]) -> list[Finding]:
        """The MOST worst shortages, which the deck names, and behind them the near misses."""
        rows = [x.row for x in targets]
        near = self.near(targets)
        groups = joined(self.yearly, worst)[:MOST]
        return [self.shortage(some, rows) for some in groups] + ([near] if near else [])
