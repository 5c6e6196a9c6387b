"""Mending the timetable on the day: what happened, the proposal, and putting it to use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.domain.errors import BadData, DuijieError
from duijie.domain.event import Absence, PairKey
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.text import Text
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.core import history
from duijie.web.core.models import Activity
from duijie.web.jobs.kinds import JobKind
from duijie.web.jobs.models import Job, keep_text
from duijie.web.jobs.report import Report
from duijie.web.jobs.services import start_job
from duijie.web.programme.services import keep_programme, latest_programme, require_setting
from duijie.web.timetable.compute import in_page, keep_next
from duijie.web.timetable.inputs import READS, of_those_here, with_locks
from duijie.web.timetable.models import Amendment, Origin, Timetable
from duijie.web.timetable.plans import (
    find_timetable,
    fit_hash,
    open_plan,
    read_people,
    to_rows,
    used_timetable,
)
from duijie.web.timetable.services import new_batch, put_to_use

if TYPE_CHECKING:
    from duijie.timetable.disruption import Disruption
    from duijie.timetable.repair import RepairResult

_TIME_LIMIT_S = 10.0
_MENDING = Text("补救", "Repairing")
_WHAT = Text("补救", "repaired")


class NotApplied(Exception):
    """A repair does not fit any more; the words say why."""


@dataclass(frozen=True)
class Happening:
    """What upsets a timetable, as the organiser enters it and as a job keeps it.

    `absent` are ids of people or tables with from, to and date, each None where it is open.
    """

    now: datetime | None = None
    absent: tuple[Absence, ...] = ()
    cancel: tuple[PairKey, ...] = ()
    add: tuple[PairKey, ...] = ()
    allow_unplaced: bool = False

    def as_params(self) -> dict[str, Any]:
        """Return it as a job keeps it."""
        return {
            "now": _written(self.now),
            "absent": [
                [one.id, _written(one.start), _written(one.end), _written(one.date)]
                for one in self.absent
            ],
            "cancel": [list(key) for key in self.cancel],
            "add": [list(key) for key in self.add],
            "allow_unplaced": self.allow_unplaced,
        }

    @classmethod
    def of_params(cls, params: dict[str, Any]) -> Happening:
        """Return what a job kept."""
        return cls(
            now=params["now"] and datetime.fromisoformat(params["now"]),
            absent=tuple(
                Absence(
                    identity,
                    start and time.fromisoformat(start),
                    end and time.fromisoformat(end),
                    day and date.fromisoformat(day),
                )
                for identity, start, end, day in params["absent"]
            ),
            cancel=tuple((need, expert) for need, expert in params["cancel"]),
            add=tuple((need, expert) for need, expert in params["add"]),
            allow_unplaced=params["allow_unplaced"],
        )

    @property
    def disruption(self) -> Disruption:
        """What the engine calls it."""
        from duijie.timetable.disruption import Disruption

        return Disruption(self.now, self.absent, self.add, self.cancel)


def _written(moment: datetime | time | date | None) -> str | None:
    return None if moment is None else moment.isoformat()


def start_repair(viewer: Viewer, timetable: Timetable, happening: Happening) -> Job:
    """Seek in the background how `timetable` is mended with the fewest people moved."""
    params = {"timetable": timetable.version, **happening.as_params()}
    return start_job(viewer, KIND.name, params)


def run(job: Job, report: Report) -> str:
    """Mend a timetable and keep the result as a proposal."""
    began = perf_counter()
    event, happening = job.event, Happening.of_params(job.params)
    before = _require_timetable(event, job.params["timetable"])
    plan = open_plan(before)
    with report.step(_MENDING):
        result, odd = _mend(event, plan.placed, happening)
    made = Timetable(
        event=event,
        by_name=job.by_name,
        origin=Origin.REPAIRED,
        assignment=before.assignment,
        programme=latest_programme(event),
        before=before,
        params=job.params,
        input_hash=fit_hash(event),
        placed=to_rows(result.placed),
        left_out=[*before.left_out, *(key.split("/", 1) for key in result.unplaced)],
        what=keep_text(_WHAT),
        disruption=happening.as_params(),
        notices=[keep_text(one) for one in odd],
        status=str(result.status),
        seconds=perf_counter() - began,
    )
    with report.keeping():
        keep_next(made)
    return reverse("repaired", args=[event.slug, made.version])


def _require_timetable(event: Event, version: int) -> Timetable:
    found = find_timetable(event, version)
    if found is None:
        raise BadData(Text("没有这一版日程表", "There is no such timetable"))
    return found


def _mend(
    event: Event, before: tuple[PlacedMeeting, ...], happening: Happening
) -> tuple[RepairResult, list[Text]]:
    """Return the repair, checked, and what has to be said of it."""
    from duijie.flow.timetable import accept
    from duijie.timetable.check_repair import check_repair
    from duijie.timetable.repair import repair

    people = read_people(event)
    lists = people.needs, people.experts, people.companies
    held, gone = of_those_here(before, people)
    setting, odd = with_locks(require_setting(event), event, _pairs(held, happening))
    here = {(one.need_id, one.expert_id) for one in held}
    cancel = tuple(key for key in happening.cancel if key in here or not gone)
    disruption = replace(happening.disruption, cancel=cancel)
    options: dict[str, Any] = {"allow_unplaced": happening.allow_unplaced}
    try:
        result = repair(setting, held, disruption, *lists, time_limit_s=_TIME_LIMIT_S, **options)
    except DuijieError as error:
        error.hints = in_page(error.hints)
        raise
    broken = check_repair(setting, held, result.placed, disruption, *lists, **options)
    return result, [*gone, *odd, *accept(broken)]


def _pairs(before: Iterable[PlacedMeeting], happening: Happening) -> list[AssignedPair]:
    """Return the meetings that are to be held; locks of others mean nothing any more."""
    held = [(one.need_id, one.expert_id) for one in before]
    kept = [key for key in held if key not in happening.cancel]
    return [AssignedPair(*key, 0.0) for key in (*kept, *happening.add)]


@transaction.atomic
def apply_repair(viewer: Viewer, repaired: Timetable) -> Activity | None:
    """Put a repair to use, and keep what happened: absences, meetings cancelled and added.

    All of it is one batch, so that it is taken back in one go.

    Raises
    ------
    NotApplied
        When the timetable that it mends is not in use any more.
    BadData
        When the programme refuses the absences.
    """
    event = Event.objects.select_for_update().get(pk=viewer.event.pk)
    used = used_timetable(event)
    if used is None or repaired.before_id != used.pk:
        raise NotApplied(
            _("Version %(now)s is in use by now. Repair that one: this one mends an older version.")
            % {"now": used.version if used else "–"}
        )
    batch = new_batch()
    happening = Happening.of_params(repaired.disruption)
    _keep_absences(viewer, event, happening, batch)
    _keep_changes(viewer, event, happening, batch)
    programme = latest_programme(event)
    if programme:
        repaired.programme = programme
    repaired.input_hash = fit_hash(event)
    repaired.save(update_fields=["programme", "input_hash"])
    return put_to_use(viewer.user, event, repaired, batch)


def _keep_absences(viewer: Viewer, event: Event, happening: Happening, batch: str) -> None:
    """Write the absences into event.toml, so that whatever is computed next knows of them."""
    if not happening.absent:
        return
    import tomlkit

    standing = latest_programme(event)
    document: Any = tomlkit.parse(standing.text if standing else "")
    listed = document.setdefault("absent", tomlkit.aot())
    for one in happening.absent:
        entry = tomlkit.table()
        entry["id"] = one.id
        for name, moment in (("from", one.start), ("to", one.end)):
            if moment:
                entry[name] = f"{moment:%H:%M}"
        if one.date:
            entry["date"] = one.date
        listed.append(entry)
    made = keep_programme(viewer.user, event, tomlkit.dumps(document))
    if made:
        made.batch = batch
        made.save(update_fields=["batch"])


def _keep_changes(viewer: Viewer, event: Event, happening: Happening, batch: str) -> None:
    """Note the meetings that were cancelled and added beside the assignment."""
    for keys, added in ((happening.cancel, False), (happening.add, True)):
        for need_code, expert_code in keys:
            need = event.need_set.filter(code=need_code).first()
            expert = event.expert_set.filter(code=expert_code).first()
            if need and expert:
                for old in Amendment.objects.filter(event=event, need=need, expert=expert):
                    history.delete(viewer.user, event, old)
                made = Amendment(event=event, need=need, expert=expert, added=added)
                history.create(viewer.user, event, made, batch)


KIND = JobKind("repair", gettext_lazy("Repairing"), ("timetable", "repair"), READS, run)
