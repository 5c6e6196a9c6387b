"""The morphemes of Chinese nomenclature and what they stand for.

Source: 中国化学会《有机化合物命名原则》 (1980, 2017), 《无机化学命名原则》 (1980); the facts
are put in our own tables.
"""

from __future__ import annotations

import csv
from importlib.resources import files


def _read(name: str) -> dict[str, str]:
    """Read a sheet of names (``;`` between those of one thing) and structures."""
    text = (files(__package__) / "data" / f"{name}.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {one: row["smiles"] for row in rows for one in row["names"].split(";")}


STEMS = {
    "甲": 1, "乙": 2, "丙": 3, "丁": 4, "戊": 5, "己": 6, "庚": 7, "辛": 8, "壬": 9, "癸": 10,
    "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16, "十七": 17, "十八": 18,
    "十九": 19, "二十": 20, "廿": 20, "二十一": 21, "二十二": 22, "二十四": 24, "三十": 30,
}  # fmt: skip
"""The lengths of chains."""

MULTIPLIERS = {
    "一": 1, "单": 1, "二": 2, "双": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12, "全": 0,
}  # fmt: skip
"""How often; 0 for every place there is."""

RADICALS = _read("radicals")
"""Substituents, ``*`` where they are bound."""

BRIDGES = {
    "亚甲基": "*C*", "亚甲": "*C*", "亚乙基": "*CC*", "亚丙基": "*CCC*", "亚异丙基": "*C(C)(C)*",
    "氧": "*O*", "氧代": "*O*", "硫代": "*S*", "硫": "*S*", "亚氨基": "*N*", "亚氨": "*N*",
    "羰基": "*C(=O)*", "磺酰基": "*S(=O)(=O)*", "磺酰": "*S(=O)(=O)*", "偶氮": "*N=N*",
    "二硫": "*SS*", "氧化": "*O*", "亚乙基二氨基": "*NCCN*", "对亚苯基": "*c1ccc(*)cc1",
}  # fmt: skip
"""What joins two or more equal parts."""

RINGS = _read("rings")
"""Ring parents and small parents, their places numbered."""

METALS = {
    "锂": ("Li", 1), "钠": ("Na", 1), "钾": ("K", 1), "铷": ("Rb", 1), "铯": ("Cs", 1),
    "银": ("Ag", 1), "铍": ("Be", 2), "镁": ("Mg", 2), "钙": ("Ca", 2), "锶": ("Sr", 2),
    "钡": ("Ba", 2), "锌": ("Zn", 2), "镉": ("Cd", 2), "汞": ("Hg", 2), "铜": ("Cu", 2),
    "镍": ("Ni", 2), "钴": ("Co", 2), "锰": ("Mn", 2), "铅": ("Pb", 2), "锡": ("Sn", 4),
    "铁": ("Fe", 3), "铝": ("Al", 3), "铬": ("Cr", 3), "铋": ("Bi", 3), "锑": ("Sb", 3),
    "镓": ("Ga", 3), "铟": ("In", 3), "铊": ("Tl", 1), "钛": ("Ti", 4), "锆": ("Zr", 4),
    "铪": ("Hf", 4), "钒": ("V", 3), "钨": ("W", 6), "钼": ("Mo", 6), "铈": ("Ce", 3),
    "镧": ("La", 3), "钇": ("Y", 3), "钪": ("Sc", 3), "钕": ("Nd", 3), "钐": ("Sm", 3),
    "铕": ("Eu", 3), "钯": ("Pd", 2), "铂": ("Pt", 2), "金": ("Au", 3), "铑": ("Rh", 3),
    "钌": ("Ru", 3), "铱": ("Ir", 3), "钽": ("Ta", 5), "铌": ("Nb", 5), "钍": ("Th", 4),
    "铀": ("U", 4), "铵": ("NH4", 1), "锇": ("Os", 8), "亚铜": ("Cu", 1), "亚铁": ("Fe", 2),
    "亚锡": ("Sn", 2), "亚汞": ("Hg", 1), "高汞": ("Hg", 2), "亚钴": ("Co", 2), "亚铬": ("Cr", 2),
    "亚铈": ("Ce", 3), "高铈": ("Ce", 4), "亚钛": ("Ti", 3), "亚锰": ("Mn", 2), "高铁": ("Fe", 3),
    "高钴": ("Co", 3), "亚铊": ("Tl", 1), "亚镍": ("Ni", 2), "亚铂": ("Pt", 2), "亚金": ("Au", 1),
}  # fmt: skip
"""Cations with their usual charge."""

NONMETALS = {
    "硅": "Si", "磷": "P", "砷": "As", "硫": "S", "硒": "Se", "碲": "Te", "硼": "B", "碳": "C",
    "氮": "N", "锗": "Ge", "溴": "Br", "碘": "I", "氯": "Cl", "氟": "F", "氙": "Xe", "氧": "O",
    "氢": "H", "氪": "Kr",
}  # fmt: skip

ACIDS = _read("acids")
"""Oxo acids; every OH can be an ester or a salt."""

PARENTS = _read("parents")
"""Parents with names of their own that take prefixes or make esters."""

SUFFIXES = _read("suffixes")
"""What is said at the end of a ring's name, ``*`` where it is bound to the ring."""

POLYOLS = _read("polyols")
INORGANIC = _read("inorganic")
"""Inorganic compounds that no rule names."""

PSEUDO_ACIDS = {
    "异氰酸": "*N=C=O", "硫氰酸": "*SC#N", "异硫氰酸": "*N=C=S", "氢氰酸": "*C#N",
    "氰氢酸": "*C#N", "叠氮酸": "*N=[N+]=[N-]",
}  # fmt: skip
"""Acids whose esters are bound otherwise than by oxygen."""

ANIONS = {
    "氟": ("[F-]", 1), "氯": ("[Cl-]", 1), "溴": ("[Br-]", 1), "碘": ("[I-]", 1),
    "氢氧": ("[OH-]", 1), "氰": ("[C-]#N", 1), "氧": ("[O-2]", 2), "硫": ("[S-2]", 2),
    "硒": ("[Se-2]", 2), "碲": ("[Te-2]", 2), "过氧": ("[O-][O-]", 2), "超氧": ("O=[O-]", 1),
    "氮": ("[N-3]", 3), "磷": ("[P-3]", 3), "砷": ("[As-3]", 3), "氢": ("[H-]", 1),
    "叠氮": ("[N-]=[N+]=[N-]", 1), "氨基": ("[NH2-]", 1), "氢硫": ("[SH-]", 1),
    "硼氢": ("[BH4-]", 1), "硫氢": ("[SH-]", 1), "氟硼酸": ("F[B-](F)(F)F", 1),
    "四氟硼酸": ("F[B-](F)(F)F", 1), "六氟磷酸": ("F[P-](F)(F)(F)(F)F", 1),
    "氟硅酸": ("F[Si-2](F)(F)(F)(F)F", 2), "硫氰酸": ("[S-]C#N", 1), "氰酸": ("[O-]C#N", 1),
    "铝氢": ("[AlH4-]", 1), "氢化铝": ("[AlH4-]", 1), "硫酸氢": ("OS([O-])(=O)=O", 1),
    "亚硫酸氢": ("OS([O-])=O", 1), "碳酸氢": ("OC([O-])=O", 1), "磷酸氢": ("OP([O-])([O-])=O", 2),
    "磷酸二氢": ("OP(O)([O-])=O", 1), "亚铁氰": ("N#C[Fe-4](C#N)(C#N)(C#N)(C#N)C#N", 4),
    "铁氰": ("N#C[Fe-3](C#N)(C#N)(C#N)(C#N)C#N", 3),
}  # fmt: skip
