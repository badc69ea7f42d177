# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole plan with a tenth of its people, for tests that look at what it has of services,
targets and tables, and not at how much: a replication takes a third of the time.
"""
import csv
import pathlib
import re
import shutil

from where import SOURCE

PART = 10
# By the name of a column: what counts people, or places for them (of assets, what is built).
COUNTS = ("count", "pupils", "places", "persons_per_year", "turnover_per_year")
NUMBER = re.compile(r"-?\b[0-9]+(?:\.[0-9]+)?$")  # of "$pull * 244.7" the last


def smaller(found: re.Match[str]) -> str:
    """A number of people or places, whole where it was, and 0 only if it was."""
    number = float(found[0])
    part = number / PART
    if "." in found[0]:
        return f"{part:.2f}"
    return str(round(part) or (part > 0) - (part < 0))


def small_luzhou(into: pathlib.Path) -> pathlib.Path:
    """A copy of the folder of the plan, made small, as a new folder `into`; the same."""
    shutil.copytree(SOURCE / "scenarios/luzhou", into, ignore=shutil.ignore_patterns("source"))
    for table in (into / "data").glob("*.csv"):
        with table.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        for row in rows:
            for name in COUNTS:
                if row.get(name) and not (name == "count" and row.get("asset")):
                    row[name] = NUMBER.sub(smaller, row[name])
        with table.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    levers = into / "levers.yaml"  # places from 0 on, and lists that they keep short
    levers.write_text(re.sub(r"(?<=most: )\d+|(?<=step: )\d+", smaller,
                             levers.read_text(encoding="utf-8")), encoding="utf-8")
    return into
