# SPDX-License-Identifier: GPL-3.0-or-later
"""The result of a run beside the plan: sentence, marks, chances, maps, fan, what to try."""
from __future__ import annotations

import functools
import pathlib
from collections.abc import Callable
from html import escape

import panel as pn

from ..report.data import outlines_of
from ..report.numbers import percent
from ..results import ResultsError
from . import marks
from .findings import Findings, Target
from .looks import SHEET
from .texts import Texts
from .work import Work

MOST_CHANGED = 11
MOST_STILL = 8
MOST_NEXT = 3
WIDTHS = (440, 270, 340)  # of changes, map and fan, in pixels


class ResultView:
    """What is told of the run of the present changes; nothing before there is one."""

    def __init__(self, work: Work, texts: Texts, ask: Callable[[str, str], None]) -> None:
        """`ask` opens the question how many places, of a service and a district."""
        self.work, self.texts, self._ask = work, texts, ask
        self.view = pn.Column(sizing_mode="stretch_width", margin=0)
        self._drawn: object = None

    def refresh(self) -> None:
        """Draw the results that there are now."""
        work, t = self.work, self.texts
        path = work.output
        reading = None
        if work.standing() == "done":
            reading = work.read(("result", path, t.lang), functools.partial(self._read, path))
        is_read = reading is not None and reading.done()
        key = (reading, is_read, work.is_running)
        if key == self._drawn:
            return
        self._drawn = key
        if reading is None or not is_read:
            note = t("reading" if reading is not None else
                     "running_start" if work.is_running else "run_first")
            self.view[:] = [_html(f'<p class="deck">{note}</p>')]
            return
        try:
            found, parts = reading.result()
        except (ResultsError, OSError) as error:
            self.view[:] = [_html(f'<div class="strip"><b>{t("failed")}</b>'
                                  f"<pre>{escape(str(error))}</pre></div>")]
            return
        head, *parts = parts
        self.view[:] = [_html(head), pn.Row(
            *(_html(text, width=width) for text, width in zip(parts, WIDTHS) if text),
            margin=0), self._below(found)]

    def _read(self, path: pathlib.Path) -> tuple[Findings, list[str]]:
        """What the results say, drawn; called in the thread that reads."""
        found = Findings(self.work.results_of(path), self.texts.lang)
        return found, [self._head(found), self._changes(found), self._map(found),
                       self._fan(found)]

    def _share(self, found: Findings) -> str:
        """Without targets: who goes without, where most do."""
        t, shares = self.texts, found.shares
        if shares is None or not shares.now:
            return t("r_none")
        worst = max(shares.was, key=lambda d: (shares.was[d], d))
        return t("r_none_share" if found.is_pair else "r_none_plan",
                 service=found.services[shares.service], year=shares.year,
                 district=found.districts[worst], now=percent(shares.now[worst], t.lang),
                 was=percent(shares.was[worst], t.lang))

    def _head(self, found: Findings) -> str:
        t, n = self.texts, len(found.targets)
        if not n:
            return f"<h1>{escape(self._share(found))}</h1>"
        missed, was = (found.count(("clear", "near"), w) for w in (False, True))
        safe, safe_was = (found.count(("safe",), w) for w in (False, True))
        key = "r_plan" if not found.is_pair else "r_same" if missed == was else "r_missed"
        deck = []
        if found.is_pair:
            up = sum(one.change > 0 for one in found.changed)
            if safe != safe_was:
                deck.append(t("r_safe", k=safe, was=safe_was))
            deck.append(t("r_lift", up=up, down=len(found.changed) - up)
                        if found.changed else t("r_nothing"))
        title = t("r_marks" if found.is_pair else "r_marks_plan", n=n)
        return (f'<h1>{t(key, k=missed, n=n, was=was)}</h1>'
                f'<p class="deck">{" ".join(deck)}</p><h3>{title} &nbsp;'
                f'<span class="note" style="font-weight:400">{t("r_marks_note")}</span></h3>'
                + marks.strip(found.targets, found.is_pair, title) +
                '<hr style="border:0;border-top:1px solid var(--line);margin:10px 0">')

    def _changes(self, found: Findings) -> str:
        t = self.texts
        shown: list[Target] = found.moved[:MOST_CHANGED]
        title = t("r_changed", n=len(shown)) if shown else t("r_chances")
        shown = shown or found.targets[:MOST_CHANGED]
        if not shown:
            return ""
        return (f'<h3>{title}</h3><div class="note">{t("r_chance_note")}</div>'
                + marks.chances(shown, found.is_pair, [t("r_plan_yours") if found.is_pair
                                                       else ""], title))

    def _map(self, found: Findings) -> str:
        t, shares = self.texts, found.shares
        if shares is None:
            return ""
        title = t("r_map", service=found.services[shares.service], year=shares.year)
        try:
            shapes = outlines_of(found.tree, self.work.overlay.base.parent / "boundaries.geojson"
                                 if (self.work.overlay.base.parent / "boundaries.geojson"
                                     ).exists() else None)
        except ResultsError:
            shapes = None
        sides = [("plan", shares.was)] + ([("yours", shares.now)] if found.is_pair else [])
        drawn = "" if shapes is None else '<div style="display:flex">' + "".join(
            f"<div><b>{t(key)}</b><br>" + marks.map_of(
                shapes, values, found.districts, t.lang, f"{title}, {t(key)}") + "</div>"
            for key, values in sides) + "</div>"
        rows = "".join(
            f"<tr><td>{escape(found.districts[name])}</td>" + "".join(
                f'<td class="{"bad" if values.get(name, 0) >= .05 else ""}">'
                f"{percent(values.get(name, float('nan')), t.lang)}</td>" for _, values in sides)
            + "</tr>" for name in sorted(shares.now, key=lambda d: -shares.was.get(d, 0))[:8])
        heads = "".join(f"<th>{t(key)}</th>" for key, _ in sides)
        return (f'<h3>{escape(title)}</h3><div class="note">{t("r_map_note", n=found.n)}</div>'
                f'{drawn}<table class="plain"><tr><th>{t("r_district")}</th>{heads}</tr>{rows}'
                "</table>")

    def _fan(self, found: Findings) -> str:
        t, one = self.texts, found.fan
        if one is None:
            return ""
        title = t("r_fan", service=found.services[one.service],
                  district=found.districts[one.district])
        return (f'<h3>{escape(title)}</h3><div class="note">{t("r_fan_note", n=found.n)}</div>'
                + marks.fan(one, found.is_pair, [t("plan"), t("yours"), t("r_short"),
                                                 t("r_free")], title))

    def _below(self, found: Findings) -> pn.Row:
        t = self.texts
        still = [one for one in found.targets if one.kind in ("clear", "near")]
        rows = "".join(
            '<tr><td style="width:22px">' + '<svg width="14" height="14">'
            + marks.mark(one.kind, 7, 7, 12) + f"</svg></td><td style='text-align:left'>"
            f"{escape(one.title)} &nbsp;<span class='note'>{self._typical(one)}</span></td></tr>"
            for one in still[:MOST_STILL])
        rest = len(still) - MOST_STILL
        more = "" if rest <= 0 else f'<p class="note">+ {rest}</p>'
        left = _html(f'<h3>{t("r_still")}</h3><table class="plain">{rows}</table>{more}',
                     width=640) if still else _html()
        right = pn.Column(width=340, margin=0)
        shares = found.shares
        if shares is not None:
            worst = sorted((d for d in shares.now if shares.now[d] >= .01),
                           key=lambda d: -shares.now[d])[:MOST_NEXT]
            if worst:
                right.append(_html(f'<h3>{t("r_next")}</h3>'))
            for district in worst:
                one = pn.widgets.Button(name=t(
                    "r_ask", service=found.services[shares.service],
                    district=found.districts[district]), stylesheets=[SHEET], margin=(3, 0))
                one.on_click(functools.partial(self._try, shares.service, district))
                right.append(one)
        return pn.Row(left, right, margin=(10, 0))

    def _try(self, service: str, district: str, _: object) -> None:
        self._ask(service, district)

    def _typical(self, one: Target) -> str:
        if one.required <= 1:
            return escape(one.district)
        return self.texts("r_typical", value=f"{one.value:,.6g}" if one.value < 100 else
                          f"{one.value:,.0f}", promise=f"{one.required:,.10g}")


def _html(text: str = "", **options: int) -> pn.pane.HTML:
    wide = {} if "width" in options else {"sizing_mode": "stretch_width"}
    return pn.pane.HTML(text, stylesheets=[SHEET], margin=(2, 14, 2, 0), **wide, **options)
