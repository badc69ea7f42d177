# SPDX-License-Identifier: GPL-3.0-or-later
"""Excel: the empty book filled by a script, imported, run, exported; planted faults; bands."""
import csv
import datetime
import os
import pathlib
import tempfile
import unittest
from unittest import mock

import numpy as np
import openpyxl
import pandas as pd
import yaml
from where import PROGRAM, SOURCE, program

import suffice
from suffice import given, workbook
from suffice.workbook import commands, excel, exporting, sheets
from suffice.workbook.faults import Place
from suffice.workbook.plan_sheets import SHEETS

os.environ["SUFFICE_PROGRAM"] = str(PROGRAM)
BANDS = [f"{age}-{age + 4}" for age in range(0, 85, 5)] + ["85+"]
CITY = SOURCE / "scenarios/gulin-xuyong"
ROWS = {
    "districts": [{"district": "North", "title": "North bank"}, {"district": "South"}],
    "population": [{"district": district, "sex": sex, "age": band, "count": 900 - 45 * i,
                    "evidence": "A"}
                   for district in ("North", "South") for sex in "FM"
                   for i, band in enumerate(BANDS)],
    "births": [{"year": 2020, "age_from": 20, "age_to": 39, "births_per_1000": 60}],
    "deaths": [{"year": 2020, "sex": "both", "age_from": 0, "age_to": 100, "rate": 0.007}],
    "travel": [{"from": "North", "to": "South", "minutes": 15}],
    "services": [{"service": "nursery", "kind": "stay", "title": "Nursery places",
                  "age_from": 0.5, "age_to": 3, "requests": "$wish", "stay_months": 18,
                  "stay_cv": 0.5, "until_age": 3, "patience_months": 4, "occupancy": 0.9,
                  "overflow_minutes": 20},
                 {"service": "school", "kind": "intake", "age_from": 6, "age_to": 7,
                  "intake_month": 9, "course_years": 6, "must_place": "yes"},
                 {"service": "pool", "kind": "visit", "visits_per_week": 1,
                  "participation": 0.02, "visit_minutes": 90, "opens": 9, "closes": 21}],
    "places": [{"service": service, "district": district, "places": places, "evidence": "B"}
               for service, places in (("nursery", 90), ("school", 900), ("pool", 12))
               for district in ("North", "South")],
    "rolls": [{"service": "school", "district": district, "year": year, "pupils": 120 + year}
              for district in ("North", "South") for year in range(1, 7)],
    "projects": [{"project": "Mill street", "service": "nursery", "district": "North",
                  "places": 30, "starts": datetime.date(2021, 3, 1),
                  "opens": datetime.date(2022, 9, 1), "dates": "assumed"}],
    "targets": [{"target": "N1", "measure": "places_per_1000", "of": "nursery", "value": 4},
                {"target": "N2", "measure": "share_admitted", "of": "nursery", "value": 0.8,
                 "within": 90}],
    "assumptions": [{"name": "wish", "distribution": "triangular", "low": 0.15, "mode": 0.22,
                     "high": 0.32, "evidence": "C", "source": "= assumed"}],
}
COUNTED = """\
format: 1
name: counted
start: 2021-01-01
end: 2022-01-01
districts: {town: {}}
assumptions:
  rate: {gamma: {mean: 400 per year, cv: 0.2}}
services:
  clinic:
    kind: stay
    arrivals: {town: {rate: $rate}}
    stay: {exponential: {mean: 10 days}}
    places: 15
projects:
  wing: {service: clinic, district: town, places: 3, starts: 2021-01-15, opens: 2021-06-01}
observations:
  asked: {measure: requests, of: clinic, value: 480, sd: 80}
"""
PLAN = {"name": "two-banks", "start": datetime.date(2021, 1, 1), "end": "2023-01-01", "seed": 7}


def fill(path, lang="en", rows=ROWS):
    """A book made from the template, filled as a user would."""
    workbook.write_template(path, lang)
    book = openpyxl.load_workbook(path)
    for sheet in SHEETS:
        page = book[sheet.title(lang)]
        if sheet.key == "plan":
            for number, setting in enumerate(sheet.columns, 2):
                page.cell(number, 2, PLAN.get(setting.key))
            continue
        columns = {column.key: i for i, column in enumerate(sheet.columns, 1)}
        for number, row in enumerate(rows.get(sheet.key, []), sheets.FIRST_ROW):
            for key, value in row.items():
                cell = page.cell(number, columns[key], value)
                cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    book.save(path)
    return book


class Workbook(unittest.TestCase):
    def setUp(self):
        room = tempfile.TemporaryDirectory()
        self.addCleanup(room.cleanup)
        self.path = pathlib.Path(room.name)
        self.book = self.path / "book.xlsx"

    def faults(self, book=None):
        """The faults of a book, as "Sheet!Cell: message"; nothing may have been written."""
        if book is not None:
            book.save(self.book)
        made = workbook.import_book(self.book, self.path / "city")
        self.assertIsNone(made.folder)
        self.assertFalse((self.path / "city").exists())
        return {fault.place.told(): fault.message for fault in made.faults
                if not fault.is_warning}

    def test_a_book_goes_all_the_way_round(self):
        fill(self.book)
        made = workbook.import_book(self.book, self.path / "city")
        self.assertEqual([fault.message for fault in made.faults], [])
        self.assertIn("no faults (districts: 2, services: 3", made.said)
        plan = self.path / "city/plan.yaml"
        program("run", plan, "-n", 2, "-q", "-o", self.path / "r.h5")
        tree = suffice.open(self.path / "r.h5")
        workbook.export(tree, self.path / "r.xlsx")
        book = openpyxl.load_workbook(self.path / "r.xlsx")
        self.assertEqual(book.sheetnames,
                         ["About", "Scorecard", "Measures", "Delivery", "Assumptions"])
        page = book["Scorecard"]
        names = [cell.value for cell in page[1]]
        told = [dict(zip(names, (cell.value for cell in row))) for row in page.iter_rows(min_row=3)]
        frame = tree.suffice.scorecard()
        self.assertEqual([row["target"] for row in told], ["N1", "N2"])
        for i, row in enumerate(told):
            self.assertEqual(row["value"], frame["value"][i])
            self.assertEqual(row["p_met"], frame["p_met"][i])
        # The one project's dates are assumed: P stands in brackets, on amber.
        self.assertEqual(told[0]["is_assumed"], "dates")
        cell = page.cell(3, names.index("p_met") + 1)
        self.assertEqual(cell.number_format, '"("0.00")"')
        self.assertEqual(cell.fill.fgColor.rgb[-6:], "FFE699")
        self.assertIn("[0 to 1]", page.cell(2, names.index("p_met") + 1).value)
        self.assertEqual(book["Measures"].max_row - 2, len(tree.suffice.summary()))
        # Two years of one project.
        self.assertEqual(book["Delivery"].max_row - 2, 2)
        self.assertEqual(book["Assumptions"].cell(3, 2).value, "wish")
        source = book["Assumptions"].cell(3, 9)  # a text, and no formula
        self.assertEqual((source.value, source.data_type), ("= assumed", "s"))
        # The same numbers as a table.
        workbook.export(tree, self.path / "r.csv", "scorecard")
        with open(self.path / "r.csv", encoding="utf-8", newline="") as file:
            self.assertEqual([float(row["value"]) for row in csv.DictReader(file)],
                             list(frame["value"]))

    def test_results_are_weighted_by_what_was_seen_unless_told_otherwise(self):
        results = self.path / "c.h5"
        (self.path / "c.yaml").write_text(COUNTED)
        program("run", self.path / "c.yaml", "-n", 200, "-q", "-o", results)
        tree = suffice.open(results)
        told = {}
        for option in ([], ["--prior"]):
            self.assertEqual(commands.export([str(results), "-o", str(self.path / "c.csv"),
                                              *option]), 0)
            told[bool(option)] = pd.read_csv(self.path / "c.csv")
        np.testing.assert_allclose(told[False]["mean"], tree.suffice.summary()["mean"])
        np.testing.assert_allclose(told[True]["mean"], tree.suffice.prior().summary()["mean"])
        self.assertTrue((told[False]["effective_sample"] < 200).all())
        self.assertTrue(told[True]["effective_sample"].isna().all())
        self.assertFalse(np.allclose(told[False]["mean"], told[True]["mean"]))
        # And of projects, by the same weights.
        late = tree["delivery"]["delay"].values.ravel()
        sample = given.weights_of(tree, tree["delivery"].to_dataset(), "counted")
        for one, weights in ((tree, sample.weights), (given.prior(tree), np.ones(200))):
            is_known = ~np.isnan(late)
            mean = np.average(late[is_known], weights=weights[is_known])
            exporting.export(one, self.path / "d.csv", "delivery")
            self.assertAlmostEqual(pd.read_csv(self.path / "d.csv")["delay"][0], mean, places=9)

    def test_a_chinese_book_is_the_same_plan_with_chinese_titles(self):
        fill(self.book)
        workbook.import_book(self.book, self.path / "city")
        fill(self.path / "book-zh.xlsx", "zh")
        workbook.import_book(self.path / "book-zh.xlsx", self.path / "zh")
        english, chinese = (yaml.safe_load((self.path / name / "plan.yaml").read_text())
                            for name in ("city", "zh"))
        self.assertEqual(chinese["services"]["nursery"].pop("title_zh"), "Nursery places")
        self.assertEqual(chinese, english)

    def test_ten_planted_faults_are_told_at_their_cells_all_at_once(self):
        book = fill(self.book)
        book["Plan"]["B4"] = datetime.date(2021, 1, 15)  # not the first of a month
        book["Districts"]["F5"] = 999  # a longitude
        book["Population"]["C7"] = datetime.datetime(2026, 5, 9)  # what Excel makes of 5-9
        book["Population"]["D9"] = "many"
        book["Population"]["C11"] = "20-24"  # a second time
        book["Services"]["J4"] = "#REF!"  # the mean stay
        book["Places"]["B5"] = "Suoth"
        book["Projects"]["F4"] = None  # the opening, which is required
        book["Targets"]["D5"] = "nurseries"
        book["Assumptions"]["F4"] = None  # the mode
        found = self.faults(book)
        expected = {"Plan!B4": "expected the first of a month", "Districts!F5": "out of range",
                    "Population!C7": "2026-05-09, which Excel makes of an age band as 5-9",
                    "Population!D9": "found 'many', expected a whole number",
                    "Services!J4": "found the error #REF! of a formula",
                    "Places!B5": "Suoth", "Projects!F4": "nothing is filled in",
                    "Targets!D5": "nurseries", "Assumptions!F4": "triangular needs mode",
                    "Population!C11": "a second time (first on row 8)"}
        self.assertEqual(set(found), set(expected), found)  # and no consequences of them
        for place, message in expected.items():
            self.assertIn(message, found.get(place, ""), f"{place}: {found}")

    def test_headings_that_the_template_has_not_are_told(self):
        book = fill(self.book)
        book["Places"]["D1"] = "Plazes"
        book["Travel"]["C3"] = 20  # the example's row is not read
        del book["Services"]
        found = self.faults(book)
        self.assertIn("found the heading 'Plazes'", found["Places!D1"])
        self.assertIn("the column 'Places' is missing", found["Places!row 1"])
        self.assertIn("is not read", found["Travel!C3"])
        self.assertIn("the sheet 'Services' is missing", found[""])

    def test_what_was_not_imported_is_not_overwritten(self):
        fill(self.book)
        folder = self.path / "city"
        folder.mkdir()
        (folder / "plan.yaml").write_text("format: 1\n")
        with self.assertRaisesRegex(workbook.WorkbookError, "not made by suffice import"):
            workbook.import_book(self.book, folder)
        self.assertEqual((folder / "plan.yaml").read_text(), "format: 1\n")
        workbook.import_book(self.book, self.path / "new")
        (self.path / "new/mine.txt").write_text("mine")
        fill(self.book, rows={key: rows for key, rows in ROWS.items() if key != "births"})
        workbook.import_book(self.book, self.path / "new")  # again, of a changed book
        self.assertFalse((self.path / "new/data/births.csv").exists())
        self.assertEqual((self.path / "new/mine.txt").read_text(), "mine")

    def test_what_is_no_book_and_a_library_that_lacks_are_told(self):
        self.book.write_text("no book")
        self.assertEqual(commands.import_([str(self.book), "-o", str(self.path / "x")]), 1)
        with mock.patch.dict("sys.modules", {"openpyxl": None}), \
                self.assertRaisesRegex(excel.WorkbookError, r"pip install 'suffice\[excel\]'"):
            workbook.write_template(self.book)
        with mock.patch.dict("sys.modules", {"pyarrow": None}), \
                self.assertRaisesRegex(excel.WorkbookError, "pip install pyarrow"):
            excel.pyarrow()

    def test_a_book_that_is_there_is_not_overwritten(self):
        self.assertEqual(commands.template(["-o", str(self.book)]), 0)
        self.assertEqual(commands.template(["-o", str(self.book)]), 1)

    def test_bands_give_the_results_of_the_single_years_that_they_are_spread_to(self):
        fill(self.book)
        workbook.import_book(self.book, self.path / "city")
        plan = self.path / "city/plan.yaml"
        program("run", plan, "-n", 1, "-q", "-o", self.path / "bands.h5")
        run = suffice.open(self.path / "bands.h5")["run"]
        resolved = yaml.safe_load(str(run["scenario_text"].values[0]))
        people = resolved["population"]["start"]
        single = [dict(zip(people["columns"], row)) for row in people["rows"]]
        self.assertEqual([row["age"] for row in single], list(range(101)) * 4)
        for i, band in enumerate(BANDS):
            first = 5 * i
            self.assertEqual(sum(row["count"] for row in single[first:101 if band == "85+"
                                                                else first + 5]), 900 - 45 * i)
        self.assertEqual({row["evidence"] for row in single}, {"B"})
        names = ("district", "sex", "age", "count")
        (self.path / "city/data/population.csv").write_text("\n".join(
            ",".join(map(str, row)) for row in
            [names, *([row[name] for name in names] for row in single)]) + "\n")
        program("run", plan, "-n", 1, "-q", "-o", self.path / "single.h5")
        a, b = (suffice.open(self.path / f"{name}.h5") for name in ("bands", "single"))
        for name in ("/population", "/measures"):
            self.assertTrue(a[name].to_dataset().equals(b[name].to_dataset()), name)

    def test_the_city_in_scenarios_is_what_its_book_says(self):
        made = workbook.import_book(CITY / "book.xlsx", self.path / "city")
        self.assertEqual(made.n_faults, 0)
        for file in ["plan.yaml", *(f"data/{path.name}" for path in CITY.glob("data/*.csv"))]:
            self.assertEqual((self.path / "city" / file).read_text(encoding="utf-8"),
                             (CITY / file).read_text(encoding="utf-8"), file)

    def test_cells_are_named_as_excel_does(self):
        for column, cell in ((1, "A7"), (26, "Z7"), (27, "AA7"), (703, "AAA7")):
            self.assertEqual(Place("x", 7, column).cell, cell)
