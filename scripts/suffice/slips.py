# SPDX-License-Identifier: GPL-3.0-or-later
"""The question of slips: which projects can slip, by how much, and which must not?

    answer = suffice.slip("plan.yaml")
    answer.table()
    answer.picture("T3.1", lang="zh")
    answer.sentences()
"""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import style
from .asking import Answer, Path, ask
from .results import ResultsError
from .words import check, word

_NUMBERS = ("slack", "slack_low", "slack_high", "p", "p_low", "p_high", "loss", "loss_low",
            "loss_high", "change", "change_low", "change_high", "together")
_MOST = 30  # projects in one picture
_LONGEST = 2000  # days: slacks beyond are drawn there


def _colour(verdict: str) -> str:
    return style.colour({"safe": 2, "critical": 1, "undecided": 0}[verdict])


def _dates(days: np.ndarray) -> list:
    """Days since 1970-01-01 as dates; NaT where none will do, or none is needed."""
    return [pd.Timestamp(int(d), unit="D") if np.isfinite(d) and abs(d) < 1e5 else pd.NaT
            for d in days]


class Slip(Answer):
    """The file of a question of slips, as `suffice slip` writes it."""

    GROUP = "slip"

    def __init__(self, path: Path) -> None:
        """Read all of it; ResultsError when it is no such file, or damaged."""
        super().__init__(path)
        self.probability = float(self._numbers["probability"][0])
        self.days = int(self._numbers["days"][0])
        for key in _NUMBERS:  # files of programs that did not run the plan for it
            self._numbers.setdefault(key, np.full(len(self._texts["target"]), np.nan))

    def table(self, target: str | None = None) -> pd.DataFrame:
        """A row a target and a project that it counts or feels.

        `slack`: days by which the project alone could open later with P(met) of at least
        `probability`; inf: it need not open, -inf: no date will do. `verdict`: whether it can
        slip by `days`; `p` is P(met) with it so much later and `change` what that changes;
        `loss` what P(met) loses without the project. Of targets of use `slack` and `loss` are
        NaN, and `p` and `change` are of `together` projects that are all later: alone none
        loses more.
        """
        frame = pd.DataFrame(
            {key: self._texts[key] for key in ("target", "project", "verdict")} |
            {key: _dates(self._numbers[key]) for key in ("planned_opening", "latest_opening")} |
            {key: self._numbers[key] for key in _NUMBERS})
        if target is None:
            return frame
        if target not in self._texts["asked_target"]:
            raise ResultsError(f"target is {target!r}, expected one of: "
                               f"{', '.join(self._texts['asked_target'])}")
        return frame[frame["target"] == target]

    def targets(self, lang: str = "en") -> pd.DataFrame:
        """P(met) as planned of the targets that were asked about."""
        return pd.DataFrame({"target": self._texts["asked_target"],
                             "title": self._titles("asked_target", lang),
                             "met": self._numbers["met"], "met_low": self._numbers["met_low"],
                             "met_high": self._numbers["met_high"]})

    def uncounted(self) -> list[str]:
        """Projects that no target that was asked about counts or feels: their loss is 0."""
        return list(self._texts.get("uncounted_project", []))

    def _is_of_use(self, table: pd.DataFrame) -> bool:
        """Whether runs tell of the rows of a target, and not openings."""
        return bool(table["slack"].isna().all() and table["p"].notna().any())

    def _names(self, table: pd.DataFrame, lang: str) -> str:
        """The first of the projects, and how many more there are."""
        sign, n = "、" if check(lang) == "zh" else ", ", len(table)
        return sign.join(table["project"].head(5)) + (
            "" if n <= 5 else word(lang, "slip_more", n=n - 5))

    def sentences(self, lang: str = "en") -> list[str]:
        """The answer as sentences for a memo: of all, and of each target that has projects."""
        table = self.table()
        count = table["verdict"].value_counts()
        told = [word(lang, "slip_all", n=len(table), days=self.days,
                     p=f"{self.probability:g}", **{
                         verdict: int(count.get(verdict, 0))
                         for verdict in ("safe", "critical", "undecided")})]
        for row in self.targets(lang).to_dict("records"):
            mine = table[table["target"] == row["target"]].sort_values(
                ["slack", "change"], kind="stable")
            if mine.empty:
                continue
            critical = mine[mine["verdict"] == "critical"]
            facts = {"target": row["target"], "title": row["title"],
                     "met": f"{row['met']:.2f}", "p": f"{self.probability:g}"}
            if row["met_high"] < self.probability and self._is_of_use(mine):
                felt = mine[mine["change_high"] < 0]
                told.append(word(lang, "slip_missed_use", n=len(mine), days=self.days,
                                 felt=len(felt), projects=self._names(felt, lang), **facts))
            elif row["met_high"] < self.probability:
                told.append(word(lang, "slip_missed", n=len(mine), **facts))
            elif len(critical):
                told.append(word(lang, "slip_critical", days=self.days, **facts,
                                 projects=self._names(critical, lang)))
            elif (mine["verdict"] == "safe").all():
                told.append(word(lang, "slip_safe", days=self.days, n=len(mine), **facts))
            else:
                told.append(word(lang, "slip_open", days=self.days, n=self.replications,
                                 **facts))
        return told

    def picture(self, target: str, lang: str = "en") -> Figure:
        """Each project of a target with its interval, the worst on top: its slack; of targets
        of use P(met) with it later, those that were only tried together in one row.
        """
        table = self.table(target)
        if table.empty:
            raise ResultsError(f"target {target} counts no project")
        row = self.targets(check(lang)).set_index("target").loc[target]
        of_use = self._is_of_use(table)
        shown = (self._groups(table, lang) if of_use else
                 table.sort_values("slack", kind="stable")).head(_MOST)
        with style.look(lang):
            figure, axes = style.subplots(figsize=(8.5, 0.3 * len(shown) + 1.8))
            assert isinstance(axes, Axes)
            if of_use:
                self._draw_p(axes, shown, row["met"], lang)
            else:
                self._draw_slacks(axes, shown, lang)
            axes.set_yticks(range(len(shown)),
                            [style.shown(name) for name in shown["project"]], fontsize=8)
            axes.set_ylim(len(shown) - 0.4, -0.6)
            axes.set_title(style.shown(f"{target} {row['title']}: P {row['met']:.2f}"),
                           loc="left")
            figure.supxlabel(
                word(lang, "slip_note_use" if of_use else "slip_note", n=self.replications,
                     days=self.days, p=f"{self.probability:g}", met=f"{row['met']:.2f}"),
                fontsize="small", color="0.35", x=0.01, ha="left")
        return figure

    def _groups(self, table: pd.DataFrame, lang: str) -> pd.DataFrame:
        """Projects that were only tried together as one row, the greatest loss first: they
        stand one after the other.
        """
        rows, at = [], 0
        for row in table.to_dict("records"):
            if at > 0:
                at -= 1
                continue
            at = int(row["together"]) - 1
            if at > 0:
                row["project"] = word(lang, "slip_together", project=row["project"], n=at)
            rows.append(row)
        return pd.DataFrame(rows).sort_values("change", kind="stable")

    def _draw_p(self, axes: Axes, table: pd.DataFrame, met: float, lang: str) -> None:
        for y, one in enumerate(table.to_dict("records")):
            colour = _colour(one["verdict"])
            axes.plot([one["p_low"], one["p_high"]], [y, y], color=colour, linewidth=3,
                      alpha=0.45, solid_capstyle="butt")
            axes.plot(one["p"], y, "o", color=colour)
        axes.axvline(met, color="0.3", linewidth=1)
        axes.axvline(self.probability, color="0.5", linewidth=1, linestyle=":")
        axes.set_xlabel(word(lang, "slip_axis_use", days=self.days))

    def _draw_slacks(self, axes: Axes, table: pd.DataFrame, lang: str) -> None:
        for y, one in enumerate(table.to_dict("records")):
            ends = np.clip([one["slack_low"], one["slack"], one["slack_high"]],
                           -_LONGEST, _LONGEST)
            colour = _colour(one["verdict"])
            axes.plot([ends[0], ends[2]], [y, y], color=colour, linewidth=3, alpha=0.45,
                      solid_capstyle="butt")
            axes.plot(ends[1], y, "o" if np.isfinite(one["slack"]) else
                      ">" if one["slack"] > 0 else "<", color=colour)
        axes.axvline(0, color="0.3", linewidth=1)
        axes.axvline(self.days, color="0.5", linewidth=1, linestyle=":")
        axes.set_xlabel(word(lang, "slip_axis", p=f"{self.probability:g}"))


def slip(scenario: Path, target: str | None = None, project: str | None = None,
         probability: float | None = None, days: int | None = None,
         use: bool = False, replications: int | None = None, output: Path | None = None,
         seed: int | None = None, values: Mapping[str, object] | None = None,
         settings: Mapping[str, object] | None = None, threads: int | None = None,
         force: bool = False, program: Path | None = None) -> Slip:
    """Ask which projects can slip, as `suffice slip` does, and open the answer.

    `target` and `project` are names or patterns, `days` by how many a project that is called
    safe can slip; `use` asks of targets of use too, which takes runs. ProgramError tells the
    program's message.
    """
    return Slip(ask("slip", scenario, output, {
        "--target": target, "--project": project, "-p": probability, "--days": days,
        "-n": replications, "-s": seed, "-t": threads, "--use": use}, values, settings, force,
        program))
