"""Invented experts in two languages, and an encoder that knows their subjects."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from duijie.language.encoder import Vectors, unit_rows
from duijie.language.probe import OF_MINILM
from duijie.match.index.read import Encoding, Portfolio
from duijie.match.index.search import ExpertIndex
from duijie.match.index.update import update_index
from duijie.match.problem import Writing

DIMENSION = 16
SUBJECTS = (
    ("membrane fouling", "ultrafiltration of brine", "膜污染", "超滤膜清洗与通量恢复"),
    ("selective hydrogenation", "palladium catalyst deactivation", "选择性加氢", "钯炭催化剂失活"),
    ("solvent recovery", "distillation of waste solvent", "溶剂回收", "废溶剂精馏与脱水"),
    ("lithium separator", "battery ageing at low temperature", "锂电池隔膜", "低温下电池老化"),
    ("photocatalytic degradation", "dye waste water", "光催化降解", "印染废水脱色"),
)


def vector_of(text: str) -> Vectors:
    """Return the sum of directions, one a word, the same in every run."""
    total = np.zeros(DIMENSION, dtype=np.float32)
    for word in text.lower().split():
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        total += np.random.default_rng(seed).standard_normal(DIMENSION, dtype=np.float32)
    vector: Vectors = unit_rows(total[None])[0]
    return vector


class Asked:
    """An encoder that remembers how many texts it was asked for."""

    model_id = "directions"
    dimension = DIMENSION

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str], progress: object = None) -> Vectors:
        self.texts += texts
        return np.stack([vector_of(text) for text in texts])


def encoding(asked: Asked | None = None) -> Encoding:
    return Encoding("directions", DIMENSION, (asked or Asked()).encode, OF_MINILM)


def portfolio(number: int) -> Portfolio:
    """Return expert `number`: up to three pieces, in English, Chinese or both; some have none."""
    title_en, body_en, title_zh, body_zh = SUBJECTS[number % len(SUBJECTS)]
    other = SUBJECTS[(number // 5) % len(SUBJECTS)]
    writings = [
        Writing(f"{title_en} study{number % 7}", f"{body_en} by method{number % 11}"),
        Writing(f"{title_zh}研究", f"{body_zh}，方法{'甲乙丙丁戊'[number % 5]}"),
        Writing(other[0], other[3]),
        Writing("2023", "!"),
    ]
    return Portfolio(f"E{number:04d}", tuple(writings[number % 3 : number % 3 + number % 4]))


NEEDS = (
    Writing("Membrane fouling in ultrafiltration", "flux of brine falls within weeks"),
    Writing("钯炭催化剂寿命短", "选择性加氢中失活"),
    Writing("废水脱色", "TiO2 photocatalytic degradation 印染废水"),
)


def build(folder: Path, numbers: Sequence[int], asked: Asked | None = None) -> ExpertIndex:
    update_index(folder, [portfolio(one) for one in numbers], encoding(asked))
    return ExpertIndex(folder, encoding(asked))


def answers(index: ExpertIndex, most: int = 20) -> list[list[tuple[str, float]]]:
    """Return what the index says to each need, to the precision that halves have."""
    questions = [index.ask(need, vector_of(need.in_english.whole)) for need in NEEDS]
    return [index.search(question, most) for question in questions]
