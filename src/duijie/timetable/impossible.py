"""Why no timetable exists: certificates that can be checked by counting.

Search is poor at counting (it cannot see in reasonable time that thirteen meetings do not fit
at twelve tables), so arithmetic comes first, and what it finds can be said in one line. What
it does not find is left to an engine; `core` then says which rules are too much together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from duijie.domain.text import Text, join
from duijie.timetable.hall import Shortage, find_shortage
from duijie.timetable.problem import Meeting, TimetableProblem
from duijie.timetable.words import describe_slots, list_names, plural

Domains = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Cause:
    """One reason why no timetable exists, and what would remove this reason.

    `meetings` (indexes) are those it is about; without those of `spare` it would be gone.
    """

    rule: str
    message: Text
    hints: tuple[Text, ...] = ()
    meetings: tuple[int, ...] = ()
    spare: tuple[int, ...] = ()


_NOWHERE = Cause(
    "nowhere",
    Text(
        "没有可用的时段或桌子：每个时段都被大会占用、没有桌子，或根本没有设时段",
        "there is no slot with a table: the plenary covers all of them, or none are set",
    ),
    (Text("在活动文件中增加时段或桌子", "add slots or tables to the event"),),
)


def find_causes(problem: TimetableProblem) -> list[Cause]:
    """List the certificates found; each alone proves that no timetable exists.

    An empty list proves nothing.
    """
    if problem.meetings and not any(problem.capacity):
        return [_NOWHERE]
    circle = _find_circle(problem)
    if circle:
        return [_blame_circle(problem, circle)]
    domains = narrow_domains(problem)
    return [
        *_closed_meetings(problem, domains),
        *_crowded_people(problem, domains),
        *_crowded_tables(problem, domains),
    ]


def narrow_domains(problem: TimetableProblem) -> Domains:
    """Return the domains of the meetings less what precedences rule out.

    The precedences must be free of circles.
    """
    domains = [list(domain) for domain in problem.domains]
    changed = True
    while changed:
        changed = False
        for first, then in problem.before:
            early = [slot for slot in domains[first] if domains[then] and slot < domains[then][-1]]
            late = [slot for slot in domains[then] if domains[first] and slot > domains[first][0]]
            changed |= early != domains[first] or late != domains[then]
            domains[first], domains[then] = early, late
    return tuple(tuple(domain) for domain in domains)


def _find_circle(problem: TimetableProblem) -> list[int]:
    """Return meetings that wait for each other in a circle, empty when there are none."""
    waits: dict[int, set[int]] = {}
    for first, then in problem.before:
        waits.setdefault(then, set()).add(first)
    while free := [then for then, firsts in waits.items() if not firsts & waits.keys()]:
        for then in free:
            del waits[then]
    if not waits:
        return []
    path = [min(waits)]
    while (before := min(waits[path[-1]] & waits.keys())) not in path:
        path.append(before)
    return path[path.index(before) :][::-1]


def _blame_circle(problem: TimetableProblem, circle: list[int]) -> Cause:
    names = list_names(problem.meetings[index].id for index in circle)
    return Cause(
        "before",
        Text(
            f"先后要求成环，互相等待：{names.zh}",
            f"the order of these meetings runs in a circle: {names}",
        ),
        (Text("去掉其中一条先后要求", "take out one of these [[before]] rules"),),
        tuple(circle),
    )


def _closed_meetings(problem: TimetableProblem, domains: Domains) -> Iterator[Cause]:
    """Yield one cause for all the meetings that the same reasons leave without a slot."""
    closed: dict[Text, list[int]] = {}
    for index, (meeting, domain) in enumerate(zip(problem.meetings, domains, strict=True)):
        if not domain:
            reasons = join(list(_what_closes(problem, index, meeting)), "；", "; ")
            closed.setdefault(reasons, []).append(index)
    for reasons, meetings in closed.items():
        names = list_names(problem.meetings[index].id for index in meetings)
        have, it = ("has", "it") if len(meetings) == 1 else ("have", "them")
        people = set(problem.meetings[meetings[0]].participants)
        people.intersection_update(*(problem.meetings[one].participants for one in meetings))
        yield Cause(
            "no slot",
            Text(
                f"{names.zh} 没有可用时段：{reasons.zh}",
                f"{names} {have} no slot left: {reasons}",
            ),
            (
                *(hint for person in sorted(people) for hint in _stay(problem, person)),
                Text(
                    f"{names.zh} 改配别人，或不排", f"let others meet in {names}, or leave {it} out"
                ),
            ),
            tuple(meetings),
            tuple(meetings),
        )


def _what_closes(problem: TimetableProblem, index: int, meeting: Meeting) -> Iterator[Text]:
    if meeting.fixed is not None:
        at = describe_slots(problem, [meeting.fixed])
        yield Text(f"固定在 {at.zh}", f"it is fixed at {at}")
    if meeting.allowed is not None:
        session = describe_slots(problem, meeting.allowed)
        yield (
            Text(f"只能在 {session.zh}", f"its session is {session}")
            if session
            else Text("它可用的时段一个也不剩", "none of the slots it may have is left")
        )
    for person in meeting.participants:
        participant = problem.participants[person]
        if participant.away:
            away = describe_slots(problem, participant.away)
            yield Text(
                f"{participant.label.zh} 不在场 {away.zh}", f"{participant.label} is absent {away}"
            )
    for first, then in problem.before:
        if index in (first, then):
            other = problem.meetings[then if index == first else first].id
            yield (
                Text(f"须在 {other} 之前", f"it must come before {other}")
                if index == first
                else Text(f"须在 {other} 之后", f"it must come after {other}")
            )


def _crowded_people(problem: TimetableProblem, domains: Domains) -> Iterator[Cause]:
    alone, is_open = (1,) * problem.n_slots, set(_open(domains)).__contains__
    for person, meetings in enumerate(problem.meetings_of):
        shortage = find_shortage(filter(is_open, meetings), domains, alone)
        if shortage:
            yield _blame_person(problem, person, shortage)


def _blame_person(problem: TimetableProblem, person: int, shortage: Shortage) -> Cause:
    participant = problem.participants[person]
    count, free = len(shortage.meetings), len(shortage.slots)
    if count == len(problem.meetings_of[person]):
        which = Text(f"有 {count} 场洽谈", f"has {plural(count, 'meeting')}")
    else:
        names = list_names(problem.meetings[index].id for index in shortage.meetings)
        which = Text(
            f"有 {count} 场洽谈（{names.zh}）",
            f"has {plural(count, 'meeting')} ({names}) that must share slots",
        )
    away = describe_slots(problem, participant.away)
    absent = Text(f"；不在场 {away.zh}", f"; absent {away}") if away else away
    where = describe_slots(problem, shortage.slots)
    return Cause(
        "person",
        participant.label
        + Text(" ", " ")
        + which
        + Text(
            f"，却只有 {free} 个可用时段（{where.zh}）",
            f" but only {plural(free, 'free slot')} ({where})",
        )
        + absent,
        (_spare_of(problem, person, shortage), *_stay(problem, person)),
        tuple(shortage.meetings),
        tuple(shortage.surplus),
    )


def _spare(problem: TimetableProblem, shortage: Shortage) -> Text:
    names = list_names(problem.meetings[index].id for index in shortage.surplus)
    return Text(
        f"减少 {len(shortage.surplus)} 场，桌位即够，例如 {names.zh}",
        f"with {len(shortage.surplus)} fewer there would be enough places, "
        f"for instance without {names}",
    )


def _spare_of(problem: TimetableProblem, person: int, shortage: Shortage) -> Text:
    label = problem.participants[person].label
    count = len(shortage.surplus)
    names = list_names(problem.meetings[index].id for index in shortage.surplus)
    return Text(
        f"{label.zh} 减少 {count} 场即可，例如 {names.zh}",
        f"with {count} fewer {label} would have enough slots, for instance without {names}",
    )


def _stay(problem: TimetableProblem, person: int) -> Iterator[Text]:
    """Say in which slots, as few as will do, `person` would have to be there, if that is enough.

    Slots that each let one more meeting be placed, taken in any order, are the fewest: sets of
    meetings that can be placed together form a transversal matroid.
    """
    participant = problem.participants[person]
    came: set[int] = set()
    short = _surplus(problem, person, participant.away)
    for slot in sorted(participant.away):
        if short and (less := _surplus(problem, person, participant.away - came - {slot})) < short:
            came.add(slot)
            short = less
    if came and not short:
        label, when = participant.label, describe_slots(problem, came)
        yield Text(
            f"若 {label.zh} 在 {when.zh} 到场，时段即够",
            f"if {label} were there {when}, the slots would be enough",
        )


def _surplus(problem: TimetableProblem, person: int, away: frozenset[int]) -> int:
    """Return how many of the meetings of `person`, absent in `away`, find no slot."""
    people = list(problem.participants)
    people[person] = replace(people[person], away=away)
    domains = narrow_domains(replace(problem, participants=tuple(people)))
    shortage = find_shortage(problem.meetings_of[person], domains, (1,) * problem.n_slots)
    return len(shortage.surplus) if shortage else 0


def _crowded_tables(problem: TimetableProblem, domains: Domains) -> Iterator[Cause]:
    shortage = find_shortage(_open(domains), domains, problem.capacity)
    if not shortage:
        return
    count, short = len(shortage.meetings), len(shortage.surplus)
    tables = {problem.capacity[slot] for slot in shortage.slots}
    places = sum(problem.capacity[slot] for slot in shortage.slots)
    slots = len(shortage.slots)
    sum_zh, sum_en = "", ""
    if len(tables) == 1:
        each = tables.pop()
        sum_zh, sum_en = (
            f"{each} 张桌 × {slots} 个时段 = ",
            f"{plural(each, 'table')} x {plural(slots, 'slot')} = ",
        )
    where = describe_slots(problem, shortage.slots)
    more = _tables_missing(problem, domains)
    yield Cause(
        "tables",
        Text(
            f"{count} 场洽谈要排在 {where.zh}，却只有 {sum_zh}{places} 个桌位，差 {short} 个",
            f"{plural(count, 'meeting')} have to fit into {where} but there are only "
            f"{sum_en}{plural(places, 'place')}; short by {short}",
        ),
        (
            Text(
                f"每个时段再加 {more} 张桌，桌位即够",
                f"{plural(more, 'more table')} in every slot would be enough places",
            ),
            *_longer(problem, shortage),
            _spare(problem, shortage),
        ),
        tuple(shortage.meetings),
        tuple(shortage.surplus),
    )


def _longer(problem: TimetableProblem, shortage: Shortage) -> Iterator[Text]:
    """Say how many slots more would do, if enough of the meetings may be in new ones."""
    meetings = [problem.meetings[index] for index in shortage.meetings]
    short = len(shortage.surplus)
    if sum(one.fixed is None and one.allowed is None for one in meetings) >= short:
        more = -(-short // max(problem.capacity))
        yield Text(
            f"再加 {more} 个时段，桌位即够", f"{plural(more, 'more slot')} would be enough places"
        )


def _tables_missing(problem: TimetableProblem, domains: Domains) -> int:
    """Return how many more tables each usable slot needs for enough places."""
    more = 1
    while find_shortage(_open(domains), domains, [tables + more for tables in problem.capacity]):
        more += 1
    return more


def _open(domains: Domains) -> list[int]:
    """Return the meetings that have a slot at all."""
    return [index for index, domain in enumerate(domains) if domain]
