#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many replications, and of which draws: rules of precision, designs.

usage: test_rules.py PROGRAM SOURCE_FOLDER
"""
import csv
import io
import json
import re
import subprocess
import sys
import time
import unittest

from batch_case import DECIDE, PROGRAM, Batch


class Rules(Batch):
    # --- stopping by precision

    def test_a_rule_stops_at_the_same_replication_however_it_is_run(self):
        rule = ["--until", "half-width(P(met), opened) < 0.05", "-n", 3000]
        done = self.suffice("run", DECIDE, *rule, "-t", 1, "-o", "one.h5")
        look = int(re.search("holds after .* look ([0-9]+) ", done.stderr).group(1))
        facts = json.loads((self.path / "one.run.json").read_text())
        self.assertEqual((facts["stopping"]["look"], facts["stopping"]["holds"],
                          facts["replications"]), (look, True, 100 * look))
        for threads in (2, 4):
            self.suffice("run", DECIDE, *rule, "-t", threads, "-o", "more.h5", "-f")
            self.assertEqual(self.bytes_of("one.h5"), self.bytes_of("more.h5"), threads)
        # Killed on the way, and gone on with.
        run = subprocess.Popen([PROGRAM, "run", DECIDE, *map(str, rule), "-t", "1", "-q",
                                "-o", "killed.h5"], cwd=self.path)
        journal = self.path / "killed.h5.journal"
        while run.poll() is None and not (journal.exists()
                                          and journal.stat().st_size > 50_000):
            time.sleep(0.002)
        run.kill()
        run.wait()
        self.assertFalse((self.path / "killed.h5").exists())
        done = self.suffice("run", DECIDE, *rule, "-t", 2, "-o", "killed.h5")
        self.assertIn("(resumed)", done.stderr)
        self.assertEqual(self.bytes_of("one.h5"), self.bytes_of("killed.h5"))
        # Begun with fewer, and gone on with.
        self.suffice("run", DECIDE, "-n", 150, "-o", "later.h5")
        self.suffice("run", DECIDE, *rule, "-o", "later.h5")
        self.assertEqual(self.bytes_of("one.h5"), self.bytes_of("later.h5"))
        done = self.suffice("run", DECIDE, *rule, "-o", "later.h5")
        self.assertIn("complete already", done.stderr)

    def test_a_rule_that_does_not_hold_is_told(self):
        done = self.suffice("run", DECIDE, "--until", "half-width(P(met), opened) < 0.001",
                            "-n", 200, "-o", "a.h5")
        self.assertIn("does not hold after the most replications, 200", done.stderr)
        quiet = self.suffice("run", DECIDE, "--until", "half-width(P(met), opened) < 0.001",
                             "-n", 200, "-q", "-o", "q.h5")
        self.assertIn("does not hold", quiet.stderr)
        facts = json.loads((self.path / "a.run.json").read_text())["stopping"]
        self.assertAlmostEqual(facts.pop("confidence"), 1 - 0.05 / 6, 5)
        self.assertEqual(facts, {"rule": "half-width(P(met), opened) < 0.001", "look": 2,
                                 "holds": False})
        done = self.suffice("run", DECIDE, "--until", "nonsense", "-o", "b.h5", code=2)
        self.assertIn("expected decided", done.stderr)
        done = self.suffice("run", DECIDE, "--until", "decided", "--shard", "1/2", "-o",
                            "b.h5", code=2)
        self.assertIn("exclude each other", done.stderr)

    def test_looks_that_would_never_come_are_refused(self):
        done = self.suffice("run", DECIDE, "--until", "decided", "--min-replications", 500,
                            "-n", 200, "-o", "a.h5", code=2)
        self.assertIn("found 500, expected at most the 200 replications", done.stderr)
        for option in ("--batch", "--min-replications"):
            done = self.suffice("run", DECIDE, option, 50, "-n", 100, "-o", "a.h5", code=2)
            self.assertIn("need --until", done.stderr)
        self.assertEqual(list(self.path.iterdir()), [])

    # --- designs

    def test_designs_are_chosen_and_refused(self):
        for design in ("balanced", "random", "fixed", "sobol"):
            self.suffice("run", DECIDE, "-n", 20, "--set", f"design={design}", "-o",
                         f"{design}.h5")
        self.assertNotEqual(self.bytes_of("balanced.h5"), self.bytes_of("random.h5"))
        # What the default was called before draws the same.
        shown = self.suffice("compare", "balanced.h5", "sobol.h5").stdout
        self.assertRegex(shown, r"(\d+) of \1 quantities are the same")
        self.suffice("run", DECIDE, "-n", 20, "--fix-assumptions", "-o", "again.h5")
        self.assertEqual(self.bytes_of("again.h5"), self.bytes_of("fixed.h5"))
        lhs = ["--set", "design=lhs", "--set", "points=30"]
        self.assertIn("x 30 replications",
                      self.suffice("run", DECIDE, *lhs, "-o", "lhs.h5").stderr)
        done = self.suffice("run", DECIDE, *lhs, "-n", 31, "-o", "more.h5", code=2)
        self.assertIn("Latin hypercube of 30", done.stderr)
        done = self.suffice("check", DECIDE, "--set", "design=lhs", code=3)
        self.assertIn("without `points`", done.stderr)
        done = self.suffice("check", DECIDE, "--set", "points=30", code=3)
        self.assertIn("only `design: lhs`", done.stderr)

    def test_assumptions_are_fixed_whatever_else_is_set(self):
        self.suffice("run", DECIDE, "-n", 30, "--set", "design=fixed", "-o", "fixed.h5")
        hypercube = self.overlay("hypercube", "design: lhs\npoints: 30")
        nested = self.overlay("nested", "nested: {outer: 6, inner: 5}")
        for scenario, sets, n in ((hypercube, [], 30), (nested, [], 30),
                                  (DECIDE, ["--set", "design=random"], 100)):
            for words in (["--fix-assumptions", *sets], [*sets, "--fix-assumptions"]):
                done = self.suffice("run", scenario, *words, "-o", "f.h5", "-f")
                self.assertIn(f"x {n} replications", done.stderr)
                if scenario == nested:
                    continue
                shown = self.suffice("compare", "fixed.h5", "f.h5").stdout
                self.assertIn("over 30 replications", shown)
                self.assertRegex(shown, r"(\d+) of \1 quantities are the same")
        # What is nested is all chance.
        self.suffice("run", nested, "--fix-assumptions", "-o", "f.h5", "-f")
        shown = self.suffice("info", "f.h5", "--variance", "--csv").stdout
        row = next(row for row in csv.DictReader(io.StringIO(shown))
                   if row["quantity"] == "demand")
        self.assertEqual((row["points"], float(row["low"])), ("6", 0))

    def test_a_nested_run_splits_the_variance_as_the_exact_case_says(self):
        # H01: Y is Poisson of a gamma mean with mean 50 and CV 0.2: variance 150, two
        # thirds of it from the mean. Arrivals of the 365 days of 2021.
        scenario = self.path / "h01.yaml"
        scenario.write_text("""
format: 1
name: h01
start: 2021-01-01
end: 2022-01-01
districts: {town: {}}
nested: {outer: 1000, inner: 5}
assumptions: {theta: {gamma: {mean: %r per day, cv: 0.2}}}
services:
  desk:
    kind: stay
    arrivals: {town: {rate: $theta}}
    stay: {exponential: {mean: 1 day}}
    places: 100
    initial: {occupancy: 0}
""" % (50 / 365))
        for design in ("balanced", "random"):
            self.suffice("run", scenario, "--set", f"design={design}", "-o", "h.h5", "-f")
            shown = self.suffice("info", "h.h5", "--variance", "--csv").stdout
            row = next(row for row in csv.DictReader(io.StringIO(shown))
                       if row["quantity"] == "demand")
            self.assertEqual(row["points"], "1000")
            # Of a year of 365.25 days. The standard error of a variance of 1,000 points
            # is about 4 %, four of them 16 %.
            total = (float(row["sd"]) * 365 / 365.25) ** 2
            self.assertLess(abs(total / 150 - 1), 0.16, design)
            self.assertLess(float(row["low"]), 2 / 3)
            self.assertGreater(float(row["high"]), 2 / 3)
            self.assertLess(float(row["high"]) - float(row["low"]), 0.12)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
