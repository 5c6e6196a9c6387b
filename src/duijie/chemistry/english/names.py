"""Which synonyms of a compound are worth knowing, and what their marks tell.

The lists that PubChem collects mix names with catalogue numbers, translations and notes in
brackets. A bracket such as ``[usan:inn:ban]`` says that a body of standards gave the name, which
is what makes a short English word a chemical.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from duijie.chemistry.cas import read_cas

LONGEST = 150
"""Characters of the longest name kept; longer ones are written out by machines."""
_STANDARDS = frozenset(
    "usan inn ban jan usp nf dcf iso bsi ansi jp15 jp16 jp17 iupac who-dd fhfi mi esa".split()  # noqa: SIM905 - a table of words reads best in lines
)
_FOREIGN = re.compile(
    r"german|french|dutch|polish|russian|czech|japanese|romanian|spanish|italian|hungarian|latin"
    r"|dcit|finnish|swedish|danish|portuguese"
)
_NOTE = re.compile(r" ?[\[(]([^\[\]()]*)[\])]$")
_REMARK = re.compile(
    r"(?:\d+ci,?)+|van|tn|natural|parent|pesticide|herbicide|fungicide|insecticide|veterinary"
    r"|pharmaceutical|biological stain|dot|usda|mi|free base|base|poison|corrosive|street name"
    r"|anhydrous|mixed isomers|acd/name.*|non-preferred name|forbidden|explosive.*|usp.*|nf"
)
_CODE = re.compile(
    r"(?:agn-pc|ac1|brd-|brn|einecs|ctk|prestwick|ag-[a-z]-|sdccgmls|nsc|ambap|ccris|surecn|wt|st"
    r"|gtpl|bim-|ls-|nchembio|sbb|ben|tpc-|upcmld|stk|mls|ambotz|chembl|schembl|chebi|zlchem|ksc-"
    r"|amtsi|zinc|mfcd|unii|ec |hsdb|ai3|caswell|epa|dsstox|akos|spectrum|bspbio|kbio|divk|ncgc"
    r"|smr|bidd|tl8|lm(?:fa|pr|st|gp)|act|ghl|fema|usaf|un ?\d{4}|rcra|db\d|cid|sid|bio\d|ark|pyr"
    r"|synquest|opera_id|cas[- ]|aids|cc-|mega|ccg-|hms|nci|nse|beilstein|ins no|e ?\d{3}$"
    r"|wln|ht\d{3}|oprea|cbdive|molport|tos-bb|fr-|rw|w-\d|d0\d{4}|c\d{5}$|[a-z]\d{3,4}$"
    r"|[a-z]{2}\d{4,}[a-z]?$)[-_ :.]?[\w.-]*\d[\w.-]*"
)
"""Numbers of catalogues, screening collections and registers."""
_KEY = re.compile(r"[a-z]{14}-[a-z]{10}-[a-z]?|inchi=.*|\*.*|.*[;{}=|<>@\\].*|[\d\W]*")
_UNII = re.compile(r"(?=(?:.*\d){2})(?=.*[a-z])[a-z0-9]{10}|[0-9a-f]{8}-[0-9a-f]{4}-.*")


class Name(NamedTuple):
    """A synonym without its notes."""

    text: str
    official: bool
    """A body of standards (INN, USAN, ISO, pharmacopoeias) gave the name."""
    trade: bool
    """It is the name of a product."""


def clean_name(raw: str) -> Name | None:
    """Return the name without its notes, or None when it is none or not English.

    >>> clean_name("propiolactone [usan:inn:ban]")
    Name(text='propiolactone', official=True, trade=False)
    >>> clean_name("kyselina mravenci [czech]"), clean_name("nsc 1234"), clean_name("67-64-1")
    (None, None, None)
    """
    text, official, trade = raw.strip().lower().replace(".alpha.", "alpha"), False, False
    for greek in ("beta", "gamma", "delta", "omega", "epsilon"):
        text = text.replace(f".{greek}.", greek)
    while note := _NOTE.search(text):
        words = set(re.split(r"[:/, ]+", note[1]))
        if _FOREIGN.search(note[1]):
            return None
        if words & _STANDARDS:
            official = True
        elif not _REMARK.fullmatch(note[1]):
            break
        trade = trade or "tn" in words
        text = text[: note.start()]
    unfit = not 1 < len(text) <= LONGEST or any(
        shape.fullmatch(text) for shape in (_CODE, _KEY, _UNII)
    )
    return None if unfit or read_cas(text) else Name(text, official, trade)
