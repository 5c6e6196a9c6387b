"""Assigning: scenarios, the price of fairness, why and why not, what holds somebody back."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status

from duijie.web.access.doors import access_record, refuse
from duijie.web.access.viewer import Viewer
from duijie.web.api.assign_shown import (
    AssignmentOut,
    ComparedOut,
    CurveOut,
    HeldOut,
    ScenarioOut,
    WhyOut,
    show_meetings,
    show_pair,
    show_person,
    show_scenario,
)
from duijie.web.api.bodies import Body
from duijie.web.api.doors import behind, enter
from duijie.web.api.jobs import JobOut, show_job
from duijie.web.api.problems import Invalid, Problem, reader_language
from duijie.web.assign import answers, selectors
from duijie.web.assign.compute import KIND, is_stale, start_assigning
from duijie.web.assign.curve import Curve, read_curve, start_at_point
from duijie.web.assign.models import Assignment
from duijie.web.assign.options import Options, OptionsForm
from duijie.web.assign.services import put_to_use
from duijie.web.jobs.services import latest_job
from duijie.web.programme.services import read_setting
from duijie.web.register.export import XLSX

router = Router(tags=["assign"])


class AssignIn(Body):
    """How to assign, as on the page; what is left out is the usual of the programme."""

    method: Literal["greatest", "fairest", "floor"] = "greatest"
    floor: float | None = None
    need_low: int | None = None
    need_high: int | None = None
    expert_low: int | None = None
    expert_high: int | None = None
    per_company: int | None = None
    per_department: int | None = None
    allow_unplaced: bool = False
    note: str = ""


class ScenarioIn(Body):
    """A version by its number; without a number the one in use."""

    version: int | None = None


class PointIn(ScenarioIn):
    """A point of the curve of a version, as `curve` numbers them."""

    point: int = 0


@router.get("{slug}/assign", response=AssignmentOut, openapi_extra=behind("assignment", "view"))
def read_assignment(request: HttpRequest, slug: str, version: int | None = None) -> Any:
    """Return who meets whom by the assignment in use, or by another version."""
    viewer = enter(request, slug, "assignment", "view")
    found = _find(viewer, version)
    lines = selectors.lines_of_needs(selectors.People(viewer), found)
    return {
        **show_scenario(found, selectors.used_assignment(viewer.event)),
        "ranking": found.ranking.version,
        "stale": is_stale(found),
        "notices": [one.in_(reader_language()) for one in found.notice_words],
        "needs": [
            {
                **show_person(line.person),
                "company": line.person.about,
                "total": line.total,
                "worst": line.worst,
                "experts": show_meetings(line.meetings),
            }
            for line in lines
        ],
    }


@router.get(
    "{slug}/assign/versions",
    response=list[ScenarioOut],
    openapi_extra=behind("assignment", "view"),
)
def list_scenarios(request: HttpRequest, slug: str) -> Any:
    """List the versions, newest first."""
    viewer = enter(request, slug, "assignment", "view")
    used = selectors.used_assignment(viewer.event)
    return [show_scenario(one, used) for one in selectors.list_assignments(viewer.event)]


@router.post("{slug}/assign/run", response={202: JobOut}, openapi_extra=behind("assignment", "run"))
def run_assign(request: HttpRequest, slug: str, body: AssignIn) -> Any:
    """Assign in the background; the first version is in use at once."""
    viewer = enter(request, slug, "assignment", "run")
    setting = read_setting(viewer.event)
    usual = OptionsForm(options=Options(), setting=setting).initial
    sent = {**usual, **body.dict(exclude_unset=True)}
    form = OptionsForm(sent, options=Options(), setting=setting)
    if not form.is_valid():
        raise Invalid({name: [str(one) for one in said] for name, said in form.errors.items()})
    return Status(202, show_job(start_assigning(viewer, form.options)))


@router.get("{slug}/assign/work", response=JobOut | None, openapi_extra=behind("assignment", "run"))
def read_assigning(request: HttpRequest, slug: str) -> Any:
    """Return how the last assigning stands; null before the first."""
    job = latest_job(enter(request, slug, "assignment", "run").event, KIND.name)
    return show_job(job) if job else None


@router.post("{slug}/assign/use", response=ScenarioOut, openapi_extra=behind("assignment", "run"))
def use_scenario(request: HttpRequest, slug: str, body: ScenarioIn) -> Any:
    """Let the event go on with a version."""
    viewer = enter(request, slug, "assignment", "run")
    found = _find(viewer, body.version)
    put_to_use(viewer.user, viewer.event, found)
    return show_scenario(found, found)


@router.get("{slug}/assign/curve", response=CurveOut, openapi_extra=behind("assignment", "view"))
def read_price(request: HttpRequest, slug: str, version: int | None = None) -> Any:
    """Return the price of fairness: what each step for the worst-served need costs in all."""
    found = _find(enter(request, slug, "assignment", "view"), version)
    curve = _require_curve(found)
    points = [{**vars(one), "point": one.number} for one in curve.points]
    said = curve.said.in_(reader_language())
    return {
        "version": found.version,
        "said": said,
        "complete": curve.complete,
        "points": points,
    }


@router.post(
    "{slug}/assign/point", response={202: JobOut}, openapi_extra=behind("assignment", "run")
)
def run_at_point(request: HttpRequest, slug: str, body: PointIn) -> Any:
    """Assign in the background at a point of the curve of a version, under its rules."""
    viewer = enter(request, slug, "assignment", "run")
    found = _find(viewer, body.version)
    job = start_at_point(viewer, found, _require_curve(found), body.point)
    if job is None:
        raise Invalid({"point": [_("The curve has no such point.")]})
    return Status(202, show_job(job))


@router.get(
    "{slug}/assign/needs/{int:need_pk}/with/{int:expert_pk}",
    response=WhyOut,
    openapi_extra=behind("assignment", "explain"),
)
def ask_why(
    request: HttpRequest, slug: str, need_pk: int, expert_pk: int, version: int | None = None
) -> Any:
    """Say why a pair meets or does not, what the other way would cost, and who would lose."""
    viewer = enter(request, slug, "assignment", "explain")
    need: Any = access_record(viewer, "need", need_pk, "view")
    expert: Any = access_record(viewer, "expert", expert_pk, "view")
    found = _find(viewer, version)
    people = selectors.People(viewer)
    answer = answers.explain_pair(people, found, need.code, expert.code)
    if answer is None:
        raise _too_old()
    said = answer.failed or answer.message
    late = _("One of the two came later than this version. Match and assign again.")
    return {
        "version": found.version,
        **show_pair((answer.need, answer.expert)),
        "chosen": answer.chosen,
        "affinity": answer.affinity,
        "message": said.in_(reader_language()) if said else late,
        "cost": answer.cost,
        "lost": [show_pair(one) for one in answer.lost],
        "gained": [show_pair(one) for one in answer.gained],
    }


@router.get(
    "{slug}/assign/needs/{int:need_pk}/limits",
    response=HeldOut,
    openapi_extra=behind("assignment", "explain"),
)
def limits_of_need(
    request: HttpRequest, slug: str, need_pk: int, version: int | None = None
) -> Any:
    """Say which limits a need has reached, and which experts come next."""
    viewer = enter(request, slug, "assignment", "explain")
    return _show_held(viewer, access_record(viewer, "need", need_pk, "view"), version)


@router.get(
    "{slug}/assign/experts/{int:expert_pk}/limits",
    response=HeldOut,
    openapi_extra=behind("assignment", "explain"),
)
def limits_of_expert(
    request: HttpRequest, slug: str, expert_pk: int, version: int | None = None
) -> Any:
    """Say which limits an expert has reached, and which needs come next."""
    viewer = enter(request, slug, "assignment", "explain")
    return _show_held(viewer, access_record(viewer, "expert", expert_pk, "view"), version)


@router.get(
    "{slug}/assign/compare", response=ComparedOut, openapi_extra=behind("assignment", "view")
)
def compare_scenarios(
    request: HttpRequest, slug: str, before: int | None = None, after: int | None = None
) -> Any:
    """Show two versions side by side; usually the one in use and the newest."""
    viewer = enter(request, slug, "assignment", "view")
    was = _find(viewer, before)
    newest = selectors.list_assignments(viewer.event)[0].version
    now = _find(viewer, newest if after is None else after)
    used = selectors.used_assignment(viewer.event)
    return {
        "before": show_scenario(was, used),
        "after": show_scenario(now, used),
        "changes": [
            {
                **show_person(one.person),
                "kept": show_meetings(one.kept),
                "left": show_meetings(one.left),
                "came": show_meetings(one.came),
                "before": one.before,
                "after": one.after,
            }
            for one in selectors.compare(selectors.People(viewer), was, now)
        ],
    }


@router.get("{slug}/assign/export.xlsx", openapi_extra=behind("assignment", "export"))
def export_scenario(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    """Send a version as a workbook: pairs by need and by expert, the price of fairness."""
    from duijie.web.assign.export import make_workbook

    viewer = enter(request, slug, "assignment", "export")
    answer = HttpResponse(make_workbook(viewer, _find(viewer, version)), content_type=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="assignment.xlsx"'
    return answer


def _find(viewer: Viewer, version: int | None) -> Assignment:
    """Return a version, without a number the one in use."""
    if version is None:
        used = selectors.used_assignment(viewer.event)
        if used is None:
            raise Problem(409, _("Nothing has been assigned yet."))
        return used
    found = selectors.find_assignment(viewer.event, str(version)) if version > 0 else None
    if found is None:
        refuse(viewer.user, "assignment", "view", version)
    return found


def _require_curve(assignment: Assignment) -> Curve:
    curve = read_curve(assignment)
    if curve is None:
        raise _too_old()
    return curve


def _too_old() -> Problem:
    said = _(
        "Another version of duijie computed this: who meets whom stands, but why and why not can "
        "be asked only after assigning again."
    )
    return Problem(409, said)


def _show_held(viewer: Viewer, record: Any, version: int | None) -> dict[str, Any]:
    found = _find(viewer, version)
    people = selectors.People(viewer)
    answer = answers.explain_person(people, found, record.ENTITY, record.code)
    if answer is None:
        raise _too_old()
    if answer.failed:
        raise Problem(409, answer.failed.in_(reader_language()))
    return {
        "version": found.version,
        **show_person(answer.person),
        "limits": [one.in_(reader_language()) for one in answer.limits],
        "meetings": show_meetings(answer.meetings),
        "others": show_meetings(answer.others),
    }
