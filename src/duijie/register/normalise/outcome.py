"""A value together with what had to be assumed to read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from duijie.domain.diagnosis import Severity
from duijie.domain.text import EMPTY, Text

T = TypeVar("T")


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """`severity` is None when the cell was read just as it is written."""

    value: T
    severity: Severity | None = None
    expected: Text = EMPTY
    assumed: Text = EMPTY


def mended(value: T, expected: Text, assumed: Text) -> Outcome[T]:
    """Return a value that was brought into form without loss."""
    return Outcome(value, Severity.NOTE, expected, assumed)


def doubtful(value: T, expected: Text, assumed: Text) -> Outcome[T]:
    """Return a value that was guessed, or stands for one that was dropped."""
    return Outcome(value, Severity.WARNING, expected, assumed)


DROPPED = Text("留空", "left empty")
EMPTIED = Text("按空处理", "taken as empty")
EXPECTS_NOTHING = Text("没有内容", "there is nothing to say")
