"""Chemistry as one more part of the logit: what it can add, and how it is said.

Chemistry speaks for a pair or keeps silent. Its part is 0 where a need and a passage share
nothing chemical, so that the ranking by text stays as it is, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.domain.progress import Progress
from duijie.domain.text import EMPTY, Text, join
from duijie.match.passages import Basis, PassageScores
from duijie.match.problem import MatchProblem


class ChemicalPicture(Protocol):
    """The molecules of a need and a passage side by side."""

    @property
    def svg(self) -> str:
        """The drawing, one ``svg`` element in the colour of the text around it."""

    @property
    def caption(self) -> Text:
        """What they share."""


class ChemicalComparison(Protocol):
    """What needs and passages have in common chemically; `duijie.chemistry` makes one."""

    @property
    def shares(self) -> FloatArray:
        """What it adds to each logit, ``(n_needs, n_passages)``, 0 or more."""

    def say(self, need: int, passage: int, most: int = 3) -> Text:
        """Say at most so many things that a pair has in common."""

    def draw(self, need: int, passage: int) -> ChemicalPicture | None:
        """Draw why a pair is related; None where there are not two structures."""

    def warn(self, need: int) -> Text:
        """Say which of a need's processes are under key supervision."""


Chemist = Callable[[Sequence[str], Sequence[str], Progress], ChemicalComparison]
"""Reads the texts of needs and of passages and says what each pair has in common."""


def compare_chemically(
    problem: MatchProblem, chemist: Chemist, progress: Progress
) -> ChemicalComparison:
    """Let `chemist` read the needs and passages of `problem`."""
    return chemist(
        [writing.whole for writing in problem.writings],
        [passage.whole for passage in problem.passages],
        progress,
    )


def add_chemistry(scores: PassageScores, comparison: ChemicalComparison) -> PassageScores:
    """Return `scores` with the part that chemistry adds; where nothing was compared, nothing."""
    shares = np.where(scores.basis == Basis.NOTHING, 0.0, comparison.shares)
    return replace(scores, parts={**scores.parts, "chemistry": shares})


def say_chemistry(
    comparison: ChemicalComparison | None, need: int, passage: int, most: int = 3
) -> Text:
    """Say at most so many things that a pair has in common, and what is under supervision.

    Nothing where chemistry is silent.
    """
    if comparison is None or not comparison.shares[need, passage]:
        return EMPTY
    said = (comparison.say(need, passage, most), comparison.warn(need))
    return join([words for words in said if words])
