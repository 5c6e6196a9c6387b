"""Mending a timetable on the day: whoever can be left in peace is.

Sought, strictly in this order: fewest meetings left out (only where that is allowed), fewest
people whose own sheet changes, fewest meetings with another slot or table, fewest with another
slot, fewest breaks, fewest unmet wishes; at last fewest changes of table. CP-SAT minimises
one after the other, each with those before it held, so what it proves is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from duijie.domain.errors import OutOfTime
from duijie.domain.event import Event
from duijie.domain.plans import PlacedMeeting, Status
from duijie.domain.records import Company, Expert, Need
from duijie.domain.text import Text
from duijie.solvers.cpsat import Outcome, Search, solve_model
from duijie.timetable.disruption import Disruption
from duijie.timetable.people import People
from duijie.timetable.place import hosts_of, make_rows, pinned_tables
from duijie.timetable.repair_build import Frame, build_repair
from duijie.timetable.repair_causes import explain_repair
from duijie.timetable.repair_model import Goal, RepairModel, RepairPlan, RepairProblem
from duijie.timetable.tables import assign_tables
from duijie.timetable.told import Notice, list_notices, people_moved
from duijie.timetable.walks import list_walks

_ANY = ("no_lp",)
"""The fastest strategy while there is no plan yet."""
_BOTH_ENDS = ("core", "default_lp")
"""One strategy proves from below, the other finds plans from above."""


@dataclass(frozen=True)
class RepairResult:
    """The mended rows, who must be told what, and how good the repair is known to be.

    OPTIMAL means proved best in every goal; no repair that leaves out as few meetings moves
    fewer than `people_bound` people. `unplaced` are meetings without a place, as NEED/EXPERT.
    """

    status: Status
    placed: tuple[PlacedMeeting, ...]
    notices: tuple[Notice, ...]
    unplaced: tuple[str, ...]
    people_bound: int
    breaks: int
    seconds: float

    @property
    def n_people(self) -> int:
        """How many people's own sheets change."""
        return len(people_moved(self.notices))


def repair(  # noqa: PLR0917 - what was and what happened, then the lists of a register
    event: Event,
    before: Sequence[PlacedMeeting],
    disruption: Disruption,
    needs: Sequence[Need],
    experts: Sequence[Expert],
    companies: Sequence[Company] = (),
    *,
    seed: int = 0,
    time_limit_s: float = 10.0,
    allow_unplaced: bool = False,
) -> RepairResult:
    """Mend `before`, the timetable of `event`, after `disruption`; Ctrl-C keeps the best repair.

    Raises
    ------
    BadData
        When the rows do not fit the event or name somebody unknown.
    BadUsage
        When a meeting to cancel is not there or has begun, or one to add is there already.
    Impossible
        When no repair keeps every rule, naming the cause and ways out that do work.
    OutOfTime
        When none was found within `time_limit_s`.
    """
    began = perf_counter()
    frame = build_repair(event, before, disruption, needs, experts, companies)
    search = _Search(frame.repair, seed, time_limit_s, allow_unplaced=allow_unplaced)
    status = search.run()
    if search.plan is None:
        if status is Status.INFEASIBLE:
            raise explain_repair(frame.repair)
        raise _out_of_time(time_limit_s)
    placed = _seat(frame, search.plan, needs, seed)
    notices = list_notices(before, placed, People(needs, experts, companies))
    meetings = zip(frame.repair.problem.meetings, search.plan.slots, strict=True)
    return RepairResult(
        status=status,
        placed=tuple(placed),
        notices=tuple(notices),
        unplaced=tuple(meeting.id for meeting, slot in meetings if slot is None),
        people_bound=search.people_bound + frame.n_free,
        breaks=search.count_breaks(),
        seconds=perf_counter() - began,
    )


class _Search:
    """One goal after the other, each with those before it held."""

    def __init__(
        self, repair: RepairProblem, seed: int, time_limit_s: float, *, allow_unplaced: bool
    ) -> None:
        self._deadline = perf_counter() + time_limit_s
        self._seed = seed
        self._model = RepairModel(repair, allow_unplaced=allow_unplaced)
        self.plan: RepairPlan | None = None
        self.people_bound = 0

    def run(self) -> Status:
        kept = tuple(slot is not None for slot in self._model.repair.keep)
        self._model.hint(RepairPlan(self._model.repair.keep, kept))
        outcome = self._solve(_ANY)
        if self.plan is None:
            return outcome.status
        try:
            proved = [self._minimise(goal, self.plan) for goal in self._model.goals]
        except KeyboardInterrupt:
            return Status.FEASIBLE
        return Status.OPTIMAL if all(proved) else Status.FEASIBLE

    def count_breaks(self) -> int:
        breaks = next(goal for goal in self._model.goals if goal.name == "breaks")
        return 0 if self.plan is None else breaks.measure(self.plan)

    def _minimise(self, goal: Goal, plan: RepairPlan) -> bool:
        """Have as little of the goal as can be, hold it there, and say whether it is proved."""
        bound = 0
        proved = goal.measure(self.plan or plan) == 0
        if not proved:
            self._model.hint(self.plan or plan)
            self._model.model.minimize(sum(goal.literals))
            outcome = self._solve(_BOTH_ENDS)
            proved, bound = outcome.status is Status.OPTIMAL, outcome.bound
        reached = goal.measure(self.plan or plan)
        if goal.name == "people":
            self.people_bound = reached if proved else bound
        self._model.model.add(sum(goal.literals) <= reached)
        return proved

    def _solve(self, strategies: tuple[str, ...]) -> Outcome:
        left_s = max(0.0, self._deadline - perf_counter())
        search = Search(self._seed, time_limit_s=left_s, strategies=strategies)
        outcome = solve_model(self._model.model, self._model.watched, search)
        if outcome.values is not None:
            self.plan = self._model.read(outcome.values)
        if outcome.interrupted:
            raise KeyboardInterrupt
        return outcome


def _seat(frame: Frame, plan: RepairPlan, needs: Sequence[Need], seed: int) -> list[PlacedMeeting]:
    """Give everybody a table; whoever is kept sits where they sat."""
    problem = frame.repair.problem
    only = pinned_tables(frame.event, frame.pairs) | {
        meeting: frozenset({frame.table_of[meeting]})
        for meeting, kept in enumerate(plan.kept)
        if kept
    }
    walks = list_walks(frame.event, problem, plan.slots)
    seating = assign_tables(
        hosts_of(problem), plan.slots, frame.free, seed=seed, only=only, walks=walks
    )
    rows = make_rows(
        frame.event, problem, plan.slots, seating.tables, pairs=frame.pairs, needs=needs
    )
    past = {(row.need_id, row.expert_id): row for row in frame.past}
    return [past.get((row.need_id, row.expert_id), row) for row in rows]


def _out_of_time(time_limit_s: float) -> OutOfTime:
    return OutOfTime(
        Text(
            f"{time_limit_s:g} 秒内没有找到补救方案",
            f"no repair was found within {time_limit_s:g} seconds",
        ),
        [Text("请用 --time-limit 多给一些时间", "give it more time with --time-limit")],
    )
