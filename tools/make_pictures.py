"""Make the pictures of the README from the sample event.

    .venv/bin/python -m tools.make_pictures

The sample is computed, its handbook is set page by page as pictures, and Typst lays a few pages
side by side. Chromium shows the web app's pages (see `tools.screenshots`).
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import typst
from tools.screenshots import take_screenshots

from duijie.flow.demo import run_demo
from duijie.flow.event import EventOutcome
from duijie.io.glyphs import make_printable
from duijie.io.typst import compile_document
from duijie.report.documents import DOCUMENTS, FONTS

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
PAGES = {"handbook": (0, 2, 5, 16)}
"""Which pages of which document, counted from 0, make a picture."""
PRINTED = datetime.fromisoformat("2027-05-10T09:00")
SHEET = """
#set page(width: auto, height: auto, margin: 16pt, fill: rgb("#e9e7e2"))
#stack(dir: ltr, spacing: 14pt, ..range({count}).map(i => box(
  fill: white, stroke: 0.4pt + rgb("#bbb"), image(str(i) + ".png", height: {height}pt))))
"""


def main() -> None:
    """Compute the sample and write every picture."""
    with tempfile.TemporaryDirectory() as name:
        outcome = run_demo(Path(name) / "out", language="zh", now=PRINTED)
        for document, pages in PAGES.items():
            PICTURES.mkdir(parents=True, exist_ok=True)
            picture = lay_out(set_pages(outcome, document, pages), Path(name))
            (PICTURES / f"{document}.png").write_bytes(picture)
    take_screenshots(PICTURES)


def set_pages(outcome: EventOutcome, name: str, pages: tuple[int, ...]) -> list[bytes]:
    """Return pages of a printed document as PNG files."""
    [document] = [one for one in DOCUMENTS if one.name == name]
    printable = make_printable(document.build(outcome.programme), FONTS)
    made = compile_document(document.template, printable.data, fonts=FONTS, output="png")
    return [made[page] for page in pages]


def lay_out(pictures: list[bytes], folder: Path) -> bytes:
    """Return one PNG file with the pages side by side."""
    for number, picture in enumerate(pictures):
        (folder / f"{number}.png").write_bytes(picture)
    source = SHEET.format(count=len(pictures), height=360)
    (folder / "sheet.typ").write_text(source, encoding="utf-8")
    return bytes(typst.compile(str(folder / "sheet.typ"), format="png", ppi=110.0))


if __name__ == "__main__":
    main()
