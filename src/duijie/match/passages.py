"""What speaks for each need and passage, part by part, on the logit scale.

Two texts are compared in the language they share: in Chinese by characters, topics and the
meaning of their English gloss, in English by words and meaning. Texts in different languages are
compared in English, the Chinese one by its gloss.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from duijie.domain.plans import FloatArray
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.language.encoder import Encoder, EncoderUnavailable
from duijie.language.script import Script
from duijie.match import calibrate
from duijie.match.calibrate import Curve
from duijie.match.dense import compare_meanings
from duijie.match.notices import NO_ENCODER
from duijie.match.problem import MatchProblem, Writing
from duijie.match.text import compare_topics, compare_words

PARTS = ("base", "words", "topics", "meaning", "chemistry")


class Basis(IntEnum):
    """On what ground a pair was scored."""

    NOTHING = 0
    """The expert has no passage, or the need no words."""
    TRANSLATED = 1
    """Need and passage are in different languages."""
    ENGLISH = 2
    CHINESE = 3


@dataclass(frozen=True, eq=False)
class PassageScores:
    """Logits of the `PARTS` and the basis of each pair, ``(n_needs, n_passages)``."""

    parts: Mapping[str, FloatArray]
    basis: NDArray[np.int8]

    @cached_property
    def logits(self) -> FloatArray:
        """The sum of the parts."""
        total: FloatArray = np.sum([self.parts[name] for name in PARTS], axis=0)
        return total


def score_passages(
    problem: MatchProblem, encoder: Encoder | None, progress: Progress = silent
) -> tuple[PassageScores, Text | None]:
    """Return the scores, and why the encoder was not used, if so."""
    needs = [writing.in_english for writing in problem.writings]
    passages = [passage.in_english for passage in problem.passages]
    words = compare_words(needs, passages)
    try:
        meaning, failure = _read_meaning(needs, passages, encoder, progress), None
        curves = calibrate.WITH_MEANING
    except EncoderUnavailable as error:
        meaning, failure = np.zeros_like(words), error.message
        curves = calibrate.BY_WORDS
    board = _Board(problem, meaning)
    everything = np.arange(words.shape[0]), np.arange(words.shape[1])
    board.enter(Basis.TRANSLATED, everything, curves.translated, words)
    rows, columns = english = problem.readable_in(Script.EN)
    board.enter(Basis.ENGLISH, english, curves.english, words[np.ix_(rows, columns)])
    rows, columns = chinese = problem.readable_in(Script.ZH)
    if len(rows) and len(columns):
        texts = (
            [problem.writings[row].in_chinese for row in rows],
            [problem.passages[column].in_chinese for column in columns],
        )
        words, topics = compare_words(*texts), compare_topics(*texts)
        board.enter(Basis.CHINESE, chinese, curves.chinese, words, topics)
    return board.close(), failure


def _read_meaning(
    needs: Sequence[Writing],
    passages: Sequence[Writing],
    encoder: Encoder | None,
    progress: Progress,
) -> FloatArray:
    if encoder is None:
        raise EncoderUnavailable(NO_ENCODER)
    return compare_meanings(needs, passages, encoder, progress)


class _Board:
    """The parts while they are filled, path after path."""

    def __init__(self, problem: MatchProblem, meaning: FloatArray) -> None:
        self._problem = problem
        self._meaning = meaning
        self._parts = {name: np.zeros_like(meaning) for name in PARTS}
        self._basis: NDArray[np.int8] = np.full(meaning.shape, Basis.NOTHING, dtype=np.int8)

    def enter(
        self,
        basis: Basis,
        where: tuple[NDArray[np.int64], NDArray[np.int64]],
        curve: Curve,
        words: FloatArray,
        topics: FloatArray | float = 0.0,
    ) -> None:
        """Enter the pairs of a path where no path of a shared language says more."""
        pairs = np.ix_(*where)
        new = {
            "base": np.full_like(words, curve.base),
            "words": curve.words * words,
            "topics": curve.topics * topics + np.zeros_like(words),
            "meaning": curve.meaning * self._meaning[pairs],
        }
        old = np.sum([self._parts[name][pairs] for name in PARTS], axis=0)
        better = (self._basis[pairs] <= Basis.TRANSLATED) | (sum(new.values()) > old)
        for name, values in new.items():
            self._parts[name][pairs] = np.where(better, values, self._parts[name][pairs])
        self._basis[pairs] = np.where(better, basis, self._basis[pairs])

    def close(self) -> PassageScores:
        """Return the scores; a need without words is as near to one passage as to another."""
        silent_rows = [
            row for row, writing in enumerate(self._problem.writings) if not writing.has_words
        ]
        for values in self._parts.values():
            values[silent_rows] = 0.0
        self._parts["base"][silent_rows] = calibrate.to_logit(calibrate.NEUTRAL)
        self._basis[silent_rows] = Basis.NOTHING
        return PassageScores(self._parts, self._basis)
