# SPDX-License-Identifier: GPL-3.0-or-later
"""The question of size: how much of a lever, so that a condition holds with a probability.

    answer = suffice.size("plan.yaml", levers="wing", condition="short_list")
    answer.table()
    answer.picture(lang="zh")
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence

import h5py
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import style
from .asking import Answer, Path, ask
from .results import ResultsError, expect, text
from .words import check, unit, word

_NUMBERS = ("least", "most", "cost", "upper", "fits", "safe", "p", "p_low", "p_high",
            "fresh_replications", "fresh_p", "fresh_p_low", "fresh_p_high", "evaluations",
            "paths_checked", "violations", "undecided")
_BY_ROW = ("alone", "step_cost", "first", "step", "condition_step")


def _text(value: object, its_unit: str = "") -> str:
    """A value of a lever, for people."""
    return (f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp)
            else f"{value:,.10g} {its_unit}".strip())


def _fresh(row: Mapping, asked: float, lang: str, joint: Mapping | None = None) -> str:
    """What replications tell that the search has not seen, and whether they refute what was
    found: even their upper limit is below what was asked for; "" without any.

    Of levers sized together `joint` has what was simulated in them, and how many met all with
    the whole plan; files of former programs do not have the latter.
    """
    if row["fresh_replications"] == 0:
        return ""
    of = ""
    if joint is not None and not joint["is_whole_plan"]:
        of = word(lang, "size_felt")
        if n := int(joint.get("whole_replications", 0)):
            of += word(lang, "size_felt_whole", n=n, whole=int(joint["whole_met"]),
                       felt=int(joint["felt_met"]))
    refuted = (word(lang, "size_refuted", p=f"{asked:g}") if row["fresh_p_high"] < asked
               else "")
    return word(lang, "size_fresh", n=int(row["fresh_replications"]), **{
        end: f"{row[f'fresh_{name}']:.2f}"
        for end, name in (("p", "p"), ("low", "p_low"), ("high", "p_high"))}) + of + refuted


class Size(Answer):
    """The file of a question of size, as `suffice size` writes it."""

    GROUP = "size"

    def __init__(self, path: Path) -> None:
        """Read all of it; ResultsError when it is no such file, or damaged."""
        super().__init__(path)
        self.probability = float(self._numbers["probability"][0])

    def _read(self, group: h5py.Group) -> None:
        super()._read(group)
        joint = group.get("joint")
        self._joint = None if joint is None else {key: data[:] for key, data in joint.items()}
        self._cost_unit = "" if joint is None else text(joint.attrs["cost_unit"])

    def _by_lever(self, values: np.ndarray) -> list:
        """The value of each lever."""
        return [self._values(i, values[i:i + 1])[0] for i in range(len(values))]

    def _values(self, lever: int, values: np.ndarray) -> list:
        """Values of a lever: dates as such."""
        if self._numbers["is_date"][lever] == 0:
            return list(values)
        return [pd.NaT if np.isnan(v) else pd.Timestamp(int(v), unit="D") for v in values]

    def table(self) -> pd.DataFrame:
        """A row a lever: values are too small below `upper`, `fits` is the estimate.

        `safe` is the value to plan with; NaN: not bounded by these replications. `fresh_p` is
        P(met) at `fits` in replications that the search has not seen, which is the one to
        believe. `evaluations` is what it cost, in replications of the whole plan.
        """
        frame = pd.DataFrame({"lever": self._texts["lever"],
                              "title": self._texts["lever_title"], "unit": self._texts["unit"],
                              **{key: self._numbers[key] for key in _NUMBERS}})
        for key in ("least", "most", "upper", "fits", "safe"):
            frame[key] = self._by_lever(frame[key].to_numpy())
        return frame

    @property
    def is_joint(self) -> bool:
        """Whether the levers were sized together, at one date."""
        return self._joint is not None and len(self._joint["cost"]) == 1

    @property
    def is_swept(self) -> bool:
        """Whether they were sized forward in time."""
        return self._joint is not None and not self.is_joint

    def joint(self) -> pd.DataFrame:
        """Of levers sized together: a row a lever, with what each needs alone and jointly.

        `attrs` has what is of all: `cost` and `safe_cost` above the least values (of
        `cost_unit`), `alone_p`, the P(all met) if each had what it needs alone, `is_proven`,
        `bound` (no answer costs less), `fresh_p` with its limits, and of the first
        `whole_replications` fresh ones how many met all with the whole plan (`whole_met`) and
        with what is felt (`felt_met`).
        """
        if self._joint is None:
            raise ResultsError("the levers were sized each alone, not with --joint")
        if len(self._joint["cost"]) > 1:
            raise ResultsError("levers were swept forward: `table()` has the row of each")
        table = self.table()
        frame = table[["lever", "title", "unit", "fits", "safe"]].copy()
        frame.insert(3, "alone", self._by_lever(self._joint["alone"]))
        frame.attrs = {key: float(values[0]) for key, values in self._joint.items()
                       if len(values) == 1 and key not in _BY_ROW}
        frame.attrs |= {key: float(table[key].iloc[0])
                        for key in ("p", "fresh_p", "fresh_p_low", "fresh_p_high")}
        frame.attrs |= {"cost_unit": self._cost_unit,
                        "fresh_replications": int(table["fresh_replications"].iloc[0])}
        return frame

    def joint_picture(self, lang: str = "en") -> Figure:
        """A lever each: what fits jointly, what it needs alone, what is safe.

        Bars of those that are numbers, and below them a calendar of those that are dates.
        """
        return self._bars(self.joint(), self._lever_titles(check(lang)),
                          self.joint_sentence(lang), lang)

    def sweep_picture(self, lang: str = "en") -> Figure:
        """The same of levers that were sized forward in time, in the order of the steps."""
        if self._joint is None or self.is_joint:
            raise ResultsError("the levers were not sized with --sweep")
        frame = self.table()
        frame.insert(3, "alone", self._by_lever(self._joint["alone"]))
        titles = [word(lang, "size_step", lever=title, step=int(step) + 1) for title, step in
                  zip(self._lever_titles(check(lang)), self._joint["step"], strict=True)]
        return self._bars(frame, titles, word(lang, "size_sweep_title"), lang)

    def _lever_titles(self, lang: str) -> list[str]:
        """What people call the levers."""
        return [style.shown(title) for title in self._titles("lever", lang)]

    def _bars(self, frame: pd.DataFrame, titles: list[str], title: str, lang: str) -> Figure:
        dated = self._numbers["is_date"] != 0
        kinds = [is_date for is_date in (False, True) if (dated == is_date).any()]
        counts = [int((dated == is_date).sum()) for is_date in kinds]
        with style.look(lang):
            figure, all_axes = style.subplots(
                len(kinds), 1, figsize=(7, 1.6 * len(kinds) + 0.45 * len(frame)),
                height_ratios=[1 + n for n in counts], squeeze=False)
            for is_date, axes in zip(kinds, all_axes[:, 0], strict=True):
                rows = frame[dated == is_date]
                if is_date:
                    self._draw_calendar(axes, rows, lang)
                else:
                    self._draw_bars(axes, rows, lang)
                axes.set_yticks(np.arange(len(rows)), [
                    text for text, own in zip(titles, dated, strict=True) if own == is_date])
                axes.set_ylim(len(rows) - 0.4, -0.6)
            figure.legend(*all_axes[0, 0].get_legend_handles_labels(), fontsize="small",
                          loc="outside lower left", ncols=3)
            all_axes[0, 0].set_title(title, fontsize="medium", loc="left", wrap=True)
        return figure

    @staticmethod
    def _draw_bars(axes: Axes, rows: pd.DataFrame, lang: str) -> None:
        at = np.arange(len(rows))
        # Beside dates what is not bounded is NaT.
        safe, fits, alone = ([np.nan if pd.isna(value) else float(value) for value in rows[key]]
                             for key in ("safe", "fits", "alone"))
        axes.barh(at, safe, color="0.85", label=word(lang, "size_bar_safe"))
        axes.barh(at, fits, height=0.5, color=style.colour(0),
                  label=word(lang, "size_bar_fits"))
        axes.plot(alone, at, "|", markersize=14, markeredgewidth=2, color=style.colour(1),
                  label=word(lang, "size_bar_alone"))
        axes.set_xlabel(unit(str(rows["unit"].iloc[0]), lang))

    def _draw_calendar(self, axes: Axes, rows: pd.DataFrame, lang: str) -> None:
        """Dates have no zero to begin a bar at: from the first to the last that may be."""
        at = np.arange(len(rows))
        own = self.table().loc[rows.index]
        axes.hlines(at, own["least"].to_numpy(dtype="datetime64[ns]"),
                    own["most"].to_numpy(dtype="datetime64[ns]"), color="0.85", linewidth=8,
                    zorder=0)
        for key, marker, size, colour in (("safe", "s", 9, "0.55"), ("fits", "o", 7,
                                          style.colour(0)), ("alone", "|", 14, style.colour(1))):
            axes.plot(rows[key].to_numpy(dtype="datetime64[ns]"), at, marker, markersize=size,
                      color=colour, markeredgewidth=2 if marker == "|" else 0,
                      label=word(lang, f"size_bar_{key}"))
        locator = style.mdates.AutoDateLocator()
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(style.mdates.ConciseDateFormatter(locator))

    def joint_curve(self) -> pd.DataFrame:
        """P(all met) by cost at the values that a joint question told, with its interval.

        `point`: "alone" (each lever at what it needs for its own part; no interval), "fits"
        and "safe" in the replications of the search, "fresh" at what fits in those that it
        has not seen. `cost` is above the least values, of `attrs["cost_unit"]`; with less than
        `attrs["upper_cost"]` even the upper limit of P misses what is asked for.
        """
        told, row = self.joint().attrs, self.table().iloc[0]
        none = np.nan
        frame = pd.DataFrame([
            ("alone", told["alone_cost"], told["alone_p"], none, none),
            ("fits", told["cost"], row["p"], row["p_low"], row["p_high"]),
            ("safe", told["safe_cost"], told.get("safe_p", none),
             told.get("safe_p_low", none), told.get("safe_p_high", none)),
            ("fresh", told["cost"], told["fresh_p"], told["fresh_p_low"],
             told["fresh_p_high"])], columns=["point", "cost", "p", "low", "high"])
        frame = frame[frame["p"].notna() & frame["cost"].notna()].reset_index(drop=True)
        frame.attrs = {"cost_unit": self._cost_unit, "upper_cost": told["upper_cost"]}
        return frame

    def joint_curve_picture(self, lang: str = "en") -> Figure:
        """P(all met) by what the levers cost together: too small, what fits, what is safe."""
        curve, told = self.joint_curve(), self.joint().attrs
        searched = curve[curve["point"] != "fresh"].sort_values("cost", kind="stable")
        with style.look(check(lang)):
            figure, axes = style.subplots(figsize=(7, 4))
            assert isinstance(axes, Axes)
            axes.plot(searched["cost"], searched["p"], color=style.colour(0), linewidth=1,
                      linestyle=":")
            for row in curve.to_dict("records"):
                is_fresh = row["point"] == "fresh"
                axes.errorbar(
                    [row["cost"]], [row["p"]],
                    yerr=None if np.isnan(row["low"]) else
                    [[max(row["p"] - row["low"], 0)], [max(row["high"] - row["p"], 0)]],
                    fmt="s" if is_fresh else "o", capsize=4,
                    color=style.colour(1 if is_fresh else 0),
                    label=word(lang, f"size_point_{row['point']}"))
            axes.axhline(self.probability, color="0.4", linewidth=1, linestyle="--")
            axes.axvline(told["cost"], color=style.colour(1), linewidth=1.5)
            if np.isfinite(told["safe_cost"]) and np.isfinite(told["upper_cost"]):
                axes.axvspan(told["upper_cost"], told["safe_cost"], color="0.85", zorder=0)
            axes.set_xlabel(word(lang, "size_cost", unit=unit(self._cost_unit, lang)))
            axes.set_ylabel(word(lang, "size_p_all"))
            axes.legend(fontsize="small", loc="lower right")
            axes.set_title(self.joint_sentence(lang), fontsize="medium", loc="left", wrap=True)
            figure.supxlabel(word(lang, "size_joint_note", n=self.replications),
                             fontsize="small", color="0.35", x=0.01, ha="left")
        return figure

    def joint_sentence(self, lang: str = "en") -> str:
        """The joint answer as the sentence for a memo."""
        frame = self.joint()
        told = frame.attrs
        parts = ", ".join(f"{row['lever']} {_text(row['fits'])}" for _, row in frame.iterrows())
        return word(lang, "size_joint_sentence", parts=parts,
                    conditions=", ".join(self._texts["condition"]),
                    p=f"{self.probability:g}", cost=f"{told['cost']:,.10g}",
                    unit=unit(told["cost_unit"], lang), alone=f"{told['alone_p']:.2f}",
                    fresh=_fresh(told, self.probability, lang, told))

    def curve(self, lever: str | None = None) -> pd.DataFrame:
        """P(met) at the values that were tried with all replications, with its interval."""
        at = self._find(lever)
        of = self._numbers["curve_lever"] == at
        values = self._values(at, self._numbers["curve_value"][of])
        return pd.DataFrame({"value": values, "p": self._numbers["curve_p"][of],
                             "low": self._numbers["curve_p_low"][of],
                             "high": self._numbers["curve_p_high"][of],
                             "evaluations": self._numbers["curve_evaluations"][of]})

    def _find(self, lever: str | None) -> int:
        names = self._texts["lever"]
        if lever is None and len(names) > 1:
            raise ResultsError(f"tell which lever, one of: {', '.join(names)}")
        return names.index(expect("lever", lever or names[0], names)[0])

    def picture(self, lever: str | None = None, lang: str = "en") -> Figure:
        """P(met) by the value of the lever: what fits, what is safe, what was tried again."""
        if self._joint is not None:
            raise ResultsError("levers sized together have no curve each: `joint_picture()`")
        at = self._find(lever)
        row, curve = self.table().iloc[at], self.curve(self._texts["lever"][at])
        title = style.shown(self._titles("lever", check(lang))[at])
        with style.look(lang):
            figure, axes = style.subplots(figsize=(7, 4))
            axes.fill_between(curve["value"], curve["low"], curve["high"], alpha=0.25,
                              color=style.colour(0), linewidth=0)
            axes.plot(curve["value"], curve["p"], marker="o", color=style.colour(0))
            axes.axhline(self.probability, color="0.4", linewidth=1, linestyle="--")
            has_safe = not pd.isna(row["safe"])
            axes.axvspan(row["upper"], row["safe"] if has_safe else curve["value"].iloc[-1],
                         color="0.85", zorder=0)
            axes.axvline(row["fits"], color=style.colour(1), linewidth=1.5)
            if row["fresh_replications"] > 0:
                axes.errorbar([row["fits"]], [row["fresh_p"]],
                              yerr=[[row["fresh_p"] - row["fresh_p_low"]],
                                    [row["fresh_p_high"] - row["fresh_p"]]],
                              fmt="s", color=style.colour(1), capsize=4)
            axes.set_xlabel(word(lang, "size_lever", title=title,
                                 unit=unit(str(row["unit"]), lang)) if row["unit"] else title)
            axes.set_ylabel(word(lang, "size_p"))
            axes.set_title(self.sentence(self._texts["lever"][at], lang), fontsize="medium",
                           loc="left", wrap=True)
            figure.supxlabel(word(lang, "size_note", n=self.replications), fontsize="small",
                             color="0.35", x=0.01, ha="left")
        return figure

    def sentence(self, lever: str | None = None, lang: str = "en") -> str:
        """The answer as the sentence for a memo."""
        at = self._find(lever)
        row = self.table().iloc[at]
        its_unit = unit(str(row["unit"]), lang)
        steps = self._joint or {"condition_step": np.zeros(len(self._texts["condition"])),
                                "step": np.zeros(at + 1)}
        conditions = [name for name, step in zip(self._texts["condition"],
                                                 steps["condition_step"], strict=True)
                      if step == steps["step"][at]]
        safe = (word(lang, "size_unbounded", n=self.replications) if pd.isna(row["safe"])
                else word(lang, "size_safe_too") if row["safe"] == row["fits"]
                else word(lang, "size_safe", safe=_text(row["safe"], its_unit)))
        return word(lang, "size_sentence", lever=row["lever"], fits=_text(row["fits"], its_unit),
                    conditions=", ".join(conditions), p=f"{self.probability:g}", safe=safe,
                    fresh=_fresh(row, self.probability, lang, self._tried(at)))

    def _tried(self, at: int) -> dict[str, float] | None:
        """The numbers of all levers of the step of one; None: they were sized each alone."""
        if self._joint is None:
            return None
        step = int(self._joint["step"][at])
        return {key: values[step] for key, values in self._joint.items() if key not in _BY_ROW}


def size(scenario: Path, levers: str | None = None, condition: str | Sequence[str] = (),
         probability: float | None = None, replications: int | None = None,
         output: Path | None = None, seed: int | None = None,
         values: Mapping[str, object] | None = None,
         settings: Mapping[str, object] | None = None, threads: int | None = None,
         force: bool = False, program: Path | None = None, joint: bool = False,
         minimise: str | None = None, budget: float | None = None,
         felt_validation: bool = False, sweep: bool = False, whole_validation: bool = False,
         validation: bool = True, bound: bool = False) -> Size:
    """Ask how much of a lever is needed, as `suffice size` does, and open the answer.

    `levers` is a name or a pattern, `condition` one name or several that must hold together,
    `values` what other levers are set to. With `joint` the levers are sized together, at
    least cost or, with `minimise="units"`, at least units; with `sweep` those of the first
    date first, then the next given these; `bound` also tells the cost below which linked
    levers have no answer. The answer is tried on fresh replications (not with
    `validation=False`); of joint levers the first ten are of the whole plan too, all with
    `whole_validation`, none with `felt_validation`. ProgramError tells the program's
    message: also that there is no answer.
    """
    return Size(ask("size", scenario, output, {
        "-l": levers, "-p": probability, "-n": replications, "-s": seed, "-t": threads,
        "-c": [condition] if isinstance(condition, str) else list(condition),
        "--minimise": minimise, "--budget": budget, "--joint": joint, "--sweep": sweep,
        "--felt-validation": felt_validation, "--whole-validation": whole_validation,
        "--no-validation": not validation, "--bound": bound}, values, settings, force, program))
