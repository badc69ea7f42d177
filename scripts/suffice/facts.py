# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run tells of itself in NAME.run.json, beside its results."""
from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator

import xarray as xr
import yaml

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the fast one, where it was built
_TEXTS = ("source", "title", "title_zh")  # keys of scenarios whose values are prose


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
             for path in _tables(yaml.load(text, _LOADER)))
    return list(dict.fromkeys(pathlib.PurePath(path).name for path in paths))


def _tables(node: object, key: str = "") -> Iterator[str]:
    """The table files among the values of a part of a resolved scenario."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _tables(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _tables(value, key)
    elif isinstance(node, str) and node.endswith(".csv") and key not in _TEXTS:
        yield node
