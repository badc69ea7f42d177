#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fail when the page about results and the table of output variables differ.

usage: check_results_page.py src/stats/variables.h docs/reference/results.md

Every row of SUF_VARIABLE_LIST must stand in the page, word for word, under the heading of
its group, and the page may not list a variable that is not in the table. On a failure the
rows as they must be are printed, to be pasted.
"""
import pathlib
import re
import sys

HEADINGS = {"MONTHLY": "## Group `/`", "WAITS_YEAR": "## Group `/waits`",
            "WAITS": "## Group `/waits`", "CLASS": "## Group `/classes`",
            "CLASS_YEAR": "## Group `/classes`", "CLASS_WAITS": "## Group `/classes`",
            "POPULATION": "## Group `/population`",
            "ASSUMPTION": "## Group `/assumptions`",
            "PROJECT_YEAR": "## Group `/delivery`", "PROJECT": "## Group `/delivery`",
            "ASSET_YEAR": "## Group `/delivery`", "TARGET": "## Group `/targets`",
            "TARGET_DISTRICT": "## Group `/targets`", "MEASURE": "## Group `/measures`",
            "CLASS_MEASURE": "## Group `/class_measures`",
            "OBSERVATION": "## Group `/observations`", "WEIGHT": "## Group `/observations`",
            "ZONE": "## Group `/zones`",
            "POLICY_YEAR": "## Group `/policies`", "POLICY": "## Group `/policies`",
            "SERVICE_YEAR": "## Group `/equality`", "EQUALITY": "## Group `/equality`"} | {
                f"COST{dims}": "## Group `/costs`"
                for dims in ("", "_SERVICE", "_PRICE", "_PROJECT", "_PROJECT_YEAR", "_PART")}
ROW = re.compile(
    r'X\(\w+,\s*("[^"]*"),\s*(\w+),\s*("[^"]*"),\s*("[^"]*"),\s*((?:"[^"]*"\s*)+)\)')


def rows_of_table(header: str) -> dict[str, list[str]]:
    """The rows that the page must have, by heading."""
    rows = {heading: [] for heading in HEADINGS.values()}
    for name, dims, units, cell_methods, meaning in ROW.findall(header.replace("\\\n", "")):
        cells = [f"`{name}`", units, cell_methods, "".join(re.findall(r'"([^"]*)"', meaning))]
        rows[HEADINGS[dims]].append("| " + " | ".join(cells).replace('"', "") + " |")
    return rows


def rows_of_page(page: str, heading: str) -> list[str]:
    """The rows of variables under a heading of the page."""
    _, found, section = page.partition(f"\n{heading}\n")
    section = section.partition("\n## ")[0] if found else ""
    return [line for line in section.splitlines() if line.startswith("| `")]


def main(header_path: str, page_path: str) -> int:
    header = pathlib.Path(header_path).read_text(encoding="utf-8")
    for name in re.findall(r'#include "stats/(\w+_variables\.h)"', header):
        header += pathlib.Path(header_path).with_name(name).read_text(encoding="utf-8")
    page = pathlib.Path(page_path).read_text(encoding="utf-8")
    expected = rows_of_table(header)
    if sum(map(len, expected.values())) != len(re.findall(r"\n    X\(", header)):
        print(f"{header_path}: rows that this script cannot read")
        return 1
    wrong = [heading for heading in expected
             if rows_of_page(page, heading) != expected[heading]]
    for heading in wrong:
        print(f"{page_path}: under '{heading}' must stand:", *expected[heading], sep="\n")
    print("results page: " + ("differs from the table of variables" if wrong else "ok"))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
