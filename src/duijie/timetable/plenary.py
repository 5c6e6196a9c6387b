"""The rounds of introductions: who speaks when, by theme, and again when time was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from duijie.domain.errors import BadUsage, Impossible
from duijie.domain.event import Day, Event, PlenaryItem, plenary_times
from duijie.domain.ids import fold
from duijie.domain.plans import FloatArray, PlannedTurn
from duijie.domain.text import Text
from duijie.solvers.matching import match_cheapest
from duijie.timetable.people import Person
from duijie.timetable.rounds import Order, RoundProblem, path_length
from duijie.timetable.seriate import Seriation, distances_between, nearest_order, seriate

LEAST_MIN = 1.0
"""Shorter turns are refused unless they are asked for."""
_GRAIN_S = 5
"""Turns that share what time is left are rounded down to so many seconds."""


@dataclass(frozen=True, eq=False)
class PlannedRound:
    """A round with everybody's turn, and how well neighbours belong together.

    `absent` are those who are away for every turn that could be theirs; they have none.
    `near` is the mean similarity of neighbours (cosine, in [-1, 1]), `sheet_near` what the order
    of the sheet would have; `near_bound` what no order goes above. None with fewer than two turns.
    """

    begins: datetime
    item: PlenaryItem
    turns: tuple[PlannedTurn, ...]
    absent: tuple[str, ...]
    near: float | None
    sheet_near: float | None
    near_bound: float | None


def plan_round(
    event: Event,
    day: Day,
    item: PlenaryItem,
    speakers: Sequence[Person],
    profiles: FloatArray,
    *,
    seed: int = 0,
) -> PlannedRound:
    """Give every speaker a turn in the round `item` of `day`.

    What a person decided wins: with ``order = "sheet"`` that order, and ``first`` and ``last``
    in any case, also where somebody is away then. Otherwise nobody has a turn while away, and
    neighbours are as alike as can be.

    Parameters
    ----------
    profiles
        What each speaker is about, shape ``(n_speakers, n_features)``; who has similar rows
        belongs together.
    """
    minutes = item.per_turn or (item.minutes - item.buffer) / max(len(speakers), 1)
    begins, _ = plenary_times(day, item)
    frame = _Frame(event, begins, timedelta(minutes=minutes), item)
    order: Sequence[int] = _in_sheet_order(speakers, item)
    sheet = list(order)
    distances = distances_between(profiles)
    bound = None
    if item.order == "theme":
        present = frame.who_can_speak(speakers)
        sheet = [who for who in order if who in set(present)]
        found = _order_by_theme(frame, speakers, present, distances, seed)
        bound = _similarity(found.bound, len(present))
        order = [present[who] for who in found.order]
    whole = RoundProblem(distances, (frozenset(),) * len(speakers))
    return PlannedRound(
        begins=begins,
        item=item,
        turns=frame.turns(begins, [speakers[who].id for who in order]),
        absent=tuple(one.id for who, one in enumerate(speakers) if who not in set(order)),
        near=_similarity(path_length(whole, order), len(order)),
        sheet_near=_similarity(path_length(whole, sheet), len(sheet)),
        near_bound=bound,
    )


def _order_by_theme(
    frame: _Frame,
    speakers: Sequence[Person],
    present: Sequence[int],
    distances: FloatArray,
    seed: int,
) -> Seriation:
    allowed = frame.allowed([speakers[who] for who in present])
    found = seriate(RoundProblem(distances[np.ix_(present, present)], allowed), seed)
    if found is None:
        raise AssertionError("those who cannot have a turn have been taken out")
    return found


def respread(
    event: Event,
    turns: Sequence[PlannedTurn],
    speakers: Sequence[Person],
    *,
    next_id: str,
    resume: datetime,
    until: datetime,
    least_min: float = LEAST_MIN,
) -> tuple[tuple[PlannedTurn, ...], tuple[str, ...]]:
    """Spread the turns of a round that are left over the time that is left.

    Who has spoken keeps the turn. The others, `next_id` first, follow from `resume` on in the
    planned order, with as much of their planned minutes as fits before `until`. Who would be away
    by then changes places, everybody as little as can be (sum of squares); who is away for all
    that is left has no turn.

    Returns
    -------
    The turns of the round, and the ids of those who lost theirs.

    Raises
    ------
    BadUsage
        When `next_id` has no turn, or `resume` does not lie between the last turn held and
        `until`.
    Impossible
        When less than `least_min` minutes would be left for each.
    """
    begun = next((nth for nth, one in enumerate(turns) if fold(one.person_id) == fold(next_id)), -1)
    if begun < 0:
        raise BadUsage(Text(f"{next_id} 在这一轮没有发言", f"{next_id} has no turn in this round"))
    held, left = tuple(turns[:begun]), turns[begun:]
    if not (held[-1].start if held else turns[0].round) <= resume < until:
        raise BadUsage(
            Text(
                f"{resume:%H:%M} 不在已发言者之后、{until:%H:%M} 之前",
                f"{resume:%H:%M} is not after those who have spoken and before {until:%H:%M}",
            )
        )
    step = _share(left, until - resume, least_min, resume, until)
    known = {one.id: one for one in speakers}
    people = [known.get(one.person_id) or Person(one.person_id, "", _alone(one)) for one in left]
    frame = _Frame(event, resume, step)
    present = frame.who_can_speak(people)
    order = nearest_order(frame.allowed([people[who] for who in present]))
    ids = [people[present[who]].id for who in order or ()]
    lost = tuple(one.id for nth, one in enumerate(people) if nth not in set(present))
    return (*held, *frame.turns(turns[0].round, ids)), lost


def _alone(turn: PlannedTurn) -> frozenset[str]:
    return frozenset({fold(turn.person_id)})


def _share(
    left: Sequence[PlannedTurn],
    there: timedelta,
    least_min: float,
    resume: datetime,
    until: datetime,
) -> timedelta:
    """Return the minutes of each turn that is left, or say how short the time is."""
    planned = min(one.end - one.start for one in left)
    seconds = there.total_seconds() / len(left)
    step = min(planned, timedelta(seconds=seconds // _GRAIN_S * _GRAIN_S))
    least = min(planned, timedelta(minutes=least_min))
    if step >= least:
        return step
    needed = len(left) * least
    short = (needed - there).total_seconds() / 60
    raise Impossible(
        Text(
            f"还有 {len(left)} 人，每人至少 {least_min:g} 分钟；"
            f"{resume:%H:%M} 到 {until:%H:%M} 不够，差 {short:g} 分钟",
            f"{len(left)} turns of at least {least_min:g} min do not fit between {resume:%H:%M} "
            f"and {until:%H:%M}; short by {short:g} min",
        ),
        [
            Text(
                f"可以：用 --until {resume + needed:%H:%M} 延长，或用 --least 允许更短",
                f"Try: --until {resume + needed:%H:%M}, or shorter turns with --least",
            )
        ],
    )


@dataclass(frozen=True)
class _Frame:
    """Turns of `step` from `start` on, and what a person decided about them."""

    event: Event
    start: datetime
    step: timedelta
    item: PlenaryItem | None = None

    def who_can_speak(self, speakers: Sequence[Person]) -> list[int]:
        """Return the indexes of those who can all have a turn, as many as can be.

        Fewer people have fewer turns, so that somebody who comes late may drop out with them.
        """
        present = list(range(len(speakers)))
        while present:
            allowed = self.allowed([speakers[who] for who in present])
            possible = np.array([[turn in ok for turn in range(len(present))] for ok in allowed])
            turn_of = match_cheapest((~possible).astype(np.int64))
            seated = possible[np.arange(len(present)), turn_of]
            if seated.all():
                break
            present = [who for who, has_turn in zip(present, seated, strict=True) if has_turn]
        return present

    def allowed(self, speakers: Sequence[Person]) -> tuple[frozenset[int], ...]:
        """Return the turns that each can have: the one decided, else those when there."""
        decided = _decided(speakers, self.item) if self.item else {}
        free = frozenset(range(len(speakers))) - frozenset(decided.values())
        return tuple(
            frozenset({decided[who]})
            if who in decided
            else frozenset(turn for turn in free if self._is_there(person, turn))
            for who, person in enumerate(speakers)
        )

    def _is_there(self, person: Person, turn: int) -> bool:
        start = self.start + turn * self.step
        return not any(
            fold(one.id) in person.aliases and one.overlaps(start, start + self.step)
            for one in self.event.absent
        )

    def turns(self, begins: datetime, ids: Sequence[str]) -> tuple[PlannedTurn, ...]:
        """Return the turns of `ids` in the round that begins at `begins`."""
        return tuple(
            PlannedTurn(
                begins, self.start + nth * self.step, self.start + (nth + 1) * self.step, who
            )
            for nth, who in enumerate(ids)
        )


def _decided(speakers: Sequence[Person], item: PlenaryItem) -> dict[int, int]:
    """Return the turns that ``first`` and ``last`` give, by speaker."""
    first, last = _find(speakers, item.first), _find(speakers, item.last)
    begin = len(speakers) - len(last)
    return {who: nth for nth, who in enumerate(first)} | {
        who: begin + nth for nth, who in enumerate(last)
    }


def _find(speakers: Sequence[Person], names: Sequence[str]) -> list[int]:
    """Return the speakers called so, in the order of `names`; others are not of this round."""
    return [who for name in names for who, one in enumerate(speakers) if fold(name) in one.aliases]


def _in_sheet_order(speakers: Sequence[Person], item: PlenaryItem) -> Order:
    first, last = _find(speakers, item.first), _find(speakers, item.last)
    decided = {*first, *last}
    rest = [who for who in range(len(speakers)) if who not in decided]
    return (*first, *rest, *last)


def _similarity(length: float, n: int) -> float | None:
    """Return the mean similarity of neighbours on a path of `n` people, None without any."""
    return 1.0 - length / (n - 1) if n > 1 else None
