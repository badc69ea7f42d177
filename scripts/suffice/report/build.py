# SPDX-License-Identifier: GPL-3.0-or-later
"""From an opened results file to one HTML file."""
from __future__ import annotations

import base64
import gzip
import json
import os
import pathlib
import tempfile
from collections.abc import Sequence
from importlib import resources

import numpy as np
import pandas as pd
import xarray as xr

from .. import classes, given, style, tables, waits, whys
from .. import measures as m
from ..words import unit
from . import answer, data, decisions, flow, glance, numbers, sections, service_pages, stress
from .texts import Texts

SHEETS = ("report.css", "answer.css", "charts.css", "print.css")
SCRIPTS = ("tables.js", "charts.js", "report.js")
SIDE_BY_SIDE = 8  # scenarios in one table of P(met), at most: what fits on a page


def write(tree: xr.DataTree, output: str | os.PathLike[str],
          boundaries: str | os.PathLike[str] | None = None, lang: str = "en",
          answers: Sequence[str | os.PathLike[str]] = ()) -> str:
    """Write the report of a results file; gives the path.

    `answers` are files of questions about its scenarios (size, margin, slip), which get a
    section of their own.

    Raises ResultsError where there is nothing to report, OSError when it cannot be
    written.
    """
    page = rendered(contents(tree, boundaries, lang, answers))
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


def rendered(values: dict) -> str:
    """The page of what `contents` gives."""
    import jinja2  # noqa: PLC0415 - only reports need it, and it is slow to import

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, loader=jinja2.PackageLoader("suffice.report", "page"))
    environment.filters |= {
        "number": style.number, "half_width": style.half_width, "pair": style.mean_half_width,
        "mean_half": numbers.mean_half, "unit": unit}
    return environment.get_template("report.html").render(
        **values, light=style.tokens(style.LIGHT),
        dark=style.tokens(style.DARK), css="".join(map(_file, SHEETS)),
        script="".join(map(_file, SCRIPTS)), chance=numbers.chance, bare=numbers.bare,
        month=numbers.month)


def _file(name: str) -> str:
    return resources.files("suffice.report").joinpath("page", name).read_text("utf-8")


def packed(content: bytes) -> str:
    """Compressed, as text; the page's script unpacks it."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def contents(tree: xr.DataTree, boundaries: str | os.PathLike[str] | None, lang: str,
             answers: Sequence[str | os.PathLike[str]] = ()) -> dict:
    """Everything that the page's template names."""
    texts = Texts(lang)
    seen = decisions.observations(tree, lang)
    tree = whys.plans_only(tree)
    root = tree.to_dataset()
    folder = m.of_tree(tree)
    scenarios = tables.scenario_names(tree)
    base, n = scenarios[0], root.sizes["replication"]
    replications = root["replication"].values
    card = tables.scorecard(tree) if "targets" in tree.children else pd.DataFrame()
    titles = {d: tables.labels(root, d, lang) for d in ("scenario", "service", "district")}
    titles["district"][m.ALL] = texts("all")
    short, shades = data.shortages(tree, folder), data.shades()
    shapes = data.outlines_of(tree, boundaries)
    said = answer.of_run(tree, folder, card, base, texts, titles, shapes)
    table = tables.compare(tree, base, folder=folder) if len(scenarios) > 1 else None
    script = {
        "texts": texts.script(), "titles": titles, "scenarios": scenarios,
        "districts": [*map(str, root["district"].values), m.ALL],
        "months": [str(d)[:10] for d in root["month"].values.astype("datetime64[D]")],
        "years": folder.years, "fans": data.fans(tree), "short": short, "shades": shades,
        "kinds": dict(zip(titles["service"], folder.kinds, strict=True)),
    }
    return {
        "t": texts, "lang": lang, "titles": titles, "title": titles["scenario"][base],
        "base": base, "quoted_base": texts.quoted(titles["scenario"][base]), "n": n,
        "is_partial": bool(len(replications)) and int(replications[-1]) + 1 != n,
        "scenarios": scenarios, "start": tree.attrs["start"], "end": tree.attrs["end"],
        "chunks": [list(map(str, some)) for some in np.array_split(
            scenarios, -(-len(scenarios) // SIDE_BY_SIDE))],
        "answer": said, "answers": sections.given_what(tree, base, texts) + known(card, texts),
        "pages": service_pages.pages(said.writer, said.shortages, said.targets),
        "first_service": said.shortages[0].service if said.shortages else
        str(root["service"].values[0]),
        "glance": glance.glance(tree, table, card, said.writer, said.shortages),
        "provenance": stress.foot(tree, texts),
        "areas": sections.areas(card, scenarios, lang),
        "shapes": shapes, "short": short, "shades": shades,
        "years": folder.years, "districts": script["districts"],
        "wait_shares": waits.SHARES,
        "of_classes": [(x, classes.MEASURES[x][0]) for x in sections.OF_CLASSES],
        "wait_year": waits.usual_year(tree) if "waits" in tree.children else None,
        "services": sections.services(tree, folder),
        "regrets": sections.robust(tree, lang),
        "differences": sections.differences(tree, table, base, card, lang),
        "drivers": sections.driven(tree, folder, base, texts),
        "together": sections.together(card, base, texts),
        "is_given": given.used(tree, base) is not None,
        "pyramid": sections.pyramid(tree, base, lang),
        "why": sections.why(tree, base, lang),
        "money": decisions.money(tree, base, lang),
        "asked": decisions.asked(answers, scenarios, lang),
        "seen": seen, "rules": decisions.rules(tree, lang),
        "equality": sections.equality(tree),
        "equality_picture": sections.equality_picture(tree, base, lang),
        "assumptions": sections.assumptions(tree, base, lang),
        "stress": stress.items(tree, texts), "flow": flow.diagram(folder.kinds, lang),
        "data": packed(json.dumps(script, ensure_ascii=False, separators=(",", ":"),
                                  allow_nan=False).encode()),
    }


def known(card: pd.DataFrame, texts: Texts) -> list[str]:
    """To whose end it is known which projects have opened; nothing where nothing is."""
    if card.empty or not card.iloc[0]["known_at"]:
        return []
    return [texts("answer_known", date=card.iloc[0]["known_at"])]
