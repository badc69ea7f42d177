#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small scenarios whose right answer is known on paper: folders of tests/data/cases.

Each is run as a user would run it and read with h5py. Seeds are fixed. Where the value is
random the bound is 4.65 standard deviations of its law, as in tests/validation.
"""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import h5py
import numpy as np
from where import PROGRAM, SOURCE

CASES = SOURCE / "tests/data/cases"
IS_SANITIZED = "-fsanitize" in subprocess.run([PROGRAM, "--version"], text=True, check=True,
                                              capture_output=True).stdout
Z = 4.65
MARCH, APRIL, SEPTEMBER = 2, 3, 8


def erlang_b(places, load):
    """The share refused of M/M/C/C, by its recursion."""
    share = 1.0
    for n in range(1, places + 1):
        share = load * share / (n + load * share)
    return share


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)

    def call(self, *words):
        return subprocess.run([PROGRAM, *map(str, words)], cwd=self.path, text=True,
                              capture_output=True, timeout=300, check=False)

    def lay(self, name):
        """Copies the case's files into an empty folder: a run leaves files beside them."""
        shutil.copytree(CASES / name, self.path, dirs_exist_ok=True)

    def ran(self, name, n=3, scenario="x"):
        """The variables of a run, by name: functions of time, district and service."""
        self.lay(name)
        done = self.call("run", f"{scenario}.yaml", "-n", n, "-t", 1, "-q", "-o",
                         f"{scenario}.h5")
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        return Results(self.path / f"{scenario}.h5")

    def refused(self, name, *texts):
        """The scenario is a fault, told before anything runs, by check and run alike."""
        self.lay(name)
        for command in (("check", "x.yaml"), ("run", "x.yaml", "-n", 1, "-o", "x.h5")):
            done = self.call(*command)
            self.assertEqual(done.returncode, 3, done.stderr[-3000:])
            for text in texts:
                self.assertIn(text, done.stderr)
        self.assertFalse((self.path / "x.h5").exists())

    def poisson(self, total, mean):
        """A number of independent people that is Poisson with a mean."""
        self.assertLess(abs(total - mean), Z * mean**0.5)


class Results:
    """Variables of the only scenario, with replication first."""

    def __init__(self, path):
        self.path = path

    def __getitem__(self, name):
        with h5py.File(self.path, "r") as file:
            return file[name][0]

    def of(self, name, service):
        """[replication][month], all districts together."""
        with h5py.File(self.path, "r") as file:
            names = [text.decode() for text in file["service"][:]]
            return file[name][0][..., names.index(service)].sum(axis=2)


class Times(Case):
    """Instants, months and years."""

    def test_who_leaves_makes_room_for_who_comes_at_that_instant(self):
        self.assertEqual(self.ran("hourly_arrivals_hourly_stay", 1)["refusals"].sum(), 0)

    def test_nobody_waits_for_a_place_that_falls_free_at_that_instant(self):
        seen = self.ran("tenth_of_a_day_list", 1)
        self.assertEqual(seen["admissions_waited"].sum(), 0)
        self.assertGreater(seen["admissions"].sum(), 36000)

    def test_a_factor_holds_from_its_year_on(self):
        requests = self.ran("by_year_before_its_year")["requests"]
        self.poisson(requests.sum(), 3 * 200000 * 0.1 * 1826 / 365.25)

    def test_rates_that_begin_after_the_people_are_a_fault(self):
        self.refused("rates_before_their_year", "x.yaml:6:41: population.mortality: ",
                     "x.yaml:6:60: population.fertility: ", "2023")

    def test_factors_of_months_keep_the_mean_of_a_year(self):
        visits = self.ran("visits_by_month")["visits"]
        # The year has 365 days and a mean February 28.25: as much as 365 days at a weight.
        days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
        factor = np.where(np.isin(np.arange(12), (6, 7)), 2.0, 1.0)
        mean = ((days * factor).sum() + 0.25) / 365.25
        self.poisson(visits.sum(), 3 * 100000 / 7 * (days * factor).sum() / mean)
        self.assertLess(abs(visits.sum() / 3 / 365 * 7 - 100000), 200)


class Places(Case):
    """Never more usable than built."""

    def closed_from(self, seen, month):
        for name in ("places", "usable_places", "admissions"):
            self.assertEqual(seen[name][:, month:].sum(), 0, name)
        self.assertTrue((seen["usable_places"] <= seen["places"] + 1e-9).all())
        self.assertGreater(seen["admissions"].sum(), 0)

    def test_places_that_close_while_ramping_up_admit_nobody(self):
        self.closed_from(self.ran("ramp_then_closed", 50), APRIL)

    def test_places_that_close_with_staffing_are_not_usable(self):
        self.closed_from(self.ran("closing_with_staffing"), MARCH)

    def test_a_school_that_closed_while_ramping_up_places_nobody(self):
        seen = self.ran("intake_ramp_closed")
        self.assertEqual(seen["placed"].sum(), 0)
        self.assertEqual(seen["usable_places"][:, MARCH:].sum(), 0)
        self.assertGreater(seen["applicants"].sum(), 200)

    def test_closing_what_may_be_converted_is_a_fault(self):
        self.refused("convert_then_close", "x.yaml:19: places: closes 15 places")

    def test_more_places_than_can_be_counted_are_a_fault(self):
        self.refused("many_places", "x.yaml:17: ", "5000000000 places")

    def test_a_batch_of_more_places_than_can_be_counted_is_a_fault(self):
        self.refused("many_places_batch", "x.yaml:14: ", "5000000000 places")

    def opens_at_the_start(self, name):
        seen = self.ran(name, 20)
        self.assertTrue((seen["targets/met"] == 1).all())
        self.assertTrue((seen["delivery/units_opened"] == 1).all())

    def test_a_project_that_its_law_had_open_before_opens_at_the_start(self):
        self.opens_at_the_start("fast_project_never_opens")

    def test_a_project_that_a_law_with_an_end_had_open_before_opens_at_the_start(self):
        self.opens_at_the_start("fast_project_never_opens_uniform")


class Start(Case):
    """People who are there at the start."""

    def test_a_free_place_is_offered_to_who_waits_at_the_start(self):
        seen = self.ran("start_list_free_place", 1)
        self.assertEqual(seen["admissions"].ravel()[:3].tolist(), [31, 28, 31])
        # The newcomer of day 30 has 100 before it, a day each.
        told = self.call("trace", "x.yaml").stdout.splitlines()
        days = [float(line.split()[1]) for line in told
                if re.search(r" [0-9a-f]{8}-1( |$)", line) and "is admitted" in line]
        self.assertEqual(days, [100])
        # First come, first served holds among those of the start too.
        came = [float(line.split()[1]) - float(line.split(" after ")[1].split()[0])
                for line in told if " after " in line][:100]
        self.assertEqual(came, sorted(came))

    def test_who_waits_without_patience_waits_on(self):
        seen = self.ran("start_list_no_patience", 5)
        self.assertEqual(seen["reneged"].sum(), 0)
        came = seen["requests"].cumsum(axis=1)
        self.assertTrue((seen["waiting_end"] == 100 + came).all())

    def test_pupils_are_there_where_no_child_lives(self):
        pupils = self.ran("pupils_without_resident_children", 1)["occupancy_end"]
        self.assertEqual(pupils[0, 0].ravel().tolist(), [100, 100])


class Intakes(Case):
    """Courses and their order."""

    def test_a_course_ends_at_the_intake_nearest_to_its_length(self):
        roll = self.ran("course_of_17_months")["occupancy_end"]
        # An intake's roll is Poisson(1000); 6 in each of 3 replications.
        self.poisson(roll[:, SEPTEMBER::12].sum(), 18 * 1000)
        self.assertIn("x.yaml:10:32: warning: ", self.call("check", "x.yaml").stderr)

    def test_a_course_far_shorter_than_its_interval_is_a_fault(self):
        self.refused("course_of_2_weeks", "x.yaml:10:32: ", "14 days")

    def test_intakes_may_be_six_months_apart(self):
        applicants = self.ran("intake_every_6_months")["applicants"].sum(axis=0).ravel()
        self.assertEqual(np.flatnonzero(applicants).tolist(), [2, 8, 14, 20, 26, 32])
        self.poisson(applicants.sum(), 3 * 6 * 10)

    def test_the_order_of_services_does_not_matter(self):
        seen = [self.ran("order_of_services", 2, name).of("applicants", "primary")
                for name in "ab"]
        self.assertTrue((seen[0] == seen[1]).all())
        # 1000 children a year of birth; months of birth are rounded to whole people.
        self.assertTrue((abs(seen[0][:, SEPTEMBER::12] - 1000) <= 12).all())


class Visits(Case):
    """A service that is open round the clock."""

    def test_the_load_is_carried_over_midnight(self):
        seen = self.ran("round_the_clock_10_hours", 10)
        load = 2000 / 7 / 24 * 10
        share = erlang_b(119, load)
        self.assertAlmostEqual(share, 0.0699, 4)
        visits = seen["visits"].sum()
        refused = seen["visits_refused"].sum()
        # Of independent people; the equations are followed to 0.0003 over a day.
        error = (share * (1 - share) / visits)**0.5
        self.assertLess(abs(refused / visits - share), Z * error + 0.0003)
        hours = seen["person_hours"].sum() / (10 * 365)  # expected ones: no chance
        self.assertLess(abs(hours / (24 * load * (1 - share)) - 1), 0.0005)

    def test_a_stay_of_a_day_takes_a_day(self):
        seen = self.ran("round_the_clock_1_day", 10)
        self.assertEqual(seen["visits_refused"].sum(), 0)
        hours = seen["person_hours"].sum() / (10 * 365)
        self.assertLess(abs(hours / (2000 / 7 * 24) - 1), 0.0005)


class Names(Case):
    """Names and limits that mislead."""

    def test_a_district_called_all_is_a_fault(self):
        self.refused("district_named_all", "x.yaml:5: district: found a district 'all'")

    def test_a_no_break_space_is_told(self):
        self.refused("names_that_look_alike", "pop.csv:2:1: ", "no-break space")

    def test_overflow_within_0_minutes_is_a_fault(self):
        self.refused("overflow_within_0", "x.yaml:12:24: services.s.overflow.within: ")


class Files(Case):
    """Files as they are found."""

    def script(self, name):
        self.lay(name)
        path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(["sh", "run.sh"], cwd=self.path, text=True, timeout=300,
                              capture_output=True, env={**os.environ, "PATH": path},
                              check=False)

    def test_a_byte_order_mark_may_begin_a_scenario(self):
        self.lay("yaml_with_bom")
        self.assertTrue((self.path / "x.yaml").read_bytes().startswith(b"\xef\xbb\xbf"))
        done = self.call("check", "x.yaml")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_results_are_written_where_a_link_points(self):
        self.script("symlinked_output")
        link = self.path / "x.h5"
        self.assertTrue(link.is_symlink())
        with h5py.File(self.path / "scratch/x.h5", "r") as file:
            self.assertEqual(file["requests"].shape[1], 2)

    @unittest.skipIf(IS_SANITIZED, "takes address space without end")
    def test_scarce_files_and_scarce_memory_are_told_apart_and_by_name(self):
        told = self.script("message_without_file_name").stderr
        files, memory = told.splitlines()
        self.assertRegex(files, r"x\.(h5|yaml)\b.*: Too many open files$")
        self.assertRegex(memory, r"^suffice: out of memory .*at most 29\.3 \(ulimit -v\)$")


if __name__ == "__main__":
    unittest.main()
