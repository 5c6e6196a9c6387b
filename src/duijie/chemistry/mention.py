"""A place in a text where something chemical is named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is named."""

    COMPOUND = "compound"
    ELEMENT = "element"
    CLASS = "class"
    """A class of compounds, such as 硝基化合物: no single structure."""
    MATERIAL = "material"
    POLYMER = "polymer"
    CATALYST = "catalyst"


@dataclass(frozen=True)
class Mention:
    """One name in a text.

    Parameters
    ----------
    start, end
        Character offsets in the text as given: ``text[start:end]``.
    route
        How it was read: cas, smiles, formula, element, zh-common, zh-grammar, en-index, opsin,
        pattern.
    smiles, inchikey
        The structure, canonical; None where a class, a material or an unknown is named.
    confidence
        In [0, 1]: how often such mentions were right; see `duijie.chemistry.confidence`.
    ambiguous
        Whether the name stands for more than one structure, as 二甲苯 does.
    """

    start: int
    end: int
    text: str
    kind: Kind
    route: str
    smiles: str | None = None
    inchikey: str | None = None
    confidence: float = 1.0
    ambiguous: bool = False
