from __future__ import annotations

from dataclasses import replace

from duijie.domain.agenda import Agenda
from duijie.report import calendars
from duijie.report.programme import Programme
from tests.report.factories import HIDDEN_TITLE, HIDDEN_WORD, make_programme


def agenda_of(person_id: str, programme: Programme | None = None) -> Agenda:
    found = calendars.agenda_of(programme or make_programme(), person_id)
    assert found
    return found


def test_everybody_has_a_calendar_and_nobody_else() -> None:
    programme = make_programme()
    everybody = list(calendars.agendas(programme))
    assert len(everybody) == len(programme.register.experts) + len(programme.companies)
    assert all(one == agenda_of(one.person_id, programme) for one in everybody)
    assert calendars.agenda_of(programme, "nobody") is None


def test_a_day_holds_the_plenary_the_own_turn_and_the_meetings_by_time() -> None:
    titles = [entry.title for entry in agenda_of("E1").appointments]
    assert titles == [
        "园区介绍 The park",
        "请您介绍 Your introduction",
        "专家逐一介绍 Experts introduce themselves",
        "企业逐一介绍 Companies introduce themselves",
        "对接 Meeting：星岚化工有限公司",
        "对接 Meeting：星岚化工有限公司",
        "茶歇 Tea",
    ]


def test_a_meeting_names_place_table_need_and_reason() -> None:
    [meeting] = [entry for entry in agenda_of("E1").appointments if "分质结晶" in entry.note]
    assert meeting.place == "会议中心 Conference centre · 桌 Table A-1"
    assert "高盐废水" in meeting.note


def test_a_company_sees_whom_it_meets() -> None:
    titles = [entry.title for entry in agenda_of("C1").appointments]
    assert "对接 Meeting：赵翀" in titles


def test_who_is_away_has_no_turn() -> None:
    titles = [entry.title for entry in agenda_of("E2").appointments]
    assert "请您介绍 Your introduction" not in titles


def test_confidential_needs_stay_out() -> None:
    text = repr(list(calendars.agendas(make_programme())))
    assert HIDDEN_TITLE not in text
    assert HIDDEN_WORD not in text


def test_a_moved_meeting_keeps_its_uid_and_uids_differ() -> None:
    programme = make_programme()
    first = programme.placed[0]
    moved = make_programme(placed=(replace(first, table="B-1"), *programme.placed[1:]))
    before, after = agenda_of("E1"), agenda_of("E1", moved)
    assert [one.uid for one in before.appointments] == [one.uid for one in after.appointments]
    assert len({one.uid for one in before.appointments}) == len(before.appointments)


def test_a_meeting_without_a_time_has_no_entry() -> None:
    assert all("Meeting" not in entry.title for entry in agenda_of("E3").appointments)
