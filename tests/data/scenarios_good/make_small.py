#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the tables of small.yaml: three districts, few people, much happening to them."""
import pathlib

here = pathlib.Path(__file__).parent


def write(name, head, rows):
    text = "\n".join([head] + [",".join(str(x) for x in row) for row in rows]) + "\n"
    (here / name).write_text(text, encoding="utf-8", newline="\n")


names = ["North", "Middle", "South"]
write("small_population.csv", "district,sex,age,count",
      [(d, s, a, max(0, 60 - a // 2 + 7 * i + (a * 13 + i) % 5))
       for i, d in enumerate(names) for s in "FM" for a in range(101)])
write("small_fertility.csv", "year,age_from,age_to,births_per_1000",
      [(2020, 15, 19, 20), (2020, 20, 34, 110), (2020, 35, 44, 25), (2022, 15, 44, 60)])
write("small_mortality.csv", "year,sex,age_from,age_to,rate",
      [(2020, "both", 0, 0, 0.02), (2020, "both", 1, 39, 0.002), (2020, "F", 40, 69, 0.01),
       (2020, "M", 40, 69, 0.015), (2020, "both", 70, 100, 0.12)])
write("small_migration.csv", "from,to,persons_per_year,turnover_per_year",
      [("North", "Middle", 150, 100), ("Middle", "North", 60, 100), ("South", "Middle", 200, 50),
       ("Middle", "South", 20, 50), ("North", "outside", 100, 200), ("outside", "North", 80, 200),
       ("outside", "South", 150, 0)])
write("small_travel.csv", "from,to,minutes",
      [("North", "Middle", 20), ("Middle", "North", 20), ("Middle", "South", 25),
       ("South", "Middle", 25), ("North", "South", 45), ("South", "North", 45)])
