"""Whole numbers and years."""

from __future__ import annotations

import re
import unicodedata

from duijie.domain.sheet import Cell
from duijie.domain.text import Text, same
from duijie.register.normalise.flags import says_nothing
from duijie.register.normalise.numerals import spell_out
from duijie.register.normalise.outcome import DROPPED, Outcome, doubtful, mended
from duijie.register.normalise.text import clean_line

_MAX_COUNT = 1_000
_COUNT = re.compile(
    r"(?:约|最多|最少|至少|不超过|不少于)?(\d+)(?:\.0+)?\s*(?:人|位|名|场|次|家|个|项|meetings?|experts?)?"
)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d|21\d\d)(?!\d)")
_COMPACT_DATE = re.compile(r"\b(\d{4})(\d{2})(\d{2})\b")


def read_count(cell: Cell) -> Outcome[int | None]:
    """Return how many: ``2``, ``２场``, ``三位``; an Excel 2.0 is 2.

    >>> read_count("２场").value
    2
    """
    if says_nothing(cell):
        return Outcome(None)
    line = clean_line(cell)
    match = _COUNT.fullmatch(spell_out(unicodedata.normalize("NFKC", line)).casefold())
    expected = Text("整数", "a whole number")
    if not match or int(match[1]) > _MAX_COUNT:
        return doubtful(None, expected, DROPPED)
    value = int(match[1])
    return (
        Outcome(value)
        if line == str(value) == str(cell).strip()
        else mended(value, expected, same(str(value)))
    )


def read_year(cell: Cell) -> Outcome[int | None]:
    """Return a year from 1800 on; of several, the last."""
    if says_nothing(cell):
        return Outcome(None)
    line = unicodedata.normalize("NFKC", clean_line(cell))
    years = _YEAR.findall(_COMPACT_DATE.sub(r"\1-\2-\3", line))
    if not years:
        return doubtful(None, Text("年份，如 2024", "a year such as 2024"), DROPPED)
    value = int(years[-1])
    if line == str(value):
        return Outcome(value)
    several = len(set(years)) > 1
    note = doubtful if several else mended
    return note(value, Text("一个年份", "one year"), same(str(value)))
