"""Formulae: read, checked against the charges that elements take, and looked up when well known."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import product

from duijie.chemistry.elements import CHARGES

MOST_CHARACTERS = 40
MOST_ELEMENTS = 6
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁺⁻", "0123456789+-")
_PART = re.compile(r"([A-Z][a-z]?)(\d{1,3}(?:\.\d+)?)?|([(\[])|([)\]])(\d{1,2})?|[·•⋅∙](\d{0,2})")
_SHAPE = re.compile(
    r"(?<![A-Za-z0-9_./-])(?:\d?\()?[A-Z][A-Za-z0-9()\[\]·•⋅∙₀-₉]{1,39}(?![A-Za-z0-9_])"
)


@cache
def well_known() -> dict[str, str]:
    """Return SMILES by formula, for formulae that everybody reads as one substance."""
    table = resources.files("duijie.chemistry").joinpath("formulae.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["formula"]: row["smiles"] for row in rows}


def find_known(formula: str) -> str | None:
    """Return the SMILES of a well-known formula in plain characters, hydrates included.

    >>> find_known("TiO2"), find_known("NaOH·2H2O"), find_known("NaOH·9Xy")
    ('O=[Ti]=O', '[Na+].[OH-].O.O', None)
    """
    first, *rest = formula.split("·")
    smiles = [well_known().get(first)]
    for part in rest:
        name = part.lstrip("0123456789")
        count = part.removesuffix(name)[:2]
        smiles += [well_known().get(name)] * int(count or 1)
    known = [one for one in smiles if one]
    return ".".join(known) if len(known) == len(smiles) else None


def plain(text: str) -> str:
    """Return a formula with plain digits and one sign for the dot of hydrates.

    >>> plain("ＣｕＳＯ₄•5H₂O")
    'CuSO4·5H2O'
    """
    text = unicodedata.normalize("NFKC", text.translate(_SUBSCRIPTS))
    return re.sub("[•⋅∙]", "·", text).strip()


def parse_formula(text: str) -> Counter[str] | None:
    """Return how many atoms of each element a formula has, or None when it is none.

    >>> parse_formula("Ca(OH)2")
    Counter({'O': 2, 'H': 2, 'Ca': 1})
    >>> parse_formula("Xy2") is parse_formula("H(") is None
    True
    """
    if not 0 < len(text) <= MOST_CHARACTERS:
        return None
    stack, place, times = [Counter[str]()], 0, 1
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            return None
        symbol, count, opens, closes, many, hydrate = part.groups()
        if symbol:
            if symbol not in CHARGES:
                return None
            stack[-1][symbol] += int(float(count or 1)) * times
        elif opens:
            stack.append(Counter())
        elif closes:
            if len(stack) < 2:  # noqa: PLR2004 - nothing was opened
                return None
            inner = stack.pop()
            for one, number in inner.items():
                stack[-1][one] += number * int(many or 1)
        else:
            times = int(hydrate or 1)
        place = part.end()
    return stack[0] if len(stack) == 1 and stack[0] else None


def is_balanced(atoms: Counter[str]) -> bool:
    """Whether charges that the elements take can add up to nothing.

    >>> [is_balanced(parse_formula(one)) for one in ("TiO2", "H2SO4", "Fe3O4", "Na2Cl", "HF2")]
    [True, True, True, False, False]
    """
    if len(atoms) == 1 or len(atoms) > MOST_ELEMENTS:
        return False
    if "C" in atoms and "H" in atoms:
        return True  # carbon takes any charge in organic compounds
    choices = [_sums(symbol, number) for symbol, number in atoms.items()]
    return any(sum(charges) == 0 for charges in product(*choices))


def read_formula(text: str) -> str | None:
    """Return the formula in plain characters when it is a sound one, or None.

    >>> read_formula("Fe₃O₄"), read_formula("PVDF"), read_formula("NO"), read_formula("CO2")
    ('Fe3O4', None, 'NO', 'CO2')
    """
    formula = plain(text)
    if formula in well_known():
        return formula
    atoms = parse_formula(formula)
    telling = re.search(r"\d", formula) or re.fullmatch(r"[A-Z][a-z](?:[A-Z][a-z]?)", formula)
    if atoms is None or not telling or not is_balanced(atoms):
        return None
    return formula


def find_formulae(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and plain form of every sound formula that no word could be."""
    for found in _SHAPE.finditer(text):
        word = found[0]
        while (
            word
            and word[-1] in ")]"
            and word.count(")") + word.count("]") > word.count("(") + word.count("[")
        ):
            word = word[:-1]
        formula = read_formula(word)
        if formula and (re.search(r"\d", formula) or formula in _WORDLESS):
            yield found.start(), found.start() + len(word), formula


_WORDLESS = frozenset(
    "NaCl KCl NaOH KOH HCl HBr NaBr KBr KI NaI LiCl AgCl CuO ZnO MgO CaO FeO NiO CoO PbO ZnS CdS "  # noqa: SIM905 - a table of words reads best in lines
    "CuS PbS FeS GaN GaAs InP SiC TiN TiC WC BN AlN LiF NaF KF CuCl AgBr AgI LiOH CsCl NaH KH LiH "
    "NaClO NaCN KCN HCN KSCN NaHS LiBr MnO SnO CdTe CdSe InAs SiO".split()
)
"""Formulae without digits that are no abbreviation of anything else in a technical text."""


def _sums(symbol: str, number: int) -> set[int]:
    """Return the charges that `number` atoms have together: all alike, or mixed as in Fe3O4."""
    charges = CHARGES[symbol]
    alike = {charge * number for charge in charges}
    mixed = {
        first * share + second * (number - share)
        for first in charges[:2]
        for second in charges[:2]
        for share in range(1, number)
        if first > 0 and second > 0
    }
    return alike | mixed if number > 1 else alike
