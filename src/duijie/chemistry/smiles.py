"""SMILES in text: told from words by characters that no word has, then by being a structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duijie.chemistry.identify import Structure, identify

_ATOM = r"(?:\[[^\[\]\s]{1,20}\]|Cl|Br|[BCNOPSFI]|[bcnops])"
_SMILES = re.compile(
    rf"{_ATOM}(?:{_ATOM}|[-=#$:/\\.~]|%\d\d|\d|\((?=[^\s)])|\))*",
)
_RUN = re.compile(
    r"(?<![^\s,;:，；：。、“\"'（(《])[A-Za-z\[][A-Za-z0-9@+\-\[\]()=#$/\\.%:]{4,600}"
)
_TELLING = re.compile(r"[=#\[\]]|[cnops]\d|\([A-Z]|[CN]\d[A-Zc(]")
"""A double bond, a bracket atom, an aromatic ring: what words and formulae do not have."""
LEAST_ATOMS = 3


def read_smiles(text: str) -> Structure | None:
    """Return the structure that `text` writes in SMILES, or None.

    >>> read_smiles("c1ccccc1[N+](=O)[O-]").smiles
    'O=[N+]([O-])c1ccccc1'
    >>> read_smiles("HOSPITAL"), read_smiles("CO2"), read_smiles("NaCl")
    (None, None, None)
    """
    text = text.strip()
    shaped = _SMILES.fullmatch(text) and text.count("(") == text.count(")")
    return identify(text) if shaped and (len(text) <= 2 or _is_telling(text)) else None  # noqa: PLR2004 - CO, CC


def find_smiles(text: str) -> Iterator[tuple[int, int, Structure]]:
    """Yield start, end and structure of every SMILES in `text` that no formula or word could be."""
    for found in _RUN.finditer(text):
        word = found[0].rstrip(".:")
        while word.endswith(")") and word.count(")") > word.count("("):
            word = word[:-1]
        if not _TELLING.search(word) or not re.search(r"[=#\[\]]|[a-z]\d", word):
            continue
        structure = read_smiles(word)
        if structure and len(re.findall(_ATOM, word)) >= LEAST_ATOMS:
            yield found.start(), found.start() + len(word), structure


def _is_telling(text: str) -> bool:
    return bool(_TELLING.search(text)) or re.fullmatch(r"C[CNOS(){}]{2,}", text) is not None
