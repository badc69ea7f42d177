#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What suffice margin tells of costs: people served more by a million yuan, against theory
and against two runs; empty where no cost is given, and never 0.
"""
import math
import unittest

import h5py
import numpy as np
from size_case import Case, suffice
from test_margin import ERLANG, INTAKE, LINKED, LOSS
from where import PROGRAM

import suffice as suffice_package

CAPITAL = "services.bed.capital.place=60000 yuan"
PLACE_YEAR = "services.bed.running.place_year=20000 yuan"
PERSON = "services.bed.running.person=10 yuan"
PRICES = "costs.prices=2020"
COLUMNS = [f"{name}{end}" for name in ("cost", "served_per_million_yuan")
           for end in ("", "_low", "_high")]


class Costs(Case):
    END = "2023-01-01"

    def margin(self, scenario, *options, sets=(), output="a.h5"):
        """The rows of the answer as CSV, by service and district or lever."""
        more = [option for text in sets for option in ("--set", text)]
        return {(row["service"], row["district"] or row["lever"]): row for row in self.ask(
            "margin", scenario, "-f", *options, *more, output=output)}

    def test_capital_and_place_years(self):
        """60000 yuan, and two years at 20000: the same in every replication, so that the
        interval is that of the people."""
        row = self.margin(self.write(LOSS), "-n", 200, "--max-n", 200, "--places", 2,
                          sets=(PRICES, CAPITAL, PLACE_YEAR))["bed", "city"]
        self.assertEqual(row["cost_of"], "capital and running")
        self.assertAlmostEqual(float(row["cost"]), 100000, places=4)
        for end in ("", "_low", "_high"):
            self.assertAlmostEqual(float(row[f"served_per_million_yuan{end}"]),
                                   float(row[f"served{end}"]) * 10, places=3)
        row = self.margin(self.write(LOSS), "-n", 200, "--max-n", 200,
                          sets=(PRICES, CAPITAL, PLACE_YEAR))["bed", "city"]
        self.assertTrue(float(row["served_per_million_yuan_low"]) < 10 * ERLANG <
                        float(row["served_per_million_yuan_high"]), row)

    def test_what_is_served_costs_too(self):
        row = self.margin(self.write(LOSS), "-n", 100, "--max-n", 100,
                          sets=(PRICES, PERSON))["bed", "city"]
        self.assertEqual(row["cost_of"], "running")
        self.assertAlmostEqual(float(row["cost"]), 10 * float(row["served"]), delta=1)
        # A person costs 10 yuan, whoever that is: the ratio is the same in each replication.
        self.assertAlmostEqual(float(row["served_per_million_yuan"]), 1e5, delta=50)

    def test_from_a_day_on_fewer_place_years(self):
        row = self.margin(self.write(LOSS), "-n", 20, "--max-n", 20, "--from", "2022-07-01",
                          sets=(PRICES, PLACE_YEAR))["bed", "city"]
        self.assertAlmostEqual(float(row["cost"]), 10000, delta=100)

    def test_a_drawn_cost_is_that_of_each_replication(self):
        """Fieller's interval, by hand from the runs of the plan with and without the place."""
        text = LOSS + ("assumptions: {{price: {{uniform: {{low: 50000 yuan, "
                       "high: 150000 yuan}}}}}}\n")
        scenario = self.write(text.replace("    places: 25\n", "    places: 25\n"
                                           "    capital: {{place: $price}}\n"))
        row = self.margin(scenario, "-n", 60, "--max-n", 60, "--places", 5,
                          sets=(PRICES,))["bed", "city"]
        served, price = [], []
        for places in (25, 30):
            suffice("run", scenario, "-n", 60, "-q", "-f", "-o", self.path / "r.h5",
                    "--set", f"services.bed.places={places}", "--set", PRICES)
            with h5py.File(self.path / "r.h5") as run:
                served.append(run["admissions"][0].sum(axis=(1, 2, 3)))
                price.append(run["assumptions/value"][0, :, 0, 0])
        self.assertEqual(list(price[0]), list(price[1]))
        more, cost = served[1] - served[0], 5 * price[0] / 1e6
        self.assertAlmostEqual(float(row["cost"]), price[0].mean(), places=3)
        ratio = more.mean() / cost.mean()
        low, high = (float(row[f"served_per_million_yuan{end}"]) for end in ("_low", "_high"))
        self.assertTrue(low < float(row["served_per_million_yuan"]) < high)
        # Who is in an added place at the start is nobody, in a plan with more of them somebody.
        self.assertAlmostEqual(float(row["served_per_million_yuan"]), ratio, delta=0.02 * ratio)
        residual = (more - ratio * cost).std(ddof=1) / math.sqrt(60) / cost.mean()
        self.assertAlmostEqual((high - low) / 2, 2.0 * residual, delta=0.25 * residual)

    def test_a_lever_has_the_cost_of_its_step(self):
        text = INTAKE.replace("places: 310", "places: $seats").replace(
            "services:", "levers:\n  seats: {{value: 310, least: 300, most: 400, step: 5, unit: "
            "places, cost: 2 万元}}\nservices:", 1)
        rows = self.margin(self.write(text, end="2022-01-01"), "-n", 300, "--max-n", 300,
                           "--levers", "seats")
        row = rows["school", "seats"]
        self.assertEqual((row["cost"], row["cost_of"]), ("100000", "capital"))
        self.assertAlmostEqual(float(row["served_per_million_yuan"]), 10 * float(row["served"]),
                               places=6)
        self.assertEqual([rows["school", "city"][column] for column in COLUMNS], [""] * 6)

    def test_nothing_given_is_nothing_told(self):
        """Of a service without a cost, beside one that has one; the rest stays as it is."""
        scenario = self.write(LINKED, end="2021-04-01")
        before = self.margin(scenario, "-n", 20, "--max-n", 20)
        rows = self.margin(scenario, "-n", 20, "--max-n", 20, sets=(PRICES, CAPITAL),
                           output="b.h5")
        for key, row in rows.items():
            is_costed = key[0] == "bed"
            self.assertEqual(row["cost_of"], "capital" if is_costed else "")
            self.assertEqual(row["cost"], "60000" if is_costed else "")
            self.assertEqual([before[key][column] for column in COLUMNS], [""] * 6)
            self.assertEqual({c: v for c, v in row.items() if "cost" not in c and "yuan" not in c},
                             {c: v for c, v in before[key].items()
                              if "cost" not in c and "yuan" not in c})
        with h5py.File(self.path / "a.h5") as file:
            self.assertTrue(np.isnan(file["margin/cost"][:]).all())
            self.assertTrue(np.isnan(file["margin/per_million"][:]).all())

    def test_no_gain_no_ratio_that_is_bounded_by_0(self):
        """A place that serves nobody more serves 0 by a million, and that is told as 0."""
        row = self.margin(self.write(LOSS), "-n", 20, "--max-n", 20, sets=(
            PRICES, CAPITAL, "services.bed.places=200"))["bed", "city"]
        self.assertEqual((row["served"], row["served_per_million_yuan"]), ("0", "0"))
        self.assertEqual(row["cost"], "60000")

    def test_python_tells_it(self):
        scenario = self.write(LINKED, end="2021-10-01")
        answer = suffice_package.margin(
            scenario, "bed", replications=20, most=20, output=self.path / "p.h5",
            settings={"costs.prices": 2020, "services.bed.capital.place": "60000 yuan"},
            program=PROGRAM)
        table = answer.table("bed")
        self.assertEqual(list(table["cost"]), [60000] * 3)
        self.assertEqual(list(table["cost_of"]), ["capital"] * 3)
        np.testing.assert_allclose(table["per_million"], table["served"] / 0.06)
        for lang, words in (("en", "a million yuan"), ("zh", "每百万元")):
            self.assertIn(words, answer.sentences(lang)[0])
        for lang in ("en", "zh"):
            axes = answer.picture("bed", lang, by="per_million").axes[0]
            self.assertEqual(max(line.get_xdata()[0] for line in axes.lines
                                 if len(line.get_xdata()) == 1), table["per_million"].max())
        plain = suffice_package.margin(scenario, "bed", replications=20, most=20,
                                       output=self.path / "q.h5", program=PROGRAM)
        self.assertTrue(plain.table()["per_million"].isna().all())
        self.assertNotIn("yuan", plain.sentences()[0])
        with self.assertRaisesRegex(suffice_package.ResultsError, "no cost is given"):
            plain.picture("bed", by="per_million")


if __name__ == "__main__":
    unittest.main()
