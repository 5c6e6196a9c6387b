"""Too many for too few: the shortage that proves meetings cannot all be placed.

Hall's theorem: meetings can be given slots (so many to a slot as it has room for) exactly when
every set of them may use slots with room for as many. The search is Kuhn's augmenting path
(Naval Research Logistics Quarterly 2, 1955), the set is what the failed searches reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Shortage:
    """`meetings` fit only into `slots`, which have less room; `surplus` of them are too many.

    The three hold indexes, ascending; without the `surplus` everything else can be placed.
    """

    meetings: tuple[int, ...]
    slots: tuple[int, ...]
    surplus: tuple[int, ...]


def find_shortage(
    meetings: Iterable[int], domains: Sequence[Sequence[int]], room: Sequence[int]
) -> Shortage | None:
    """Return the worst shortage among `meetings`, None when each can have a slot.

    Parameters
    ----------
    domains
        The slots each meeting may use, indexed by meeting.
    room
        How many meetings each slot can hold, shape ``(n_slots,)``.
    """
    matching = _Matching(domains, room)
    surplus = tuple(meeting for meeting in meetings if not matching.place(meeting, set()))
    if not surplus:
        return None
    slots = matching.reach(surplus)
    crowded = {meeting for slot in slots for meeting in matching.held[slot]}
    return Shortage(tuple(sorted(crowded.union(surplus))), tuple(sorted(slots)), surplus)


class _Matching:
    def __init__(self, domains: Sequence[Sequence[int]], room: Sequence[int]) -> None:
        self._domains = domains
        self._room = room
        self.held: list[list[int]] = [[] for _ in room]

    def place(self, meeting: int, seen: set[int]) -> bool:
        """Give `meeting` a slot, moving others along an augmenting path if need be."""
        for slot in self._domains[meeting]:
            if slot in seen:
                continue
            seen.add(slot)
            if len(self.held[slot]) < self._room[slot]:
                self.held[slot].append(meeting)
                return True
            for other in self.held[slot]:
                if self.place(other, seen):
                    self.held[slot].remove(other)
                    self.held[slot].append(meeting)
                    return True
        return False

    def reach(self, meetings: Iterable[int]) -> set[int]:
        """Return every slot that moving `meetings` about could touch; all of them are full."""
        seen: set[int] = set()
        waiting = list(meetings)
        while waiting:
            for slot in set(self._domains[waiting.pop()]) - seen:
                seen.add(slot)
                waiting.extend(self.held[slot])
        return seen
