"""Needs that are alike: filed twice, or near enough to be invited together.

A need is compared with another as if that were a piece of evidence: with the same words, topics,
meanings and translations as in the ranking. A likeness of .5 so means even odds that somebody
whose evidence reads like the one need suits the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.language.encoder import Absent, Encoder
from duijie.language.probe import OF_MINILM, Abilities
from duijie.match import notices
from duijie.match.calibrate import to_affinity
from duijie.match.passages import Basis, score_passages
from duijie.match.problem import MatchProblem, Passage
from duijie.match.terms import shared_terms
from duijie.match.translated import translated_terms

NEIGHBOUR = 0.3
"""From here on it is worth asking one expert, or both companies to one table."""
DUPLICATE = 0.9
"""From here on the two are probably one need; see docs/algorithms/match.md for the measure."""
_SHOWN_TERMS = 6


@dataclass(frozen=True)
class SimilarPair:
    """Two needs by row, `first` above `second`.

    `terms` stand in both, translated ones as 除氟→fluoride removal.
    """

    first: int
    second: int
    likeness: float
    terms: tuple[str, ...]

    @property
    def is_duplicate(self) -> bool:
        """Whether they are probably one need."""
        return self.likeness >= DUPLICATE


@dataclass(frozen=True, eq=False)
class Similarities:
    """Likenesses of all needs, ``(n_needs, n_needs)`` in [0, 1], symmetric, the diagonal 1.

    `pairs` are those of neighbours, the most alike first; `failure` says why the encoder was not
    used, if so.
    """

    likeness: FloatArray
    pairs: tuple[SimilarPair, ...]
    failure: Text | None


def find_similar(
    problem: MatchProblem,
    encoder: Encoder | None = None,
    progress: Progress = silent,
    least: float = NEIGHBOUR,
    *,
    abilities: Abilities = OF_MINILM,
) -> Similarities:
    """Return how alike the needs of `problem` are, and the pairs alike by `least` or more.

    How much a word weighs is learnt from needs and evidence together, as in the ranking. A need
    without words is like no other.
    """
    twins = tuple(
        Passage(writing.title, writing.body, row, "need", confidential=need.confidential)
        for row, (need, writing) in enumerate(zip(problem.needs, problem.writings, strict=True))
    )
    count = len(twins)
    scores, failure = score_passages(
        replace(problem, passages=(*twins, *problem.passages)),
        encoder or Absent(notices.NO_ENCODER),
        abilities,
        progress,
    )
    told = scores.basis[:, :count] != Basis.NOTHING
    likeness = np.where(told & told.T, to_affinity(scores.logits[:, :count]), 0.0)
    likeness = (likeness + likeness.T) / 2
    np.fill_diagonal(likeness, 1.0)
    found = np.argwhere(np.triu(likeness >= least, 1)).tolist()
    found.sort(key=lambda pair: -likeness[pair[0], pair[1]])
    foreign = scores.basis[:, :count] == Basis.TRANSLATED
    pairs = tuple(
        SimilarPair(
            first,
            second,
            float(likeness[first, second]),
            _common_terms(problem, first, twins[second], foreign=bool(foreign[first, second])),
        )
        for first, second in found
    )
    return Similarities(likeness, pairs, failure)


def _common_terms(
    problem: MatchProblem, row: int, other: Passage, *, foreign: bool
) -> tuple[str, ...]:
    need = problem.writings[row]
    terms = shared_terms(need, other, problem.rarity, _SHOWN_TERMS)
    pairs = translated_terms(need.whole, other.whole, _SHOWN_TERMS) if foreign else ()
    return (*pairs, *terms)[:_SHOWN_TERMS]
