"""The programme of an event, version after version."""

from __future__ import annotations

from django.db import models


class ProgrammeVersion(models.Model):
    """What ``event.toml`` says of an event; numbered, never overwritten, the newest one holds."""

    ENTITY = "programme"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="programmes")
    number = models.PositiveIntegerField()
    text = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="one_programme_a_number")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.event} #{self.number}"
