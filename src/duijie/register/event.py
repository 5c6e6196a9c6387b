"""``event.toml`` to an ``Event``: every key known, every figure checked with its arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.event import (
    Absence,
    Day,
    Event,
    Fixed,
    Limits,
    PairKey,
    PlenaryItem,
    Precedence,
    Preference,
    Room,
    SlotPlan,
    Walk,
)
from duijie.domain.text import Text
from duijie.register.programme import check_programme
from duijie.register.settings import Settings
from duijie.register.table import bad_cells

_TITLE = Text("校企合作对接会", "School-enterprise docking meeting")
"""What an event without a title of its own is called."""
_HALVES = {"morning": "morning", "afternoon": "afternoon", "上午": "morning", "下午": "afternoon"}
_ORDERS = {"theme": "theme", "sheet": "sheet", "主题": "theme", "表": "sheet"}
_TURNS = {"experts": "experts", "companies": "companies", "专家": "experts", "企业": "companies"}


def read_event(data: Mapping[str, Any], source: str) -> tuple[Event, list[Diagnosis]]:
    """Turn the tables of an ``event.toml`` into an event.

    Parameters
    ----------
    data
        The parsed file.
    source
        Its name, for the diagnoses, whose `sheet` holds the path of the key.

    Returns
    -------
    The event, and what was odd but usable: unknown keys, wishes that cannot matter.

    Raises
    ------
    BadData
        When something is missing, of the wrong type, or contradicts itself.
    """
    problems: list[Diagnosis] = []
    root = Settings(source, "", data, problems)
    event = Event(
        title=root.words("title", required=True) if root.has("title") else _TITLE,
        place=root.words("place"),
        hosts=root.texts("hosts"),
        days=tuple(_read_day(day) for day in root.tables("days", required=True)),
        rooms=tuple(_read_room(room) for room in root.tables("rooms", required=True)),
        limits=_read_limits(root.table("limits")),
        absent=tuple(_read_absence(entry) for entry in root.tables("absent")),
        prefer=tuple(_read_preference(entry) for entry in root.tables("prefer")),
        before=tuple(_read_precedence(entry) for entry in root.tables("before")),
        fixed=tuple(_read_fixed(entry) for entry in root.tables("fixed")),
        walks=tuple(_read_walk(entry) for entry in root.tables("walks")),
    )
    root.finish()
    if not _has_errors(problems):
        check_programme(event, root)
        _check_order(event.before, root)
    if _has_errors(problems):
        raise bad_cells(
            source, [problem for problem in problems if problem.severity is Severity.ERROR]
        )
    return event, problems


def _has_errors(problems: list[Diagnosis]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _read_day(day: Settings) -> Day:
    return day.done(
        Day(
            date=day.date("date", required=True),
            slots=tuple(_read_slots(plan) for plan in day.tables("slots")),
            plenary=tuple(_read_plenary(item) for item in day.tables("plenary")),
        )
    )


def _read_slots(plan: Settings) -> SlotPlan:
    return plan.done(
        SlotPlan(
            start=plan.clock("start", required=True),
            minutes=plan.whole("minutes", low=1, required=True),
            count=plan.whole("count", low=1, required=True),
            pause=plan.whole("pause", low=0),
        )
    )


def _read_plenary(item: Settings) -> PlenaryItem:
    read = PlenaryItem(
        start=item.clock("start", required=True),
        minutes=item.whole("minutes", low=1, required=True),
        title=item.words("title"),
        speaker=item.text("speaker"),
        turns=item.choice("turns", _TURNS),  # type: ignore[arg-type]  # the values of _TURNS
        per_turn=item.number("per_turn"),
        order=item.choice("order", _ORDERS) or "theme",  # type: ignore[arg-type]  # of _ORDERS
        first=item.texts("first") if item.has("first") else (),
        last=item.texts("last") if item.has("last") else (),
        buffer=item.number("buffer"),
    )
    twice = [one for one, times in Counter((*read.first, *read.last)).items() if times > 1]
    if twice:
        item.error("first", Text("同一人不能排两次", "nobody can have two turns"), twice[0])
    if read.turns and read.per_turn <= 0:
        item.error("per_turn", Text("轮流介绍要写每人几分钟", "turns need minutes per turn"))
    elif read.turns and read.per_turn > read.minutes:
        item.error(
            "per_turn",
            Text(
                f"每人 {read.per_turn:g} 分钟，超过总共 {read.minutes} 分钟",
                f"{read.per_turn:g} min per turn exceed the {read.minutes} min in all",
            ),
        )
    if not read.turns and not read.title:
        item.error("title", Text("缺少名称，或 turns", "a title is missing, or turns"))
    return item.done(read)


def _read_room(room: Settings) -> Room:
    return room.done(
        Room(room.text("name", required=True), room.whole("tables", low=1, required=True))
    )


def _read_limits(limits: Settings) -> Limits:
    fairness = limits.whole("fairness", low=0) if limits.has("fairness") else None
    return limits.done(
        Limits(
            per_need=limits.bounds("per_need"),
            per_expert=limits.bounds("per_expert"),
            morning_slots=limits.whole("morning_slots", low=0),
            fairness=fairness,
            walk_minutes=limits.whole("walk_minutes", low=0),
        )
    )


def _read_walk(entry: Settings) -> Walk:
    minutes = entry.whole("minutes", low=0, required=True)
    match entry.texts("rooms", required=True):
        case (room, other) if room != other:
            return entry.done(Walk((room, other), minutes))
        case _:
            entry.error("rooms", Text("应为两个不同的房间", "expected two different rooms"))
            return entry.done(Walk(("", ""), minutes))


def _read_absence(entry: Settings) -> Absence:
    absence = Absence(
        id=entry.text("id", required=True),
        start=entry.clock("from") if entry.has("from") else None,
        end=entry.clock("to") if entry.has("to") else None,
        date=entry.date("date") if entry.has("date") else None,
    )
    if absence.start and absence.end and absence.end <= absence.start:
        entry.error("to", Text("缺席的结束不晚于开始", "the absence ends before it begins"))
    return entry.done(absence)


def _read_preference(entry: Settings) -> Preference:
    return entry.done(
        Preference(
            id=entry.text("id", required=True),
            half=entry.choice("half", _HALVES, required=True),  # type: ignore[arg-type]
        )
    )


def _read_precedence(entry: Settings) -> Precedence:
    return entry.done(Precedence(_read_pair(entry, "first"), _read_pair(entry, "then")))


def _read_fixed(entry: Settings) -> Fixed:
    fixed = Fixed(
        meeting=_read_pair(entry, "meeting"),
        slot=entry.whole("slot", low=1) if entry.has("slot") else None,
        table=entry.text("table"),
    )
    if fixed.slot is None and not fixed.table:
        entry.error("slot", Text("缺少 slot 或 table", "a slot or a table is missing"))
    return entry.done(fixed)


def _read_pair(entry: Settings, key: str) -> PairKey:
    match entry.texts(key, required=True):
        case (need_id, expert_id):
            return need_id, expert_id
        case ():
            return "", ""
        case _:
            expected = Text('应为 ["需求编号", "专家编号"]', 'expected ["need_id", "expert_id"]')
            entry.error(key, expected)
            return "", ""


def _check_order(before: tuple[Precedence, ...], root: Settings) -> None:
    order: TopologicalSorter[PairKey] = TopologicalSorter()
    for rule in before:
        order.add(rule.then, rule.first)
    try:
        order.prepare()
    except CycleError as error:
        circle = " < ".join("-".join(pair) for pair in reversed(error.args[1]))
        root.error("before", Text(f"先后次序成了环：{circle}", f"goes in a circle: {circle}"))
