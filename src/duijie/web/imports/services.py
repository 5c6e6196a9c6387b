"""An import from upload to undo. Readers see all of it or nothing."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from duijie.domain.errors import DuijieError
from duijie.domain.ids import fold
from duijie.flow.sources import open_sheets
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.core import history
from duijie.web.core.models import Activity, Comment
from duijie.web.imports.cells import encode_sheets
from duijie.web.imports.fitting import fit_code
from duijie.web.imports.models import Import
from duijie.web.imports.pairs import delete_pairs, write_pairs
from duijie.web.imports.plan import ORDER, Item, Plan, make_plan
from duijie.web.imports.preview import preview_import, remember, remembered_choices
from duijie.web.register.models import MODELS

log = logging.getLogger("duijie.imports")

MAX_UPLOAD_MB = 50
_CHUNK = 400
_NAME_CHARS = 200
State = Import.State
_PARENT = {"need": ["company"], "evidence": ["expert"], "innovation": ["company"]}
"""Fields by which a record hangs on another one, which a sheet names."""


def start_import(viewer: Viewer, name: str, data: bytes) -> Import:
    """Read an upload and keep its cells; the register is untouched.

    The same file sent twice is one import, as long as nothing was mended in it.

    Raises
    ------
    BadData
        When the file cannot be read; the error says why and what to do.
    """
    sheets = encode_sheets(open_sheets(data, name))
    sent = {"event": viewer.event, "by": viewer.user, "file_name": name[-_NAME_CHARS:]}
    with transaction.atomic():
        Event.objects.select_for_update().get(pk=viewer.event.pk)  # one after the other
        untouched = Import.objects.filter(**sent, state=State.PREVIEW, mends={}, result={})
        latest = untouched.first()
        if latest and latest.sheets == sheets:
            return latest
        one = Import.objects.create(**sent, by_name=str(viewer.user), sheets=sheets)
    choices = remembered_choices(one)
    if choices:
        change_preview(one, choices=choices)
    return one


def change_preview(one: Import, **changes: Any) -> None:
    """Keep what the person mended or chose; the preview is computed anew."""
    for name, value in changes.items():
        setattr(one, name, value)
    one.version += 1
    one.save(update_fields=[*changes, "version"])


def plan_import(one: Import) -> Plan:
    """Return what the import would change as things stand: the dry run."""
    preview = preview_import(one)
    merges = {key: str(choice) for key, choice in one.result.get("merges", {}).items()}
    return make_plan(one.event, preview.register, merges, preview.plain)


def queue_import(one: Import) -> bool:
    """Hand the import to the worker; False when somebody did so before (a double click)."""
    from duijie.web.imports.tasks import run_import

    queued = Import.objects.filter(pk=one.pk, state__in=[State.PREVIEW, State.FAILED])
    if not queued.update(state=State.QUEUED, done=0, total=0):
        return False
    run_import.enqueue(one.pk)
    return True


def perform_import(one: Import) -> None:
    """Write a queued import in one short transaction; a failure leaves nothing behind."""
    if not Import.objects.filter(pk=one.pk, state=State.QUEUED).update(state=State.RUNNING):
        return
    try:
        plan, preview = plan_import(one), preview_import(one)
        total = sum(len(items) for items in plan.items.values())
        Import.objects.filter(pk=one.pk).update(done=0, total=total)
        prepared = _Writer(one.event, one.by or one.by_name, one.batch, plan)
        with transaction.atomic():
            result = prepared.write()
            one.refresh_from_db(fields=["state", "result"])
            one.state, one.done, one.total = State.DONE, total, total
            one.result = {"merges": one.result.get("merges", {}), **result}
            one.finished_at = timezone.now()
            one.save(update_fields=["state", "done", "total", "result", "finished_at"])
        remember(one, preview)
    except Exception as error:
        log.exception("import %s failed", one.pk)
        said = error.describe("zh") if isinstance(error, DuijieError) else ""
        Import.objects.filter(pk=one.pk).update(state=State.FAILED)
        if said:
            log.warning("import %s: %s", one.pk, said)


def import_register(event: Event, actor: Any, register: Any, batch: str) -> dict[str, Any]:
    """Write a register that was read elsewhere, all or nothing: what ``duijie demo`` uses."""
    writer = _Writer(event, actor, batch, make_plan(event, register))
    with transaction.atomic():
        return writer.write()


class _Writer:
    """Turns a plan into rows; everything that can be computed is, before the lock is taken."""

    def __init__(self, event: Event, actor: Any, batch: str, plan: Plan) -> None:
        self.event, self.actor, self.batch, self.plan = event, actor, batch, plan
        self.made: dict[str, list[tuple[Item, Any]]] = {}
        for entity in ORDER:
            self.made[entity] = [(item, self._row(item)) for item in plan.items[entity]]
        self._set_parents()
        for entity in ORDER:
            for item, row in self.made[entity]:
                if item.state != "same":
                    row.index()

    def _row(self, item: Item) -> Any:
        if item.existing:
            for name in item.changed:
                setattr(item.existing, name, item.values[name])
            return item.existing
        model: Any = MODELS[item.entity]
        code = item.row_code or fit_code(item.entity, item.code)
        return model(organisation=self.event.organisation, code=code, **item.values)

    def write(self) -> dict[str, Any]:
        """Write all kinds, parents first, and return what was done."""
        done: dict[str, Any] = {"counts": [list(row) for row in self.plan.counts()], "joined": {}}
        for entity in ORDER:
            self._write_kind(entity)
            done["joined"][entity] = self._join_event(entity)
        return done | write_pairs(self.event, self.plan.register, self._rows)

    def _set_parents(self) -> None:
        names: dict[str, Any] = {}
        for item, row in self.made["company"]:
            names.setdefault(fold(item.values["name"]), row)
        for item, other in self.plan.joined:
            if item.entity == "company":
                names[fold(item.values["name"])] = names[fold(other.values["name"])]
        for item, row in self.made["need"] + self.made["innovation"]:
            if item.parent:
                row.company = names[fold(item.parent)]
        people = self._rows("expert") if self.made["evidence"] else {}
        for item, piece in self.made["evidence"]:
            piece.expert = people[item.parent]

    def _write_kind(self, entity: str) -> None:
        model: Any = MODELS[entity]
        new = [(item, row) for item, row in self.made[entity] if item.state == "new"]
        changed = [(item, row) for item, row in self.made[entity] if item.state == "changed"]
        model.objects.bulk_create([row for _, row in new], batch_size=_CHUNK)
        changed = self._as_they_are_now(model, changed)
        for _, row in changed:
            row.version += 1
            row.save()
        entries = [
            history.entry(
                self.actor,
                self.event,
                history.Action.CREATE,
                row,
                None,
                history.snapshot(row),
                batch=self.batch,
            )
            for _, row in new
        ] + [
            history.entry(
                self.actor,
                self.event,
                history.Action.UPDATE,
                row,
                item.before,
                history.snapshot(row),
                batch=self.batch,
            )
            for item, row in changed
        ]
        Activity.objects.bulk_create(entries, batch_size=_CHUNK)

    def _as_they_are_now(
        self, model: Any, changed: list[tuple[Item, Any]]
    ) -> list[tuple[Item, Any]]:
        """Return the rows with what somebody saved since the plan was made, and then the plan."""
        versions = {
            pk: version
            for start in range(0, len(changed), _CHUNK)
            for pk, version in model.objects.filter(
                pk__in=[row.pk for _, row in changed[start : start + _CHUNK]]
            ).values_list("pk", "version")
        }
        found = []
        for item, row in changed:
            if row.pk in versions and versions[row.pk] != row.version:
                now = model.objects.get(pk=row.pk)
                before = history.snapshot(now)
                parent = _PARENT.get(item.entity, []) if item.parent else []
                for name in [*item.changed, *parent]:
                    setattr(now, name, getattr(row, name))
                now.index()
                found.append((replace(item, before=before), now))
            else:
                found.append((item, row))
        return found

    def _join_event(self, entity: str) -> list[int]:
        """Let all rows take part; return the known ones that did not before."""
        model: Any = MODELS[entity]
        there = set(model.objects.filter(events=self.event).values_list("pk", flat=True))
        joining = [row for _, row in self.made[entity] if row.pk not in there]
        known = [row.pk for item, row in self.made[entity] if item.existing and row.pk not in there]
        through = model.events.through
        key = f"{model.__name__.lower()}_id"
        links = [through(**{key: row.pk, "event_id": self.event.pk}) for row in joining]
        through.objects.bulk_create(links, batch_size=_CHUNK, ignore_conflicts=True)
        return known

    def _rows(self, entity: str) -> dict[str, Any]:
        """Return the rows that sheets may name: those known, and those just written."""
        known = MODELS[entity].objects.filter(organisation=self.event.organisation)
        rows = {row.code: row for row in known}
        rows |= {item.code: row for item, row in self.made[entity]}
        joined = [(item, other) for item, other in self.plan.joined if item.entity == entity]
        return rows | {item.code: rows[other.code] for item, other in joined}


@transaction.atomic
def undo_import(actor: Any, one: Import) -> list[dict[str, Any]]:
    """Take a whole import back; return the records that stay because they were edited since."""
    kept: list[dict[str, Any]] = []
    delete_pairs(one.result)
    entries = Activity.objects.filter(batch=one.batch, undone_by__isnull=True)
    for entity in reversed(ORDER):
        kept += _undo_kind(actor, one, entity, list(entries.filter(kind=entity)))
        _leave_event(one, entity)
    one.state = State.UNDONE
    one.result = {**one.result, "kept": kept}
    one.save(update_fields=["state", "result"])
    return kept


def _undo_kind(
    actor: Any, one: Import, entity: str, entries: list[Activity]
) -> list[dict[str, Any]]:
    model: Any = MODELS[entity]
    rows = model.objects.in_bulk({made.object_id for made in entries})
    in_use = _in_use(model, one.event_id, rows)
    kept, going, logged = [], [], []
    for made in entries:
        row = rows.get(made.object_id)
        if row is None:
            continue
        created = made.action == history.Action.CREATE
        if history.is_edited_since(made, row) or (created and row.pk in in_use):
            kept.append({"entity": entity, "pk": row.pk, "label": row.label})
        elif created:
            going.append(row.pk)
            undone = history.entry(
                actor, one.event, history.Action.DELETE, row, history.snapshot(row), None
            )
            undone.before["events"] = [one.event_id]  # type: ignore[index]  # a dict, just made
            undone.undoes = made
            logged.append(undone)
        else:
            logged.append(history.undo_update(actor, made, row))
    for entry in logged:
        entry.batch = f"{one.batch}-undone"
    for start in range(0, len(going), _CHUNK):
        model.objects.filter(pk__in=going[start : start + _CHUNK]).delete()
    Activity.objects.bulk_create(logged, batch_size=_CHUNK)
    return kept


def _in_use(model: Any, event_id: int, rows: dict[int, Any]) -> set[int]:
    """Return which of `rows` others hang on, other events use, or somebody said something of."""
    key = f"{model.__name__.lower()}_id"
    linked = [model.events.through.objects.exclude(event_id=event_id).values_list(key, flat=True)]
    for relation in model._meta.related_objects:  # noqa: SLF001 - Django's documented API
        if relation.one_to_many:
            name = relation.field.attname
            linked.append(relation.related_model.objects.values_list(name, flat=True))
    comments = Comment.objects.filter(kind=model.ENTITY)
    linked.append(comments.values_list("object_id", flat=True))
    return set(rows) & set().union(*linked)


def _leave_event(one: Import, entity: str) -> None:
    """End the part of known records that the import had brought into the event."""
    model: Any = MODELS[entity]
    known = one.result.get("joined", {}).get(entity, [])
    key = f"{model.__name__.lower()}_id__in"
    model.events.through.objects.filter(event_id=one.event_id, **{key: known}).delete()


def take_up_interrupted() -> int:
    """After a server stopped: what was running has failed with nothing written, the rest waits on.

    Returns
    -------
    How many imports had been running.
    """
    from duijie.web.imports.tasks import run_import

    stopped = Import.objects.filter(state=State.RUNNING).update(state=State.FAILED)
    for pk in Import.objects.filter(state=State.QUEUED).values_list("pk", flat=True):
        run_import.enqueue(pk)  # its task may have gone with the server; run twice, it runs once
    return stopped
