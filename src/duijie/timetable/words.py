"""Slots, people and meetings in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duijie.domain.text import Text, join, same
from duijie.timetable.problem import TimetableProblem, TimetableSlot


def plural(count: int, noun: str) -> str:
    """Return the count with its English noun: ``1 slot``, ``2 slots``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def list_names(names: Iterable[str], most: int = 6) -> Text:
    """Join names; beyond `most` only their number is told."""
    shown = list(names)
    words = join([same(name) for name in shown[:most]], "、", ", ")
    rest = len(shown) - most
    return words + Text(f" 等 {len(shown)} 场", f" and {rest} more") if rest > 0 else words


def describe_slots(problem: TimetableProblem, slots: Iterable[int]) -> Text:
    """Say when `slots` are: their runs, as in ``14:00-15:00, 16:20-16:40``.

    The date stands before the time when the event has several days; where no times are known
    the numbers of the slots are told.
    """
    runs = [_describe_run(problem, run) for run in _runs(problem, sorted(slots))]
    return join(runs, "、", ", ")


def _runs(problem: TimetableProblem, slots: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for slot in slots:
        if runs and _follows(problem.slots[runs[-1][-1]], problem.slots[slot]):
            runs[-1].append(slot)
        else:
            runs.append([slot])
    return runs


def _follows(before: TimetableSlot, after: TimetableSlot) -> bool:
    return before.day == after.day and before.number + 1 == after.number


def _describe_run(problem: TimetableProblem, run: Sequence[int]) -> Text:
    first, last = problem.slots[run[0]], problem.slots[run[-1]]
    if first.start and last.end:
        day = f"{first.start:%m-%d} " if len(problem.days) > 1 else ""
        return same(f"{day}{first.start:%H:%M}-{last.end:%H:%M}")
    if first == last:
        return Text(f"第 {first.number} 时段", f"slot {first.number}")
    return Text(f"第 {first.number} 至 {last.number} 时段", f"slots {first.number}-{last.number}")
