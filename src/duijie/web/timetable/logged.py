"""What the activity log says of timetables, locks and changed meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.web.accounts.models import Event
from duijie.web.events.log import Logged, Names
from duijie.web.match.logged import name_pair
from duijie.web.timetable.models import Amendment, Lock, Timetable, Used
from duijie.web.timetable.services import take_back_together


def _name_used(values: Mapping[str, Any], _names: Names) -> str:
    made = Timetable.objects.filter(pk=values["timetable_id"]).only("version").first()
    return _("timetable in use: version %s") % (made.version if made else "?")


def _name_lock(values: Mapping[str, Any], names: Names) -> str:
    place = _("slot %(slot)s, table %(table)s") % {"slot": values["slot"], "table": values["table"]}
    return _("locked: %s") % f"{name_pair(values, names)} ({place})"


def _name_amendment(values: Mapping[str, Any], names: Names) -> str:
    said = _("added meeting: %s") if values["added"] else _("cancelled meeting: %s")
    return said % name_pair(values, names)


def _address(event: Event, _values: Mapping[str, Any]) -> str:
    return reverse("timetable", args=[event.slug])


LOGGED = (
    Logged(
        Used.ENTITY,
        Used,
        gettext_lazy("Timetable in use"),
        _name_used,
        _address,
        take_back_together,
    ),
    Logged(Lock.ENTITY, Lock, gettext_lazy("Locked meeting"), _name_lock, _address),
    Logged(Amendment.ENTITY, Amendment, gettext_lazy("Changed meeting"), _name_amendment, _address),
)
