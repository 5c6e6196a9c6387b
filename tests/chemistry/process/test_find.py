from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.chemistry.process.find import find_processes
from tests.chemistry.conftest import recognise


def _keys(text: str) -> list[str]:
    return [hit.process.key for hit in find_processes(text, recognise(text))]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("对硝基苯胺连续加氢制对苯二胺", ["hydrogenation"]),
        ("Chemoselective hydrogenation over Pt/C", ["hydrogenation"]),
        ("oxidative dehydrogenation of propane", ["dehydrogenation"]),
        ("苯酚的硝化与磺化", ["nitration", "sulfonation"]),
        ("甲苯经氨氧化，再加氢精制", ["ammoxidation", "hydrotreating"]),
        ("N-methylated amines by hydrolysing esters", ["n_alkylation", "hydrolysis"]),
        ("emulsion polymerisation of styrene", ["emulsion_polymerisation"]),
        ("ring opening polymerization", ["ring_opening_polymerisation"]),
        ("苯乙烯乳液聚合、氯磺化", ["emulsion_polymerisation", "chlorosulfonation"]),
        ("Suzuki couplings and the Heck reaction", ["suzuki", "heck"]),
        ("反应精馏与萃取精馏", ["reactive_distillation", "extractive_distillation"]),
        ("benzene recovered by distillation", ["distillation"]),
        ("SCR脱硝", ["denitration", "denitration"]),
        ("HPLC测定苯酚", ["hplc", "detection"]),
        ("微通道反应器中的重氮化", ["microreactor", "diazotisation"]),
    ],
)
def test_processes_in_both_languages(text: str, keys: list[str]) -> None:
    assert _keys(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        "二氧化硅、氧化铝和氧化锌",
        "氯化钠与氟化氢、溴化锂、硫化钠",
        "抗氧化剂和过氧化氢",
        "聚合物与聚合氯化铝",
        "加氢站与加氢机",
        "电解液与聚电解质",
        "硝化细菌、硝化甘油、硝化棉",
        "磺化聚醚醚酮膜材料",
        "knowledge distillation for language models",
        "a method for image reconstruction, text extraction and dimensionality reduction",
        "cost reduction",
        "还原真实场景",
        "deoxidationist",
        "超超临界机组",
        "Mouse ATRPX and SCRx and hplc",
    ],
)
def test_words_are_not_cut_and_everyday_words_need_chemistry_beside_them(text: str) -> None:
    assert _keys(text) == []


def test_nitrification_in_wastewater_is_no_nitration() -> None:
    assert _keys("生活污水硝化反硝化脱氮") == ["denitrification"]


def test_a_process_inside_the_name_of_a_substance_does_not_count() -> None:
    assert _keys("氯化钠") == []
    assert _keys("光气") == ["phosgenation"]


def test_offsets_are_those_of_the_text() -> None:
    text = "先将硝基苯加氢，then N-alkylation."
    hits = find_processes(text, recognise(text))
    assert [text[hit.start : hit.end] for hit in hits] == ["加氢", "N-alkylation"]
    assert [hit.text for hit in hits] == ["加氢", "N-alkylation"]


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="氧化加氢硝磺聚合物铝 abcdoxidationSCR-,。", max_size=60))
def test_any_text_gives_ordered_hits_that_do_not_overlap(text: str) -> None:
    hits = find_processes(text)
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))
