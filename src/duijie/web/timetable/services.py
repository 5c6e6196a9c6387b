"""Putting a timetable to use, and locking meetings where they are."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction

from duijie.domain.event import PairKey
from duijie.web.access.doors import refuse
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.core import history
from duijie.web.core.models import Activity
from duijie.web.events.log import LOGGED
from duijie.web.timetable.models import Lock, Timetable, Used


@transaction.atomic
def put_to_use(actor: Any, event: Event, timetable: Timetable, batch: str = "") -> Activity | None:
    """Let the event go on with `timetable`; None when it does already.

    `batch` names what was done together with it and is taken back with it.
    """
    Event.objects.select_for_update().get(pk=event.pk)
    used = Used.objects.filter(event=event).first()
    if used is None:
        return history.create(actor, event, Used(event=event, timetable=timetable), batch)
    before = history.snapshot(used)
    used.timetable = timetable
    made = history.update(actor, event, used, before)
    if made and batch:
        made.batch = batch
        made.save(update_fields=["batch"])
    return made


def new_batch() -> str:
    """Return a name for what is done in one go."""
    return uuid4().hex


def take_back_together(activity: Activity) -> None:
    """Take back what was done in one go with a timetable put to use; what changed since stays."""
    actor = activity.undone_by.actor
    others = Activity.objects.filter(batch=activity.batch).exclude(pk=activity.pk)
    for one in others.order_by("-pk") if activity.batch else ():
        try:
            history.undo(actor, one, LOGGED[one.kind].model)
        except history.EditedSince:
            continue


@transaction.atomic
def set_lock(
    viewer: Viewer, key: PairKey, place: tuple[int, str] | None, batch: str = ""
) -> Activity | None:
    """Lock a meeting to slot and table, or with None take its lock off."""
    event = viewer.event
    need = event.need_set.filter(code=key[0]).first()
    expert = event.expert_set.filter(code=key[1]).first()
    if need is None or expert is None:
        refuse(viewer.user, "timetable", "move", "/".join(key))
    lock = Lock.objects.filter(event=event, need=need, expert=expert).first()
    if place is None:
        return history.delete(viewer.user, event, lock) if lock else None
    if lock is None:
        made = Lock(event=event, need=need, expert=expert, slot=place[0], table=place[1])
        return history.create(viewer.user, event, made, batch)
    before = history.snapshot(lock)
    lock.slot, lock.table = place
    changed = history.update(viewer.user, event, lock, before)
    if changed and batch:
        changed.batch = batch
        changed.save(update_fields=["batch"])
    return changed
