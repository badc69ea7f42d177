#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict of the report: five runs, whose sentences read like a person wrote them, and of
which each number is held against the results as they stand in the file.
"""
import dataclasses
import pathlib
import re
import subprocess
import tempfile
import unittest
import unittest.mock

import h5py
import numpy as np
import xarray as xr
from where import PROGRAM, SOURCE

import suffice  # noqa: E402
from suffice import measures as m  # noqa: E402
from suffice import tables  # noqa: E402
from suffice.report import answer, build, findings, numbers, sections, texts, verdict  # noqa: E402

N = 40
TOWN = """\
format: 1
extends: {source}/scenarios/hello.yaml
name: {name}
"""
SAFE = """\
targets:
  T1: {area: 1 a, title: places within months, measure: share_admitted, of: nursery,
       within: 200 days, value: 0.05}
  T2: {area: 1 a, title: families who get a place, measure: share_admitted, of: nursery,
       within: 365 days, value: 0.1}
"""
MISSED = """\
services:
  nursery: {places: 20}
targets:
  T1: {area: 1 a, title: families who get a place, measure: share_admitted, of: nursery,
       within: 1 day, value: 0.9}
  T2: {area: 1 a, title: families who get a place soon, measure: share_admitted, of: nursery,
       within: 30 days, value: 0.95}
"""
ONE = """\
services:
  nursery: {places: 20}
targets:
  T1: {area: 1 a, title: families who get a place, measure: share_admitted, of: nursery,
       within: 60 days, value: 0.5}
"""
BARE = """\
services:
  nursery: {places: 25}
"""
TWO = """\
format: 1
name: two
title: Two towns
title_zh: 两个镇
start: 2021-01-01
end: 2023-01-01
seed: 3
districts:
  Hill: {title: Hill, title_zh: 山镇}
  Vale: {title: Vale, title_zh: 谷镇}
travel: {}
services:
  nursery:
    kind: stay
    title: Nursery places
    title_zh: 托位
    arrivals:
      Hill: {rate: 40 per year}
      Vale: {rate: 40 per year}
    stay: {exponential: {mean: 1.2 years}}
    queue: {discipline: fifo, patience: {exponential: {mean: 60 days}}}
    places: {Hill: 15, Vale: 90}
    initial: {occupancy: 0.9}
targets:
  T1: {area: 1 a, title: families who get a place, title_zh: 获得托位的家庭,
       measure: share_admitted, of: nursery, each: district, within: 60 days, value: 0.8}
"""


class Verdict(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        cls.folder = pathlib.Path(cls.holder.name)

    def said(self, name: str, text: str, lang: str = "en") -> tuple[answer.Answer, xr.DataTree]:
        """The first screen of a run of a scenario."""
        path = self.folder / f"{name}.h5"
        if not path.exists():
            scenario = self.folder / f"{name}.yaml"
            head = "" if text.startswith("format") else TOWN.format(source=SOURCE, name=name)
            scenario.write_text(head + text, encoding="utf-8")
            subprocess.run([PROGRAM, "run", scenario, "-n", str(N), "-q", "-o", path], check=True)
        tree = suffice.open(path)
        root = tree.to_dataset()
        titles = {d: tables.labels(root, d, lang) for d in ("scenario", "service", "district")}
        words = texts.Texts(lang)
        titles["district"][m.ALL] = words("all")
        card = (suffice.tables.scorecard(tree) if "targets" in tree.children
                else build.pd.DataFrame())
        return answer.of_run(tree, m.of_tree(tree), card, str(root["scenario"].values[0]), words,
                             titles, None), tree

    def check_targets(self, said: answer.Answer, name: str) -> None:
        """Each number of each target's sentence is one of the file."""
        with h5py.File(self.folder / f"{name}.h5") as h5:
            names = [x.decode() for x in h5["targets/target"][:]]
            for target in said.targets:
                i = names.index(target.name)
                met, value = h5["targets/met"][0, :, i], h5["targets/value"][0, :, i]
                use = h5["targets/utilisation"][0, :, i]
                p = met.mean()
                limit = 100 * (1 - 0.025 ** (1 / N))  # of Clopper and Pearson at 0 or N of N
                wanted = {f"{100 * p:.0f}", f"{100 * p:.1f}", f"{np.ceil(limit):.0f}",
                          f"{np.floor(100 - limit):.0f}", f"{100 * np.nanmean(use):.0f}",
                          *(f"{v:.{d}f}" for v in (np.median(value), 100 * np.median(value),
                                                   target.row["required"],
                                                   100 * target.row["required"])
                            for d in range(3)), str(target.row["secured"])[:4]}
                told = re.findall(r"\d+(?:\.\d+)?", target.sentence.replace(",", ""))
                self.assertTrue(told, target.sentence)
                self.assertLessEqual(set(told), wanted, target.sentence)

    def unmet(self, name: str, district: int, year: int) -> tuple[np.ndarray, float]:
        """Of each replication the share of a year's requests that went without, and their sum."""
        with h5py.File(self.folder / f"{name}.h5") as h5:
            starts = np.datetime64("2021-01-01") + h5["month"][:].astype(int)
            at = starts.astype("datetime64[Y]").astype(int) + 1970 == year
            lost = sum(h5[key][0, :, :, district, 0][:, at].sum(1) for key in (
                "balked", "refusals", "reneged", "aged_out", "died_waiting", "moved_waiting")
                if key in h5)
            return lost / h5["requests"][0, :, :, district, 0][:, at].sum(1), lost.mean()

    def check_finding(self, said: answer.Answer, name: str, district: int) -> None:
        """Words, range and people of the first finding are those of the file."""
        one = said.findings[0]
        a, b, year = re.search(r"about (\d+) in (\d+) .* in (\d{4})$", one.title).groups()
        share, people = self.unmet(name, district, int(year))
        self.assertLess(abs(int(a) / int(b) - np.mean(share)), 0.13, one.title)
        self.assertEqual((int(a), int(b)), numbers.one_in(float(np.mean(share))))
        low, high, some = re.search(r"Likely (\d+) to (\d+) %, some ([\d,]+) people",
                                    one.body).groups()
        self.assertEqual([int(low), int(high)],
                         [round(100 * x) for x in np.quantile(share, (0.05, 0.95))])
        self.assertEqual(some, numbers.people(people))

    def test_all_safe(self):
        said, _ = self.said("safe", SAFE)
        self.assertEqual(said.headline, "All 2 targets are safe")
        self.check_targets(said, "safe")
        self.assertEqual([t.kind for t in said.targets], ["safe", "safe"])

    def test_all_missed(self):
        said, _ = self.said("missed", MISSED)
        self.assertRegex(said.headline, r"^All 2 targets will probably be missed")
        self.check_targets(said, "missed")
        self.assertRegex(next(t.sentence for t in said.targets if t.name == "T1"),
                         r"^Families who get a place: almost certainly missed, < 9 %; "
                         r"typically \d+ % of 90 %\.$")

    def test_one_district(self):
        said, _ = self.said("one", ONE)
        self.assertEqual(said.headline, "The only target will probably be missed")
        self.check_targets(said, "one")
        self.check_finding(said, "one", 0)
        self.assertRegex(said.findings[0].title,
                         r"^The town: about \d+ in \d+ people who ask for nursery places goe?s? ")

    def test_no_targets(self):
        said, _ = self.said("bare", BARE)
        self.assertEqual(said.targets, [])
        self.assertEqual(said.headline, said.findings[0].title)
        self.assertIn("No targets are set.", said.deck)
        self.check_finding(said, "bare", 0)
        self.assertNotIn("No target counts", said.findings[0].body)

    def test_two_districts_and_one_service(self):
        said, _ = self.said("two", TWO)
        self.assertEqual(said.headline, "The only target will probably be missed")
        self.check_targets(said, "two")
        self.check_finding(said, "two", 0)
        self.assertTrue(said.findings[0].title.startswith("Hill: about "))
        self.assertTrue(said.targets[0].sentence.endswith("; weakest in Hill."))
        self.assertEqual(said.deck[1], "The serious gap is in nursery places (Hill).")
        chinese, _ = self.said("two", TWO, "zh")
        self.assertEqual(chinese.headline, "唯一的目标很可能完不成")
        self.assertRegex(chinese.targets[0].sentence,
                         r"^获得托位的家庭：几乎肯定完不成，< 9%；最弱的是山镇。$")
        self.assertRegex(chinese.findings[0].title,
                         r"^山镇：\d{4} 年约每 \d+ 名托位申请者中有 \d+ 名")

    def test_what_is_meant_in_principle_is_marked_in_the_list(self):
        soft = ONE.replace("value: 0.5}", "value: 0.5, soft: yes}\n  T2: {area: 1 a, title: a "
                           "promise, measure: share_admitted, of: nursery, within: 1 day, "
                           "value: 0.9}")
        for lang, mark in (("en", "in principle: "), ("zh", "力争：")):
            said, _ = self.said("soft", soft, lang)
            self.assertEqual({t.name: t.mark for t in said.targets}, {"T1": mark, "T2": ""})
            build.write(suffice.open(self.folder / "soft.h5"), self.folder / "soft.html",
                                 lang=lang)
            page = (self.folder / "soft.html").read_text("utf-8")
            first = re.search(r'<li class="\w+" id="t-T1".*?</li>', page, re.DOTALL)[0]
            other = re.search(r'<li class="\w+" id="t-T2".*?</li>', page, re.DOTALL)[0]
            self.assertIn(f'<small class="soft">{mark}</small>', first)
            self.assertNotIn(mark, other)

    def test_what_fails_is_told_with_what_would_mend_it(self):
        row = {"target": "A", "title": "fitness centres", "title_zh": "", "of": "x", "area": "",
               "measure": "added", "unit": "", "comparison": "at_least", "required": 50.0,
               "p_met": 0.3, "p_low": 0.24, "p_high": 0.37, "dates": "assumed", "crews": "",
               "utilisation": np.nan, "secured": "", "begin_by": "2022-03-01",
               "planned_begin": "2023-01-01", "begin_count": np.nan, "planned": 50.0}
        words = texts.Texts("en")
        near = verdict.judged(row, [47.0, 48.0, 50.0], words, {})
        self.assertEqual(near.sentence, "Fitness centres: probably missed (30 %), but only just; "
                                        "typically 48 of 50.")
        self.assertEqual((near.kind, near.month, near.typical), ("near", "Mar 2022", "48 of 50"))
        far = verdict.judged(row | {"begin_by": "2023-06-01", "dates": "stated"},
                             [30.0, 47.0, 48.0], words, {})
        self.assertEqual((far.kind, far.month), ("clear", ""))  # 47 is below 95 % of 50
        many = [far] * 7 + [near] * 10 + [verdict.judged(row | {"p_met": 0.95}, [50.0] * 3,
                                                         words, {})]
        self.assertEqual(verdict.headline(many, words),
                         "17 of 18 targets will probably be missed, ten of them only just")
        own = dataclasses.replace(far, row=far.row | {"basis": "assumed"})
        self.assertIn("Such a value is behind 1 of the 8 missed.",
                      verdict.bases([far] * 7 + [own], words))
        self.assertNotIn("such a value", verdict.bases(many, words))
        self.assertEqual(verdict.headline(many[:7], words),
                         "All 7 targets will probably be missed")


class Numbers(unittest.TestCase):
    def test_chances_are_never_0_or_100(self):
        for p, low, high, said in ((0, 0, 0.0183, "< 2 %"), (1, 0.9817, 1, "> 98 %"),
                                   (0.002, 0, 0.01, "< 1 %"), (0.998, 0.99, 1, "> 99 %"),
                                   (0.896, 0.8, 0.95, "89.6 %"), (0.9, 0.8, 0.95, "90 %"),
                                   (0.4996, 0.4, 0.6, "49.9 %"), (0.34, 0.3, 0.4, "34 %")):
            self.assertEqual(numbers.chance(p, low, high, "en"), said)
        self.assertEqual(numbers.chance(0.34, 0.3, 0.4, "zh"), "34%")

    def test_chances_are_rounded_as_info_rounds_them(self):
        for p, said in ((0.065, "7"), (0.225, "23"), (0.265, "27"), (0.145, "15"), (0.285, "29"),
                        (0.575 - 1e-16, "58"), (0.0649, "6"), (0.3, "30")):
            self.assertEqual((numbers.in_100(p, 0, 1), numbers.bare(p)), (said, said))

    def test_people_have_no_exponents(self):
        for value, said in ((1.006e-07, "0"), (0.4, "0"), (3651, "3,700"), (0.6, "1"),
                            (12345678, "12,000,000"), (-950.2, "−950")):
            self.assertEqual(numbers.people(value), said)
        self.assertEqual(numbers.mean_half(1, 0), "1")
        self.assertEqual(numbers.mean_half(1.006e-07, 2e-7, True), "0")
        self.assertEqual(numbers.mean_half(1234.4, 56.2, True), "1,234 ± 56")
        self.assertEqual(numbers.mean_half(1.23e-6, 1.1e-7), "0.00000123 ± 0.00000011")

    def test_months_and_amounts(self):
        self.assertEqual(numbers.month("2024-03-08", "en"), "Mar 2024")
        self.assertEqual(numbers.month("2024-03", "zh"), "2024年3月")
        for value, unit, promise, said in ((48, "", 50, "48"), (0.83, "1", 0.9, "83"),
                                           (4.64, "", 4.5, "4.6"), (138503, "", 139000, "138,500"),
                                           (0.102, "", 0.1, "0.102"), (1310, "", 1336, "1,310")):
            self.assertEqual(numbers.amount(value, unit, promise), said)
        self.assertEqual(numbers.one_in(0.19), (1, 5))
        self.assertEqual(numbers.one_in(0.32), (1, 3))


class Parts(unittest.TestCase):
    def test_a_visitor_turned_away_is_a_day_and_others_a_year(self):
        year = findings.Shortage("bed", "stay", "town", 2025, 0.2, 0.1, 0.3, 10.0)
        days = dataclasses.replace(year, kind="visit", people=3650.0)
        self.assertAlmostEqual(year.score, 2.0)
        self.assertAlmostEqual(days.score, year.score)

    def test_each_serious_gap_has_its_finding_beside_a_near_miss(self):
        """The deck names three services; a finding of near misses takes the place of none."""
        writer = findings.Writer.__new__(findings.Writer)
        writer.yearly, writer.near = None, lambda targets: "near"
        writer.shortage = lambda some, rows: some[0]
        with unittest.mock.patch.object(findings, "joined", lambda yearly, worst: [
                [name] for name in worst]):
            self.assertEqual(writer.all([], ["a", "b", "c", "d"]), ["a", "b", "c", "near"])

    def test_correlated_assumptions_are_named(self):
        correlated = [("a", "b", 0.4), ("c", "d", 0.9), ("b", "c", -0.5)]
        titles = {name: name.upper() for name in "abcd"}
        self.assertEqual(sections.pairs(correlated, {"a", "b"}, titles, "en"),
                         "B – C (-0.50); A – B (0.40)")
        self.assertEqual(sections.pairs(correlated, set(), titles, "en"), "")


if __name__ == "__main__":
    unittest.main()
