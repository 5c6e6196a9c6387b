import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from duijie.domain.errors import BadData
from duijie.io import guard, scan, xlsx
from duijie.io.sheets import read_sheets
from duijie.io.xlsx import read_xlsx


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(book)
    book.close()
    return buffer.getvalue()


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the workbook with one part rewritten."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()


PLAIN = workbook(lambda book: book.add_worksheet("需求").write("B2", "膜"))
SHEET = "xl/worksheets/sheet1.xml"


def test_values_keep_their_kind() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("a")
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        clock = book.add_format({"num_format": "hh:mm"})
        length = book.add_format({"num_format": "[h]:mm"})
        sheet.write_row(0, 0, ["x", 1.5, 13800000000, True])
        sheet.write_datetime(0, 4, datetime(2026, 5, 20), day)
        sheet.write_datetime(0, 5, datetime(2026, 5, 20, 14, 30), minute)
        sheet.write_datetime(0, 6, time(14, 30), clock)
        sheet.write(0, 7, 0.75, length)
        sheet.write(0, 8, 1.5, length)

    (sheet,) = read_xlsx(workbook(fill), "a.xlsx")
    assert sheet.rows[0] == (
        "x",
        1.5,
        13800000000,
        True,
        date(2026, 5, 20),
        datetime(2026, 5, 20, 14, 30),
        time(14, 30),
        time(18, 0),
        "1 day, 12:00:00",
    )


def test_hidden_rows_columns_and_sheets_are_read() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        first = book.add_worksheet("a")
        first.write("C3", 1)
        first.set_row(2, None, None, {"hidden": True})
        first.set_column("C:C", None, None, {"hidden": True})
        book.add_worksheet("hidden").hide()
        book.add_worksheet("very hidden").very_hidden()
        first.set_first_sheet()

    sheets = read_xlsx(workbook(fill), "a.xlsx")
    assert [sheet.name for sheet in sheets] == ["a", "hidden", "very hidden"]
    assert sheets[0].rows[2] == (None, None, 1)
    assert sheets[1].rows == ()


def test_merges_and_formulas() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("a")
        sheet.merge_range("A1:C2", "标题")
        sheet.write_formula("A3", "=1+1", None, 2)
        sheet.write_formula("B3", "=1+1", None, "")
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D3", '="a"', None, "a")

    (sheet,) = read_xlsx(workbook(fill), "a.xlsx")
    assert sheet.merged == ((0, 0, 1, 2),)
    assert sheet.rows[2] == (2, None, None, "a")
    assert sheet.uncomputed == {(2, 1), (2, 2)}


def test_cells_without_references_are_counted() -> None:
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b"<row><c><v>1</v></c><c><f>1+1</f></c></row></sheetData></worksheet>"
    )
    (sheet,) = read_xlsx(with_part(PLAIN, SHEET, lambda _: xml), "a.xlsx")
    assert sheet.uncomputed == {(0, 1)}


def test_a_formatted_but_empty_far_cell_does_no_harm() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("a")
        sheet.write("A1", 1)
        sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))

    assert read_xlsx(workbook(fill), "a.xlsx")[0].rows == ((1,),)


def far_cell(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("a")
    sheet.write("A1", 1)
    sheet.write("XFD1048576", 1)


def wide_row(_: bytes) -> bytes:
    cells = b"".join(b"<c><v>1</v></c>" for _ in range(200_000))
    return b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"


def add_doctype(xml: bytes) -> bytes:
    return xml.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1)


def overlap_merges(xml: bytes) -> bytes:
    merges = b'<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A1:B2"/></mergeCells>'
    return xml.replace(b"</sheetData>", b"</sheetData>" + merges)


def strip_workbook(name: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<x/>")
    return out.getvalue()


def encrypted_ole() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def encrypted_entries() -> bytes:
    data = bytearray(PLAIN)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"a,b\n1,2\n", "plain text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
        (encrypted_ole(), "protected by a password"),
        (strip_workbook("word/document.xml"), r"\.docx"),
        (strip_workbook("content.xml"), r"\.ods"),
        (strip_workbook("readme.txt"), "a zip archive"),
        (PLAIN[: len(PLAIN) // 2], "damaged zip"),
        (encrypted_entries(), "encrypted or of an unknown kind"),
        (workbook(far_cell), "1048576 rows x 16384 columns"),
        (with_part(PLAIN, SHEET, wide_row), "200000 columns"),
        (with_part(PLAIN, SHEET, add_doctype), "declares XML entities"),
        (with_part(PLAIN, SHEET, overlap_merges), "overlap"),
        (with_part(PLAIN, SHEET, lambda xml: xml[:-20]), "damaged"),
        (with_part(PLAIN, SHEET, lambda xml: xml.replace(b'r="2"', b'r="x"')), "damaged"),
        (with_part(PLAIN, SHEET, lambda xml: xml.replace(b"<v>0</v>", b"<v>99</v>")), "damaged"),
        (with_part(PLAIN, "xl/sharedStrings.xml", lambda _: b"<sst><si>"), "damaged"),
    ],
)
def test_what_is_no_sound_workbook_is_refused_with_a_reason(data: bytes, words: str) -> None:
    with pytest.raises(BadData, match=words) as caught:
        read_xlsx(data, "x.xlsx")
    assert caught.value.diagnoses[0].file == "x.xlsx"


def test_a_tag_without_end_is_refused_long_before_its_end() -> None:
    attribute = b"<row r='" + b"0123456789" * 800_000
    endless = with_part(PLAIN, SHEET, lambda xml: xml.replace(b"<row", attribute, 1))
    with pytest.raises(BadData, match="a tag of over 4 MB"):
        read_xlsx(endless, "x.xlsx")


def test_a_bomb_is_refused_by_what_really_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "RATIO_MATTERS_FROM_BYTES", 100_000)
    bomb = with_part(PLAIN, SHEET, lambda xml: xml + b"<!--" + b" " * 1_000_000 + b"-->")
    with pytest.raises(BadData, match="zip bomb"):
        read_xlsx(bomb, "x.xlsx")
    # The same, with a directory that says the part is tiny.
    lying = bytearray(bomb)
    at = lying.index(b"PK\x01\x02")
    while SHEET.encode() not in lying[at : at + 46 + len(SHEET)]:
        at = lying.index(b"PK\x01\x02", at + 1)
    lying[at + 24 : at + 28] = struct.pack("<I", 100)
    with pytest.raises(BadData, match="zip bomb"):
        read_xlsx(bytes(lying), "x.xlsx")


def test_a_long_text_repeated_too_often_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("a")
        sheet.write("A1", "x" * 1000)
        sheet.write_column("A2", ["y"] * 20)
        sheet.write("B1", 1)

    long_once = workbook(fill)
    monkeypatch.setattr(scan, "MAX_CHARACTERS", 5_000)
    assert len(read_xlsx(long_once, "x.xlsx")[0].rows) == 21
    repeated = with_part(long_once, SHEET, lambda xml: xml.replace(b"<v>1</v>", b"<v>0</v>"))
    with pytest.raises(BadData, match="repeated texts"):
        read_xlsx(repeated, "x.xlsx")


def test_a_panic_of_the_parser_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """What the parser's own panics look like from Python."""

    class Panicking:
        @staticmethod
        def from_filelike(_: BytesIO) -> None:
            raise failure

    monkeypatch.setattr(xlsx, "CalamineWorkbook", Panicking)
    failure: BaseException = PanicException()
    with pytest.raises(BadData, match="damaged"):
        read_xlsx(PLAIN, "x.xlsx")
    failure = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        read_xlsx(PLAIN, "x.xlsx")


def test_the_limits_on_parts_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_PARTS", 3)
    with pytest.raises(BadData, match="too many parts"):
        read_xlsx(PLAIN, "x.xlsx")
    monkeypatch.setattr(guard, "MAX_FILE_BYTES", 10)
    with pytest.raises(BadData, match="larger than"):
        read_xlsx(PLAIN, "x.xlsx")


def test_a_workbook_is_read_from_a_path_and_told_by_content(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsm"
    path.write_bytes(PLAIN)
    assert read_sheets(path)[0].rows == ((None, None), (None, "膜"))
    assert read_sheets(PLAIN)[0].file == "-"
