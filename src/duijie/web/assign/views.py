"""Assigning: limits and method, the price of fairness, scenarios, why and why not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.web.access.doors import access_record, refuse
from duijie.web.access.guard import guarded
from duijie.web.access.viewer import Viewer
from duijie.web.assign import answers, selectors
from duijie.web.assign.compute import KIND, start_assigning
from duijie.web.assign.curve import read_curve, start_at_point
from duijie.web.assign.models import Assignment
from duijie.web.assign.options import Options, OptionsForm
from duijie.web.assign.services import put_to_use
from duijie.web.core.undoing import offer_undo
from duijie.web.events.frame import event_page
from duijie.web.match.compute import latest_ranking
from duijie.web.match.proposals import contradictions
from duijie.web.programme.services import read_setting
from duijie.web.register.export import XLSX


@guarded("assignment", "view")
def assign_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show an assignment: its figures, its price of fairness, who meets whom."""
    return _page(request, viewer)


def _page(request: HttpRequest, viewer: Viewer, form: OptionsForm | None = None) -> HttpResponse:
    state = selectors.read_state(viewer, request.GET.get("version", ""))
    found = state.assignment
    context: dict[str, Any] = {
        "state": state,
        "assignment": found,
        "used": selectors.used_assignment(viewer.event),
        "versions": selectors.list_assignments(viewer.event),
        "job": state.unfinished,
        "job_kind": KIND,
        "can_run": viewer.can("assignment", "run"),
        "matched": latest_ranking(viewer.event) is not None,
    }
    if context["can_run"]:
        context["setting"] = setting = read_setting(viewer.event)
        options = Options.of_params(found.params) if found else Options()
        context["form"] = form or OptionsForm(options=options, setting=setting)
        context["contradictions"] = contradictions(viewer.event)
    if found:
        context |= _shown(request, viewer, found)
    status = 422 if form else 200
    return render(request, "assign/assign.html", event_page(viewer, context), status=status)


def _shown(request: HttpRequest, viewer: Viewer, assignment: Assignment) -> dict[str, Any]:
    people = selectors.People(viewer)
    by_expert = request.GET.get("by") == "expert"
    read = selectors.lines_of_experts if by_expert else selectors.lines_of_needs
    return {
        "by_expert": by_expert,
        "lines": read(people, assignment),
        "n_needs": len(assignment.ranking.need_ids),
        "n_experts": len(assignment.ranking.expert_ids),
        "curve": read_curve(assignment),
        "people": people,
    }


@guarded("assignment", "run", methods=("POST",))
def run(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Assign in the background as the form says."""
    form = OptionsForm(request.POST, options=Options(), setting=read_setting(viewer.event))
    if not form.is_valid():
        return _page(request, viewer, form)
    start_assigning(viewer, form.options)
    return redirect("assign", viewer.event.slug)


@guarded("assignment", "run", methods=("POST",))
def run_point(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Assign in the background at a point of the curve of an assignment, under its rules."""
    assignment = _find(viewer, number)
    curve = read_curve(assignment)
    index = request.POST.get("point", "")
    point = int(index) if index.isdecimal() else -1
    if curve is None or start_at_point(viewer, assignment, curve, point) is None:
        refuse(viewer.user, "assignment", "run", index)
    return redirect("assign", viewer.event.slug)


@guarded("assignment", "run", methods=("POST",))
def use(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Let the event go on with an assignment."""
    assignment = _find(viewer, number)
    made = put_to_use(viewer.user, viewer.event, assignment)
    if made:
        said = _("The event goes on with version %s of the assignment.") % number
        offer_undo(request, made, said)
    return redirect("assign", viewer.event.slug)


@guarded("assignment", "view")
def compare_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show two assignments side by side and where they differ."""
    versions = selectors.list_assignments(viewer.event)
    if len(versions) < 2:  # noqa: PLR2004 - nothing to compare with
        return redirect("assign", viewer.event.slug)
    used = selectors.used_assignment(viewer.event)
    usual = [one for one in (used, *versions) if one]
    after = _chosen(viewer, request.GET.get("b", "")) or versions[0]
    before = _chosen(viewer, request.GET.get("a", "")) or next(
        (one for one in usual if one.pk != after.pk), after
    )
    both = [_find(viewer, one.version) for one in (before, after)]
    context = {
        "versions": versions,
        "used": used,
        "before": before,
        "after": after,
        "both": both,
        "can_run": viewer.can("assignment", "run"),
        "changes": selectors.compare(selectors.People(viewer), *both),
    }
    return render(request, "assign/compare.html", event_page(viewer, context))


def _chosen(viewer: Viewer, version: str) -> Assignment | None:
    return selectors.find_assignment(viewer.event, version) if version.isdigit() else None


@guarded("assignment", "explain")
def pair(
    request: HttpRequest, viewer: Viewer, number: int, need_pk: int, expert_pk: int
) -> HttpResponse:
    """Say what deciding a pair the other way would cost, and whom."""
    assignment = _find(viewer, number)
    need: Any = access_record(viewer, "need", need_pk, "view")
    expert: Any = access_record(viewer, "expert", expert_pk, "view")
    people = selectors.People(viewer)
    answer = answers.explain_pair(people, assignment, need.code, expert.code)
    return _card(request, viewer, "assign/why.html", {"assignment": assignment, "answer": answer})


@guarded("assignment", "explain")
def ask(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Lead from the menus of a need and an expert to the answer about the pair."""
    need, expert = request.GET.get("need", ""), request.GET.get("expert", "")
    if not (need.isdecimal() and expert.isdecimal()):
        return redirect(reverse("assign", args=[viewer.event.slug]) + f"?version={number}")
    return redirect("assign_pair", viewer.event.slug, number, int(need), int(expert))


@guarded("assignment", "explain")
def need_limits(request: HttpRequest, viewer: Viewer, number: int, need_pk: int) -> HttpResponse:
    """Say which limits a need has reached, and who comes next for it."""
    return _limits(request, viewer, number, access_record(viewer, "need", need_pk, "view"))


@guarded("assignment", "explain")
def expert_limits(
    request: HttpRequest, viewer: Viewer, number: int, expert_pk: int
) -> HttpResponse:
    """Say which limits an expert has reached, and which needs come next."""
    return _limits(request, viewer, number, access_record(viewer, "expert", expert_pk, "view"))


def _limits(request: HttpRequest, viewer: Viewer, number: int, record: Any) -> HttpResponse:
    assignment = _find(viewer, number)
    people = selectors.People(viewer)
    answer = answers.explain_person(people, assignment, record.ENTITY, record.code)
    context = {"assignment": assignment, "answer": answer, "side": record.ENTITY}
    return _card(request, viewer, "assign/limits.html", context)


def _card(
    request: HttpRequest, viewer: Viewer, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Give an answer alone to the page that shows it beside the board, else as a page."""
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx
        return render(request, template, event_page(viewer, context))
    whole = event_page(viewer, context | {"card": template})
    return render(request, "assign/card_page.html", whole)


@guarded("assignment", "export")
def export(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Hand out an assignment as a workbook."""
    from duijie.web.assign.export import make_workbook

    assignment = selectors.find_assignment(viewer.event, request.GET.get("version", ""))
    if assignment is None:
        refuse(viewer.user, "assignment", "export", request.GET.get("version", ""))
    answer = HttpResponse(make_workbook(viewer, assignment), content_type=XLSX)
    name = f"{viewer.event.slug}-assignment-{assignment.version}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _find(viewer: Viewer, number: int) -> Assignment:
    found = selectors.find_assignment(viewer.event, str(number))
    if found is None:
        refuse(viewer.user, "assignment", "view", number)
    return found
