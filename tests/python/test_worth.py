#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it is worth to know an assumption before deciding: against Gaussian cases whose values
are known, and on results of the program.
"""
import math
import pathlib
import tempfile
import unittest

import numpy as np
import pandas as pd
from scipy.stats import norm
from where import PROGRAM

import suffice
from suffice.knowledge import information_gain

SCHOOL = """format: 1
name: school
start: 2021-01-01
end: 2022-01-01
design: random
seed: 1
districts: {city: {}}
assumptions:
  applicants: {normal: {mean: 300, sd: 40}}
  idle: {uniform: {low: 0, high: 1}}
levers:
  seats: {value: 300, least: 200, most: 400, step: 20}
services:
  school:
    kind: intake
    intake: {month: 9, length: 1 year}
    arrivals: {city: {per_intake: $applicants}}
    places: $seats
  other:
    kind: stay
    arrivals: {city: {rate: 1 per day}}
    balk: $idle
    stay: {exponential: {mean: 1 day}}
    places: 5
"""


def gain(mean, sd):
    """E max(0, N(mean, sd)) - max(0, mean)."""
    z = mean / sd
    return sd * norm.pdf(z) + mean * norm.cdf(z) - max(0.0, mean)


class Gaussian(unittest.TestCase):
    """Loss of plan A is 0, of plan B m + s x + t y and chance: three standard normals."""

    def draw(self, n, seed, mean=0.3, s=1.0, t=0.5, chance=2.0):
        rng = np.random.default_rng(seed)
        x, y, e = rng.standard_normal((3, n))
        return np.column_stack([np.zeros(n), mean + s * x + t * y + chance * e]), x, y

    def test_values_are_those_of_theory(self):
        loss, x, y = self.draw(20000, 1)
        for known, expected in ((x, gain(-0.3, 1.0)), (y, gain(-0.3, 0.5)),
                                (np.column_stack([x, y]), gain(-0.3, math.sqrt(1.25)))):
            values = information_gain(loss, known)
            error = values.std() / math.sqrt(len(values))
            self.assertLess(abs(values.mean() - expected), 3 * error)
            self.assertLess(3 * error, 0.06)

    def test_what_does_not_matter_is_worth_nothing(self):
        """Noise is not taken for knowledge: the largest loss less the least of a state, which
        chance makes, is 0.8 on average."""
        worths = [information_gain(self.draw(400, seed)[0],
                                   np.random.default_rng(seed + 1000).standard_normal(400)
                                   ).mean() for seed in range(40)]
        self.assertLess(np.mean(worths), 0.02)

    def test_intervals_cover(self):
        """Of 200 samples within 3 standard errors of 95 %, below it by what the fit misses."""
        expected, covers = gain(-0.3, 1.0), 0
        for seed in range(200):
            loss, x, _ = self.draw(1000, seed)
            values = information_gain(loss, x)
            half = 1.96 * values.std() / math.sqrt(len(values))
            covers += abs(values.mean() - expected) < half
        self.assertGreater(covers / 200, 0.95 - 3 * math.sqrt(0.95 * 0.05 / 200))

    def test_a_decision_that_never_changes_is_worth_nothing(self):
        loss, x, _ = self.draw(2000, 1, mean=20)
        self.assertEqual(information_gain(loss, x).max(), 0)
        self.assertEqual(information_gain(loss, x).min(), 0)

    def test_few_states_are_refused(self):
        with self.assertRaisesRegex(suffice.ResultsError, "expected 100"):
            information_gain(np.zeros((50, 2)), np.arange(50))


class OfResults(unittest.TestCase):
    def assert_written(self, worths, tree, folder):
        """The table comes back from its file, which a report takes; CSV has it too."""
        for name in ("w.h5", "again.h5", "w.csv"):
            self.assertEqual(suffice.write_worth(worths, folder / name), folder / name)
        self.assertEqual((folder / "w.h5").read_bytes(), (folder / "again.h5").read_bytes())
        read = suffice.read_worth(folder / "w.h5")
        pd.testing.assert_frame_equal(read, worths)
        self.assertEqual(read.attrs["taken"], worths.attrs["taken"])
        self.assertEqual(read.attrs["states"], worths.attrs["states"])
        told = pd.read_csv(folder / "w.csv")
        self.assertEqual(list(told), ["assumption", "value", "low", "high", "taken", "states"])
        self.assertEqual(list(told["value"]), list(worths["value"]))
        for lang in ("en", "zh"):
            page = tree.suffice.report(folder / "r.html", lang=lang, answers=[folder / "w.h5"])
            section = pathlib.Path(page).read_text().split('<section id="asked">')[1]
            section = section.split("</section>")[0]
            self.assertIn(suffice.worth_sentences(worths, lang)[1][:20], section)
            self.assertEqual(section.count("<img"), 1)
        content = bytearray((folder / "w.h5").read_bytes())
        content[len(content) // 2] ^= 1
        (folder / "w.h5").write_bytes(content)
        for path, error in ((folder / "w.h5", "is no answer"), (folder / "s.h5", "is no answer")):
            with self.assertRaisesRegex(suffice.ResultsError, error):
                suffice.read_worth(path)
        with self.assertRaisesRegex(suffice.ResultsError, "expected a name that ends in"):
            suffice.write_worth(worths, folder / "w.txt")

    def test_sizes_of_a_lever(self):
        """A seat costs as much as half of one who finds none: to know how many apply is worth
        something, an assumption of another service nothing."""
        with tempfile.TemporaryDirectory() as folder:
            scenario = pathlib.Path(folder) / "school.yaml"
            scenario.write_text(SCHOOL)
            sizes = [260, 300, 340]
            tree = suffice.sweep(scenario, {"levers.seats.value": sizes}, 1000,
                                 pathlib.Path(folder) / "s.h5", progress=False,
                                 program=PROGRAM)
            names = list(tree["scenario"].values.astype(str))
            costs = {name: 0.5 * size for name, size in zip(names, sizes, strict=True)}
            worths = suffice.worth(tree, "unmet", "school", costs)
            for lang, none in (("en", "worth knowing"), ("zh", "没有哪一项")):
                told = suffice.worth_sentences(worths, lang)
                self.assertIn(worths.attrs["taken"], told[0])
                self.assertIn("applicants", told[1])
                self.assertIn(none, suffice.worth_sentences(worths.assign(low=-1.0), lang)[1])
                axes = suffice.plot_worth(worths, lang).axes[0]
                self.assertEqual(len(axes.get_yticks()), len(worths))
                self.assertEqual(axes.get_yticklabels()[1].get_text(), "applicants")
            self.assert_written(worths, tree, pathlib.Path(folder))
            table = worths.set_index("assumption")
            applicants = table.loc["applicants"]
            # With as many applicants as the assumption says and Poisson chance, by the same
            # numbers: the best size of each, against the best on average.
            rng = np.random.default_rng(1)
            mean = np.maximum(rng.normal(300, 40, 4000), 1)
            short = np.array([[np.maximum(rng.poisson(m, 400) - size, 0).mean() + size / 2
                               for size in sizes] for m in mean])
            exact = short.mean(0).min() - short.min(1).mean()
            self.assertTrue(applicants["low"] < exact < applicants["high"],
                            (exact, applicants))
            self.assertGreater(applicants["low"], 0)
            self.assertLess(table.loc["idle", "value"], applicants["value"] / 10)
            self.assertEqual(table.index[0], "all assumptions")
            self.assertEqual(table.index[1], "applicants")
            with self.assertRaisesRegex(suffice.ResultsError, "costs are of x"):
                suffice.worth(tree, "unmet", "school", {"x": 1.0})


if __name__ == "__main__":
    unittest.main()
