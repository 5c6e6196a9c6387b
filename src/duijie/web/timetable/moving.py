"""Moving a meeting by hand: where it may go, and the move itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from duijie.domain.event import PairKey
from duijie.domain.plans import PlacedMeeting
from duijie.domain.text import Text, same
from duijie.timetable.moves import Moves, key_of
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.core.models import Activity
from duijie.web.jobs.models import keep_text
from duijie.web.programme.services import read_setting
from duijie.web.timetable.compute import keep_next
from duijie.web.timetable.inputs import with_locks
from duijie.web.timetable.models import Origin, Timetable
from duijie.web.timetable.plans import Plan, open_plan, to_rows, used_timetable
from duijie.web.timetable.services import new_batch, put_to_use, set_lock

_OTHER_PROGRAMME = Text(
    "日程已经改动，这份安排里的时段和桌子不再有效；请重新排程",
    "The programme has changed: slots and tables of this plan do not hold any more. "
    "Make the timetable again",
)
_GONE = Text("这场会见不在安排里", "This meeting is not in the plan")
_UNKNOWN = Text("日程里没有这个时段或桌子", "The programme has no such slot or table")


class Refused(Exception):
    """A move that a rule forbids; `why` says which."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


class ChangedMeanwhile(Exception):
    """The plan in use is no longer the one that was looked at; `now` is the one in use."""

    def __init__(self, now: Timetable | None) -> None:
        super().__init__(str(now))
        self.now = now


def is_movable(plan: Plan) -> bool:
    """Whether slots and tables of the plan are those of the programme that holds."""
    return plan.setting == read_setting(plan.timetable.event)


def moves_of(plan: Plan, key: PairKey) -> Moves:
    """Return where a meeting may go.

    Raises
    ------
    Refused
        When the plan has no such meeting, or the programme is another by now.
    """
    if not is_movable(plan):
        raise Refused(_OTHER_PROGRAMME)
    if key not in {(one.need_id, one.expert_id) for one in plan.pairs}:
        raise Refused(_GONE)
    setting, _odd = with_locks(plan.setting, plan.timetable.event, plan.pairs)
    company = next(one.company for one in plan.register.needs if one.need_id == key[0])
    return Moves(setting, plan.placed, plan.people, key, company)


def read_targets(plan: Plan, key: PairKey, language: Any) -> dict[str, Any]:
    """Return for each slot that can be used a number for each table, in their order.

    0: it may go there; else the place of the reason in ``reasons``, counted from 1.
    """
    reasons: dict[str, int] = {}
    cells: dict[int, list[int]] = {}
    for (slot, _table), verdict in moves_of(plan, key).targets().items():
        words = verdict.in_(language) if verdict else ""
        number = reasons.setdefault(words, len(reasons) + 1) if words else 0
        cells.setdefault(slot, []).append(number)
    return {"cells": cells, "reasons": list(reasons)}


@transaction.atomic
def move_meeting(
    viewer: Viewer, version: int, key: PairKey, slot: int, table: str
) -> Activity | None:
    """Move a meeting of the plan in use, which is to be `version`, and lock it there.

    Who sits there changes places with it. None when it is there already.

    Raises
    ------
    ChangedMeanwhile
        When another version is in use by now.
    Refused
        When a rule forbids it.
    """
    event = Event.objects.select_for_update().get(pk=viewer.event.pk)
    used = used_timetable(event)
    if used is None or used.version != version:
        raise ChangedMeanwhile(used)
    plan = open_plan(used)
    moves = moves_of(plan, key)
    if slot not in {one.number for one in plan.setting.slots if one.usable} or table not in {
        one.id for one in plan.setting.tables
    }:
        raise Refused(_UNKNOWN)
    why = moves.judge(slot, table)
    if why:
        raise Refused(why)
    after = moves.moved(slot, table)
    was = next((one for one in plan.placed if key_of(one) == key), None)
    now = next(one for one in after if key_of(one) == key)
    if was and (was.slot, was.table) == (slot, table):
        return None
    made = Timetable(
        event=event,
        by_name=str(viewer.user),
        origin=Origin.MOVED,
        assignment=used.assignment,
        programme=used.programme,
        before=used,
        input_hash=used.input_hash,
        placed=to_rows(tuple(sorted(after, key=lambda one: (one.slot, one.table)))),
        left_out=[list(one) for one in plan.left_out if one != key],
        what=keep_text(_describe(plan, was, now)),
    )
    keep_next(made)
    batch = new_batch()
    set_lock(viewer, key, (slot, table), batch)
    return put_to_use(viewer.user, event, made, batch)


def _describe(plan: Plan, was: PlacedMeeting | None, now: PlacedMeeting) -> Text:
    expert = plan.people.experts[now.expert_id].name
    company = plan.people.representatives[now.need_id]
    secret = {one.need_id for one in plan.register.needs if one.confidential and not one.company}
    name = company.id if now.need_id in secret else company.name
    came = f"{was.start:%H:%M} {was.table} → " if was else ""
    return same(f"{expert} × {name}: {came}{now.start:%H:%M} {now.table}")
