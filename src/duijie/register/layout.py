"""Where the list is in a sheet: its headings, its rows, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duijie.domain.ids import fold
from duijie.domain.sheet import Cell, Sheet
from duijie.domain.text import Text
from duijie.register.headings import fold_heading, is_known
from duijie.register.normalise.text import clean_line, to_text
from duijie.register.vocabulary import ORDINAL

_SEARCHED_ROWS = 30
_HEADING_ROWS = 3
_MIN_REPEATED = 2
_DITTO = {"同上", "同前", "〃", "″", "ditto", "sameasabove"}
_DITTO_CHARS = 20

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|total|sum)(?:[:：(（].*)?")
_FOOTNOTE = re.compile(
    r"(?:注|备注|附注|说明|填表说明|填报说明|notes?|remarks?)\d*\s*[:：、.].*", re.DOTALL
)
_EXAMPLE = re.compile(
    r"(?:示例|样例|范例|例子|填写示例|example).*|[(（]例[)）].*|例[:：].*|例|e\.g\..*", re.DOTALL
)
_INSTRUCTION = re.compile(
    r"必填|选填|请填|请选|请按|字以内|字内|下拉|格式[:：]|mandatory|optional|max\.? \d+ "
)
_EXAMPLE_CELLS = 3
_LOOKED_AT = 200
"""Characters of a cell that can show it is no record: long texts are not searched."""

_HEADING_CHARS = 60
"""Longer cells repeat no heading."""

TOTAL = Text("合计行不是记录，已跳过", "a total is no record; skipped")
FOOTNOTE = Text("说明行不是记录，已跳过", "a note is no record; skipped")
EXAMPLE = Text("示例行不是记录，已跳过", "an example is no record; skipped")
INSTRUCTION = Text("填写要求不是记录，已跳过", "instructions are no record; skipped")
REPEATED = Text("重复的表头，已跳过", "headings repeated; skipped")
SECTION = Text("分节标题不是记录，已跳过", "a section title is no record; skipped")


@dataclass(frozen=True)
class Layout:
    """A list found in a sheet.

    `heads` maps a column index to its heading cells from top to bottom; `rows` are the data
    rows as (0-based row, cells), merged cells filled down; `skipped` tells why other rows below
    the headings are none.
    """

    first: int
    last: int
    heads: dict[int, tuple[str, ...]]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    skipped: tuple[tuple[int, Text], ...]
    filled: frozenset[tuple[int, int]]

    def heading(self, index: int) -> str:
        """Return the lowest heading of a column, for people."""
        parts = [part for part in self.heads.get(index, ()) if part]
        return parts[-1].strip("*＊ ：:") if parts else ""


def find_layout(sheet: Sheet, *, min_known: int = 2) -> Layout | None:
    """Find the headings among the first rows and sort the rows below; None when there are none.

    Of all runs of one to three rows the one with the most known headings wins, the shorter and
    higher one among equals.

    Parameters
    ----------
    sheet
        Any sheet.
    min_known
        How many known headings there must be: fewer do where the name of the file tells its
        kind. A row of nothing but known headings always does.
    """
    best, best_key = None, (0, 0)
    for first in range(min(_SEARCHED_ROWS, len(sheet.rows))):
        for last in range(first, min(first + _HEADING_ROWS, len(sheet.rows))):
            heads = _heads(sheet, first, last)
            known = len({parts for parts in heads.values() if is_known(parts)})
            key = (known, first - last)
            if key > best_key and (known >= min_known or known == len(heads)):
                best, best_key = (first, last, heads), key
    return _layout(sheet, *best) if best else None


def _heads(sheet: Sheet, first: int, last: int) -> dict[int, tuple[str, ...]]:
    rows = [_parents(sheet, row, below=row < last) for row in range(first, last + 1)]
    columns = [tuple(parts) for parts in zip(*rows, strict=True)]
    return {index: parts for index, parts in enumerate(columns) if any(parts)}


def _parents(sheet: Sheet, row: int, *, below: bool) -> list[str]:
    """Return one heading row; a heading above others spreads over the columns it covers."""
    texts = [clean_line(to_text(cell)[:_LOOKED_AT]) for cell in sheet.rows[row]]
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and right > left:
            texts[left : right + 1] = [texts[left]] * len(texts[left : right + 1])
    if below and not sheet.merged:
        children = [clean_line(cell) for cell in sheet.rows[row + 1]]
        for index in range(1, len(texts)):
            if not texts[index] and children[index] and children[index - 1]:
                texts[index] = texts[index - 1]
    return texts


def _layout(sheet: Sheet, first: int, last: int, heads: dict[int, tuple[str, ...]]) -> Layout:
    values, filled = _fill_down(sheet, last + 1)
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    skipped: list[tuple[int, Text]] = []
    ordinal = {
        index for index, parts in heads.items() if fold_heading(parts[-1] or parts[0]) in ORDINAL
    }
    folded = {index: frozenset(map(fold_heading, parts)) for index, parts in heads.items()}
    for row in range(last + 1, len(sheet.rows)):
        raw = sheet.rows[row]
        written = [index for index, cell in enumerate(raw) if to_text(cell).strip()]
        if all(index in ordinal and _is_number(raw[index]) for index in written):
            continue
        reason = _why_no_record(raw, written, folded, _is_banner(sheet, row))
        if reason:
            skipped.append((row, reason))
        else:
            rows.append((row, _resolve_ditto(values[row - last - 1], rows)))
    return Layout(first, last, heads, tuple(rows), tuple(skipped), filled)


def _is_number(cell: Cell) -> bool:
    """Whether a cell of a column of row numbers only numbers an empty row."""
    return re.fullmatch(r"[\d.]+", clean_line(cell)) is not None


def _fill_down(
    sheet: Sheet, begin: int
) -> tuple[list[tuple[Cell, ...]], frozenset[tuple[int, int]]]:
    """Return the rows from `begin` on, vertically merged values in every row they cover."""
    rows = [list(row) for row in sheet.rows[begin:]]
    filled: set[tuple[int, int]] = set()
    for top, left, bottom, _ in sheet.merged:
        if begin <= top < len(sheet.rows) and left < len(sheet.rows[top]):
            for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
                rows[row - begin][left] = sheet.rows[top][left]
                filled.add((row, left))
    return [tuple(row) for row in rows], frozenset(filled)


def _is_banner(sheet: Sheet, row: int) -> bool:
    """Whether a merged cell covers most of the row."""
    width = len(sheet.rows[row])
    return any(
        top <= row <= bottom and 2 * (right - left + 1) > width > 1
        for top, left, bottom, right in sheet.merged
    )


def _why_no_record(
    raw: Sequence[Cell], written: list[int], heads: dict[int, frozenset[str]], banner: bool
) -> Text | None:
    texts = [clean_line(to_text(raw[index])[:_LOOKED_AT]) for index in written]
    alone = len(texts) == 1
    tests = (
        (TOTAL, _is_total(texts, len(heads))),
        (FOOTNOTE, alone and _FOOTNOTE.fullmatch(texts[0].casefold())),
        (EXAMPLE, any(_EXAMPLE.fullmatch(text.casefold()) for text in texts[:_EXAMPLE_CELLS])),
        (REPEATED, _repeats_headings(texts, written, heads)),
        (INSTRUCTION, _instructs(texts)),
        (SECTION, alone and banner),
    )
    return next((reason for reason, applies in tests if applies), None)


def _is_total(texts: list[str], width: int) -> bool:
    sparse = 2 * len(texts) <= max(width, 2)
    return bool(texts) and sparse and _TOTAL.fullmatch(fold(texts[0])) is not None


def _instructs(texts: list[str]) -> bool:
    """Whether more than half of the cells, and at least two, say how to fill in the form."""
    instructing = sum(_INSTRUCTION.search(text) is not None for text in texts)
    return 2 * instructing > max(len(texts), 2)


def _repeats_headings(
    texts: list[str], written: list[int], heads: dict[int, frozenset[str]]
) -> bool:
    same = sum(
        len(text) <= _HEADING_CHARS and fold_heading(text) in heads.get(index, ())
        for index, text in zip(written, texts, strict=True)
    )
    return same >= _MIN_REPEATED and 2 * same > len(texts)


def _resolve_ditto(
    cells: tuple[Cell, ...], above: Sequence[tuple[int, tuple[Cell, ...]]]
) -> tuple[Cell, ...]:
    if not above or not any(map(_is_ditto, cells)):
        return cells
    return tuple(_ditto(cells, above[-1][1]))


def _ditto(cells: Sequence[Cell], above: Sequence[Cell]) -> Iterator[Cell]:
    for cell, upper in zip(cells, above, strict=True):
        yield upper if _is_ditto(cell) else cell


def _is_ditto(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= _DITTO_CHARS and fold(cell) in _DITTO
