"""The event and its people, as the commands of the timetable read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData
from duijie.domain.event import Event
from duijie.domain.ids import fold
from duijie.domain.plans import AssignedPair
from duijie.domain.records import Expert, Register
from duijie.domain.sheet import Sheet
from duijie.domain.text import Text
from duijie.flow.sources import find_table, read_tables, require_file
from duijie.io.toml import read_toml
from duijie.register.event import read_event
from duijie.register.plans import refuse_strangers
from duijie.register.programme import check_references
from duijie.register.table import bad_cells
from duijie.register.vocabulary import Kind
from duijie.timetable.people import People


def read_context(
    event: Path,
    needs: Path | None,
    experts: Path | None,
    companies: Path | None,
    pairs: Sequence[AssignedPair],
) -> tuple[Event, Register, list[Diagnosis]]:
    """Read the event and its people; experts that no sheet lists are taken from `pairs`."""
    setting, odd = read_event(read_toml(require_file(event), event.name), event.name)
    given: dict[Kind, Path | None] = {"needs": needs, "experts": experts, "companies": companies}
    paths = [(path or find_table(event.parent, kind), kind) for kind, path in given.items()]
    register, found = read_tables((path, kind) for path, kind in paths if path)
    if not register.needs:
        raise BadData(
            Text("没有读到任何需求", "no needs were read"),
            [Text("请用 --needs 指明需求表", "name the sheet of needs with --needs")],
        )
    if not register.experts:
        named = dict.fromkeys(pair.expert_id for pair in pairs)
        register = replace(register, experts=tuple(Expert(one, one) for one in named))
        setting, unknown = _without_strangers(setting, register, event.name)
        found += unknown
    refused = [
        one
        for one in check_references(setting, register, event.name)
        if one.severity is Severity.ERROR
    ]
    if refused:
        raise bad_cells(event.name, refused)
    return setting, register, [*odd, *found]


def _without_strangers(
    event: Event, register: Register, source: str
) -> tuple[Event, list[Diagnosis]]:
    """Drop what is said of people that no sheet lists; say whose."""
    known = People(register.needs, register.experts, register.companies).known()
    known |= {fold(table.id) for table in event.tables}
    experts = {one.expert_id for one in register.experts}
    named = [one.id for one in event.absent] + [one.id for one in event.prefer]
    named += [one.meeting[1] for one in event.fixed]
    named += [key[1] for one in event.before for key in (one.first, one.then)]
    return (
        replace(
            event,
            absent=tuple(one for one in event.absent if fold(one.id) in known),
            prefer=tuple(one for one in event.prefer if fold(one.id) in known),
            fixed=tuple(one for one in event.fixed if one.meeting[1] in experts),
            before=tuple(one for one in event.before if {one.first[1], one.then[1]} <= experts),
        ),
        [
            Diagnosis(
                Severity.WARNING,
                source,
                Text("没有会见的人，或表里没有列出", "somebody without a meeting, or on no sheet"),
                found=identity,
                assumed=Text("不理会", "passed over"),
            )
            for identity in dict.fromkeys(named)
            if fold(identity) not in known
        ],
    )


def refuse_unknown(sheet: Sheet, register: Register) -> None:
    """Stop when pairs of a sheet name a need or an expert who is not there; cells are named."""
    refuse_strangers(
        sheet,
        dict.fromkeys(one.need_id for one in register.needs),
        dict.fromkeys(one.expert_id for one in register.experts),
    )
