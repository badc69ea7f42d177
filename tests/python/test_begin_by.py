# SPDX-License-Identifier: GPL-3.0-or-later
"""A begin by outside the run is no date to keep: every place says so in the same words."""
from __future__ import annotations

import io
import subprocess
import tempfile
import unittest
from pathlib import Path

import numpy as np
import pandas as pd
from where import PROGRAM, SOURCE

import suffice
from suffice import decision_pictures, honesty
from suffice.report import texts, verdict

SETS = ("targets.a gym={measure: count, of: gym, value: 4}",)


class BeginBy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = Path(cls.folder.name) / "supply.h5"
        subprocess.run([PROGRAM, "run", SOURCE / "tests/data/supply/supply.yaml", "-n", "40", "-q",
                        *(word for text in SETS for word in ("--set", text)), "-o", cls.path],
                       check=True, capture_output=True)
        cls.tree = suffice.open(cls.path)
        cls.card = cls.tree.suffice.scorecard().set_index("target")

    def info(self, *options: str) -> str:
        return subprocess.run([PROGRAM, "info", self.path, "--targets", *options], check=True,
                              capture_output=True, text=True).stdout

    def test_dates_before_and_after_the_run_are_told_as_such(self):
        for name, is_so, word in (("begun open", lambda by: by < "2021-01-01", "too late"),
                                  ("a gym", lambda by: by >= "2023-01-01", "not binding"),
                                  ("gyms by summer", lambda by: "2022" < by < "2023", "")):
            row = self.card.loc[name]
            self.assertTrue(is_so(row["begin_by"]), row["begin_by"])  # the date is kept beside
            self.assertEqual(row["begin_by_is"], word, name)
        self.assertEqual(self.card.loc["kiosk in districts", ["begin_by", "begin_by_is"]].tolist(),
                         ["never", ""])
        self.assertEqual(self.card.loc["school", "begin_by_low_is"], "too late")

    def test_the_program_says_the_same(self):
        table = pd.read_csv(io.StringIO(self.info("--csv")),
                            keep_default_na=False).set_index("target")
        for name in ("begin_by_is", "begin_by_low_is", "begin_by_high_is"):
            self.assertEqual(list(table[name]), list(self.card[name]), name)
        lines = self.info().splitlines()
        for name, word in (("begun open", "too late"), ("a gym", "not binding")):
            at = next(i for i, line in enumerate(lines) if line.startswith(f"{name}  "))
            self.assertTrue(lines[at + 1].strip().startswith(word), lines[at + 1])

    def test_pictures_and_report_say_it_in_words(self):
        for name, lang, words in (("begun open", "en", "already too late to begin"),
                                  ("begun open", "zh", "开工已来不及"),
                                  ("a gym", "en", "begin date not binding"),
                                  ("a gym", "zh", "开工日期不构成约束")):
            row = self.card.loc[name]
            said = decision_pictures.begins(row, lang)
            self.assertTrue(said.startswith(words), said)
            self.assertNotIn(row["begin_by"][:7], verdict.begin_note(row, lang))
        row = dict(self.card.loc["school"])
        self.assertRegex(verdict.begin_note(row, "en"), r"^begin by 2021-\d\d \[too late, 2021-")
        self.assertRegex(verdict.begin_note(row, "zh"), r"^2021-\d\d 前开工 \[已来不及, 2021-")

    def test_the_picture_has_near_misses_and_what_has_no_uncertainty(self):
        card = self.card[self.card["decided"] > 0]
        for lang, near, mark in (("en", "ticks: P(at least 99 %, 95 %", "no uncertainty modelled"),
                                 ("zh", "刻线：至少达到要求的 99%、95%", "未模拟不确定性")):
            figure = self.tree.suffice.plot_scorecard(lang)
            met = figure.axes[0]
            ticks = sorted(line.get_xdata()[0] for line in met.lines if line.get_marker() == "|")
            close = [p for name in ("p_99", "p_95") for p in card[name][card[name] > card["p_met"]]]
            self.assertGreater(len(close), 0)
            np.testing.assert_allclose(ticks, sorted(close))
            self.assertIn(near, met.get_xlabel())
            row = dict(self.card.iloc[0]) | {"no_uncertainty": True}
            self.assertIn(mark, decision_pictures.short_marks(row, lang))

    def test_what_is_known_is_no_day_to_begin_on(self):
        run = honesty.Run.of("2021-01-01", "2023-01-01", "2022-04-30")
        for slack, word in ((484, "too late"), (485, ""), (729, ""), (730, "not binding")):
            self.assertEqual(honesty.begin_is(run.start, 0.5, slack, run.first, run.end), word,
                             slack)

    def test_only_a_date_that_can_be_kept_is_a_cure(self):
        row = {"begin_by": "2021-03-01", "planned_begin": "2022-01-01"}
        self.assertTrue(verdict.begins_late(row | {"begin_by_is": ""}))
        self.assertFalse(verdict.begins_late(row | {"begin_by_is": "too late"}))
        card = self.card.reset_index()
        base = str(card.iloc[0]["scenario"])
        found = verdict.of_run(self.tree, card, base, texts.Texts("en"), {})
        begun = next(t for t in found if t.name == "begun open")
        self.assertEqual((begun.row["begin_by_is"], begun.month), ("too late", ""))


if __name__ == "__main__":
    unittest.main()
