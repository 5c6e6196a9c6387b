"""The timetable: the plan in use and earlier ones, moving, locking, putting to use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duijie.domain.event import PairKey
from duijie.domain.text import Language
from duijie.web.access.doors import refuse
from duijie.web.access.guard import guarded
from duijie.web.access.viewer import Viewer
from duijie.web.assign.selectors import used_assignment
from duijie.web.core.undoing import offer_undo
from duijie.web.events.frame import event_page
from duijie.web.jobs.kinds import KINDS
from duijie.web.jobs.models import Job
from duijie.web.match.proposals import contradictions
from duijie.web.programme.services import latest_programme
from duijie.web.publish.differences import compare
from duijie.web.register.export import XLSX
from duijie.web.timetable import board, moving, plans, waysout
from duijie.web.timetable.compute import latest_work, start_computing
from duijie.web.timetable.inputs import read_locks
from duijie.web.timetable.models import Origin, Timetable
from duijie.web.timetable.services import put_to_use, set_lock


@guarded("timetable", "view")
def timetable_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show the plan in use, or what has to come first."""
    return _page(request, viewer, plans.used_timetable(viewer.event))


@guarded("timetable", "view")
def plan_page(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Show a version, whether in use or not."""
    return _page(request, viewer, find(viewer, number))


def find(viewer: Viewer, number: int) -> Timetable:
    """Return a version of the viewer's event, or answer that there is none."""
    found = plans.find_timetable(viewer.event, number)
    if found is None:
        refuse(viewer.user, "timetable", "view", number)
    return found


def _page(request: HttpRequest, viewer: Viewer, timetable: Timetable | None) -> HttpResponse:
    job = latest_work(viewer.event)
    context: dict[str, Any] = {
        "timetable": timetable,
        "used": plans.used_timetable(viewer.event),
        "versions": plans.list_timetables(viewer.event),
        "job": job if job and job.state != Job.State.DONE else None,
        "job_kind": KINDS[job.kind] if job else None,
        "can_run": viewer.can("timetable", "run"),
        "assigned": used_assignment(viewer.event) is not None,
        "programmed": latest_programme(viewer.event) is not None,
        "contradictions": contradictions(viewer.event) if viewer.can("timetable", "run") else [],
    }
    if job and job.state == Job.State.FAILED and context["can_run"]:
        context["ways_out"] = waysout.find_ways_out(viewer.event, job)
    if timetable:
        context |= _shown(request, viewer, timetable, context["used"])
    return render(request, "timetable/page.html", event_page(viewer, context))


def _shown(
    request: HttpRequest, viewer: Viewer, timetable: Timetable, used: Timetable | None
) -> dict[str, Any]:
    plan = plans.open_plan(timetable)
    in_use = used is not None and used.pk == timetable.pk
    stale = plans.is_stale(timetable)
    context: dict[str, Any] = {
        "plan": plan,
        "in_use": in_use,
        "stale": stale,
        "wrong": plans.find_wrong(plan) if stale else [],
        "movable": in_use and viewer.can("timetable", "move") and moving.is_movable(plan),
    }
    if request.GET.get("show") != "people":
        return {**context, "board": board.read_board(viewer, plan)}
    code = request.GET.get("person", "")
    programme = plan.as_programme(viewer)
    person = board.find_person(programme, code)
    if person:
        entries = board.day_with_breaks(programme, code)
        return {**context, "part": "people", "person": person, "entries": entries}
    return {**context, "part": "people", "people": board.list_people(viewer, plan)}


@guarded("timetable", "view")
def compare_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show for whom two versions differ, and how; usually the one in use and the newest."""
    versions = plans.list_timetables(viewer.event)
    if len(versions) < 2:  # noqa: PLR2004 - nothing to compare with
        return redirect("timetable", viewer.event.slug)
    numbers = [one.version for one in versions]
    after = _chosen(request.GET.get("b", ""), numbers, numbers[0])
    used = plans.used_timetable(viewer.event)
    others = [used.version if used else 0, *numbers]
    usual = next(one for one in others if one and one != after)
    before = _chosen(request.GET.get("a", ""), numbers, usual)
    was, now = (plans.open_plan(find(viewer, number)) for number in (before, after))
    context = {
        "versions": versions,
        "before": was,
        "after": now,
        "differences": compare(was.as_programme(viewer), now.as_programme(viewer)),
        "several_days": len(now.setting.days) > 1,
        "can_print": viewer.can("timetable", "publish"),
    }
    return render(request, "timetable/compare.html", event_page(viewer, context))


def _chosen(asked: str, numbers: list[int], usual: int) -> int:
    return int(asked) if asked.isdecimal() and int(asked) in numbers else usual


@guarded("timetable", "run", methods=("POST",))
def run(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Make the timetable in the background; the page shows how far it is."""
    without = tuple(
        (need, expert)
        for need, _sign, expert in (one.partition("/") for one in request.POST.getlist("without"))
    )
    start_computing(
        viewer, allow_unplaced=bool(request.POST.get("allow_unplaced")), without=without
    )
    return redirect("timetable", viewer.event.slug)


@guarded("timetable", "run", methods=("POST",))
def use(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Let the event go on with a version."""
    found, used = find(viewer, number), plans.used_timetable(viewer.event)
    if found.origin == Origin.REPAIRED and used and used.pk == found.before_id:
        return redirect("repaired", viewer.event.slug, number)  # applying keeps the absences too
    made = put_to_use(viewer.user, viewer.event, found)
    if made:
        said = _("The event goes on with version %s of the timetable.") % number
        offer_undo(request, made, said)
    return redirect("timetable", viewer.event.slug)


@guarded("timetable", "move")
def targets(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Say for every cell whether a meeting may go there, and else why not."""
    plan = plans.open_plan(find(viewer, number))
    try:
        found = moving.read_targets(plan, _key(request.GET), reader_language())
    except moving.Refused as refused:
        return JsonResponse({"refused": refused.why.in_(reader_language())}, status=409)
    return JsonResponse(found)


def _key(sent: Any) -> PairKey:
    return sent.get("need", ""), sent.get("expert", "")


def reader_language() -> Language:
    """Return the language of messages of the engines for the reader."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


@guarded("timetable", "move", methods=("POST",))
def move(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Move a meeting of a version that is in use; it is locked where it was put."""
    slot = request.POST.get("slot", "")
    place = int(slot) if slot.isdecimal() else 0, request.POST.get("table", "")
    try:
        made = moving.move_meeting(viewer, number, _key(request.POST), *place)
    except moving.Refused as refused:
        return _refuse_move(request, viewer, {"why": refused.why})
    except moving.ChangedMeanwhile as changed:
        return _refuse_move(request, viewer, {"now": changed.now})
    if made:
        offer_undo(request, made, _("Moved, and locked there: it stays when you compute again."))
    return _board(request, viewer)


def _refuse_move(request: HttpRequest, viewer: Viewer, context: dict[str, Any]) -> HttpResponse:
    template = "timetable/refusal.html" if _by_htmx(request) else "timetable/refused.html"
    answer = render(request, template, event_page(viewer, context), status=409)
    answer.headers["HX-Retarget"] = "#plan-note"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def _by_htmx(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]  # django-htmx


def _board(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show the plan in use after a change."""
    used = plans.used_timetable(viewer.event)
    if used is None or not _by_htmx(request):
        return redirect("timetable", viewer.event.slug)
    context = {
        "timetable": used,
        "used": used,
        "versions": plans.list_timetables(viewer.event),
        "can_run": viewer.can("timetable", "run"),
        "fresh": True,  # what stands above the board goes along
        **_shown(request, viewer, used, used),
    }
    return render(request, "timetable/board.html", event_page(viewer, context))


@guarded("timetable", "lock", methods=("POST",))
def lock(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Lock a meeting of the plan in use where it is; the same again takes the lock off."""
    key = _key(request.POST)
    used = plans.used_timetable(viewer.event)
    places = {(row[0], row[1]): (row[2], row[3]) for row in used.placed} if used else {}
    if key in read_locks(viewer.event):
        said, place = _("Unlocked: it may go elsewhere when you compute again."), None
    elif key in places:
        said, place = _("Locked: it stays when you compute again."), places[key]
    else:
        refuse(viewer.user, "timetable", "lock", "/".join(key))
    made = set_lock(viewer, key, place)
    offer_undo(request, made, said)
    return _board(request, viewer)


@guarded("timetable", "export")
def export(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Hand out a version as one workbook."""
    from duijie.web.timetable.export import make_workbook

    plan = plans.open_plan(find(viewer, number))
    answer = HttpResponse(make_workbook(viewer, plan), content_type=XLSX)
    name = f"{viewer.event.slug}-timetable-{number}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
