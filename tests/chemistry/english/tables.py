"""A small package of name tables in the form of ``chemicals``: built into an index in no time."""

from __future__ import annotations

from pathlib import Path

ROWS = (
    ("100-01-6", "Nc1ccc([N+](=O)[O-])cc1", "TYMLOMAKGOJONV-UHFFFAOYSA-N",
     "4-nitroaniline", "p-nitroaniline"),
    ("71-43-2", "c1ccccc1", "UHOVQNZJYSORNB-UHFFFAOYSA-N", "benzene", "benzol"),
    ("7439-92-1", "[Pb]", "WABPQHHGFIMREM-UHFFFAOYSA-N", "lead", "radar", "plumbum"),
    ("7440-57-5", "[Au]", "PCHJSUWPFVWCPO-UHFFFAOYSA-N", "gold", "green", "aurum"),
    ("366-18-7", "c1ccnc(c1)-c1ccccn1", "ROFVEXUMMXZLPA-UHFFFAOYSA-N",
     "2,2'-bipyridine", "as", "in", "i"),
    ("95-50-1", "Clc1ccccc1Cl", "RFFLAFLAYFXFSW-UHFFFAOYSA-N", "1,2-dichlorobenzene"),
    ("23214-92-8", "CC1CC(N)CC(O1)O", "AOJJSUZBOXZQNB-UHFFFAOYSA-N",
     "doxorubicin [usan:inn:ban]", "kyselina mravenci [czech]", "nsc 123127", "25316-40-9"),
    ("95-47-6", "Cc1ccccc1C", "CTQNGGLPUBDAKN-UHFFFAOYSA-N", "o-xylene", "xylene", "xylol"),
    ("106-42-3", "Cc1ccc(C)cc1", "URLKBWYHVLBVBO-UHFFFAOYSA-N", "p-xylene", "xylol"),
    ("94-75-7", "OC(=O)COc1ccc(Cl)cc1Cl", "OVSKIKFHRZPJSS-UHFFFAOYSA-N",
     "2,4-dichlorophenoxyacetic acid", "2,4-d"),
    ("555-57-7", "C#CCN(C)Cc1ccccc1", "DPWPWRLQFGFJFI-UHFFFAOYSA-N",
     "pargyline [inn:ban]", "a", "b", "c", "amine"),
    ("302-01-2", "NN", "OAKJQQAXSVQMHS-UHFFFAOYSA-N", "hydrazine", "diamine"),
    ("50-00-0", "C=O", "WSFSSNUMVMOOMR-UHFFFAOYSA-N", "formaldehyde", "methanal"),
)  # fmt: skip


def write_tables(folder: Path) -> Path:
    """Write the tables and return their folder."""
    folder.mkdir(parents=True)
    lines = [
        "\t".join((str(number), cas, "", "", smiles, "", key, *names))
        for number, (cas, smiles, key, *names) in enumerate(ROWS)
    ]
    lines.append("a torn line\twithout\tnames")
    (folder / "chemical identifiers pubchem small.tsv").write_text(
        "\n".join(lines) + "\n", encoding="utf-8"
    )
    return folder
