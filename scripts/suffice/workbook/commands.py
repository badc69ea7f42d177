# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands `suffice template`, `suffice import` and `suffice export`."""
from __future__ import annotations

import argparse
import pathlib
import sys
from collections.abc import Sequence

from .. import given
from ..results import ResultsError
from ..results import open as open_results
from . import exporting
from .excel import WorkbookError
from .importing import import_book
from .sheets import LANGUAGES
from .template import write_template

_TEMPLATE = """\
How do I write my plan down without YAML? Writes an empty Excel book to fill in: a sheet
each for districts, people, services, places, projects, targets and assumptions.

  suffice template -o results/book.xlsx

It has a page of instructions, drop-downs, units and an example of every row."""
_IMPORT = """\
How does my Excel book become a scenario? Writes plan.yaml and its tables into a folder
and checks them. All faults are told at once, each with sheet and cell.

  suffice import scenarios/gulin-xuyong/book.xlsx -o results/gulin-xuyong

Nothing is written while a fault is left."""
_EXPORT = """\
How do I get the results into a spreadsheet? Writes scorecard, measures, delivery and
assumptions as sheets, with units and notes; or one table as parquet or CSV.

  suffice export results/hello.h5 -o results/hello.xlsx

Numbers are weighted by what was seen, as everywhere, and what is assumed is marked."""


def _parser(command: str, text: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"suffice {command}", description=text,
                                   allow_abbrev=False,
                                   formatter_class=argparse.RawDescriptionHelpFormatter)


def _failed(command: str, error: Exception) -> int:
    print(f"suffice {command}: {error}", file=sys.stderr)
    return 1


def template(arguments: Sequence[str] | None = None) -> int:
    """Run `suffice template`; its exit code: 0 done, 1 failed, 2 bad command line."""
    parser = _parser("template", _TEMPLATE)
    parser.add_argument("-o", "--output", metavar="FILE", default="book.xlsx",
                        help="the book (default: book.xlsx)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en",
                        help="language of the book (default: en)")
    parser.add_argument("--force", action="store_true", help="overwrite a book that is there")
    options = parser.parse_args(arguments)
    try:
        if pathlib.Path(options.output).exists() and not options.force:
            raise WorkbookError(f"{options.output}: is there already, and may be filled in: "
                                "tell another name, or --force")
        path = write_template(options.output, options.lang)
    except (WorkbookError, OSError) as error:
        return _failed("template", error)
    print(path)
    return 0


def import_(arguments: Sequence[str] | None = None) -> int:
    """Run `suffice import`; its exit code: 0 done, 1 failed, 2 bad command line, 3 faults."""
    parser = _parser("import", _IMPORT)
    parser.add_argument("file", help="book made from the template")
    parser.add_argument("-o", "--output", metavar="FOLDER", required=True,
                        help="folder of the scenario: new, empty, or of a former import "
                             "(required)")
    options = parser.parse_args(arguments)
    try:
        made = import_book(options.file, options.output)
    except (WorkbookError, OSError) as error:
        return _failed("import", error)
    for note in made.notes:
        print(f"{options.file}: {note}", file=sys.stderr)
    for fault in made.faults:
        place = fault.place.told()
        print(f"{options.file}: {place + ': ' if place else ''}"
              f"{'warning: ' if fault.is_warning else ''}{fault.message}", file=sys.stderr)
    if made.folder is None:
        print(f"{options.file}: {made.n_faults} fault{'s' if made.n_faults > 1 else ''}, "
              "nothing is written", file=sys.stderr)
        return 3
    print(f"{pathlib.Path(made.folder) / 'plan.yaml'}{made.said.removeprefix('plan.yaml')}")
    return 0


def export(arguments: Sequence[str] | None = None) -> int:
    """Run `suffice export`; its exit code: 0 done, 1 failed, 2 bad command line."""
    parser = _parser("export", _EXPORT)
    parser.add_argument("file", help="results file of suffice run")
    parser.add_argument("-o", "--output", metavar="OUTPUT",
                        help="what is written, by its ending .xlsx, .parquet or .csv (default: "
                             "FILE with .xlsx)")
    parser.add_argument("--table", choices=exporting.TABLES,
                        help="the one table of .parquet and .csv (default: measures)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en",
                        help="language of notes and titles (default: en)")
    parser.add_argument("--prior", action="store_true",
                        help="as thought before what was seen: replications are not weighted by "
                             "the observations")
    options = parser.parse_args(arguments)
    output = options.output or pathlib.Path(options.file).with_suffix(".xlsx")
    try:
        tree = open_results(options.file)
        if options.prior:
            tree = given.prior(tree)
        path = exporting.export(tree, output, options.table, options.lang)
    except (WorkbookError, ResultsError, OSError) as error:
        return _failed("export", error)
    print(path)
    return 0
