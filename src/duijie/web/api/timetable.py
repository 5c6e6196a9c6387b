"""The timetable: computed, read, moved, locked, mended, put to use, published."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from duijie.domain.errors import BadData
from duijie.domain.event import Absence, PairKey
from duijie.web.access.doors import refuse
from duijie.web.access.viewer import Viewer
from duijie.web.api.bodies import Body
from duijie.web.api.doors import behind, enter
from duijie.web.api.jobs import JobOut, show_job
from duijie.web.api.meetings import DifferencesOut, MeetingOut, show_differences, show_meeting
from duijie.web.api.problems import Invalid, Problem, reader_language
from duijie.web.jobs.services import latest_job
from duijie.web.publish.differences import compare
from duijie.web.register.export import XLSX
from duijie.web.timetable import moving, plans, repairs
from duijie.web.timetable.compute import latest_work, start_computing
from duijie.web.timetable.inputs import read_locks
from duijie.web.timetable.models import Origin, Timetable
from duijie.web.timetable.publishing import KIND, start_publishing
from duijie.web.timetable.services import put_to_use, set_lock

router = Router(tags=["timetable"])


class SeatOut(MeetingOut):
    """A meeting, and whether it stays where it is when the timetable is computed again."""

    locked: bool


class VersionOut(Schema):
    """A version of the timetable."""

    version: int
    made_at: dt.datetime
    by_name: str
    origin: str
    what: str
    in_use: bool


class PlanOut(VersionOut):
    """A version with its meetings; `stale` when it does not fit what holds now."""

    stale: bool
    breaks: int
    meetings: list[SeatOut]


class RunIn(Body):
    """What may be left out: as few meetings as possible, or those named as NEED/EXPERT."""

    allow_unplaced: bool = False
    without: list[str] = []


class PairIn(Body):
    """A meeting by the ids of need and expert."""

    need_id: str = ""
    expert_id: str = ""

    @property
    def key(self) -> PairKey:
        """The meeting as engines name it."""
        return self.need_id, self.expert_id


class MoveIn(PairIn):
    """Where a meeting goes, in the version that the caller has read."""

    version: int = 0
    slot: int = 0
    table: str = ""


class LockIn(PairIn):
    """Whether a meeting stays where it is when the timetable is computed again."""

    locked: bool = True


class AbsenceIn(Body):
    """Who (expert, company or table) is away; without times all day, without date every day."""

    id: str
    start: dt.time | None = Field(None, alias="from")
    end: dt.time | None = Field(None, alias="to")
    date: dt.date | None = None


class RepairIn(Body):
    """What happened; meetings that began before `now` stay as they are."""

    now: dt.datetime | None = None
    absent: list[AbsenceIn] = []
    cancel: list[PairIn] = []
    add: list[PairIn] = []
    allow_unplaced: bool = False


class UseIn(Body):
    """A version by its number."""

    version: int = 0


class PublishIn(UseIn):
    """The version in use, and what is new in it."""

    note: str = ""


@router.get("{slug}/timetable", response=PlanOut, openapi_extra=behind("timetable", "view"))
def read_timetable(request: HttpRequest, slug: str, version: int | None = None) -> Any:
    """Return the timetable in use, or another version."""
    viewer = enter(request, slug, "timetable", "view")
    plan = plans.open_plan(_find(viewer, version))
    locks = read_locks(viewer.event)
    meetings = plan.as_programme(viewer).meetings
    return {
        **_version(plan.timetable, plans.used_timetable(viewer.event)),
        "stale": plans.is_stale(plan.timetable),
        "breaks": plan.breaks,
        "meetings": [{**show_meeting(one), "locked": one.key in locks} for one in meetings],
    }


@router.get(
    "{slug}/timetable/versions",
    response=list[VersionOut],
    openapi_extra=behind("timetable", "view"),
)
def list_versions(request: HttpRequest, slug: str) -> Any:
    """List the versions, newest first."""
    viewer = enter(request, slug, "timetable", "view")
    used = plans.used_timetable(viewer.event)
    return [_version(one, used) for one in plans.list_timetables(viewer.event)]


@router.get(
    "{slug}/timetable/compare",
    response=DifferencesOut,
    openapi_extra=behind("timetable", "view"),
)
def compare_timetables(
    request: HttpRequest, slug: str, before: int | None = None, after: int | None = None
) -> Any:
    """Say for whom two versions differ, and how; usually the one in use and the newest."""
    viewer = enter(request, slug, "timetable", "view")
    was = plans.open_plan(_find(viewer, before))
    newest = plans.list_timetables(viewer.event)[0].version
    now = plans.open_plan(_find(viewer, newest if after is None else after))
    found = compare(was.as_programme(viewer), now.as_programme(viewer))
    return show_differences(was.timetable.version, now.timetable.version, found)


@router.get("{slug}/timetable/export.xlsx", openapi_extra=behind("timetable", "export"))
def export_timetable(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    """Return a version as a workbook."""
    from duijie.web.timetable.export import make_workbook

    viewer = enter(request, slug, "timetable", "export")
    plan = plans.open_plan(_find(viewer, version))
    answer = HttpResponse(make_workbook(viewer, plan), content_type=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="timetable.xlsx"'
    return answer


@router.get(
    "{slug}/timetable/work", response=JobOut | None, openapi_extra=behind("timetable", "run")
)
def read_work(request: HttpRequest, slug: str) -> Any:
    """Return the last computing or repairing; null before the first."""
    job = latest_work(enter(request, slug, "timetable", "run").event)
    return show_job(job) if job else None


@router.post("{slug}/timetable/run", response=JobOut, openapi_extra=behind("timetable", "run"))
def run_timetable(request: HttpRequest, slug: str, body: RunIn) -> Any:
    """Compute a further version in the background; the first is in use at once."""
    viewer = enter(request, slug, "timetable", "run")
    pairs = (one.partition("/") for one in body.without)
    without = tuple((need, expert) for need, _sign, expert in pairs)
    return show_job(start_computing(viewer, allow_unplaced=body.allow_unplaced, without=without))


@router.post("{slug}/timetable/use", response=VersionOut, openapi_extra=behind("timetable", "run"))
def use_version(request: HttpRequest, slug: str, body: UseIn) -> Any:
    """Let the event go on with a version; of a repair what happened is kept too."""
    viewer = enter(request, slug, "timetable", "run")
    found = _find(viewer, body.version or None)
    used = plans.used_timetable(viewer.event)
    if found.origin == Origin.REPAIRED and used and used.pk == found.before_id:
        try:
            repairs.apply_repair(viewer, found)
        except BadData as error:
            raise Problem(409, error.message.in_(reader_language())) from None
    else:
        put_to_use(viewer.user, viewer.event, found)
    return _version(found, found)


@router.post(
    "{slug}/timetable/move", response=VersionOut, openapi_extra=behind("timetable", "move")
)
def move_meeting(request: HttpRequest, slug: str, body: MoveIn) -> Any:
    """Move a meeting and lock it there; whoever sits there changes places with it."""
    viewer = enter(request, slug, "timetable", "move")
    try:
        moving.move_meeting(viewer, body.version, body.key, body.slot, body.table)
    except moving.Refused as refused:
        raise Problem(409, refused.why.in_(reader_language())) from None
    except moving.ChangedMeanwhile as changed:
        now = changed.now
        said = _("%s has changed the timetable meanwhile.") % (now.by_name if now else "–")
        raise Problem(409, said, version=now.version if now else None) from None
    used = _find(viewer, None)
    return _version(used, used)


@router.post("{slug}/timetable/lock", response=LockIn, openapi_extra=behind("timetable", "lock"))
def lock_meeting(request: HttpRequest, slug: str, body: LockIn) -> Any:
    """Lock a meeting where it is in the timetable in use, or unlock it."""
    viewer = enter(request, slug, "timetable", "lock")
    used = plans.used_timetable(viewer.event)
    places = {(row[0], row[1]): (row[2], row[3]) for row in used.placed} if used else {}
    if body.key not in (places if body.locked else read_locks(viewer.event)):
        raise Invalid({"need_id": [_("There is no such meeting.")]})
    set_lock(viewer, body.key, places[body.key] if body.locked else None)
    return body


@router.post(
    "{slug}/timetable/repair", response=JobOut, openapi_extra=behind("timetable", "repair")
)
def repair_timetable(request: HttpRequest, slug: str, body: RepairIn) -> Any:
    """Mend the timetable in use in the background; the result is a proposal."""
    viewer = enter(request, slug, "timetable", "repair")
    happening = repairs.Happening(
        now=body.now,
        absent=tuple(Absence(one.id, one.start, one.end, one.date) for one in body.absent),
        cancel=tuple(one.key for one in body.cancel),
        add=tuple(one.key for one in body.add),
        allow_unplaced=body.allow_unplaced,
    )
    return show_job(repairs.start_repair(viewer, _find(viewer, None), happening))


@router.post(
    "{slug}/timetable/publish", response=JobOut, openapi_extra=behind("timetable", "publish")
)
def publish_timetable(request: HttpRequest, slug: str, body: PublishIn) -> Any:
    """Publish the timetable in use, whose number is sent, in the background."""
    viewer = enter(request, slug, "timetable", "publish")
    return show_job(start_publishing(viewer, body.version, body.note.strip()[:300]))


@router.get(
    "{slug}/timetable/publish",
    response=JobOut | None,
    openapi_extra=behind("timetable", "publish"),
)
def read_publishing(request: HttpRequest, slug: str) -> Any:
    """Return the last publishing; null before the first."""
    job = latest_job(enter(request, slug, "timetable", "publish").event, KIND.name)
    return show_job(job) if job else None


def _find(viewer: Viewer, version: int | None) -> Timetable:
    """Return a version, without a number the one in use."""
    if version is None:
        used = plans.used_timetable(viewer.event)
        if used is None:
            raise Problem(409, _("There is no timetable yet"))
        return used
    found = plans.find_timetable(viewer.event, version)
    if found is None:
        refuse(viewer.user, "timetable", "view", version)
    return found


def _version(one: Timetable, used: Timetable | None) -> dict[str, Any]:
    return {
        "version": one.version,
        "made_at": one.made_at,
        "by_name": one.by_name,
        "origin": one.origin,
        "what": one.what_words.in_(reader_language()),
        "in_use": used is not None and used.pk == one.pk,
    }
