"""From scores to affinities: one logistic curve for each language path.

An affinity is the chance that a judge would find the pair worth a meeting, in an ordinary list
where about one candidate in twelve is. It rises with the score and depends on nothing else, so
it can be compared across the experts of a need, the needs of an expert and all paths.

The curves were fitted by logistic regression (Platt, "Probabilistic outputs for support vector
machines", 1999) on public judgements: Chinese on the grades of achievements as they are; English
on researchers' own grades against pairs nobody asked about, weighted to the same share of
suited pairs. There are no judgements between languages: that curve lies halfway between the
English one and a fit on the achievements with needs and achievements both glossed, because one
side of such a pair is a gloss and the other is not. See docs/algorithms/match.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duijie.domain.plans import FloatArray

UNPROVEN = 0.0
"""Affinity of an expert of whom nothing is known."""
NEUTRAL = 0.05
"""Affinity with a need without words: a little less than the share of suited pairs in a list."""
NOBODY = 0.1
"""Below this even the best expert is not worth proposing: hardly more likely to suit than
somebody taken from the list blindly, of whom one in twelve does."""


@dataclass(frozen=True)
class Curve:
    """The logit of a path: ``base + words * w + topics * t + meaning * m`` of cosines w, t, m."""

    base: float
    words: float
    topics: float = 0.0
    meaning: float = 0.0


@dataclass(frozen=True)
class Curves:
    """One curve for each path."""

    chinese: Curve
    english: Curve
    translated: Curve


WITH_MEANING = Curves(
    chinese=Curve(base=-4.0, words=6.5, topics=2.6, meaning=1.3),
    english=Curve(base=-6.6, words=11.0, meaning=11.0),
    translated=Curve(base=-5.1, words=7.3, meaning=7.3),
)
BY_WORDS = Curves(
    chinese=Curve(base=-3.8, words=7.5, topics=3.0),
    english=Curve(base=-2.8, words=16.0),
    translated=Curve(base=-2.9, words=12.0),
)
"""Without an encoder. English is flatter than fitted (-3.7, 45): abstracts share few words, and a
curve made for them takes every pair of short texts for a sure thing."""


def to_affinity(logits: FloatArray) -> FloatArray:
    """Return affinities in [0, 1], rising with `logits`."""
    return (1 + np.tanh(logits / 2)) / 2  # the logistic curve, free of overflow


def to_logit(affinity: float) -> float:
    """Return the logit of an affinity strictly between 0 and 1."""
    return float(np.log(affinity / (1 - affinity)))
