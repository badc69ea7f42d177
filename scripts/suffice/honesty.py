# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scorecard tells that does not rest on assumed dates, and what P(met) rests on."""
from __future__ import annotations

import math

import numpy as np
import pandas as pd
import xarray as xr

from .estimates import estimate_mean

SECURED = 0.9  # the probability from which on a target counts as secured
LEAST_SPREAD = 0.005  # sd over mean, below which uncertainty is hardly modelled
TOGETHER = (0.05, 0.5, 0.95)


def slack_days(slack: np.ndarray) -> float:
    """The most days of delay of the plan that leave P(met) at SECURED or more."""
    days = np.sort(slack[~np.isnan(slack)])
    return float(days[len(days) - _enough(len(days))]) if len(days) else math.nan


def begin_count(begun: np.ndarray) -> float:
    """How many projects must be begun for a P(met) of SECURED."""
    n = np.sort(begun[~np.isnan(begun)])
    return float(n[_enough(len(n)) - 1]) if len(n) else math.nan


def _enough(n: int) -> int:
    return max(math.ceil(SECURED * n), 1)


def date(start: np.datetime64, days: float) -> str:
    """A day of the run as a date; "" when there is none."""
    return "" if math.isnan(days) else str(start + np.timedelta64(math.floor(days), "D"))


def begin_by(start: np.datetime64, planned: float, slack: float) -> str:
    """A planned date moved by the slack; "always", "never", or "" without one."""
    if math.isinf(slack):
        return "always" if slack > 0 else "never"
    return date(start, planned + slack)


def near(value: np.ndarray, met: np.ndarray, required: np.ndarray, is_at_most: np.ndarray,
         share: float) -> np.ndarray:
    """1 where at least that share of what is required is there, NaN where undecided."""
    missing = np.where(is_at_most, required - share * value, value - share * required)
    close = missing >= -1e-12 * np.maximum(1, np.abs(required))
    return np.where(np.isnan(met), np.nan, (met > 0) | close)


def columns(one: xr.Dataset, groups: np.ndarray | None, level: float,
            start: np.datetime64) -> pd.DataFrame:
    """By target of one scenario: near misses, marks, and what the dates do not bear on.

    Files of programs that did not record it have NaN and "".
    """
    n = (one.sizes["replication"], one.sizes["target"])

    def values(name: str) -> np.ndarray:
        return one[name].values if name in one else np.full(n, np.nan)

    def coordinate(name: str, missing: object) -> np.ndarray:
        return one[name].values if name in one.coords else np.full(n[1], missing)

    value, met = values("value"), values("met")
    required = coordinate("target_required", np.nan).astype(float)
    is_at_most = coordinate("target_comparison", "") == "at_most"
    slack = [slack_days(values("slack")[:, i]) for i in range(n[1])]
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
        "begin_by": [begin_by(start, d, s) for d, s in zip(planned_begin, slack, strict=True)],
        "open_by": [begin_by(start, d, s) for d, s in zip(planned_opening, slack, strict=True)],
        "slack_days": slack,
        "begin_count": [begin_count(values("begun")[:, i]) for i in range(n[1])],
    })


def together(met: np.ndarray, groups: np.ndarray | None, level: float) -> dict[str, float]:
    """How many targets the replications meet, and P(all that are decided are met)."""
    n = np.sort((met > 0).sum(1))
    low, median, high = (float(n[max(math.ceil(q * len(n)), 1) - 1]) for q in TOGETHER)
    decided = (~np.isnan(met)).sum(1)
    everything = np.where(decided > 0, (met > 0).sum(1) >= decided, np.nan)
    p_all = estimate_mean(everything[:, None], groups, level).mean[0]
    return {"together_median": median, "together_low": low, "together_high": high,
            "p_all": float(p_all)}


def is_assumed(row: dict | pd.Series) -> bool:
    """Whether P(met) of a row of the scorecard rests on assumed dates or crews."""
    return row.get("dates") == "assumed" or row.get("crews") == "assumed"
