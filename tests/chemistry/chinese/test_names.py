"""Names of every kind, written from knowledge of nomenclature; none is taken from a list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdkit import Chem

from duijie.chemistry.chinese import read_name
from duijie.chemistry.chinese.graph import identify

RIGHT = {
    # substitutive names: locants, multipliers, ortho, meta, para
    "2-甲基丁烷": "CCC(C)C",
    "3-乙基-2-甲基己烷": "CCCC(CC)C(C)C",
    "反-2-己烯酸": "CCCC=CC(=O)O",
    "2-己烯-4-炔": "CC=CC#CC",
    "邻氯苯甲酸": "OC(=O)c1ccccc1Cl",
    "间甲氧基苯酚": "COc1cccc(O)c1",
    "对溴苯乙酮": "CC(=O)c1ccc(Br)cc1",
    "4-氯-3-硝基苯甲酸": "OC(=O)c1ccc(Cl)c([N+](=O)[O-])c1",
    "2,6-二叔丁基-4-甲基苯酚": "Cc1cc(C(C)(C)C)c(O)c(C(C)(C)C)c1",
    "N-乙基-N-甲基苯胺": "CCN(C)c1ccccc1",
    "3-(三氟甲基)苯甲腈": "N#Cc1cccc(C(F)(F)F)c1",
    "2-(2-乙氧基乙氧基)乙醇": "CCOCCOCCO",
    "5-溴-2-羟基苯甲醛": "O=Cc1cc(Br)ccc1O",
    "4-甲基咪唑": "Cc1c[nH]cn1",
    "2-氨基噻唑": "Nc1nccs1",
    "8-羟基喹啉": "Oc1cccc2cccnc12",
    "吡啶-3-甲酰胺": "NC(=O)c1cccnc1",
    "1-萘乙酸": "OC(=O)Cc1cccc2ccccc12",
    "环己基甲醇": "OCC1CCCCC1",
    "3-氨基丙基三乙氧基硅烷": "CCO[Si](CCCN)(OCC)OCC",
    "4,4'-二氯二苯砜": "O=S(=O)(c1ccc(Cl)cc1)c1ccc(Cl)cc1",
    "1,3-二氯-2-丙醇": "OC(CCl)CCl",
    "4-苯基丁酸": "OC(=O)CCCc1ccccc1",
    "三苯甲醇": "OC(c1ccccc1)(c1ccccc1)c1ccccc1",
    # names by function
    "乙酸异戊酯": "CC(C)CCOC(C)=O",
    "己二酸二(2-乙基己)酯": "CCCCC(CC)COC(=O)CCCCC(=O)OCC(CC)CCCC",
    "丙二酸二乙酯": "CCOC(=O)CC(=O)OCC",
    "磷酸三(2-氯乙基)酯": "O=P(OCCCl)(OCCCl)OCCCl",
    "亚磷酸三苯酯": "O(P(Oc1ccccc1)Oc1ccccc1)c1ccccc1",
    "碳酸二苯酯": "O=C(Oc1ccccc1)Oc1ccccc1",
    "氯甲酸苄酯": "O=C(Cl)OCc1ccccc1",
    "甲基叔戊基醚": "CCC(C)(C)OC",
    "苯乙醚": "CCOc1ccccc1",
    "二甘醇二甲醚": "COCCOCCOC",
    "乙二醇单甲醚": "COCCO",
    "乙二醇丁醚乙酸酯": "CCCCOCCOC(C)=O",
    "丁二酸酐": "O=C1CCC(=O)O1",
    "三氟乙酸酐": "O=C(OC(=O)C(F)(F)F)C(F)(F)F",
    "过氧化二叔戊基": "CCC(C)(C)OOC(C)(C)CC",
    "叔丁基过氧化氢": "CC(C)(C)OO",
    "四丁基溴化铵": "[Br-].CCCC[N+](CCCC)(CCCC)CCCC",
    "苯甲酸钠": "[Na+].[O-]C(=O)c1ccccc1",
    "乙醇钠": "[Na+].CC[O-]",
    "苯肼盐酸盐": "Cl.NNc1ccccc1",
    "四甲基锡": "C[Sn](C)(C)C",
    "三苯基氧膦": "O=P(c1ccccc1)(c1ccccc1)c1ccccc1",
    "二苯基二硫醚": "c1ccc(SSc2ccccc2)cc1",
    "4,4'-亚甲基双(2-氯苯胺)": "Nc1ccc(Cc2ccc(N)c(Cl)c2)cc1Cl",
    "乙二醇二丙烯酸酯": "C=CC(=O)OCCOC(=O)C=C",
    "环戊酮肟": "ON=C1CCCC1",
    "四亚甲基二异氰酸酯": "O=C=NCCCCN=C=O",
    # inorganic names
    "五水硫酸铜": "[Cu+2].[O-]S([O-])(=O)=O.O.O.O.O.O",
    "三氯化铝": "Cl[Al](Cl)Cl",
    "二氧化锰": "O=[Mn]=O",
    "三氧化钨": "O=[W](=O)=O",
    "氢氧化铝": "[Al+3].[OH-].[OH-].[OH-]",
    "碳酸氢铵": "[NH4+].OC([O-])=O",
    "磷酸氢二钾": "[K+].[K+].OP([O-])([O-])=O",
    "重铬酸钾": "[K+].[K+].[O-][Cr](=O)(=O)O[Cr]([O-])(=O)=O",
    "次氯酸钠": "[Na+].[O-]Cl",
    "六氟磷酸锂": "[Li+].F[P-](F)(F)(F)(F)F",
    "三氯化磷": "ClP(Cl)Cl",
    "二硫化碳": "S=C=S",
    "氯化亚砜": "O=S(Cl)Cl",
    # what people write
    "２，４－二氯苯酚": "Oc1ccc(Cl)cc1Cl",
    "2,4-二\n氯 苯酚": "Oc1ccc(Cl)cc1Cl",
    "4，4′－二氨基二苯醚": "Nc1ccc(Oc2ccc(N)cc2)cc1",
    "对硝基(苯)胺": "Nc1ccc([N+](=O)[O-])cc1",
    "苯胺[工业品]": "Nc1ccccc1",
    "醋酸乙酯": "CCOC(C)=O",
    "3-甲基吡碇；β-甲基吡啶": "Cc1cccnc1",
    # usage in the trade
    "邻苯二甲酸二辛酯": "CCCCC(CC)COC(=O)c1ccccc1C(=O)OCC(CC)CCCC",
    "溴苯腈": "N#Cc1cc(Br)c(O)c(Br)c1",
    "2,4-滴": "OC(=O)COc1ccc(Cl)cc1Cl",
    "甘油": "OCC(O)CO",
}


def skeleton(smiles: str) -> str:
    found = identify(smiles)
    assert found is not None
    return found[1][:14]


@pytest.mark.parametrize("name", RIGHT)
def test_names_become_structures(name: str) -> None:
    reading = read_name(name)
    assert reading is not None
    assert reading.inchikey[:14] == skeleton(RIGHT[name])


@pytest.mark.parametrize(
    "name",
    [
        "氯酚", "二氯苯", "硝基苯胺", "戊酮", "丁烯", "甲酚", "氯丙酸",  # several structures
        "胆碱酯酶", "丁腈橡胶", "亚硝酸盐", "聚丙烯", "酚类", "环氧树脂",  # no structure
        "胺", "酚", "醇", "基", "氯化", "催化剂", "对接会", "", "，", "2,4-", "[[[", "()",
        "N-3-", "苯苯苯苯", "甲甲甲", "九氯苯", "七甲基苯胺", "锰酸锂",
    ],
)  # fmt: skip
def test_what_has_no_single_structure_has_none(name: str) -> None:
    assert read_name(name) is None


def test_loose_usage_is_said() -> None:
    reading = read_name("邻苯二甲酸二辛酯")
    assert reading is not None
    assert (reading.route, reading.ambiguous) == ("zh-common", True)


def test_a_name_without_end_is_no_name() -> None:
    assert read_name("二甲基" * 400 + "苯") is None
    assert read_name("(" * 100 + "甲基" + ")" * 100 + "苯") is None
    assert read_name("2-(" * 60 + "苯" + ")" * 60) is None


_PIECES = st.sampled_from(
    [
        *"甲乙基苯二三氯氧酸酯胺醇酮-,24()N环烯炔对邻酰钠化亚铜醚双腈'",
        "硝基",
        "水合",
        "氨基",
        "吡啶",
    ]
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=18).map("".join))
def test_whatever_is_put_together_is_read_or_not_but_never_fails(name: str) -> None:
    reading = read_name(name)
    if reading is not None:
        assert Chem.MolFromSmiles(reading.smiles) is not None
        assert 0 <= reading.confidence <= 1
