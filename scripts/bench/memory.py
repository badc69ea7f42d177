#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much memory a thread takes.

usage: memory.py PROGRAM SCENARIO [REPLICATIONS]

Runs SCENARIO with 1, 2, 4 and 8 threads, REPLICATIONS (default 16) each, and prints the
greatest resident memory of each run, and what one thread more takes: the slope of the line
of least squares through them.
"""
import os
import subprocess
import sys
import tempfile

THREADS = (1, 2, 4, 8)


def peak_mb(program, scenario, replications, threads):
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", scenario, "-q", "-n", replications, "-t", str(threads),
                   "-o", os.path.join(folder, "run.h5")]
        # Taken from the child itself: getrusage tells the greatest of all children.
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{program} failed")
    return usage.ru_maxrss / 1024


def main(program, scenario, replications="16"):
    peaks = []
    for threads in THREADS:
        peaks.append(peak_mb(program, scenario, replications, threads))
        print(f"{threads} threads: {peaks[-1]:.1f} MiB", flush=True)
    mean_threads = sum(THREADS) / len(THREADS)
    mean_peak = sum(peaks) / len(peaks)
    slope = (sum((t - mean_threads) * (p - mean_peak) for t, p in zip(THREADS, peaks))
             / sum((t - mean_threads) ** 2 for t in THREADS))
    print(f"a thread more: {slope:.1f} MiB; the rest: {mean_peak - slope * mean_threads:.1f} MiB")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
