"""Users, the organisations that hold events, the events, and who takes part as what."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A college, park or bureau: it keeps one register and holds events."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """Somebody who can sign in; `organisation` when they work for one that holds events."""

    first_name = None  # type: ignore[assignment]  # a name is one field: not every name has a first and a last part
    last_name = None  # type: ignore[assignment]  # see above
    name = models.CharField(_("name"), max_length=100)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Return the name as its owner writes it."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the name as its owner writes it."""
        return str(self)


class Event(models.Model):
    """A docking event."""

    ENTITY = "event"
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="events")
    slug = models.SlugField(_("web address"), unique=True, max_length=60)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    registration_open = models.BooleanField(_("self-registration is open"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on", "slug"]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def shown_title(self) -> str:
        """The title in the reader's language where there is one."""
        english = (get_language() or "").startswith("en")
        return (self.title_en if english else "") or self.title


class Role(models.TextChoices):
    """What somebody is at one event."""

    ORGANISER = "organiser", _("Organiser")
    EXPERT = "expert", _("Expert")
    COMPANY = "company", _("Company contact")
    STUDENT = "student", _("Student")
    OFFICIAL = "official", _("Official")
    VIEWER = "viewer", _("Viewer")


class Membership(models.Model):
    """A user's role at an event."""

    ENTITY = "member"
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "user", "role"], name="one_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
