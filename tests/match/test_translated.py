from duijie.match.problem import Passage, Writing
from duijie.match.translated import missing_terms, translated_terms


def test_terms_are_found_whichever_side_is_chinese() -> None:
    zh, en = "高盐废水分盐与蒸发结晶", "Salt separation by evaporative crystallization"
    expected = ("蒸发结晶→evaporative crystallization", "分盐→salt separation")
    assert translated_terms(zh, en, 4) == translated_terms(en, zh, 4) == expected
    assert translated_terms(zh, en, 1) == expected[:1]


def test_words_must_stand_side_by_side() -> None:
    assert translated_terms("膜污染", "a membrane without any fouling", 4) == ()
    assert translated_terms("膜污染", "Membrane-fouling", 4) == ("膜污染→membrane fouling",)


def test_single_characters_are_not_shown() -> None:
    assert translated_terms("盐", "salt", 4) == ()


def test_what_no_passage_says_is_missing() -> None:
    need = Writing("PVDF中空纤维膜抗污染稳定提升与超声清洗", "正文不看")
    passages = [Passage("Hollow fibre membranes"), Passage("抗污染涂层")]
    assert missing_terms(need, passages, 5) == ("超声", "清洗", "PVDF")
    assert missing_terms(need, passages, 1) == ("超声",)
    assert missing_terms(Writing("Fouling of membranes"), passages, 5) == ("Fouling",)
