"""Molecules while they are put together: atoms, bonds, and the places where more may come.

A name is read from its parts; each part is a small graph with named places (locants), and parts
are joined by single or double bonds. Hydrogen is what is left over, as in a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

_VALENCES = {
    "C": 4, "N": 3, "O": 2, "S": 2, "P": 3, "Si": 4, "B": 3, "F": 1, "Cl": 1, "Br": 1, "I": 1,
    "Se": 2, "Te": 2, "As": 3, "Sb": 3, "Bi": 3, "Ge": 4, "Sn": 4, "Pb": 4, "Hg": 2, "Zn": 2,
    "Al": 3, "Ga": 3, "Cd": 2, "Mg": 2, "Li": 1,
}  # fmt: skip
_MORE = {"S": (2, 4, 6), "P": (3, 5), "As": (3, 5), "I": (1, 3, 5), "N": (3, 5), "Sb": (3, 5)}


class Unbuildable(ValueError):
    """The parts do not fit together: a place is taken, or there is none."""


@dataclass(frozen=True)
class Atom:
    """An atom; `hydrogens` is None where they are what is left of the valence."""

    symbol: str
    charge: int = 0
    hydrogens: int | None = None
    aromatic: bool = False


@dataclass(frozen=True)
class Graph:
    """Atoms and bonds ``(first, second, order)``, order 1.5 for aromatic ones.

    `places` are the atoms that locants name, `ends` those by which it is joined as a radical
    (with the order of that bond), `acids` the oxygen atoms that esters and salts are made with,
    `nitrogens` those that N- names.
    """

    atoms: tuple[Atom, ...]
    bonds: tuple[tuple[int, int, float], ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    ends: tuple[tuple[int, int], ...] = ()
    acids: tuple[int, ...] = ()
    nitrogens: tuple[int, ...] = ()
    rings: frozenset[int] = field(default=frozenset())
    """Atoms of the ring that ortho, meta and para speak of."""

    def place(self, locant: str) -> int:
        """Return the atom of a locant."""
        for name, atom in self.places:
            if name == locant:
                return atom
        raise Unbuildable(locant)

    def bonds_of(self, atom: int) -> list[float]:
        """Return the orders of the bonds of an atom."""
        return [order for first, second, order in self.bonds if atom in (first, second)]

    def free(self, atom: int) -> int:
        """Return how many more single bonds an atom takes."""
        what = self.atoms[atom]
        orders = [*self.bonds_of(atom), *(order for end, order in self.ends if end == atom)]
        used = sum(orders)
        if what.aromatic:
            used = len(orders) + (1 if what.symbol == "C" or what.hydrogens is None else 0)
            if what.symbol == "N" and what.hydrogens:
                return what.hydrogens
        if what.hydrogens is not None:
            return what.hydrogens
        if what.symbol == "N" and what.charge > 0:
            return int(4 - used)
        options = _MORE.get(what.symbol, (_VALENCES.get(what.symbol, 0),))
        doubles = orders.count(2.0)  # P=O has five bonds, S=O four, O=S=O six
        fitting = [most for most in options if most >= max(used, options[0] + 2 * doubles)]
        fitting = fitting or [most for most in options if most >= used]
        return int(fitting[0] - used) if fitting else 0

    def is_unsaturated(self) -> bool:
        """Tell whether there is a double or triple bond."""
        return any(order > 1 for _, _, order in self.bonds)

    def without_places(self) -> Graph:
        """Return the graph as a part that nothing more is put on."""
        return replace(self, places=(), acids=(), nitrogens=(), rings=frozenset())


def join(base: Graph, atom: int, part: Graph, *, order: int = 1) -> Graph:
    """Bind the end of `part` to `atom` of `base`; places are those of the base."""
    if not part.ends or part.ends[0][1] != order or base.free(atom) < order:
        raise Unbuildable("no room")
    shift, (end, _) = len(base.atoms), part.ends[0]
    atoms = list(base.atoms)
    if atoms[atom].hydrogens:
        atoms[atom] = replace(atoms[atom], hydrogens=(atoms[atom].hydrogens or 0) - order or None)
    bonds = [(first + shift, second + shift, how) for first, second, how in part.bonds]
    return replace(
        base,
        atoms=(*atoms, *part.atoms),
        bonds=(*base.bonds, *bonds, (atom, end + shift, float(order))),
        nitrogens=base.nitrogens or tuple(n + shift for n in part.nitrogens),
    )


def without_atom(graph: Graph, atom: int) -> Graph:
    """Return the atoms and bonds that are left when one atom is taken away."""
    number = {old: old - (old > atom) for old in range(len(graph.atoms))}
    return Graph(
        tuple(one for n, one in enumerate(graph.atoms) if n != atom),
        tuple((number[a], number[b], o) for a, b, o in graph.bonds if atom not in (a, b)),
    )


def close_ring(base: Graph, first: int, second: int, part: Graph) -> Graph:
    """Bind a part with two ends, as in methylenedioxy, to two atoms."""
    if len(part.ends) != 2:  # noqa: PLR2004 - both ends of a bridge
        raise Unbuildable("not a bridge")
    (left, one), (right, other) = part.ends
    bound = join(base, first, replace(part, ends=((left, one),)))  # one end after the other
    shift = len(base.atoms)
    if bound.free(second) < 1 or bound.free(right + shift) < 1:
        raise Unbuildable("no room")
    return replace(bound, bonds=(*bound.bonds, (second, right + shift, float(other))))


@lru_cache(4096)
def from_smiles(smiles: str) -> Graph:
    """Read a part: ``:n`` numbers its places, ``*`` marks its ends.

    >>> from_smiles("[CH3:1]C*").ends
    ((1, 1),)
    """
    from rdkit import Chem  # noqa: PLC0415 - heavy, and needed only for structures

    molecule = Chem.MolFromSmiles(smiles)
    if molecule is None:
        raise Unbuildable(smiles)
    stars = {atom.GetIdx() for atom in molecule.GetAtoms() if atom.GetAtomicNum() == 0}
    kept = [atom for atom in molecule.GetAtoms() if atom.GetIdx() not in stars]
    number = {atom.GetIdx(): index for index, atom in enumerate(kept)}
    bonds, ends = [], []
    for bond in molecule.GetBonds():
        first, second, order = (
            bond.GetBeginAtomIdx(),
            bond.GetEndAtomIdx(),
            bond.GetBondTypeAsDouble(),
        )
        inner = [atom for atom in (first, second) if atom not in stars]
        if len(inner) == 1:
            ends.append((number[inner[0]], int(order)))
        else:
            bonds.append((number[first], number[second], order))
    return Graph(
        atoms=tuple(_read_atom(atom) for atom in kept),
        bonds=tuple(bonds),
        places=tuple(
            (str(atom.GetAtomMapNum()), number[atom.GetIdx()])
            for atom in kept
            if atom.GetAtomMapNum()
        ),
        ends=tuple(ends),
    )


def _read_atom(atom: Any) -> Atom:
    pyrrolic = atom.GetIsAromatic() and atom.GetSymbol() == "N" and atom.GetTotalNumHs() > 0
    charged = atom.GetFormalCharge() != 0
    return Atom(
        atom.GetSymbol(),
        atom.GetFormalCharge(),
        1 if pyrrolic else (atom.GetTotalNumHs() if charged else None),
        atom.GetIsAromatic(),
    )


def to_smiles(parts: Iterable[Graph]) -> str:
    """Return the canonical SMILES of one or more molecules.

    Raises
    ------
    Unbuildable
        When it is no molecule.
    """
    from rdkit import Chem, RDLogger  # noqa: PLC0415 - heavy, and needed only for structures

    with _quiet(RDLogger):
        try:
            molecule = _assemble(parts)
            Chem.SanitizeMol(molecule)
        except (ValueError, RuntimeError) as error:
            raise Unbuildable(str(error)) from None
    return str(Chem.MolToSmiles(molecule))


def _assemble(parts: Iterable[Graph]) -> Any:
    from rdkit import Chem  # noqa: PLC0415 - heavy, and needed only for structures

    molecule = Chem.RWMol()
    for part in parts:
        shift = molecule.GetNumAtoms()
        for atom in part.atoms:
            one = Chem.Atom(atom.symbol)
            one.SetFormalCharge(atom.charge)
            one.SetIsAromatic(atom.aromatic)
            if atom.hydrogens is not None:
                one.SetNumExplicitHs(atom.hydrogens)
                one.SetNoImplicit(True)
            molecule.AddAtom(one)
        for first, second, order in part.bonds:
            molecule.AddBond(first + shift, second + shift, Chem.BondType.names[_ORDERS[order]])
    return molecule


_ORDERS = {1.0: "SINGLE", 2.0: "DOUBLE", 3.0: "TRIPLE", 1.5: "AROMATIC"}


def identify(smiles: str) -> tuple[str, str] | None:
    """Return canonical SMILES and InChIKey, None when it is no molecule."""
    from rdkit import Chem, RDLogger  # noqa: PLC0415 - heavy, and needed only for structures
    from rdkit.Chem import inchi  # noqa: PLC0415

    with _quiet(RDLogger):
        molecule: Any = Chem.MolFromSmiles(smiles)
        if molecule is None:
            return None
        to_key: Any = inchi.MolToInchiKey
        return str(Chem.MolToSmiles(molecule)), str(to_key(molecule))


class _quiet:  # noqa: N801 - read as a word: with _quiet(...)
    """RDKit prints what it thinks of a molecule; nobody asked."""

    def __init__(self, logger: Any) -> None:
        self._logger = logger

    def __enter__(self) -> None:
        self._logger.DisableLog("rdApp.*")

    def __exit__(self, *_: object) -> None:
        self._logger.EnableLog("rdApp.*")
