import pytest

from duijie.language.script import Script, detect_script, english_part


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("高盐废水零排放", Script.ZH),
        ("TiO2/PVDF复合膜去除CO2、SO2与VOCs", Script.ZH),
        ("Membrane fouling at pH 7 with 5 mg/L TiO2", Script.EN),
        ("Zhang's group at 大连 works on hydrogenation catalysts and reactors", Script.EN),
        ("聚酰亚胺薄膜 polyimide films for flexible displays", Script.MIXED),
        ("𠮷野家", Script.ZH),
        ("TiO2 PVDF CO2", Script.NONE),
        ("2026-05-20 12.5 %", Script.NONE),
        ("", Script.NONE),
    ],
)
def test_the_language_is_told_by_words_not_by_formulas(text: str, script: Script) -> None:
    assert detect_script(text) is script


def test_the_english_part_leaves_chinese_and_its_punctuation_out() -> None:
    assert english_part("聚酰亚胺（polyimide）薄膜，thin films。") == "(polyimide) ,thin films"
    assert english_part("聚酰亚胺") == ""
