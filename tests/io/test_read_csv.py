from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.domain.errors import BadData
from duijie.domain.sheet import Grid
from duijie.io.csv import read_csv, sniff_delimiter, write_csv
from duijie.io.sheets import read_sheets
from duijie.io.toml import read_toml

TABLE = "姓名,单位\n张三,化工学院\n"
ROWS = (("姓名", "单位"), ("张三", "化工学院"))


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        b"\xfe\xff" + TABLE.encode("utf-16-be"),
        TABLE.encode("gb18030"),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode("gb18030"),
        TABLE.replace("\n", "\r\n").encode(),
    ],
)
def test_every_encoding_and_separator_reads_alike(data: bytes) -> None:
    assert read_csv(data, "x.csv").rows == ROWS


def test_rows_are_padded_and_line_breaks_stay_inside_a_cell() -> None:
    assert read_csv(b'a,b,c\n"1\n2"\n\n', "x.csv").rows == (
        ("a", "b", "c"),
        ("1\n2", None, None),
        (None, None, None),
    )


def test_a_sloppy_quotation_is_read_as_spreadsheets_do() -> None:
    assert read_csv(b'a,b\n"x"y,z\n', "x.csv").rows[1] == ("xy", "z")


def test_the_separator_that_cuts_evenly_wins() -> None:
    assert sniff_delimiter("id,keywords\n1,a;b;c\n2,d;e\n") == ","
    assert sniff_delimiter("id;price\n1;2,5\n2;3\n") == ";"
    assert sniff_delimiter("one column only") == ","


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04rest", "damaged zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (b"<html><table>", "web page"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (b"a,b\n1,\x002\n", "byte 6 is a NUL"),
        ("姓名,单位\n张三,化工\n".encode() + b"\xff,\n", "line 3"),
        (b"a,b\n\xff\xff\n", "line 2"),
        (b'a,b\n1,"open\n2,3\n', "line 2"),
        (b"", "empty"),
        (b"," * 3000, "too large"),
    ],
)
def test_what_is_no_table_is_refused_with_the_place(data: bytes, words: str) -> None:
    with pytest.raises(BadData, match=words) as caught:
        read_csv(data, "x.csv")
    assert caught.value.diagnoses[0].file == "x.csv"


def test_a_broken_utf16_names_the_byte() -> None:
    with pytest.raises(BadData, match="byte 4"):
        read_csv("a\n".encode("utf-16")[:4] + b"\x00\xd8", "x.csv")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="no such file"):
        read_csv(tmp_path / "none.csv")
    with pytest.raises(BadData, match="cannot be opened"):
        read_csv(tmp_path)


def test_values_are_written_plainly(tmp_path: Path) -> None:
    path = tmp_path / "out" / "x.csv"
    row = (date(2026, 5, 20), time(14, 0), datetime(2026, 5, 20, 9, 5), True, 0.1, 3, None, "a,b")
    write_csv(path, Grid("x", tuple("abcdefgh"), [row]))
    assert path.read_bytes() == (
        b'a,b,c,d,e,f,g,h\n2026-05-20,14:00,2026-05-20 09:05,true,0.1,3,,"a,b"\n'
    )


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+cmd|'/C calc'!A0", "\tx", "＝1", "-x", "'=1"]
)
def test_formulas_are_neutralised_and_come_back(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, Grid("x", ("a",), [(text,)]))
    assert path.read_text("utf-8").splitlines()[1].lstrip('"').startswith("'")
    assert read_csv(path).rows[1] == (text,)


def test_plain_numbers_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, Grid("x", ("a", "b"), [("-5", -5.5), ("+86", -1)]))
    assert path.read_text("utf-8") == "a,b\n-5,-5.5\n+86,-1\n"


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=5))
def test_any_text_survives_the_round_trip(rows: list[tuple[str, str, str]]) -> None:
    from tempfile import TemporaryDirectory  # noqa: PLC0415  # hypothesis forbids tmp_path

    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        write_csv(path, Grid("x", ("a", "b", "c"), rows))
        assert list(read_csv(path).rows) == [("a", "b", "c"), *rows]


def test_sheets_are_told_by_ending_then_content(tmp_path: Path) -> None:
    assert read_sheets(TABLE.encode())[0].rows == ROWS
    (tmp_path / "x.tsv").write_text("a\tb\n1\t2\n")
    assert read_sheets(tmp_path / "x.tsv")[0].rows == (("a", "b"), ("1", "2"))
    with pytest.raises(BadData, match=r"\.pdf files are not read") as caught:
        read_sheets(tmp_path / "x.pdf")
    assert "save it as .xlsx" in caught.value.hints[0].en


def test_toml_names_the_line() -> None:
    assert read_toml("title = '会'".encode("gb18030"), "event.toml") == {"title": "会"}
    with pytest.raises(BadData, match=r"event\.toml: line 2 is not TOML") as caught:
        read_toml(b"a = 1\nb = \n", "event.toml")
    assert caught.value.diagnoses[0].row == 2
    with pytest.raises(BadData, match="line 1"):
        read_toml(b"a = [", "event.toml")
