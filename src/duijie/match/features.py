"""What is known of a pair beside its affinity: the features that decisions can re-weigh.

Every feature is a mean over the expert's passages, each weighing what it weighs in the affinity.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.domain.text import Text, same
from duijie.match.explain import NOTES
from duijie.match.fuse import weigh_all
from duijie.match.passages import PARTS, Basis, PassageScores
from duijie.match.problem import MatchProblem
from duijie.match.reason import KINDS

_DECADE = 10.0


@dataclass(frozen=True)
class Feature:
    """A feature: its `name`, what a person calls it, and how far decisions may move it.

    `spread` is the standard deviation of the weight's prior, whose mean is 0: what today's
    formula says. A `scaled` feature is a part of the logit, so that its weight is a share.
    """

    name: str
    words: Text
    spread: float
    scaled: bool = False


BASE_SPREAD = 0.5
PART_SPREAD = 0.2
KIND_SPREAD = 0.3
EXPERT_SPREAD = 0.3
"""Half the experts are, all else equal, within .2 logits of what the evidence says."""


def describe_pairs(
    problem: MatchProblem, scores: PassageScores
) -> Iterator[tuple[Feature, FloatArray]]:
    """Yield each feature with its values, ``(n_needs, n_experts)``.

    All are 0 where nothing is known of the expert or the need has no words.
    """
    weights = weigh_all(scores.logits, problem.owners)
    weights[scores.basis == Basis.NOTHING] = 0.0

    def mean(values: FloatArray) -> FloatArray:
        return _sum_by_expert(weights * values, problem)

    yield Feature("base", _BASE, BASE_SPREAD), mean(np.ones(1))
    for part in PARTS[1:]:
        yield Feature(part, NOTES[part], PART_SPREAD, scaled=True), mean(scores.parts[part])
    foreign = (scores.basis == Basis.TRANSLATED).astype(float)
    yield Feature("translated", _TRANSLATED, KIND_SPREAD), mean(foreign)
    kinds = np.array([passage.kind for passage in problem.passages])
    for kind in sorted(set(kinds.tolist())):
        words = KINDS.get(kind, same(kind))
        yield Feature(kind, words, KIND_SPREAD), mean((kinds == kind).astype(float))
    yield Feature("recency", _RECENCY, KIND_SPREAD), mean(_recency(problem))


_BASE = Text("总体接受程度", "how often proposals are taken")
_TRANSLATED = Text("另一种语言的依据", "evidence in another language")
_RECENCY = Text("近年的依据", "recent evidence")


def _recency(problem: MatchProblem) -> FloatArray:
    """Return decades from the middle year of the evidence, -1 to 1; unknown years are 0."""
    years = [passage.year for passage in problem.passages]
    known = [year for year in years if year]
    middle = median(known) if known else 0
    decades = [(year - middle) / _DECADE if year else 0.0 for year in years]
    clipped: FloatArray = np.clip(np.array(decades, dtype=float), -1, 1)
    return clipped


def _sum_by_expert(values: FloatArray, problem: MatchProblem) -> FloatArray:
    total = np.zeros((len(values), len(problem.experts)))
    experts, starts = np.unique(problem.owners, return_index=True)
    if len(experts):
        total[:, experts] = np.add.reduceat(values, starts, axis=1)
    return total
