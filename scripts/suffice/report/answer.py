# SPDX-License-Identifier: GPL-3.0-or-later
"""The first screen: the verdict, all targets worst first, maps, findings; for the template."""
from __future__ import annotations

import dataclasses

import pandas as pd
import xarray as xr

from .. import measures as m
from . import atlas, verdict
from .findings import MOST, Finding, Shortage, Writer, Yearly, joined, shortages
from .texts import Texts
from .verdict import Target

LISTED = ("missed", "open", "safe")  # the sections of the list
SHORT_LIST = 60  # targets up to which the list is shown whole on the first screen


@dataclasses.dataclass(frozen=True)
class Answer:
    """What the first screen says; texts are in the language of the report."""

    headline: str
    deck: list[str]
    rest: str  # on what the chances rest
    targets: list[Target]
    groups: dict[str, list[Target]]  # by class, those that are there
    sections: list[tuple[str, list[Target]]]  # of the list: missed, open, safe
    findings: list[Finding]
    shortages: list[Shortage]
    maps: list[dict]
    writer: Writer


def of_run(tree: xr.DataTree, folder: m.Stored | m.Folder, card: pd.DataFrame, base: str,
           texts: Texts, titles: dict[str, dict[str, str]], shapes: dict | None) -> Answer:
    """The first screen of a run; `titles` are of scenarios, services and districts by name."""
    yearly = Yearly(tree, folder, base)
    writer = Writer(tree, folder, base, texts, titles, yearly)
    targets = verdict.of_run(tree, card, base, texts, titles["district"])
    worst = shortages(yearly)
    found = writer.all(targets, worst)
    groups = verdict.groups(targets)
    missed = [t for t in targets if t.p < verdict.MISSED]
    sections = [(name, some) for name, some in zip(LISTED, (
        missed, groups.get("open", []), groups.get("safe", [])), strict=True) if some]
    undecided = 0 if card.empty else int(
        ((card["scenario"] == base) & (card["decided"] == 0)).sum())
    rest = verdict.bases(targets, texts)
    if undecided:
        rest = texts("space").join(filter(None, [rest, texts(
            "v_undecided_one" if undecided == 1 else "v_undecided", k=undecided)]))
    said = verdict.headline(targets, texts)
    return Answer(said or _without_targets(writer, worst), _deck(tree, writer, worst, targets),
                  rest, targets, groups, sections, found, worst,
                  atlas.maps(shapes, writer, worst), writer)


def _without_targets(writer: Writer, worst: list[Shortage]) -> str:
    """The headline of a run without targets: its worst shortage."""
    if worst:
        return writer.sentence(joined(writer.yearly, worst)[0])
    districts = [d for d in writer.yearly.districts if d != m.ALL]
    if len(districts) == 1:
        return writer.texts("v_no_targets_one", district=verdict.titled(
            writer.titles["district"][districts[0]], writer.texts.lang))
    return writer.texts("v_no_targets")


def _deck(tree: xr.DataTree, writer: Writer, worst: list[Shortage],
          targets: list[Target]) -> list[str]:
    """Below the headline: what was simulated, and where the serious gaps are."""
    t, n = writer.texts, tree.sizes["replication"]
    parts = [t("v_deck_one" if n == 1 else "v_deck", n=f"{n:,}",
               title=writer.titles["scenario"][writer.base])]
    if not targets:
        parts.append(t("v_no_goals"))
    named: dict[str, list[str]] = {}
    for some in joined(writer.yearly, worst)[:MOST]:
        named.setdefault(some[0].service, []).extend(
            x.district for x in some if x.district not in named.get(some[0].service, ()))
    gaps = [t("v_gap_caveat" if service in writer.caveats else "v_gap",
              service=writer.service(service), districts=writer.listed(districts))
            for service, districts in named.items()]
    if gaps:
        parts.append(t("v_gaps", listed=t("f_and").join(filter(None, [
            t("comma").join(gaps[:-1]), gaps[-1]]))) if len(gaps) == 1 else
            t("v_gaps_many", listed=t("f_and").join([t("comma").join(gaps[:-1]), gaps[-1]])))
    else:
        parts.append(t("v_no_gaps"))
    return parts
