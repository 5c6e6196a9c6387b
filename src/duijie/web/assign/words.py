"""Words of the engine that name options of the command line, as the page names them."""

from __future__ import annotations

import re

from duijie.domain.text import Text

_OPTIONS = (
    (r"--floor auto", "“最低一项需求尽量高”", "“first the worst-served need”"),
    (r"--per-need (\d+):(\d+)", r"每项需求 \1 至 \2 场", r"\1 to \2 meetings per need"),
    (r"--per-need (\d+)", r"每项需求 \1 场", r"\1 meetings per need"),
    (r"--per-expert (\d+):(\d+)", r"每位专家 \1 至 \2 场", r"\1 to \2 meetings per expert"),
    (r"--per-expert (\d+)", r"每位专家 \1 场", r"\1 meetings per expert"),
)


def in_page(words: Text) -> Text:
    """Return what the engine says with options as the form calls them.

    >>> in_page(Text("可用 --per-need 1:4", "use --per-need 1:4")).en
    'use 1 to 4 meetings per need'
    """
    zh, en = words.zh, words.en
    for option, in_zh, in_en in _OPTIONS:
        zh, en = re.sub(option, in_zh, zh), re.sub(option, in_en, en)
    return Text(zh, en)
