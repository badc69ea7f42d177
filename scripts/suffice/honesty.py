# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scorecard tells that does not rest on assumed dates, and what P(met) rests on."""
from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from .estimates import LEVEL, Groups, estimate_mean, estimate_probability
from .weighted import Sample, order_statistic

SECURED = 0.9  # the probability from which on a target counts as secured
LEAST_SPREAD = 0.005  # sd over mean, below which uncertainty is hardly modelled
TOGETHER = (0.05, 0.5, 0.95)
ENDS = ("low", "high")
TOO_LATE, NOT_BINDING = "too late", "not binding"  # a begin by that lies outside the run


class Run(NamedTuple):
    """When a run is: its start, the first day that is not settled, its end (not part of it)."""

    start: np.datetime64
    first: np.datetime64
    end: np.datetime64

    @classmethod
    def of(cls, start: str, end: str, known_at: str) -> Run:
        """Of the dates of a file, and to whose end its projects are known ("": no date)."""
        days = [np.datetime64(start, "D")]
        if known_at:
            days.append(np.datetime64(known_at, "D") + 1)
        return cls(days[0], max(days), np.datetime64(end, "D"))


class Reach(NamedTuple):
    """What a share SECURED of the replications reach, and its interval."""

    estimate: float
    low: float
    high: float


def slack_reach(slack: np.ndarray, groups: Groups = None, inner: int = 1,
                level: float = LEVEL) -> Reach:
    """The most days of delay of the plan that leave P(met) at SECURED or more.

    Its interval runs between the days at which the limits of P reach SECURED: with
    independent replications order statistics by binomial ranks (Woodruff 1952); else P has
    the interval of its effective number of observations. The program has src/stats/reach.h.
    """
    days = np.unique(slack[~np.isnan(slack)])
    if not len(days):
        return Reach(math.nan, math.nan, math.nan)

    def greatest(side: int) -> float:
        enough, over = 0, len(days)
        while enough < over:
            middle = (enough + over) // 2
            later = np.where(np.isnan(slack), np.nan, slack >= days[middle])
            p = estimate_probability(later[:, None], groups, inner, level)[side][0]
            enough, over = (middle + 1, over) if p >= SECURED - 1e-12 else (enough, middle)
        return float(days[enough - 1]) if enough else -math.inf

    return Reach(*(greatest(side) for side in range(3)))


def begin_reach(begun: np.ndarray, groups: Groups = None, inner: int = 1,
                level: float = LEVEL) -> Reach:
    """How many projects must be begun for a P(met) of SECURED: the fewer the better."""
    estimate, low, high = slack_reach(-begun, groups, inner, level)
    return Reach(-estimate, -high, -low)


def date(start: np.datetime64, days: float) -> str:
    """A day of the run as a date; "" when there is none."""
    return "" if math.isnan(days) else str(start + np.timedelta64(math.floor(days), "D"))


def begin_by(start: np.datetime64, planned: float, slack: float) -> str:
    """A planned date moved by the slack; "always", "never", or "" without one."""
    if math.isinf(slack):
        return "always" if slack > 0 else "never"
    return date(start, planned + slack)


def begin_is(start: np.datetime64, planned: float, slack: float, first: np.datetime64,
             end: np.datetime64) -> str:
    """Why a planned date moved by the slack binds nobody: "too late" before the `first` day
    that is not settled, "not binding" from the run's `end` on; "" where it can be kept."""
    if not math.isfinite(planned + slack):
        return ""
    day = np.datetime64(date(start, planned + slack), "D")
    return TOO_LATE if day < first else NOT_BINDING if day >= end else ""


def near(value: np.ndarray, met: np.ndarray, required: np.ndarray, is_at_most: np.ndarray,
         share: float) -> np.ndarray:
    """1 where at least that share of what is required is there, NaN where undecided."""
    missing = np.where(is_at_most, required - share * value, value - share * required)
    close = missing >= -1e-12 * np.maximum(1, np.abs(required))
    return np.where(np.isnan(met), np.nan, (met > 0) | close)


def columns(one: xr.Dataset, groups: Groups, level: float, run: Run,
            inner: int = 1) -> pd.DataFrame:
    """By target of one scenario: near misses, marks, and what the dates do not bear on.

    Files of programs that did not record it have NaN and "".
    """
    n = (one.sizes["replication"], one.sizes["target"])
    start = run.start

    def values(name: str) -> np.ndarray:
        return one[name].values if name in one else np.full(n, np.nan)

    def coordinate(name: str, missing: object) -> np.ndarray:
        return one[name].values if name in one.coords else np.full(n[1], missing)

    value, met = values("value"), values("met")
    required = coordinate("target_required", np.nan).astype(float)
    is_at_most = coordinate("target_comparison", "") == "at_most"
    slack, begun = ([reach(values(name)[:, i], groups, inner, level) for i in range(n[1])]
                    for reach, name in ((slack_reach, "slack"), (begin_reach, "begun")))
    planned_begin, planned_opening = (values(f"planned_{what}")[-1]
                                      for what in ("begin", "opening"))
    missed = np.where(met <= 0, np.abs(required - value), np.nan)
    shortfall = estimate_mean(missed, groups, level).mean
    mean = estimate_mean(value, groups, level)
    spread = mean.variance
    return pd.DataFrame({
        "crews": coordinate("target_crews", ""),
        "p_95": estimate_mean(near(value, met, required, is_at_most, 0.95), groups, level).mean,
        "p_99": estimate_mean(near(value, met, required, is_at_most, 0.99), groups, level).mean,
        "shortfall_share": np.divide(shortfall, required, where=required > 0,
                                     out=np.full(n[1], np.nan)),
        "no_uncertainty": (spread > 0) & (spread < (LEAST_SPREAD * mean.mean) ** 2),
        "peak_utilisation": estimate_mean(values("peak_utilisation"), groups, level).mean,
        "planned": values("planned")[-1],
        "planned_begin": [date(start, d) for d in planned_begin],
        "planned_opening": [date(start, d) for d in planned_opening],
        **{f"{what}_by": [begin_by(start, day, of.estimate)
                          for day, of in zip(planned, slack, strict=True)]
           for what, planned in (("begin", planned_begin), ("open", planned_opening))},
        "slack_days": [of.estimate for of in slack],
        "begin_count": [of.estimate for of in begun],
        **{f"slack_{end}": [getattr(of, end) for of in slack] for end in ENDS},
        **{f"{what}_by_{end}": [begin_by(start, day, getattr(of, end))
                                for day, of in zip(planned, slack, strict=True)]
           for what, planned in (("begin", planned_begin), ("open", planned_opening))
           for end in ENDS},
        **{f"begin_{end}": [getattr(of, end) for of in begun] for end in ENDS},
        **{f"begin_by{name}_is": [begin_is(start, day, getattr(of, end), run.first, run.end)
                                  for day, of in zip(planned_begin, slack, strict=True)]
           for name, end in (("", "estimate"), *((f"_{end}", end) for end in ENDS))},
    })


def together(met: np.ndarray, groups: Groups, level: float) -> dict[str, float]:
    """How many targets the replications meet, and P(all that are decided are met)."""
    weights = groups.weights if isinstance(groups, Sample) else None
    low, median, high = (order_statistic((met > 0).sum(1).astype(float), q, weights)
                         for q in TOGETHER)
    decided = (~np.isnan(met)).sum(1)
    everything = np.where(decided > 0, (met > 0).sum(1) >= decided, np.nan)
    p_all = estimate_mean(everything[:, None], groups, level).mean[0]
    return {"together_median": median, "together_low": low, "together_high": high,
            "p_all": float(p_all)}


def is_assumed(row: dict | pd.Series) -> bool:
    """Whether P(met) of a row of the scorecard rests on assumed dates or crews."""
    return row.get("dates") == "assumed" or row.get("crews") == "assumed"
