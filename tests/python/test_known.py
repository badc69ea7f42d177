#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of projects: in the scorecard, in slip, trace and the report, and that a run
with it is the same with any number of threads, in shards and again.
"""
import csv
import io
import math
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import norm
from where import PROGRAM, SOURCE

sys.path.insert(0, str(SOURCE / "scripts"))
import suffice
from suffice.report import build, texts

PLAN = """format: 1
name: plan
start: 2021-01-01
end: 2024-01-01
design: random
seed: 5
{known}
districts: {{city: {{}}}}
assets: {{base: {{}}}}
delivery: {{delay: {{lognormal: {{median: 1.07, mean: 1.15}}}}, correlation: {correlation}}}
services:
  bed:
    kind: stay
    arrivals: {{city: {{rate: 1 per day}}}}
    stay: {{exponential: {{mean: 1 day}}}}
    places: 3
projects:
  one: {{district: city, asset: base, starts: 2021-01-01, opens: 2022-01-01{one}}}
  two: {{district: city, asset: base, starts: 2021-07-01, opens: 2022-07-01{two}}}
  three: {{district: city, asset: base, starts: 2021-01-01, opens: 2022-10-01}}
targets:
  bases: {{measure: count, of: base, value: {value}, date: 2023-06-30}}
"""
KNOWN = "known_at: 2022-04-30"
K, DATE = 485, 911  # ends of 2022-04-30 and of 2023-06-30
SIGMA = math.sqrt(2 * math.log(1.15 / 1.07))
N = 4000


def score(days, duration):
    """Of a multiplier; minus infinity before the begin."""
    return np.log(np.maximum(days, 1e-300) / duration / 1.07) / SIGMA


class Known(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def plan(self, name="plan.yaml", known=KNOWN, one=", opened: 2022-04-20", two="",
             correlation=0.4, value=3):
        path = self.folder / name
        path.write_text(PLAN.format(known=known, one=one, two=two, correlation=correlation,
                                    value=value), encoding="utf-8")
        return path

    def program(self, *arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def run_plan(self, path, n=N, *options):
        out = path.with_suffix(".h5")
        self.program("run", path, "-n", n, "-q", "--force", "-o", out, *options)
        return out

    def near(self, sample, expected):
        """Within 4.65 standard errors, which tell a bias of 0.045."""
        error = np.std(sample, ddof=1) / math.sqrt(len(sample))
        self.assertLess(error, 0.045 / 5.5)
        self.assertLess(abs(np.mean(sample) - expected), 4.65 * error, (np.mean(sample), expected))

    def test_the_scorecard_tells_what_it_is_given(self):
        out = self.run_plan(self.plan(), 50)
        self.assertIn("targets, given what is known at 2022-04-30\n", self.program("info", out))
        rows = list(csv.DictReader(io.StringIO(self.program("info", out, "--targets", "--csv"))))
        self.assertEqual([row["known_at"] for row in rows], ["2022-04-30"])
        card = suffice.open(out).suffice.scorecard()
        self.assertEqual(list(card["known_at"]), ["2022-04-30"])
        for lang, words in (("en", "Given what is known at 2022-04-30"),
                            ("zh", "截至 2022-04-30 已知")):
            self.assertIn(words, build.known(card, texts.Texts(lang))[0])

    def test_without_facts_nothing_is_told(self):
        out = self.run_plan(self.plan(known="", one=""), 50)
        self.assertIn("\ntargets\n", self.program("info", out))
        card = suffice.open(out).suffice.scorecard()
        self.assertEqual(list(card["known_at"]), [""])
        with h5py.File(out) as file:
            self.assertNotIn("scenario_known_at", file)

    def test_p_and_slip_follow_the_posterior(self):
        path = self.plan()
        f = ndtri((np.arange(8000) + 0.5) / 8000)
        own = math.sqrt(0.6)

        def by(days, duration):
            return ndtr((score(days, duration) - math.sqrt(0.4) * f) / own)
        weight = norm.pdf((score(474, 365) - math.sqrt(0.4) * f) / own)
        weight = weight * (1 - by(K - 181, 365)) * (1 - by(K, 638))

        def met(later):
            two = (by(DATE - 181 - later, 365) - by(K - 181, 365)) / (1 - by(K - 181, 365))
            three = (by(DATE, 638) - by(K, 638)) / (1 - by(K, 638))
            return float(np.sum(weight * two * three) / np.sum(weight))
        with h5py.File(self.run_plan(path)) as file:
            self.near(file["targets/met"][0, :, 0], met(0))
        out = self.folder / "plan.slip.h5"
        text = self.program("slip", path, "-n", N, "--days", 60, "--csv", "-o", out)
        rows = {row["project"]: row for row in csv.DictReader(io.StringIO(text))}
        self.assertEqual(set(rows), {"two", "three"})  # what is open cannot slip
        p = float(rows["two"]["p"])
        self.assertLess(abs(p - met(60)), 4.65 * math.sqrt(p * (1 - p) / N))

    def test_how_many_to_begin_counts_what_is_not_open_yet(self):
        """A copy is begun when the facts are known, not before."""
        path = self.plan(one="", two=", cancelled: yes, cancellation: 0.3", correlation=0, value=1)
        with h5py.File(self.run_plan(path)) as file:
            begun = file["targets/begun"][0, :, 0]
            planned = file["targets/planned"][0, :, 0]

        def late(days, duration):  # not open by the date, though not open at K
            return 1 - (ndtr(score(DATE, duration)) - ndtr(score(days, duration))) / (
                1 - ndtr(score(days, duration)))
        one, three = late(K, 365), late(K, 638)
        # Rows are in the order of their names: one, three, and then copies begun at K.
        self.near(begun <= 1, 1 - one)
        self.near(begun <= 2, 1 - one * three)
        self.near(begun <= 3, 1 - one * three * (1 - ndtr(score(DATE - K, 365))))
        self.assertEqual(set(planned), {2})

    def test_the_same_bytes_with_any_threads_in_shards_and_again(self):
        path = self.plan()
        one = self.run_plan(path, 60, "-t", 1)
        bytes_of_one = one.read_bytes()
        self.assertEqual(self.run_plan(path, 60, "-t", 3).read_bytes(), bytes_of_one)
        parts = self.folder / "parts.h5"
        for i in (1, 2):
            self.program("run", path, "-n", 60, "--shard", f"{i}/2", "-q", "-o", parts)
        self.program("merge", *sorted(self.folder.glob("parts*.journal")), "-o", parts, "-q")
        self.assertEqual(parts.read_bytes(), bytes_of_one)
        self.program("rerun", one)

    def test_show_and_trace_tell_facts(self):
        path = self.plan()
        shown = self.program("show", path)
        self.assertIn("known_at: 2022-04-30", shown)
        self.assertIn("2022-04-20", shown)
        lines = [line for line in self.program("trace", path, "--csv").splitlines()
                 if ",opens," in line]
        known = [line for line in lines if "(known)" in line]
        self.assertEqual(len(known), 1)
        self.assertTrue(known[0].startswith("2022-04-20,474,"), known)


if __name__ == "__main__":
    unittest.main()
