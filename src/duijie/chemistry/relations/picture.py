"""A drawing of why two texts are chemically related, with its caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duijie.chemistry.drawing import draw_molecules
from duijie.chemistry.relations.kinds import OF_SUBSTANCES
from duijie.chemistry.relations.say import say_one
from duijie.chemistry.relations.shared import Shared, telling
from duijie.domain.text import Text


@dataclass(frozen=True)
class Picture:
    """The molecules of need and evidence side by side, and what they share in words."""

    svg: str
    caption: Text


def draw_shared(found: Sequence[Shared]) -> Picture | None:
    """Draw the weightiest of the things shared that has a structure on both sides.

    None where there is none, or RDKit is missing.
    """
    for shared in telling(found):
        group = "" if shared.key[0] in OF_SUBSTANCES else shared.need.group
        if shared.need.smiles and shared.passage.smiles:
            drawing = draw_molecules(shared.need.smiles, shared.passage.smiles, group=group)
            if drawing:
                return Picture(drawing.svg, say_one(shared))
    return None
