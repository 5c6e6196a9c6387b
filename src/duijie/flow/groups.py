"""Beyond one expert for one need: an expert's needs, needs that are alike, small teams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from duijie.domain.sheet import Cell, Grid
from duijie.domain.text import Language, Text, join
from duijie.match.rank import MatchResult
from duijie.match.similar import Similarities
from duijie.match.team import Team

BY_EXPERT = ("expert_id", "need_id", "affinity", "rank", "reason")
SIMILAR = ("need_id", "other_need_id", "likeness", "duplicate", "terms")
TEAMS = ("need_id", "expert_id", "member", "adds", "aspects", "evidence")
_BETWEEN = "；"


def say_both(result: MatchResult, row: int, column: int) -> Text:
    """Say the reason of a pair and, where there is any, what decisions did to its place."""
    effect = result.effect(row, column)
    return join([result.reason(row, column), effect]) if effect else result.reason(row, column)


def by_expert_grid(result: MatchResult, language: Language, top: int | None = None) -> Grid:
    """Return the needs of each expert, best first, all or the best `top`.

    `rank` is the need's place for the expert, 1 the best; ties in the order of the needs. Experts
    of whom nothing is known have none.
    """
    matrix = result.affinity
    rows: list[tuple[Cell, ...]] = []
    for column, expert_id in enumerate(matrix.expert_ids):
        scores = matrix.values[:, column]
        order = [row for row in np.argsort(-scores, kind="stable").tolist() if scores[row]]
        rows += [
            (
                expert_id,
                matrix.need_ids[row],
                float(scores[row]),
                place,
                say_both(result, row, column).in_(language),
            )
            for place, row in enumerate(order[:top], start=1)
        ]
    return Grid("by_expert", BY_EXPERT, rows)


def similar_grid(result: MatchResult, alike: Similarities) -> Grid:
    """Return the pairs of needs that are alike, the most alike first."""
    ids = result.affinity.need_ids
    return Grid(
        "similar",
        SIMILAR,
        [
            (ids[pair.first], ids[pair.second], pair.likeness, pair.is_duplicate, _join(pair.terms))
            for pair in alike.pairs
        ],
    )


def teams_grid(result: MatchResult, teams: Sequence[Team]) -> Grid:
    """Return the members of each team and the aspects each covers best.

    `adds` is what a member adds to the mean coverage of the need's aspects. A last row without
    expert holds the aspects that nobody of the team covers; so does the only row of a need for
    which nobody is proposed.
    """
    return Grid("teams", TEAMS, [row for team in teams for row in _team_rows(result, team)])


def _team_rows(result: MatchResult, team: Team) -> Iterator[tuple[Cell, ...]]:
    matrix, passages = result.affinity, result.problem.passages
    need_id = matrix.need_ids[team.need]
    for place, (column, gain) in enumerate(zip(team.members, team.gains, strict=True), start=1):
        own = [aspect for aspect in team.aspects if aspect.expert == column]
        pieces = dict.fromkeys(passages[aspect.passage].evidence_id for aspect in own)
        texts = _join([aspect.text for aspect in own])
        yield need_id, matrix.expert_ids[column], place, gain, texts, _join([*pieces])
    bare = [aspect.text for aspect in team.aspects if aspect.expert is None]
    if bare:
        yield need_id, None, None, None, _join(bare), None


def _join(words: Sequence[str]) -> str:
    return _BETWEEN.join(words)
