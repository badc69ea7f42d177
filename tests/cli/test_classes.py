#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Those without a place, and classes of priority, as `info`, `compare` and `trace` tell them.

usage: test_classes.py PROGRAM SOURCE_FOLDER
"""
import csv
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
SMALL = SOURCE / "tests/data/scenarios_good/small.yaml"
# 300 applicants a year for 200 places; all of them must be seated in `must`.
SCHOOLS = """\
format: 1
name: schools
start: 2021-01-01
end: 2025-01-01
districts: {city: {}}
services:
  must: {kind: intake, arrivals: {city: {per_intake: 300}},
         intake: {month: 9, length: 1 year, must_place: yes}, places: {city: 200}}
  may: {kind: intake, arrivals: {city: {per_intake: 300}},
        intake: {month: 9, length: 1 year}, places: {city: 200}}
"""


class Classes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name)
        (cls.path / "schools.yaml").write_text(SCHOOLS)
        cls.suffice("run", "schools.yaml", "-n", 5, "-o", "schools.h5", "-q")
        cls.suffice("run", SMALL, "-n", 3, "-o", "small.h5", "-q")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def suffice(cls, *arguments):
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=cls.path, text=True,
                              check=True, capture_output=True, timeout=300).stdout

    def rows(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.suffice(*arguments, "--csv"))))

    def means(self, service):
        return {row["quantity"]: float(row["mean"]) for row in self.rows("info", "schools.h5")
                if row["service"] == service and row["district"] == "all"}

    def test_who_is_displaced_and_back_is_told_of_services_that_preempt(self):
        self.suffice("run", SOURCE / "tests/validation/scenarios/b17.yaml", "-n", 20,
                     "--set", "end=2005-01-01", "-o", "displaced.h5", "-q")
        rows = {(row["class"], row["quantity"]): (float(row["mean"]), float(row["half_width"]))
                for row in self.rows("info", "displaced.h5", "--classes")
                if row["quantity"] in ("displaced", "resumed")}
        self.assertEqual(rows["first", "displaced"], (0, 0))
        # 0.3 a day of the first class ask; the second has the place for 0.4 of the time.
        mean, half = rows["second", "displaced"]
        self.assertLess(abs(mean - 0.3 * 0.4 * 365.25), 2.5 * half)
        self.assertLess(half, 2.2)
        self.assertLess(abs(rows["second", "resumed"][0] - mean), 0.5)
        self.assertIn("who lost a place", self.suffice("info", "displaced.h5", "--classes"))
        self.assertNotIn("who lost a place", self.suffice("info", "small.h5", "--classes"))

    def test_policies_are_told_by_district(self):
        self.suffice("run", SOURCE / "tests/data/oracle/policies.yaml", "-n", 5,
                     "--set", "end=2002-01-01", "-o", "policies.h5", "-q")
        rows = {(row["policy"], row["quantity"]): row
                for row in self.rows("info", "policies.h5", "--policies")}
        self.assertEqual(float(rows["more", "acts"]["mean"]), 1)
        opened, closed = (float(rows[name, "moved_places"]["mean"]) for name in ("more", "less"))
        self.assertGreater(opened, 2)
        self.assertIn(round(5 * (opened - closed)), range(0, 11, 2))  # two are open, or not
        told = self.suffice("info", "policies.h5", "--policies")
        self.assertRegex(told, r"(?m)^less +one +1\.00 \[0\.48, 1\.00\]")
        done = subprocess.run([PROGRAM, "info", "small.h5", "--policies"], cwd=self.path,
                              text=True, capture_output=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("found no policies", done.stderr)
        trace = self.suffice("trace", SOURCE / "tests/data/oracle/policies.yaml",
                             "--until", "2001-01-01")
        self.assertRegex(trace, r"policy acts +queue +one +more")

    def test_no_two_counts_have_the_same_head(self):
        lines = self.suffice("info", "schools.h5").splitlines()
        units = next(i for i, line in enumerate(lines) if line.startswith("district"))
        # Columns end where their units end.
        ends = [m.end() for m in re.finditer(r"\S+( \S+)*", lines[units])][1:]
        starts = [len("district"), *ends[:-1]]
        heads = [lines[units - 1][a:b].strip() for a, b in zip(starts, ends)]
        names = list(zip(heads, (lines[units][a:b].strip() for a, b in zip(starts, ends))))
        self.assertEqual(len(set(names)), len(names))
        self.assertEqual(heads.count("unplaced"), 1)
        self.assertIn(("above places", "a year"), names)
        self.assertIn(("unmet", "% of demand"), names)

    def test_seated_above_places_is_not_unplaced(self):
        """`unplaced` has no seat; `unmet` no place: without a seat, or seated above."""
        must, may = self.means("must"), self.means("may")
        self.assertEqual(must["unplaced"], 0)
        self.assertGreater(must["above"], 50)
        self.assertEqual(may["above"], 0)
        self.assertGreater(may["unplaced"], 50)
        for one in (must, may):
            short = one["unplaced"] + one["above"]
            self.assertAlmostEqual(one["unmet_share"],
                                   100 * short / one["demand"], delta=0.3)
            self.assertNotIn("unplaced_percent", one)

    def test_the_story_of_an_intake_tells_them_apart(self):
        for service, is_seated in (("must", True), ("may", False)):
            told = [row for row in self.rows("trace", "schools.yaml", "--service", service)
                    if row["event"] == "intake"]
            self.assertEqual(len(told), 4)
            for row in told:
                placed, above, unplaced = map(int, re.findall(r"\d+", row["detail"]))
                self.assertEqual(placed, 200)
                self.assertEqual(placed + above + unplaced, int(row["number"]))
                self.assertEqual((above > 0, unplaced > 0), (is_seated, not is_seated))

    def test_info_tells_classes_by_district(self):
        rows = self.rows("info", "small.h5", "--classes")
        self.assertEqual({row["service"] for row in rows}, {"nursery"})
        self.assertEqual({row["class"] for row in rows}, {"first", "second"})
        self.assertEqual({row["district"] for row in rows}, {"North", "Middle", "South", "all"})
        both = {}
        for row in rows:
            if row["district"] == "all":
                both.setdefault(row["quantity"], []).append(float(row["mean"]))
        service = {row["quantity"]: float(row["mean"]) for row in self.rows("info", "small.h5")
                   if row["service"] == "nursery" and row["district"] == "all"}
        for name in ("waiting", "waiting_end"):
            self.assertAlmostEqual(sum(both[name]), service[name], delta=1e-6)
        first, second = both["wait"]
        self.assertLess(3 * first, second)  # the first class is served first
        self.assertAlmostEqual(
            (first * both["admitted"][0] + second * both["admitted"][1])
            / sum(both["admitted"]), service["wait"], delta=0.5)

    def test_info_tells_classes_beside_the_services(self):
        shown = self.suffice("info", "small.h5")
        self.assertRegex(shown, r"(?m)^nursery by class of priority$")
        self.assertRegex(shown, r"(?m)^second +all +\d")
        self.assertNotIn("class", self.suffice("info", "schools.h5"))
        self.assertEqual(self.rows("info", "schools.h5", "--classes"), [])

    def test_a_trace_tells_the_class_of_those_on_a_list(self):
        rows = self.rows("trace", SMALL, "--service", "nursery")
        joined = {row["person"]: row for row in rows if row["event"] == "joins list"}
        self.assertEqual({row["class"] for row in joined.values()}, {"first", "second"})
        n_off = 0
        for row in rows:
            if float(row["waited_days"] or 0) > 0:
                self.assertIn(row["class"], ("first", "second"), row)
                if row["person"] in joined:
                    self.assertEqual(row["class"], joined[row["person"]]["class"])
                    n_off += 1
            elif row["event"] != "joins list":
                self.assertEqual(row["class"], "", row)
        self.assertGreater(n_off, 100)
        self.assertRegex(self.suffice("trace", SMALL, "--service", "nursery"),
                         r"(?m)joins list +nursery +\w+ +class (first|second) \d")
        self.assertEqual({row["class"] for row in self.rows("trace", SMALL, "--service", "ward")},
                         {""})


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
