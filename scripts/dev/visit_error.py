#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far the rule for visits (docs/model.md) is from a true queue.

The rule refuses each visit of an hour with Erlang's B of the hour's mean load. The true queue is
M(t)/M/C/C: visitors at a rate that is constant within the hour, exponential stays, empty at
opening; its Kolmogorov equations are solved by uniformisation. Prints the share refused in a
day by both, for a site of C places and loads of its busiest hour.
"""
import math

import numpy as np

WEIGHTS = [1, 1, 2, 3, 2, 2, 1, 1]  # visitors by hour of the day, relative


def erlang_b(load, places):
    inverse = 1.0
    for n in range(1, places + 1):
        inverse = 1 + n / load * inverse
    return 1 / inverse


def by_rule(visitors, stay, places):
    """Refused a day, by the rule."""
    there, refused = 0.0, 0.0
    for rate in visitors:
        steady = rate * stay
        load = steady + (there - steady) * stay * (1 - math.exp(-1 / stay))
        there = steady + (there - steady) * math.exp(-1 / stay)
        refused += rate * erlang_b(load, places)
    return refused


def by_queue(visitors, stay, places):
    """Refused a day, by the equations."""
    p = np.zeros(places + 1)
    p[0] = 1
    refused = 0.0
    n = np.arange(places + 1)
    steps = 200
    for rate in visitors:
        total = rate + places / stay
        up, down = rate / total, n / stay / total
        for _ in range(steps):
            term, weight = p.copy(), math.exp(-total / steps)
            after = weight * term
            full = 0.0
            k, tail = 0, 1 - weight
            while tail > 1e-13:
                full += tail / total * term[-1]  # time spent full within the step
                moved = np.zeros_like(term)
                moved[1:] += term[:-1] * up
                moved[-1] += term[-1] * up
                moved[:-1] += term[1:] * down[1:]
                moved += term * (1 - up - down)
                term = moved
                k += 1
                weight *= total / steps / k
                after += weight * term
                tail -= weight
            refused += rate * full
            p = after
    return refused


def main():
    print("places  stay h  load of the busiest hour / places   refused by queue   by rule")
    for places in (20, 100):
        for stay in (1.1, 5.0):
            for part in (0.7, 0.9, 1.1, 1.5):
                rate = part * places / stay
                visitors = [rate * w / max(WEIGHTS) for w in WEIGHTS]
                day = sum(visitors)
                print(f"{places:6} {stay:7} {part:34} {by_queue(visitors, stay, places) / day:18.4f}"
                      f" {by_rule(visitors, stay, places) / day:9.4f}")


if __name__ == "__main__":
    main()
