"""Every change through one place: logged with before and after, and able to be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext as _

from duijie.web.core.models import Activity

_OWN = {"id", "search", "version", "created_at", "updated_at"}
"""Fields that say nothing a person entered."""

ATTACHED = "attached"
"""Under this name the log keeps the rows that went with a deleted record."""

Action = Activity.Action


class EditedSince(Exception):
    """A change cannot be taken back because somebody changed the object afterwards."""


def snapshot(record: models.Model) -> dict[str, Any]:
    """Return what a person entered of `record`, as plain JSON values."""
    values = {}
    for field in record._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
        if field.name not in _OWN:
            values[field.attname] = _plain(field, field.value_from_object(record))
    return values


def _plain(field: Any, value: Any) -> Any:
    """Return a value as JSON has it, the same before and after it was in the database."""
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    if isinstance(value, Decimal):
        return f"{value:.{field.decimal_places}f}"
    return DjangoJSONEncoder().default(value)


def entry(  # noqa: PLR0917 - a sentence: who, where, did what, to which, from, to
    actor: Any,
    event: Any,
    action: Action,
    record: Any,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    *,
    batch: str = "",
) -> Activity:
    """Return an unsaved entry of the log; of an update only what differs is kept."""
    if before is not None and after is not None:
        changed = [name for name in after if before.get(name) != after[name]]
        before = {name: before.get(name) for name in changed}
        after = {name: after[name] for name in changed}
    return Activity(
        event=event,
        actor=actor if getattr(actor, "pk", None) else None,
        actor_name=str(actor or ""),
        action=action,
        kind=record.ENTITY,
        object_id=record.pk,
        before=before,
        after=after,
        batch=batch,
    )


@transaction.atomic
def create(actor: Any, event: Any, record: Any, batch: str = "") -> Activity:
    """Save a new record, let one of the register take part in `event`, and log it."""
    record.save()
    if hasattr(record, "events"):
        record.events.add(event)
    made = entry(actor, event, Action.CREATE, record, None, snapshot(record), batch=batch)
    made.save()
    return made


@transaction.atomic
def update(actor: Any, event: Any, record: Any, before: Mapping[str, Any]) -> Activity | None:
    """Save a changed record and log what changed; nothing is logged when nothing did."""
    after = snapshot(record)
    if after == before:
        return None
    _count_change(record)
    record.save()
    made = entry(actor, event, Action.UPDATE, record, before, after)
    made.save()
    return made


@transaction.atomic
def delete(actor: Any, event: Any, record: Any) -> Activity:
    """Delete a record and log what it was, with what goes with it."""
    before = snapshot(record)
    if hasattr(record, "events"):
        before["events"] = sorted(record.events.values_list("pk", flat=True))
    before |= _attachments(record)
    made = entry(actor, event, Action.DELETE, record, before, None)
    made.save()
    record.delete()
    return made


@transaction.atomic
def take_out(actor: Any, event: Any, record: Any) -> Activity:
    """Delete a record of the register; where other events use it, it only leaves this one."""
    if not takes_part_elsewhere(record, event):
        return delete(actor, event, record)
    before = {**snapshot(record), "events": [event.pk]}
    made = entry(actor, event, Action.DELETE, record, before, None)
    made.save()
    record.events.remove(event)
    return made


def takes_part_elsewhere(record: Any, event: Any) -> bool:
    """Whether a record of the register takes part in another event too."""
    return hasattr(record, "events") and record.events.exclude(pk=event.pk).exists()


def _attachments(record: Any) -> dict[str, Any]:
    """Return what goes with a record when it is deleted and is no record of the log itself."""
    found: dict[str, Any] = {}
    for field in record._meta.many_to_many:  # noqa: SLF001 - Django's documented API
        if field.name != "events":
            linked = getattr(record, field.name).order_by("pk")
            found[field.name] = list(linked.values_list("pk", flat=True))
    rows = [
        row
        for relation in _relations(record)
        if relation.on_delete is models.CASCADE and not _stands_alone(relation.related_model)
        for row in getattr(record, relation.get_accessor_name()).order_by("pk")
    ]
    if rows:
        found[ATTACHED] = json.loads(serializers.serialize("json", rows))
    return found


def _relations(record: Any) -> Iterable[Any]:
    """Return by what other tables point at the table of `record`."""
    return (one for one in record._meta.related_objects if one.one_to_many)  # noqa: SLF001 - Django's documented API


@transaction.atomic
def undo(actor: Any, activity: Activity, model: type[models.Model]) -> Activity:
    """Take one change back; the taking back is itself logged.

    Raises
    ------
    EditedSince
        When the object is no longer as the change left it, or the change was taken back before.
    """
    if Activity.objects.filter(undoes=activity).exists():
        raise EditedSince(_("This has been undone already."))
    record: Any = model._default_manager.filter(pk=activity.object_id).first()  # noqa: SLF001
    made = _REVERSALS[Action(activity.action)](actor, activity, record, model)
    made.undoes = activity
    made.save()
    return made


def _undo_create(actor: Any, activity: Activity, record: Any, model: Any) -> Activity:
    if record is None or is_edited_since(activity, record):
        raise EditedSince(_("It was changed afterwards and stays."))
    if has_dependents(record, activity.event):
        raise EditedSince(_("Other records belong to it by now; it stays."))
    return take_out(actor, activity.event, record)


def _undo_update(actor: Any, activity: Activity, record: Any, model: Any) -> Activity:
    if record is None or is_edited_since(activity, record):
        raise EditedSince(_("It was changed afterwards and stays."))
    made = undo_update(actor, activity, record)
    made.save()
    return made


def undo_update(actor: Any, activity: Activity, record: Any) -> Activity:
    """Put the values before `activity` back into `record`; return the unsaved entry of that."""
    before = snapshot(record)
    _put(record, activity.before or {})
    _count_change(record)
    record.save()
    made = entry(actor, activity.event, Action.UPDATE, record, before, snapshot(record))
    made.undoes = activity
    return made


def _undo_delete(actor: Any, activity: Activity, record: Any, model: Any) -> Activity:
    values = dict(activity.before or {})
    events = values.pop("events", [])
    if record is None:
        restored = model(pk=activity.object_id)
        _put(restored, values)
        restored.save()
        _attach(restored, values)
    else:
        restored = record
        if not events or record.events.filter(pk__in=events).exists():
            raise EditedSince(_("It is there already."))
    if events:
        restored.events.add(*events)
    made = entry(actor, activity.event, Action.CREATE, restored, None, snapshot(restored))
    made.save()
    return made


_REVERSALS = {
    Action.CREATE: _undo_create,
    Action.UPDATE: _undo_update,
    Action.DELETE: _undo_delete,
}


def is_edited_since(activity: Activity, record: Any) -> bool:
    """Whether `record` differs from how `activity` left it."""
    now = snapshot(record)
    return any(now.get(name) != value for name, value in (activity.after or {}).items())


def has_dependents(record: Any, event: Any) -> bool:
    """Whether records hang on this one: any at all, or in `event` if others use it too."""
    elsewhere = takes_part_elsewhere(record, event)
    return any(
        _of_event(getattr(record, relation.get_accessor_name()), event, elsewhere).exists()
        for relation in _relations(record)
        if _stands_alone(relation.related_model)
    )


def _stands_alone(model: Any) -> bool:
    """Whether rows are records of their own, which whoever deletes has to delete first."""
    return hasattr(model, "ENTITY") and not getattr(model, "GOES_ALONG", False)


def _of_event(rows: Any, event: Any, elsewhere: bool) -> Any:
    """Narrow `rows` to those of `event` when the record they hang on stays with others."""
    if not elsewhere:
        return rows.all()
    return rows.filter(**{"events" if hasattr(rows.model, "events") else "event": event})


def _attach(restored: Any, values: Mapping[str, Any]) -> None:
    """Give a restored record back what went with it."""
    for field in restored._meta.many_to_many:  # noqa: SLF001 - Django's documented API
        if field.name in values:
            known = field.related_model.objects.filter(pk__in=values[field.name])
            getattr(restored, field.name).set(known)
    for row in serializers.deserialize("json", json.dumps(values.get(ATTACHED, []))):
        if _has_parents(row.object):
            row.save()


def _has_parents(row: models.Model) -> bool:
    """Whether all that a row has to point at is there still."""
    return all(
        field.related_model._default_manager.filter(pk=field.value_from_object(row)).exists()  # noqa: SLF001
        for field in row._meta.concrete_fields  # noqa: SLF001 - Django's documented API
        if isinstance(field, models.ForeignKey) and field.value_from_object(row) is not None
    )


def _count_change(record: Any) -> None:
    """Give a record that several people may edit its next version."""
    if hasattr(record, "version"):
        record.version += 1


def _put(record: Any, values: Mapping[str, Any]) -> None:
    for field in record._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
        if field.attname in values:
            setattr(record, field.attname, field.to_python(values[field.attname]))
