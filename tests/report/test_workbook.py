from __future__ import annotations

from duijie.domain.sheet import Grid
from duijie.report.workbook import workbook
from tests.report.factories import (
    EMAIL,
    HIDDEN_TEXT,
    HIDDEN_TITLE,
    HIDDEN_WORD,
    PHONE,
    REGISTER,
    make_empty,
    make_programme,
)


def grid(name: str) -> Grid:
    return next(one for one in workbook(make_programme()) if one.name.startswith(name))


def test_there_is_one_sheet_a_person() -> None:
    names = [one.name for one in workbook(make_programme())]
    assert len(names) == 6 + len(REGISTER.experts) + 3
    assert "E1 王喆" in names
    assert "C2 静默材料厂" in names


def test_every_row_is_as_long_as_the_headings() -> None:
    for one in (*workbook(make_programme()), *workbook(make_empty())):
        assert {len(row) for row in one.rows} <= {len(one.columns)}, one.name


def test_no_secret_and_no_telephone_in_any_cell() -> None:
    text = repr(workbook(make_programme()))
    for secret in (HIDDEN_TITLE, HIDDEN_TEXT, HIDDEN_WORD, "770000", PHONE, EMAIL):
        assert secret not in text


def test_timetable_has_slots_down_and_tables_across() -> None:
    timetable = grid("桌次")
    assert timetable.columns[2:] == ("A-1", "A-2", "B-1")
    assert timetable.rows[0][2:] == ("王喆\n星岚", None, "赵翀\n星岚")
    assert len(timetable.rows) == 3  # the slot of the tea is not usable


def test_pairs_carry_affinity_pin_and_open_times() -> None:
    rows = grid("会商").rows
    assert rows[0][10:12] == (0.5, "是 yes")
    assert rows[-1][0] == "时间待定 To be arranged"


def test_affinities_are_left_out_when_unknown() -> None:
    names = [one.name for one in workbook(make_programme(affinity=None))]
    assert not any("Affinity" in name for name in names)
    assert grid("匹配度").heat_from == 2
