# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole people from means over replications, so that no sum is lost."""
from __future__ import annotations

import numpy as np


def whole(values: np.ndarray, total: int | None = None) -> np.ndarray:
    """Whole numbers near values of at least 0 that sum to `total`, or to the nearest.

    Each is rounded down; the greatest remainders get one more (Hamilton's method), of equal
    ones the first. Where `total` is far from the sum the values are scaled to it first.
    """
    flat = np.maximum(np.asarray(values, float).ravel(), 0)
    wanted = int(np.floor(flat.sum() + 0.5)) if total is None else total
    if wanted > 0 and flat.sum() == 0:
        flat = np.ones_like(flat)
    if total is not None and flat.sum() > 0:
        flat = flat * (wanted / flat.sum())
    least = np.floor(flat + 1e-9)
    left = wanted - int(least.sum())
    order = np.argsort(-(flat - least), kind="stable")
    least[order[:left]] += 1
    return least.astype(int).reshape(np.shape(values))


def nested(values: np.ndarray) -> np.ndarray:
    """The same over two axes or more: the whole of each slice is kept, and that of all."""
    of = np.maximum(np.asarray(values, float), 0)
    if of.ndim == 1:
        return whole(of)
    sums = whole(of.reshape(len(of), -1).sum(1))
    return np.stack([split(part, total) for part, total in zip(of, sums)])


def split(values: np.ndarray, total: int) -> np.ndarray:
    """Splits a whole over any number of axes, the first axis first."""
    if values.ndim == 1:
        return whole(values, total)
    sums = whole(values.reshape(len(values), -1).sum(1), total)
    return np.stack([split(part, int(n)) for part, n in zip(values, sums)])
