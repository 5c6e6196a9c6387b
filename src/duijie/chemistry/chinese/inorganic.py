"""Inorganic names: elements, binary compounds, acids, salts, hydrates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import gcd

from duijie.chemistry.chinese.words import ACIDS, ANIONS, INORGANIC, METALS, MULTIPLIERS, NONMETALS

_MULT = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
_METAL = "|".join(sorted(METALS, key=len, reverse=True))
_ANION = "|".join(sorted(ANIONS, key=len, reverse=True))
_NONMETAL = "|".join(NONMETALS)
_ACID = "|".join(sorted(ACIDS, key=len, reverse=True))
_BINARY = re.compile(
    rf"(?P<n>{_MULT})?(?P<anion>{_ANION})(?P<hua>化)?(?P<m>{_MULT})?(?P<metal>{_METAL})$"
)
_COVALENT = re.compile(
    rf"(?P<n>{_MULT})?(?P<anion>{_NONMETAL})化?(?P<m>{_MULT})?(?P<centre>{_NONMETAL})$"
)
_SALT = re.compile(rf"(?P<acid>{_ACID})(?P<h>氢|二氢|一氢)?(?P<n>{_MULT})?(?P<metal>{_METAL})$")
_ANIONIC = re.compile(rf"(?P<anion>{_ANION})(?P<n>{_MULT})?(?P<metal>{_METAL})$")
_HYDRATE = re.compile(
    rf"(?:(?P<a>{_MULT})水(?:合)?(?P<x>.+)|(?P<y>.+?)[·(]?(?P<b>{_MULT})水合物?\)?|(?P<z>.+?)\(?无水\)?)$"
)
_MOLECULAR = {
    "氢": "[H][H]",
    "氧": "O=O",
    "氮": "N#N",
    "氟": "FF",
    "氯": "ClCl",
    "溴": "BrBr",
    "碘": "II",
}
_GROUP_1_2 = {"Li", "Na", "K", "Rb", "Cs", "NH4"}
_EARTHS = {"Mg", "Ca", "Sr", "Ba", "Be"}
_OXIDES = {
    ("C", 1, 1): "[C-]#[O+]", ("C", 1, 2): "O=C=O", ("N", 1, 1): "[N]=O", ("N", 1, 2): "N(=O)[O]",
    ("N", 2, 1): "N#[N+][O-]", ("N", 2, 3): "O=N[N+](=O)[O-]",
    ("N", 2, 4): "O=[N+]([O-])[N+](=O)[O-]", ("N", 2, 5): "O=[N+]([O-])O[N+](=O)[O-]",
    ("S", 1, 2): "O=S=O", ("S", 1, 3): "O=S(=O)=O", ("Si", 1, 2): "O=[Si]=O",
    ("Se", 1, 2): "O=[Se]=O", ("Se", 1, 3): "O=[Se](=O)=O", ("Te", 1, 2): "O=[Te]=O",
    ("Te", 1, 3): "O=[Te](=O)=O", ("Cl", 1, 2): "O=[Cl]=O", ("Cl", 2, 1): "ClOCl",
    ("B", 2, 3): "O=BOB=O", ("P", 2, 5): "O=P(=O)OP(=O)=O", ("P", 2, 3): "O=POP=O",
    ("As", 2, 5): "O=[As](=O)O[As](=O)=O", ("As", 2, 3): "[As+3].[As+3].[O-2].[O-2].[O-2]",
    ("I", 2, 5): "O=I(=O)OI(=O)=O",
}  # fmt: skip
"""Oxides of nonmetals as they are drawn."""
_SULFIDES = {
    ("C", 1, 2): "S=C=S", ("P", 2, 5): "S=P12SP3(=S)SP(=S)(S1)SP(=S)(S2)S3",
    ("As", 2, 3): "S=[As]S[As]=S", ("Se", 1, 2): "S=[Se]=S", ("Si", 1, 2): "S=[Si]=S",
}  # fmt: skip
_HALOGENS = {"氟": "F", "氯": "Cl", "溴": "Br", "碘": "I"}
_USUAL = {
    "Si": 4,
    "P": 3,
    "As": 3,
    "Ge": 4,
    "B": 3,
    "C": 4,
    "N": 3,
    "S": 2,
    "Se": 4,
    "Te": 4,
    "I": 1,
    "Br": 1,
    "Cl": 1,
}
_COVALENT_OXIDES = {
    1: "[{m}]O[{m}]", 2: "O=[{m}]", 3: "O=[{m}]O[{m}]=O", 4: "O=[{m}]=O",
    5: "O=[{m}](=O)O[{m}](=O)=O", 6: "O=[{m}](=O)=O", 7: "O=[{m}](=O)(=O)O[{m}](=O)(=O)=O",
    8: "O=[{m}](=O)(=O)=O",
}  # fmt: skip
"""By twice the oxygen atoms for one metal atom."""


def read_inorganic(name: str) -> str | None:
    """Return the SMILES of an inorganic name, not yet canonical; None when it is none.

    >>> read_inorganic("七水硫酸亚铁").count(".O")
    7
    """
    for rule in (_named, _element, _acid, _salt, _binary, _covalent, _hydrate):
        for smiles in rule(name):
            return smiles
    return None


def _element(name: str) -> Iterator[str]:
    bare = re.sub("(?:粉|粒|丝|箔|锭|金属|单质)$", "", name.removeprefix("金属"))
    if name in _MOLECULAR or name.removesuffix("气") in _MOLECULAR:
        yield _MOLECULAR[name.removesuffix("气")]
    elif bare in METALS and bare != "铵" and len(bare) == 1:
        yield f"[{METALS[bare][0]}]"
    elif name in ("红磷", "赤磷"):
        yield "[P]"
    elif name in ("白磷", "黄磷"):
        yield "P12P3P1P23"
    elif bare in ("硅", "砷", "硒", "碲", "硼", "碳", "硫", "磷", "氙", "氪", "氩", "氦", "氖"):
        yield f"[{({**NONMETALS, '氩': 'Ar', '氦': 'He', '氖': 'Ne'})[bare]}]"
    elif name in ("氩气", "氦气", "氖气", "氙气"):
        yield f"[{ {'氩': 'Ar', '氦': 'He', '氖': 'Ne', '氙': 'Xe'}[name[0]] }]"


def _acid(name: str) -> Iterator[str]:
    if name == "亚磷酸":
        yield "O[PH](O)=O"
    elif name in ACIDS and name != "磺酸":
        yield ACIDS[name]


def _ions(anion: str, negative: int, metal: str, positive: int) -> str:
    """Return as many of both as make the charges even."""
    common = gcd(negative, positive)
    cation = "[NH4+]" if metal == "NH4" else f"[{metal}+{positive}]"
    return ".".join([anion] * (positive // common) + [cation] * (negative // common))


def _salt(name: str) -> Iterator[str]:
    match = _SALT.match(name)
    if not match or match["acid"] == "磺酸":
        return
    acid, (metal, charge) = ACIDS[match["acid"]], METALS[match["metal"]]
    total = _count_hydroxyls(acid)
    kept = {"氢": 1, "一氢": 1, "二氢": 2}.get(match["h"] or "", 0)
    if match["n"] and not kept:
        kept = max(total - MULTIPLIERS[match["n"]] * charge, 0)
    if not total - kept:
        return
    yield _ions(_deprotonate(acid, total - kept), total - kept, metal, charge)


def _count_hydroxyls(acid: str) -> int:
    from rdkit import Chem  # noqa: PLC0415 - heavy, and needed only for structures

    return sum(
        a.GetSymbol() == "O" and a.GetTotalNumHs() > 0 for a in Chem.MolFromSmiles(acid).GetAtoms()
    )


def _deprotonate(acid: str, count: int) -> str:
    from rdkit import Chem  # noqa: PLC0415 - heavy, and needed only for structures

    molecule = Chem.MolFromSmiles(acid)
    for atom in molecule.GetAtoms():
        if count and atom.GetSymbol() == "O" and atom.GetTotalNumHs() > 0:
            atom.SetFormalCharge(-1)
            atom.SetNoImplicit(True)
            atom.SetNumExplicitHs(0)
            count -= 1
    return str(Chem.MolToSmiles(molecule))


def _binary(name: str) -> Iterator[str]:
    match = _BINARY.match(name)
    if not match:
        return
    anion, negative = ANIONS[match["anion"]]
    metal, charge = METALS[match["metal"]]
    n = MULTIPLIERS[match["n"]] if match["n"] else 0
    m = MULTIPLIERS[match["m"]] if match["m"] else 1
    if match["anion"] in ("氧", "硫", "硒", "碲") and metal not in _GROUP_1_2:
        yield from _metal_oxide(match["anion"], metal, charge, n, m)
    elif match["anion"] == "氢" and metal not in _GROUP_1_2:
        if metal in _EARTHS or metal == "Al":
            yield f"[{metal}H{charge}]"
    elif match["anion"] in ("磷", "氮", "砷") and charge == negative == 3 and not n:  # noqa: PLR2004 - AlP, GaN
        yield f"[{metal}]#" + {"磷": "P", "氮": "N", "砷": "[As]"}[match["anion"]]
    else:
        if n and n * negative % m == 0 and metal != "NH4":
            charge = n * negative // m
        yield _ions(anion, negative, metal, charge)


def _metal_oxide(anion: str, metal: str, charge: int, n: int, m: int) -> Iterator[str]:
    symbol = {"氧": "O", "硫": "S", "硒": "[Se]", "碲": "[Te]"}[anion]
    if metal in ("Mg", "Ca", "Sr", "Ba", "Zn", "Be") and anion == "硫" and n in (0, 1):
        yield f"S=[{metal}]"
    if n == 0:
        n, m = (charge, 2) if charge % 2 else (charge // 2, 1)
    if n == 3 and m == 1 and charge == 3:  # noqa: PLR2004 - 三硫化锑 leaves the 二 out
        m = 2
    twice = 2 * n // m
    if 2 * n % m == 0 and twice in _COVALENT_OXIDES and (m == 1 or twice % 2 or twice == 1):
        yield _COVALENT_OXIDES[twice].replace("{m}", metal).replace("O", symbol)


def _covalent(name: str) -> Iterator[str]:
    match = _COVALENT.match(name)
    if not match or match["anion"] == match["centre"]:
        return
    centre, n = NONMETALS[match["centre"]], MULTIPLIERS[match["n"]] if match["n"] else 0
    m = MULTIPLIERS[match["m"]] if match["m"] else 1
    anion = match["anion"]
    if anion in _HALOGENS and m == 1 and centre not in ("H", "O"):
        count = n or _USUAL.get(centre, 0)
        bare = centre in ("B", "C", "N", "P", "S", "F", "Cl", "Br", "I")
        if count:
            yield (centre if bare else f"[{centre}]") + f"({_HALOGENS[anion]})" * count
    elif anion == "氧":
        usual = {"Si": 2, "S": 2, "C": 2}.get(centre, 0)
        key = (centre, m, n or usual)
        if key in _OXIDES:
            yield _OXIDES[key]
    elif anion == "硫" and (centre, m, n or 2) in _SULFIDES:
        yield _SULFIDES[centre, m, n or 2]
    elif (anion, match["centre"]) == ("碳", "硅"):
        yield "[C-]#[Si+]"
    elif (anion, match["centre"]) == ("氮", "硼"):
        yield "B#N"


def _named(name: str) -> Iterator[str]:
    if name in INORGANIC:
        yield INORGANIC[name]


def split_hydrate(name: str) -> tuple[str, int] | None:
    """Return what holds water and how much of it.

    >>> split_hydrate("五水硫酸铜"), split_hydrate("醋酸钠三水合物")
    (('硫酸铜', 5), ('醋酸钠', 3))
    """
    match = _HYDRATE.match(name)
    if not match or match["z"]:
        return None
    return match["x"] or match["y"], MULTIPLIERS[match["a"] or match["b"]]


def _hydrate(name: str) -> Iterator[str]:
    parts = split_hydrate(name)
    salt = read_inorganic(parts[0]) if parts else None
    if parts and salt:
        yield ".".join([salt, *["O"] * parts[1]])
