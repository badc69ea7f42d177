#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Intervals cover the truth at their level, and are not wider than they need be.

Simulated many times with a fixed seed; bounds are 4 standard errors of a count of runs.
"""
import importlib.util
import unittest

import numpy as np
import where  # noqa: F401 - it puts the package on the path
from scipy import stats

from suffice import ResultsError, drivers, estimates, shares  # noqa: E402

LEVEL = 0.95


class Simulation(unittest.TestCase):
    def setUp(self):
        self.random = np.random.default_rng(20260101)

    def assert_covers(self, covered, n_runs, extra=0.0, at_most=1.0):
        """The part of runs is LEVEL, or up to `extra` less; or more, but not `at_most`."""
        error = 4 * (LEVEL * (1 - LEVEL) / n_runs)**0.5
        self.assertGreater(np.min(covered) / n_runs, LEVEL - error - extra)
        self.assertLessEqual(np.max(covered) / n_runs, min(1, at_most + error))


class Means(Simulation):
    def test_of_independent_and_of_grouped_replications(self):
        n_runs = 4000
        values = self.random.exponential(size=(60, n_runs))
        e = estimates.estimate_mean(values)
        self.assert_covers(((e.low <= 1) & (1 <= e.high)).sum(), n_runs, 0.02, LEVEL)
        # Ten groups with a shift of their own: replications alone would cover far too little.
        groups = np.arange(60) % 10
        values = self.random.normal(size=(60, n_runs)) + self.random.normal(
            size=(10, n_runs))[groups]
        e = estimates.estimate_mean(values, groups)
        self.assert_covers(((e.low <= 0) & (0 <= e.high)).sum(), n_runs, 0, LEVEL)
        naive = estimates.estimate_mean(values)
        self.assertLess(((naive.low <= 0) & (0 <= naive.high)).mean(), 0.8)

    def test_of_skewed_means(self):
        """Lognormal of sigma 1, whose skewness is 6.2: Student's t covers 0.885 to 0.92."""
        n_runs, mean = 4000, np.exp(0.5)
        for n in (25, 50, 100):
            values = np.exp(self.random.normal(size=(n, n_runs)))
            for groups in (None, np.arange(n) % 25):
                e = estimates.estimate_mean(values, groups)
                self.assert_covers(((e.low <= mean) & (mean <= e.high)).sum(), n_runs, 0.02, 0.97)
                ratio = e.half_width.mean() / (e.variance / n).mean()**0.5
                self.assertLess(ratio, 4)

    def test_of_skewed_means_of_mirror_images(self):
        """25 pairs of u and 1 - u, as balanced points are: their totals are less skewed."""
        n_runs = 40000
        z = self.random.normal(size=(25, n_runs))
        values = np.fmax(np.concatenate([z, -z]) - 0.5, 0)
        mean = stats.norm.pdf(0.5) - 0.5 * stats.norm.sf(0.5)
        e = estimates.estimate_mean(values, np.arange(50) % 25)
        self.assert_covers(((e.low <= mean) & (mean <= e.high)).sum(), n_runs, 0, 0.966)

    def test_a_skewed_mean_is_widened_as_worked_out_by_hand(self):
        """As in tests/unit/test_estimate.c; what is symmetric keeps Student's t."""
        e = estimates.estimate_mean(np.array([[0.0, 0], [0, -10], [0, 0], [10, 10], [0, 0]]))
        t = stats.t.ppf(0.975, 4)
        np.testing.assert_allclose(e.half_width, [2 * t * 5.9824, t * 10**0.5], rtol=1e-4)
        values = np.zeros((50, 1))
        values[:2], values[27:31] = 10, 5
        e = estimates.estimate_mean(values, np.arange(50) % 25)
        np.testing.assert_allclose(e.half_width, 0.907730, rtol=1e-5)

    def test_of_paired_differences(self):
        """Two scenarios that share most of their noise: a tenth of the width, as true."""
        n, n_runs = 40, 4000
        shared = 3 * self.random.normal(size=(n, n_runs))
        a, b = (shared + 0.3 * self.random.normal(size=(n, n_runs)) for _ in range(2))
        e = estimates.estimate_mean(b + 0.2 - a)
        self.assert_covers(((e.low <= 0.2) & (0.2 <= e.high)).sum(), n_runs, 0, LEVEL)
        self.assertAlmostEqual(e.half_width.mean(), 2.02 * 0.3 * (2 / n)**0.5, places=2)

    def test_a_level_is_a_probability(self):
        for level in (0, 1, 2, 95):
            for estimate in (estimates.estimate_mean, estimates.estimate_probability):
                with self.assertRaisesRegex(ResultsError, "between 0 and 1"):
                    estimate(np.ones((5, 1)), level=level)


class Probabilities(Simulation):
    def draw(self, p, n, n_runs, within=0.0):
        """0 and 1, in ten groups that agree with a correlation of `within` behind them."""
        z = within**0.5 * self.random.normal(size=(10, n_runs))[np.arange(n) % 10]
        z = z + (1 - within)**0.5 * self.random.normal(size=(n, n_runs))
        return (z < stats.norm.ppf(p)).astype(float)

    def test_p_met(self):
        n, n_runs = 50, 4000
        for p in (0.1, 0.5, 0.97):
            for groups, within in ((None, 0), (np.arange(n) % 10, 0), (np.arange(n) % 10, 0.3)):
                met = self.draw(p, n, n_runs, within)
                _, low, high = estimates.estimate_probability(met, groups)
                self.assert_covers(((low <= p) & (p <= high)).sum(), n_runs, 0.02)
                # Not wider than 1.6 times the normal interval of one that knows p.
                plain = 2 * 1.96 * np.std(met.mean(0))
                self.assertLess((high - low).mean(), 1.6 * max(plain, 1 / n))
        _, low, high = estimates.estimate_probability(self.draw(0.5, n, n_runs, 0.4))
        self.assertLess(((low <= 0.5) & (0.5 <= high)).mean(), 0.9)  # groups matter

    def test_where_all_meet(self):
        _, low, high = estimates.estimate_probability(np.ones((20, 1)))
        self.assertAlmostEqual(low[0], 0.025**(1 / 20))
        self.assertEqual(high[0], 1)

    def test_change_of_p_met(self):
        """Gains and losses, rare and frequent; Student's t covers 0.26 of the first."""
        n_runs = 3000
        for n, gain, loss in ((10, 0.03, 0), (40, 0.03, 0), (200, 0.01, 0), (40, 0.1, 0.02),
                              (40, 0.4, 0.4), (200, 0.3, 0.1), (200, 0, 0)):
            u = self.random.random((n, n_runs))
            before = np.where(u < gain, 0, u < gain + loss + 0.2)
            after = np.where(u < gain, 1, (u >= gain + loss) & (before > 0))
            for groups in (None, np.arange(n) % 10):
                with self.subTest(n=n, gain=gain, loss=loss, grouped=groups is not None):
                    mean, low, high = estimates.estimate_change(before, after, groups)
                    np.testing.assert_allclose(mean, (after - before).mean(0), atol=1e-12)
                    truth = gain - loss
                    self.assert_covers(((low <= truth + 1e-12) & (truth <= high)).sum(), n_runs)
                    # As wide as what is unlikely of no change at all, and the normal interval.
                    normal = 2 * 1.96 * ((gain + loss - truth**2) / n)**0.5
                    self.assertLess((high - low).mean(), 1.35 * normal + 8 / n)
                    self.assertGreater((high - low).min(), 3 / n)
        _, low, high = estimates.estimate_change(np.zeros((3, 1)), np.ones((3, 1)))
        self.assertGreaterEqual(low[0], -1)
        self.assertEqual(high[0], 1)


class Shares(Simulation):
    def sobol(self, n, n_inputs):
        """Ten scrambles, interleaved as the program does."""
        parts = [stats.qmc.Sobol(n_inputs, seed=self.random).random_base2(5)[:n // 10]
                 for _ in range(10)]
        return np.stack(parts, axis=1).reshape(n, n_inputs)

    def simulate(self, n, n_inputs, n_runs, coefficients, noise=1.0, curved=0.0, joint=0.0,
                 is_sobol=False):
        """Tables of drivers, stacked (run, input); and the true shares of each input.

        Linear inputs, then one that acts by its square, then one that acts only with the
        first, then those that do nothing.
        """
        c = np.array(coefficients)
        k = len(c)
        true = {"first": np.zeros(n_inputs), "total": np.zeros(n_inputs)}
        variance = (c**2).sum() + noise**2 + curved**2 + joint**2
        for name in true:
            true[name][:k] = c**2 / variance
            true[name][k] = curved**2 / variance
        true["total"][[0, k + 1]] += joint**2 / variance
        true["chance"] = noise**2 / variance
        tables = []
        for _ in range(n_runs):
            u = (self.sobol if is_sobol else lambda *size: self.random.random(size))(n, n_inputs)
            z = np.sqrt(12) * (u - 0.5)
            y = (z[:, :k] @ c + noise * self.random.standard_normal(n) +
                 curved * shares.legendre(u[:, k], 2) + joint * z[:, 0] * z[:, k + 1])
            tables.append(drivers.analyse(np.exp(u), y))
        return tables, true

    def check(self, tables, true, name, most_width):
        """Each input covered, zero ones too; and the mean width of each sort."""
        low, high, value = (np.array([t[name + end] for t in tables])
                            for end in ("_low", "_high", ""))
        covered = ((low <= true[name] + 1e-9) & (true[name] <= high + 1e-9)).sum(0)
        self.assert_covers(covered, len(tables), 0.01)
        self.assertTrue(((low <= value) & (value <= high)).all())
        self.assertGreater((high > low).mean(), 0.95)  # hardly any [0, 0]
        np.testing.assert_array_less((high - low).mean(0), most_width)
        np.testing.assert_allclose(value.mean(0), true[name], atol=0.035)

    def test_of_as_many_assumptions_as_luzhou(self):
        """Few replications: no products, so no totals."""
        tables, true = self.simulate(120, 37, 100, [1.5, 0.7, 0.5, 0.3])
        self.check(tables, true, "first", [0.29, 0.19, 0.14, 0.09] + 33 * [0.04])
        self.assertTrue(tables[0]["total"].isna().all())
        self.assertEqual(drivers.told(tables[0]), "first")
        chance = [t.attrs["chance"] for t in tables]
        self.assertAlmostEqual(np.mean(chance), true["chance"], delta=0.03)
        self.assert_covers(sum(t.attrs["chance_low"] <= true["chance"] <= t.attrs["chance_high"]
                               for t in tables), len(tables))
        whole = [t["first"].sum() + t.attrs["chance"] for t in tables]
        self.assertLess(np.max(whole), 1.02)
        self.assertGreater(np.min(whole), 0.9)

    def test_of_curves_and_products(self):
        tables, true = self.simulate(200, 8, 150, [1.5, 0.7, 0.5], curved=0.3, joint=0.4)
        self.check(tables, true, "first", [0.22, 0.14, 0.1, 0.07] + 4 * [0.025])
        self.check(tables, true, "total", [0.22, 0.14, 0.1, 0.07, 0.09] + 3 * [0.035])
        self.assertEqual(drivers.told(tables[0]), "total")

    def test_of_sobol_points(self):
        """The other products and curves disturb less: covered more often, if anything."""
        tables, true = self.simulate(120, 20, 80, [1.5, 0.7, 0.3], curved=0.4, joint=0.5,
                                     is_sobol=True)
        self.check(tables, true, "first", [0.27, 0.18, 0.09, 0.11] + 16 * [0.045])

    def test_of_nothing_but_chance(self):
        tables, true = self.simulate(60, 12, 150, [0.0])
        self.check(tables, true, "first", 0.16)
        high = np.array([t.attrs["chance_high"] for t in tables])
        low = np.array([t.attrs["chance_low"] for t in tables])
        self.assert_covers((high >= 1 - 1e-9).sum(), len(tables))
        self.assertLess(low.mean(), 0.9)
        r2 = [t.attrs["r2"] for t in tables]  # adjusted: of 12 inputs the plain one is 0.2
        self.assertLess(np.mean(r2), 0.06)

    def test_rank_coefficients(self):
        n_runs = 150
        tables, _ = self.simulate(120, 20, n_runs, [1.5, 0.7, 0.0])
        many, _ = self.simulate(40000, 5, 1, [1.5, 0.7, 0.0])
        truth = many[0]["src"].to_numpy()[:3]
        low, high, value = (np.array([t["src" + end] for t in tables])[:, :3]
                            for end in ("_low", "_high", ""))
        self.assert_covers(((low <= truth) & (truth <= high)).sum(0), n_runs)
        self.assertLess((high - low).mean(), 0.25)
        np.testing.assert_allclose(value.mean(0), truth, atol=0.02)

    def test_two_assumptions_that_are_the_same_are_not_told_apart(self):
        u = self.random.random((100, 3))
        u[:, 2] = u[:, 0]
        table = drivers.analyse(u, u[:, 0] + u[:, 1])
        self.assertTrue(table.loc[[0, 2], ["src", "first"]].isna().to_numpy().all())
        self.assertGreater(table.loc[1, "first_low"], 0.3)

    def test_of_a_nested_run_the_draw_is_the_observation(self):
        y = np.array([1.0, 3, np.nan, 5, 7, np.nan, np.nan, 2])
        means, rows = drivers.by_draw(y, np.arange(8) + 2, 2)
        np.testing.assert_array_equal(means, [2, 5, 7, 2])
        np.testing.assert_array_equal(rows, [0, 3, 4, 7])

    @unittest.skipUnless(importlib.util.find_spec("SALib"), "SALib is an extra")
    def test_sobol_indices_are_those_of_salib(self):
        """SALib samples the function itself; here they come from the regression's terms."""
        from SALib.analyze import sobol as analyze
        from SALib.sample import sobol as sample

        def model(u):
            z = 2 * u - 1
            return 3 * z[:, 0] + z[:, 1]**2 + 2 * z[:, 0] * z[:, 2]

        problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0, 1]] * 4}
        there = analyze.analyze(problem, model(sample.sample(problem, 8192, seed=1)), seed=1)
        u = self.random.random((4000, 4))
        found = shares.shares(shares.ranks(u), model(u), LEVEL)
        np.testing.assert_allclose(found.first[0], there["S1"], atol=0.02)
        np.testing.assert_allclose(found.total[0], there["ST"], atol=0.02)
        self.assertAlmostEqual(found.total[0, 2], (4 / 9) / (3 + 4 / 45 + 4 / 9), places=1)
        np.testing.assert_allclose(found.explained, 1, atol=1e-3)


class Formulas(unittest.TestCase):
    def test_noncentrality_is_that_of_steiger_and_fouladi(self):
        """The limits put F at the tails of the noncentral distribution."""
        for f, p, d in ((5.0, 2, 57), (40.0, 1, 100), (1.2, 3, 20)):
            low, high = shares.noncentrality(f, p, d, LEVEL)
            self.assertAlmostEqual(stats.ncf.cdf(f, p, d, high), 0.025, delta=1e-4)
            if low > 0:
                self.assertAlmostEqual(stats.ncf.cdf(f, p, d, low), 0.975, delta=1e-4)
        self.assertEqual(shares.noncentrality(0.01, 2, 50, LEVEL), (0, 0))

    def test_parts_add_up_to_no_more_than_the_whole(self):
        parts = np.array([0.5, 0.02, 0.1, np.nan, 0.0])
        np.testing.assert_allclose(shares.no_more_than(parts, 0.54),
                                   [0.47, 0, 0.07, np.nan, 0])
        np.testing.assert_array_equal(shares.no_more_than(parts, 0.7), parts)


if __name__ == "__main__":
    unittest.main()
