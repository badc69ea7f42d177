#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of the people said in a scenario, against their exact laws.

D03 of the analytic cases (a Leslie matrix of five ages), immigration and emigration at
constant hazards, flows below 0, flows and rates that follow paths, and a trend of deaths.
Bounds as in the other tests against theory: |z| < 4.65, and a precision gate, so that a
wide interval cannot pass.
"""
import csv
import datetime
import json
import pathlib
import tempfile
import unittest

import h5py
import numpy as np
from where import IS_SANITIZED, SOURCE, program

Z_BOUND = 4.65
YEAR_DAYS = 365.25
# D03: survival, births, survival of infants.
SURVIVAL = np.array([0.97, 0.99, 0.98, 0.95, 0.60])
BIRTHS = np.array([0, 0.3, 0.8, 0.4, 0])
INFANTS = 0.98
START = np.array([1000, 950, 900, 850, 800])
LESLIE = np.vstack([BIRTHS / 2 * INFANTS, np.diag(SURVIVAL)[:4]])
LESLIE[4, 4] = SURVIVAL[4]
CLASSES = [f"c{i}" for i in range(5)]
# Something must be served; nobody asks for it.
SERVICES = {"desk": {"kind": "stay", "arrivals": {}, "places": 1,
                     "stay": {"exponential": {"mean": "1 day"}}}}


def month_years(first, last):
    """Lengths of the months of calendar years, in years of 365.25 days."""
    starts = [datetime.date(year, month, 1) for year in range(first, last + 1)
              for month in range(1, 13)] + [datetime.date(last + 1, 1, 1)]
    return np.diff([day.toordinal() for day in starts]) / YEAR_DAYS


def expected(case, metric):
    """A value of the table of analytic cases."""
    with open(SOURCE / "tests/data/analytic_cases.csv", encoding="utf-8", newline="") as file:
        return next(float(row["expected"]) for row in csv.DictReader(file)
                    if row["case_id"] == case and row["metric"] == metric)


def region(people, years=1, **population):
    """A scenario from January 2021 on; people: {district: {(sex, age): count}}."""
    rows = [{"district": district, "sex": sex, "age": age, "count": int(count)}
            for district, of in people.items() for (sex, age), count in of.items()]
    desk = {"desk": {**SERVICES["desk"], "arrivals": {next(iter(people)): {"rate": "0 per day"}},
                     "places": dict.fromkeys(people, 1)}}
    return {"format": 1, "name": "people", "start": "2021-01-01", "end": f"{2021 + years}-01-01",
            "seed": 7, "districts": {district: {} for district in people}, "services": desk,
            "population": {"start": rows, **population}}


class Rules(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)

    def run_scenario(self, scenario, n):
        """Values by name: [replication][year][district], summed over sex and age."""
        file = self.path / "scenario.yaml"
        file.write_text(json.dumps(scenario), encoding="utf-8")
        results = self.path / "results.h5"
        results.unlink(missing_ok=True)
        if IS_SANITIZED:
            n = max(n // 50, 3)
        program("run", file, "-n", n, "-t", 1, "-q", "-o", results)
        found = {}
        with h5py.File(results) as data:
            for name in ("residents", "births", "deaths", "moves_in", "moves_out"):
                values = data[f"population/{name}"][()]
                found[name] = values.reshape(*values.shape[-5:])
        return found

    def assert_mean(self, sample, mean, precision):
        if IS_SANITIZED:
            return  # too few for that
        error = sample.std(ddof=1) / np.sqrt(len(sample))
        self.assertLess(error, precision * abs(mean), "not precise enough")
        self.assertLess(abs(sample.mean() - mean), Z_BOUND * error,
                        f"found {sample.mean()}, expected {mean}")

    def assert_variance(self, sample, variance, precision):
        squares = (sample - sample.mean()) ** 2
        self.assert_mean(squares * len(sample) / (len(sample) - 1), variance, precision)

    # --- D03 ---------------------------------------------------------------------------

    def leslie_year(self, counts, n, has_deaths=True):
        """A year of the matrix: each age a district with rates of its own, all people in
        the middle of their thirties, so that nobody's rates change within the year.

        Births come month by month from the women who are left, and infants die by the
        month too, while the matrix has them all at the start of the year: so a district's
        rate is divided by what a woman's and an infant's months amount to.
        """
        months = month_years(2021, 2021)
        before = np.concatenate([[0], np.cumsum(months)[:-1]])
        hazards = -np.log(SURVIVAL) / months.sum() if has_deaths else np.zeros(5)
        infant = -np.log(INFANTS) / months.sum()
        fertility = []
        for births, hazard in zip(BIRTHS, hazards):
            alive = np.exp(-infant * (months.sum() - before - months / 2))
            exposure = (months * np.exp(-hazard * before) * alive).sum() / INFANTS
            fertility.append(1000 * births / exposure)
        mortality = [{"year": 2021, "sex": "both", "age_from": 0, "age_to": 100,
                      "rate": infant}]
        mortality += [{"district": name, "year": 2021, "sex": "both", "age_from": 15,
                       "age_to": 100, "rate": hazard}
                      for name, hazard in zip(CLASSES, hazards)]
        rows = [{"district": name, "year": 2021, "age_from": 15, "age_to": 49,
                 "births_per_1000": rate} for name, rate in zip(CLASSES, fertility)]
        people = {name: {("F", 35): count} for name, count in zip(CLASSES, counts)}
        found = self.run_scenario(region(people, mortality=mortality, fertility=rows,
                                         males_per_female=1), n)
        women = found["residents"][:, 0, :, 0, :]  # [replication][district][age group]
        return women[..., :3].sum(axis=(1, 2)), women[..., 3:].sum(axis=2)

    def test_five_years_of_a_leslie_matrix_have_its_means(self):
        counts = START.astype(float)
        for year in range(1, 6):
            whole = np.round(1000 * counts)
            infants, women = self.leslie_year(whole, 40)
            counts = LESLIE @ counts
            mean = expected("D03", f"E[total females] year {year}")
            self.assertAlmostEqual(counts.sum(), mean, delta=1e-5 * mean)
            rounded = (LESLIE @ whole).sum()
            self.assertAlmostEqual(rounded / 1000, mean, delta=1e-6 * mean)
            self.assert_mean(infants + women.sum(axis=1), rounded, 1e-4)
            self.assert_mean(infants, (LESLIE @ whole)[0], 5e-4)
            for i in range(5):
                self.assert_mean(women[:, i], SURVIVAL[i] * whole[i], 1e-3)

    def test_stable_ages_change_by_the_dominant_eigenvalue(self):
        values, vectors = np.linalg.eig(LESLIE)
        stable = np.abs(vectors[:, values.real.argmax()].real)
        whole = np.round(4e6 * stable / stable.sum())
        infants, women = self.leslie_year(whole, 40)
        self.assert_mean((infants + women.sum(axis=1)) / whole.sum(),
                         expected("D03", "dominant eigenvalue"), 1e-4)

    def test_infants_of_a_year_are_poisson(self):
        infants, _ = self.leslie_year(START, 4000, has_deaths=False)
        self.assert_mean(infants, (LESLIE @ START)[0], 1e-3)
        self.assert_variance(infants, expected("D03", "Var[female infants surviving, year 1]"),
                             0.03)

    # --- moves -------------------------------------------------------------------------

    def test_immigration_and_emigration_have_their_mean_and_variance(self):
        """Immigrants are Poisson and leave at a constant hazard, those of the start are
        binomial. Both directions have years, the inflow an assumption times a number.
        Who comes in a month is at risk from the next on, as the month step has it."""
        people = 1000
        hazard, inflow = 0.5, {2021: 300, 2022: 300, 2023: 900, 2024: 900}
        flows = [{"from": "outside", "to": "city", "flow": "in", "year": year,
                  "persons_per_year": f"$level * {inflow[year] / 2}"} for year in (2021, 2023)]
        flows += [{"from": "city", "to": "outside", "flow": "out", "year": 2019, "sex": sex,
                   "persons_per_year": hazard * people / 2} for sex in "FM"]
        scenario = region({"city": {("F", 30): people / 2, ("M", 30): people / 2}}, 4,
                          migration=flows)
        scenario["assumptions"] = {"level": {"value": 2}}
        found = self.run_scenario(scenario, 4000)["residents"].sum(axis=(2, 3, 4))
        mean_in, stay = 0.0, 1.0
        for year in range(2021, 2025):
            for length in month_years(year, year):
                mean_in = mean_in * np.exp(-hazard * length) + inflow[year] * length
                stay *= np.exp(-hazard * length)
            mean = people * stay + mean_in
            self.assert_mean(found[:, year - 2021], mean, 1e-3)
            self.assert_variance(found[:, year - 2021],
                                 people * stay * (1 - stay) + mean_in, 0.03)

    def test_a_flow_below_0_goes_the_other_way(self):
        people, hazard = 10000, 0.1
        scenario = region({"a": {("F", 30): people, ("M", 30): people},
                           "b": {("F", 30): people, ("M", 30): people}},
                          migration=[{"from": "outside", "to": "a", "sex": "F",
                                      "persons_per_year": f"$balance * {hazard * people}"},
                                     {"from": "a", "to": "b", "sex": "M", "age_from": 25,
                                      "persons_per_year": f"$balance * {hazard * people}"}])
        scenario["assumptions"] = {"balance": {"value": -1}}
        found = self.run_scenario(scenario, 300)
        stay = np.exp(-hazard * month_years(2021, 2021).sum())
        women = found["residents"][:, 0, :, 0, :].sum(axis=2)
        men = found["residents"][:, 0, :, 1, :].sum(axis=2)
        self.assert_mean(women[:, 0], people * stay, 5e-4)
        self.assertTrue((women[:, 1] == people).all())
        self.assert_mean(men[:, 1], people * stay, 5e-4)
        self.assertTrue((men.sum(axis=1) == 2 * people).all())

    def test_flows_of_ages_add_up_and_leave_other_ages_alone(self):
        people = 10000
        scenario = region({"a": {("F", 22): people, ("F", 52): people},
                           "b": {("F", 22): people, ("F", 52): people}},
                          migration=[{"from": "a", "to": "b", "flow": "young", "age_from": 20,
                                      "age_to": 24, "persons_per_year": 500},
                                     {"from": "a", "to": "b", "flow": "more", "age_from": 20,
                                      "age_to": 24, "turnover_per_year": 300,
                                      "persons_per_year": 200}],
                          migration_factor=2, turnover_factor=3)
        found = self.run_scenario(scenario, 300)["residents"][:, 0, :, 0, :]
        year = month_years(2021, 2021).sum()
        young = found[:, 0, 4]  # of 20 to 24
        self.assert_mean(young, people * np.exp(-(2 * 0.07 + 3 * 0.03) * year), 1e-3)
        self.assertTrue((found[:, 0, 10] == people).all())

    # --- paths and trends --------------------------------------------------------------

    def test_flows_births_and_deaths_follow_paths(self):
        """The mean of a factor exp(x) is exp(variance / 2): 0, sd^2, sd^2 (1 + phi^2)."""
        people, sd, phi = 40000, 0.3, 0.5
        scenario = region({"a": {("F", 25): people}, "b": {("M", 25): people}}, 3,
                          fertility=[{"year": 2021, "age_from": 15, "age_to": 49,
                                      "births_per_1000": 50}],
                          mortality=[{"year": 2021, "sex": "both", "age_from": 0,
                                      "age_to": 14, "rate": 0},
                                     {"year": 2021, "sex": "both", "age_from": 15,
                                      "age_to": 100, "rate": 0},
                                     {"district": "b", "year": 2021, "sex": "M",
                                      "age_from": 15, "age_to": 100,
                                      "rate": "$deaths * 0.01"}],
                          migration=[{"from": "outside", "to": "a", "age_from": 60,
                                      "sex": "M", "persons_per_year": 0},
                                     {"from": "outside", "to": "b", "flow": "in",
                                      "sex": "M", "persons_per_year": "$moves * 2000"}])
        law = {"value": 1, "ar1": {"sd": sd, "phi": phi, "scale": "log"}}
        scenario["assumptions"] = dict.fromkeys(("births", "deaths", "moves"), law)
        scenario["districts"] = {"a": {"births": "$births"}, "b": {"births": 0}}
        found = self.run_scenario(scenario, 2500)
        variances = [0, sd ** 2, sd ** 2 * (1 + phi ** 2)]
        for y, variance in enumerate(variances):
            years = month_years(2021 + y, 2021 + y).sum()
            factor = np.exp(variance / 2)
            births = found["births"][:, y].sum(axis=(1, 2, 3))
            moves = found["moves_in"][:, y, 1].sum(axis=(1, 2))
            self.assert_mean(births, 0.05 * people * years * factor, 1e-2)
            self.assert_mean(moves, 2000 * years * factor, 1e-2)
        deaths = found["deaths"][:, 0, 1].sum(axis=(1, 2))
        years = month_years(2021, 2021)
        # In the first year the path is still where it begins.
        alive, sum_deaths = float(people), 0.0
        for length in years:
            sum_deaths += alive * -np.expm1(-0.01 * length)
            alive = alive * np.exp(-0.01 * length) + 2000 * length
        self.assert_mean(deaths, sum_deaths, 1e-3)
        self.assertGreater(np.std(found["deaths"][:, 2, 1].sum(axis=(1, 2))),
                           5 * deaths.std())

    def test_a_trend_of_deaths_compounds_from_the_year_of_the_counts(self):
        people, rate, trend = 100000, 0.05, -0.2
        scenario = region({"a": {("F", 30): people}}, 3, mortality_trend="$trend",
                          mortality=[{"year": 2021, "sex": "both", "age_from": 0,
                                      "age_to": 100, "rate": rate}])
        scenario["assumptions"] = {"trend": {"value": trend}}
        found = self.run_scenario(scenario, 200)["residents"].sum(axis=(2, 3, 4))
        hazard = 0.0
        for y in range(3):
            hazard += rate * (1 + trend) ** y * month_years(2021 + y, 2021 + y).sum()
            self.assert_mean(found[:, y], people * np.exp(-hazard), 2e-4)


if __name__ == "__main__":
    unittest.main()
