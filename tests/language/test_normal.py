import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.language.normal import normalise, strip_markup, tidy


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ＴｉＯ₂　光催化", "tio2 光催化"),
        ("<p>膜<b>通量</b></p><br/>衰减", "膜通量 衰减"),
        ("H<sub>2</sub>O<sub>2</sub>", "h2o2"),
        ("A &amp; B&nbsp;&lt;5 mg/L", "a & b <5 mg/l"),
        ("<script>alert(1)</script>脱硫<!-- 注 -->", "脱硫"),
        ('<a href="http://x.example">link</a> <TD class=x>cell', "link cell"),
        ("🧪新材料👩‍🔬\u200b", "新材料"),
        ("ZIF‐8\r\n\t膜", "zif‐8 膜"),
    ],
)
def test_what_people_paste_becomes_plain_words(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


def test_comparisons_are_not_taken_for_tags() -> None:
    assert strip_markup("pH <b and c> d; COD <50 mg/L, x < y > z") == (
        "pH <b and c> d; COD <50 mg/L, x < y > z"
    )


def test_tidy_keeps_capitals() -> None:
    assert tidy(" PVDF  Membrane ") == "PVDF Membrane"


@given(st.text())
def test_any_text_has_a_normal_form_without_stray_blanks(text: str) -> None:
    plain = normalise(text)
    assert plain == " ".join(plain.split())
    assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in plain)
