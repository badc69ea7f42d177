# SPDX-License-Identifier: GPL-3.0-or-later
"""The studio as a person uses it: change, see the fault, run, ask, save, come again.

In headless Chromium, of a small plan; nothing may be asked of any other address.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from where import PROGRAM, SOURCE

WAIT = 60_000  # ms: the machine may be busy
PLAN = f"""\
format: 1
extends: {SOURCE}/scenarios/hello.yaml
name: small
title: A small plan
title_zh: 小规划
targets:
  T1: {{area: 1 children, title: families who get a place, title_zh: 获得托位的家庭,
       measure: share_admitted, of: nursery, within: 60 days, value: 0.9}}
  T2: {{area: 1 children, title: places used, measure: utilisation, of: nursery, value: 0.7}}
"""
expect.set_options(timeout=WAIT)


class Studio:
    """A server of a plan, and a browser that looks at it."""

    def __init__(self, folder: pathlib.Path, browser) -> None:
        self.folder, self.browser, self.asked, self.errors = folder, browser, [], []
        self.plan = folder / "small.yaml"
        self.plan.write_text(PLAN, encoding="utf-8")
        self.file = folder / "mine.yaml"
        self.start()

    def start(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "suffice.studio.server", self.plan, "-o", self.file, "-n",
             "40", "-t", "1", "--no-browser", *words], cwd=self.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "SUFFICE_PROGRAM": str(PROGRAM),
                 "PYTHONPATH": str(SOURCE / "scripts")})
        self.address = self.process.stdout.readline().strip()

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def tab(self) -> Page:
        context = self.browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.address)
        self.cell(page, "places").wait_for()
        page.wait_for_load_state("networkidle")
        return page

    @staticmethod
    def cell(page: Page, column: str):
        return page.locator(f'.tabulator-cell[tabulator-field="{column}"]:visible').first

    def type(self, page: Page, column: str, text: str) -> None:
        self.cell(page, column).click()
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
        page.keyboard.press("Enter")


@pytest.fixture
def studio(tmp_path):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"),
                                             args=["--no-sandbox"])
        made = Studio(tmp_path, browser)
        yield made
        if made.process.poll() is None:
            made.end()
        browser.close()


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def test_a_plan_is_changed_run_asked_saved_and_opened_again(studio):
    server = re.fullmatch(r"(http://127\.0\.0\.1:\d+)/[\w-]{32}/", studio.address)
    assert server, studio.address
    for path in ("/", "/static/js/bokeh.min.js", "/wrong/"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(server[1] + path)
    page = studio.tab()
    # A change has its corner; a fault its frame, and its words above the table.
    studio.type(page, "places", "20")
    expect(studio.cell(page, "places").locator(".changed s")).to_have_text("10")
    studio.type(page, "opens", "2023-02-31")
    expect(studio.cell(page, "opens").locator(".fault")).to_have_text("2023-02-31")
    expect(page.get_by_text("found '2023-02-31', expected a date")).to_be_visible()
    expect(button(page, "Run")).to_be_disabled()
    button(page, "Put back 2023-09-01").click()
    expect(page.get_by_text("found '2023-02-31'")).to_have_count(0)
    studio.type(page, "opens", "2022-09-01")
    expect(studio.cell(page, "opens").locator(".changed s")).to_have_text("2023-09-01")
    # Another tab has the same; what it takes back is taken back here.
    other = studio.tab()
    expect(studio.cell(other, "opens").locator(".changed")).to_contain_text("2022-09-01")
    button(other, "↶ Undo").click()
    expect(button(other, "↷ Redo")).to_be_enabled()
    expect(studio.cell(page, "opens").locator(".changed")).to_have_count(0)
    button(page, "↷ Redo").click()
    expect(studio.cell(other, "opens").locator(".changed")).to_contain_text("2022-09-01")
    other.context.close()
    # The run, and what it says of the plan and of the changes.
    button(page, "Run").click()
    expect(page.locator("h1")).to_contain_text("of 2 targets will probably be missed")
    expect(page.get_by_text("All 2 targets, before and after")).to_be_visible()
    expect(page.locator("svg[role=img]")).to_have_count(3)
    runs = list(studio.file.with_suffix(".studio").glob("run-*.h5"))
    assert len(runs) == 1
    # How many places?
    page.get_by_role("button", name="Questions").click()
    button(page, "Find the answer").click()
    expect(page.locator("h1")).to_contain_text(re.compile("No more are needed|About"))
    # Chinese, and back.
    button(page, "中文").click()
    expect(page.get_by_role("button", name="项目")).to_be_visible()
    button(page, "English").click()
    # Saved: the command line comes to the same bytes from the file.
    button(page, "Save").click()
    expect(page.get_by_text("saved in mine.yaml")).to_be_visible()
    assert "places: 20" in studio.file.read_text() and "opens: 2022-09-01" in \
        studio.file.read_text()
    subprocess.run([PROGRAM, "run", studio.plan, studio.file, "-n", "40", "-q", "-o",
                    studio.folder / "again.h5"], check=True, cwd="/")
    assert (studio.folder / "again.h5").read_bytes() == runs[0].read_bytes()
    # A server that is killed loses nothing, saved or not.
    page.get_by_role("button", name="Projects").click()
    studio.type(page, "places", "25")
    expect(page.get_by_text("kept, not yet in mine.yaml")).to_be_visible()
    studio.end(signal.SIGKILL)
    assert "places: 20" in studio.file.read_text()
    studio.start()
    page = studio.tab()
    expect(studio.cell(page, "places").locator(".changed")).to_contain_text("25")
    expect(page.get_by_text("Changes that were not saved yet are here again.")).to_be_visible()
    # A run that is stopped goes on later.
    page.get_by_label("Futures of a run").fill("3000000")
    page.keyboard.press("Tab")
    button(page, "Run").click()
    button(page, "Stop and keep").click()
    expect(button(page, "Go on")).to_be_enabled()
    # Nobody else was asked for anything, and no script failed.
    own = (server[1], studio.address.rsplit("/", 2)[0], "blob:", "data:")
    assert [url for url in studio.asked if not url.startswith(own)] == []
    assert studio.errors == []
    assert studio.end() == 0


def test_what_cannot_be_opened_is_told(tmp_path):
    def call(*words):
        return subprocess.run([sys.executable, "-m", "suffice.studio.server", *words,
                               "--no-browser"], cwd=tmp_path, capture_output=True, text=True,
                              env={**os.environ, "SUFFICE_PROGRAM": str(PROGRAM),
                                   "PYTHONPATH": f"{tmp_path}:{SOURCE / 'scripts'}"})

    done = call("none.yaml")
    assert done.returncode == 1 and "none.yaml" in done.stderr
    (tmp_path / "bad.yaml").write_text("format: 1\nname: bad\n")
    done = call("bad.yaml")
    assert done.returncode == 3 and "bad.yaml" in done.stderr
    (tmp_path / "panel.py").write_text("raise ModuleNotFoundError('no panel', name='panel')\n")
    done = call(str(SOURCE / "scenarios/hello.yaml"))
    assert done.returncode == 1
    assert done.stderr == ("suffice studio needs the Python package panel, which is not "
                           "installed here: run pip install '.[studio]' in the source folder, "
                           "or pip install panel\n")


def test_a_notebook_gets_an_object_of_panel(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    import panel  # noqa: PLC0415 - the others start without it

    import suffice  # noqa: PLC0415
    page = suffice.studio(SOURCE / "scenarios/hello.yaml", replications=5, program=PROGRAM)
    assert isinstance(page, panel.viewable.Viewable)
    grids = page.select(panel.widgets.Tabulator)
    assert list(grids[0].value["project"]) == ["new wing"]
