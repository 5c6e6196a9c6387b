"""Words for people, always in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Text:
    """One message, written in Chinese and in English at the same place.

    Keeping the pair together means neither language can be forgotten; whoever shows the
    message picks one with ``in_``.
    """

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the words in `language`."""
        return self.zh if language == "zh" else self.en

    def __str__(self) -> str:
        return self.en

    def __add__(self, other: Text) -> Text:
        return Text(self.zh + other.zh, self.en + other.en)

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


EMPTY = Text("", "")


def same(words: str) -> Text:
    """Return words that read alike in both languages: a name, an id, a figure."""
    return Text(words, words)


def join(parts: list[Text], zh: str = "；", en: str = "; ") -> Text:
    """Join messages with the separator that each language uses."""
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def say_all(sentences: list[Text]) -> Text:
    """Return sentences one after the other, whether or not each ends with its full stop.

    >>> say_all([Text("太大", "too large"), Text("请拆开。", "split it.")])
    Text(zh='太大。请拆开。', en='too large. split it.')
    """
    return Text(
        "".join(f"{one.zh.removesuffix('。')}。" for one in sentences),
        " ".join(f"{one.en.removesuffix('.')}." for one in sentences),
    )
