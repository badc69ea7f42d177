# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions of the program as sentences with blanks, and what their answers say.

A question becomes an overlay of the changed plan (its lever and condition, for a size) and a
call of the program. What the answer says are the package's own sentences and tables.
"""
from __future__ import annotations

import dataclasses
import json
import pathlib
from collections.abc import Sequence

import pandas as pd
import xarray as xr

from .. import style, whys
from ..margins import Margin
from ..report.numbers import in_100
from ..results import open as open_results
from ..selection import labels
from ..sizes import Size
from ..slips import Slip
from .plan import Plan
from .texts import Texts

KINDS = ("size", "slip", "margin", "why")
# What may be asked of a size by the kind of service: measure, comparison, unit.
MEASURES = {
    "stay": ("waiting", "at_most", "people"),
    "intake": ("share_placed", "at_least", "share"),
    "visit": ("share_refused", "at_most", "share"),
}


@dataclasses.dataclass(frozen=True)
class Question:
    """A question with its blanks filled in; a blank that its kind does not have is unused.

    `bound` is what is asked for, in people, `probability` how likely; `most` is up to how many
    places are tried, `step` by how many at a time.
    """

    kind: str
    service: str = ""
    district: str = ""
    date: str = ""
    bound: str = "50"
    probability: float = 0.95
    target: str = ""
    days: int = 30
    places: int = 20
    most: int = 2000
    step: int = 20
    replications: int = 100

    def text(self, extends: str, plan: Plan) -> str:
        """The scenario that is asked about: the changed plan, with what the question needs."""
        tree: dict = {"format": 1, "extends": extends, "name": f"asked-{self.kind}"}
        if self.kind == "size":
            step = max(1, self.step)
            tree["levers"] = {"more_places": {
                "value": 0, "least": 0, "most": max(1, self.most // step) * step, "step": step,
                "unit": "places", "title": f"places more, {self.service}, {self.district}"}}
            tree["projects"] = {"more places asked about": {
                "service": self.service, "district": self.district, "places": "$more_places",
                "opens": self.date, "dates": "assumed"}}
            measure, comparison, unit = measure_of(plan, self.service)
            tree["conditions"] = {"what is asked for": {
                "measure": measure, "of": self.service, "each": self.district,
                comparison: float(self.bound), "unit": unit}}
        return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"

    def words(self, file: pathlib.Path) -> list[str]:
        """The call of the program, but for its output."""
        words = {
            "size": ["-l", "more_places", "-c", "what is asked for", "-p", f"{self.probability:g}"],
            "slip": ["--target", self.target, "--days", str(self.days), "-p",
                     f"{self.probability:g}", "--progress", "0.5"],
            "margin": ["--service", self.service, "--places", str(self.places), "--max-n",
                       str(self.replications), "--progress", "0.5"],
            "why": ["--progress", "0.5"],
        }[self.kind]
        return [self.kind, str(file), "-n", str(self.replications), *words]


def measure_of(plan: Plan, service: str) -> tuple[str, str, str]:
    """What a size is asked by: measure, comparison and unit, by the kind of the service."""
    return MEASURES[plan.tree["services"][service]["kind"]]


@dataclasses.dataclass(frozen=True)
class Answer:
    """What came out: sentences, a table, and of a size its curve and what fits."""

    sentences: Sequence[str]
    table: pd.DataFrame
    curve: pd.DataFrame | None = None
    fits: float | None = None
    safe: float | None = None
    probability: float = 0.0


def answer(question: Question, file: pathlib.Path, lang: str) -> Answer:
    """The answer that a file holds, as the package reads it."""
    if question.kind == "size":
        size = Size(file)
        row = size.table().iloc[0]
        return Answer([], size.table(), size.curve(), row["fits"],
                      None if pd.isna(row["safe"]) else row["safe"], size.probability)
    if question.kind == "slip":
        slip = Slip(file)
        return Answer(slip.sentences(lang), _slips(slip.table()))
    if question.kind == "margin":
        margin = Margin(file)
        table = margin.table().sort_values("served", ascending=False, kind="stable")
        names = margin.names(lang)
        return Answer(margin.sentences(lang), pd.DataFrame({
            "where": [names[i] for i in table.index],
            "served": [_between(row, "served") for row in table.to_dict("records")]}))
    tree = open_results(file)
    told = tree.suffice.why_sentences(lang)
    told = told[told["service"] == question.service]
    return Answer(list(told["sentence"]), _causes(tree, question.service, lang))


def _between(row: dict, name: str) -> str:
    """A value with the limits of its interval: "1,234 [1,200, 1,268]"."""
    value, low, high = (style.number(row[name + end]) for end in ("", "_low", "_high"))
    return f"{value} [{low}, {high}]"


def _slips(table: pd.DataFrame) -> pd.DataFrame:
    """Of openings the slack; where runs tell it, P(met) with the project later."""
    columns = ["project", "verdict", "planned_opening"]
    if table["slack"].notna().any() or table["p"].isna().all():
        return table[[*columns, "latest_opening", "slack"]]
    p = [in_100(*(row[f"p{end}"] for end in ("", "_low", "_high")))
         for row in table.to_dict("records")]
    return table[columns].assign(p=p)


def _causes(tree: xr.DataTree, service: str, lang: str) -> pd.DataFrame:
    """A row a district of those whom anybody misses, a column a cause: its share in per cent."""
    plan = str(tree["why"].to_dataset()["plan"].values[0])
    for quantity in whys.QUANTITIES:
        table = whys.why(tree, quantity, False, scenario=plan, service=service)
        table = table[table["total"] > 0]
        if not table.empty:
            break
    else:
        return pd.DataFrame()
    titles = whys.causes(tree, lang)
    districts = {"all": Texts(lang)("a_all")} | labels(tree.to_dataset(), "district", lang)
    return pd.DataFrame([
        {"district": districts[str(district)], quantity: rows["total"].iloc[0]} | {
            titles[row["cause"]]: whys.shown(row) for row in rows.to_dict("records")}
        for district, rows in table.groupby("district", sort=False)])
