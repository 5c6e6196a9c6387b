"""What an overview, a need's page or an expert's page says of proposals."""

from __future__ import annotations

from typing import Any

from django import template

from duijie.web.access.masking import Seen
from duijie.web.access.viewer import Viewer
from duijie.web.match import proposals
from duijie.web.match.models import Proposal
from duijie.web.match.requests import as_requests

register = template.Library()


@register.inclusion_tag("match/to_answer.html", takes_context=True)
def to_answer(context: Any, viewer: Viewer) -> dict[str, Any]:
    """Show what waits for the viewer's answer."""
    waiting = proposals.waiting_for(viewer) if viewer.can("proposal", "answer") else []
    return {**context.flatten(), "requests": as_requests(viewer, waiting)}


@register.inclusion_tag("match/ask.html", takes_context=True)
def ask_for_meeting(context: Any, viewer: Viewer, need: Seen | None, expert: Seen | None) -> Any:
    """Offer to ask for a meeting, to whoever may ask for this need or this expert."""
    choices = _choices(viewer, need, expert) if viewer.can("proposal", "ask") else []
    return {**context.flatten(), "choices": choices}


def _choices(
    viewer: Viewer, need: Seen | None, expert: Seen | None
) -> list[tuple[Seen, Seen, Proposal | None]]:
    needs = [need] if need else _own(viewer, "need")
    experts = [expert] if expert else _own(viewer, "expert")
    known = {(one.need_id, one.expert_id): one for one in proposals.visible_proposals(viewer)}
    return [
        (one, other, known.get((one.pk, other.pk)))
        for one in needs
        for other in experts
        if other.pk in viewer.expert_ids
        or getattr(one.record, "company_id", None) in viewer.company_ids
    ]


def _own(viewer: Viewer, entity: str) -> list[Seen]:
    found = viewer.visible(entity)
    if entity == "need":
        found = found.filter(company__in=viewer.company_ids).select_related("company")
    else:
        found = found.filter(account=viewer.user)
    return [Seen(one, viewer) for one in found]
