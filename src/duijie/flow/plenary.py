"""The rounds of introductions, planned and spread again: ``duijie timetable plenary``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadUsage
from duijie.domain.event import Event
from duijie.domain.ids import fold
from duijie.domain.plans import AffinityMatrix, AssignedPair, FloatArray, PlannedTurn
from duijie.domain.records import Register
from duijie.domain.text import Text
from duijie.flow.context import read_context
from duijie.flow.sources import read_one, refuse_overwriting
from duijie.io.csv import write_csv
from duijie.register.plans import plenary_grid, read_affinity, read_plenary
from duijie.report.programme import UNNAMED, by_name, list_companies
from duijie.timetable.disruption import parse_now
from duijie.timetable.people import list_speakers
from duijie.timetable.plenary import LEAST_MIN, PlannedRound, plan_round, respread


@dataclass(frozen=True)
class PlenaryOutcome:
    """The turns of all rounds, how well neighbours belong together, what was said on the way.

    `rounds` is empty when turns were only spread again.
    """

    turns: tuple[PlannedTurn, ...]
    rounds: tuple[PlannedRound, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the plan as ``duijie timetable plenary --json`` prints it."""
        return {
            "rounds": [round_json(one) for one in self.rounds],
            "turns": [
                {
                    "round": one.round.isoformat(timespec="minutes"),
                    "start": one.start.isoformat(),
                    "end": one.end.isoformat(),
                    "person_id": one.person_id,
                }
                for one in self.turns
            ],
        }


def plan_plenary(
    affinity: Path,
    event: Path,
    out: Path,
    *,
    needs: Path | None = None,
    experts: Path | None = None,
    companies: Path | None = None,
    seed: int = 0,
) -> PlenaryOutcome:
    """Order every round of introductions of `event` by theme and write ``plenary.csv`` to `out`.

    Experts are alike who suit the same needs, companies whose needs ask for the same experts.
    Sheets default to those beside `event`.

    Raises
    ------
    BadData
        A wrong cell, an unknown id.
    BadUsage
        When the event has no round of turns.
    """
    refuse_overwriting([affinity, event, needs, experts, companies], [out])
    matrix = read_affinity(read_one(affinity))
    named = [AssignedPair("", expert, 0.0) for expert in matrix.expert_ids]
    setting, register, found = read_context(event, needs, experts, companies, named)
    rounds = plan_rounds(setting, register, matrix, seed=seed)
    if not rounds:
        raise BadUsage(
            Text(
                f"{event.name} 里没有轮流介绍的环节", f"there is no round of turns in {event.name}"
            ),
            [Text('请在 plenary 中写 turns = "experts"', 'write turns = "experts" in its plenary')],
        )
    turns = all_turns(rounds)
    write_csv(out, plenary_grid(turns, speaker_names(register)))
    return PlenaryOutcome(turns, rounds, (*found, *absentees(rounds)))


def respread_plenary(
    plenary: Path,
    event: Path,
    out: Path,
    *,
    next_id: str,
    resume: str,
    until: str | None = None,
    least_min: float = LEAST_MIN,
    needs: Path | None = None,
    experts: Path | None = None,
    companies: Path | None = None,
) -> PlenaryOutcome:
    """Spread the turns that are left over the time that is left, and write all turns to `out`.

    Parameters
    ----------
    next_id
        Who speaks next; those before have spoken.
    resume, until
        When that is, and when the round must end (by default as planned): ``HH:MM``, with a date
        before it where the event has several days.
    least_min
        The shortest turn that makes sense, in minutes.

    Raises
    ------
    BadData
        A wrong cell.
    BadUsage
        When nobody of that id has a turn on that day, or the times do not fit.
    Impossible
        When the time does not do; the message says how much is missing.
    """
    refuse_overwriting([plenary, event, needs, experts, companies], [out])
    turns = read_plenary(read_one(plenary))
    named = [AssignedPair("", one.person_id, 0.0) for one in turns]
    setting, register, found = read_context(event, needs, experts, companies, named)
    days = [day.date for day in setting.days]
    at = parse_now(resume, days)
    begins = _round_of(turns, next_id, at)
    ends = parse_now(until, days) if until else _end_of(setting, begins)
    this = [one for one in turns if one.round == begins]
    speakers = list_speakers(register.experts, list_companies(register))
    spread, lost = respread(
        setting,
        this,
        [*speakers["experts"], *speakers["companies"]],
        next_id=next_id,
        resume=at,
        until=ends,
        least_min=least_min,
    )
    whole = sorted(
        (*(one for one in turns if one.round != begins), *spread), key=lambda one: one.start
    )
    write_csv(out, plenary_grid(whole, speaker_names(register)))
    away = tuple(_no_turn(who, begins) for who in lost)
    return PlenaryOutcome(tuple(whole), diagnoses=(*found, *away))


def _round_of(turns: Iterable[PlannedTurn], person: str, at: datetime) -> datetime:
    """Return when the round begins in which `person` is to speak around then."""
    theirs = [
        one.round
        for one in turns
        if fold(one.person_id) == fold(person) and one.round.date() == at.date()
    ]
    if not theirs:
        raise BadUsage(
            Text(f"{person} 当天没有发言", f"{person} has no turn on that day"),
            [Text("请写会议程表中的编号", "give an id of the table of turns")],
        )
    return min(theirs, key=lambda begins: abs(begins - at))


def _end_of(event: Event, begins: datetime) -> datetime:
    """Return when the round of `event` that begins then is to end."""
    for day in event.days:
        for item in day.plenary:
            if datetime.combine(day.date, item.start) == begins:
                return begins + timedelta(minutes=item.minutes)
    raise BadUsage(
        Text(
            f"活动设置里没有 {begins:%H:%M} 开始的环节",
            f"nothing in the event begins at {begins:%H:%M}",
        )
    )


def plan_rounds(
    event: Event, register: Register, affinity: AffinityMatrix, *, seed: int = 0
) -> tuple[PlannedRound, ...]:
    """Plan every round of turns of `event`; empty when it has none."""
    speakers = list_speakers(register.experts, list_companies(register))
    return tuple(
        plan_round(
            event,
            day,
            item,
            speakers[item.turns],
            _profiles(item.turns, register, affinity),
            seed=seed,
        )
        for day in event.days
        for item in day.plenary
        if item.turns
    )


def _profiles(turns: str, register: Register, affinity: AffinityMatrix) -> FloatArray:
    """Return what each speaker is about: affinities to needs, or of one's needs to experts."""
    values = _without_gaps(affinity.values)
    if turns == "experts":
        column = {one: nth for nth, one in enumerate(affinity.expert_ids)}
        found = [column.get(one.expert_id) for one in register.experts]
        nothing = np.zeros(values.shape[0])
        rows = [nothing if nth is None else values[:, nth] for nth in found]
    else:
        companies = list_companies(register)
        of_need = by_name(companies)
        row = {one: nth for nth, one in enumerate(affinity.need_ids)}
        needs: dict[str, list[int]] = {one.company_id: [] for one in companies}
        for need in register.needs:
            if need.need_id in row:
                company = of_need[fold(need.company or UNNAMED)]
                needs[company.company_id].append(row[need.need_id])
        mean = values.mean(axis=0)
        rows = [values[theirs].mean(axis=0) if theirs else mean for theirs in needs.values()]
    return np.array(rows).reshape(len(rows), -1)


def _without_gaps(values: FloatArray) -> FloatArray:
    """Give a pair without a score the mean of its need."""
    known = ~np.isnan(values)
    counts = np.maximum(known.sum(axis=1, keepdims=True), 1)
    means = np.where(known, values, 0.0).sum(axis=1, keepdims=True) / counts
    filled: FloatArray = np.where(known, values, means)
    return filled


def all_turns(rounds: Iterable[PlannedRound]) -> tuple[PlannedTurn, ...]:
    """Return the turns of all rounds, by time."""
    return tuple(turn for one in rounds for turn in one.turns)


def speaker_names(register: Register) -> dict[str, str]:
    """Return the names of experts and companies by id."""
    experts = {one.expert_id: one.name for one in register.experts}
    return experts | {one.company_id: one.name for one in list_companies(register)}


def absentees(rounds: Iterable[PlannedRound]) -> Iterator[Diagnosis]:
    """Yield a warning for everybody who is away for the whole of a round."""
    for one in rounds:
        for who in one.absent:
            yield _no_turn(who, one.begins)


def _no_turn(who: str, begins: datetime) -> Diagnosis:
    return Diagnosis(
        Severity.WARNING,
        "event.toml",
        Text(
            f"{begins:%H:%M} 开始的轮流介绍中没有可排的时间",
            f"away for every turn left in the round that begins at {begins:%H:%M}",
        ),
        found=who,
        assumed=Text("不安排发言", "no turn"),
        sheet="absent",
    )


def round_json(planned: PlannedRound) -> dict[str, Any]:
    """Return a round's figures: similarity of neighbours, that of the sheet's order, the bound."""
    return {
        "round": planned.begins.isoformat(timespec="minutes"),
        "turns": len(planned.turns),
        "near": planned.near,
        "near_bound": planned.near_bound,
        "sheet_near": planned.sheet_near,
        "absent": list(planned.absent),
    }
