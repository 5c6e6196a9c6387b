"""Pages of proposals: what was proposed to whom, and what they say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duijie.web.access.doors import access_record, refuse
from duijie.web.access.guard import guarded
from duijie.web.access.masking import Seen
from duijie.web.access.viewer import Viewer
from duijie.web.core.undoing import offer_undo
from duijie.web.events.frame import event_page
from duijie.web.match import proposals
from duijie.web.match.compute import latest_ranking
from duijie.web.match.models import Answer, Proposal

_DAYS_TO_ANSWER = 7
_PER_PAGE = 100
STATES = {
    "waiting": gettext_lazy("waiting"),
    "agreed": gettext_lazy("both accepted"),
    "declined": gettext_lazy("declined"),
    "lapsed": gettext_lazy("time is over, nobody objected"),
}


@dataclass(frozen=True)
class Request:
    """A proposal as one viewer sees it; `mine` is what the viewer said, None for who only looks."""

    proposal: Proposal
    need: Seen
    expert: Seen
    side: str

    @property
    def mine(self) -> str | None:
        """What the viewer's side said."""
        return getattr(self.proposal, f"{self.side}_answer") if self.side else None

    @property
    def to_answer(self) -> bool:
        """Whether the viewer is asked and has not answered."""
        return self.mine == "" and self.proposal.state == "waiting"

    @property
    def state_words(self) -> Any:
        """Where it stands."""
        return STATES[self.proposal.state]


class SendForm(forms.Form):
    """How many experts a need, and until when people may answer."""

    most = forms.IntegerField(
        label=gettext_lazy("experts for each need, at most"), min_value=1, max_value=10, initial=3
    )
    deadline = forms.DateField(
        label=gettext_lazy("answers until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Who is silent until then has no objection."),
    )

    def clean_deadline(self) -> dt.date | None:
        """Refuse a day that is over."""
        day: dt.date | None = self.cleaned_data["deadline"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day


def as_requests(viewer: Viewer, found: Any) -> list[Request]:
    """Return proposals as the viewer sees them."""
    return [
        Request(
            one, Seen(one.need, viewer), Seen(one.expert, viewer), proposals.side_of(viewer, one)
        )
        for one in found
    ]


@guarded("proposal", "list")
def list_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """List proposals: all to the organiser, their own to experts and companies."""
    first = timezone.localdate() + dt.timedelta(days=_DAYS_TO_ANSWER)
    return _list_page(request, viewer, SendForm(initial={"deadline": first}))


def _list_page(
    request: HttpRequest, viewer: Viewer, form: SendForm, status: int = 200
) -> HttpResponse:
    every = list(proposals.visible_proposals(viewer))
    chosen = request.GET.get("state", "")
    counts = Counter(one.state for one in every)
    shown = [one for one in every if chosen in {"", one.state}]
    page = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    listed = as_requests(viewer, page.object_list)
    context = {
        "requests": sorted(listed, key=lambda one: not one.to_answer),
        "page": page,
        "carried": f"state={chosen}" if chosen in STATES else "",
        "states": [(name, words, counts[name]) for name, words in STATES.items() if counts[name]],
        "chosen": chosen,
        "total": len(every),
        "can_send": viewer.can("proposal", "send"),
        "ranking": latest_ranking(viewer.event),
        "form": form,
    }
    if context["can_send"]:
        context["contradictions"] = as_requests(viewer, proposals.contradictions(viewer.event))
    return render(request, "match/requests.html", event_page(viewer, context), status=status)


@guarded("proposal", "send", methods=("POST",))
def send(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Propose one meeting, or the best experts of every need."""
    if "need" in request.POST:
        need, expert = _named_pair(request, viewer)
        proposals.propose(viewer, [(need.pk, expert.pk)], None)
        messages.success(request, _("Proposed to both sides."))
        return redirect("match_pair", viewer.event.slug, need.pk, expert.pk)
    form = SendForm(request.POST)
    ranking = latest_ranking(viewer.event)
    if not form.is_valid() or ranking is None:
        return _list_page(request, viewer, form, status=422)
    pairs = proposals.best_pairs(viewer.event, ranking, form.cleaned_data["most"])
    made = proposals.propose(viewer, pairs, form.cleaned_data["deadline"])
    said = ngettext("%d proposal was sent.", "%d proposals were sent.", len(made))
    messages.success(request, said % len(made))
    return redirect("requests", viewer.event.slug)


def _named_pair(request: HttpRequest, viewer: Viewer) -> tuple[Any, Any]:
    keys = [request.POST.get(name, "") for name in ("need", "expert")]
    if not all(key.isdigit() for key in keys):
        refuse(viewer.user, "proposal", "ask", "?")
    need = access_record(viewer, "need", int(keys[0]), "view")
    return need, access_record(viewer, "expert", int(keys[1]), "view")


@guarded("proposal", "ask", methods=("POST",))
def ask(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Ask for a meeting: an expert for a need, a company for an expert."""
    need, expert = _named_pair(request, viewer)
    if expert.pk not in viewer.expert_ids and need.company_id not in viewer.company_ids:
        refuse(viewer.user, "proposal", "ask", f"{need.pk}/{expert.pk}")
    logged = proposals.ask(viewer, need, expert, request.POST.get("message", ""))
    offer_undo(request, logged, _("You asked for this meeting. The other side is told."))
    return redirect("requests", viewer.event.slug)


@guarded("proposal", "answer", methods=("POST",))
def answer(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Accept, decline with a reason, or think again."""
    proposal = proposals.access_proposal(viewer, pk, "answer")
    side, said = proposals.side_of(viewer, proposal), request.POST.get("answer")
    if side and said in {"", *Answer.values}:
        reason = request.POST.get("reason", "")
        logged = proposals.answer(viewer, proposal, side, said, reason)
        offer_undo(request, logged, _("Thank you, your answer is kept."))
    to = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(to, {request.get_host()}):
        return redirect(to)
    return redirect("requests", viewer.event.slug)


@guarded("proposal", "withdraw", methods=("POST",))
def withdraw(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Take a proposal back."""
    logged = proposals.withdraw(viewer, proposals.access_proposal(viewer, pk, "withdraw"))
    offer_undo(request, logged, _("The proposal is withdrawn."))
    return redirect("requests", viewer.event.slug)
