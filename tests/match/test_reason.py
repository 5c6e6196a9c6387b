from duijie.match.problem import Passage, Writing
from duijie.match.reason import give_reason

PASSAGE = Passage("PVDF超滤膜的抗污染研究", "接枝改性", owner=0, kind="paper", year=2021)


def test_the_sentence_names_the_passage_and_what_is_shared() -> None:
    need = Writing("PVDF超滤膜抗污染改性")
    reason = give_reason(need, PASSAGE, {"超滤": 3.0, "污染": 2.0}, translated=False)
    assert reason.zh.startswith(
        "最接近的依据：《PVDF超滤膜的抗污染研究》（论文，2021 年）；共有：超滤膜、抗污染"
    )
    assert reason.en.startswith(
        "closest evidence: “PVDF超滤膜的抗污染研究” (paper, 2021); shared: 超滤膜, 抗污染"
    )


def test_a_passage_may_lack_year_and_known_kind() -> None:
    passage = Passage("", "一种脱硫塔", kind="其他")
    reason = give_reason(Writing("电镀"), passage, {}, translated=False)
    assert reason.zh == "最接近的依据：《一种脱硫塔》（其他）"
    assert reason.en == "closest evidence: “一种脱硫塔” (其他)"


def test_long_titles_are_cut() -> None:
    passage = Passage("膜" * 90, kind="patent")
    shown = give_reason(Writing("电镀"), passage, {}, translated=False).zh
    assert "膜" * 59 + "…》" in shown


def test_terms_of_another_language_are_shown_with_their_translation() -> None:
    need = Writing("PVDF ultrafiltration membranes: antifouling coatings")
    reason = give_reason(need, PASSAGE, {"pvdf": 1.0}, translated=True)
    assert "in another language" in reason.en
    assert "alike in translation: 抗污染→antifouling, 超滤膜→ultrafiltration membrane" in reason.en
    assert reason.en.endswith("shared: PVDF")
    assert "译同：抗污染→antifouling、超滤膜" in reason.zh
    nothing = give_reason(Writing("Railway traffic"), PASSAGE, {}, translated=True)
    assert "translation" not in nothing.en


def test_missing_things_are_said() -> None:
    need = Writing("PVDF membrane")
    assert "没有可比对" in give_reason(need, None, {}, translated=False).zh
    assert "no words" in give_reason(Writing("12"), PASSAGE, {}, translated=False).en
