"""CSV in and out: any of the encodings and separators people send; one plain form written."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import datetime, time
from io import StringIO
from itertools import islice
from pathlib import Path

from duijie.domain.errors import BadData
from duijie.domain.sheet import Cell, Grid, Sheet
from duijie.domain.text import Text
from duijie.io.atomic import write_atomically
from duijie.io.encoding import decode_text
from duijie.io.guard import check_area, describe_content, load, refuse

_DELIMITERS = ",;\t"
_SNIFFED_RECORDS = 50

# Spreadsheets take a cell that begins like this for a formula.
_FORMULA_START = "=+\\-@\t\r\n＝＋－＠"
_COULD_BE_FORMULA = re.compile(f"'*[{_FORMULA_START}]")
_NEUTRALISED = re.compile(f"'+[{_FORMULA_START}]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_NEEDS_QUOTES = re.compile(r'[",;\t\r\n]')


def read_csv(source: Path | bytes, name: str = "") -> Sheet:
    """Read a delimited text file; every cell is text, or None when empty.

    Parameters
    ----------
    source
        A path, or the bytes themselves (standard input).
    name
        The file name shown in diagnoses; by default that of the path.

    Raises
    ------
    BadData
        When it is no text, in no known encoding, too large, or a quotation mark is left open.
    """
    data, name = load(source, name)
    looks = describe_content(data)
    if looks is not None:
        raise refuse(
            name,
            Text("不是文本，看起来是：", "this is not text; it looks like ") + looks,
            Text("请改回原来的扩展名，或另存为 CSV", "give it its true ending, or save it as CSV"),
        )
    text = decode_text(data, name)
    return _to_sheet(name, _parse(text, sniff_delimiter(text), name))


def sniff_delimiter(text: str) -> str:
    """Return the separator, comma, semicolon or tab, that cuts the first records most evenly."""

    def evenness(delimiter: str) -> tuple[float, int]:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(record) for record in islice(reader, _SNIFFED_RECORDS) if record)
        except csv.Error:
            return 0, 0
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return (times / widths.total(), width) if width > 1 else (0, 0)

    return max(_DELIMITERS, key=evenness)


def _parse(text: str, delimiter: str, name: str) -> list[list[str]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    begun = 1
    try:
        for row in reader:
            rows.append(row)
            begun = reader.line_num + 1
    except csv.Error as error:
        if "expected after" in str(error):
            return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        raise _open_quote(name, begun) from None
    return rows


def _open_quote(name: str, line: int) -> BadData:
    return refuse(
        name,
        Text(
            f"第 {line} 行开始的引号没有配对，或单元格过长",
            f"a quotation mark opened at line {line} is never closed, or a cell is too long",
        ),
        Text("请检查该行的双引号", "check the double quotes of that line"),
        row=line,
    )


def _to_sheet(name: str, rows: list[list[str]]) -> Sheet:
    width = max(map(len, rows), default=0)
    check_area(name, len(rows), width)
    return Sheet(
        file=name,
        name="",
        rows=tuple(
            tuple([_as_found(cell) for cell in row] + [None] * (width - len(row))) for row in rows
        ),
    )


def _as_found(cell: str) -> str | None:
    """Take off the apostrophe that `write_csv` puts before what looks like a formula."""
    if _NEUTRALISED.match(cell):
        return cell[1:]
    return cell or None


def write_csv(path: Path, grid: Grid) -> None:
    """Write `grid` as UTF-8 without a mark, whole or not at all.

    Text that a spreadsheet would run as a formula gets a leading apostrophe; `read_csv` takes
    it off again, so that every text survives the round trip. Dates are ISO, times HH:MM,
    booleans true and false.
    """
    lines = [",".join(_encode(cell) for cell in row) for row in (grid.columns, *grid.rows)]
    with write_atomically(path) as temporary:
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def _encode(cell: Cell) -> str:
    text = _plain(cell)
    if (
        isinstance(cell, str)
        and _COULD_BE_FORMULA.match(text)
        and not _PLAIN_NUMBER.fullmatch(text)
    ):
        text = f"'{text}"
    if _NEEDS_QUOTES.search(text):
        text = '"' + text.replace('"', '""') + '"'
    return text


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return repr(float(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return "" if cell is None else str(cell)
