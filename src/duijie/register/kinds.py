"""Words for kinds of evidence and for what was decided about a pair."""

from __future__ import annotations

import re
from typing import Literal

from duijie.domain.ids import fold
from duijie.domain.records import EVIDENCE_KINDS
from duijie.domain.sheet import Cell
from duijie.domain.text import Text, same
from duijie.register.normalise.flags import says_nothing
from duijie.register.normalise.numerals import spell_out
from duijie.register.normalise.outcome import DROPPED, Outcome, doubtful, mended

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
# Likewise, so that 不接受 declines and 未会面 is still open.
Decided = Literal["", "open", "accepted", "declined", "met"]
_DECISIONS: tuple[tuple[Decided, str], ...] = (
    ("declined", r"拒|谢绝|不|未(?:能?接受|同意)|declin|reject|refus|not[ais]|^(?:否|no?|[×✗✘])$"),
    ("open", r"未|待|暂|pending|open|notyet|notmet|undecided"),
    ("met", r"会面|见面|已见|会见|会谈|已对接|洽谈|\bmet\b|held"),
    ("accepted", r"接受|同意|愿意|确认|accept|agree|^是$|^y(?:es)?$|^[√✓✔]$"),
)
_RATING = re.compile(r"([1-5])(?:\.0+)?(?:分|星|/5)?")
_SATISFACTION = {
    "非常满意": 5,
    "很满意": 5,
    "满意": 4,
    "一般": 3,
    "不满意": 2,
    "非常不满意": 1,
    "很不满意": 1,
}


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


def read_decision(cell: Cell) -> Outcome[Decided]:
    """Return what came of a pair, "open" when nothing did yet, empty when it cannot be told.

    >>> [read_decision(cell).value for cell in ("不接受", "同意", "已会面", "待定", "N-017")]
    ['declined', 'accepted', 'met', 'open', '']
    """
    if says_nothing(cell):
        return Outcome("open")
    word = fold(str(cell))
    return Outcome(next((made for made, sign in _DECISIONS if re.search(sign, word)), ""))


def read_rating(cell: Cell) -> Outcome[int | None]:
    """Return how good a meeting was, 1 to 5: ``4``, ``4分``, ``四星``, ``满意``.

    >>> [read_rating(cell).value for cell in ("4分", "五星", "非常满意", "6")]
    [4, 5, 5, None]
    """
    if says_nothing(cell):
        return Outcome(None)
    word = fold(str(cell))
    match = _RATING.fullmatch(spell_out(word))
    value = int(match[1]) if match else _SATISFACTION.get(word)
    expected = Text("1 到 5 的评分", "a rating from 1 to 5")
    if value is None:
        return doubtful(None, expected, DROPPED)
    return Outcome(value) if word == str(value) else mended(value, expected, same(str(value)))
