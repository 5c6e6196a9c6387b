"""Every trap through all routes at once, as `duijie chem text` and the ranking use them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from duijie.chemistry.english import index
from duijie.chemistry.recognise import Recogniser
from duijie.flow.chem import make_recogniser, read_mentions
from tests.chemistry.english.tables import write_tables


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recogniser]:
    folder = tmp_path_factory.mktemp("traps")
    data = write_tables(folder / "tables")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "find_data", lambda: data)
        with closing(make_recogniser(folder / "cache")) as opened:
            yield opened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("胆碱酯酶抑制剂", []),
        ("丁腈橡胶手套", [("丁腈橡胶", "polymer")]),
        ("亚硝酸盐超标", [("亚硝酸盐", "class")]),
        ("聚丙烯装置改造", [("聚丙烯", "polymer")]),
        ("氯酚废水处理", [("氯酚", "class")]),
        ("普萘洛尔中间体", []),
        ("We lead the green radar, the gold standard, as I see it. In it", []),
        ("lead", []),
        ("cholinesterase inhibitors", []),
        ("nitrile rubber gloves", [("nitrile rubber", "polymer")]),
        ("polypropylene films", [("polypropylene", "polymer")]),
        ("waste water with xylene", [("xylene", "class")]),
    ],
)
def test_what_has_no_structure_is_given_none(
    recogniser: Recogniser, text: str, expected: list[tuple[str, str]]
) -> None:
    found = recogniser(text)
    assert [(one.text, str(one.kind)) for one in found] == expected
    assert all(one.smiles is None for one in found)


@pytest.mark.parametrize(
    ("text", "name", "smiles"),
    [
        ("溴苯腈的残留", "溴苯腈", "N#Cc1cc(Br)c(O)c(Br)c1"),
        ("除草剂2,4-滴的合成", "2,4-滴", "O=C(O)COc1ccc(Cl)cc1Cl"),
        ("五水硫酸铜结晶", "五水硫酸铜", "O.O.O.O.O.O=S(=O)([O-])[O-].[Cu+2]"),
        ("醋酸钠三水合物", "醋酸钠三水合物", "CC(=O)[O-].O.O.O.[Na+]"),
        ("一水柠檬酸", "一水柠檬酸", "O.O=C(O)CC(O)(CC(=O)O)C(=O)O"),
        ("盐酸苯胺", "盐酸苯胺", "Cl.Nc1ccccc1"),
        ("２，４－二氯苯酚", "２，４－二氯苯酚", "Oc1ccc(Cl)cc1Cl"),
        ("Ｎ，Ｎ－二甲基甲酰胺", "Ｎ，Ｎ－二甲基甲酰胺", "CN(C)C=O"),
        ("4，4′－二氨基二苯醚", "4，4′－二氨基二苯醚", "Nc1ccc(Oc2ccc(N)cc2)cc1"),
        ("fields sprayed with 2,4-D", "2,4-D", "O=C(O)COc1ccc(Cl)cc1Cl"),
        ("4 - nitroaniline , dried", "4 - nitroaniline", "Nc1ccc([N+](=O)[O-])cc1"),
        ("with 1,2-dichloro-\nbenzene", "1,2-dichloro-\nbenzene", "Clc1ccccc1Cl"),
        ("２,２′-bipyridine as ligand", "２,２′-bipyridine", "c1ccc(-c2ccccn2)nc1"),
        ("对硝基\n苯胺加氢", "对硝基\n苯胺", "Nc1ccc([N+](=O)[O-])cc1"),
        ("2,4-二氯\n苯氧乙酸", "2,4-二氯\n苯氧乙酸", "O=C(O)COc1ccc(Cl)cc1Cl"),
    ],
)
def test_what_looks_odd_has_its_structure(
    recogniser: Recogniser, text: str, name: str, smiles: str
) -> None:
    (found,) = recogniser(text)
    assert (found.text, found.smiles, found.ambiguous) == (name, smiles, False)


def test_usage_that_means_one_of_several_says_so(recogniser: Recogniser) -> None:
    (found,) = recogniser("邻苯二甲酸二辛酯的合成")
    assert found.smiles == "CCCCC(CC)COC(=O)c1ccccc1C(=O)OCC(CC)CCCC"
    assert found.ambiguous


@pytest.mark.parametrize(
    "text",
    [
        "甲" * 1000,
        "甲基" * 500,
        "1,2-二甲基" * 200 + "苯",
        "chloro" * 200,
        "C1" * 400,
        "C" * 5000,
        "(" * 600 + "C" + ")" * 600,
        "c1ccccc1" * 80,
        "C%99" * 200,
        "C1CC2" * 150 + "=O",
    ],
)
def test_monsters_are_passed_over(recogniser: Recogniser, text: str) -> None:
    assert [one for one in recogniser(text) if len(one.text) > 250] == []


def test_lines_of_a_list_are_not_joined(tmp_path: Path, recogniser: Recogniser) -> None:
    found = [one.text for one in recogniser("液氯\n苯胺\n甲苯\n乙醇")]
    assert found == ["苯胺", "甲苯", "乙醇"]
    (tmp_path / "text.txt").write_text("原料：对硝基\n苯胺\n甲苯\n", encoding="utf-8")
    rows = read_mentions(tmp_path / "text.txt", cache=tmp_path / "cache").rows
    assert [(row["line"], row["text"]) for row in rows] == [(1, "对硝基\n苯胺"), (3, "甲苯")]
