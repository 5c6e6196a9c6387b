"""The elements: symbols, English and Chinese names, and the charges their compounds allow."""

from __future__ import annotations

_TABLE = """
H hydrogen 氢 1 -1|He helium 氦 0|Li lithium 锂 1|Be beryllium 铍 2|B boron 硼 3 -3
C carbon 碳 4 2 -4 -1 -2 -3|N nitrogen 氮 5 4 3 2 1 -1 -2 -3|O oxygen 氧 -2 -1|F fluorine 氟 -1
Ne neon 氖 0|Na sodium 钠 1|Mg magnesium 镁 2|Al aluminium 铝 3|Si silicon 硅 4 -4
P phosphorus 磷 5 3 1 -3|S sulfur 硫 6 4 2 -2 -1|Cl chlorine 氯 7 5 3 1 -1 4|Ar argon 氩 0
K potassium 钾 1|Ca calcium 钙 2|Sc scandium 钪 3|Ti titanium 钛 4 3 2|V vanadium 钒 5 4 3 2
Cr chromium 铬 6 3 2|Mn manganese 锰 7 6 4 3 2|Fe iron 铁 3 2 6|Co cobalt 钴 2 3|Ni nickel 镍 2 3
Cu copper 铜 2 1|Zn zinc 锌 2|Ga gallium 镓 3|Ge germanium 锗 4 2|As arsenic 砷 5 3 -3
Se selenium 硒 6 4 -2|Br bromine 溴 -1 5 1 3 7|Kr krypton 氪 0|Rb rubidium 铷 1|Sr strontium 锶 2
Y yttrium 钇 3|Zr zirconium 锆 4|Nb niobium 铌 5 3|Mo molybdenum 钼 6 4|Tc technetium 锝 7 4
Ru ruthenium 钌 4 3 8 2|Rh rhodium 铑 3 1|Pd palladium 钯 2 4|Ag silver 银 1 2|Cd cadmium 镉 2
In indium 铟 3|Sn tin 锡 4 2|Sb antimony 锑 5 3 -3|Te tellurium 碲 6 4 -2|I iodine 碘 -1 5 7 1
Xe xenon 氙 0 2 4 6|Cs caesium 铯 1|Ba barium 钡 2|La lanthanum 镧 3|Ce cerium 铈 4 3
Pr praseodymium 镨 3 4|Nd neodymium 钕 3|Sm samarium 钐 3 2|Eu europium 铕 3 2|Gd gadolinium 钆 3
Tb terbium 铽 3 4|Dy dysprosium 镝 3|Ho holmium 钬 3|Er erbium 铒 3|Tm thulium 铥 3
Yb ytterbium 镱 3 2|Lu lutetium 镥 3|Hf hafnium 铪 4|Ta tantalum 钽 5|W tungsten 钨 6 4
Re rhenium 铼 7 4|Os osmium 锇 8 4|Ir iridium 铱 4 3|Pt platinum 铂 4 2|Au gold 金 3 1
Hg mercury 汞 2 1|Tl thallium 铊 1 3|Pb lead 铅 2 4|Bi bismuth 铋 3 5|Th thorium 钍 4
U uranium 铀 6 4
"""
_ROWS = [entry.split() for entry in _TABLE.replace("\n", "|").split("|") if entry.strip()]

ENGLISH = {row[0]: row[1] for row in _ROWS}
"""Symbol to English name."""
CHINESE = {row[0]: row[2] for row in _ROWS}
CHARGES = {row[0]: tuple(int(charge) for charge in row[3:]) for row in _ROWS}
"""Oxidation states found in ordinary compounds, the usual one first."""
SYMBOLS = {name: symbol for symbol, name in ENGLISH.items()} | {
    "aluminum": "Al", "sulphur": "S", "cesium": "Cs", "wolfram": "W",
}  # fmt: skip
"""English name to symbol, in both spellings."""
_PAIRED = {"H", "N", "O", "F", "Cl", "Br", "I"}
"""Elements whose plain form is two atoms."""


def element_smiles(symbol: str) -> str:
    """Return the SMILES of an element as it is in a bottle: N2 for nitrogen.

    >>> element_smiles("Pt"), element_smiles("N"), element_smiles("O")
    ('[Pt]', 'N#N', 'O=O')
    """
    if symbol in _PAIRED:
        return {"N": "N#N", "O": "O=O", "H": "[H][H]"}.get(symbol, symbol * 2)
    return f"[{symbol}]"
