"""A repair as a CP-SAT model: the timetable's own, and who of the old plan is left in peace.

A meeting is *kept* when it stays in its slot and at its table. Kept meetings of one slot have
different tables, and the others may sit at any table that is left, so slots and "kept" decide
who is moved, and tables can be chosen afterwards without loss.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ortools.sat.python import cp_model

from duijie.timetable.measures import count_left_out, count_unmet_wishes, total_breaks
from duijie.timetable.model import Literal, TimetableModel
from duijie.timetable.problem import Slots, TimetableProblem


@dataclass(frozen=True)
class RepairProblem:
    """A timetable that was, and the problem as it is now.

    `keep` holds for each meeting its old slot, None where it has no old place or that place is
    gone; `was` holds the old slot also where only the table is gone. `begun` meetings
    are kept whatever happens. Of each group in `rivals`, which had one place between them, only
    one can be kept. While the first of a pair of `bars` is kept, the second, pinned to its
    table, cannot come into its slot. `touched` are participants whose sheet changes in any
    case: a meeting of theirs is cancelled.
    """

    problem: TimetableProblem
    keep: tuple[int | None, ...]
    was: tuple[int | None, ...]
    begun: frozenset[int] = frozenset()
    rivals: tuple[tuple[int, ...], ...] = ()
    bars: tuple[tuple[int, int], ...] = ()
    touched: frozenset[int] = frozenset()


class RepairPlan(NamedTuple):
    """Slots, and which meetings keep their slot and table."""

    slots: Slots
    kept: tuple[bool, ...]


class Goal(NamedTuple):
    """Something to have as little of: its name, its literals, how to count it in a plan."""

    name: str
    literals: Sequence[cp_model.LiteralT]
    measure: Callable[[RepairPlan], int]


class RepairModel:
    """Variables, rules and goals of one repair."""

    def __init__(self, repair: RepairProblem, *, allow_unplaced: bool = False) -> None:
        self.repair = repair
        self.timetable = TimetableModel(repair.problem, allow_unplaced=allow_unplaced)
        self.model = self.timetable.model
        self._kept = [self._keep(meeting) for meeting in range(len(repair.keep))]
        self._changed = [~kept for kept in self._kept]
        for meetings in repair.rivals:
            self.model.add_at_most_one(self._kept[meeting] for meeting in meetings)
        for kept, barred in repair.bars:
            self._bar(kept, barred)
        self._moved = [self._move(person) for person in self._people]

    @cached_property
    def goals(self) -> list[Goal]:
        """The goals in their order."""
        problem = self.repair.problem
        return [
            Goal("left_out", self.timetable.left_out, lambda p: count_left_out(problem, p.slots)),
            Goal("people", self._moved, self.count_people),
            Goal("meetings", self._changed, lambda p: p.kept.count(False)),
            Goal("times", [~at for at in self._old_times.values()], self.count_retimed),
            Goal("breaks", self.timetable.breaks, lambda p: total_breaks(problem, p.slots)),
            Goal(
                "wishes",
                self.timetable.unmet_wishes,
                lambda p: count_unmet_wishes(problem, p.slots),
            ),
        ]

    @property
    def watched(self) -> list[Literal]:
        """The variables whose values `read` takes."""
        return [*self.timetable.placements, *self._kept]

    def read(self, values: Sequence[int]) -> RepairPlan:
        """Return the plan that the values of `watched` stand for."""
        n_placements = len(values) - len(self._kept)
        slots = self.timetable.read_slots(values[:n_placements])
        return RepairPlan(slots, tuple(map(bool, values[n_placements:])))

    def hint(self, plan: RepairPlan) -> None:
        """Suggest a plan to begin the search from."""
        self.timetable.hint(plan.slots)
        for literal, kept in zip(self._kept, plan.kept, strict=True):
            self.model.add_hint(literal, kept)

    def count_people(self, plan: RepairPlan) -> int:
        """Count the people whose sheet changes."""
        meetings_of = self.repair.problem.meetings_of
        return sum(
            person in self.repair.touched
            or not all(plan.kept[meeting] for meeting in meetings_of[person])
            for person in self._people
        )

    def count_retimed(self, plan: RepairPlan) -> int:
        """Count the meetings in another slot that could have stayed in theirs."""
        return sum(plan.slots[meeting] != self.repair.was[meeting] for meeting in self._old_times)

    @cached_property
    def _old_times(self) -> dict[int, Literal]:
        """Return the literal of each meeting in its old slot, where that is still possible."""
        found: dict[int, Literal] = {}
        for meeting, slot in enumerate(self.repair.was):
            at = None if slot is None else self.timetable.at(meeting, slot)
            if at is not None:
                found[meeting] = at
        return found

    @property
    def _people(self) -> list[int]:
        people = enumerate(self.repair.problem.participants)
        return [index for index, one in people if not one.is_table]

    def _keep(self, meeting: int) -> Literal:
        kept = self.model.new_bool_var(f"kept{meeting}")
        slot = self.repair.keep[meeting]
        at = None if slot is None else self.timetable.at(meeting, slot)
        if at is None:
            self.model.add(kept == 0)
        else:
            self.model.add_implication(kept, at)
            if meeting in self.repair.begun:
                self.model.add(kept == 1)
        return kept

    def _bar(self, kept: int, barred: int) -> None:
        slot = self.repair.keep[kept]
        at = None if slot is None else self.timetable.at(barred, slot)
        if at is not None:
            self.model.add_implication(self._kept[kept], ~at)

    def _move(self, person: int) -> Literal:
        moved = self.model.new_bool_var(f"moved{person}")
        if person in self.repair.touched:
            self.model.add(moved == 1)
        for meeting in self.repair.problem.meetings_of[person]:
            self.model.add_implication(self._changed[meeting], moved)
        return moved
