"""The exception tree, and the exit code that each branch means on the command line.

    DuijieError
    ├── BadData       1  a file, row or column is wrong; its diagnoses say where
    ├── BadUsage      2  the call itself makes no sense
    ├── Impossible    3  the input is sound, yet no plan can satisfy it; the cause is named
    └── OutOfTime     4  no plan was found before the limit

An error carries its message in both languages and says what to try next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from duijie.domain.diagnosis import Diagnosis
from duijie.domain.text import Language, Text


class DuijieError(Exception):
    """Something a user can mend. Anything else that escapes is a defect of duijie."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: Text, hints: Sequence[Text] = ()) -> None:
        super().__init__(message.en)
        self.message = message
        self.hints = tuple(hints)

    def describe(self, language: Language) -> str:
        """Return the message followed by one indented line for each hint."""
        return "\n".join(
            [self.message.in_(language), *(f"  {hint.in_(language)}" for hint in self.hints)]
        )


class BadData(DuijieError):
    """A file cannot be used as it is; `diagnoses` name the cells."""

    exit_code = 1

    def __init__(
        self, message: Text, hints: Sequence[Text] = (), diagnoses: Sequence[Diagnosis] = ()
    ) -> None:
        super().__init__(message, hints)
        self.diagnoses = tuple(diagnoses)


class BadUsage(DuijieError):
    """Options contradict each other or lie outside their range."""

    exit_code = 2


class Impossible(DuijieError):
    """No plan satisfies every rule; the hints name the tightest places and ways out."""

    exit_code = 3


class OutOfTime(DuijieError):
    """The limit passed before any plan was found."""

    exit_code = 4
