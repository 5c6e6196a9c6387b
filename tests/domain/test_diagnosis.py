import pytest

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.text import Text


@pytest.mark.parametrize(
    ("row", "column", "zh", "en"),
    [
        (7, "C", "a.xlsx [表] C7", "a.xlsx [表] C7"),
        (7, "", "a.xlsx [表] 第 7 行", "a.xlsx [表] row 7"),
        (0, "", "a.xlsx [表]", "a.xlsx [表]"),
    ],
)
def test_the_place_reads_in_either_language(row: int, column: str, zh: str, en: str) -> None:
    found = Diagnosis(
        Severity.ERROR, "a.xlsx", Text("缺", "missing"), sheet="表", row=row, column=column
    )
    assert found.place == Text(zh, en)
    assert found.describe("zh") == f"{zh}：缺"
    assert found.describe("en") == f"{en}: missing"
