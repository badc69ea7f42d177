# SPDX-License-Identifier: GPL-3.0-or-later
"""The command `suffice report`, or suffice-report: one HTML file from a results file."""
from __future__ import annotations

import argparse
import pathlib
import sys
from collections.abc import Sequence

from . import given
from .report import write
from .results import ResultsError
from .results import open as open_results
from .words import LANGUAGES

_HELP = """\
How do I show the results to people who decide? Writes one HTML file that opens offline
in any browser, on a phone and on paper.

  suffice report results/hello.h5 -o results/hello.html

Its first screen says which targets will probably be missed, where people go without, why, and
what the run says would mend it. Below are the scorecard, a page a service, a map of where
places run short year by year, scenarios compared pair by pair, all assumptions with evidence
grade and source, and the method."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code: 0 done, 1 failed, 2 bad command line."""
    parser = argparse.ArgumentParser(
        prog="suffice report", description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="results file of suffice run")
    parser.add_argument("-o", "--output", help="the report (default: FILE with .html)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en",
                        help="language of the report (default: en)")
    parser.add_argument("--boundaries", metavar="FILE",
                        help="outlines of the districts, GeoJSON (default: "
                             "boundaries.geojson beside the scenario, where the run's "
                             "run.json tells it)")
    parser.add_argument("--answer", metavar="FILE", action="append", default=[],
                        help="answer of suffice size, margin or slip about a scenario of the "
                             "results; it gets a section of its own (repeatable)")
    parser.add_argument("--prior", action="store_true",
                        help="as thought before what was seen: replications are not weighted by "
                             "the observations")
    options = parser.parse_args(arguments)
    output = options.output or pathlib.Path(options.file).with_suffix(".html")
    try:
        tree = open_results(options.file)
        if options.prior:
            tree = given.prior(tree)
        path = write(tree, output, options.boundaries, options.lang, options.answer)
    except (ResultsError, OSError) as error:
        print(f"suffice report: {error}", file=sys.stderr)
        return 1
    size = pathlib.Path(path).stat().st_size / 1e6
    print(f"{path} ({size:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
