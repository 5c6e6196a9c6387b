"""One door to every timetable engine."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from duijie.domain.errors import BadUsage, Impossible, OutOfTime
from duijie.domain.plans import Status
from duijie.domain.progress import Progress, silent
from duijie.domain.text import EMPTY, Text, join
from duijie.timetable.core import find_core
from duijie.timetable.cpsat import solve_cpsat
from duijie.timetable.impossible import Cause, find_causes
from duijie.timetable.problem import Slots, TimetableProblem
from duijie.timetable.race import solve_maxsat, solve_race
from duijie.timetable.result import Limits, TimetableResult, Watch, describe_plan, unwatched
from duijie.timetable.rules import (
    Rule,
    describe_rule,
    describe_way_out,
    relaxations,
    without,
)
from duijie.timetable.words import list_names

Engine = Callable[[TimetableProblem, Limits, Watch], TimetableResult]
ENGINES: dict[str, Engine] = {
    "race": solve_race,
    "cpsat": solve_cpsat,
    "maxsat": solve_maxsat,
}
"""The engines by name; each takes the same problem and is held to the same contract."""
COUNTING = "arithmetic"
_CORE_S = 20.0
"""Seconds spent on finding which rules cannot be kept together."""
_WAY_OUT_S = 5.0
"""Seconds spent on each question of what would make an impossible programme possible."""
_MOST_SHOWN = 6
"""Of rules that cannot be kept together, so many are told."""


def solve(
    problem: TimetableProblem,
    engine: str = "race",
    seed: int = 0,
    time_limit_s: float = 60.0,
    workers: int = 1,
    *,
    allow_unplaced: bool = False,
    effort: float | None = None,
    progress: Progress = silent,
    watch: Watch = unwatched,
) -> TimetableResult:
    """Place every meeting, with the fewest breaks and then the fewest unmet wishes.

    What can be refuted by counting is refuted before any engine starts. No error is raised
    when there is no plan: the status says so, and `require_plan` turns it into words.

    Parameters
    ----------
    engine
        "race" (annealing beside a proving MaxSAT, two cores), "cpsat" or "maxsat".
    time_limit_s
        Wall time; the best plan found by then is returned with its bound.
    workers
        Of CP-SAT. One gives the same plan for the same seed when it runs to its end; several
        are faster and prove the same number of breaks, but may arrive at another plan.
    allow_unplaced
        Leave meetings out rather than fail; as few as possible comes before all else.
    effort
        Bound on the work itself, in units of about a second: where it ends the search before
        `time_limit_s` does, the same problem and seed give the same plan on any machine. The
        race then leaves the work to CP-SAT; "maxsat" takes none.
    progress
        Told the seconds passed of `time_limit_s` whenever the plan improves; the race tells it
        now and then besides.
    watch
        Told (breaks, proved bound, seconds) at the same moments.

    Raises
    ------
    BadUsage
        When there is no such engine.
    """
    if engine not in ENGINES:
        known = ", ".join(sorted(ENGINES))
        raise BadUsage(
            Text(f"没有引擎 {engine}，可用：{known}", f"no engine {engine}; there are {known}")
        )
    began = perf_counter()
    if not allow_unplaced and find_causes(problem):
        seconds = perf_counter() - began
        return describe_plan(
            problem, None, status=Status.INFEASIBLE, bound=0, seconds=seconds, engine=COUNTING
        )

    def report(best: int, bound: int, seconds: float) -> None:
        progress(min(round(seconds), round(time_limit_s)), round(time_limit_s))
        watch(best, bound, seconds)

    limits = Limits(seed, time_limit_s, workers, allow_unplaced, effort)
    return ENGINES[engine](problem, limits, report)


def require_plan(problem: TimetableProblem, result: TimetableResult) -> Slots:
    """Return the plan of `result`.

    Raises
    ------
    Impossible
        When there is none, naming the cause and ways out that were tried and do work.
    OutOfTime
        When none was found before the limit.
    """
    if result.slots is not None:
        return result.slots
    if result.status is Status.INFEASIBLE:
        raise explain_impossible(problem)
    raise OutOfTime(
        Text(
            f"{result.seconds:.0f} 秒内没有排出任何方案",
            f"no timetable was found within {result.seconds:.0f} seconds",
        ),
        [Text("请用 --time-limit 多给一些时间", "give it more time with --time-limit")],
    )


def explain_impossible(problem: TimetableProblem) -> Impossible:
    """Say why `problem`, which has no solution, has none."""
    causes = find_causes(problem)
    if causes:
        return _blame(causes)
    core = find_core(problem, _CORE_S) or []
    ways_out = _single_ways_out(problem, core) or _broad_ways_out(problem)
    return Impossible(_accuse(problem, core), [*ways_out, *_fewest_left_out(problem)])


def _accuse(problem: TimetableProblem, core: list[Rule]) -> Text:
    if not core:
        return Text(
            "各项要求单独都能满足，合在一起却排不出来（已穷尽证明）",
            "each rule can be kept, yet not all of them together (proved by search)",
        )
    rules = join([describe_rule(problem, rule) for rule in core[:_MOST_SHOWN]], "；", "; ")
    rest = len(core) - _MOST_SHOWN
    more = Text(f"；另有 {rest} 项", f"; and {rest} more") if rest > 0 else EMPTY
    return Text(
        f"以下要求不能同时满足（已穷尽证明，缺一即不再冲突）：{rules.zh}{more.zh}",
        "these cannot all be kept (proved by search; any fewer of them could): "
        f"{rules.en}{more.en}",
    )


def _blame(causes: list[Cause]) -> Impossible:
    """Tell the causes, those first that concern the most meetings, and what would remove each."""
    first, *others = sorted(causes, key=lambda cause: -len(cause.spare))
    shown = others[: _MOST_SHOWN - 1]
    also = [Text("另外：", "Also: ") + cause.message for cause in shown]
    if rest := len(others) - len(shown):
        also.append(Text(f"另有 {rest} 处类似", f"and {rest} more like these"))
    hints = dict.fromkeys(hint for cause in (first, *shown) for hint in cause.hints)
    tries = [Text("可以：", "Try: ") + hint for hint in hints]
    return Impossible(first.message, [*also, *tries, _LEAVE_OUT])


_LEAVE_OUT = Text(
    "可以：用 --allow-unplaced 排入尽可能多的场次，并列出没有排上的",
    "Try: --allow-unplaced places as many as possible and names the others",
)


def _single_ways_out(problem: TimetableProblem, core: list[Rule]) -> list[Text]:
    """Name each single rule without which a plan was found; only the core holds any."""
    return [
        _offer(describe_way_out(problem, rule))
        for rule in core[:_MOST_SHOWN]
        if _has_plan(without(problem, [rule]))
    ]


def _broad_ways_out(problem: TimetableProblem) -> list[Text]:
    """Name each kind of rules without all of which a plan was found."""
    return [_offer(words) for words, relaxed in relaxations(problem) if _has_plan(relaxed)]


def _has_plan(problem: TimetableProblem) -> bool:
    return solve(problem, time_limit_s=_WAY_OUT_S).slots is not None


def _offer(words: Text) -> Text:
    return Text(f"可以：{words.zh}（已试排成功）", f"Try: {words.en} (tried: it works)")


def _fewest_left_out(problem: TimetableProblem) -> list[Text]:
    found = solve(problem, time_limit_s=_WAY_OUT_S, allow_unplaced=True)
    names = list_names(problem.meetings[index].id for index in found.left_out)
    count = len(found.left_out)
    return [
        Text(
            f"可以：减少 {count} 场（例如 {names.zh}），其余都能排上",
            f"Try: leave out {count} (for instance {names}); all the others can be placed",
        )
    ]
