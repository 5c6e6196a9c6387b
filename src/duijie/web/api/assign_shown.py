"""What the API says of assignments: their figures, their pairs, the answers about pairs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ninja import Schema

from duijie.web.assign.models import Assignment
from duijie.web.assign.selectors import Meeting, Person


class PersonOut(Schema):
    """A need or an expert: `pk` is the number in the register, null for one deleted since."""

    id: str
    pk: int | None
    label: str


class MeetsOut(PersonOut):
    """Whom somebody meets or could meet."""

    affinity: float
    decided: bool


class ScenarioOut(Schema):
    """A version: its figures, and the greatest total under the same rules (`best_total`)."""

    version: int
    made_at: datetime
    by_name: str
    note: str
    in_use: bool
    total: float
    best_total: float
    worst_served: float
    bound: float
    status: str


class LineOut(PersonOut):
    """A need with its experts, best first; `worst` marks those served worst."""

    company: str
    total: float
    worst: bool
    experts: list[MeetsOut]


class AssignmentOut(ScenarioOut):
    """A version with everybody's meetings; `stale` when what it rests on has changed since."""

    ranking: int
    stale: bool
    notices: list[str]
    needs: list[LineOut]


class PointOut(Schema):
    """A point of the curve: `share` of the greatest total; `here` when it is this version."""

    point: int
    floor: float
    worst_served: float
    total: float
    share: float
    meetings: int
    recommended: bool
    here: bool


class CurveOut(Schema):
    """The price of fairness; not `complete` when there may be points between these."""

    version: int
    said: str
    complete: bool
    points: list[PointOut]


class NamedPair(Schema):
    """A need and an expert who lose or gain their meeting."""

    need: PersonOut
    expert: PersonOut


class WhyOut(NamedPair):
    """What deciding a pair the other way would cost, in affinity, and whom.

    Without a cost when that cannot be said; the message tells why.
    """

    version: int
    chosen: bool
    affinity: float | None
    message: str
    cost: float | None
    lost: list[NamedPair]
    gained: list[NamedPair]


class HeldOut(PersonOut):
    """The limits that somebody has reached, the meetings, and the best not chosen."""

    version: int
    limits: list[str]
    meetings: list[MeetsOut]
    others: list[MeetsOut]


class ChangeOut(PersonOut):
    """A need whose experts differ, with the sum of its affinities in both."""

    kept: list[MeetsOut]
    left: list[MeetsOut]
    came: list[MeetsOut]
    before: float
    after: float


class ComparedOut(Schema):
    """Two versions side by side, and the needs that differ, those that lose most first."""

    before: ScenarioOut
    after: ScenarioOut
    changes: list[ChangeOut]


def show_scenario(one: Assignment, used: Assignment | None) -> dict[str, Any]:
    """Return a version with its figures."""
    return {
        "version": one.version,
        "made_at": one.made_at,
        "by_name": one.by_name,
        "note": one.note,
        "in_use": used is not None and used.pk == one.pk,
        "total": one.total,
        "best_total": one.best_total,
        "worst_served": one.worst_served,
        "bound": one.bound,
        "status": one.status,
    }


def show_person(one: Person) -> dict[str, Any]:
    """Return a need or an expert as the viewer may see it."""
    return {"id": one.code, "pk": one.pk, "label": one.label}


def show_pair(pair: tuple[Person, Person]) -> dict[str, Any]:
    """Return a need and an expert."""
    return {"need": show_person(pair[0]), "expert": show_person(pair[1])}


def show_meetings(meetings: Sequence[Meeting]) -> list[dict[str, Any]]:
    """Return whom somebody meets."""
    return [
        {**show_person(one.other), "affinity": one.affinity, "decided": one.pinned}
        for one in meetings
    ]
