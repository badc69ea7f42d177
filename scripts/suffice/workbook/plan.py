# SPDX-License-Identifier: GPL-3.0-or-later
"""A book as a scenario: the mapping of plan.yaml, its tables, and the cell of each part."""
from __future__ import annotations

import dataclasses
from typing import Any

from .cells import Value
from .faults import Faults, Place
from .plan_sheets import DISTRIBUTIONS, PLAN, SHEETS
from .reading import Book, Row
from .service_sheet import SERVICES
from .sheets import Column

Path = tuple[str, ...]


@dataclasses.dataclass
class Table:
    """A CSV table: its columns, and each row with its cells."""

    columns: list[str]
    rows: list[tuple[Row, dict[str, Value]]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Plan:
    """A scenario: `places` says by path where a part of the mapping is from."""

    mapping: dict[str, Any] = dataclasses.field(default_factory=dict)
    tables: dict[str, Table] = dataclasses.field(default_factory=dict)  # by file name
    places: dict[Path, Place] = dataclasses.field(default_factory=dict)
    missing: dict[str, Place] = dataclasses.field(default_factory=dict)  # by key at the top

    def put(self, path: Path, value: object, place: Place) -> None:
        """Put a value at a path, with the cell it is from."""
        at = self.mapping
        for key in path[:-1]:
            at = at.setdefault(key, {})
        at[path[-1]] = value
        self.places[path] = place
        for n in range(len(path) - 1, 0, -1):
            self.places.setdefault(path[:n], place)


_TABLES = {"districts": ("districts",), "travel": ("travel",),
           "population": ("population", "start"), "births": ("population", "fertility"),
           "deaths": ("population", "mortality"), "migration": ("population", "migration"),
           "places": ("places",), "projects": ("projects",), "targets": ("targets",)}
TABLE_FILES = tuple(f"data/{key}.csv" for key in _TABLES)
_OMITTED = {"births": "nobody is born", "deaths": "nobody dies", "migration": "nobody moves"}


def plan_of(book: Book, faults: Faults) -> Plan:
    """The scenario that a book tells. Faults are of what only this page knows."""
    plan = Plan()
    plan.mapping["format"] = 1
    settings = book.rows["plan"][0] if book.rows["plan"] else Row(Place(), {}, {})
    _put_all(plan, (), settings, PLAN.columns, ("population", "delivery"))
    if book.is_chinese and "title" in settings.values:
        plan.put(("title_zh",), settings.values["title"], settings.places["title"])
    for key, path in _TABLES.items():
        rows = book.rows[key]
        if rows:
            file = f"data/{key}.csv"
            plan.tables[file] = _table(book, key, rows)
            plan.put(path, file, Place(book.titles[key]))
        elif key in _OMITTED:
            book.notes.append(f"the sheet {key} is empty: {_OMITTED[key]}")
    _put_all(plan, (), settings, PLAN.columns, (), ("population", "delivery"))
    for row in book.rows["services"]:
        _service(plan, book, row, faults)
    _rolls(plan, book, faults)
    plan.missing = {key: Place(book.titles.get(key, "")) for key in _TABLES}
    plan.missing["services"] = Place(book.titles.get("services", ""))
    plan.missing |= {column.path[0]: settings.places.get(column.key, settings.place)
                     for column in PLAN.columns if column.required}
    for row in book.rows["assumptions"]:
        _assumption(plan, book, row, faults)
    return plan


def _put_all(plan: Plan, base: Path, row: Row, columns: tuple[Column, ...],
             without: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> None:
    """Put the values of a row at the paths of their columns."""
    for column in columns:
        head = column.path[0] if column.path else ""
        if column.key in row.values and head and head not in without and (
                not only or head in only):
            plan.put(base + column.path, row.values[column.key], row.places[column.key])


def _table(book: Book, key: str, rows: list[Row]) -> Table:
    """The rows of a sheet as a table; travel of one direction holds for the other too."""
    made = [(row, dict(row.values)) for row in rows]
    if key == "travel":
        told = {(values.get("from"), values.get("to")) for _, values in made}
        made += [(row, values | {"from": values["to"], "to": values["from"]})
                 for row, values in made if "from" in values and "to" in values
                 and (values["to"], values["from"]) not in told]
    if book.is_chinese:
        for _, values in made:
            if "title" in values:
                values["title_zh"] = values["title"]
    columns = list(dict.fromkeys(name for row, values in made
                                 for name in (*row.places, *values)))
    given = {name for _, values in made for name in values}
    given |= {one.key for sheet in SHEETS if sheet.key == key for one in sheet.columns
              if one.required}
    return Table([name for name in columns if name in given], made)


def _rolls(plan: Plan, book: Book, faults: Faults) -> None:
    """The pupils at the start, a table for each service."""
    services = plan.mapping.get("services", {})
    names = list(services)
    for row in book.rows["rolls"]:
        name = str(row.values.get("service", ""))
        if name not in services:
            if name:
                faults.add(row.places["service"], f"found '{name}', expected a service of the "
                                                  "sheet of services")
            continue
        file = f"data/rolls_{names.index(name) + 1}.csv"
        table = plan.tables.setdefault(file, Table(["district", "year", "pupils", "source"]))
        table.rows.append((row, {key: value for key, value in row.values.items()
                                 if key != "service"}))
        plan.put(("services", name, "initial", "rolls"), file, Place(book.titles["rolls"]))


def _name(row: Row, key: str, known: dict[str, Any], faults: Faults) -> str | None:
    """The name of a row that becomes a key; None where it lacks or is there already."""
    name = row.values.get(key)
    if name is None:
        return None
    if str(name) in known:
        faults.add(row.places[key], f"found '{name}' a second time")
        return None
    return str(name)


def _assumption(plan: Plan, book: Book, row: Row, faults: Faults) -> None:
    name = _name(row, "name", plan.mapping.get("assumptions", {}), faults)
    if name is None:
        return
    base = ("assumptions", name)
    values = row.values
    plan.put(base, {}, row.places["name"])
    kind = values.get("distribution")
    wanted = DISTRIBUTIONS.get(str(kind), ())
    unit = f" {values['quantity']}" if "quantity" in values else ""
    for key in {key for keys in DISTRIBUTIONS.values() for key in keys}:
        if key in wanted and key not in values:
            faults.add(row.places.get(key, row.place),
                       f"nothing is filled in, but {kind} needs {key}")
        elif key in values and kind is not None and key not in wanted:
            faults.add(row.places[key], f"found {values[key]}, but {kind} takes "
                                        f"{', '.join(wanted)} only")
    for key in wanted:
        if key in values:
            path = base + ((key,) if kind == "value" else (str(kind), key))
            number = f"{values[key]}{unit}" if unit and key not in ("cv", "n") else values[key]
            plan.put(path, number, row.places[key])
    for key in ("title", "unit", "evidence", "source"):
        if key in values:
            plan.put((*base, key), values[key], row.places[key])
    if book.is_chinese and "title" in values:
        plan.put((*base, "title_zh"), values["title"], row.places["title"])


def _service(plan: Plan, book: Book, row: Row, faults: Faults) -> None:
    name = _name(row, "service", plan.mapping.get("services", {}), faults)
    if name is None:
        return
    base = ("services", name)
    plan.put(base, {}, row.places["service"])
    columns = tuple(one for one in SERVICES.columns if one.path[:1] != ("stay",))
    _put_all(plan, base, row, columns)
    if book.is_chinese and "title" in row.values:
        plan.put((*base, "title_zh"), row.values["title"], row.places["title"])
    values, places = row.values, row.places
    if "stay_months" in values:
        family = "gamma" if "stay_cv" in values else "exponential"
        plan.put((*base, "stay", family, "mean"), values["stay_months"], places["stay_months"])
    if "stay_cv" in values:
        plan.put((*base, "stay", "gamma", "cv"), values["stay_cv"], places["stay_cv"])
    if "until_age" in values:
        plan.put((*base, "stay", "until_age"), values["until_age"], places["until_age"])
