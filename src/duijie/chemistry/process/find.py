"""Processes in a text, in both languages, without cutting words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from duijie.chemistry.mention import Mention
from duijie.chemistry.process.entries import Process, read_processes

_SALT_MAKERS = "氧氯氟溴碘硫氮碳氢磷硅硼"
"""After one of these and 化 an element goes on a name: 氧化铁 and 氯化钠 are compounds."""
_ELEMENTS = (
    "锂钠钾铷铯铍镁钙锶钡铝镓铟铊硼碳硅锗锡铅氮磷砷锑铋硫硒碲氢铁钴镍铜锌银镉金汞铂钯铑铱钌锇"
    "钛锆铪钒铌钽铬钼钨锰铼钪钇镧铈镨钕钐铕钆铽镝钬铒铥镱镥铵氰亚"
)
_END = r"(?![A-Za-z])"
_ENDINGS = (
    (re.compile(r"i[sz]ation$"), "i[sz](?:ations?|e[ds]?|ing)"),
    (re.compile(r"i[sz]e$"), "i[sz](?:ations?|e[ds]?|ing)"),
    (re.compile(r"ation$"), "at(?:ions?|ed|ing|ive)"),
    (re.compile(r"lysis$"), "ly(?:s[ei]s|[sz]e[ds]?|[sz]ing|tic)"),
)


@dataclass(frozen=True)
class ProcessHit:
    """A process named at ``text[start:end]``."""

    start: int
    end: int
    text: str
    process: Process


def find_processes(text: str, mentions: Sequence[Mention] = ()) -> tuple[ProcessHit, ...]:
    """Return the processes that `text` names, in order, none overlapping.

    `mentions` are the substances named in it: 氯化 inside 氯化铵 is no chlorination. Everyday
    words such as distillation count only beside a substance or a word of chemistry.

    >>> [hit.process.key for hit in find_processes("氧化铁催化对硝基甲苯连续加氢，副产二氧化碳")]
    ['hydrogenation']
    """
    hits = [hit for hit in _scan(text) if not _is_inside(hit, mentions)]
    if not mentions and all(hit.process.plain for hit in hits):
        return ()
    return tuple(hits)


def _scan(text: str) -> Iterator[ProcessHit]:
    """Yield the longest word of the lexicon at every place, the words to avoid left out."""
    place = 0
    while place < len(text):
        end, owner = _read_at(text, place)
        if owner:
            yield ProcessHit(place, end, text[place:end], owner)
        place = max(end, place + 1)


def _read_at(text: str, place: int) -> tuple[int, Process | None]:
    """Return the end and the owner of the longest word that begins at `place`."""
    char = text[place]
    if _is_letter(char) and place and _is_letter(text[place - 1]):
        return place, None
    for word, owner in _chinese().get(char, ()):
        if text.startswith(word, place) and not (owner and _makes_name(text, place, word)):
            return place + len(word), owner
    for pattern, owner in _english().get(char.casefold(), ()):
        if found := pattern.match(text, place):
            return found.end(), owner
    return place, None


def _makes_name(text: str, place: int, word: str) -> bool:
    """Tell whether a word such as 氯化 goes on as the name of a compound."""
    end = place + len(word)
    salty = word.endswith("化") and word[-2] in _SALT_MAKERS
    return salty and end < len(text) and text[end] in _ELEMENTS


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _is_inside(hit: ProcessHit, mentions: Sequence[Mention]) -> bool:
    """Tell whether the hit is a piece of a longer name."""
    return any(
        mention.start <= hit.start
        and hit.end <= mention.end
        and mention.end - mention.start > hit.end - hit.start
        for mention in mentions
    )


@lru_cache(1)
def _lexicon() -> tuple[tuple[str, Process | None], ...]:
    """Return all words, the longest first; nobody owns a word that is to be avoided."""
    owners: dict[str, Process | None] = {}
    for process in read_processes().values():
        owners |= dict.fromkeys((word for word in process.avoid if word not in owners), None)
        owners |= dict.fromkeys((*process.zh, *process.en), process)
    return tuple(sorted(owners.items(), key=lambda item: -len(item[0])))


@lru_cache(1)
def _chinese() -> dict[str, list[tuple[str, Process | None]]]:
    """Return the words with any Chinese in them by their first character."""
    found: dict[str, list[tuple[str, Process | None]]] = {}
    for word, owner in _lexicon():
        if not word.isascii():
            found.setdefault(word[0], []).append((word, owner))
    return found


@lru_cache(1)
def _english() -> dict[str, list[tuple[re.Pattern[str], Process | None]]]:
    """Return the patterns of English words and abbreviations by their first letter."""
    found: dict[str, list[tuple[re.Pattern[str], Process | None]]] = {}
    for word, owner in _lexicon():
        if word.isascii():
            found.setdefault(word[0].casefold(), []).append((_pattern(word), owner))
    return found


def _pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of the ways an English word is written; abbreviations keep their case."""
    if word[-1].isupper():
        return re.compile(re.escape(word) + _END)
    *firsts, last = re.split(r"[ -]", word)
    stem, forms = next(
        ((ending.sub("", last), forms) for ending, forms in _ENDINGS if ending.search(last)),
        (last, "s?"),
    )
    written = r"[\s-]".join([*map(re.escape, firsts), re.escape(stem) + forms])
    return re.compile(written + _END, re.IGNORECASE)
