"""A small invented event with everything in it that is hard to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import numpy as np

from duijie.domain.event import Absence, Day, Event, PlenaryItem, Room, SlotPlan
from duijie.domain.plans import AffinityMatrix, AssignedPair, PlacedMeeting
from duijie.domain.records import Budget, Company, Evidence, Expert, Need, Register
from duijie.domain.text import Text
from duijie.report.programme import Programme

HIDDEN_TITLE = "锂硫隔膜涂层配方"
HIDDEN_TEXT = "目标克容量九百毫安时"
HIDDEN_WORD = "聚硫穿梭抑制"
PHONE = "13900001234"
EMAIL = "lin@example.org"
RARE_NAMES = ("王喆", "赵翀", "钱垚", "孙堃", "李㛃", "周䶮", "吴𠮷", "郑𬭎")

EVENT = Event(
    title=Text("临江校企对接会", "Linjiang docking meeting"),
    days=(
        Day(
            date(2026, 5, 20),
            slots=(SlotPlan(time(14, 0), 20, 4),),
            plenary=(
                PlenaryItem(time(9, 0), 15, Text("园区介绍", "The park"), "园区主任"),
                PlenaryItem(time(9, 15), 30, turns="experts", per_turn=3),
                PlenaryItem(time(9, 45), 30, turns="companies"),
                PlenaryItem(time(14, 40), 20, Text("茶歇", "Tea")),
            ),
        ),
    ),
    rooms=(Room("A", 2), Room("B", 1)),
    place=Text("会议中心", "Conference centre"),
    hosts=("科技发展局",),
    absent=(Absence("E2", time(9, 0), time(9, 30)), Absence("A-2"), Absence("C2", time(15, 0))),
)

REGISTER = Register(
    needs=(
        Need(
            "N1",
            "高盐废水 #let $x$ *a* @b \\c `d` “零排放”",
            text="进水 TDS 60 g/L，\n要求杂盐率 < 8 %，CO₂ 少排。",
            company="星岚化工有限公司",
            industry="污水处理",
            keywords=("分质结晶", "CO₂"),
            budget_cny=Budget(500_000, 1_200_000),
            deadline=date(2026, 12, 31),
            mode=("委托研发",),
            wanted_maturity=6,
        ),
        Need(
            "N2",
            HIDDEN_TITLE,
            text=HIDDEN_TEXT,
            company="星岚",
            industry="电池材料",
            keywords=(HIDDEN_WORD,),
            budget_cny=Budget(770_000, 770_000),
            confidential=True,
            extra=(("备注", HIDDEN_WORD),),
        ),
        Need("N3", "A binder for waterborne coatings", company="Brookfield Coatings Ltd."),
    ),
    experts=(
        *(
            Expert(f"E{nth}", name, "临江大学", "化学学院", "教授", ("膜分离",), ("脱盐",))
            for nth, name in enumerate(RARE_NAMES, start=1)
        ),
        Expert("E9", "Maria Lindqvist-Oyelaran", "Northern Hills", "School of Chemistry"),
    ),
    evidence=(
        Evidence("E1", "paper", "Electrodialysis of brines", year=2023),
        Evidence("E1", "patent", "一种结晶器", maturity=5),
    ),
    companies=(
        Company(
            "C1",
            "星岚化工有限公司",
            "星岚",
            industry="环保",
            products=("工业盐",),
            contact=f"林工 {PHONE}",
            phone=PHONE,
            email=EMAIL,
            intro="做盐的。",
        ),
        Company("C2", "静默材料厂"),
    ),
)


def make_programme(**changes: object) -> Programme:
    """Return the event with five assigned pairs, four of them placed."""
    slots = EVENT.slots
    seats = [(1, "A", "N1", "E1"), (1, "B", "N2", "E2"), (2, "A", "N2", "E1"), (4, "A", "N3", "E9")]
    placed = tuple(
        PlacedMeeting(
            number,
            slots[number - 1].start,
            slots[number - 1].end,
            room,
            f"{room}-1",
            need_id,
            "",
            expert_id,
        )
        for number, room, need_id, expert_id in seats
    )
    pairs = [*((need, expert) for _, _, need, expert in seats), ("N1", "E3")]
    programme = Programme(
        event=EVENT,
        register=REGISTER,
        assigned=tuple(AssignedPair(need, expert, 0.5, need == "N1") for need, expert in pairs),
        placed=placed,
        reasons={
            ("N1", "E1"): Text("论文与“分质结晶”最接近", "the paper is closest to “brines”"),
            ("N2", "E2"): Text(f"同有“{HIDDEN_WORD}”", f"both say “{HIDDEN_WORD}”"),
        },
        generated=datetime.fromisoformat("2026-05-12T18:30"),
        affinity=AffinityMatrix(("N1", "N2"), ("E1", "E9"), np.array([[0.9, 0.1], [np.nan, 0.4]])),
    )
    return replace(programme, **changes)  # type: ignore[arg-type]


def make_empty() -> Programme:
    """Return an event for which nobody has said anything yet."""
    event = Event(Text("Spring meeting", "Spring meeting"), (Day(date(2026, 3, 1)),), ())
    return Programme(event, Register(), (), (), {}, datetime.fromisoformat("2026-02-01T00:00"))
