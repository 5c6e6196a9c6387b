"""Score every expert for every need.

Each language has a path of its own: Chinese by characters and topics, English by words and,
where there is an encoder, by meaning. A pair is scored on the passages that can be read in the
need's language; a need in both languages takes the better of both paths. Where nothing can be
read, the affinity is low and the reason says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from duijie.domain.plans import AffinityMatrix, FloatArray
from duijie.domain.progress import Progress, silent
from duijie.domain.records import Evidence, Expert, Need
from duijie.domain.text import Text
from duijie.language.encoder import Encoder, EncoderUnavailable
from duijie.language.script import Script
from duijie.match import calibrate, notices
from duijie.match.calibrate import Curve
from duijie.match.dense import compare_meanings
from duijie.match.fuse import fuse_passages
from duijie.match.problem import IndexArray, LanguagePath, MatchProblem, build_problem
from duijie.match.reason import give_reason
from duijie.match.text import compare_topics, compare_words


class Basis(IntEnum):
    """On what ground a pair was scored."""

    NOTHING = 0
    """The expert has no passage, or the need no words."""
    OTHER_LANGUAGE = 1
    """Only names and formulas could be compared."""
    SAME_LANGUAGE = 2


@dataclass(frozen=True, eq=False)
class MatchResult:
    """Affinities with what they rest on; arrays have shape ``(n_needs, n_experts)``.

    `best_evidence` holds positions in ``problem.passages``, -1 where there is none; `basis`
    values of `Basis`.
    """

    problem: MatchProblem
    affinity: AffinityMatrix
    best_evidence: IndexArray
    basis: NDArray[np.int8]
    notices: tuple[Text, ...]

    def reason(self, need: int, expert: int) -> Text:
        """Say in a sentence on what the affinity of a pair (row, column) rests."""
        best = int(self.best_evidence[need, expert])
        return give_reason(
            self.problem.writings[need],
            self.problem.passages[best] if best >= 0 else None,
            self.problem.rarity,
            same_language=self.basis[need, expert] == Basis.SAME_LANGUAGE,
        )


def score(
    needs: Sequence[Need],
    experts: Sequence[Expert],
    evidence: Sequence[Evidence],
    encoder: Encoder | None = None,
    progress: Progress = silent,
) -> MatchResult:
    """Return how well each expert suits each need.

    Parameters
    ----------
    encoder
        Reads English. Without it, or when it fails, English is ranked by its words and a
        notice says so.
    progress
        Told how many texts are encoded.

    Returns
    -------
    MatchResult
        Affinities in [0, 1], none nan, the same for the same input.
    """
    board = _Board(build_problem(needs, experts, evidence))
    board.enter_foreign()
    board.enter_chinese()
    failure = board.enter_english(encoder, progress)
    return MatchResult(
        problem=board.problem,
        affinity=AffinityMatrix(
            tuple(need.need_id for need in needs),
            tuple(expert.expert_id for expert in experts),
            board.values,
        ),
        best_evidence=board.best,
        basis=board.basis,
        notices=notices.collect(board.problem, board.basis == Basis.OTHER_LANGUAGE, failure),
    )


class _Board:
    """The matrices while they are filled, path after path."""

    def __init__(self, problem: MatchProblem) -> None:
        shape = (len(problem.needs), len(problem.experts))
        self.problem = problem
        self.values: FloatArray = np.full(shape, calibrate.UNPROVEN)
        self.best: IndexArray = np.full(shape, -1, dtype=np.int64)
        self.basis: NDArray[np.int8] = np.full(shape, Basis.NOTHING, dtype=np.int8)

    def enter_foreign(self) -> None:
        """Enter every expert who has passages as if languages differed."""
        overlap = compare_words(self.problem.writings, self.problem.passages)
        fused = fuse_passages(overlap, self.problem.owners)
        for row, writing in enumerate(self.problem.writings):
            self.values[row, fused.experts] = calibrate.foreign_affinity(fused.scores[row])
            if writing.has_words:
                self.best[row, fused.experts] = fused.best[row]
                self.basis[row, fused.experts] = Basis.OTHER_LANGUAGE

    def enter_chinese(self) -> None:
        """Enter the pairs that can be read in Chinese."""
        path = self.problem.path_in(Script.ZH)
        if path.has_pairs:
            words = compare_words(path.needs, path.passages)
            topics = compare_topics(path.needs, path.passages)
            self._enter(path, calibrate.CHINESE, calibrate.CHINESE.slope(words, topics=topics))

    def enter_english(self, encoder: Encoder | None, progress: Progress) -> Text | None:
        """Enter the pairs that can be read in English; say why the encoder was not used."""
        path = self.problem.path_in(Script.EN)
        if not path.has_pairs:
            return None
        words = compare_words(path.needs, path.passages)
        try:
            meaning = _read_meaning(path, encoder, progress)
        except EncoderUnavailable as error:
            curve = calibrate.ENGLISH_BY_TEXT
            self._enter(path, curve, curve.slope(words))
            return error.message
        self._enter(path, calibrate.ENGLISH, calibrate.ENGLISH.slope(words, meaning=meaning))
        return None

    def _enter(self, path: LanguagePath, curve: Curve, slope: FloatArray) -> None:
        """Enter the pairs of a path where no other path says more."""
        fused = fuse_passages(slope, self.problem.owners[path.columns])
        pairs = np.ix_(path.rows, fused.experts)
        affinity = curve.affinity(fused.scores)
        better = (self.basis[pairs] < Basis.SAME_LANGUAGE) | (affinity > self.values[pairs])
        self.values[pairs] = np.where(better, affinity, self.values[pairs])
        self.best[pairs] = np.where(better, path.columns[fused.best], self.best[pairs])
        self.basis[pairs] = Basis.SAME_LANGUAGE


def _read_meaning(path: LanguagePath, encoder: Encoder | None, progress: Progress) -> FloatArray:
    if encoder is None:
        raise EncoderUnavailable(notices.NO_ENCODER)
    return compare_meanings(path.needs, path.passages, encoder, progress)
