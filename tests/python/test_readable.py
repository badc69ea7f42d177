#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether pictures with little or no data can be read: legends, looks and texts."""
import itertools
import os
import pathlib
import re
import tempfile
import unittest

import matplotlib
import pandas as pd

matplotlib.use("Agg")
from small_plan import small_luzhou
from where import PROGRAM, SOURCE, program

os.environ["SUFFICE_PROGRAM"] = str(PROGRAM)

import suffice  # noqa: E402
from suffice import captions, decision_pictures, measures, style, words  # noqa: E402

LUZHOU = SOURCE / "scenarios/luzhou"
BOUNDARIES = LUZHOU / "boundaries.geojson"


def texts(figure):
    """All texts of a figure that are seen, drawn."""
    figure.canvas.draw()
    return [t for t in figure.findobj(matplotlib.text.Text) if t.get_visible() and t.get_text()]


class Readable(unittest.TestCase):
    """Legends, looks and texts, with little or no data."""

    def tearDown(self):
        matplotlib.pyplot.close("all")

    def test_one_replication_says_so(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "one.h5"
            luzhou = small_luzhou(path.with_name("luzhou"))
            program("run", luzhou / "plan.yaml", luzhou / "no-plan.yaml", "-n", 1, "-o", path,
                    "-q")
            tree = suffice.open(path)
            s = tree.suffice
            for figure in (s.fan("nursery"), s.heatmap("nursery"), s.waits("veterans_bed"),
                           s.map("junior_high", boundaries=BOUNDARIES), s.pyramid(),
                           s.plot_scorecard(), s.plot_compare()):
                said = [t.get_text() for t in texts(figure)]
                self.assertTrue(any("one replication" in t for t in said), said)
                self.assertFalse(any("of 1 repl" in t for t in said))
            tree.close()

    def test_waits_of_one_district_keep_legend_and_title_apart(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "hello.h5"
            program("run", SOURCE / "scenarios/hello.yaml", "-n", 5, "-o", path, "-q")
            tree = suffice.open(path)
            figure = tree.suffice.waits("nursery")
            figure.canvas.draw()
            axes = figure.axes[0]
            legend = axes.get_legend().get_window_extent()
            title = axes._left_title.get_window_extent()
            self.assertFalse(legend.overlaps(title))
            self.assertFalse(legend.overlaps(axes.get_window_extent()))
            rows = [t.get_text() for t in tree.suffice.heatmap("nursery").axes[0].texts]
            self.assertEqual(len(rows), 5)  # one district is not told twice
            tree.close()

    def test_legends_fit_the_picture(self):
        for label in ("A scenario whose title is forty letters long", "短", "w" * 48):
            for n, width in itertools.product((1, 3, 8), (7, 10)):
                with style.look():
                    figure, _ = style.plt.subplots(figsize=(width, 4))
                    captions.legend(figure, [style.plt.Line2D([], [], label=label)] * n)
                figure.canvas.draw()
                box = figure.legends[0].get_window_extent()
                with self.subTest(label=label, n=n, width=width):
                    self.assertEqual(len(figure.legends), 1)
                    self.assertGreaterEqual(box.x0, 0)
                    self.assertLessEqual(box.x1, figure.bbox.x1)
                style.plt.close(figure)

    def test_scenarios_look_different(self):
        for look in (style.marker, lambda i: str(style.dash(i))):
            seen = {(style.colour(i), look(i)) for i in range(21)}
            self.assertEqual(len(seen), 21)

    def test_texts_on_colours_can_be_read(self):
        self.assertEqual([style.ink(c) for c in ("#fff7bc", "#662506", "white", "black")],
                         ["black", "white", "black", "white"])

    def test_means_are_told_to_their_half_width(self):
        for (mean, half), said in (((8.481, 9.1), "8.5 ± 9.1"), ((87.29, 0.42), "87.29 ± 0.42"),
                                   ((2049.4, 582.1), "2,049 ± 582"), ((0, 0), "0"),
                                   ((0.01234, 0.00056), "0.01234 ± 0.00056"),
                                   ((12.345, float("nan")), "12.35"),
                                   ((float("nan"), float("nan")), "–")):
            self.assertEqual(style.mean_half_width(mean, half), said)

    def test_units_have_chinese_names(self):
        units = {m.unit for m in measures.MEASURES.values()}
        units |= set(re.findall(r', [A-Z_]+, "([^"]+)", "',
                                (SOURCE / "src/stats/variables.h").read_text()))
        for path in LUZHOU.glob("*.yaml"):
            units |= set(re.findall(r"unit: \"?([^\"\n,}]+)", path.read_text("utf-8")))
        targets = pd.read_csv(LUZHOU / "data/targets.csv")["unit"].dropna()
        units |= set(targets)
        self.assertGreater(len(units), 12)
        for unit in units:
            self.assertEqual(words.unit(unit, "en"), unit)
            if unit not in ("%", "1"):
                self.assertNotRegex(words.unit(unit, "zh"), "[A-Za-z]{2}", unit)

    def test_areas_in_one_language(self):
        area = "2 education 学有所教"
        self.assertEqual(decision_pictures.area_title(area, "en"), "2 education")
        if style.has_chinese():
            self.assertEqual(decision_pictures.area_title(area, "zh"), "2 学有所教")
        self.assertEqual(decision_pictures.area_title("education", "zh"), "education")


if __name__ == "__main__":
    unittest.main()
