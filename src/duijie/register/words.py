"""The few words by which people say yes, no and nothing."""

from __future__ import annotations

from duijie.domain.ids import fold
from duijie.domain.sheet import Cell

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
