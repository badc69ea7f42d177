# SPDX-License-Identifier: GPL-3.0-or-later
"""From an opened results file to one HTML file."""
from __future__ import annotations

import base64
import gzip
import io
import json
import os
import pathlib
import tempfile
from importlib import resources

import numpy as np
import pandas as pd
import xarray as xr

from .. import decision_pictures, drivers, pictures, style, tables, waits
from .. import measures as m
from ..results import ResultsError
from . import data, stress
from .texts import Texts

SHOWN = ("demand", "places", "used", "waiting", "wait", "unserved", "unserved_share",
         "elsewhere")
MOST_DRIVEN = 6  # services whose drivers are told: those with the most unserved
MOST_DIFFERENCES = 12  # measures listed a scenario, beside targets
IDLE = 0.6  # use below which a met target is called idle


def write(tree: xr.DataTree, output: str | os.PathLike[str],
          boundaries: str | os.PathLike[str] | None = None, lang: str = "en") -> str:
    """Write the report of a results file; gives the path.

    Raises ResultsError where there is nothing to report, OSError when it cannot be
    written. Needs jinja2 and plotly: pip install './scripts[report]'.
    """
    try:
        import jinja2  # noqa: PLC0415 - an extra
        from plotly.offline import get_plotlyjs  # noqa: PLC0415
    except ImportError as error:
        raise ResultsError(f"the report needs {error.name}: pip install "
                           "'./scripts[report]' in the source folder") from error
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, loader=jinja2.PackageLoader("suffice.report", "page"))
    environment.filters["number"] = style.number
    environment.filters["half_width"] = style.half_width
    page = environment.get_template("report.html").render(
        **contents(tree, boundaries, lang), plotly=packed(get_plotlyjs().encode()),
        css=_file("report.css"), script=_file("report.js"))
    path = pathlib.Path(output)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: written beside, then renamed.
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(page)
        pathlib.Path(name).chmod(0o644)
        pathlib.Path(name).replace(path)
    except BaseException:
        pathlib.Path(name).unlink(missing_ok=True)
        raise
    return str(path)


def _file(name: str) -> str:
    return resources.files("suffice.report").joinpath("page", name).read_text("utf-8")


def packed(content: bytes) -> str:
    """Compressed, as text; the page's script unpacks it."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def contents(tree: xr.DataTree, boundaries: str | os.PathLike[str] | None, lang: str) -> dict:
    """Everything that the page's template names."""
    texts = Texts(lang)
    root = tree.to_dataset()
    folder = m.Folder(root)
    scenarios = tables.labels(root, "scenario", lang)
    base = str(root["scenario"].values[0])
    n = root.sizes["replication"]
    replications = root["replication"].values
    card = tables.scorecard(tree) if "targets" in tree.children else pd.DataFrame()
    titles = {d: tables.labels(root, d, lang) for d in ("scenario", "service", "district")}
    titles["district"][m.ALL] = texts("all")
    shapes = data.outlines_of(tree, boundaries)
    short = data.shortages(tree, folder)
    script = {
        "texts": texts.script(), "titles": titles,
        "scenarios": [str(s) for s in root["scenario"].values],
        "districts": [*map(str, root["district"].values), m.ALL],
        "months": [str(d)[:10] for d in root["month"].values.astype("datetime64[D]")],
        "years": folder.years, "fans": data.fans(tree), "short": short,
    }
    return {
        "t": texts, "lang": "zh-CN" if lang == "zh" else "en", "titles": titles,
        "title": titles["scenario"][base], "base": base, "n": n,
        "is_partial": bool(len(replications)) and int(replications[-1]) + 1 != n,
        "scenarios": list(scenarios), "start": tree.attrs["start"], "end": tree.attrs["end"],
        "answers": answers(card, base, texts),
        "areas": areas(card, list(scenarios), lang), "shapes": shapes, "short": short,
        "years": folder.years, "districts": script["districts"],
        "wait_shares": waits.SHARES,
        "wait_year": waits.usual_year(tree) if "waits" in tree.children else None,
        "services": services(tree, folder, lang), "shown": [m.MEASURES[x] for x in SHOWN],
        "differences": differences(tree, folder, base, card, lang),
        "drivers": driven(tree, folder, base, lang),
        "pyramid": pyramid(tree, base, lang), "assumptions": assumptions(tree, base, lang),
        "stress": stress.items(tree, lang), "data": packed(json.dumps(
            script, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()),
    }


def answers(card: pd.DataFrame, base: str, texts: Texts) -> list[str]:
    """The answer in two or three sentences, of the first scenario."""
    if card.empty:
        return [texts("answer_none")]
    mine = card[(card["scenario"] == base) & (card["decided"] > 0)]
    met = mine[mine["p_met"] >= tables.SECURED]
    sentences = [texts("answer_met", n=len(met), all=len(mine),
                       low=int((mine["p_met"] < 0.5).sum()))]
    if len(met):
        sentences.append(texts("answer_idle", n=len(met), idle=int((met["use"] < IDLE).sum())))
    if "confidence" in mine:
        sentences.append(texts("answer_c", c=int((mine["confidence"] == "C").sum()),
                               all=len(mine)))
    return sentences


def areas(card: pd.DataFrame, scenarios: list[str], lang: str) -> list[dict]:
    """Targets by area of the plan: facts of the target, and a score a scenario."""
    result: list[dict] = []
    if card.empty:
        return result
    for (area, target), rows in card.groupby(["area", "target"], sort=False):
        if not result or result[-1]["area"] != area:
            result.append({"area": area, "targets": []})
        first = rows.iloc[0]
        sign = "≤" if first["comparison"] == "at_most" else "≥"
        scores = {row["scenario"]: row for row in rows.to_dict("records")}
        title = first.get("title_zh") if lang == "zh" and first.get("title_zh") else first["title"]
        result[-1]["targets"].append({
            "name": target, "title": title or first["of"], "each": first["each"],
            "required": f"{sign} {first['required']:,.6g}", "first": first.to_dict(),
            "scores": [scores.get(s) for s in scenarios]})
    return result


def services(tree: xr.DataTree, folder: m.Folder, lang: str) -> list[dict]:
    """By service: rows (scenario, district, measures) over the whole run."""
    table = tables.summary(tree, SHOWN, by_year=False, quantiles=pictures.OUTER, folder=folder)
    root = tree.to_dataset()
    joined = waits.of_year(tree) if "waits" in tree.children else None
    result = []
    for service in map(str, root["service"].values):
        mine = table[table["service"] == service]
        names = [name for name in SHOWN if name in set(mine["measure"])]
        cells = {(r["scenario"], r["district"], r["measure"]): r
                 for r in mine.to_dict("records")}
        rows = [{"scenario": s, "district": d,
                 "cells": [cells.get((s, d, name)) for name in names]}
                for d in [*map(str, root["district"].values), m.ALL]
                for s in map(str, root["scenario"].values)]
        result.append({"name": service, "measures": [m.MEASURES[x] for x in names],
                       "rows": rows, "waits": wait_rows(tree, service, joined)})
    return result


def wait_rows(tree: xr.DataTree, service: str, joined: xr.Dataset | None) -> list[dict]:
    """Days by scenario, district and share, where anybody waits; else nothing."""
    if joined is None:
        return []
    try:
        table = waits.wait_times(tree, service, data=joined)
    except ResultsError:
        return []  # no list, or nobody joined it
    if not (table["high"] > 0).any():
        return []
    cells = {(r["scenario"], r["district"], round(r["share"], 3)): r
             for r in table.to_dict("records")}
    return [{"scenario": s, "district": d,
             "cells": [cells.get((s, d, share)) for share in waits.SHARES]}
            for d in dict.fromkeys(table["district"])
            for s in dict.fromkeys(table["scenario"])]


def differences(tree: xr.DataTree, folder: m.Folder, base: str, card: pd.DataFrame,
                lang: str) -> list[dict]:
    """By scenario other than the base: the targets, and the measures, that differ most."""
    if tree.sizes["scenario"] < 2:
        return []
    table = tables.compare(tree, base, folder=folder)
    table = table[table["is_different"]]
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


def driven(tree: xr.DataTree, folder: m.Folder, base: str, lang: str) -> list[dict]:
    """What moves the unserved, of the services where most go unserved."""
    if "assumptions" not in tree.children:
        return []
    share = folder.measures("unserved_share").sel(scenario=base, district=m.ALL)
    mean = share["unserved_share"].isel(period=0).mean("replication")
    order = [str(s) for s in mean["service"].values[np.argsort(-mean.fillna(-1).values)]]
    labels = tables.labels(tree.to_dataset(), "service", lang)
    result: list[dict] = []
    for service in order:
        if len(result) == MOST_DRIVEN:
            break
        try:
            table = drivers.drivers(tree, "unserved", service, scenario=base,
                                    folder=folder)
        except ResultsError:
            continue  # the same in every replication, or too few of them
        told = drivers.told(table)
        rows = table[table[told] >= 0.01].head(5).to_dict("records")
        for row in rows:
            row["shown"] = decision_pictures.assumption_title(row, lang)
            row |= {f"share{end}": row[told + end] for end in ("", "_low", "_high")}
        result.append({"service": labels[service], "rows": rows,
                       "chance": table.attrs["chance"],
                       "is_doubtful": bool(table.attrs["correlated"])})
    return result


def pyramid(tree: xr.DataTree, base: str, lang: str) -> str | None:
    """The population pyramid as an SVG picture in text."""
    if not pictures.has_population(tree, base):
        return None
    stream = io.BytesIO()
    figure = pictures.pyramid(tree, scenario=base, lang=lang)
    figure.savefig(stream, format="svg", metadata={"Date": None})
    style.plt.close(figure)
    return base64.b64encode(stream.getvalue()).decode()


def assumptions(tree: xr.DataTree, base: str, lang: str) -> list[dict]:
    """Each assumption with what was drawn of it, its confidence and source."""
    if "assumptions" not in tree.children:
        return []
    group = tree["assumptions"].to_dataset().sel(scenario=base).load()
    values = group["value"].mean("year").transpose("replication", "assumption").values
    low, high = tables.quantile(values, pictures.OUTER)
    coordinates = {fact: group[f"assumption_{fact}"].values for fact in
                   ("title", "title_zh", "unit", "confidence", "source")
                   if f"assumption_{fact}" in group.coords}
    result = []
    for i, name in enumerate(map(str, group["assumption"].values)):
        facts = {fact: str(v[i]) for fact, v in coordinates.items()}
        title = facts.get("title_zh") if lang == "zh" and facts.get("title_zh") else \
            facts.get("title")
        result.append(facts | {"name": name, "title": title or name,
                               "mean": float(values[:, i].mean()), "low": float(low[i]),
                               "high": float(high[i])})
    return result
