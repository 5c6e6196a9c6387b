"""A drawing of why two texts are chemically related, with its caption."""

from __future__ import annotations

from dataclasses import dataclass

from duijie.chemistry.drawing import Drawing, draw_molecules
from duijie.chemistry.relations.compare import Comparison
from duijie.chemistry.relations.kinds import OF_SUBSTANCES
from duijie.chemistry.relations.say import say_one
from duijie.chemistry.relations.shared import telling
from duijie.domain.text import Text


@dataclass(frozen=True)
class Picture:
    """The molecules of need and evidence, and what they share in words."""

    drawing: Drawing
    caption: Text


def draw_relation(comparison: Comparison, need: int, passage: int) -> Picture | None:
    """Draw the first relation of a pair that has a structure on both sides.

    None where there is none, or RDKit is missing.
    """
    for shared in telling(comparison.shared(need, passage)):
        sides = shared.need.smiles, shared.passage.smiles
        if all(sides):
            group = "" if shared.key[0] in OF_SUBSTANCES else shared.need.group
            if drawing := draw_molecules(*sides, group=group):
                return Picture(drawing, say_one(shared))
    return None
