"""Proposing meetings, asking for them, answering: every step logged, and what follows from it.

A declined pair is not to meet (a pin ``never``, unless the organiser has decided about the pair)
and an answer is a decision that later rankings learn from. Both go when the answer goes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import numpy as np
from django.db import transaction
from django.db.models import Q, QuerySet

from duijie.match.calibrate import NOBODY
from duijie.web.access.doors import refuse
from duijie.web.access.rules import Scope
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.core import history
from duijie.web.core.models import Activity
from duijie.web.match.decisions import read_marks
from duijie.web.match.models import Answer, Outcome, Proposal, Ranking, Side
from duijie.web.register.models import Decision, Expert, Need, Pin

MOST_CHARS = 300


def visible_proposals(viewer: Viewer) -> QuerySet[Proposal]:
    """Return the proposals of the event that the viewer may see."""
    found = Proposal.objects.filter(event=viewer.event).select_related("need__company", "expert")
    scope = viewer.scope("proposal", "list")
    if scope is Scope.ALL:
        return found
    own = Q(expert__in=viewer.expert_ids) | Q(need__company__in=viewer.company_ids)
    return found.filter(own) if scope is Scope.OWN else found.none()


def access_proposal(viewer: Viewer, pk: int, action: str) -> Proposal:
    """Return a proposal of the event that the viewer may do `action` to."""
    one = visible_proposals(viewer).filter(pk=pk).first()
    if one is None or not viewer.can("proposal", action):
        refuse(viewer.user, "proposal", action, pk)
    return one


def side_of(viewer: Viewer, proposal: Proposal) -> str:
    """Return the side for which the viewer may answer; empty for neither."""
    if proposal.expert_id in viewer.expert_ids:
        return Side.EXPERT
    own = proposal.need.company_id in viewer.company_ids
    return Side.COMPANY if own else ""


def waiting_for(viewer: Viewer) -> list[Proposal]:
    """Return the proposals that wait for an answer of the viewer."""
    expert = Q(expert__in=viewer.expert_ids, expert_answer="")
    company = Q(need__company__in=viewer.company_ids, company_answer="")
    found = visible_proposals(viewer).filter(expert | company)
    return [one for one in found if one.state == "waiting"]


def best_pairs(event: Event, ranking: Ranking, most: int) -> list[tuple[int, int]]:
    """Return the best so many experts of each need, of those worth proposing, by keys.

    Pairs that somebody ruled out and pairs that were proposed before are left out.
    """
    taken = set(event.proposals.values_list("need_id", "expert_id"))
    marks = read_marks(event)
    needs = set(event.need_set.values_list("pk", flat=True))
    experts = set(event.expert_set.values_list("pk", flat=True))
    found = []
    for row, need in enumerate(ranking.need_ids):
        order = np.argsort(-ranking.values[row], kind="stable").tolist()
        free = [
            (need, expert)
            for column in order
            if ranking.values[row, column] >= NOBODY
            and (expert := ranking.expert_ids[column]) in experts
            and marks.get(need, expert) not in {"never", "conflict"}
        ][:most]
        found += [pair for pair in free if pair not in taken and need in needs]
    return found


@transaction.atomic
def propose(
    viewer: Viewer, pairs: Iterable[tuple[int, int]], deadline: dt.date | None
) -> list[Activity]:
    """Propose meetings to both sides; what was proposed before stays as it is."""
    batch = f"proposals-{uuid4().hex[:12]}"
    taken = set(viewer.event.proposals.values_list("need_id", "expert_id"))
    return [
        history.create(
            viewer.user,
            viewer.event,
            Proposal(
                event=viewer.event,
                need_id=need_id,
                expert_id=expert_id,
                asker=Side.ORGANISER,
                deadline=deadline,
            ),
            batch,
        )
        for need_id, expert_id in pairs
        if (need_id, expert_id) not in taken
    ]


@transaction.atomic
def ask(viewer: Viewer, need: Need, expert: Expert, message: str) -> Activity | None:
    """Ask for a meeting: the expert for a need, the company for an expert.

    Where the meeting was proposed already, asking accepts it.
    """
    side = Side.EXPERT if expert.pk in viewer.expert_ids else Side.COMPANY
    known = Proposal.objects.filter(event=viewer.event, need=need, expert=expert).first()
    if known:
        return answer(viewer, known, side, Answer.ACCEPTED, "")
    made = Proposal(event=viewer.event, need=need, expert=expert, asker=side)
    made.message = message.strip()[:MOST_CHARS]
    setattr(made, f"{side}_answer", Answer.ACCEPTED)
    logged = history.create(viewer.user, viewer.event, made)
    follow(made)
    return logged


@transaction.atomic
def answer(
    viewer: Viewer, proposal: Proposal, side: str, said: str, reason: str
) -> Activity | None:
    """Answer for one side: accepted, declined, or nothing any more. Anybody may think again."""
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    before = history.snapshot(current)
    setattr(current, f"{side}_answer", said)
    setattr(current, f"{side}_reason", reason.strip()[:MOST_CHARS] if said else "")
    logged = history.update(viewer.user, viewer.event, current, before)
    follow(current)
    return logged


@transaction.atomic
def withdraw(viewer: Viewer, proposal: Proposal) -> Activity:
    """Take a proposal back."""
    logged = history.delete(viewer.user, viewer.event, proposal)
    tidy_up(viewer.event)
    return logged


def follow(proposal: Proposal) -> None:
    """Bring decision and pin in step with the answers."""
    outcome, _new = Outcome.objects.get_or_create(
        proposal=proposal, defaults={"event": proposal.event}
    )
    _clear(outcome)
    pair = {"event": proposal.event, "need": proposal.need, "expert": proposal.expert}
    said = Answer.DECLINED if Answer.DECLINED in proposal.answers else Answer.ACCEPTED
    if said not in proposal.answers:
        outcome.save()
        return
    side = Side.EXPERT if proposal.expert_answer == said else Side.COMPANY
    by = proposal.expert.name if side == Side.EXPERT else proposal.need.company_name
    reason = getattr(proposal, f"{side}_reason")
    outcome.decision = Decision.objects.create(**pair, decision=said, reason=reason, by=by)
    if said == Answer.DECLINED and not Pin.objects.filter(**pair).exists():
        outcome.pin = Pin.objects.create(**pair, rule="never", by=by)
    outcome.save()


def _clear(outcome: Outcome) -> None:
    for made in (outcome.decision, outcome.pin):
        if made:
            made.delete()
    outcome.decision = outcome.pin = None


def tidy_up(event: Event) -> None:
    """Take away what proposals brought that are gone by now."""
    for outcome in Outcome.objects.filter(event=event, proposal=None):
        _clear(outcome)
        outcome.delete()


def follow_undo(activity: Activity) -> None:
    """Bring everything in step after a change of a proposal was taken back."""
    proposal = Proposal.objects.filter(pk=activity.object_id).first()
    if proposal:
        follow(proposal)
    elif activity.event:
        tidy_up(activity.event)


def contradictions(event: Event) -> list[Proposal]:
    """Return what was declined although the organiser decided that the two must meet."""
    must = set(event.pins.filter(rule="must").values_list("need_id", "expert_id"))
    found = Proposal.objects.filter(event=event).select_related("need__company", "expert")
    return [one for one in found if one.state == "declined" and _key(one) in must]


def wanted_pairs(event: Event) -> list[tuple[str, str]]:
    """Return what both sides want, as (need code, expert code): wishes for the assignment."""
    agreed = Proposal.objects.filter(
        event=event, expert_answer=Answer.ACCEPTED, company_answer=Answer.ACCEPTED
    )
    return list(agreed.order_by("pk").values_list("need__code", "expert__code"))


def _key(one: Proposal) -> tuple[Any, Any]:
    return one.need_id, one.expert_id
