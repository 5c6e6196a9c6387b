"""Print a document of the report as the flow does, and read what stands on its pages."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from pypdf import PdfReader

from duijie.io.glyphs import make_printable
from duijie.io.typst import compile_document
from duijie.report.documents import DOCUMENTS, FONTS
from duijie.report.programme import Programme


@lru_cache(maxsize=32)
def print_pages(name: str, programme: Programme) -> list[str]:
    """Return the text of every page of the document `name`, without white space."""
    document = next(one for one in DOCUMENTS if one.name == name)
    ready = make_printable(document.build(programme), FONTS)
    [pdf] = compile_document(
        document.template, ready.data, fonts=FONTS, system_fonts=ready.system_fonts
    )
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def print_text(name: str, programme: Programme) -> str:
    """Return the text of the document `name` without white space."""
    return "".join(print_pages(name, programme))
