# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scorecard tells that assumed dates do not bear on, in CSV and in Python alike."""
import io
import math
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
from scipy import stats
from where import PROGRAM, SOURCE

sys.path.insert(0, str(SOURCE / "scripts"))
import suffice
from suffice import honesty
from suffice.report import numbers

N = 40


class Rules(unittest.TestCase):
    def test_slack_leaves_nine_tenths_of_the_replications_met(self):
        self.assertEqual(honesty.slack_reach(np.arange(10.0)).estimate, 1)  # 1 to 9 are nine of ten
        some = np.array([-math.inf] * 2 + [5.0] * 8)
        self.assertEqual(honesty.slack_reach(some).estimate, -math.inf)
        self.assertTrue(math.isnan(honesty.slack_reach(np.array([math.nan])).estimate))

    def test_number_to_begin_is_enough_in_nine_tenths(self):
        self.assertEqual(honesty.begin_reach(np.arange(1.0, 11)).estimate, 9)
        some = np.array([math.inf] * 2 + [5.0] * 8)
        self.assertEqual(honesty.begin_reach(some).estimate, math.inf)

    def test_interval_of_slack_has_binomial_ranks(self):
        """P(x >= s) has the interval of Clopper and Pearson: its limits reach 0.9 at ranks."""
        n = 100
        _, low, high = honesty.slack_reach(np.arange(float(n)))
        enough = [k for k in range(1, n + 1) if stats.beta.ppf(0.025, k, n - k + 1) >= 0.9]
        maybe = [k for k in range(1, n) if stats.beta.ppf(0.975, k + 1, n - k) >= 0.9]
        self.assertEqual((low, high), (n - enough[0], n - maybe[0]))
        self.assertEqual((low, high), (4, 16))
        self.assertEqual(honesty.slack_reach(np.arange(20.0)).low, -math.inf)  # 20 of 20: 0.83
        self.assertEqual(honesty.begin_reach(np.arange(float(n)))[1:], (n - 1 - 16, n - 1 - 4))
        self.assertTrue(np.isnan(honesty.slack_reach(np.full(3, np.nan))).all())

    def test_interval_of_slack_covers(self):
        """The tenth percentile of a normal law lies in it at its level, or a little above."""
        draws = np.random.default_rng(5).normal(size=(400, 100))
        truth = stats.norm.ppf(0.1)
        # Ends are observations: the limit that is not above the true value is below the next.
        inside = [low <= truth <= np.append(np.sort(x), math.inf)[np.searchsorted(
            np.sort(x), high) + 1] for x in draws for _, low, high in [honesty.slack_reach(x)]]
        self.assertGreater(np.mean(inside), 0.93)
        self.assertLess(np.mean(inside), 0.995)

    def test_near_misses(self):
        value, met = np.array([[94.0, 95, 99, 100, 1]]).T, np.array([[0, 0, 0, 1, np.nan]]).T
        required, low = np.array([100.0]), np.array([False])
        for share, wanted in ((0.95, [0, 1, 1, 1, np.nan]), (0.99, [0, 0, 1, 1, np.nan])):
            np.testing.assert_array_equal(
                honesty.near(value, met, required, low, share)[:, 0], wanted)
        high = honesty.near(np.array([[105.0], [106.0]]), np.zeros((2, 1)), required, ~low, 0.95)
        np.testing.assert_array_equal(high[:, 0], [1, 0])

    def test_together_counts_replications_not_rows(self):
        """Two targets, each met in half of the replications and never both."""
        met = np.array([[1, 0], [0, 1]] * 10, float)
        self.assertEqual(honesty.together(met, None, 0.95), {
            "together_median": 1, "together_low": 1, "together_high": 1, "p_all": 0})
        met[0] = (1, np.nan)
        self.assertAlmostEqual(honesty.together(met, None, 0.95)["p_all"], 1 / 20)


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = Path(cls.folder.name) / "supply.h5"
        subprocess.run([PROGRAM, "run", SOURCE / "tests/data/supply/supply.yaml",
                        "-n", str(N), "-q", "--set", "works.repairs.basis=assumed",
                        "-o", cls.path], check=True)
        cls.card = suffice.open(cls.path).suffice.scorecard().set_index("target")

    def info(self, *options: str) -> str:
        return subprocess.run([PROGRAM, "info", self.path, "--targets", *options], check=True,
                              capture_output=True, text=True).stdout

    def test_csv_has_the_numbers_of_the_frame(self):
        table = pd.read_csv(io.StringIO(self.info("--csv")), keep_default_na=False,
                            na_values=[""]).set_index("target")
        columns = ["p_95", "p_99", "shortfall_share", "peak_utilisation", "planned", "slack_days",
                   "begin_count", "slack_low", "slack_high", "begin_low", "begin_high",
                   "together_median", "together_low", "together_high", "p_all"]
        np.testing.assert_allclose(table[columns].to_numpy(float),
                                   self.card[columns].to_numpy(float), rtol=1e-9, atol=1e-12)
        for name in ("begin_by", "open_by", "planned_begin", "planned_opening", "crews",
                     "begin_by_low", "begin_by_high", "open_by_low", "open_by_high"):
            self.assertEqual(list(table[name].fillna("")), list(self.card[name]), name)
        self.assertEqual(list(table["no_uncertainty"] == "yes"),
                         list(self.card["no_uncertainty"]))

    def test_numbers_are_those_of_the_replications(self):
        with h5py.File(self.path) as file:
            names = [t.decode() for t in file["targets/target"]]
            for name in ("gyms open", "gyms by summer", "begun open"):
                i = names.index(name)
                slack, begun, met = (file[f"targets/{v}"][0, :, i]
                                     for v in ("slack", "begun", "met"))
                row = self.card.loc[name]
                self.assertEqual(row["slack_days"], np.sort(slack)[N - 36])
                self.assertEqual(row["begin_count"], np.sort(begun)[35])
                np.testing.assert_array_equal(slack >= 0, met > 0)
                np.testing.assert_array_equal(begun <= row["planned"], met > 0)
            n = np.sort((file["targets/met"][0] > 0).sum(1))
        self.assertEqual([self.card.iloc[0][f"together_{x}"] for x in ("low", "median", "high")],
                         [n[1], n[19], n[37]])

    def test_sure_projects_have_dates_by_hand(self):
        row = self.card.loc["wards"]  # 364 days before the last one that is in time
        self.assertEqual([row["planned_opening"], row["open_by"], row["slack_days"]],
                         ["2022-01-01", "2022-12-31", 364])
        self.assertEqual(self.card.loc["kiosk in districts", "begin_by"], "never")

    def test_slack_that_is_told_by_its_begin_has_its_interval_where_that_is_not_the_same(self):
        """A pace decides whether few or all get there; the one kiosk more does not."""
        path = Path(self.folder.name) / "pace.h5"
        sets = ("assumptions.pace={uniform: {low: 1, high: 6}, unit: km/h}",
                "targets.walk.speed_kmh=$pace", "targets.walk.value=0.12",
                "projects.far={asset: kiosk, district: centre, state: spread, opens: 2022-06-01}")
        subprocess.run([PROGRAM, "run", SOURCE / "tests/data/supply/supply.yaml", "-n", str(N),
                        "-q", *(word for text in sets for word in ("--set", text)), "-o", path],
                       check=True, capture_output=True)
        row = suffice.open(path).suffice.scorecard().set_index("target").loc["walk"]
        self.assertEqual((row["slack_days"], row["slack_low"], row["slack_high"]),
                         (math.inf, -math.inf, math.inf))
        self.assertEqual((row["begin_by"], row["open_by_low"], row["open_by_high"]),
                         ("always", "never", "always"))
        told = subprocess.run([PROGRAM, "info", path, "--targets"], check=True,
                              capture_output=True, text=True).stdout.splitlines()
        at = next(i for i, line in enumerate(told) if line.startswith("walk"))
        self.assertRegex(told[at + 1], r"^ +always +any \[none, any\] ")

    def test_the_report_has_the_chances_of_info(self):
        halves, width = 0, max(map(len, self.card.index))
        lines = self.info().splitlines()
        for name, row in self.card[self.card["decided"] > 0].iterrows():
            at = next(i for i, line in enumerate(lines) if line[:width].strip() == name)
            told = re.search(r"(\d\.\d\d) \[(\d\.\d\d), (\d\.\d\d)\]\)? +(\S+) (\S+) ",
                             lines[at + 1])
            self.assertEqual([f"{numbers.hundredths(row[of]) / 100:.2f}" for of in (
                "p_met", "p_low", "p_high", "p_99", "p_95")], list(told.groups()), name)
            halves += round(1000 * row["p_met"]) % 10 == 5
        self.assertGreater(halves, 0)  # of 40: 0.475 is halfway between 0.47 and 0.48

    def test_assumed_crews_are_marked_and_put_p_in_brackets(self):
        text = self.info()
        self.assertEqual(self.card.loc["homes", ["crews", "evidence"]].tolist(),
                         ["assumed", "C"])
        lines = text.splitlines()
        at = next(i for i, line in enumerate(lines) if line.startswith("homes by spring"))
        self.assertIn("(crews assumed)", lines[at])
        self.assertIn("(0.00 [0.00, ", lines[at + 1])
        self.assertRegex(text, r"never met all together in 40 \(P at most 0\.\d\d\)")


if __name__ == "__main__":
    unittest.main()
