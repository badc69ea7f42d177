# SPDX-License-Identifier: GPL-3.0-or-later
"""A policy's threshold as a lever: `suffice size` finds the number that theory knows."""
import math

from size_case import HEAD, Case

RATE, DAYS = 0.5, 200
RESERVE = HEAD + """levers:
  n: {{value: 90, least: 60, most: 160, step: 1}}
services:
  desk:
    kind: stay
    arrivals: {{city: {{rate: 0.5 per day}}}}
    stay: {{exponential: {{mean: 1 day}}}}
    queue: {{discipline: none}}
    places: 20
    initial: {{occupancy: 0}}
assets:
  reserve: {{title: Reserve}}
projects:
  reserve: {{asset: reserve, district: city, opens: 2021-01-02}}
policies:
  take: {{when: {{measure: requests, of: desk, reach: $n}}, do: {{begin: reserve}}}}
conditions:
  untouched: {{measure: count, of: reserve, at_most: 0, date: 2021-07-19}}
"""


def at_most(n: int, mean: float) -> float:
    """P(Poisson(mean) <= n)."""
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(n + 1))


class Threshold(Case):
    def test_size_finds_the_request_that_may_begin_the_reserve(self):
        """Untouched by the end of day 200: fewer than N requests of 100 in the mean."""
        exact = next(n for n in range(60, 161) if at_most(n - 1, RATE * DAYS) >= 0.9)
        self.assertEqual(exact, 114)
        row = self.size(self.write(RESERVE), "-n", 4000, "-p", 0.9)
        self.assert_size(row, exact, within=1)
