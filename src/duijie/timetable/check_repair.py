"""The oracle for a repaired timetable: the past untouched, the wishes carried out, no rule broken.

It looks at the rows before and after only, so it also judges what a person mended by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duijie.domain.event import Event, PairKey
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.records import Company, Expert, Need
from duijie.domain.text import Text
from duijie.timetable.check import Violation
from duijie.timetable.check_placed import check_placed
from duijie.timetable.disruption import Disruption


def check_repair(  # noqa: PLR0917 - what was, what is, then the lists of a register
    event: Event,
    before: Sequence[PlacedMeeting],
    after: Sequence[PlacedMeeting],
    disruption: Disruption,
    needs: Sequence[Need],
    experts: Sequence[Expert],
    companies: Sequence[Company] = (),
    *,
    allow_unplaced: bool = False,
) -> list[Violation]:
    """List what is wrong with `after` as a repair of `before`; empty for a valid one.

    `event` is the event as planned; `disruption` is applied to it here. What a meeting that has
    begun may do to the rules (its people left early, its table is gone) is history and no fault
    of the repair.
    """
    held = dict.fromkeys(map(_key, before))
    wanted = [key for key in held if key not in disruption.cancel] + list(disruption.add)
    pairs = [AssignedPair(*key, 0.0) for key in wanted]
    found = check_placed(
        disruption.apply(event),
        after,
        pairs,
        needs,
        experts,
        companies,
        allow_unplaced=allow_unplaced,
    )
    past = {index for index, row in enumerate(after) if disruption.has_begun(row.start)}
    return [
        *_changed_past(before, after, disruption),
        *(one for one in found if not one.meetings or not past.issuperset(one.meetings)),
    ]


def _changed_past(
    before: Sequence[PlacedMeeting], after: Sequence[PlacedMeeting], disruption: Disruption
) -> Iterator[Violation]:
    """Compare everything that has begun, in both directions."""
    was = {_key(row): row for row in before if disruption.has_begun(row.start)}
    now = {_key(row): row for row in after if disruption.has_begun(row.start)}
    for key in sorted({*was, *now}):
        if was.get(key) != now.get(key):
            name = "/".join(key)
            words = Text(
                f"{name} 在此刻之前已经开始，不能再变", f"{name} began before now and must stay"
            )
            yield Violation("past", words)


def _key(row: PlacedMeeting) -> PairKey:
    return row.need_id, row.expert_id
