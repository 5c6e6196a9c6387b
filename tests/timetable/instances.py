"""Small timetable problems: by hand, at random, and with a plan known to exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from hypothesis import strategies as st

from duijie.timetable.check import check
from duijie.timetable.measures import count_unmet_wishes, total_breaks
from duijie.timetable.problem import (
    Meeting,
    Participant,
    Slots,
    TimetableProblem,
    TimetableSlot,
)


def make_problem(
    pairs: Sequence[tuple[int, ...]],
    n_slots: int,
    *,
    tables: int | Sequence[int] = 9,
    away: Mapping[int, Iterable[int]] | None = None,
    wished: Mapping[int, Iterable[int]] | None = None,
    allowed: Mapping[int, Iterable[int]] | None = None,
    fixed: Mapping[int, int] | None = None,
    before: tuple[tuple[int, int], ...] = (),
    fairness: int | None = None,
    days: Sequence[int] = (),
) -> TimetableProblem:
    """Return a problem whose dictionaries are keyed by participant or meeting index."""
    n_people = max((person for pair in pairs for person in pair), default=-1) + 1
    away, wished, allowed, fixed = away or {}, wished or {}, allowed or {}, fixed or {}
    return TimetableProblem(
        slots=tuple(TimetableSlot(slot + 1, days[slot] if days else 0) for slot in range(n_slots)),
        participants=tuple(
            Participant(
                f"P{person}",
                away=frozenset(away.get(person, ())),
                wished=frozenset(wished[person]) if person in wished else None,
            )
            for person in range(n_people)
        ),
        meetings=tuple(
            Meeting(
                f"M{index}",
                tuple(pair),
                allowed=frozenset(allowed[index]) if index in allowed else None,
                fixed=fixed.get(index),
            )
            for index, pair in enumerate(pairs)
        ),
        capacity=(tables,) * n_slots if isinstance(tables, int) else tuple(tables),
        before=before,
        fairness=fairness,
    )


def brute_force(problem: TimetableProblem) -> tuple[int, int] | None:
    """Return the fewest (breaks, unmet wishes) over all timetables, None when there is none."""
    found = [
        (total_breaks(problem, slots), count_unmet_wishes(problem, slots))
        for slots in product(range(problem.n_slots), repeat=len(problem.meetings))
        if not check(problem, slots)
    ]
    return min(found, default=None)


def fewest_left_out(problem: TimetableProblem) -> tuple[int, int]:
    """Return the fewest (left out, breaks) when meetings may be left out."""
    choices: list[int | None] = [None, *range(problem.n_slots)]
    return min(
        (slots.count(None), total_breaks(problem, slots))
        for slots in product(choices, repeat=len(problem.meetings))
        if not check(problem, slots, allow_unplaced=True)
    )


@st.composite
def small_problems(draw: st.DrawFn) -> TimetableProblem:
    """Draw problems small enough for brute force, feasible or not."""
    n_slots = draw(st.integers(2, 5))
    slot_sets = st.frozensets(st.integers(0, n_slots - 1), max_size=n_slots)
    pairs = draw(st.lists(st.sampled_from([(e, c) for e in (0, 1) for c in (2, 3)]), max_size=5))
    indexes = range(len(pairs))
    orders = [(one, other) for one in indexes for other in indexes if one != other]
    n_days = draw(st.integers(1, 2))
    return make_problem(
        pairs,
        n_slots,
        tables=draw(st.lists(st.integers(0, 2), min_size=n_slots, max_size=n_slots)),
        away=draw(st.dictionaries(st.integers(0, 3), slot_sets, max_size=2)),
        wished=draw(st.dictionaries(st.integers(0, 3), slot_sets, max_size=1)),
        allowed=draw(st.dictionaries(st.sampled_from(indexes), slot_sets, max_size=1))
        if pairs
        else {},
        before=tuple(draw(st.lists(st.sampled_from(orders), max_size=2))) if orders else (),
        fairness=draw(st.sampled_from([None, 0, 1])),
        days=[slot * n_days // n_slots for slot in range(n_slots)],
    )


@st.composite
def planted_problems(draw: st.DrawFn) -> tuple[TimetableProblem, Slots]:
    """Draw a problem around a timetable that satisfies it."""
    n_slots, n_experts, n_companies = draw(st.integers(3, 8)), 4, 5
    plan: list[int] = []
    pairs: list[tuple[int, int]] = []
    for slot in range(n_slots):
        companies = draw(st.permutations(range(n_experts, n_experts + n_companies)))
        here = draw(st.lists(st.integers(0, n_experts - 1), unique=True, max_size=3))
        for expert, company in zip(here, companies, strict=False):
            pairs.append((expert, company))
            plan.append(slot)
    busy = {(person, slot) for pair, slot in zip(pairs, plan, strict=True) for person in pair}
    away = {
        person: {
            slot
            for slot in draw(st.sets(st.integers(0, n_slots - 1)))
            if (person, slot) not in busy
        }
        for person in range(2)
    }
    ordered = sorted(range(len(pairs)), key=lambda index: plan[index])
    before = ((ordered[0], ordered[-1]),) if pairs and plan[ordered[0]] < plan[ordered[-1]] else ()
    return make_problem(pairs, n_slots, tables=3, away=away, before=before), tuple(plan)
