#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds in every cell of every run: nothing usable that is not built, books that balance.

SUFFICE_AMOUNT is how many replications of the whole plan have their books kept: 3 unless told.
"""
import pathlib
import subprocess
import tempfile
import unittest

import h5py
import numpy as np
from small_plan import small_luzhou
from where import PROGRAM, SOURCE, amount

EVERYDAY = 3
N = amount(EVERYDAY)
FOLDERS = ("scenarios", "tests/data/scenarios_good", "tests/data/scenarios_odd",
           "tests/data/supply", "tests/data/cases", "tests/validation/scenarios")
SPACE = 1e-9  # of means over time, which are rounded


def scenarios(folder):
    """All there are; those of Luzhou small, in the folder, but for SUFFICE_AMOUNT above 3."""
    luzhou = SOURCE / "scenarios/luzhou"
    found = [path for of in FOLDERS for path in (SOURCE / of).rglob("*.yaml")
             if N > EVERYDAY or luzhou not in path.parents]
    if N == EVERYDAY:
        found += small_luzhou(folder / "luzhou").glob("*.yaml")
    return sorted(found)


class Record:
    """One results file with one scenario: variables with replication first."""

    def __init__(self, path):
        self.file = h5py.File(path, "r")

    def __getitem__(self, name):
        """A variable; nothing observed counts as nothing."""
        return np.nan_to_num(self.file[name][0])

    def raw(self, name):
        return self.file[name][0]

    def names(self, axis):
        return [text.decode() for text in self.file[axis][:]]


def run(scenario, folder, n):
    """The record of n replications, or None where the scenario is a fault."""
    path = pathlib.Path(folder) / "x.h5"
    done = subprocess.run([PROGRAM, "run", scenario, "-n", str(n), "-q", "-f", "-o", path],
                          text=True, capture_output=True, timeout=900, check=False)
    if done.returncode == 3:
        return None
    if done.returncode != 0:
        raise AssertionError(f"{scenario}: {done.stderr[-2000:]}")
    return Record(path)


def change(values):
    """From the end of each month (or year) to the end of the next."""
    return values[:, 1:] - values[:, :-1]


class Usable(unittest.TestCase):
    def test_no_place_is_usable_that_is_not_built(self):
        n_seen = 0
        n_closing = 0
        room = tempfile.TemporaryDirectory()
        self.addCleanup(room.cleanup)
        for scenario in scenarios(pathlib.Path(room.name)):
            with self.subTest(scenario), tempfile.TemporaryDirectory() as folder:
                seen = run(scenario, folder, 1)
                if seen is None:
                    continue
                closed = seen["places_closed"]
                # Built at the end of the month and, on the way there, those that closed.
                excess = seen["usable_places"] - seen["places"] - closed
                self.assertLessEqual(excess.max(), SPACE * (1 + seen["places"].max()))
                n_seen += 1
                n_closing += (closed > 0).sum()
        self.assertGreater(n_seen, 80)
        self.assertGreater(n_closing, 5)


class Books(unittest.TestCase):
    """Of the whole plan, in every replication, month, district and service."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.seen = run(SOURCE / "scenarios/luzhou/plan.yaml", folder.name, N)

    def equal(self, one, other):
        """To the last person, wherever anything happened at all."""
        self.assertTrue((one == other).all(), f"{(one != other).sum()} of {one.size} differ")
        self.assertGreater(abs(one).sum(), 0)

    def test_requests_balance(self):
        v = self.seen
        outs = sum(v[name] for name in (
            "balked", "void_requests", "refusals", "reneged", "aged_out", "died_waiting",
            "moved_waiting", "admissions"))
        waiting = v["waiting_end"]  # the plan begins without lists
        before = np.concatenate([np.zeros_like(waiting[:, :1]), waiting[:, :-1]], axis=1)
        self.equal(v["requests"], outs + waiting - before)
        for name in ("void_requests", "reneged", "died_waiting", "moved_waiting"):
            self.assertGreater(v[name].sum(), 0, name)
        self.assertTrue((v["admissions_waited"] <= v["admissions"]).all())

    def test_places_balance(self):
        v = self.seen
        self.equal(change(v["places"]), (v["places_opened"] - v["places_closed"])[:, 1:])
        self.assertTrue((v["usable_places"] <= v["places"] + v["places_closed"] + 1e-6).all())

    def test_places_taken_balance(self):
        v = self.seen
        ins = (v["admissions"] - v["admissions_overflow"] + v["admissions_overflow_in"]
               + v["pupils_in"])
        self.equal(change(v["occupancy_end"]), (ins - v["releases"])[:, 1:])
        # Who goes away arrives somewhere, in the same month.
        self.equal(v["admissions_overflow"].sum(axis=2), v["admissions_overflow_in"].sum(axis=2))

    def test_applicants_balance(self):
        v = self.seen
        self.equal(v["applicants"], v["placed"] + v["placed_above"] + v["unplaced"])
        self.assertTrue((v["placed_overflow"] <= v["placed"]).all())
        seated = (v["placed"] + v["placed_above"]).sum(axis=2)
        self.assertTrue((v["pupils_in"].sum(axis=2) >= seated).all())
        self.assertGreater(v["unplaced"].sum(), 0)

    def test_visits_balance(self):
        v = self.seen
        self.equal(v["visits"], v["served"] + v["served_overflow"] + v["visits_refused"])
        self.assertTrue((v["person_hours"] <= v["place_hours"] * (1 + SPACE)).all())
        self.assertGreater(v["visits_refused"].sum(), 0)

    def test_who_joined_was_not_sent_away(self):
        v = self.seen
        joined = v.raw("waits/joined")
        is_list = ~np.isnan(joined)
        came = v["requests"] - v["balked"] - v["void_requests"] - v["refusals"]
        by_year = came.reshape(N, -1, 12, *came.shape[2:]).sum(axis=2)
        self.equal(joined[is_list], by_year[is_list])
        quantiles = v.raw("waits/wait_quantile")
        steps = np.diff(quantiles, axis=-1)
        self.assertFalse((steps < 0).any())

    def test_people_balance(self):
        v = self.seen
        births, deaths, moves_in, moves_out = (
            v[f"population/{name}"].sum(axis=-1)
            for name in ("births", "deaths", "moves_in", "moves_out"))
        residents = v["population/residents"].sum(axis=-1)
        self.equal(change(residents), (births - deaths + moves_in - moves_out)[:, 1:])
        self.assertTrue((v["population/births"][..., 1:] == 0).all())
        for flow in (births, deaths, moves_in, moves_out):
            self.assertTrue((flow > 0).all())

    def test_people_in_places_and_on_lists_are_residents(self):
        v = self.seen
        of_year = slice(11, None, 12)
        held = (v["occupancy_end"] + v["waiting_end"])[:, of_year].sum(axis=(2, 3))
        visits = [i for i, name in enumerate(v.names("service"))
                  if v["visits"][..., i].sum() > 0]
        self.assertEqual(v["occupancy_end"][..., visits].sum(), 0)
        self.assertTrue((held <= v["population/residents"].sum(axis=(2, 3, 4))).all())

    def test_targets_are_met_where_their_value_is_reached(self):
        v = self.seen
        value, met = v.raw("targets/value"), v.raw("targets/met")
        required = v.file["targets/target_required"][:]
        is_least = v.file["targets/target_comparison"][:] == b"at_least"
        reached = np.where(is_least, value >= required - 1e-9, value <= required + 1e-9)
        known = ~np.isnan(met) & ~np.isnan(required)
        self.assertTrue((met[known] == reached[known]).all())
        self.assertTrue(((met == 0) | (met == 1) | np.isnan(met)).all())
        self.assertTrue(0 < met[known].mean() < 1)


if __name__ == "__main__":
    unittest.main()
