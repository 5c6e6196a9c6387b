"""Names in running text: where they begin, where they end, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.chemistry.chinese import find_names
from duijie.chemistry.mention import Kind


def names(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.kind.value) for one in find_names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对硝基苯胺加氢制对苯二胺", [("对硝基苯胺", "compound"), ("对苯二胺", "compound")]),
        ("含2,4-二氯苯酚的废水", [("2,4-二氯苯酚", "compound")]),
        ("N,N-二甲基甲酰胺回收", [("N,N-二甲基甲酰胺", "compound")]),
        ("甲醇，氧化铝载体", [("甲醇", "compound"), ("氧化铝", "compound")]),
        ("聚丙烯酰胺中的丙烯酰胺", [("聚丙烯酰胺", "polymer"), ("丙烯酰胺", "compound")]),
        ("丁腈橡胶与环氧树脂", [("丁腈橡胶", "polymer"), ("环氧树脂", "polymer")]),
        ("硝基化合物和多环芳烃", [("硝基化合物", "class"), ("多环芳烃", "class")]),
        ("氯酚", [("氯酚", "class")]),
        ("亚硝酸盐超标", [("亚硝酸盐", "class")]),
        ("镍基催化剂，含铁离子", [("镍", "element"), ("铁", "element")]),
        ("活性炭负载钯", [("活性炭", "material"), ("钯", "element")]),
        ("２，４－二氯苯酚", [("２，４－二氯苯酚", "compound")]),
    ],
)  # fmt: skip
def test_names_are_found_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "胆碱酯酶抑制", "酸性条件下醇解和胺化", "无锡某企业", "地铁与高铁", "低碳资金", "银行贷款",
        "催化氧化法", "氯化反应器", "苯基取代", "钢铁行业", "加氢脱硫", "铅笔厂", "金属表面",
        "硫化车间", "一种三通阀", "二期工程", "碱洗酸洗", "2026年5月",
    ],
)  # fmt: skip
def test_words_are_not_cut(text: str) -> None:
    assert names(text) == []


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "某厂　用４－氯硝基苯（ＰＮＣＢ）制对氯苯胺。"
    for one in find_names(text):
        assert text[one.start : one.end] == one.text
    assert names(text) == [("４－氯硝基苯", "compound"), ("对氯苯胺", "compound")]


def test_the_structure_comes_with_the_name() -> None:
    (one,) = find_names("乙酸乙酯水解")
    assert one.kind is Kind.COMPOUND
    assert one.reading is not None
    assert one.reading.smiles == "CCOC(C)=O"


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    st.text(
        alphabet="甲乙丙苯氯硝基二三酸酯胺醇聚铁铜钯，。、-2,4()（）ABN的和水合物\n ", max_size=60
    )
)
def test_found_names_lie_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for one in find_names(text):
        assert end <= one.start < one.end
        assert text[one.start : one.end] == one.text
        end = one.end
