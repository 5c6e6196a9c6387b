"""Mending on the day: nobody is moved in vain, what has begun stays, everybody is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.domain.errors import BadData, BadUsage, Impossible, OutOfTime
from duijie.domain.event import Absence, Event, Fixed, PairKey, Precedence, Room
from duijie.domain.plans import PlacedMeeting, Status
from duijie.timetable.build import build_problem
from duijie.timetable.check_repair import check_repair
from duijie.timetable.disruption import Disruption
from duijie.timetable.measures import count_holes
from duijie.timetable.place import to_placed
from duijie.timetable.repair import RepairResult, repair
from tests.timetable.events import COMPANIES, EXPERTS, NEEDS, PAIRS, make_event

PEOPLE = (NEEDS, EXPERTS, COMPANIES)
DAY = date(2026, 5, 20)
COMPANY_OF = {need.need_id: need.company or need.need_id for need in NEEDS}
Measure = tuple[int, int, int, int]


def lay_out(event: Event) -> list[PlacedMeeting]:
    """Return a timetable without a break: three slots, up to two meetings in each."""
    problem = build_problem(event, PAIRS, *PEOPLE)
    return to_placed(event, problem, (0, 1, 1, 2, 0), PAIRS, NEEDS)


def at(clock: time) -> datetime:
    return datetime.combine(DAY, clock)


def mend(
    disruption: Disruption, *, event: Event | None = None, allow_unplaced: bool = False
) -> RepairResult:
    """Repair the timetable of the event and have the oracle look at it."""
    event = event or make_event()
    before = lay_out(make_event())
    result = repair(event, before, disruption, *PEOPLE, allow_unplaced=allow_unplaced)
    found = check_repair(
        event, before, result.placed, disruption, *PEOPLE, allow_unplaced=allow_unplaced
    )
    assert found == []
    return result


def key_of(row: PlacedMeeting) -> PairKey:
    return row.need_id, row.expert_id


def people_of(key: PairKey) -> set[str]:
    return {key[1], COMPANY_OF[key[0]]}


def measure(event: Event, before: Sequence[PlacedMeeting], after: list[PlacedMeeting]) -> Measure:
    """Count people whose sheet differs, meetings elsewhere, at other times, and breaks."""
    was, now = {key_of(row): row for row in before}, {key_of(row): row for row in after}
    different = [key for key in {**was, **now} if was.get(key) != now.get(key)]
    people = {person for key in different for person in people_of(key)}
    elsewhere = sum(key in now for key in different)
    retimed = sum(key in was and row.start != was[key].start for key, row in now.items())
    usable = [slot.number for slot in event.slots if slot.usable]
    busy: dict[str, set[int]] = {}
    for row in after:
        for person in people_of(key_of(row)):
            busy.setdefault(person, set()).add(row.slot)
    breaks = sum(count_holes([slot in mine for slot in usable]) for mine in busy.values())
    return len(people), elsewhere, retimed, breaks


def all_repairs(
    event: Event, before: Sequence[PlacedMeeting], disruption: Disruption
) -> Iterator[list[PlacedMeeting]]:
    """Yield every valid repair: each meeting at each place, judged by the oracle alone."""
    was = {key_of(row): row for row in before}
    keys = [key for key in was if key not in disruption.cancel] + list(disruption.add)
    places = [(slot, table) for slot in event.slots if slot.usable for table in event.tables]
    company = {need.need_id: need.company for need in NEEDS}

    def place_rest(rows: list[PlacedMeeting]) -> Iterator[list[PlacedMeeting]]:
        if len(rows) == len(keys):
            if not check_repair(event, before, rows, disruption, *PEOPLE):
                yield rows
            return
        key = keys[len(rows)]
        old = was.get(key)
        begun = old is not None and disruption.has_begun(old.start)
        for slot, table in places:
            row = PlacedMeeting(
                slot=slot.number, start=slot.start, end=slot.end, room=table.room,
                table=table.id, need_id=key[0], company=company[key[0]], expert_id=key[1],
            )  # fmt: skip
            clash = any(
                row.slot == other.slot
                and (row.table == other.table or people_of(key) & people_of(key_of(other)))
                for other in rows
            )
            if not clash and (not begun or row == old):
                yield from place_rest([*rows, row])

    yield from place_rest([])


def judge(event: Event, disruption: Disruption) -> None:
    """Compare the engine with every repair there is."""
    before = lay_out(replace(event, fixed=()))
    best = min(
        (measure(event, before, rows) for rows in all_repairs(event, before, disruption)),
        default=None,
    )
    if best is None:
        with pytest.raises(Impossible):
            repair(event, before, disruption, *PEOPLE)
        return
    result = repair(event, before, disruption, *PEOPLE)
    assert check_repair(event, before, result.placed, disruption, *PEOPLE) == []
    assert measure(event, before, list(result.placed)) == best
    assert (result.status, result.n_people, result.people_bound, result.breaks) == (
        Status.OPTIMAL, best[0], best[0], best[3],
    )  # fmt: skip


TWO_TABLES = make_event(rooms=(Room("A", 1), Room("B", 1)))
CLOCKS = [None, time(10, 10), time(10, 40), time(11)]


@st.composite
def disruptions(draw: st.DrawFn) -> Disruption:
    now = draw(st.sampled_from([None, time(10, 5), time(10, 50)]))
    absences = st.builds(
        Absence, st.sampled_from(["E01", "E02", "C01", "N04", "A-1", "B-1"]),
        st.sampled_from(CLOCKS), st.sampled_from([None, time(11)]),
    )  # fmt: skip
    absent = draw(st.lists(absences.filter(lambda one: one.start != time(11)), max_size=2))
    add = draw(st.lists(st.sampled_from([("N03", "E03"), ("N05", "E01")]), max_size=1))
    cancel = draw(st.sampled_from([(), (("N04", "E02"),)]))
    return Disruption(at(now) if now else None, tuple(absent), tuple(add), cancel)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(disruption=disruptions())
def test_no_repair_moves_fewer(disruption: Disruption) -> None:
    judge(TWO_TABLES, disruption)


@pytest.mark.parametrize(
    ("disruption", "people"),
    [
        (Disruption(), 0),
        (Disruption(absent=(Absence("E03", time(10), time(10, 20)),)), 2),
        (Disruption(at(time(10, 30)), cancel=(("N04", "E02"),)), 2),
        (Disruption(at(time(10, 30)), add=(("N05", "E01"),)), 2),
        (Disruption(absent=(Absence("E02", time(10, 40), time(11)),)), 3),
    ],
)
def test_the_fewest_people_are_moved(disruption: Disruption, people: int) -> None:
    result = mend(disruption)
    assert (result.n_people, result.people_bound, result.status) == (people, people, "optimal")


def test_whoever_sat_at_a_lost_table_gets_another_and_keeps_the_time() -> None:
    before = lay_out(make_event())
    lost = before[-1]
    result = mend(Disruption(absent=(Absence(lost.table, time(11)),)))
    (moved,) = [row for row in result.placed if row not in before]
    assert (moved.start, key_of(moved)) == (lost.start, key_of(lost))
    assert moved.table != lost.table
    assert {notice.change for notice in result.notices} == {"table"}


def test_a_meeting_without_a_place_is_named_and_nobody_else_moves() -> None:
    gone = Disruption(at(time(10, 30)), absent=(Absence("E02", time(10, 40)),))
    result = mend(gone, allow_unplaced=True)
    assert set(result.unplaced) == {"N02/E02", "N04/E02"}
    assert {notice.change for notice in result.notices} == {"cancelled"}
    assert result.n_people == 3


def test_everybody_concerned_is_told_what_was_and_what_is() -> None:
    result = mend(Disruption(at(time(10, 30)), (), (("N05", "E01"),), (("N03", "E01"),)))
    told = [notice.describe() for notice in result.notices]
    assert "C02 Hill Resins：与 赵明 的会见，原定 05-20 10:40 桌 A-1，取消" in [
        one.zh for one in told
    ]
    assert any(
        one.en.startswith("E01 赵明: the meeting with 不在名单的厂, is new: 05-20 1")
        for one in told
    )
    assert [notice.person.id for notice in result.notices] == sorted(
        notice.person.id for notice in result.notices
    )


def test_a_pin_of_slot_and_table_holds_on_the_day() -> None:
    event = make_event(fixed=(Fixed(("N04", "E02"), slot=4, table="B-1"),))
    result = mend(Disruption(at(time(10, 30))), event=event)
    (row,) = [row for row in result.placed if row.need_id == "N04"]
    assert (row.slot, row.table) == (4, "B-1")


def test_a_pinned_table_sends_away_who_sits_there() -> None:
    pin = Fixed(("N02", "E02"), slot=3, table="A-1")
    event = replace(TWO_TABLES, fixed=(pin,))
    judge(event, Disruption(at(time(10, 30))))


@pytest.mark.parametrize(
    ("disruption", "words"),
    [
        (
            Disruption(at(time(10, 30)), (Absence("E02", time(10, 40)),)),
            "N02/E02, N04/E02 have no slot left",
        ),
        (
            Disruption(at(time(10, 30)), (Absence("C01", time(11)),), (("N01", "E03"),)),
            "C01 江畔化工 has 2 meetings but only 1 free slot (10:40-11:00)",
        ),
    ],
)
def test_an_impossible_repair_names_its_cause(disruption: Disruption, words: str) -> None:
    before = lay_out(make_event())
    with pytest.raises(Impossible) as caught:
        repair(make_event(), before, disruption, *PEOPLE)
    assert words in str(caught.value)
    assert len(set(caught.value.hints)) == len(caught.value.hints)


def test_an_order_that_the_past_has_broken_is_named() -> None:
    event = make_event(before=(Precedence(("N02", "E02"), ("N05", "E03")),))
    with pytest.raises(Impossible, match="N02/E02 was to come before N05/E03, which has begun"):
        repair(event, lay_out(make_event()), Disruption(at(time(10, 30))), *PEOPLE)


def test_fairness_that_the_past_makes_impossible_is_named() -> None:
    event = make_event(fairness=0)
    gone = Disruption(at(time(10, 30)), (Absence("C01", time(10, 40), time(11)),))
    with pytest.raises(Impossible, match="differing by at most 0") as caught:
        repair(event, lay_out(event), gone, *PEOPLE)
    assert "fairness" in caught.value.hints[0].en
    assert mend(gone, event=make_event(fairness=1)).breaks == 1


def test_no_time_at_all_is_said() -> None:
    with pytest.raises(OutOfTime, match="0 seconds"):
        repair(make_event(), lay_out(make_event()), Disruption(), *PEOPLE, time_limit_s=0)


@pytest.mark.parametrize(
    ("disruption", "words"),
    [
        (Disruption(cancel=(("N04", "E01"),)), "no N04/E01 to cancel"),
        (Disruption(cancel=(("N77", "E77"),)), "no N77/E77 to cancel"),
        (Disruption(at(time(10, 30)), cancel=(("N01", "E01"),)), "has begun"),
        (Disruption(add=(("N01", "E01"),)), "in the timetable already"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(disruption: Disruption, words: str) -> None:
    with pytest.raises(BadUsage, match=words):
        repair(make_event(), lay_out(make_event()), disruption, *PEOPLE)


def test_a_timetable_of_another_programme_is_refused() -> None:
    row, *others = lay_out(make_event())
    odd = [replace(row, start=row.start + timedelta(minutes=5)), *others]
    with pytest.raises(BadData, match="does not fit the event"):
        repair(make_event(), odd, Disruption(), *PEOPLE)


def test_the_oracle_sees_a_changed_past_and_a_forgotten_wish() -> None:
    event, before = make_event(), lay_out(make_event())
    disruption = Disruption(at(time(10, 30)), add=(("N05", "E02"),), cancel=(("N04", "E02"),))
    found = check_repair(event, before, before, disruption, *PEOPLE)
    assert {one.rule for one in found} == {"missing", "not assigned"}
    rewritten = [replace(before[0], table="B-1", room="B"), *before[1:]]
    found = check_repair(event, before, rewritten, Disruption(at(time(10, 30))), *PEOPLE)
    assert "past" in {one.rule for one in found}
    history = Disruption(at(time(10, 30)), (Absence("E01", time(10), time(10, 20)),))
    assert check_repair(event, before, before, history, *PEOPLE) == []


def test_the_same_repair_again() -> None:
    gone = Disruption(absent=(Absence("E02", time(10, 40), time(11)),))
    assert mend(gone).placed == mend(gone).placed
