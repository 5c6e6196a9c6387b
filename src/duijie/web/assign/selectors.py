"""Reading assignments as a viewer may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from duijie.domain.plans import AssignedPair
from duijie.web.access.masking import Seen
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.assign.compute import KIND, is_stale
from duijie.web.assign.models import Assignment, Chosen
from duijie.web.jobs.models import Job
from duijie.web.jobs.services import latest_job

_HEADS = {
    "need": ("code", "title", "industry", "confidential", "company__name", "company__industry"),
    "expert": ("code", "name", "title", "department", "employer"),
}
_LEVELS = 10


def used_assignment(event: Event) -> Assignment | None:
    """Return the assignment that the event goes on with; None before the first."""
    chosen = Chosen.objects.filter(event=event).select_related("assignment").first()
    return chosen.assignment if chosen else None


def find_assignment(event: Event, version: str = "") -> Assignment | None:
    """Return the assignment of the number `version`, without a number the one in use."""
    if not version.isdigit():
        return used_assignment(event)
    return Assignment.objects.filter(event=event, version=int(version)).first()


def list_assignments(event: Event) -> list[Assignment]:
    """Return the versions, newest first, without their pairs."""
    return list(Assignment.objects.filter(event=event).defer("pairs")[:50])


@dataclass(frozen=True)
class State:
    """The assignment that a page shows, whether it is out of date, and the work on another."""

    assignment: Assignment | None
    stale: bool
    job: Job | None

    @property
    def unfinished(self) -> Job | None:
        """Work that is under way or ended without a result: the page says so."""
        return self.job if self.job and self.job.state != Job.State.DONE else None


def read_state(viewer: Viewer, version: str = "") -> State:
    """Return the assignment of the number `version`, else the one in use."""
    found = find_assignment(viewer.event, version)
    stale = found is not None and is_stale(found)
    return State(found, stale, latest_job(viewer.event, KIND.name))


@dataclass(frozen=True)
class Person:
    """A need or an expert as the page names it; `seen` is None for one deleted since."""

    code: str
    seen: Seen | None

    @property
    def pk(self) -> int | None:
        """The key of the record, None when it is gone."""
        return self.seen.pk if self.seen else None

    @property
    def label(self) -> str:
        """What to call it."""
        return self.seen.label if self.seen else _("%s (deleted)") % self.code

    @property
    def about(self) -> str:
        """The company of a need, the department or employer of an expert."""
        if self.seen is None:
            return ""
        if self.seen.entity == "need":
            return str(self.seen.value("company_name"))
        record: Any = self.seen.record
        return str(record.department or record.employer)


class People:
    """Everybody of an event by the id that engines know, read once."""

    def __init__(self, viewer: Viewer) -> None:
        self._found = {entity: _read(viewer, entity) for entity in _HEADS}

    def need(self, code: str) -> Person:
        """Return a need."""
        return Person(code, self._found["need"].get(code))

    def expert(self, code: str) -> Person:
        """Return an expert."""
        return Person(code, self._found["expert"].get(code))

    @property
    def choices(self) -> Mapping[str, Sequence[Seen]]:
        """Return all of both kinds, for menus."""
        return {entity: list(found.values()) for entity, found in self._found.items()}


def _read(viewer: Viewer, entity: str) -> dict[str, Seen]:
    found = viewer.visible(entity).order_by("code", "pk")
    if entity == "need":
        found = found.select_related("company")
    return {record.code: Seen(record, viewer) for record in found.only(*_HEADS[entity])}


@dataclass(frozen=True)
class Meeting:
    """A chosen pair, seen from one side."""

    other: Person
    affinity: float
    pinned: bool

    @property
    def level(self) -> int:
        """The step of the colour scale, 0 to 10."""
        return round(self.affinity * _LEVELS)


@dataclass(frozen=True)
class Line:
    """A need or an expert with its meetings, best first; `worst` marks the worst-served need."""

    person: Person
    meetings: tuple[Meeting, ...]
    worst: bool = False

    @property
    def total(self) -> float:
        """The sum of the affinities."""
        return sum(one.affinity for one in self.meetings)


def lines_of_needs(people: People, assignment: Assignment) -> list[Line]:
    """Return every need that was ranked, with its experts."""
    found = _gather((one.need_id, people.expert(one.expert_id), one) for one in assignment.assigned)
    codes = assignment.ranking.need_codes
    lines = [Line(people.need(code), _best_first(found[code])) for code in codes]
    least = min((line.total for line in lines), default=0.0)
    return [
        Line(line.person, line.meetings, worst=line.total - least < 1e-9)  # noqa: PLR2004 - rounding
        for line in lines
    ]


def lines_of_experts(people: People, assignment: Assignment) -> list[Line]:
    """Return every expert that was ranked, with the needs."""
    found = _gather((one.expert_id, people.need(one.need_id), one) for one in assignment.assigned)
    codes = assignment.ranking.expert_codes
    return [Line(people.expert(code), _best_first(found[code])) for code in codes]


def _gather(rows: Iterable[tuple[str, Person, AssignedPair]]) -> dict[str, list[Meeting]]:
    found: dict[str, list[Meeting]] = defaultdict(list)
    for code, other, pair in rows:
        found[code].append(Meeting(other, pair.affinity, pair.pinned))
    return found


def _best_first(meetings: list[Meeting]) -> tuple[Meeting, ...]:
    return tuple(sorted(meetings, key=lambda one: -one.affinity))


@dataclass(frozen=True)
class Change:
    """A need whose experts differ between two assignments."""

    person: Person
    kept: tuple[Meeting, ...]
    left: tuple[Meeting, ...]
    came: tuple[Meeting, ...]
    before: float
    after: float


def compare(people: People, before: Assignment, after: Assignment) -> list[Change]:
    """Return the needs whose experts differ, those that lose most first."""
    changes = []
    old = {line.person.code: line for line in lines_of_needs(people, before)}
    new = {line.person.code: line for line in lines_of_needs(people, after)}
    for code in {**old, **new}:
        was, now = _meetings(old.get(code)), _meetings(new.get(code))
        if was.keys() == now.keys():
            continue
        changes.append(
            Change(
                person=people.need(code),
                kept=tuple(now[one] for one in now if one in was),
                left=tuple(was[one] for one in was if one not in now),
                came=tuple(now[one] for one in now if one not in was),
                before=sum(one.affinity for one in was.values()),
                after=sum(one.affinity for one in now.values()),
            )
        )
    return sorted(changes, key=lambda one: one.after - one.before)


def _meetings(line: Line | None) -> dict[str, Meeting]:
    return {one.other.code: one for one in line.meetings} if line else {}
