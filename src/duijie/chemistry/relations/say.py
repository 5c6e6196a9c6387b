"""A chemical relation in a sentence that a person can check."""

from __future__ import annotations

from collections.abc import Sequence

from duijie.chemistry.process.entries import Hazard
from duijie.chemistry.relations.facts import Anchor, describe_key
from duijie.chemistry.relations.kinds import NAMES, OF_PROCESSES, Relation
from duijie.chemistry.relations.shared import Shared, telling
from duijie.domain.text import Text, join, same


def say_shared(found: Sequence[Shared], most: int) -> Text:
    """Say at most so many of the things that a pair has in common; nothing where there is none."""
    return join([say_one(one) for one in telling(found)[:most]])


def say_one(one: Shared) -> Text:
    """Say one relation."""
    name, what = NAMES[one.key[0]], describe_key(one.key)
    words = _say_anchors(one.need, one.passage)
    if one.key[0] in (*OF_PROCESSES, Relation.METAL):
        return Text(f"{name.zh}：{what.zh}", f"{name.en}: {what.en}")
    if what:
        name = Text(f"{name.zh}（{what.zh}）", f"{name.en} ({what.en})")
    return Text(f"{name.zh}：{words.zh}", f"{name.en}: {words.en}")


def say_hazards(hazards: Sequence[Hazard]) -> Text:
    """Say which chemical processes under key supervision are concerned, and by which list."""
    sources = "、".join(dict.fromkeys(hazard.source for hazard in hazards))
    names = join([hazard.name for hazard in hazards], zh="、", en=", ")
    return Text(
        f"涉及重点监管的危险化工工艺：{names.zh}（{sources}）",
        f"process under key supervision in China: {names.en} ({sources})",
    )


def _say_anchors(first: Anchor, second: Anchor) -> Text:
    if first.words.casefold() == second.words.casefold():
        return same(first.words)
    return Text(f"{first.words} 与 {second.words}", f"{first.words} and {second.words}")
