"""The oracle: which rules a timetable breaks, found without any solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from duijie.domain.text import Text, join, same
from duijie.timetable.measures import break_spread
from duijie.timetable.problem import Slots, TimetableProblem
from duijie.timetable.words import plural


@dataclass(frozen=True)
class Violation:
    """One broken rule; `meetings` are the indexes (or row numbers) it is about."""

    rule: str
    message: Text
    meetings: tuple[int, ...] = ()


def check(
    problem: TimetableProblem, slots: Slots, *, allow_unplaced: bool = False
) -> list[Violation]:
    """List every rule of `problem` that `slots` breaks; empty for a valid timetable."""
    if len(slots) != len(problem.meetings):
        words = Text(
            f"有 {len(problem.meetings)} 场洽谈，却给了 {len(slots)} 个时段",
            f"{len(problem.meetings)} meetings but {len(slots)} slots",
        )
        return [Violation("length", words)]
    outside = list(_outside(problem, slots))
    if outside:
        return outside
    return [
        *([] if allow_unplaced else _unplaced(problem, slots)),
        *_fixed(problem, slots),
        *_session(problem, slots),
        *_away(problem, slots),
        *_two_places(problem, slots),
        *_capacity(problem, slots),
        *_before(problem, slots),
        *_fairness(problem, slots),
    ]


def _outside(problem: TimetableProblem, slots: Slots) -> Iterator[Violation]:
    for index, slot in enumerate(slots):
        if slot is not None and slot not in range(problem.n_slots):
            words = Text(
                f"{problem.meetings[index].id}：没有第 {slot} 个时段",
                f"{problem.meetings[index].id}: there is no slot {slot}",
            )
            yield Violation("slot", words, (index,))


def _unplaced(problem: TimetableProblem, slots: Slots) -> Iterator[Violation]:
    for index, slot in enumerate(slots):
        if slot is None:
            name = problem.meetings[index].id
            words = Text(f"{name} 没有排上", f"{name} is not placed")
            yield Violation("unplaced", words, (index,))


def _fixed(problem: TimetableProblem, slots: Slots) -> Iterator[Violation]:
    for index, (meeting, slot) in enumerate(zip(problem.meetings, slots, strict=True)):
        if meeting.fixed is not None and slot is not None and slot != meeting.fixed:
            words = Text(
                f"{meeting.id} 应在{_at(problem, meeting.fixed).zh}，却排在{_at(problem, slot).zh}",
                f"{meeting.id} is fixed at {_at(problem, meeting.fixed)} "
                f"but stands at {_at(problem, slot)}",
            )
            yield Violation("fixed", words, (index,))


def _session(problem: TimetableProblem, slots: Slots) -> Iterator[Violation]:
    for index, (meeting, slot) in enumerate(zip(problem.meetings, slots, strict=True)):
        if meeting.allowed is not None and slot is not None and slot not in meeting.allowed:
            words = Text(
                f"{meeting.id} 不在应排的半天（{_at(problem, slot).zh}）",
                f"{meeting.id} at {_at(problem, slot)} is outside its session",
            )
            yield Violation("session", words, (index,))


def _away(problem: TimetableProblem, slots: Slots) -> Iterator[Violation]:
    for person, participant in enumerate(problem.participants):
        for index in problem.meetings_of[person]:
            slot = slots[index]
            if slot is not None and slot in participant.away:
                at = _at(problem, slot)
                words = Text(
                    f"{participant.label.zh} 在{at.zh}不在场",
                    f"{participant.label} is away at {at}",
                )
                yield Violation("away", words, (index,))


def _two_places(problem: TimetableProblem, slots: Slots) -> Iterator[Violation]:
    for person, participant in enumerate(problem.participants):
        at_once: dict[int, list[int]] = defaultdict(list)
        for index in problem.meetings_of[person]:
            slot = slots[index]
            if slot is not None:
                at_once[slot].append(index)
        for slot, meetings in sorted(at_once.items()):
            if len(meetings) > 1:
                names = join([same(problem.meetings[index].id) for index in meetings], "、", ", ")
                at = _at(problem, slot)
                words = Text(
                    f"{participant.label.zh} 在{at.zh}同时有 {len(meetings)} 场：{names.zh}",
                    f"{participant.label} is in {len(meetings)} places at {at}: {names}",
                )
                yield Violation("two places", words, tuple(meetings))


def _capacity(problem: TimetableProblem, slots: Slots) -> Iterator[Violation]:
    held = Counter(slot for slot in slots if slot is not None)
    for slot, count in sorted(held.items()):
        if count > problem.capacity[slot]:
            at, tables = _at(problem, slot), problem.capacity[slot]
            words = Text(
                f"{at.zh}有 {count} 场洽谈，只有 {tables} 张桌",
                f"{plural(count, 'meeting')} at {at} but {plural(tables, 'table')}",
            )
            meetings = tuple(index for index, chosen in enumerate(slots) if chosen == slot)
            yield Violation("tables", words, meetings)


def _before(problem: TimetableProblem, slots: Slots) -> Iterator[Violation]:
    for first, then in problem.before:
        start, end = slots[first], slots[then]
        if start is not None and end is not None and start >= end:
            names = problem.meetings[first].id, problem.meetings[then].id
            words = Text(
                f"{names[0]} 应在 {names[1]} 之前", f"{names[0]} must come before {names[1]}"
            )
            yield Violation("before", words, (first, then))


def _fairness(problem: TimetableProblem, slots: Slots) -> Iterator[Violation]:
    spread = break_spread(problem, slots)
    if problem.fairness is not None and spread > problem.fairness:
        words = Text(
            f"空档最多与最少的人相差 {spread} 次，超过 {problem.fairness} 次",
            f"breaks differ by {spread} between people, more than {problem.fairness}",
        )
        yield Violation("fairness", words)


def _at(problem: TimetableProblem, slot: int) -> Text:
    return problem.slots[slot].label
