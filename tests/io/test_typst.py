from __future__ import annotations

import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from duijie.io.glyphs import bundled_characters, make_printable
from duijie.io.typst import compile_document
from duijie.report.documents import FONTS

STANDARD = Path(__file__).parents[2] / "tools" / "standard_characters.txt"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "plain.typ"
    path.write_text(
        '#set text(font: ("Duijie Text", "Duijie Latin", "Duijie Math", "Duijie Symbols"))\n'
        "#json(bytes(sys.inputs.data)).words",
        encoding="utf-8",
    )
    return path


def printed(template: Path, words: str) -> str:
    ready = make_printable({"words": words}, FONTS)
    [pdf] = compile_document(template, ready.data, fonts=FONTS, system_fonts=ready.system_fonts)
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_same_data_give_the_same_bytes(template: Path) -> None:
    first = compile_document(template, {"words": "同"}, fonts=FONTS)
    assert first == compile_document(template, {"words": "同"}, fonts=FONTS)


def test_pages_come_as_pictures(template: Path) -> None:
    pages = compile_document(
        template, {"words": "图 " * 3000}, fonts=FONTS, output="png", pixels_per_inch=20
    )
    assert len(pages) > 1
    assert all(page.startswith(b"\x89PNG") for page in pages)


@pytest.mark.parametrize("words", ["#let", "$x$", "*b*", "@a", "a\\b", "`c`", '"d"', "//e", "<f>"])
def test_markup_prints_as_itself(template: Path, words: str) -> None:
    assert words in printed(template, words)


@pytest.mark.parametrize("mark", "喆翀垚堃㛃䶮𠮷𬭎CO₂⁻¹≥μ①℃→αé…")
def test_rare_characters_and_signs_are_printed(template: Path, mark: str) -> None:
    assert mark in unicodedata.normalize("NFC", printed(template, mark))


def test_fonts_cover_gb2312_and_the_standard_table() -> None:
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    wanted = {mark for pair in pairs for mark in pair.decode("gb2312", "ignore")}
    wanted |= set(STANDARD.read_text(encoding="utf-8")) - {"\n"}
    assert len(wanted) > 8_900
    assert sorted(mark for mark in wanted if ord(mark) not in bundled_characters(FONTS)) == []


@pytest.mark.slow  # asks every font of the machine
def test_what_no_font_draws_is_marked_and_reported(template: Path) -> None:
    ready = make_printable({"people": [{"name": "王\U0002f9f4\U000f0123"}], "n": 3}, FONTS)
    lost = [one for one in ready.missing if one.character == "\U000f0123"]
    assert [one.mark for one in lost] == ["‹U+F0123›"]
    assert lost[0].context == "王\U0002f9f4\U000f0123"
    assert "‹U+F0123›" in ready.data["people"][0]["name"]
    assert ready.data["n"] == 3
    assert "‹U+F0123›" in printed(template, "王\U000f0123")


def test_emoji_are_drawn_or_reported(template: Path) -> None:
    ready = make_printable({"words": "🧪"}, FONTS)
    text = printed(template, "🧪")
    assert "🧪" in text or (ready.missing and "‹U+1F9EA›" in text)


def test_bundled_fonts_need_no_others() -> None:
    ready = make_printable({"words": "王㛃 CO₂"}, FONTS)
    assert not ready.system_fonts
    assert ready.missing == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a\r\nb\x0bc\u2028d", "a\nb\nc\nd"),
        ("a\tb", "a b"),
        ("\u202eab\u200b\ufeff\ufe0f", "ab"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_marks_without_ink_are_tidied(words: str, expected: str) -> None:
    assert make_printable({"words": words}, FONTS).data == {"words": expected}


def test_a_control_character_is_reported() -> None:
    ready = make_printable({"words": ["a\x07b"]}, FONTS)
    assert ready.data == {"words": ["a‹U+0007›b"]}
    assert [(one.character, one.context) for one in ready.missing] == [("\x07", "a\x07b")]


def test_the_context_is_cut_around_the_character() -> None:
    [lost] = make_printable({"words": "前" * 100 + "\x07" + "后" * 100}, FONTS).missing
    assert "\x07" in lost.context
    assert len(lost.context) == 40
