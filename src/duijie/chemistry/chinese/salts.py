"""Salts, alkoxides, onium compounds and organometals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import gcd

from duijie.chemistry.chinese.assemble import all_groups, radicals, read_molecule
from duijie.chemistry.chinese.esters import Parts, any_radicals, link, read_acid, splits
from duijie.chemistry.chinese.graph import Atom, Graph, from_smiles, join
from duijie.chemistry.chinese.placing import Group
from duijie.chemistry.chinese.words import ACIDS, ANIONS, METALS, MULTIPLIERS

_HALOGENS = {"氟": "F", "氯": "Cl", "溴": "Br", "碘": "I"}
_MULT = re.compile("|".join(sorted(MULTIPLIERS, key=len, reverse=True)))
_CENTRES = {
    "汞": ("Hg", 2), "锡": ("Sn", 4), "铅": ("Pb", 4), "锌": ("Zn", 2), "铝": ("Al", 3),
    "锗": ("Ge", 4), "硼": ("B", 3), "镁": ("Mg", 2), "镉": ("Cd", 2), "镓": ("Ga", 3),
    "锂": ("Li", 1), "硅": ("Si", 4), "胂": ("As", 3), "膦": ("P", 3), "磷": ("P", 3),
    "锑": ("Sb", 3),
}  # fmt: skip
_ORGANIC_SALT = re.compile(
    r"(.+?)(?:·|\s)?(盐酸盐|氢溴酸盐|氢碘酸盐|硫酸盐|硝酸盐|磷酸盐|乙酸盐|醋酸盐|草酸盐|甲磺酸盐)$"
)
_SALT_ACIDS = {
    "盐酸": "Cl", "氢溴酸": "Br", "氢碘酸": "I", "硝酸": "O[N+]([O-])=O", "磷酸": "OP(O)(O)=O",
    "乙酸": "CC(O)=O", "醋酸": "CC(O)=O", "草酸": "OC(=O)C(O)=O", "甲磺酸": "CS(O)(=O)=O",
    "硫酸": "OS(O)(=O)=O",
}  # fmt: skip
_QUATERNARY = re.compile(r"(?:(氟|氯|溴|碘|氢氧)化)?(.+?)(?:(氟|氯|溴|碘|氢氧)化)?铵$")


def read_acid_salts(name: str) -> Iterator[Parts]:
    """Read 乙酸钾, 辛酸亚锡, 苯甲酸钠, 乙酸三甲基锡."""
    for acid_name, rest in splits(name, "酸"):
        if not rest or acid_name in ACIDS:
            continue
        multiplier = _MULT.match(rest)
        metal = rest[multiplier.end() :] if multiplier else rest
        if metal in METALS:
            acid = read_acid(acid_name)
            yield _salt(acid, metal, MULTIPLIERS[multiplier[0]] if multiplier else 0)
        elif metal[-1:] in _CENTRES:
            yield from _acylated_metal(read_acid(acid_name), rest)


def _acylated_metal(acid: Graph, rest: str) -> Iterator[Parts]:
    symbol, valence = _CENTRES[rest[-1]]
    for groups in all_groups(rest[:-1]):
        if sum(group.count for group in groups) == valence - 1 and len(acid.acids) == 1:
            centre = fill(Graph((Atom(symbol),)), groups)
            yield (join(acid, acid.acids[0], replace(centre, ends=((0, 1),))),)


def _salt(acid: Graph, metal: str, times: int) -> Parts:
    """Return anions and cations in the numbers that make the charges even."""
    symbol, charge = METALS[metal]
    sites = acid.acids[: times * charge] if times else acid.acids
    ions = _charge(acid, sites)
    negative = len(sites)
    acids, metals = _balance(negative, charge)
    cation = ammonium() if symbol == "NH4" else Graph((Atom(symbol, charge, 0),))
    return (*([ions] * acids), *([cation] * metals))


def ammonium() -> Graph:
    """Return NH4+."""
    return Graph((Atom("N", 1, 4),))


def _balance(negative: int, positive: int) -> tuple[int, int]:
    common = gcd(negative, positive)
    return positive // common, negative // common


def _charge(graph: Graph, sites: tuple[int, ...]) -> Graph:
    atoms = list(graph.atoms)
    for site in sites:
        atoms[site] = replace(atoms[site], charge=-1, hydrogens=0)
    return replace(graph, atoms=tuple(atoms))


def read_alkoxides(name: str) -> Iterator[Parts]:
    """Read 甲醇钠, 甲氧化钾, 苯酚钠."""
    match = re.match(r"(.+?)(醇|酚|氧基|氧化|氧)(钠|钾|锂|镁|铝|钛)$", name)
    if not match:
        return
    symbol, charge = METALS[match[3]]
    for graph in _hydroxyls(match[1], match[2]):
        oxygens = tuple(
            n for n, atom in enumerate(graph.atoms) if atom.symbol == "O" and graph.free(n)
        )
        if len(oxygens) == 1:
            yield (*([_charge(graph, oxygens)] * charge), Graph((Atom(symbol, charge, 0),)))


def _hydroxyls(stem: str, ending: str) -> Iterator[Graph]:
    """Read 甲醇, 苯酚, 甲氧, 甲氧化 as what the alkoxide is made from."""
    if ending in ("醇", "酚"):
        yield read_molecule(stem + ending)
        return
    for radical in radicals(stem) if ending == "氧化" else any_radicals(stem):
        yield link(radical, from_smiles("*O"))


def read_base_salts(name: str) -> Iterator[Parts]:
    """Read 苯胺盐酸盐, 盐酸苯胺; a sulfate of a monoamine has two of them."""
    match = _ORGANIC_SALT.match(name)
    base, acid, times = (match[1], match[2][:-1], 1) if match else ("", "", 1)
    if not base:
        for one in _SALT_ACIDS:
            if name.startswith(one) and len(name) > len(one) + 1:
                base, acid = name[len(one) :].lstrip("-"), one
    if not base or base.startswith(tuple(METALS)):
        return
    if not match and sum(a.symbol == "N" for a in read_molecule(base).atoms) > 1:
        return  # 盐酸联苯胺: one or two?
    if base[-1] in "二双":
        base, times = base[:-1], 2
    graph = read_molecule(base)
    if not graph.nitrogens and not any(a.symbol == "N" for a in graph.atoms):
        return
    nitrogens = sum(a.symbol == "N" and not a.charge for a in graph.atoms)
    bases = 2 if acid == "硫酸" and nitrogens == 1 else 1
    yield (*([graph] * bases), *([from_smiles(_SALT_ACIDS[acid])] * times))


def read_quaternary(name: str) -> Iterator[Parts]:
    """Read 四甲基氯化铵, 氯化四甲基铵, 苄基三乙基溴化铵."""
    match = _QUATERNARY.match(name)
    anion = match and (match[1] or match[3])
    if not match or not anion:
        return
    for groups in all_groups(match[2]):
        if sum(group.count for group in groups) == 4 and not any(group.places for group in groups):  # noqa: PLR2004
            yield fill(Graph((Atom("N", 1),)), groups), from_smiles(ANIONS[anion][0])


def read_organometals(name: str) -> Iterator[Parts]:
    """Read 四乙基铅, 二苯基汞, 氯化乙基汞."""
    match = re.match(r"(?:(氟|氯|溴|碘)化)?(.+?)([汞锡铅锌铝锗硼镁镉镓锂硅胂膦磷锑])$", name)
    if not match or match[2][-1] in "酸化二三四五六亚":
        return
    symbol, valence = _CENTRES[match[3]]
    for groups in all_groups(match[2]):
        if any(group.places for group in groups):
            continue
        filled = (
            (*groups, Group((), 1, from_smiles("*" + _HALOGENS[match[1]]))) if match[1] else groups
        )
        if sum(group.count for group in filled) == valence:
            yield (fill(Graph((Atom(symbol),)), filled),)


def fill(centre: Graph, groups: tuple[Group, ...]) -> Graph:
    """Put every group on the first atom."""
    for group in groups:
        for _ in range(group.count):
            centre = join(centre, 0, group.part, order=group.part.ends[0][1])
    return centre
