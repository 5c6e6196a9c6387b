"""How long work is reported: plain callables, so that engines know no terminal."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from duijie.domain.text import Text


class Progress(Protocol):
    """Called as work proceeds; `total` is 0 while unknown."""

    def __call__(self, done: int, total: int) -> None:
        """Report that `done` of `total` units are finished."""


class Steps(Protocol):
    """Called at the start of each part of a longer story."""

    def __call__(self, name: Text) -> AbstractContextManager[Progress]:
        """Announce the part `name`; the context lasts as long as the part."""


def silent(done: int, total: int) -> None:
    """Report nothing."""


def silent_steps(name: Text) -> AbstractContextManager[Progress]:
    """Announce nothing."""
    return nullcontext(silent)
