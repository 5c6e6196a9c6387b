"""Publishing: what it means is said before it is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from duijie.web.access.guard import guarded
from duijie.web.access.viewer import Viewer
from duijie.web.events.frame import event_page
from duijie.web.jobs.models import Job
from duijie.web.jobs.services import latest_job
from duijie.web.publish.selectors import latest_publication
from duijie.web.publish.services import count_audience
from duijie.web.timetable.plans import find_wrong, is_stale, open_plan, used_timetable
from duijie.web.timetable.publishing import KIND, start_publishing


@guarded("timetable", "publish")
def publish_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Say to how many people which version would go, and what is amiss with it."""
    used = used_timetable(viewer.event)
    last = latest_publication(viewer.event)
    job = latest_job(viewer.event, KIND.name)
    context: dict[str, Any] = {
        "used": used,
        "last": last,
        "number": last.version + 1 if last else 1,
        "job": job if job and job.state != Job.State.DONE else None,
        "job_kind": KIND,
    }
    if used:
        plan = open_plan(used)
        context["audience"] = count_audience(plan.as_programme(viewer))
        context["stale"] = is_stale(used)
        context["wrong"] = find_wrong(plan) if context["stale"] else []
        context["left_out"] = len(plan.left_out)
    return render(request, "timetable/publish.html", event_page(viewer, context))


@guarded("timetable", "publish", methods=("POST",))
def run_publish(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Publish the version that the page showed."""
    version = request.POST.get("version", "")
    if version.isdecimal():
        start_publishing(viewer, int(version), request.POST.get("note", "").strip()[:300])
    return redirect("publish_timetable", viewer.event.slug)
