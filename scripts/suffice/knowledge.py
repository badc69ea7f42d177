# SPDX-License-Identifier: GPL-3.0-or-later
"""What would it be worth to know an assumption before deciding?

Several plans, or sizes, were simulated on common random numbers, and each has a loss. Who
decides now takes the plan with the least mean loss. Who knew an assumption x would take the
plan that is best given x, and lose less: by how much is the expected value of partial perfect
information,

    EVPPI(x) = min over d of E loss(d) - E min over d of E(loss(d) | x)

and that of knowing all assumptions at once is the EVPI. The conditional means are regressions
of the differences between plans on x (Strong, Oakley and Brennan 2014, "Estimating multiparameter
partial expected value of perfect information from a probabilistic sensitivity analysis sample",
Medical Decision Making 34, 311-326): here polynomials in its rank, their degree by generalised
cross-validation, of all assumptions together their sum. Each tenth of the states is decided by
what was fitted on the others, so that noise is not taken for knowledge: the value is that of a
rule of decision which has not seen the states that it is tried on. It is at most the true one in
expectation, and has the interval of a mean.
"""
from __future__ import annotations

import pathlib
from collections.abc import Mapping

import h5py
import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import checksums, style, tables
from . import measures as m
from .drivers import assumption_columns, by_draw
from .estimates import LEVEL, Design, estimate_mean
from .program import Path
from .regrets import losses
from .results import ResultsError, group, text
from .shares import ranks
from .whys import plans_only
from .words import check, word

ALL = "all assumptions"
MOST_DEGREES = 6
FOLDS = 10
_MOST_SHOWN = 20  # rows of a picture
_WORTHS = ("value", "low", "high")
FEWEST = 100  # states from which on anything is told


def _scores(columns: np.ndarray) -> np.ndarray:
    """Ranks of each column over (-1, 1)."""
    return 2 * ranks(columns) - 1


def _basis(scores: np.ndarray, degree: int) -> np.ndarray:
    """1, and the Legendre polynomials of each column up to a degree."""
    parts = [np.polynomial.legendre.legvander(column, degree)[:, 1:] for column in scores.T]
    return np.column_stack([np.ones(len(scores)), *parts])


def _degree(scores: np.ndarray, benefits: np.ndarray) -> int:
    """The degree with the least score of generalised cross-validation."""
    n, best, least = len(scores), 1, np.inf
    for degree in range(1, MOST_DEGREES + 1):
        basis = _basis(scores, degree)
        if basis.shape[1] > n // 5:
            break
        fit = np.linalg.lstsq(basis, benefits, rcond=None)[0]
        gcv = ((benefits - basis @ fit)**2).sum() / (n - basis.shape[1])**2
        if gcv < least:
            best, least = degree, gcv
    return best


def information_gain(loss: np.ndarray, known: np.ndarray) -> np.ndarray:
    """What each state loses less when who decides knows `known` (state, assumption) of it.

    `loss` is (state, plan). Its mean over states estimates the EVPPI.
    """
    loss = np.asarray(loss, dtype=float)
    known = np.atleast_2d(np.asarray(known, dtype=float).T).T
    if len(loss) < FEWEST:
        raise ResultsError(f"{len(loss)} states tell nothing of what knowledge is worth: "
                           f"expected {FEWEST} or more")
    now = int(loss.mean(0).argmin())
    benefits = loss[:, [now]] - loss  # of each plan, against the one that is taken now
    scores = _scores(known)
    degree = _degree(scores, benefits)
    basis = _basis(scores, degree)
    fold = np.arange(len(loss)) % FOLDS
    gain = np.zeros(len(loss))
    for k in range(FOLDS):
        rest = fold != k
        fit = np.linalg.lstsq(basis[rest], benefits[rest], rcond=None)[0]
        chosen = (basis[~rest] @ fit).argmax(1)
        gain[~rest] = benefits[~rest][np.arange((~rest).sum()), chosen]
    return gain


def worth(tree: xr.DataTree, measure: str = "unmet", service: str | None = None,
          costs: Mapping[str, float] | None = None, district: str = m.ALL,
          level: float = LEVEL) -> pd.DataFrame:
    """What knowing each assumption is worth, of the scenarios of a file: a row an assumption.

    `measure` is one of which less is better, as in `regret`, `costs` what each scenario costs
    in the unit of that loss (money over what it is worth that one more person is served; 0
    unless told). `value` is in that unit, with its interval; the first row is of all
    assumptions together. Sizes are scenarios too: `sweep` over the values of a lever. The
    replications of one draw of a nested run count once, a path over years by its mean. Where
    there is one of each draw, chance is in the loss and is not taken for knowledge.
    """
    tree = plans_only(tree)
    names = tables.scenario_names(tree)
    if len(names) < 2:
        raise ResultsError("knowledge is worth something where there is a choice: expected "
                           "results of several scenarios")
    unknown = set(costs or {}) - set(names)
    if unknown:
        raise ResultsError(f"costs are of {', '.join(sorted(unknown))}, expected of: "
                           f"{', '.join(names)}")
    loss = losses(tree, measure, service, district) + np.array(
        [(costs or {}).get(name, 0.0) for name in names])
    assumptions = group(tree, "assumptions").sel(scenario=names[0]).load()
    design = Design.of(tree)
    numbers = assumptions["replication"].values
    loss[np.isnan(loss).any(1)] = np.nan  # a state counts where all scenarios have it
    rows = by_draw(loss[:, 0], numbers, design.inner)[1]
    loss = np.column_stack([by_draw(column, numbers, design.inner)[0] for column in loss.T])
    columns, labels = assumption_columns(assumptions, rows, by_year=False)
    if columns.shape[1] == 0:
        raise ResultsError("no assumption varies: there is nothing to know")
    groups = Design(design.kind, design.scrambles).groups(numbers[rows] // design.inner)
    result = []
    for label, known in [(ALL, columns),
                         *((label, columns[:, [i]]) for i, label in enumerate(labels))]:
        gain = estimate_mean(information_gain(loss, known), groups, level)
        result.append({"assumption": label, "value": float(gain.mean),
                       "low": float(gain.mean - gain.half_width),
                       "high": float(gain.mean + gain.half_width)})
    table = pd.DataFrame(result)
    table = pd.concat([table.iloc[:1], table.iloc[1:].sort_values(
        "value", ascending=False, kind="stable")], ignore_index=True)
    table.attrs |= {"taken": names[int(loss.mean(0).argmin())], "states": len(loss)}
    return table


def write_worth(table: pd.DataFrame, path: Path) -> pathlib.Path:
    """Write the table of `worth` into a file: CSV, or an answer as those of other questions.

    A path that ends in `.csv` gets CSV, one that ends in `.h5` HDF5, with the group `/worth`
    and checksums; `read_worth` opens it, and a report takes it among its `answers`.
    """
    target = pathlib.Path(path)
    if target.suffix not in (".csv", ".h5"):
        raise ResultsError(f"{target}: expected a name that ends in .csv or .h5")
    unfinished = target.with_name(target.name + ".part")
    if target.suffix == ".csv":
        table.assign(**table.attrs).to_csv(unfinished, index=False)
    else:
        # As the program: without the times of objects, equal tables give equal bytes.
        with h5py.File(unfinished, "w", track_order=False) as file:
            file.attrs["file_type"] = "suffice answer"
            group = file.create_group("worth")
            group.attrs["taken"] = table.attrs["taken"]
            group.attrs["states"] = table.attrs["states"]
            group.create_dataset("assumption", data=table["assumption"].astype(str).tolist(),
                                 dtype=h5py.string_dtype(), track_times=False)
            for key in _WORTHS:
                group.create_dataset(key, data=table[key].to_numpy(dtype=float),
                                     track_times=False)
        checksums.seal(unfinished)
    return unfinished.replace(target)


def read_worth(path: Path) -> pd.DataFrame:
    """The table of `worth` from a file of `write_worth` that ends in `.h5`."""
    file = pathlib.Path(path)
    if not file.exists():
        raise FileNotFoundError(f"{file}: there is no such file")
    try:
        checksums.verify(file)
        with h5py.File(file, "r") as opened:
            group = opened["worth"]
            table = pd.DataFrame({"assumption": list(map(str, group["assumption"].asstr()[:])),
                                  **{key: group[key][:] for key in _WORTHS}})
            table.attrs |= {"taken": text(group.attrs["taken"]),
                            "states": int(group.attrs["states"])}
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ResultsError(f"{file}: is no answer of suffice.worth: {error}") from error
    return table


def worth_sentences(table: pd.DataFrame, lang: str = "en") -> list[str]:
    """The table of `worth` as sentences for a memo."""
    def told(row: dict) -> dict[str, str]:
        return {key: style.number(row[key]) for key in ("value", "low", "high")}

    rows = table.to_dict("records")
    taken = table.attrs["taken"]
    best = [row for row in rows[1:] if row["low"] > 0]
    return [word(check(lang), "worth_all", taken=taken, **told(rows[0])),
            word(lang, "worth_most", assumption=best[0]["assumption"], **told(best[0]))
            if best else word(lang, "worth_none")]


def plot_worth(table: pd.DataFrame, lang: str = "en") -> Figure:
    """What knowing each assumption is worth, of the table of `worth`, the most on top."""
    shown = table.head(_MOST_SHOWN).to_dict("records")
    with style.look(check(lang)):
        figure, axes = style.subplots(figsize=(7.5, 0.35 * len(shown) + 1.7))
        assert isinstance(axes, Axes)
        for y, row in enumerate(shown):
            colour = style.colour(1 if y == 0 else 0)
            axes.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=3, alpha=0.45,
                      solid_capstyle="butt")
            axes.plot(row["value"], y, "o", color=colour)
        axes.axvline(0, color="0.3", linewidth=1)
        axes.set_yticks(range(len(shown)), [word(lang, "worth_everything"), *(
            style.shown(str(row["assumption"])) for row in shown[1:])])
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.set_xlabel(word(lang, "worth_axis"))
        figure.supxlabel(word(lang, "worth_note", n=table.attrs["states"],
                              taken=table.attrs["taken"]),
                         fontsize="small", color="0.35", x=0.01, ha="left")
    return figure
