"""Learning from decisions: today's formula, moved as far as they say and no further.

The logit of a pair is today's plus a weighted sum of its features plus what is its expert's own.
All these weights are 0 by the prior, so that without decisions the ranking is today's exactly; a
penalised logistic regression (Hoerl & Kennard 1970; le Cessie & van Houwelingen 1992) moves them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.match.features import EXPERT_SPREAD, Feature, describe_pairs
from duijie.match.fuse import fuse_passages
from duijie.match.lessons import Lesson
from duijie.match.newton import fit_logistic
from duijie.match.passages import PassageScores
from duijie.match.problem import MatchProblem

FEWEST = 20
"""So many lessons are needed: from about here on what is learnt of how often people accept holds
on other pairs; see docs/algorithms/match.md."""
FEWEST_OF_EACH = 5
"""And of either kind: where everything is accepted, nothing is told apart."""


@dataclass(frozen=True, eq=False)
class Learned:
    """What was learnt, and all that is needed to learn it again from fewer lessons.

    `logits` are those of today's formula, ``(n_needs, n_experts)``, -inf where nothing is known;
    `values` those of the features; `weights` one for each feature; `favours` what experts have
    of their own, by column.
    """

    logits: FloatArray
    features: tuple[Feature, ...]
    values: tuple[FloatArray, ...]
    lessons: tuple[Lesson, ...]
    weights: FloatArray
    favours: dict[int, float]
    _without: dict[int, Learned] = field(default_factory=dict, repr=False)

    @cached_property
    def shifts(self) -> FloatArray:
        """What is added to the logits, ``(n_needs, n_experts)``."""
        total = np.zeros_like(self.logits)
        for weight, values in zip(self.weights, self.values, strict=True):
            total += weight * values
        for column, favour in self.favours.items():
            total[:, column] += favour * self._known[:, column]
        return total

    @property
    def _known(self) -> FloatArray:
        """1 where a pair has anything to compare."""
        return self.values[0]

    def favour_of(self, row: int, column: int) -> float:
        """Return what an expert's own lessons add to the logit of a pair."""
        return self.favours.get(column, 0.0) * float(self._known[row, column])

    def rank_of(self, row: int, column: int) -> int:
        """Return the place of an expert among all for the need, 1 the best."""
        order = np.argsort(-(self.logits[row] + self.shifts[row]), kind="stable")
        return int(np.nonzero(order == column)[0][0]) + 1

    def lessons_about(self, column: int) -> tuple[Lesson, ...]:
        """Return the lessons about one expert."""
        return tuple(lesson for lesson in self.lessons if lesson.column == column)

    def without_expert(self, column: int) -> Learned:
        """Return what is learnt from the lessons about everybody else."""
        if column not in self._without:
            others = [lesson for lesson in self.lessons if lesson.column != column]
            self._without[column] = self.refit(others)
        return self._without[column]

    def refit(self, lessons: Collection[Lesson]) -> Learned:
        """Learn again, from `lessons` alone; from none, today's formula."""
        kept = tuple(lessons)
        columns = sorted({lesson.column for lesson in kept})
        weights = _fit(self, kept, columns)
        size = len(self.features)
        return replace(
            self,
            lessons=kept,
            weights=weights[:size],
            favours=dict(zip(columns, weights[size:].tolist(), strict=True)),
            _without={},
        )


def is_enough(lessons: Sequence[Lesson]) -> bool:
    """Whether there are lessons enough, and enough of both kinds, to learn from."""
    good = sum(lesson.suits for lesson in lessons)
    return len(lessons) >= FEWEST and FEWEST_OF_EACH <= good <= len(lessons) - FEWEST_OF_EACH


def learn(problem: MatchProblem, scores: PassageScores, lessons: Sequence[Lesson]) -> Learned:
    """Return what `lessons` teach; nothing is asked about whether they are enough."""
    fused = fuse_passages(scores.logits, problem.owners)
    logits = np.full((len(problem.needs), len(problem.experts)), -np.inf)
    logits[:, fused.experts] = fused.scores
    features, values = zip(*describe_pairs(problem, scores), strict=True)
    return Learned(logits, features, values, (), np.zeros(len(features)), {}).refit(lessons)


def _fit(known: Learned, lessons: tuple[Lesson, ...], columns: list[int]) -> FloatArray:
    """Return the weights of the features, then of the experts in `columns`."""
    pairs = [lesson.row for lesson in lessons], [lesson.column for lesson in lessons]
    usable = np.isfinite(known.logits[pairs])
    features = np.stack([values[pairs] for values in known.values], axis=1)
    own = np.equal.outer(pairs[1], columns) * features[:, :1]
    spreads = [*(feature.spread for feature in known.features), *(EXPERT_SPREAD for _ in columns)]
    return fit_logistic(
        np.hstack([features, own])[usable],
        known.logits[pairs][usable],
        np.array([float(lesson.suits) for lesson in lessons])[usable],
        np.array([lesson.count for lesson in lessons])[usable],
        np.array(spreads),
    )
