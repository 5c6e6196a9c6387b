"""A form that one company filled in, as the list of one row that it amounts to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from duijie.domain.sheet import Sheet
from duijie.register.headings import is_known
from duijie.register.normalise.text import to_text

_LEAST_LABELS, _LEAST_ROWS = 3, 2
"""A form has labels in several rows; a list has all of them in one."""
_LABEL_CHARS = 14
_IN_ONE = re.compile(rf"\s*([^:：\n]{{2,{_LABEL_CHARS}}})[:：]\s*(.*)", re.DOTALL)
_TICKED, _OPEN = "☑☒■√✓✔", "□☐○"
_OPTION = re.compile(rf"([{_TICKED}{_OPEN}])\s*([^{_TICKED}{_OPEN}]*)")

Pair = tuple[str, str]


def as_list(sheet: Sheet) -> Sheet:
    """Return a form of a Word document as headings and one row; any other sheet as it is.

    Labels stand left of what was filled in, above it, or before it with a colon. What has a label
    that nobody knows is kept under it; of options with boxes the ticked ones are taken.
    """
    if PurePath(sheet.file).suffix.lower() != ".docx":
        return sheet
    rows = [row for row in _cells(sheet) if any(row)]
    known = [row for row in rows if any(_is_label(words) or _split(words) for words in row)]
    pairs = list(_read(rows))
    if len(known) < _LEAST_ROWS or sum(_is_label(label) for label, _ in pairs) < _LEAST_LABELS:
        return sheet
    labels, values = zip(*pairs, strict=True)
    filled = tuple(_choose(value) or None for value in values)
    return Sheet(sheet.file, sheet.name, (tuple(labels), filled))


def _cells(sheet: Sheet) -> Iterator[list[str]]:
    """Yield the cells of each row, one that spans columns once, without empty ones at its end."""
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    for at, row in enumerate(sheet.rows):
        cells = [to_text(cell).strip() for nth, cell in enumerate(row) if (at, nth) not in covered]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _read(rows: Sequence[Sequence[str]]) -> Iterator[Pair]:
    waiting = ""
    for row in rows:
        if waiting:
            alone = len(row) == 1 and not _is_label(row[0]) and not _split(row[0])
            yield waiting, row[0] if alone else ""
            waiting = ""
            if alone:
                continue
        if len(row) == 1 and _is_label(row[0]):
            waiting = row[0]
        else:
            yield from _read_row(row)
    if waiting:
        yield waiting, ""


def _read_row(row: Sequence[str]) -> Iterator[Pair]:
    """Yield the pairs of a row; before an odd number of cells stands the title of a section."""
    at = 0
    while at < len(row):
        words, following = row[at], row[at + 1 : at + 2]
        is_value = bool(following) and not _is_label(following[0])
        both = None if _is_label(words) else _split(words)
        if both:
            yield both
        elif _is_label(words):
            yield words, following[0] if is_value else ""
            at += is_value
        elif words and is_value and len(words) <= _LABEL_CHARS and (len(row) - at) % 2 == 0:
            yield words, following[0]
            at += 1
        at += 1


def _is_label(words: str) -> bool:
    return 0 < len(words) <= 2 * _LABEL_CHARS and is_known([words])


def _split(words: str) -> Pair | None:
    """Return label and value of a cell that holds both."""
    found = _IN_ONE.fullmatch(words)
    return (found[1].strip(), found[2].strip()) if found and is_known([found[1]]) else None


def _choose(value: str) -> str:
    """Return the ticked options of a cell with boxes, any other cell as it is."""
    options = _OPTION.findall(value)
    if not any(box in _OPEN + "☑☒■" for box, _ in options):
        return value
    return "；".join(words.strip(" ;；、,，\n") for box, words in options if box in _TICKED)
