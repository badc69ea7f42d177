#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a scenario of a nation: 2,850 counties on a grid, 1.4 billion residents.

    python3 scripts/bench/nation.py [FOLDER] [--districts 2850] [--years 5]

For measurements of how time and memory grow with the number of districts; the load of a
county does not depend on it. Counties are Luzhou's seven districts in turn, each number
times the same factor, so ages, rates and places a head are realistic, but no county is a
real one. People move, and go for a place, to their four neighbours alone. Six services:
nursery places, care beds, hospital beds, kindergartens, primary schools, libraries.
"""

import argparse
import csv
import functools
import os
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
LUZHOU = ROOT / "scenarios/luzhou"
DATA = LUZHOU / "data"
RESIDENTS_PER_COUNTY = 1.4e9 / 2850
STAYS = ("nursery", "care_bed", "hospital_bed")
INTAKES = ("kindergarten", "primary")
SERVICES = (*STAYS, *INTAKES, "library")
# Of Luzhou's; the others are of nothing here.
ASSUMPTIONS = (
    "sex_ratio_at_birth",
    "birth_level",
    "mortality_level",
    "mortality_decline",
    "migration_pull",
    "churn_level",
    "nursery_uptake",
    "nursery_growth_2022",
    "nursery_growth_2023",
    "nursery_growth_2024",
    "nursery_growth_2025",
    "nursery_stay",
    "nursery_patience",
    "care_share",
    "care_stay",
    "care_stay_shape",
    "care_death",
    "care_patience",
    "admission_rate",
    "hospital_stay",
    "hospital_stay_cv",
    "hospital_patience",
    "hospital_occupancy",
    "kindergarten_apply",
    "library_visits",
    "library_seated",
)
# Sections of Luzhou's that a nation has not.
WITHOUT = (
    "correlations",
    "delivery",
    "zones",
    "units",
    "assets",
    "works",
    "stock",
    "projects",
    "targets",
)
# Places of an intake per pupil at the start, as the middle of Luzhou's seats.
SEATS_PER_PUPIL = 1.1
# Of the residents of a county: who change places with each neighbour in a year, who do so
# with the outside, and the young who leave for a neighbour that is a city.
TURNOVER_NEAR, TURNOVER_OUTSIDE, YOUNG_LEAVE = 0.0025, 0.002, 0.002
CITY = 7  # one county in so many is a city: the first of Luzhou's districts
SOURCE = {"evidence": "C", "source": "made by scripts/bench/nation.py"}


@functools.cache
def read(name):
    """Rows of a table of Luzhou."""
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def county(index):
    return f"County {index + 1:04}"


def neighbours(index, n, width):
    """Counties beside, above and below on a grid that is filled row by row."""
    row, column = divmod(index, width)
    near = [(row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column)]
    return [r * width + c for r, c in near if r >= 0 and 0 <= c < width and r * width + c < n]


def minutes(a, b):
    """20 to 64 minutes, the same both ways."""
    return 20 + (13 * (a + b) + 7 * abs(a - b)) % 45


class Nation:
    """Tables of n counties."""

    def __init__(self, n):
        self.n = n
        self.width = max(1, round(n**0.5))
        names = [row["district"] for row in read("districts.csv")]
        self.like = [names[i % len(names)] for i in range(n)]
        self.districts = {row["district"]: row for row in read("districts.csv")}
        self.people = {name: [] for name in names}
        for row in read("population.csv"):
            self.people[row["district"]].append(row)
        total = sum(int(row["count"]) for rows in self.people.values() for row in rows)
        self.factor = RESIDENTS_PER_COUNTY * len(names) / total
        self.residents = {
            name: sum(self.scale(row["count"]) for row in rows)
            for name, rows in self.people.items()
        }

    def scale(self, number):
        return round(float(number) * self.factor)

    def pairs(self):
        for index in range(self.n):
            for other in neighbours(index, self.n, self.width):
                yield index, other

    def district_rows(self):
        for index, like in enumerate(self.like):
            yield {
                "district": county(index),
                "area_km2": self.districts[like]["area_km2"],
                "births": self.districts[like]["births"],
                **SOURCE,
            }

    def travel_rows(self):
        for a, b in self.pairs():
            yield {"from": county(a), "to": county(b), "minutes": minutes(a, b), **SOURCE}

    def population_rows(self):
        for index, like in enumerate(self.like):
            for row in self.people[like]:
                yield {
                    "district": county(index),
                    "sex": row["sex"],
                    "age": row["age"],
                    "count": self.scale(row["count"]),
                    **SOURCE,
                }

    def migration_row(self, places, flow, persons="", turnover="", ages=("", "")):
        return {
            "from": places[0],
            "to": places[1],
            "flow": flow,
            "age_from": ages[0],
            "age_to": ages[1],
            "persons_per_year": persons,
            "turnover_per_year": turnover,
            **SOURCE,
        }

    def migration_rows(self):
        for a, b in self.pairs():
            # The same both ways, so that nobody is gained by turnover.
            people = min(self.residents[self.like[a]], self.residents[self.like[b]])
            near = round(people * TURNOVER_NEAR, 1)
            yield self.migration_row((county(a), county(b)), "turnover", 0, near)
            if b % CITY == 0 and a % CITY != 0:
                young = round(self.residents[self.like[a]] * YOUNG_LEAVE, 1)
                yield self.migration_row(
                    (county(a), county(b)),
                    "young",
                    f"$migration_pull * {young}",
                    ages=(15, 29),
                )
        for index, like in enumerate(self.like):
            out = round(self.residents[like] * TURNOVER_OUTSIDE, 1)
            yield self.migration_row((county(index), "outside"), "turnover", 0, out)
            yield self.migration_row(("outside", county(index)), "turnover", 0, out)

    def rolls(self, service):
        for index, like in enumerate(self.like):
            for row in read(f"{service}_rolls.csv"):
                if row["district"] == like:
                    yield {
                        "district": county(index),
                        "year": row["year"],
                        "pupils": self.scale(row["pupils"]),
                        **SOURCE,
                    }

    def place_rows(self):
        given = {}
        for row in read("places.csv"):
            key = row["service"], row["district"]
            given[key] = given.get(key, 0) + float(row["places"])
        for service in INTAKES:
            for row in read(f"{service}_rolls.csv"):
                key = service, row["district"]
                given[key] = given.get(key, 0) + SEATS_PER_PUPIL * float(row["pupils"])
        for service in SERVICES:
            for index, like in enumerate(self.like):
                yield {
                    "service": service,
                    "district": county(index),
                    "places": self.scale(given[service, like]),
                    **SOURCE,
                }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=pathlib.Path, nargs="?", default=ROOT / "scenarios/nation")
    parser.add_argument("--districts", type=int, default=2850)
    parser.add_argument("--years", type=int, default=5)
    given = parser.parse_args()
    if given.districts < 1 or given.years < 1:
        parser.error("a nation has at least one district, and one year")
    nation = Nation(given.districts)
    data = given.folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    write(data / "districts.csv", list(nation.district_rows()))
    write(data / "travel.csv", list(nation.travel_rows()))
    write(data / "population.csv", list(nation.population_rows()))
    write(data / "migration.csv", list(nation.migration_rows()))
    write(data / "places.csv", list(nation.place_rows()))
    for service in INTAKES:
        write(data / f"{service}_rolls.csv", list(nation.rolls(service)))
    (given.folder / "nation.yaml").write_text(scenario(given), encoding="utf-8")
    print(given.folder / "nation.yaml")


def sections(name):
    """Keys right below a section of Luzhou's plan."""
    text = (LUZHOU / "plan.yaml").read_text(encoding="utf-8")
    section = re.search(rf"^{name}:\n(.*?)(?=^\w)", text, re.DOTALL | re.MULTILINE)
    return re.findall(r"^  (\w+):", section.group(1), re.MULTILINE)


def none_of(name, kept):
    return "".join(f"  {key}: null\n" for key in sections(name) if key not in kept)


def table(name):
    """A table in place of Luzhou's."""
    return f"{{replace: data/{name}.csv}}"


def scenario(given):
    base = os.path.relpath(LUZHOU / "plan.yaml", given.folder.resolve())
    intakes = "".join(
        f"  {service}:\n    zones: no\n    overflow: {{between_zones: null}}\n"
        f"    initial: {{rolls: {table(service + '_rolls')}}}\n"
        for service in INTAKES
    )
    without = "".join(f"{key}: null\n" for key in WITHOUT)
    return (
        "# Made by scripts/bench/nation.py: a nation to measure with, no real one.\n"
        "# SPDX-License-Identifier: GPL-3.0-or-later\n"
        f"format: 1\nextends: {base}\nname: nation-{given.districts}\n"
        f"title: A nation of {given.districts} counties\n"
        f"title_zh: {given.districts} 个县的国家\n"
        f"end: {2021 + given.years}-01-01\n"
        f"districts: {table('districts')}\ntravel: {table('travel')}\n"
        f"population: {{start: {table('population')}, migration: {table('migration')}}}\n"
        f"places: {table('places')}\n"
        f"{without}"
        f"services:\n{intakes}{none_of('services', SERVICES)}"
        f"assumptions:\n{none_of('assumptions', ASSUMPTIONS)}"
    )


if __name__ == "__main__":
    main()
