from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from duijie.domain.event import Day, Event, PlenaryItem, Room, SlotPlan
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.records import Company, Evidence, Expert, Need, Register
from duijie.domain.text import Text, same
from duijie.report.documents import DOCUMENTS
from duijie.report.programme import Programme
from tests.report.factories import (
    EMAIL,
    EVENT,
    HIDDEN_TEXT,
    HIDDEN_TITLE,
    HIDDEN_WORD,
    PHONE,
    RARE_NAMES,
    REGISTER,
    make_empty,
    make_programme,
)
from tests.report.printing import print_pages, print_text

PROGRAMME = make_programme()
NAMES = [document.name for document in DOCUMENTS]
HANDED_ROUND = [name for name in NAMES if name != "runsheet"]


@pytest.mark.parametrize("name", HANDED_ROUND)
@pytest.mark.parametrize("secret", [HIDDEN_TITLE, HIDDEN_TEXT, HIDDEN_WORD, "77万元", PHONE, EMAIL])
def test_what_is_handed_round_keeps_secrets(name: str, secret: str) -> None:
    assert secret not in print_text(name, PROGRAMME)


def test_only_the_run_sheet_names_a_confidential_need() -> None:
    text = print_text("runsheet", PROGRAMME)
    assert HIDDEN_TITLE in text
    assert PHONE in text
    assert "保密" in text


def test_handbook_says_that_a_need_is_confidential_and_of_which_industry() -> None:
    assert "保密需求Confidentialneed:电池材料" in print_text("handbook", PROGRAMME)


@pytest.mark.parametrize("name", ["handbook", "cards", "badges", "signin"])
def test_rare_names_are_printed(name: str) -> None:
    text = print_text(name, PROGRAMME)
    assert [person for person in RARE_NAMES if person not in text] == []


def test_markup_in_data_prints_as_itself() -> None:
    assert "高盐废水#let$x$*a*@b\\c`d`“零排放”" in print_text("handbook", PROGRAMME)


def test_handbook_prints_needs_reasons_and_times() -> None:
    text = print_text("handbook", PROGRAMME)
    assert "50–120万元" in text
    assert "2026-12-31" in text
    assert "论文与“分质结晶”最接近" in text
    assert "thepaperisclosestto“brines”" in text
    assert "待定" in text  # the pair without a time


def test_introductions_have_clock_times_and_say_who_is_away() -> None:
    page = next(page for page in print_pages("handbook", PROGRAMME) if "专家逐一介绍" in page)
    assert "09:15王喆" in page
    assert "09:18赵翀请假" in page
    assert "09:30" in page  # the sixth of nine, three minutes each
    assert "09:55静默材料厂" in page  # no minutes given: the half hour shared by three


def test_contents_name_the_page_on_which_each_person_stands() -> None:
    pages = print_pages("handbook", PROGRAMME)
    profile = next(number for number, page in enumerate(pages, 1) if "E1王喆" in page)
    assert f"{profile}王喆" in pages[1]


def test_every_table_has_a_card_and_every_expert_two_faces() -> None:
    pages = print_pages("cards", PROGRAMME)
    assert len(pages) == len(REGISTER.experts) + len(EVENT.tables)
    assert pages[0].count("王喆") == 2
    assert "14:00–14:20" in pages[len(REGISTER.experts)]


def test_a_second_writing_of_a_name_stands_beneath_it() -> None:
    people = (Expert("E1", "傅闻笛（Fu Wendi）"),)
    programme = make_programme(register=Register(experts=people), assigned=(), placed=())
    for name in ("cards", "badges"):
        assert "傅闻笛FuWendi" in print_text(name, programme)


def test_badges_name_roles_and_leave_a_line_for_unknown_names() -> None:
    text = print_text("badges", PROGRAMME)
    assert text.count("专家Expert") == len(REGISTER.experts)
    assert "林工" in text
    assert "静默材料厂" in text


def test_everybody_with_something_planned_has_a_sheet_of_their_own() -> None:
    pages = print_pages("personal", PROGRAMME)
    assert sum("王喆" in page and "Companyandneed" in page for page in pages) == 1
    mine = next(page for page in pages if "王喆" in page and "Companyandneed" in page)
    assert "14:00" in mine
    assert "星岚化工有限公司" in mine
    assert "论文与“分质结晶”最接近" in mine
    assert "待定" not in mine
    assert any("静默材料厂" in page for page in pages)  # it has a turn in the plenary


def test_who_has_nothing_planned_gets_no_sheet() -> None:
    people = Register(experts=(Expert("E1", "王喆"), Expert("E2", "赵翀")))
    event = replace(EVENT, days=(replace(EVENT.days[0], plenary=()),))
    pages = print_pages(
        "personal", make_programme(event=event, register=people, assigned=(), placed=())
    )
    assert len(pages) == 1
    assert "Nothingisplannedyet" in pages[0]


def test_sign_in_sheet_repeats_its_head_on_every_page() -> None:
    many = replace(
        REGISTER, experts=tuple(Expert(f"X{nth}", f"某{nth}") for nth in range(60)), evidence=()
    )
    pages = print_pages("signin", make_programme(register=many, assigned=(), placed=()))
    assert len(pages) > 3
    assert all("签名" in page for page in pages)


def test_run_sheet_lists_absences_free_tables_and_the_unplaced() -> None:
    text = print_text("runsheet", PROGRAMME)
    assert "停用closedA-2" in text
    assert "尚无时间" in text
    assert "无会商企业Nomeeting静默材料厂" in text
    assert "15:00–15:20" in text  # open at one side: until the last slot ends


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_event_prints(name: str) -> None:
    assert "�" not in print_text(name, make_empty())


@pytest.mark.parametrize("name", NAMES)
def test_extremes_print(name: str) -> None:
    assert "长" * 50 in print_text(name, _extreme()) or name in ("signin", "cards", "badges")


def test_sixty_pieces_of_evidence_are_cut_and_counted() -> None:
    assert "另有48项" in print_text("handbook", _extreme())


def test_several_days_are_told_apart() -> None:
    text = print_text("handbook", _extreme())
    assert "5/31" in text
    assert "6/1" in text
    assert "31May–1June2026" in text


def _extreme() -> Programme:
    """Return two days, forty tables, thirty-two slots, and everything too long."""
    days = tuple(
        Day(day, (SlotPlan(time(9, 0), 15, 16),), (PlenaryItem(time(14, 0), 20, same("End")),))
        for day in (date(2026, 5, 31), date(2026, 6, 1))
    )
    event = Event(Text("长" * 200, "L" * 200), days, (Room("Hall", 40),))
    register = Register(
        needs=(Need("N1", "长" * 200, text="多" * 1500, company="Long " * 20),),
        experts=(Expert("E1", "Wolfeschlegelsteinhausenbergerdorff Senior", "U" * 90),),
        evidence=tuple(Evidence("E1", "paper", f"Paper {nth}", year=2000) for nth in range(60)),
        companies=(Company("C1", "Long " * 20, intro="介" * 500),),
    )
    first, last = event.slots[0], event.slots[-1]
    placed = tuple(
        PlacedMeeting(slot.number, slot.start, slot.end, "Hall", table, "N1", "", "E1")
        for slot, table in ((first, "1"), (last, "40"))
    )
    pairs = (AssignedPair("N1", "E1", 1.0),)
    reasons = {("N1", "E1"): same("because " * 40)}
    return Programme(
        event, register, pairs, placed, reasons, datetime.fromisoformat("2026-05-01T00:00")
    )
