#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue of scenarios/queues/mmc.yaml in SimPy, beside the program: events a second.

    pip install simpy && python3 scripts/bench/simpy_queue.py [PAIRS]

Ten years of M/M/100 at 90 % load, as short as SimPy can say it: nothing is recorded but the
number of those who waited and how long, where the program records every month. Both run in
turn on one core, PAIRS (5) times; the figures are of processor time, so other work hardly
matters. An event is an arrival, an admission that had to wait, or a departure, in both.
"""
import json
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import simpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACES, ARRIVALS, STAY, DAYS = 100, 90.0, 1.0, 3652
REPLICATIONS = 20  # of the program


def customer(env, beds, rng, counts):
    asked = env.now
    with beds.request() as place:
        yield place
        wait = env.now - asked
        counts["admitted"] += 1
        counts["waited"] += wait > 0
        counts["wait"] += wait
        yield env.timeout(rng.expovariate(1 / STAY))
    counts["left"] += 1


def source(env, beds, rng, counts):
    while True:
        yield env.timeout(rng.expovariate(ARRIVALS))
        counts["asked"] += 1
        env.process(customer(env, beds, rng, counts))


def simpy_once(seed):
    """Events, and seconds of processor time."""
    counts = dict.fromkeys(("asked", "admitted", "waited", "wait", "left"), 0)
    env = simpy.Environment()
    start = time.process_time()
    env.process(source(env, simpy.Resource(env, PLACES), random.Random(seed), counts))
    env.run(until=DAYS)
    seconds = time.process_time() - start
    print(f"  SimPy: P(wait) {counts['waited'] / counts['admitted']:.4f}, mean wait "
          f"{counts['wait'] / counts['admitted']:.4f} days (exact: 0.2169, 0.0217)")
    return counts["asked"] + counts["waited"] + counts["left"], seconds


def program_once(folder):
    output = pathlib.Path(folder) / "queue.h5"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([ROOT / "build/release/suffice", "run", ROOT / "scenarios/queues/mmc.yaml",
                    "-n", str(REPLICATIONS), "--threads", "1", "-o", output, "--force",
                    "--quiet"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(output.with_suffix(".run.json").read_text())["events"], seconds


def main():
    rates = {"SimPy": [], "Suffice": []}
    with tempfile.TemporaryDirectory() as folder:
        for i in range(int(sys.argv[1]) if len(sys.argv) > 1 else 5):
            for name, (events, seconds) in (("SimPy", simpy_once(i)),
                                            ("Suffice", program_once(folder))):
                rates[name].append(events / seconds)
    for name, found in rates.items():
        print(f"{name}: {statistics.median(found):,.0f} events a second of processor time "
              f"({min(found):,.0f} to {max(found):,.0f})")
    ratios = [b / a for a, b in zip(rates["SimPy"], rates["Suffice"], strict=True)]
    print(f"ratio of pairs: {statistics.median(ratios):.0f} "
          f"({min(ratios):.0f} to {max(ratios):.0f})")


if __name__ == "__main__":
    main()
