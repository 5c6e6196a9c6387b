import subprocess
import sys

import pytest

from duijie.chemistry import toolkit
from duijie.chemistry.skeletons import (
    common_part,
    halogen_skeleton,
    scaffold,
    share_skeleton,
    skeleton,
)
from duijie.chemistry.structure import canonical, main_part, read_structure

_DIGITS = "123456789"
KNOT = "".join(f"[U]{_DIGITS}" for _ in range(2)) + "[U]" + "".join(f"%{n}" for n in range(10, 40))
CAGE = "[U]123456789%10%11%12%13%14" * 14

BOMBS = [
    "C" * 700,
    "C1CC1" * 200,
    "CC(" * 150 + "C" + ")" * 150,
    "C" * 151,
    "C12" * 100 + "C12" * 100,
    KNOT,
    CAGE,
    "[U]" + "(" + ")(".join(["[U]"] * 13) + ")",
    "C1CCCC2" * 80,
    "",
    "苯",
    "CC.",
    "C1CC",
    "c1ccc1C(",
    "[H",
    "F(F)(F)(F)F",
    "\x00",
]


@pytest.mark.parametrize("smiles", BOMBS)
def test_bombs_and_broken_strings_are_refused_at_once(smiles: str) -> None:
    molecule = read_structure(smiles)
    assert molecule is None or smiles == "CC."


def test_salts_hydrates_and_charges_are_set_aside() -> None:
    assert skeleton("[Na+].[O-]C(=O)c1ccccc1.O") == skeleton("O=C(O)c1ccccc1")
    assert skeleton("[NH3+]c1ccccc1.[Cl-]") == skeleton("Nc1ccccc1")
    assert main_part("no") is None
    assert (skeleton("no"), halogen_skeleton("no"), scaffold("no")) == ("", "", "")


def test_stereochemistry_and_isotopes_are_set_aside_in_the_skeleton_only() -> None:
    left, right = "C[C@H](O)C(=O)O", "C[C@@H](O)C(=O)O"
    assert canonical(read_structure(left)) != canonical(read_structure(right))
    assert skeleton(left) == skeleton(right)
    assert skeleton("[2H]C([2H])([2H])O") == skeleton("CO")


def test_halogens_count_as_one_and_plain_rings_as_themselves() -> None:
    assert halogen_skeleton("Fc1ccc(Cl)cc1") == halogen_skeleton("Brc1ccc(I)cc1")
    assert halogen_skeleton("Fc1ccccc1Cl") != halogen_skeleton("Brc1ccc(I)cc1")
    assert scaffold("CCc1ccc2ncccc2c1") == scaffold("Oc1cccc2cccnc12")


def test_kin_share_most_of_their_carbon() -> None:
    benzene, toluene, amine = map(read_structure, ("c1ccccc1", "Cc1ccccc1", "CCN(CC)CC"))
    assert share_skeleton(benzene, toluene)
    assert not share_skeleton(benzene, amine)
    assert not share_skeleton(read_structure("O"), toluene)


def test_a_common_part_has_the_same_elements_and_whole_rings() -> None:
    part = common_part(*map(read_structure, ("Nc1ccccc1", "Oc1ccccc1")))
    assert part is not None
    assert part.GetNumAtoms() == 6
    assert common_part(read_structure("C" * 61), read_structure("CC")) is None
    assert common_part(read_structure("N"), read_structure("O")) is None


_WITHOUT = """
import sys
sys.modules["rdkit"] = None
from duijie.chemistry.drawing import draw_molecules
from duijie.chemistry.mention import Kind, Mention
from duijie.chemistry.relations.compare import compare_texts
names = {"苯酚": "Oc1ccccc1", "phenol": "Oc1ccccc1"}
def recognise(text):
    return [
        Mention(text.index(name), text.index(name) + len(name), name, Kind.COMPOUND, "x", smiles)
        for name, smiles in names.items() if name in text
    ]
found = compare_texts(["苯酚精馏"], ["distillation of phenol", "membranes"], recognise)
print(found.shares[0, 0] > 0, found.shares[0, 1], found.say(0, 0).en, draw_molecules("C"))
"""


def test_without_rdkit_only_what_needs_structures_is_missing() -> None:
    assert toolkit.HAS_RDKIT
    run = subprocess.run(
        [sys.executable, "-c", _WITHOUT], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "True 0.0 same unit operation: distillation None"
