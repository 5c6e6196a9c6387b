"""Reading assignments."""

from __future__ import annotations

from duijie.web.accounts.models import Event
from duijie.web.assign.models import Assignment


def used_assignment(event: Event) -> Assignment | None:
    """Return the assignment that the event goes on with; None before the first."""
    return Assignment.objects.filter(event=event, in_use=True).first()
