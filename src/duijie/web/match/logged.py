"""What the activity log says of decisions about pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.web.accounts.models import Event
from duijie.web.events.log import Logged, Names
from duijie.web.match.models import Proposal
from duijie.web.match.proposals import follow_undo
from duijie.web.register.models import Conflict, Pin


def name_pair(values: Mapping[str, Any], names: Names) -> str:
    """Name the pair that a logged row is about."""
    side = "need_id" if values.get("need_id") else "company_id"
    known = [names.get((one, values.get(one))) for one in (side, "expert_id")]
    return " × ".join(name or _("deleted") for name in known)


def _name_pin(values: Mapping[str, Any], names: Names) -> str:
    said = {"must": _("must meet: %s"), "never": _("never: %s")}[values["rule"]]
    return said % name_pair(values, names)


def _name_conflict(values: Mapping[str, Any], names: Names) -> str:
    return _("conflict: %s") % name_pair(values, names)


def _address(event: Event, values: Mapping[str, Any]) -> str:
    need_id = values.get("need_id")
    return reverse("match_need", args=[event.slug, need_id]) if need_id else ""


def _name_proposal(values: Mapping[str, Any], names: Names) -> str:
    return _("proposal: %s") % name_pair(values, names)


def _requests(event: Event, values: Mapping[str, Any]) -> str:
    return reverse("requests", args=[event.slug])


LOGGED = (
    Logged("pin", Pin, gettext_lazy("Pinned meeting"), _name_pin, _address),
    Logged("conflict", Conflict, gettext_lazy("Conflict"), _name_conflict, _address),
    Logged("proposal", Proposal, gettext_lazy("Proposal"), _name_proposal, _requests, follow_undo),
)
