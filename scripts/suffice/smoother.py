# SPDX-License-Identifier: GPL-3.0-or-later
"""An ensemble smoother with multiple data assimilation, finished with importance weights.

Assumptions are normal scores z, which are independent and standard normal as thought before;
`simulate(z, stage)` has what a run counts there, one row a member, with chance of its own at
each stage. ES-MDA (Emerick and Reynolds 2013, Computers & Geosciences 55, 3-15) takes the
observations in `iterations` times, each time with an error inflated by alpha = iterations, so
that the inverses add to 1. What chance does in a run counts as an error too: its variance is
that of the residuals of a regression on z, and it is inflated alike.

What is counted is felt along few directions of z: the rows of that regression, each in units of
its error. Only along these is anything moved (the likelihood-informed subspace: Cui et al.
2014, Inverse Problems 30, 114015); across them z stays as thought before, so that some members
can tell of many assumptions and of every year of those that move.

Where counts are not linear in z, or few members tell of many assumptions, the ensemble is
only near what is to be thought. It therefore only proposes: points are drawn from a mixture of
two normal laws about it, the second twice as wide in variance, and of what was thought before
(the defensive share: Hesterberg 1995, Technometrics 37, 185-194), and each weighs prior /
proposal x likelihood. Where these weights are uneven the mixture is fitted anew to the
weighted points (Cappe et al. 2008, Statistics and Computing 18, 447-459), on points that are
then forgotten: the last are independent of everything that chose their law.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import scipy  # its parts are loaded where they are used

DEFENSIVE = 0.1  # share of the points drawn from what was thought before
WIDE = 0.3  # share drawn from the wider normal law
EVEN_ENOUGH = 0.5  # effective share of the points at which the mixture is left as it is
LEAST_EVEN = 0.1  # below which it is fitted anew whatever came of it before
MOST_ROUNDS = 3  # in which it is fitted anew
LEAST_TOLD = 0.1  # of a direction, in errors by standard deviation as thought before

Simulate = Callable[[np.ndarray, str], np.ndarray]
Told = Callable[[str, float], None]


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A law of normal scores: two normal laws about one mean, and the standard normal.

    Mean and covariance are along the columns of `basis`, which are orthonormal; across them
    all three laws are the standard normal. Without a basis they are of the scores themselves.
    """

    mean: np.ndarray
    covariance: np.ndarray
    basis: np.ndarray | None = None

    def draw(self, rng: np.random.Generator, n: int) -> np.ndarray:
        """Independent points, one a row."""
        basis = self.columns()
        z = scipy.special.ndtri(_open(rng.random((n, len(basis)))))
        which = rng.random(n)
        root = scipy.linalg.cholesky(self.covariance, lower=True)
        along = z @ basis
        near = self.mean + along @ root.T * np.where(which < DEFENSIVE + WIDE, np.sqrt(2.),
                                                     1.)[:, None]
        return np.where((which < DEFENSIVE)[:, None], z, z + (near - along) @ basis.T)

    def log_weight(self, z: np.ndarray) -> np.ndarray:
        """Of each point, log of prior / proposal: at most -log of the defensive share."""
        d = len(self.mean)
        along = z @ self.columns()
        root = scipy.linalg.cholesky(self.covariance, lower=True)
        scaled = scipy.linalg.solve_triangular(root, (along - self.mean).T, lower=True)
        square = (scaled ** 2).sum(0)
        of_prior = -(along ** 2).sum(1) / 2
        of_fit = -square / 2 - np.log(np.diag(root)).sum()
        of_wide = -square / 4 - np.log(np.diag(root)).sum() - d * np.log(2.) / 2
        mixed = scipy.special.logsumexp([of_prior, of_wide, of_fit], axis=0,
                                        b=[[DEFENSIVE], [WIDE], [1 - DEFENSIVE - WIDE]])
        return of_prior - mixed

    def columns(self) -> np.ndarray:
        """The basis, of which each row is of a score."""
        return np.eye(len(self.mean)) if self.basis is None else self.basis

    def on(self, basis: np.ndarray) -> Proposal:
        """The same law, or what of it there is along another basis."""
        across = self.columns().T @ basis
        narrowed = self.covariance - np.eye(len(self.mean))
        return Proposal(self.mean @ across, np.eye(basis.shape[1])
                        + across.T @ narrowed @ across, basis)


@dataclasses.dataclass(frozen=True)
class Inflation:
    """By how much errors are inflated in an iteration, and what draws them."""

    alpha: int
    rng: np.random.Generator


def generator(seed: int, stage: str) -> np.random.Generator:
    """Random numbers of a stage by its name, whatever else was drawn."""
    return np.random.Generator(np.random.Philox(
        np.random.SeedSequence([seed, *stage.encode()])))


def log_likelihood(seen: np.ndarray, observed: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """Of each row, as the program has it: errors are normal and independent."""
    return -(((seen - observed) / sd) ** 2).sum(1) / 2


def effective(log_weights: np.ndarray) -> float:
    """The effective sample size of weights (Kish 1965)."""
    w = np.exp(log_weights - log_weights.max())
    return float(w.sum() ** 2 / (w ** 2).sum())


def resampled(weights: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """Which of the points n draws of equal weight are, in random order (weights sum to 1).

    Systematic resampling (Kitagawa 1996, Journal of Computational and Graphical Statistics 5,
    1-25): a point is drawn as often as n times its weight, rounded up or down.
    """
    places = (np.arange(n) + rng.random()) / n
    drawn = np.minimum(np.searchsorted(np.cumsum(weights), places), len(weights) - 1)
    return rng.permutation(drawn)


def fit(simulate: Simulate, n_assumptions: int, observed: np.ndarray, sd: np.ndarray,
        seed: int, members: int = 200, iterations: int = 4, points: int = 1000,
        told: Told = lambda _what, _value: None) -> Proposal:
    """What to draw points from, by the smoother and then by weights.

    `told` hears of each step: ("misfit", mean square of (seen - observed) / sd) before each
    iteration, then ("effective", effective share of the points) of each round of weights.
    """
    z = scipy.special.ndtri(_open(generator(seed, "prior").random((members, n_assumptions))))
    rows = np.empty((0, n_assumptions))
    for k in range(iterations):
        seen = simulate(z, f"iteration {k}")
        told("misfit", float((((seen - observed) / sd) ** 2).mean()))
        rows = np.vstack([rows, _felt(z, seen, sd)])
        z = z + _step(z, seen, observed, sd, _span(rows),
                      Inflation(iterations, generator(seed, f"perturbed {k}")))
    basis = _span(rows)
    along = z @ basis
    proposal = Proposal(along.mean(0), _covariance(along, np.full(members, 1 / members)), basis)
    before = 0.
    for k in range(MOST_ROUNDS):
        z = proposal.draw(generator(seed, f"round {k}"), points)
        seen = simulate(z, f"round {k}")
        logs = proposal.log_weight(z) + log_likelihood(seen, observed, sd)
        share = effective(logs) / points
        told("effective", share)
        # What a fit does not make more even, chance in the runs makes uneven.
        if share >= EVEN_ENOUGH or (share > LEAST_EVEN and share < 1.1 * before):
            break
        before = share
        if points > n_assumptions + 2:
            rows = np.vstack([rows, _felt(z, seen, sd)])
        proposal = _again(proposal.on(_span(rows)), z, logs)
    return proposal


def _open(u: np.ndarray) -> np.ndarray:
    """Uniforms within (0, 1)."""
    return np.clip(u, 2.0 ** -53, 1 - 2.0 ** -53)


def _felt(z: np.ndarray, seen: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """What is counted by z, in units of its error with chance: directions and how much each
    tells, by linear regression. Those that noise of the regression alone could make are left
    out, and those that tell less than LEAST_TOLD."""
    n, d = z.shape
    of_z, of_seen = z - z.mean(0), seen - seen.mean(0)
    chance = _chance(of_z, of_seen)
    error = np.sqrt(sd ** 2 + chance)
    slopes = (scipy.linalg.lstsq(of_z, of_seen)[0] / error).T
    noise = (np.sqrt(chance / (n - 1 - d)) / error).max() * (np.sqrt(d) + np.sqrt(len(sd)))
    _, told, rows = scipy.linalg.svd(slopes, full_matrices=False)
    kept = told > max(LEAST_TOLD, noise)
    return told[kept, None] * rows[kept]


def _span(rows: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the directions, one a column; of the first, where none tells."""
    if len(rows) == 0:
        return np.eye(rows.shape[1])[:, :1]
    _, told, basis = scipy.linalg.svd(rows, full_matrices=False)
    return basis[told > LEAST_TOLD].T


def _step(z: np.ndarray, seen: np.ndarray, observed: np.ndarray, sd: np.ndarray,
          basis: np.ndarray, inflation: Inflation) -> np.ndarray:
    """What an iteration adds to each member (Emerick and Reynolds 2013, equation 10), along
    the basis."""
    n, alpha = len(z), inflation.alpha
    of_z, of_seen = z - z.mean(0), seen - seen.mean(0)
    chance = _chance(of_z, of_seen)
    noise = scipy.special.ndtri(_open(inflation.rng.random((2, *seen.shape))))
    perturbed = (observed + np.sqrt(alpha) * sd * noise[0]
                 + np.sqrt((alpha - 1) * chance) * noise[1])
    within = (of_seen.T @ of_seen / (n - 1)
              + np.diag(alpha * sd ** 2 + (alpha - 1) * chance))
    across = basis @ (basis.T @ of_z.T @ of_seen / (n - 1))
    return (across @ scipy.linalg.solve(within, (perturbed - seen).T, assume_a="pos")).T


def _chance(of_z: np.ndarray, of_seen: np.ndarray) -> np.ndarray:
    """Variance of what z does not tell of what is seen, by linear regression."""
    n, d = of_z.shape
    if n <= d + 2:
        return np.zeros(of_seen.shape[1])
    left = of_seen - of_z @ scipy.linalg.lstsq(of_z, of_seen)[0]
    return (left ** 2).sum(0) / (n - 1 - d)


def _covariance(z: np.ndarray, w: np.ndarray) -> np.ndarray:
    """By weights that sum to 1; a little of the identity keeps it from being singular."""
    of_z = z - w @ z
    return (of_z * w[:, None]).T @ of_z / (1 - (w ** 2).sum()) + 1e-6 * np.eye(z.shape[1])


def _again(before: Proposal, z: np.ndarray, logs: np.ndarray) -> Proposal:
    """The mixture fitted to weighted points; the fewer they are worth, the more it stays."""
    w = np.exp(logs - logs.max())
    w /= w.sum()
    n = 1 / (w ** 2).sum()
    along = z @ before.columns()
    share = n / (n + 2 * along.shape[1])
    if n < 2:
        return before
    return Proposal(share * (w @ along) + (1 - share) * before.mean,
                    share * _covariance(along, w) + (1 - share) * before.covariance,
                    before.basis)
