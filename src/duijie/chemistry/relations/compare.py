"""From features to shares: what each need and passage have in common, on the logit scale.

Every shared feature adds its worth times its rarity over the list at hand; the sum is bent so
that it starts with slope 1 and never passes `MOST`. It is never below nothing: chemistry can
speak for a pair, not against it, and a pair without a shared feature has exactly 0. A process
that both name by the same word adds nothing: the words of the text have counted it already.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from duijie.chemistry.mention import Mention
from duijie.chemistry.relations.facts import Anchor, Facts, Key, read_facts
from duijie.chemistry.relations.kinds import MOST, OF_PROCESSES, WORTH, Relation
from duijie.chemistry.relations.picture import Picture, draw_shared
from duijie.chemistry.relations.say import say_hazards, say_shared
from duijie.chemistry.relations.shared import Shared
from duijie.domain.plans import FloatArray
from duijie.domain.progress import Progress, silent
from duijie.domain.text import EMPTY, Text

_BACKGROUND = 50
"""A feature's rarity is as if so many texts without it stood in the list too: in a list of two,
what both have is not worthless."""

_ROUNDING = 1e-12

Recogniser = Callable[[str], Sequence[Mention]]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What needs and passages have in common.

    `shares` has shape ``(n_needs, n_passages)``, values in ``[0, MOST)`` on the logit scale.
    """

    needs: Sequence[Facts]
    passages: Sequence[Facts]
    rarity: Mapping[Key, float]
    shares: FloatArray

    def shared(self, need: int, passage: int) -> list[Shared]:
        """Return what a pair has in common, what weighs most first."""
        asked, shown = _as_need(self.needs[need]), _as_passage(self.passages[passage])
        order = list(Relation)
        found = [
            Shared(_plain(key), _worth(key, self.rarity), asked[key], shown[key])
            for key in asked.keys() & shown.keys()
            if key[0] not in OF_PROCESSES or _word(asked[key]) != _word(shown[key])
        ]
        return sorted(found, key=lambda one: (-one.worth, order.index(one.key[0]), one.key))

    def say(self, need: int, passage: int, most: int = 3) -> Text:
        """Say at most so many things that a pair has in common; nothing where there is none."""
        return say_shared(self.shared(need, passage), most)

    def draw(self, need: int, passage: int) -> Picture | None:
        """Draw both molecules of a pair, what they share marked; None where there are not two."""
        return draw_shared(self.shared(need, passage))

    def warn(self, need: int) -> Text:
        """Say which of a need's processes are under key supervision; nothing where none is."""
        hazards = self.needs[need].hazards
        return say_hazards(hazards) if hazards else EMPTY


def compare_texts(
    needs: Sequence[str],
    passages: Sequence[str],
    recognise: Recogniser,
    progress: Progress = silent,
    known: dict[str, Facts] | None = None,
) -> Comparison:
    """Compare texts, in which `recognise` finds the substances; equal texts are read once.

    `known` holds what texts said before, and afterwards what these say: handed in again, only
    texts that are new are read.
    """
    texts = list(dict.fromkeys([*needs, *passages]))
    before = known or {}
    facts: dict[str, Facts] = {}
    for done, text in enumerate(texts, start=1):
        facts[text] = before[text] if text in before else read_facts(text, recognise(text))
        progress(done, len(texts))
    if known is not None:
        known.clear()
        known.update(facts)
    return compare_facts([facts[text] for text in needs], [facts[text] for text in passages])


def compare_facts(needs: Sequence[Facts], passages: Sequence[Facts]) -> Comparison:
    """Compare needs and passages by their features."""
    rarity = _find_rarity([*needs, *passages])
    worth: dict[_Column, float] = {key: _worth(key, rarity) for key in rarity}
    asked = [list(_columns(_as_need(facts))) for facts in needs]
    shown = [list(_columns(_as_passage(facts))) for facts in passages]
    for column in chain(*asked, *shown):
        if isinstance(column, _Word):
            worth[column] = -worth[column.key]
    place = {column: number for number, column in enumerate(worth)}
    scale = sparse.diags_array(np.array([*worth.values()], dtype=float))
    total: FloatArray = (_matrix(asked, place) @ scale @ _matrix(shown, place).T).toarray()
    total[total < _ROUNDING] = 0.0
    return Comparison(needs, passages, rarity, MOST * -np.expm1(-total / MOST))


@dataclass(frozen=True)
class _Word:
    """The word by which a process is named; where both have it, it takes away what `key` adds."""

    key: Key
    word: str


_Column = Key | _Word


def _columns(features: Mapping[Key, Anchor]) -> Iterator[_Column]:
    for key, anchor in features.items():
        yield key
        if key[0] in OF_PROCESSES:
            yield _Word(key, _word(anchor))


def _word(anchor: Anchor) -> str:
    return anchor.words.casefold()


def _find_rarity(texts: Sequence[Facts]) -> dict[Key, float]:
    """Return how rare each feature is, in (0, 1]: 1 for what a single text has."""
    holding = Counter(key for facts in texts for key in {**_as_need(facts), **_as_passage(facts)})
    most = math.log(len(texts) + _BACKGROUND)
    return {
        key: math.log((len(texts) + _BACKGROUND) / count) / most for key, count in holding.items()
    }


_NAMED, _ANY = "named:", "any:"


def _as_need(facts: Facts) -> dict[Key, Anchor]:
    """Return the features to look for: of a class named, anything of it; else its name."""
    sought = [(_ANY, group, anchor) for group, anchor in facts.named.items()]
    sought += [
        (_NAMED, group, anchor)
        for group, anchor in facts.members.items()
        if group not in facts.named
    ]
    return _with_classes(facts, sought)


def _as_passage(facts: Facts) -> dict[Key, Anchor]:
    """Return the features to be found: a class that is named is there by name and as such."""
    given = [(_ANY, group, anchor) for group, anchor in {**facts.members, **facts.named}.items()]
    given += [(_NAMED, group, anchor) for group, anchor in facts.named.items()]
    return _with_classes(facts, given)


def _with_classes(facts: Facts, classes: Sequence[tuple[str, str, Anchor]]) -> dict[Key, Anchor]:
    found = {(Relation.MEMBERSHIP, mark + group): anchor for mark, group, anchor in classes}
    return {**facts.features, **found}


def _plain(key: Key) -> Key:
    return key[0], key[1].removeprefix(_NAMED).removeprefix(_ANY)


def _worth(key: Key, rarity: Mapping[Key, float]) -> float:
    return WORTH[key[0]] * rarity[key]


def _matrix(rows: Sequence[Sequence[_Column]], place: Mapping[_Column, int]) -> sparse.csr_array:
    """Return which row has which column, shape ``(n_rows, n_columns)``."""
    pairs = [(row, place[column]) for row, columns in enumerate(rows) for column in columns]
    found: NDArray[np.int64] = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    shape = (len(rows), len(place))
    return sparse.csr_array((np.ones(len(pairs)), (found[:, 0], found[:, 1])), shape=shape)
