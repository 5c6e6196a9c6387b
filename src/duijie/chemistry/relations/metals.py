"""The metals of a catalyst, by symbol or by name in either language."""

from __future__ import annotations

import re

_METALS = {
    "Pt": ("铂", "platinum"),
    "Pd": ("钯", "palladium"),
    "Ru": ("钌", "ruthenium"),
    "Rh": ("铑", "rhodium"),
    "Ir": ("铱", "iridium"),
    "Au": ("金", "gold"),
    "Ag": ("银", "silver"),
    "Ni": ("镍", "nickel"),
    "Co": ("钴", "cobalt"),
    "Cu": ("铜", "copper"),
    "Fe": ("铁", "iron"),
    "Zn": ("锌", "zinc"),
    "Mn": ("锰", "manganese"),
    "Mo": ("钼", "molybdenum"),
    "W": ("钨", "tungsten"),
    "V": ("钒", "vanadium"),
    "Cr": ("铬", "chromium"),
    "Re": ("铼", "rhenium"),
    "Sn": ("锡", "tin"),
    "Bi": ("铋", "bismuth"),
    "Nb": ("铌", "niobium"),
    "Zr": ("锆", "zirconium"),
    "Ti": ("钛", "titanium"),
    "Ce": ("铈", "cerium"),
    "La": ("镧", "lanthanum"),
}
_SYMBOL = re.compile(r"(?<![a-z])[A-Z][a-z]?(?![a-z])")


def find_metals(name: str) -> tuple[str, ...]:
    """Return the symbols of the metals in the name of a catalyst, in the order of the table.

    >>> find_metals("Pd-Cu/Al2O3"), find_metals("镍基催化剂"), find_metals("Platinum on carbon")
    (('Pd', 'Cu'), ('Ni',), ('Pt',))
    """
    symbols, folded = set(_SYMBOL.findall(name)), name.casefold()
    return tuple(
        symbol
        for symbol, (zh, en) in _METALS.items()
        if symbol in symbols or zh in name or re.search(rf"\b{en}\b", folded)
    )
