# SPDX-License-Identifier: GPL-3.0-or-later
"""An ensemble smoother with multiple data assimilation, finished with importance weights.

Assumptions are normal scores z, which are independent and standard normal as thought before;
`simulate(z, stage)` has what a run counts there, one row a member, with chance of its own at
each stage. ES-MDA (Emerick and Reynolds 2013, Computers & Geosciences 55, 3-15) takes the
observations in `iterations` times, each time with an error inflated by alpha = iterations, so
that the inverses add to 1. What chance does in a run counts as an error too: its variance is
that of the residuals of a regression on z, and it is inflated alike.

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

Simulate = Callable[[np.ndarray, str], np.ndarray]
Told = Callable[[str, float], None]


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A law of normal scores: two normal laws about one mean, and the standard normal."""

    mean: np.ndarray
    covariance: np.ndarray

    def draw(self, rng: np.random.Generator, n: int) -> np.ndarray:
        """Independent points, one a row."""
        z = scipy.special.ndtri(_open(rng.random((n, len(self.mean)))))
        which = rng.random(n)
        root = scipy.linalg.cholesky(self.covariance, lower=True)
        near = self.mean + z @ root.T * np.where(which < DEFENSIVE + WIDE, np.sqrt(2.),
                                                 1.)[:, None]
        return np.where((which < DEFENSIVE)[:, None], z, near)

    def log_weight(self, z: np.ndarray) -> np.ndarray:
        """Of each point, log of prior / proposal: at most -log of the defensive share."""
        d = len(self.mean)
        root = scipy.linalg.cholesky(self.covariance, lower=True)
        scaled = scipy.linalg.solve_triangular(root, (z - self.mean).T, lower=True)
        square = (scaled ** 2).sum(0)
        of_prior = -(z ** 2).sum(1) / 2
        of_fit = -square / 2 - np.log(np.diag(root)).sum()
        of_wide = -square / 4 - np.log(np.diag(root)).sum() - d * np.log(2.) / 2
        mixed = scipy.special.logsumexp([of_prior, of_wide, of_fit], axis=0,
                                        b=[[DEFENSIVE], [WIDE], [1 - DEFENSIVE - WIDE]])
        return of_prior - mixed


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


def fit(simulate: Simulate, n_assumptions: int, observed: np.ndarray, sd: np.ndarray,
        seed: int, members: int = 200, iterations: int = 4, points: int = 1000,
        told: Told = lambda _what, _value: None) -> Proposal:
    """What to draw points from, by the smoother and then by weights.

    `told` hears of each step: ("misfit", mean square of (seen - observed) / sd) before each
    iteration, then ("effective", effective share of the points) of each round of weights.
    """
    z = scipy.special.ndtri(_open(generator(seed, "prior").random((members, n_assumptions))))
    for k in range(iterations):
        seen = simulate(z, f"iteration {k}")
        told("misfit", float((((seen - observed) / sd) ** 2).mean()))
        z = z + _step(z, seen, observed, sd, iterations,
                      generator(seed, f"perturbed {k}"))
    proposal = Proposal(z.mean(0), _covariance(z, np.full(members, 1 / members)))
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
        proposal = _again(proposal, z, logs)
    return proposal


def _open(u: np.ndarray) -> np.ndarray:
    """Uniforms within (0, 1)."""
    return np.clip(u, 2.0 ** -53, 1 - 2.0 ** -53)


def _step(z: np.ndarray, seen: np.ndarray, observed: np.ndarray, sd: np.ndarray, alpha: int,
          rng: np.random.Generator) -> np.ndarray:
    """What an iteration adds to each member (Emerick and Reynolds 2013, equation 10)."""
    n = len(z)
    of_z, of_seen = z - z.mean(0), seen - seen.mean(0)
    chance = _chance(of_z, of_seen)
    noise = scipy.special.ndtri(_open(rng.random((2, *seen.shape))))
    perturbed = (observed + np.sqrt(alpha) * sd * noise[0]
                 + np.sqrt((alpha - 1) * chance) * noise[1])
    within = (of_seen.T @ of_seen / (n - 1)
              + np.diag(alpha * sd ** 2 + (alpha - 1) * chance))
    across = of_z.T @ of_seen / (n - 1)
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
    share = n / (n + 2 * z.shape[1])
    if n < 2:
        return before
    return Proposal(share * (w @ z) + (1 - share) * before.mean,
                    share * _covariance(z, w) + (1 - share) * before.covariance)
