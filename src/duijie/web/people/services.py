"""Letting people in, and out again."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from duijie.web.accounts.models import Event, Membership, Role, User
from duijie.web.core import history
from duijie.web.core.models import Activity
from duijie.web.people.models import Invitation, Registration
from duijie.web.register.kinds import KINDS
from duijie.web.register.models import Company, Expert


class LinkUsedUp(Exception):
    """The invitation ended, was withdrawn, or was used as often as it may be."""


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User) -> Membership:
    """Give `user` the role, and what the invitation ties it to. Accepting twice counts once.

    Raises
    ------
    LinkUsedUp
        When the link is not good any more.
    """
    held = Membership.objects.filter(
        event=invitation.event, user=user, role=invitation.role
    ).first()
    fresh = Invitation.objects.filter(
        pk=invitation.pk,
        uses__lt=F("max_uses"),
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    if not fresh.update(uses=F("uses") + 1):
        if held:
            return held
        raise LinkUsedUp
    if invitation.company:
        invitation.company.contacts.add(user)
    if invitation.expert and invitation.expert.account_id is None:
        Expert.objects.filter(pk=invitation.expert.pk).update(account=user)
    member = held or Membership(event=invitation.event, user=user, role=invitation.role)
    if held is None:
        history.create(user, invitation.event, member)
    if invitation.role == Role.ORGANISER:
        _settle_organisation(user, invitation.event)
    return member


def may_reset(event: Event, user: User) -> bool:
    """Whether an organiser of `event` may hand `user` a link to a new password.

    Not for administrators, and not for people who hold more than a guest's rights anywhere or
    take part in another organisation's event: a link to a password is a key to everything
    behind it.
    """
    if user.is_superuser or user.is_staff or user.organisation_id:
        return False
    roles = user.memberships.select_related("event")
    return all(
        one.role != Role.ORGANISER and one.event.organisation_id == event.organisation_id
        for one in roles
    )


def reset_path(user: User) -> str:
    """Return the address at which `user` can set a new password, good for three days."""
    key = default_token_generator.make_token(user)
    named = {"uidb36": user_pk_to_url_str(user), "key": key}
    return reverse("account_reset_password_from_key", kwargs=named)


@transaction.atomic
def remove_member(actor: Any, member: Membership) -> bool:
    """End somebody's role; the last organiser stays, False says so.

    Who organises nothing any more no longer works for the organisation: else a new event would
    open its register again.
    """
    others = Membership.objects.filter(event=member.event, role=Role.ORGANISER).exclude(
        pk=member.pk
    )
    if member.role == Role.ORGANISER and not others.exists():
        return False
    history.delete(actor, member.event, member)
    _settle_organisation(member.user, member.event)
    return True


def _settle_organisation(user: User, event: Event) -> None:
    """Let `user` work for the organisation of `event` while organising an event of it."""
    organised = Membership.objects.filter(
        user=user, role=Role.ORGANISER, event__organisation=event.organisation
    ).exists()
    if organised and user.organisation_id is None:
        user.organisation = event.organisation
        user.save(update_fields=["organisation"])
    elif not organised and user.organisation_id == event.organisation_id:
        user.organisation = None
        user.save(update_fields=["organisation"])


def follow_undo(activity: Activity) -> None:
    """After a role was given back or taken: see for whom its holder works."""
    values = activity.after or activity.before or {}
    user = User.objects.filter(pk=values.get("user_id", 0)).first()
    if user and activity.event and values.get("role") == Role.ORGANISER:
        _settle_organisation(user, activity.event)


@transaction.atomic
def accept_registration(
    actor: Any, registration: Registration, known: Company | Expert | None = None
) -> Company | Expert:
    """Turn what somebody entered about themselves into a record of the event.

    Where the organiser says who it is, the `known` record takes part and gets what it lacks; what
    it says already stays.
    """
    if known is None:
        made = _add_registered(actor, registration)
    else:
        made = known
        before = history.snapshot(known)
        for name, value in registration.values.items():
            if value and not getattr(known, name):
                setattr(known, name, value)
        history.update(actor, registration.event, known, before)
        known.events.add(registration.event)
    registration.state = Registration.State.ACCEPTED
    registration.save(update_fields=["state"])
    return made


def _add_registered(actor: Any, registration: Registration) -> Company | Expert:
    from duijie.web.register.services import new_code

    model: Any = KINDS[registration.kind].model
    record = model(organisation=registration.event.organisation, **registration.values)
    record.code = new_code(record)
    history.create(actor, registration.event, record)
    made: Company | Expert = record
    return made
