"""Members of an event, invitations, links to a new password."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from duijie.web.access.doors import access_own, refuse
from duijie.web.access.guard import guarded, public, signed_in
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Membership
from duijie.web.api.models import Token, make_token
from duijie.web.events.frame import event_page
from duijie.web.people import services
from duijie.web.people.forms import CodeForm, InviteForm, JoinForm
from duijie.web.people.models import Invitation


@guarded("member", "list")
def members(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """List who takes part as what, and which invitations are out."""
    return _members_page(request, viewer, InviteForm(viewer))


def _members_page(
    request: HttpRequest, viewer: Viewer, form: InviteForm, **more: Any
) -> HttpResponse:
    event = viewer.event
    invitations = event.invitations.select_related("expert", "company")[:100]
    context = {
        "members": event.memberships.select_related("user").order_by("role", "user__name"),
        "invitations": [(one, _invitation_link(request, one)) for one in invitations],
        "form": form,
        **more,
    }
    return render(request, "people/members.html", event_page(viewer, context))


def _invitation_link(request: HttpRequest, invitation: Invitation) -> str:
    return request.build_absolute_uri(reverse("join", args=[invitation.code]))


@guarded("member", "invite", methods=("POST",))
def invite(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Make an invitation whose text can be pasted into a chat."""
    form = InviteForm(viewer, request.POST)
    if not form.is_valid():
        return _members_page(request, viewer, form)
    invitation = form.save(commit=False)
    invitation.event = viewer.event
    invitation.created_by = viewer.user
    invitation.save()
    messages.success(request, _("The invitation is ready to be copied."))
    return redirect(reverse("members", args=[viewer.event.slug]) + f"#i{invitation.pk}")


@guarded("member", "invite", methods=("POST",))
def revoke(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = access_own(viewer, Invitation.objects.all(), "invitation", pk)
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
    return redirect("members", viewer.event.slug)


@guarded("member", "remove", methods=("POST",))
def remove(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """End somebody's role at the event."""
    member = access_own(viewer, Membership.objects.all(), "member", pk)
    if not services.remove_member(viewer.user, member):
        messages.error(request, _("An event keeps at least one organiser."))
    return redirect("members", viewer.event.slug)


@guarded("member", "reset", methods=("POST",))
def reset(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Show a link by which a member sets a new password."""
    member = access_own(viewer, Membership.objects.all(), "member", pk)
    if not services.may_reset(viewer.event, member.user):
        messages.error(
            request,
            _(
                "This person has rights beyond this event. The administrator of the server makes "
                "the link: duijie manage reset_link %s"
            )
            % member.user.username,
        )
        return redirect("members", viewer.event.slug)
    link = request.build_absolute_uri(services.reset_path(member.user))
    return _members_page(request, viewer, InviteForm(viewer), reset_of=member.user, reset_link=link)


@public("whoever holds the code of an invitation may accept it", methods=("GET", "POST"))
def enter_code(request: HttpRequest) -> HttpResponse:
    """Take a code that came by chat or on paper."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"].strip().upper()
        return redirect("join", code.replace("/", "-"))
    return render(request, "people/code.html", {"form": form})


@public("whoever holds the code of an invitation may accept it", methods=("GET", "POST"))
@sensitive_post_parameters()
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Accept an invitation: as the user who is signed in, or with a new account."""
    invitation = Invitation.objects.filter(code=code.upper()).select_related("event").first()
    user: Any = request.user
    holds = (
        invitation
        and user.is_authenticated
        and invitation.event.memberships.filter(user=user, role=invitation.role)
    )
    if invitation is None or not (invitation.is_open or holds):
        return render(request, "people/expired.html", status=410)
    if user.is_authenticated:
        if request.method == "POST":
            services.accept_invitation(invitation, user)
            return redirect("event", invitation.event.slug)
        return render(request, "people/join.html", {"invitation": invitation})
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _join_anew(request, invitation, form)
    return render(request, "people/join.html", {"invitation": invitation, "form": form})


def _join_anew(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    try:
        with transaction.atomic():
            user = form.save()
            services.accept_invitation(invitation, user)
    except services.LinkUsedUp:
        return render(request, "people/expired.html", status=410)
    to = reverse("event", args=[invitation.event.slug])
    done: HttpResponse = perform_login(request, Login(user=user, redirect_url=to))
    return done


@public("a page of advice that holds nothing personal")
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say how to get in again without a mail server."""
    return render(request, "people/forgotten.html")


@signed_in()
def account(request: HttpRequest) -> HttpResponse:
    """Show what concerns the user alone: password, second step, tokens for programs."""
    return render(request, "people/account.html", {"tokens": _tokens(request)})


@signed_in(methods=("POST",))
def add_token(request: HttpRequest) -> HttpResponse:
    """Make a token for a program and show it, this once."""
    name = request.POST.get("name", "").strip()
    if not name:
        messages.error(request, _("Say what the token is for."))
        return redirect("account")
    context = {"made": make_token(request.user, name), "tokens": _tokens(request)}
    return render(request, "people/account.html", context)


@signed_in(methods=("POST",))
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token of one's own."""
    if not _tokens(request).filter(pk=pk).delete()[0]:
        refuse(request.user, "token", "revoke", pk)
    messages.success(request, _("The token is ended."))
    return redirect("account")


def _tokens(request: HttpRequest) -> QuerySet[Token]:
    return Token.objects.filter(user=request.user)  # type: ignore[misc]  # signed in
