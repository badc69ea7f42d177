#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the results of the whole plan must change, or not, when the plan does.

Each test writes a changed copy of the plan and its tables, and runs it on the same draws.
"""
import csv
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import h5py
import numpy as np
import yaml
from small_plan import small_luzhou
from where import PROGRAM, SOURCE, amount

EVERYDAY = 4
N = amount(EVERYDAY)  # with more the plan is the whole one
PLAN = SOURCE / "scenarios/luzhou"
YEARS = 28  # after which the days of the week, and leap years, come round again
STANDING = ("places", "places_opened", "places_closed", "usable_places", "place_hours")
Z = 4.65


REGULAR = """\
format: 1
name: regular
start: 2023-11-01
end: 2026-03-01
districts: {a: {}, b: {}}
services:
  s:
    kind: stay
    arrivals: {a: {every: 7 hours}, b: {every: 1 day}}
    stay: {fixed: {value: 9 days}}
    queue: {discipline: fifo, patience: {fixed: {value: 20 days}}}
    places: {a: 28, b: 8}
    initial: {occupancy: 0.5, waiting: 10}
delivery: {delay: {lognormal: {median: 1.1, mean: 1.3}}}
projects:
  wing: {service: s, district: a, places: 5, starts: 2023-06-01, opens: 2024-02-29,
         ramp_months: 3}
  gone: {service: s, district: b, places: -2, opens: 2025-06-01}
targets:
  short: {measure: queue, of: s, value: 5, date: 2025-12-31}
"""


class Record:
    """The variables of a results file, by name: of its only scenario, replication first."""

    def __init__(self, path):
        self.values = {}
        self.names = {}
        with h5py.File(path, "r") as file:
            file.visititems(self.keep)
            for axis in ("service", "district"):
                self.names[axis] = [text.decode() for text in file[axis][:]]

    def keep(self, name, item):
        if isinstance(item, h5py.Dataset) and item.ndim > 1 and item.dtype == float \
                and item.shape[:2] == (1, N):
            self.values[name] = item[0]

    def __getitem__(self, name):
        """A variable; nothing observed counts as nothing."""
        return np.nan_to_num(self.values[name])


def run(scenario, *sets):
    words = [word for one in sets for word in ("--set", one)]
    path = scenario.with_suffix(".h5")
    done = subprocess.run([PROGRAM, "run", scenario, "-n", str(N), "-q", "-f", "-o", path,
                           *words], capture_output=True, text=True, timeout=1800, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr[-3000:])
    return Record(path)


def later(text):
    """A scenario's text 28 years later: dates, and keys that are years."""
    text = re.sub(r"\b20\d\d(?=-\d\d-\d\d\b)", lambda year: str(int(year[0]) + YEARS),
                  text)
    return re.sub(r"(?m)^(\s+)(20\d\d)(?=: )",
                  lambda key: f"{key[1]}{int(key[2]) + YEARS}", text)


class Relations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.plan = run(cls.copied(pathlib.Path(folder)) / "plan.yaml")

    @staticmethod
    def copied(folder):
        into = folder / "luzhou"
        return shutil.copytree(PLAN, into) if N > EVERYDAY else small_luzhou(into)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = self.copied(pathlib.Path(folder.name))
        self.scenario = self.path / "plan.yaml"

    def text(self, change):
        """Changes the scenario's own text."""
        text = self.scenario.read_text(encoding="utf-8")
        self.scenario.write_text(change(text), encoding="utf-8")

    def table(self, name, change):
        """Replaces each row of a table by the rows that `change` makes of it."""
        path = self.path / "data" / name
        with open(path, encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            columns = reader.fieldnames
            rows = [new for row in reader for new in change(row)]
        columns = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)

    def tables(self):
        return sorted(path.name for path in (self.path / "data").glob("*.csv"))

    def same(self, seen, base):
        """Every number of both, to the last bit."""
        self.assertEqual(set(seen.values), set(base.values))
        self.assertGreater(len(seen.values), 35)
        for name, values in base.values.items():
            self.assertTrue(np.array_equal(seen.values[name], values, equal_nan=True), name)

    def same_law(self, seen, base=None):
        """Other draws of the same law: sums by district, and by service, are as near as
        independent people are, and 0.2 % for what they share: births, moves, assumptions'
        shocks; what no person has a part in is the same."""
        base = base or self.plan
        n_differ = 0
        for name in ("places", "usable_places", "assumptions/value", "delivery/units_opened"):
            self.assertTrue((seen[name] == base[name]).all(), name)
        for name in ("requests", "admissions", "applicants", "visits", "releases",
                     "population/births", "population/deaths", "population/residents"):
            for axes in ((0, 1, 2), (0, 1, 3)):
                axes += (4,) if name.startswith("population") else ()
                one, other = base[name].sum(axis=axes), seen[name].sum(axis=axes)
                n_differ += (one != other).sum()
                bound = Z * np.sqrt(2 * np.maximum(one, 1)) + 0.002 * one
                self.assertTrue((abs(one - other) <= bound).all(), (name, one, other))
        self.assertGreater(n_differ, 20)

    def test_nothing_is_asked_where_nobody_asks(self):
        services = yaml.safe_load(self.scenario.read_text(encoding="utf-8"))["services"]
        sets = []
        for name, service in services.items():
            of = {"stay": "requests", "intake": "intake", "visit": "visit"}[service["kind"]]
            key = next(key for key in ("prevalence", "per_person_year", "visits_per_week",
                                       "apply") if key in service[of] or key == "apply")
            sets.append(f"services.{name}.{of}.{key}=0")
            if "initial" in service and key != "prevalence":
                sets.append(f"services.{name}.initial=null")
        seen = run(self.scenario, *sets)
        of_services = [name for name, values in seen.values.items() if values.ndim == 4
                       and "/" not in name]
        self.assertGreater(len(of_services), 30)
        for name in of_services:
            total = np.nansum(abs(seen[name]))
            if name in STANDING:
                self.assertTrue((seen[name] == self.plan[name]).all(), name)
            else:
                self.assertEqual(total, 0, name)
        self.assertEqual(np.nansum(seen["waits/joined"]), 0)
        self.assertTrue(np.isnan(seen.values["waits/wait_quantile"]).all())

    def test_twice_the_places_never_give_more_waiting(self):
        def double(row):
            return [{**row, "places": str(2 * int(row["places"])) if row["places"] else ""}]
        for name in ("places.csv", "projects.csv", "seats.csv"):
            self.table(name, double)
        seen = run(self.scenario)
        self.assertTrue((seen["places"] == 2 * self.plan["places"]).all())
        # Means over replications, by service and district, of the whole time.
        for name in ("waiting", "reneged", "refusals", "unplaced", "visits_refused"):
            one, other = self.plan[name].sum(axis=1), seen[name].sum(axis=1)
            self.assertTrue((other.mean(axis=0) <= one.mean(axis=0) + 1e-9).all(), name)
            is_short = one.mean(axis=0) > 0
            self.assertTrue(is_short.any() or name == "refusals", name)
            self.assertLessEqual(other.sum(), 0.7 * one.sum(), name)

    def test_a_start_28_years_later_gives_the_same_law(self):
        # Draws of people are named by calendar month, so that they are others.
        def later_row(row):
            row = {key: later(cell) if re.fullmatch(r"20\d\d-\d\d-\d\d", cell) else cell
                   for key, cell in row.items()}
            if re.fullmatch(r"(19|20)\d\d", row.get("year", "")):
                row["year"] = str(int(row["year"]) + YEARS)
            return [row]
        # Steps of paths are named by calendar year, so that they are others too.
        self.text(lambda text: re.sub(r"\n    ar1: [^\n]*", "", text))
        base = run(self.scenario)
        self.text(later)
        for name in self.tables():
            self.table(name, later_row)
        self.same_law(run(self.scenario), base)

    def test_without_chance_in_requests_a_later_start_gives_the_same_numbers(self):
        # Months of all lengths, an intake, places that open with a random delay and close.
        source = REGULAR
        seen = []
        for name, text in (("now", source), ("later", later(source))):
            path = self.path / f"{name}.yaml"
            path.write_text(text)
            seen.append(run(path))
        self.assertGreater(len(np.unique(seen[0]["delivery/delay"])), N // 2)
        self.same(*seen)

    def test_a_pool_split_into_sites_is_one_pool(self):
        names = yaml.safe_load(self.scenario.read_text(encoding="utf-8"))["services"]
        pools = [name for name, service in names.items() if service["kind"] != "visit"]

        def split(row):
            places = int(row["places"])
            if row["service"] not in pools or places < 2:
                return [row]
            return [{**row, "site": "one", "places": str(places // 3)},
                    {**row, "site": "two", "places": str(places - places // 3)}]
        self.table("places.csv", split)
        self.same(run(self.scenario), self.plan)

    def test_a_district_by_another_name_gives_the_same_law(self):
        old, new = "Naxi", "Zz new"

        def renamed(row):
            return [{key: new if cell == old else cell for key, cell in row.items()}]
        for name in self.tables():
            self.table(name, renamed)
        self.text(lambda text: re.sub(rf"\b{old}\b(?=:)", new, text))
        seen = run(self.scenario)
        self.assertEqual(seen.names["district"],
                         [new if name == old else name for name in self.plan.names["district"]])
        self.same_law(seen)


if __name__ == "__main__":
    unittest.main()
