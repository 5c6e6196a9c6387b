"""Following background work, and stopping it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from duijie.web.access.doors import access_own, refuse
from duijie.web.access.guard import guarded
from duijie.web.access.viewer import Viewer
from duijie.web.events.frame import event_page
from duijie.web.jobs import services
from duijie.web.jobs.kinds import KINDS
from duijie.web.jobs.models import Job


def _job(viewer: Viewer, pk: int) -> Job:
    job = access_own(viewer, Job.objects.all(), "job", pk)
    if not viewer.can(*KINDS[job.kind].door):
        refuse(viewer.user, "job", "view", pk)
    return job


@guarded("job", "view")
def progress(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Show how far it is; when it is done, the page of the result takes its place."""
    job = _job(viewer, pk)
    asked_by_page = request.htmx  # type: ignore[attr-defined]  # django-htmx
    template = "jobs/progress.html" if asked_by_page else "jobs/page.html"
    context = {"job": job, "job_kind": KINDS[job.kind]}
    answer = render(request, template, event_page(viewer, context))
    if asked_by_page and job.state == Job.State.DONE:
        answer.headers["HX-Redirect"] = job.address
    return answer


@guarded("job", "cancel", methods=("POST",))
def cancel(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Ask it to stop."""
    job = _job(viewer, pk)
    services.cancel_job(job)
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx
        job.refresh_from_db()
        context = {"job": job, "job_kind": KINDS[job.kind]}
        return render(request, "jobs/progress.html", event_page(viewer, context))
    return redirect("job", viewer.event.slug, pk)
