#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an overlay and --set do to what lies below: merge, remove, replace, and say so.

usage: test_overlays.py PROGRAM SOURCE_FOLDER
"""
import re
import sys
import unittest

from overlay_case import FILES, Case, values


class Tables(Case):
    def test_a_row_is_added_to_a_table_and_those_there_stay(self):
        extra = "{district: North, service: nursery, places: 7, opens: 2024-01-01}"
        for sets, text in (((), f"projects: {{extra: {extra}}}"),
                           ((f"projects.extra={extra}",), ""),
                           ((f"projects={{extra: {extra}}}",), "")):
            with self.subTest(sets):
                projects = self.shown(text, *sets)["projects"]
                for name in ("Central nursery A", "North B", "Late C", "extra"):
                    self.assertRegex(projects, rf'(?m)^  "?{name}"?:$')
                done = self.call("check", "over.yaml",
                                 *(w for s in sets for w in ("--set", s)))
                self.assertIn("projects: 4)", done.stdout)

    def test_a_row_of_a_table_is_reached_by_its_name(self):
        projects = self.shown("", "projects.Central nursery A.places=150")["projects"]
        self.assertRegex(projects, r"places: 150 +# --set\n +opens: 2022-01-01 +# "
                                   r"projects.csv:2\n")
        self.assertEqual(projects.count("projects.csv:2"), 4)  # all else of the row stays

    def test_every_table_with_names_is_merged(self):
        shown = self.shown("districts: {North: {title: The north}}\n"
                           "zones: {Hills: {area_km2: 30}}\ntargets: {T1: {value: 9}}")
        self.assertRegex(shown["districts"], r"title: \"The north\" +# over.yaml:4" "|"
                                             r"title: The north +# over.yaml:4")
        self.assertRegex(shown["districts"], r"area_km2: 20 +# districts.csv:3")
        self.assertRegex(shown["zones"], r"area_km2: 30 +# over.yaml:5")
        self.assertRegex(shown["zones"], r"kind: urban +# zones.csv:2")
        self.assertRegex(shown["targets"], r"value: 9 +# over.yaml:6")
        self.assertRegex(shown["targets"], r"value: 6 +# targets.csv:3")

    def test_a_name_with_dots_is_reached_with_and_without_quotes(self):
        for path in ("targets.T1.2.value", 'targets."T1.2".value', '"targets"."T1.2".value'):
            targets = self.shown("", f"{path}=8")["targets"]
            self.assertRegex(targets, r"value: 5 +# targets.csv:2")
            self.assertRegex(targets, r"T1.2:\n(.*\n)*? +value: 8 +# --set")

    def test_places_are_reached_by_service_district_and_site(self):
        places = self.shown("places: {nursery: {North: {Hill: 9, New: 4}}}",
                            "places.nursery.Central=33", "places.nursery.Central.sites=2",
                            "places.nursery.North.Main street={evidence: A}")["places"]
        rows = [tuple(re.findall(r": (\S+|\"[^\"]*\") +#", row))
                for row in places.split("- ")[1:]]
        self.assertEqual(rows, [("nursery", "Central", "33", "A", "2"),
                                ("nursery", "North", "Hill", "9", "B"),
                                ("nursery", "North", '"Main street"', "6", "A"),
                                ("nursery", "North", '"New"', "4")])

    def test_places_are_reached_by_the_name_of_a_site(self):
        self.same(["--set", "places.Main street.places=8"],
                  ["--set", "places.nursery.North.Main street=8"])

    def test_rows_that_columns_make_known_are_reached_by_them(self):
        for path, origin in (("travel.Central.North=99", "minutes: 99"),
                             ("population.start.Central.M.30=450", "count: 450"),
                             ("services.nursery.balk_by_present.10=0.6", "probability: 0.6")):
            with self.subTest(path):
                shown = "".join(self.shown("", path).values())
                self.assertRegex(shown, rf"{origin} +# --set")
                self.assertEqual(len(values(shown)),
                                 len(values("".join(self.shown("", path, path).values()))))

    def test_null_removes_a_row_of_a_table(self):
        shown = self.shown("projects: {North B: null}\nplaces: {nursery: {North: null}}\n"
                           "travel: {North: {Central: null}}")
        self.assertNotIn("North B", shown["projects"])
        self.assertIn("Late C", shown["projects"])
        self.assertEqual(shown["places"].count("- service"), 1)
        self.assertEqual(shown["travel"].count("- from"), 1)

    def test_a_base_of_rows_in_the_scenario_is_merged_alike(self):
        told = self.call("show", self.overlay("places: {nursery: {Central: 21}}"))
        (self.path / "shown.yaml").write_text(told.stdout)
        for sets in (["places.nursery.Central=22"], ["projects.Late C.places=1"]):
            one = self.call("show", "over.yaml", "--set", *sets).stdout
            other = self.call("show", "shown.yaml", "--set", *sets).stdout
            self.assertEqual(values(one), values(other))

    def test_places_by_service_and_district_need_no_table_below(self):
        (self.path / "base.yaml").write_text(FILES["base.yaml"].replace(
            "places: places.csv", "places: {nursery: {Central: 20, North: {Hill: 5, Main "
            "street: {places: 6, evidence: B}}}}").replace("title", "title"))
        done = self.call("check", "base.yaml")
        self.assertIn("no faults", done.stdout)

    def test_a_value_for_several_rows_is_a_fault_that_says_how_to_go_on(self):
        done = self.call("check", "base.yaml", "--set", "places.nursery.North=9", code=3)
        self.assertIn("--set:1:16: places: found a value for 2 rows of the table of places, "
                      "expected one row: go on with the site it is of", done.stderr)

    def test_null_for_no_row_is_a_fault_with_the_nearest_name(self):
        for path, near in (("projects.North C=null", "North B"),
                           ("places.nursery.Nort=null", "North")):
            done = self.call("check", "base.yaml", "--set", path, code=3)
            self.assertIn("nothing to remove", done.stderr)
            self.assertIn(f"did you mean '{near}'?", done.stderr)
            self.assertIn("base.yaml: 1 fault\n", done.stderr)

    def test_a_fault_of_the_table_below_is_told_once_and_there(self):
        (self.path / "projects.csv").write_text(FILES["projects.csv"] + "short,row\n")
        done = self.call("check", self.overlay("projects: {Late C: {places: 3}}"), code=3)
        self.assertIn("projects.csv:5: found 2 cells, expected 6", done.stderr)
        self.assertIn("over.yaml: 1 fault\n", done.stderr)


class Distributions(Case):
    def test_a_parameter_is_set_and_the_others_stay(self):
        self.same(["--set", "assumptions.births.lognormal.median=1.5"],
                  ["--set", "assumptions.births={lognormal: {median: 1.5, cv: 0.1}}"])
        self.same(["--set", "services.nursery.stay.lognormal.median=9 days"],
                  ["--set", "services.nursery.stay.lognormal={median: 9 days, cv: 1}"])

    def test_another_parameter_of_its_group_takes_the_place_of_one(self):
        self.same(["--set", "services.nursery.stay.lognormal.mean=9 days"],
                  ["--set", "services.nursery.stay.lognormal={median: null, mean: 9 days}"])

    def test_another_family_takes_the_place_of_all(self):
        births = self.shown("", "assumptions.births.gamma={mean: 1, cv: 0.2}")["assumptions"]
        self.assertNotIn("lognormal", births)
        self.same(["--set", "assumptions.births={value: 1}"],
                  ["--set", "assumptions.births={value: 1, lognormal: null}"])


class Replaced(Case):
    def test_a_table_is_replaced_when_it_is_said(self):
        new = "{district: North, service: nursery, places: 7, opens: 2024-01-01}"
        (self.path / "new.csv").write_text(
            "project,district,service,places,opens\nnew,North,nursery,7,2024-01-01\n")
        for value in (f"{{replace: {{new: {new}}}}}", "{replace: new.csv}",
                      "{replace: [new.csv]}", f"{{replace: [{{project: new, {new[1:]}]}}"):
            with self.subTest(value):
                self.overlay(f"projects: {value}")
                done = self.call("check", "over.yaml")
                self.assertIn("projects: 1)", done.stdout)
                done = self.call("check", "base.yaml", "--set", f"projects={value}")
                self.assertIn("projects: 1)", done.stdout)
        done = self.call("check", "base.yaml", "--set", "projects.replace=new.csv")
        self.assertIn("projects: 1)", done.stdout)

    def test_names_are_replaced_when_it_is_said(self):
        shown = self.shown("assumptions: {replace: {births: {value: 1}, length: {value: 3 "
                           "days}}}")
        self.assertEqual(values(shown["assumptions"]),
                         ["assumptions:", "  births:", "    value: 1", "  length:",
                          "    value: 3 days"])

    def test_nothing_stands_beside_replace(self):
        done = self.call("check", self.overlay("projects: {replace: new.csv, Late C: null}"),
                         code=3)
        self.assertIn("over.yaml:4:30: found a key beside 'replace'", done.stderr)


    def test_a_file_that_takes_the_place_of_a_table_is_warned_of(self):
        (self.path / "new.csv").write_text(FILES["projects.csv"])
        warned = "warning: projects: takes the place of the whole table"
        for value, is_warned in (("new.csv", True), ("[new.csv]", True), ("projects.csv", False),
                                 ("{replace: new.csv}", False),
                                 ("[projects.csv, {project: x, district: North, service: "
                                  "nursery, places: 3, opens: 2022-01-01}]", False)):
            done = self.call("check", self.overlay(f"projects: {value}"))
            self.assertEqual(f"over.yaml:4:11: {warned}" in done.stderr, is_warned, value)
            self.assertEqual("whole table" in done.stderr, is_warned, value)


class Blame(Case):
    """Faults are told where they are made: at the line of the overlay, or the text set."""

    def told(self, *words):
        done = self.call("check", *words, code=3)
        self.assertRegex(done.stderr, r"\.yaml: 1 fault\n")
        return done.stderr

    def test_a_value_of_a_merged_row_is_told_of_where_it_is_set(self):
        self.assertIn("--set:1:24: projects.North B.sites: found 'x'",
                      self.told("base.yaml", "--set", "projects.North B.sites=x"))
        self.assertIn("over.yaml:5:19: targets.T1.value: found 'high'",
                      self.told(self.overlay("targets:\n  T1: {    value: high}")))

    def test_what_only_the_model_shows_is_told_of_at_the_overlay(self):
        (self.path / "asked.yaml").write_text("""format: 1
name: asked
start: 2021-01-01
end: 2022-01-01
districts: {a: {}}
population: {start: [{district: a, sex: F, age: 30, count: 900},
                     {district: a, sex: F, age: 80, count: 900}]}
services:
  bed:
    kind: stay
    eligible: {from: 70 years}
    requests: {prevalence: 0.05, of: {from: 0 years}}
    stay: {exponential: {mean: 30 days}}
    places: {a: 100}
    initial: {}
""")
        self.assertIn("--set:1: services.bed.requests.prevalence: no rate", self.told(
            "asked.yaml", "--set", "services.bed.requests.prevalence=0.95"))
        (self.path / "more.yaml").write_text(
            "extends: asked.yaml\nname: more\n\n"
            "services: {bed: {requests: {prevalence: 0.95}}}\n")
        self.assertIn("more.yaml:4: services.bed.requests.prevalence: no rate",
                      self.told("more.yaml"))
        (self.path / "none.yaml").write_text(
            "extends: asked.yaml\nname: none\nservices:\n  bed:\n    requests:\n"
            "      by_sex: {F: 0, M: 0}\n")
        self.assertIn("none.yaml:6: services.bed: nobody can ask", self.told("none.yaml"))
        (self.path / "asked.yaml").write_text(
            (self.path / "asked.yaml").read_text().replace("0.05", "0.95"))
        self.assertIn("asked.yaml:12: services.bed.requests.prevalence: no rate",
                      self.told("asked.yaml"))

    def test_a_row_that_an_overlay_makes_wrong_is_told_of_at_the_overlay(self):
        told = self.told("base.yaml", "--set", "projects.North B.opens=2031-01-01")
        self.assertIn("--set:1:24: this makes projects.csv:3 wrong: opens: found a date "
                      "outside the run", told)

    def test_what_names_something_removed_is_told_of_once_where_it_is_removed(self):
        told = self.told("base.yaml", "--set", "districts.North=null")
        self.assertIn("--set:1:11: this makes districts.csv wrong: no row for district 'North'",
                      told)
        told = self.told(self.overlay("assumptions:\n  births: null"))
        self.assertIn("over.yaml:5:3: this makes base.yaml:", told)
        self.assertIn("found '$births'", told)

    def test_what_no_longer_fits_is_told_of_once_where_it_is_changed(self):
        told = self.told("base.yaml", "--set", "services.nursery.kind=intake")
        self.assertIn("--set:1:23: this makes base.yaml:", told)
        told = self.told("base.yaml", "--set", "seed=5", "--set", "services.nursery.stay=null",
                         "--set", "start=2021-02-01")
        self.assertIn("--set:1:18: this makes base.yaml:", told)

    def test_a_fault_of_the_base_stays_there(self):
        (self.path / "projects.csv").write_text(
            FILES["projects.csv"].replace("2023-06-01", "2033-06-01"))
        for text in ("seed: 5", "projects: {Late C: {places: 4}}"):
            told = self.told(self.overlay(text))
            self.assertIn("projects.csv:3:26: opens: found a date outside the run", told)
            self.assertNotIn("this makes", told)

    def test_a_table_that_an_overlay_names_has_its_faults_itself(self):
        (self.path / "new.csv").write_text(FILES["projects.csv"].replace("2023-06", "2033-06"))
        told = self.told(self.overlay("projects: {replace: new.csv}"))
        self.assertIn("new.csv:3:26: opens: found a date outside the run", told)
        self.assertNotIn("this makes", told)

    def test_an_overlay_between_is_blamed_and_no_other(self):
        self.overlay("services: {nursery: {kind: intake}}", "middle")
        (self.path / "top.yaml").write_text("extends: middle.yaml\nname: top\nseed: 3\n"
                                            "services: {nursery: {title: A nursery}}\n")
        self.assertIn("middle.yaml:4:28: this makes base.yaml:", self.told("top.yaml"))

    def test_a_misspelt_name_is_one_fault_with_the_nearest(self):
        for path, near in (("projects.Nrth B.places=7", "North B"),
                           ("services.nursry.balk=0.1", "nursery"),
                           ("assumptions.birth.lognormal.median=2", "births"),
                           ("targets.T2.value=5", "T1"),
                           ("places.nursery.Centrl=5", "Central")):
            with self.subTest(path):
                self.assertIn(f"did you mean '{near}'?",
                              self.told("base.yaml", "--set", path))

    def test_a_new_name_that_may_be_misspelt_is_warned_of(self):
        for path, near in (("assets.schol.title=x", "school"),
                           ("places.nursery.North.Hil=3", "Hill")):
            done = self.call("check", "base.yaml", "--set", path)
            self.assertRegex(done.stderr, rf"--set:.*warning: (.*\n)+ +did you mean '{near}'")


class Horizon(Case):
    def test_what_lies_beyond_a_shortened_end_is_left_out_and_named(self):
        self.overlay("end: 2023-01-01")
        for words in (("over.yaml",), ("base.yaml", "--set", "end=2023-01-01")):
            done = self.call("check", *words)
            self.assertIn("projects: 1)", done.stdout)
            self.assertRegex(done.stderr, r"(over.yaml:4:6|--set:1:5): warning: end: 2 projects at "
                             "this end or later, and before the later end below, are left out: "
                             "'North B', 'Late C'\n")
            self.assertIn("1 target at this end or later, and before the later end below, is "
                          "left out: 'T1.2'\n", done.stderr)

    def test_it_is_the_same_run_as_without_them_and_can_be_repeated(self):
        self.call("run", "base.yaml", "--set", "end=2023-01-01", "-n", 2, "-q", "-o", "a.h5")
        self.call("rerun", "a.h5", "-o", "b.h5")
        (self.path / "base.yaml").write_text(
            FILES["base.yaml"].replace("end: 2026", "end: 2023"))
        for name, n in (("projects.csv", 2), ("targets.csv", 2)):
            lines = FILES[name].splitlines(keepends=True)
            (self.path / name).write_text("".join(lines[:n]))
        self.call("run", "base.yaml", "-n", 2, "-q", "-o", "a.h5")

    def test_a_row_beyond_the_end_of_its_own_file_is_a_fault_still(self):
        extra = "{district: North, service: nursery, places: 7, opens: 2024-01-01}"
        done = self.call("check", self.overlay(f"end: 2023-01-01\nprojects: {{own: {extra}}}"),
                         code=3)
        self.assertIn("over.yaml:5: opens: found a date outside the run", done.stderr)
        self.assertIn("over.yaml: 1 fault\n", done.stderr)
        done = self.call("check", "base.yaml", "--set", "end=2023-01-01", "--set",
                         f"projects.own={extra}", code=3)
        self.assertIn("--set:1: opens: found a date outside the run", done.stderr)
        done = self.call("check", "base.yaml", "--set", f"projects.own={extra}", "--set",
                         "end=2023-01-01")
        self.assertIn("'Late C', 'own'", done.stderr)
        (self.path / "projects.csv").write_text(
            FILES["projects.csv"].replace("2025-06-01", "2027-06-01"))
        done = self.call("check", "base.yaml", "--set", "end=2023-01-01", code=3)
        self.assertIn("projects.csv:4:25: opens: found a date outside the run", done.stderr)

    def test_a_batch_and_works_that_reach_beyond_a_shortened_end_stay(self):
        (self.path / "base.yaml").write_text(FILES["base.yaml"].replace(
            "projects: projects.csv",
            "projects: {schools: {district: North, asset: school, count: 4, opens: 2022-01-01, "
            "until: 2025-01-01}}\nworks: {roofs: {asset: school, units: 9, batch: 3, crews: 1, "
            "starts: 2024-01-01, time: {fixed: {value: 10 days}}}}"))
        self.call("run", "base.yaml", "--set", "end=2023-01-01", "-n", 2, "-q", "-o", "a.h5")
        self.call("rerun", "a.h5", "-o", "b.h5")
        done = self.call("check", self.overlay("end: 2023-01-01"))
        self.assertIn("projects: 1)", done.stdout)


class Repeated(Case):
    def test_a_run_of_a_merged_table_is_repeated(self):
        self.call("run", self.overlay("projects: {North B: null}"), "-n", 2, "-q", "-o", "a.h5",
                  "--set", "projects.Late C.places=5", "--set", "places.nursery.Central=33")
        self.call("rerun", "a.h5", "-o", "b.h5")

    def test_a_merged_table_is_the_same_run_as_one_that_is_written(self):
        self.call("run", "base.yaml", "-n", 2, "-q", "-o", "a.h5",
                  "--set", "projects.Late C.places=5", "--set", "travel.Central.North=99",
                  "--set", "places.nursery.North.Hill=7")
        self.call("run", "base.yaml", "-n", 2, "-q", "-o", "a.h5", code=1)  # another run
        for name, old, new in (("projects.csv", "Late C,North,nursery,50",
                                "Late C,North,nursery,5"),
                               ("travel.csv", "Central,North,10", "Central,North,99"),
                               ("places.csv", "North,Hill,5", "North,Hill,7")):
            (self.path / name).write_text(FILES[name].replace(old, new))
        self.call("run", "base.yaml", "-n", 2, "-q", "-o", "a.h5")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
