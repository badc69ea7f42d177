# SPDX-License-Identifier: GPL-3.0-or-later
"""Yearly steps of assumptions that move: columns of a table of points, and calibrated."""
import pathlib
import subprocess
import tempfile
import unittest

import numpy as np
from scipy import special
from where import PROGRAM, program

import suffice
from suffice import calibration, smoother

Z_BOUND = 4.65
PHI, STEP, SHARE, SPREAD = 0.7, 0.08, 0.36, 0.05
EXPOSURE = 2_000_000 * 0.1 * 365 / 365.25  # births of a year without a leap day at factor 1
ERROR = 4000.
SEEN = {2022: 220_000., 2023: 190_000.}
PATHS = f"""\
format: 1
name: paths
start: 2021-01-01
end: 2025-01-01
seed: 5
districts: {{town: {{}}}}
assumptions:
  births:
    normal: {{mean: 1, sd: {SPREAD}}}
    ar1: {{sd: {STEP}, phi: {PHI}, scale: linear, shock: luck, shock_share: {SHARE}}}
  deaths:
    value: 1
    ar1: {{sd: 0.02, phi: 1, scale: linear, shock: luck, shock_share: 0.5}}
population:
  start:
    - {{district: town, sex: F, age: 25, count: 2000000}}
  fertility:
    - {{year: 2021, age_from: 20, age_to: 39, births_per_1000: 100}}
  mortality:
    - {{year: 2021, sex: F, age_from: 0, age_to: 59, rate: 0}}
    - {{year: 2021, sex: F, age_from: 60, age_to: 100, rate: 0.01}}
    - {{year: 2021, sex: M, age_from: 0, age_to: 59, rate: 0}}
    - {{year: 2021, sex: M, age_from: 60, age_to: 100, rate: 0.01}}
  fertility_factor: $births
  mortality_factor: $deaths
services:
  other:
    kind: stay
    arrivals: {{town: {{rate: 7 per year}}}}
    stay: {{exponential: {{mean: 1 month}}}}
    queue: {{discipline: none}}
    places: 1000
observations:
  births-2022: {{measure: births, date: 2022-12-31, value: {SEEN[2022]:.0f}, sd: {ERROR}}}
  births-2023: {{measure: births, date: 2023-12-31, value: {SEEN[2023]:.0f}, sd: {ERROR}}}
"""
SCORES = ["births", "births@2022", "births@2023", "shock/luck@2022", "shock/luck@2023"]
# births in a year as what each score adds to it
OWN, SHARED = STEP * np.sqrt(1 - SHARE), STEP * np.sqrt(SHARE)
LINEAR = {2022: np.array([SPREAD, OWN, 0, SHARED, 0]),
          2023: np.array([SPREAD, PHI * OWN, OWN, PHI * SHARED, SHARED])}


def posterior():
    """Mean and covariance of the scores: births are normal about exposure x factor, with the
    error of counting and the chance of as many births."""
    linear = EXPOSURE * np.array([LINEAR[year] for year in SEEN])
    seen = np.array(list(SEEN.values()))
    precision = np.eye(5) + linear.T @ np.diag(1 / (ERROR ** 2 + seen)) @ linear
    covariance = np.linalg.inv(precision)
    return covariance @ linear.T @ ((seen - EXPOSURE) / (ERROR ** 2 + seen)), covariance


class Paths(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.holder.name)
        self.scenario = self.folder / "paths.yaml"
        self.scenario.write_text(PATHS)
        self.points = self.folder / "points.csv"

    def tearDown(self):
        self.holder.cleanup()

    def yearly(self, setting, *arguments):
        """Births and deaths of a run, by replication and year."""
        path = self.folder / "run.h5"
        overlay = self.folder / "run.yaml"
        key, value = setting.split("=", 1)
        overlay.write_text(f"format: 1\nextends: paths.yaml\nname: paths\n{key}: {value}\n")
        program("run", overlay, "-o", path, "-q", "--force", *arguments)
        with suffice.open(path) as tree:
            found = tree["assumptions"]["value"].isel(scenario=0)
            return [found.sel(assumption=name).transpose("replication", "year").values.copy()
                    for name in ("births", "deaths")]

    def test_steps_of_a_table_make_the_path(self):
        rng = np.random.default_rng(3)
        u = rng.random((30, 4))
        header = "replication,births,births@2022,shock/luck@2022,deaths@2022"
        rows = [",".join(map(repr, [r, *of])) for r, of in enumerate(u.tolist())]
        self.points.write_text("\n".join([header, *rows]) + "\n")
        base, own, shock, of_deaths = special.ndtri(u).T
        given, random = ("design={table: points.csv}", "design=random")
        births, deaths = self.yearly(given)
        np.testing.assert_allclose(births[:, 0], 1 + SPREAD * base, rtol=1e-12)
        np.testing.assert_allclose(births[:, 1] - births[:, 0], OWN * own + SHARED * shock,
                                   atol=1e-12)
        np.testing.assert_allclose(deaths[:, 1], 1 + 0.02 * np.sqrt(0.5) * (of_deaths + shock),
                                   rtol=1e-12)
        # What the table lacks is drawn as in a random design.
        others, other_deaths = self.yearly(random, "-n", 30)
        np.testing.assert_allclose(np.diff(deaths)[:, 1:], np.diff(other_deaths)[:, 1:],
                                   atol=1e-12)
        steps = [of[:, 1:] - of[:, :1] - PHI * (of[:, :-1] - of[:, :1])
                 for of in (births, others)]
        np.testing.assert_allclose(steps[0][:, 1:], steps[1][:, 1:], atol=1e-12)
        self.assertFalse((steps[0][:, 0] == steps[1][:, 0]).any())

    def test_each_yearly_step_has_its_normal_posterior(self):
        found = calibration.calibrate(self.scenario, self.points, 200, 2000, program=PROGRAM)
        self.assertGreater(found.effective, 700)
        points = calibration.read_points(found.table)
        self.assertEqual(list(points), ["replication", *SCORES, "deaths@2022", "deaths@2023",
                                        "log_weight"])
        path = self.folder / "given.h5"
        program("run", found.overlay, "-o", path, "-q")
        mean, covariance = posterior()
        with suffice.open(path) as tree:
            w = tree.suffice.weights().values
            births = tree["assumptions"]["value"].isel(scenario=0).sel(assumption="births")
            births = births.transpose("replication", "year").values
        z = special.ndtri(points[SCORES].to_numpy())
        self.check(w, z, mean, np.sqrt(np.diag(covariance)))
        linear = np.array(list(LINEAR.values()))
        self.check(w, births[:, 1:3], 1 + linear @ mean,
                   np.sqrt(np.diag(linear @ covariance @ linear.T)))
        told = found.assumptions.set_index(["assumption", "year"])
        self.assertEqual(sorted(told.loc["births"].index), [2021, 2022, 2023, 2024])
        np.testing.assert_allclose(told.loc[("births", 2022), "mean_given"], w @ births[:, 1],
                                   rtol=1e-3)
        self.assertGreater(told.loc[("births", 2022), "moved"], 0.5)

    def check(self, w, values, mean, sd):
        """Weighted means and standard deviations are those told, within their errors."""
        found = w @ values
        error = np.sqrt(w ** 2 @ (values - found) ** 2)
        self.assertTrue((error < 0.06 * sd).all(), error / sd)
        self.assertLess(np.abs((found - mean) / error).max(), Z_BOUND)
        square = (values - mean) ** 2
        found = w @ square
        error = np.sqrt(w ** 2 @ (square - found) ** 2)
        self.assertTrue((error < 0.12 * sd ** 2).all(), error / sd ** 2)
        self.assertLess(np.abs((found - sd ** 2) / error).max(), Z_BOUND)

    def test_columns_that_are_no_steps_of_this_scenario(self):
        def told(column):
            self.points.write_text(f"replication,{column}\n0,0.5\n")
            done = subprocess.run(
                [PROGRAM, "check", self.scenario, "--set", f"design={{table: {self.points}}}"],
                text=True, capture_output=True)
            return done.stderr

        self.assertIn("points.csv:1:13: found a column 'moves@2022' of steps, expected the name "
                      "of an assumption that moves", told("moves@2022"))
        self.assertIn("expected the name of the shock of an assumption", told("shock/luk@2022"))
        self.assertIn("found a column 'births@2021' of steps, expected a year after 2021",
                      told("births@2021"))
        self.assertIn("found an unknown column 'births@22'", told("births@22"))
        self.assertIn("without effect: the column 'births@2025' is of a year after the run",
                      told("births@2025"))


class Many(unittest.TestCase):
    """A few counts, felt along few directions of many scores, each of them a little."""

    def test_many_scores_are_moved_by_few_counts(self):
        n, points = 90, 1000
        for seed in range(2):
            linear = np.random.default_rng(seed).normal(size=(3, n)) / np.sqrt(n)
            observed, sd = np.array([1., -1., 0.7]), np.full(3, 0.1)
            covariance = np.linalg.inv(np.eye(n) + linear.T @ linear / sd[0] ** 2)
            mean = covariance @ linear.T @ observed / sd[0] ** 2

            def simulate(z, stage, linear=linear, seed=seed):
                noise = smoother.generator(seed, f"noise {stage}").normal(size=(len(z), 3))
                return z @ linear.T + 0.01 * noise

            proposal = smoother.fit(simulate, n, observed, sd, seed, 450, 4, points)
            z = proposal.draw(smoother.generator(seed, "points"), points)
            logs = (proposal.log_weight(z)
                    + smoother.log_likelihood(simulate(z, "last"), observed, sd))
            self.assertGreater(smoother.effective(logs), points / 2)
            w = np.exp(logs - logs.max())
            w /= w.sum()
            error = np.sqrt(w ** 2 @ (z - w @ z) ** 2)
            self.assertLess(np.abs((w @ z - mean) / error).max(), Z_BOUND)


if __name__ == "__main__":
    unittest.main()
