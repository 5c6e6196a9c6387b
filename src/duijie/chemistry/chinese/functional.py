"""Names by function: esters, ethers, halides, salts, anhydrides, peroxides, organometals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from duijie.chemistry.chinese.assemble import Group, _all_groups, _find_place, radicals, read_molecule
from duijie.chemistry.chinese.graph import Atom, Graph, Unbuildable, from_smiles, join
from duijie.chemistry.chinese.words import ACIDS, ANIONS, BRIDGES, METALS, MULTIPLIERS, PSEUDO_ACIDS

Parts = tuple[Graph, ...]
"""One or more molecules or ions."""

_HALOGENS = {"氟": "F", "氯": "Cl", "溴": "Br", "碘": "I"}
_MULT = re.compile("|".join(sorted(MULTIPLIERS, key=len, reverse=True)))
_CENTRES = {
    "汞": ("Hg", 2), "锡": ("Sn", 4), "铅": ("Pb", 4), "锌": ("Zn", 2), "铝": ("Al", 3), "锗": ("Ge", 4),
    "硼": ("B", 3), "镁": ("Mg", 2), "镉": ("Cd", 2), "镓": ("Ga", 3), "锂": ("Li", 1), "硅": ("Si", 4), "胂": ("As", 3),
    "膦": ("P", 3), "磷": ("P", 3), "锑": ("Sb", 3),
}  # fmt: skip
_GLYCOLS = {
    "乙二醇": "OCCO", "二乙二醇": "OCCOCCO", "二甘醇": "OCCOCCO", "一缩二乙二醇": "OCCOCCO", "三乙二醇": "OCCOCCOCCO",
    "三甘醇": "OCCOCCOCCO", "四乙二醇": "OCCOCCOCCOCCO", "1,2-丙二醇": "CC(O)CO", "丙二醇": "CC(O)CO", "对苯二酚": "Oc1ccc(O)cc1",
    "间苯二酚": "Oc1cccc(O)c1", "双酚A": "CC(C)(c1ccc(O)cc1)c1ccc(O)cc1", "1,4-丁二醇": "OCCCCO", "氢醌": "Oc1ccc(O)cc1",
}  # fmt: skip
_ORGANIC_SALT = re.compile(r"(.+?)(?:·|\s)?(盐酸盐|氢溴酸盐|氢碘酸盐|硫酸盐|硝酸盐|磷酸盐|乙酸盐|醋酸盐|草酸盐|甲磺酸盐)$")
_SALT_ACIDS = {
    "盐酸": "Cl", "氢溴酸": "Br", "氢碘酸": "I", "硝酸": "O[N+]([O-])=O", "磷酸": "OP(O)(O)=O", "乙酸": "CC(O)=O", "醋酸": "CC(O)=O",
    "草酸": "OC(=O)C(O)=O", "甲磺酸": "CS(O)(=O)=O", "硫酸": "OS(O)(=O)=O",
}  # fmt: skip


def read_functional(name: str) -> Parts:
    """Return the molecules that a name by function means.

    Raises
    ------
    Unbuildable
        When it is no such name, or fits several structures.
    """
    for rule in _RULES:
        for parts in _try(rule, name):
            return parts
    raise Unbuildable(name)


def _try(rule: Callable[[str], Iterator[Parts]], name: str) -> Iterator[Parts]:
    try:
        yield from rule(name)
    except Unbuildable:
        return


@lru_cache(5_000)
def read_acid(name: str) -> Graph:
    """Return an acid with its acidic oxygens."""
    if name in ACIDS:
        graph = from_smiles(ACIDS[name])
        oxygens = tuple(n for n, atom in enumerate(graph.atoms) if atom.symbol == "O" and graph.free(n))
        return replace(graph, acids=oxygens)
    acid = read_molecule(name)
    if not acid.acids:
        raise Unbuildable(name)
    return acid


def _splits(name: str, mark: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(mark, name):
        yield name[: match.end()], name[match.end() :].lstrip("-")


def _esters(name: str) -> Iterator[Parts]:
    if name.endswith(("酯", "脂")):
        for acid_name, rest in _splits(name[:-1], "酸"):
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
            yield (join(acid, acid.acids[0], alcohol),)
            return
    for groups in _alkyls(rest.removeprefix("氢")):
        count = sum(group.count for group in groups)
        if any(group.places and set(group.places) - {"N", "O", "S"} for group in groups):
            continue
        if count == 1 and not single and len(acid.acids) > 1 and not rest.startswith("氢"):
            groups = (replace(groups[0], count=len(acid.acids)),)
            count = len(acid.acids)
        if count <= len(acid.acids):
            yield (_esterify(acid, groups),)
            return


def _ether_alcohols(name: str) -> Iterator[Graph]:
    """Read 乙二醇乙醚 as what is left of it in an ester."""
    if not name.endswith("醚"):
        return
    for (graph,) in _glycol_ethers(name[:-1]):
        oxygens = [n for n, atom in enumerate(graph.atoms) if atom.symbol == "O" and graph.free(n)]
        if len(oxygens) == 1:
            yield replace(graph.without_places(), ends=((oxygens[0], 1),))


def _ether_esters(name: str) -> Iterator[Parts]:
    """Read 乙二醇乙醚乙酸酯."""
    match = re.match(r"(.+醚)(.+酸)酯$", name)
    if match:
        acid = read_acid(match[2])
        for alcohol in _ether_alcohols(match[1]):
            if len(acid.acids) == 1 and alcohol.ends:
                yield (link(alcohol, _acyl_of(acid)),)


_ACID_LAST = re.compile(r"(.+?)-?((?:二硫代|硫代|亚)?磷酸|碳酸|硫酸|(?:N-.基)?氨基甲酸|氨基磺酸)(酯?)$")


def _acid_first(name: str) -> Iterator[Parts]:
    """Read O,O-二乙基-O-(4-硝基苯基)磷酸酯, 二异辛基磷酸: the groups first, then the acid."""
    match = _ACID_LAST.match(name)
    if not match:
        return
    acid = read_acid(match[2])
    sulfurs = [n for n, atom in enumerate(acid.atoms) if atom.symbol == "S" and acid.free(n)]
    oxygens = [n for n in acid.acids if n not in sulfurs]
    whole = bool(match[3])
    for groups in _all_groups(match[1]):
        count = sum(group.count for group in groups)
        if (count != len(oxygens) + len(sulfurs)) if whole else (count >= len(acid.acids)):
            continue
        yield (_put_on_acid(acid, groups, list(oxygens), list(sulfurs)),)
        return


def _put_on_acid(acid: Graph, groups: tuple[Group, ...], oxygens: list[int], sulfurs: list[int]) -> Graph:
    for group in groups:
        for place in group.places or ("O",) * group.count:
            pool = sulfurs if place.startswith("S") else oxygens
            if not pool:
                raise Unbuildable("no such acid oxygen")
            acid = join(acid, pool.pop(0), group.part)
    return acid


def _polyol_esters(name: str) -> Iterator[Parts]:
    """Read 乙二醇二乙酸酯, 季戊四醇四硝酸酯."""
    for split in (match.end() for match in re.finditer("醇", name[:-2])):
        multiplier = _MULT.match(name, split)
        if not name.endswith("酯") or not multiplier:
            continue
        polyol = _read_polyol(name[:split])
        oxygens = [n for n, atom in enumerate(polyol.atoms) if atom.symbol == "O" and polyol.free(n)]
        acid = read_acid(name[multiplier.end() : -1])
        if len(oxygens) != MULTIPLIERS[multiplier[0]] or len(acid.acids) != 1:
            continue
        for oxygen in oxygens:
            polyol = join(polyol, oxygen, _acyl_of(acid))
        yield (polyol,)
        return


_POLYOLS = {"季戊四醇": "OCC(CO)(CO)CO", "新戊二醇": "CC(C)(CO)CO", "甘油": "OCC(O)CO", **_GLYCOLS}


def _read_polyol(name: str) -> Graph:
    return from_smiles(_POLYOLS[name]) if name in _POLYOLS else read_molecule(name)


def _acyl_of(acid: Graph) -> Graph:
    """Return a monobasic acid without its OH, as a radical."""
    oxygen = acid.acids[0]
    (carbon,) = (a if b == oxygen else b for a, b, _ in acid.bonds if oxygen in (a, b))
    bare = _without(acid, oxygen)
    return replace(bare, ends=((carbon - (carbon > oxygen), 1),))


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
        place = _find_place(half, match["one"])
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
        for groups in _all_groups(match[1].rstrip("-")):
            if sum(group.count for group in groups) == 3:  # noqa: PLR2004 - three bonds of phosphorus
                yield (_fill(from_smiles("P=O"), groups),)
                return


def _disulfides(name: str) -> Iterator[Parts]:
    """Read 二甲基二硫, 二苯基二硒."""
    match = re.match(r"(?:二(?P<a>.+?)二(?P<b>硫|硒)(?:醚|化物)?|二(?P<c>硫|硒)化二(?P<d>.+))$", name)
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


def _esterify(acid: Graph, groups: tuple[Group, ...]) -> Graph:
    oxygens = iter(acid.acids)
    for group in groups:
        for _ in range(group.count):
            acid = join(acid, next(oxygens), group.part)
    return acid


def any_radicals(name: str) -> Parts:
    """Return the readings of a substituent, also where 基 is left out: 氯甲酯."""
    return radicals(name) or (radicals(name + "基") if not name.endswith("基") else ())


def _alkyls(name: str) -> Iterator[tuple[Group, ...]]:
    """Yield the readings of the alkyl part of an ester or an ether."""
    found = (*_all_groups(name), *(() if name.endswith("基") else _all_groups(name + "基")))
    yield from sorted(found, key=lambda groups: len(groups) > 1)


def _isocyanates(name: str) -> Iterator[Parts]:
    """Read 甲基异氰酸酯, 六亚甲基二异氰酸酯."""
    for acid, smiles in PSEUDO_ACIDS.items():
        if not name.endswith(acid):
            continue
        rest = name[: -len(acid)]
        for radical in radicals(rest.rstrip("-")):
            yield (link(radical, from_smiles(smiles)),)
        if rest.endswith("二"):
            for bridge in _bridges(rest[:-1]):
                yield (_both_ends(bridge, smiles),)


def _bridges(name: str) -> Iterator[Graph]:
    """Read 六亚甲基, 1,6-亚己基: a chain with two ends."""
    match = re.match(r"([二三四五六七八九十]|十二)亚甲基?$", name)
    length = MULTIPLIERS[match[1]] if match else 0
    if not length:
        return
    yield from_smiles("*" + "C" * length + "*")


def _both_ends(bridge: Graph, smiles: str) -> Graph:
    (one, _), (other, _) = bridge.ends
    bare = replace(bridge, ends=())
    return join(join(bare, one, from_smiles(smiles)), other, from_smiles(smiles))


def _polymethylene(name: str) -> Iterator[Parts]:
    """Read 六亚甲基二胺, 六亚甲基亚胺, 六亚甲基四胺 is a name of its own."""
    match = re.match(r"(.+亚甲基?)(二胺|亚胺|二醇)$", name)
    if match:
        for bridge in _bridges(match[1]):
            if match[2] == "亚胺":
                (one, _), (other, _) = bridge.ends
                bare = replace(bridge, ends=())
                ring = join(bare, one, from_smiles("*N"))
                yield (replace(ring, bonds=(*ring.bonds, (other, len(bare.atoms), 1.0))),)
            else:
                yield (_both_ends(bridge, {"二胺": "*N", "二醇": "*O"}[match[2]]),)


def link(first: Graph, second: Graph) -> Graph:
    """Bind two radicals to each other."""
    if len(first.ends) != 1 or len(second.ends) != 1 or first.ends[0][1] != 1:
        raise Unbuildable("not two radicals")
    return join(replace(first, ends=()), first.ends[0][0], second)


_CENTRES_OF_TWO = {"醚": "O", "硫醚": "S", "砜": "S(=O)=O", "亚砜": "S=O", "酮": "C=O", "甲酮": "C=O"}


def _ethers(name: str) -> Iterator[Parts]:
    """Read 二乙醚, 甲基叔丁基醚, 二甲砜, 甲基乙基酮; a single radical stands for two."""
    match = re.match(r"(.+?)(硫醚|醚|亚砜|砜|(?<=基)甲?酮)$", name)
    if not match:
        return
    yield from _glycol_ethers(match[1])
    once = []
    for groups in _alkyls(match[1]):
        count = sum(group.count for group in groups)
        if count == 2 and not any(group.places for group in groups):  # noqa: PLR2004
            yield (_fill(from_smiles(_CENTRES_OF_TWO[match[2]]), groups),)
            return
        if count == 1 and not groups[0].places and not match[2].endswith("酮"):
            once.append(replace(groups[0], count=2))
    for group in once[:1]:
        yield (_fill(from_smiles(_CENTRES_OF_TWO[match[2]]), (group,)),)


def _glycol_ethers(stem: str) -> Iterator[Parts]:
    """Read 乙二醇丁醚, 二甘醇二甲醚."""
    for glycol, smiles in _GLYCOLS.items():
        if not stem.startswith(glycol) or stem == glycol:
            continue
        graph = from_smiles(smiles)
        oxygens = [n for n, atom in enumerate(graph.atoms) if atom.symbol == "O" and graph.free(n)]
        for groups in _all_groups(stem[len(glycol) :].removeprefix("单")):
            if sum(group.count for group in groups) <= len(oxygens):
                yield (_esterify(replace(graph, acids=tuple(oxygens)), groups),)
                return


def _fill(centre: Graph, groups: tuple[Group, ...]) -> Graph:
    """Put every group on the first atom."""
    for group in groups:
        for _ in range(group.count):
            centre = join(centre, 0, group.part, order=group.part.ends[0][1])
    return centre


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


def _acid_salts(name: str) -> Iterator[Parts]:
    """Read 乙酸钾, 辛酸亚锡, 苯甲酸钠, 乙酸三甲基锡."""
    for acid_name, rest in _splits(name, "酸"):
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
    for groups in _all_groups(rest[:-1]):
        if sum(group.count for group in groups) == valence - 1 and len(acid.acids) == 1:
            centre = _fill(Graph((Atom(symbol),)), groups)
            yield (join(acid, acid.acids[0], replace(centre, ends=((0, 1),))),)
            return


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
    for anions in range(1, positive + 1):
        if anions * negative % positive == 0:
            return anions, anions * negative // positive
    raise Unbuildable("charges")


def _charge(graph: Graph, sites: tuple[int, ...]) -> Graph:
    atoms = list(graph.atoms)
    for site in sites:
        atoms[site] = replace(atoms[site], charge=-1, hydrogens=0)
    return replace(graph, atoms=tuple(atoms))


def _alkoxides(name: str) -> Iterator[Parts]:
    """Read 甲醇钠, 甲氧化钾, 苯酚钠."""
    match = re.match(r"(.+?)(醇|酚|氧基|氧化|氧)(钠|钾|锂|镁|铝|钛)$", name)
    if not match or match[2] == "氧化" and not radicals(match[1]):
        return
    symbol, charge = METALS[match[3]]
    if match[2] in ("醇", "酚"):
        graph = read_molecule(match[1] + match[2])
    else:
        graph = link(radicals(match[1] + "基")[0] if radicals(match[1] + "基") else radicals(match[1])[0], from_smiles("*O"))
    oxygens = tuple(n for n, atom in enumerate(graph.atoms) if atom.symbol == "O" and graph.free(n))
    if len(oxygens) == 1:
        yield (*([_charge(graph, oxygens)] * charge), Graph((Atom(symbol, charge, 0),)))


def _base_salts(name: str) -> Iterator[Parts]:
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


def _anhydrides(name: str) -> Iterator[Parts]:
    if not name.endswith("酸酐"):
        return
    acid = read_acid(name[:-1])
    if len(acid.acids) == 1:
        yield (join(replace(acid, acids=()), acid.acids[0], _acyl_of(acid)),)
    elif len(acid.acids) == 2 and _distance(acid) in (6, 7):  # noqa: PLR2004 - a ring of five or six
        first, second = acid.acids
        (carbon,) = (a if b == second else b for a, b, _ in acid.bonds if second in (a, b))
        bonds = tuple(bond for bond in acid.bonds if second not in bond[:2])
        ring = replace(acid, bonds=(*bonds, (first, carbon, 1.0)))
        yield (_without(ring, second),)


def _distance(graph: Graph) -> int:
    """Return how many atoms lie on the way from one acid oxygen to the other, both counted."""
    start, goal = graph.acids
    seen, edge, steps = {start}, {start}, 1
    while edge and goal not in seen:
        edge = {n for a, b, _ in graph.bonds for n, m in ((a, b), (b, a)) if m in edge} - seen
        seen |= edge
        steps += 1
    return steps


def _without(graph: Graph, atom: int) -> Graph:
    number = {old: old - (old > atom) for old in range(len(graph.atoms))}
    return Graph(
        tuple(one for n, one in enumerate(graph.atoms) if n != atom),
        tuple((number[a], number[b], order) for a, b, order in graph.bonds),
    )


def _peroxides(name: str) -> Iterator[Parts]:
    """Read 过氧化二叔丁基, 叔丁基过氧化氢, 过氧化苯甲酰, 过氧乙酸."""
    match = re.match(r"(?:(.+?)过氧化氢|过氧化氢(.+)|过氧化(叔丁醇))$", name)
    if match:
        stem = match[1] or match[2] or "叔丁基"
        if stem == "叔丁醇":
            stem = "叔丁基"
        for radical in radicals(stem):
            yield (link(radical, from_smiles("*OO")),)
    match = re.match(r"过氧化(二|双)?(.+)$", name)
    if match:
        for radical in radicals(match[2]):
            if match[1] or "酰" in match[2]:
                yield (_doubled(radical),)
    match = re.match(r"过氧(.+酸)$", name)
    if match:
        acid = read_acid(match[1])
        if len(acid.acids) == 1:
            yield (join(acid, acid.acids[0], from_smiles("*O")),)


def _doubled(radical: Graph) -> Graph:
    first = link(radical, from_smiles("*OO"))
    return join(first, len(first.atoms) - 1, radical)


def _organometals(name: str) -> Iterator[Parts]:
    """Read 四乙基铅, 二苯基汞, 氯化乙基汞."""
    match = re.match(r"(?:(氟|氯|溴|碘)化)?(.+?)([汞锡铅锌铝锗硼镁镉镓锂硅胂膦磷锑])$", name)
    if not match or match[2][-1] in "酸化二三四五六亚":
        return
    symbol, valence = _CENTRES[match[3]]
    for groups in _all_groups(match[2]):
        if any(group.places for group in groups):
            continue
        filled = (*groups, Group((), 1, from_smiles("*" + _HALOGENS[match[1]]))) if match[1] else groups
        if sum(group.count for group in filled) == valence:
            yield (_fill(Graph((Atom(symbol),)), filled),)
            return


_QUATERNARY = re.compile(r"(?:(氟|氯|溴|碘|氢氧)化)?(.+?)(?:(氟|氯|溴|碘|氢氧)化)?铵$")


def _quaternary(name: str) -> Iterator[Parts]:
    """Read 四甲基氯化铵, 氯化四甲基铵, 苄基三乙基溴化铵."""
    match = _QUATERNARY.match(name)
    anion = match and (match[1] or match[3])
    if not match or not anion:
        return
    for groups in _all_groups(match[2]):
        if sum(group.count for group in groups) == 4 and not any(group.places for group in groups):  # noqa: PLR2004
            yield _fill(Graph((Atom("N", 1),)), groups), from_smiles(ANIONS[anion][0])
            return


def _substitutive(name: str) -> Iterator[Parts]:
    graph = read_molecule(name)
    if name.endswith(("甲酮", "乙酮")) and _has_aldehyde(graph):  # 甲酮 wants two groups
        return
    yield (graph,)


def _has_aldehyde(graph: Graph) -> bool:
    return any(
        graph.atoms[n].symbol == "C" and graph.free(n)
        for a, b, order in graph.bonds if order == 2.0  # noqa: PLR2004
        for n, other in ((a, b), (b, a)) if graph.atoms[other].symbol == "O"
    )


def _oximes(name: str) -> Iterator[Parts]:
    match = re.match(r"(.+[酮醛])肟$", name)
    if match:
        graph = read_molecule(match[1])
        doubles = [
            (a, b) for a, b, order in graph.bonds
            if order == 2.0 and "O" in (graph.atoms[a].symbol, graph.atoms[b].symbol)  # noqa: PLR2004
        ]
        if len(doubles) == 1:
            (oxygen,) = (n for n in doubles[0] if graph.atoms[n].symbol == "O")
            atoms = list(graph.atoms)
            atoms[oxygen] = Atom("N")
            yield (join(replace(graph, atoms=tuple(atoms)), oxygen, from_smiles("*O")),)


_RULES: tuple[Callable[[str], Iterator[Parts]], ...] = (
    _substitutive, _esters, _ether_esters, _acid_first, _polyol_esters, _multiplicative, _ethers, _phosphine_oxides, _disulfides, _thio_acids, _alcohols, _halides, _acid_salts, _alkoxides, _anhydrides, _peroxides,
    _organometals, _quaternary, _polymethylene, _base_salts, _oximes,
)  # fmt: skip
