"""A small team for one need: experts who complement each other over its aspects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.language.encoder import Absent, Encoder
from duijie.language.probe import OF_MINILM, Abilities
from duijie.match import notices
from duijie.match.aspects import as_writings, split_aspects
from duijie.match.calibrate import NOBODY, to_affinity
from duijie.match.cover import best_members, cover_greedily
from duijie.match.passages import Basis, score_passages
from duijie.match.problem import IndexArray
from duijie.match.rank import MatchResult

MOST_MEMBERS = 3
LEAST_GAIN = 0.05
"""A further member must lift what is covered of the need, on average, by so much."""


@dataclass(frozen=True)
class CoveredAspect:
    """An aspect, the member who covers it by column, how well in [0, 1], and by which passage.

    `expert` is None and `passage` -1 where the aspect stays uncovered.
    """

    text: str
    expert: int | None
    coverage: float
    passage: int


@dataclass(frozen=True)
class Team:
    """The team of a need (row): members by column in the order in which they were taken.

    `gains` are what each adds to the mean coverage of the aspects, `covered` is their sum, in
    [0, 1]; no team of this size covers more than `bound`. Without members nobody is proposed.
    """

    need: int
    members: tuple[int, ...]
    gains: tuple[float, ...]
    bound: float
    aspects: tuple[CoveredAspect, ...]

    @property
    def covered(self) -> float:
        """The mean coverage of the aspects."""
        return float(sum(self.gains))


def form_teams(
    result: MatchResult,
    encoder: Encoder | None = None,
    progress: Progress = silent,
    most: int = MOST_MEMBERS,
    *,
    abilities: Abilities = OF_MINILM,
) -> tuple[tuple[Team, ...], Text | None]:
    """Return a team for every need, and why the encoder was not used, if so.

    An expert covers an aspect as well as the best passage would suit a need that says nothing
    else. An aspect counts as covered from ``calibrate.NOBODY`` on. Only those take part whose
    affinity with the need as a whole reaches it; where nobody's does, there is no team.
    """
    problem = result.problem
    aspects = [split_aspects(need, problem.rarity) for need in problem.needs]
    scores, failure = score_passages(
        replace(
            problem,
            needs=tuple(
                need for need, parts in zip(problem.needs, aspects, strict=True) for _ in parts
            ),
            writings=tuple(writing for parts in aspects for writing in as_writings(parts)),
        ),
        encoder or Absent(notices.NO_ENCODER),
        abilities,
        progress,
    )
    values = np.where(scores.basis == Basis.NOTHING, 0.0, to_affinity(scores.logits))
    ends = np.cumsum([len(parts) for parts in aspects])
    teams = [
        _form_team(result, row, parts, values[end - len(parts) : end], most)
        for row, (parts, end) in enumerate(zip(aspects, ends, strict=True))
    ]
    return tuple(teams), failure


def _form_team(
    result: MatchResult, row: int, aspects: Sequence[str], values: FloatArray, most: int
) -> Team:
    """Form a team from what each passage says of each aspect, ``(n_aspects, n_passages)``."""
    coverage, passages = _best_passages(result, values)
    coverage[coverage < NOBODY] = 0.0
    coverage[:, result.affinity.values[row] < NOBODY] = 0.0
    count = max(len(aspects), 1)
    cover = cover_greedily(coverage, most, LEAST_GAIN * count)
    chosen = best_members(coverage, cover.members) if cover.members else None
    told = []
    for number, text in enumerate(aspects):
        expert = -1 if chosen is None else int(chosen[number])
        reached = 0.0 if expert < 0 else float(coverage[number, expert])
        told.append(
            CoveredAspect(text, expert, reached, int(passages[number, expert]))
            if reached
            else CoveredAspect(text, None, 0.0, -1)
        )
    gains = tuple(gain / count for gain in cover.gains)
    return Team(row, cover.members, gains, cover.bound / count, tuple(told))


def _best_passages(result: MatchResult, values: FloatArray) -> tuple[FloatArray, IndexArray]:
    """Return each expert's best value for each aspect, and the passage it comes from."""
    shape = len(values), len(result.problem.experts)
    best, where = np.zeros(shape), np.full(shape, -1, dtype=np.int64)
    for expert in np.unique(result.problem.owners).tolist():
        own = np.nonzero(result.problem.owners == expert)[0]
        top = own[values[:, own].argmax(axis=1)]
        best[:, expert], where[:, expert] = values[np.arange(shape[0]), top], top
    return best, where
