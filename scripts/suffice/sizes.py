# SPDX-License-Identifier: GPL-3.0-or-later
"""The question of size: how much of a lever, so that a condition holds with a probability.

    answer = suffice.size("plan.yaml", levers="wing", condition="short_list")
    answer.table()
    answer.picture(lang="zh")
"""
from __future__ import annotations

import os
import pathlib
import subprocess
from collections.abc import Mapping, Sequence

import h5py
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import checksums, style
from .asking import attribute_text
from .program import ProgramError, find, options_of, target_of, text_of
from .results import ResultsError, expect
from .words import check, unit, word

Path = str | os.PathLike[str]
_NUMBERS = ("least", "most", "cost", "upper", "fits", "safe", "p", "p_low", "p_high",
            "fresh_replications", "fresh_p", "fresh_p_low", "fresh_p_high", "evaluations",
            "paths_checked", "violations", "undecided")


class Size:
    """The file of a question of size, as `suffice size` writes it."""

    def __init__(self, path: Path) -> None:
        """Read all of it; ResultsError when it is no such file, or damaged."""
        file = pathlib.Path(path)
        if not file.exists():
            raise FileNotFoundError(f"{file}: there is no such file")
        try:
            checksums.verify(file)
            with h5py.File(file, "r") as opened:
                group = opened["size"]
                self._texts = {key: [str(text) for text in group[key].asstr()[:]]
                               for key in ("lever", "lever_title", "lever_title_zh", "unit",
                                           "condition", "condition_text")}
                self._numbers = {key: group[key][:] for key in group
                                 if group[key].dtype.kind == "f"}
                self.scenario = attribute_text(group.attrs["scenario"])
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise ResultsError(f"{file}: is no answer of suffice size: {error}") from error
        self.probability = float(self._numbers["probability"][0])
        self.replications = int(self._numbers["replications"][0])

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
            frame[key] = [self._values(i, frame[key].to_numpy()[i:i + 1])[0]
                          for i in range(len(frame))]
        return frame

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
        at = self._find(lever)
        row, curve = self.table().iloc[at], self.curve(self._texts["lever"][at])
        title_zh = self._texts["lever_title_zh"][at]
        title = title_zh if check(lang) == "zh" and title_zh else row["title"] or row["lever"]
        with style.look(lang):
            figure, axes = style.subplots(figsize=(7, 4))
            assert isinstance(axes, Axes)
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
            axes.set_xlabel(word(lang, "size_lever", title=style.shown(str(title)),
                                 unit=unit(str(row["unit"]), lang)) if row["unit"]
                            else style.shown(str(title)))
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

        def told(value: object) -> str:
            if isinstance(value, pd.Timestamp):
                return value.strftime("%Y-%m-%d")
            return f"{value:,.10g} {unit(str(row['unit']), lang)}".strip()

        safe = (word(lang, "size_unbounded", n=self.replications) if pd.isna(row["safe"])
                else word(lang, "size_safe", safe=told(row["safe"])))
        fresh = (word(lang, "size_fresh", p=f"{row['fresh_p']:.2f}",
                      low=f"{row['fresh_p_low']:.2f}", high=f"{row['fresh_p_high']:.2f}",
                      n=int(row["fresh_replications"]))
                 if row["fresh_replications"] > 0 else "")
        return word(lang, "size_sentence", lever=row["lever"], fits=told(row["fits"]),
                    conditions=", ".join(self._texts["condition"]),
                    p=f"{self.probability:g}", safe=safe, fresh=fresh)


def size(scenario: Path, levers: str | None = None, condition: str | Sequence[str] = (),
         probability: float | None = None, replications: int | None = None,
         output: Path | None = None, seed: int | None = None,
         values: Mapping[str, object] | None = None,
         settings: Mapping[str, object] | None = None, threads: int | None = None,
         force: bool = False, program: Path | None = None) -> Size:
    """Ask how much of a lever is needed, as `suffice size` does, and open the answer.

    `levers` is a name or a pattern, `condition` one name or several that must hold together,
    `values` what other levers are set to. ProgramError tells the program's message: also that
    there is no answer.
    """
    target = target_of(output, scenario, ".size.h5")
    command = [str(find(program)), "size", str(scenario), "-q", "-o", str(target)]
    command += options_of({"-l": levers, "-p": probability, "-n": replications, "-s": seed,
                           "-t": threads}, settings, force)
    for name in [condition] if isinstance(condition, str) else condition:
        command += ["-c", name]
    for name, chosen in (values or {}).items():
        command += ["--lever", f"{name}={text_of(chosen)}"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8",
                          errors="replace", check=False)
    if done.returncode != 0:
        raise ProgramError(done.stderr.strip(), done.returncode)
    return Size(target)
