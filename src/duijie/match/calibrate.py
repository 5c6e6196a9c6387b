"""From scores to affinities: one logistic curve for each language path.

An affinity is the chance that a judge would find the pair worth a meeting, in an ordinary list
where about one candidate in twelve is. It rises with the score and depends on nothing else, so
it can be compared across the experts of a need, the needs of an expert and both languages.

The curves were fitted by logistic regression (Platt, "Probabilistic outputs for support vector
machines", 1999) on public judgements: Chinese on the grades of achievements as they are; English
on researchers' own grades against pairs nobody asked about, weighted to the same share of
suited pairs. See docs/algorithms/match.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duijie.domain.plans import FloatArray

UNPROVEN = 0.0
"""Affinity of an expert of whom nothing is known."""
NEUTRAL = 0.05
"""Affinity of a pair that cannot be compared: languages differ, or the need has no words. A
little above what a known stranger to the subject gets, far below a good match."""
OVERLAP_GAIN = 0.2
"""What shared formulas and names add at most when languages differ."""


@dataclass(frozen=True)
class Curve:
    """The logit of a path: ``bias + words * w + topics * t + meaning * m`` of cosines w, t, m."""

    bias: float
    words: float
    topics: float = 0.0
    meaning: float = 0.0

    def slope(
        self,
        words: FloatArray,
        *,
        topics: FloatArray | float = 0.0,
        meaning: FloatArray | float = 0.0,
    ) -> FloatArray:
        """Return the logit without its bias, in the shape of the parts."""
        return self.words * words + self.topics * topics + self.meaning * meaning

    def affinity(self, slope: FloatArray) -> FloatArray:
        """Return affinities in [0, 1], rising with `slope`."""
        return (1 + np.tanh((self.bias + slope) / 2)) / 2  # the logistic curve, free of overflow


CHINESE = Curve(bias=-3.7, words=7.3, topics=2.9)
ENGLISH = Curve(bias=-7.4, words=11.0, meaning=11.0)
ENGLISH_BY_TEXT = Curve(bias=-3.6, words=16.0)
"""Flatter than fitted (-4.5, 45): abstracts share few words, and a curve made for them takes
every pair of short texts for a sure thing."""


def foreign_affinity(overlap: FloatArray) -> FloatArray:
    """Return the low affinity of pairs in different languages that share `overlap` in [0, 1]."""
    return NEUTRAL + OVERLAP_GAIN * overlap
