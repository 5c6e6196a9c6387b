"""Published versions of an event's programme, and the links of everybody's calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duijie.web.people.models import new_token


class Publication(models.Model):
    """One version of the programme as everybody was given it; numbered, never changed.

    `document` holds all of it (see `frozen`), `digest` tells whether two versions say the same,
    `people` counts who has a meeting. `missing` lists what no font could print.
    """

    ENTITY = "publication"

    event = models.ForeignKey(
        "accounts.Event", on_delete=models.CASCADE, related_name="publications"
    )
    version = models.PositiveIntegerField()
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=100)
    meetings = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    document = models.BinaryField()
    digest = models.CharField(max_length=64)
    missing = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "version"], name="one_publication_a_version")
        ]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.event_id} #{self.version}"


class Feed(models.Model):
    """The calendar of an expert or a company; whoever has the `token` may read it."""

    ENTITY = "feed"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="feeds")
    expert = models.ForeignKey(
        "register.Expert", null=True, on_delete=models.CASCADE, related_name="+"
    )
    company = models.ForeignKey(
        "register.Company", null=True, on_delete=models.CASCADE, related_name="+"
    )
    token = models.CharField(max_length=40, unique=True, default=new_token)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "expert"], name="one_feed_an_expert"),
            models.UniqueConstraint(fields=["event", "company"], name="one_feed_a_company"),
            models.CheckConstraint(
                condition=Q(expert__isnull=True) ^ Q(company__isnull=True), name="feed_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.expert_id or self.company_id}"

    @property
    def code(self) -> str:
        """The id by which the programme knows its owner."""
        owner = self.expert or self.company
        return owner.code if owner else ""
