"""Problems too large to be meant: said, or refused, before they cost time and memory."""

from __future__ import annotations

from duijie.assign.problem import AssignProblem
from duijie.domain.errors import BadData
from duijie.domain.text import EMPTY, Text

MANY_PEOPLE = 1000
"""More needs or experts than one docking meeting has; such a problem is solved, but mentioned."""
MOST_PAIRS = 20_000_000
"""Pairs that the methods are meant for: a few gigabytes and minutes. More are refused."""


def refuse_huge(n_needs: int, n_experts: int) -> None:
    """Raise ``BadData`` when there are more pairs than any event can have."""
    if n_needs * n_experts <= MOST_PAIRS:
        return
    raise BadData(
        Text(
            f"{n_needs:,} 项需求 × {n_experts:,} 位专家 = {n_needs * n_experts:,} 对，"
            f"超过上限 {MOST_PAIRS:,} 对",
            f"{n_needs:,} needs x {n_experts:,} experts = {n_needs * n_experts:,} pairs, more than "
            f"the {MOST_PAIRS:,} that can be assigned",
        ),
        [
            Text(
                "请核对文件是否选错、行是否重复；确有这么多时请分场次进行",
                "see whether it is the right file and no rows are repeated; if there are so many, "
                "split the event",
            )
        ],
    )


def notice_large(problem: AssignProblem) -> Text:
    """Say what is unusually large about a problem; empty where nothing is."""
    large = [
        (count, zh, en)
        for count, zh, en in (
            (problem.n_needs, "项需求", "needs"),
            (problem.n_experts, "位专家", "experts"),
        )
        if count >= MANY_PEOPLE
    ]
    if not large:
        return EMPTY
    return Text(
        f"共有 {'、'.join(f'{count:,} {zh}' for count, zh, _ in large)}，比一般对接会多得多："
        "请核对文件是否选错",
        f"there are {' and '.join(f'{count:,} {en}' for count, _, en in large)}, far more than a "
        "docking meeting has: see whether it is the right file",
    )
