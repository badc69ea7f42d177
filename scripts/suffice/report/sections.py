# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sections of the report hold, as plain lists for the page's template."""
from __future__ import annotations

import base64
import io

import pandas as pd
import xarray as xr
from matplotlib.figure import Figure

from .. import (
    classes,
    decision_pictures,
    drivers,
    equalities,
    given,
    honesty,
    pictures,
    regrets,
    shares,
    style,
    tables,
    waits,
    weighted,
    whys,
)
from .. import measures as m
from ..results import ResultsError
from ..selection import title_of
from ..words import unit, word
from . import numbers
from .texts import Texts

SHOWN = ("demand", "places", "utilisation", "waiting", "wait", "above", "unplaced", "unmet",
         "unmet_share", "overflow")
OF_CLASSES = ("admitted", "from_list", "left", "waiting", "wait")
MOST_DRIVEN = 6  # services whose drivers are told: those with the most unmet demand
MOST_DIFFERENCES = 12  # measures listed a scenario, beside targets
MOST_PAIRS = 3  # correlated assumptions named beside what they drive
IDLE = 0.6  # utilisation below which a met target is called idle


def given_what(tree: xr.DataTree, base: str, texts: Texts) -> list[str]:
    """Whether the page's numbers are given what was seen; nothing where nothing was."""
    found = given.words(tree, [base], texts.lang)
    key = ("answer_given_not" if given.used(tree, base) is None else
           "answer_given_table" if given.is_table(tree) else "answer_given")
    return [texts(key, how=how) for how in found]


def together(card: pd.DataFrame, base: str, texts: Texts) -> list[str]:
    """What is of all targets of a scenario together, in a few sentences; of none nothing."""
    mine = card[(card["scenario"] == base) & (card["decided"] > 0)] if len(card) else card
    if mine.empty:
        return []
    everything = texts.counted(len(mine), "target")
    one = mine.iloc[0]
    every = texts("every_never") if one["p_all"] == 0 else \
        texts("every_p", p=f"{numbers.hundredths(one['p_all']) / 100:.2f}")
    sentences = [texts("answer_together", all=everything, every=every, **{
        end: f"{one[f'together_{end}']:.0f}" for end in ("median", "low", "high")})]
    n_assumed = sum(honesty.is_assumed(row) for row in mine.to_dict("records"))
    if n_assumed:
        sentences.append(texts("answer_dates", n=n_assumed))
    met = mine[mine["p_met"] >= tables.SECURED]
    if len(met):
        sentences.append(texts("answer_idle", idle=int((met["utilisation"] < IDLE).sum())))
    if "evidence" in mine:
        sentences.append(texts("answer_c", c=int((mine["evidence"] == "C").sum()),
                               all=everything))
    return sentences


def areas(card: pd.DataFrame, scenarios: list[str], lang: str) -> list[dict]:
    """Targets by area of the plan: facts of the target, and a score a scenario."""
    result: list[dict] = []
    if card.empty:
        return result
    for (area, target), rows in card.groupby(["area", "target"], sort=False):
        heading = decision_pictures.area_title(str(area), lang)
        if not result or result[-1]["area"] != heading:
            result.append({"area": heading, "targets": []})
        first = rows.iloc[0]
        sign = "≤" if first["comparison"] == "at_most" else "≥"
        scores = {row["scenario"]: row | {
            "is_assumed": honesty.is_assumed(row),
            "begins": decision_pictures.begins(row, lang, has_intervals=True)}
            for row in rows.to_dict("records")}
        result[-1]["targets"].append({
            "name": target, "title": title_of(first, lang) or first["of"], "first": first.to_dict(),
            "marks": decision_pictures.marks(first, lang),
            "required": f"{sign} {first['required']:,.6g} {unit(str(first['unit']), lang)}",
            "scores": {s: scores.get(s) for s in scenarios}})
    return result


def services(tree: xr.DataTree, folder: m.Stored | m.Folder) -> list[dict]:
    """By service: districts, and of each the rows (scenario, measures) over the whole run."""
    table = tables.summary(tree, SHOWN, by_year=False, quantiles=pictures.OUTER, folder=folder)
    root = tree.to_dataset()
    kinds = dict(zip(map(str, root["service"].values), folder.kinds, strict=True))
    joined = waits.of_year(tree) if "waits" in tree.children else None
    result = []
    for service in map(str, root["service"].values):
        mine = table[table["service"] == service]
        names = [name for name in SHOWN if name in set(mine["measure"])]
        cells = mine.set_index(["scenario", "district", "measure"]).to_dict("index")
        groups = [{"district": d, "rows": [
            {"scenario": s, "cells": [cells.get((s, d, name)) for name in names]}
            for s in map(str, root["scenario"].values)]}
            for d in [*map(str, root["district"].values), m.ALL]]
        result.append({"name": service, "kind": kinds[service],
                       "measures": [m.MEASURES[x] for x in names],
                       "groups": groups, "waits": wait_rows(tree, service, joined),
                       "classes": class_rows(tree, service)})
    return result


def wait_rows(tree: xr.DataTree, service: str, joined: xr.Dataset | None) -> list[dict]:
    """Days by district, scenario and share, where anybody waits; else nothing."""
    if joined is None:
        return []
    try:
        table = waits.wait_times(tree, service, data=joined)
    except ResultsError:
        return []  # no list, or nobody joined it
    if not (table["high"] > 0).any():
        return []
    cells = table.round({"share": 3}).set_index(["scenario", "district", "share"]).to_dict(
        "index")
    return [{"district": d, "rows": [
        {"scenario": s, "cells": [cells.get((s, d, share)) for share in waits.SHARES]}
        for s in dict.fromkeys(table["scenario"])]}
        for d in dict.fromkeys(table["district"])]


def class_rows(tree: xr.DataTree, service: str) -> list[dict]:
    """Waiting by class of priority and scenario, all districts; nothing without classes."""
    if not classes.has_classes(tree, service):
        return []
    table = classes.class_waits(tree, service)
    table = table[table["district"] == m.ALL]
    cells = table.set_index(["class", "scenario", "measure"]).to_dict("index")
    return [{"class": c, "scenario": s, "cells": [cells.get((c, s, x)) for x in OF_CLASSES]}
            for c in dict.fromkeys(table["class"]) for s in dict.fromkeys(table["scenario"])]


def stands_out(table: pd.DataFrame) -> pd.Series:
    """Rows of `compare` whose interval leaves out 0; of one replication, all that differ."""
    return table["is_different"] & ~((table["low"] <= 0) & (table["high"] >= 0))


def differences(tree: xr.DataTree, table: pd.DataFrame | None, base: str, card: pd.DataFrame,
                lang: str) -> list[dict]:
    """By scenario other than the base: the targets, and the measures, that differ most.

    `table` is that of `compare`; None of one scenario.
    """
    if table is None:
        return []
    table = table[stands_out(table)]
    services = table[(table["of"] == "service") & (table["district"] == m.ALL)]
    services = services[services["measure"].isin(SHOWN)]
    labels = tables.labels(tree.to_dataset(), "service", lang)
    by_target = card.drop_duplicates("target").set_index("target") if len(card) else card
    result = []
    for scenario in (s for s in tables.scenario_names(tree) if s != base):
        rows = []
        targets = table[(table["of"] == "target") & (table["measure"] == "p_met") &
                        (table["scenario"] == scenario)]
        for row in targets.to_dict("records"):
            title = decision_pictures.target_title(by_target.loc[row["name"]], lang)
            rows.append(row | {"what": f"{row['name']} {title}", "quantity": None})
        mine = services[services["scenario"] == scenario]
        size = (mine["difference"] / mine["base_mean"].where(mine["base_mean"] != 0)).abs()
        for row in mine.loc[size.sort_values(ascending=False).index].head(
                MOST_DIFFERENCES).to_dict("records"):
            rows.append(row | {"what": labels[row["name"]],
                               "quantity": m.MEASURES[row["measure"]]})
        result.append({"scenario": scenario, "rows": rows})
    return result


def robust(tree: xr.DataTree, lang: str) -> list[dict]:
    """Regrets of the scenarios: in targets missed, and in those unserved by service."""
    if tree.sizes["scenario"] < 2:
        return []
    labels = tables.labels(tree.to_dataset(), "service", lang)
    wanted: list[tuple[str, str | None, str]] = []
    if "targets" in tree.children:
        wanted.append((regrets.MISSED, None, word(lang, "regret_targets")))
    wanted += [("unmet", name, word(lang, "of", service=title, what=m.MEASURES[
        "unmet"].title_zh if lang == "zh" else m.MEASURES["unmet"].title))
        for name, title in labels.items()]
    result = []
    for measure, service, what in wanted:
        try:
            table = regrets.regret(tree, measure, service)
        except ResultsError:
            continue  # a service that a scenario does not have
        if (table["worst"] > 0).any():
            result.append({"what": what, "rows": table.to_dict("records")})
    return result


def driven(tree: xr.DataTree, folder: m.Stored | m.Folder, base: str, texts: Texts) -> dict:
    """What moves unmet demand, of the services that have the most: `parts`.

    `reasons` says of which services it is not told, and why.
    """
    lang = texts.lang
    if "assumptions" not in tree.children:
        return {"parts": [], "reasons": [texts("drivers_none")]}
    share = folder.measures("unmet_share").sel(scenario=base, district=m.ALL)
    mean = share["unmet_share"].isel(period=0).mean("replication").to_series().dropna()
    labels = tables.labels(tree.to_dataset(), "service", lang)
    result: list[dict] = []
    nobody = [labels[str(s)] for s, value in mean.items() if value == 0]
    reasons: dict[str, list[str]] = {}
    mean = mean[mean > 0]
    for service in map(str, mean.sort_values(ascending=False, kind="stable").index):
        if len(result) == MOST_DRIVEN:
            break
        try:
            table = drivers.drivers(tree, "unmet", service, scenario=base,
                                    folder=folder)
        except ResultsError as error:
            reasons.setdefault(str(error), []).append(labels[service])
            continue
        told = drivers.told(table)
        rows = table[table[told] >= 0.01].head(5).to_dict("records")
        titles = {row["assumption"]: decision_pictures.assumption_title(row, lang)
                  for row in table.to_dict("records")}
        for row in rows:
            row["shown"] = titles[row["assumption"]]
            row |= {f"share{end}": row[told + end] for end in ("", "_low", "_high")}
        result.append({"service": labels[service], "rows": rows,
                       "chance": table.attrs["chance"],
                       "pairs": pairs(table.attrs["correlated"],
                                      {row["assumption"] for row in rows}, titles, lang)})
    empty = [texts("drivers_nobody", services=texts("comma").join(nobody))] if nobody else []
    return {"parts": result, "reasons": empty + [
        texts("drivers_not", services=texts("comma").join(some), reason=_reason(why, texts))
        for why, some in reasons.items()]}


def _reason(message: str, texts: Texts) -> str:
    """Why drivers of a service are not told, in the language of the report."""
    if "too few" in message:
        return texts("no_drivers", each=shares.PER_TERM, all=shares.FEWEST)
    if "no assumption varies" in message:
        return texts("drivers_fixed")
    return message if texts.lang == "en" else texts("drivers_same")


def pairs(correlated: list[tuple[str, str, float]], shown: set[str], titles: dict[str, str],
          lang: str) -> str:
    """The most correlated pairs with an assumption that is shown, in words; or ""."""
    here = sorted((p for p in correlated if p[0] in shown or p[1] in shown),
                  key=lambda p: -abs(p[2]))[:MOST_PAIRS]
    return ("；" if lang == "zh" else "; ").join(
        f"{titles[a]} – {titles[b]} ({r:.2f})" for a, b, r in here)


def svg(figure: Figure) -> str:
    """A picture as SVG in text; it is closed."""
    stream = io.BytesIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    style.plt.close(figure)
    return base64.b64encode(stream.getvalue()).decode()


def pyramid(tree: xr.DataTree, base: str, lang: str) -> str | None:
    """The population pyramid as an SVG picture in text."""
    if not pictures.has_population(tree, base):
        return None
    return svg(pictures.pyramid(tree, scenario=base, lang=lang))


def has_equality(tree: xr.DataTree) -> bool:
    """Whether there are districts to compare, and the results say it."""
    return "equality" in tree.children and tree.sizes["district"] > 1


def equality(tree: xr.DataTree) -> list[dict]:
    """By ratio: of each service and scenario the Gini coefficient of each year."""
    if not has_equality(tree):
        return []
    table = equalities.equality(tree, indices="gini")
    cells = table.set_index(["ratio", "service", "scenario", "year"]).to_dict("index")
    years = sorted(set(table["year"]))
    return [{"ratio": ratio, "rows": [
        {"service": service, "scenario": scenario,
         "cells": [cells.get((ratio, service, scenario, year)) for year in years]}
        for service, scenario in dict.fromkeys(
            zip(mine["service"], mine["scenario"], strict=True))]}
        for ratio, mine in table.groupby("ratio", sort=True)]


def equality_picture(tree: xr.DataTree, base: str, lang: str) -> str | None:
    """The Gini coefficients of places by service and year, or of those served."""
    if not has_equality(tree):
        return None
    for ratio in equalities.RATIOS:
        try:
            return svg(equalities.plot(tree, ratio, scenario=base, lang=lang))
        except ResultsError:
            continue  # without a population, or nobody asked
    return None


def why(tree: xr.DataTree, base: str, lang: str) -> dict | None:
    """The answer of `suffice why` for the plan: sentences, picture, a table a service."""
    if not whys.has_why(tree):
        return None
    words = whys.sentences(tree, lang)
    words = words[(words["scenario"] == base) & (words["district"] == m.ALL)]
    group = tree["why"].to_dataset()
    titles = group["cause_title_zh" if lang == "zh" else "cause_title"].values.astype(str)
    services = []
    for service in map(str, group["service"].values):
        for quantity in whys.QUANTITIES:
            table = whys.why(tree, quantity, scenario=base, service=service)
            table = table[table["total"] > 0]
            if len(table):
                services.append({"service": service, "quantity": quantity, "rows": [
                    {"district": district, "total": mine["total"].iloc[0],
                     "cells": [whys.shown(row) for row in mine.to_dict("records")]}
                    for district, mine in table.groupby("district", sort=False)]})
                break  # those on the list are told where nobody goes unserved
    try:
        picture = svg(whys.plot(tree, scenario=base, lang=lang))
    except ResultsError:
        picture = None  # nobody goes without
    return {"sentences": list(words["sentence"]), "causes": list(titles), "services": services,
            "picture": picture}


def assumptions(tree: xr.DataTree, base: str, lang: str) -> list[dict]:
    """Each assumption with what was drawn of it, its unit, evidence grade and source."""
    if "assumptions" not in tree.children:
        return []
    group = tree["assumptions"].to_dataset().sel(scenario=base).load()
    values = group["value"].mean("year").transpose("replication", "assumption").values
    sample = given.weights_of(tree, group, base)
    low, high = weighted.quantile(values, pictures.OUTER, sample)
    mean = weighted.mean(values, sample)
    coordinates = {fact: group[f"assumption_{fact}"].values for fact in
                   ("title", "title_zh", "unit", "value_unit", "evidence", "source")
                   if f"assumption_{fact}" in group.coords}
    result = []
    for i, name in enumerate(map(str, group["assumption"].values)):
        facts = {fact: str(v[i]) for fact, v in coordinates.items()}
        # A law in days is drawn in days, whatever its author calls the unit. Files before
        # format 1.4 do not say what values are in: then no unit is better than a wrong one.
        is_pure = facts.get("value_unit") == "1"
        its_unit = facts.get("unit", "") if is_pure else facts.get("value_unit", "")
        result.append(facts | {"name": name, "title": title_of(facts, lang) or name,
                               "unit": unit(its_unit, lang),
                               "mean": float(mean[i]), "low": float(low[i]),
                               "high": float(high[i])})
    return result
