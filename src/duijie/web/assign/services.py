"""Choosing the assignment that the event goes on with."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from duijie.web.accounts.models import Event
from duijie.web.assign.models import Assignment, Chosen
from duijie.web.core import history
from duijie.web.core.models import Activity


@transaction.atomic
def put_to_use(actor: Any, event: Event, assignment: Assignment) -> Activity | None:
    """Let the event go on with `assignment`; None when it does already."""
    Event.objects.select_for_update().get(pk=event.pk)
    chosen = Chosen.objects.filter(event=event).first()
    if chosen is None:
        return history.create(actor, event, Chosen(event=event, assignment=assignment))
    before = history.snapshot(chosen)
    chosen.assignment = assignment
    return history.update(actor, event, chosen, before)
