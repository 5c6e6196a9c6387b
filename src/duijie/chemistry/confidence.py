"""How sure a mention is: how often mentions of its route and kind were right where measured.

``benchmarks/chem_confidence.py`` measures it, on annotated English and Chinese sentences, and says
where this table differs. What had too few cases there is an estimate, set by hand.
"""

from __future__ import annotations

from duijie.chemistry.mention import Kind

MEASURED: dict[tuple[str, Kind], float] = {
    ("element", Kind.ELEMENT): 0.95,
    ("en-index", Kind.COMPOUND): 0.97,
    ("formula", Kind.COMPOUND): 0.63,
    ("opsin", Kind.COMPOUND): 0.62,
    ("pattern", Kind.CLASS): 0.82,
    ("pattern", Kind.COMPOUND): 0.94,
    ("pattern", Kind.MATERIAL): 0.94,
    ("pattern", Kind.POLYMER): 0.61,
    ("zh-common", Kind.COMPOUND): 0.92,
    ("zh-grammar", Kind.COMPOUND): 0.96,
    ("zh-grammar", Kind.ELEMENT): 0.70,
}
"""The share of mentions with exactly the place that annotators gave."""
ESTIMATED = {"cas": 0.98, "smiles": 0.97}
"""Numbers with a sound check digit and strings that are molecules: too rare in those sentences."""
_OTHERS = 0.8


def confidence_of(route: str, kind: Kind) -> float:
    """Return the confidence of a mention, in [0, 1].

    >>> confidence_of("cas", Kind.COMPOUND)
    0.98
    """
    return MEASURED.get((route, kind), ESTIMATED.get(route, _OTHERS))
