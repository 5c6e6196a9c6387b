"""Names by function: esters, ethers, halides, salts, anhydrides, peroxides, organometals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from duijie.chemistry.chinese.assemble import all_groups, radicals, read_molecule
from duijie.chemistry.chinese.esters import (
    Parts,
    alkyls,
    any_radicals,
    both_ends,
    bridges,
    glycol_ethers,
    link,
    read_acid,
    read_acid_first,
    read_anhydrides,
    read_esters,
    read_ether_esters,
    read_polyol_esters,
)
from duijie.chemistry.chinese.graph import Atom, Graph, Unbuildable, from_smiles, join
from duijie.chemistry.chinese.placing import Ambiguous, find_place
from duijie.chemistry.chinese.salts import (
    fill,
    read_acid_salts,
    read_alkoxides,
    read_base_salts,
    read_organometals,
    read_quaternary,
)
from duijie.chemistry.chinese.words import (
    ACIDS,
    BRIDGES,
    MULTIPLIERS,
)

_HALOGENS = {"氟": "F", "氯": "Cl", "溴": "Br", "碘": "I"}
_MULT = re.compile("|".join(sorted(MULTIPLIERS, key=len, reverse=True)))


def read_functional(name: str) -> Parts:
    """Return the molecules that a name by function means.

    Raises
    ------
    Unbuildable
        When it is no such name, or fits several structures.
    """
    vague = False
    for rule in _RULES:
        try:
            for parts in rule(name):
                return parts
        except Ambiguous:
            vague = True
        except Unbuildable:
            continue
    raise Ambiguous(name) if vague else Unbuildable(name)


_BRIDGE = re.compile(
    r"(?:(?P<one>[\dαβγN]+),(?P<other>[\dαβγN]+)'-)?(?P<bridge>"
    + "|".join(sorted(BRIDGES, key=len, reverse=True))
    + r")(?:二|双)-?(?P<part>.+)$"
)


def _multiplicative(name: str) -> Iterator[Parts]:
    """Read 2,2'-亚甲基双(4-甲基苯酚), β,β'-氧化二丙腈: a bridge between two equal parts."""
    match = _BRIDGE.match(name)
    if not match or match["one"] != match["other"]:
        return
    part = match["part"]
    if part.startswith("(") and part.endswith(")"):
        part = part[1:-1]
    try:
        half = read_molecule(part)
    except Unbuildable:
        return
    if match["one"]:
        place = find_place(half, match["one"])
    else:
        open_places = {atom for _, atom in half.places if half.free(atom)}
        if len(open_places) != 1:
            return
        (place,) = open_places
    if half.free(place) < 1:
        return
    bridge = from_smiles(BRIDGES[match["bridge"]])
    (one, _), (other, _) = bridge.ends
    radical = replace(half, ends=((place, 1),))
    first = join(replace(bridge, ends=()), one, radical)
    yield (join(first, other, radical),)


def _phosphine_oxides(name: str) -> Iterator[Parts]:
    match = re.match(r"(.+?)(?:氧化膦|氧膦|膦氧|氧化磷)$", name)
    if match:
        for groups in all_groups(match[1].rstrip("-")):
            if sum(group.count for group in groups) == 3:  # noqa: PLR2004 - three bonds of phosphorus
                yield (fill(from_smiles("P=O"), groups),)


def _disulfides(name: str) -> Iterator[Parts]:
    """Read 二甲基二硫, 二苯基二硒."""
    match = re.match(
        r"(?:二(?P<a>.+?)二(?P<b>硫|硒)(?:醚|化物)?|二(?P<c>硫|硒)化二(?P<d>.+))$", name
    )
    if match:
        symbol = {"硫": "S", "硒": "[Se]"}[match["b"] or match["c"]]
        for radical in any_radicals(match["a"] or match["d"]):
            first = link(radical, from_smiles(f"*{symbol}{symbol}"))
            yield (join(first, len(first.atoms) - 1, radical),)


def _alcohols(name: str) -> Iterator[Parts]:
    """Read 烯丙醇, 炔丙醇, 糠硫醇: a radical with a name of its own."""
    match = re.match(r"(.+?)(硫醇|醇)$", name)
    if match:
        for radical in radicals(match[1]):
            yield (link(radical, from_smiles("*S" if match[2] == "硫醇" else "*O")),)


def _thio_acids(name: str) -> Iterator[Parts]:
    match = re.match(r"硫代(.+酸)$", name)
    if match and match[1] not in ACIDS:
        acid = read_acid(match[1])
        if len(acid.acids) == 1:
            atoms = list(acid.atoms)
            atoms[acid.acids[0]] = Atom("S")
            yield (replace(acid, atoms=tuple(atoms)),)


def _polymethylene(name: str) -> Iterator[Parts]:
    """Read 六亚甲基二胺, 六亚甲基亚胺, 六亚甲基四胺 is a name of its own."""
    match = re.match(r"(.+亚甲基?)(二胺|亚胺|二醇)$", name)
    if match:
        for bridge in bridges(match[1]):
            if match[2] == "亚胺":
                (one, _), (other, _) = bridge.ends
                bare = replace(bridge, ends=())
                ring = join(bare, one, from_smiles("*N"))
                yield (replace(ring, bonds=(*ring.bonds, (other, len(bare.atoms), 1.0))),)
            else:
                yield (both_ends(bridge, {"二胺": "*N", "二醇": "*O"}[match[2]]),)


_CENTRES_OF_TWO = {
    "醚": "O",
    "硫醚": "S",
    "砜": "S(=O)=O",
    "亚砜": "S=O",
    "酮": "C=O",
    "甲酮": "C=O",
}


def _ethers(name: str) -> Iterator[Parts]:
    """Read 二乙醚, 甲基叔丁基醚, 二甲砜, 甲基乙基酮; a single radical stands for two."""
    match = re.match(r"(.+?)(硫醚|醚|亚砜|砜|(?<=基)甲?酮)$", name)
    if not match:
        return
    yield from glycol_ethers(match[1])
    once = []
    for groups in alkyls(match[1]):
        count = sum(group.count for group in groups)
        if count == 2 and not any(group.places for group in groups):  # noqa: PLR2004
            yield (fill(from_smiles(_CENTRES_OF_TWO[match[2]]), groups),)
        elif count == 1 and not groups[0].places and not match[2].endswith("酮"):
            once.append(replace(groups[0], count=2))
    for group in once[:1]:
        yield (fill(from_smiles(_CENTRES_OF_TWO[match[2]]), (group,)),)


def _halides(name: str) -> Iterator[Parts]:
    """Read 氯化苄, 碘化乙酰, 叔丁基氯, 氰化苄."""
    match = re.match(r"(氟|氯|溴|碘|氰)化(.+)$", name)
    if match:
        for radical in radicals(match[2]):
            smiles = "*C#N" if match[1] == "氰" else "*" + _HALOGENS[match[1]]
            yield (link(radical, from_smiles(smiles)),)
    if name[-1:] in _HALOGENS:
        for radical in radicals(name[:-1]):
            yield (link(radical, from_smiles("*" + _HALOGENS[name[-1]])),)
    if name.endswith("腈") and name[:-1].endswith("基"):
        return
    if name.endswith("氰") and radicals(name[:-1]):
        yield (link(radicals(name[:-1])[0], from_smiles("*C#N")),)


def _peroxides(name: str) -> Iterator[Parts]:
    """Read 过氧化二叔丁基, 叔丁基过氧化氢, 过氧化苯甲酰, 间氯过氧苯甲酸."""
    match = re.match(r"(?:(.+?)过氧化氢|过氧化氢(.+)|过氧化(叔丁醇))$", name)
    if match:
        for radical in radicals(match[1] or match[2] or "叔丁基"):
            yield (link(radical, from_smiles("*OO")),)
    match = re.match(r"过氧化(二|双)?(.+)$", name)
    if match:
        for radical in radicals(match[2]):
            if match[1] or "酰" in match[2]:
                yield (_doubled(radical),)
    match = re.match(r"(.*?)过氧(.+酸)$", name)
    if match:
        acid = read_acid(match[1] + match[2])
        if len(acid.acids) == 1:
            yield (join(acid, acid.acids[0], from_smiles("*O")),)


def _doubled(radical: Graph) -> Graph:
    first = link(radical, from_smiles("*OO"))
    return join(first, len(first.atoms) - 1, radical)


def _substitutive(name: str) -> Iterator[Parts]:
    graph = read_molecule(name)
    if name.endswith(("甲酮", "乙酮")) and _has_aldehyde(graph):  # 甲酮 wants two groups
        return
    yield (graph,)


def _has_aldehyde(graph: Graph) -> bool:
    return any(
        graph.atoms[n].symbol == "C" and graph.free(n)
        for a, b, order in graph.bonds
        if order == 2.0  # noqa: PLR2004
        for n, other in ((a, b), (b, a))
        if graph.atoms[other].symbol == "O"
    )


def _oximes(name: str) -> Iterator[Parts]:
    match = re.match(r"(.+[酮醛])肟$", name)
    if match:
        graph = read_molecule(match[1])
        doubles = [
            (a, b)
            for a, b, order in graph.bonds
            if order == 2.0 and "O" in (graph.atoms[a].symbol, graph.atoms[b].symbol)  # noqa: PLR2004
        ]
        if len(doubles) == 1:
            (oxygen,) = (n for n in doubles[0] if graph.atoms[n].symbol == "O")
            atoms = list(graph.atoms)
            atoms[oxygen] = Atom("N")
            yield (join(replace(graph, atoms=tuple(atoms)), oxygen, from_smiles("*O")),)


_RULES: tuple[Callable[[str], Iterator[Parts]], ...] = (
    _substitutive,
    read_esters,
    read_ether_esters,
    read_acid_first,
    read_polyol_esters,
    _multiplicative,
    _ethers,
    _phosphine_oxides,
    _disulfides,
    _thio_acids,
    _alcohols,
    _halides,
    read_acid_salts,
    read_alkoxides,
    read_anhydrides,
    _peroxides,
    read_organometals,
    read_quaternary,
    _polymethylene,
    read_base_salts,
    _oximes,
)
