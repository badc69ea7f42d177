#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report in a real browser: opens offline, sorts, finds and gives away, prints."""
import base64
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from shared_results import MANY, SECOND, plan_and_double
from where import PROGRAM, SOURCE

CHROMIUM = shutil.which("chromium")
LUZHOU = SOURCE / "scenarios/luzhou"

import suffice  # noqa: E402

# Of what passes axe is not to tell element by element, which takes it a quarter of its time.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
         "resultTypes": ["violations"]}

PAPER = 703  # px between margins of 12 mm on A4


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        cls.results = plan_and_double(PROGRAM, 12)
        cls.pages = {"en": cls.folder / "en.html"}
        subprocess.run([sys.executable, "-m", "suffice.command", cls.results, "-o",
                        cls.pages["en"], "--boundaries", LUZHOU / "boundaries.geojson"],
                       check=True, capture_output=True, cwd=SOURCE / "scripts",
                       env={**os.environ, "SUFFICE_PROGRAM": str(PROGRAM)})
        cls.make_small()
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=CHROMIUM,
                                                     args=["--no-sandbox"])

    @classmethod
    def make_small(cls):
        """Nine scenarios of a town; a base without a service that another has; a bare one."""
        many = cls.folder / "many.yaml"
        many.write_text(MANY.format(source=SOURCE), encoding="utf-8")
        points = suffice.sweep(many, {"services.nursery.places": list(range(30, 48, 2))}, 40,
                               cls.folder / "many.h5", progress=False, program=PROGRAM)
        more = cls.folder / "more.yaml"
        more.write_text("format: 1\nextends: many.yaml\nname: more\nservices:\n" +
                        SECOND, encoding="utf-8")
        two = suffice.run([many, more], 40, cls.folder / "two.h5", progress=False,
                          program=PROGRAM)
        one = suffice.run(SOURCE / "scenarios/hello.yaml", 2, cls.folder / "one.h5", threads=1,
                          progress=False, program=PROGRAM)
        (cls.folder / "two.run.json").unlink()
        for name, tree, lang in (("many", points, "en"), ("two", two, "zh"), ("one", one, "en")):
            cls.pages[name] = pathlib.Path(
                tree.suffice.report(cls.folder / f"{name}.html", lang=lang))

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
            self.assertEqual(page.text_content("figcaption.map-year"), str(2021 + year))
            self.assertEqual(page.text_content("#map-year-shown"), str(2021 + year))
            months = slice(12 * year, 12 * year + 12)
            p = (waiting[:, months].sum(1) > 0.05 * usable[:, months].sum(1)).mean()
            row = '#map-table [data-row="Jiangyang"] td'
            cell = page.text_content(f"{row}.chosen")
            self.assertEqual(page.query_selector_all(row)[year].text_content(), cell)
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
        shown = "document.querySelector('details[open] .fan svg').getAttribute('aria-label')"
        self.assertIn("All districts", page.evaluate(shown))
        page.select_option("#district-filter", "Naxi")
        page.wait_for_function(f"{shown}.includes('Naxi')")
        visible = page.eval_on_selector_all(
            "details[open] [data-district-row]",
            "rows => rows.filter(r => !r.hidden).map(r => r.dataset.districtRow)")
        self.assertEqual(set(visible), {"Naxi"})
        page.select_option("#district-filter", "all")
        hidden = page.eval_on_selector_all("[data-district-row]",
                                           "rows => rows.filter(r => r.hidden).length")
        self.assertEqual(hidden, 0)
        self.assert_quiet()

    def test_every_service_opens_with_its_pictures(self):
        page = self.open()
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        page.wait_for_function("document.querySelectorAll('.fan svg').length === 34")
        self.assertEqual(len(page.query_selector_all(".each figure")), 17 * 7)
        self.assert_quiet()

    def test_without_scripts_the_answer_and_tables_are_there(self):
        for options in ({"java_script_enabled": False}, {}):
            context = self.browser.new_context(offline=True, **options)
            self.addCleanup(context.close)
            page = context.new_page()
            page.add_init_script("delete window.DecompressionStream")
            page.goto(self.pages["en"].as_uri())
            self.assertRegex(page.text_content("h1"), "targets will probably be missed")
            self.assertEqual(len(page.query_selector_all(".list li")), 47)
            self.assertTrue(page.is_visible(".findings li"))
            self.assertTrue(page.is_visible("svg.atlas"))
            self.assertFalse(page.is_visible("#find"))
            fill = page.query_selector("#map-picture use").get_attribute("style")
            self.assertRegex(fill, "fill:#[0-9a-f]{6}")
            self.assertIn("Nursery places", page.text_content("#map-caption"))
            self.assertIn("more people wait", page.text_content("#map-note"))
            self.assertIn("need a recent browser", page.text_content(".fan"))
            self.assertFalse(page.is_visible("#map-service"))

    def test_targets_are_found_sorted_and_taken_away(self):
        page = self.open()
        page.fill("#find", "fitness")
        found = page.eval_on_selector_all(".list li:not([hidden]) .what",
                                          "e => e.map(x => x.textContent)")
        self.assertEqual(sorted(found), ["Fitness centres", "Fitness trails",
                                         "Urban 15-minute fitness circle",
                                         "Village fitness squares"])
        page.fill("#find", "no such")
        self.assertTrue(page.is_visible(".list .none"))
        heat = page.locator("details[open] table.heat")
        heat.locator("th button").nth(5).click()
        cells = [x.replace(",", "") for x in heat.locator("tbody td:last-child").all_inner_texts()]
        self.assertEqual(list(map(float, cells)), sorted(map(float, cells)))
        with page.expect_download() as taken:
            page.click("details[open] .wide:has(.heat) + .take")
        rows = pathlib.Path(taken.value.path()).read_text("utf-8-sig").splitlines()
        self.assertEqual(rows[0], "district,2021,2022,2023,2024,2025")
        self.assertEqual(len(rows), 1 + len(cells))
        with page.expect_download() as taken:
            page.locator("details[open] .chart .take").first.click()
        self.assertEqual(pathlib.Path(taken.value.path()).read_bytes()[:4], b"\x89PNG")
        self.assert_quiet()

    def test_by_keys_alone(self):
        page = self.open("two")
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.className"), "skip")
        page.keyboard.press("Enter")
        self.assertEqual(page.evaluate("location.hash"), "#answer")
        reached = set()
        for _ in range(80):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.tagName"))
            if page.evaluate("document.activeElement.matches('details:not([open]) > summary')"):
                page.keyboard.press("Enter")
                self.assertTrue(page.evaluate("document.activeElement.parentNode.open"))
        self.assertLessEqual({"INPUT", "BUTTON", "SUMMARY", "SELECT", "A"}, reached)

    def test_an_address_opens_what_it_names(self):
        page = self.open()
        page.evaluate("location.hash = '#service-library'")
        page.wait_for_selector("#service-library[open]")

    def test_axe_finds_nothing(self):
        """WCAG 2.2 A and AA, with all that is folded open."""
        for name, widths in (("en", ((1280, "light"), (320, "dark"))),
                             ("many", ((1280, "dark"), (320, "light"))),
                             ("two", ((1280, "light"), (320, "dark"), (1280, "dark"),
                                      (320, "light")))):
            for width, scheme in widths:
                page = self.open(name, viewport={"width": width, "height": 800},
                                 color_scheme=scheme)
                page.evaluate(
                    "document.querySelectorAll('details').forEach(e => { e.open = true; })")
                page.wait_for_function("!document.querySelector('.fan:not(:has(svg))')")
                found = Axe().run(page, options=RULES).response["violations"]
                self.assertEqual([(x["id"], x["nodes"][0]["html"]) for x in found], [],
                                 (name, width, scheme))
                self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
                page.context.close()

    def assert_inside(self, page, selector, width):
        """Whatever fits the selector and is shown lies within the width, and some is shown."""
        edges = page.eval_on_selector_all(selector, """elements => elements.map(e => {
            const box = e.getBoundingClientRect(); return [box.left, box.right, box.width]; })""")
        shown = [edge for edge in edges if edge[2] > 0]
        self.assertGreater(len(shown), 0, selector)
        self.assertGreaterEqual(min(edge[0] for edge in shown), 0, selector)
        self.assertLessEqual(max(edge[1] for edge in shown), width, selector)

    def test_phone_width(self):
        page = self.open(viewport={"width": 320, "height": 800}, has_touch=True)
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 320)
        self.assert_inside(page, "#answer :is(h1, li, span, b)", 320)
        size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        self.assertGreaterEqual(size, 14)
        # A card tells all of a target, of a difference, of an assumption, without scrolling.
        for section in ("targets", "comparison", "assumptions"):
            self.assert_inside(page, f"#{section} .cards :is(th, td, small)", 320)
        label = page.evaluate("getComputedStyle(document.querySelector('.cards td.p'), "
                              "'::before').content")
        self.assertEqual(label, '"P(met)"')
        # What scrolls keeps its first column.
        for table in (".matrix", "details[open].service table"):
            page.eval_on_selector(table, "t => { t.parentNode.scrollLeft = 10000; }")
            self.assert_inside(page, f'{table} th[scope="row"]', 320)
        self.assert_inside(page, "details[open] .fan :is(svg, .label)", 320)
        self.assert_quiet()

    def test_nine_scenarios_fit_the_screen(self):
        page = self.open("many", viewport={"width": 1280, "height": 900})
        self.assert_inside(page, "#targets :is(th, td)", 1280)
        self.assertEqual(len(page.query_selector_all(".matrix")), 2)
        self.assertEqual(len(page.query_selector_all(".matrix tbody td")), 2 * 9)
        lines = page.eval_on_selector_all(
            "details[open] [data-chart='asking'] svg .line", "e => e.map(x => x.className.baseVal)")
        self.assertEqual(len(set(lines)), 9)
        self.assert_quiet()

    def test_too_few_replications_for_drivers_are_told(self):
        self.assertIn("takes 3 for each that varies, and 30 at least",
                      self.open().inner_text("body"))

    def test_fans_have_the_quantiles_of_places(self):
        text = self.pages["en"].read_text("utf-8").split('id="data">')[1].split("<")[0]
        data = json.loads(gzip.decompress(base64.b64decode(text)))
        curves = data["fans"]["nursery"][0][-1][5:8]
        with h5py.File(self.results) as h5:
            s = [x.decode() for x in h5["service"][:]].index("nursery")
            places = h5["usable_places"][0, :, -1, :, s].sum(1)
        for curve, q in zip(curves, (0.5, 0.05, 0.95), strict=True):
            self.assertAlmostEqual(curve[-1] / np.quantile(places, q), 1, places=3)
        self.assertLess(curves[1][-1], curves[2][-1])

    def test_values_and_use_have_intervals(self):
        page = self.open()
        with h5py.File(self.results) as h5:
            i = [x.decode() for x in h5["targets/target"][:]].index("T1.2")
            use = 100 * h5["targets/utilisation"][0, :, i]
        cell = page.text_content('.card td[data-label="utilisation"] >> nth=1')
        self.assertRegex(cell, rf"^{use.mean():.0f}(\.\d)? ± [\d.]+ %")
        self.assertRegex(page.text_content('.card td[data-label="value"] >> nth=1'), "± [0-9]")

    def test_only_differences_that_leave_out_zero_are_listed(self):
        page = self.open("many")
        cells = page.eval_on_selector_all('td[data-label="95 % interval"]',
                                          "cells => cells.map(c => c.textContent)")
        self.assertGreater(len(cells), 20)
        for cell in cells:
            low, high = (float(x.replace(",", "")) for x in cell[1:-1].split(", "))
            self.assertGreater(low * high, 0, cell)

    def contrast(self, page):
        return page.evaluate("""() => {
            const light = (text) => { const c = text.match(/[\\d.]+/g).slice(0, 3).map((v) => {
                const x = v / 255;
                return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; });
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
            self.assert_quiet()

    def print(self, page):
        """What a browser does before it prints: first the event, then the other style."""
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")

    def test_print_has_everything_open(self):
        page = self.open(color_scheme="dark", viewport={"width": PAPER, "height": 900})
        path = self.folder / "print.pdf"
        self.print(page)
        self.assertEqual(page.query_selector_all("details:not([open])"), [])
        self.assertEqual(page.evaluate(
            "getComputedStyle(document.querySelector('.controls')).display"), "none")
        # Nothing is cut, and nothing is pale.
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), PAPER)
        self.assert_inside(page, ":is(th, td, .fan svg, .screen figure, .flow)", PAPER)
        self.assertEqual(page.evaluate("getComputedStyle(document.body).backgroundColor"),
                         "rgb(255, 255, 255)")
        # The maps tell what they are of, a map a year.
        self.assertIn("Luzhou", page.text_content("#map-caption"))
        years = page.eval_on_selector_all(".years figcaption", "e => e.map(c => c.textContent)")
        self.assertEqual(years, ["2021", "2022", "2023", "2024", "2025"])
        self.assert_inside(page, ".years figure", PAPER)
        page.pdf(path=path, format="A4")
        self.assertGreater(path.stat().st_size, 100_000)
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        self.assertGreater(len(page.query_selector_all("details:not([open])")), 0)
        self.assert_quiet()

    def test_nine_scenarios_fit_on_paper(self):
        page = self.open("many", viewport={"width": PAPER, "height": 900})
        self.print(page)
        self.assert_inside(page, ":is(th, td, .fan svg)", PAPER)

    def test_method_is_filled_from_the_run(self):
        page = self.open("one")
        text = page.inner_text("body")
        for wanted in ("played through 2 possible futures", "One scenario: A town",
                       "2.5.2 Activities", "1 thread,", "nothing is drawn but chance", "Host "):
            self.assertIn(wanted, text)
        for unwanted in ("1 districts", "1 threads", "0.0 million", "?"):
            self.assertNotIn(unwanted, text)
        self.assertTrue(page.is_visible(".flow"))
        many = self.open("many").inner_text("#method")
        for wanted in ("1 assumption above, each with evidence grade and source (C 1)",
                       "Korn and Graubard", "Scenarios compared"):
            self.assertIn(wanted, many)

    def test_a_base_without_a_service_that_another_has(self):
        page = self.open("two")
        text = page.inner_text("body")
        self.assertIn("结果文件旁没有 two.run.json", text)  # and no "?" in its place
        self.assertNotIn("?", text)
        driven = page.eval_on_selector_all("#drivers h4", "e => e.map(c => c.textContent)")
        self.assertEqual(driven, ["Nursery places"])
        self.assert_quiet()

    def test_in_chinese(self):
        page = self.open("two")
        text = page.inner_text("body")
        for wanted in ("2 项目标中", "目标评分卡", "1 children", "按期完成的可能性"):
            self.assertIn(wanted, text)
        self.assertIn("人次/年", page.text_content("#services"))
        for unwanted in ("missed", "requests", "请求", "districts"):
            self.assertNotIn(unwanted, text.split("方法与来源")[0])
        self.assertEqual(page.get_attribute("html", "lang"), "zh-CN")
        self.assert_quiet()


if __name__ == "__main__":
    unittest.main()
