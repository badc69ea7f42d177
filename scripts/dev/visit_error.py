#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far the program's visits are from their queue (docs/theory/model.md).

usage: visit_error.py PROGRAM

Runs one service of many equal sites for a month and compares the share refused with that of
M(t)/M/C/C: visitors at a rate that is constant within the hour, exponential stays, empty at
opening. Its Kolmogorov equations are integrated here by scipy's solver for stiff equations,
which shares nothing with the program. Prints both, Erlang's formula at the mean load of each
hour, and the use of the places in the fullest hour. Fails when they differ by more than 0.002
and 1 %.
"""
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np
from scipy.integrate import solve_ivp

OPENS = 8
WEIGHTS = np.array([1, 1, 2, 3, 2, 2, 1, 1])  # visitors by hour of the day, relative
SITES = 2000

SCENARIO = """format: 1
name: queue
start: 2021-01-01
end: 2021-02-01
districts: {{one: {{}}}}
population: {{start: people.csv}}
places: places.csv
services:
  site:
    kind: visit
    visit: {{visits_per_week: {weekly!r}, mean_stay: {stay} hours, opens: {opens}, closes: {closes},
            by_hour: hours.csv}}
targets:
  use: {{measure: utilisation, of: site, date: 2021-01-31, value: 1}}
"""


def by_program(program, visitors, stay, places):
    """Share of visitors refused, and use in the fullest hour, in a run."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        people = 100_000
        (folder / "people.csv").write_text(f"district,sex,age,count\none,F,30,{people}\n")
        (folder / "places.csv").write_text(
            f"service,district,places,sites\nsite,one,{places * SITES},{SITES}\n")
        rows = [f"{day},{OPENS + i},{weight}"
                for day in range(1, 8) for i, weight in enumerate(WEIGHTS)]
        (folder / "hours.csv").write_text("day,hour,weight\n" + "\n".join(rows) + "\n")
        (folder / "x.yaml").write_text(SCENARIO.format(
            weekly=float(7 * visitors.sum() * SITES / people), stay=stay, opens=OPENS,
            closes=OPENS + len(WEIGHTS)))
        subprocess.run([program, "run", "x.yaml", "-n", "2", "-t", "1", "-o", "x.h5", "--quiet"],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with h5py.File(folder / "x.h5") as file:
            found = {}
            file.visititems(lambda path, item: found.update({path.split("/")[-1]: item})
                            if isinstance(item, h5py.Dataset) else None)
            return (found["visits_refused"][...].sum() / found["visits"][...].sum(),
                    found["peak_use"][...].mean())


def by_queue(visitors, stay, places):
    """Share of visitors refused, and use in the fullest hour, by the equations."""
    state = np.zeros(places + 3)  # probabilities, the time with all places taken, that of people
    state[0] = 1
    leave = np.arange(places + 1) / stay
    refused = peak = 0.0
    for rate in visitors:
        jacobian = np.zeros((places + 3, places + 3))
        for n in range(places + 1):
            jacobian[n, n] = -leave[n] - (rate if n < places else 0)
            if n < places:
                jacobian[n + 1, n] = rate
                jacobian[n, n + 1] = leave[n + 1]
        jacobian[places + 1, places] = 1
        jacobian[places + 2, :places + 1] = np.arange(places + 1)
        state[-2:] = 0
        solved = solve_ivp(lambda _t, y, a=jacobian: a @ y, (0, 1), state, method="BDF",
                           jac=jacobian, rtol=1e-8, atol=1e-12)
        state = solved.y[:, -1]
        refused += rate * state[-2]
        peak = max(peak, state[-1] / places)
    return refused / visitors.sum(), peak


def is_far(found, right):
    return abs(found - right) > max(0.002, 0.01 * right)


def erlang_b(load, places):
    inverse = 1.0
    for n in range(1, places + 1):
        inverse = 1 + n / load * inverse
    return 1 / inverse


def by_mean_load(visitors, stay, places):
    """Share of visitors refused, by Erlang's formula at the mean load of each hour."""
    there, refused = 0.0, 0.0
    for rate in visitors:
        steady = rate * stay
        mean = steady + (there - steady) * stay * (1 - np.exp(-1 / stay))
        refused += rate * erlang_b(mean, places)
        there = steady + (there - steady) * np.exp(-1 / stay)
    return refused / visitors.sum()


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    is_wrong = False
    print("| places | stay, h | load of the busiest hour / places | the equations | the program "
          "| Erlang's formula | fullest hour by the equations | by the program |")
    print("|---|---|---|---|---|---|---|---|")
    for places in (20, 100):
        for stay in (1.1, 5.0):
            for part in (0.7, 0.9, 1.1, 1.5):
                visitors = part * places / stay * WEIGHTS / WEIGHTS.max()
                right, right_peak = by_queue(visitors, stay, places)
                found, peak = by_program(program, visitors, stay, places)
                is_wrong = is_wrong or is_far(found, right) or is_far(peak, right_peak)
                print(f"| {places} | {stay} | {part} | {right:.4f} | {found:.4f} "
                      f"| {by_mean_load(visitors, stay, places):.4f} "
                      f"| {right_peak:.4f} | {peak:.4f} |")
    return int(is_wrong)


if __name__ == "__main__":
    sys.exit(main())
