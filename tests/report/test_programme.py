from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from duijie.domain.event import Absence
from duijie.domain.plans import PlacedMeeting
from duijie.domain.records import Need, Register
from duijie.report.privacy import for_everyone, name_only
from duijie.report.programme import UNNAMED, table_name
from duijie.report.schedule import day_items, is_away
from duijie.report.words import both, say_date, say_dates
from tests.report.factories import EVENT, HIDDEN_WORD, REGISTER, make_empty, make_programme


def placed_at(room: str, table: str) -> PlacedMeeting:
    moment = datetime.fromisoformat("2026-05-20T14:00")
    return PlacedMeeting(1, moment, moment, room, table, "N1", "", "E1")


def test_companies_that_only_a_need_names_are_added_once() -> None:
    names = [company.name for company in make_programme().companies]
    assert names == ["星岚化工有限公司", "静默材料厂", "Brookfield Coatings Ltd."]


def test_a_short_name_finds_its_company() -> None:
    programme = make_programme()
    assert [need.need_id for need in programme.needs_of(programme.companies[0])] == ["N1", "N2"]


def test_a_need_without_company_has_a_place() -> None:
    need = Need("N9", "?")
    alone = replace(make_empty(), register=Register(needs=(need,)))
    assert alone.company_of(need).name == UNNAMED


def test_meetings_come_by_time_then_table_then_without_time() -> None:
    keys = [meeting.key for meeting in make_programme().meetings]
    assert keys == [("N1", "E1"), ("N2", "E2"), ("N2", "E1"), ("N3", "E9"), ("N1", "E3")]


def test_tables_sort_by_number() -> None:
    slot = EVENT.slots[0]
    placed = tuple(
        PlacedMeeting(1, slot.start, slot.end, "A", table, "N1", "", expert)
        for table, expert in (("A-10", "E1"), ("A-2", "E2"))
    )
    programme = make_programme(placed=placed, assigned=())
    assert [one.expert.expert_id for one in programme.meetings] == ["E2", "E1"]


def test_table_name_carries_the_room_once() -> None:
    assert table_name(placed_at("A", "A-3")) == "A-3"
    assert table_name(placed_at("A", "3")) == "A-3"
    assert table_name(placed_at("", "3")) == "3"
    assert table_name(placed_at("1", "12")) == "1-12"


def test_everybody_sees_no_secret_anywhere_in_the_data() -> None:
    shown = for_everyone(make_programme())
    assert HIDDEN_WORD not in repr(shown)
    assert HIDDEN_WORD in repr(make_programme())


def test_a_confidential_need_without_industry_borrows_its_companys() -> None:
    bare = Need("N2", "密", company="星岚", confidential=True)
    changed = make_programme(register=replace(REGISTER, needs=(REGISTER.needs[0], bare)))
    assert for_everyone(changed).register.needs[1].title.endswith("环保")


def test_contact_is_printed_without_number_or_address() -> None:
    assert name_only("王经理（13900001234）") == "王经理"
    assert name_only("Dr. Li, li@example.org") == "Dr. Li"
    assert name_only("陈 2 号") == "陈 2 号"


def test_a_plenary_item_parts_the_slots_into_runs() -> None:
    items = day_items(make_programme(), 0)
    assert [[slot.number for slot in item.slots] for item in items if item.slots] == [[1, 2], [4]]


def test_away_for_part_of_the_time_is_away() -> None:
    start, end = (
        datetime.fromisoformat("2026-05-20T09:29"),
        datetime.fromisoformat("2026-05-20T09:32"),
    )
    assert is_away(EVENT, "E2", start, end)
    assert not is_away(EVENT, "E2", end, end.replace(minute=40))
    assert is_away(EVENT, "A-2", start, end)
    assert not is_away(EVENT, "C2", start, end)


def test_an_absence_of_another_day_does_not_count() -> None:
    event = replace(EVENT, absent=(Absence("E1", date=date(2026, 5, 21)),))
    assert not is_away(
        event,
        "E1",
        datetime.fromisoformat("2026-05-20T09:00"),
        datetime.fromisoformat("2026-05-20T10:00"),
    )


def test_dates_are_said_in_both_languages() -> None:
    assert both(say_dates([date(2026, 5, 20)])) == both(say_date(date(2026, 5, 20)))
    assert both(say_dates([date(2026, 5, 31), date(2026, 6, 1)])) == (
        "2026年5月31日—6月1日 31 May – 1 June 2026"
    )
    assert both(say_dates([date(2026, 12, 31), date(2027, 1, 1)])) == (
        "2026年12月31日—2027年1月1日 31 December 2026 – 1 January 2027"
    )
