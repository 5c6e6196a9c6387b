"""A timetable mended on the day: ``duijie timetable repair``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from duijie.domain.errors import BadUsage
from duijie.domain.event import Absence, Event, PairKey
from duijie.domain.ids import fold
from duijie.domain.plans import AssignedPair, PlannedTurn
from duijie.domain.progress import Steps, silent_steps
from duijie.domain.records import Register
from duijie.domain.text import Text, join, same
from duijie.flow.context import read_context, refuse_unknown
from duijie.flow.sources import find_table, read_one, refuse_overwriting
from duijie.flow.timetable import accept
from duijie.io.csv import write_csv
from duijie.register.plans import read_plenary, read_timetable, timetable_grid
from duijie.register.suggest import looks_like
from duijie.timetable.check_repair import check_repair
from duijie.timetable.disruption import Disruption, parse_now
from duijie.timetable.people import People
from duijie.timetable.repair import RepairResult, repair
from duijie.timetable.told import notices_grid, notices_json


@dataclass(frozen=True)
class RepairOutcome:
    """The repair, the ways between rooms that are too short in it, and what was printed again."""

    result: RepairResult
    hurried: tuple[Text, ...] = ()
    sheets: tuple[Path, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the repair as ``duijie timetable repair --json`` prints it."""
        result = self.result
        return {
            "status": str(result.status),
            "people_moved": result.n_people,
            "bound": result.people_bound,
            "breaks": result.breaks,
            "left_out": list(result.unplaced),
            "hurried_walks": [{"zh": one.zh, "en": one.en} for one in self.hurried],
            "changes": notices_json(result.notices),
            "sheets": [str(path) for path in self.sheets],
            "seconds": round(result.seconds, 3),
        }


def repair_files(
    timetable: Path,
    event: Path,
    out: Path,
    *,
    now: str | None = None,
    absent: Sequence[Absence] = (),
    lost_tables: Sequence[Absence] = (),
    add: Sequence[PairKey] = (),
    cancel: Sequence[PairKey] = (),
    needs: Path | None = None,
    experts: Path | None = None,
    companies: Path | None = None,
    changes: Path | None = None,
    sheets: Path | None = None,
    seed: int = 0,
    time_limit_s: float = 10.0,
    allow_unplaced: bool = False,
    printed: datetime | None = None,
    steps: Steps = silent_steps,
) -> RepairOutcome:
    """Mend `timetable` with the fewest people moved and write the new one to `out`.

    Parameters
    ----------
    now
        ``HH:MM``, with a date before it where the event has several days; what began before it
        stays as it was.
    changes
        Where to write who must be told what, as a table.
    sheets
        A folder for what must be printed again: ``changed.xlsx``, one sheet for each person
        whose meetings changed, and their calendars. Nobody else's are written. Turns in the
        plenary are those of a table ``plenary`` beside `timetable`.
    printed
        When that is (local time), for the calendars.

    Raises
    ------
    BadData
        A wrong cell, an unknown id, a timetable that does not fit the event.
    BadUsage
        A table that there is not, a meeting that cannot be cancelled or added.
    Impossible
        No repair keeps every rule; the cause is named.
    OutOfTime
        None was found before the limit.
    """
    refuse_overwriting([timetable, event, needs, experts, companies], [out, changes])
    sheet = read_one(timetable)
    before = read_timetable(sheet)
    pairs = [AssignedPair(row.need_id, row.expert_id, 0.0) for row in before]
    pairs += [AssignedPair(*key, 0.0) for key in add]
    setting, register, _ = read_context(event, needs, experts, companies, pairs)
    refuse_unknown(sheet, register)
    _require_people(add, register)
    _require_absentees(absent, setting, register)
    disruption = read_disruption(
        setting, now, absent=absent, lost_tables=lost_tables, add=add, cancel=cancel
    )
    people = register.needs, register.experts, register.companies
    with steps(Text("补救", "Repairing")):
        result = repair(
            setting,
            before,
            disruption,
            *people,
            seed=seed,
            time_limit_s=time_limit_s,
            allow_unplaced=allow_unplaced,
        )
    hurried = accept(
        check_repair(
            setting, before, result.placed, disruption, *people, allow_unplaced=allow_unplaced
        )
    )
    write_csv(out, timetable_grid(result.placed))
    if changes:
        write_csv(changes, notices_grid(result.notices))
    if sheets is None:
        return RepairOutcome(result, tuple(hurried))
    from duijie.flow.reprint import reprint_changed  # noqa: PLC0415  # loads all that prints

    held = [row for row in before if (row.need_id, row.expert_id) not in disruption.cancel]
    printed_again = reprint_changed(
        sheets,
        register,
        was=(setting, before, before),
        now=(disruption.apply(setting), held, result.placed),
        turns=_read_turns(timetable.parent),
        stamp=printed or datetime.now().astimezone().replace(tzinfo=None),
    )
    return RepairOutcome(result, tuple(hurried), tuple(printed_again))


def _read_turns(folder: Path) -> tuple[PlannedTurn, ...]:
    """Return the turns in the plenary that a table of `folder` keeps, if there is one."""
    spoken = find_table(folder, "plenary")
    return tuple(read_plenary(read_one(spoken))) if spoken else ()


def _require_people(add: Sequence[PairKey], register: Register) -> None:
    """Say whom a meeting to be added names that is not there.

    Raises
    ------
    BadUsage
        When a need or an expert is on no sheet.
    """
    needs = [one.need_id for one in register.needs]
    experts = [one.expert_id for one in register.experts]
    for pair in add:
        for identity, known, words in (
            (pair[0], needs, Text("没有这条需求", "there is no such need")),
            (pair[1], experts, Text("没有这位专家", "there is no such expert")),
        ):
            if identity not in known:
                near = looks_like(identity, known)
                raise BadUsage(
                    same(f"--add {':'.join(pair)}: {identity}: ") + words, [near] if near else []
                )


def _require_absentees(absent: Sequence[Absence], event: Event, register: Register) -> None:
    """Say who is not there to be absent, and whom that looks like.

    Raises
    ------
    BadUsage
        When an id is that of no expert, company or table.
    """
    people = People(register.needs, register.experts, register.companies)
    tables = [table.id for table in event.tables]
    for one in absent:
        if fold(one.id) not in people.known() and one.id not in tables:
            ids = [*people.ids(), *tables]
            near = looks_like(one.id, ids)
            raise BadUsage(
                Text(
                    f"--absent {one.id}：专家、企业、需求各表里没有这个编号或名称，也没有这张桌子",
                    f"--absent {one.id}: nobody on the sheets of experts, companies and needs "
                    "has this id or name, and no table",
                ),
                [near] if near else [Text(f"编号如 {ids[0]}", f"ids are like {ids[0]}")],
            )


def read_disruption(
    event: Event,
    now: str | None,
    *,
    absent: Sequence[Absence] = (),
    lost_tables: Sequence[Absence] = (),
    add: Sequence[PairKey] = (),
    cancel: Sequence[PairKey] = (),
) -> Disruption:
    """Return what happened to `event`; tables and times are checked against it.

    Raises
    ------
    BadUsage
        A table that there is not, a time on no day of the event, or after all of it.
    """
    tables = {table.id for table in event.tables}
    unknown = [one.id for one in lost_tables if one.id not in tables]
    if unknown:
        raise BadUsage(
            Text(f"没有桌子 {unknown[0]}", f"there is no table {unknown[0]}"),
            [Text("有：", "There are: ") + join([same(one) for one in sorted(tables)], "、", ", ")],
        )
    days = [day.date for day in event.days]
    for one in (*absent, *lost_tables):
        if one.date and one.date not in days:
            raise BadUsage(
                Text(
                    f"{one.id}：{one.date} 不在会期内",
                    f"{one.id}: {one.date} is no day of the event",
                ),
                [Text("会期：", "Its days: ") + same(", ".join(map(str, days)))],
            )
    at = parse_now(now, days) if now else None
    last = max((slot.start for slot in event.slots if slot.usable), default=None)
    if at and last and at > last:
        raise BadUsage(
            Text(
                f"到 {at:%m-%d %H:%M} 各场会见都已开始，没有可以调整的",
                f"by {at:%m-%d %H:%M} every meeting has begun: nothing is left to mend",
            ),
            [Text(f"最后一场 {last:%m-%d %H:%M} 开始", f"the last begins at {last:%m-%d %H:%M}")],
        )
    return Disruption(
        now=at,
        absent=(*absent, *lost_tables),
        add=tuple(add),
        cancel=tuple(cancel),
    )
