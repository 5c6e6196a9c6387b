from collections.abc import Sequence

import numpy as np
import pytest

from duijie.domain.progress import Progress, silent
from duijie.domain.records import Evidence, Expert, Need
from duijie.domain.text import Text
from duijie.language.encoder import EncoderUnavailable, Vectors

THEMES = (("fouling", "membrane", "filter", "desalination"), ("catalyst", "hydrogenation"))


class ThemeEncoder:
    """Knows two themes by their words; every other text is a theme of its own."""

    model_id = "themes"
    dimension = 3

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        if self.broken:
            raise EncoderUnavailable(Text("编码器坏了", "the encoder is gone"))
        self.asked += texts
        rows = [
            [float(any(word in text.lower() for word in words)) for words in THEMES]
            for text in texts
        ]
        vectors = np.array([[*row, 0.1] for row in rows], dtype=np.float32).reshape(-1, 3)
        progress(len(texts), len(texts))
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture
def encoder() -> ThemeEncoder:
    return ThemeEncoder()


@pytest.fixture
def broken_encoder() -> ThemeEncoder:
    return ThemeEncoder(broken=True)


@pytest.fixture
def needs() -> list[Need]:
    return [
        Need(
            "N1", "PVDF超滤膜抗污染改性", "需求内容：膜通量衰减快，清洗频繁。", keywords=("膜分离",)
        ),
        Need("N2", "加氢催化剂寿命短", "镍基催化剂积炭失活，希望寿命达到8000小时。"),
        Need("N3", "Membrane fouling in desalination", "Our PVDF modules foul within weeks."),
    ]


@pytest.fixture
def experts() -> list[Expert]:
    return [
        Expert("E1", "沈青禾", directions=("膜分离", "水处理")),
        Expert("E2", "陆一苇", directions=("多相催化",)),
        Expert("E3", "Ada Fenwick", directions=("polymer membranes",)),
        Expert("E4", "新来者"),
    ]


@pytest.fixture
def evidence() -> list[Evidence]:
    return [
        Evidence("E1", "paper", "亲水性PVDF超滤膜的抗污染研究", "接枝改性提高膜通量", 2021),
        Evidence("E1", "patent", "一种卷式膜元件清洗方法", year=2019),
        Evidence("E2", "achievement", "抗积炭镍基加氢催化剂", "寿命长", 2023),
        Evidence("E3", "paper", "Antifouling filters for brackish water", "Grafted PVDF.", 2020),
    ]
