"""From a SMILES to its canonical form and InChIKey, with a guard against bombs."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, NamedTuple

from duijie.domain.text import Text

MOST_CHARACTERS = 600
MOST_RINGS = 40
"""Ring closures beyond this make the search for rings endless."""
NO_RDKIT = Text(
    "未安装 RDKit，结构不作校验，SMILES 按来源原样给出（pip install rdkit）",
    "RDKit is not installed: structures are not checked and given as their source has them "
    "(pip install rdkit)",
)
_REMEMBERED = 20_000
_CLOSURE = re.compile(r"%\(\d+\)|%\d\d|\d")
_BRACKET = re.compile(r"\[[^\]]*\]")


class Structure(NamedTuple):
    """A compound told by its structure; canonical where RDKit is installed."""

    smiles: str
    inchikey: str | None


def has_rdkit() -> bool:
    """Whether structures can be checked and made canonical here."""
    return find_spec("rdkit") is not None


@lru_cache(_REMEMBERED)
def identify(smiles: str) -> Structure | None:
    """Return the canonical SMILES and InChIKey; None for nonsense, for bombs, and without RDKit.

    >>> identify("C(C)O")
    Structure(smiles='CCO', inchikey='LFQSCWFLJHTTHZ-UHFFFAOYSA-N')
    >>> identify("C1CC") is identify("C" * 1000) is None
    True
    """
    if not has_rdkit() or not is_tame(smiles):
        return None
    from rdkit import Chem, rdBase  # noqa: PLC0415 - a large package, loaded when used

    with rdBase.BlockLogs():
        molecule = Chem.MolFromSmiles(smiles)
        if molecule is None or not molecule.GetNumAtoms():
            return None
        key: Any = Chem.inchi.MolToInchiKey
        return Structure(Chem.MolToSmiles(molecule), key(molecule) or None)


def is_tame(smiles: str) -> bool:
    """Whether a SMILES is short and simple enough to be read in no time."""
    closures = len(_CLOSURE.findall(_BRACKET.sub("", smiles)))
    return 0 < len(smiles) <= MOST_CHARACTERS and closures <= 2 * MOST_RINGS
