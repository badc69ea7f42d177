# SPDX-License-Identifier: GPL-3.0-or-later
"""Calibration: assumptions moved to what was counted, as a table of points.

The program simulates what the observations need (`suffice observe`), the smoother proposes
points, and the weights of the last of them tell whether the answer can be trusted. The table
is read by `design: {table: points.csv}`; any other calibrator can write one.
"""
from __future__ import annotations

import csv
import dataclasses
import json
import os
import pathlib
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
import scipy  # its parts are loaded where they are used
import yaml

from . import smoother
from .program import ProgramError, find, options_of, put_value, split_path, target_of, text_of

Path = str | os.PathLike[str]
LEAST_MEMBERS = 20
MEMBERS = 200  # unless told
MEMBERS_EACH = 5  # of each column of the table, where there are many
EXCLUDED = 0.005  # as suffice info --observations has it
MOST_SEED = 2 ** 62
MOST_WIDTH = 2 ** 30  # of a line of an overlay: none is folded
_TAG = "tag:yaml.org,2002:"
_LOADER = yaml.BaseLoader  # which takes all scalars as they stand
_MADE = "# Made by suffice calibrate:"  # how an overlay begins


class CalibrationError(RuntimeError):
    """The points cannot be weighted: few of them would speak for all. Nothing was written."""


@dataclasses.dataclass(frozen=True)
class Calibration:
    """What a calibration found, and where it is.

    `assumptions` has a row for each that was moved: mean and sd, as thought before and given
    what was seen, in the unit of the scenario, the most moved first; one that moves from year
    to year has a row a year (`year`; 0 of the others). `observations` has one
    for each that was simulated: observed, sd, whether it weighs, mean of the runs and rank of
    what was seen, before and given. `misfits` are mean squares of (run - observed) / sd before
    each iteration; `effective` is of `points` points.
    """

    table: pathlib.Path
    overlay: pathlib.Path
    assumptions: pd.DataFrame
    observations: pd.DataFrame
    misfits: tuple[float, ...]
    effective: float
    pareto_k: float
    points: int
    rows: int  # of the table: the points, or as many as they are worth with equal weights
    distinct: int  # of the rows


Hear = Callable[[str, object], None]


def calibrate(scenario: Path, output: Path | None = None, members: int | None = None,
              points: int = 1000, iterations: int = 4, seed: int | None = None,
              settings: Mapping[str, object] | None = None, threads: int | None = None,
              program: Path | None = None,
              hear: Hear = lambda _what, _of: None,
              equal_weights: bool = False) -> Calibration:
    """Move assumptions to the observations of a scenario; write a table of points for it.

    Without `members` there are 200 of them, or five for each column of the table if that is
    more: an assumption has one, and one that moves has one more for each year up to the last
    in which something was counted.
    `output` is the table (default results/NAME.points.csv); beside it, with the ending .yaml,
    stands the overlay to run. `hear` is told of each step while it goes on: ("before",
    observations), ("misfit", number), ("effective", share) and ("last", number of points).
    With `equal_weights` the table has as many points as the effective sample size, drawn from
    the weighted ones (systematic resampling), and the overlay holds the observations out:
    they have been taken in. Questions (size, slip, margin, why) take such a table.
    CalibrationError when the weights of the points do not hold; ProgramError as of `run`;
    ValueError, before anything is simulated, where a file of something else would be
    overwritten.
    """
    if (members or LEAST_MEMBERS) < LEAST_MEMBERS or points < LEAST_MEMBERS or iterations < 1:
        raise ValueError(f"expected {LEAST_MEMBERS} members and points or more, and an "
                         "iteration or more")
    table = target_of(output, scenario, ".points.csv")
    _check_files(table, pathlib.Path(scenario))
    asking = _Asking(scenario, seed, settings or {}, threads, program)
    try:
        first = asking.runs(None, members or MEMBERS)
        if first["inner"] != 1:
            raise CalibrationError("a nested run has several replications of each point: "
                                   "calibrate the scenario without nested")
        n = members or max(MEMBERS, MEMBERS_EACH * len(first["columns"]))
        return _go(asking, first, table, (n, points, iterations, equal_weights), hear)
    finally:
        asking.folder.cleanup()


def _go(asking: _Asking, first: dict, table: pathlib.Path,
        sizes: tuple[int, int, int, bool], hear: Hear) -> Calibration:
    """All of it, from the runs of what was thought before."""
    members, points, iterations, equal_weights = sizes
    names = first["columns"]
    if not names:
        raise CalibrationError("nothing to move: no assumption that varies bears on what was "
                               "counted")
    if members < len(names) + LEAST_MEMBERS:
        raise CalibrationError(f"{members} members cannot tell the {len(names)} columns of the "
                               f"table apart: take {len(names) + LEAST_MEMBERS} or more, better "
                               f"{MEMBERS_EACH * len(names)}")
    weigh = [o for o in first["observations"] if o["weighs"]]
    hear("before", _observations(first, None))
    misfits: list[float] = []

    def told(what: str, value: float) -> None:
        misfits.extend([value] if what == "misfit" else [])
        hear(what, value)

    def simulate(z: np.ndarray, stage: str) -> np.ndarray:
        number = smoother.generator(asking.seed_of(first), f"runs {stage}").integers(MOST_SEED)
        found = asking.runs(_table(names, z), len(z), int(number))
        return np.array([o["simulated"] for o in found["observations"] if o["weighs"]]).T

    proposal = smoother.fit(simulate, len(names), np.array([o["value"] for o in weigh]),
                            np.array([o["sd"] for o in weigh]), asking.seed_of(first), members,
                            iterations, points, told)
    z = proposal.draw(smoother.generator(asking.seed_of(first), "points"), points)
    rows = _table(names, z, proposal.log_weight(z))
    hear("last", points)
    last = asking.runs(rows, points)
    k = last["pareto_k"]
    if not last["hold"]:
        raise CalibrationError(
            f"the weights of the points do not hold: effective sample size "
            f"{last['effective']:.0f} of {points} (at least 100), Pareto k "
            f"{'unknown' if k is None else format(k, '.2f')} (at most 0.7): take more points "
            f"or members; or look whether an assumption or an error is too narrow")
    weights = np.exp(np.array(last["log_weight"], float) - max(last["log_weight"]))
    weights /= weights.sum()
    overlay = table.with_suffix(".yaml")
    chosen = np.arange(points)
    if equal_weights:
        chosen = smoother.resampled(weights, int(last["effective"]),
                                    smoother.generator(asking.seed_of(first), "equal weights"))
        rows = _table(names, z[chosen])
    _write(table, rows)
    _write(overlay, asking.overlay(table, last, points, len(chosen) if equal_weights else None))
    return Calibration(table, overlay, _assumptions(first, last, weights),
                       _observations(first, last, weights), tuple(misfits),
                       float(last["effective"]), -np.inf if k is None else float(k), points,
                       len(chosen), len(np.unique(chosen)))


def _check_files(table: pathlib.Path, scenario: pathlib.Path) -> None:
    """Nothing is overwritten but what a calibration has written: ValueError."""
    overlay = table.with_suffix(".yaml")
    for path in (table, overlay):
        if path.resolve() == scenario.resolve() or (
                path.exists() and scenario.exists() and path.samefile(scenario)):
            raise ValueError(f"-o {table}: {path} is the scenario itself, which would be "
                             "overwritten: give the table another name")
    if table == overlay:
        raise ValueError(f"-o {table}: {overlay} is the overlay's name, expected a table as in "
                         f"{table.with_suffix('.csv')}")
    if overlay.exists() and not _begin_of(overlay).startswith(_MADE):
        raise ValueError(f"-o {table}: {overlay} is there already, and was not written by suffice "
                         "calibrate: give the table another name, or move that file away")
    if table.exists() and not _begin_of(table).startswith("replication,"):
        raise ValueError(f"-o {table}: {table} is there already, and is no table of points: give "
                         "another name, or move that file away")


def _begin_of(path: pathlib.Path) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.readline()


class _Asking:
    """Asks the program what runs of a scenario have where something was counted."""

    def __init__(self, scenario: Path, seed: int | None, settings: Mapping[str, object],
                 threads: int | None, program: Path | None) -> None:
        self.scenario = pathlib.Path(scenario)
        self.seed = seed
        self.settings = dict(settings)
        self.threads = threads
        self.program = find(program)
        self._put_settings({})  # before anything is simulated
        self.folder = tempfile.TemporaryDirectory(prefix="calibrate.")

    def seed_of(self, found: dict) -> int:
        return found["seed"] if self.seed is None else self.seed

    def runs(self, table: str | None, n: int, seed: int | None = None) -> dict:
        """What the program has at the points of a table, or as thought before."""
        settings: dict[str, object] = {"design": "random"}
        if table is not None:
            path = pathlib.Path(self.folder.name) / "points.csv"
            path.write_text(table, encoding="utf-8")
            settings = {"design": {"table": str(path)}}
        command = [str(self.program), "observe", str(self.scenario), "-q",
                   *options_of({"-n": n, "-s": self.seed if seed is None else seed,
                                "-t": self.threads}, self.settings | settings, False)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8",
                              errors="replace", check=False)
        if done.returncode != 0:
            raise ProgramError(done.stderr.strip(), done.returncode)
        return json.loads(done.stdout)

    def _put_settings(self, tree: dict) -> None:
        """ValueError where one overlay cannot hold them."""
        for path, value in self.settings.items():
            for keys, of in _leaves(split_path(path), yaml.compose(text_of(value), _LOADER)):
                put_value(tree, keys, of)

    def overlay(self, table: pathlib.Path, last: dict, points: int, equal: int | None) -> str:
        """The scenario that draws its assumptions from the table.

        With `equal` points of equal weight the observations have been taken in: held out.
        Settings stand in it as they were told: of a text in quotes the program takes no number.
        """
        folder = table.parent.resolve()
        tree: dict = {"format": 1,
                      "extends": os.path.relpath(self.scenario.resolve(), folder),
                      "name": f"{last['scenario']}-calibrated"}
        self._put_settings(tree)
        tree |= {} if self.seed is None else {"seed": self.seed}
        tree["design"] = {"table": table.name}
        for one in last["observations"] if equal is not None else []:
            if one["weighs"]:
                put_value(tree, ["observations", one["name"], "hold_out"], True)
        what = ("weighted by what was counted" if equal is None else
                f"of which {equal} are drawn by their weights, so that all weigh alike")
        return (f"{_MADE} {points} points, {what} "
                f"(effective sample size {last['effective']:.0f}).\n"
                + yaml.serialize(_node(tree), Dumper=yaml.BaseDumper, allow_unicode=True,
                                 width=MOST_WIDTH))


def _leaves(keys: list[str], node: yaml.Node) -> Iterator[tuple[list[str], object]]:
    """The settings of a mapping, which adds to those before it."""
    if not isinstance(node, yaml.MappingNode):
        yield keys, node
    elif not node.value:
        yield keys, {}
    else:
        for key, value in node.value:
            yield from _leaves([*keys, key.value], value)


def _node(tree: object) -> yaml.Node:
    """The same as YAML; of what was read, each scalar as it stood there."""
    if isinstance(tree, dict):
        return yaml.MappingNode(_TAG + "map", [
            (yaml.ScalarNode(_TAG + "str", str(key)), _node(value))
            for key, value in tree.items()], flow_style=False)
    if isinstance(tree, yaml.Node):
        return tree
    return yaml.compose(json.dumps(tree, ensure_ascii=False), _LOADER)


def _table(names: Sequence[str], z: np.ndarray, logs: np.ndarray | None = None) -> str:
    """The table of points of normal scores, which reads back as the same numbers."""
    u = np.clip(scipy.special.ndtr(z), 2.0 ** -53, 1 - 2.0 ** -53)
    lines = [",".join(["replication", *names, *([] if logs is None else ["log_weight"])])]
    for r, row in enumerate(u.tolist()):
        cells = [str(r), *map(repr, row), *([] if logs is None else [repr(float(logs[r]))])]
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def _write(path: pathlib.Path, text: str) -> None:
    """All of a file or nothing of it."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def _moments(values: np.ndarray, weights: np.ndarray | None) -> tuple[float, float]:
    w = np.full(len(values), 1 / len(values)) if weights is None else weights
    mean = float(w @ values)
    return mean, max(0., float(w @ (values - mean) ** 2)) ** 0.5


def _assumptions(first: dict, last: dict, weights: np.ndarray) -> pd.DataFrame:
    rows = []
    for before, after in zip(first["assumptions"], last["assumptions"], strict=True):
        if not before["moves"]:
            continue
        yearly = before.get("yearly", [before["value"]])
        for i, values in enumerate(yearly):
            mean, sd = _moments(np.array(values), None)
            mean_given, sd_given = _moments(
                np.array(after.get("yearly", [after["value"]])[i]), weights)
            rows.append({"assumption": before["name"],
                         "year": before["first_year"] + i if "yearly" in before else 0,
                         "title": before["title"], "title_zh": before["title_zh"],
                         "mean": mean, "sd": sd, "mean_given": mean_given,
                         "sd_given": sd_given,
                         "moved": (mean_given - mean) / sd if sd > 0 else 0.0})
    frame = pd.DataFrame(rows)
    order = np.argsort(-np.abs(np.array(frame["moved"], float)), kind="stable")
    return frame.iloc[order].reset_index(drop=True)


def _observations(first: dict, last: dict | None,
                  weights: np.ndarray | None = None) -> pd.DataFrame:
    """Of each that was simulated: the rank is P(run + error <= observed)."""
    rows = []
    for i, before in enumerate(first["observations"]):
        sd = np.inf if before["sd"] is None else before["sd"]
        if before["simulated"] is None or not np.isfinite(sd):
            continue
        row = {"observation": before["name"], "title": before["title"],
               "observed": before["value"], "sd": sd, "weighs": before["weighs"]}
        for end, found, w in (("", first, None), ("_given", last, weights)):
            if found is not None:
                seen = np.array(found["observations"][i]["simulated"], float)
                row["mean" + end], row["sd_of_run" + end] = _moments(seen, w)
                reached = scipy.special.ndtr((before["value"] - seen) / sd)
                row["rank" + end] = _moments(reached, w)[0]
        rank = row["rank"]
        row["excluded"] = rank < EXCLUDED or rank > 1 - EXCLUDED
        rows.append(row)
    return pd.DataFrame(rows)


def read_points(path: Path) -> pd.DataFrame:
    """A table of points: replication, assumptions, and log_weight where it has one."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pd.DataFrame(rows).astype(float).astype({"replication": int})
