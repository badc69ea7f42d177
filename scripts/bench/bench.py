#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast the program is: events a second, memory a thread, a second core, writing.

    python3 scripts/bench/bench.py [--program build/release/suffice] [--repeat 3]

Runs each case a few times and tells the best and the median, from the facts that the program
leaves beside its results (NAME.run.json). Nothing here passes or fails: a number is a reason
to look. Run it on a quiet machine.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# name, scenario, replications, threads
CASES = [
    ("M/M/100 at 90 %, one core", "scenarios/queues/mmc.yaml", 60, 1),
    ("Luzhou, one core", "scenarios/luzhou/plan.yaml", 10, 1),
    ("Luzhou, two cores", "scenarios/luzhou/plan.yaml", 20, 2),
]


def run_once(program, scenario, replications, threads, folder):
    """Facts of one run."""
    output = pathlib.Path(folder) / "bench.h5"
    subprocess.run([program, "run", ROOT / scenario, "-n", str(replications), "--threads",
                    str(threads), "-o", output, "--force", "--quiet"], check=True)
    return json.loads(output.with_suffix(".run.json").read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build/release/suffice")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    print(f"{'case':28} {'M events/s':>10} {'median':>7} {'events/repl':>12} "
          f"{'s/repl':>7} {'MB/thread':>9} {'writing':>8}")
    rates = {}
    for name, scenario, replications, threads in CASES:
        with tempfile.TemporaryDirectory() as folder:
            facts = [run_once(options.program, scenario, replications, threads, folder)
                     for _ in range(options.repeat)]
        per_second = [f["events"] / f["wall_seconds"] / 1e6 for f in facts]
        best = facts[per_second.index(max(per_second))]
        phases = best["phases"]
        writing = phases["pack"] / threads + phases["journal"] + phases["results"]
        rates[name] = max(per_second)
        print(f"{name:28} {max(per_second):10.2f} {statistics.median(per_second):7.2f} "
              f"{best['events'] / replications:12,.0f} "
              f"{best['wall_seconds'] * threads / replications:7.3f} "
              f"{best['peak_memory_bytes'] / threads / 1e6:9.1f} "
              f"{100 * writing / best['wall_seconds']:6.2f} %")
    ratio = rates[CASES[2][0]] / rates[CASES[1][0]]
    print(f"a second core: {ratio:.2f} times the replications")


if __name__ == "__main__":
    main()
