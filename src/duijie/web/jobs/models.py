"""A piece of background work and how far it is."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from duijie.domain.text import Text

_ESTIMATE_AFTER_S = 2.0
_LARGEST_COUNT = 10_000


def keep_text(text: Text) -> list[str]:
    """Return a message as a JSON field keeps it."""
    return [text.zh, text.en]


def kept_text(pair: list[str]) -> Text:
    """Return a message that a JSON field kept; an empty field says nothing."""
    return Text(*pair) if pair else Text("", "")


class Job(models.Model):
    """One run of an engine for an event.

    `kind` names what is run, with `params`; `input_hash` is what it was started from. `what` and
    `error` hold words in both languages. `address` is the page of what was made.
    """

    class State(models.TextChoices):
        """Where it is on its way."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=20)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    input_hash = models.CharField(max_length=64)
    what = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.JSONField(default=list)
    address = models.CharField(max_length=300, blank=True)
    cancel_asked = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=100)
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    step_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["event", "kind", "state"], name="jobs_of_event")]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN

    @property
    def what_words(self) -> Text:
        """What it is doing."""
        return kept_text(self.what)

    @property
    def error_words(self) -> Text:
        """Why it ended without a result."""
        return kept_text(self.error)

    @property
    def left(self) -> timedelta | None:
        """How long the present step will still take; None before two seconds tell."""
        if self.state != Job.State.RUNNING or not (self.step_at and self.done and self.total):
            return None
        gone = timezone.now() - self.step_at
        if gone.total_seconds() < _ESTIMATE_AFTER_S:
            return None
        return gone * max(self.total - self.done, 0) / self.done

    @property
    def left_s(self) -> int | None:
        """The same in seconds, rounded up; None while nothing can be said."""
        return None if self.left is None else int(self.left.total_seconds()) + 1

    @property
    def percent(self) -> int | None:
        """How much of a step is done whose count is too large to be read; else None."""
        large = self.total > _LARGEST_COUNT
        return self.done * 100 // self.total if large else None


OPEN = (Job.State.QUEUED, Job.State.RUNNING)
