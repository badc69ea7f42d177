# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run tells of itself in NAME.run.json, beside its results."""
from __future__ import annotations

import json
import pathlib
import re

import xarray as xr

# In a resolved scenario a table is told as "KEY: FILE".
_TABLE = re.compile(r"^[^#]*?: (\S+\.csv)\b", re.MULTILINE)


def run_facts(tree: xr.DataTree) -> dict:
    """What NAME.run.json beside the results tells; empty when it is not there."""
    try:
        path = pathlib.Path(str(tree.encoding.get("source"))).with_suffix(".run.json")
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def scenario_folders(facts: dict) -> list[str]:
    """The folders of the scenarios, as the run reached them; none of an older version's."""
    return list(dict.fromkeys(facts.get("scenario_folder", {}).values()))


def tables_named(facts: dict) -> list[str]:
    """Names of the tables that the run's scenarios were resolved from."""
    paths = (path for text in facts.get("resolved", {}).values()
             for path in _TABLE.findall(text))
    return list(dict.fromkeys(pathlib.PurePath(path).name for path in paths))
