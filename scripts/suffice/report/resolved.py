# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run tells of itself: the file of facts beside it, and its resolved scenario."""
from __future__ import annotations

import json
import pathlib
import re

import xarray as xr

_BLOCK = re.compile(r"^assumptions:\n((?:[ \t].*\n?)*)", re.MULTILINE)
_NAME = re.compile(r'^  "((?:[^"\\]|\\.)*)":$')
_QUANTITY = re.compile(r"[-\d.einf]+ (days|per day)$")
_TABLE = re.compile(r"^[^#]*?: (\S+\.csv)\b", re.MULTILINE)


def run_facts(tree: xr.DataTree) -> dict:
    """What NAME.run.json beside the results tells; empty when it is not there."""
    try:
        path = pathlib.Path(str(tree.encoding.get("source"))).with_suffix(".run.json")
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def written_units(tree: xr.DataTree, scenario: str) -> dict[str, str]:
    """By assumption whose law is written in days or per day: that unit.

    The resolved scenario has every duration in days and every rate per day; so has the
    results' group of assumptions.
    """
    if "run" not in tree.children:
        return {}
    text = str(tree["run"].to_dataset()["scenario_text"].sel(scenario=scenario).item())
    block = _BLOCK.search(text)
    result: dict[str, str] = {}
    name = ""
    for line in block[1].splitlines() if block else []:
        heading = _NAME.match(line)
        if heading:
            name = json.loads(f'"{heading[1]}"')
            continue
        key, _, value = line.strip().partition(": ")
        quantity = _QUANTITY.match(value)
        if quantity and key not in ("title", "title_zh", "source"):
            result.setdefault(name, quantity[1])
    return result


def tables_named(facts: dict) -> list[str]:
    """Names of the tables that the run's scenarios were resolved from, as run.json tells."""
    texts = facts.get("resolved", {}).values()
    paths = (path for text in texts for path in _TABLE.findall(text))
    return list(dict.fromkeys(pathlib.PurePath(path).name for path in paths))
