"""How long work is reported: a plain callable, so that engines know no terminal."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called as work proceeds; `total` is 0 while unknown."""

    def __call__(self, done: int, total: int) -> None:
        """Report that `done` of `total` units are finished."""


def silent(done: int, total: int) -> None:
    """Report nothing."""
