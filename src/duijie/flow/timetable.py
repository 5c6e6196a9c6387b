"""An assignment in, a timetable out: ``duijie timetable``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData
from duijie.domain.event import Event
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.progress import Progress, Steps, silent, silent_steps
from duijie.domain.records import Register
from duijie.domain.text import Language, Text, join
from duijie.flow.context import read_context, refuse_unknown
from duijie.flow.sources import (
    read_one,
    read_text,
    refuse_overwriting,
)
from duijie.io.atomic import write_atomically
from duijie.io.csv import write_csv
from duijie.register.plans import (
    read_assignment,
    read_timetable,
    timetable_grid,
)
from duijie.timetable.b2b import parse_b2b
from duijie.timetable.build import build_problem, idle_precedences
from duijie.timetable.check import Violation, check
from duijie.timetable.check_placed import WALK, check_placed
from duijie.timetable.past import notice_past
from duijie.timetable.place import to_placed
from duijie.timetable.problem import TimetableProblem
from duijie.timetable.result import TimetableResult, as_b2b_json
from duijie.timetable.saved import SavedPlan, load_plan, replay_plan, save_plan
from duijie.timetable.solve import require_plan, solve

PUBLISHED_FAIRNESS = 2
"""The bound under which the published instances' optima are known."""


PLAN = "timetable"
"""The file name under which meetings without a place are reported."""


@dataclass(frozen=True)
class TimetableOutcome:
    """The finished rows, how good they are, and what was said on the way."""

    problem: TimetableProblem
    result: TimetableResult
    placed: tuple[PlacedMeeting, ...]
    diagnoses: tuple[Diagnosis, ...] = ()
    hurried: tuple[Text, ...] = ()
    """The ways between rooms that are too short, as the diagnoses name them too."""

    def as_json(self) -> dict[str, Any]:
        """Return the result as ``duijie timetable --json`` prints it."""
        numbers = [slot.number for slot in self.problem.slots]
        chosen = self.result.slots or ()
        return as_b2b_json(self.result) | {
            "slots": [None if slot is None else numbers[slot] for slot in chosen],
            "unmet_wishes": len(self.result.unmet_wishes),
            "left_out": list(self.left_out),
            "hurried_walks": [{"zh": one.zh, "en": one.en} for one in self.hurried],
        }

    @property
    def left_out(self) -> tuple[str, ...]:
        """The meetings without a place, as NEED/EXPERT."""
        return tuple(self.problem.meetings[index].id for index in self.result.left_out)


@dataclass(frozen=True)
class PublishedOutcome:
    """A published instance and what became of it; impossible is a result too."""

    problem: TimetableProblem
    result: TimetableResult

    def as_json(self) -> dict[str, object]:
        """Return the result as ``duijie timetable --b2b --json`` prints it."""
        return as_b2b_json(self.result)

    def require_plan(self) -> None:
        """Raise Impossible or OutOfTime, with the cause, when there is no plan."""
        require_plan(self.problem, self.result)


@dataclass(frozen=True)
class CheckOutcome:
    """Every rule that a timetable breaks, and what is doubtful about its event."""

    broken: tuple[Violation, ...]
    warnings: tuple[Diagnosis, ...] = ()

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the findings as ``duijie timetable check --json`` prints them."""
        return {
            "violations": [
                {"rule": one.rule, "message": one.message.in_(language)} for one in self.broken
            ],
            "warnings": [one.describe(language) for one in self.warnings],
        }


def timetable_files(
    assignment: Path,
    event: Path,
    out: Path,
    *,
    needs: Path | None = None,
    experts: Path | None = None,
    companies: Path | None = None,
    fairness: int | None = None,
    seed: int = 0,
    time_limit_s: float = 60.0,
    allow_unplaced: bool = False,
    save: Path | None = None,
    now: datetime | None = None,
    steps: Steps = silent_steps,
) -> TimetableOutcome:
    """Place every assigned meeting and write ``timetable.csv`` to `out`.

    `save` names a file for the instance with its plan, to be replayed. Slots that were over by
    `now` (local time) are warned of.

    `needs`, `experts` and `companies` default to the sheets beside `event`, where there are any;
    without experts an id in ``event.toml`` that nobody bears is passed over with a warning.
    `fairness` beats the setting of ``event.toml``.

    Raises
    ------
    BadData
        A wrong cell, an unknown id.
    BadUsage
        An output that was given to be read.
    Impossible
        No timetable satisfies every rule; the cause is named.
    OutOfTime
        None was found before the limit.
    """
    refuse_overwriting([assignment, event, needs, experts, companies], [out, save])
    sheet = read_one(assignment)
    pairs = read_assignment(sheet)
    setting, register, diagnoses = read_context(event, needs, experts, companies, pairs)
    refuse_unknown(sheet, register)
    if fairness is not None:
        setting = replace(setting, limits=replace(setting.limits, fairness=fairness))
    with steps(Text("排程", "Timetabling")) as progress:
        outcome = place_pairs(
            setting,
            register,
            pairs,
            seed=seed,
            time_limit_s=time_limit_s,
            allow_unplaced=allow_unplaced,
            progress=progress,
            source=event.name,
        )
    write_csv(out, timetable_grid(outcome.placed))
    if save:
        _save(save, outcome.problem, outcome.result)
    past = notice_past(setting, now, event.name) if now else ()
    return replace(outcome, diagnoses=(*diagnoses, *past, *outcome.diagnoses))


def place_pairs(
    event: Event,
    register: Register,
    pairs: Sequence[AssignedPair],
    *,
    seed: int = 0,
    time_limit_s: float = 60.0,
    allow_unplaced: bool = False,
    progress: Progress = silent,
    source: str = "event.toml",
) -> TimetableOutcome:
    """Place `pairs` in the slots and at the tables of `event`; the plan is checked.

    `source` is what messages call the file of the event.
    """
    people = register.needs, register.experts, register.companies
    problem = build_problem(event, pairs, *people)
    result = solve(
        problem,
        seed=seed,
        time_limit_s=time_limit_s,
        allow_unplaced=allow_unplaced,
        progress=progress,
    )
    slots = require_plan(problem, result)
    refuse(check(problem, slots, allow_unplaced=allow_unplaced))
    placed = to_placed(event, problem, slots, pairs, register.needs, seed=seed)
    held = [pair for pair, slot in zip(pairs, slots, strict=True) if slot is not None]
    hurried = accept(check_placed(event, placed, held, *people))
    idle = [*_idle_orders(event, pairs, source), *_idle_pins(event, pairs, source)]
    left = [_unplaced(problem.meetings[index].id) for index in result.left_out]
    diagnoses = (*idle, *left, *map(_hurried, hurried))
    return TimetableOutcome(problem, result, tuple(placed), diagnoses, tuple(hurried))


def timetable_b2b(
    instance: Path,
    *,
    fairness: int = PUBLISHED_FAIRNESS,
    seed: int = 0,
    time_limit_s: float = 60.0,
    save: Path | None = None,
    steps: Steps = silent_steps,
) -> PublishedOutcome:
    """Solve a published instance; a plan is checked by the oracle before it is returned."""
    problem = parse_b2b(read_text(instance), instance.name, fairness)
    with steps(Text("排程", "Timetabling")) as progress:
        result = solve(problem, seed=seed, time_limit_s=time_limit_s, progress=progress)
    if result.slots is not None:
        refuse(check(problem, result.slots))
    if save:
        _save(save, problem, result)
    return PublishedOutcome(problem, result)


def _save(path: Path, problem: TimetableProblem, result: TimetableResult) -> None:
    with write_atomically(path) as temporary:
        words = json.dumps(save_plan(problem, result), ensure_ascii=False)
        temporary.write_text(words + "\n", encoding="utf-8")


def replay_timetable(saved: Path) -> tuple[SavedPlan, list[Violation]]:
    """Read an instance with its plan and return it with all that the checker finds wrong.

    Raises
    ------
    BadData
        When the file was not saved by ``duijie timetable --save``.
    """
    try:
        data = json.loads(read_text(saved))
    except ValueError as error:
        raise BadData(
            Text(f"{saved.name} 不是 JSON：{error}", f"{saved.name} is no JSON: {error}")
        ) from error
    plan = load_plan(data, saved.name)
    return plan, replay_plan(plan)


def check_timetable(
    timetable: Path,
    event: Path,
    *,
    needs: Path | None = None,
    experts: Path | None = None,
    companies: Path | None = None,
    assignment: Path | None = None,
    now: datetime | None = None,
) -> CheckOutcome:
    """Return every rule that a timetable, perhaps edited by hand, breaks.

    Sheets default to those beside `event`. With `assignment`, meetings that are missing or not
    asked for are found too. Slots that were over by `now` (local time) are warned of.
    """
    placed = read_timetable(read_one(timetable))
    sheet = read_one(assignment) if assignment else None
    pairs = read_assignment(sheet) if sheet else None
    keys = pairs or [AssignedPair(one.need_id, one.expert_id, 0.0) for one in placed]
    setting, register, _ = read_context(event, needs, experts, companies, keys)
    if sheet:
        refuse_unknown(sheet, register)
    people = register.needs, register.experts, register.companies
    past = notice_past(setting, now, event.name) if now else ()
    return CheckOutcome(tuple(check_placed(setting, placed, keys, *people)), tuple(past))


def _unplaced(meeting: str) -> Diagnosis:
    return Diagnosis(
        Severity.WARNING,
        PLAN,
        Text("没有排上：没有合适的时段和桌位", "left out: no slot and table for it"),
        found=meeting,
    )


def _idle_orders(event: Event, pairs: Sequence[AssignedPair], source: str) -> Iterator[Diagnosis]:
    for rule in idle_precedences(event, pairs):
        (need, expert), (then_need, then_expert) = rule.first, rule.then
        yield Diagnosis(
            Severity.WARNING,
            source,
            Text(
                "这两场并未都配对，次序无从谈起",
                "not both meetings were assigned; no order to keep",
            ),
            found=f"{need}/{expert} < {then_need}/{then_expert}",
            sheet="before",
        )


def _idle_pins(event: Event, pairs: Sequence[AssignedPair], source: str) -> Iterator[Diagnosis]:
    held = {(one.need_id, one.expert_id) for one in pairs}
    for pin in event.fixed:
        if pin.meeting not in held:
            yield Diagnosis(
                Severity.WARNING,
                source,
                Text("这一场没有配对，无从固定", "this meeting was not assigned; nothing to fix"),
                found="/".join(pin.meeting),
                sheet="fixed",
            )


def _hurried(words: Text) -> Diagnosis:
    return Diagnosis(Severity.WARNING, PLAN, words)


def accept(violations: Sequence[Violation]) -> list[Text]:
    """Stop a plan that breaks a rule, and return the ways between rooms that are too short."""
    refuse([one for one in violations if one.rule != WALK])
    return [one.message for one in violations if one.rule == WALK]


def refuse(violations: Sequence[Violation]) -> None:
    """Stop a plan that the oracle does not accept: a defect of the engine, never shown as done."""
    if violations:
        raise RuntimeError(str(join([one.message for one in violations])))
