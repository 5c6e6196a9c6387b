"""Names that stand for several isomers because they lack a locant."""

from __future__ import annotations

import re

_ONE = (
    "(?:chloro?|bromo?|fluoro?|iodo?|nitro|nitroso|amino|hydroxy|methyl|ethyl|propyl|butyl|methoxy|"
    "ethoxy|cyano|phenyl|formyl|carboxy|vinyl|benzyl|acetyl)"
)
_MANY = "(?:di|tri|tetra)"
_BEARING = (
    "(?:phenols?|anilines?|toluenes?|anisoles?|benzoic acid|benzaldehyde|benzonitrile|pyridines?|"
    "naphthalenes?|biphenyls?|acetophenones?|benzoate|styrenes?|quinolines?|benzenesulfonic acid|"
    "benzyl alcohol|benzyl chloride|furan|thiophene|naphthol)"
)
_NAMES = re.compile(
    rf"{_MANY}?{_ONE}+{_BEARING}|{_MANY}{_ONE}+benzenes?|{_ONE}{{2,}}benzenes?"
    r"|xylenes?|cresols?|toluidines?|xylidines?|xylenols?|cymenes?|naphthols?|naphthylamines?|"
    r"phenylenediamines?|diaminobenzenes?|nitroanilines?|phthal(?:o)?dinitriles?|picolines?|lutidines?|"
    r"butenes?|pentenes?|hexenes?|octenes?|butanols?|propanols?|pentanols?|hexanols?|octanols?|"
    r"dichloroethanes?|dichloropropanes?|trichloroethanes?|dichloroethylenes?|dibromoethanes?|"
    r"butanediols?|propanediols?|pentanediols?|hexanediols?|butylamines?|propylamines?|nitropropanes?|"
    r"chloropropanes?|bromopropanes?|chlorobutanes?|diphenols?|hydroxybenzoic acid"
)


def lacks_locant(name: str) -> bool:
    """Whether an English name stands for several isomers.

    >>> [lacks_locant(one) for one in ("chlorophenol", "p-chlorophenol", "nitrobenzene", "xylene")]
    [True, False, False, True]
    """
    return bool(_NAMES.fullmatch(" ".join(name.lower().split())))
