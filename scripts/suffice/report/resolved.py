# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run tells of itself: the file of facts beside it, and its resolved scenario."""
from __future__ import annotations

import json
import pathlib
import re

import xarray as xr

_TABLE = re.compile(r"^[^#]*?: (\S+\.csv)\b", re.MULTILINE)


def run_facts(tree: xr.DataTree) -> dict:
    """What NAME.run.json beside the results tells; empty when it is not there."""
    try:
        path = pathlib.Path(str(tree.encoding.get("source"))).with_suffix(".run.json")
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def tables_named(facts: dict) -> list[str]:
    """Names of the tables that the run's scenarios were resolved from, as run.json tells."""
    texts = facts.get("resolved", {}).values()
    paths = (path for text in texts for path in _TABLE.findall(text))
    return list(dict.fromkeys(pathlib.PurePath(path).name for path in paths))
