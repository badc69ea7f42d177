# SPDX-License-Identifier: GPL-3.0-or-later
"""Discrete and empirical assumptions of a new start: narrowed to what the weights say."""
import contextlib
import io
import pathlib
import subprocess
import tempfile
import unittest

import numpy as np
import yaml
from scipy import stats
from where import PROGRAM, program

import suffice
from suffice.rebase import build, command, document, rebase

N = 2500
SEEN, ERROR = 60, 8.
VALUES, SHARES = [40., 50., 70.], [0.5, 0.3, 0.2]
TOWN = f"""\
format: 1
name: town
start: 2021-01-01
end: 2023-01-01
seed: 9
design: random
districts: {{town: {{}}}}
assumptions:
  few: {{discrete: {{values: [40 per year, 50 per year, 70 per year], probabilities: {SHARES}}}}}
  lines: {{empirical: {{values: [30 per year, 60 per year, 90 per year], cumulative: [0, 0.7, 1]}}}}
  paths:
    discrete: {{values: [0.9, 1.1], probabilities: [0.5, 0.5]}}
    ar1: {{sd: 0.1, scale: log}}
services:
  one:
    kind: stay
    arrivals: {{town: {{rate: $few}}}}
    stay: {{exponential: {{mean: 1 month}}}}
    queue: {{discipline: none}}
    places: 1000
  two:
    kind: stay
    arrivals: {{town: {{rate: $lines}}}}
    stay: {{exponential: {{mean: 1 month}}}}
    queue: {{discipline: none}}
    places: 1000
  three:
    kind: stay
    eligible: {{from: 20 years, to: 40 years}}
    requests: {{per_person_year: 0.01, by_year: {{2021: $paths}}}}
    stay: {{exponential: {{mean: 1 month}}}}
    queue: {{discipline: none}}
    places: 1000
    initial: {{}}
population:
  start:
    - {{district: town, sex: F, age: 25, count: 1000}}
observations:
  first:  {{measure: requests, of: one, date: 2021-12-31, value: {SEEN}, sd: {ERROR}}}
  second: {{measure: requests, of: two, date: 2021-12-31, value: {SEEN}, sd: {ERROR}}}
"""


def likelihood(rate):
    """Of the count, of requests that are Poisson and an error that is normal."""
    x = np.arange(0, 300)
    return stats.poisson.pmf(x, rate) @ np.exp(-((x - SEEN) / ERROR) ** 2 / 2)


class Beliefs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.holder.name)
        (folder / "town.yaml").write_text(TOWN)
        program("run", folder / "town.yaml", "-n", N, "-o", folder / "town.h5", "-q")
        with suffice.open(folder / "town.h5") as tree:
            cls.plan = rebase(tree, folder / "new")
            cls.paths = tree["assumptions"]["value"].isel(scenario=0).sel(
                assumption="paths").transpose("replication", "year").values[:, -1].copy()
            cls.weights = tree.suffice.weights().values.copy()
        cls.new = yaml.load(cls.plan.read_text(), yaml.BaseLoader)["assumptions"]

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def test_probabilities_of_a_discrete_one_are_those_of_bayes(self):
        expected = np.array(SHARES) * [likelihood(v) for v in VALUES]
        expected /= expected.sum()
        of = self.new["few"]["discrete"]
        found = np.array(of["probabilities"], float)
        rates = [float(v.split()[0]) * (365.25 if "day" in v else 1) for v in of["values"]]
        np.testing.assert_allclose(rates, VALUES, rtol=1e-6)
        n = 1 / (self.weights ** 2).sum()
        self.assertGreater(n, 200)
        np.testing.assert_allclose(found, expected, atol=4 * np.sqrt(0.25 / n))
        self.assertGreater(np.abs(expected - SHARES).max(), 0.2)  # it moves much

    def test_quantiles_of_an_empirical_one_are_those_of_bayes(self):
        at = np.linspace(30, 90, 1201)
        density = np.where(at < 60, 0.7, 0.3) * [likelihood(v) for v in at]
        cdf = np.cumsum(density) / density.sum()
        of = self.new["lines"]["empirical"]
        values = np.array([float(v.split()[0]) * (365.25 if "day" in v else 1)
                           for v in of["values"]])
        shares = np.array(of["cumulative"], float)
        self.assertEqual((shares[0], shares[-1]), (0, 1))
        n = 1 / (self.weights ** 2).sum()
        np.testing.assert_allclose(np.interp(values[1:-1], at, cdf), shares[1:-1],
                                   atol=4 * np.sqrt(0.25 / n))
        self.assertGreater(values[1], 36)  # of the law before a seventh lay below

    def test_one_that_follows_a_path_goes_on_from_where_it_is(self):
        of = self.new["paths"]["empirical"]
        self.assertIn("ar1", self.new["paths"])
        middle = float(of["values"][of["cumulative"].index("0.5")])
        order = np.argsort(self.paths)
        found = self.paths[order][np.searchsorted(np.cumsum(self.weights[order]), 0.5)]
        self.assertAlmostEqual(middle, found, delta=0.02)

    def test_a_spread_from_few_replications_is_doubted(self):
        folder = self.plan.parent.parent
        for n, is_doubted in ((20, True), (100, False)):
            path, new = folder / f"few{n}.h5", folder / f"few{n}"
            program("run", folder / "town.yaml", "-n", n, "-o", path, "-q")
            told = io.StringIO()
            with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
                self.assertEqual(command.main([str(path), "-o", str(new), "--unweighted"]), 0)
            said = f"paths: the spread comes from {n} replications, too few"
            self.assertEqual(said in told.getvalue(), is_doubted, told.getvalue())
            self.assertEqual(said in (new / "README.md").read_text(), is_doubted)

    def test_the_new_plan_is_checked_and_runs(self):
        checked = subprocess.run([PROGRAM, "check", "--strict", self.plan], text=True,
                                 capture_output=True)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        program("run", self.plan, "-n", 4, "-o", self.plan.parent / "new.h5", "-q")


class Stock(unittest.TestCase):
    def test_rows_that_a_source_told_apart_are_one_also_where_zones_stay(self):
        of = {"district": "town", "asset": "hall", "zone": "", "state": "open", "evidence": "A"}
        new = {"services": {"school": {"zones": "yes"}}, "stock": document.table_of(
            [{**of, "count": "1"}, {**of, "count": "2", "zone": "east"}, {**of, "count": "1"}])}
        build._add_up_stock(new)
        self.assertEqual([(row["zone"], row["count"]) for row in document.rows_of(new["stock"])],
                         [("", "2"), ("east", "2")])


if __name__ == "__main__":
    unittest.main()
