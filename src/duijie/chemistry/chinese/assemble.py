"""Substitutive names: prefixes with their places, put on a parent.

A name is read from the left: groups (locants, multiplier, substituent), then the parent. Where no
locant is said, every distinct way of placing is tried, and only a single one is an answer; so that
氯酚, which names three compounds, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from duijie.chemistry.chinese.graph import (
    Graph,
    Unbuildable,
    from_smiles,
    join,
    without_atom,
)
from duijie.chemistry.chinese.parts import (
    LOCANTS,
    add,
    chains,
    find_functions,
    numbers_of,
    ring_graph,
    simple_radicals,
)
from duijie.chemistry.chinese.placing import Ambiguous, Group, place_groups
from duijie.chemistry.chinese.words import MULTIPLIERS, PARENTS, RINGS, SUFFIXES

LONGEST = 80
"""Names longer than this are not read: no label of a drum is longer."""
_LONGEST_PART = 24
_MOST_READINGS = 12
_RELATIVE = {"邻": "2", "间": "3", "对": "4"}
_PATTERNS = {"均": ("1", "3", "5"), "偏": ("1", "2", "4"), "连": ("1", "2", "3")}
_MULT = re.compile("|".join(sorted(MULTIPLIERS, key=len, reverse=True)))
_OWN = frozenset("123456789αβγδ")
"""How a locant of a group's own begins."""
_PAIRS = {"(": ")", "[": "]", "{": "}"}


def read_molecule(name: str) -> Graph:
    """Return the first sensible reading of a substitutive name.

    Raises
    ------
    Ambiguous
        When it fits several structures.
    Unbuildable
        When it is no such name.
    """
    vague = False
    for groups, base in sorted(_readings(name), key=lambda reading: len(reading[0])):
        if len(base.atoms) == 1 and base.atoms[0].symbol == "N" and not _make_amine(groups):
            continue
        try:
            return place_groups(base, groups)
        except Ambiguous:
            vague = True
        except Unbuildable:
            continue
    raise Ambiguous(name) if vague else Unbuildable(name)


def _make_amine(groups: tuple[Group, ...]) -> bool:
    """Tell whether groups in front of 胺 are all on it: not in 硝基苯胺 and not in 甲苯胺."""
    if groups and groups[-1].name == "苯" and groups[-1].count == 1:
        before = groups[:-1]
        if not all(group.places or group.name.endswith(("基", "酰")) for group in before):
            return False
    return all(group.part.atoms[group.part.ends[0][0]].symbol in ("C", "Si") for group in groups)


@lru_cache(20_000)
def _readings(name: str) -> tuple[tuple[tuple[Group, ...], Graph], ...]:
    """Return the ways to split `name` into groups and a parent, the likeliest first."""
    if not name or len(name) > LONGEST:
        return ()
    found: list[tuple[tuple[Group, ...], Graph]] = [((), base) for base in _bases(name)]
    for group, rest in _first_groups(name):
        if len(found) >= _MOST_READINGS:
            break
        found += [((group, *groups), base) for groups, base in _readings(rest)]
    return tuple(found[:_MOST_READINGS])


def _first_groups(name: str, *, longest: bool = False) -> Iterator[tuple[Group, str]]:
    """Yield the first group and what follows: plain ones first, or the longest."""
    start, places, relative = _read_places(name)
    multiplier = _MULT.match(name, start)
    options = [(places, 1, start)]
    if multiplier:
        options.append((places, MULTIPLIERS[multiplier[0]], multiplier.end()))
    if start and name[0] in _OWN:  # the locant may be the substituent's own: 3-丁烯基苯
        options.append(((), 1, 0))
    found: list[tuple[tuple[bool, int], Group, str]] = []
    for places, count, begin in options:
        for end in _ends(name, begin):
            rest = name[end:].lstrip("-")
            if not rest:
                continue
            for part in radicals(name[begin:end]):
                if not _fits(places, count, part, relative=relative):
                    continue
                simple = bool(simple_radicals(name[begin:end])) or name[begin] in _PAIRS
                found.append(
                    (
                        (not simple and not longest, -end),
                        Group(places, count, part, name[begin:end]),
                        rest,
                    )
                )
    found.sort(key=lambda one: one[0])
    yield from ((group, rest) for _, group, rest in found)


def _fits(places: tuple[str, ...], count: int, part: Graph, *, relative: bool) -> bool:
    """Tell whether each has its locant; 对二氯 has one for two, 3,4-亚甲二氧基 two for one."""
    if not places or not count or len(places) == count:
        return True
    return count == 2 if relative else len(places) == len(part.ends) and count == 1  # noqa: PLR2004


def _read_places(name: str) -> tuple[int, tuple[str, ...], bool]:
    """Read the locants in front: 2,4-, N,N-, 邻, 对, 均 ..."""
    match = LOCANTS.match(name)
    if match and (name[match.end() - 1] == "-" or not match[1].isdigit()):
        return match.end(), numbers_of(match[1]), False
    head = name[:1]
    if head in _RELATIVE and len(name) > 1:
        return 1 + (name[1] == "-"), (_RELATIVE[head],), True
    if head in _PATTERNS:
        return 1, _PATTERNS[head], False
    return 0, (), False


def _ends(name: str, begin: int) -> Iterator[int]:
    """Yield where a substituent that begins at `begin` may end."""
    if name[begin : begin + 1] in _PAIRS:
        end = closing(name, begin)
        if end:
            yield end + 1 + (name[end + 1 : end + 2] == "基")
        return
    for end in range(begin + 1, min(len(name), begin + _LONGEST_PART) + 1):
        if name[end - 1] in _PAIRS:
            inner = closing(name, end - 1)
            if inner and inner + 1 < len(name):
                yield from (e for e in range(inner + 2, min(len(name), inner + 8)))
            return
        yield end


def closing(name: str, begin: int) -> int:
    """Return where the bracket at `begin` closes, 0 if nowhere."""
    depth = 0
    for place in range(begin, len(name)):
        if name[place] in _PAIRS:
            depth += 1
        elif name[place] in _PAIRS.values():
            depth -= 1
            if not depth:
                return place
    return 0


@lru_cache(20_000)
def radicals(name: str) -> tuple[Graph, ...]:
    """Return what `name` as a whole may be as a substituent."""
    if not name or name[-1] in "-," or len(name) > LONGEST:
        return ()
    if name[0] in _PAIRS and closing(name, 0) in (len(name) - 1, len(name) - 2):
        inner = name[1 : closing(name, 0)]
        return radicals(inner) or (radicals(inner + "基") if not inner.endswith("基") else ())
    simple = simple_radicals(name)
    if simple:
        return simple
    return (*_composed(name), *_substituted(name))[:3]


_COMPOSED = (
    ("氧基", "*O*"), ("氧", "*O*"), ("硫基", "*S*"), ("硫", "*S*"), ("巯基", "*S*"),
    ("羰基", "*C(=O)*"), ("亚磺酰基", "*S(=O)*"), ("磺酰基", "*S(=O)(=O)*"),
    ("磺酰", "*S(=O)(=O)*"), ("氧羰基", "*C(=O)O*"), ("氧基羰基", "*C(=O)O*"), ("硫代", "*S*"),
    ("偶氮基", "*N=N*"), ("偶氮", "*N=N*"),
)  # fmt: skip


def _composed(name: str) -> Iterator[Graph]:
    """Read 甲氧基, 二甲氨基, 乙硫基, 丙酰基, 苯磺酰基 ..."""
    for ending, link in _COMPOSED:
        stem = name.removesuffix(ending)
        if stem and stem != name and (ending != "氧" or not stem.endswith("基")):
            yield from _linked(stem, link)
    for ending in ("氨基", "胺基", "硅烷基", "硅基", "甲硅烷基"):
        if name.endswith(ending) and len(name) > len(ending):
            yield from _on_atom(name[: -len(ending)], "*N" if ending[0] in "氨胺" else "*[SiH3]")
    stem = name.removesuffix("基")
    if stem.endswith("酰"):
        yield from _acyl(stem.removesuffix("酰"))


def _linked(stem: str, link: str) -> Iterator[Graph]:
    for part in radicals(stem) or radicals(stem + "基"):
        joint = from_smiles(link)
        (near, order), (far, _) = joint.ends
        yield join(replace(joint, ends=((near, order),)), far, part).without_places()


def _on_atom(stem: str, centre: str) -> Iterator[Graph]:
    """Read the groups in front of 氨基 or 硅烷基: 二甲, N-甲基-N-乙基 ..."""
    base = from_smiles(centre)
    base = replace(base, places=(("N", 0), ("1", 0)))
    for groups in all_groups(stem):
        try:
            yield place_groups(base, groups).without_places()
        except Unbuildable:
            continue
        return


@lru_cache(5_000)
def all_groups(name: str) -> tuple[tuple[Group, ...], ...]:
    """Return the ways to read a whole stretch as groups."""
    found: list[tuple[Group, ...]] = []
    for places, count, begin in _multiplied(name):
        found += [(Group(places, count, part, name),) for part in radicals(name[begin:])]
    for group, rest in _first_groups(name):
        found += [(group, *others) for others in all_groups(rest)]
        if len(found) > _MOST_READINGS:
            break
    return tuple(found[:_MOST_READINGS])


def _multiplied(name: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Yield where (on oxygen or sulfur), how often, and from which character on."""
    start, places, _ = _read_places(name)
    multiplier = _MULT.match(name, start)
    where = places if set(places) <= {"O", "S"} else ()
    if multiplier:
        yield where, MULTIPLIERS[multiplier[0]], multiplier.end()
    if not places or set(places) <= {"N", "O", "S", "1"}:
        yield where, 1, start
    elif name[0] in _OWN:  # the locant is the group's own: 2-氯乙基
        yield (), 1, 0


def _acyl(stem: str) -> Iterator[Graph]:
    """Read 丙酰基, 氯乙酰基, 环丙甲酰基: the acid's name without its OH."""
    try:
        acid = read_molecule(stem + "酸")
    except Unbuildable:
        return
    if len(acid.acids) == 1:
        yield without_hydroxyl(acid)


def without_hydroxyl(acid: Graph) -> Graph:
    """Return a monobasic acid without its OH, as a radical."""
    (oxygen,) = acid.acids
    (carbon,) = (a if b == oxygen else b for a, b, _ in acid.bonds if oxygen in (a, b))
    bare = without_atom(acid, oxygen)
    return replace(bare, ends=((carbon - (carbon > oxygen), 1),))


def _substituted(name: str) -> Iterator[Graph]:
    """Read 氯甲基, 三氟甲基, 2-羟基乙基, 4-硝基苯基: groups on a radical, which must end in 基."""
    if not name.endswith("基"):
        return
    for group, rest in _first_groups(name, longest=True):
        if not group.places and _is_plain_chain(group.part):
            continue  # 甲基丙基 is two groups
        for base in radicals(rest) if not rest.startswith("(") else ():
            if not base.places:
                continue
            try:
                yield place_groups(base, (group,))
            except Unbuildable:
                continue
            return


def _is_plain_chain(part: Graph) -> bool:
    return not any(atom.symbol != "C" or atom.aromatic for atom in part.atoms) and len(
        part.bonds
    ) < len(part.atoms)


@lru_cache(20_000)
def _bases(name: str) -> tuple[Graph, ...]:
    """Return what `name` as a whole may be as a parent without prefixes."""
    found: list[Graph] = []
    if name in RINGS:
        found.append(ring_graph(name))
    found += chains(name)
    found += _ring_with_suffix(name)
    if name in PARENTS:
        found.append(_lone(name))
    if name == "酚":  # 甲酚, 氯酚: a phenol
        found += _ring_with_suffix("苯酚")
    return tuple(found)


def _lone(name: str) -> Graph:
    graph = from_smiles(PARENTS[name])
    acids, nitrogens = find_functions(graph)
    return replace(graph, acids=tuple(acids), nitrogens=tuple(nitrogens))


_RING_NAMES = sorted(RINGS, key=len, reverse=True)


def _ring_with_suffix(name: str) -> Iterator[Graph]:
    """Read 苯酚, 邻苯二甲酸, 2-萘酚, 吡啶-3-甲酸, 环己烷甲酸, 1,3-苯二胺 ..."""
    start, places, relative = _read_places(name)
    body = name[start:]
    rings: list[tuple[str, Graph]] = [
        (ring, ring_graph(ring)) for ring in _RING_NAMES if body.startswith(ring)
    ]
    cyclo = re.match(r"环(?:[丙丁戊己庚辛]|十二)烷?", body)
    if cyclo:
        rings += [(cyclo[0], base) for base in chains(cyclo[0].rstrip("烷") + "烷")]
    for ring, graph in rings:
        rest = body[len(ring) :]
        inner = LOCANTS.match(rest.lstrip("-")) if rest.startswith("-") else None
        if inner and not places:
            places, rest = numbers_of(inner[1]), rest.lstrip("-")[inner.end() :]
        multiplier = _MULT.match(rest)
        options = [(1, rest)]
        if multiplier:
            options.append((MULTIPLIERS[multiplier[0]], rest[multiplier.end() :]))
        for count, suffix in options:
            if suffix in SUFFIXES and count:
                try:
                    yield _put_suffixes(graph, ring, suffix, count, places, relative=relative)
                except Unbuildable:
                    continue


def _put_suffixes(
    graph: Graph, ring: str, suffix: str, count: int, places: tuple[str, ...], *, relative: bool
) -> Graph:
    if relative and count == 2:  # noqa: PLR2004
        places = ("1", *places)
    if not places:
        if count == 1 and (ring == "苯" or ring.startswith("环")):
            places = ("1",)
        elif ring == "苯" and count == 6:  # noqa: PLR2004
            places = tuple("123456")
        elif ring == "呋喃" and count == 1 and suffix.startswith("甲"):
            places = ("2",)
        else:
            raise Ambiguous("where?")
    if ring == "苯" and count == 4 and places == ("1", "3", "5"):  # noqa: PLR2004 - 均苯四甲酸
        places = ("1", "2", "4", "5")
    if len(places) != count:
        raise Unbuildable("locants and multiplier differ")
    if ring == "苯" and set(places) & set("αβγ"):
        raise Unbuildable("of the chain")  # α-苯乙醇
    greek = {"α": "1", "β": "2"} if ring in ("萘", "蒽") else {"α": "2", "β": "3", "γ": "4"}
    for locant in places:
        graph = add(graph, graph.place(greek.get(locant, locant)), SUFFIXES[suffix])
    return graph
