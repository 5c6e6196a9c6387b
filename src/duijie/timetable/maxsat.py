"""The timetable as MaxSAT; each rule is a method named for it.

The MaxSAT model of M. Bofill, J. Coll, M. Garcia, J. Giráldez-Cru, G. Pesant, J. Suy and
M. Villaret, "Constraint Solving Approaches to the Business-to-Business Meeting Scheduling
Problem", Journal of Artificial Intelligence Research 74 (2022), with its two implied rules: a
person is busy in as many slots as there are meetings, and in every slot an even number of
people is busy, two for each table at most. Ours is the third: whoever has no break has all
meetings in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from duijie.solvers.maxsat import Formula, Literal, Model
from duijie.timetable.problem import Slots, TimetableProblem

_PAIR = 2
"""The people of an ordinary meeting."""
_SCARCE = 0.4
"""Tables are scarce where meetings take more than this share of them."""


class TimetableFormula:
    """Variables and rules of one problem; `formula` holds the clauses.

    `breaks`, `left_out` and `unmet_wishes` are the literals to have few of; a literal stands in
    `unmet_wishes` once for each wish it disappoints. With `allow_unplaced` a meeting may be
    left out.
    """

    def __init__(self, problem: TimetableProblem, *, allow_unplaced: bool = False) -> None:
        self.problem = problem
        self.formula = Formula()
        self._all_placed = not allow_unplaced
        self._in_slot = [
            {slot: self.formula.new() for slot in domain} for domain in problem.domains
        ]
        self.left_out = [self.formula.new() for _ in range(len(problem.meetings) * allow_unplaced)]
        self._add_one_slot_each()
        self._busy = [self._add_one_place_at_a_time(one) for one in range(len(problem.meetings_of))]
        self.add_tables(problem.capacity)
        for first, then in problem.before:
            self.add_order(first, then)
        ends = [
            [] if participant.is_table else self._add_break_ends(busy)
            for participant, busy in zip(problem.participants, self._busy, strict=True)
        ]
        self.breaks = [end for found in ends for end in found]
        self._counts = [self._count_breaks(person, found) for person, found in enumerate(ends)]
        if problem.fairness is not None:
            self.add_fairness(problem.fairness)
        if self._all_placed:
            self._add_busy_counts()
            if len(problem.days) == 1:
                self._add_unbroken_runs()

    @property
    def unmet_wishes(self) -> list[Literal]:
        """Literals of the meetings outside somebody's wished slots."""
        return [
            literal
            for person, participant in enumerate(self.problem.participants)
            if participant.wished is not None
            for meeting in self.problem.meetings_of[person]
            for slot, literal in self._in_slot[meeting].items()
            if slot not in participant.wished
        ]

    def read_slots(self, model: Model) -> Slots:
        """Return the timetable that a model stands for."""
        chosen = [
            [slot for slot, literal in choices.items() if literal in model]
            for choices in self._in_slot
        ]
        return tuple(slots[0] if slots else None for slots in chosen)

    def without_breaks(self) -> Formula:
        """Return a copy in which no break is allowed.

        Only there, and only where tables are scarce, the count of busy people helps: measured,
        it makes this question several times easier and that for the fewest breaks harder.
        """
        formula = self.formula.copy()
        for literal in self.breaks:
            formula.add(-literal)
        if len(self.problem.meetings) > _SCARCE * sum(self.problem.capacity):
            self._add_pairs(formula)
        return formula

    def add_tables(self, capacity: Sequence[int]) -> None:
        """Allow no more meetings in a slot than it has tables."""
        for slot, tables in enumerate(capacity):
            here = [choices[slot] for choices in self._in_slot if slot in choices]
            self.formula.add_at_most(here, tables)

    def add_order(self, first: int, then: int) -> None:
        """Let the second meeting come after an earlier slot of the first, and the reverse."""
        starts, ends = self._in_slot[first], self._in_slot[then]
        for slot, literal in ends.items():
            earlier = [early for at, early in starts.items() if at < slot]
            self.formula.add(-literal, *earlier, *self.left_out[first : first + 1])
        for slot, literal in starts.items():
            later = [late for at, late in ends.items() if at > slot]
            self.formula.add(-literal, *later, *self.left_out[then : then + 1])

    def add_fairness(self, most: int) -> None:
        """Let whoever has n + `most` breaks make everybody have n, for each n from 1 on."""
        longest = max((len(count) for count in self._counts), default=0)
        at_least = [self.formula.new() for _ in range(longest - most)]
        for fewer, more in pairwise(at_least):
            self.formula.add(-more, fewer)
        for participant, count in zip(self.problem.participants, self._counts, strict=True):
            if participant.is_table:
                continue
            for over, everybody in zip(count[most:], at_least, strict=False):
                self.formula.add(-over, everybody)
            for place, everybody in enumerate(at_least):
                self.formula.add(-everybody, *count[place : place + 1])

    def forbid(self, meeting: int, slots: Iterable[int]) -> None:
        """Keep a meeting out of `slots`."""
        for slot in slots:
            if slot in self._in_slot[meeting]:
                self.formula.add(-self._in_slot[meeting][slot])

    def _add_one_slot_each(self) -> None:
        for index, choices in enumerate(self._in_slot):
            self.formula.add_exactly_one([*choices.values(), *self.left_out[index : index + 1]])

    def _add_one_place_at_a_time(self, person: int) -> dict[int, Literal]:
        """Return for each slot whether `person` is busy: with one meeting, never two."""
        busy: dict[int, Literal] = {}
        meetings = self.problem.meetings_of[person]
        for slot in range(self.problem.n_slots):
            here = [self._in_slot[m][slot] for m in meetings if slot in self._in_slot[m]]
            if len(here) == 1:
                busy[slot] = here[0]
            elif here:
                self.formula.add_at_most_one(here)
                busy[slot] = self._either(here)
        return busy

    def _add_break_ends(self, busy: dict[int, Literal]) -> list[Literal]:
        """Return a literal for each slot in which a break may end: begun, idle, busy again."""
        return [end for day in self.problem.days for end in self._break_ends_of_day(day, busy)]

    def _break_ends_of_day(self, day: Sequence[int], busy: dict[int, Literal]) -> Iterator[Literal]:
        begun: Literal | None = None
        before: Literal | None = None
        for slot in day:
            now = busy.get(slot)
            if now is not None:
                # Begun only by the slot just before: nothing idle lies in between.
                if begun is not None and before != begun:
                    yield self._break_end(begun, before, now)
                begun = now if begun is None else self._either([begun, now])
            before = now

    def _break_end(self, begun: Literal, before: Literal | None, now: Literal) -> Literal:
        end = self.formula.new()
        idle = [] if before is None else [-before]
        self.formula.add(end, -begun, -now, *(-literal for literal in idle))
        for literal in (begun, now, *idle):
            self.formula.add(-end, literal)
        return end

    def _count_breaks(self, person: int, ends: Sequence[Literal]) -> list[Literal]:
        """Return the literals of a first, second, ... break; meetings bound how many."""
        return self.formula.count(ends, max(0, len(self.problem.meetings_of[person]) - 1))

    def _add_busy_counts(self) -> None:
        """Implied: a person is busy in exactly as many slots as there are meetings."""
        for busy, meetings in zip(self._busy, self.problem.meetings_of, strict=True):
            if meetings:
                self.formula.add_exactly(list(busy.values()), len(meetings))

    def _add_unbroken_runs(self) -> None:
        """Implied: whoever has no break has all meetings in one run, which begins somewhere."""
        for busy, count, meetings in zip(
            self._busy, self._counts, self.problem.meetings_of, strict=True
        ):
            if count:
                self._add_unbroken_run(busy, count[0], len(meetings))

    def _add_unbroken_run(self, busy: dict[int, Literal], broken: Literal, length: int) -> None:
        runs: dict[int, Literal] = {}
        for start in range(self.problem.n_slots - length + 1):
            covered = range(start, start + length)
            if all(slot in busy for slot in covered):
                run = runs[start] = self.formula.new()
                for slot, literal in busy.items():
                    self.formula.add(-run, literal if slot in covered else -literal)
        self.formula.add(broken, *runs.values())
        for slot, literal in busy.items():
            over = [run for start, run in runs.items() if start <= slot < start + length]
            self.formula.add(-literal, broken, *over)

    def _add_pairs(self, formula: Formula) -> None:
        """Implied where meetings are of two: busy people come in pairs, one for each table."""
        if any(len(meeting.participants) != _PAIR for meeting in self.problem.meetings):
            return
        for slot, tables in enumerate(self.problem.capacity):
            people = [busy[slot] for busy in self._busy if slot in busy]
            if len(people) > _PAIR * tables:
                count = formula.count(people, _PAIR * tables + 1)
                formula.add(-count.pop())
                for odd, even in zip(count[::2], count[1::2], strict=True):
                    formula.add(-odd, even)

    def _either(self, literals: Sequence[Literal]) -> Literal:
        """Return a literal that holds exactly when one of `literals` does."""
        either = self.formula.new()
        self.formula.add(-either, *literals)
        for literal in literals:
            self.formula.add(-literal, either)
        return either
