"""The whole story: a folder of sheets becomes a finished event."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from duijie.assign.plan import AssignResult
from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData, Impossible
from duijie.domain.event import Event
from duijie.domain.progress import Steps, silent_steps
from duijie.domain.records import Register
from duijie.domain.text import Language, Text
from duijie.flow.assign import assign_register
from duijie.flow.match import affinity_rows, draw, explain, needs_without_expert, rank
from duijie.flow.plenary import absentees, all_turns, plan_rounds, round_json, speaker_names
from duijie.flow.printing import print_all
from duijie.flow.sources import find_table, read_tables, refuse_unread, require_file
from duijie.flow.staging import refuse_occupied, whole_or_not
from duijie.flow.steps import StepTimes
from duijie.flow.timetable import place_pairs
from duijie.io.atomic import write_atomically
from duijie.io.csv import write_csv
from duijie.io.glyphs import Missing
from duijie.io.toml import read_toml
from duijie.language.choice import DEFAULT, EncoderChoice
from duijie.match.rank import MatchResult
from duijie.register.canonical import problems_grid
from duijie.register.event import read_event
from duijie.register.plans import assignment_grid, plenary_grid, timetable_grid
from duijie.register.programme import check_references
from duijie.register.vocabulary import Kind
from duijie.report.programme import Programme
from duijie.timetable.past import notice_past
from duijie.timetable.plenary import PlannedRound
from duijie.timetable.result import TimetableResult

SETTINGS = "event.toml"
REQUIRED: tuple[Kind, ...] = ("needs", "experts")
OPTIONAL: tuple[Kind, ...] = ("evidence", "companies", "conflicts", "pins", "decisions")


@dataclass(frozen=True, eq=False)
class EventOutcome:
    """The finished event, how good its plans are, and what was said on the way."""

    programme: Programme
    match: MatchResult
    assignment: AssignResult
    timetable: TimetableResult
    left_out: tuple[str, ...]
    hurried: tuple[Text, ...]
    rounds: tuple[PlannedRound, ...]
    diagnoses: tuple[Diagnosis, ...]
    missing: tuple[Missing, ...]
    out: Path
    seconds: dict[str, float]

    @property
    def nobody(self) -> tuple[str, ...]:
        """The needs for which nobody here should be proposed."""
        return needs_without_expert(self.match)


def run_event(
    folder: Path,
    out: Path,
    *,
    seed: int = 0,
    time_limit_s: float = 30.0,
    allow_unplaced: bool = False,
    language: Language = "en",
    now: datetime | None = None,
    encoder: EncoderChoice = DEFAULT,
    chemistry: bool = True,
    cache: Path | None = None,
    heed_decisions: bool = True,
    steps: Steps = silent_steps,
) -> EventOutcome:
    """Read the sheets of `folder`, plan the event and write everything into `out`.

    `out` changes only when the whole run succeeds; when the sheets stop it, ``problems.csv``
    alone is written. `allow_unplaced` leaves meetings out, as few as possible, rather than fail.
    `now` (local time) dates the printed matter, and slots that were over by then are warned of;
    without it the clock dates, and nothing is warned of. `encoder` reads meanings, `chemistry` lets
    it count in the ranking, `cache` holds encoded texts and the index of chemical names. A sheet of
    decisions moves the ranking unless `heed_decisions` is false.

    Raises
    ------
    BadData
        A file is missing or refused, or a conflict, pin or setting cannot be read.
    Impossible
        No assignment or no timetable satisfies every rule.
    OutOfTime
        No timetable was found within `time_limit_s`.
    BadUsage
        `out` cannot be written, or the encoder is none that can be used.
    """
    refuse_occupied(out)
    timed = StepTimes(steps)
    try:
        with timed("read", Text("读取", "Reading")):
            event, register, diagnoses = read_folder(folder)
    except BadData as error:
        if error.diagnoses:
            write_csv(out / "problems.csv", problems_grid(error.diagnoses, language))
        raise
    _require_slots(event)
    with timed("match", Text("匹配", "Matching")) as progress:
        match = rank(
            register,
            encoder=encoder,
            chemistry=chemistry,
            cache=cache,
            progress=progress,
            heed_decisions=heed_decisions,
        )
    with timed("assign", Text("配对", "Assigning")):
        assigned = assign_register(match.affinity, register, event, allow_unplaced=allow_unplaced)
    with timed("timetable", Text("排程", "Timetabling")) as progress:
        timetable = place_pairs(
            event,
            register,
            assigned.pairs,
            seed=seed,
            time_limit_s=time_limit_s,
            allow_unplaced=allow_unplaced,
            progress=progress,
        )
    keys = [(pair.need_id, pair.expert_id) for pair in assigned.pairs]
    rounds = plan_rounds(event, register, match.affinity, seed=seed)
    programme = Programme(
        event=event,
        register=register,
        assigned=assigned.pairs,
        placed=timetable.placed,
        reasons=explain(match, keys),
        pictures=draw(match, keys),
        generated=now or datetime.now().astimezone().replace(tzinfo=None),
        affinity=match.affinity,
        turns=all_turns(rounds),
    )
    with whole_or_not(out) as stage:
        with timed("print", Text("排版", "Printing")) as progress:
            missing = print_all(programme, stage, progress)
        outcome = EventOutcome(
            programme=programme,
            match=match,
            assignment=assigned.result,
            timetable=timetable.result,
            left_out=timetable.left_out,
            hurried=timetable.hurried,
            rounds=rounds,
            diagnoses=(
                *diagnoses,
                *(notice_past(event, now, SETTINGS) if now else ()),
                *assigned.diagnoses,
                *timetable.diagnoses,
                *absentees(rounds),
                *map(_unprintable, missing),
            ),
            missing=missing,
            out=out,
            seconds=timed.seconds,
        )
        _write_tables(outcome, stage, language)
    return outcome


def _write_tables(outcome: EventOutcome, folder: Path, language: Language) -> None:
    """Write the plan, the findings and the summary as files for Excel and for programs."""
    programme = outcome.programme
    write_csv(folder / "affinity.csv", affinity_rows(outcome.match, language))
    write_csv(folder / "assignment.csv", assignment_grid(programme.assigned))
    write_csv(folder / "timetable.csv", timetable_grid(programme.placed))
    if outcome.rounds:
        write_csv(
            folder / "plenary.csv", plenary_grid(programme.turns, speaker_names(programme.register))
        )
    write_csv(folder / "problems.csv", problems_grid(outcome.diagnoses, language))
    words = json.dumps(summarise(outcome, language), ensure_ascii=False, indent=2)
    with write_atomically(folder / "summary.json") as temporary:
        temporary.write_text(words + "\n", encoding="utf-8")


def read_folder(folder: Path) -> tuple[Event, Register, list[Diagnosis]]:
    """Read ``event.toml`` and every table of `folder`.

    Raises
    ------
    BadData
        What cannot be read and must not be guessed: a missing or refused file, a wrong setting,
        a conflict or pin that names nobody.
    """
    if not folder.is_dir():
        raise BadData(Text(f"没有这个文件夹：{folder}", f"no such folder: {folder}"))
    event, odd = read_event(read_toml(require_file(folder / SETTINGS)), SETTINGS)
    tables = {name: find_table(folder, name) for name in (*REQUIRED, *OPTIONAL)}
    for name in REQUIRED:
        if tables[name] is None:
            raise BadData(
                Text(f"{folder} 里没有 {name} 表", f"there is no {name} table in {folder}"),
                [Text(f"请放入 {name}.xlsx 或 {name}.csv", f"put {name}.xlsx or {name}.csv there")],
            )
    paths = {path: name for name, path in tables.items() if path}
    register, found = read_tables(paths.items())
    diagnoses = [*odd, *found, *check_references(event, register, SETTINGS)]
    refuse_unread(diagnoses, {SETTINGS})
    return event, register, diagnoses


def _require_slots(event: Event) -> None:
    """Stop before the work when nobody could meet anybody."""
    if not any(slot.usable for slot in event.slots):
        raise Impossible(
            Text(
                "无法安排：没有一个可约谈的时段，不是没有设，就是都被大会议程占用",
                "Impossible: there is no slot for meetings; none is set, or the plenary takes all",
            ),
            [
                Text(
                    f"请在 {SETTINGS} 中增加 slots，或改动 plenary",
                    f"add slots to {SETTINGS}, or move its plenary",
                )
            ],
        )


def _unprintable(missing: Missing) -> Diagnosis:
    return Diagnosis(
        severity=Severity.WARNING,
        file="print",
        found=missing.context,
        expected=Text(
            f"没有字体能印出“{missing.character}”（U+{ord(missing.character):04X}）",
            f"no font can print {missing.character!r} (U+{ord(missing.character):04X})",
        ),
        assumed=Text(f"印作 {missing.mark}", f"printed as {missing.mark}"),
    )


def summarise(outcome: EventOutcome, language: Language) -> dict[str, Any]:
    """Return the closing summary, as ``summary.json`` and ``--json`` give it."""
    register, timetable = outcome.programme.register, outcome.timetable
    return {
        "event": outcome.programme.event.title.in_(language),
        "read": {
            "needs": len(register.needs),
            "experts": len(register.experts),
            "evidence": len(register.evidence),
            "companies": len(register.companies),
        },
        "problems": {
            str(severity): sum(one.severity is severity for one in outcome.diagnoses)
            for severity in Severity
        },
        "assignment": {
            "status": str(outcome.assignment.status),
            "meetings": len(outcome.assignment.assigned),
            "total": outcome.assignment.total,
            "bound": outcome.assignment.bound,
            "worst_served": outcome.assignment.worst_served,
        },
        "timetable": {
            "status": str(timetable.status),
            "breaks": timetable.breaks,
            "bound": timetable.bound,
            "gap": timetable.gap,
            "unmet_wishes": len(timetable.unmet_wishes),
            "left_out": list(outcome.left_out),
            "hurried_walks": [words.in_(language) for words in outcome.hurried],
            "engine": timetable.engine,
        },
        "plenary": [round_json(one) for one in outcome.rounds],
        "nobody": list(outcome.nobody),
        "notices": [notice.in_(language) for notice in outcome.match.notices],
        "unprintable": [missing.character for missing in outcome.missing],
        "seconds": outcome.seconds,
        "out": str(outcome.out),
    }
