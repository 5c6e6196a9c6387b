"""Links that let people in: invitations to an event, questions about a need, self-registrations."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duijie.web.accounts.models import Role

LINK_DAYS = 14
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike on paper


def new_code() -> str:
    """Return a code that can be read out: twelve letters in three groups, 59 bits."""
    letters = [secrets.choice(_CODE_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def new_token() -> str:
    """Return what makes a link unguessable."""
    return secrets.token_urlsafe(24)


def in_two_weeks() -> datetime:
    """Return when a link made now ends."""
    return timezone.now() + timedelta(days=LINK_DAYS)


class Invitation(models.Model):
    """Whoever has the code may take `role` at the event, as `expert` or for `company` if set."""

    event = models.ForeignKey(
        "accounts.Event", on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    expert = models.ForeignKey(
        "register.Expert",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("expert"),
    )
    company = models.ForeignKey(
        "register.Company",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("company"),
    )
    code = models.CharField(max_length=14, unique=True, default=new_code)
    note = models.CharField(_("note"), max_length=200, blank=True)
    max_uses = models.PositiveSmallIntegerField(_("may be used so many times"), default=1)
    uses = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=in_two_weeks)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.event_id} {self.role}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        fresh = self.expires_at > timezone.now() and self.revoked_at is None
        return fresh and self.uses < self.max_uses


class Question(models.Model):
    """What a need lacks, put to its company by a link that needs no account."""

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="+")
    need = models.ForeignKey("register.Need", on_delete=models.CASCADE, related_name="questions")
    asks = models.JSONField(default=list)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=in_two_weeks)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"question about {self.need_id}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.expires_at > timezone.now() and self.answered_at is None


class Registration(models.Model):
    """What a company or an expert entered about itself, until the organiser decides."""

    class State(models.TextChoices):
        """What the organiser decided."""

        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    event = models.ForeignKey(
        "accounts.Event", on_delete=models.CASCADE, related_name="registrations"
    )
    kind = models.CharField(
        max_length=10, choices=[("expert", _("Expert")), ("company", _("Company"))]
    )
    values = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
