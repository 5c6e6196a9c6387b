"""Reader of MiniZinc data, as far as the published instances use it: numbers, lists, sets, rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData
from duijie.domain.text import Text, same

_Item = TypeVar("_Item")
_TOKEN = re.compile(
    r"(?P<space>\s+|%[^\n]*)|(?P<name>[A-Za-z_]\w*)|(?P<number>-?\d{1,9}\b)|(?P<mark>.)"
)


@dataclass(frozen=True)
class Located:
    """A piece of the file and the line (1-based) where it stands."""

    value: int
    line: int


Numbers = tuple[Located, ...]


@dataclass(frozen=True)
class Field:
    """The right-hand side of one ``name = ...;``: a number, a list, a list of sets or rows."""

    line: int
    value: Located | Numbers | tuple[Numbers, ...]


def refuse(source: str, line: int, expected: Text, found: str = "") -> NoReturn:
    """Raise `BadData` naming the file and the line."""
    diagnosis = Diagnosis(Severity.ERROR, source, expected, found=found, row=line)
    place = Text(f"{source} 第 {line} 行：", f"{source}, line {line}: ")
    shown = Text(f"（读到 {found!r}）", f" (found {found!r})") if found else same("")
    raise BadData(place + expected + shown, diagnoses=[diagnosis])


def parse_dzn(text: str, source: str) -> dict[str, Field]:
    """Read every assignment of a MiniZinc data file.

    Parameters
    ----------
    text
        The whole file.
    source
        Its name, for messages.

    Raises
    ------
    BadData
        Naming the line that cannot be read.
    """
    return _Reader(text, source).read()


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int


class _Reader:
    def __init__(self, text: str, source: str) -> None:
        self._source = source
        self._tokens = _split(text)
        self._next = 0

    def read(self) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        while self._peek().kind != "end":
            name = self._take("name", Text("应为字段名", "expected the name of a field"))
            if name.text in fields:
                self._refuse(name, Text("字段重复", "the field stands twice"))
            self._mark("=")
            fields[name.text] = Field(name.line, self._value())
            self._mark(";")
        return fields

    def _value(self) -> Located | Numbers | tuple[Numbers, ...]:
        if self._peek().text != "[":
            return self._number()
        self._mark("[")
        if self._peek().text == "|":
            return self._rows()
        if self._peek().text == "{":
            return self._until("]", self._set)
        return self._until("]", self._number)

    def _rows(self) -> tuple[Numbers, ...]:
        rows: list[Numbers] = []
        self._mark("|")
        while self._peek().text != "]":
            rows.append(self._until("|", self._number))
        self._mark("]")
        return tuple(rows)

    def _set(self) -> Numbers:
        self._mark("{")
        return self._until("}", self._number)

    def _until(self, end: str, read: Callable[[], _Item]) -> tuple[_Item, ...]:
        items: list[_Item] = []
        while self._peek().text != end:
            items.append(read())
            if self._peek().text != end:
                self._mark(",")
        self._mark(end)
        return tuple(items)

    def _number(self) -> Located:
        token = self._take("number", Text("应为整数", "expected a whole number"))
        return Located(int(token.text), token.line)

    def _mark(self, mark: str) -> None:
        if self._peek().text != mark:
            self._refuse(self._peek(), Text(f"应为“{mark}”", f"expected '{mark}'"))
        self._next += 1

    def _take(self, kind: str, expected: Text) -> _Token:
        token = self._peek()
        if token.kind != kind:
            self._refuse(token, expected)
        self._next += 1
        return token

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _refuse(self, token: _Token, expected: Text) -> NoReturn:
        found = "end of file" if token.kind == "end" else token.text
        refuse(self._source, token.line, expected, found)


def _split(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "space":
            tokens.append(_Token(kind, match[0], line))
        line += match[0].count("\n")
    return [*tokens, _Token("end", "", line)]
