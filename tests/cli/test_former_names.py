#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Former names of keys and columns: read with a warning, and the same scenario as before.

usage: test_former_names.py PROGRAM SOURCE_FOLDER
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
ODD = pathlib.Path(sys.argv[2]).resolve() / "tests/data/scenarios_odd"
FILES = ("former_names.yaml", "former_names_districts.csv", "former_names_people.csv")
TODAY = {"confidence": "evidence", "path": "ar1", "churn_per_year": "turnover_per_year",
         "churn_factor": "turnover_factor", "share_in_place": "prevalence"}
OVERLAY = """extends: former_names.yaml
name: over
districts: {one: {title: The first}}
population:
  start: {one: {F: {30: 200}}}
services: {desk: {requests: {share_in_place: 0.03}}}
"""


class FormerNames(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        for name in FILES:
            shutil.copy(ODD / name, self.folder)

    def show(self, *arguments):
        """What the program makes of it: the scenario resolved, and its warnings."""
        done = subprocess.run([PROGRAM, "show", *arguments], cwd=self.folder, text=True,
                              capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        check = subprocess.run([PROGRAM, "check", *arguments], cwd=self.folder, text=True,
                               capture_output=True)
        values = re.sub(r" *#.*", "", done.stdout)  # without where they stand
        return values, re.findall(r"'(\w+)' is now called '(\w+)'", check.stderr)

    def renew(self):
        """Writes the files with the names of today."""
        for name in FILES:
            text = (self.folder / name).read_text()
            for former, now in TODAY.items():
                text = re.sub(rf"\b{former}\b(?=[:,\n])", now, text)
            (self.folder / name).write_text(text)

    def test_they_make_the_same_scenario_as_the_names_of_today(self):
        (self.folder / "over.yaml").write_text(OVERLAY)
        for arguments in (["former_names.yaml"],
                          ["over.yaml"],
                          ["former_names.yaml", "--set",
                           "services.desk.requests.share_in_place=0.05"]):
            with self.subTest(arguments):
                for name in FILES:
                    shutil.copy(ODD / name, self.folder)
                former, told = self.show(*arguments)
                self.assertEqual({TODAY[name] for name, _ in told}, set(TODAY.values()))
                self.renew()
                today, _ = self.show(*arguments)
                self.assertEqual(former, today)
                for name in TODAY:
                    self.assertNotIn(f"{name}:", former)

    def test_a_value_that_is_set_is_told_of_too(self):
        self.renew()
        self.assertEqual(self.show("former_names.yaml")[1], [])
        _, told = self.show("former_names.yaml", "--set", "assumptions.level.confidence=A")
        self.assertEqual(told, [("confidence", "evidence")])

    def test_an_overlay_tells_of_tables_that_it_changes(self):
        (self.folder / "over.yaml").write_text(OVERLAY.replace("share_in_place", "prevalence"))
        self.renew()
        self.assertEqual(self.show("over.yaml")[1], [])
        for name in FILES[1:]:
            shutil.copy(ODD / name, self.folder)
        self.assertEqual(self.show("over.yaml")[1], [("confidence", "evidence")] * 2)

    def test_null_removes_by_a_former_name(self):
        self.renew()
        shown, _ = self.show("former_names.yaml", "--set", "assumptions.level.confidence=null")
        self.assertNotIn("evidence: B", shown)

    def test_a_name_with_dots_leads_to_a_former_name(self):
        self.renew()
        main = self.folder / FILES[0]
        main.write_text(main.read_text() + "projects:\n  Wing 1.2: {service: desk, "
                        "district: one, places: 1, opens: 2021-06-01}\n")
        shown, told = self.show("former_names.yaml", "--set",
                                "projects.Wing 1.2.confidence=B")
        self.assertEqual(told, [("confidence", "evidence")])
        self.assertRegex(shown, '"Wing 1.2":[^"]*evidence: B')


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
