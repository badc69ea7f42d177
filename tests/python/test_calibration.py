# SPDX-License-Identifier: GPL-3.0-or-later
"""Calibration: the smoother against normal posteriors, the command against gamma-Poisson."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import numpy as np
from scipy import stats
from where import PROGRAM, SOURCE, program

import suffice
from suffice import calibration, smoother

Z_BOUND = 4.65
COUNTED = """\
format: 1
name: counted
start: 2021-01-01
end: 2022-01-01
seed: 11
districts: {town: {}}
assumptions:
  rate: {gamma: {mean: EXPOSURE per year, cv: 0.2}}
  idle: {uniform: {low: 5 per year, high: 9 per year}}
services:
  clinic:
    kind: stay
    arrivals: {town: {rate: $rate}}
    stay: {exponential: {mean: 1 day}}
    queue: {discipline: none}
    places: 100000
  other:
    kind: stay
    arrivals: {town: {rate: $idle}}
    stay: {exponential: {mean: 1 month}}
    queue: {discipline: none}
    places: 1000
observations:
  asked: {measure: requests, of: clinic, value: SEEN, sd: ERROR}
  idle: {measure: requests, of: other, value: 7, sd: 1, hold_out: yes}
"""


def posterior(exposure, seen, error):
    """Mean and sd of G given x + error = seen: G ~ Gamma(25, 1/25) and x ~ Poisson(exposure
    G), so that x is negative binomial and given x G is Gamma(25 + x, 1 / (25 + exposure))."""
    x = np.arange(0, 4 * exposure)
    w = stats.nbinom.pmf(x, 25, 25 / (25 + exposure)) * np.exp(-((x - seen) / error) ** 2 / 2)
    w /= w.sum()
    mean = (w * (25 + x)).sum() / (25 + exposure)
    square = (w * (25 + x) * (26 + x)).sum() / (25 + exposure) ** 2
    return mean, np.sqrt(square - mean ** 2)


class Smoother(unittest.TestCase):
    """Counts that are linear in normal scores: the posterior is normal, and known."""

    def check(self, seed, sd, far):
        n, points = 6, 2000
        rng = np.random.default_rng(seed)
        linear = rng.normal(size=(3, n))
        observed = far * np.array([3., -2., 4.])
        precision = np.eye(n) + linear.T @ np.diag(1 / sd ** 2) @ linear
        covariance = np.linalg.inv(precision)
        mean = covariance @ linear.T @ (observed / sd ** 2)

        def simulate(z, _stage):
            return z @ linear.T

        proposal = smoother.fit(simulate, n, observed, sd, seed, 200, 4, points)
        z = proposal.draw(smoother.generator(seed, "points"), points)
        logs = proposal.log_weight(z) + smoother.log_likelihood(simulate(z, ""), observed, sd)
        self.assertGreater(smoother.effective(logs), points / 3)
        w = np.exp(logs - logs.max())
        w /= w.sum()
        worst = 0.
        for values, expected in ((z, mean), ((z - mean) ** 2, np.diag(covariance))):
            found = w @ values
            error = np.sqrt(w ** 2 @ (values - found) ** 2)
            scale = np.sqrt(np.diag(covariance))
            gate = 0.05 * (scale if values is z else scale ** 2 * 2)
            self.assertTrue((error < gate).all(), (error / scale).max())
            worst = max(worst, np.abs((found - expected) / error).max())
        self.assertLess(worst, Z_BOUND)

    def test_linear_counts_give_the_normal_posterior(self):
        for seed in range(5):
            self.check(seed, np.array([0.3, 0.5, 1.]), 1)

    def test_so_do_counts_that_are_far_and_tell_much(self):
        for seed in range(5):
            self.check(seed, np.array([0.02, 0.05, 0.03]), 3)

    def test_weights_are_of_the_law_that_points_are_drawn_from(self):
        """The mean weight prior / proposal is 1, and weighted points are standard normal."""
        proposal = smoother.Proposal(np.array([0.8, -0.5]), np.array([[0.5, 0.2], [0.2, 0.3]]))
        z = proposal.draw(smoother.generator(5, "points"), 20000)
        w = np.exp(proposal.log_weight(z))
        self.assertLess(w.max(), 1 / smoother.DEFENSIVE + 1e-9)
        for values, expected in ((w, 1.), (w * z[:, 0], 0.), (w * z[:, 1] ** 2, 1.),
                                 (w * z[:, 0] * z[:, 1], 0.)):
            error = values.std() / np.sqrt(len(z))
            self.assertLess(error, 0.03)
            self.assertLess(abs(values.mean() - expected), Z_BOUND * error)


class Command(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.holder.name)
        self.scenario = self.folder / "counted.yaml"
        self.table = self.folder / "points.csv"
        self.environment = {**os.environ, "SUFFICE_PROGRAM": str(PROGRAM),
                            "PYTHONPATH": str(SOURCE / "scripts")}

    def tearDown(self):
        self.holder.cleanup()

    def write(self, exposure, seen, error):
        self.scenario.write_text(COUNTED.replace("EXPOSURE", str(exposure)).replace(
            "SEEN", str(seen)).replace("ERROR", str(error)))

    def command(self, *arguments, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "suffice.calibrate_command", str(self.scenario), "-o",
             str(self.table), *map(str, arguments)],
            env=self.environment, text=True, capture_output=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout if code == 0 else done.stderr

    def check_run(self, exposure, expected, gate):
        """The run of the overlay has the posterior of G."""
        path = self.folder / "calibrated.h5"
        program("run", self.table.with_suffix(".yaml"), "-o", path, "-q")
        with suffice.open(path) as tree:
            w = tree.suffice.weights().values
            rate = tree["assumptions"]["value"].isel(scenario=0, year=0).sel(
                assumption="rate").values.copy()
        g = rate * 365.25 / exposure
        mean = (w * g).sum()
        error = np.sqrt((w ** 2 * (g - mean) ** 2).sum())
        self.assertLess(error, gate * expected[1])
        self.assertLess(abs(mean - expected[0]), Z_BOUND * error)
        spread = (g - expected[0]) ** 2
        variance = (w * spread).sum()
        error = np.sqrt((w ** 2 * (spread - variance) ** 2).sum())
        self.assertLess(error, 2 * gate * expected[1] ** 2)
        self.assertLess(abs(variance - expected[1] ** 2), Z_BOUND * error)
        return 1 / (w ** 2).sum()

    def test_gamma_poisson(self):
        """62 seen of Poisson(50 G): Gamma(87, 1/75), mean 1.16."""
        self.write(50, 62, 0.3)
        expected = posterior(50, 62, 0.3)
        np.testing.assert_allclose(expected, (87 / 75, np.sqrt(87) / 75), rtol=2e-3)
        self.command("--points", 5000)
        self.check_run(50, expected, 0.12)

    def test_points_of_equal_weight_are_asked_as_they_are(self):
        """Their mean and spread are the posterior's; the observations weigh no more."""
        self.write(500, 850, 10)
        expected = posterior(500, 850, 10)
        text = self.command("--points", 2000, "--equal-weights")
        told = re.search(r"effective sample size (\d+) of 2000 points", text)
        points = calibration.read_points(self.table)
        self.assertEqual(list(points), ["replication", "rate"])
        self.assertAlmostEqual(len(points), int(told[1]), delta=1)
        self.assertIn(f"{len(points)} points of equal weight, "
                      f"{points['rate'].nunique()} of them different", text)
        g = stats.gamma(25, scale=1 / 25).ppf(points["rate"])
        # No more is known than so many independent points tell.
        self.assertLess(abs(g.mean() - expected[0]), Z_BOUND * expected[1] / np.sqrt(len(g)))
        self.assertLess(expected[1] / np.sqrt(len(g)), 0.1 * expected[1])
        self.assertLess(abs(np.log(g.std() / expected[1])), Z_BOUND / np.sqrt(2 * len(g)))
        # The first half is as the second: rows are in random order.
        half = len(g) // 2
        gap = abs(g[:half].mean() - g[half:].mean())
        self.assertLess(gap, Z_BOUND * expected[1] * np.sqrt(2 / half))
        overlay = self.table.with_suffix(".yaml")
        path = self.folder / "equal.h5"
        program("run", overlay, "-o", path, "-q")
        with suffice.open(path) as tree:
            self.assertEqual(np.unique(tree["observations"]["log_weight"].values).tolist(), [0.])
        asked = ("--set", "levers.beds={value: 20, least: 20, most: 200, step: 10}",
                "--set", "services.clinic.places=$beds", "--set",
                "conditions.enough={measure: utilisation, of: clinic, at_most: 0.03}")
        answer = program("size", overlay, "--levers", "beds", "--condition", "enough", "-n", 60,
                         "-o", self.folder / "size.h5", "-q", *asked)
        self.assertIn("beds", answer)
        self.command("--points", 2000)  # the same, with weights
        refused = subprocess.run([PROGRAM, "size", overlay, "--levers", "beds", "--condition",
                                  "enough", "-n", "60", *asked], text=True, capture_output=True)
        self.assertEqual(refused.returncode, 3)
        self.assertIn("suffice calibrate --equal-weights", refused.stderr)

    def test_far_counts_that_plain_weights_cannot_take_in(self):
        self.write(500, 850, 10)
        plain = self.folder / "plain.h5"
        program("run", self.scenario, "-o", plain, "-n", 2000, "-q")
        with suffice.open(plain) as tree, self.assertRaises(suffice.ResultsError):
            tree.suffice.weights()
        text = self.command("--points", 2000)
        effective = self.check_run(500, posterior(500, 850, 10), 0.12)
        told = re.search(r"effective sample size (\d+) of 2000 points", text)
        self.assertAlmostEqual(int(told[1]), effective, delta=0.51)
        self.assertIn("rate", text)
        self.assertNotIn("idle ", text.split("assumptions:")[1])  # nothing was seen of it

    def test_counts_that_tell_much(self):
        """6200 seen of Poisson(5000 G): the posterior is a fifteenth as wide as the prior."""
        self.write(5000, 6200, 30)
        expected = posterior(5000, 6200, 30)
        self.assertLess(expected[1], 0.2 / 10)
        self.command("-n", 100, "--points", 600)
        self.check_run(5000, expected, 0.12)

    def test_weights_that_do_not_hold_are_refused_and_nothing_is_written(self):
        self.write(50, 115, 0.01)
        told = self.command("-n", 40, "--points", 200, code=1)
        self.assertIn("the weights of the points do not hold: effective sample size", told)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["counted.yaml"])

    def refused(self, output, words):
        """Nothing is simulated, and all files are as they were."""
        before = {p.name: p.read_bytes() for p in self.folder.iterdir()}
        told = self.command("-o", output, code=1)
        self.assertIn(words, told)
        self.assertNotIn("before", told.split("suffice calibrate:")[0])
        self.assertEqual(before, {p.name: p.read_bytes() for p in self.folder.iterdir()})

    def test_no_file_of_another_is_overwritten(self):
        self.write(50, 62, 3)
        self.refused(self.folder / "counted.csv", "counted.yaml is the scenario itself")
        self.refused(self.scenario, "counted.yaml is the scenario itself")
        self.refused(self.folder / "points.yaml", "points.yaml is the overlay's name")
        (self.folder / "base.yaml").write_text("format: 1\n")
        self.refused(self.folder / "base.csv", "base.yaml is there already, and was not written")
        (self.folder / "travel.csv").write_text("from,to,minutes\n")
        self.refused(self.folder / "travel.csv", "travel.csv is there already, and is no table")

    def test_settings_stand_in_the_overlay_as_they_were_told(self):
        self.write(50, 40, 3)
        self.command("--points", 400, "-n", 60, "--set", "observations.asked.value=62",
                     "--set", "observations.idle.sd=inf", "--set", "start=2021-01-01",
                     "--set", "observations.idle={hold_out: yes, value: 7.5}",
                     "--set", 'name="51"', "--set", "title=places, and more")
        overlay = self.table.with_suffix(".yaml")
        program("check", overlay)
        shown = re.sub(" *#.*", "", program("show", overlay))
        for expected in ("value: 62\n", "value: 7.5\n", "sd: inf\n", 'title: "places, and more"\n'):
            self.assertIn(expected, shown)

    def test_settings_that_one_overlay_cannot_hold_are_refused(self):
        """What the program takes one after the other, an overlay would say at once."""
        self.write(50, 62, 3)
        for first, then in (("observations.idle=null", "observations.idle.value=7"),
                            ('"observations".idle=null', "observations.idle={value: 7}"),
                            ("seed=3", "seed.b=1")):
            told = self.command("--set", first, "--set", then, code=1)
            self.assertIn("was set to a value, or removed: an overlay cannot say both", told)
            self.assertNotIn("before", told.split("suffice calibrate:")[0])
        self.assertIn("found seed twice", self.command("--set", "seed=1", "--set", "seed=2",
                                                       code=2))
        self.assertEqual([p.name for p in self.folder.iterdir()], ["counted.yaml"])
        # Removed after it was set: the last word holds.
        self.command("--points", 400, "-n", 60, "--set", "observations.idle.value=7",
                     "--set", "observations.idle=null")
        self.assertNotIn("idle:\n    measure", program("show", self.table.with_suffix(".yaml")))

    def test_the_same_bytes_with_any_threads_and_after_a_kill(self):
        self.write(500, 600, 20)
        arguments = ("-n", 60, "--points", 400)
        self.command(*arguments, "-t", 1)
        first = self.table.read_bytes(), self.table.with_suffix(".yaml").read_bytes()
        self.table.unlink()
        killed = subprocess.Popen([sys.executable, "-m", "suffice.calibrate_command",
                                   str(self.scenario), "-o", str(self.table), *map(str, arguments)],
                                  env=self.environment, stderr=subprocess.PIPE, text=True)
        while "iteration 2" not in killed.stderr.readline():
            self.assertIsNone(killed.poll())
        killed.kill()
        killed.communicate()
        self.assertFalse(self.table.exists())
        self.command(*arguments, "-t", 3)
        self.assertEqual(first, (self.table.read_bytes(),
                                 self.table.with_suffix(".yaml").read_bytes()))
        self.command(*arguments, "-s", 12)
        self.assertNotEqual(first[0], self.table.read_bytes())
        self.assertIn("seed: 12", self.table.with_suffix(".yaml").read_text())

    def test_people_are_simulated_alone_and_what_they_rest_on_is_moved(self):
        """Births of a town far from the prior; requests of its nursery are nobody's."""
        self.scenario = SOURCE / "scenarios/counted.yaml"
        heard = []
        found = calibration.calibrate(
            self.scenario, self.table, 100, 600, program=PROGRAM,
            settings={"population.males_per_female": 1.06}, hear=lambda *of: heard.append(of))
        self.assertEqual(set(found.assumptions["assumption"]), {"births", "moving"})
        births = found.assumptions.set_index("assumption").loc["births"]
        self.assertGreater(births["mean_given"], births["mean"])
        self.assertLess(births["sd_given"], births["sd"] / 2)
        held = found.observations.set_index("observation").loc["births-2022"]
        self.assertFalse(held["weighs"])
        self.assertLess(abs(held["mean_given"] - 590), abs(held["mean"] - 590))
        self.assertEqual([of[0] for of in heard[:5]], ["before"] + ["misfit"] * 4)
        self.assertLess(found.misfits[-1], found.misfits[0] / 3)
        shown = program("show", found.overlay)
        self.assertIn("1.06", shown)
        points = calibration.read_points(found.table)
        self.assertEqual(list(points), ["replication", "births", "moving", "log_weight"])
        self.assertEqual(len(points), 600)

    def test_faults_of_the_scenario_and_the_command_line(self):
        self.write(50, 62, 3)
        none = self.command("--set", "observations=null", code=3)
        self.assertIn("found none that weighs", none)
        self.assertIn("calibrate the scenario without nested",
                      self.command("--set", "nested={outer: 100, inner: 2}", code=1))
        self.assertIn("nothing to move",
                      self.command("--set", "assumptions.rate={value: 50 per year, gamma: null}",
                                   code=1))
        self.assertIn("expected PATH=VALUE", self.command("--set", "seed", code=2))
        self.assertIn("expected 20 members", self.command("-n", 2, code=1))

    def test_the_help_of_the_program_has_the_options_of_the_command(self):
        own = subprocess.run([PROGRAM, "calibrate", "--help"], text=True, capture_output=True,
                             env={"PATH": "/usr/bin:/bin"}).stdout
        if "of the Python package" not in own:
            self.skipTest("suffice-calibrate is installed beside this program")
        other = subprocess.run([sys.executable, "-m", "suffice.calibrate_command", "--help"],
                               env=self.environment, text=True, capture_output=True).stdout

        def told(text):
            return set(re.findall(r"^  (?:-\w(?: [A-Z]+)?, )? *(--\w+)", text, re.MULTILINE))

        self.assertEqual(told(own), told(other))
        self.assertEqual(len(told(own)), 10)


if __name__ == "__main__":
    unittest.main()
