"""What is remembered of every object: who changed it, and what people said of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, gettext_noop

BY_LINK = gettext_noop("The company, by link")
"""Kept as the actor of what came in by a link without an account."""


class Activity(models.Model):
    """One change of one object, with what it was before and after.

    `kind` and `object_id` name the object. `batch` groups what was done in one go, such as an
    import; `undoes` points at the change that this one took back.
    """

    class Action(models.TextChoices):
        """What was done."""

        CREATE = "create"
        UPDATE = "update"
        DELETE = "delete"

    event = models.ForeignKey(
        "accounts.Event", null=True, on_delete=models.CASCADE, related_name="activities"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    action = models.CharField(max_length=6, choices=Action.choices)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    batch = models.CharField(max_length=40, blank=True, db_index=True)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.SET_NULL, related_name="undone_by"
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="activity_of_object")]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.object_id}"

    @property
    def who(self) -> str:
        """Who did it, in the reader's words where it was nobody with a name."""
        return gettext(BY_LINK) if self.actor_name == BY_LINK else self.actor_name


class Comment(models.Model):
    """A remark on any object of the register, seen by whoever may read the object."""

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    author_name = models.CharField(max_length=100)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="comments_of_object")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:40]}"
