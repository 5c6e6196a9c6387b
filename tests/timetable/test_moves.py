"""Where a meeting may go: the verdict on every place is that of the checker on the whole plan."""

from __future__ import annotations

from collections import Counter
from datetime import time

from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.domain.event import Absence, Event, Fixed, PairKey, Precedence, Room, Walk
from duijie.domain.plans import PlacedMeeting
from duijie.domain.text import Text
from duijie.timetable.check_placed import check_placed
from duijie.timetable.moves import Moves, key_of
from duijie.timetable.people import People
from tests.timetable.events import COMPANIES, EXPERTS, NEEDS, PAIRS, make_event

PEOPLE = People(NEEDS, EXPERTS, COMPANIES)
COMPANY_OF = {need.need_id: need.company for need in NEEDS}
KEYS = [(pair.need_id, pair.expert_id) for pair in PAIRS]
CELLS = [(slot, table) for slot in (1, 3, 4) for table in ("A-1", "A-2", "B-1")]


def seat(event: Event, key: PairKey, slot: int, table: str) -> PlacedMeeting:
    when = event.slots[slot - 1]
    room = table.partition("-")[0]
    need, expert = key
    return PlacedMeeting(slot, when.start, when.end, room, table, need, COMPANY_OF[need], expert)


def moves_of(event: Event, placed: list[PlacedMeeting], key: PairKey) -> Moves:
    return Moves(event, placed, PEOPLE, key, COMPANY_OF[key[0]])


def find_wrong(event: Event, placed: list[PlacedMeeting]) -> Counter[Text]:
    found = check_placed(
        event, placed, PAIRS, NEEDS, EXPERTS, COMPANIES, allow_unplaced=True, name_rows=False
    )
    return Counter(one.message for one in found)


PLACES = st.lists(st.sampled_from(CELLS), min_size=3, max_size=5, unique=True)
EVENTS = st.builds(
    make_event,
    absent=st.sampled_from(
        [(), (Absence("E02", time(10, 40), time(11)),), (Absence("C01"), Absence("B-1"))]
    ),
    before=st.sampled_from([(), (Precedence(KEYS[0], KEYS[2]), Precedence(KEYS[3], KEYS[4]))]),
    fixed=st.sampled_from([(), (Fixed(KEYS[1], 1, "A-1"), Fixed(KEYS[0], 4, "B-1"))]),
    walks=st.sampled_from([(), (Walk(("A", "B"), 5),), (Walk(("A", "B"), 30),)]),
    rooms=st.just((Room("A", 2), Room("B", 1))),
)


@settings(deadline=None)
@given(event=EVENTS, places=PLACES, chosen=st.integers(0, 4))
def test_the_verdict_is_the_checkers(
    event: Event, places: list[tuple[int, str]], chosen: int
) -> None:
    placed = [seat(event, key, *cell) for key, cell in zip(KEYS, places, strict=False)]
    moves = moves_of(event, placed, KEYS[chosen])
    free = make_event(
        absent=event.absent,
        before=event.before,
        walks=event.walks,
        fixed=tuple(one for one in event.fixed if one.meeting != KEYS[chosen]),
    )
    before = find_wrong(free, placed)
    taken = {(one.slot, one.table) for one in placed}
    for (slot, table), verdict in moves.targets().items():
        after = moves.moved(slot, table)
        if chosen >= len(placed) and (slot, table) in taken:
            assert verdict is not None
            continue
        assert (verdict is None) is not bool(find_wrong(free, after) - before)
        assert sorted(map(key_of, after)) == sorted({*map(key_of, placed), KEYS[chosen]})


def test_who_sits_at_the_target_changes_places() -> None:
    event = make_event()
    placed = [seat(event, KEYS[0], 1, "A-1"), seat(event, KEYS[3], 3, "B-1")]
    rows = moves_of(event, placed, KEYS[0]).moved(3, "B-1")
    assert {(key_of(one), one.slot, one.table, one.room) for one in rows} == {
        (KEYS[0], 3, "B-1", "B"),
        (KEYS[3], 1, "A-1", "A"),
    }


def test_why_not_is_said_in_both_languages() -> None:
    event = make_event()
    placed = [seat(event, KEYS[0], 1, "A-1"), seat(event, KEYS[2], 3, "A-1")]
    verdict = moves_of(event, placed, KEYS[0]).judge(3, "A-2")
    assert verdict
    assert verdict.zh == "E01 赵明 在第 3 时段同时有 2 场"
    assert verdict.en == "E01 赵明 is in 2 places in slot 3"


def test_a_move_may_not_make_the_breaks_less_fair_than_they_are() -> None:
    event = make_event(fairness=0)
    placed = [seat(event, KEYS[0], 1, "A-1"), seat(event, KEYS[2], 3, "A-1")]
    moves = moves_of(event, placed, KEYS[2])
    assert moves.judge(3, "A-2") is None
    assert "0" in str(moves.judge(4, "A-1"))


def test_what_is_wrong_already_speaks_against_no_move() -> None:
    event = make_event(absent=(Absence("E01", time(10), time(10, 20)),))
    placed = [seat(event, KEYS[0], 1, "A-1")]
    moves = moves_of(event, placed, KEYS[0])
    assert moves.judge(1, "A-2") is None
    assert moves.judge(3, "A-2") is None
