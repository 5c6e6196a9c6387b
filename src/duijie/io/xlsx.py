"""Read .xlsx workbooks: every sheet, hidden ones too, values as Excel last computed them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from duijie.domain.sheet import Cell, Sheet
from duijie.domain.text import Text
from duijie.io.guard import SAVE_AS_XLSX, Package, load, refuse
from duijie.io.scan import scan_workbook

_EXACT_INTEGERS = 2.0**53


def read_xlsx(source: Path | bytes, name: str = "") -> list[Sheet]:
    """Read all worksheets of a workbook in their order.

    Whole numbers come as int, dates without a time of day as date, empty cells as None.

    Raises
    ------
    BadData
        When it is no .xlsx, damaged, encrypted, or made to exhaust memory.
    """
    data, name = load(source, name)
    return open_workbook(data, name, scan_workbook(Package(data, name)))


def open_workbook(
    data: bytes, name: str, uncomputed: Mapping[str, frozenset[tuple[int, int]]]
) -> list[Sheet]:
    """Read the worksheets of a workbook that was looked through before.

    Raises
    ------
    BadData
        When the reader does not understand it.
    """
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return [
                _to_sheet(name, book.get_sheet_by_name(sheet.name), uncomputed.get(sheet.name))
                for sheet in book.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet
            ]
    except (CalamineError, ValueError, OSError) as error:
        raise refuse(
            name, Text("工作簿已损坏", f"the workbook is damaged: {error}"), SAVE_AS_XLSX
        ) from None
    except BaseException as error:
        # A panic of the Rust parser arrives as an exception outside Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise refuse(name, Text("工作簿已损坏", "the workbook is damaged"), SAVE_AS_XLSX) from None


def _to_sheet(
    file: str, sheet: CalamineSheet, uncomputed: frozenset[tuple[int, int]] | None
) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    return Sheet(
        file=file,
        name=sheet.name,
        rows=tuple(tuple(map(to_cell, row)) for row in rows),
        merged=tuple(
            (top, left, bottom, right)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ),
        uncomputed=uncomputed or frozenset(),
    )


def to_cell(value: Any) -> Cell:
    """Return what a reader gave as a cell: whole numbers as int, mere dates as date."""
    match value:
        case "":
            return None
        case float() if value.is_integer() and abs(value) <= _EXACT_INTEGERS:
            return int(value)
        case datetime() if value.time() == time.min:
            return value.date()
        case timedelta():
            return _to_time(value)
    cell: Cell = value
    return cell


def _to_time(length: timedelta) -> Cell:
    """Return a duration below one day as a time of day, a longer one in words."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    if 0 <= minutes < 24 * 60:
        return time(minutes // 60, minutes % 60, seconds)
    return str(length)
