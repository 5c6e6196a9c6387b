"""What runs in the background."""

from __future__ import annotations

from django_tasks import task

from duijie.web.jobs.models import Job
from duijie.web.jobs.services import perform


@task()
def run_job(pk: int) -> None:
    """Run queued work; what was cancelled or begun before is left alone."""
    perform(Job.objects.select_related("event__organisation", "by").get(pk=pk))
