# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run tells of itself in NAME.run.json, beside its results."""
from __future__ import annotations

import json
import pathlib
import re

import xarray as xr

# In a resolved scenario each value ends in a comment, "# FILE:LINE"; a table is "KEY: FILE".
_SCENARIO = re.compile(r"# (\S+\.ya?ml):\d+")
_TABLE = re.compile(r"^[^#]*?: (\S+\.csv)\b", re.MULTILINE)


def run_facts(tree: xr.DataTree) -> dict:
    """What NAME.run.json beside the results tells; empty when it is not there."""
    try:
        path = pathlib.Path(str(tree.encoding.get("source"))).with_suffix(".run.json")
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _named(facts: dict, pattern: re.Pattern[str]) -> list[pathlib.PurePath]:
    """The files that the resolved scenarios name, each once, in their order."""
    paths = (path for text in facts.get("resolved", {}).values()
             for path in pattern.findall(text))
    return [pathlib.PurePath(path) for path in dict.fromkeys(paths)]


def scenario_folders(facts: dict) -> list[pathlib.PurePath]:
    """The folders of the scenarios' files, as the command named them."""
    return list(dict.fromkeys(path.parent for path in _named(facts, _SCENARIO)))


def tables_named(facts: dict) -> list[str]:
    """Names of the tables that the run's scenarios were resolved from."""
    return list(dict.fromkeys(path.name for path in _named(facts, _TABLE)))
