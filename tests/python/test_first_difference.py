#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""suffice trace --first-difference: the first event at which two runs part, and why."""
import pathlib
import subprocess
import tempfile
import unittest

from where import PROGRAM, SOURCE

HELLO = SOURCE / "scenarios/hello.yaml"
SUPPLY = SOURCE / "tests/data/supply/supply.yaml"


class FirstDifference(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def overlay(self, text, base=SUPPLY):
        path = self.folder / "other.yaml"
        path.write_text(f"format: 1\nextends: {base}\nname: other\n{text}", encoding="utf-8")
        return path

    def program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "trace", *map(str, arguments)], capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout if code == 0 else done.stderr

    def difference(self, one, other, replication=17):
        return self.program(one, other, "--first-difference", "-r", replication)

    def first_by_hand(self, one, other, replication=17):
        """The two lines of trace --csv at which they part, and how many before are the same."""
        stories = [self.program(path, "-r", replication, "--csv").splitlines()[1:]
                   for path in (one, other)]
        n = next(i for i, (a, b) in enumerate(zip(*stories)) if a != b)
        return n, stories[0][n], stories[1][n]

    def test_the_same_scenario_has_none(self):
        told = self.difference(HELLO, HELLO)
        n = len(self.program(HELLO, "-r", 17, "--csv").splitlines()) - 1
        self.assertIn(f"no difference: all {n} events are the same\n", told)

    def test_it_is_where_the_stories_part(self):
        other = self.overlay("projects:\n  wing: {opens: 2021-11-05}\n")
        n, one, two = self.first_by_hand(SUPPLY, other)
        told = self.difference(SUPPLY, other)
        self.assertIn(f"comes after {n} events that are the same\n", told)
        for name, line in (("supply", one), ("other", two)):
            date, days, event = line.split(",")[:3]
            self.assertRegex(told, rf"(?m)^  {name}: {date} {days}  {event}")

    def test_it_tells_why(self):
        other = self.overlay("projects:\n  wing: {opens: 2021-11-05}\n")
        told = self.difference(SUPPLY, other)
        self.assertRegex(told, r"other alone says: projects\.- .*2021-11-05")
        self.assertIn("the first project that opens on another day: wing, unit 1: 2022-01-01 in "
                      "supply, 2021-11-05 in other\n", told)
        other = self.overlay("seed: 78\n")
        self.assertIn("other alone says: seed: 78\n", self.difference(SUPPLY, other))

    def test_values_that_are_drawn_otherwise_are_told(self):
        base = self.folder / "base.yaml"
        base.write_text(f"format: 1\nextends: {SUPPLY}\nname: base\nassumptions:\n"
                        "  many: {uniform: {low: 1 per day, high: 2 per day}}\nservices:\n"
                        "  loss: {arrivals: {north: {rate: $many}}}\n", encoding="utf-8")
        other = self.overlay(
            "assumptions:\n  many: {uniform: {low: 1 per day, high: 3 per day}}\n", base)
        self.assertRegex(self.difference(base, other),
                         r"the assumption many is 1\.\d+ in base and [12]\.\d+ in other\n")

    def test_what_does_not_fit_is_refused(self):
        self.assertIn("two scenarios are needed", self.program(
            HELLO, "--first-difference", code=2))
        self.assertIn("one scenario is needed, or two with --first-difference", self.program(
            HELLO, HELLO, code=2))
        self.assertIn("without --service, --person, --until and --csv", self.program(
            HELLO, HELLO, "--first-difference", "--csv", code=2))


if __name__ == "__main__":
    unittest.main()
