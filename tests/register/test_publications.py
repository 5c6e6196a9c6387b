"""Lists of publications as people paste them."""

from __future__ import annotations

import pytest

from duijie.register.publications import MOST, count_entries, read_publications

BIBTEX = r"""
@string{cej = "Chem. Eng. J."}
@article{a, title = {{Continuous} nitration of {\"o}-xylene}, author = {Shen, C.}, journal = cej,
  year = {2021}, doi = {https://doi.org/10.1016/j.cej.2021.1}, abstract = {We show.}}
@patent{b, title = {A reactor}, year = 2020}
@misc{c, note = {no title}}
"""
RIS = """TY  - JOUR
TI  - Membrane concentration
JO  - Desalination
PY  - 2019/05/01
DO  - 10.1000/xyz
ER  -

TY  - PAT
TI  - A module
ER  -
"""
LINES = """
1. 张某, 李某. 微通道内连续硝化的传热强化[J]. 化工学报, 2023, 74(3): 1-10. DOI:10.11949/0438-1.x
[2] 王某. 一种高盐废水膜浓缩方法: CN202210000001.1[P]. 2022-05-01.
3、Shen C., Zhang D. Nitration in micro-channels at 2.5 MPa[J/OL]. CEJ, 2024.
Smith J (2021). Electrodialysis of saline waste: a review. Desalination 500, 114850.
- Shen C. “Residence time in a reactor,” CEJ, 2020.
硝化反应热失控的预防
"""


def test_bibtex_is_read_without_its_marks() -> None:
    paper, patent = read_publications(BIBTEX, "E1")
    assert (paper.title, paper.text) == ("Continuous nitration of ö-xylene", "We show.")
    assert (paper.year, paper.doi, paper.kind) == (2021, "10.1016/j.cej.2021.1", "paper")
    assert (patent.title, patent.kind, patent.year, patent.expert_id) == (
        *("A reactor", "patent", 2020),
        "E1",
    )
    assert count_entries(BIBTEX) == 3


def test_ris_is_read() -> None:
    paper, patent = read_publications(RIS, "E1")
    assert (paper.title, paper.text, paper.year) == ("Membrane concentration", "Desalination", 2019)
    assert (paper.doi, patent.kind, count_entries(RIS)) == ("10.1000/xyz", "patent", 2)


def test_lines_keep_what_they_say() -> None:
    found = read_publications(LINES, "E1")
    assert [(one.title, one.kind, one.year) for one in found] == [
        ("微通道内连续硝化的传热强化", "paper", 2023),
        ("一种高盐废水膜浓缩方法", "patent", 2022),
        ("Nitration in micro-channels at 2.5 MPa", "paper", 2024),
        ("Electrodialysis of saline waste: a review", "paper", 2021),
        ("Residence time in a reactor", "paper", 2020),
        ("硝化反应热失控的预防", "paper", None),
    ]
    assert found[0].doi == "10.11949/0438-1.x"
    assert found[0].text.startswith("张某, 李某. 微通道")
    assert found[5].text == ""


def test_the_same_twice_is_read_once() -> None:
    assert len(read_publications("同一题名的论文\n同一题名的论文", "E1")) == 1
    assert len(read_publications("\n".join(f"第 {n} 篇论文" for n in range(900)), "E1")) == MOST


@pytest.mark.parametrize("text", ["", "  \n", "@article{a, title={x", "TY  - JOUR\nTI", "abc"])
def test_what_cannot_be_read_gives_nothing(text: str) -> None:
    assert read_publications(text, "E1") == []


@pytest.mark.parametrize("tag", ["PY  - 2019", "Y1  - 2019/03/01/", "DA  - 2019/03/01"])
def test_a_year_of_ris_is_read_from_whichever_tag_holds_it(tag: str) -> None:
    (piece,) = read_publications(f"TY  - JOUR\nTI  - Membrane fouling\n{tag}\nER  - \n", "E1")
    assert piece.year == 2019


def test_the_year_of_print_counts_not_that_of_the_first_online() -> None:
    line = "Li W, Zhang Q. Membrane fouling. J Membr Sci. 2019;12(3):45-50. Epub 2018 Dec 1."
    assert [one.year for one in read_publications(line, "E1")] == [2019]


def test_headings_and_wrapped_lines_are_no_entries_of_their_own() -> None:
    text = """代表性论文：
[1] 李伟, 张琼. 高盐废水纳滤膜污染机理
研究[J]. 化工学报, 2021, 72(3): 1-9.
[2] 李伟. Membrane fouling in
nanofiltration[J]. J Membr Sci, 2020.

发表论文
[3] 王强. 催化加氢[J]. 化工进展, 2019.
"""
    found = read_publications(text, "E1")
    assert [(one.title, one.year) for one in found] == [
        ("高盐废水纳滤膜污染机理研究", 2021),
        ("Membrane fouling in nanofiltration", 2020),
        ("催化加氢", 2019),
    ]


def test_a_funded_project_is_a_project() -> None:
    line = "国家自然科学基金面上项目，高盐废水资源化（22178001），2022-2025，主持"
    assert [one.kind for one in read_publications(line, "E1")] == ["project"]
