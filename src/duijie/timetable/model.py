"""The timetable as a CP-SAT model; each rule is a method named for it.

After the CP and MaxSAT models of Bofill et al. (Journal of Artificial Intelligence Research 74,
2022): Booleans for a meeting in a slot, a busy participant, a day begun and a break ended,
with the implied count of busy slots. Ours are the ordered counters of breaks and the unbroken
runs, which let the solver see at once what a timetable without breaks must look like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from ortools.sat.python import cp_model

from duijie.timetable.problem import Slots, TimetableProblem

Literal = cp_model.IntVar


class TimetableModel:
    """Variables and rules of one problem.

    With `allow_unplaced` a meeting may be left out; otherwise each has its slot.
    """

    def __init__(self, problem: TimetableProblem, *, allow_unplaced: bool = False) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self._allow_unplaced = allow_unplaced
        self._in_slot = [
            {slot: self._new(f"meeting{index}@{slot}") for slot in domain}
            for index, domain in enumerate(problem.domains)
        ]
        self.left_out = [
            self._new(f"left_out{index}") for index in range(len(problem.meetings) * allow_unplaced)
        ]
        self._add_constraints()

    @cached_property
    def placements(self) -> list[Literal]:
        """The variables that say where the meetings are."""
        return [literal for choices in self._in_slot for literal in choices.values()]

    @cached_property
    def breaks(self) -> list[Literal]:
        """Literals whose sum is the number of breaks: one for a person's first, second, ..."""
        return [literal for counters in self._counters for literal in counters]

    @cached_property
    def unmet_wishes(self) -> list[Literal]:
        """Literals of the meetings outside somebody's wished slots, once for each wish."""
        return [
            literal
            for person, participant in enumerate(self.problem.participants)
            if participant.wished is not None
            for meeting in self.problem.meetings_of[person]
            for slot, literal in self._in_slot[meeting].items()
            if slot not in participant.wished
        ]

    def at(self, meeting: int, slot: int) -> Literal | None:
        """Return the literal of a meeting in a slot, None where it can never be."""
        return self._in_slot[meeting].get(slot)

    def read_slots(self, values: Sequence[int]) -> Slots:
        """Return the timetable that values of `placements`, in that order, stand for."""
        places = iter(values)
        chosen = [[slot for slot in choices if next(places)] for choices in self._in_slot]
        return tuple(slots[0] if slots else None for slots in chosen)

    def hint(self, slots: Slots) -> None:
        """Suggest a timetable to begin the search from."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for choices, chosen in zip(self._in_slot, slots, strict=True):
            for slot, literal in choices.items():
                self.model.add_hint(literal, slot == chosen)

    def without_breaks(self) -> cp_model.CpModel:
        """Return a copy in which no break is allowed."""
        copy = self.model.clone()
        copy.clear_objective()  # type: ignore[no-untyped-call]
        for literal in self.breaks:
            copy.add(copy.get_bool_var_from_proto_index(literal.index) == 0)
        return copy

    def _add_constraints(self) -> None:
        self._add_one_slot_each()
        self._add_one_place_at_a_time()
        self._add_tables()
        self._add_order()
        self._add_break_counts()
        self._add_fairness()
        if not self._allow_unplaced:
            self._add_busy_counts()
            if len(self.problem.days) == 1:
                self._add_unbroken_runs()

    def _add_one_slot_each(self) -> None:
        for index, choices in enumerate(self._in_slot):
            self.model.add_exactly_one([*choices.values(), *self.left_out[index : index + 1]])

    def _add_one_place_at_a_time(self) -> None:
        """Define busy: the sum of a person's meetings in a slot, which is at most one."""
        self._busy: list[dict[int, Literal]] = []
        for person, meetings in enumerate(self.problem.meetings_of):
            busy: dict[int, Literal] = {}
            for slot in range(self.problem.n_slots):
                here = [self._in_slot[m][slot] for m in meetings if slot in self._in_slot[m]]
                if len(here) == 1:
                    busy[slot] = here[0]
                elif here:
                    busy[slot] = self._new(f"busy{person}@{slot}")
                    self.model.add_exactly_one([*here, ~busy[slot]])
            self._busy.append(busy)

    def _add_tables(self) -> None:
        for slot, tables in enumerate(self.problem.capacity):
            here = [choices[slot] for choices in self._in_slot if slot in choices]
            if len(here) > tables:
                self.model.add(sum(here) <= tables)

    def _add_order(self) -> None:
        """Whoever comes second waits: its slot implies an earlier one for the first."""
        for first, then in self.problem.before:
            for slot, literal in self._in_slot[then].items():
                earlier = [early for at, early in self._in_slot[first].items() if at < slot]
                self.model.add_bool_or([~literal, *earlier, *self.left_out[first : first + 1]])

    def _add_break_counts(self) -> None:
        """Count the breaks that end in each slot into literals "first", "second", ... break."""
        self._ends = [
            [] if participant.is_table else self._break_ends(busy)
            for participant, busy in zip(self.problem.participants, self._busy, strict=True)
        ]
        self._counters: list[list[Literal]] = []
        for person, ends in enumerate(self._ends):
            most = max(0, min(len(ends), len(self.problem.meetings_of[person]) - 1))
            counters = [self._new(f"break{person}.{nth}") for nth in range(most)]
            for fewer, more in pairwise(counters):
                self.model.add_implication(more, fewer)
            if counters:
                self.model.add(sum(ends) == sum(counters))
                for end in ends:
                    self.model.add_implication(end, counters[0])
            self._counters.append(counters)

    def _break_ends(self, busy: dict[int, Literal]) -> list[Literal]:
        """Return a literal for each slot in which a break may end: begun, idle, busy again."""
        return [end for day in self.problem.days for end in self._break_ends_of_day(day, busy)]

    def _break_ends_of_day(self, day: Sequence[int], busy: dict[int, Literal]) -> Iterator[Literal]:
        begun: Literal | None = None
        before: Literal | None = None
        for slot in day:
            now = busy.get(slot)
            if now is not None:
                # Begun only by the slot just before: nothing idle lies in between.
                if begun is not None and before is not begun:
                    yield self._break_end(begun, before, now)
                begun = now if begun is None else self._either(begun, now)
            before = now

    def _break_end(self, begun: Literal, before: Literal | None, now: Literal) -> Literal:
        end = self._new("break_end")
        idle = [] if before is None else [before]
        self.model.add_bool_or([~begun, ~now, end, *idle])
        self.model.add_implication(end, begun)
        self.model.add_implication(end, now)
        for literal in idle:
            self.model.add_implication(end, ~literal)
        return end

    def _either(self, one: Literal, other: Literal) -> Literal:
        either = self._new("begun")
        self.model.add_implication(one, either)
        self.model.add_implication(other, either)
        self.model.add_bool_or([one, other, ~either])
        return either

    def _add_fairness(self) -> None:
        if self.problem.fairness is None:
            return
        least = self.model.new_int_var(0, self.problem.n_slots, "least_breaks")
        for participant, counters in zip(self.problem.participants, self._counters, strict=True):
            if not participant.is_table:
                self.model.add(sum(counters) >= least)
                self.model.add(sum(counters) <= least + self.problem.fairness)

    def _add_busy_counts(self) -> None:
        """Implied: a person is busy in exactly as many slots as there are meetings."""
        for busy, meetings in zip(self._busy, self.problem.meetings_of, strict=True):
            self.model.add(sum(busy.values()) == len(meetings))

    def _add_unbroken_runs(self) -> None:
        """Implied: whoever has no break has all meetings in one run, which begins somewhere."""
        for busy, counters, meetings in zip(
            self._busy, self._counters, self.problem.meetings_of, strict=True
        ):
            if counters:
                self._add_unbroken_run(busy, counters[0], len(meetings))

    def _add_unbroken_run(self, busy: dict[int, Literal], broken: Literal, length: int) -> None:
        runs: dict[int, Literal] = {}
        for start in range(self.problem.n_slots - length + 1):
            covered = range(start, start + length)
            if all(slot in busy for slot in covered):
                runs[start] = self._new("run")
                for slot, literal in busy.items():
                    inside = literal if slot in covered else ~literal
                    self.model.add_implication(runs[start], inside)
        self.model.add_exactly_one([*runs.values(), broken])
        for slot, literal in busy.items():
            over = [run for start, run in runs.items() if start <= slot < start + length]
            self.model.add(literal <= sum(over) + broken)

    def _new(self, name: str) -> Literal:
        return self.model.new_bool_var(name)
