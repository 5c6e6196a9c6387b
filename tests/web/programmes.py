"""A small programme of the world's own people, as the timetable step hands it on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from duijie.domain.event import Day, Event, PlenaryItem, Room, SlotPlan
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.text import Text
from duijie.report.programme import Programme
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Role
from duijie.web.register.bridge import to_register
from tests.web.conftest import World

EVENT = Event(
    title=Text("校企对接会", "Docking meeting"),
    days=(
        Day(
            date(2099, 5, 20),  # never over, whenever the tests run
            slots=(SlotPlan(time(14, 0), 20, 6),),
            plenary=(
                PlenaryItem(time(9, 0), 15, Text("园区介绍", "The park"), "园区主任"),
                PlenaryItem(time(9, 15), 30, turns="experts", per_turn=5),
            ),
        ),
    ),
    rooms=(Room("A", 2),),
    place=Text("会议中心", "Conference centre"),
)
REASON = Text("膜分离研究与脱盐相近", "membranes are close to desalting")
Seat = tuple[str, str, int, str]
"""Whose need, whose expert ("own" or "foreign"), slot, table."""
SEATS: tuple[Seat, ...] = (("own", "own", 1, "A-1"), ("foreign", "own", 2, "A-1"))


def organiser_of(world: World) -> Viewer:
    """Return the organiser looking at the world's event."""
    return Viewer(world.users["organiser"], world.event, frozenset({Role.ORGANISER}))


def make_programme(world: World, seats: Sequence[Seat] = SEATS, event: Event = EVENT) -> Programme:
    """Return the register of the world's event with meetings at `seats`."""
    placed = [_place(world, event, seat) for seat in seats]
    return Programme(
        event=event,
        register=to_register(world.event),
        assigned=tuple(AssignedPair(one.need_id, one.expert_id, 0.5) for one in placed),
        placed=tuple(placed),
        reasons={(one.need_id, one.expert_id): REASON for one in placed},
        generated=datetime.fromisoformat("2027-05-01T10:00"),
    )


def _place(world: World, event: Event, seat: Seat) -> PlacedMeeting:
    need, expert, number, table = seat
    whose = {"own": world.own, "foreign": world.foreign}
    slot = event.slots[number - 1]
    wanted = whose[need]["need"]
    return PlacedMeeting(
        slot=number,
        start=slot.start,
        end=slot.end,
        room="A",
        table=table,
        need_id=wanted.code,
        company=wanted.company_name,
        expert_id=whose[expert]["expert"].code,
    )
