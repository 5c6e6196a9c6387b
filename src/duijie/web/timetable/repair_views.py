"""Repair: what happened, what would change for whom, and applying it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from duijie.domain.errors import BadData
from duijie.web.access.doors import refuse
from duijie.web.access.guard import guarded
from duijie.web.access.viewer import Viewer
from duijie.web.core.undoing import offer_undo
from duijie.web.events.frame import event_page
from duijie.web.jobs.models import Job
from duijie.web.jobs.services import latest_job
from duijie.web.publish.differences import compare
from duijie.web.timetable.models import Origin, Timetable
from duijie.web.timetable.plans import find_timetable, open_plan, used_timetable
from duijie.web.timetable.repair_forms import RepairForm
from duijie.web.timetable.repairs import KIND, Happening, NotApplied, apply_repair, start_repair


@guarded("timetable", "repair", methods=("GET", "POST"))
def repair_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Ask what happened, and mend the timetable in use in the background."""
    used = used_timetable(viewer.event)
    if used is None:
        return redirect("timetable", viewer.event.slug)
    job = latest_job(viewer.event, KIND.name)
    plan = open_plan(used)
    form = RepairForm(
        request.POST if request.method == "POST" else None,
        programme=plan.as_programme(viewer),
        happening=_last_try(job, used),
        now=timezone.localtime().replace(tzinfo=None, second=0, microsecond=0),
    )
    if request.method == "POST" and form.is_valid():
        start_repair(viewer, used, form.happening)
        return redirect("repair", viewer.event.slug)
    context = {
        "used": used,
        "form": form,
        "job": job if job and job.state != Job.State.DONE else None,
        "job_kind": KIND,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "timetable/repair.html", event_page(viewer, context), status=status)


def _last_try(job: Job | None, used: Timetable) -> Happening:
    """Return what was entered before, when it led to nothing: one thing is changed and tried."""
    failed = job and job.state in {Job.State.FAILED, Job.State.CANCELLED}
    if job and failed and job.params["timetable"] == used.version:
        return Happening.of_params(job.params)
    return Happening()


@guarded("timetable", "repair")
def repaired_page(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Show what a repair changes for whom, before it is applied and after."""
    repaired = _find(viewer, number)
    context: dict[str, Any] = {"repaired": repaired}
    if repaired.before:
        before, after = open_plan(repaired.before), open_plan(repaired)
        was, now = before.as_programme(viewer), after.as_programme(viewer)
        context["differences"] = compare(was, now)
        context["several_days"] = len(after.setting.days) > 1
        known = {tuple(key) for key in repaired.before.left_out}
        context["left_out"] = [
            one for one in now.meetings if not one.placed and one.key not in known
        ]
    used = used_timetable(viewer.event)
    context["in_use"] = used is not None and used.pk == repaired.pk
    context["can_apply"] = used is not None and used.pk == repaired.before_id
    context["can_print"] = True
    return render(request, "timetable/repaired.html", event_page(viewer, context))


@guarded("timetable", "repair", methods=("POST",))
def apply(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Put a repair to use."""
    repaired = _find(viewer, number)
    try:
        made = apply_repair(viewer, repaired)
    except NotApplied as reason:
        messages.error(request, str(reason))
        return redirect("repaired", viewer.event.slug, number)
    except BadData as error:
        messages.error(request, str(error.message))
        return redirect("repaired", viewer.event.slug, number)
    offer_undo(request, made, _("The repair is in use. Publish it to tell everybody."))
    return redirect("repaired", viewer.event.slug, number)


def _find(viewer: Viewer, number: int) -> Timetable:
    found = find_timetable(viewer.event, number)
    if found is None or found.origin != Origin.REPAIRED:
        refuse(viewer.user, "timetable", "repair", number)
    return found
