"""What a decision teaches about the fit of a pair, and what it does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duijie.domain.records import Decision

_BY_RATING = {5: (True, 1.0), 4: (True, 0.75), 3: (True, 0.5), 2: (False, 0.5), 1: (False, 1.0)}
"""Whether a meeting so rated was worth it, as 3 and more are, and how much that counts."""
_UNSAID = 0.5
"""What a decline without a reason counts: about half are for reasons that stand elsewhere."""
_ABOUT_FIT = re.compile(
    "方向|领域|专业|专长|对口|不符|不匹配|不相关|不熟|不擅长|路线|题目|需求不|"
    "topic|field|relevan|expert|fit|match|subject|specialit",
    re.IGNORECASE,
)
_NOT_ABOUT_FIT = re.compile(
    "时间|没空|日程|档期|出差|忙|行程|身体|生病|太远|距离|人手|"
    "回避|利益|竞争|竞品|保密|已有合作|已合作|经费|费用|预算|价格|"
    r"\btime|busy|schedul|calendar|travel|away|\bill\b|sick|\bfar\b|staff|capacity|"
    "conflict|compet|confidential|already|budget|cost|fee|price",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Lesson:
    """That the pair in `row` and `column` suits, or does not; `count` is 1 for a plain word."""

    row: int
    column: int
    suits: bool
    count: float


def weigh_decision(decision: Decision) -> tuple[bool, float]:
    """Return whether a decision says that the pair suits, and how much it counts, 0 to 1.

    >>> weigh_decision(Decision("N1", "E1", "declined", reason="没有时间"))
    (False, 0.0)
    >>> weigh_decision(Decision("N1", "E1", "met", rating=4))
    (True, 0.75)
    """
    if decision.rating is not None:
        return _BY_RATING[decision.rating]
    if decision.decision != "declined":
        return True, 1.0
    if _ABOUT_FIT.search(decision.reason):
        return False, 1.0
    return False, 0.0 if _NOT_ABOUT_FIT.search(decision.reason) else _UNSAID


def draw_lessons(
    decisions: Sequence[Decision], need_ids: Sequence[str], expert_ids: Sequence[str]
) -> tuple[Lesson, ...]:
    """Return one lesson for each pair decided on: the last word that teaches anything.

    A rated meeting outweighs other words, a meeting an answer; then the later date, then the
    later row. Pairs that are not on the lists, and decisions that count nothing, are left out.
    """
    rows = {need_id: row for row, need_id in enumerate(need_ids)}
    columns = {expert_id: column for column, expert_id in enumerate(expert_ids)}
    last: dict[tuple[int, int], Lesson] = {}
    for decision in sorted(decisions, key=_finality):
        suits, count = weigh_decision(decision)
        row, column = rows.get(decision.need_id), columns.get(decision.expert_id)
        if count and row is not None and column is not None:
            last[row, column] = Lesson(row, column, suits, count)
    return tuple(last.values())


def _finality(decision: Decision) -> tuple[bool, bool, date]:
    return decision.rating is not None, decision.decision == "met", decision.date or date.min
