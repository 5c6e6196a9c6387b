"""Proposals: what is proposed to the caller, and the answers."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Router, Schema, Status

from duijie.web.access.doors import access_record, refuse
from duijie.web.access.viewer import Viewer
from duijie.web.api.bodies import Body
from duijie.web.api.doors import behind, enter
from duijie.web.match import proposals
from duijie.web.match.models import Proposal
from duijie.web.match.requests import as_requests

router = Router(tags=["proposals"])
_PER_PAGE = 50


class ProposalOut(Schema):
    """A proposal; `mine` is what your side said, null when you are neither side."""

    id: int
    need_id: int
    need: str
    expert_id: int
    expert: str
    asker: str
    message: str
    deadline: date | None
    state: str
    expert_answer: str
    company_answer: str
    mine: str | None
    to_answer: bool


class ProposalPage(Schema):
    """A page of proposals."""

    items: list[ProposalOut]
    total: int
    page: int
    pages: int


class AskIn(Body):
    """Which meeting is asked for."""

    need_id: int
    expert_id: int
    message: str = ""


class AnswerIn(Body):
    """What is answered; an empty answer takes an earlier one back."""

    answer: Literal["accepted", "declined", ""]
    reason: str = ""


@router.get("{slug}/proposals", response=ProposalPage, openapi_extra=behind("proposal", "list"))
def list_proposals(request: HttpRequest, slug: str, waiting: bool = False, page: int = 1) -> Any:
    """List proposals, newest first: all to the organiser, your own to you.

    With `waiting` only those that wait for your answer.
    """
    viewer = enter(request, slug, "proposal", "list")
    every: Any = proposals.visible_proposals(viewer)
    found = Paginator(proposals.waiting_for(viewer) if waiting else every, _PER_PAGE).get_page(page)
    return {
        "items": _show_all(viewer, list(found.object_list)),
        "total": found.paginator.count,
        "page": found.number,
        "pages": found.paginator.num_pages,
    }


@router.post(
    "{slug}/proposals", response={201: ProposalOut}, openapi_extra=behind("proposal", "ask")
)
def ask_for_meeting(request: HttpRequest, slug: str, asked: AskIn) -> Any:
    """Ask for a meeting: an expert for a need, a company for an expert."""
    viewer = enter(request, slug, "proposal", "ask")
    need: Any = access_record(viewer, "need", asked.need_id, "view")
    expert: Any = access_record(viewer, "expert", asked.expert_id, "view")
    if expert.pk not in viewer.expert_ids and need.company_id not in viewer.company_ids:
        refuse(viewer.user, "proposal", "ask", f"{need.pk}/{expert.pk}")
    proposals.ask(viewer, need, expert, asked.message)
    made = proposals.visible_proposals(viewer).get(need=need, expert=expert)
    return Status(201, _show(viewer, made))


@router.post(
    "{slug}/proposals/{int:pk}/answer",
    response=ProposalOut,
    openapi_extra=behind("proposal", "answer"),
)
def answer_proposal(request: HttpRequest, slug: str, pk: int, said: AnswerIn) -> Any:
    """Accept a meeting, decline it with a reason, or think again."""
    viewer = enter(request, slug, "proposal", "answer")
    one = proposals.access_proposal(viewer, pk, "answer")
    side = proposals.side_of(viewer, one)
    if not side:
        refuse(viewer.user, "proposal", "answer", pk)
    proposals.answer(viewer, one, side, said.answer, said.reason)
    return _show(viewer, proposals.access_proposal(viewer, pk, "answer"))


@router.delete(
    "{slug}/proposals/{int:pk}",
    response={204: None},
    openapi_extra=behind("proposal", "withdraw"),
)
def withdraw_proposal(request: HttpRequest, slug: str, pk: int) -> Any:
    """Take a proposal back, with what its answers brought."""
    viewer = enter(request, slug, "proposal", "withdraw")
    proposals.withdraw(viewer, proposals.access_proposal(viewer, pk, "withdraw"))
    return Status(204, None)


def _show(viewer: Viewer, one: Proposal) -> dict[str, Any]:
    return _show_all(viewer, [one])[0]


def _show_all(viewer: Viewer, found: list[Proposal]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.proposal.pk,
            "need_id": one.need.pk,
            "need": one.need.label,
            "expert_id": one.expert.pk,
            "expert": one.expert.label,
            "asker": one.proposal.asker,
            "message": one.proposal.message,
            "deadline": one.proposal.deadline,
            "state": one.proposal.state,
            "expert_answer": one.proposal.expert_answer,
            "company_answer": one.proposal.company_answer,
            "mine": one.mine,
            "to_answer": one.to_answer,
        }
        for one in as_requests(viewer, found)
    ]
