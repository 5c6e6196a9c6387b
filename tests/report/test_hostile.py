"""Whatever people typed, every document is printed and every file written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duijie.domain.records import Register
from duijie.domain.text import Text
from duijie.io.glyphs import make_printable
from duijie.io.ical import calendar
from duijie.io.typst import compile_document
from duijie.io.workbook import write_workbook
from duijie.report.calendars import agendas
from duijie.report.documents import DOCUMENTS, FONTS
from duijie.report.programme import Programme
from duijie.report.workbook import workbook
from tests.report.factories import EVENT, REGISTER, make_programme

WORDS = st.text(max_size=30)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Return the small event with anything at all for words."""

    def any_words() -> str:
        return draw(WORDS)

    expert = replace(
        REGISTER.experts[0],
        name=any_words(),
        organisation=any_words(),
        title=any_words(),
        directions=(any_words(), any_words()),
    )
    need = replace(REGISTER.needs[0], title=any_words(), text=any_words(), keywords=(any_words(),))
    company = replace(
        REGISTER.companies[1], name=draw(st.text("z#", min_size=1)), intro=any_words()
    )
    register = Register(
        needs=(need, *REGISTER.needs[1:]),
        experts=(expert, *REGISTER.experts[1:]),
        evidence=(replace(REGISTER.evidence[0], title=any_words()),),
        companies=(REGISTER.companies[0], company),
    )
    return make_programme(
        register=register,
        event=replace(EVENT, title=Text(any_words(), any_words())),
        reasons={("N1", "E1"): Text(any_words(), any_words())},
    )


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programmes())
def test_anything_typed_is_printed_and_written(programme: Programme) -> None:
    for document in DOCUMENTS:
        ready = make_printable(document.build(programme), FONTS)
        [pdf] = compile_document(
            document.template, ready.data, fonts=FONTS, system_fonts=ready.system_fonts
        )
        assert pdf.startswith(b"%PDF")
    with TemporaryDirectory() as folder:
        write_workbook(Path(folder) / "event.xlsx", workbook(programme), programme.generated)
    for agenda in agendas(programme):
        assert calendar(agenda, programme.generated).endswith(b"END:VCALENDAR\r\n")
