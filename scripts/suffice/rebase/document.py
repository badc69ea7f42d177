# SPDX-License-Identifier: GPL-3.0-or-later
"""A resolved scenario as a tree of texts, and its way back into a folder of YAML and CSV.

The results file has the scenario with every value, default and table in it. What is written
leaves out what holds anyway, and has each table in a file of its own.
"""
from __future__ import annotations

import csv
import decimal
import json
import pathlib
import re
from collections.abc import Iterable
from typing import Any

import yaml

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_PLAIN = re.compile(r"[A-Za-z0-9_$.+-][A-Za-z0-9_$.+/ *-]*")
_WIDTH = 96
_EMPTY = ("", "null")
Rows = list[dict[str, str]]

_ORDER = ("format", "name", "title", "title_zh", "start", "end", "known_at", "seed", "design",
          "points", "nested", "without", "assumptions", "correlations", "levers", "districts",
          "travel", "population", "services", "places", "delivery", "projects", "works",
          "policies", "costs", "zones", "units", "assets", "stock", "targets", "conditions",
          "observations")

# What holds where nothing is said, and says nothing: path within its section, and value.
_DEFAULTS = {
    "balk": "0", "death_factor": "1", "death_probability": "0", "between": "step",
    "within": "0 days", "share": "no", "waiting": "0", "own_district": "0 days",
    "retry": "0", "dropout": "0 per day", "entry_limit": "1", "must_place": "no",
    "participation": "1", "shock_share": "0", "males_per_female": "1.05",
    "fertility_factor": "1", "mortality_factor": "1", "mortality_trend": "0",
    "migration_factor": "1", "turnover_factor": "1", "done": "0", "place_year": "0",
    "steady": "0", "keep": "0",
}
# Those of columns: left out where all rows have them.
_COLUMN_DEFAULTS = {
    "births": "1", "sites": "1", "stages": "1", "pass": "1", "retry": "365.25 days",
    "staffing": "1", "ramp_months": "0", "dates": "stated", "count": "1",
    "turnover_per_year": "0", "communities": "0", "area_km2": "0", "people_per_km2": "0",
    "detour": "1.3", "speed_kmh": "0", "from_age": "0 months", "least": "1",
}


def load(text: str) -> dict:
    """The tree of a resolved scenario: mappings, lists and texts."""
    return yaml.load(text, _LOADER)


def is_table(node: object) -> bool:
    return isinstance(node, dict) and set(node) == {"columns", "rows"}


def rows_of(node: dict | None) -> Rows:
    """A table as rows by column; none where there is no table."""
    if node is None:
        return []
    return [dict(zip(node["columns"], map(str, row))) for row in node["rows"]]


def table_of(rows: Rows) -> dict:
    """Rows as a table, with every column that one of them has."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return {"columns": columns, "rows": [[row.get(c, "") for c in columns] for row in rows]}


def is_empty(text: str) -> bool:
    return text in _EMPTY


def names_used(node: object) -> set[str]:
    """Assumptions and levers that a part of a scenario names."""
    if isinstance(node, dict):
        return set().union(*(names_used(value) for value in node.values()), set())
    if isinstance(node, list):
        return set().union(*(names_used(value) for value in node), set())
    found = re.match(r"\s*\$([a-z0-9_-]+)", str(node))
    return {found[1]} if found else set()


def pruned(tree: dict) -> dict:
    """The scenario without what holds anyway, or belongs to nothing."""
    result = _without_defaults(tree)
    for service in result.get("services", {}).values():
        requests = service.get("requests", {})
        if "prevalence" not in requests:
            requests.pop("of", None)
        for key in ("by_month", "by_sex"):
            if set(requests.get(key, {}).values()) == {"1"}:
                del requests[key]
        if set(service.get("visit", {}).get("by_month", {}).values()) == {"1"}:
            del service["visit"]["by_month"]
        visit = service.get("visit", {})
        if set(visit.get("closed_days", {}).values()) == {"no"}:
            del visit["closed_days"]
        intake = service.get("intake", {})
        if "every" not in intake:
            intake.pop("first", None)
        if "within" not in service.get("overflow", {"within": ""}):
            del service["overflow"]
        if service.get("zones") == "no":
            del service["zones"]
        if service.get("kind") == "intake" and "rolls" not in service.get("initial", {}):
            service.pop("initial", None)
    return result


def _without_defaults(node: Any, is_names: bool = False) -> Any:
    if is_table(node) or not isinstance(node, dict):
        return node
    result = {}
    for key, value in node.items():
        is_default = not is_names and isinstance(value, str) and (
            is_empty(value) or _DEFAULTS.get(key) == value)
        if not is_default:
            result[key] = _without_defaults(value, key in ("by_year", "budget"))
    return result


def write(tree: dict, folder: pathlib.Path, head: Iterable[str]) -> list[str]:
    """Writes plan.yaml, with `head` as its first comment, and data/*.csv; their names."""
    names: dict[str, dict] = {}
    linked = _linked({key: tree[key] for key in sorted(tree, key=_place)}, [], names)
    lines = [f"# {line}".rstrip() for line in head]
    _emit(linked, 0, lines)
    (folder / "plan.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "data").mkdir(exist_ok=True)
    for name, table in names.items():
        _write_table(folder / name, table)
    return ["plan.yaml", *names]


def _place(key: str) -> int:
    """Where a section stands: as the reference has them; others behind."""
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def _linked(node: Any, path: list[str], names: dict[str, dict]) -> Any:
    """The tree with the file's name in place of each table."""
    if is_table(node):
        parts = [p for p in path if p not in ("services", "initial", "requests", "visit")]
        if parts[0] == "population":
            parts = parts[1:] if parts[1:] != ["start"] else ["population"]
        name = f"data/{'_'.join(parts)}.csv"
        names[name] = node
        return name
    if isinstance(node, dict):
        return {key: _linked(value, [*path, key], names) for key, value in node.items()}
    return node


def _write_table(path: pathlib.Path, table: dict) -> None:
    columns, rows = table["columns"], table["rows"]
    keep = [i for i, name in enumerate(columns)
            if not all(is_empty(str(row[i])) or _COLUMN_DEFAULTS.get(name) == row[i]
                       for row in rows)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([columns[i] for i in keep])
        writer.writerows(["" if is_empty(str(row[i])) else row[i] for i in keep]
                         for row in rows)


def scalar(text: object) -> str:
    """A text as YAML writes it: plain where it can be read so, else in quotes."""
    value = str(text)
    if re.fullmatch(r"-?[0-9.]+e-[0-9]+", value):  # some readers of YAML take it for a text
        value = f"{decimal.Decimal(value):f}"
    is_plain = _PLAIN.fullmatch(value) and value == value.strip()
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _flow(node: object) -> str:
    if isinstance(node, dict):
        inner = ", ".join(f"{scalar(k)}: {_flow(v)}" for k, v in node.items())
        return "{" + inner + "}"
    if isinstance(node, list):
        return "[" + ", ".join(_flow(value) for value in node) + "]"
    return scalar(node)


def _emit(node: dict, depth: int, lines: list[str]) -> None:
    for key, value in node.items():
        head = f"{'  ' * depth}{scalar(key)}:"
        short = f"{head} {_flow(value)}"
        # A mapping of few words stands in a line; all sections do not.
        is_leaf = not isinstance(value, dict) or not any(
            isinstance(inner, dict) and inner for inner in value.values())
        is_short = len(short) <= _WIDTH and (is_leaf or depth > 1)
        if not isinstance(value, dict) or not value or (is_short and depth > 0):
            lines.append(short)
        else:
            lines.append(head)
            _emit(value, depth + 1, lines)
