"""Esters, anhydrides and what is made of acids and alcohols."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from duijie.chemistry.chinese.assemble import (
    all_groups,
    radicals,
    read_molecule,
    without_hydroxyl,
)
from duijie.chemistry.chinese.graph import Graph, Unbuildable, from_smiles, join, without_atom
from duijie.chemistry.chinese.placing import Group
from duijie.chemistry.chinese.words import ACIDS, MULTIPLIERS, POLYOLS, PSEUDO_ACIDS

Parts = tuple[Graph, ...]
"""One or more molecules or ions."""

_MULT = re.compile("|".join(sorted(MULTIPLIERS, key=len, reverse=True)))
_ACID_LAST = re.compile(
    r"(.+?)-?((?:二硫代|硫代|亚)?磷酸|碳酸|硫酸|(?:N-.基)?氨基甲酸|氨基磺酸)(酯?)$"
)


@lru_cache(5_000)
def read_acid(name: str) -> Graph:
    """Return an acid with its acidic oxygens."""
    if name in ACIDS:
        graph = from_smiles(ACIDS[name])
        oxygens = tuple(
            n for n, atom in enumerate(graph.atoms) if atom.symbol == "O" and graph.free(n)
        )
        return replace(graph, acids=oxygens)
    acid = read_molecule(name)
    if not acid.acids:
        raise Unbuildable(name)
    return acid


def splits(name: str, mark: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a name after a mark: an acid, and what it is bound to."""
    for match in re.finditer(mark, name):
        yield name[: match.end()], name[match.end() :].lstrip("-")


def read_esters(name: str) -> Iterator[Parts]:
    """Read 丁酸乙酯, 邻苯二甲酸二丁酯, 异氰酸甲酯."""
    if name.endswith(("酯", "脂")):
        for acid_name, rest in splits(name[:-1], "酸"):
            if rest:
                yield from _esters_of(acid_name, rest)
            else:
                yield from _isocyanates(acid_name)


def _esters_of(acid_name: str, rest: str) -> Iterator[Parts]:
    if acid_name in PSEUDO_ACIDS:
        for radical in any_radicals(rest):
            yield (link(radical, from_smiles(PSEUDO_ACIDS[acid_name])),)
        return
    try:
        acid = read_acid(acid_name)
    except Unbuildable:
        return
    single = rest.startswith(("单", "一"))
    for alcohol in _ether_alcohols(rest):
        if len(acid.acids) == 1:
            yield (link(alcohol, without_hydroxyl(acid)),)
    for groups in alkyls(rest.removeprefix("氢")):
        count = sum(group.count for group in groups)
        if any(group.places and set(group.places) - {"N", "O", "S"} for group in groups):
            continue
        if count == 1 and not single and len(acid.acids) > 1 and not rest.startswith("氢"):
            yield (_esterify(acid, (replace(groups[0], count=len(acid.acids)),)),)
        elif count <= len(acid.acids):
            yield (_esterify(acid, groups),)


def any_radicals(name: str) -> Parts:
    """Return the readings of a substituent, also where 基 is left out: 氯甲酯."""
    return radicals(name) or (radicals(name + "基") if not name.endswith("基") else ())


def alkyls(name: str) -> Iterator[tuple[Group, ...]]:
    """Yield the readings of the alkyl part of an ester or an ether."""
    found = (*all_groups(name), *(() if name.endswith("基") else all_groups(name + "基")))
    yield from sorted(found, key=lambda groups: len(groups) > 1)


def _ether_alcohols(name: str) -> Iterator[Graph]:
    """Read 乙二醇乙醚 as what is left of it in an ester."""
    if not name.endswith("醚"):
        return
    for (graph,) in glycol_ethers(name[:-1]):
        oxygens = [n for n, atom in enumerate(graph.atoms) if atom.symbol == "O" and graph.free(n)]
        if len(oxygens) == 1:
            yield replace(graph.without_places(), ends=((oxygens[0], 1),))


def read_ether_esters(name: str) -> Iterator[Parts]:
    """Read 乙二醇乙醚乙酸酯."""
    match = re.match(r"(.+醚)(.+酸)酯$", name)
    if match:
        acid = read_acid(match[2])
        for alcohol in _ether_alcohols(match[1]):
            if len(acid.acids) == 1 and alcohol.ends:
                yield (link(alcohol, without_hydroxyl(acid)),)


def read_acid_first(name: str) -> Iterator[Parts]:
    """Read O,O-二乙基-O-(4-硝基苯基)磷酸酯, 二异辛基磷酸: the groups first, then the acid."""
    match = _ACID_LAST.match(name)
    if not match:
        return
    acid = read_acid(match[2])
    sulfurs = [
        n for n, atom in enumerate(acid.atoms) if atom.symbol == "S" and acid.bonds_of(n) == [1.0]
    ]
    room, whole = len(acid.acids) + len(sulfurs), bool(match[3])
    for groups in all_groups(match[1]):
        count = sum(group.count for group in groups)
        if (count != room) if whole else (count >= room):
            continue
        yield (_put_on_acid(acid, groups, list(acid.acids), list(sulfurs)),)


def _put_on_acid(
    acid: Graph, groups: tuple[Group, ...], oxygens: list[int], sulfurs: list[int]
) -> Graph:
    for group in groups:
        for place in group.places or ("O",) * group.count:
            pool = sulfurs if place.startswith("S") else oxygens
            if not pool:
                raise Unbuildable("no such acid oxygen")
            acid = join(acid, pool.pop(0), group.part)
    return acid


def read_polyol_esters(name: str) -> Iterator[Parts]:
    """Read 乙二醇二乙酸酯, 季戊四醇四硝酸酯, 甘油三乙酸酯."""
    splits_at = {match.end() for match in re.finditer("醇", name[:-2])}
    splits_at |= {len(polyol) for polyol in POLYOLS if name.startswith(polyol)}
    for split in sorted(splits_at):
        multiplier = _MULT.match(name, split)
        if not name.endswith("酯") or not multiplier:
            continue
        polyol = _read_polyol(name[:split])
        oxygens = [
            n for n, atom in enumerate(polyol.atoms) if atom.symbol == "O" and polyol.free(n)
        ]
        acid = read_acid(name[multiplier.end() : -1])
        if len(oxygens) != MULTIPLIERS[multiplier[0]] or len(acid.acids) != 1:
            continue
        for oxygen in oxygens:
            polyol = join(polyol, oxygen, without_hydroxyl(acid))
        yield (polyol,)


def _read_polyol(name: str) -> Graph:
    return from_smiles(POLYOLS[name]) if name in POLYOLS else read_molecule(name)


def _esterify(acid: Graph, groups: tuple[Group, ...]) -> Graph:
    oxygens = iter(acid.acids)
    for group in groups:
        for _ in range(group.count):
            acid = join(acid, next(oxygens), group.part)
    return acid


def _isocyanates(name: str) -> Iterator[Parts]:
    """Read 甲基异氰酸酯, 六亚甲基二异氰酸酯."""
    for acid, smiles in PSEUDO_ACIDS.items():
        if not name.endswith(acid):
            continue
        rest = name[: -len(acid)]
        for radical in radicals(rest.rstrip("-")):
            yield (link(radical, from_smiles(smiles)),)
        if rest.endswith("二"):
            for bridge in bridges(rest[:-1]):
                yield (both_ends(bridge, smiles),)


def bridges(name: str) -> Iterator[Graph]:
    """Read 六亚甲基, 1,6-亚己基: a chain with two ends."""
    match = re.match(r"([二三四五六七八九十]|十二)亚甲基?$", name)
    length = MULTIPLIERS[match[1]] if match else 0
    if not length:
        return
    yield from_smiles("*" + "C" * length + "*")


def both_ends(bridge: Graph, smiles: str) -> Graph:
    """Put the same group on both ends of a bridge."""
    (one, _), (other, _) = bridge.ends
    bare = replace(bridge, ends=())
    return join(join(bare, one, from_smiles(smiles)), other, from_smiles(smiles))


def link(first: Graph, second: Graph) -> Graph:
    """Bind two radicals to each other."""
    if len(first.ends) != 1 or len(second.ends) != 1 or first.ends[0][1] != 1:
        raise Unbuildable("not two radicals")
    return join(replace(first, ends=()), first.ends[0][0], second)


def glycol_ethers(stem: str) -> Iterator[Parts]:
    """Read 乙二醇丁醚, 二甘醇二甲醚."""
    for glycol, smiles in POLYOLS.items():
        if not stem.startswith(glycol) or stem == glycol:
            continue
        graph = from_smiles(smiles)
        oxygens = [n for n, atom in enumerate(graph.atoms) if atom.symbol == "O" and graph.free(n)]
        for groups in all_groups(stem[len(glycol) :].removeprefix("单")):
            if sum(group.count for group in groups) <= len(oxygens):
                yield (_esterify(replace(graph, acids=tuple(oxygens)), groups),)
                return


def read_anhydrides(name: str) -> Iterator[Parts]:
    """Read 丙酸酐, 邻苯二甲酸酐: of two acids, or of the two ends of one."""
    if not name.endswith("酸酐"):
        return
    acid = read_acid(name[:-1])
    if len(acid.acids) == 1:
        yield (join(replace(acid, acids=()), acid.acids[0], without_hydroxyl(acid)),)
    elif len(acid.acids) == 2 and _distance(acid) in (6, 7):  # noqa: PLR2004 - a ring of five or six
        first, second = acid.acids
        (carbon,) = (a if b == second else b for a, b, _ in acid.bonds if second in (a, b))
        bonds = tuple(bond for bond in acid.bonds if second not in bond[:2])
        ring = replace(acid, bonds=(*bonds, (first, carbon, 1.0)))
        yield (without_atom(ring, second),)


def _distance(graph: Graph) -> int:
    """Return how many atoms lie on the way from one acid oxygen to the other, both counted."""
    start, goal = graph.acids
    seen, edge, steps = {start}, {start}, 1
    while edge and goal not in seen:
        edge = {n for a, b, _ in graph.bonds for n, m in ((a, b), (b, a)) if m in edge} - seen
        seen |= edge
        steps += 1
    return steps
