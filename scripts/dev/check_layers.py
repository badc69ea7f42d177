#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fail when an #include climbs, a library leaves its one home, a function keeps a static
local, or a status may be ignored.

The order below is the house, ground floor first: a file may include its own folder and
any folder before it in the list.
"""
import pathlib
import re
import sys

FLOORS = ["base", "random", "scenario", "model", "stats", "engine", "experiment",
          "output", "app"]
# experiment and output are neighbours: neither may see the other; app ties them.
APART = {("output", "experiment"), ("engine", "scenario"), ("stats", "scenario"),
         ("experiment", "scenario")}
HOMES = {r"#include\s*<hdf5": "output", r"#include\s*<omp\.h>|#pragma\s+omp": "experiment",
         r"#include\s*<gsl/gsl_(rng|randist)": "random", r"#include\s*<jansson": "base",
         r"#include\s*<yaml": "scenario"}


def main(root: pathlib.Path) -> int:
    faults = []
    for path in sorted(root.rglob("*.[ch]")):
        folder = path.relative_to(root).parts[0]
        for number, line in enumerate(path.read_text().splitlines(), 1):
            where = f"{path}:{number}"
            if m := re.match(r'#include\s*"([a-z]+)/', line):
                target = m.group(1)
                if FLOORS.index(target) > FLOORS.index(folder):
                    faults.append(f"{where}: {folder}/ must not include {target}/")
                if (folder, target) in APART:
                    faults.append(f"{where}: {folder}/ and {target}/ are kept apart")
            if re.match(r"\s+static (?!const |inline |_Thread_local const )", line):
                faults.append(f"{where}: a function that remembers: {line.strip()}")
            if path.suffix == ".h" and re.match(r"suf_status suf_", line):
                faults.append(f"{where}: SUF_MUST_CHECK is missing: {line.strip()}")
            for pattern, home in HOMES.items():
                if re.search(pattern, line) and folder != home:
                    faults.append(f"{where}: belongs in {home}/ only: {line.strip()}")
    print("\n".join(faults) or "layers: ok")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
