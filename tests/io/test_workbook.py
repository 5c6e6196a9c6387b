from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from duijie.domain.sheet import Grid
from duijie.io.workbook import display_width, sheet_names, write_workbook

CREATED = datetime.fromisoformat("2026-05-12T00:00")
GRID = Grid(
    "甲/乙",
    ("姓名 Name", "值"),
    [("=1+1", 0.25), ("http://a.b", 3), ("123", float("nan")), (None, True), ("x" * 40_000, "")],
    lead=("标题", "副题"),
    heat_from=1,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out" / "event.xlsx"


def xml(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def test_text_stays_text(path: Path) -> None:
    write_workbook(path, [GRID], CREATED)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("甲 乙").to_python()
    assert rows[0][0] == "标题"
    assert rows[3] == ["姓名 Name", "值"]
    assert rows[4:7] == [["=1+1", 0.25], ["http://a.b", 3.0], ["123", ""]]
    assert rows[7] == ["", True]
    assert "<f>" not in xml(path, "xl/worksheets/sheet1.xml")


def test_a_cell_too_long_for_a_spreadsheet_ends_with_an_ellipsis(path: Path) -> None:
    write_workbook(path, [GRID], CREATED)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[8][0] == "x" * 32_766 + "…"


def test_dates_and_times_are_dates_and_times(path: Path) -> None:
    row = (date(2026, 5, 20), time(14, 20), datetime.fromisoformat("2026-05-20T14:20"))
    write_workbook(path, [Grid("t", ("a", "b", "c"), [row])], CREATED)
    assert CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1] == list(row)


def test_heads_are_frozen_filtered_and_repeated_in_print(path: Path) -> None:
    write_workbook(path, [GRID, Grid("空", ("a",), [])], CREATED)
    sheet = xml(path, "xl/worksheets/sheet1.xml")
    assert 'ySplit="4"' in sheet
    assert 'autoFilter ref="A4:B9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert "colorScale" in sheet
    assert "Print_Titles" in xml(path, "xl/workbook.xml")


def test_columns_are_wide_enough_for_chinese_and_never_absurd(path: Path) -> None:
    grid = Grid("w", ("短", "长"), [("一二三四五六七八", "x" * 500)])
    write_workbook(path, [grid], CREATED)
    sheet = xml(path, "xl/worksheets/sheet1.xml")
    assert '<col min="1" max="1" width="18' in sheet
    assert '<col min="2" max="2" width="36' in sheet


def test_equal_data_give_equal_files(path: Path, tmp_path: Path) -> None:
    write_workbook(path, [GRID], CREATED)
    write_workbook(tmp_path / "again.xlsx", [GRID], CREATED)
    assert path.read_bytes() == (tmp_path / "again.xlsx").read_bytes()


@given(st.lists(st.text(max_size=40), max_size=12))
def test_sheet_names_are_accepted_and_distinct(names: list[str]) -> None:
    found = sheet_names(names)
    assert len({name.casefold() for name in found}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in found)


def test_the_name_that_excel_keeps_for_itself_is_avoided() -> None:
    assert sheet_names(["History"]) == ["History_"]


def test_chinese_counts_double() -> None:
    assert display_width("中文ab") == 6
    assert display_width("") == 0


def test_sheet_names_are_cut_as_excel_counts() -> None:
    names = sheet_names(["𠮷" * 20, "𠮷" * 20])
    assert names == ["𠮷" * 15, "𠮷" * 13 + " (2)"]
    assert all(len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
