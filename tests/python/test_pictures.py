#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What pictures draw, against plain numpy on the raw HDF5, and whether it can be read.
"""
import itertools
import os
import pathlib
import re
import tempfile
import unittest
import warnings

import h5py
import matplotlib
import numpy as np
import pandas as pd
from scipy import stats

matplotlib.use("Agg")
from small_plan import small_luzhou
from where import PROGRAM, SOURCE, program

os.environ["SUFFICE_PROGRAM"] = str(PROGRAM)

import suffice  # noqa: E402
from suffice import decision_pictures, style  # noqa: E402

LUZHOU = SOURCE / "scenarios/luzhou"
BOUNDARIES = LUZHOU / "boundaries.geojson"
N = 6
PLAN, OTHER = "luzhou-plan", "luzhou-no-plan"


def mean_interval(values):
    """The mean of six groups, one replication each, and its half width by t, widened for
    skewness as docs/theory/model.md has it."""
    half = stats.t.ppf(0.975, N - 1) * values.std(0, ddof=1) / N**0.5
    z = stats.norm.ppf(0.975)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where all are the same
        skewness = np.nan_to_num(stats.skew(values, axis=0, bias=False))
    x = (z**4 + 2 * z**2 - 3) / 18 * np.maximum(skewness**2 - 6 / N, 0) / N
    return values.mean(0), half * (1 + (1 + 125 / N) * x / (1 + 4 * x))


def p_interval(met):
    """Clopper and Pearson at the effective number of six groups; p, low, high."""
    k = met.sum()
    # Inside (0, 1): p (1 - p) over the variance of the mean, p (1 - p) / (N - 1).
    n = N - 1 if 0 < k < N else N
    k = n * k / N
    low = stats.beta.ppf(0.025, k, n - k + 1) if k > 0 else 0
    high = stats.beta.ppf(0.975, k + 1, n - k) if k < n else 1
    return met.mean(), low, high


def texts(figure):
    """All texts of a figure that are seen, drawn."""
    figure.canvas.draw()
    return [t for t in figure.findobj(matplotlib.text.Text) if t.get_visible() and t.get_text()]


def bounds(values, q):
    return np.quantile(values, q, axis=0)


class Drawn(unittest.TestCase):
    """Numbers of each picture; two scenarios of Luzhou's plan."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(cls.folder.name) / "two.h5"
        luzhou = small_luzhou(path.with_name("luzhou"))
        # So few seats that pupils are seated above capacity.
        program("run", luzhou / "plan.yaml", luzhou / "no-plan.yaml", "-n", N, "-o", path,
                "-q", "--set", "assumptions.junior_high_seats_county.uniform={low: 0.6, high: 0.7}")
        cls.tree = suffice.open(path)
        cls.h5 = h5py.File(path)
        cls.services = [s.decode() for s in cls.h5["service"][:]]
        cls.districts = [s.decode() for s in cls.h5["district"][:]]
        starts = [np.datetime64("2021-01-01") + int(d) for d in cls.h5["month"][:]]
        cls.days = np.diff([*starts, np.datetime64("2026-01-01")]).astype(float)

    @classmethod
    def tearDownClass(cls):
        cls.h5.close()
        cls.tree.close()
        cls.folder.cleanup()

    def tearDown(self):
        matplotlib.pyplot.close("all")

    def raw(self, name, service, scenario=0):
        """(replication, month, district)"""
        return self.h5[name][scenario, :, :, :, self.services.index(service)]

    def assert_bands(self, axes, values, quantiles=((0.05, 0.95), (0.25, 0.75))):
        """Every bound of the bands is among the vertices of its filled shape."""
        for shape, pair in zip(axes.collections, quantiles, strict=False):
            drawn = shape.get_paths()[0].vertices[:, 1]
            for q in pair:
                gap = np.abs(drawn[:, None] - bounds(values, q)).min(0)
                self.assertLess(gap.max(), 1e-6 * max(1, np.abs(values).max()))

    def test_fan_of_an_intake(self):
        applicants, unplaced = (self.raw(v, "senior_high").sum(2)
                                for v in ("applicants", "unplaced"))
        self.assertGreater(unplaced.sum(), 0)
        wanted = self.raw("occupancy", "senior_high").sum(2)
        for month in range(60):
            september = month - (month - 8) % 12  # the last one; intakes are in September
            if september >= 0:
                wanted[:, month] += unplaced[:, september]
        left, right = self.tree.suffice.fan("senior_high", scenario=PLAN).axes[:2]
        np.testing.assert_allclose(left.lines[0].get_ydata(), wanted.mean(0))
        self.assert_bands(left, wanted)
        at_intakes = applicants[:, 8::12]
        self.assertEqual(applicants.sum(), at_intakes.sum())
        np.testing.assert_allclose(right.lines[0].get_ydata(), at_intakes.mean(0))
        self.assert_bands(right, at_intakes)

    def test_fan_counts_those_above_capacity_once(self):
        """They are among the taken; nobody is left unplaced where all must be placed."""
        d = self.districts.index("Gulin")
        self.assertGreater(self.raw("placed_above", "junior_high")[:, :, d].sum(), 0)
        left, right = self.tree.suffice.fan("junior_high", "Gulin", PLAN).axes[:2]
        taken = self.raw("occupancy", "junior_high")[:, :, d]
        np.testing.assert_allclose(left.lines[0].get_ydata(), taken.mean(0))
        self.assertEqual(len(right.lines[0].get_ydata()), 5)
        self.assertLess(right.lines[0].get_ydata().max(), 20000)  # applicants, not a rate

    def test_fan_of_visits(self):
        d = self.districts.index("Naxi")
        visits, refused, used, hours, places = (self.raw(v, "day_care")[:, :, d] for v in (
            "visits", "visits_refused", "person_hours", "place_hours", "places"))
        self.assertGreater(refused.sum(), 0)
        wanted = places * used / hours * visits / (visits - refused)
        left, right = self.tree.suffice.fan("day_care", "Naxi", PLAN).axes[:2]
        np.testing.assert_allclose(left.lines[0].get_ydata(), wanted.mean(0))
        self.assert_bands(left, wanted)
        np.testing.assert_allclose(right.lines[0].get_ydata(), visits.mean(0))
        self.assert_bands(right, visits)

    def test_fan_says_what_is_wanted_by_kind(self):
        for service, said in (("nursery", "waited for"), ("primary", "last intake"),
                              ("library", "turned away")):
            figure = self.tree.suffice.fan(service, scenario=PLAN)
            self.assertIn(said, figure.legends[0].get_texts()[0].get_text())

    def test_heatmap_cells(self):
        figure = self.tree.suffice.heatmap("nursery", "unmet", PLAN)
        said = [t.get_text() for t in figure.axes[0].texts]
        unmet = sum(self.raw(v, "nursery") for v in (
            "balked", "refusals", "reneged", "aged_out", "died_waiting", "moved_waiting"))
        yearly = unmet.reshape(N, 5, 12, -1).sum(2) * 365.25 / self.days.reshape(
            5, 12).sum(1)[:, None]
        yearly = np.concatenate([yearly, yearly.sum(2, keepdims=True)], axis=2)
        mean, half = mean_interval(yearly)
        self.assertEqual(len(said), mean.size)
        for text, m, h in zip(said, mean.T.ravel(), half.T.ravel(), strict=True):
            if " ± " not in text:  # every replication has the same
                self.assertLess(h, 1e-6)
                self.assertAlmostEqual(float(text.replace(",", "")), m, delta=0.5)
                continue
            there, width = (x.replace(",", "") for x in text.split(" ± "))
            digits = len(width.partition(".")[2])
            self.assertEqual(len(there.partition(".")[2]), digits)  # no more than is known
            self.assertLessEqual(abs(float(there) - m), 0.5001 * 10.0**-digits)
            self.assertLessEqual(abs(float(width) - h), 0.5001 * 10.0**-digits)
            self.assertTrue(h >= 9.5 or h == 0 or len(width.replace(".", "").lstrip("0")) == 2)
        image = figure.axes[0].images[0]
        self.assertAlmostEqual(image.norm.vmax, mean[:, :-1].max())  # of districts alone
        used = self.tree.suffice.heatmap("care_bed", "utilisation", PLAN).axes[0].images[0]
        self.assertEqual((used.norm.vmin, used.norm.vmax), (0, 100))

    def test_map_tells_the_interval(self):
        figure = self.tree.suffice.map("nursery", scenario=OTHER, boundaries=BOUNDARIES)
        waiting, usable = (self.raw(v, "nursery", 1) for v in ("waiting", "usable_places"))
        waiting, usable = (np.concatenate([x, x.sum(2, keepdims=True)], axis=2)
                           for x in (waiting, usable))
        seen = set()
        for year in range(5):
            months = slice(12 * year, 12 * year + 12)
            days = self.days[months][:, None]
            met = ((waiting[:, months] * days).sum(1) >
                   0.05 * (usable[:, months] * days).sum(1)).astype(float)
            for row, text in enumerate(figure.axes[7 + year].texts):
                said = [float(x) for x in re.findall(r"[\d.]+", text.get_text())]
                np.testing.assert_allclose(said, p_interval(met[:, row]), atol=0.00501)
                seen.add(said[0])
        self.assertGreater(len(seen), 2)

    def test_pyramid_whiskers_and_first_year(self):
        axes = self.tree.suffice.pyramid("Naxi", PLAN).axes[0]
        people = self.h5["population/residents"][0, :, :, self.districts.index("Naxi")] / 1000
        whiskers = np.concatenate([c.get_segments() for c in axes.collections])[:, :, 0]
        low, high = bounds(people[:, -1], 0.05), bounds(people[:, -1], 0.95)
        np.testing.assert_allclose(whiskers, np.stack([
            np.concatenate([-low[0], low[1]]), np.concatenate([-high[0], high[1]])], axis=1))
        first = [p.get_data().values for p in axes.patches
                 if isinstance(p, matplotlib.patches.StepPatch)]
        mean = people[:, 0].mean(0)
        np.testing.assert_allclose(first, [-mean[0], mean[1]])

    def test_scorecard_intervals_and_use(self):
        met, use = self.tree.suffice.plot_scorecard().axes[:2]
        raw, use_raw = self.h5["targets/met"][:], self.h5["targets/utilisation"][:]
        drawn = sorted(tuple(line.get_xdata()) for line in met.lines
                       if len(line.get_xdata()) == 2 and line.get_linestyle() == "-")
        expected = sorted(p_interval(raw[s, :, t])[1:]
                          for s in (0, 1) for t in range(raw.shape[2]))
        np.testing.assert_allclose(drawn, expected, atol=1e-9)
        mean, half = mean_interval(100 * np.moveaxis(use_raw, 1, 0))
        seen = ~np.isnan(mean)
        self.assertGreater(seen.sum(), 20)
        widths = [p.get_width() for p in use.patches]
        np.testing.assert_allclose(sorted(widths[1::2]), sorted(mean[seen]))
        bars = np.concatenate([c.get_segments() for c in use.collections])[:, :, 0]
        np.testing.assert_allclose(sorted((bars[:, 1] - bars[:, 0]) / 2), sorted(half[seen]),
                                   atol=1e-6)

    def test_comparison_intervals(self):
        axes = self.tree.suffice.plot_compare(service="nursery", measure="places").axes[0]
        a, b = (self.raw("places", "nursery", s)[:, -1] for s in (0, 1))
        change = np.concatenate([b - a, (b - a).sum(1, keepdims=True)], axis=1)
        mean, half = mean_interval(change)
        bars = [line.get_xdata() for line in axes.lines if len(line.get_xdata()) == 2][:-1]
        np.testing.assert_allclose(bars, np.stack([mean - half, mean + half], axis=1))
        # Of targets the intervals are those of the table, which has tests of its own.
        axes = self.tree.suffice.plot_compare().axes[0]
        table = self.tree.suffice.compare()
        table = table[(table["measure"] == "p_met") & table["is_different"]]
        self.assertGreater(len(table), 10)
        bars = [line.get_xdata() for line in axes.lines if len(line.get_xdata()) == 2][:-1]
        np.testing.assert_allclose(bars, 100 * table[["low", "high"]])
        met = self.h5["targets/met"][:]
        change = 100 * (met[1] - met[0])
        marks = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"]
        np.testing.assert_allclose(marks, change[:, (change != 0).any(0)].mean(0))

    def test_tornado_draws_the_table(self):
        table = pd.DataFrame({
            "assumption": ["a", "b", "c@2023"], "title": ["one", "two", "three"],
            "title_zh": ["甲", "乙", "丙"], "evidence": ["A", "B", "C"],
            "src": [0.5, -0.4, 0.1], "src_low": [0.3, -0.6, -0.1], "src_high": [0.7, -0.2, 0.3],
            "first": [0.4, 0.2, 0.01], "total": [0.5, 0.25, 0.02],
            "total_low": [0.3, 0.1, 0.0], "total_high": [0.7, 0.4, 0.1]})
        table.attrs = {"metric": "Nursery places: unmet demand", "chance": 0.234,
                       "scenario": PLAN, "replications": 40}
        axes = decision_pictures.tornado(table, tree=self.tree).axes[0]
        widths = [p.get_width() for p in axes.patches]
        np.testing.assert_allclose(widths, [50, 25, 2, 40, 20, 1])
        whiskers = np.array(axes.collections[0].get_segments())[:, :, 0]
        np.testing.assert_allclose(whiskers, [[30, 70], [10, 40], [0, 10]])
        self.assertEqual([t.get_text() for t in axes.get_yticklabels()],
                         ["one [A] ▲", "two [B] ▼", "three 2023 [C]  "])
        self.assertIn("23 %", axes.get_xlabel())
        title = decision_pictures.outcome_title(self.tree, "unmet", "nursery", "Naxi", 2023,
                                                "zh")
        self.assertEqual(title, "托位：未满足需求；纳溪区；2023")
        figure = decision_pictures.tornado(table, "zh", tree=self.tree, title=title)
        self.assertEqual(figure.axes[0].get_title(loc="left"), f"影响因素：{title}")

    # --- whether it can be read ---

    def pictures(self, lang):
        """One of each, of the file with two scenarios."""
        s = self.tree.suffice
        yield "fan", s.fan("nursery", lang=lang)
        yield "fan of one", s.fan("senior_high", scenario=PLAN, lang=lang)
        yield "heatmap", s.heatmap("nursery", "unmet", lang=lang)
        yield "map", s.map("junior_high", boundaries=BOUNDARIES, lang=lang)
        yield "waits", s.waits("veterans_bed", scenario=PLAN, lang=lang)
        yield "pyramid", s.pyramid(lang=lang)
        yield "scorecard", s.plot_scorecard(lang)
        yield "compare", s.plot_compare(lang=lang)
        yield "compare a measure", s.plot_compare(service="nursery", lang=lang)

    @unittest.skipUnless(style.has_chinese(), "no Chinese font is installed")
    def test_chinese_pictures_have_no_english(self):
        for name, figure in self.pictures("zh"):
            for text in texts(figure):
                with self.subTest(picture=name, text=text.get_text()):
                    self.assertNotRegex(text.get_text(), r"[A-Za-z]{2}|\d %|; |: ")

    def test_every_picture_tells_scenario_and_replications(self):
        for name, figure in self.pictures("en"):
            said = " ".join(t.get_text() for t in texts(figure)).replace("\n", " ")
            with self.subTest(picture=name):
                self.assertRegex(said, f"{N} (pairs of )?replications")
                self.assertIn("Luzhou, 14th Five-Year plan as published", said)

    def test_map_labels_lie_apart(self):
        figure = self.tree.suffice.map("junior_high", boundaries=BOUNDARIES)
        figure.canvas.draw()
        for axes in (*figure.axes[1:6], *figure.axes[6:12]):
            boxes = [t.get_window_extent() for t in axes.texts]
            self.assertGreater(len(boxes), 6)
            for a, b in itertools.combinations(boxes, 2):
                self.assertFalse(a.overlaps(b))

    def test_waits_leave_no_blank_where_everybody_is_admitted(self):
        figure = self.tree.suffice.waits("care_bed", 2021)
        figure.canvas.draw()
        label = figure.axes[0].xaxis.label.get_window_extent()
        legend = figure.legends[0].get_window_extent()
        self.assertFalse(label.overlaps(legend))
        self.assertLess(label.y0 - legend.y1, label.height)

    def test_legend_of_a_fan_is_off_the_curves(self):
        for scenario in (PLAN, None):
            figure = self.tree.suffice.fan("nursery", scenario=scenario)
            figure.canvas.draw()
            legend = figure.legends[0].get_window_extent()
            for axes in figure.axes:
                self.assertIsNone(axes.get_legend())
                self.assertFalse(legend.overlaps(axes.get_window_extent()))


if __name__ == "__main__":
    unittest.main()
