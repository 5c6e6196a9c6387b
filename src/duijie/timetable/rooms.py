"""Which meeting goes to which room so that the fewest people have to hurry.

Tables of a room are all the same to whoever walks, so the rooms are settled before the tables:
a far smaller question, and one that CP-SAT can prove.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from duijie.solvers.cpsat import Search, solve_model
from duijie.timetable.walks import Walks

Place = tuple[int, int]
"""A meeting and a room (indexes)."""


class Rooms(NamedTuple):
    """A room (index) for each meeting with a slot, and the fewest hurried ways there can be.

    `room_of` is None when the work was used up before any plan was found.
    """

    room_of: dict[int, int] | None
    bound: int


def choose_rooms(
    slots: Sequence[int | None], usable: NDArray[np.bool_], walks: Walks, search: Search
) -> Rooms:
    """Choose rooms with tables for all, so that the fewest ways are too short.

    Parameters
    ----------
    usable
        Shape ``(n_meetings, n_tables)``: the tables that a meeting can have. Where a meeting has
        one only, nobody else is counted on it; other ties to single tables are not seen, and
        the tables may then ask for more hurried ways than `bound`.
    """
    model = cp_model.CpModel()
    places = _Places(model, usable, walks)
    for slot in sorted({slot for slot in slots if slot is not None}):
        places.add_capacity([one for one, at in enumerate(slots) if at == slot])
    hurried = [places.add_hurry(nth) for nth in range(len(walks.ties))]
    model.minimize(sum(hurried))
    outcome = solve_model(model, list(places.is_in.values()), search)
    if outcome.values is None:
        return Rooms(None, 0)
    chosen = zip(places.is_in, outcome.values, strict=True)
    return Rooms({meeting: room for (meeting, room), there in chosen if there}, outcome.bound)


class _Places:
    def __init__(self, model: cp_model.CpModel, usable: NDArray[np.bool_], walks: Walks) -> None:
        self._model = model
        self._usable = usable
        self._walks = walks
        room_of = np.array(walks.room_of)
        self.is_in: dict[Place, cp_model.IntVar] = {
            (meeting, int(room)): model.new_bool_var(f"{meeting}in{room}")
            for meeting in range(len(usable))
            for room in np.unique(room_of[usable[meeting]])
        }

    def add_capacity(self, present: list[int]) -> None:
        """Put every meeting of a slot into one room, and no more into a room than it has tables."""
        usable, room_of = self._usable[present], np.array(self._walks.room_of)
        bound = usable.sum(axis=1) == 1
        open_tables = usable.any(axis=0) & ~usable[bound].any(axis=0)
        n_open = Counter(room_of[open_tables].tolist())
        loose = [meeting for meeting, one in zip(present, bound, strict=True) if not one]
        rooms = sorted(set(self._walks.room_of))
        for room in rooms:
            self._model.add(sum(self._inside(loose, [room])) <= n_open[room])
        for meeting in present:
            self._model.add_exactly_one(self._inside([meeting], rooms))

    def _inside(self, meetings: list[int], rooms: list[int]) -> list[cp_model.IntVar]:
        places = product(meetings, rooms)
        return [self.is_in[place] for place in places if place in self.is_in]

    def add_hurry(self, nth: int) -> cp_model.IntVar:
        """Add whether the way of a tie is too short."""
        tie = self._walks.ties[nth]
        hurried = self._model.new_bool_var(f"hurried{nth}")
        for room, other in sorted(tie.far):
            both = self.is_in.get((tie.before, room)), self.is_in.get((tie.after, other))
            if both[0] is not None and both[1] is not None:
                self._model.add_bool_or(~both[0], ~both[1], hurried)
        return hurried
