#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios compared on common random numbers.

usage: test_compare.py PROGRAM SOURCE_FOLDER
"""
import csv
import io
import sys
import unittest

from batch_case import DECIDE, SOURCE, Batch

PLAN = SOURCE / "scenarios/luzhou/plan.yaml"


class Compare(Batch):
    def compare(self, *arguments):
        shown = self.suffice("compare", *arguments, "--csv").stdout
        return list(csv.DictReader(io.StringIO(shown)))

    def test_scenarios_that_are_the_same_differ_by_nothing(self):
        self.suffice("run", DECIDE, self.overlay("same", ""), "-n", 30, "-o", "a.h5")
        rows = self.compare("a.h5", "--base", "decide")
        self.assertGreater(len(rows), 10)
        for row in rows:
            self.assertEqual(row["is_different"], "no")
            self.assertEqual(float(row["difference"]), 0)
        shown = self.suffice("compare", "a.h5").stdout
        self.assertRegex(shown, r"(\d+) of \1 quantities are the same")

    def test_two_files_are_compared_and_refused_when_they_do_not_pair(self):
        more = self.overlay("more", "services: {nursery: {places: 45}}")
        self.suffice("run", DECIDE, more, "-n", 30, "-o", "both.h5")
        self.suffice("run", DECIDE, "-n", 30, "-o", "base.h5")
        self.suffice("run", more, "-n", 20, "-o", "more.h5")
        apart = self.compare("base.h5", "more.h5")
        self.suffice("run", DECIDE, more, "-n", 20, "-o", "fewer.h5")
        self.assertEqual(apart, self.compare("fewer.h5"))
        places = [row for row in apart if row["quantity"] == "places"]
        self.assertEqual({float(row["difference"]) for row in places}, {5})
        self.suffice("run", more, "-n", 20, "-s", 12, "-o", "seed.h5")
        done = self.suffice("compare", "base.h5", "seed.h5", code=1)
        self.assertIn("has the seed 12, expected 11", done.stderr)
        self.suffice("run", more, "-n", 20, "--set", "design=random", "-o", "design.h5")
        done = self.suffice("compare", "base.h5", "design.h5", code=1)
        self.assertIn("another design", done.stderr)
        self.suffice("run", more, "-n", 20, "--set", "end=2024-01-01", "-o", "end.h5")
        done = self.suffice("compare", "base.h5", "end.h5", code=1)
        self.assertIn("other dates", done.stderr)
        self.suffice("compare", "base.h5", code=2)
        self.suffice("compare", "both.h5", "--base", "nobody", code=2)

    def test_the_threshold_of_a_policy_is_a_lever_that_two_files_differ_by(self):
        rule = self.overlay("rule", """\
levers:
  trigger: {value: 2, least: 0, most: 200}
policies:
  more:
    when: {measure: queue, of: nursery, each: town, above: $trigger, for: 2 months}
    do: {open: nursery, places: 15, up_to: 80}
    at_most: 2
""")
        for trigger in (2, 200):
            self.suffice("run", rule, "-n", 30, "--lever", f"trigger={trigger}", "-o",
                         f"at-{trigger}.h5")
        rows = self.compare("at-2.h5", "at-200.h5")
        places = [float(row["difference"]) for row in rows if row["quantity"] == "places"]
        self.assertLess(min(places), -5)  # one that never fires opens none
        # It is the plan without the rule.
        self.suffice("run", DECIDE, "-n", 30, "-o", "bare.h5")
        same = self.compare("bare.h5", "at-200.h5")
        self.assertGreater(len(same), 10)
        self.assertEqual({float(row["difference"]) for row in same}, {0})
        self.assertEqual({row["is_different"] for row in same}, {"no"})

    def test_files_whose_districts_are_in_another_order_are_compared_by_name(self):
        def two(name, districts, places):
            path = self.path / f"{name}.yaml"
            path.write_text(f"""format: 1
name: {name}
start: 2021-01-01
end: 2023-01-01
districts: {{{districts[0]}: {{}}, {districts[1]}: {{}}}}
population: {{start: [{{district: hill, sex: F, age: 30, count: 900}},
                     {{district: vale, sex: F, age: 30, count: 200}}]}}
services:
  bed: {{kind: stay, requests: {{per_person_year: 1}}, stay: {{exponential: {{mean: 9 days}}}},
        places: {{hill: {places}, vale: 4}}, initial: {{}}}}
""")
            self.suffice("run", path, "-n", 8, "-q", "-o", f"{name}.h5")

        two("one", ("hill", "vale"), 20)
        two("same", ("vale", "hill"), 20)
        two("more", ("vale", "hill"), 23)
        rows = self.compare("one.h5", "same.h5")
        self.assertEqual({row["is_different"] for row in rows}, {"no"})
        self.assertEqual({row["district"] for row in rows}, {"hill", "vale", "all"})
        places = {row["district"]: float(row["difference"])
                  for row in self.compare("one.h5", "more.h5") if row["quantity"] == "places"}
        self.assertEqual(places, {"hill": 3, "vale": 0, "all": 3})

    def test_latin_hypercubes_of_different_sizes_do_not_pair(self):
        def run(name, *sets):
            sets = [word for one in ("design=lhs", *sets) for word in ("--set", one)]
            self.suffice("run", DECIDE, *sets, "-n", 20, "-o", f"{name}.h5")

        for n in (30, 40):
            run(f"flat{n}", f"points={n}")
            run(f"nested{n}", f"nested={{outer: {n}, inner: 2}}")
        run("again", "points=30")
        for name in ("flat", "nested"):
            done = self.suffice("compare", f"{name}30.h5", f"{name}40.h5", code=1)
            self.assertIn("another Latin hypercube", done.stderr)
            self.assertIn("of 40 points and not 30", done.stderr)
        rows = self.compare("flat30.h5", "again.h5")
        self.assertEqual({row["is_different"] for row in rows}, {"no"})

    def test_an_assumption_that_is_removed_would_move_the_others(self):
        two = self.overlay("two", "assumptions: {stay: {uniform: {low: 1 year, high: 1.5 "
                           "years}}}\nservices: {nursery: {stay: {exponential: {mean: "
                           "$stay}}}}")
        gone = self.overlay("gone", "assumptions: {demand: null}\nservices: {nursery: "
                            "{arrivals: {town: {rate: 40 per year}}}}", two)
        fixed = self.overlay("fixed", "assumptions: {demand: {value: 40 per year}}", two)
        done = self.suffice("run", two, gone, "-n", 20, "-o", "a.h5", code=3)
        self.assertIn("gone.yaml: assumptions: found 'stay' at place 1", done.stderr)
        self.assertIn("a fixed `value`", done.stderr)
        for scenario in (two, gone):
            self.suffice("run", scenario, "-n", 20, "-o", f"{scenario.stem}.h5")
        done = self.suffice("compare", "two.h5", "gone.h5", code=1)
        self.assertIn("expected place 2 as in two.h5 (scenario two)", done.stderr)
        # Where places do not count it may go.
        self.suffice("run", two, gone, "-n", 20, "--set", "design=random", "-o", "r.h5")
        self.suffice("run", two, fixed, "-n", 20, "-o", "a.h5")
        self.suffice("compare", "a.h5")

    def test_a_project_that_slips_moves_nothing_but_what_rests_on_it(self):
        # The new wing of a nursery slips by half a year. What never uses it is the same to
        # the last bit; that the nursery's months before its first date are, too, is tested
        # in test_common_draws.c.
        other = ("services: {club: {kind: stay, arrivals: {town: {rate: 30 per year}}, "
                 "stay: {exponential: {mean: 0.5 years}}, places: 20, "
                 "initial: {occupancy: 0.5}}}\nprojects: {annex: {service: club, district: "
                 "town, places: 5, starts: 2021-03-01, opens: 2022-01-01}}")
        base = self.overlay("base", other)
        late = self.overlay("late", "projects: {wing: {starts: 2021-12-01, "
                            "opens: 2022-12-01}}", base)
        self.suffice("run", base, late, "-n", 40, "-o", "a.h5")
        rows = self.compare("a.h5")
        for row in rows:
            if row["name"] == "club" or row["quantity"] == "demand":
                self.assertEqual(row["is_different"], "no", row)
        self.assertTrue(any(row["is_different"] == "yes" and row["name"] == "nursery"
                            for row in rows))

    def test_ten_more_places_stand_out_at_least_twentyfold(self):
        # "+10 nursery places in one district" of Luzhou against independent runs.
        (self.path / "ten.csv").write_text(
            "site,service,district,places\nten more,nursery,Naxi,10\n")
        ten = self.path / "ten.yaml"
        data = SOURCE / "scenarios/luzhou/data"
        ten.write_text(f"format: 1\nextends: {PLAN}\nname: ten\nprojects: "
                       f"[{data}/seats.csv, {data}/projects.csv, ten.csv]\n")
        (self.path / "ten.csv").write_text(
            "project,district,service,places,opens\nten,Naxi,nursery,10,2021-01-01\n")
        # So many that each district has a list in some: in eight Longmatan's is all but empty.
        # Nobody asks for what takes most of the time and has no part in it.
        idle = [word for service, key in (("hospital_bed", "per_person_year"),
                                          ("care_bed", "prevalence"),
                                          ("nursing_bed", "prevalence"))
                for word in ("--set", f"services.{service}.requests.{key}=0",
                             "--set", f"services.{service}.initial=null")]
        self.suffice("run", PLAN, ten, "-n", 20, "-o", "a.h5", *idle)
        rows = [row for row in self.compare("a.h5")
                if (row["of"], row["name"]) == ("service", "nursery")]
        n = 0
        for row in rows:
            if row["is_different"] == "yes" and row["variance_reduction"]:
                self.assertGreater(float(row["variance_reduction"]), 20, row)
                n += 1
        self.assertGreater(n, 5)
        naxi = {row["quantity"]: row for row in rows if row["district"] == "Naxi"}
        self.assertEqual(float(naxi["places"]["difference"]), 10)
        self.assertGreater(float(naxi["occupied"]["difference"]), 0)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
