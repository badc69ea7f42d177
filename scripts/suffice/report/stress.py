# SPDX-License-Identifier: GPL-3.0-or-later
"""The reporting items of STRESS-DES, filled from a run.

Monks, Currie, Onggo, Robinson, Kunc and Taylor (2019), Strengthening the reporting of
empirical simulation studies, Journal of Simulation 13(1), 55-67.
"""
from __future__ import annotations

import pathlib
from collections import Counter

import numpy as np
import xarray as xr

from .. import measures as m
from ..estimates import Design
from ..facts import run_facts, tables_named
from ..pictures import has_population
from ..results import text
from ..tables import labels
from .stress_texts import ITEMS, PARTS
from .texts import Texts


def items(tree: xr.DataTree, texts: Texts) -> list[tuple[str, str, str]]:
    """(number, item, text) of every item."""
    at = int(texts.lang == "zh")
    values = _values(tree, texts)
    values |= _parts(tree, texts, values)
    return [(number, name[at], sentence[at].format(**values))
            for number, name, sentence in ITEMS]


def foot(tree: xr.DataTree, texts: Texts) -> str:
    """Where the page's numbers are from, in one line."""
    values = _values(tree, texts)
    return " · ".join([f"Suffice {values['version']}", f"commit {values['commit'][:9]}",
                       f"seed {values['seed']}", values["file"], texts(
                           "foot_futures", n=f"{tree.sizes['replication']:,}")])


def _values(tree: xr.DataTree, texts: Texts) -> dict[str, str]:
    """What stands in the file as it is."""
    root = tree.to_dataset()
    a = {name: text(value) for name, value in tree.attrs.items()}
    kinds = m.kinds_of(root)
    sizes = {name: tree[name].sizes[name[:-1]] if name in tree.children else 0
             for name in ("targets", "assumptions")}
    source = pathlib.Path(str(tree.encoding.get("source", "")))
    return {
        "start": a.get("start", "?"), "end": a.get("end", "?"), "file": source.name,
        "facts": source.with_suffix(".run.json").name,
        "n": texts.counted(root.sizes["replication"], "replication"),
        "districts": texts.counted(root.sizes["district"], "district"),
        "services": texts.counted(root.sizes["service"], "service"),
        "targets": texts.counted(sizes["targets"], "target"),
        "assumptions": texts.counted(sizes["assumptions"], "assumption"),
        "stay": texts.counted(kinds.count("stay"), "service"),
        "intake": str(kinds.count("intake")), "visit": str(kinds.count("visit")),
        "scrambles": a.get("design_scrambles", "1"), "libc": a.get("c_library_version", "?"),
        "seed": a.get("seed", "?"), "version": a.get("code_version", "?"),
        "commit": a.get("code_commit", "?"), "compiler": a.get("compiler", "?"),
        "flags": a.get("compiler_flags", "?"), "gsl": a.get("gsl_version", "?"),
        "hdf5": a.get("hdf5_version", "?"), "zlib": a.get("zlib_version", "?"),
        "variant": a.get("math_variant", "?"), "fingerprint": a.get("fingerprint", "?"),
    }


def _parts(tree: xr.DataTree, texts: Texts, values: dict[str, str]) -> dict[str, str]:
    """Sentences that depend on what the run has."""
    at = int(texts.lang == "zh")
    root = tree.to_dataset()
    facts = run_facts(tree)
    names = list(labels(root, "scenario", texts.lang).values())
    has_people = has_population(tree, str(root["scenario"].values[0]))

    def part(key: str, **more: str) -> str:
        return PARTS[key][at].format(**values, **more)

    kinds = m.kinds_of(root)
    activities = [part(f"activity_{kind}") for kind in m.KINDS if kind in kinds]
    if "delivery" in tree.children:
        activities.append(part("activity_project"))
    counts = _grades(tree)
    tables = tables_named(facts)
    design = Design.of(tree)
    has_groups = design.groups(root["replication"].values) is not None
    drawn = design.kind if counts else "none"
    known = {"host", "threads", "wall_seconds", "events_per_core_second",
             "peak_memory_bytes"} <= set(facts)
    return {
        "aims": part("aims_many" if len(names) > 1 else "aims_one",
                     names=("；" if at else "; ").join(names)),
        "population": part("population" if has_people else "no_population"),
        "activities": ("；" if at else "; ").join(activities),
        "counted": part("counted") if has_people else "",
        "inputs": part("inputs" if counts else "no_inputs"),
        "assumed": part("assumed" if counts else "no_sources"),
        "queues": part("queues" if "stay" in kinds else "no_queues"),
        "sources": part("sources", counts=counts) if counts else part("no_sources"),
        "tables": part("tables", tables=", ".join(tables)) if tables else part("no_tables"),
        "design": part(f"design_{drawn}") if f"design_{drawn}" in PARTS else drawn,
        "intervals": part("groups" if has_groups else "independent"),
        "execution": part("execution", **_speed(facts, texts)) if known else part(
            "no_execution"),
        "system": part("system", host=str(facts["host"]),
                       memory=f"{facts['peak_memory_bytes'] / 1e6:,.0f} MB") if known else part(
            "no_system"),
    }


def _grades(tree: xr.DataTree) -> str:
    """How many assumptions have which evidence grade, as "A 1, C 36"; "" without any."""
    if "assumptions" not in tree.children:
        return ""
    group = tree["assumptions"].to_dataset()
    if "assumption_evidence" not in group.coords:
        return str(group.sizes["assumption"])
    count = Counter(map(str, np.atleast_1d(group["assumption_evidence"].values)))
    return ", ".join(f"{name or '?'} {n}" for name, n in sorted(count.items()))


def _speed(facts: dict, texts: Texts) -> dict[str, str]:
    speed = float(facts["events_per_core_second"])
    wall = float(facts["wall_seconds"])
    return {"threads": texts.counted(int(facts["threads"]), "thread"),
            "wall": f"{wall:,.0f}" if wall >= 10 else f"{wall:.2g}",
            "speed": f"{speed:,.3g}" if speed < 1000 else f"{round(speed, -3):,.0f}"}
