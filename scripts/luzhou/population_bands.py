#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far the residents of Luzhou's districts may be off, beside two naive forecasts.

    python scripts/luzhou/population_bands.py build/release/suffice -n 1000

Simulates the people of scenarios/luzhou/plan.yaml alone (its services do not change them) and
prints the table of docs/guide/luzhou.md: residents at the end of 2025, half the width of the
range of 80 % of replications, and the median distance from their median, which is what published
forecasts missed by; then the last value, and the trend of the two censuses.
"""
import argparse
import csv
import pathlib
import re
import subprocess
import tempfile

import h5py
import numpy as np
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "luzhou"
YEARS = 5 + 2 / 12  # from the census to the end of 2025
# Median error of forecasts of small areas after five years, per cent (the project's evidence).
PUBLISHED = 4.3, 5.4


def names_in(text):
    """Names of assumptions in a text."""
    return set(re.findall(r"\$([a-z0-9_-]+)", text))


def people_alone():
    """The plan with its people, and one service that nobody asks for."""
    plan = yaml.safe_load((ROOT / "plan.yaml").read_text(encoding="utf-8"))
    population = {key: f"{ROOT}/{value}" if str(value).endswith(".csv") else value
                  for key, value in plan["population"].items()}
    used = names_in(str(population)) | names_in(
        (ROOT / "data/migration.csv").read_text(encoding="utf-8"))
    desk = {"kind": "stay", "arrivals": {"Naxi": {"rate": "0 per day"}},
            "stay": {"exponential": {"mean": "1 day"}}, "places": {"Naxi": 1}}
    return {"format": 1, "name": "luzhou-people", "start": str(plan["start"]),
            "end": str(plan["end"]), "seed": plan["seed"],
            "districts": f"{ROOT}/data/districts.csv",
            "population": {key: str(value) if key == "date" else value
                           for key, value in population.items()},
            "assumptions": {name: plan["assumptions"][name] for name in sorted(used)},
            "services": {"desk": desk}}


def simulate(program, n):
    """Residents at the end of each year: [replication][year][district], and their names."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = pathlib.Path(folder) / "people.yaml"
        scenario.write_text(yaml.safe_dump(people_alone(), allow_unicode=True), encoding="utf-8")
        results = scenario.with_suffix(".h5")
        subprocess.run([program, "run", scenario, "-n", str(n), "-q", "-o", results],
                       check=True)
        with h5py.File(results) as data:
            residents = data["population/residents"][()][0].sum(axis=(3, 4))
            return residents, [name.decode() for name in data["district"][()]]


def census(year):
    """Residents by district."""
    found = {}
    with open(ROOT / "source/census/ages_5yr_census.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["census_date"].startswith(str(year)) and row["sex"] in ("F", "M"):
                found[row["area"]] = found.get(row["area"], 0) + int(row["persons"])
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the program, as build/release/suffice")
    parser.add_argument("-n", type=int, default=1000, help="replications")
    arguments = parser.parse_args()
    residents, districts = simulate(arguments.program, arguments.n)
    before, last = census(2010), census(2020)
    print("| district | residents, end of 2025 | 80 % of replications | half width | "
          "median distance | last value (2020) | trend of 2010 to 2020 |")
    print("|---|---|---|---|---|---|---|")
    rows = [(name, residents[:, -1, i]) for i, name in enumerate(districts)]
    distances = []
    for name, values in [*rows, ("Luzhou", residents[:, -1].sum(axis=1))]:
        middle = np.median(values)
        low, high = np.quantile(values, [0.1, 0.9])
        distance = 100 * np.median(np.abs(values - middle)) / middle
        if name != "Luzhou":
            distances.append(distance)
        trend = last[name] + YEARS / 10 * (last[name] - before[name])
        print(f"| {name} | {round(middle, -2):,.0f} | {round(low, -2):,.0f} to "
              f"{round(high, -2):,.0f} | {50 * (high - low) / middle:.1f} % | {distance:.1f} % | "
              f"{last[name]:,} | {round(trend, -2):,.0f} |")
    print(f"\nMedian distance, the median of districts: {np.median(distances):.1f} %; published "
          f"forecasts of small areas after five years: {PUBLISHED[0]} to {PUBLISHED[1]} %.")


if __name__ == "__main__":
    main()
