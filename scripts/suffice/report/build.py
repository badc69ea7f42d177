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

from .. import classes, shares, style, tables, waits, whys
from .. import measures as m
from ..words import unit
from . import data, decisions, flow, sections, stress
from .texts import Texts

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
    import jinja2  # noqa: PLC0415 - only reports need these two, and they are slow to import
    from plotly.offline import get_plotlyjs  # noqa: PLC0415

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, loader=jinja2.PackageLoader("suffice.report", "page"))
    environment.filters["number"] = style.number
    environment.filters["half_width"] = style.half_width
    environment.filters["pair"] = style.mean_half_width
    environment.filters["unit"] = unit
    page = environment.get_template("report.html").render(
        **contents(tree, boundaries, lang, answers), plotly=packed(get_plotlyjs().encode()),
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
    script = {
        "texts": texts.script(), "titles": titles, "scenarios": scenarios,
        "districts": [*map(str, root["district"].values), m.ALL],
        "months": [str(d)[:10] for d in root["month"].values.astype("datetime64[D]")],
        "years": folder.years, "fans": data.fans(tree), "short": short, "shades": shades,
    }
    return {
        "t": texts, "lang": lang, "titles": titles, "title": titles["scenario"][base],
        "base": base, "quoted_base": texts.quoted(titles["scenario"][base]), "n": n,
        "is_partial": bool(len(replications)) and int(replications[-1]) + 1 != n,
        "scenarios": scenarios, "start": tree.attrs["start"], "end": tree.attrs["end"],
        "chunks": [list(map(str, some)) for some in np.array_split(
            scenarios, -(-len(scenarios) // SIDE_BY_SIDE))],
        "answers": [*sections.given_what(tree, base, texts),
                    *sections.answers(card, base, texts, titles["district"],
                                      str(tree.attrs["start"]))],
        "areas": sections.areas(card, scenarios, lang),
        "shapes": data.outlines_of(tree, boundaries), "short": short, "shades": shades,
        "years": folder.years, "districts": script["districts"],
        "wait_shares": waits.SHARES,
        "of_classes": [(x, classes.MEASURES[x][0]) for x in sections.OF_CLASSES],
        "wait_year": waits.usual_year(tree) if "waits" in tree.children else None,
        "services": sections.services(tree, folder),
        "regrets": sections.robust(tree, lang),
        "differences": sections.differences(tree, folder, base, card, lang),
        "drivers": sections.driven(tree, folder, base, lang),
        "least": {"each": shares.PER_TERM, "all": shares.FEWEST},
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
