"""An import: the uploaded sheets, what the person decided about them, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Import(models.Model):
    """One upload on its way into the register.

    `sheets` holds the cells as read; `mends` maps ``sheet/row/column`` to the mended value;
    `choices` maps a sheet to the kind and the meanings that a person chose for its columns;
    `left_out` lists kinds that are not to be imported. Nothing else is written before the
    person says so.
    """

    class State(models.TextChoices):
        """Where it is on its way."""

        PREVIEW = "preview"
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        UNDONE = "undone"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    sheets = models.JSONField(default=list)
    mends = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PREVIEW)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def batch(self) -> str:
        """What its changes are grouped by in the activity log."""
        return f"import-{self.pk}"


class HeadingMemory(models.Model):
    """What a heading meant the last time somebody of this organisation said so."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=12)
    heading = models.CharField(max_length=200)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "heading"], name="one_meaning_a_heading"
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading} = {self.field}"
