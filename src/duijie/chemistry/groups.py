"""The functional groups of a molecule, and the classes of compounds that they make.

The patterns exclude one another as a chemist counts: the oxygen of an ester is no ether, the
nitrogen of an amide no amine.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from duijie.chemistry import toolkit as rd
from duijie.chemistry.toolkit import Molecule
from duijie.domain.text import Text

_MOST_MATCHES = 200


@dataclass(frozen=True)
class Group:
    """A functional group, its pattern (SMARTS) and what compounds that have it are called."""

    key: str
    smarts: str
    name: Text
    classes: tuple[str, ...]


@lru_cache(1)
def read_groups() -> dict[str, Group]:
    """Return the groups by key."""
    sheet = files(__package__).joinpath("groups.csv").read_text(encoding="utf-8")
    return {
        row["key"]: Group(
            row["key"],
            row["smarts"],
            Text(row["zh"], row["en"]),
            tuple(filter(None, f"{row['class_zh']};{row['class_en']}".split(";"))),
        )
        for row in csv.DictReader(sheet.splitlines())
    }


@lru_cache(1)
def _patterns() -> dict[str, Molecule]:
    return {key: rd.Chem.MolFromSmarts(group.smarts) for key, group in read_groups().items()}


@lru_cache(1)
def _classes() -> dict[str, str]:
    return {
        name.casefold(): group.key for group in read_groups().values() for name in group.classes
    }


def group_of_class(name: str) -> str:
    """Return the key of the group that a class of compounds is named for, or nothing.

    >>> group_of_class("硝基化合物"), group_of_class("Nitroarenes"), group_of_class("树脂")
    ('nitro', 'nitro', '')
    """
    return _classes().get(name.casefold(), "")


def find_group(molecule: Molecule, key: str) -> tuple[tuple[int, ...], ...]:
    """Return the atoms of each place where `molecule` has the group."""
    found: tuple[tuple[int, ...], ...] = molecule.GetSubstructMatches(
        _patterns()[key], maxMatches=_MOST_MATCHES
    )
    return found


def count_groups(molecule: Molecule) -> Mapping[str, int]:
    """Return how often `molecule` has each group, with its rings under ``arene`` and ``ring``.

    >>> from duijie.chemistry.structure import read_structure
    >>> dict(count_groups(read_structure("Cc1ccc([N+](=O)[O-])cc1")))
    {'nitro': 1, 'arylmethyl': 1, 'arene': 1, 'ring': 1}
    """
    counts = Counter({key: len(find_group(molecule, key)) for key in _patterns()})
    rings = molecule.GetRingInfo().AtomRings()
    counts["arene"] = sum(
        all(molecule.GetAtomWithIdx(atom).GetIsAromatic() for atom in ring) for ring in rings
    )
    counts["ring"] = len(rings)
    return +counts
