"""Changing the register: every function checks, writes, and logs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from duijie.domain.ids import make_id
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.core import history
from duijie.web.core.models import Activity, Comment
from duijie.web.register.forms import RecordForm
from duijie.web.register.kinds import Kind
from duijie.web.register.models import Expert, Need, Record, Release
from duijie.web.register.selectors import reusable

_PREFIXES = {
    "need": "N",
    "expert": "E",
    "company": "C",
    "evidence": "V",
    "innovation": "I",
    "resource": "R",
}


class SavedMeanwhile(Exception):
    """Somebody else saved the record after the form was opened."""

    def __init__(self, current: Record, latest: Activity | None) -> None:
        super().__init__(str(current.pk))
        self.current = current
        self.latest = latest


def save_form(viewer: Viewer, form: RecordForm, batch: str = "") -> Activity | None:
    """Save a valid form; None when nothing changed, or the same was sent twice.

    A new record that was sent twice is there once: the form then holds the first one.

    Raises
    ------
    SavedMeanwhile
        When the record was changed after the form was opened; nothing is written.
    """
    record = form.instance
    if record.pk is None:
        return _add(viewer, form, batch)
    with transaction.atomic():
        model: Any = type(record)
        current = model.objects.select_for_update().get(pk=record.pk)
        if form.cleaned_data.get("version") != current.version:
            raise SavedMeanwhile(current, latest_change(current))
        record.version = current.version
        return history.update(viewer.user, viewer.event, record, history.snapshot(current))


@transaction.atomic
def _add(viewer: Viewer, form: RecordForm, batch: str) -> Activity | None:
    event = Event.objects.select_for_update().get(pk=viewer.event.pk)  # one after the other
    same = {name: form.cleaned_data[name] for name in form.page.fields}
    twin = type(form.instance).objects.filter(events=event, **same).first()
    if twin:
        form.instance = twin
        return None
    form.instance.code = new_code(form.instance)
    return history.create(viewer.user, event, form.instance, batch)


def latest_change(record: Record) -> Activity | None:
    """Return the last change of a record."""
    return Activity.objects.filter(kind=record.ENTITY, object_id=record.pk).first()


def new_code(record: Any) -> str:
    """Return a free code, made from the content as the reader of sheets makes it."""
    owner = getattr(record, "company", None) or getattr(record, "expert", None)
    stem = make_id(_PREFIXES[record.ENTITY], record.label, str(owner or ""))
    model: Any = type(record)
    taken = set(
        model.objects.filter(organisation=record.organisation, code__startswith=stem).values_list(
            "code", flat=True
        )
    )
    return next(
        code
        for code in (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
        if code not in taken
    )


def add_comment(viewer: Viewer, record: Record, text: str) -> Comment | None:
    """Keep a remark; an empty one, or the same one sent twice, is not kept again."""
    text = text.strip()[:4000]
    earlier = Comment.objects.filter(kind=record.ENTITY, object_id=record.pk).last()
    repeated = earlier and earlier.author_id == viewer.user.pk and earlier.text == text
    if not text or repeated:
        return None
    return Comment.objects.create(
        event=viewer.event,
        kind=record.ENTITY,
        object_id=record.pk,
        author=viewer.user,
        author_name=str(viewer.user),
        text=text,
    )


@transaction.atomic
def reuse(viewer: Viewer, kind: Kind, chosen: Iterable[int]) -> int:
    """Let records that the organisation knows already take part in the event."""
    records = reusable(viewer, kind, "").filter(pk__in=list(chosen))
    through = kind.model.events.through
    key = f"{kind.model.__name__.lower()}_id"
    links = [through(**{key: one.pk, "event_id": viewer.event.pk}) for one in records]
    through.objects.bulk_create(links, ignore_conflicts=True)
    return len(links)


def release(viewer: Viewer, need: Need, expert: Expert) -> Release:
    """Let an expert read a confidential need once silence is promised."""
    known = Release.objects.filter(need=need, expert=expert).first()
    if known:
        return known
    made = Release(need=need, expert=expert, released_by=viewer.user)
    history.create(viewer.user, viewer.event, made)
    return made


@transaction.atomic
def withdraw(viewer: Viewer, need: Need, expert_id: int) -> None:
    """Close a confidential need to an expert again."""
    for one in Release.objects.filter(need=need, expert_id=expert_id):
        history.delete(viewer.user, viewer.event, one)


@transaction.atomic
def promise_silence(viewer: Viewer, need: Need) -> bool:
    """Record that the viewer accepted the terms for what was released; False when nothing was."""
    waiting = Release.objects.select_for_update().filter(
        need=need, expert__account=viewer.user, accepted_at__isnull=True
    )
    promised = list(waiting)
    for one in promised:
        before = history.snapshot(one)
        one.accepted_by, one.accepted_at = viewer.user, timezone.now()
        history.update(viewer.user, viewer.event, one, before)
    return bool(promised)
