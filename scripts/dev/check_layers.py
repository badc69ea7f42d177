#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fail when an #include leads where it must not or in a circle, a library leaves its one
home, a function keeps a static local, or a status may be ignored.

What each folder of src may include beside its own files; docs/house.md has the same table
for people, and a test compares them.
"""
import pathlib
import re
import sys

MAY_INCLUDE = {
    "base": set(),
    "random": {"base"},
    "scenario/types": {"base", "random"},
    "scenario/read": {"base", "random", "scenario/types"},
    "scenario/check": {"base", "random", "scenario/types", "scenario/read"},
    "scenario/write": {"base", "random", "scenario/types"},
    "scenario": {"base", "random", "scenario/types", "scenario/read", "scenario/check",
                 "scenario/write"},
    "model": {"base", "random", "scenario/types"},
    "stats": {"base", "random"},
    "engine/core": {"base", "random", "model", "stats"},
    "engine/population": {"base", "random", "model", "stats", "engine/core"},
    "engine/intake": {"base", "random", "model", "stats", "engine/core", "engine/population"},
    "engine/visit": {"base", "random", "model", "stats", "engine/core", "engine/population"},
    "engine/delivery": {"base", "random", "model", "stats", "engine/core"},
    "engine/stay": {"base", "random", "model", "stats", "engine/core", "engine/population"},
    "engine/target": {"base", "random", "model", "stats", "engine/core", "engine/population",
                      "engine/delivery", "engine/stay"},
    "engine/cost": {"base", "random", "model", "stats", "engine/core", "engine/delivery"},
    "engine/likelihood": {"base", "model", "stats", "engine/core"},
    "engine/policy": {"base", "random", "model", "stats", "engine/core", "engine/delivery",
                      "engine/stay"},
    "engine": {"engine/core", "engine/cost", "engine/likelihood", "engine/policy",
               "engine/population", "engine/intake", "engine/visit", "engine/delivery",
               "engine/stay", "engine/target"},
    "journal": {"base", "stats"},
    "results": {"base", "stats", "journal"},
    "experiment": {"base", "random", "model", "stats", "engine/core", "engine/delivery", "engine"},
    "question": {"base", "random", "scenario/types", "scenario", "model", "stats", "engine",
                 "experiment", "journal", "results"},
    "cli": {"base", "scenario/types", "scenario/write", "scenario", "model", "stats",
            "engine/core", "engine/delivery", "engine/stay", "engine", "experiment", "journal",
            "results", "question"},
}
HOMES = {r"#include\s*<hdf5": "results", r"#include\s*<omp\.h>|#pragma\s+omp": "experiment",
         r"#include\s*<gsl/gsl_(rng|randist)": "random", r"#include\s*<jansson": "base",
         r"#include\s*<yaml": "scenario/read"}


def includes_of(root: pathlib.Path) -> dict[str, dict[str, str]]:
    """What each module, name.h with name.c, includes of others, and where it does."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(root.rglob("*.[ch]")):
        module = path.relative_to(root).with_suffix("").as_posix()
        targets = found.setdefault(module, {})
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if m := re.match(r'\s*#\s*include\s*"(.*)"', line):
                beside = "" if "/" in m.group(1) else module.rpartition("/")[0] + "/"
                target = beside + m.group(1).rpartition(".")[0]
                if target != module:
                    targets.setdefault(target, f"{path}:{number}")
    return found


def circles(includes: dict[str, dict[str, str]]) -> list[str]:
    """The circles of modules, each once: an include that closes it, and its way."""
    told = []
    done: set[str] = set()
    way: list[str] = []

    def go(module: str) -> None:
        way.append(module)
        for target, where in includes.get(module, {}).items():
            if target in way:
                circle = [*way[way.index(target):], target]
                told.append(f"{where}: a circle of includes: {' -> '.join(circle)}")
            elif target not in done:
                go(target)
        done.add(way.pop())

    for module in includes:
        if module not in done:
            go(module)
    return told


def main(root: pathlib.Path) -> int:
    faults = circles(includes_of(root))
    for path in sorted(root.rglob("*.[ch]")):
        folder = path.relative_to(root).parent.as_posix()
        for number, line in enumerate(path.read_text().splitlines(), 1):
            where = f"{path}:{number}"
            if m := re.match(r'\s*#\s*include\s*"(.*)/', line):
                target = m.group(1)
                if target != folder and target not in MAY_INCLUDE.get(folder, set()):
                    faults.append(f"{where}: {folder}/ must not include {target}/")
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
