"""Words for kinds of evidence and for what was decided about a pair."""

from __future__ import annotations

import re
from typing import Literal

from duijie.domain.ids import fold
from duijie.domain.records import EVIDENCE_KINDS
from duijie.domain.sheet import Cell
from duijie.domain.text import Text, same
from duijie.register.normalise.flags import says_nothing
from duijie.register.normalise.outcome import Outcome, doubtful, mended

# The first pattern that a word holds decides: 横向技术服务项目 is a service, 获奖成果 an award.
_KIND_WORDS = (
    ("service", r"服务|横向|咨询|service|consult"),
    ("award", r"奖|award|prize"),
    ("patent", r"专利|著作权|软著|patent"),
    ("paper", r"论文|期刊|文章|专著|著作|paper|article|journal|book"),
    ("project", r"项目|课题|基金|project|grant"),
    ("achievement", r"成果|产品|技术|标准|achievement|result|technology"),
)
_PLAIN_WORDS = {
    *(
        "论文",
        "专利",
        "成果",
        "奖励",
        "获奖",
        "奖项",
        "项目",
        "服务",
        "技术服务",
        "发明专利",
        "科技成果",
    ),
    *("papers", "patents", "achievements", "awards", "projects", "services"),
}
# How an entry of a list of achievements shows that it is something more particular.
_ENTRY_SIGNS = (
    ("patent", r"专利|ZL ?\d{6}|CN ?\d{6}|\bpatent\b"),
    ("award", r"[一二三特]等奖|奖$|科技进步奖|发明奖|\baward\b|\bprize\b"),
    ("paper", r"\[J\]|论文|\bdoi\b|Journal"),
    ("project", r"基金|重点研发计划|课题"),
)
_RULES: tuple[tuple[Literal["must", "never"], str], ...] = (
    ("never", r"never|不|禁|回避|勿|avoid|forbid"),
    ("must", r"must|必|指定|一定|优先|required|^是$|^yes$"),
)


def read_kind(cell: Cell) -> Outcome[str]:
    """Return the kind of evidence a word means; what cannot be told is an achievement."""
    word = "" if says_nothing(cell) else fold(str(cell))
    kind = kind_of(word)
    names = ", ".join(EVIDENCE_KINDS)
    expected = Text(f"其中之一：{names}", f"one of: {names}")
    if not kind:
        return doubtful("achievement", expected, same("achievement"))
    plain = word in EVIDENCE_KINDS or word in _PLAIN_WORDS
    return Outcome(kind) if plain else mended(kind, expected, same(kind))


def kind_of(words: str) -> str:
    """Return the kind of evidence that a word or heading names, empty when it names none."""
    return next((kind for kind, pattern in _KIND_WORDS if re.search(pattern, words)), "")


def guess_kind(words: str, otherwise: str) -> str:
    """Return the kind that an entry among others shows by itself."""
    signs = (kind for kind, pattern in _ENTRY_SIGNS if re.search(pattern, words, re.IGNORECASE))
    return next(signs, otherwise)


def read_rule(cell: Cell) -> Outcome[Literal["", "must", "never"]]:
    """Return what was decided about a pair, empty when it cannot be told."""
    word = "" if cell is None else fold(str(cell))
    for rule, pattern in _RULES:
        if re.search(pattern, word):
            return Outcome(rule)
    return Outcome("")
