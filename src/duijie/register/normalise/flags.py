"""The few words by which people say yes, no and nothing."""

from __future__ import annotations

import re

from duijie.domain.ids import fold
from duijie.domain.sheet import Cell
from duijie.domain.text import Text
from duijie.register.normalise.outcome import Outcome, doubtful

_YES = {"是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true", "t", "1", "需要", "可以"}
_NO = {"否", "无", "不", "没有", "×", "✗", "✘", "☐", "n", "no", "false", "f", "0", "不需要"}
_NOTHING = {
    *("", "-", "--", "---", "—", "——", "/", "//", "\\", ".", "。", "..."),
    *("无", "暂无", "没有", "不详", "未知", "待定", "待补充", "空"),
    *("n/a", "na", "nil", "none", "null", "tbd"),
}


def read_flag(cell: Cell) -> bool | None:
    """Return what a yes-or-no cell says, None when it says neither."""
    if isinstance(cell, bool):
        return cell
    word = "" if cell is None else fold(str(cell))
    return True if word in _YES else False if word in _NO else None


def says_nothing(cell: Cell) -> bool:
    """Whether a cell is empty or only says that there is nothing to say."""
    return cell is None or fold(str(cell)) in _NOTHING


_SECRET = ("保密", "涉密", "秘密", "机密", "内部", "不公开", "不宜公开", "confidential", "secret")
_OPEN = ("不保密", "不涉密", "非密", "非涉密", "无需保密", "公开", "可公开", "public", "open")
TAKEN_AS_CONFIDENTIAL = Text("按保密处理", "taken as confidential")

_REMARK = re.compile(r"\(.*\)|[,;。].*")


def read_confidential(cell: Cell, *, asks_for_public: bool = False) -> Outcome[bool]:
    """Return whether a need is confidential; what cannot be understood is.

    Parameters
    ----------
    cell
        ``是``, ``否``, ``保密``, ``公开``, ``Y`` ...
    asks_for_public
        The heading asks 是否公开 instead of 是否保密.
    """
    word = "" if cell is None else fold(str(cell))
    if word in _NOTHING - _NO:
        return Outcome(False)
    if word in _OPEN:
        return Outcome(False)
    flag = read_flag(cell)
    if flag is not None:
        return Outcome(flag is not asks_for_public)
    if any(secret in word for secret in _SECRET):
        return Outcome(True)
    expected = Text("是 或 否", "yes or no")
    answer = read_flag(_REMARK.sub("", word))
    if answer is not None and answer is asks_for_public:
        return doubtful(False, expected, Text("按公开处理", "taken as public"))
    return doubtful(True, expected, TAKEN_AS_CONFIDENTIAL)
