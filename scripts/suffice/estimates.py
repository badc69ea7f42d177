# SPDX-License-Identifier: GPL-3.0-or-later
"""Intervals over replications that know how the replications were drawn.

Replications of a random design are independent, and the classical intervals hold. Those
of a balanced design or of a nested run are not: they fall into groups, those of the
balanced points or up to 50 groups of outer points. The mean is then a ratio of group totals
with the variance M / (M - 1) sum e_g^2 / n^2 of M groups, e_g the sum of residuals of group
g, and M - 1 degrees of freedom (Cochran 1977, Sampling Techniques, section 6.3; L'Ecuyer and
Lemieux 2002). The interval of a skewed mean is widened (`_quantile`). A probability has the
interval of Clopper and Pearson at its effective number of observations (Korn and Graubard
1998). The program's ``info`` does the same; ``docs/reference/results.md`` tells the attributes.

Everywhere axis 0 is the replication, and NaN is "not observed" and is passed over.
"""
from __future__ import annotations

import dataclasses
import warnings

import numpy as np
import pandas as pd
import scipy  # its parts are loaded where they are used
import xarray as xr

from . import weighted
from .results import ResultsError, text, whole

MOST_GROUPS = 50
# Of the replications: their independent groups, None where each is its own; or with weights.
Groups = np.ndarray | weighted.Sample | None
LEVEL = 0.95


@dataclasses.dataclass(frozen=True)
class Design:
    """How the assumptions of a run were drawn: attributes ``design*`` of its file."""

    kind: str = "random"  # balanced, random, lhs, fixed; sobol in older files
    scrambles: int = 1  # groups of balanced points, scrambles of Sobol' points
    inner: int = 1  # replications of one draw; 1: not nested

    @classmethod
    def of(cls, tree: xr.DataTree) -> Design:
        """The design of an opened file; independent where it does not say."""
        attributes = tree.attrs
        return cls(text(attributes.get("design", "random")),
                   whole(attributes.get("design_scrambles", 1)),
                   max(1, whole(attributes.get("design_inner", 1))))

    def groups(self, replications: np.ndarray) -> np.ndarray | None:
        """The independent group of each replication; None when every one is its own."""
        points = np.asarray(replications, dtype=int) // self.inner
        if self.kind in ("balanced", "sobol"):
            return points % self.scrambles
        if self.kind in ("random", "lhs") and self.inner > 1:
            return points % MOST_GROUPS
        return None


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A mean over replications, elementwise; `low` and `high` bound its interval."""

    n: np.ndarray  # observed replications
    mean: np.ndarray
    half_width: np.ndarray  # NaN with fewer than two replications or groups
    variance: np.ndarray  # of a single replication

    @property
    def low(self) -> np.ndarray:
        """Lower end of the interval."""
        return self.mean - self.half_width

    @property
    def high(self) -> np.ndarray:
        """Upper end of the interval."""
        return self.mean + self.half_width


@dataclasses.dataclass(frozen=True)
class _Moments:
    """What intervals need, of each column; `skewness` is the square of that of the mean, as
    far as it is certain, and `telling` the number of values that tell of it."""

    n: np.ndarray
    mean: np.ndarray
    variance_of_one: np.ndarray
    variance: np.ndarray  # of the mean
    freedom: np.ndarray
    skewness: np.ndarray
    telling: np.ndarray
    effective: np.ndarray | None = None  # sample size, where there are weights


def _moments(values: np.ndarray, groups: Groups) -> _Moments:
    """Of values (replication, ...) whose independent groups are told, or independent."""
    if isinstance(groups, weighted.Sample):
        return _given(values, groups)
    seen = ~np.isnan(values)
    n = seen.sum(0).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        # Of what is above the first value, so that large numbers lose no digits.
        shift = np.nan_to_num(values[0]) if len(values) else 0.0
        mean = shift + np.where(seen, values - shift, 0).sum(0) / n
        residuals = np.where(seen, values - mean, 0)
        of_one = np.where(n > 1, (residuals**2).sum(0) / (n - 1), np.nan)
        skewness = _certain_skewness(residuals, n)
        if groups is None:
            return _Moments(n, mean, of_one, of_one / n, n - 1, skewness, n)
        names, codes = np.unique(groups, return_inverse=True)
        member = (codes == np.arange(len(names))[:, None]).astype(float)
        sums = np.tensordot(member, residuals, 1)
        groups_seen = np.full(n.shape, float(len(names)))
        if not seen.all():
            groups_seen = (np.tensordot(member, seen.astype(float), 1) > 0).sum(0).astype(float)
        freedom = groups_seen - 1
        variance = groups_seen / freedom * (sums**2).sum(0) / n**2
        # Few groups tell little: trusted up to twice what the replications show, of which
        # nested ones are worth fewer.
        effective = np.minimum(n, of_one / variance)
        of_values = n / effective * skewness
        of_totals = _certain_skewness(sums, groups_seen)
        # Totals that are less skewed than independent values would make them hide less: mirror
        # images among their points take skewness out. Then all values tell of it.
        ratio = np.where(of_totals > 0, np.fmax(of_values / of_totals, 1), 1)
        telling = np.fmin(groups_seen * ratio, np.fmax(effective, groups_seen))
        return _Moments(n, mean, of_one, np.where(freedom > 0, variance, np.nan), freedom,
                        np.where(variance > 0, np.fmin(2 * of_values, of_totals), 0), telling)


def _given(values: np.ndarray, sample: weighted.Sample) -> _Moments:
    """The same by weights, of the columns that have them."""
    plain = _moments(values, sample.groups)
    mean, of_one, variance, freedom, size = weighted.moments(values, sample)
    of = {"mean": mean, "variance_of_one": of_one, "variance": variance, "freedom": freedom,
          "skewness": np.zeros(mean.shape), "telling": np.maximum(freedom + 1, 1)}
    used = sample.is_used(values)
    return _Moments(plain.n, **{name: np.where(used, given, getattr(plain, name))
                                for name, given in of.items()},
                    effective=np.where(used, size, np.nan))


def _certain_skewness(residuals: np.ndarray, n: np.ndarray) -> np.ndarray:
    """The square of the skewness of the mean of n independent observations.

    That of the observations (G1 of Joanes and Gill 1998) over n, less the 6 / n that chance
    alone shows; at least 0.
    """
    squares = (residuals**2).sum(0) / n
    skewness = (residuals**3).sum(0) / n / squares**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    certain = np.maximum(skewness**2 - 6 / n, 0) / n
    return np.where((n > 2) & (squares > 0), certain, 0)


def _quantile(freedom: np.ndarray, skewness: np.ndarray, n: np.ndarray, level: float
              ) -> np.ndarray:
    """Half width of the interval of a mean over its standard error; NaN without freedom.

    Student's quantile, widened where the mean is skewed. By the Edgeworth expansion of
    Student's statistic an interval with equal sides needs the factor 1 + x with
    x = (z^4 + 2 z^2 - 3) / 18 skewness^2 (Hall 1992, The Bootstrap and Edgeworth Expansion,
    section 2.6). A sample of n shows less skewness than there is, and x is for small x: the
    factor taken is 1 + (1 + 125 / n) x / (1 + 4 x), by measurement (``docs/theory/model.md``), with
    n values that tell of the skewness.
    """
    freedom = np.where(freedom >= 1, freedom, np.nan)
    z = scipy.stats.norm.ppf(0.5 + level / 2)
    x = max((z**4 + 2 * z**2 - 3) / 18, 0) * skewness
    factor = 1 + (1 + 125 / n) * x / (1 + 4 * x)
    return np.asarray(scipy.stats.t.ppf(0.5 + level / 2, freedom) * factor)


def estimate_mean(values: np.ndarray, groups: Groups = None,
                  level: float = LEVEL) -> Estimate:
    """The mean over replications with its two-sided interval, by Student's t.

    It is widened where the mean is skewed.
    `values` has the replications on axis 0; `groups` come from `Design.groups`.
    """
    check_level(level)
    values = np.asarray(values, dtype=float)
    of = _moments(values, groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        half_width = _quantile(of.freedom, of.skewness, of.telling, level) * np.sqrt(of.variance)
    return Estimate(of.n, of.mean, half_width, of.variance_of_one)


def estimate_table(array: xr.DataArray, groups: Groups = None,
                   level: float = LEVEL) -> pd.DataFrame:
    """A row a label of an array (replication, ...), where anything was observed.

    `mean` with its interval `low` to `high`, `sd` over replications, and the number of
    `replications` that observed it; the index has the labels.
    """
    estimate = estimate_mean(array.values, groups, level)
    table = pd.DataFrame({
        "mean": estimate.mean.ravel(), "low": estimate.low.ravel(),
        "high": estimate.high.ravel(), "sd": np.sqrt(estimate.variance).ravel(),
        "replications": estimate.n.ravel().astype(int),
    }, index=pd.MultiIndex.from_product(
        [array[d].values for d in array.dims[1:]], names=array.dims[1:]))
    return table[table["replications"] > 0]


def clopper_pearson(met: np.ndarray, n: np.ndarray, level: float
                    ) -> tuple[np.ndarray, np.ndarray]:
    """The exact interval of a probability, for numbers that need not be whole."""
    check_level(level)
    tail = (1 - level) / 2
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        low = np.where(met > 0, scipy.stats.beta.ppf(tail, met, n - met + 1), 0.0)
        high = np.where(met < n, scipy.stats.beta.ppf(1 - tail, met + 1, n - met), 1.0)
    return low, high


def estimate_probability(met: np.ndarray, groups: Groups = None,
                         inner: int = 1, level: float = LEVEL
                         ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """P(met) of values 0 and 1, and its interval; NaN where nothing was observed.

    `inner` is that of the design: where all or none succeed, each draw counts once.
    """
    met = np.asarray(met, dtype=float)
    of = _moments(met, groups)
    n, p = of.n, of.mean
    effective = _effective(of, p * (1 - p), groups, inner, level)
    low, high = clopper_pearson(p * effective, effective, level)
    unknown = np.isnan(effective)  # one group alone tells nothing of the spread
    low, high = np.where(unknown, 0.0, low), np.where(unknown, 1.0, high)
    nothing = n == 0
    return p, np.where(nothing, np.nan, low), np.where(nothing, np.nan, high)


def estimate_change(before: np.ndarray, after: np.ndarray, groups: Groups = None,
                    inner: int = 1, level: float = LEVEL
                    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """P(after) - P(before) of pairs of 0 and 1, and its interval; NaN as in `before`.

    Pairs that are equal tell nothing but their number: the probabilities of a gain and of a
    loss have the interval of Clopper and Pearson each, and their difference combines the
    two with their correlation (MOVER: Newcombe 1998, Statistics in Medicine 17, 2635). Where
    no pair changed the interval is not zero wide, as Student's would be.
    """
    change = np.asarray(after, dtype=float) - np.asarray(before, dtype=float)
    is_seen = ~np.isnan(change)
    of = _moments(change, groups)
    n, mean = of.n, of.mean
    with np.errstate(invalid="ignore", divide="ignore"):
        gain, loss = (
            _moments(np.where(is_seen, change == sign, np.nan), groups).mean
            if isinstance(groups, weighted.Sample) else
            np.where(is_seen, change == sign, False).sum(0) / n for sign in (1, -1))
    plain = gain + loss - mean**2
    effective = _effective(of, plain, groups, inner, level)
    (gain_low, gain_high), (loss_low, loss_high) = (
        clopper_pearson(p * effective, effective, level) for p in (gain, loss))
    with np.errstate(invalid="ignore", divide="ignore"):
        r = -np.sqrt(gain * loss / ((1 - gain) * (1 - loss)))
    r = np.where(gain * loss > 0, np.maximum(r, -1), 0)

    def off(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        return np.asarray(np.sqrt(one**2 + other**2 - 2 * r * one * other))

    low = np.maximum(mean - off(gain - gain_low, loss_high - loss), -1)
    high = np.minimum(mean + off(gain_high - gain, loss - loss_low), 1)
    unknown = np.isnan(effective)
    low, high = np.where(unknown, -1.0, low), np.where(unknown, 1.0, high)
    nothing = n == 0
    return mean, np.where(nothing, np.nan, low), np.where(nothing, np.nan, high)


def _effective(of: _Moments, plain: np.ndarray, groups: Groups, inner: int,
               level: float) -> np.ndarray:
    """How many independent observations the mean of n grouped ones is worth, at most n.

    `plain` is the variance of one observation; where it is 0 each draw counts once.
    """
    n, variance, freedom = of.n, of.variance, of.freedom
    if isinstance(groups, weighted.Sample) and of.effective is not None:
        size = of.effective
        with np.errstate(invalid="ignore", divide="ignore"):
            few = (scipy.stats.t.ppf(0.5 + level / 2, np.maximum(size - 1, 1)) /
                   scipy.stats.t.ppf(0.5 + level / 2, np.maximum(freedom, 1)))
            given = np.where((plain > 0) & (variance > 0),
                             np.minimum(size, plain / variance * few**2), size)
        without = _effective(dataclasses.replace(of, effective=None), plain, groups.groups,
                             inner, level)
        return np.where(np.isnan(size), without, given)
    if groups is None:
        return n.copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (scipy.stats.t.ppf(0.5 + level / 2, np.where(n > 1, n - 1, np.nan)) /
                 scipy.stats.t.ppf(0.5 + level / 2, np.where(freedom >= 1, freedom, np.nan)))
        inside = np.where(variance > 0, plain / variance * ratio**2, n)
    return np.asarray(np.minimum(n, np.where(plain > 0, inside, n / inner)))


def check_level(level: float) -> None:
    """ResultsError for the level of an interval that is not between 0 and 1."""
    if not 0 < level < 1:
        raise ResultsError(f"the level of intervals is {level:g}, expected one between 0 and "
                           "1, as 0.95")
