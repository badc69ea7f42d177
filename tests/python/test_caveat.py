#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an author says of a service's results stands beside them wherever they are shown."""
import csv
import io
import pathlib
import subprocess
import tempfile
import unittest

from where import PROGRAM

import suffice  # noqa: E402

CAVEAT, CAVEAT_ZH = 'Seats were guessed, so "short" is in doubt.', "学位为推算，短缺存疑。"
TOWNS = f"""\
format: 1
name: towns
start: 2021-01-01
end: 2023-01-01
seed: 3
districts: {{Hill: {{}}, Vale: {{}}}}
travel: {{}}
services:
  nursery:
    kind: stay
    caveat: '{CAVEAT}'
    caveat_zh: {CAVEAT_ZH}
    arrivals: {{Hill: {{rate: 40 per year}}, Vale: {{rate: 40 per year}}}}
    stay: {{exponential: {{mean: 1.2 years}}}}
    queue: {{patience: {{exponential: {{mean: 60 days}}}}}}
    places: {{Hill: 15, Vale: 90}}
  ward:
    kind: stay
    arrivals: {{Hill: {{rate: 4 per year}}, Vale: {{rate: 4 per year}}}}
    stay: {{exponential: {{mean: 1.2 years}}}}
    queue: {{}}
    places: {{Hill: 15, Vale: 15}}
"""
COUNTED = "format: 1\nextends: towns.yaml\nname: counted\nservices: {nursery: {caveat: ''}}\n"


class Caveat(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.folder = pathlib.Path(holder.name)
        (cls.folder / "towns.yaml").write_text(TOWNS, encoding="utf-8")
        (cls.folder / "counted.yaml").write_text(COUNTED, encoding="utf-8")
        cls.path = cls.folder / "both.h5"
        subprocess.run([PROGRAM, "run", cls.folder / "towns.yaml", cls.folder / "counted.yaml",
                        "-n", "12", "-q", "-o", cls.path], check=True)
        cls.tree = suffice.open(cls.path)

    def info(self, *options: str) -> str:
        return subprocess.run([PROGRAM, "info", self.path, *options], check=True, text=True,
                              capture_output=True).stdout

    def test_info_has_it_at_the_table_of_its_service(self):
        first, second = self.info().split("\nscenario counted")
        self.assertIn(f"\nnursery\ncaveat: {CAVEAT}\n", first)
        self.assertEqual((first + second).count("caveat"), 1)

    def test_csv_and_frame_have_a_column(self):
        rows = list(csv.DictReader(io.StringIO(self.info("--csv"))))
        told = {(r["scenario"], r["service"], r["caveat"]) for r in rows}
        self.assertEqual(told, {("towns", "nursery", CAVEAT), ("towns", "ward", ""),
                                ("counted", "nursery", ""), ("counted", "ward", "")})
        frame = self.tree.suffice.summary("unmet")
        self.assertEqual(set(zip(frame["scenario"], frame["service"], frame["caveat"])), told)
        self.assertEqual(self.tree.suffice.caveats(lang="zh"), {"nursery": CAVEAT_ZH})
        self.assertEqual(self.tree.suffice.caveats("counted"), {})

    def test_pictures_have_it_above(self):
        for draw in (self.tree.suffice.fan, self.tree.suffice.heatmap, self.tree.suffice.waits):
            said = draw("nursery", scenario="towns").get_suptitle().replace("\n", " ")
            self.assertIn(f"Caveat: {CAVEAT}", said)
            self.assertNotIn("aveat", draw("nursery", scenario="counted").get_suptitle())
            self.assertNotIn("aveat", draw("ward", scenario="towns").get_suptitle())

    def test_first_screen_and_page_of_the_service_have_it(self):
        for lang, said, seen in (
                ("en", f"Caveat: {CAVEAT}", "nursery (Hill; see its caveat)"),
                ("zh", f"注意：{CAVEAT_ZH}", "nursery（Hill；见其注意事项）")):
            path = self.tree.suffice.report(self.folder / f"{lang}.html", lang=lang)
            page = pathlib.Path(path).read_text(encoding="utf-8").replace("&#34;", '"')
            screen = page[page.index('id="answer"'):page.index('id="services"')]
            self.assertEqual(screen.count(f'<p class="caveat">{said}</p>'), 1)
            self.assertEqual(page.count(f'<p class="caveat">{said}</p>'), 2)
            self.assertIn(seen, screen)


if __name__ == "__main__":
    unittest.main()
