#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a scenario of a region: N copies of Luzhou's seven districts, three services each.

    python3 scripts/bench/region.py FOLDER [--copies 10] [--years 1]

For measurements of how time grows with the number of districts. People ask at home; each copy
keeps Luzhou's own travel times, so that overflow stays within a copy.
"""
import argparse
import csv
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "scenarios/luzhou/data"
SERVICES = ("nursery", "care_bed", "hospital_bed")
# Tables whose columns name districts, and the columns that do.
TABLES = {
    "districts": ("district",),
    "travel": ("from", "to"),
    "population": ("district",),
    "migration": ("from", "to"),
}


def copy_rows(rows, columns, copies):
    """Each row once a copy, with the names of its districts numbered; rows that name none stay
    single, and the outside is the same for all."""
    for row in rows:
        for copy in range(copies):
            made = dict(row)
            for column in columns:
                if row[column] != "outside":
                    made[column] = f"{row[column]} {copy + 1}"
            yield made
            if all(row[column] == "outside" for column in columns):
                break


def write_table(source, target, columns, copies, keep=lambda row: True):
    with open(source, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if keep(row)]
        fields = reader.fieldnames
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(copy_rows(rows, columns, copies))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--years", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, columns in TABLES.items():
        write_table(DATA / f"{name}.csv", options.folder / f"{name}.csv", columns,
                    options.copies)
    write_table(DATA / "places.csv", options.folder / "places.csv", ("district",),
                options.copies, lambda row: row["service"] in SERVICES)
    base = ROOT / "tests/data/scenarios_good/three_services.yaml"
    (options.folder / "region.yaml").write_text(
        "format: 1\n"
        f"extends: {base}\n"
        f"name: region-{7 * options.copies}\n"
        f"end: {2021 + options.years}-01-01\n"
        "districts: districts.csv\n"
        "travel: travel.csv\n"
        "population: {start: population.csv, migration: migration.csv}\n"
        "places: places.csv\n", encoding="utf-8")
    print(options.folder / "region.yaml")


if __name__ == "__main__":
    main()
