"""Molecules beside a reason in the handbook."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

from duijie.io.glyphs import make_printable
from duijie.io.typst import compile_document
from duijie.report.documents import DOCUMENTS, FONTS
from duijie.report.handbook import handbook
from duijie.report.programme import Programme
from tests.report.factories import make_programme

CIRCLE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="440" height="150" viewBox="0 0 440 150">'
    '<circle cx="75" cy="75" r="{radius}" fill="none" stroke="currentColor"/></svg>'
)
SHOWN, SECRET = CIRCLE.format(radius=50), CIRCLE.format(radius=51)


def _with_pictures() -> Programme:
    pictures = {("N1", "E1"): SHOWN, ("N2", "E2"): SECRET}
    return replace(make_programme(), pictures=pictures)


def _meetings(data: dict[str, Any]) -> list[dict[str, Any]]:
    needs = chain.from_iterable(company["needs"] for company in data["companies"])
    return [meeting for need in needs for meeting in need["meetings"]]


def test_a_picture_stands_beside_its_reason_and_a_confidential_one_nowhere() -> None:
    data = handbook(_with_pictures())
    assert [one["picture"] for one in _meetings(data) if one["picture"]] == [SHOWN]
    assert SECRET not in str(data)


def test_the_picture_is_printed() -> None:
    plain, drawn = _look_at(make_programme()), _look_at(_with_pictures())
    assert len([one for one, other in zip(plain, drawn, strict=True) if one != other]) == 1


def _look_at(programme: Programme) -> list[bytes]:
    """Return the pages of the handbook as pictures."""
    document = next(one for one in DOCUMENTS if one.name == "handbook")
    return compile_document(
        document.template,
        make_printable(document.build(programme), FONTS).data,
        fonts=FONTS,
        output="png",
        pixels_per_inch=40,
    )
