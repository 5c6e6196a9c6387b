"""A feature that two texts share, and which of several are worth telling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duijie.chemistry.process.entries import ancestors
from duijie.chemistry.relations.facts import Anchor, Key
from duijie.chemistry.relations.kinds import OF_PROCESSES, OF_SUBSTANCES


@dataclass(frozen=True)
class Shared:
    """A feature that a need and a passage have in common."""

    key: Key
    worth: float
    need: Anchor
    passage: Anchor


def telling(found: Sequence[Shared]) -> list[Shared]:
    """Return what is not implied by a closer relation, what weighs most first.

    The tiers of one substance are said as the closest of them, which weighs what all do; of
    processes the narrowest is said.
    """
    said = [one for one in found if not _of_substance(one) and not _is_implied(one, found)]
    return sorted([*said, *_merge_tiers(found)], key=lambda one: -one.worth)


def _merge_tiers(found: Sequence[Shared]) -> Iterator[Shared]:
    """Yield for each substance of the need its closest relation, with the worth of all tiers."""
    tiers: dict[str, list[Shared]] = {}
    for one in found:
        if _of_substance(one):
            tiers.setdefault(one.need.smiles, []).append(one)
    for same_substance in tiers.values():
        closest = min(same_substance, key=lambda one: OF_SUBSTANCES.index(one.key[0]))
        yield replace(closest, worth=sum(one.worth for one in same_substance))


def _of_substance(one: Shared) -> bool:
    return one.key[0] in OF_SUBSTANCES


def _is_implied(one: Shared, found: Sequence[Shared]) -> bool:
    """Tell whether a narrower process is shared as well."""
    relation, value = one.key
    narrower = (other.key[1] for other in found if other.key[0] is relation in OF_PROCESSES)
    return any(value != key and value in ancestors(key) for key in narrower)
