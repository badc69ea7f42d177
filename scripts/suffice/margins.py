# SPDX-License-Identifier: GPL-3.0-or-later
"""The question of margins: where does one more place help most?

    answer = suffice.margin("plan.yaml", service="nursery", places=20)
    answer.table()
    answer.picture("nursery", lang="zh")
    answer.sentences()
"""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from . import style
from .asking import Answer, Path, ask
from .results import ResultsError, expect
from .words import check, word

_EFFECTS = ("served", "waiting_days", "unmet", "share", "cost", "per_million")
_BY = {"served": "served", "waiting": "waiting_days", "unmet": "unmet"}


class Margin(Answer):
    """The file of a question of margins, as `suffice margin` writes it."""

    GROUP = "margin"

    def __init__(self, path: Path) -> None:
        """Read all of it; ResultsError when it is no such file, or damaged."""
        super().__init__(path)
        n = len(self._texts["service"])  # files of programs that did not ask what it costs
        self._texts.setdefault("cost_of", [""] * n)
        for effect in ("cost", "per_million"):
            for end in ("", "_low", "_high"):
                self._numbers.setdefault(f"{effect}{end}", np.full(n, np.nan))

    @property
    def by(self) -> str:
        """The column that says what is best."""
        return _BY[self._texts["by"][0]]

    @property
    def is_settled(self) -> bool:
        """Whether in every service the best is told from all others."""
        return bool(self._numbers["is_settled"][0])

    def table(self, service: str | None = None) -> pd.DataFrame:
        """A row a service and district, or lever: what a place there changes, by place.

        People `served` more, `waiting_days` and people `unmet` fewer, each with the limits of
        its 95 % interval (`_low`, `_high`); `share` of the unmet demand of the districts that
        feel it (`plan_unmet`) that all that was added mends. Where it has a cost (`cost_of`:
        "capital", "running" or both), `cost` in yuan, and people served more `per_million`
        yuan; else NaN. `verdict`: whether the best of
        the service is told from the others.
        """
        frame = pd.DataFrame(
            {key: self._texts[key]
             for key in ("service", "district", "lever", "verdict", "cost_of")} |
            {key: self._numbers[key] for key in ("amount", "run")} |
            {f"{effect}{end}": self._numbers[f"{effect}{end}"]
             for effect in _EFFECTS for end in ("", "_low", "_high")} |
            {"plan_unmet": self._numbers["plan_unmet"],
             "is_best": self._numbers["is_best"] > 0,
             "is_short": self._numbers["is_short"] > 0})
        return frame if service is None else frame[self._rows(service)]

    def gains(self, service: str | None = None) -> pd.DataFrame:
        """The change of P(met) by option and target; NaN: others of its run are felt too."""
        rows = np.flatnonzero(self._rows(service))
        return pd.DataFrame([
            {"service": self._texts["service"][i], "district": self._texts["district"][i],
             "lever": self._texts["lever"][i], "target": target,
             "gain": self._numbers["gain"][i, t], "gain_low": self._numbers["gain_low"][i, t],
             "gain_high": self._numbers["gain_high"][i, t]}
            for i in rows for t, target in enumerate(self._texts["target"])])

    def services(self) -> list[str]:
        """The services that were asked about."""
        return list(dict.fromkeys(self._texts["service"]))

    def _rows(self, service: str | None) -> np.ndarray:
        if service is not None and service not in self._texts["service"]:
            raise ResultsError(f"service is {service!r}, expected one of: "
                               f"{', '.join(self.services())}")
        return np.array([service in (None, s) for s in self._texts["service"]], dtype=bool)

    def names(self, lang: str) -> list[str]:
        """What the options are called: districts, or levers."""
        return [word(lang, "everywhere") if d == "all" else district or lever
                for d, district, lever in zip(
                    self._texts["district"], self._titles("district", lang),
                    self._titles("lever", lang), strict=True)]

    def _money(self, row: pd.Series, lang: str) -> str:
        """What the best does by a million yuan; nothing where no cost is given."""
        if row["verdict"] in ("none", "unknown") or np.isnan(row["per_million"]):
            return ""
        bounded = not np.isnan(row["per_million_low"])
        return word(lang, "margin_per_million" if bounded else "margin_per_million_open", **{
            name: style.number(row[f"per_million{end}"])
            for name, end in (("mean", ""), ("low", "_low"), ("high", "_high"))})

    def sentences(self, lang: str = "en") -> list[str]:
        """The answer as sentences for a memo: one a service, its levers apart."""
        table, names, told = self.table(), self.names(check(lang)), []
        titles = self._titles("service", lang)
        for (_, is_lever), rows in table.groupby(
                ["service", table["lever"] != ""], sort=False):
            first = rows.index[0]
            best = rows.index[rows["is_best"]][0] if rows["is_best"].any() else first
            row = table.loc[best]
            effect = {"mean": style.number(row[self.by])} | {
                end: style.number(row[f"{self.by}_{end}"]) for end in ("low", "high")}
            told.append(word(
                lang, f"margin_{row['verdict']}", service=titles[first], where=names[best],
                what=word(lang, "margin_step" if is_lever else "margin_place"),
                effect=word(lang, f"margin_{self.by}", **effect), n=self.replications) +
                self._money(row, lang))
        return told

    def picture(self, service: str | None = None, lang: str = "en",
                by: str | None = None) -> Figure:
        """What one more place changes, by district, the best on top; `by` is a column of the
        table in place of what was asked by, as "per_million" where it has a cost.
        """
        service = self.services()[0] if service is None else service
        by = self.by if by is None else expect("by", by, [*_BY.values(), "per_million"])[0]
        # From below: of several alike the first is on top, as the program takes it.
        table = self.table(service)[::-1].sort_values(by, kind="stable", na_position="first")
        if by == "per_million" and table[by].isna().all():
            raise ResultsError(f"no cost is given of what is added to {service}")
        names = self.names(check(lang))
        title = self._titles("service", lang)[table.index[0]]
        with style.look(lang):
            figure, axes = style.subplots(figsize=(7.5, 0.4 * len(table) + 1.7))
            for y, row in enumerate(table.to_dict("records")):
                is_best = row["is_best"] if by == self.by else y == len(table) - 1
                colour = style.colour(1 if is_best else 0)
                axes.plot([row[f"{by}_low"], row[f"{by}_high"]], [y, y],
                          color=colour, linewidth=3, alpha=0.45, solid_capstyle="butt")
                axes.plot(row[by], y, "o", color=colour)
            axes.axvline(0, color="0.3", linewidth=1)
            axes.set_yticks(range(len(table)),
                            [style.shown(names[i]) for i in table.index])
            axes.set_ylim(-0.6, len(table) - 0.4)
            axes.set_xlabel(word(lang, f"margin_axis_{by}"))
            axes.set_title(style.shown(word(lang, "margin_title", service=title)), loc="left")
            figure.supxlabel(word(lang, "margin_note", n=self.replications), fontsize="small",
                             color="0.35", x=0.01, ha="left")
        return figure


def margin(scenario: Path, service: str | None = None, district: str | None = None,
           places: int | None = None, since: str | None = None, levers: str | None = None,
           by: str | None = None, targets: bool = False, apart: bool = False,
           replications: int | None = None, most: int | None = None,
           output: Path | None = None, seed: int | None = None,
           values: Mapping[str, object] | None = None,
           settings: Mapping[str, object] | None = None, threads: int | None = None,
           force: bool = False, program: Path | None = None) -> Margin:
    """Ask where one more place helps most, as `suffice margin` does, and open the answer.

    `service`, `district` and `levers` are names or patterns, `since` the day of the places,
    `by` what is best ("served", "waiting" or "unmet"). Replications grow from `replications`
    to `most` until the best is told. ProgramError tells the program's message.
    """
    return Margin(ask("margin", scenario, output, {
        "--service": service, "--district": district, "--places": places, "--from": since,
        "--levers": levers, "--by": by, "--targets": targets, "--apart": apart,
        "-n": replications, "--max-n": most, "-s": seed, "-t": threads}, values, settings,
        force, program))
