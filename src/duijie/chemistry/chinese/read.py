"""From a Chinese name to a structure: common names first, then the grammar."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from duijie.chemistry.chinese.clean import candidates
from duijie.chemistry.chinese.functional import read_functional
from duijie.chemistry.chinese.graph import Unbuildable, identify, to_smiles
from duijie.chemistry.chinese.inorganic import read_inorganic, split_hydrate
from duijie.chemistry.chinese.placing import Ambiguous

Route = Literal["zh-common", "zh-grammar"]
CONFIDENCE: dict[Route, float] = {"zh-common": 0.99, "zh-grammar": 0.98}
"""The share of structures that was right where measured (docs/algorithms/chemistry.md)."""
_REMEMBERED = 20_000
_BARE = frozenset(
    ("胺", "酚", "膦", "胂", "醇", "胂酸", "膦酸", "次膦酸", "锰酸锂", "钴酸锂", "钛酸锂", "铁酸锂")
)
"""Ends of names that are no names."""


@dataclass(frozen=True)
class Reading:
    """What a name was read as; `ambiguous` where usage means one of several structures."""

    smiles: str
    inchikey: str
    route: Route
    confidence: float
    ambiguous: bool = False
    english: str = ""


@lru_cache(_REMEMBERED)
def read_name(name: str) -> Reading | None:
    """Return the structure of a Chinese chemical name, None when it is not known for sure.

    Names of classes (氯酚, 亚硝酸盐), polymers and enzymes have no structure. Stereochemistry is
    not read.

    >>> read_name("对硝基苯胺").smiles
    'Nc1ccc([N+](=O)[O-])cc1'
    """
    for form in candidates(name):
        if form in _BARE:
            continue
        reading = _read_common(form) or _read_by_grammar(form) or _read_hydrate(form)
        if reading:
            return reading
    return None


def _read_common(name: str) -> Reading | None:
    row = common_names().get(name)
    return _reading(row[0], "zh-common", ambiguous=row[1]) if row else None


def _read_by_grammar(name: str) -> Reading | None:
    try:
        smiles = read_inorganic(name)
        return _reading(smiles or to_smiles(read_functional(name)), "zh-grammar")
    except (Unbuildable, RecursionError):
        return None


def _read_hydrate(name: str) -> Reading | None:
    """Read a hydrate of what has a name: 一水柠檬酸."""
    parts = split_hydrate(name)
    dry = read_name(parts[0]) if parts else None
    return _reading(".".join([dry.smiles, *["O"] * parts[1]]), dry.route) if parts and dry else None


def _reading(smiles: str, route: Route, *, ambiguous: bool = False) -> Reading | None:
    found = identify(smiles)
    return Reading(*found, route, CONFIDENCE[route], ambiguous) if found else None


@cache
def common_names() -> dict[str, tuple[str, bool]]:
    """Return common and trade names with SMILES, and whether usage is loose."""
    text = (files(__package__) / "data" / "common.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        name: (row["smiles"], row["ambiguous"] == "yes")
        for row in rows
        for name in row["names"].split(";")
    }


@lru_cache(_REMEMBERED)
def is_class(name: str) -> bool:
    """Tell whether a name fits several structures, as 氯酚 does: the name of a class.

    >>> is_class("二氯苯酚"), is_class("2,4-二氯苯酚")
    (True, False)
    """
    try:
        to_smiles(read_functional(name))
    except Ambiguous:
        return True
    except (Unbuildable, RecursionError):
        return False
    return False
