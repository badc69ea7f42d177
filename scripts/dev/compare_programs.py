#!/usr/bin/env python3
"""Compares what two builds of the program make of every scenario: a change of the code
that reads and writes scenarios must change nothing.

    python scripts/dev/compare_programs.py OLD/suffice NEW/suffice [--quick]

Compared are the reference and the schema, and of every scenario of tests/data and
scenarios what `check` and `show` print, with their exit codes; of the good ones also the
resolved text and every dataset of a run of one replication (not with --quick).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOO_LONG = 200_000  # bytes of tables: one replication takes seconds


def printed(program, *arguments):
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, check=False)
    # A trace build also names the line where a failure was born.
    told = [line for line in done.stderr.splitlines() if not line.startswith(b"suffice trace: ")]
    return done.returncode, done.stdout, told


def contents(path):
    """Every dataset by name, without those that tell of the build or of the file."""
    found = {}
    with h5py.File(path) as file:

        def visit(name, item):
            if isinstance(item, h5py.Dataset) and "checksum" not in name:
                found[name] = item[()]

        file.visititems(visit)
    return found


def run_differs(old, new, scenario):
    with tempfile.TemporaryDirectory() as folder:
        results = []
        for name, program in (("old", old), ("new", new)):
            # One name, in a folder each: it stands in the facts.
            path = pathlib.Path(folder) / name / "a.h5"
            path.parent.mkdir()
            done = printed(program, "run", scenario, "-n", "1", "-t", "1", "-q", "-o", path)
            facts = path.with_suffix(".run.json")
            results.append((done[0], contents(path) if path.exists() else {},
                json.loads(facts.read_text()) if facts.exists() else {}))
    if results[0][0] != results[1][0] or results[0][1].keys() != results[1][1].keys():
        return "a run"
    for name, values in results[0][1].items():
        others = results[1][1][name]
        is_same = (numpy.array_equal(values, others, equal_nan=True)
                   if getattr(values, "dtype", None) is not None and values.dtype.kind == "f"
                   else numpy.array_equal(values, others))
        if not is_same:
            return f"dataset {name}"
    if list(results[0][2]) != list(results[1][2]):
        return "keys of the facts"
    for key in ("results", "scenarios", "replications", "design", "resolved", "seed"):
        if results[0][2].get(key) != results[1][2].get(key):
            return f"fact {key}"
    return None


def main():
    old, new = (str(pathlib.Path(a).resolve()) for a in sys.argv[1:3])
    is_quick = "--quick" in sys.argv
    differing = []
    if printed(old, "schema", "--markdown") != printed(new, "schema", "--markdown"):
        differing.append("reference")
    schemas = [json.loads(printed(program, "schema")[1]) for program in (old, new)]
    if json.dumps(schemas[0]) != json.dumps(schemas[1]):
        # The order of keys is content too: editors show them in it.
        differing.append("schema" if schemas[0] != schemas[1] else "order of the schema")
    scenarios = sorted(p for folder in ("tests/data", "scenarios")
                       for p in (ROOT / folder).rglob("*.yaml"))
    for path in scenarios:
        name = str(path.relative_to(ROOT))
        for command in ("check", "show"):
            if printed(old, command, name) != printed(new, command, name):
                differing.append(f"{command} {name}")
        is_good = printed(new, "check", name)[0] == 0
        size = sum(p.stat().st_size for p in path.parent.rglob("*.csv"))
        if not is_quick and is_good and size < TOO_LONG:
            what = run_differs(old, new, name)
            if what is not None:
                differing.append(f"run {name}: {what}")
    for line in differing:
        print(line)
    print(f"{len(scenarios)} scenarios, {len(differing)} differences")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
