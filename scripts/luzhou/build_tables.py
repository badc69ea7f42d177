#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes scenarios/luzhou/data/*.csv from the collected tables in scenarios/luzhou/source/.

Run it again after a change of a source or of a rule below; the tables are committed so that a
scenario can be run without Python. `--check` makes them in memory and compares. Every row
keeps the evidence and the source of what it was made from; what is a choice of this script
is marked C, and its method is told.
"""
import argparse
import csv
import io
import math
import pathlib
import sys

import migration_tables
import plan_tables
import plan_targets

ROOT = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "luzhou"
SOURCE = ROOT / "source"

PLAN_PLACES_PER_1000 = 4.5      # target T1.2 of the plan
HOSPITAL_BEDS = 32267           # baseline_capacity.csv: 85 % of which would be taken
NURSERY_STEPS = 18              # quarters from March 2021: the last is planned for mid-2025
CARE_BEDS_OPENED_A_YEAR = 0.02  # of the beds at start, assumed
# Capacities of the city, and the ages that share them out over the districts.
NURSERY, CARE = "nursery places", "elder-care beds in institutions"
CARE_KINDS = "care_bed", "nursing_bed"
SHARED_BY = {NURSERY: (0, 2), CARE: (60, 100)}
# Three urban districts and four counties, by their names; districts.csv tells landscapes.
GROUPS = {"urban": "urban_district", "basin": "county", "mountain": "county"}

# Admissions by age relative to the mean, before normalisation: assumed, from the general
# pattern of Chinese health-service surveys (infants and older people most).
ADMISSION_SHAPE = [(0, 4, 1.2), (5, 14, 0.35), (15, 24, 0.45), (25, 34, 0.7), (35, 44, 0.6),
                   (45, 54, 0.85), (55, 64, 1.35), (65, 74, 2.2), (75, 84, 2.9),
                   (85, 100, 3.0)]
# Need of care by age: per cent unable to care for themselves (demand_rates.csv, S51).
NEED_SHAPE = [(60, 64, "adl_unable_60_64"), (65, 69, "adl_unable_65_69"),
              (70, 74, "adl_unable_70_74"), (75, 100, "adl_unable_75plus")]


def read(name):
    """Rows of a source table as dictionaries."""
    with open(SOURCE / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def table(columns, rows):
    """A CSV text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def share_out(total, weights):
    """Whole numbers in proportion to the weights that sum to the total (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [math.floor(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[:total - sum(parts)]:
        parts[i] += 1
    return parts


def number(value):
    """Shortest text that reads back to ten digits."""
    return f"{value:.10g}"


class Luzhou:
    """The sources, by district in the order of districts.csv."""

    def __init__(self):
        self.read_rows = {}
        self.districts = [row for row in read("districts.csv") if row["code"] != "510500"]
        self.name = {row["code"]: row["name_en"] for row in self.districts}
        self.codes = list(self.name)
        self.people = {}
        for row in read("census/ages_single_year_2020_derived.csv"):
            key = row["code"], row["sex"], int(row["age"])
            self.people[key] = int(row["population"])
        self.rates = {row["parameter"]: float(row["value"]) for row in read("demand_rates.csv")}

    def is_urban(self, code):
        """Whether it is one of the three urban districts."""
        return code in ("510502", "510503", "510504")

    def urban_share(self, code):
        """Share of a district's residents who live in towns, by the census of 2020."""
        found = {row["indicator"]: float(row["value"])
                 for row in self.rows("census/census_indicators.csv")
                 if row["code"] == code and row["date"].startswith("2020")}
        return found["urban residents"] / found["residents"]

    def rows(self, name):
        """Rows of a source table, read once."""
        if name not in self.read_rows:
            self.read_rows[name] = read(name)
        return self.read_rows[name]

    def count(self, code, ages, sexes="FM"):
        """People of a district within ages, both ends included."""
        return sum(self.people[code, sex, age] for sex in sexes
                   for age in range(ages[0], ages[1] + 1))

    def baseline(self, indicator):
        """The row of a capacity of the city at the start, with its source and evidence."""
        return next(row for row in self.rows("baseline_capacity.csv")
                    if row["indicator"] == indicator and row["code"] == "510500")

    def shared(self, indicator):
        """That capacity by district, in proportion to those of the census that it is for."""
        return share_out(int(float(self.baseline(indicator)["value"])),
                         [self.count(code, SHARED_BY[indicator]) for code in self.codes])


def birth_factors(luzhou):
    """Births of a district in the year before the census over those of China's rates on its women,
    relative to those of the city."""
    found = {row["code"]: float(row["ratio"])
             for row in luzhou.rows("census/births_fertility_2020.csv")}
    return {code: found[code] / found["510500"] for code in luzhou.codes}


def districts(luzhou):
    births = birth_factors(luzhou)
    rows = [(row["name_en"], row["name_en"], row["name_zh"], row["code"], row["area_km2"],
             GROUPS[row["type"]] if row["name_en"] != "Naxi" else "urban_district",
             row["lat"], row["lon"], f"{births[row['code']]:.3f}", row["pop2020_conf"][:1],
             row["area_source"])
            for row in luzhou.districts]
    return table(["district", "title", "title_zh", "code", "area_km2", "group", "latitude",
                  "longitude", "births", "evidence", "source"], rows)


def travel(luzhou):
    rows = [(luzhou.name[row["from"]], luzhou.name[row["to"]], row["drive_min_est"],
             row["evidence"], "distances.csv: estimated drive between district seats")
            for row in read("distances.csv")]
    return table(["from", "to", "minutes", "evidence", "source"], rows)


def population(luzhou):
    """The census by district and sex: groups of five years are counts, the single years within
    them are split, hence C."""
    rows = [(luzhou.name[code], sex, age, luzhou.people[code, sex, age], "C",
             "census/ages_single_year_2020_derived.csv: five-year groups A, split C")
            for code in luzhou.codes for sex in "FM" for age in range(101)]
    return table(["district", "sex", "age", "count", "evidence", "source"], rows)


def fertility(_):
    rows = [(row["year"], row["age_start"], row["age_end"], row["asfr_per_1000"],
             row["evidence"], row["source"])
            for row in read("fertility.csv") if row["scope"].startswith("China (UN WPP")]
    return table(["year", "age_from", "age_to", "births_per_1000", "evidence", "source"],
                 rows)


def mortality(_):
    rows = [(row["period"][:4], row["sex"], row["age"], row["age"], row["mx"],
             "C", "S47; " + row["evidence"][2:].strip("()"))
            for row in read("mortality_single_year.csv")]
    return table(["year", "sex", "age_from", "age_to", "rate", "evidence", "source"], rows)


def migration(luzhou):
    return table(*migration_tables.migration(luzhou))


def migration_age(_):
    return table(*migration_tables.migration_age())


def hospital_by_age(luzhou):
    """Factors of the base rate whose mean over the 2020 population is 1."""
    people = [sum(luzhou.count(code, (low, high)) for code in luzhou.codes)
              for low, high, _ in ADMISSION_SHAPE]
    mean = (sum(n * shape for n, (_, _, shape) in zip(people, ADMISSION_SHAPE))
            / sum(people))
    rows = [(low, high, number(shape / mean), "C", "assumed shape, normalised to mean 1")
            for low, high, shape in ADMISSION_SHAPE]
    return table(["age_from", "age_to", "factor", "evidence", "source"], rows)


def care_by_age(luzhou):
    rows = [(low, high, number(luzhou.rates[name]), "C", "S51, shape only")
            for low, high, name in NEED_SHAPE]
    return table(["age_from", "age_to", "factor", "evidence", "source"], rows)


def hospital_weight(luzhou, code):
    return sum(luzhou.count(code, (low, high)) * shape for low, high, shape in ADMISSION_SHAPE)


def places(luzhou):
    rows = []
    for code, n in zip(luzhou.codes, luzhou.shared(NURSERY)):
        row = luzhou.baseline(NURSERY)
        rows.append(("nursery", luzhou.name[code], n, 1, "C", row["source"],
                     f"{row['method']}; shared by residents under 3"))
    row = luzhou.baseline(CARE)
    for code, n in zip(luzhou.codes, luzhou.shared(CARE)):
        for service, part in zip(CARE_KINDS, share_out(n, [1, 1])):
            rows.append((service, luzhou.name[code], part, 1, "C", row["source"],
                         f"{row['method']}; shared by residents of 60 and over; half of them "
                         "nursing beds, assumed: China's aim for 2025 is 55 %"))
    beds = share_out(HOSPITAL_BEDS, [hospital_weight(luzhou, code) for code in luzhou.codes])
    for code, n in zip(luzhou.codes, beds):
        rows.append(("hospital_bed", luzhou.name[code], n, 1, "C", "S14",
                     "admissions 1112300 x 9 days / 365 / 0.85 occupancy, shared by expected "
                     "admissions; circular: adequate at the start by construction"))
    rows += plan_tables.other_places(luzhou, share_out)
    return table(["service", "district", "places", "sites", "evidence", "source", "method"],
                 rows)


def projects(luzhou):
    """Nursery places to the plan's ratio, a quarter at a time; care beds, once a year; each a
    project of a year. Then schools, and the assets of the plan."""
    rows = []
    people = sum(luzhou.count(code, (0, 100)) for code in luzhou.codes)
    start = luzhou.shared(NURSERY)
    target = math.ceil(PLAN_PLACES_PER_1000 * people / 1000)
    small = [luzhou.count(code, (0, 2)) for code in luzhou.codes]
    added = share_out(target - sum(start), small)
    dates = [f"{year}-{month:02d}-01" for year in range(2021, 2026) for month in (3, 6, 9, 12)]
    dates = dates[:NURSERY_STEPS]
    nursery = "C", "S01", ("4.5 places per 1000 residents by 2025 is the plan's; the dates and the "
                           "share of each district (by under-3s) are assumed")
    for code, total in zip(luzhou.codes, added):
        for date, n in zip(dates, share_out(total, [1] * len(dates))):
            rows.append(plan_tables.dated(f"nursery {luzhou.name[code]} {date}",
                                          luzhou.name[code], date, nursery, service="nursery",
                                          places=n, **plan_tables.NURSERY_OPENING))
    beds = "C", "assumed", "2 % of the beds at start a year: the plan names no number"
    for code, held in zip(luzhou.codes, luzhou.shared(CARE)):
        n = round(CARE_BEDS_OPENED_A_YEAR * held)
        for year in range(2021, 2026):
            for service, part in zip(CARE_KINDS, share_out(n, [1, 1])):
                rows.append(plan_tables.dated(f"{service.split('_')[0]} {luzhou.name[code]} {year}",
                                              luzhou.name[code], f"{year}-07-01", beds,
                                              service=service, places=part))
    rows += plan_tables.pipeline(luzhou)
    rows += plan_tables.plan_projects(luzhou, share_out)
    return table(plan_tables.PROJECT_COLUMNS, rows)


def seats(luzhou):
    return table(plan_tables.PROJECT_COLUMNS, plan_tables.school_seats(luzhou))


def conversions(luzhou):
    return table(plan_tables.PROJECT_COLUMNS, plan_tables.conversions(luzhou))


def zones(luzhou):
    return table(["zone", "district", "kind", "share", "area_km2", "people_per_km2",
                  "communities", "evidence", "source"], plan_tables.zones(luzhou))


def townships(luzhou):
    return table(["unit", "district", "group", "evidence", "source"],
                 plan_tables.townships(luzhou))


def stock(luzhou):
    return table(["asset", "district", "unit", "zone", "state", "count", "evidence", "source",
                  "method"], plan_tables.stock(luzhou, share_out))


def targets(luzhou):
    return table(*plan_targets.targets(luzhou))


def rolls(service):
    """A maker of the rolls of a school."""
    return lambda luzhou: table(["district", "year", "pupils", "evidence", "source", "method"],
                                plan_tables.rolls_of(luzhou, service))


def hours(_):
    """People come in the evening and at weekends: assumed."""
    rows = []
    for day in range(1, 8):
        for hour in range(7, 21):
            weight = (2 if hour in (7, 8, 18, 19, 20) else 1) * (1.5 if day > 5 else 1)
            rows.append((day, hour, weight, "C", "assumed"))
    return table(["day", "hour", "weight", "evidence", "source"], rows)


def children_hours(_):
    """After school on school days, all day at weekends: assumed."""
    rows = []
    for day in range(1, 8):
        for hour in range(9, 20):
            at_school = 2 if 16 <= hour < 19 else 0
            at_home = 2 if 14 <= hour < 18 else 1
            weight = at_home if day > 5 else at_school
            rows.append((day, hour, weight, "C", "assumed"))
    return table(["day", "hour", "weight", "evidence", "source"], rows)


TABLES = {"districts": districts, "travel": travel, "population": population,
          "fertility": fertility, "mortality": mortality, "migration": migration,
          "migration_age": migration_age, "hospital_by_age": hospital_by_age,
          "care_by_age": care_by_age, "places": places, "projects": projects,
          "seats": seats, "conversions": conversions, "zones": zones,
          "townships": townships, "stock": stock, "targets": targets,
          "fitness_hours": hours, "children_hours": children_hours,
          **{f"{service}_rolls": rolls(service) for service in plan_tables.SCHOOLS}}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true",
                        help="compare with the committed tables, write nothing")
    check = parser.parse_args().check
    luzhou = Luzhou()
    differing = []
    for name, make in TABLES.items():
        path = ROOT / "data" / f"{name}.csv"
        text = make(luzhou)
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            differing.append(path.name)
    if differing:
        print("differ from their sources:", ", ".join(differing))
        return 1
    print(f"{len(TABLES)} tables", "agree" if check else "written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
