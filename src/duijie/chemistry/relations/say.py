"""A chemical relation in a sentence that a person can check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from duijie.chemistry.process.entries import Hazard, ancestors
from duijie.chemistry.relations.compare import Comparison, Shared
from duijie.chemistry.relations.facts import Anchor, describe_key
from duijie.chemistry.relations.kinds import NAMES, Relation
from duijie.domain.text import Text, join, same

_MOST_SAID = 3
_OF_SUBSTANCES = (Relation.COMPOUND, Relation.SKELETON, Relation.HALOGEN, Relation.RING)
_OF_PROCESSES = (Relation.REACTION, Relation.OPERATION)


def say_relation(
    comparison: Comparison, need: int, passage: int, *, most: int = _MOST_SAID
) -> Text:
    """Say at most so many things that a pair has in common; nothing where there is none."""
    found = telling(comparison.shared(need, passage))
    return join([_say(one) for one in found[:most]])


def telling(found: Sequence[Shared]) -> list[Shared]:
    """Return what is not implied by a closer relation, what weighs most first.

    The tiers of one substance are said as the closest of them, which weighs what all do; of
    processes the narrowest is said.
    """
    said = [one for one in found if not _of_substance(one) and not _is_implied(one, found)]
    return sorted([*said, *_merge_tiers(found)], key=lambda one: -one.worth)


def say_hazards(hazards: Sequence[Hazard]) -> Text:
    """Say which chemical processes under key supervision are concerned, and by which list."""
    sources = "、".join(dict.fromkeys(hazard.source for hazard in hazards))
    names = join([hazard.name for hazard in hazards], zh="、", en=", ")
    return Text(
        f"涉及重点监管的危险化工工艺：{names.zh}（{sources}）",
        f"process under key supervision in China: {names.en} ({sources})",
    )


def _merge_tiers(found: Sequence[Shared]) -> Iterator[Shared]:
    """Yield for each substance of the need its closest relation, with the worth of all tiers."""
    tiers: dict[str, list[Shared]] = {}
    for one in found:
        if _of_substance(one):
            tiers.setdefault(one.need.smiles, []).append(one)
    for same_substance in tiers.values():
        closest = min(same_substance, key=lambda one: _OF_SUBSTANCES.index(one.key[0]))
        yield replace(closest, worth=sum(one.worth for one in same_substance))


def _of_substance(one: Shared) -> bool:
    return one.key[0] in _OF_SUBSTANCES


def _is_implied(one: Shared, found: Sequence[Shared]) -> bool:
    """Tell whether a narrower process is shared as well."""
    relation, value = one.key
    narrower = (other.key[1] for other in found if other.key[0] is relation in _OF_PROCESSES)
    return any(value != key and value in ancestors(key) for key in narrower)


def _say(one: Shared) -> Text:
    name, what = NAMES[one.key[0]], describe_key(one.key)
    words = _say_anchors(one.need, one.passage)
    if one.key[0] in (*_OF_PROCESSES, Relation.METAL):
        return Text(f"{name.zh}：{what.zh}", f"{name.en}: {what.en}")
    if what:
        name = Text(f"{name.zh}（{what.zh}）", f"{name.en} ({what.en})")
    return Text(f"{name.zh}：{words.zh}", f"{name.en}: {words.en}")


def _say_anchors(first: Anchor, second: Anchor) -> Text:
    if first.words.casefold() == second.words.casefold():
        return same(first.words)
    return Text(f"{first.words} 与 {second.words}", f"{first.words} and {second.words}")
