"""Word documents and the workbooks of other programs."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from duijie.domain.errors import BadData
from duijie.io import guard
from duijie.io.docx import read_docx
from duijie.io.ods import read_ods
from duijie.io.sheets import read_sheets
from duijie.io.xls import read_xls

OLD = Path(__file__).with_name("old.xls")
"""Written by xlwt: a title, headings, two invented needs."""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


ODS = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    f'<m:manifest xmlns:m="{ODF}:manifest:1.0">'
    f'<m:file-entry m:full-path="/" m:media-type="{ODS}"/></m:manifest>'
)


def pack(**parts: str) -> bytes:
    """Return a zip; in the names of parts, ``__`` stands for the slash and ``_`` for the dot."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), words)
    return out.getvalue()


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def cell(words: str, span: int = 1) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph(words)}</w:tc>'


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def docx(body: str) -> bytes:
    return pack(
        word__document_xml=f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    )


def ods(rows: str) -> bytes:
    return pack(
        mimetype=ODS,
        **{"META-INF__manifest_xml": MANIFEST},
        content_xml=f'<office:document-content xmlns:office="{ODF}:office:1.0" '
        f'xmlns:table="{ODF}:table:1.0" '
        f'xmlns:text="{ODF}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="需求">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    )


def ods_row(*words: str, rows: int = 1, columns: int = 1) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
        f"<text:p>{one}</text:p></table:table-cell>"
        for one in words
    )
    return f'<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'


def test_every_table_of_a_document_is_a_sheet() -> None:
    first = table(cell("企业名称") + cell("甲厂", span=2) + cell("x"), cell("a") + cell(""))
    nested = "<w:tc>" + paragraph("外") + table(cell("内")) + "</w:tc>"
    sheets = read_docx(docx(paragraph("征集表") + first + table(nested)), "form.docx")
    assert [sheet.rows for sheet in sheets] == [
        (("企业名称", "甲厂", None, "x"), ("a", None, None, None)),
        (("外\n内",),),
    ]
    assert sheets[0].merged == ((0, 1, 0, 2),)


def test_words_are_kept_as_they_are_read() -> None:
    broken = "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:delText>删</w:delText></w:r>"
    (sheet,) = read_docx(docx(table(f"<w:tc><w:p>{broken}</w:p></w:tc>")), "form.docx")
    assert sheet.rows == (("甲\n乙",),)


def test_without_tables_paragraphs_are_rows() -> None:
    body = paragraph("征集表") + paragraph("") + paragraph("企业：甲")
    (sheet,) = read_docx(docx(body), "form.docx")
    assert sheet.rows == (("征集表",), ("企业：甲",))


def test_an_opendocument_workbook_is_read() -> None:
    rows = ods_row("需求名称", "主要问题") + ods_row("脱盐", "结垢")
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
    (sheet,) = read_ods(ods(rows + empty + "</table:table-row>"), "needs.ods")
    assert (sheet.name, sheet.rows) == ("需求", (("需求名称", "主要问题"), ("脱盐", "结垢")))


def test_an_old_workbook_is_read() -> None:
    (sheet,) = read_xls(OLD)
    assert sheet.rows[2] == ("临澜甲化工有限公司", "高盐废水脱盐", "结垢", 50)
    assert sheet.rows[3][3] == 30.5


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"%PDF-1.4", "x.docx", "not a Word document .* looks like a PDF"),
        (OLD.read_bytes(), "x.docx", "an old Excel workbook"),
        (docx(""), "x.docx", "no words"),
        (docx("<w:p>"), "x.docx", "damaged"),
        (docx(f"<w:tbl>{cell('a')}</w:tbl>"), "x.docx", "no words"),
        (docx(table(cell(""), "")), "x.docx", "no words"),
        (pack(word__document_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "x.docx", "entities"),
        (docx(table(cell("a", span=10**9) * 3)), "x.docx", "columns"),
        (docx(paragraph("a")), "x.ods", "looks like a Word document"),
        (ods(ods_row("a", rows=1_000_000, columns=1_000)), "x.ods", "1000000 rows x 1000 columns"),
        (ods(ods_row("a")).replace(b"PK", b"XX"), "x.ods", "plain text"),
        (pack(content_xml="<a"), "x.ods", "damaged"),
        (ods(ods_row("a")), "x.xls", "looks like an OpenDocument"),
        (OLD.read_bytes()[:2000], "x.xls", "old Office file|damaged"),
        (b"hello", "x.doc", r"\.doc files are not read"),
    ],
)
def test_what_is_not_what_it_says_is_refused_with_a_reason(
    data: bytes, name: str, words: str
) -> None:
    with pytest.raises(BadData, match=words) as caught:
        read_sheets(data, name)
    assert caught.value.diagnoses[0].file == name


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "RATIO_MATTERS_FROM_BYTES", 100_000)
    with pytest.raises(BadData, match="zip bomb"):
        read_docx(docx(paragraph(" " * 1_000_000)), "x.docx")


def test_a_broken_old_workbook_is_read_or_refused_and_nothing_else() -> None:
    """Another reader ended the whole process over one of these."""
    random, refused = Random(0), 0  # noqa: S311 - breaks bytes, keeps no secret
    for _ in range(300):
        data = bytearray(OLD.read_bytes())
        for _ in range(random.randrange(1, 8)):
            data[random.randrange(len(data))] = random.randrange(256)
        try:
            assert read_xls(bytes(data), "x.xls")
        except BadData:
            refused += 1
    assert 0 < refused < 300
