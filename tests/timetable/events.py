"""An event of our own, small enough to see through."""

from __future__ import annotations

from datetime import date, time

from duijie.domain.event import (
    Absence,
    Day,
    Event,
    Fixed,
    Limits,
    PlenaryItem,
    Precedence,
    Preference,
    Room,
    SlotPlan,
    Walk,
)
from duijie.domain.plans import AssignedPair
from duijie.domain.records import Company, Expert, Need
from duijie.domain.text import Text

EXPERTS = (Expert("E01", "赵明"), Expert("E02", "Lin Yi"), Expert("E03", "孙朔"))
COMPANIES = (
    Company("C01", "江畔化工有限公司", short_name="江畔化工"),
    Company("C02", "Hill Resins"),
)
NEEDS = (
    Need("N01", "废水脱盐", company="江畔化工有限公司"),
    Need("N02", "催化剂再生", company="江畔化工有限公司"),
    Need("N03", "Low-odour resin", company="Hill Resins"),
    Need("N04", "膜材料"),
    Need("N05", "干燥能耗", company="不在名单的厂"),
)
PAIRS = tuple(
    AssignedPair(need, expert, 0.5)
    for need, expert in [
        ("N01", "E01"),
        ("N02", "E02"),
        ("N03", "E01"),
        ("N04", "E02"),
        ("N05", "E03"),
    ]
)


def make_event(
    *,
    absent: tuple[Absence, ...] = (),
    prefer: tuple[Preference, ...] = (),
    before: tuple[Precedence, ...] = (),
    fixed: tuple[Fixed, ...] = (),
    rooms: tuple[Room, ...] = (Room("A", 2), Room("B", 1)),
    fairness: int | None = None,
    morning_slots: int = 2,
    walk_minutes: int = 0,
    walks: tuple[Walk, ...] = (),
) -> Event:
    """Return an event of one day: four slots from 10:00, the second one under the plenary."""
    day = Day(
        date(2026, 5, 20),
        slots=(SlotPlan(time(10), minutes=20, count=4),),
        plenary=(PlenaryItem(time(10, 20), 20, Text("园区介绍", "The park"), "park office"),),
    )
    return Event(
        Text("对接会", "Docking"),
        days=(day,),
        rooms=rooms,
        limits=Limits(morning_slots=morning_slots, fairness=fairness, walk_minutes=walk_minutes),
        walks=walks,
        absent=absent,
        prefer=prefer,
        before=before,
        fixed=fixed,
    )
