"""A table of ``event.toml`` that knows its path, checks types, and spots unknown keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from duijie.domain.bounds import Bounds, parse_bounds
from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadUsage
from duijie.domain.text import EMPTY, Text, same
from duijie.register.suggest import looks_like

T = TypeVar("T")

_MOST = 24 * 60
_YEARS = range(1900, 3000)
_NO_DATE = dt.date.min
_EXPECTS_DATE = Text("应为日期 2026-05-20", "a date such as 2026-05-20")
_MISSING = Text("缺少这一项", "this key is missing")


class Settings:
    """One table; every getter marks its key as known and notes what is wrong with it.

    A getter always returns a value of its type, so that all problems of a file are found in
    one pass; what it returns after noting an error is never used.
    """

    def __init__(
        self, source: str, path: str, values: Mapping[str, Any], problems: list[Diagnosis]
    ) -> None:
        self._source = source
        self._path = path
        self._values = values
        self._problems = problems
        self._known: list[str] = []

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        self._known.append(key)
        return key in self._values

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a text; a whole number is taken as its digits."""
        value = self._get(key, required)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str):
            if required and not value.strip():
                self.error(key, Text("不能为空", "must not be empty"), str(value))
            return value.strip()
        return self._mistyped(key, Text("应为文字", "a text"), "")

    def words(self, key: str, *, required: bool = False) -> Text:
        """Return a text for people: plain, or ``{ zh = "...", en = "..." }``."""
        value = self._values.get(key)
        if not isinstance(value, dict):
            return same(self.text(key, required=required))
        table = self.table(key)
        zh, en = table.text("zh"), table.text("en")
        if required and not zh and not en:
            self.error(key, Text("不能为空", "must not be empty"))
        return table.done(Text(zh or en, en or zh))

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts; a single text is a list of one."""
        value = self._get(key, required)
        items = [value] if isinstance(value, str) else value
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return tuple(item.strip() for item in items)
        return self._mistyped(key, Text("应为一列文字", "a list of texts"), ())

    def whole(self, key: str, *, low: int, required: bool = False) -> int:
        """Return a whole number from `low` to 1,440, the minutes of a day."""
        value = self._get(key, required)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= _MOST:
            return value
        expected = Text(f"应为 {low} 到 {_MOST} 的整数", f"a whole number from {low} to {_MOST}")
        return self._mistyped(key, expected, low)

    def number(self, key: str) -> float:
        """Return a number from 0 to 1,440, the minutes of a day."""
        value = self._get(key, required=False)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _MOST:
            return value
        expected = Text(f"应为 0 到 {_MOST} 的数", f"a number from 0 to {_MOST}")
        return self._mistyped(key, expected, 0.0)

    def date(self, key: str, *, required: bool = False) -> dt.date:
        """Return a date."""
        value = self._get(key, required)
        if isinstance(value, str):
            value = _parsed(dt.date.fromisoformat, value)
        # Not isinstance: a moment is a date too.
        if type(value) is dt.date and value.year in _YEARS:
            return value
        return self._mistyped(key, _EXPECTS_DATE, _NO_DATE)

    def clock(self, key: str, *, required: bool = False) -> dt.time:
        """Return a time of day, written "14:00" or 14:00:00."""
        value = self._get(key, required)
        if isinstance(value, str):
            value = _parsed(dt.time.fromisoformat, value.strip().zfill(len("00:00")))
        if isinstance(value, dt.time) and value.tzinfo is None:
            return value
        expected = Text('应为时刻 "14:00"', 'a time such as "14:00"')
        return self._mistyped(key, expected, dt.time.min)

    def choice(self, key: str, choices: Mapping[str, str], *, required: bool = False) -> str:
        """Return the meaning of one of the words in `choices`."""
        word = self.text(key, required=required)
        if word and word not in choices:
            names = ", ".join(choices)
            self.error(key, Text(f"应为其中之一：{names}", f"one of: {names}"), word)
        return choices.get(word, "")

    def bounds(self, key: str) -> Bounds | None:
        """Return bounds written ``"1:3"`` or ``2``, None when not given."""
        if not self.has(key):
            return None
        try:
            return parse_bounds(str(self._values[key]))
        except BadUsage:
            expected = Text('应为 "1:3" 或 2', '"1:3" or 2')
            return self._mistyped(key, expected, None)

    def table(self, key: str) -> Settings:
        """Return a table within this one, empty when not given."""
        value = self._get(key, required=False)
        if value is not None and not isinstance(value, dict):
            self.error(key, Text("应为一个表", "a table"), str(value))
        return self._child(key, value)

    def tables(self, key: str, *, required: bool = False) -> list[Settings]:
        """Return a list of tables; a single table is a list of one."""
        value = self._get(key, required)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if required and items == [] and value is not None:
            self.error(key, _MISSING)
        wrong = [item for item in items if not isinstance(item, dict)]
        if wrong:
            self.error(key, Text("应为一列表", "a list of tables"), str(wrong[0]))
        numbered = isinstance(value, list)
        return [
            self._child(f"{key}[{nth}]" if numbered else key, item)
            for nth, item in enumerate(items, start=1)
            if isinstance(item, dict)
        ]

    def done(self, built: T) -> T:
        """Report keys nobody asked for, and hand `built` through."""
        self.finish()
        return built

    def finish(self) -> None:
        """Report keys nobody asked for."""
        for key in self._values:
            if key not in self._known:
                expected = Text("没有这一项，未采用", "there is no such key; it was not used")
                self._note(Severity.WARNING, key, expected, key, looks_like(key, self._known))

    def error(self, key: str, expected: Text, found: str = "") -> None:
        """Note that what `key` holds cannot be used."""
        self._note(Severity.ERROR, key, expected, found, EMPTY)

    def warn(self, key: str, expected: Text, assumed: Text = EMPTY) -> None:
        """Note that what `key` holds is odd."""
        self._note(Severity.WARNING, key, expected, "", assumed)

    def _get(self, key: str, required: bool) -> Any:
        self._known.append(key)
        if key not in self._values and required:
            self.error(key, _MISSING)
        return self._values.get(key)

    def _mistyped(self, key: str, expected: Text, instead: T) -> T:
        if key in self._values:
            self.error(key, expected, str(self._values[key]))
        return instead

    def _child(self, key: str, value: object) -> Settings:
        path = f"{self._path}.{key}" if self._path else key
        return Settings(
            self._source, path, value if isinstance(value, dict) else {}, self._problems
        )

    def _note(
        self, severity: Severity, key: str, expected: Text, found: str, assumed: Text
    ) -> None:
        path = f"{self._path}.{key}" if self._path else key
        self._problems.append(
            Diagnosis(severity, self._source, expected, found, assumed, sheet=path)
        )


def _parsed(parse: Any, text: str) -> Any:
    try:
        return parse(text)
    except ValueError:
        return None
