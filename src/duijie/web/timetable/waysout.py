"""Ways out of an impossible programme that can be a button."""

from __future__ import annotations

from dataclasses import dataclass

from duijie.domain.errors import DuijieError
from duijie.domain.event import PairKey
from duijie.timetable.build import build_problem
from duijie.timetable.impossible import find_causes
from duijie.web.accounts.models import Event
from duijie.web.jobs.models import Job
from duijie.web.programme.services import require_setting
from duijie.web.timetable.compute import KIND
from duijie.web.timetable.inputs import (
    amend,
    of_those_here,
    read_locks,
    require_assignment,
    with_locks,
)
from duijie.web.timetable.plans import read_people


@dataclass(frozen=True)
class WaysOut:
    """What would make it possible.

    `without` are meetings without which what was counted to be too much is not; `locks` are those
    that lie on a meeting of a cause. `can_leave_out` tells whether as few as possible may be left
    out: whether rules, and not the input, stand in the way.
    """

    without: tuple[PairKey, ...]
    locks: tuple[PairKey, ...]
    can_leave_out: bool

    @property
    def without_words(self) -> str:
        """The meetings to leave out, by their names."""
        return ", ".join("/".join(key) for key in self.without)


def find_ways_out(event: Event, job: Job) -> WaysOut | None:
    """Return what the page offers after `job` failed; None where the input itself is wrong."""
    if job.kind != KIND.name:
        return None
    try:
        assignment, setting = require_assignment(event), require_setting(event)
        people = read_people(event)
        pairs, _gone = of_those_here(amend(event, assignment.assigned), people)
        fixed, _odd = with_locks(setting, event, pairs)
        problem = build_problem(fixed, pairs, people.needs, people.experts, people.companies)
    except DuijieError:
        return None
    causes = find_causes(problem)
    keys = [(one.need_id, one.expert_id) for one in pairs]
    spare = {keys[meeting] for cause in causes for meeting in cause.spare}
    named = {keys[meeting] for cause in causes for meeting in cause.meetings}
    locks = set(read_locks(event))
    return WaysOut(
        without=tuple(sorted(spare)),
        locks=tuple(sorted(locks & named if causes else locks)),
        can_leave_out=not job.params["allow_unplaced"],
    )
