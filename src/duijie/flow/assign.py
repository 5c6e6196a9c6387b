"""Affinities in, an assignment out: ``duijie assign``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from duijie.assign.build import PER_EXPERT, PER_NEED, build_problem
from duijie.assign.check import check
from duijie.assign.fairness import FairnessCurve, curve_grid, say_curve, trace_curve
from duijie.assign.matrix import name_matrix, parse_matrix
from duijie.assign.methods import solve
from duijie.assign.plan import AssignResult, Floor, as_json, as_pairs
from duijie.assign.plot import draw_curve
from duijie.assign.problem import AssignProblem
from duijie.assign.size import notice_large
from duijie.domain.bounds import Bounds
from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import Impossible
from duijie.domain.event import Event, Limits, PairKey
from duijie.domain.plans import AffinityMatrix, AssignedPair
from duijie.domain.progress import Progress, Steps, silent, silent_steps
from duijie.domain.records import Expert, Need, Register
from duijie.domain.text import Text
from duijie.flow.reasons import answer_limits, answer_pairs
from duijie.flow.sources import read_one, read_tables, read_text, refuse_overwriting
from duijie.io.atomic import write_atomically
from duijie.io.csv import write_csv
from duijie.register.plans import assignment_grid, read_affinity, refuse_strangers
from duijie.register.vocabulary import Kind
from duijie.timetable.people import People, away_slots


@dataclass(frozen=True)
class AssignOutcome:
    """The plan, in indexes and in names, and what was said on the way."""

    problem: AssignProblem
    result: AssignResult
    pairs: tuple[AssignedPair, ...]
    diagnoses: tuple[Diagnosis, ...] = ()
    answers: tuple[Text, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the plan as ``duijie assign --json`` prints it; answers where any were asked."""
        told = [{"zh": answer.zh, "en": answer.en} for answer in self.answers]
        return as_json(self.result) | ({"answers": told} if told else {})


def assign_files(
    affinity: Path,
    out: Path,
    *,
    needs: Path | None = None,
    experts: Path | None = None,
    companies: Path | None = None,
    conflicts: Path | None = None,
    pins: Path | None = None,
    per_need: Bounds | None = None,
    per_expert: Bounds | None = None,
    per_company: Bounds | None = None,
    per_department: int | None = None,
    floor: Floor = None,
    why: Sequence[PairKey] = (),
    limits: Sequence[str] = (),
    curve: Path | None = None,
    time_limit_s: float | None = None,
    steps: Steps = silent_steps,
) -> AssignOutcome:
    """Decide who meets whom and write ``assignment.csv`` to `out`.

    `floor` None seeks the greatest total; "auto" first the best possible worst-served need; a
    number the greatest total with every need's sum at least so much. `why` asks about pairs,
    `limits` about needs and experts: the answers come with the outcome. The price of fairness is
    written as a table to `curve` and as a picture beside it (``.csv`` and ``.svg``).

    Raises
    ------
    BadUsage
        A question about somebody who is not there, or an output that was given to be read;
        nothing is written then.
    BadData
        A wrong cell, an unknown id, a conflict or pin that cannot be read, contradictory pins.
    Impossible
        The limits cannot all be kept; the cause is named.
    """
    given: dict[Kind, Path | None] = {
        "needs": needs,
        "experts": experts,
        "companies": companies,
        "conflicts": conflicts,
        "pins": pins,
    }
    refuse_overwriting([affinity, *given.values()], [out, *_curve_files(curve)])
    sheet = read_one(affinity)
    matrix = read_affinity(sheet)
    scored = Register(
        needs=tuple(Need(one, one) for one in matrix.need_ids),
        experts=tuple(Expert(one, one) for one in matrix.expert_ids),
    )
    files = [(path, kind) for kind, path in given.items() if path]
    register, diagnoses = read_tables(files, scored)
    refuse_strangers(
        sheet,
        [one.need_id for one in register.needs] or matrix.need_ids,
        [one.expert_id for one in register.experts] or matrix.expert_ids,
    )
    problem = build_problem(
        matrix,
        register.needs,
        register.experts,
        register.conflicts,
        register.pins,
        companies=register.companies,
        per_need=per_need,
        per_expert=per_expert,
        per_company=per_company,
        per_department=per_department,
    )
    with steps(Text("配对", "Assigning")) as progress:
        outcome = solve_checked(problem, floor, time_limit_s, progress)
    answers = [
        *answer_pairs(problem, outcome.result, why, time_limit_s),
        *answer_limits(problem, outcome.result, limits, time_limit_s),
    ]
    if curve:
        with steps(Text("公平的代价", "The price of fairness")) as progress:
            traced = trace_curve(problem, time_limit_s=time_limit_s, progress=progress)
        _write_curve(curve, traced)
        answers.append(say_curve(traced))
    write_csv(out, assignment_grid(outcome.pairs))
    return replace(outcome, diagnoses=(*diagnoses, *outcome.diagnoses), answers=tuple(answers))


def _curve_files(path: Path | None) -> tuple[Path, ...]:
    return (path.with_suffix(".csv"), path.with_suffix(".svg")) if path else ()


def _write_curve(path: Path, curve: FairnessCurve) -> None:
    table, plot = _curve_files(path)
    write_csv(table, curve_grid(curve))
    with write_atomically(plot) as temporary:
        temporary.write_text(draw_curve(curve), encoding="utf-8")


def assign_matrix(
    matrix: Path,
    *,
    per_need: Bounds | None = None,
    per_expert: Bounds | None = None,
    floor: Floor = None,
    time_limit_s: float | None = None,
    steps: Steps = silent_steps,
) -> AssignOutcome:
    """Assign on a dense file of scores: rows are needs, columns experts, nan a conflict."""
    affinity, conflicts = name_matrix(parse_matrix(read_text(matrix), matrix.name))
    problem = build_problem(affinity, conflicts=conflicts, per_need=per_need, per_expert=per_expert)
    with steps(Text("配对", "Assigning")) as progress:
        return solve_checked(problem, floor, time_limit_s, progress)


def assign_register(
    affinity: AffinityMatrix, register: Register, event: Event, *, allow_unplaced: bool = False
) -> AssignOutcome:
    """Assign for an event, as `register_problem` puts it."""
    problem = register_problem(affinity, register, event, allow_unplaced=allow_unplaced)
    try:
        return solve_checked(problem)
    except Impossible as error:
        hints = [*error.hints, *_say_in_event(register, event)]
        raise Impossible(error.message, hints) from None


def register_problem(
    affinity: AffinityMatrix,
    register: Register,
    event: Event,
    *,
    per_company: Bounds | None = None,
    per_department: int | None = None,
    allow_unplaced: bool = False,
) -> AssignProblem:
    """Return what is to be assigned for an event: its limits are the usual ones.

    Neither an expert nor a company (one representative for all its needs) is given more meetings
    than there are slots in which they are there. With `allow_unplaced` a company may still get
    what its needs ask for at least; the timetable then says what is left out. The rest is as
    `build_problem` takes it.
    """
    limits = event.limits
    return build_problem(
        affinity,
        register.needs,
        [_within_free_slots(expert, event, limits) for expert in register.experts],
        register.conflicts,
        register.pins,
        companies=register.companies,
        per_company=per_company,
        company_most=_company_most(register, event, allow_unplaced=allow_unplaced),
        per_department=per_department,
        usual_per_need=limits.per_need or PER_NEED,
        usual_per_expert=limits.per_expert or PER_EXPERT,
    )


def _say_in_event(register: Register, event: Event) -> Iterator[Text]:
    """Say what the engine cannot know: where an event sets the limits, and who is away."""
    slots = sum(slot.usable for slot in event.slots)
    yield Text(
        "在 event.toml 中，--per-need 和 --per-expert 写作 [limits] 的 per_need 和 per_expert；"
        f"一位专家最多 {slots} 场，因为只有 {slots} 个时段",
        "in event.toml, --per-need and --per-expert are per_need and per_expert of [limits]; "
        f"an expert can take {slots} meetings at most, for there are {slots} slots",
    )
    away = [one.expert_id for one in register.experts if not _free_slots(one, event)]
    if away:
        yield Text(
            f"任何时段都不在场的专家：{'、'.join(away)}",
            f"experts away in every slot: {', '.join(away)}",
        )


def _free_slots(expert: Expert, event: Event) -> int:
    usable = {slot.number for slot in event.slots if slot.usable}
    return len(usable - event.absent_slots(expert.expert_id))


def _company_most(register: Register, event: Event, *, allow_unplaced: bool) -> dict[str, int]:
    """Count for each company the slots in which its representative is there."""
    people = People(register.needs, register.experts, register.companies)
    usable = {slot.number for slot in event.slots if slot.usable}
    least = (event.limits.per_need or PER_NEED).low
    asked: Counter[str] = Counter()
    most: dict[str, int] = {}
    for need in filter(lambda need: need.company, register.needs):
        asked[need.company] += least if need.wanted_meetings is None else need.wanted_meetings
        most[need.company] = len(usable - away_slots(event, people.representatives[need.need_id]))
    if allow_unplaced:
        return {company: max(free, asked[company]) for company, free in most.items()}
    return most


def _within_free_slots(expert: Expert, event: Event, limits: Limits) -> Expert:
    """Lower the expert's most meetings to the slots in which they are there."""
    free = _free_slots(expert, event)
    most = expert.max_meetings
    if most is None:
        most = (limits.per_expert or PER_EXPERT).high
    if free >= most:
        return expert
    return replace(expert, max_meetings=max(free, expert.min_meetings or 0))


_GOES_ON = Text("计算照常进行", "the work goes on")


def solve_checked(
    problem: AssignProblem,
    floor: Floor = None,
    time_limit_s: float | None = None,
    progress: Progress = silent,
) -> AssignOutcome:
    """Solve and let the oracle look: a plan that breaks a rule is never handed on.

    What is unusually large about the problem is said, be it possible or not.
    """
    large = notice_large(problem)
    try:
        result = solve(problem, floor, time_limit_s=time_limit_s, progress=progress)
    except Impossible as error:
        raise Impossible(error.message, [*error.hints, *([large] if large else [])]) from None
    broken = check(problem, result.assigned, floor=None if floor == "auto" else floor)
    if broken:
        raise RuntimeError(f"the assignment breaks its own rules: {broken[0]}")
    noticed = (Diagnosis(Severity.WARNING, "affinity", large, assumed=_GOES_ON),) if large else ()
    return AssignOutcome(problem, result, tuple(as_pairs(problem, result.assigned)), noticed)
