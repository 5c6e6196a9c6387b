"""Why this pair, why not that one, what holds somebody back: solved again for the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from duijie.domain.errors import DuijieError
from duijie.domain.text import Text
from duijie.web.assign.compute import Answer, load_answer
from duijie.web.assign.models import Assignment
from duijie.web.assign.selectors import Meeting, People, Person
from duijie.web.assign.words import in_page

if TYPE_CHECKING:
    from duijie.assign.limits import Limit
    from duijie.assign.whynot import WhyNot

_LIMIT_S = 10.0
_OTHERS = 6
"""So many of those not chosen are offered to ask about."""

Named = tuple[Person, Person]


@dataclass(frozen=True)
class PairAnswer:
    """What turning a pair round would mean; `failed` says why there is no answer."""

    need: Person
    expert: Person
    chosen: bool = False
    affinity: float | None = None
    message: Text | None = None
    cost: float | None = None
    lost: Sequence[Named] = ()
    gained: Sequence[Named] = ()
    failed: Text | None = None


@dataclass(frozen=True)
class PersonAnswer:
    """The limits that a need or an expert has reached, its meetings, and the best not chosen."""

    person: Person
    meetings: Sequence[Meeting] = ()
    others: Sequence[Meeting] = ()
    limits: Sequence[Text] = field(default_factory=tuple)
    failed: Text | None = None


def explain_pair(
    people: People, assignment: Assignment, need_code: str, expert_code: str
) -> PairAnswer | None:
    """Say what deciding a pair the other way would cost; None when that cannot be said any more."""
    answer = load_answer(assignment)
    if answer is None:
        return None
    need, expert = people.need(need_code), people.expert(expert_code)
    found = _find(answer, need_code, expert_code)
    if found is None:
        return PairAnswer(need, expert)
    try:
        why = _why(assignment.pk, assignment.input_hash, *found)
    except DuijieError as error:
        return PairAnswer(need, expert, failed=in_page(error.message))
    affinity = float(answer.problem.affinity[found])
    return PairAnswer(
        need=need,
        expert=expert,
        chosen=why.chosen,
        affinity=None if np.isnan(affinity) else affinity,
        message=in_page(why.message),
        cost=why.cost,
        lost=[_name(people, answer, pair) for pair in why.lost],
        gained=[_name(people, answer, pair) for pair in why.gained],
    )


def explain_person(
    people: People, assignment: Assignment, side: str, code: str
) -> PersonAnswer | None:
    """Say which limits somebody has reached and who comes next; None as `explain_pair` does."""
    answer = load_answer(assignment)
    if answer is None:
        return None
    problem = answer.problem
    ids = problem.need_ids if side == "need" else problem.expert_ids
    person = people.need(code) if side == "need" else people.expert(code)
    if code not in ids:
        return PersonAnswer(person)
    index = ids.index(code)
    own, others = _split(people, answer, side, index)
    try:
        limits = _limits(assignment.pk, assignment.input_hash, side, index)
    except DuijieError as error:
        return PersonAnswer(person, own, others, failed=in_page(error.message))
    return PersonAnswer(person, own, others, [in_page(one.message) for one in limits])


def _split(
    people: People, answer: Answer, side: str, index: int
) -> tuple[list[Meeting], list[Meeting]]:
    """Return those chosen for somebody and the best of those who are not."""
    problem = answer.problem
    affinity = problem.affinity if side == "need" else problem.affinity.T
    name: Any = people.expert if side == "need" else people.need
    ids = problem.expert_ids if side == "need" else problem.need_ids
    must = problem.must if side == "need" else problem.must.T
    chosen = {
        pair[1] if side == "need" else pair[0]
        for pair in answer.result.assigned
        if pair[0 if side == "need" else 1] == index
    }
    values = np.nan_to_num(affinity[index], nan=-1.0)
    order = [int(one) for one in np.argsort(-values, kind="stable")]
    rows = [
        (one in chosen, Meeting(name(ids[one]), float(values[one]), bool(must[index, one])))
        for one in order
        if one in chosen or values[one] >= 0
    ]
    return [row for is_in, row in rows if is_in], [row for is_in, row in rows if not is_in][
        :_OTHERS
    ]


def _find(answer: Answer, need_code: str, expert_code: str) -> tuple[int, int] | None:
    problem = answer.problem
    if need_code not in problem.need_ids or expert_code not in problem.expert_ids:
        return None
    return problem.need_ids.index(need_code), problem.expert_ids.index(expert_code)


def _name(people: People, answer: Answer, pair: tuple[int, int]) -> Named:
    problem = answer.problem
    return people.need(problem.need_ids[pair[0]]), people.expert(problem.expert_ids[pair[1]])


@lru_cache(maxsize=256)
def _why(pk: int, made_from: str, row: int, column: int) -> WhyNot:
    from duijie.assign.whynot import explain_pair as explain

    answer = _answer(pk)
    return explain(answer.problem, answer.result, row, column, time_limit_s=_LIMIT_S)


@lru_cache(maxsize=256)
def _limits(pk: int, made_from: str, side: Any, index: int) -> tuple[Limit, ...]:
    from duijie.assign.limits import explain_limits

    answer = _answer(pk)
    return explain_limits(answer.problem, answer.result, side, index, time_limit_s=_LIMIT_S)


def _answer(pk: int) -> Answer:
    found = load_answer(Assignment.objects.only("pk").get(pk=pk))
    if found is None:
        raise LookupError(pk)
    return found
