"""What reaction turns one molecule into another, by the groups that are lost and gained.

Rules in ``changes.csv`` say what a reaction takes and gives and whether carbon stays (``=``),
comes (``+``), goes (``-``) or may do any of it (``*``). They are applied greedily, the one that
explains most of the difference first, so that a route of two steps is found as two reactions.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from duijie.chemistry import toolkit as rd
from duijie.chemistry.groups import count_groups
from duijie.chemistry.skeletons import share_skeleton
from duijie.chemistry.structure import canonical, main_part
from duijie.chemistry.toolkit import Molecule

_INCIDENTAL = ("ring", "arylmethyl")
"""Changes of these follow from others, and need no explanation."""
_MOST_STEPS = 3
_REMEMBERED = 20_000


@dataclass(frozen=True)
class Change:
    """The difference between two molecules.

    `reactions` are keys of reaction classes, the one that explains most first; `lost` and
    `gained` the groups it is about.
    """

    reactions: tuple[str, ...]
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Rule:
    reaction: str
    lost: Counter[str]
    gained: Counter[str]
    carbon: str

    @property
    def size(self) -> int:
        return self.lost.total() + self.gained.total()

    def times(self, lost: Counter[str], gained: Counter[str]) -> int:
        """Return how often the rule fits into what was lost and gained."""
        fits = [lost[key] // count for key, count in self.lost.items()]
        fits += [gained[key] // count for key, count in self.gained.items()]
        return min(fits, default=0)


@lru_cache(_REMEMBERED)
def classify_change(before: str, after: str) -> Change | None:
    """Return what turns the molecule of one SMILES into that of another.

    None where they are the same substance (salts and hydrates included), have no skeleton in
    common, or differ in a way that the rules explain less than half of.

    >>> classify_change("O=[N+]([O-])c1ccc(Cl)cc1", "Nc1ccc(Cl)cc1")
    Change(reactions=('nitro_reduction',), lost=('nitro',), gained=('primary_amine',))
    """
    first, second = main_part(before), main_part(after)
    if first is None or second is None or canonical(first) == canonical(second):
        return None
    if not share_skeleton(first, second):
        return None
    counts, wanted = Counter(count_groups(first)), Counter(count_groups(second))
    lost, gained = counts - wanted, wanted - counts
    carbon = _carbon(second) - _carbon(first)
    if not (+_telling(lost) or +_telling(gained)):
        named = _without_groups(first, second, carbon, gained)
        return Change((named,)) if named else None
    return _explain(lost, gained, "=" if not carbon else "+" if carbon > 0 else "-")


def _explain(lost: Counter[str], gained: Counter[str], carbon: str) -> Change | None:
    open_lost, open_gained = lost.copy(), gained.copy()
    applied: list[_Rule] = []
    explained = 0
    while len(applied) < _MOST_STEPS:
        found = _best_rule(open_lost, open_gained, carbon)
        if not found:
            break
        rule, times = found
        for group in rule.lost:
            open_lost[group] -= rule.lost[group] * times
        for group in rule.gained:
            open_gained[group] -= rule.gained[group] * times
        applied.append(rule)
        explained += rule.size * times
    left = (+_telling(open_lost)).total() + (+_telling(open_gained)).total()
    if not applied or left > explained:
        return None
    return Change(
        tuple(dict.fromkeys(rule.reaction for rule in applied)),
        tuple(dict.fromkeys(key for rule in applied for key in rule.lost)),
        tuple(dict.fromkeys(key for rule in applied for key in rule.gained)),
    )


def _best_rule(lost: Counter[str], gained: Counter[str], carbon: str) -> tuple[_Rule, int] | None:
    fitting = [
        (rule, rule.times(lost, gained))
        for rule in _read_rules()
        if rule.size and rule.carbon in {carbon, "*"}
    ]
    # Of rules that explain as much, the first of the sheet.
    best = max(fitting, key=lambda one: one[0].size * one[1])
    return best if best[1] else None


def _without_groups(first: Molecule, second: Molecule, carbon: int, gained: Counter[str]) -> str:
    """Name a change that no group shows: of the carbon skeleton, or of places on it."""
    if _formula(first) == _formula(second):
        return "isomerisation"
    counts = count_groups(first)
    if counts.get("ester") or counts.get("carbonate"):
        return "transesterification"
    if not carbon:
        return "cyclisation" if gained["ring"] else ""
    return "alkylation" if carbon > 0 else "dealkylation"


def _formula(molecule: Molecule) -> str:
    return str(rd.rdMolDescriptors.CalcMolFormula(molecule))


def _telling(groups: Counter[str]) -> Counter[str]:
    return Counter({key: count for key, count in groups.items() if key not in _INCIDENTAL})


def _carbon(molecule: Molecule) -> int:
    return sum(atom.GetAtomicNum() == 6 for atom in molecule.GetAtoms())  # noqa: PLR2004 - carbon


@lru_cache(1)
def _read_rules() -> tuple[_Rule, ...]:
    return tuple(_iterate_rules())


def _iterate_rules() -> Iterator[_Rule]:
    sheet = files(__package__).joinpath("changes.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(sheet.splitlines()):
        yield _Rule(row["reaction"], _read(row["lost"]), _read(row["gained"]), row["carbon"])


def _read(cell: str) -> Counter[str]:
    """Read ``nitro:2 acid`` as two nitro groups and an acid."""
    pairs = (piece.partition(":") for piece in cell.split())
    return Counter({group: int(count or 1) for group, _, count in pairs})
