"""Substituents and parents: from a stretch of a name to the graphs it may stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from duijie.chemistry.chinese.graph import Atom, Graph, Unbuildable, from_smiles, join
from duijie.chemistry.chinese.words import MULTIPLIERS, RADICALS, RINGS, STEMS

LOCANT = r"(?:\d{1,2}|[NOSP]|[αβγδω])['′]*"
LOCANTS = re.compile(rf"({LOCANT}(?:,{LOCANT})*)-?")
_STEM = "|".join(sorted(STEMS, key=len, reverse=True))
_MULT = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
_ALKYL = re.compile(rf"(正|异|仲|叔|新|环|)({_STEM})(?:烷|)基?$")
_BRANCHED = {
    ("异", 3): "*[CH:1]([CH3:2])[CH3:3]", ("异", 4): "*[CH2:1][CH:2](C)[CH3:3]",
    ("异", 5): "*[CH2:1][CH2:2][CH:3](C)[CH3:4]", ("异", 6): "*CCCC(C)C", ("异", 7): "*CCCCC(C)C",
    ("异", 8): "*CC(CC)CCCC", ("异", 9): "*CCCCCCC(C)C", ("异", 10): "*CCCCCCCC(C)C",
    ("仲", 4): "*[CH:1](C)CC", ("仲", 5): "*C(C)CCC", ("仲", 8): "*C(C)CCCCCC",
    ("叔", 4): "*C(C)(C)C", ("叔", 5): "*C(C)(C)CC", ("叔", 8): "*C(C)(C)CC(C)(C)C",
    ("新", 5): "*CC(C)(C)C", ("叔", 12): "*C(C)(C)CC(C)(C)CC(C)(C)C",
}  # fmt: skip
_ENDS = {
    "酸": (("O", 1), ("O", 2)), "醛": (("O", 2),), "腈": (("N", 3),),
    "酰氯": (("Cl", 1), ("O", 2)), "酰溴": (("Br", 1), ("O", 2)), "酰氟": (("F", 1), ("O", 2)),
    "酰碘": (("I", 1), ("O", 2)), "酰胺": (("N", 1), ("O", 2)), "酰肼": (("NN", 1), ("O", 2)),
    "过氧酸": (("OO", 1), ("O", 2)), "硫代酸": (("S", 1), ("O", 2)), "脒": (("N", 1), ("N", 2)),
    "醛肟": (("NO", 2),),
}  # fmt: skip
"""What the last carbon of a chain becomes."""
_ON_CHAIN = {
    "醇": "*O", "胺": "*N", "硫醇": "*S", "酮": "*=O", "磺酸": "*S(=O)(=O)O",
    "磺酰氯": "*S(=O)(=O)Cl", "肼": "*NN", "磺酰胺": "*S(N)(=O)=O", "磺酰氟": "*S(=O)(=O)F",
    "膦酸": "*P(O)(O)=O", "肟": "*=NO", "硼酸": "*B(O)O", "砜": "", "亚胺": "*=N",
}  # fmt: skip
_SUFFIX = "|".join(sorted((*_ENDS, *_ON_CHAIN), key=len, reverse=True))
_CHAIN = re.compile(
    rf"(?P<before>(?:{LOCANT}(?:,{LOCANT})*)-)?(?P<kind>正|异|仲|叔|新|环|反式-?|顺式-?|反-?|顺-?)?(?P<stem>{_STEM})碳?"
    rf"(?:(?P<ane>烷)|(?:-?(?P<at_ene>\d+(?:,\d+)*)-)?(?P<n_ene>二|三|四)?(?P<ene>烯)"
    rf"(?:-?(?P<at_enyne>\d+(?:,\d+)*)-?(?P<n_enyne>二|三)?(?P<enyne>炔))?"
    rf"|(?:-?(?P<at_yne>\d+(?:,\d+)*)-)?(?P<n_yne>二|三)?(?P<yne>炔))?"
    rf"(?:-?(?P<at>{LOCANT}(?:,{LOCANT})*)-)?(?P<n>一|二|三|四|五|六)?(?P<suffix>{_SUFFIX})?$"
)


def numbers_of(text: str | None) -> tuple[str, ...]:
    """Split locants."""
    return tuple(text.rstrip("-").split(",")) if text else ()


def times(word: str | None) -> int:
    """Return how often a multiplying prefix says."""
    return MULTIPLIERS[word] if word else 1


@lru_cache(8192)
def simple_radicals(name: str) -> tuple[Graph, ...]:
    """Return what `name` as a whole may be as an unsubstituted substituent."""
    found: list[Graph] = []
    if name in RADICALS:
        found.append(_number_radical(from_smiles(RADICALS[name])))
    match = _ALKYL.match(name)
    if match:
        kind, length = match[1], STEMS[match[2]]
        if kind == "环" and length > 2:  # noqa: PLR2004 - the smallest ring
            found.append(_with_end(cycle(length), "1"))
        elif kind in ("", "正"):
            found.append(_with_end(chain(length), "1"))
        elif (kind, length) in _BRANCHED:
            found.append(from_smiles(_BRANCHED[kind, length]))
    found += _ring_radicals(name)
    found += _unsaturated_radicals(name)
    return tuple(found)


def _ring_radicals(name: str) -> Iterator[Graph]:
    """Read 2-呋喃基, 吡啶-4-基, 萘基 with the place said before or after."""
    if not name.endswith("基"):
        return
    before = re.match(r"(\d+)-(.+)基$", name)
    after = re.match(r"(.+)-(\d+)-基$", name)
    for ring, place in (
        (before[2], before[1]) if before else ("", ""),
        (after[1], after[2]) if after else ("", ""),
    ):
        if ring in RINGS:
            yield _with_end(ring_graph(ring), place)


def _unsaturated_radicals(name: str) -> Iterator[Graph]:
    """Read 2-丁烯基, 丁-2-烯基, 2-丙炔基 ..."""
    if name.endswith("基") and ("烯" in name or "炔" in name):
        for base in chains(name[:-1]):
            if not base.acids and not base.nitrogens:
                yield _with_end(base, "1")


def _with_end(graph: Graph, place: str) -> Graph:
    return replace(graph, ends=((graph.place(place), 1),))


def _number_radical(graph: Graph) -> Graph:
    """Give a phenyl ring its numbers, from where it is bound."""
    (end, _), *_ = graph.ends
    if len(graph.atoms) == 6 and all(atom.aromatic for atom in graph.atoms):  # noqa: PLR2004
        order = [(end + step) % 6 for step in range(6)]
        places = tuple((str(n + 1), atom) for n, atom in enumerate(order))
        return replace(graph, places=places, rings=frozenset(range(6)))
    return graph


def chain(length: int) -> Graph:
    """Return an unbranched alkane, its carbons numbered."""
    return Graph(
        atoms=(Atom("C"),) * length,
        bonds=tuple((n, n + 1, 1.0) for n in range(length - 1)),
        places=tuple((str(n + 1), n) for n in range(length)),
    )


def cycle(length: int) -> Graph:
    """Return a cycloalkane, its carbons numbered."""
    straight = chain(length)
    return replace(straight, bonds=(*straight.bonds, (length - 1, 0, 1.0)))


@lru_cache(512)
def ring_graph(name: str) -> Graph:
    """Return a ring parent; benzene and its like know ortho, meta and para."""
    graph = from_smiles(RINGS[name])
    nitrogens = tuple(
        n for n, atom in enumerate(graph.atoms) if atom.symbol == "N" and graph.free(n)
    )
    ring = frozenset(range(6)) if name == "苯" else frozenset[int]()
    if len(graph.places) == 5 and "1" not in dict(graph.places):  # noqa: PLR2004 - a substituted benzene
        ring = frozenset(n for n, atom in enumerate(graph.atoms) if atom.aromatic)
    return replace(graph, rings=ring, nitrogens=nitrogens)


def with_bond(graph: Graph, first: int, second: int, order: float) -> Graph:
    """Raise the order of a bond."""
    if graph.free(first) < order - 1 or graph.free(second) < order - 1:
        raise Unbuildable("no room for the bond")
    bonds = tuple(
        (one, other, order if {one, other} == {first, second} else how)
        for one, other, how in graph.bonds
    )
    if bonds == graph.bonds:
        raise Unbuildable("no such bond")
    return replace(graph, bonds=bonds)


def add(graph: Graph, atom: int, smiles: str) -> Graph:
    """Bind a small part and keep account of its acid oxygens and amine nitrogens."""
    part, shift = from_smiles(smiles), len(graph.atoms)
    joined = join(graph, atom, replace(part, nitrogens=()), order=part.ends[0][1])
    acids, nitrogens = find_functions(part)
    return replace(
        joined,
        acids=(*graph.acids, *(n + shift for n in acids)),
        nitrogens=(*graph.nitrogens, *(n + shift for n in nitrogens)),
    )


def find_functions(part: Graph) -> tuple[list[int], list[int]]:
    """Return the oxygens and sulfurs that an acid's esters are made with, and the amines."""
    acids, nitrogens = [], []
    for n, atom in enumerate(part.atoms):
        if atom.symbol in ("O", "S") and part.free(n) == 1 and _is_acidic(part, n):
            acids.append(n)
        if atom.symbol == "N" and part.free(n) and atom.charge == 0:
            nitrogens.append(n)
    return acids, nitrogens


def _is_acidic(part: Graph, oxygen: int) -> bool:
    ends = {end for end, _ in part.ends}
    if oxygen in ends:
        return False
    neighbours = {a if b == oxygen else b for a, b, _ in part.bonds if oxygen in (a, b)}
    doubles = {n for a, b, order in part.bonds if order == 2.0 for n in (a, b)}  # noqa: PLR2004
    return any(n in doubles or part.atoms[n].symbol in ("B", "Si") for n in neighbours)


def chains(name: str) -> Iterator[Graph]:
    """Read an unbranched or cyclic parent with its unsaturation and its suffix."""
    match = _CHAIN.match(name)
    if not match:
        return
    try:
        yield from _build_chain(match)
    except Unbuildable:
        return


def _build_chain(match: re.Match[str]) -> Iterator[Graph]:
    said, length = match.groupdict(), STEMS[match["stem"]]
    kind = (said["kind"] or "").strip("-")
    if not (said["ane"] or said["ene"] or said["yne"] or said["suffix"]):
        return
    if kind in ("异", "仲", "叔", "新"):
        yield from _branched_chain(said, kind, length)
        return
    graph = cycle(length) if kind == "环" else chain(length)
    before, at = numbers_of(said["before"]), numbers_of(said["at"])
    n_ene, n_yne = _count(said, "ene"), _count(said, "yne") or _count(said, "enyne")
    at_ene, at_yne = numbers_of(said["at_ene"]), numbers_of(said["at_yne"] or said["at_enyne"])
    count = times(said["n"]) if said["suffix"] else 0
    if before and n_ene and not at_ene and len(before) == n_ene:
        at_ene, before = before, ()
    elif before and n_yne and not at_yne and len(before) == n_yne and not n_ene:
        at_yne, before = before, ()
    elif before and count and not at and len(before) == count:
        at, before = before, ()
    if before:
        return
    graph = _unsaturate(graph, at_ene, n_ene, 2.0, cyclic=kind == "环", suffix=said["suffix"])
    graph = _unsaturate(graph, at_yne, n_yne, 3.0, cyclic=kind == "环", suffix=said["suffix"])
    if kind == "正" and not said["suffix"]:  # 正丁烷 takes what it takes at its end
        graph = replace(graph, places=graph.places[:1])
    if said["suffix"]:
        graph = _end_chain(graph, said["suffix"], count, at, length, cyclic=kind == "环")
    yield graph


def _count(said: dict[str, str | None], key: str) -> int:
    return times(said[f"n_{key}"]) if said[key] else 0


def _branched_chain(said: dict[str, str | None], kind: str, length: int) -> Iterator[Graph]:
    """Read 异丁醇, 叔丁胺, 异丁烷, 异戊酸: the radical with what the suffix says at its end."""
    if (kind, length) not in _BRANCHED or said["before"] or said["at"] or said["n"]:
        return
    radical = from_smiles(_BRANCHED[kind, length])
    bare = replace(radical, ends=())
    suffix = said["suffix"]
    if said["ene"] and not suffix and (kind, length) == ("异", 4):
        yield from_smiles("[CH2:1]=[C:2]([CH3:3])C")
    elif said["ene"] or said["yne"]:
        return
    elif not suffix:
        yield bare
    elif suffix in _ENDS:
        yield _end_atom(bare, radical.ends[0][0], suffix)
    elif _ON_CHAIN[suffix]:
        yield add(bare, radical.ends[0][0], _ON_CHAIN[suffix])


def _unsaturate(
    graph: Graph, at: tuple[str, ...], count: int, order: float, *, cyclic: bool, suffix: str | None
) -> Graph:
    if not count:
        return graph
    length = len(graph.places)
    if not at:
        at = _usual_bonds(length, count, cyclic=cyclic, ended=bool(suffix), order=order)
    if len(at) != count:
        raise Unbuildable("locants and multiplier differ")
    for locant in at:
        first = graph.place(locant)
        graph = with_bond(graph, first, (first + 1) % length, order)
    return graph


def _usual_bonds(  # noqa: PLR0911 - one line a custom
    length: int, count: int, *, cyclic: bool, ended: bool, order: float
) -> tuple[str, ...]:
    """Return where multiple bonds are when nobody says: only where it is the custom."""
    if cyclic and count == 1:
        return ("1",)
    if (length, count) == (2, 1):
        return ("1",)
    if (length, count) == (3, 2):  # 丙二烯
        return ("1", "2")
    if (length, count) == (3, 1):
        return ("2",) if ended else ("1",)
    if (length, count, ended) == (4, 2, False) or (cyclic and (length, count) == (5, 2)):
        return ("1", "3")
    if (length, count, ended) == (4, 1, True):  # 丁烯酸, 丁烯二酸, 丁炔二醇
        return ("2",)
    if cyclic and length == 2 * count:
        return tuple(str(n) for n in range(1, length, 2))
    raise Unbuildable("where is the bond?")


def _end_chain(
    graph: Graph, suffix: str, count: int, at: tuple[str, ...], length: int, *, cyclic: bool
) -> Graph:
    if suffix in _ENDS:
        if cyclic or count > 2 or (at and at not in (("1",), ("1", str(length)))):  # noqa: PLR2004 - a chain has two ends
            raise Unbuildable("not at an end")
        for place in ("1", str(length))[:count]:
            graph = _end_atom(graph, graph.place(place), suffix)
        return graph
    if not _ON_CHAIN[suffix]:
        raise Unbuildable(suffix)
    if not at and (suffix, count, length) == ("醇", 2, 4) and graph.is_unsaturated():
        at = ("1", "4")  # 丁炔二醇
    if not at:
        at = _usual_places(suffix, count, length, cyclic=cyclic)
    if len(at) != count:
        raise Unbuildable("locants and multiplier differ")
    for locant in at:
        graph = add(graph, graph.place(locant), _ON_CHAIN[suffix])
    return graph


def _usual_places(  # noqa: PLR0911 - one line a custom
    suffix: str, count: int, length: int, *, cyclic: bool
) -> tuple[str, ...]:
    """Return where suffixes stand when nobody says: only where it is the custom."""
    if count == 1 and suffix == "酮":
        if cyclic or length <= 2:  # noqa: PLR2004
            return ("1",)
        if length in (3, 4):
            return ("2",)
        raise Unbuildable("where is the carbonyl?")
    if count == 1:
        return ("1",)
    if count == 2 and length == 2:  # noqa: PLR2004
        return ("1", "2")
    if count == 2 and suffix == "胺" and not cyclic:  # noqa: PLR2004
        return ("1", str(length))
    if suffix == "醇" and count == length and not cyclic:
        return tuple(str(n + 1) for n in range(length))
    if (suffix, count, length) == ("酮", 2, 4):
        return ("2", "3")
    raise Unbuildable("where do they stand?")


def _end_atom(graph: Graph, atom: int, suffix: str) -> Graph:
    for symbol, order in _ENDS[suffix]:
        mark = {1: "*", 2: "*=", 3: "*#"}[order]
        shift = len(graph.atoms)
        acidic = suffix in ("酸", "硫代酸", "过氧酸") and order == 1
        graph = add(graph, atom, mark + symbol)
        if acidic:
            graph = replace(graph, acids=(*graph.acids, shift + len(symbol) - 1))
    return graph
