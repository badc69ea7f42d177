#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python package against plain numpy on the raw HDF5."""
import base64
import gzip
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import h5py
import matplotlib
import numpy as np
import xarray as xr
from scipy import stats

matplotlib.use("Agg")
from where import PROGRAM, SOURCE

os.environ["SUFFICE_PROGRAM"] = str(PROGRAM)

from shared_results import plan_and_double  # noqa: E402

import suffice  # noqa: E402
from suffice import estimates  # noqa: E402

LUZHOU = SOURCE / "scenarios/luzhou"
N = 12


class Import(unittest.TestCase):
    def test_parts_of_scipy_are_loaded_when_they_are_used(self):
        """They take more than half of the time that importing suffice takes."""
        code = ("import sys, suffice; print([m for m in ('stats', 'optimize', 'special') "
                "if 'scipy.' + m in sys.modules])")
        told = subprocess.run([sys.executable, "-c", code], check=True, text=True,
                              capture_output=True,
                              env=os.environ | {"PYTHONPATH": str(SOURCE / "scripts")}).stdout
        self.assertEqual(told.strip(), "[]")


class Luzhou(unittest.TestCase):
    """Two scenarios of the whole plan; every number again from h5py and numpy alone."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = plan_and_double(PROGRAM, N)
        cls.tree = suffice.open(cls.path)
        cls.h5 = h5py.File(cls.path)
        cls.services = [s.decode() for s in cls.h5["service"][:]]
        cls.districts = [s.decode() for s in cls.h5["district"][:]]
        starts = [np.datetime64("2021-01-01") + int(d) for d in cls.h5["month"][:]]
        cls.days = np.diff([*starts, np.datetime64("2026-01-01")]).astype(float)

    @classmethod
    def tearDownClass(cls):
        cls.h5.close()
        cls.tree.close()
        cls.folder.cleanup()

    def raw(self, name, service, scenario=0):
        """(replication, month, district)"""
        return self.h5[name][scenario, :, :, :, self.services.index(service)]

    def row(self, table, **wanted):
        for name, value in wanted.items():
            table = table[table[name] == value]
        self.assertEqual(len(table), 1, wanted)
        return table.iloc[0]

    def mean_interval(self, values):
        """The mean of 25 interleaved groups and its interval, written out."""
        n = len(values)
        k = min(n, 25)  # that have a replication
        mean = sum(values) / n
        sums = [sum(values[r] - mean for r in range(n) if r % 25 == g) for g in range(k)]
        variance = k / (k - 1) * sum(s * s for s in sums) / n**2
        return mean, stats.t.ppf(0.975, k - 1) * variance**0.5 * self.widened(values, sums)

    def widened(self, values, sums):
        """The factor of the interval for the skewness of the mean (docs/theory/model.md)."""
        n, k = len(values), len(sums)
        if np.var(sums) == 0 or k < 3:
            return 1
        alone, grouped = (max(stats.skew(x, bias=False)**2 - 6 / len(x), 0)
                          for x in (values, sums))
        variance = k / (k - 1) * sum(s * s for s in sums) / n**2
        most = 2 * alone / min(n, np.var(values, ddof=1) / variance)
        z = stats.norm.ppf(0.975)
        x = (z**4 + 2 * z**2 - 3) / 18 * min(most, grouped / k)
        return 1 + (1 + 125 / k) * x / (1 + 4 * x)

    def test_replications_of_a_group_belong_together(self):
        values = np.random.default_rng(1).normal(size=130) + np.arange(130) % 25
        groups = estimates.Design.of(self.tree).groups(np.arange(130))
        estimate = estimates.estimate_mean(values[:, None], groups)
        mean, half = self.mean_interval(values)
        self.assertAlmostEqual(estimate.mean[0], mean, places=12)
        self.assertAlmostEqual(estimate.half_width[0], half, places=12)

    def test_scorecard_against_the_raw_targets(self):
        card = self.tree.suffice.scorecard()
        met = self.h5["targets/met"][0]
        names = [t.decode() for t in self.h5["targets/target"][:]]
        first = card[card["scenario"] == "luzhou-plan"].set_index("target")
        for i, name in enumerate(names):
            self.assertAlmostEqual(first.loc[name, "p_met"], met[:, i].mean())
            self.assertLessEqual(first.loc[name, "p_low"], met[:, i].mean() + 1e-12)
        figure = self.tree.suffice.plot_scorecard()
        drawn = sorted(line.get_xdata()[0] for line in figure.axes[0].lines
                       if line.get_marker() == "o")
        expected = sorted(self.h5["targets/met"][:].mean(1).ravel())
        np.testing.assert_allclose(drawn, expected)

    def test_fan(self):
        figure = self.tree.suffice.fan("nursery", district="Gulin", scenario="luzhou-plan")
        d = self.districts.index("Gulin")
        wanted = (self.raw("occupancy", "nursery") + self.raw("waiting", "nursery"))[:, :, d]
        left, right = figure.axes[:2]
        np.testing.assert_allclose(left.lines[0].get_ydata(), wanted.mean(0))
        np.testing.assert_allclose(left.lines[1].get_ydata(),
                                   self.raw("usable_places", "nursery")[:, :, d].mean(0))
        demand = self.raw("requests", "nursery")[:, :, d]
        np.testing.assert_allclose(right.lines[0].get_ydata(), demand.mean(0))
        # The outer band: every bound is a vertex of the filled shape.
        band = left.collections[0].get_paths()[0].vertices[:, 1]
        for q in (0.05, 0.95):
            bound = np.quantile(wanted, q, axis=0)
            self.assertLess(np.abs(band[:, None] - bound).min(0).max(), 1e-6)

    def wait_days(self, service, year, share, scenario=0):
        """Days by replication and district, infinite where never; and who joined."""
        at = (scenario, slice(None), year - 2021, slice(None), self.services.index(service))
        level = np.flatnonzero(np.isclose(self.h5["waits/quantile"][:], share))[0]
        days = self.h5["waits/wait_quantile"][at][..., level]
        return np.where(np.isnan(days), np.inf, days), self.h5["waits/joined"][at]

    def test_wait_times(self):
        table = self.tree.suffice.wait_times("veterans_bed", scenario="luzhou-plan")
        self.assertEqual(set(table["year"]), {2024})
        self.assertEqual(len(table), len(self.districts) * 10)
        n_seen = 0
        for share in (0.5, 0.9):
            days, joined = self.wait_days("veterans_bed", 2024, share)
            for d, district in enumerate(self.districts):
                row = self.row(table, district=district, share=share)
                here = sorted(days[:, d])
                if (joined[:, d] == 0).any():  # in a replication nobody
                    continue
                n_seen += 1
                # Of 12 the 1st, 6th and 12th: the least that 5, 50 and 95 % do not exceed.
                self.assertEqual([row["low"], row["days"], row["high"]],
                                 [here[0], here[5], here[11]])
                self.assertEqual(row["reached"], np.isfinite(here).mean())
                self.assertAlmostEqual(row["joined"], joined[:, d].mean())
        self.assertGreaterEqual(n_seen, 6)
        some = table[table["share"] == 0.9]
        self.assertTrue(0 < some["reached"].mean() < 1)  # both sorts are seen
        self.assertTrue((some["low"] > 0).any())
        # Those who joined are those of the monthly variables who were admitted at once or
        # put on the list: all who asked less those who balked or were void.
        _, joined = self.wait_days("nursery", 2023, 0.5)
        months = slice(24, 36)
        asked = sum(sign * self.raw(v, "nursery")[:, months].sum(1) for v, sign in (
            ("requests", 1), ("balked", -1), ("void_requests", -1), ("refusals", -1)))
        np.testing.assert_array_equal(joined, asked)
        for wrong, words in ((("primary",), "no waiting list"), (("nursery", 2031), "2031"),
                             (("nursery", 2023, "x"), "'x'")):
            with self.assertRaisesRegex(suffice.ResultsError, words):
                self.tree.suffice.wait_times(*wrong)

    def test_waits(self):
        axes = self.tree.suffice.waits("veterans_bed", 2023, "luzhou-plan").axes[0]
        drawn = {mark: [line.get_xdata() for line in axes.lines
                        if line.get_marker() == mark] for mark in "osD>"}
        n_never = 0
        for mark, share in zip("osD", (0.5, 0.8, 0.9), strict=True):
            days, _ = self.wait_days("veterans_bed", 2023, share)
            median = np.sort(days, axis=0)[5]
            np.testing.assert_allclose(drawn[mark][0], median[np.isfinite(median)])
            n_never += (~np.isfinite(median)).sum()
        self.assertEqual(sum(map(len, drawn[">"])), n_never)
        edge = axes.get_xlim()[1]
        low, high = (np.minimum(np.sort(days, axis=0)[i], edge) for i in (0, 11))
        whiskers = axes.collections[2].get_segments()  # of the last share
        np.testing.assert_allclose([w[:, 0] for w in whiskers], np.stack([low, high], 1))

    def test_heatmap_and_pyramid(self):
        image = self.tree.suffice.heatmap("nursery", "unmet").axes[0].images[0].get_array()
        self.assertTrue(image.mask[-1].all())  # the sum is not shaded
        unmet = sum(self.raw(v, "nursery") for v in (
            "balked", "refusals", "reneged", "aged_out", "died_waiting", "moved_waiting"))
        for y, days in enumerate((365, 365, 365, 366, 365)):
            by_district = unmet[:, 12 * y:12 * y + 12].sum(1).mean(0) * 365.25 / days
            np.testing.assert_allclose(image[:-1, y], by_district)
            self.assertAlmostEqual(image.data[-1, y], by_district.sum())
        axes = self.tree.suffice.pyramid("Naxi").axes[0]
        people = self.h5["population/residents"][0, :, -1, self.districts.index("Naxi")]
        widths = [abs(bar.get_width()) for bar in axes.patches if hasattr(bar, "get_width")]
        np.testing.assert_allclose(widths, people.mean(0).ravel() / 1000)

    def shortage(self, year, scenario=0):
        """P(mean list of the year > 5 % of usable places), (district,), written out."""
        months = slice(12 * (year - 2021), 12 * (year - 2021) + 12)
        days = self.days[months][:, None]
        waiting = (self.raw("waiting", "nursery", scenario)[:, months] * days).sum(1)
        usable = (self.raw("usable_places", "nursery", scenario)[:, months] * days).sum(1)
        return (waiting > 0.05 * usable).mean(0)

    def test_shortage_and_map(self):
        short = self.tree.suffice.shortage("nursery", 0.05, by="year")
        for s, name in enumerate(("luzhou-plan", "luzhou-nursery-double")):
            for year in (2021, 2025):
                np.testing.assert_allclose(
                    short["probability"].sel(scenario=name, year=year).values[:-1],
                    self.shortage(year, s))
        monthly = self.tree.suffice.shortage("nursery", 30)
        over = self.raw("waiting", "nursery") > 30
        np.testing.assert_allclose(monthly["probability"].values[0, :, :-1], over.mean(0))
        figure = self.tree.suffice.map("nursery", boundaries=LUZHOU / "boundaries.geojson",
                                       scenario="luzhou-nursery-double", lang="zh")
        self.assertEqual(figure.axes[5].get_title(), "2025")
        last = figure.axes[11]  # under it
        said = [float(re.match(r"([\d.]+) +\[", t.get_text())[1]) for t in last.texts]
        np.testing.assert_allclose(said[:-1], self.shortage(2025, 1), atol=0.005)
        self.assertIn("江阳区", figure.axes[6].texts[0].get_text())
        self.assertGreater(max(said), 0)

    @unittest.skipUnless(importlib.util.find_spec("geopandas"), "geopandas is an extra")
    def test_boundaries_of_another_format(self):
        import geopandas

        from suffice import boundaries
        geojson = LUZHOU / "boundaries.geojson"
        other = pathlib.Path(self.folder.name) / "districts.gpkg"
        geopandas.read_file(geojson).to_crs(32648).to_file(other)
        here, there = (boundaries.read(self.tree, path) for path in (geojson, other))
        for name, outline in here.items():
            np.testing.assert_allclose(outline.label, there[name].label, atol=1e-6)
        with self.assertRaisesRegex(suffice.ResultsError, "0 features for the district"):
            wrong = pathlib.Path(self.folder.name) / "wrong.geojson"
            wrong.write_text('{"type": "FeatureCollection", "features": []}')
            boundaries.read(self.tree, wrong)

    def test_compare(self):
        table = self.tree.suffice.compare("luzhou-plan", "demand", service="nursery")
        row = self.row(table, district="all")
        a, b = (self.raw("requests", "nursery", s).sum((1, 2)) * 365.25 / 1826 for s in (0, 1))
        mean, half = self.mean_interval(b - a)
        self.assertAlmostEqual(row["difference"], mean, places=7)
        self.assertAlmostEqual(row["high"] - mean, half, places=7)
        reduction = (a.var(ddof=1) + b.var(ddof=1)) / (b - a).var(ddof=1)
        self.assertAlmostEqual(row["variance_reduction"], reduction, places=6)
        self.assertEqual(row["replications_needed"],
                         np.ceil(N * (half / (0.1 * abs(mean)))**2))
        axes = self.tree.suffice.plot_compare(service="nursery", measure="demand").axes[0]
        drawn = [x.get_xdata()[0] for x in axes.lines if x.get_marker() == "o"]
        self.assertAlmostEqual(drawn[-1], mean, places=7)
        axes = self.tree.suffice.plot_compare().axes[0]
        drawn = sorted(x.get_xdata()[0] for x in axes.lines if x.get_marker() == "o")
        met = self.h5["targets/met"]
        change = 100 * (met[1] - met[0])
        expected = sorted(change[:, (change != 0).any(0)].mean(0))
        np.testing.assert_allclose(drawn, expected, atol=1e-9)

    def test_tidy(self):
        frame = self.tree.suffice.tidy("waiting", service="nursery", scenario="luzhou-plan")
        self.assertEqual(list(frame.columns), ["scenario", "replication", "month", "district",
                                               "service", "variable", "value", "unit"])
        self.assertEqual(frame["value"].sum(), self.raw("waiting", "nursery").sum())
        frame = self.tree.suffice.tidy(group="targets")
        self.assertEqual(frame[frame["variable"] == "met"]["value"].sum(),
                         np.nansum(self.h5["targets/met"][:]))
        with self.assertRaisesRegex(suffice.ResultsError, "expected one of"):
            self.tree.suffice.tidy("wating")

    def test_the_root_alone_opens_in_plain_xarray(self):
        with xr.open_dataset(self.path, engine="h5netcdf") as root:
            table = root.suffice.summary("demand", service="nursery")
            self.assertGreater(len(table), 0)
            with self.assertRaisesRegex(suffice.ResultsError, "suffice.open"):
                root.suffice.scorecard()
        with self.assertRaisesRegex(suffice.ResultsError, "no district 'Naxu'"):
            self.tree.suffice.fan("nursery", district="Naxu")
        with self.assertRaisesRegex(suffice.ResultsError, "12 replications are too few"):
            self.tree.suffice.drivers("unmet", "nursery")
        with self.assertRaisesRegex(suffice.ResultsError, "no measure 'unservd'"):
            self.tree.suffice.drivers("unservd", "nursery")

    def test_report(self):
        page = pathlib.Path(self.folder.name) / "report.html"
        subprocess.run([sys.executable, "-m", "suffice.command", self.path, "-o", page],
                       check=True, capture_output=True, cwd=SOURCE / "scripts")
        html = page.read_text(encoding="utf-8")
        self.assertLess(page.stat().st_size, 5e6)
        packed = re.search(r'id="data">([^<]+)<', html)[1]
        data = json.loads(gzip.decompress(base64.b64decode(packed)))
        p = np.array(data["short"]["nursery"]["p"], dtype=float)
        np.testing.assert_allclose(p[0, 4, :-1, 0], self.shortage(2025), atol=1e-4)
        curves = np.array(data["fans"]["care_bed"][0][-1], dtype=float)
        occupied = self.raw("occupancy", "care_bed").sum(2) + self.raw("waiting",
                                                                      "care_bed").sum(2)
        np.testing.assert_allclose(curves[0], np.median(occupied, axis=0), rtol=1e-3)
        np.testing.assert_allclose(curves[2], np.quantile(occupied, 0.95, axis=0), rtol=1e-3)
        # The demand of an intake is that of the months with one.
        asked = np.array(data["fans"]["primary"][0][-1][8], dtype=float)
        applicants = np.median(self.raw("applicants", "primary").sum(2), axis=0)
        self.assertEqual(list(np.flatnonzero(applicants)), [8, 20, 32, 44, 56])
        np.testing.assert_allclose(asked, np.where(applicants > 0, applicants, np.nan), rtol=1e-3)
        met = self.h5["targets/met"][0].mean(0)
        plain = html.replace("&lt;", "<").replace("&gt;", ">")
        said = re.findall(r'<td class="p"[^>]*>\s*<span class="bar".*?</span>\s*'
                          r'\(?([<>]? ?[\d.]+) % <small>', plain, re.S)
        for text, p in zip(said[:len(met)], met, strict=True):
            if 0 < p < 1:
                self.assertAlmostEqual(float(text), 100 * p, delta=0.51)
            else:  # its limit, and never 0 % or 100 %
                self.assertTrue(text.startswith("> " if p else "< "), (text, p))
        self.check_waits_of_report(html)
        for key in ("seed", "fingerprint"):
            fact = np.ravel(self.h5.attrs[key])[0]
            self.assertIn(fact.decode() if isinstance(fact, bytes) else str(fact), html)
        chinese = pathlib.Path(self.tree.suffice.report(page, lang="zh")).read_text("utf-8")
        for title in ("泸州市“十四五”公共服务规划", "托育需求翻倍", "2021 年三岁以下儿童入托率"):
            self.assertIn(title, chinese)


    def check_waits_of_report(self, html):
        """The table of waits of one service, cell by cell."""
        service = html.split('data-service="veterans_bed"')[1].split("</details>")[0]
        table = service.split('class="waits"')[1]
        groups = re.findall(r'data-district-row="([^"]+)">(.*?)</tbody>', table, re.S)
        rows = [(district, cells) for district, group in groups
                for cells in re.findall(r'scope="row">(.*?)</tr>', group, re.S)]
        self.assertEqual(len(rows), 2 * len(self.districts))
        for i, (district, cells) in enumerate(rows):
            said = [" ".join(cell.split()) for cell in re.findall(r"<td>(.*?)</td>", cells, re.S)]
            for share, text in zip((0.5, 0.8, 0.9), said, strict=True):
                days, _ = self.wait_days("veterans_bed", 2024, share, i % 2)
                middle, low, high = np.sort(days[:, self.districts.index(district)])[[5, 0, 11]]
                shown = ["never" if np.isinf(x) else f"{x:,.0f}" for x in (middle, low, high)]
                spread = ("(in some futures never)" if np.isinf(high) and np.isfinite(middle) else
                          f"({shown[1]}–{shown[2]})" if high > low else "")
                self.assertEqual(text, f"{shown[0]} <small>{spread}</small>" if spread
                                 else shown[0])
        self.assertNotIn('class="waits"', html.split('data-service="primary"')[1].split(
            "</details>")[0])


if __name__ == "__main__":
    unittest.main()
