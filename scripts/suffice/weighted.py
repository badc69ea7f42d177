# SPDX-License-Identifier: GPL-3.0-or-later
"""Replications with weights: the sample they are, its moments, and its quantiles.

Axis 0 is the replication, NaN is "not observed" and is passed over. A scenario whose
replications all weigh the same has NaN as weights, and the plain formulas hold for it.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np


@dataclasses.dataclass(frozen=True, eq=False)
class Sample:
    """How replications were drawn, and what they weigh.

    `groups` are the independent ones (`Design.groups`), `draws` the draw of the assumptions
    that each replication is of, rising, `weights` are (replication,) or (replication,
    scenario): of arrays whose axis 1 is the scenario.
    """

    groups: np.ndarray | None
    draws: np.ndarray
    weights: np.ndarray

    def like(self, values: np.ndarray) -> np.ndarray:
        """The weights with as many axes as the values have."""
        missing = (1,) * (values.ndim - self.weights.ndim)
        return self.weights.reshape(self.weights.shape + missing)

    def is_used(self, values: np.ndarray) -> np.ndarray:
        """Of each column of the values, whether its replications have weights."""
        used = ~np.isnan(self.like(values)).all(0)
        return np.broadcast_to(used, values.shape[1:])


def effective(weights: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """How many draws of equal weight would tell as much (Kish 1965): (sum w)^2 / sum w^2.

    Replications of one draw are added first, as they tell of it together.
    """
    starts = np.flatnonzero(np.diff(draws, prepend=draws[0] - 1))
    of_draws = np.add.reduceat(weights, starts, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(of_draws.sum(0) ** 2 / (of_draws**2).sum(0))


def seen_weights(values: np.ndarray, sample: Sample) -> np.ndarray:
    """Weights of what was observed, 0 elsewhere; 1 in columns that have none."""
    weights = np.broadcast_to(sample.like(values), values.shape)
    weights = np.where(sample.is_used(values), weights, 1.0)
    return np.where(np.isnan(values), 0.0, np.nan_to_num(weights))


def moments(values: np.ndarray, sample: Sample) -> tuple[np.ndarray, ...]:
    """Mean, variance of one replication and of the mean, its degrees of freedom, effective n.

    The variance of the mean is that of a ratio of totals over groups, or replications where
    these are independent: M / (M - 1) sum e^2 / (sum w)^2, e the sum of w (x - mean).
    """
    weights = seen_weights(values, sample)
    total = weights.sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        shift = np.nan_to_num(values[0]) if len(values) else 0.0
        above = np.where(weights > 0, values - shift, 0)
        mean_above = (weights * above).sum(0) / total
        residuals = weights * (above - mean_above)
        shared = (weights**2).sum(0) / total**2
        of_one = np.where(shared < 1, (residuals * (above - mean_above)).sum(0) / total
                          / (1 - shared), np.nan)
        if sample.groups is None:
            sums, n_groups = residuals, (weights > 0).sum(0)
        else:
            names, codes = np.unique(sample.groups, return_inverse=True)
            member = (codes == np.arange(len(names))[:, None]).astype(float)
            sums = np.tensordot(member, residuals, 1)
            n_groups = (np.tensordot(member, weights, 1) > 0).sum(0)
        freedom = n_groups - 1.0
        variance = np.where(freedom > 0, n_groups / freedom * (sums**2).sum(0) / total**2,
                            np.nan)
    return shift + mean_above, of_one, variance, freedom, effective(weights, sample.draws)


def mean(values: np.ndarray, sample: Sample | None = None) -> np.ndarray:
    """The mean over replications that were all observed, by their weights."""
    if sample is None:
        return np.asarray(values.mean(0))
    weights = np.broadcast_to(sample.like(values), values.shape)
    weights = np.where(sample.is_used(values), weights, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        given = (weights * values).sum(0) / weights.sum(0)
    return np.where(sample.is_used(values), given, values.mean(0))


def quantile(values: np.ndarray, quantiles: Sequence[float],
             sample: Sample | None = None) -> np.ndarray:
    """Quantiles over axis 0 of what was observed, linear between order statistics.

    Without weights the same as numpy.nanquantile, which walks over columns one by one when
    there are NaN. With weights the definition that becomes it where they are equal
    (Akinshin 2023, Weighted quantile estimators, arXiv 2304.07265: type 7), at the
    effective sample size.
    """
    ordered = np.sort(values, axis=0)  # NaN last
    n = (~np.isnan(values)).sum(0)
    result = np.empty((len(quantiles), *values.shape[1:]))
    for i, q in enumerate(quantiles):
        at = q * np.maximum(n - 1, 0)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, np.maximum(n - 1, 0))
        a = np.take_along_axis(ordered, low[None], 0)[0]
        b = np.take_along_axis(ordered, high[None], 0)[0]
        result[i] = a + (at - low) * (b - a)
    if sample is None:
        return result
    order = np.argsort(values, axis=0, kind="stable")
    ordered = np.take_along_axis(values, order, 0)
    weights = seen_weights(values, sample)
    size = effective(weights, sample.draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        steps = np.take_along_axis(weights, order, 0) / weights.sum(0)
        ends = np.cumsum(steps, axis=0)
        filled = np.nan_to_num(ordered)
        for i, q in enumerate(quantiles):
            begin = q * (size - 1)
            reached = np.clip(size * ends - begin, 0, 1)
            before = np.clip(size * (ends - steps) - begin, 0, 1)
            given = ((reached - before) * filled).sum(0) / (reached - before).sum(0)
            result[i] = np.where(sample.is_used(values), given, result[i])
    return result


def order_statistic(values: np.ndarray, share: float,
                    weights: np.ndarray | None = None) -> float:
    """The least value at or below which lies a share of the weight; NaN of none.

    The ceil(share n)-th smallest where all weigh the same. `values` (replication,) are
    without NaN; infinite ones are values.
    """
    order = np.argsort(values, kind="stable")
    weights = np.ones(len(values)) if weights is None else np.asarray(weights)
    ordered, sums = values[order], np.cumsum(weights[order])
    has_weight = weights[order] > 0
    if not has_weight.any():
        return float("nan")
    reached = np.flatnonzero((sums >= share * sums[-1]) & has_weight)
    return float(ordered[reached[0] if len(reached) else np.flatnonzero(has_weight)[-1]])


LEAST_EFFECTIVE, MOST_PARETO = 100.0, 0.7  # below and above which weights are refused


def pareto_k(weights: np.ndarray) -> float:
    """The shape of the generalised Pareto law of the largest min(n / 5, 3 sqrt(n)) weights.

    By the estimator of Zhang and Stephens (2009, Technometrics 51, 316) with the weak prior
    of Vehtari et al. (2024, Journal of Machine Learning Research 25, 1-58, appendix C), as
    the program has it (src/stats/weights.h). -inf: all weigh the same; inf: too few.
    """
    ascending = np.sort(weights)
    n_tail = int(np.ceil(min(len(ascending) / 5, 3 * np.sqrt(len(ascending)))))
    if n_tail < 5 or n_tail >= len(ascending):
        return float("inf")
    tail = ascending[-n_tail:] - ascending[-n_tail - 1]
    if not tail[-1] > 0:
        return float("-inf")
    tail = tail[tail > 0]
    n = len(tail)
    if n < 5:
        return float("inf")
    candidates = 30 + int(np.sqrt(n))
    at = np.arange(1, candidates + 1)
    b = 1 / tail[-1] + (1 - np.sqrt(candidates / (at - 0.5))) / (3 * tail[int(n / 4 + 0.5) - 1])
    with np.errstate(invalid="ignore", divide="ignore"):
        shapes = np.log1p(-b[:, None] * tail).mean(1)
        likelihood = n * (np.log(-b / shapes) - shapes - 1)
    is_known = ~np.isnan(likelihood)
    share = np.exp(likelihood[is_known] - likelihood[is_known].max())
    best = (b[is_known] * share).sum() / share.sum()
    return float((n * np.log1p(-best * tail).mean() + 5) / (n + 10))
