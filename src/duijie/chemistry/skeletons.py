"""What two molecules have in common: skeletons, and the largest common part.

The search for the largest common part is bounded in atoms and seconds; where it does not end in
time, nothing is said to be common rather than what was found by then, so that a slow machine
says less, never something else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from duijie.chemistry import toolkit as rd
from duijie.chemistry.structure import canonical, main_part
from duijie.chemistry.toolkit import Molecule

_MOST_ATOMS = 60
_MOST_SECONDS = 2
_REMEMBERED = 20_000
_LEAST_SHARE = 0.6
"""So much of the carbon of the smaller molecule must be in the larger one to be its kin."""
_CARBON = 6
_HALOGENS = (9, 17, 35, 53)


def common_part(first: Molecule, second: Molecule, *, orders: bool = True) -> Molecule | None:
    """Return the largest connected part of both as a query, None when there is none.

    Elements must agree, rings be whole, and bond orders agree where `orders` is set.
    """
    if max(first.GetNumAtoms(), second.GetNumAtoms()) > _MOST_ATOMS:
        return None
    bonds = rd.rdFMCS.BondCompare.CompareOrder if orders else rd.rdFMCS.BondCompare.CompareAny
    found: Any = rd.rdFMCS.FindMCS(
        [first, second],
        timeout=_MOST_SECONDS,
        bondCompare=bonds,
        ringMatchesRingOnly=orders,
        completeRingsOnly=orders,
    )
    return (
        None if found.canceled or not found.numAtoms else rd.Chem.MolFromSmarts(found.smartsString)
    )


def share_skeleton(first: Molecule, second: Molecule) -> bool:
    """Tell whether most carbon of the smaller molecule is in the larger one, bond orders aside."""
    smaller = min(_carbons(first), _carbons(second))
    if not smaller:
        return False
    part = common_part(first, second, orders=False)
    return part is not None and _carbons(part) >= _LEAST_SHARE * smaller


def _carbons(molecule: Molecule) -> int:
    return sum(atom.GetAtomicNum() == _CARBON for atom in molecule.GetAtoms())


@lru_cache(_REMEMBERED)
def skeleton(smiles: str) -> str:
    """Return the SMILES of the main part alone, without isotopes and stereochemistry.

    >>> skeleton("C[C@H](N)O") == skeleton("CC(N)O"), skeleton("CC(=O)[O-].[Na+]")
    (True, 'CC(=O)O')
    """
    molecule = main_part(smiles)
    if molecule is None:
        return ""
    plain = rd.Chem.Mol(molecule)
    rd.Chem.RemoveStereochemistry(plain)
    for atom in plain.GetAtoms():
        atom.SetIsotope(0)
    with rd.rdBase.BlockLogs():
        return canonical(rd.Chem.RemoveHs(plain))


@lru_cache(_REMEMBERED)
def halogen_skeleton(smiles: str) -> str:
    """Return the skeleton with every halogen on carbon the same; nothing without one.

    >>> halogen_skeleton("Clc1ccccc1") == halogen_skeleton("Brc1ccccc1"), halogen_skeleton("CCO")
    (True, '')
    """
    plain = skeleton(smiles)
    if not plain:
        return ""
    molecule = rd.Chem.RWMol(rd.Chem.MolFromSmiles(plain))
    halogens = [atom for atom in molecule.GetAtoms() if atom.GetAtomicNum() in _HALOGENS]
    for atom in halogens:
        atom.SetAtomicNum(_HALOGENS[1])
    return str(rd.Chem.MolToSmiles(molecule)) if halogens else ""


@lru_cache(_REMEMBERED)
def scaffold(smiles: str) -> str:
    """Return the ring system with the carbon on it (Bemis & Murcko 1996); nothing without rings.

    >>> scaffold("Nc1ccc2ccccc2c1"), scaffold("CCO")
    ('c1ccc2ccccc2c1', '')
    """
    molecule = main_part(smiles)
    if molecule is None:
        return ""
    core = rd.MurckoScaffold.GetScaffoldForMol(molecule)  # type: ignore[no-untyped-call]
    rd.Chem.RemoveStereochemistry(core)
    return canonical(core)
