# SPDX-License-Identifier: GPL-3.0-or-later
"""The row in hand: its numbers as levers, its dates as calendars; each writes its cell."""
from __future__ import annotations

import datetime
from html import escape
from typing import Any

import panel as pn

from .grid import DATES, is_date
from .looks import SHEET
from .overlay import Path
from .plan import Sheet
from .texts import Texts
from .work import Work

WIDTH = 280
MOVED = ("places", "count", "value")  # columns that get a lever
REACH = 3  # times the present value that a lever reaches


class Hand:
    """The row that was clicked; before that the levers of the scenario, where it has some."""

    def __init__(self, work: Work, texts: Texts) -> None:
        self.work, self.texts = work, texts
        self.sheet: Sheet | None = None
        self.path: Path = ()
        self.view = pn.Column(margin=0, width=WIDTH)
        self._is_writing = False
        self._drawn: object = None
        self.refresh()

    def hold(self, sheet: Sheet, path: Path) -> None:
        """Take a row."""
        self.sheet, self.path, self._drawn = sheet, path, None
        self.refresh()

    def refresh(self) -> None:
        """Draw the row as it is now, unless it is drawn so already."""
        values = self._values()
        if (self.path, values) == self._drawn:
            return
        self._drawn = (self.path, values)
        t = self.texts
        made: list[Any] = []
        if self.sheet is None:
            made = self._levers() or [self._html(f'<h3>{t("hand")}</h3><p class="note">'
                                                 f'{t("hand_none")}</p>')]
        else:
            name = " · ".join(self.path[1:])
            made = [self._html(f'<h3>{t("hand")}</h3><b>{escape(name)}</b>')]
            for column, text in values.items():
                own = (*self.path, column) if self.sheet.keys else self.path
                if column in DATES and is_date(text):
                    made.append(self._calendar(own, column, text))
                elif column in MOVED and text.lstrip("-").isdigit():
                    made.append(self._lever(own, column, int(text)))
            made.append(self._whole_row())
        self.view[:] = made

    def _values(self) -> dict[str, str]:
        if self.sheet is None:
            return {}
        edits, result = self.work.overlay.edits, {}
        base = self.work.values
        for column in self.sheet.columns if self.sheet.keys else ["value"]:
            own = (*self.path, column) if self.sheet.keys else self.path
            result[column] = (edits[own] if own in edits else base.get(own)) or ""
        if self.path in edits and self.sheet.keys:
            result["gone"] = "yes"
        return result

    def _html(self, text: str) -> pn.pane.HTML:
        return pn.pane.HTML(text, stylesheets=[SHEET], width=WIDTH, margin=(2, 0))

    def _lever(self, path: Path, column: str, value: int) -> pn.Column:
        t = self.texts
        size = max(10, REACH * abs(value))
        slider = pn.widgets.IntSlider(
            start=-size if value < 0 else 0, end=size, step=max(1, size // 300), value=value,
            show_value=False, width=WIDTH - 10, stylesheets=[SHEET], margin=(0, 0, 6, 0))
        figure = self._html(f'<span class="figure">{value:,}</span> {t.column(column)}')
        slider.param.watch(lambda e: setattr(
            figure, "object", f'<span class="figure">{e.new:,}</span> {t.column(column)}'),
            "value")
        slider.param.watch(lambda e: self.work.set({path: str(e.new)}), "value_throttled")
        return pn.Column(figure, slider, self._html(
            f'<span class="note">{t("hand_drag", cell=t.column(column))}</span>'), margin=0)

    def _calendar(self, path: Path, column: str, text: str) -> Any:
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:  # a day that there is not: its fault is told at the cell
            return self._html(f'<b class="bad">{escape(text)}</b> {self.texts.column(column)}')
        picker = pn.widgets.DatePicker(name=self.texts.column(column), value=day, width=150,
                                       stylesheets=[SHEET], margin=(2, 0))
        picker.param.watch(lambda e: self.work.set(
            {path: None if e.new is None else e.new.isoformat()}), "value")
        return picker

    def _whole_row(self) -> pn.FlexBox:
        """Buttons that copy the row, remove it, or put it back."""
        t, row = self.texts, pn.FlexBox(margin=(6, 0), sizing_mode="fixed", width=WIDTH)
        assert self.sheet is not None
        if len(self.sheet.keys) != 1:
            return row
        is_changed = any(p[:len(self.path)] == self.path for p in self.work.overlay.edits)
        if is_changed:
            row.append(self._button(t("put_row"), self._put_back))
        if self.path in self.sheet.paths and self.path not in self.work.overlay.edits:
            row.append(self._button(t("add"), self._copy))
            row.append(self._button(t("remove"), lambda: self.work.set({self.path: None})))
        return row

    def _button(self, label: str, action: Any) -> pn.widgets.Button:
        made = pn.widgets.Button(name=label, stylesheets=[SHEET], margin=(0, 6, 6, 0))
        made.on_click(lambda _: action())
        return made

    def _put_back(self) -> None:
        self.work.take_back([p for p in self.work.overlay.edits
                             if p[:len(self.path)] == self.path])

    def _copy(self) -> None:
        """A new row with the values of this one, under a name that is free."""
        assert self.sheet is not None
        names = {p[1] for p in (*self.sheet.paths, *self.work.overlay.edits) if len(p) > 1}
        n = 2
        while f"{self.path[1]} {n}" in names:
            n += 1
        new = (self.path[0], f"{self.path[1]} {n}")
        self.work.set({(*new, column): text for column, text in self._values().items() if text})
        self.hold(self.sheet, new)

    def _levers(self) -> list[Any]:
        """The levers of the scenario as sliders: whole numbers from least to most."""
        made: list[Any] = []
        t = self.texts
        for name, lever in self.work.plan.tree.get("levers", {}).items():
            path = ("levers", name, "value")
            value = self.work.overlay.edits.get(path) or lever["value"]
            least, most, step = (lever.get(k, d) for k, d in
                                 (("least", "0"), ("most", "0"), ("step", "1")))
            if not all(x.lstrip("-").isdigit() for x in (value, least, most, step)):
                continue  # dates and shares: their cells are in the sheet of levers
            title = lever.get("title_zh" if t.lang == "zh" else "title") or name
            unit = f" ({lever['unit']})" if lever.get("unit") else ""
            slider = pn.widgets.IntSlider(
                name=title + unit, start=int(least), end=int(most),
                step=int(step), value=int(value), width=WIDTH - 10, stylesheets=[SHEET])
            slider.param.watch(lambda e, path=path: self.work.set({path: str(e.new)}),
                               "value_throttled")
            made.append(slider)
        return made
