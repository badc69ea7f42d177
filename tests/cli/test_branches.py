#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios of one run that share their past have the results that they have alone.

With fewer replications than threads each scenario is simulated from its own start, so the same
command with many threads is what separate runs give; a test makes sure of that too.

usage: test_branches.py PROGRAM SOURCE_FOLDER
"""
import json
import random
import unittest

from batch_case import SOURCE, Batch

LEVERS = SOURCE / "tests/data/oracle/levers.yaml"
N = 3  # replications; and more threads than rows of a family
ALONE = ("-t", 8)

# What differs from levers.yaml from a date on, and the month in which it does as planned.
LATE = {
    "later": ("projects: {nursery late: {opens: 2024-02-01}}", "2023-09-01"),
    "more": ("projects: {baths: {places: 30}}", "2023-06-01"),
    "without": ("projects: {sure: null}", "2023-05-01"),
    "besides": ("projects: {zoo: {service: ward, district: west, places: 9, "
                "starts: 2022-01-01, opens: 2023-03-15}}", "2023-03-01"),
    "moved": ("projects: {seats: {district: west}}", "2023-08-01"),
    "first": ("projects: {arena: {district: west, asset: site, count: 2, opens: 2022-05-01}}",
              "2022-05-01"),
    "lever": ("levers: {opens: {value: 2022-10-01}}", "2022-09-01"),
    "sites": ("levers: {sites: {value: 3}}", "2022-06-01"),
    "ramp": ("projects: {wing: {ramp_months: 9}}", "2022-09-01"),
    "staff": ("levers: {staffing: {value: 0.5}}", "2022-09-01"),
    "same": ("title: the same", "2024-12-01"),
    "after": ("projects: {sure: {after: several}}", "2023-05-01"),
    "classes": ("projects: {classes: {converts: null}}", "2022-02-01"),
    "crews": ("levers: {crews: {value: 3}}", "2022-01-01"),
}
# What is another world from the start.
OTHER = {
    "list": "services: {desk: {queue: {discipline: lottery}}}",
    "people": "population: {fertility: [{year: 2020, age_from: 18, age_to: 40, "
              "births_per_1000: 91}]}",
    "law": "delivery: {correlation: 0.31}",
    "start": "levers: {start: {value: 11}}",
    "aim": "targets: {T4: {value: 0.6}}",
    "guess": "assumptions: {wish: {uniform: {low: 0.8, high: 1.3}}}",
}

# Worlds with other processes and other states, by file below tests/data, and what differs.
WARD = "projects: {late: {service: hospital, district: town, places: %d, opens: %s}}"
WORLDS = {
    "oracle/teams": "projects: {turn: {places: 10}}",
    "oracle/rolls": "projects: {wing: {places: 50}}",
    "oracle/city_list": WARD % (7, "2022-02-01"),
    "oracle/day_order": "projects: {c: {places: 90}}",
    "oracle/reuse": "projects: {later: {service: ward, district: East, places: 5, "
                    "opens: 2022-01-10}}",
    "oracle/brief_stays": "projects: {p2: {opens: 2022-01-10}}",
    "oracle/choice": "projects: {late: {service: hospital, district: home, places: 3, "
                     "opens: 2012-05-01}}",
    "oracle/network": WARD % (5, "2022-03-10"),
    "oracle/preemption": WARD % (5, "2022-03-10"),
    "oracle/reserved": WARD % (5, "2022-03-10"),
    "oracle/retrial": WARD % (5, "2022-03-10"),
    "oracle/waves": WARD % (5, "2028-03-10"),
    "oracle/policies": "projects: {late: {service: queue, district: one, places: 1, "
                       "opens: 2014-03-10}}",
    "oracle/begun_tie": "projects: {last: {places: 3}}",
    "scenarios_good/everything": "projects: {later: {service: nursery, district: north, "
                                 "places: 3, opens: 2022-07-10}}",
    "scenarios_good/crowd": "projects: {fewer clinics: {places: -200}}",
    "scenarios_good/facts": "projects: {late: {asset: gym, district: one, opens: 2022-10-01}}",
    "scenarios_good/small": "projects: {fewer beds: {places: -30}}",
}


class Branches(Batch):
    def told(self, *scenarios, output="x.h5", options=()):
        done = self.suffice("run", LEVERS, *scenarios, "-n", N, *(options or ("-t", 1)),
                            "-f", "-o", output)
        return [line for line in done.stderr.splitlines() if "shares its past" in line]

    def events(self, output):
        return json.loads((self.path / output).with_suffix(".run.json").read_text())["events"]

    def test_each_has_the_bytes_that_it_has_alone(self):
        for name, (text, month) in LATE.items():
            with self.subTest(name):
                other = self.overlay(name, text, LEVERS)
                told = self.told(other, output="shared.h5")
                self.told(other, output="alone.h5", options=ALONE)
                self.assertEqual(self.bytes_of("shared.h5"), self.bytes_of("alone.h5"))
                self.assertEqual(told, [f"suffice: {name} shares its past with levers: as "
                                        f"planned, until {month}"])
                saved = 1 - self.events("shared.h5") / self.events("alone.h5")
                # Of two runs of four years.
                year = int(month[:4]) - 2021 + (int(month[5:7]) - 1) / 12
                self.assertGreater(saved, 0.4 * year / 8, saved)

    def test_together_they_have_the_bytes_of_separate_runs(self):
        names = list(LATE)
        overlays = [self.overlay(name, LATE[name][0], LEVERS) for name in names]
        overlays += [self.overlay(name, OTHER[name], LEVERS) for name in OTHER]
        told = self.told(*overlays, output="shared.h5")
        self.assertEqual(len(told), len(LATE))
        many = ("-t", N * (1 + len(OTHER)) + 1)
        self.told(*overlays, output="alone.h5", options=many)
        self.assertEqual(self.bytes_of("shared.h5"), self.bytes_of("alone.h5"))
        self.assertLess(self.events("shared.h5"), 0.7 * self.events("alone.h5"))
        # In another order, others save what they go on from.
        shuffled = random.Random(1).sample(overlays, len(overlays))
        self.told(*shuffled, output="shared.h5")
        self.told(*shuffled, output="alone.h5", options=many)
        self.assertEqual(self.bytes_of("shared.h5"), self.bytes_of("alone.h5"))

    def test_what_differs_from_the_start_shares_nothing(self):
        for name, text in OTHER.items():
            with self.subTest(name):
                other = self.overlay(name, text, LEVERS)
                self.assertEqual(self.told(other, output="x.h5"), [])
                self.told(other, output="alone.h5", options=ALONE)
                self.assertEqual(self.bytes_of("x.h5"), self.bytes_of("alone.h5"))
                self.assertEqual(self.events("x.h5"), self.events("alone.h5"))

    def test_threads_shards_and_a_kill_anywhere_give_the_same_bytes(self):
        names = ("later", "without", "besides", "sites")
        overlays = [self.overlay(name, LATE[name][0], LEVERS) for name in names]
        run = ("run", LEVERS, *overlays, "-n", 8, "-q")
        self.suffice(*run, "-t", 16, "-o", "whole.h5")
        whole = self.bytes_of("whole.h5")
        for threads in (1, 2, 3):
            self.suffice(*run, "-t", threads, "-o", "t.h5", "-f")
            self.assertEqual(self.bytes_of("t.h5"), whole, threads)
        for k in (1, 2, 3):
            self.suffice(*run, "--shard", f"{k}/3", "-t", k, "-o", "s.h5")
        self.suffice("merge", *(f"s.{k}of3.journal" for k in (1, 2, 3)), "-o", "s.h5")
        self.assertEqual(self.bytes_of("s.h5"), whole)
        self.suffice(*run, "-t", 1, "--shard", "1/1", "-o", "k.h5")
        journal = self.bytes_of("k.h5.journal")
        # The scenarios and the provenance are at its head; what is cut off was not yet written.
        for left in (0.5, 0.61, 0.73, 0.88, 0.97):
            (self.path / "k.h5.journal").write_bytes(journal[:int(left * len(journal))])
            self.suffice(*run, "-t", 1, "-o", "k.h5")
            self.assertEqual(self.bytes_of("k.h5"), whole, left)
            (self.path / "k.h5").unlink()

    def test_what_processes_keep_is_kept_for_another_scenario_too(self):
        """One of each kind of process, and of each thing that it may hold at the instant."""
        for base, text in WORLDS.items():
            with self.subTest(base):
                path = SOURCE / f"tests/data/{base}.yaml"
                overlays = [self.overlay("one", text, path), self.overlay("same", "", path)]
                run = ("run", overlays[0], path, overlays[1], "-n", N, "-f", "-q")
                self.suffice(*run, "-t", 1, "-o", "shared.h5")
                self.suffice(*run, *ALONE, "-o", "alone.h5")
                self.assertEqual(self.bytes_of("shared.h5"), self.bytes_of("alone.h5"))
                self.assertLess(self.events("shared.h5"), 0.75 * self.events("alone.h5"))


if __name__ == "__main__":
    unittest.main(argv=["test_branches.py"])
