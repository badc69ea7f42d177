#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report in a real browser: opens offline, answers to slider and filter, prints.

usage: test_report.py PROGRAM SOURCE_FOLDER [CHROMIUM]
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np
from playwright.sync_api import sync_playwright

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
CHROMIUM = sys.argv[3] if len(sys.argv) > 3 else shutil.which("chromium")
LUZHOU = SOURCE / "scenarios/luzhou"


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        cls.results = cls.folder / "r.h5"
        subprocess.run([PROGRAM, "run", LUZHOU / "plan.yaml", LUZHOU / "nursery-double.yaml",
                        "-n", "4", "-o", cls.results, "-q"], check=True)
        cls.pages = {}
        for lang in ("en", "zh"):
            cls.pages[lang] = cls.folder / f"{lang}.html"
            subprocess.run([sys.executable, "-m", "suffice.command", cls.results, "-o",
                            cls.pages[lang], "--lang", lang, "--boundaries",
                            LUZHOU / "boundaries.geojson"], check=True, capture_output=True,
                           cwd=SOURCE / "scripts",
                           env={**os.environ, "SUFFICE_PROGRAM": str(PROGRAM)})
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=CHROMIUM,
                                                     args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        cls.holder.cleanup()

    def open(self, lang="en", **options):
        """A page that is ready; complaints and outside requests fail the test at its end."""
        context = self.browser.new_context(offline=True, **options)
        self.addCleanup(context.close)
        page = context.new_page()
        self.said, self.asked = [], []
        page.on("console", lambda message: self.said.append(message.text)
                if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url)
                if not request.url.startswith(("file:", "data:", "blob:")) else None)
        page.goto(self.pages[lang].as_uri())
        page.wait_for_selector("html[data-ready]", timeout=60000)
        return page

    def assert_quiet(self):
        self.assertEqual(self.said, [])
        self.assertEqual(self.asked, [])

    def test_slider_and_choices_move_the_map(self):
        page = self.open()
        page.select_option("#map-scenario", "1")
        with h5py.File(self.results) as h5:
            s = [x.decode() for x in h5["service"][:]].index("nursery")
            d = [x.decode() for x in h5["district"][:]].index("Jiangyang")
            starts = np.datetime64("2021-01-01") + h5["month"][:].astype(int)
            days = np.diff(np.append(starts, np.datetime64("2026-01-01"))).astype(float)
            waiting = h5["waiting"][1, :, :, d, s] * days
            usable = h5["usable_places"][1, :, :, d, s] * days
        fills = set()
        for year in range(5):
            page.evaluate("""(year) => { const slider = document.getElementById('map-year');
                slider.value = year; slider.dispatchEvent(new Event('input')); }""", year)
            self.assertEqual(page.text_content("#map-year-shown"), str(2021 + year))
            months = slice(12 * year, 12 * year + 12)
            p = (waiting[:, months].sum(1) > 0.05 * usable[:, months].sum(1)).mean()
            cell = page.text_content('#map-table [data-row="Jiangyang"] td')
            self.assertTrue(cell.startswith(f"{p:.2f} ["), (cell, p))
            fills.add(page.eval_on_selector('#map-picture [data-district="Jiangyang"]',
                                            "e => e.style.fill"))
        self.assertTrue(all(fills))
        page.focus("#map-year")
        page.keyboard.press("ArrowLeft")
        self.assertEqual(page.text_content("#map-year-shown"), "2024")
        page.select_option("#map-service", "primary")
        self.assertIn("demand", page.text_content("#map-note"))
        self.assert_quiet()

    def test_district_filter(self):
        page = self.open()
        mean = "document.querySelector('.fan').data.at(-1).y[30]"
        city = page.evaluate(mean)
        page.select_option("#district-filter", "Naxi")
        page.wait_for_function(f"{mean} !== {city}")
        with h5py.File(self.results) as h5:
            s = [x.decode() for x in h5["service"][:]].index("nursery")
            d = [x.decode() for x in h5["district"][:]].index("Naxi")
            demand = h5["requests"][1, :, 30, d, s].mean()  # July 2023
        self.assertAlmostEqual(page.evaluate(mean) / demand, 1, places=3)
        visible = page.eval_on_selector_all(
            "details[open] [data-district-row]",
            "rows => rows.filter(r => !r.hidden).map(r => r.dataset.districtRow)")
        self.assertEqual(set(visible), {"Naxi"})
        page.select_option("#district-filter", "all")
        hidden = page.eval_on_selector_all("[data-district-row]",
                                           "rows => rows.filter(r => r.hidden).length")
        self.assertEqual(hidden, 0)
        self.assert_quiet()

    def test_every_service_opens_with_its_picture(self):
        page = self.open()
        for details in page.query_selector_all("details.service:not([open]) summary"):
            details.click()
        page.wait_for_function(
            "document.querySelectorAll('.fan .main-svg').length >= "
            "document.querySelectorAll('.fan').length")
        self.assertEqual(len(page.query_selector_all(".fan")), 16)
        self.assert_quiet()

    def test_phone_width(self):
        page = self.open(viewport={"width": 375, "height": 800}, has_touch=True)
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 375)
        size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        self.assertGreaterEqual(size, 14)
        self.assert_quiet()

    def contrast(self, page):
        return page.evaluate("""() => {
            const light = (text) => { const c = text.match(/[\\d.]+/g).slice(0, 3).map((v) => {
                const x = v / 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; });
                return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
            const style = getComputedStyle(document.body);
            const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
            return [(a + 0.05) / (b + 0.05), light(style.backgroundColor)]; }""")

    def test_light_and_dark(self):
        for scheme, is_dark in (("light", False), ("dark", True)):
            page = self.open(color_scheme=scheme)
            contrast, background = self.contrast(page)
            self.assertGreater(contrast, 7)  # WCAG 2.1, level AAA
            self.assertEqual(background < 0.1, is_dark)
            ink = page.evaluate("document.querySelector('.fan').layout.font.color")
            self.assertEqual(ink, "#e6e9ed" if is_dark else "#1b1f24")
            self.assert_quiet()

    def test_print_has_everything_open(self):
        page = self.open()
        path = self.folder / "print.pdf"
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        self.assertEqual(page.query_selector_all("details:not([open])"), [])
        self.assertEqual(page.evaluate(
            "getComputedStyle(document.querySelector('.controls')).display"), "none")
        page.pdf(path=path, format="A4")
        self.assertGreater(path.stat().st_size, 100_000)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        self.assertGreater(len(page.query_selector_all("details:not([open])")), 0)
        self.assert_quiet()

    def test_in_chinese(self):
        page = self.open("zh")
        text = page.inner_text("body")
        for wanted in ("规划的名额够用吗", "江阳区", "目标评分卡", "托位"):
            self.assertIn(wanted, text)
        self.assertEqual(page.get_attribute("html", "lang"), "zh-CN")
        self.assert_quiet()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
