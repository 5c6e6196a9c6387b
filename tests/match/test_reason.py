from duijie.match.problem import Passage, Writing
from duijie.match.reason import give_reason

PASSAGE = Passage("PVDF超滤膜的抗污染研究", "接枝改性", owner=0, kind="paper", year=2021)


def test_the_sentence_names_the_passage_and_what_is_shared() -> None:
    need = Writing("PVDF超滤膜抗污染改性")
    reason = give_reason(need, PASSAGE, {"超滤": 3.0, "污染": 2.0}, same_language=True)
    assert reason.zh.startswith(
        "最接近的依据：《PVDF超滤膜的抗污染研究》（论文，2021 年）；共有：超滤膜、抗污染"
    )
    assert reason.en.startswith(
        "closest evidence: “PVDF超滤膜的抗污染研究” (paper, 2021); shared: 超滤膜, 抗污染"
    )


def test_a_passage_may_lack_year_and_known_kind() -> None:
    passage = Passage("", "一种脱硫塔", kind="其他")
    reason = give_reason(Writing("电镀"), passage, {}, same_language=True)
    assert reason.zh == "最接近的依据：《一种脱硫塔》（其他）"
    assert reason.en == "closest evidence: “一种脱硫塔” (其他)"


def test_long_titles_are_cut() -> None:
    passage = Passage("膜" * 90, kind="patent")
    shown = give_reason(Writing("电镀"), passage, {}, same_language=True).zh
    assert "膜" * 59 + "…》" in shown


def test_other_languages_and_missing_things_are_said() -> None:
    need = Writing("PVDF membrane")
    foreign = give_reason(need, PASSAGE, {"pvdf": 1.0}, same_language=False)
    assert "different languages" in foreign.en
    assert foreign.en.endswith("shared: PVDF")
    assert "没有可比对" in give_reason(need, None, {}, same_language=False).zh
    assert "no words" in give_reason(Writing("12"), PASSAGE, {}, same_language=True).en
