"""Where groups go: located ones first, then the others in every distinct way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

from duijie.chemistry.chinese.graph import Atom, Graph, Unbuildable, close_ring, join, to_smiles

_MOST_WAYS = 60
_WAYS_BUDGET = 400
_MOST_CHOICES = 20_000


class Ambiguous(Unbuildable):
    """The name fits more than one structure."""


@dataclass(frozen=True)
class Group:
    """A prefix: where, how often, what."""

    places: tuple[str, ...]
    count: int
    part: Graph
    name: str = ""


def place_groups(base: Graph, groups: tuple[Group, ...]) -> Graph:
    """Put the groups on the parent: those with locants first, then the others, nearest first."""
    located = [group for group in groups if group.places]
    loose = [group for group in groups if not group.places]
    graph, budget = base, _WAYS_BUDGET
    for group in located:
        graph = _put_located(graph, group, base)
    graphs = [graph]
    for group in reversed(loose):
        options: dict[str, Graph] = {}
        for one in graphs:
            for way in _ways(one, group, base, located=bool(located)):
                budget -= 1
                if budget < 0:
                    raise Ambiguous("too many ways")
                if way is not None:
                    options.setdefault(to_smiles([_marked(way)]), way)
        if not options:
            raise Unbuildable("no room")
        graphs = list(options.values())[:_MOST_WAYS]
    if len(graphs) > 1:
        raise Ambiguous("several structures")
    return graphs[0]


def _marked(graph: Graph) -> Graph:
    """Mark the end of a radical, so that two places for a group differ."""
    for end, order in graph.ends:
        shift = len(graph.atoms)
        bonds = (*graph.bonds, (end, shift, float(order)))
        graph = replace(graph, atoms=(*graph.atoms, Atom("Fr" if order == 1 else "U")), bonds=bonds)
    return graph


def _put_located(graph: Graph, group: Group, base: Graph) -> Graph:
    places = group.places
    if len(places) == 1 and group.count == 2 and base.rings:  # noqa: PLR2004 - 对二氯苯
        places = ("1", *places)
    if group.count == 1 and len(group.part.ends) == 2 and len(places) == 2:  # noqa: PLR2004
        return close_ring(graph, graph.place(places[0]), graph.place(places[1]), group.part)
    if len(places) != group.count:
        raise Unbuildable("locants and multiplier differ")
    order = group.part.ends[0][1]
    for locant in places:
        graph = join(graph, find_place(graph, locant), group.part, order=order)
    return graph


def find_place(graph: Graph, locant: str) -> int:
    """Return the atom that a locant names: 2, 3', N, N', α."""
    bare = locant.rstrip("'′")
    primes = len(locant) - len(bare)
    if bare == "N" and graph.nitrogens:
        own = [n for n in graph.nitrogens if n < len(graph.atoms)]
        if primes < len(own):
            return own[primes]
        raise Unbuildable(locant)
    if bare in _GREEK:
        return _find_greek(graph, _GREEK.index(bare))
    if primes:
        return graph.place(str(10 + int(bare)) if bare.isdigit() else locant)
    return graph.place(bare)


_GREEK = ("α", "β", "γ", "δ")


def _find_greek(graph: Graph, step: int) -> int:
    """Return the atom `step` places from alpha: beside the function, or what bears it.

    Alpha is beside a carboxyl or a cyano carbon and beside a ring nitrogen, it bears OH or NH2,
    it is where a radical is bound, beside a benzene ring, and at 1 of naphthalene.
    """
    if graph.rings:
        if step:
            raise Unbuildable("what is beta of a benzene?")
        return _side_carbon(graph)
    first = dict(graph.places).get("1")
    if first is None or graph.atoms[first].symbol != "C":
        return graph.place(str(step + 2))
    orders = [
        order
        for a, b, order in graph.bonds
        if first in (a, b) and graph.atoms[b if a == first else a].symbol != "C"
    ]
    if not (orders or graph.ends or graph.atoms[first].aromatic):
        raise Unbuildable("alpha of what?")
    return graph.place(str(step + (2 if max(orders, default=1) > 1 else 1)))


def _side_carbon(graph: Graph) -> int:
    """Return the carbon next to the ring, for the alpha of styrene."""
    for first, second, _ in graph.bonds:
        for inner, outer in ((first, second), (second, first)):
            beside = inner in graph.rings and outer not in graph.rings
            if beside and graph.atoms[outer].symbol == "C" and graph.free(outer):
                return outer
    raise Unbuildable("alpha")


def _ways(graph: Graph, group: Group, base: Graph, *, located: bool) -> Iterator[Graph | None]:
    """Yield the ways to place a group whose places are not said, None for what nobody means."""
    order = group.part.ends[0][1]
    places = _choose_places(graph, group, base, located=located)
    room = [atom for atom in sorted(set(places)) for _ in range(graph.free(atom) // order)]
    count = group.count or len(room)
    if comb(len(room), count) > _MOST_CHOICES:
        raise Ambiguous("too many ways")
    for chosen in sorted(set(combinations(room, count))):
        one = graph
        for atom in chosen:
            one = join(one, atom, group.part, order=order)
        yield one if _is_stable(one) else None


def _choose_places(graph: Graph, group: Group, base: Graph, *, located: bool) -> list[int]:
    """Return the atoms that custom leaves for a group without locants."""
    order = group.part.ends[0][1]
    places = [atom for _, atom in graph.places if graph.free(atom) >= order]
    if order > 1:
        places = [atom for atom in places if graph.atoms[atom].symbol == "C"]
    if graph.rings and located and group.count == 1:  # 3-硝基溴苯: what is nearest is at 1
        first = [atom for name, atom in graph.places if name == "1" and atom in places]
        places = first or places
    amines = [n for n in graph.nitrogens if graph.free(n) >= order]
    if amines and (not places or _prefers_nitrogen(base, group)):
        places = amines
    places = _without_aldehydes(graph, places)
    if group.name == "氟" and group.count == 3:  # noqa: PLR2004 - three fluorines make a CF3
        places = [n for n in places if graph.free(n) == 3] or places  # noqa: PLR2004
    if base.ends and len(base.atoms) == 2 and len(places) == 2 and group.count == 1:  # noqa: PLR2004
        places = [graph.place("2")]  # 氯乙基 is 2-chloroethyl
    return places


def _without_aldehydes(graph: Graph, places: list[int]) -> list[int]:
    """Leave the hydrogen of an aldehyde alone where there is another place: 氯乙醛."""
    oxo = {
        n
        for a, b, order in graph.bonds
        if order == 2.0  # noqa: PLR2004
        for n, other in ((a, b), (b, a))
        if graph.atoms[other].symbol == "O"
    }
    return [n for n in places if n not in oxo] or places


def _is_stable(graph: Graph) -> bool:
    """Refuse what nobody means: OH or NH2 beside a halogen on one saturated carbon."""
    for n, atom in enumerate(graph.atoms):
        if atom.symbol != "C" or atom.aromatic:
            continue
        around = [(b if a == n else a, order) for a, b, order in graph.bonds if n in (a, b)]
        if any(order > 1 for _, order in around):
            continue
        symbols = [graph.atoms[m].symbol for m, _ in around]
        single = [
            graph.atoms[m].symbol
            for m, _ in around
            if graph.atoms[m].symbol in ("O", "N") and graph.free(m)
        ]
        halogens = [symbol for symbol in symbols if symbol in ("F", "Cl", "Br", "I")]
        if (single and halogens) or len(single) > 1:
            return False
    return True


def _prefers_nitrogen(base: Graph, group: Group) -> bool:
    """Alkyl groups without a locant go to the nitrogen of an amine or an amide: 二乙胺."""
    carbon = group.part.atoms[group.part.ends[0][0]].symbol == "C"
    if not carbon or not base.nitrogens:
        return False
    return not base.rings
