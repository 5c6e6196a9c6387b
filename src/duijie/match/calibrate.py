"""From scores to affinities: one logistic curve for each language path.

A path's logit is linear in the parts of the score, with coefficients fixed here, so an
affinity means the same for every need and every expert of a list and does not change when
another need is scored beside it, but for the word statistics of the list itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duijie.domain.plans import FloatArray

UNPROVEN = 0.0
"""Affinity of an expert of whom nothing is known."""
NEUTRAL = 0.05
"""Affinity of a pair that cannot be compared: languages differ, or the need has no words."""
OVERLAP_GAIN = 0.25
"""What shared formulas and names add at most when languages differ."""


@dataclass(frozen=True)
class Curve:
    """The logit of a path: ``bias + words * w + topics * t + meaning * m``, w, t, m cosines."""

    bias: float
    words: float
    topics: float
    meaning: float = 0.0

    def slope(
        self, words: FloatArray, topics: FloatArray, meaning: FloatArray | None = None
    ) -> FloatArray:
        """Return the logit without its bias, in the shape of the parts."""
        total = self.words * words + self.topics * topics
        return total if meaning is None else total + self.meaning * meaning

    def affinity(self, slope: FloatArray) -> FloatArray:
        """Return affinities in [0, 1], rising with `slope`."""
        return 1 / (1 + np.exp(-(self.bias + slope)))


CHINESE = Curve(bias=-3.0, words=12.0, topics=3.0)
ENGLISH = Curve(bias=-4.0, words=3.0, topics=0.0, meaning=8.0)
ENGLISH_BY_TEXT = Curve(bias=-2.5, words=12.0, topics=2.0)


def foreign_affinity(overlap: FloatArray) -> FloatArray:
    """Return the low affinity of pairs in different languages that share `overlap` in [0, 1]."""
    return NEUTRAL + OVERLAP_GAIN * overlap
