"""A timetable opened: its rows with times, its people, and whether it still fits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils import timezone

from duijie.domain.event import Event as Setting
from duijie.domain.event import PairKey, Slot
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.records import Expert, Need, Register
from duijie.domain.text import Text
from duijie.report.privacy import for_everyone
from duijie.report.programme import Programme
from duijie.timetable.check_placed import Frame, check_placed
from duijie.timetable.people import People
from duijie.web.access.rules import Scope
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.assign.selectors import used_assignment
from duijie.web.jobs.inputs import input_hash
from duijie.web.programme.services import read_setting, setting_of
from duijie.web.register.bridge import to_company, to_expert, to_need
from duijie.web.timetable.inputs import FITS, amend, of_those_here, with_locks
from duijie.web.timetable.models import Timetable, Used

Row = list[object]
"""Need id, expert id, slot number, table id: as the database keeps a meeting."""


@dataclass(frozen=True, eq=False)
class Plan:
    """A timetable with what its rows mean; `gone` are ids of people deleted since.

    `register` holds needs, experts and companies only, and somebody without a name in the place
    of each that is gone.
    """

    timetable: Timetable
    setting: Setting
    register: Register
    gone: frozenset[str]

    @cached_property
    def placed(self) -> tuple[PlacedMeeting, ...]:
        """The rows, as engines know them."""
        return to_placed(self.setting, self.register, self.timetable.placed)

    @property
    def left_out(self) -> list[PairKey]:
        """The meetings without a place."""
        return [(need, expert) for need, expert in self.timetable.left_out]

    @property
    def pairs(self) -> tuple[AssignedPair, ...]:
        """All meetings, those with a place first."""
        placed = [(one.need_id, one.expert_id) for one in self.placed]
        return tuple(AssignedPair(*key, 0.0) for key in (*placed, *self.left_out))

    @cached_property
    def people(self) -> People:
        """Who sits in its meetings."""
        return People(self.register.needs, self.register.experts, self.register.companies)

    @cached_property
    def breaks_of(self) -> dict[str, int]:
        """How many breaks everybody has who meets somebody, by id."""
        frame = Frame(self.setting, self.people)
        busy: dict[str, set[int]] = defaultdict(set)
        for row in self.placed:
            for person in frame.people_of(row):
                busy[person.id].add(row.slot)
        return {one: frame.breaks(slots) for one, slots in busy.items()}

    @property
    def breaks(self) -> int:
        """How many breaks there are in all."""
        return sum(self.breaks_of.values())

    def as_programme(self, viewer: Viewer) -> Programme:
        """Return it as the viewer may see it, without reasons."""
        whole = Programme(
            event=self.setting,
            register=self.register,
            assigned=self.pairs,
            placed=self.placed,
            reasons={},
            generated=timezone.localtime().replace(tzinfo=None),
        )
        return whole if viewer.scope("need", "read") is Scope.ALL else for_everyone(whole)


def open_plan(timetable: Timetable) -> Plan:
    """Return a timetable with what its rows mean."""
    register = read_people(timetable.event)
    needs = {one.need_id for one in register.needs}
    experts = {one.expert_id for one in register.experts}
    pairs = [(row[0], row[1]) for row in (*timetable.placed, *timetable.left_out)]
    gone_needs = dict.fromkeys(need for need, _expert in pairs if need not in needs)
    gone_experts = dict.fromkeys(expert for _need, expert in pairs if expert not in experts)
    whole = replace(
        register,
        needs=(*register.needs, *(Need(one, one, company=one) for one in gone_needs)),
        experts=(*register.experts, *(Expert(one, one) for one in gone_experts)),
    )
    setting = setting_of(timetable.programme)
    return Plan(timetable, setting, whole, frozenset((*gone_needs, *gone_experts)))


def read_people(event: Event) -> Register:
    """Return needs, experts and companies of an event; a timetable reads nothing else."""
    return Register(
        needs=tuple(map(to_need, event.need_set.select_related("company"))),
        experts=tuple(map(to_expert, event.expert_set.all())),
        companies=tuple(map(to_company, event.company_set.all())),
    )


def to_placed(setting: Setting, register: Register, rows: list[Row]) -> tuple[PlacedMeeting, ...]:
    """Return rows of the database as engines know them."""
    slots: dict[object, Slot] = {slot.number: slot for slot in setting.slots}
    rooms = {table.id: table.room for table in setting.tables}
    company_of = {need.need_id: need.company for need in register.needs}
    return tuple(
        PlacedMeeting(
            slot=slots[slot].number,
            start=slots[slot].start,
            end=slots[slot].end,
            room=rooms[str(table)],
            table=str(table),
            need_id=str(need),
            company=company_of[str(need)],
            expert_id=str(expert),
        )
        for need, expert, slot, table in rows
    )


def to_rows(placed: tuple[PlacedMeeting, ...]) -> list[Row]:
    """Return rows as the database keeps them."""
    return [[one.need_id, one.expert_id, one.slot, one.table] for one in placed]


def used_timetable(event: Event) -> Timetable | None:
    """Return the timetable that the event goes on with; None before the first."""
    found = Used.objects.filter(event=event).select_related(
        "timetable__programme", "timetable__assignment", "timetable__event"
    )
    used = found.first()
    return used.timetable if used else None


def find_timetable(event: Event, version: int) -> Timetable | None:
    """Return the timetable of a number."""
    found = Timetable.objects.filter(event=event, version=version)
    return found.select_related("programme", "assignment", "event").first()


def list_timetables(event: Event) -> list[Timetable]:
    """Return the latest versions, newest first, without their rows."""
    return list(Timetable.objects.filter(event=event).defer("placed", "left_out")[:100])


def fit_hash(event: Event) -> str:
    """Return the hash of what a timetable has to fit, as it is now."""
    return input_hash(event, FITS)


def is_stale(timetable: Timetable) -> bool:
    """Whether the programme, the assignment or the people changed since, or a lock is not kept."""
    if timetable.input_hash != fit_hash(timetable.event):
        return True
    return any(lock not in _places(timetable) for lock in _locked(timetable))


def _places(timetable: Timetable) -> set[tuple[object, ...]]:
    return {tuple(row) for row in timetable.placed}


def _locked(timetable: Timetable) -> list[tuple[object, ...]]:
    placed = {(row[0], row[1]) for row in timetable.placed}
    rows = timetable.event.locks.values_list("need__code", "expert__code", "slot", "table")
    return [row for row in rows if (row[0], row[1]) in placed]


def find_wrong(plan: Plan) -> list[Text]:
    """Say what of a plan does not fit the programme, the assignment and the people of now."""
    event = plan.timetable.event
    setting, assignment = read_setting(event), used_assignment(event)
    if setting is None or assignment is None:
        return []
    people = read_people(event)
    pairs, _gone = of_those_here(amend(event, assignment.assigned), people)
    fixed, odd = with_locks(setting, event, pairs)
    left = set(plan.left_out)
    asked = [one for one in pairs if (one.need_id, one.expert_id) not in left]
    found = check_placed(
        fixed,
        plan.placed,
        asked,
        people.needs,
        people.experts,
        people.companies,
        name_rows=False,
    )
    return [*odd, *dict.fromkeys(one.message for one in found)]
