"""Deadlines as people write them; what a date leaves open is read as its last day."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duijie.domain.sheet import Cell
from duijie.domain.text import Text, same
from duijie.register.normalise.flags import says_nothing
from duijie.register.normalise.numerals import spell_out
from duijie.register.normalise.outcome import (
    DROPPED,
    EMPTIED,
    EXPECTS_NOTHING,
    Outcome,
    doubtful,
    mended,
)
from duijie.register.normalise.text import clean_line

_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(36_526, 73_051)
"""Serial numbers of 2000-01-01 to 2100-01-01."""

_OPEN = re.compile(r"长期|不限|随时|尽快|面议|待定|无期限|持续|open|asap|ongoing")
_RANGE = re.compile(
    r"\s*(?:~|至|到|--|\bto\b|(?<=[日月年\d\s])-(?=\s|[12]\d{3})|(?<=[日月年])-"
    r"|(?<=年\d)-(?=\d\d?月)|(?<=年\d\d)-(?=\d\d?月))\s*"
)
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_CLOCK = r"(?: ?\d\d?:\d\d(?::\d\d)?)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})[日号]?{_CLOCK}",
        rf"{_YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)",
        rf"{_YEAR}[-/.年](?P<month>\d{{1,2}})月?份?(?P<part>初|上旬|中旬|中|下旬|末|底)?",
        rf"{_YEAR}年?(?:第?(?P<quarter>[1-4])季度?|q(?P<q>[1-4]))",
        rf"{_YEAR}年?(?P<half>上半年|下半年)",
        rf"{_YEAR}年?(?:度|年?底|年?末)?",
        rf"(?P<month_name>[a-z]{{3}})[a-z]*\.? (?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? )?{_YEAR}",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month_name>[a-z]{{3}})[a-z]*\.?,? {_YEAR}",
        rf"q(?P<quarter>[1-4]) {_YEAR}",
    )
)
_NO_YEAR = re.compile(
    r"(?P<month>\d{1,2})[-/.月](?:(?P<day>\d{1,2})[日号]?|份?(?P<part>初|上旬|中旬|中|下旬|末|底)?)"
)
_DAY_ONLY = re.compile(r"(?P<day>\d{1,2})[日号]")
_SUFFIX = re.compile(r"(?:之前|以前|前|截止|为止|止|之内|内|完成)+$")
_PARTS = {"初": 10, "上旬": 10, "中旬": 20, "中": 20}
_EXPECTED = Text("日期，如 2026-05-20", "a date such as 2026-05-20")


@dataclass(frozen=True)
class _Found:
    """What was written of a date; `day` 0 means the last of the month."""

    year: int
    month: int
    day: int

    def resolve(self) -> date | None:
        if not 1 <= self.month <= len(_MONTHS):
            return None
        last = calendar.monthrange(self.year, self.month)[1]
        return date(self.year, self.month, self.day or last) if self.day <= last else None


def read_deadline(cell: Cell) -> Outcome[date | None]:
    """Return a day: a month means its last day, a range its end, no year nothing.

    >>> str(read_deadline("2026年5月").value), str(read_deadline("2026.5.1-2026.6.20").value)
    ('2026-05-31', '2026-06-20')
    """
    if isinstance(cell, datetime):
        return mended(cell.date(), _EXPECTED, same(str(cell.date())))
    if isinstance(cell, date):
        return Outcome(cell)
    if says_nothing(cell):
        return Outcome(None)
    line = clean_line(cell)
    words = _fold(line)
    if words.isdigit() and int(words) in _EXCEL_DAYS:
        value = _EXCEL_EPOCH + timedelta(days=int(words))
        return doubtful(value, _EXPECTED, same(str(value)))
    if _OPEN.search(words):
        return mended(None, EXPECTS_NOTHING, EMPTIED)
    return _read_words(line, words)


def _fold(line: str) -> str:
    folded = unicodedata.normalize("NFKC", line).casefold().translate(str.maketrans("—–〜", "--~"))
    folded = re.sub(r"\s+", " ", spell_out(folded)).strip()
    return re.sub(r"\s*([年月日号~])\s*", r"\1", folded)


def _read_words(line: str, words: str) -> Outcome[date | None]:
    parts = [_SUFFIX.sub("", part).strip(" .,。;") for part in _RANGE.split(words)]
    end = _match(parts[-1]) or _complete(parts)
    value = end.resolve() if end else None
    if value is None:
        has_year = re.search(_YEAR, words)
        expected = _EXPECTED if has_year else Text("带年份的日期", "a date with its year")
        return doubtful(None, expected, DROPPED)
    if line == str(value):
        return Outcome(value)
    return mended(value, _EXPECTED, same(str(value)))


def _match(text: str) -> _Found | None:
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match:
            return _interpret({key: found for key, found in match.groupdict().items() if found})
    return None


def _interpret(found: dict[str, str]) -> _Found | None:
    year = int(found["year"])
    quarter = found.get("quarter") or found.get("q")
    if quarter:
        return _Found(year, 3 * int(quarter), 0)
    if "half" in found:
        return _Found(year, 6 if found["half"] == "上半年" else 12, 0)
    if "month_name" in found:
        month = _MONTHS.get(found["month_name"])
        return _Found(year, month, int(found.get("day", 0))) if month else None
    day = int(found.get("day") or _PARTS.get(found.get("part", ""), 0))
    return _Found(year, int(found.get("month", 12)), day)


def _complete(parts: list[str]) -> _Found | None:
    """Read the end of a range that leaves its year, or month, to the beginning."""
    begin = _match(parts[0]) if len(parts) > 1 else None
    match = _NO_YEAR.fullmatch(parts[-1])
    if begin and match:
        day = int(match["day"] or _PARTS.get(match["part"] or "", 0))
        return _Found(begin.year, int(match["month"]), day)
    match = _DAY_ONLY.fullmatch(parts[-1])
    if begin and match:
        return _Found(begin.year, begin.month, int(match["day"]))
    return None
