import pytest

from duijie.chemistry.change import classify_change
from duijie.chemistry.groups import read_groups
from duijie.chemistry.process.entries import read_processes

# before, after, the reaction that explains most
CHANGES = [
    ("O=[N+]([O-])c1ccccc1", "Nc1ccccc1", "nitro_reduction"),
    ("Nc1ccc([N+](=O)[O-])cc1", "Nc1ccc(N)cc1", "nitro_reduction"),
    ("Cc1ccc([N+](=O)[O-])cc1[N+](=O)[O-]", "Cc1ccc(N)cc1N", "nitro_reduction"),
    ("O=[N+]([O-])c1ccccc1", "ONc1ccccc1", "nitro_reduction"),
    ("c1ccccc1", "O=[N+]([O-])c1ccccc1", "nitration"),
    ("Clc1ccccc1", "O=[N+]([O-])c1ccc(Cl)cc1", "nitration"),
    ("Cc1ccccc1", "O=Cc1ccccc1", "side_chain_oxidation"),
    ("Cc1ccc(C)cc1", "O=C(O)c1ccc(C(=O)O)cc1", "side_chain_oxidation"),
    ("OCc1ccccc1", "O=Cc1ccccc1", "alcohol_oxidation"),
    ("CC(C)O", "CC(C)=O", "alcohol_oxidation"),
    ("O=Cc1ccccc1", "O=C(O)c1ccccc1", "oxidation"),
    ("C1CCCCC1", "O=C1CCCCC1", "oxidation"),
    ("O=C1CCCCC1", "O=C(O)CCCCC(=O)O", "oxidation"),
    ("c1ccc2ccccc2c1", "O=C1OC(=O)c2ccccc21", "oxidation"),
    ("O=Cc1ccc(CO)o1", "O=C(O)c1ccc(C(=O)O)o1", "oxidation"),
    ("CSc1ccccc1", "CS(=O)c1ccccc1", "sulfoxidation"),
    ("C=CC", "CC1CO1", "epoxidation"),
    ("O=C1CCCCC1", "O=C1CCCCCO1", "baeyer_villiger"),
    ("c1ccccc1", "Oc1ccccc1", "hydroxylation"),
    ("C=CC", "C=CC#N", "ammoxidation"),
    ("Cc1cccnc1", "N#Cc1cccnc1", "ammoxidation"),
    ("CCc1ccccc1", "C=Cc1ccccc1", "dehydrogenation"),
    ("Oc1ccccc1", "O=C1CCCCC1", "ring_hydrogenation"),
    ("c1ccccc1", "C1CCCCC1", "ring_hydrogenation"),
    ("OCC#CCO", "OCC=CCO", "semihydrogenation"),
    ("C=CCCCC", "CCCCCC", "hydrogenation"),
    ("N#CCCCCC#N", "NCCCCCCN", "nitrile_hydrogenation"),
    ("O=Cc1ccco1", "OCc1ccco1", "carbonyl_reduction"),
    ("CC(=O)c1ccccc1", "CC(O)c1ccccc1", "carbonyl_reduction"),
    ("Clc1ccccc1", "c1ccccc1", "dehalogenation"),
    ("OCC(O)CO", "CC(O)CO", "hydrogenolysis"),
    ("O=C=O", "CO", "co2_hydrogenation"),
    ("O=C=O", "O=CO", "co2_hydrogenation"),
    ("c1ccccc1", "Clc1ccccc1", "chlorination"),
    ("Cc1ccccc1", "ClCc1ccccc1", "chlorination"),
    ("O=C(O)c1ccccc1", "O=C(Cl)c1ccccc1", "acyl_chlorination"),
    ("Oc1ccccc1", "Oc1ccc(Br)cc1", "bromination"),
    ("O=[N+]([O-])c1ccc(Cl)cc1", "O=[N+]([O-])c1ccc(F)cc1", "fluorination"),
    ("CCCl", "C=C", "dehydrohalogenation"),
    ("Nc1ccccc1", "N#[N+]c1ccccc1", "diazotisation"),
    ("Nc1ccccc1", "Ic1ccccc1", "sandmeyer"),
    ("N#[N+]c1ccccc1", "Oc1ccc(N=Nc2ccccc2)cc1", "azo_coupling"),
    ("c1ccccc1", "O=S(=O)(O)c1ccccc1", "sulfonation"),
    ("Cc1ccccc1", "Cc1ccc(S(=O)(=O)Cl)cc1", "chlorosulfonation"),
    ("O=[N+]([O-])c1ccc(Cl)cc1", "Nc1ccc([N+](=O)[O-])cc1", "amination"),
    ("Oc1ccccc1", "Nc1ccccc1", "amination"),
    ("O=Cc1ccccc1", "NCc1ccccc1", "reductive_amination"),
    ("Nc1ccccc1", "CNc1ccccc1", "n_alkylation"),
    ("CN(C)C", "C[N+](C)(C)Cc1ccccc1", "quaternisation"),
    ("c1ccccc1", "CCc1ccccc1", "alkylation"),
    ("c1ccccc1", "CC(=O)c1ccccc1", "acylation"),
    ("Nc1ccccc1", "CC(=O)Nc1ccccc1", "amidation"),
    ("CC(=O)O", "CCOC(C)=O", "esterification"),
    ("CCO", "CCOC(C)=O", "esterification"),
    ("O=C1OCCO1", "COC(=O)OC", "transesterification"),
    ("Oc1ccccc1", "COc1ccccc1", "etherification"),
    ("COc1ccccc1", "Oc1ccccc1", "dealkylation"),
    ("CCOC(C)=O", "CC(=O)O", "hydrolysis"),
    ("C=CC#N", "C=CC(N)=O", "nitrile_hydrolysis"),
    ("C1CO1", "OCCO", "hydrolysis"),
    ("C=C", "CCO", "hydration"),
    ("CC(O)C(=O)O", "C=CC(=O)O", "dehydration"),
    ("CC(N)=O", "CC#N", "dehydration"),
    ("O=C1CCCCC1", "ON=C1CCCCC1", "oximation"),
    ("ON=C1CCCCC1", "O=C1CCCCCN1", "beckmann"),
    ("Cc1ccc(N)cc1N", "Cc1ccc(N=C=O)cc1N=C=O", "phosgenation"),
    ("CO", "CC(=O)O", "carbonylation"),
    ("C=CC", "CCCC=O", "hydroformylation"),
    ("Oc1ccccc1", "O=C(O)c1ccccc1O", "carboxylation"),
    ("O=C(O)c1ccccc1", "c1ccccc1", "decarboxylation"),
    ("CC1CO1", "CC1COC(=O)O1", "cycloaddition"),
    ("OB(O)c1ccccc1", "c1ccc(-c2ccccc2)cc1", "suzuki"),
    ("Brc1ccccc1", "c1ccc(-c2ccccc2)cc1", "cross_coupling"),
    ("Brc1ccccc1", "C=Cc1ccccc1", "heck"),
    ("Brc1ccccc1", "c1ccc(Nc2ccccc2)cc1", "buchwald_hartwig"),
    ("O=Cc1ccccc1", "O=CC=Cc1ccccc1", "aldol_condensation"),
    ("Cc1cccc(C)c1", "Cc1ccc(C)cc1", "isomerisation"),
    ("CCCC", "CC(C)C", "isomerisation"),
    ("O=C(O)CCCO", "O=C1CCCO1", "esterification"),
    ("CCCCCC", "C1CCCCC1", "cyclisation"),
]

# No reaction at all: traps.
NOTHING = [
    ("Nc1ccccc1", "Nc1ccccc1"),  # the same
    ("O=C(O)c1ccccc1", "[Na+].[O-]C(=O)c1ccccc1"),  # its salt
    ("O.CC(=O)O", "CC(=O)O"),  # its hydrate
    ("c1ccccc1", "CC(=O)O"),  # no kin
    ("Cc1ccccc1", "CC(=O)O"),  # a piece of it, nothing explained
    ("O=C(O)c1ccccc1", "CCN(CC)CC"),  # no kin
    ("N", "Nc1ccccc1"),  # no carbon
    ("CCCCCCCCCCCCCCCC(=O)O", "CC[Si](OCC)(OCC)OCC"),
    ("c1ccccc1", "not a molecule"),
    ("C1CC", "CCC"),  # broken SMILES
    ("CCCCCC", "CCCCCCCCCCCC" * 80),  # too large
]


@pytest.mark.parametrize(("before", "after", "reaction"), CHANGES)
def test_a_change_is_named_by_its_groups(before: str, after: str, reaction: str) -> None:
    change = classify_change(before, after)
    assert change is not None
    assert change.reactions[0] == reaction


@pytest.mark.parametrize(("before", "after"), NOTHING)
def test_what_is_no_reaction_is_called_none(before: str, after: str) -> None:
    assert classify_change(before, after) is None


def test_the_groups_lost_and_gained_are_told() -> None:
    change = classify_change("O=[N+]([O-])c1ccc(Cl)cc1", "Nc1ccc(Cl)cc1")
    assert change is not None
    assert (change.lost, change.gained) == (("nitro",), ("primary_amine",))


def test_two_steps_at_once_are_two_reactions() -> None:
    change = classify_change("O=[N+]([O-])c1ccccc1", "Nc1ccc(O)cc1")
    assert change is not None
    assert change.reactions == ("nitro_reduction", "hydroxylation")


def test_direction_matters() -> None:
    back = classify_change("Nc1ccccc1", "O=[N+]([O-])c1ccccc1")
    assert back is not None
    assert back.reactions == ("oxidation",)


def test_rules_speak_of_reactions_and_groups_that_exist() -> None:
    from duijie.chemistry.change import _read_rules  # noqa: PLC0415 - a look inside

    groups = {*read_groups(), "arene", "ring"}
    for rule in _read_rules():
        assert rule.reaction in read_processes()
        assert {*rule.lost, *rule.gained} <= groups
        assert rule.carbon in {"=", "+", "-", "*"}
