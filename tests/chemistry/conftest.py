"""Substances by name, so that tests need no recogniser."""

from __future__ import annotations

import re

from duijie.chemistry.mention import Kind, Mention

STRUCTURES = {
    "对硝基苯胺": "Nc1ccc([N+](=O)[O-])cc1",
    "对苯二胺": "Nc1ccc(N)cc1",
    "间苯二胺": "Nc1cccc(N)c1",
    "硝基苯": "O=[N+]([O-])c1ccccc1",
    "nitrobenzene": "O=[N+]([O-])c1ccccc1",
    "4-硝基苯酚": "O=[N+]([O-])c1ccc(O)cc1",
    "苯胺": "Nc1ccccc1",
    "aniline": "Nc1ccccc1",
    "甲苯": "Cc1ccccc1",
    "toluene": "Cc1ccccc1",
    "苯甲醛": "O=Cc1ccccc1",
    "benzaldehyde": "O=Cc1ccccc1",
    "苯甲酸": "O=C(O)c1ccccc1",
    "乙醇": "CCO",
    "ethanol": "CCO",
    "乙酸": "CC(=O)O",
    "乙酸乙酯": "CCOC(C)=O",
    "苯": "c1ccccc1",
    "benzene": "c1ccccc1",
    "苯酚": "Oc1ccccc1",
    "phenol": "Oc1ccccc1",
    "环己酮": "O=C1CCCCC1",
    "cyclohexanone": "O=C1CCCCC1",
    "水": "O",
    "water": "O",
    "furfural": "O=Cc1ccco1",
    "furfuryl alcohol": "OCc1ccco1",
    "糠醛": "O=Cc1ccco1",
    "糠醇": "OCc1ccco1",
    "甲醇": "CO",
    "methanol": "CO",
    "CO2": "O=C=O",
    "二氧化碳": "O=C=O",
    "丙烯": "C=CC",
    "丙烯腈": "C=CC#N",
    "氨": "N",
    "苯乙烯": "C=Cc1ccccc1",
    "styrene": "C=Cc1ccccc1",
    "3,4-dichloronitrobenzene": "O=[N+]([O-])c1ccc(Cl)c(Cl)c1",
    "4-chloronitrobenzene": "O=[N+]([O-])c1ccc(Cl)cc1",
    "4-bromonitrobenzene": "O=[N+]([O-])c1ccc(Br)cc1",
    "氯化钠": "[Cl-].[Na+]",
    "L-乳酸": "C[C@H](O)C(=O)O",
    "D-lactic acid": "C[C@@H](O)C(=O)O",
    "喹啉": "c1ccc2ncccc2c1",
    "8-hydroxyquinoline": "Oc1cccc2cccnc12",
    "光气": "O=C(Cl)Cl",
}
OTHERS = {
    "Pt/C": Kind.CATALYST,
    "Pd/C": Kind.CATALYST,
    "铂基催化剂": Kind.CATALYST,
    "硝基化合物": Kind.CLASS,
    "nitroarenes": Kind.CLASS,
    "聚苯乙烯": Kind.POLYMER,
    "polystyrene": Kind.POLYMER,
}
_NAMES = re.compile("|".join(map(re.escape, sorted([*STRUCTURES, *OTHERS], key=len, reverse=True))))


def recognise(text: str) -> list[Mention]:
    """Return the names of the two tables above, the longest at every place."""
    return [
        Mention(
            found.start(),
            found.end(),
            found[0],
            OTHERS.get(found[0], Kind.COMPOUND),
            "by hand",
            STRUCTURES.get(found[0]),
        )
        for found in _NAMES.finditer(text)
    ]
