"""What a timetable is made from: the programme, who is to meet whom, locks, who there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from duijie.domain.errors import BadData
from duijie.domain.event import Event as Setting
from duijie.domain.event import Fixed, PairKey
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.records import Register
from duijie.domain.text import Text
from duijie.web.accounts.models import Event
from duijie.web.assign.models import Assignment
from duijie.web.assign.selectors import used_assignment
from duijie.web.jobs.inputs import register_rows
from duijie.web.timetable.models import Lock

Met = TypeVar("Met", AssignedPair, PlacedMeeting)

FITS = ("assigned", "programme", "seats")
"""What a timetable has to fit; it is stale as soon as one of these differs."""
READS = (*FITS, "locks")
"""What computing reads. A lock alone makes no timetable stale that keeps it."""
SEAT_FIELDS = {
    "need": ("code", "company__name"),
    "expert": ("code",),
    "company": ("code", "name", "short_name"),
}
_UNASSIGNED = Text("还没有确定谁与谁会见", "Nobody has been assigned to meet anybody yet")
_ASSIGN_FIRST = Text("请先在“配对”页完成配对", "decide who meets whom on the page Assignment")


def require_assignment(event: Event) -> Assignment:
    """Return the assignment in use.

    Raises
    ------
    BadData
        When there is none.
    """
    found = used_assignment(event)
    if found is None:
        raise BadData(_UNASSIGNED, [_ASSIGN_FIRST])
    return found


def amend(event: Event, assigned: Iterable[AssignedPair]) -> tuple[AssignedPair, ...]:
    """Return `assigned` less what was cancelled by hand, with what was added."""
    rows = event.amendments.order_by("pk").values_list("need__code", "expert__code", "added")
    cancelled = {(need, expert) for need, expert, added in rows if not added}
    kept = [one for one in assigned if (one.need_id, one.expert_id) not in cancelled]
    held = {(one.need_id, one.expert_id) for one in kept}
    more = [(need, expert) for need, expert, added in rows if added and (need, expert) not in held]
    return (*kept, *(AssignedPair(*pair, 0.0, pinned=True) for pair in more))


def of_those_here(meetings: Iterable[Met], people: Register) -> tuple[list[Met], list[Text]]:
    """Return the meetings of people who are there, and words for each of somebody deleted."""
    needs = {one.need_id for one in people.needs}
    experts = {one.expert_id for one in people.experts}
    kept, odd = [], []
    for one in meetings:
        if one.need_id in needs and one.expert_id in experts:
            kept.append(one)
        else:
            name = f"{one.need_id}/{one.expert_id}"
            odd.append(
                Text(
                    f"{name}：需求或专家已删除，不再会见",
                    f"{name}: its need or its expert was deleted; they do not meet any more",
                )
            )
    return kept, odd


def assigned_part(event: Event) -> Iterable[Any]:
    """Return who is to meet whom."""
    found = used_assignment(event)
    pairs = amend(event, found.assigned) if found else ()
    return [(one.need_id, one.expert_id) for one in pairs]


def seats_part(event: Event) -> Iterable[Any]:
    """Return what a timetable reads of people: who there is, and whose need it is."""
    return register_rows(event, SEAT_FIELDS)


def locks_part(event: Event) -> Iterable[Any]:
    """Return what people locked."""
    return read_locks(event).items()


def read_locks(event: Event) -> dict[PairKey, tuple[int, str]]:
    """Return slot and table of every locked meeting, by need and expert id."""
    rows = Lock.objects.filter(event=event).order_by("need_id", "expert_id")
    found = rows.values_list("need__code", "expert__code", "slot", "table")
    return {(need, expert): (slot, table) for need, expert, slot, table in found}


def with_locks(
    setting: Setting, event: Event, pairs: Sequence[AssignedPair]
) -> tuple[Setting, list[Text]]:
    """Return the programme with the locks, and words for each that has to be passed over.

    A lock beats what event.toml fixes about the same meeting.
    """
    wanted = {(one.need_id, one.expert_id) for one in pairs}
    slots = {slot.number for slot in setting.slots if slot.usable}
    tables = {table.id for table in setting.tables}
    kept, odd = [], []
    for key, (slot, table) in read_locks(event).items():
        name = "/".join(key)
        if key not in wanted:
            odd.append(
                Text(
                    f"锁定的 {name} 不再会见，未予理会",
                    f"{name} is locked but does not meet any more: passed over",
                )
            )
        elif slot not in slots or table not in tables:
            odd.append(
                Text(
                    f"{name} 锁定在第 {slot} 时段、桌子 {table}，日程里已经没有，未予理会",
                    f"{name} is locked to slot {slot} and table {table}, which the programme "
                    "does not have any more: passed over",
                )
            )
        else:
            kept.append(Fixed(key, slot, table))
    locked = {one.meeting for one in kept}
    rest = [one for one in setting.fixed if one.meeting not in locked]
    return replace(setting, fixed=(*rest, *kept)), odd
