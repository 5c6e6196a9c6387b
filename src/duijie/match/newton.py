"""Logistic regression about a prior: few weights, few lessons, no surprise."""

from __future__ import annotations

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.match.calibrate import to_affinity

_ROUNDS = 100
_TOLERANCE = 1e-12


def fit_logistic(
    features: FloatArray,
    offsets: FloatArray,
    outcomes: FloatArray,
    counts: FloatArray,
    spreads: FloatArray,
) -> FloatArray:
    """Return the weights that make the outcomes likeliest, given the prior.

    Newton's method with halved steps on a strictly convex loss: one answer, whatever the order.

    Parameters
    ----------
    features
        ``(n, k)``; the logit of a lesson is ``offsets + features @ weights``.
    offsets
        What the logit is without any lesson, ``(n,)``.
    outcomes
        1 for good, 0 for bad, ``(n,)``.
    counts
        How much each lesson counts, above 0, ``(n,)``.
    spreads
        Standard deviations of the weights' prior about 0, above 0, ``(k,)``.
    """

    def loss(weights: FloatArray) -> float:
        logits = offsets + features @ weights
        misfit = counts @ (np.logaddexp(0, logits) - outcomes * logits)
        return float(misfit + (weights / spreads) @ (weights / spreads) / 2)

    weights = np.zeros(features.shape[1])
    for _ in range(_ROUNDS):
        chances = to_affinity(offsets + features @ weights)
        slope = features.T @ (counts * (chances - outcomes)) + weights / spreads**2
        bend = (features.T * (counts * chances * (1 - chances))) @ features
        step = np.linalg.solve(bend + np.diag(1 / spreads**2), slope)
        if slope @ step < _TOLERANCE:
            break
        now = loss(weights)
        while loss(weights - step) > now:
            step /= 2
        weights = weights - step
    return weights
