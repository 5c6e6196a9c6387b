"""Meaning: cosines of encoded texts, on the scale that the curves were made for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.domain.plans import FloatArray
from duijie.domain.progress import Progress, silent
from duijie.language.encoder import Encoder
from duijie.language.probe import Abilities, Scale
from duijie.match.problem import MatchProblem, Writing


@dataclass(frozen=True, eq=False)
class Reading:
    """What is encoded of each need and passage.

    "" where there are no words, None where the encoder must not see the text.
    """

    needs: tuple[str | None, ...]
    passages: tuple[str | None, ...]

    @property
    def texts(self) -> Iterator[str]:
        """The texts to encode."""
        yield from (text for text in (*self.needs, *self.passages) if text)


@dataclass(frozen=True, eq=False)
class Meanings:
    """Cosines of each need and passage by path, ``(n_needs, n_passages)``, in [-1, 1].

    A text without words has 0 with everything; nan stands where meanings were not compared.
    """

    english: FloatArray
    chinese: FloatArray
    translated: FloatArray

    @classmethod
    def unknown(cls, problem: MatchProblem) -> Meanings:
        """Return meanings of which none was compared."""
        nothing = np.full((len(problem.writings), len(problem.passages)), np.nan)
        return cls(nothing, nothing, nothing)


def compare_meanings(
    problem: MatchProblem, encoder: Encoder, abilities: Abilities, progress: Progress = silent
) -> Meanings:
    """Compare texts as they are where the encoder reads their languages, else by their glosses.

    Of a long text only the beginning that the encoder takes in is read. Confidential needs are
    not given to an encoder elsewhere.

    Raises
    ------
    EncoderUnavailable
        When the encoder cannot be used.
    """
    plain = _read(problem, abilities, problem.writings, problem.passages)
    glossed = _read(
        problem,
        abilities,
        [writing.in_english for writing in problem.writings],
        [passage.in_english for passage in problem.passages],
    )
    by_gloss = glossed, abilities.english
    english = plain if abilities.chinese and abilities.across else glossed
    paths = (
        (english, abilities.english),
        (plain, abilities.chinese) if abilities.chinese else by_gloss,
        (plain, abilities.across) if abilities.across else by_gloss,
    )
    texts = dict.fromkeys(text for reading, scale in paths if scale for text in reading.texts)
    # Each text once: in another place of a batch its vector may differ in the last digit, and
    # two experts with the same evidence must have the same affinity.
    vectors = dict(zip(texts, encoder.encode([*texts], progress), strict=True)) if texts else {}
    compared = {path: _compare(*path, vectors) for path in dict.fromkeys(paths)}
    return Meanings(*(compared[path] for path in paths))


def _read(
    problem: MatchProblem,
    abilities: Abilities,
    needs: Sequence[Writing],
    passages: Sequence[Writing],
) -> Reading:
    prompts = abilities.prompts

    def read(secret: bool, prompt: str, writing: Writing) -> str | None:
        return None if secret and abilities.sends_away else _prompt(prompt, writing)

    return Reading(
        tuple(
            read(need.confidential, prompts.need, writing)
            for need, writing in zip(problem.needs, needs, strict=True)
        ),
        tuple(
            read(passage.confidential, prompts.passage, writing)
            for passage, writing in zip(problem.passages, passages, strict=True)
        ),
    )


def _prompt(prompt: str, writing: Writing) -> str:
    return prompt + writing.whole if writing.has_words else ""


def _compare(
    reading: Reading, scale: Scale | None, vectors: Mapping[str, NDArray[np.float32]]
) -> FloatArray:
    """Return the cosines of a reading on the usual scale, ``(n_needs, n_passages)``."""
    shape = len(reading.needs), len(reading.passages)
    found: FloatArray = np.zeros(shape)
    if scale is None:
        found[:] = np.nan
        return found
    rows = [row for row, text in enumerate(reading.needs) if text]
    columns = [column for column, text in enumerate(reading.passages) if text]
    if rows and columns:
        left = np.array([vectors[reading.needs[row] or ""] for row in rows], dtype=float)
        right = np.array(
            [vectors[reading.passages[column] or ""] for column in columns], dtype=float
        )
        found[np.ix_(rows, columns)] = scale.apply(left @ right.T)
    found[[text is None for text in reading.needs]] = np.nan
    found[:, [text is None for text in reading.passages]] = np.nan
    return found
