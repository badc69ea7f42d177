# SPDX-License-Identifier: GPL-3.0-or-later
"""The command `suffice rebase`, or suffice-rebase: a scenario that starts at a later date."""
from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence

from ..program import ProgramError
from ..results import ResultsError
from ..results import open as open_results
from .build import rebase
from .run import USING

_HELP = """\
How does the plan go on from today? Makes a scenario whose start is a later date: from
what was counted then, and where nothing was counted, from the run.

  suffice rebase results/hello.h5 -o results/hello-2024 --at 2024-01-01

What was not counted is marked as simulated, value by value, and the folder's README.md
tells how each part was made."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code: 0 done, 1 failed, 2 bad command line."""
    parser = argparse.ArgumentParser(
        prog="suffice rebase", description=_HELP, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("file", help="results file of suffice run")
    add("-o", "--output", metavar="FOLDER", required=True,
        help="folder of the new scenario, which is not there yet (required)")
    add("--at", metavar="DATE",
        help="new start: 1 January of a year of the run, or its end (default)")
    add("--end", metavar="DATE", help="new end (default: a run as long as the old one)")
    add("--scenario", metavar="NAME", help="scenario of the results (default: the first)")
    add("--name", metavar="NAME",
        help="name of the new scenario (default: the old one and the year)")
    add("--using", choices=USING, default=USING[0],
        help="what stands for the replications where nothing was counted (default: mean)")
    for name, what in (
            ("population", "counted: residents by district, sex and age, columns as of "
                           "population.start"),
            ("rolls", "counted: pupils by service, district and year of the course"),
            ("people", "counted: occupied and waiting by service and district"),
            ("places", "counted: built places by service and district"),
            ("opened", "known of projects: columns project, opened, cancelled; what it does "
                       "not name is not open"),
            ("targets", "targets of the new plan, a table; `same`: those of the old one, "
                        "measured as long after the start (default: none)")):
        add(f"--{name}", metavar="FILE", help=what)
    add("--unweighted", action="store_true",
        help="leave the weights by observations out of account")
    options = parser.parse_args(arguments)
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", UserWarning)
            path = rebase(open_results(options.file), options.output, options.at, options.end,
                          options.scenario, options.name, options.using, options.population,
                          options.rolls, options.people, options.places, options.opened,
                          options.targets, not options.unweighted)
    except (ResultsError, ProgramError, OSError) as error:
        print(f"suffice rebase: {error}", file=sys.stderr)
        return 1
    finally:
        for warning in told:
            print(f"suffice rebase: warning: {warning.message}", file=sys.stderr)
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
