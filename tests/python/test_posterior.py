# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be thought given what was seen, against laws that are known: conjugate pairs,
and simulation-based calibration.

The exact cases hold with |z| below 4.65 at a standard error that is small enough to tell.
"""
import pathlib
import tempfile
import unittest

import numpy as np
from scipy import optimize, stats
from test_observations import COUNTED
from where import program

import suffice
from suffice import given

BOUND = 4.65
UPTAKE = """\
format: 1
name: uptake
start: 2021-01-01
end: 2022-01-01
seed: 5
design: random
districts: {city: {}}
assumptions: {uptake: {beta: {mean: 0.06, n: 80}}}
population:
  start:
    columns: [district, sex, age, count]
    rows: [[city, F, 4, 1000]]
services:
  school:
    kind: intake
    eligible: {from: 3 years, to: 9 years}
    intake: {month: 3, length: 1 year, apply: $uptake}
    places: 400
observations:
  asked: {measure: applicants, of: school, value: 75, sd: 4}
"""
TAKEN = """\
format: 1
name: taken
start: 2021-01-01
end: 2021-02-01
seed: 3
design: random
districts: {town: {}}
assumptions: {taken: {normal: {mean: 0.5, sd: 0.05}}}
services:
  home:
    kind: stay
    arrivals: {town: {rate: 0.01 per year}}
    stay: {fixed: {value: 100 years}}
    queue: {discipline: none}
    initial: {occupancy: $taken}
    places: 2000
observations:
  there: {measure: occupancy_end, of: home, value: 1120, sd: 60}
"""


class Laws(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.addCleanup(self.holder.cleanup)
        self.folder = pathlib.Path(self.holder.name)

    def posterior(self, text, n, name):
        """What the program tells of an assumption, and the draws with their weights."""
        scenario, path = self.folder / f"{name}.yaml", self.folder / f"{name}.h5"
        scenario.write_text(text)
        program("run", scenario, "-n", n, "-o", path, "-q")
        with suffice.open(path) as tree:
            row = tree.suffice.observations("assumption").set_index("name").loc[name]
            values = tree["assumptions"]["value"].isel(scenario=0, year=0, assumption=0).values
            return row, values, tree.suffice.weights().values

    def check(self, found, values, weights, expected, law, precision):
        """Mean, standard deviation and the three quantiles that are told.

        The error of a weighted mean is sqrt(sum (w (x - m))^2), that of a quantile the same
        of the indicator over the density."""
        mean, sd = expected
        error = np.sqrt((weights**2 * (values - mean) ** 2).sum())
        self.assertLess(error, precision * sd)
        self.assertLess(abs(found["mean_given"] - mean), BOUND * error)
        spread = np.sqrt((weights**2 * ((values - mean) ** 2 - sd**2) ** 2).sum())
        self.assertLess(abs(found["standard_deviation_given"] ** 2 - sd**2), BOUND * spread)
        for share, key in ((0.05, "q05"), (0.5, "q50"), (0.95, "q95")):
            wanted = law(share)
            step = 0.02
            density = 2 * step / (law(share + step) - law(share - step))
            error = np.sqrt((weights**2 * ((values <= wanted) - share) ** 2).sum()) / density
            self.assertLess(error, 2 * precision * sd)
            self.assertLess(abs(found[f"{key}_given"] - wanted), BOUND * error, key)
            low, high = found[f"{key}_low_given"], found[f"{key}_high_given"]
            self.assertLess(low, high)
            # Not narrower than the error says; wider where the effective size is the limit.
            self.assertGreater((high - low) / (2 * 1.96 * error), 0.75, key)
            self.assertLess((high - low) / (2 * 1.96 * error), 3, key)

    def test_beta_binomial(self):
        """Uptake ~ Beta(4.8, 75.2), applicants x ~ Binomial(1000, uptake), each x weighing
        exp(-(x - 75)^2 / 32): the posterior is a mixture of Beta(4.8 + x, 1075.2 - x)."""
        a, b, n = 0.06 * 80, 0.94 * 80, 1000
        x = np.arange(n + 1)
        share = stats.betabinom.pmf(x, n, a, b) * np.exp(-((x - 75) / 4) ** 2 / 2)
        share /= share.sum()
        x, share = x[share > 1e-14], share[share > 1e-14]
        of = stats.beta(a + x, b + n - x)
        mean = (share * of.mean()).sum()
        sd = np.sqrt((share * (of.var() + of.mean() ** 2)).sum() - mean**2)

        def law(p):
            return optimize.brentq(lambda u: (share * of.cdf(u)).sum() - p, 1e-6, 0.5)

        self.assertGreater(mean, 0.072)  # and not what was thought before: 0.06
        found, values, weights = self.posterior(UPTAKE, 4000, "uptake")
        self.check(found, values, weights, (mean, sd), law, 0.05)

    def test_normal_normal(self):
        """2000 places of which a share ~ N(0.5, 0.05^2) is taken, all but 31 / 36524 of them
        still at the end of the month; 1120 are counted, give or take 60."""
        still = 2000 * (1 - 31 / 36524)
        prior, seen = 1 / 0.05**2, (still / 60) ** 2
        sd = 1 / np.sqrt(prior + seen)
        mean = (0.5 * prior + 1120 / still * seen) * sd**2
        self.assertGreater(mean, 0.54)
        found, values, weights = self.posterior(TAKEN, 3000, "taken")
        self.check(found, values, weights, (mean, sd), stats.norm(mean, sd).ppf, 0.05)


class Calibration(unittest.TestCase):
    """Talts, Betancourt, Simpson, Vehtari and Gelman (2018, arXiv 1804.06788)."""

    DRAWS, SIZE, BLOCKS, BINS, LEVEL = 200, 1000, 20, 10, 0.001

    def test_ranks_of_the_truth_are_uniform(self):
        """200 times: a truth is drawn from what is thought before, the engine simulates what
        would be counted, an error is added, and replications of other draws are weighted by
        it. The rank of the truth among them is uniform: chi-square of 10 classes."""
        with tempfile.TemporaryDirectory() as holder:
            folder = pathlib.Path(holder)
            scenario, path = folder / "counted.yaml", folder / "counted.h5"
            scenario.write_text(COUNTED.replace("seed: 11", "seed: 2024"))
            n = self.BLOCKS * self.SIZE
            program("run", scenario, "-n", n + self.DRAWS, "-o", path, "-q")
            with suffice.open(path) as tree:
                rates = tree["assumptions"]["value"].sel(assumption="rate").isel(
                    scenario=0, year=0).values
                seen = tree["observations"]["simulated"].sel(observation="asked").isel(
                    scenario=0).values
                logs = tree["observations"]["log_weight"].isel(scenario=0).values
        np.testing.assert_allclose(logs, -((seen - 62) / 3) ** 2 / 2, rtol=1e-12)
        errors = np.random.default_rng(7).normal(0, 3, self.DRAWS)
        ranks = {}
        for off in (0, 8):  # of a count that is always 8 too many: it must not pass
            ranks[off] = []
            for i in range(self.DRAWS):
                block = slice(i % self.BLOCKS * self.SIZE, (i % self.BLOCKS + 1) * self.SIZE)
                counted = seen[n + i] + errors[i] + off
                weights = self.weights(-((seen[block] - counted) / 3) ** 2 / 2)
                ranks[off].append((weights * (rates[block] < rates[n + i])).sum())
        found = {off: stats.chisquare(np.histogram(of, self.BINS, (0, 1))[0])
                 for off, of in ranks.items()}
        self.assertGreater(found[0].pvalue, self.LEVEL, found[0])
        self.assertGreater(stats.kstest(ranks[0], "uniform").pvalue, self.LEVEL)
        self.assertLess(found[8].pvalue, 1e-6, found[8])
        print(f"chi-square of ranks {found[0].statistic:.1f} on {self.BINS - 1} degrees, "
              f"p {found[0].pvalue:.3f}; 8 too many: {found[8].statistic:.0f}")

    @staticmethod
    def weights(logs):
        """As the package makes them of a file."""
        import xarray as xr  # noqa: PLC0415 - of this test alone

        data = xr.Dataset({"log_weight": (("scenario", "replication"), logs[None])},
                          {"scenario": ["counted"], "replication": np.arange(len(logs))})
        tree = xr.DataTree.from_dict({"/": xr.Dataset(attrs={"design": "random"}),
                                      "/observations": data})
        return given.judged(tree, "counted").weights


if __name__ == "__main__":
    unittest.main()
