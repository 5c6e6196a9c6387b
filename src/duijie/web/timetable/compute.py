"""Computing in the background: the first timetable is in use at once, later ones are proposals."""

from __future__ import annotations

from time import perf_counter

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duijie.domain.diagnosis import Diagnosis
from duijie.domain.errors import DuijieError
from duijie.domain.event import PairKey
from duijie.domain.text import Text, same
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.core import history
from duijie.web.jobs.kinds import JobKind
from duijie.web.jobs.models import Job, keep_text
from duijie.web.jobs.report import Report
from duijie.web.jobs.services import start_job
from duijie.web.programme.services import latest_programme, require_setting
from duijie.web.timetable.inputs import (
    READS,
    amend,
    of_those_here,
    require_assignment,
    with_locks,
)
from duijie.web.timetable.models import Origin, Timetable, Used
from duijie.web.timetable.plans import fit_hash, read_people, to_rows

_TIME_LIMIT_S = 30.0
_PLACING = Text("排程", "Placing the meetings")
_BY_HAND = Text("按你的要求不排", "left out, as you asked")


def start_computing(
    viewer: Viewer, *, allow_unplaced: bool = False, without: tuple[PairKey, ...] = ()
) -> Job:
    """Compute a further timetable in the background.

    With `allow_unplaced` as few meetings as possible are left out, and those of `without`.
    """
    params = {"allow_unplaced": allow_unplaced, "without": [list(pair) for pair in without]}
    return start_job(viewer, KIND.name, params)


def run(job: Job, report: Report) -> str:
    """Place the meetings and keep the plan as the next version."""
    from duijie.flow.timetable import place_pairs

    began = perf_counter()
    event = job.event
    assignment = require_assignment(event)
    without = {(need, expert) for need, expert in job.params["without"]}
    people = read_people(event)
    asked, gone = of_those_here(amend(event, assignment.assigned), people)
    pairs = [one for one in asked if (one.need_id, one.expert_id) not in without]
    setting, odd = with_locks(require_setting(event), event, pairs)
    try:
        with report.step(_PLACING) as progress:
            outcome = place_pairs(
                setting,
                people,
                pairs,
                time_limit_s=_TIME_LIMIT_S,
                allow_unplaced=job.params["allow_unplaced"],
                progress=progress,
            )
    except DuijieError as error:
        error.hints = in_page(error.hints)
        raise
    left = [tuple(key.split("/", 1)) for key in outcome.left_out]
    held = {(one.need_id, one.expert_id) for one in asked}
    left_out = [list(key) for key in (*left, *sorted(without & held))]
    dropped = [same("/".join(key) + " ") + _BY_HAND for key in sorted(without & held)]
    notices = [*gone, *odd, *dropped, *(say(one) for one in outcome.diagnoses)]
    made = Timetable(
        event=event,
        by_name=job.by_name,
        origin=Origin.SOLVED,
        assignment=assignment,
        programme=latest_programme(event),
        params=job.params,
        input_hash=fit_hash(event),
        placed=to_rows(outcome.placed),
        left_out=left_out,
        notices=[keep_text(one) for one in notices],
        seconds=perf_counter() - began,
        bound=outcome.result.bound,
        status=str(outcome.result.status),
    )
    with report.keeping():
        keep_next(made)
        if not Used.objects.filter(event=event).exists():
            history.create(job.by or job.by_name, event, Used(event=event, timetable=made))
    return reverse("plan", args=[event.slug, made.version])


def keep_next(made: Timetable) -> None:
    """Save a timetable under the next number."""
    newest = Timetable.objects.filter(event=made.event).aggregate(Max("version"))
    made.version = (newest["version__max"] or 0) + 1
    made.save()


def in_page(hints: tuple[Text, ...]) -> tuple[Text, ...]:
    """Leave out the ways out that are options of the command line: the page has buttons."""
    return tuple(one for one in hints if "--" not in one.en)


def say(one: Diagnosis) -> Text:
    """Return what the engine says of the plan, in one line."""
    return same(f"{one.found}: ") + one.expected if one.found else one.expected


def latest_work(event: Event) -> Job | None:
    """Return the last computing or repairing of the event."""
    return Job.objects.filter(event=event, kind__in=("timetable", "repair")).first()


KIND = JobKind("timetable", _("Timetabling"), ("timetable", "run"), READS, run)
