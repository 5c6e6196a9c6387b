"""Why this pair, why not that one, and what holds somebody back: answers beside an assignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duijie.assign.limits import explain_limits
from duijie.assign.plan import AssignResult
from duijie.assign.problem import AssignProblem
from duijie.assign.shortage import Side
from duijie.assign.whynot import explain_pair
from duijie.domain.errors import BadUsage
from duijie.domain.event import PairKey
from duijie.domain.text import Text, join, same

_MOST_SHOWN = 8


def answer_pairs(
    problem: AssignProblem,
    result: AssignResult,
    pairs: Sequence[PairKey],
    time_limit_s: float | None = None,
) -> Iterator[Text]:
    """Say for each (need_id, expert_id) what deciding it the other way would cost, and whom.

    Raises
    ------
    BadUsage
        For an id that is in the plan of nobody.
    """
    for need_id, expert_id in pairs:
        row, column = _find(problem.need_ids, need_id), _find(problem.expert_ids, expert_id)
        yield explain_pair(problem, result, row, column, time_limit_s=time_limit_s).message


def answer_limits(
    problem: AssignProblem,
    result: AssignResult,
    people: Sequence[str],
    time_limit_s: float | None = None,
) -> Iterator[Text]:
    """Say for each need or expert which limits are reached and what loosening them would bring.

    Raises
    ------
    BadUsage
        For an id that is neither a need's nor an expert's.
    """
    for name in people:
        side: Side = "need" if name in problem.need_ids else "expert"
        ids = problem.need_ids if side == "need" else problem.expert_ids
        index = _find(ids, name)
        limits = explain_limits(problem, result, side, index, time_limit_s=time_limit_s)
        yield from [limit.message for limit in limits] or [
            Text(f"{name} 没有达到任何上下限", f"{name} has reached none of its limits")
        ]


def _find(ids: Sequence[str], name: str) -> int:
    if name not in ids:
        shown = join([same(one) for one in sorted(ids)[:_MOST_SHOWN]], "、", ", ")
        raise BadUsage(
            Text(f"没有编号 {name}", f"there is no {name}"),
            [Text("有：", "There are: ") + shown + same(" ..." * (len(ids) > _MOST_SHOWN))],
        )
    return ids.index(name)
