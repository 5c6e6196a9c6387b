"""The race: who may win it, what is kept, and that nobody runs on after it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from duijie.domain.errors import BadUsage
from duijie.domain.plans import Status
from duijie.solvers.process import Process, Send
from duijie.timetable import race, start
from duijie.timetable.check import check
from duijie.timetable.measures import count_unmet_wishes, total_breaks
from duijie.timetable.problem import Slots, TimetableProblem
from duijie.timetable.prove import Report, prove
from duijie.timetable.race import solve_maxsat, solve_race
from duijie.timetable.result import Limits
from duijie.timetable.solve import solve
from tests.timetable.instances import brute_force, make_problem, small_problems

PAIRS = tuple((e, 12 + c) for e in range(12) for c in range(14) if (e * 5 + c * 3) % 7 < 3)
ROOMY = make_problem(PAIRS, 12, tables=12, fairness=2)
"""A plan without breaks exists."""
TIGHT = make_problem(PAIRS, 10, tables=8, fairness=2)
"""Some breaks are needed; too hard to settle within a test."""
LARGE = make_problem((*PAIRS, *((e + 26, c + 26) for e, c in PAIRS)), 11, tables=14, fairness=2)
"""Too large for a first try, and too hard to settle within a test."""
AWAY = make_problem(((0, 1), (0, 2)), 3, away={0: [1]})
"""One break is needed."""
UNFAIR = make_problem(((0, 1), (0, 2)), 3, away={0: [1]}, fairness=0)
"""No plan is fair."""


@pytest.fixture
def no_first_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave as much as possible to the race itself."""
    monkeypatch.setattr(race, "_SMALL", 0)
    monkeypatch.setattr(start, "_MOVES_EACH", 100)


def replace_prover(monkeypatch: pytest.MonkeyPatch, work: Callable[..., None]) -> None:
    monkeypatch.setattr(race, "prove", work)


def send_bound_one(send: Send, *_: Any) -> None:
    send(Report(bound=1))
    time.sleep(600)


def send_a_plan(send: Send, *_: Any) -> None:
    send(Report(Status.FEASIBLE, (0, 2)))
    time.sleep(600)


def be_silent(send: Send, *_: Any) -> None:
    time.sleep(600)


def be_killed(send: Send, *_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def break_down(send: Send, *_: Any) -> None:
    raise ValueError("a defect")


def reports_of(problem: TimetableProblem, **options: bool) -> list[Report]:
    reports: list[Report] = []
    given = {"allow_unplaced": False, "knows_a_plan": False} | options
    prove(reports.append, problem, **given)
    return reports


def test_the_prover_tells_plan_bound_and_proof() -> None:
    reports = reports_of(AWAY)
    assert [report.status for report in reports] == [Status.FEASIBLE] * 3 + [Status.OPTIMAL]
    assert [report.bound for report in reports] == [0, 1, 1, 1]
    assert all(report.slots and not check(AWAY, report.slots) for report in reports)
    first = reports_of(AWAY, knows_a_plan=True)[0]
    assert (first.status, first.slots, first.bound) == (Status.UNKNOWN, None, 1)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(problem=small_problems())
def test_the_prover_equals_brute_force(problem: TimetableProblem) -> None:
    best = brute_force(problem)
    last = reports_of(problem)[-1]
    if best is None:
        assert last.status is Status.INFEASIBLE
    else:
        assert last.status is Status.OPTIMAL
        assert last.slots is not None
        assert check(problem, last.slots) == []
        found = total_breaks(problem, last.slots), count_unmet_wishes(problem, last.slots)
        assert found == best
        assert last.bound == best[0]


def test_the_prover_refutes() -> None:
    for options in ({}, {"knows_a_plan": True}):
        assert reports_of(UNFAIR, **options)[-1].status is Status.INFEASIBLE
    last = reports_of(UNFAIR, allow_unplaced=True)[-1]
    assert last.status is Status.OPTIMAL
    assert last.slots is not None
    assert last.slots.count(None) == 1


def test_the_prover_holds_breaks_while_it_counts_wishes() -> None:
    problem = make_problem(((0, 1), (0, 2)), 4, wished={0: [0, 3]}, allowed={0: [0]})
    last = reports_of(problem)[-1]
    assert (last.status, last.slots) == (Status.OPTIMAL, (0, 1))


def test_meetings_of_three_share_tables_too() -> None:
    """Whoever meets need not come in pairs."""
    problem = make_problem(((0, 1, 2), (3, 4, 5), (0, 3, 6)), 2, tables=2)
    last = reports_of(problem)[-1]
    assert last.status is Status.OPTIMAL
    assert last.slots is not None
    assert check(problem, last.slots) == []


@pytest.mark.usefixtures("no_first_try")
def test_the_proof_brings_its_plan() -> None:
    result = solve_maxsat(ROOMY, Limits())
    assert (result.status, result.breaks, result.bound) == (Status.OPTIMAL, 0, 0)
    assert result.engine in ("anneal", "maxsat")
    assert solve_maxsat(ROOMY, Limits()).slots == result.slots


@pytest.mark.usefixtures("no_first_try")
def test_reaching_the_proved_bound_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_prover(monkeypatch, send_bound_one)
    seen: list[tuple[int, int, float]] = []
    result = solve_race(AWAY, Limits(), lambda *told: seen.append(told))
    assert (result.status, result.breaks, result.bound) == (Status.OPTIMAL, 1, 1)
    assert result.engine == "anneal"
    assert [told[:2] for told in seen] == [(1, 0), (1, 1)]


@pytest.mark.usefixtures("no_first_try")
@pytest.mark.parametrize("engine", [solve_race, solve_maxsat])
@pytest.mark.slow
def test_the_limit_ends_the_prover(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Process] = []

    def begin(*arguments: Any) -> Process:
        started.append(Process(*arguments))
        return started[-1]

    replace_prover(monkeypatch, be_silent)
    monkeypatch.setattr(race, "Process", begin)
    began = time.monotonic()  # the limit counts from the prover's start on, however late that is
    monkeypatch.setattr(
        race._Race, "_elapsed_s", lambda _: time.monotonic() - began if started else 0.0
    )
    result = engine(TIGHT, Limits(time_limit_s=1))
    assert result.status is Status.FEASIBLE
    assert result.slots is not None
    assert check(TIGHT, result.slots) == []
    assert result.seconds >= 1
    (process,) = started
    with pytest.raises(ProcessLookupError):
        os.kill(process.id, 0)


@pytest.mark.usefixtures("no_first_try")
@pytest.mark.slow
def test_annealing_goes_on_when_the_prover_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_prover(monkeypatch, be_killed)
    assert solve_race(ROOMY, Limits()).status is Status.OPTIMAL
    alone = solve_maxsat(TIGHT, Limits(time_limit_s=30))
    assert alone.status is Status.FEASIBLE
    assert alone.seconds < 10


@pytest.mark.usefixtures("no_first_try")
@pytest.mark.slow
def test_a_defect_of_the_prover_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_prover(monkeypatch, break_down)
    with pytest.raises(RuntimeError, match="a defect"):
        solve_race(TIGHT, Limits())


def stop_at_a_plan(breaks: int, bound: int, elapsed_s: float) -> None:
    """Stop as soon as a plan has come, however long that took on a busy machine."""
    raise KeyboardInterrupt


@pytest.mark.usefixtures("no_first_try")
@pytest.mark.slow
def test_a_plan_of_the_prover_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_prover(monkeypatch, send_a_plan)
    monkeypatch.setattr(race, "find_start", lambda *_: (None, None))
    monkeypatch.setattr(race, "anneal", lambda *given: given[1])
    result = solve_race(AWAY, Limits(), stop_at_a_plan)
    assert (result.slots, result.engine, result.status) == ((0, 2), "maxsat", Status.FEASIBLE)


def interrupt(*_: Any) -> Slots:
    raise KeyboardInterrupt


@pytest.mark.usefixtures("no_first_try")
def test_an_interrupt_keeps_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_prover(monkeypatch, be_silent)
    monkeypatch.setattr(race, "anneal", interrupt)
    result = solve_race(TIGHT, Limits())
    assert result.status is Status.FEASIBLE
    assert result.breaks == total_breaks(TIGHT, result.slots or ())
    with pytest.raises(KeyboardInterrupt):
        solve_race(UNFAIR, Limits())


def test_small_problems_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(race, "Process", interrupt)
    assert solve_race(AWAY, Limits()).engine == "cpsat"
    assert solve_race(UNFAIR, Limits()).status is Status.INFEASIBLE


def test_the_prover_alone_takes_no_effort() -> None:
    with pytest.raises(BadUsage, match="no effort"):
        solve(AWAY, "maxsat", effort=1.0)


INTERRUPTED = """
import json
import signal
import sys
from duijie.timetable import race
from duijie.timetable.solve import solve
from tests.timetable.test_race import LARGE

def say(best, bound, seconds):
    print(best, flush=True)

# Who runs the tests in the background of a shell hands down that interrupts are ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
engine, race._SMALL = sys.argv[1], int(sys.argv[2])
race._TRY = 600.0
result = solve(LARGE, engine, time_limit_s=600, watch=say)
print(json.dumps([result.status, result.slots, result.breaks]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "small"), [("race", 0), ("race", 10_000), ("cpsat", 0)], ids=str
)
def test_ctrl_c_keeps_the_best_plan(engine: str, small: int) -> None:
    """Also in the first try of CP-SAT, which `small` lets last for ever, and in CP-SAT alone."""
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, engine, str(small)],
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert int(child.stdout.readline()) >= 0
        child.send_signal(signal.SIGINT)
        *_, last = child.stdout.read().splitlines()
    status, slots, breaks = json.loads(last)
    assert (child.returncode, status) == (0, "feasible")
    assert check(LARGE, tuple(slots)) == []
    assert breaks == total_breaks(LARGE, tuple(slots))
