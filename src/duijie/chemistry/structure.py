"""Structures from SMILES, with a guard: nothing large, knotted or endless gets in.

Without RDKit no structure is ever found, and everything that needs one stands back.
"""

from __future__ import annotations

from functools import lru_cache

from duijie.chemistry import toolkit as rd
from duijie.chemistry.toolkit import Molecule

MOST_CHARACTERS = 600
MOST_ATOMS = 150
"""Heavy atoms: above this a structure is a polymer or a protein, not one to compare."""
MOST_RINGS = 40
MOST_NEIGHBOURS = 12
_REMEMBERED = 20_000


@lru_cache(_REMEMBERED)
def read_structure(smiles: str) -> Molecule | None:
    """Return the molecule of `smiles`, None when it is wrong, too large or RDKit is missing.

    Ring counts and neighbours are checked before RDKit looks for rings, which takes endless time
    on a knot of bonds.

    >>> read_structure("Nc1ccccc1").GetNumAtoms(), read_structure("C1CC"), read_structure("C" * 700)
    (7, None, None)
    """
    if len(smiles) > MOST_CHARACTERS or not rd.HAS_RDKIT:
        return None
    with rd.rdBase.BlockLogs():
        molecule = rd.Chem.MolFromSmiles(smiles, sanitize=False)
        if molecule is None or not _is_tame(molecule):
            return None
        if rd.Chem.SanitizeMol(molecule, catchErrors=True):
            return None
        rd.Chem.AssignStereochemistry(molecule, cleanIt=True, force=True)
    return molecule


def _is_tame(molecule: Molecule) -> bool:
    atoms, bonds = molecule.GetNumAtoms(), molecule.GetNumBonds()
    if not 0 < atoms <= MOST_ATOMS or bonds - atoms + 1 > MOST_RINGS:
        return False
    return all(atom.GetDegree() <= MOST_NEIGHBOURS for atom in molecule.GetAtoms())


@lru_cache(_REMEMBERED)
def main_part(smiles: str) -> Molecule | None:
    """Return the part with most carbon of a salt or hydrate, without charges that H can undo.

    >>> from rdkit.Chem import MolToSmiles
    >>> MolToSmiles(main_part("[Na+].[O-]C(=O)c1ccccc1.O"))
    'O=C(O)c1ccccc1'
    >>> MolToSmiles(main_part("[Li+].F[P-](F)(F)(F)(F)F"))
    'F[P-](F)(F)(F)(F)F'
    """
    molecule = read_structure(smiles)
    if molecule is None:
        return None
    parts = rd.Chem.GetMolFrags(molecule, asMols=True)
    best = max(parts, key=lambda part: (_count(part, 6), part.GetNumAtoms()))
    with rd.rdBase.BlockLogs():
        neutral = rd.rdMolStandardize.Uncharger().uncharge(best)
        # Of hexafluorophosphate H would make phosphorus of seven bonds: such charges stay.
        return best if rd.Chem.SanitizeMol(neutral, catchErrors=True) else neutral


def _count(molecule: Molecule, atomic_number: int) -> int:
    return sum(atom.GetAtomicNum() == atomic_number for atom in molecule.GetAtoms())


def canonical(molecule: Molecule) -> str:
    """Return the canonical SMILES of a molecule."""
    return str(rd.Chem.MolToSmiles(molecule))
