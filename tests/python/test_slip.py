#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""suffice slip: slacks that follow from the law of delays, the same P(met) as a run, the
same bytes after a kill and with any number of threads, and clear faults.
"""
import datetime
import math
import unittest

import h5py
import numpy as np
from scipy.special import ndtr, ndtri
from size_case import Case, suffice
from where import PROGRAM

import suffice as suffice_package

HEAD = """format: 1
name: {name}
start: 2021-01-01
end: 2024-01-01
design: random
seed: {seed}
districts: {{city: {{}}, town: {{}}}}
assets: {{base: {{}}, park: {{}}}}
delivery: {{{law}}}
projects:
  one: {{district: city, asset: base, starts: 2021-01-01, opens: 2022-01-01}}
  two: {{district: city, asset: base, starts: 2021-07-01, opens: 2022-07-01}}
  three: {{district: town, asset: base, starts: 2021-01-01, opens: 2022-10-01}}
  garden: {{district: town, asset: park, opens: 2022-01-01}}
targets:
  bases: {{measure: count, of: base, value: {value}, date: 2022-12-31}}
"""
PEOPLE = """services:
  bed:
    kind: stay
    arrivals: {{city: {{rate: 5 per day}}}}
    stay: {{exponential: {{mean: 1 day}}}}
    places: {{city: 6, town: 0}}
"""
START = {"one": (0, 365), "two": (181, 365), "three": (0, 638)}  # begin, planned duration
DATE = 730                                                       # end of 2022-12-31


def opening_shares(law, names, factor=None, correlation=0.0):
    """P(open before the end of the date), by name and days later: lognormal multipliers."""
    median, mean = law
    sigma = math.sqrt(2 * math.log(mean / median))

    def share(name, later):
        starts, duration = START[name]
        x = math.log((DATE - starts - later) / duration / median) / sigma
        if factor is None:
            return ndtr(x)
        return ndtr((x - math.sqrt(correlation) * factor) / math.sqrt(1 - correlation))
    return share


def met(law, value, slipped=None, later=0.0, correlation=0.0):
    """P(at least `value` of the three are open), one of them slipped: over the factor."""
    factors = ndtri((np.arange(4000) + 0.5) / 4000) if correlation > 0 else np.zeros(1)
    share = opening_shares(law, START, factors if correlation > 0 else None, correlation)
    counts = [np.ones_like(factors)] + [np.zeros_like(factors)] * 3
    for name in START:
        p = share(name, later if name == slipped else 0.0) * np.ones_like(factors)
        counts = [counts[0] * (1 - p)] + [counts[k] * (1 - p) + counts[k - 1] * p
                                          for k in range(1, 4)]
    return float(np.mean(sum(counts[value:])))


def slack(law, value, slipped, p, correlation=0.0):
    """The days by which it may be later, by halving."""
    low, high = -2000.0, float(DATE - START[slipped][0]) - 1e-6
    for _ in range(60):
        middle = (low + high) / 2
        if met(law, value, slipped, middle, correlation) >= p:
            low = middle
        else:
            high = middle
    return low


class Slip(Case):
    LAW = "delay: {{lognormal: {{median: 1.1, mean: 1.2}}}}, correlation: {}".format

    def write(self, text=HEAD, **values):
        return super().write(text + PEOPLE, **{"value": 2, "law": self.LAW(0), **values})

    def slip(self, scenario, *options, output="a.h5"):
        """The rows of the answer as CSV, by target and project."""
        return {(row["target"], row["project"]): row
                for row in self.ask("slip", scenario, *options, output=output)}

    def assert_slacks(self, correlation, value, p):
        rows = self.slip(self.write(law=self.LAW(correlation), value=value), "-n", 8000, "-p",
                         p, "-f")
        self.assertEqual(len(rows), 3)
        for name in START:
            row = rows["bases", name]
            exact = slack((1.1, 1.2), value, name, p, correlation)
            self.assertLessEqual(float(row["slack_low"]) - 1, exact, (name, exact, row))
            self.assertGreaterEqual(float(row["slack_high"]) + 1, exact, (name, exact, row))
            self.assertLess(float(row["slack_high"]) - float(row["slack_low"]), 120)
            planned = met((1.1, 1.2), value, None, 0, correlation)
            self.assertTrue(float(row["p_planned_low"]) < planned <
                            float(row["p_planned_high"]), (planned, row))
            later = met((1.1, 1.2), value, name, 30, correlation)
            self.assertTrue(float(row["p_low"]) < later < float(row["p_high"]), (later, row))
            day = datetime.date.fromisoformat(row["planned_opening"])
            self.assertEqual(row["latest_opening"], str(
                day + datetime.timedelta(days=int(row["slack_days"]))))

    # --- slacks that the law has

    def test_two_of_three_that_are_independent(self):
        """Poisson-binomial."""
        self.assert_slacks(0, 2, 0.8)

    def test_two_of_three_that_share_a_shock(self):
        """Its one-factor mixture."""
        self.assert_slacks(0.5, 2, 0.77)

    def test_all_three(self):
        self.assert_slacks(0, 3, 0.3)

    def test_cancelled_projects_are_lost(self):
        """Sure projects but for cancellation: any slip up to the date is the same."""
        law = "delay: {fixed: {value: 1}}, cancellation: 0.1"
        rows = self.slip(self.write(law=law, value=1), "-n", 2000, "-p", 0.98)
        for name, last in (("one", 364), ("two", 183), ("three", 91)):
            row = rows["bases", name]
            self.assertEqual(row["slack_days"], "inf")  # P = 1 - 0.1^2 without it
            self.assertEqual(row["verdict"], "safe")
            self.assertTrue(float(row["loss_low"]) < 0.009 < float(row["loss_high"]))
            only = self.slip(self.write(law=law, value=1), "-n", 2000, "-p", 0.995, "-f",
                             "--project", name)["bases", name]
            self.assertEqual(int(only["slack_days"]), last)

    # --- the same as a run

    def test_targets_beside_it_change_nothing(self):
        """Answers by district, of targets that each district must meet, stand in between."""
        text = HEAD + "  each: {{measure: count, of: base, each: district, value: 1, " \
            "date: 2023-06-01}}\n  late: {{measure: count, of: base, value: 3, " \
            "date: 2023-06-01}}\n"
        scenario = self.write(text, law=self.LAW(0.3))
        together = self.slip(scenario, "-n", 200)
        for target in ("bases", "each", "late"):
            alone = self.slip(scenario, "-n", 200, "--target", target, output=f"{target}.h5")
            self.assertGreater(len(alone), 1)
            self.assertEqual(alone, {key: row for key, row in together.items()
                                     if key[0] == target})

    def test_p_is_that_of_a_run(self):
        """Nothing of people is simulated, and P(met) is the same; of one project that a
        target counts alone the slack is that of the scorecard."""
        text = HEAD + "  parks: {{measure: count, of: park, value: 1, date: 2022-12-31}}\n" \
            "  single: {{measure: count, of: base, value: 3, date: 2023-10-01}}\n"
        scenario = self.write(text, law=self.LAW(0.3) + ", cancellation: 0.05")
        rows = self.slip(scenario, "-n", 300)
        suffice("run", scenario, "-n", 300, "-q", "-o", self.path / "run.h5")
        with h5py.File(self.path / "run.h5") as run, h5py.File(self.path / "a.h5") as file:
            targets = list(run["targets/target"].asstr())
            for name, p in zip(file["slip/asked_target"].asstr(), file["slip/met"],
                               strict=True):
                self.assertAlmostEqual(
                    p, run["targets/met"][0, :, targets.index(name)].mean(), places=12)
            slacks = run["targets/slack"][0, :, targets.index("parks")]
        self.assertEqual(float(rows["parks", "garden"]["slack_days"]),
                         np.sort(slacks)[300 - 270])
        self.assertEqual(rows["parks", "garden"]["verdict"], "safe")

    def test_a_project_that_no_target_counts_is_told(self):
        told = suffice("slip", self.write(), "-n", 50, "-q", "-o", self.path / "a.h5").stdout
        self.assertIn("1 of 4 projects are counted by none of these targets: their loss is "
                      "exactly 0", told)
        self.assertNotIn("garden", told)
        told = suffice("slip", self.write(), "--project", "one", "-n", 50, "-q", "-o",
                       self.path / "c.h5").stdout
        self.assertIn("1 of 4 projects are counted by none", told)  # not those not asked about
        done = suffice("slip", self.write(), "--project", "garden", "-q", "-o",
                       self.path / "b.h5", code=3)
        self.assertIn("the loss of each is exactly 0", done.stderr)

    def test_the_package_asks_and_draws(self):
        text = HEAD + "  parks: {{measure: count, of: park, value: 1, date: 2022-12-31}}\n"
        scenario = self.write(text)
        answer = suffice_package.slip(scenario, probability=0.8, replications=400,
                                      output=self.path / "p.h5", program=PROGRAM)
        rows = self.slip(scenario, "-n", 400, "-p", 0.8, output="p.h5")
        table = answer.table()
        self.assertEqual(len(table), len(rows))
        for row in table.to_dict("records"):
            told = rows[row["target"], row["project"]]
            self.assertEqual(row["slack"], float(told["slack_days"]))
            self.assertEqual(str(row["planned_opening"].date()), told["planned_opening"])
        english, chinese = answer.sentences(), answer.sentences("zh")
        self.assertEqual((len(english), len(chinese)), (3, 3))
        self.assertIn("of 4 pairs of project and target", english[0])
        self.assertIn("parks", english[2])
        for lang in ("en", "zh"):
            axes = answer.picture("bases", lang=lang).axes[0]
            self.assertEqual(len(axes.get_yticks()), 3)
        with self.assertRaisesRegex(suffice_package.ResultsError, "expected one of"):
            answer.table("x")

    # --- the same bytes, clear faults

    def test_threads_and_kills_change_nothing(self):
        self.assert_same_bytes("slip", self.write(), "-n", 20000, step=0.01)

    def test_what_cannot_be_asked_is_told(self):
        text = HEAD + "  use: {{measure: utilisation, of: bed, value: 0.5}}\n"
        scenario = self.write(text)

        def told(*options, code=3):
            done = suffice("slip", scenario, "-q", "-o", self.path / "f.h5", *options,
                           code=code)
            self.assertEqual(done.stdout, "")
            return done.stderr

        self.assertIn("no target 'x'", told("--target", "x"))
        self.assertIn("felt by these targets: the loss of each is exactly 0",
                      told("--target", "use"))
        self.assertIn("no project 'y'", told("--project", "y"))
        self.assertIn("a probability", told("-p", "1", code=2))
        self.assertIn("--days", told("--days", 0, code=2))
        done = suffice("slip", scenario, "-n", 50, "-q", "-o", self.path / "g.h5")
        self.assertIn("1 more targets rest on people too", done.stdout)


if __name__ == "__main__":
    unittest.main()
