"""Whether an event's programme holds together, by itself and with the people it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import combinations, pairwise

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.event import Day, Event, Fixed, PairKey, PlenaryItem, SlotPlan, plenary_times
from duijie.domain.records import Register
from duijie.domain.text import Text
from duijie.register.settings import Settings
from duijie.register.suggest import looks_like

Span = tuple[datetime, datetime, str]


def check_programme(event: Event, root: Settings) -> None:
    """Note days out of order, overlaps, runs past midnight, and settings that cannot matter."""
    dates = [day.date for day in event.days]
    if dates != sorted(set(dates)):
        root.error("days", Text("日期要从早到晚，且不重复", "days must follow each other"))
    names = [room.name for room in event.rooms]
    if len(set(names)) < len(names):
        root.error("rooms", Text("房间不能同名", "two rooms have the same name"))
    for nth, day in enumerate(event.days, start=1):
        _check_day(day, f"days[{nth}]", root)
    _check_halves(event, root)
    _check_fixed(event, root)
    _check_walks(event, root)
    for absence in event.absent:
        if absence.date and absence.date not in dates:
            root.warn(
                "absent",
                Text(
                    f"{absence.id} 缺席的 {absence.date} 不在会期内",
                    f"{absence.id} is absent on {absence.date}, which is no day of the event",
                ),
            )


def _check_day(day: Day, path: str, root: Settings) -> None:
    slots = [_slot_span(day, plan) for plan in day.slots]
    plenary = [_plenary_span(day, item) for item in day.plenary]
    for key, spans in (("slots", slots), ("plenary", plenary)):
        for first, second in _overlapping(spans):
            root.error(
                f"{path}.{key}",
                Text(f"时间重叠：{first} 与 {second}", f"{first} and {second} overlap"),
            )
        for _, end, name in spans:
            if end.date() != day.date and end.time() != datetime.min.time():
                root.error(f"{path}.{key}", Text(f"{name} 过了午夜", f"{name} runs past midnight"))
        if spans != sorted(spans):
            root.error(f"{path}.{key}", Text("要从早到晚排列", "must stand from early to late"))


def _slot_span(day: Day, plan: SlotPlan) -> Span:
    start = datetime.combine(day.date, plan.start)
    minutes = plan.count * (plan.minutes + plan.pause) - plan.pause
    return _span(start, start + timedelta(minutes=minutes))


def _plenary_span(day: Day, item: PlenaryItem) -> Span:
    return _span(*plenary_times(day, item))


def _span(start: datetime, end: datetime) -> Span:
    return start, end, f"{start:%H:%M}-{end:%H:%M}"


def _overlapping(spans: list[Span]) -> Iterator[tuple[str, str]]:
    ordered = sorted(spans)
    for (_, end, first), (start, _, second) in pairwise(ordered):
        if start < end:
            yield first, second


def _check_halves(event: Event, root: Settings) -> None:
    counts = [sum(plan.count for plan in day.slots) for day in event.days]
    morning = event.limits.morning_slots
    if not any(counts):
        root.warn("days", Text("没有可约谈的时段", "there is no slot for meetings"))
    elif morning > max(counts):
        root.warn(
            "limits.morning_slots",
            Text(
                f"上午 {morning} 个时段，但一天最多 {max(counts)} 个",
                f"{morning} morning slots, but no day has more than {max(counts)}",
            ),
        )
    if event.prefer and not morning:
        root.warn(
            "prefer",
            Text(
                "limits.morning_slots 为 0，没有上午时段",
                "limits.morning_slots is 0: no slot is in the morning",
            ),
        )


def _check_fixed(event: Event, root: Settings) -> None:
    """Note pins to slots and tables that are not there, and pins that contradict each other."""
    usable = {slot.number for slot in event.slots if slot.usable}
    tables = {table.id for table in event.tables}
    for fixed in event.fixed:
        name = "/".join(fixed.meeting)
        if fixed.slot is not None and fixed.slot not in usable:
            words = Text(
                f"{name}：没有第 {fixed.slot} 时段，或被大会占用",
                f"{name}: there is no slot {fixed.slot}, or the plenary takes it",
            )
            root.error("fixed", words)
        if fixed.table and fixed.table not in tables:
            words = Text(f"{name}：没有桌子 {fixed.table}", f"{name}: no table {fixed.table}")
            root.error("fixed", words)
    for one, other in combinations(event.fixed, 2):
        if _contradict(one, other):
            names = "/".join(one.meeting), "/".join(other.meeting)
            words = Text(
                f"{names[0]} 与 {names[1]} 的指定互相矛盾", f"{names[0]} and {names[1]} contradict"
            )
            root.error("fixed", words)


def _check_walks(event: Event, root: Settings) -> None:
    """Note ways between rooms that are not there, and ways that are given twice."""
    names = {room.name for room in event.rooms}
    for nth, walk in enumerate(event.walks, start=1):
        for name in walk.rooms:
            if name not in names:
                words = Text(f"没有房间 {name}", f"there is no room {name}")
                root.error(f"walks[{nth}].rooms", words)
    for pair, times in Counter(frozenset(walk.rooms) for walk in event.walks).items():
        if times > 1:
            rooms = " - ".join(sorted(pair))
            words = Text(f"{rooms} 写了 {times} 次", f"{rooms} is given {times} times")
            root.error("walks", words)


def _contradict(one: Fixed, other: Fixed) -> bool:
    """Whether a meeting is to be at two times or tables, or two meetings at one place."""
    same_slot = one.slot is not None and one.slot == other.slot
    same_table = bool(one.table) and one.table == other.table
    if one.meeting != other.meeting:
        return same_slot and same_table
    two_slots = None not in (one.slot, other.slot) and not same_slot
    return two_slots or (bool(one.table and other.table) and not same_table)


def check_references(event: Event, register: Register, source: str) -> list[Diagnosis]:
    """Return an error for every id nobody has, a warning for turns that do not fit.

    Parameters
    ----------
    event, register
        What was read.
    source
        The name of the event's file, for the diagnoses.
    """
    found: list[Diagnosis] = []
    experts = {expert.expert_id for expert in register.experts}
    needs = {need.need_id for need in register.needs}
    people = experts | _company_names(register)
    tables = {table.id for table in event.tables}

    def check(path: str, identity: str, known: Iterable[str]) -> None:
        if identity not in known:
            expected = Text("没有这个编号", "nobody has this id")
            near = looks_like(identity, known)
            found.append(Diagnosis(Severity.ERROR, source, expected, identity, near, sheet=path))

    for nth, absence in enumerate(event.absent, start=1):
        check(f"absent[{nth}].id", absence.id, people | tables)
    for nth, wish in enumerate(event.prefer, start=1):
        check(f"prefer[{nth}].id", wish.id, people)
    for path, (need_id, expert_id) in _named_meetings(event):
        check(path, need_id, needs)
        check(path, expert_id, experts)
    companies = _company_names(register)
    for path, item in _rounds(event):
        for key, names in (("first", item.first), ("last", item.last)):
            for name in names:
                check(f"{path}.{key}", name, experts if item.turns == "experts" else companies)
    return found + _check_turns(event, register, source)


def _company_names(register: Register) -> set[str]:
    """Return every word by which a company may be called in ``event.toml``."""
    names = {need.company for need in register.needs}
    for company in register.companies:
        names |= {company.company_id, company.name, company.short_name}
    return names - {""}


def _named_meetings(event: Event) -> Iterator[tuple[str, PairKey]]:
    for nth, rule in enumerate(event.before, start=1):
        yield f"before[{nth}].first", rule.first
        yield f"before[{nth}].then", rule.then
    for nth, fixed in enumerate(event.fixed, start=1):
        yield f"fixed[{nth}].meeting", fixed.meeting


def _check_turns(event: Event, register: Register, source: str) -> list[Diagnosis]:
    counts = {"experts": len(register.experts), "companies": len(register.companies)}
    found: list[Diagnosis] = []
    for path, item in _rounds(event):
        count = counts.get(item.turns, 0)
        needed, there = count * item.per_turn, item.minutes - item.buffer
        if needed > there:
            expected = Text(
                f"{count} 人 × {item.per_turn:g} 分钟 = {needed:g} 分钟，"
                f"超过 {there:g} 分钟，差 {needed - there:g} 分钟",
                f"{count} turns x {item.per_turn:g} min = {needed:g} min; "
                f"only {there:g} min, short by {needed - there:g}",
            )
            found.append(Diagnosis(Severity.WARNING, source, expected, sheet=path))
    return found


def _rounds(event: Event) -> Iterator[tuple[str, PlenaryItem]]:
    """Yield every round of turns with its path in ``event.toml``."""
    for nth, day in enumerate(event.days, start=1):
        for item_nth, item in enumerate(day.plenary, start=1):
            if item.turns:
                yield f"days[{nth}].plenary[{item_nth}]", item
