"""What speaks for each need and passage, part by part, on the logit scale.

Two texts are compared in the language they share: in Chinese by characters, topics and the
meaning of their English gloss, in English by words and meaning. Texts in different languages are
compared in English, the Chinese one by its gloss.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from duijie.domain.plans import FloatArray
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.language.encoder import Encoder, EncoderUnavailable
from duijie.language.probe import Abilities
from duijie.language.script import Script
from duijie.match import calibrate
from duijie.match.calibrate import Curve, Curves
from duijie.match.dense import Meanings, compare_meanings
from duijie.match.problem import MatchProblem
from duijie.match.text import Background, compare_topics, compare_words

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
    problem: MatchProblem,
    encoder: Encoder,
    abilities: Abilities,
    progress: Progress = silent,
    background: Background | None = None,
) -> tuple[PassageScores, Text | None]:
    """Return the scores, and why the encoder was not used, if so.

    Where meanings were not compared, curves made for words alone are used. `background` is the
    whole list where the passages of `problem` are a selection.
    """
    english_census = background.english if background else None
    chinese_census = background.chinese if background else None
    needs = [writing.in_english for writing in problem.writings]
    passages = [passage.in_english for passage in problem.passages]
    words = compare_words(needs, passages, "english", english_census)
    try:
        meanings, failure = compare_meanings(problem, encoder, abilities, progress), None
    except EncoderUnavailable as error:
        meanings, failure = Meanings.unknown(problem), error.whole
    board = _Board(problem)
    everything = np.arange(words.shape[0]), np.arange(words.shape[1])
    board.enter(Basis.TRANSLATED, everything, meanings.translated, words)
    rows, columns = english = problem.readable_in(Script.EN)
    board.enter(Basis.ENGLISH, english, meanings.english, words[np.ix_(rows, columns)])
    rows, columns = chinese = problem.readable_in(Script.ZH)
    if len(rows) and len(columns):
        texts = (
            [problem.writings[row].in_chinese for row in rows],
            [problem.passages[column].in_chinese for column in columns],
        )
        words = compare_words(*texts, "chinese", chinese_census)
        topics = compare_topics(*texts, chinese_census)
        board.enter(Basis.CHINESE, chinese, meanings.chinese, words, topics)
    return board.close(), failure


_CURVES: Mapping[Basis, Callable[[Curves], Curve]] = {
    Basis.TRANSLATED: lambda curves: curves.translated,
    Basis.ENGLISH: lambda curves: curves.english,
    Basis.CHINESE: lambda curves: curves.chinese,
}


class _Board:
    """The parts while they are filled, path after path."""

    def __init__(self, problem: MatchProblem) -> None:
        shape = len(problem.writings), len(problem.passages)
        self._problem = problem
        self._parts: dict[str, FloatArray] = {name: np.zeros(shape) for name in PARTS}
        self._basis: NDArray[np.int8] = np.full(shape, Basis.NOTHING, dtype=np.int8)

    def enter(
        self,
        basis: Basis,
        where: tuple[NDArray[np.int64], NDArray[np.int64]],
        meanings: FloatArray,
        words: FloatArray,
        topics: FloatArray | float = 0.0,
    ) -> None:
        """Enter the pairs of a path where no path of a shared language says more."""
        pairs = np.ix_(*where)
        meaning = meanings[pairs]
        known, pick = ~np.isnan(meaning), _CURVES[basis]
        full, plain = pick(calibrate.WITH_MEANING), pick(calibrate.BY_WORDS)
        new = {
            "base": np.where(known, full.base, plain.base),
            "words": np.where(known, full.words, plain.words) * words,
            "topics": np.where(known, full.topics, plain.topics) * topics,
            "meaning": full.meaning * np.where(known, meaning, 0.0),
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
