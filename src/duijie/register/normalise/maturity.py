"""How mature a technology is, on the nine levels of GB/T 37264-2018.

The standard has three stages of three levels: laboratory 1-3, engineering 4-6, industry 7-9.
The five stages of the usual 成果表 map to the level that each has reached:

    正在研发   2  principles put to work in the laboratory
    已有样品   3  a sample made, its main properties tested in the laboratory
    通过小试   4  the process runs through on a small scale
    通过中试   6  proved at pilot scale under conditions of use
    可以量产   8  produced steadily, at even quality
"""

from __future__ import annotations

import re
import unicodedata

from duijie.domain.sheet import Cell
from duijie.domain.text import Text
from duijie.register.normalise.flags import says_nothing
from duijie.register.normalise.numerals import spell_out
from duijie.register.normalise.outcome import DROPPED, Outcome, doubtful, mended
from duijie.register.normalise.text import clean_line

# The first word found in the cell decides, so the more advanced stages stand first.
_STAGES = (
    (9, ("货架产品", "大规模应用", "广泛应用", "commercial")),
    (
        8,
        (
            "量产",
            "产业化",
            "批量生产",
            "规模生产",
            "规模化",
            "工业化",
            "推广",
            "massproduc",
            "industrial",
        ),
    ),
    (7, ("用户验证", "小批量", "试生产", "试产", "示范", "demonstrat")),
    (6, ("中试", "pilot", "试用")),
    (5, ("模拟环境", "样机")),
    (4, ("小试", "benchscale", "smallscale", "试制")),
    (3, ("样品", "样件", "sample", "prototype", "实验室")),
    (2, ("正在研发", "在研", "研发", "研究", "开发", "developing", "underdevelopment", "research")),
    (1, ("原理", "概念", "设想", "concept", "idea", "basicprinciple")),
)
_FORM_WORDS = {"正在研发", "已有样品", "通过小试", "通过中试", "可以量产"}
_LEVEL = re.compile(r"(?:trl|成熟度|第|等级)*[:-]?([1-9])(?:\.0)?(?:级|等级|/9)?")
_EXPECTED = Text(
    "1-9 级 (GB/T 37264)，或正在研发、已有样品、通过小试、通过中试、可以量产",
    "a level 1-9 (GB/T 37264), or in development, sample, bench scale, pilot, mass production",
)


def read_maturity(cell: Cell) -> Outcome[int | None]:
    """Return a level 1-9 from a figure, ``TRL 6``, or words.

    >>> read_maturity("通过中试").value, read_maturity("TRL 4").value
    (6, 4)
    """
    if says_nothing(cell):
        return Outcome(None)
    line = clean_line(cell)
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", line).casefold())
    match = _LEVEL.fullmatch(spell_out(folded))
    level = int(match[1]) if match else _stage(folded)
    if level is None:
        return doubtful(None, _EXPECTED, DROPPED)
    if line == str(level) or line in _FORM_WORDS:
        return Outcome(level)
    return mended(level, _EXPECTED, Text(f"{level} 级", f"level {level}"))


def _stage(folded: str) -> int | None:
    for level, words in _STAGES:
        if any(word in folded for word in words) and not folded.startswith(("未", "尚未", "无")):
            return level
    return None
