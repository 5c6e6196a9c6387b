"""The parts of a longer story: announced while they run, timed when they end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from duijie.domain.progress import Progress, Steps
from duijie.domain.text import Text


class StepTimes:
    """Announces each part to `steps` and keeps in `seconds` how long it took, by name."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str, words: Text) -> Iterator[Progress]:
        """Run one part; one that fails has no time."""
        began = perf_counter()
        with self._steps(words) as progress:
            yield progress
        self.seconds[name] = round(perf_counter() - began, 3)
