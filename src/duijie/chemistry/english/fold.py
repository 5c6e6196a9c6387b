"""One spelling for names that differ only in capitals, hyphens, blanks, primes or Greek letters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega",
}  # fmt: skip
_AROUND_HYPHEN = re.compile(" *-[ -]*")
_BLANKS = re.compile("  +")
_LOOSE_BLANKS = re.compile(r"(?<![a-z0-9]) | (?![a-z0-9])")
"""For names in plain ASCII, most of the index: the same as character by character, but quicker."""
_HYPHENS = "-‐‑‒–—−\u00ad"
_PRIMES = {
    "′": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "ʹ": "'", "＇": "'",
    "″": "''", "”": "''", "“": "''", '"': "''",
}  # fmt: skip


@dataclass(frozen=True)
class Folded:
    """A text in the spelling of the index, and where each of its characters came from.

    ``text[i:j]`` was folded from ``original[starts[i]:ends[j - 1]]``.
    """

    text: str
    starts: list[int]
    ends: list[int]


def fold(text: str) -> Folded:
    r"""Return `text` in the one spelling: lower case, Greek spelled out, hyphens taken out.

    Blanks stay between two words and go beside punctuation, so that the tokens of a corpus
    ("2 , 4 - dinitro") fold like the name they were cut from.

    >>> fold("2 , 4 - Dinitro-\nphenol").text
    '2,4dinitrophenol'
    >>> fold("β-Carotene  oil").text
    'betacarotene oil'
    """
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    blank = _NOTHING
    for place, raw in enumerate(text):
        said = _CHARACTERS[raw]
        if said == " ":
            blank = place if blank == _NOTHING else blank
            continue
        if said == "":
            blank = _GLUED
            continue
        if blank >= 0 and letters and letters[-1].isalnum() and said[0].isalnum():
            letters.append(" ")
            starts.append(blank)
            ends.append(place)
        blank = _NOTHING
        letters.extend(said)
        starts.extend([place] * len(said))
        ends.extend([place + 1] * len(said))
    return Folded("".join(letters), starts, ends)


def fold_name(name: str) -> str:
    """Return the key of a name that stands alone.

    >>> fold_name(" N,N-Dimethylformamide ")
    'n,ndimethylformamide'
    """
    if not name.isascii() or not name.isprintable():
        return fold(name).text
    joined = _AROUND_HYPHEN.sub("", name.lower().replace('"', "''").replace("`", "'"))
    return _LOOSE_BLANKS.sub("", _BLANKS.sub(" ", joined))


_NOTHING = -1
"""No blank stands before the next character."""
_GLUED = -2
"""A hyphen was just read: a blank after it parts nothing."""


class _Characters(dict[str, str]):
    """What each character is folded to; each is looked up once. A hyphen folds to nothing."""

    def __missing__(self, raw: str) -> str:
        if raw in _HYPHENS:
            said = ""
        elif raw in _PRIMES:
            said = _PRIMES[raw]
        else:
            said = "".join(
                _GREEK.get(one, one) for one in unicodedata.normalize("NFKC", raw).lower()
            )
            said = "".join(one for one in said if one not in _HYPHENS)
            said = " " if not said or said.isspace() or not said.isprintable() else said.strip()
        self[raw] = said
        return said


_CHARACTERS = _Characters()
