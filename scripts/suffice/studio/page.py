# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of a tab: sheets on the left, what is at hand in the middle, what it does right."""
from __future__ import annotations

import functools
from html import escape
from typing import Any

import panel as pn

from .ask_view import AskView
from .grid import Grid
from .hand import Hand
from .jobs import Job
from .looks import NAV, ROOT, SHEET
from .overlay import Path
from .result_view import ResultView
from .texts import Texts
from .work import Work

TICK = 400  # ms between two looks at what other tabs and runs did
SIDE = 292


def html(text: str = "", **options: Any) -> pn.pane.HTML:
    """A text of the page, with its rules."""
    return pn.pane.HTML(text, stylesheets=[SHEET], margin=options.pop("margin", (2, 0)),
                        **options)


def button(label: str, action: Any, primary: bool = False, **options: Any) -> pn.widgets.Button:
    """A button that calls `action` without arguments."""
    made = pn.widgets.Button(name=label, button_type="primary" if primary else "default",
                             stylesheets=[SHEET], margin=options.pop("margin", (4, 4)),
                             **options)
    made.on_click(lambda _: action())
    return made


class Page:
    """What one tab shows of the work; `view` is what Panel serves."""

    def __init__(self, work: Work, lang: str = "en") -> None:
        pn.extension("tabulator", notifications=False, raw_css=[ROOT])
        self.work, self.texts = work, Texts(lang)
        self.at = "projects" if "projects" in work.plan.sheets else next(iter(work.plan.sheets))
        self._seen: Any = None
        self._awaited: Job | None = None  # a run of this tab, whose result it shows
        self._items: dict[str, pn.widgets.Button] = {}
        self.brand, self.status = html(margin=(14, 0, 0, 20)), html(sizing_mode="stretch_width")
        self.nav = pn.Column(width=176, margin=0,
                             styles={"background": "var(--side)", "padding-top": "8px",
                                     "border-right": "1px solid var(--line)",
                                     "min-height": "calc(100vh - 52px)"})
        self.main = pn.Column(sizing_mode="stretch_width", margin=0,
                              styles={"padding": "14px 18px", "min-width": "0"})
        self.side = pn.Column(width=SIDE + 36, margin=0,
                              styles={"border-left": "1px solid var(--line)",
                                      "padding": "12px 16px",
                                      "min-height": "calc(100vh - 52px)"})
        self.head = pn.Row(sizing_mode="stretch_width", height=52, margin=0,
                           styles={"border-bottom": "1px solid var(--line)"})
        self.body = pn.Row(sizing_mode="stretch_width", margin=0)
        self._whole = pn.Column(self.head, self.body, sizing_mode="stretch_width", margin=0)
        self._build()

    def view(self) -> pn.Column:
        """The page, which looks by itself at what is new."""
        pn.state.add_periodic_callback(self.tick, TICK)
        return self._whole

    # --- building ---

    def _build(self, former: AskView | None = None) -> None:
        t = self.texts
        self.buttons = {
            "undo": button("↶ " + t("undo"), self.work.undo, margin=(8, 4)),
            "redo": button("↷ " + t("redo"), self.work.redo, margin=(8, 4)),
            "save": button(t("save"), self.work.overlay.save, margin=(8, 4)),
            "language": button(t("language"), self.turn, margin=(8, 4)),
            "run": button(t("run"), self.run, primary=True, margin=(8, 20, 8, 4))}
        self.head[:] = [self.brand, self.status, *self.buttons.values()]
        self.grid: Grid | None = None
        self.ask = AskView(self.work, t, former)
        self.result = ResultView(self.work, t, self.ask_for)
        self.hand = Hand(self.work, t)
        self.progress, self.faults = html(), pn.Column(margin=0, sizing_mode="stretch_width")
        self.stop = button(t("stop_keep"), self.work.stop)
        self.futures = pn.widgets.IntInput(
            name=t("futures"), value=self.work.replications, start=1, width=130,
            stylesheets=[SHEET], margin=(4, 0))
        self.futures.param.watch(self._count, "value")
        self.command, self.yaml = html(), html()
        self.show(self.at)

    def _go(self, name: str, _: object) -> None:
        self.show(name)

    def turn(self) -> None:
        """The other language."""
        self.texts = Texts("zh" if self.texts.lang == "en" else "en")
        self._build(self.ask)

    def show(self, name: str, is_whole: bool = False) -> None:
        """A sheet (with all its columns where `is_whole`), the result or the questions."""
        self.at, t = name, self.texts
        if name == "result":
            self.result.refresh()
            self.main[:] = [self.progress, self.stop, self.result.view]
            self.body[:] = [self.nav, self.main]
        elif name == "questions":
            self.main[:] = [self.ask.view]  # which tells how far it is, and stops, itself
            self.body[:] = [self.nav, self.main]
        else:
            self.grid = Grid(self.work, name, t, self._chosen, is_whole)
            find = pn.widgets.TextInput(placeholder=t("find"), width=240, stylesheets=[SHEET],
                                        margin=(0, 6))
            only = pn.widgets.Toggle(name=t("only_changed"), stylesheets=[SHEET], margin=0)
            whole = pn.widgets.Toggle(name=t("whole"), value=is_whole, stylesheets=[SHEET],
                                      margin=(0, 0, 0, 6))
            whole.param.watch(lambda e: self.show(name, bool(e.new)), "value")
            for one in (find, only):
                one.param.watch(lambda _, grid=self.grid: grid.choose(
                    str(find.value or ""), bool(only.value)), "value")
            self.title = html(sizing_mode="stretch_width")
            self.main[:] = [pn.Row(self.title, find, only, whole, sizing_mode="stretch_width"),
                            self.faults, self.grid.table,
                            html(f'<span class="note"><i class="corner"></i>{t("legend")}'
                                 "</span>"), self.yaml]
            self.side[:] = [self.hand.view, self.progress, self.stop, self.futures,
                            self.command]
            self.body[:] = [self.nav, self.main, self.side]
        self._seen = None
        self.tick()

    def ask_for(self, service: str, district: str) -> None:
        """The question how many places, with its blanks filled in."""
        self.ask.fill(service, district)
        self.show("questions")

    def run(self) -> None:
        self._awaited = self.work.run()
        self.tick()

    def _count(self, event: Any) -> None:
        self.work.replications = int(event.new or 1)
        self.work.tick()

    def _chosen(self, path: Path, column: str) -> None:
        self.hand.hold(self.work.plan.sheets[self.at], path)

    # --- drawing ---

    def tick(self) -> None:
        """Draw what has changed since the last look, in this tab or another one."""
        job = self.work.job
        seen = (self.work.version, self.at, job and (job.state, job.done))
        if seen == self._seen:
            return
        is_new = self._seen is None or self._seen[0] != seen[0]
        is_over = job is not None and job is self._awaited and job.state == "done"
        self._seen = seen
        self._draw_head()
        self._draw_progress()
        if is_new:
            self._draw_nav()
            if self.grid is not None and self.at in self.work.plan.sheets:
                self.grid.refresh()
                self._draw_sheet()
                self.hand.refresh()
        self.ask.refresh()
        if is_over:
            self._awaited = None
            self.show("result")
        elif is_new and self.at == "result":
            self.result.refresh()

    def _draw_head(self) -> None:
        t, work = self.texts, self.work
        title = work.plan.tree.get("title_zh" if t.lang == "zh" else "title", "") or \
            work.plan.tree["name"]
        self.brand.object = (f'<b class="brand">Suffice studio<span><b>{escape(title)}</b>'
                             f" · {escape(work.overlay.file.name)}</span></b>")
        n_faults = sum(not fault.is_warning for fault in work.faults)
        parts = []
        if n_faults:
            parts.append(f'<b class="bad">!</b> <span class="bad">'
                         f'{t.count("faults", "fault_one", n_faults)}</span>')
        n = len(work.overlay.edits)
        if n:
            parts.append(f'<span class="good"><i class="corner"></i>'
                         f'{t.count("changes", "change_one", n)}</span> <span class="note">'
                         + t("saved" if work.overlay.is_saved else "unsaved",
                             file=escape(work.overlay.file.name)) + "</span>")
        self.status.object = f'<div class="status">{" &nbsp; ".join(parts)}</div>'
        standing = work.standing()
        self.buttons["undo"].disabled = not work.overlay.can_undo
        self.buttons["redo"].disabled = not work.overlay.can_redo
        self.buttons["save"].disabled = work.overlay.is_saved
        self.buttons["run"].disabled = work.is_running or not work.is_sound
        self.buttons["run"].name = t({"stopped": "go_on", "done": "again"}.get(standing, "run"))

    def _draw_nav(self) -> None:
        work, t = self.work, self.texts
        items = []
        for name, sheet in work.plan.sheets.items():
            changed = len({p[:2] for p in work.overlay.edits if p[0] == name})
            faults = sum(not f.is_warning and f.path[:1] == (name,) for f in work.faults)
            n = len(sheet.rows) if sheet.keys else len({r["name"] for r in sheet.rows} - {""})
            label = f"{t(name)}   {n or ''}" + (f"   ◤{changed}" if changed else "") + (
                f"  !{faults}" if faults else "")
            items.append((name, label))
        items += [("result", t("result") + ("   √" if work.standing() == "done" else "")),
                  ("questions", t("questions"))]
        for name, label in items:
            one = self._items.get(name)
            if one is None:
                one = self._items[name] = pn.widgets.Button(
                    stylesheets=[NAV], width=176, margin=0)
                one.on_click(functools.partial(self._go, name))
            one.param.update(name=label, css_classes=["on"] if name == self.at else [])
        if len(self.nav) != len(items):
            self.nav[:] = [self._items[name] for name, _ in items]

    def _draw_sheet(self) -> None:
        work, t = self.work, self.texts
        sheet = work.plan.sheets[self.at]
        n = len(sheet.rows)
        self.title.object = f'<h2>{t(self.at)}</h2> &nbsp; <span class="note">' + t(
            "of_changed", n=f"{n:,}", k=self.grid.changed_rows if self.grid else 0) + "</span>"
        strips = []
        for fault in work.faults:
            if fault.path[:1] not in ((self.at,), ()):
                continue
            where = " · ".join(fault.path[1:]) if fault.path else \
                f'{t("fault_elsewhere")}: {fault.place}'
            strip = html(f'<div class="strip"><b class="bad">{escape(where)}:</b> '
                         f"{escape(fault.text)}</div>", sizing_mode="stretch_width")
            row = pn.Row(strip, sizing_mode="stretch_width", margin=0)
            if fault.path in work.overlay.edits:
                was = work.values.get(fault.path)
                row.append(button(t("put_back", value=was) if was else t("put_back_none"),
                                  functools.partial(work.take_back, [fault.path])))
            strips.append(row)
        self.faults[:] = strips
        lines = [line for line, path in work.overlay.lines() if path]
        told = {"resumed": t("resumed"), "aside": t("aside", folder=work.overlay.folder)}.get(
            work.overlay.told, "")
        self.yaml.object = (f'<h3>{t("differences")}</h3><span class="note">{escape(told)}</span>'
                            + (f"<pre>{escape(chr(10).join(lines))}</pre>" if lines else
                               f'<p class="note">{t("no_changes")}</p>'))
        self.yaml.sizing_mode = "stretch_width"

    def _draw_progress(self) -> None:
        work, t, job = self.work, self.texts, self.work.job
        self.stop.visible = work.is_running
        self.futures.disabled = work.is_running
        text = ""
        if job is not None and job.state == "running":
            share = job.done / job.total if job.total else 0
            text = (f'<h3>{t("running", n=f"{job.total:,}") if job.total else t("running_start")}'
                    f'</h3><div class="bar"><i style="width:{100 * share:.0f}%"></i></div>'
                    + (t("done_of", done=f"{job.done:,}", total=f"{job.total:,}")
                       if job.total else ""))
        elif job is not None and job.state == "failed":
            text = f'<div class="strip"><b>{t("failed")}</b><pre>{escape(job.message)}</pre></div>'
        elif not work.is_sound:
            text = f'<p class="note">{t("mend_first")}</p>'
        elif work.standing() == "stopped":
            text = f'<div class="box">{t("stopped")}</div>'
        elif work.standing() == "none":
            text = f'<p class="note">{t("run_first")}</p>'
        self.progress.object = text
        self.progress.width = SIDE
        self.command.object = (f'<h3>{t("command")}</h3><pre>{escape(work.command())}</pre>')
        self.command.width = SIDE
