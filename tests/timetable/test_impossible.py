"""Certificates: true, in the words of the event, and with hints that hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from duijie.domain.errors import Impossible, OutOfTime
from duijie.domain.plans import Status
from duijie.timetable.hall import find_shortage
from duijie.timetable.impossible import find_causes, narrow_domains
from duijie.timetable.problem import TimetableProblem, TimetableSlot
from duijie.timetable.rules import relaxations
from duijie.timetable.solve import explain_impossible, require_plan, solve
from duijie.timetable.words import describe_slots, list_names
from tests.timetable.instances import brute_force, make_problem, small_problems

PAIRS = tuple((expert, 3 + company) for expert in range(3) for company in range(3))


def drop(problem: TimetableProblem, meetings: set[int]) -> TimetableProblem:
    kept = tuple(m for index, m in enumerate(problem.meetings) if index not in meetings)
    return replace(problem, meetings=kept, before=())


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(problem=small_problems())
def test_a_cause_is_never_named_where_a_plan_exists(problem: TimetableProblem) -> None:
    if find_causes(problem):
        assert brute_force(problem) is None


@pytest.mark.parametrize(
    ("options", "rule", "words"),
    [
        ({"n_slots": 2}, "person", "P0 has 3 meetings but only 2 free slots (slots 1-2)"),
        (
            {"n_slots": 4, "away": {0: [1, 2]}},
            "person",
            "P0 has 3 meetings but only 2 free slots (slot 1, slot 4); absent slots 2-3",
        ),
        (
            {"n_slots": 5, "fixed": {0: 1, 1: 1}},
            "person",
            "P0 has 2 meetings (M0, M1) that must share slots but only 1 free slot (slot 2)",
        ),
        (
            {"n_slots": 4, "tables": 2},
            "tables",
            "9 meetings have to fit into slots 1-4 but there are only 2 tables x 4 slots = 8",
        ),
        (
            {"n_slots": 4, "tables": (3, 3, 1, 1)},
            "tables",
            "9 meetings have to fit into slots 1-4 but there are only 8 places; short by 1",
        ),
        ({"n_slots": 3, "tables": 0}, "nowhere", "there is no slot with a table"),
        ({"n_slots": 0}, "nowhere", "there is no slot with a table"),
        (
            {"n_slots": 9, "before": ((0, 1), (1, 5), (5, 0))},
            "before",
            "the order of these meetings runs in a circle: M1, M5, M0",
        ),
        (
            {"n_slots": 4, "fixed": {0: 1}, "allowed": {0: [2]}, "away": {3: [0, 1]}},
            "no slot",
            "M0 has no slot left: it is fixed at slot 2; its session is slot 3; P3 is absent",
        ),
        (
            {"n_slots": 4, "allowed": {0: []}},
            "no slot",
            "M0 has no slot left: none of the slots it may have is left",
        ),
        (
            {"n_slots": 9, "fixed": {0: 0, 4: 2}, "before": ((4, 0),)},
            "no slot",
            "M0 has no slot left: it is fixed at slot 1; it must come after M4",
        ),
    ],
)
def test_the_cause_is_named(options: dict[str, Any], rule: str, words: str) -> None:
    problem = make_problem(PAIRS, **options)
    cause = find_causes(problem)[0]
    assert cause.rule == rule
    assert cause.message.en.startswith(words)
    assert cause.message.zh


def test_times_are_told_where_they_are_known() -> None:
    problem = make_problem(((0, 1), (0, 2)), 3, away={0: [1, 2]})
    start = datetime(2026, 5, 20, 14)
    step = timedelta(minutes=20)
    slots = tuple(
        TimetableSlot(n + 1, 0, start + n * step, start + (n + 1) * step) for n in range(3)
    )
    timed = replace(problem, slots=slots)
    assert "absent 14:20-15:00" in find_causes(timed)[0].message.en
    two_days = replace(timed, slots=(*slots[:2], replace(slots[2], day=1)))
    assert describe_slots(two_days, [0, 1, 2]).en == "05-20 14:00-14:40, 05-20 14:40-15:00"


def test_a_gap_in_the_numbers_ends_a_run() -> None:
    problem = make_problem(((0, 1),), 3)
    slots = (TimetableSlot(1), TimetableSlot(2), TimetableSlot(9))
    assert describe_slots(replace(problem, slots=slots), range(3)).en == "slots 1-2, slot 9"


def test_many_names_are_counted() -> None:
    assert list_names("abcdefgh", most=3).en == "a, b, c and 5 more"


def test_the_hint_to_leave_out_is_true() -> None:
    problem = make_problem(PAIRS, 4, tables=2)
    shortage = find_shortage(range(9), problem.domains, problem.capacity)
    assert shortage is not None
    assert find_causes(drop(problem, set(shortage.surplus))) == []
    assert f"for instance without {problem.meetings[shortage.surplus[0]].id}" in str(
        find_causes(problem)[0].hints
    )


def test_the_hint_on_tables_is_true_and_not_too_much() -> None:
    # Slot 1 alone must hold four meetings, so three more tables are needed there.
    problem = make_problem(
        ((0, 4), (1, 5), (2, 6), (3, 7)), 2, tables=1, fixed=dict.fromkeys(range(4), 0)
    )
    (cause,) = find_causes(problem)
    assert "3 more tables in every slot" in cause.hints[0].en
    assert solve(replace(problem, capacity=(4, 4)), workers=1).status is Status.OPTIMAL
    assert find_causes(replace(problem, capacity=(3, 3)))


def test_the_hint_on_slots_is_true_and_not_given_to_meetings_that_are_pinned() -> None:
    (cause,) = find_causes(make_problem(PAIRS, 4, tables=2))
    assert "1 more slot would be enough places" in cause.hints[1].en
    assert find_causes(make_problem(PAIRS, 5, tables=2)) == []
    pinned = make_problem(((0, 4), (1, 5), (2, 6)), 2, tables=1, fixed={0: 0, 1: 0, 2: 0})
    assert "more slot" not in str(find_causes(pinned)[0].hints)


def test_the_hint_to_stay_is_true_and_only_given_when_it_is() -> None:
    stays = make_problem(PAIRS, 3, away={0: [1]})
    hints = " ".join(hint.en for hint in find_causes(stays)[0].hints)
    assert "if P0 were there slot 2, the slots would be enough" in hints
    hopeless = make_problem(PAIRS, 2, away={0: [1]})
    assert "were there" not in " ".join(hint.en for hint in find_causes(hopeless)[0].hints)


def test_who_is_never_there_is_one_cause_and_need_not_come_for_longer_than_it_takes() -> None:
    problem = make_problem(PAIRS, 5, away={0: [0, 1, 2, 3, 4]}, tables=2)
    closed, *others = find_causes(problem)
    assert closed.message.en == "M0, M1, M2 have no slot left: P0 is absent slots 1-5"
    assert closed.meetings == closed.spare == (0, 1, 2)
    assert "if P0 were there slots 1-3, the slots would be enough" in closed.hints[0].en
    assert others == []  # the six that are left do fit
    assert find_causes(make_problem(PAIRS, 5, away={0: [3, 4]}, tables=2)) == []
    crowded = find_causes(make_problem(PAIRS, 3, away={0: [0, 1, 2]}, tables=1))
    assert [cause.rule for cause in crowded] == ["no slot", "tables"]


def test_domains_shrink_along_an_order() -> None:
    problem = make_problem(((0, 1), (2, 3), (4, 5)), 4, before=((0, 1), (1, 2)))
    assert narrow_domains(problem) == ((0, 1), (1, 2), (2, 3))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"fairness": 1}, "without the bound of 1"),
        ({"before": ((0, 1),)}, "without the order"),
        ({"fixed": {0: 1}}, "without fixed slots"),
        ({"allowed": {0: [1]}}, "either half"),
        ({"away": {0: [1]}}, "everybody there"),
        ({"tables": 1}, "more tables"),
    ],
)
def test_each_rule_can_be_given_up(options: dict[str, Any], words: str) -> None:
    relaxed = list(relaxations(make_problem(PAIRS, 5, **options)))
    assert [words in text.en for text, _ in relaxed] == [True]
    assert list(relaxations(relaxed[0][1])) == []


def test_search_explains_what_counting_cannot() -> None:
    # Everybody could do alone what is asked, but person 0 must then have a break.
    problem = make_problem(((0, 1), (0, 2)), 3, away={0: [1]}, fairness=0)
    assert find_causes(problem) == []
    error = explain_impossible(problem)
    told = error.describe("en")
    assert told.startswith(
        "these cannot all be kept (proved by search; any fewer of them could): "
        "the breaks of any two people differ by at most 0; P0 is absent slot 2\n"
    )
    assert "without the bound of 0 on the difference in breaks (tried: it works)" in told
    assert "P0 is there slot 2 too (tried: it works)" in told
    assert "leave out 1 (for instance M" in told
    assert "已试排成功" in error.describe("zh")


def test_a_way_out_that_does_not_work_is_not_offered() -> None:
    options: dict[str, Any] = {"away": {0: [1]}, "fairness": 0, "fixed": {0: 0, 1: 2}}
    told = explain_impossible(make_problem(((0, 1), (0, 2)), 3, **options)).describe("en")
    assert "without its fixed slot" not in told
    assert "is there" not in told
    assert "without the bound" in told


def test_where_no_single_rule_helps_a_whole_kind_may() -> None:
    """Two people who must wait: freeing one of them leaves the other broken."""
    pairs = ((0, 1), (0, 2), (3, 4), (3, 5))
    problem = make_problem(pairs, 3, away={0: [1], 3: [1]}, fairness=0)
    told = explain_impossible(problem).describe("en")
    assert "without the bound of 0" in told
    unfair = make_problem(pairs, 3, away={0: [1], 3: [1]}, before=((0, 1),), fairness=0)
    assert "without the bound of 0" in explain_impossible(unfair).describe("en")


def test_require_plan_raises_the_right_error() -> None:
    impossible = make_problem(PAIRS, 2)
    with pytest.raises(Impossible, match="P0 has 3 meetings") as caught:
        require_plan(impossible, solve(impossible))
    told = caught.value.describe("en")
    assert "Also: P1 has 3 meetings" in told
    assert "--allow-unplaced" in told
    hard = make_problem(((0, 1), (0, 2)), 3, away={0: [1]}, fairness=0)
    with pytest.raises(OutOfTime, match="0 seconds"):
        require_plan(hard, solve(hard, time_limit_s=0))
    possible = make_problem(PAIRS, 4)
    result = solve(possible, workers=1)
    assert require_plan(possible, result) == result.slots
