"""The rules of a problem one by one, each with a name and a way to live without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from duijie.domain.text import Text
from duijie.timetable.problem import TimetableProblem
from duijie.timetable.words import describe_slots, plural


class Kind(IntEnum):
    """What a rule is about, the cheapest to give up first."""

    FAIRNESS = 1
    SESSION = 2
    ORDER = 3
    PIN = 4
    PRESENCE = 5
    TABLES = 6


@dataclass(frozen=True)
class Rule:
    """One rule that an event could do without.

    `index` is that of the meeting, of the pair of `before`, or of the participant.
    """

    kind: Kind
    index: int = 0


def list_rules(problem: TimetableProblem) -> list[Rule]:
    """List the rules of `problem`, the cheapest to give up first."""
    return sorted(_rules(problem), key=lambda rule: (rule.kind, rule.index))


def without(problem: TimetableProblem, rules: Iterable[Rule]) -> TimetableProblem:
    """Return the problem freed of `rules`."""
    given_up = frozenset(rules)
    n_meetings = len(problem.meetings)
    return replace(
        problem,
        fairness=None if Rule(Kind.FAIRNESS) in given_up else problem.fairness,
        capacity=(n_meetings,) * problem.n_slots
        if Rule(Kind.TABLES) in given_up
        else problem.capacity,
        before=tuple(
            order
            for index, order in enumerate(problem.before)
            if Rule(Kind.ORDER, index) not in given_up
        ),
        meetings=tuple(
            replace(
                meeting,
                allowed=None if Rule(Kind.SESSION, index) in given_up else meeting.allowed,
                fixed=None if Rule(Kind.PIN, index) in given_up else meeting.fixed,
            )
            for index, meeting in enumerate(problem.meetings)
        ),
        participants=tuple(
            replace(person, away=frozenset()) if Rule(Kind.PRESENCE, index) in given_up else person
            for index, person in enumerate(problem.participants)
        ),
    )


def relaxations(problem: TimetableProblem) -> Iterator[tuple[Text, TimetableProblem]]:
    """Yield the problem without all rules of one kind, and what giving them up would mean."""
    rules = list_rules(problem)
    for kind in Kind:
        given_up = [rule for rule in rules if rule.kind is kind]
        if given_up:
            alone = _WAYS_OUT[kind](problem, given_up[0].index)
            yield _WITHOUT_ALL.get(kind, alone), without(problem, given_up)


def describe_rule(problem: TimetableProblem, rule: Rule) -> Text:
    """Say what the rule demands, in the words of the event."""
    return _DEMANDS[rule.kind](problem, rule.index)


def describe_way_out(problem: TimetableProblem, rule: Rule) -> Text:
    """Say what giving up the rule means, in the words of the event."""
    return _WAYS_OUT[rule.kind](problem, rule.index)


def _rules(problem: TimetableProblem) -> Iterator[Rule]:
    if problem.fairness is not None:
        yield Rule(Kind.FAIRNESS)
    for index, meeting in enumerate(problem.meetings):
        if meeting.allowed is not None:
            yield Rule(Kind.SESSION, index)
        if meeting.fixed is not None:
            yield Rule(Kind.PIN, index)
    for index in range(len(problem.before)):
        yield Rule(Kind.ORDER, index)
    for index, person in enumerate(problem.participants):
        if person.away and problem.meetings_of[index]:
            yield Rule(Kind.PRESENCE, index)
    if any(tables < len(problem.meetings) for tables in problem.capacity):
        yield Rule(Kind.TABLES)


def _demand_fairness(problem: TimetableProblem, index: int) -> Text:
    most = problem.fairness
    return Text(
        f"空档最多与最少的人相差不超过 {most} 次",
        f"the breaks of any two people differ by at most {most}",
    )


def _demand_session(problem: TimetableProblem, index: int) -> Text:
    meeting = problem.meetings[index]
    when = describe_slots(problem, meeting.allowed or ())
    return Text(f"{meeting.id} 只能在 {when.zh}", f"{meeting.id} takes place within {when}")


def _demand_order(problem: TimetableProblem, index: int) -> Text:
    first, then = (problem.meetings[meeting].id for meeting in problem.before[index])
    return Text(f"{first} 在 {then} 之前", f"{first} comes before {then}")


def _demand_pin(problem: TimetableProblem, index: int) -> Text:
    meeting = problem.meetings[index]
    when = describe_slots(problem, [] if meeting.fixed is None else [meeting.fixed])
    return Text(f"{meeting.id} 固定在 {when.zh}", f"{meeting.id} is fixed at {when}")


def _demand_presence(problem: TimetableProblem, index: int) -> Text:
    person = problem.participants[index]
    when = describe_slots(problem, person.away)
    return Text(f"{person.label.zh} 不在场 {when.zh}", f"{person.label} is absent {when}")


def _demand_tables(problem: TimetableProblem, index: int) -> Text:
    most = max(problem.capacity)
    return Text(f"每个时段至多 {most} 张桌", f"there are at most {plural(most, 'table')} in a slot")


def _drop_fairness(problem: TimetableProblem, index: int) -> Text:
    return Text(
        f"取消空档差距上限 {problem.fairness}",
        f"without the bound of {problem.fairness} on the difference in breaks",
    )


def _drop_session(problem: TimetableProblem, index: int) -> Text:
    name = problem.meetings[index].id
    return Text(f"{name} 不限上午、下午", f"{name} in either half of the day")


def _drop_order(problem: TimetableProblem, index: int) -> Text:
    first, then = (problem.meetings[meeting].id for meeting in problem.before[index])
    return Text(f"不要求 {first} 在 {then} 之前", f"{first} need not come before {then}")


def _drop_pin(problem: TimetableProblem, index: int) -> Text:
    name = problem.meetings[index].id
    return Text(f"{name} 不固定时段", f"{name} without its fixed slot")


def _drop_presence(problem: TimetableProblem, index: int) -> Text:
    person = problem.participants[index]
    when = describe_slots(problem, person.away)
    return Text(f"{person.label.zh} 在 {when.zh} 也到场", f"{person.label} is there {when} too")


def _drop_tables(problem: TimetableProblem, index: int) -> Text:
    return Text("增加桌子", "with more tables")


_DEMANDS = {
    Kind.FAIRNESS: _demand_fairness,
    Kind.SESSION: _demand_session,
    Kind.ORDER: _demand_order,
    Kind.PIN: _demand_pin,
    Kind.PRESENCE: _demand_presence,
    Kind.TABLES: _demand_tables,
}
_WAYS_OUT = {
    Kind.FAIRNESS: _drop_fairness,
    Kind.SESSION: _drop_session,
    Kind.ORDER: _drop_order,
    Kind.PIN: _drop_pin,
    Kind.PRESENCE: _drop_presence,
    Kind.TABLES: _drop_tables,
}
_WITHOUT_ALL = {
    Kind.SESSION: Text("不限上午、下午", "with meetings in either half of the day"),
    Kind.ORDER: Text("取消先后要求", "without the order of meetings"),
    Kind.PIN: Text("不固定时段", "without fixed slots"),
    Kind.PRESENCE: Text("人人全程到场", "with everybody there all the time"),
}
