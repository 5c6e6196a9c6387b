"""Read .xls workbooks of old Excel and WPS.

Not by the reader of the other workbooks: of a broken file it asks for more memory than there is,
which ends the whole process.
"""

from __future__ import annotations

import io
from datetime import time
from pathlib import Path
from typing import Any

from duijie.domain.sheet import Cell, Sheet
from duijie.domain.text import Text
from duijie.io.guard import SAVE_AS_XLSX, load, refuse, require_old_workbook
from duijie.io.xlsx import to_cell


def read_xls(source: Path | bytes, name: str = "") -> list[Sheet]:
    """Read all sheets of an old Excel workbook, hidden ones too, as `read_xlsx` does.

    Its format ends at 65,536 rows and 256 columns, so there is no area to be afraid of.

    Raises
    ------
    BadData
        When it is no .xls, damaged, or encrypted.
    """
    import xlrd  # noqa: PLC0415 - seldom needed

    data, name = load(source, name)
    require_old_workbook(data, name)
    try:
        with xlrd.open_workbook(
            file_contents=data, formatting_info=True, logfile=io.StringIO()
        ) as book:
            return [_to_sheet(name, book, sheet) for sheet in book.sheets()]
    except Exception as error:  # noqa: BLE001 - of a broken file it raises whatever it stumbles over
        if "encrypted" in str(error):
            raise refuse(
                name, Text("文件设了密码", "the file is protected by a password")
            ) from None
        raise refuse(
            name, Text("工作簿已损坏", f"the workbook is damaged: {error}"), SAVE_AS_XLSX
        ) from None


def _to_sheet(file: str, book: Any, sheet: Any) -> Sheet:
    rows = [sheet.row(number) for number in range(sheet.nrows)]
    width = max(map(len, rows), default=0)
    return Sheet(
        file=file,
        name=sheet.name,
        rows=tuple(
            (*(_to_cell(book, cell) for cell in row), *[None] * (width - len(row))) for row in rows
        ),
        merged=tuple(
            (top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
        ),
        uncomputed=frozenset(
            (top, left)
            for top, row in enumerate(rows)
            for left, cell in enumerate(row)
            if cell.ctype == _ERROR
        ),
    )


_ERROR = 5
"""What the reader calls a cell that could not be computed."""


def _to_cell(book: Any, cell: Any) -> Cell:
    from xlrd.xldate import xldate_as_datetime  # noqa: PLC0415

    match cell.ctype:  # 1 text, 2 number, 3 date, 4 truth; the others are empty
        case 1 | 2:
            return to_cell(cell.value)
        case 3 if cell.value < 1:
            moment = xldate_as_datetime(cell.value, book.datemode)
            return time(moment.hour, moment.minute, moment.second)
        case 3:
            return to_cell(xldate_as_datetime(cell.value, book.datemode))
        case 4:
            return bool(cell.value)
    return None
