"""Work in the background, as every part of the API tells it."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from duijie.web.api.problems import reader_language
from duijie.web.jobs.models import Job


class JobOut(Schema):
    """Work in the background; `address` is the page of what was made."""

    id: int
    kind: str
    state: str
    said: str
    address: str


def show_job(job: Job) -> dict[str, Any]:
    """Return how far a job is by now."""
    job.refresh_from_db()
    said = job.error_words or job.what_words
    return {
        "id": job.pk,
        "kind": job.kind,
        "state": job.state,
        "said": said.in_(reader_language()),
        "address": job.address,
    }
