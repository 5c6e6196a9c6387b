"""Read the tables of Word documents: forms that companies fill in and send back."""

from __future__ import annotations

from pathlib import Path

from duijie.domain.sheet import Cell, Sheet
from duijie.domain.text import Text
from duijie.io.guard import MAX_COLUMNS, Package, check_area, load, refuse
from duijie.io.scan import feed, new_parser

_DOCUMENT = "word/document.xml"
_DOCX = Text("Word 文档 (.docx)", "a Word document (.docx)")


def read_docx(source: Path | bytes, name: str = "") -> list[Sheet]:
    """Return each table of a document as a sheet; without tables its paragraphs, one a row.

    A cell that spans several columns stands in the first of them. Tables within a table are text
    of its cell.

    Raises
    ------
    BadData
        When it is no .docx, damaged, encrypted, made to exhaust memory, or empty.
    """
    data, name = load(source, name)
    package = Package(data, name, _DOCUMENT, _DOCX)
    parser, found = new_parser(package), _Tables()
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.text
    feed(package, _DOCUMENT, parser)
    tables = found.tables or [[[(line, 1)] for line in found.lines]]
    sheets = [
        _to_sheet(name, nth, rows)
        for nth, rows in enumerate(tables, start=1)
        if any(words.strip() for row in rows for words, _ in row)
    ]
    if not sheets:
        raise refuse(name, Text("文档里没有文字", "there are no words in the document"))
    return sheets


def _to_sheet(file: str, nth: int, rows: list[list[Spanning]]) -> Sheet:
    width = max(sum(span for _, span in row) for row in rows)
    check_area(file, len(rows), width, str(nth))
    filled: list[tuple[Cell, ...]] = []
    merged: list[tuple[int, int, int, int]] = []
    for top, row in enumerate(rows):
        cells: list[Cell] = []
        for words, span in row:
            if span > 1:
                merged.append((top, len(cells), top, len(cells) + span - 1))
            cells += [words.strip() or None, *[None] * (span - 1)]
        filled.append((*cells, *[None] * (width - len(cells))))
    return Sheet(file, str(nth), tuple(filled), tuple(merged))


Spanning = tuple[str, int]
"""The words of a cell, and how many columns it covers."""


class _Tables:
    """Gathers the words of the cells; `lines` are the paragraphs outside tables."""

    def __init__(self) -> None:
        self.tables: list[list[list[Spanning]]] = []
        self.lines: list[str] = []
        self._depth = 0
        self._words: list[str] = []
        self._span = 1
        self._reads = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take notice of the beginning of an element."""
        match tag.rpartition(":")[2]:
            case "tbl":
                self._depth += 1
                if self._depth == 1:
                    self.tables.append([])
                    self._words = []
            case "tr" if self._depth == 1:
                self.tables[-1].append([])
            case "tc" if self._depth == 1:
                self._words, self._span = [], 1
            case "gridSpan" if self._depth == 1:
                span = attributes.get("w:val", "1")
                self._span = min(int(span), MAX_COLUMNS) if span.isdecimal() else 1
            case "t":
                self._reads = True
            case "tab":
                self._words.append(" ")
            case "br" | "cr":
                self._words.append("\n")

    def end(self, tag: str) -> None:
        """Take notice of the end of an element."""
        match tag.rpartition(":")[2]:
            case "tbl":
                self._depth -= 1
            case "tc" if self._depth == 1 and self.tables[-1]:
                self.tables[-1][-1].append(("".join(self._words), self._span))
            case "p":
                self._end_paragraph()
            case "t":
                self._reads = False

    def _end_paragraph(self) -> None:
        if self._depth:
            self._words.append("\n")
            return
        line = "".join(self._words).strip()
        if line:
            self.lines.append(line)
        self._words = []

    def text(self, characters: str) -> None:
        """Take the words of a run."""
        if self._reads:
            self._words.append(characters)
