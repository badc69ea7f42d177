# SPDX-License-Identifier: GPL-3.0-or-later
"""The command `suffice calibrate`, or suffice-calibrate."""
from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

import pandas as pd

from .calibration import Calibration, CalibrationError, calibrate
from .program import ProgramError

_HELP = """\
Which values of the assumptions agree with what was counted? Moves what the residents rest
on, and services that were counted, to the observations of a scenario, and writes a table
of points for its runs.

  suffice calibrate scenarios/counted.yaml -o results/points.csv
  suffice run results/points.yaml -o results/calibrated.h5
  suffice info results/calibrated.h5 --observations

Weights of replications by observations (suffice info --observations) are refused where few
replications fit. A calibration looks for those that do: an ensemble of draws is moved to the
observations in some iterations (ES-MDA), points are drawn about it, and each is given the
weight that makes the answer right in law, be the model linear or not. It simulates what was
counted alone, so it takes a small part of the time of a run.

It tells what runs have where something was counted, before all else; the misfit, the mean
square of (run - counted) / sd, before each iteration, which falls to 1, or to what chance
in a run makes of it; the effective sample size, below 100 of which (or with Pareto's k above
0.7) nothing is written; and which assumptions moved. Run the overlay with as many
replications as there are points."""

_END = """\
The same scenario, seed and options give the same bytes with any number of threads. One that
is stopped leaves nothing, and begins again."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code: 0 done, 1 failed, 2 bad command line, 3 bad scenario."""
    options = _parser().parse_args(arguments)
    settings = {}
    for one in options.set:
        path, equals, value = one.partition("=")
        if not equals:
            print(f"suffice calibrate: --set: found {one!r}, expected PATH=VALUE",
                  file=sys.stderr)
            return 2
        if path in settings:
            print(f"suffice calibrate: --set: found {path} twice, expected it once",
                  file=sys.stderr)
            return 2
        settings[path] = value
    telling = _Telling(options.quiet)
    try:
        found = calibrate(options.scenario, options.output, options.members, options.points,
                          options.iterations, options.seed, settings, options.threads,
                          hear=telling.hear, equal_weights=options.equal_weights)
    except ProgramError as error:
        print(error, file=sys.stderr)
        return error.code
    except (CalibrationError, OSError, ValueError) as error:
        print(f"suffice calibrate: {error}", file=sys.stderr)
        return 1
    if not options.quiet:
        print(text_of(found))
    return 0


def text_of(found: Calibration) -> str:
    """What a calibration found, as the command prints it."""
    lines = ["what was counted, and what runs have there (rank: share of it, error added, at or "
             "below)"]
    lines += _aligned([("", "counted", "sd", "before", "rank", "given", "rank")] + [
        (row.observation, f"{row.observed:.6g}", f"{row.sd:.4g}", f"{row.mean:.6g}",
         f"{row.rank:.3f}", f"{row.mean_given:.6g}", f"{row.rank_given:.3f}"
         + ("" if row.weighs else "  does not weigh"))
        for row in found.observations.itertuples()])
    lines += ["", "assumptions: mean (sd); moved: by how many sd of what was thought before; of "
                  "one that moves from year to year the year in which it moved most"]
    lines += _aligned([("", "before", "given what was seen", "moved")] + [
        (row.assumption + (f" {row.year}" if row.year else ""), f"{row.mean:.4g} ({row.sd:.2g})",
         f"{row.mean_given:.4g} ({row.sd_given:.2g})", f"{row.moved:+.2f}  {row.title}")
        for row in found.assumptions.drop_duplicates("assumption").itertuples()])
    k = "none" if found.pareto_k == float("-inf") else f"{found.pareto_k:.2f}"
    return "\n".join([*lines, "", f"effective sample size {found.effective:.0f} of "
                                  f"{found.points} points, Pareto k {k}",
                      f"{found.table}: "
                      + (f"{found.rows} points of equal weight, {found.distinct} of them "
                         "different; run them, or ask of them (size, slip, margin, why), with"
                         if found.rows != found.points else "the points; run them with"),
                      f"  suffice run {found.overlay}"])


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows with the first column to the left, others to the right; the last is as it is."""
    widths = [max(len(row[i].split("  ")[0]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        for cell, width in zip(row[1:], widths[1:], strict=True):
            number, *rest = cell.split("  ")
            cells.append("  ".join([number.rjust(width), *rest]))
        lines.append("  ".join(cells).rstrip())
    return lines


class _Telling:
    """Tells on standard error what is known so far."""

    def __init__(self, is_quiet: bool) -> None:
        self.is_quiet = is_quiet
        self.start = time.monotonic()
        self.n_misfits = self.n_rounds = 0

    def hear(self, what: str, of: object) -> None:
        """A step, as `calibrate` tells it."""
        text = ""
        if isinstance(of, pd.DataFrame):
            far = list(of.loc[of["excluded"] & of["weighs"], "observation"])
            text = (f"as thought before, runs exclude {', '.join(far)}: an assumption may be "
                    "too narrow, or wrong" if far else
                    f"as thought before, runs exclude none of {len(of)} observations")
        elif what == "misfit":
            self.n_misfits += 1
            text = f"iteration {self.n_misfits}: misfit {of:.3g}"
        elif what == "effective":
            self.n_rounds += 1
            text = f"round {self.n_rounds} of weights: points are worth {100 * of:.0f} %"  # type: ignore[operator]
        elif what == "last":
            text = f"the last {of} points"
        if not self.is_quiet:
            print(f"suffice: calibrate: {text} ({time.monotonic() - self.start:.0f} s)",
                  file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="suffice calibrate", description=_HELP, epilog=_END,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", help="scenario with observations")
    parser.add_argument("-o", "--output", metavar="FILE",
                        help="the table of points (default results/NAME.points.csv); the "
                             "overlay that uses it is FILE with .yaml")
    parser.add_argument("-n", "--members", metavar="N", type=int,
                        help="members of the ensemble (default 200, or 5 for each column of "
                             "the table if that is more)")
    parser.add_argument("--points", metavar="N", type=int, default=1000,
                        help="points of the table (default 1000)")
    parser.add_argument("--iterations", metavar="N", type=int, default=4,
                        help="times that the observations are taken in, each a part of them "
                             "(default 4)")
    parser.add_argument("--equal-weights", action="store_true",
                        help="write as many points of equal weight as the points are worth, "
                             "drawn from them by their weights; the observations weigh no "
                             "more then")
    parser.add_argument("-s", "--seed", metavar="N", type=int,
                        help="seed of the ensemble and of the runs (default: that of the "
                             "scenario)")
    parser.add_argument("--set", metavar="PATH=VALUE", action="append", default=[],
                        help="changes a value of the scenario, and of the overlay "
                             "(repeatable)")
    parser.add_argument("-t", "--threads", metavar="N", type=int,
                        help="threads (default: all processors)")
    parser.add_argument("-q", "--quiet", action="store_true",
                        help="no progress and no table")
    return parser


if __name__ == "__main__":
    sys.exit(main())
