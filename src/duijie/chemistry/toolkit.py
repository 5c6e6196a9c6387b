"""RDKit, or its absence: everything that needs a structure asks here and stands back without it.

RDKit (BSD-3-Clause) is imported once, when the first module of structures is loaded.
"""

from __future__ import annotations

from typing import Any

HAS_RDKIT = True
try:
    from rdkit import Chem, rdBase
    from rdkit.Chem import rdDepictor, rdFMCS, rdMolDescriptors
    from rdkit.Chem.Draw import rdMolDraw2D
    from rdkit.Chem.MolStandardize import rdMolStandardize
    from rdkit.Chem.Scaffolds import MurckoScaffold
except ImportError:
    HAS_RDKIT = False

Molecule = Any
"""An RDKit molecule."""

__all__ = [
    "HAS_RDKIT",
    "Chem",
    "Molecule",
    "MurckoScaffold",
    "rdBase",
    "rdDepictor",
    "rdFMCS",
    "rdMolDescriptors",
    "rdMolDraw2D",
    "rdMolStandardize",
]
