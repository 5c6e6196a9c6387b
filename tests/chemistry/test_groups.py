import csv
from importlib.resources import files

import pytest

from duijie.chemistry.groups import count_groups, group_of_class, read_groups
from duijie.chemistry.structure import read_structure

# One molecule for every group, and all the groups it has.
EXAMPLES = [
    ("nitrobenzene", "O=[N+]([O-])c1ccccc1", {"nitro"}),
    ("ethyl nitrate", "CCO[N+](=O)[O-]", {"nitrate_ester"}),
    ("nitrosobenzene", "O=Nc1ccccc1", {"nitroso"}),
    ("N-nitrosodimethylamine", "CN(C)N=O", {"nitrosamine"}),
    ("phenylhydroxylamine", "ONc1ccccc1", {"hydroxylamine"}),
    ("aniline", "Nc1ccccc1", {"primary_amine"}),
    ("diphenylamine", "c1ccc(Nc2ccccc2)cc1", {"secondary_amine"}),
    ("triethylamine", "CCN(CC)CC", {"tertiary_amine"}),
    ("tetramethylammonium", "C[N+](C)(C)C", {"quaternary_ammonium"}),
    ("acetonitrile", "CC#N", {"nitrile"}),
    ("phenyl isocyanate", "O=C=Nc1ccccc1", {"isocyanate"}),
    ("benzenediazonium", "N#[N+]c1ccccc1", {"diazonium"}),
    ("azobenzene", "c1ccc(N=Nc2ccccc2)cc1", {"azo"}),
    ("phenylhydrazine", "NNc1ccccc1", {"hydrazine"}),
    ("benzyl azide", "[N-]=[N+]=NCc1ccccc1", {"azide"}),
    ("cyclohexanone oxime", "ON=C1CCCCC1", {"oxime"}),
    ("benzylideneaniline", "C(=Nc1ccccc1)c1ccccc1", {"imine"}),
    ("benzaldehyde", "O=Cc1ccccc1", {"aldehyde"}),
    ("formaldehyde", "C=O", {"aldehyde"}),
    ("acetone", "CC(C)=O", {"ketone"}),
    ("acetic acid", "CC(=O)O", {"acid"}),
    ("formic acid", "O=CO", {"acid"}),
    ("ethyl acetate", "CCOC(C)=O", {"ester"}),
    ("acetic anhydride", "CC(=O)OC(C)=O", {"anhydride"}),
    ("benzoyl chloride", "O=C(Cl)c1ccccc1", {"acyl_halide"}),
    ("ethyl chloroformate", "CCOC(=O)Cl", {"chloroformate"}),
    ("acetamide", "CC(N)=O", {"amide"}),
    ("DMF", "CN(C)C=O", {"amide"}),
    ("caprolactam", "O=C1CCCCCN1", {"amide"}),
    ("ethyl carbamate", "CCOC(N)=O", {"carbamate"}),
    ("urea", "NC(N)=O", {"urea"}),
    ("dimethyl carbonate", "COC(=O)OC", {"carbonate"}),
    ("ethanol", "CCO", {"alcohol"}),
    ("phenol", "Oc1ccccc1", {"phenol"}),
    ("anisole", "COc1ccccc1", {"ether"}),
    ("ethylene oxide", "C1CO1", {"epoxide"}),
    ("tert-butyl hydroperoxide", "CC(C)(C)OO", {"peroxide"}),
    ("thiophenol", "Sc1ccccc1", {"thiol"}),
    ("thioanisole", "CSc1ccccc1", {"sulfide"}),
    ("DMSO", "CS(C)=O", {"sulfoxide"}),
    ("sulfolane", "O=S1(=O)CCCC1", {"sulfone"}),
    ("benzenesulfonic acid", "O=S(=O)(O)c1ccccc1", {"sulfonic_acid"}),
    ("benzenesulfonyl chloride", "O=S(=O)(Cl)c1ccccc1", {"sulfonyl_halide"}),
    ("benzenesulfonamide", "NS(=O)(=O)c1ccccc1", {"sulfonamide"}),
    ("lauryl sulfate", "CCCCCCCCCCCCOS(=O)(=O)O", {"sulfate_ester"}),
    ("fluorobenzene", "Fc1ccccc1", {"fluoride"}),
    ("chlorobenzene", "Clc1ccccc1", {"chloride"}),
    ("bromobenzene", "Brc1ccccc1", {"bromide"}),
    ("iodobenzene", "Ic1ccccc1", {"iodide"}),
    ("cyclohexene", "C1=CCCCC1", {"alkene"}),
    ("propyne", "C#CC", {"alkyne"}),
    ("phenylboronic acid", "OB(O)c1ccccc1", {"boronic_acid"}),
    ("trimethyl phosphate", "COP(=O)(OC)OC", {"phosphate"}),
    ("hexamethyldisiloxane", "C[Si](C)(C)O[Si](C)(C)C", {"siloxane"}),
    ("toluene", "Cc1ccccc1", {"arylmethyl"}),
    ("carbon dioxide", "O=C=O", {"carbon_dioxide"}),
    ("carbon monoxide", "[C-]#[O+]", {"carbon_monoxide"}),
    ("thiophene", "c1ccsc1", {"thiophene_sulfur"}),
    ("cyclohexane", "C1CCCCC1", set()),
]


@pytest.mark.parametrize(("name", "smiles", "groups"), EXAMPLES)
def test_a_molecule_has_its_groups_and_no_others(name: str, smiles: str, groups: set[str]) -> None:
    counts = count_groups(read_structure(smiles))
    assert {group: counts[group] for group in counts if group not in {"ring", "arene"}} == (
        dict.fromkeys(groups, 1)
    ), name


def test_every_group_has_an_example_a_name_and_one_row() -> None:
    assert {group for _, _, groups in EXAMPLES for group in groups} == set(read_groups())
    rows = list(
        csv.DictReader(
            files("duijie.chemistry")
            .joinpath("groups.csv")
            .read_text(encoding="utf-8")
            .splitlines()
        )
    )
    assert len(rows) == len(read_groups())
    assert all(group.name.zh and group.name.en for group in read_groups().values())


def test_no_class_of_compounds_belongs_to_two_groups() -> None:
    names = [name for group in read_groups().values() for name in group.classes]
    assert len(names) == len(set(names))
    assert all(group_of_class(name) for name in names)


def test_groups_are_counted() -> None:
    counts = count_groups(read_structure("Cc1ccc([N+](=O)[O-])cc1[N+](=O)[O-]"))
    assert (counts["nitro"], counts["arene"], counts["ring"]) == (2, 1, 1)
    assert count_groups(read_structure("FC(F)(F)c1ccccc1"))["fluoride"] == 3
    assert count_groups(read_structure("c1ccc2ccccc2c1"))["arene"] == 2
