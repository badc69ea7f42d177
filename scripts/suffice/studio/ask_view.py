# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions as sentences with blanks, and their answers."""
from __future__ import annotations

import functools
from html import escape
from typing import Any

import panel as pn

from ..program import ProgramError
from ..report.numbers import in_100
from ..results import ResultsError
from . import marks
from .answer_table import drawn
from .looks import BLANK, SHEET
from .questions import KINDS, Answer, Question, answer, measure_of
from .texts import Texts
from .work import Work

WIDTH = 300
BLANKS = ("kind", "service", "district", "date", "bound", "sure", "most", "step", "days",
          "places", "target", "n")
BOUNDS = {"waiting": "50", "share_placed": "0.98", "share_refused": "0.02"}


class AskView:
    """A question of one kind at a time; what is asked is of the plan as it is changed."""

    def __init__(self, work: Work, texts: Texts, former: AskView | None = None) -> None:
        """`former` is the view in the other language, whose blanks are taken over."""
        self.work, self.texts = work, texts
        t, tree = texts, work.plan.tree
        titles = {name: one.get("title_zh" if t.lang == "zh" else "title") or name
                  for name, one in tree["services"].items()}
        self._services = {title: name for name, title in titles.items()}
        sheet = work.plan.sheets["districts"]
        self._districts = {row.get("title_zh" if t.lang == "zh" else "title") or
                           row["district"]: row["district"] for row in sheet.rows} \
            if sheet.keys and sheet.rows else {}
        targets = work.plan.sheets.get("targets")
        self._targets = {} if targets is None else {
            f"{row['target']} {row.get('title_zh' if t.lang == 'zh' else 'title', '')}":
            row["target"] for row in targets.rows}
        self.kind = pn.widgets.RadioBoxGroup(
            options={t(f"q_{kind}"): kind for kind in KINDS
                     if kind != "slip" or self._targets}, value="size", stylesheets=[SHEET])
        self.service = self._select(self._services)
        self.district = self._select(self._districts)
        self.date = self._text(tree["start"])
        self.bound = self._text("50")
        self.sure, self.most, self.step = self._number(95, 99), self._number(2000), \
            self._number(20)
        self.days, self.places = self._number(30), self._number(20)
        self.target = self._select(self._targets)
        self.n = self._number(work.replications)
        self.find = pn.widgets.Button(name=t("q_find"), button_type="primary",
                                      stylesheets=[SHEET])
        self.find.on_click(self._asked)
        self.stop = pn.widgets.Button(name=t("stop_keep"), stylesheets=[SHEET])
        self.stop.on_click(lambda _: work.stop())
        self.sentence = pn.FlexBox(sizing_mode="fixed", width=WIDTH, margin=0,
                                   align_items="center", gap="6px")
        self.held = _html(width=WIDTH)
        self.answer = pn.Column(sizing_mode="stretch_width", margin=(0, 0, 0, 24))
        self.view = pn.Row(
            pn.Column(_html(f'<h2>{t("q_title")}</h2>'), self.kind, self.sentence,
                      pn.Row(self.find, self.stop, margin=0), self.held, width=WIDTH + 10,
                      styles={"background": "var(--side)", "padding": "12px"}, margin=0),
            self.answer, sizing_mode="stretch_width", margin=0)
        for one in (self.kind, self.service):
            one.param.watch(lambda _: self._blanks(), "value")
        self._drawn: object = None
        self._blanks()
        if former is not None:
            for name in BLANKS:  # kind and service first: they set others
                getattr(self, name).value = getattr(former, name).value
        self.refresh()

    def fill(self, service: str, district: str) -> None:
        """Fill in the question how many places."""
        self.kind.value, self.service.value, self.district.value = "size", service, district

    def question(self) -> Question:
        """What the blanks say."""
        def whole(blank: Any) -> int:
            return int(blank.value or 1)

        def text(blank: Any) -> str:
            return str(blank.value or "")

        return Question(self.kind.value, text(self.service), text(self.district),
                        text(self.date), text(self.bound), whole(self.sure) / 100,
                        text(self.target), whole(self.days), whole(self.places),
                        whole(self.most), whole(self.step), whole(self.n))

    def _asked(self, _: object) -> None:
        try:
            self.work.ask(self.question())
        except (ValueError, RuntimeError) as error:  # a blank that is no number
            self.answer[:] = [self._failed(str(error))]

    def refresh(self) -> None:
        """Draw how far the program is, or what it answers."""
        work, t, job = self.work, self.texts, self.work.job
        asked = work.asked
        state = job.state if job is not None and asked is not None else ""
        self.find.disabled = work.is_running or not work.is_sound
        self.stop.visible = work.is_running
        reading = None
        if job is not None and asked is not None and state == "done":
            reading = work.read(("answer", job.output, t.lang), functools.partial(
                answer, asked, job.output, t.lang))
        is_read = reading is not None and reading.done()
        key = (id(job), state, job.done if job is not None else 0, is_read,
               work.is_running, work.is_sound)
        if key == self._drawn:
            return
        self._drawn = key
        if job is None or asked is None:  # or a run is under way, or there are faults
            why = (t("running", n=f"{job.total:,}") if job is not None and work.is_running
                   else "" if work.is_sound else t("mend_first"))
            self.answer[:] = [_html(f'<p class="deck">{why}</p>')] if why else []
        elif state == "running":
            told = t("done_of", done=f"{job.done:,}",
                     total=f"{job.total:,}") if job.total else ""
            self.answer[:] = [_html(f'<p class="deck">{t("asking")}. {told}</p>')]
        elif reading is not None and not is_read:
            self.answer[:] = [_html(f'<p class="deck">{t("reading")}</p>')]
        elif reading is not None:
            try:
                self.answer[:] = [_html(self._asked_for(asked)),
                                  *self._answered(asked, reading.result())]
            except (ResultsError, ProgramError, OSError) as error:
                self.answer[:] = [self._failed(str(error))]
        elif state == "stopped":
            self.answer[:] = [_html(f'<div class="box">{t("stopped")}</div>')]
        else:
            self.answer[:] = [self._failed(job.message)]

    def _asked_for(self, asked: Question) -> str:
        """Which question it is that is answered: the blanks may ask another one by now."""
        titles = {name: title for one in (self._services, self._districts, self._targets)
                  for title, name in one.items()}
        names = {"size": (asked.service, asked.district), "slip": (asked.target,),
                 "margin": (asked.service,), "why": (asked.service,)}[asked.kind]
        return '<div class="note">' + escape(" · ".join(
            [self.texts(f"q_{asked.kind}"), *(titles.get(name, name) for name in names)])
        ) + "</div>"

    def _failed(self, text: str) -> pn.pane.HTML:
        return _html(f'<div class="strip"><b>{self.texts("failed")}</b>'
                     f"<pre>{escape(text)}</pre></div>")

    def _answered(self, asked: Question, told: Answer) -> list[Any]:
        t = self.texts
        made: list[Any] = []
        if told.curve is not None and told.fits is not None and told.fits == told.fits:
            fits, safe = int(told.fits), None if told.safe is None else int(told.safe)
            title = t("q_enough") if fits == 0 else t(
                "q_fits", n=f"{fits:,}") if safe in (None, fits) else t(
                "q_fits_safe", n=f"{fits:,}", safe=f"{safe:,}")
            row = told.table.iloc[0]
            deck = t("q_deck", fits=f"{fits:,}", n=f"{row['fresh_replications']:,.0f}", **{
                key: f"{100 * row[of]:.0f}" for key, of in (
                    ("low", "p_low"), ("high", "p_high"),
                    ("fresh_low", "fresh_p_low"), ("fresh_high", "fresh_p_high"))}, **{
                key: escape(in_100(row[of], row[f"{of}_low"], row[f"{of}_high"]))
                for key, of in (("p", "p"), ("fresh", "fresh_p"))})
            if row["fresh_p_high"] < told.probability:
                deck += " " + t("q_refuted", p=f"{100 * told.probability:g}")
            if safe is None:
                deck += " " + t("q_safe_open", n=f"{asked.replications:,}")
            if fits == 0:  # no curve: it has nowhere to rise
                return [_html(f'<h1>{title}</h1><p class="deck">{deck}</p>')]
            made.append(_html(
                f'<h1>{title}</h1><p class="deck">{deck}</p>'
                + f'<h3>{t("q_curve")}</h3><div class="note">'
                f'{t("q_curve_note", n=f"{asked.replications:,}")}</div>'
                + marks.curve(told.curve, told.probability, told.fits, told.safe,
                              [t("q_asked"), t("q_is_fits"), t("q_is_safe")], t("q_curve"))))
            put = pn.widgets.Button(name=t("q_put", n=f"{fits:,}"), button_type="primary",
                                    stylesheets=[SHEET])
            put.on_click(lambda _: self._put(asked, fits))
            made.append(put)
            return made
        made.append(_html("".join(f'<p class="deck">{escape(s)}</p>' for s in told.sentences)))
        if told.table.empty:
            return made or [_html(f'<p class="deck">{t("q_nobody")}</p>')]
        made.append(_html(f'<div style="max-height:420px;overflow:auto">'
                          f"{drawn(told.table, t)}</div>"))
        if asked.kind == "why":
            made.append(_html(f'<div class="note">{t("a_why_note")}</div>'))
        return made

    def _put(self, asked: Question, places: int) -> None:
        """What fits, as a project of the overlay."""
        row = ("projects", f"{asked.service} more, {asked.district}")
        self.work.set({(*row, "service"): asked.service, (*row, "district"): asked.district,
                       (*row, "places"): str(places), (*row, "opens"): asked.date,
                       (*row, "dates"): "assumed"})

    def _blanks(self) -> None:
        t, kind = self.texts, self.kind.value
        parts: list[tuple[str, pn.widgets.Widget | None]]
        if kind == "size":
            measure = measure_of(self.work.plan, self.service.value)[0]
            self.bound.value = BOUNDS[measure]
            parts = [("q_many", self.service), ("q_in", self.district), ("q_from", self.date),
                     (f"q_so_{measure}", self.bound), ("q_sure", self.sure),
                     ("q_most", self.most), ("q_step", self.step)]
        elif kind == "slip":
            parts = [("q_which", self.days), ("q_target", self.target), ("q_met", self.sure)]
        elif kind == "margin":
            parts = [("q_where", self.places), ("q_of", self.service), ("q_help", None)]
        else:
            parts = [("q_whom", self.service)]
        self.sentence[:] = [one for key, blank in [*parts, ("q_n", self.n)] for one in (
            pn.pane.HTML(f'<span style="font-size:17px">{t(key)}</span>', stylesheets=[SHEET],
                         margin=0), blank) if one is not None]

    def _select(self, options: dict[str, str]) -> pn.widgets.Select:
        return pn.widgets.Select(options=options, stylesheets=[BLANK], margin=0, width=min(
            WIDTH - 10, 60 + 11 * max((len(title) for title in options), default=4)))

    def _text(self, value: str) -> pn.widgets.TextInput:
        return pn.widgets.TextInput(value=value, width=40 + 11 * len(value), margin=0,
                                    stylesheets=[BLANK])

    @staticmethod
    def _number(value: int, end: int | None = None) -> pn.widgets.IntInput:
        return pn.widgets.IntInput(value=value, start=1, end=end, margin=0, width=96,
                                   stylesheets=[BLANK])


def _html(text: str = "", **options: int) -> pn.pane.HTML:
    wide = {} if "width" in options else {"sizing_mode": "stretch_width"}
    return pn.pane.HTML(text, stylesheets=[SHEET], margin=(2, 0), **wide, **options)
