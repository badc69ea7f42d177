# SPDX-License-Identifier: GPL-3.0-or-later
"""Shares of the variance of an outcome (Sobol' indices), with intervals, from a regression.

**What is asked.** In each replication the assumptions have other values, the inputs, and the
outcome y comes out otherwise. How much of the variance of y would be gone if one input were
known? That part is its *first* index. With what it does together with other inputs it is its
*total* index. What no input explains is chance.

**How it is found**, in four steps:

1. Each input is replaced by its rank, which is uniform between 0 and 1 whatever its
   distribution (`ranks`).
2. y is regressed on curves of the ranks: Legendre polynomials of degree 1 to 3 of each input,
   and products of two inputs where there are observations enough (`terms_of`, `basis`). These
   terms are uncorrelated, so the variance of y is the sum of what they explain and the rest.
   Which terms there are depends on how many observations and inputs there are, never on y:
   terms picked because they stand out would have intervals that are too narrow.
3. What a group of terms explains, the others held fixed, over what nothing explains is f^2
   (`_Regression.effect`); g^2 is the same of all other terms (`_Regression.rest`). The share
   is f^2 / (1 + f^2 + g^2) (`_share`). It is told less its bias, and at least 0.
4. Its interval: n f^2 is the noncentrality of the F test of the group, and an interval of
   that is where the F that was found is a tail quantile (`noncentrality`; Steiger and Fouladi
   1997). The limits of f^2 and g^2 are then combined into those of the share (MOVER: Zou and
   Donner 2008, Statistics in Medicine 27).

**When it holds.** Observations have to be independent given the inputs, as replications are
in every design, and the outer points of a nested one. Balanced points are more even than
random ones, so that what the terms miss disturbs less: the intervals then cover more than
they say.

SALib is not used: its Sobol' indices need a sample of their own (Saltelli's), and what takes
the sample that is there has intervals by bootstrap (HDMR) or no totals (RBD-FAST). A test holds
its Sobol' indices against these.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import scipy  # its parts are loaded where they are used

DEGREE = 3  # of the polynomials of one input, at most
LEAST_DEGREE = 2  # of those of the input that is asked about
PER_TERM = 3  # observations a term of the regression
FEWEST = 30  # observations
ALIKE = 1e-6  # part of the variance of a term that others do not explain: less is nothing

Term = tuple[tuple[int, int], ...]  # (input, degree) of each factor


@dataclasses.dataclass(frozen=True)
class Shares:
    """Parts of the variance with intervals, 0 to 1, rows value, low, high; NaN: not told."""

    first: np.ndarray  # (3, input): of the input alone
    total: np.ndarray  # (3, input): with products; NaN with too few observations for them
    explained: np.ndarray  # (3,): of all terms together


def needed(n_inputs: int) -> int:
    """Observations from which on shares of so many inputs are told."""
    return max(FEWEST, PER_TERM * n_inputs)


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks on axis 0 as probabilities in (0, 1); ties share their mean."""
    return (scipy.stats.rankdata(values, axis=0) - 0.5) / len(values)


def legendre(u: np.ndarray, degree: int) -> np.ndarray:
    """The Legendre polynomial of a degree, orthonormal for u uniform in (0, 1)."""
    coefficients = np.zeros(degree + 1)
    coefficients[degree] = np.sqrt(2 * degree + 1)
    return np.polynomial.legendre.legval(2 * u - 1, coefficients)


def basis(u: np.ndarray, terms: Sequence[Term]) -> np.ndarray:
    """(observation, term) values of products of Legendre polynomials, of mean 0."""
    result = np.ones((len(u), len(terms)))
    for t, term in enumerate(terms):
        for column, degree in term:
            result[:, t] *= legendre(u[:, column], degree)
    return result - result.mean(0)


def terms_of(n: int, k: int) -> tuple[list[Term], bool]:
    """The terms that n observations allow for k inputs, and whether products are there."""
    most, pairs = n // PER_TERM, k * (k - 1) // 2
    has_products = LEAST_DEGREE * k + pairs <= most
    degree = min(DEGREE, (most - (pairs if has_products else 0)) // k)
    terms: list[Term] = [((i, d),) for i in range(k) for d in range(1, degree + 1)]
    if has_products:
        terms += [((i, 1), (j, 1)) for i, j in combinations(range(k), 2)]
    return terms, has_products


def shares(u: np.ndarray, y: np.ndarray, level: float) -> Shares:
    """Shares of the variance of y (observation,) of inputs u (observation, input), ranks.

    With few observations the others are held fixed by their linear terms alone; that of
    the input that is asked about always has LEAST_DEGREE.
    """
    n, k = u.shape
    terms, has_products = terms_of(n, k)
    alone: list[list[Term]] = [[((i, d),) for d in range(1, LEAST_DEGREE + 1)]
                               for i in range(k)]
    missing = [[t for t in alone[i] if t not in terms] for i in range(k)]
    usual = _Regression(basis(u, terms), y)
    first, total = np.full((3, k), np.nan), np.full((3, k), np.nan)
    for i in range(k):
        here, model = terms + missing[i], usual
        if missing[i]:
            model = _Regression(basis(u, here), y)
        first[:, i] = _share(model, np.array([set(dict(t)) == {i} for t in here]), level)
        if has_products:
            total[:, i] = _share(model, np.array([i in dict(t) for t in here]), level)
    if any(missing):
        usual = _Regression(basis(u, terms + sum(missing, [])), y)
    explained = np.array(_explained(usual, level))
    first[0] = np.clip(no_more_than(first[0], explained[0]), first[1], first[2])
    return Shares(first, total, explained)


def no_more_than(parts: np.ndarray, whole: float) -> np.ndarray:
    """Parts less a constant and at least 0, so that they add up to no more than a whole.

    Each part alone is at least 0, and many that are 0 but for chance would add up to much.
    This is the nearest point that adds up (Duchi and others 2008, Efficient Projections).
    """
    known = parts[~np.isnan(parts)]
    if not known.sum() > whole:
        return parts
    falling = np.sort(known)[::-1]
    surplus = (np.cumsum(falling) - whole) / np.arange(1, len(falling) + 1)
    return np.maximum(parts - surplus[falling >= surplus][-1], 0)


@dataclasses.dataclass(frozen=True)
class _Effect:
    """f^2 of a group of terms: variance over that of the residual, and its interval."""

    value: float
    low: float
    high: float


class _Regression:
    """The regression of y on terms x (observation, term), and groups of its terms."""

    def __init__(self, x: np.ndarray, y: np.ndarray) -> None:
        self.n, n_terms = x.shape
        z = y - y.mean()
        # So little more on the diagonal that only terms alike are told from none.
        self._products = x.T @ x + ALIKE / 100 * self.n * np.eye(n_terms)
        self._with_y = x.T @ z
        self._inverse = np.linalg.inv(self._products)
        self._b = self._inverse @ self._with_y
        self._whole = float(z @ z)
        self._rank = round(float((self._inverse * (x.T @ x)).sum()))
        residual = z - x @ self._b
        self._freedom = self.n - 1 - self._rank
        self._residual = max(float(residual @ residual), ALIKE * self._whole)

    def effect(self, group: np.ndarray, level: float) -> _Effect:
        """Of a group of terms (a mask), the others held fixed."""
        left = np.linalg.inv(self._inverse[np.ix_(group, group)])  # what others do not explain
        size, axes = np.linalg.eigh((left + left.T) / 2)
        is_told = size > ALIKE * self.n
        explained = float((size * (axes.T @ self._b[group])**2)[is_told].sum())
        part = size.sum() / np.diag(self._products)[group].sum()
        return self._effect(explained, int(is_told.sum()), float(part), level)

    def rest(self, group: np.ndarray, level: float) -> _Effect:
        """Of all other terms, the group held fixed."""
        if group.all():
            return _Effect(0, 0, 0)
        own = self._products[np.ix_(group, group)]
        across = self._products[np.ix_(group, ~group)]
        of_group = self._with_y[group]
        residual = self._whole - float(of_group @ np.linalg.solve(own, of_group))
        shared = float((across * np.linalg.solve(own, across)).sum())
        part = 1 - shared / np.diag(self._products)[~group].sum()
        p = self._rank - int(np.linalg.matrix_rank(own, tol=ALIKE * self.n))
        return self._effect(residual - self._residual, p, part, level)

    def _effect(self, explained: float, p: int, part: float, level: float) -> _Effect:
        d = self._freedom
        if p == 0 or d < 3:
            return _Effect(np.nan, np.nan, np.nan)
        f = max(explained, 0) / p / (self._residual / d)
        low, high = noncentrality(f, p, d, level)
        size = self.n * part  # observations, less what the terms held fixed take
        return _Effect(max(p * (f * (d - 2) / d - 1), 0) / size, low / size, high / size)


def noncentrality(f: float, p: int, d: int, level: float) -> tuple[float, float]:
    """The interval of the noncentrality of a statistic F with p and d degrees of freedom."""
    def with_tail(probability: float) -> float:
        def excess(x: float) -> float:  # falls with x
            return float(scipy.special.ncfdtr(p, d, x, f)) - probability

        if excess(0.0) <= 0:
            return 0.0
        most = p * (f + 1)
        while excess(most) > 0:
            most *= 2
        return float(scipy.optimize.brentq(excess, 0.0, most, xtol=1e-5 * most))

    return with_tail(0.5 + level / 2), with_tail(0.5 - level / 2)


def _share(model: _Regression, group: np.ndarray, level: float
           ) -> tuple[float, float, float]:
    """The share of a group of terms, and its limits by MOVER."""
    one, rest = model.effect(group, level), model.rest(group, level)

    def of(f: float, g: float) -> float:
        return f / (1 + f + g)

    value = of(one.value, rest.value)
    down = np.hypot(value - of(one.low, rest.value), value - of(one.value, rest.high))
    up = np.hypot(of(one.high, rest.value) - value, of(one.value, rest.low) - value)
    return value, max(value - down, 0), min(value + up, 1)


def _explained(model: _Regression, level: float) -> tuple[float, float, float]:
    """The share of all terms; inputs are random, and their sample variance with them."""
    all_of = model.effect(np.full(len(model._b), True), level)
    f = all_of.value
    spread = scipy.stats.norm.ppf(0.5 + level / 2) * np.sqrt(2 / model.n) * f
    low = max(f - np.hypot(f - all_of.low, spread), 0)
    high = f + np.hypot(all_of.high - f, spread)
    return f / (1 + f), low / (1 + low), high / (1 + high)


def slopes(u: np.ndarray, y: np.ndarray, level: float) -> tuple[np.ndarray, float]:
    """Standardised regression coefficients (3, input) of y on u, and the adjusted R2.

    Rows value, low, high, by Student's t, within -1 and 1.
    """
    n, k = u.shape
    x, z = u - u.mean(0), y - y.mean()
    x = x / x.std(0)
    d = n - 1 - k
    inverse = np.linalg.pinv(x.T @ x)
    b = inverse @ (x.T @ z)
    noise = float(((z - x @ b)**2).sum()) / d
    half = scipy.stats.t.ppf(0.5 + level / 2, d) * np.sqrt(noise * np.diag(inverse))
    result = np.stack([b, b - half, b + half]) / z.std()
    return np.clip(result, -1, 1), max(1 - noise / float(z.var(ddof=1)), 0)
