"""A pasted list of publications, as pieces of evidence: BibTeX, RIS, or one a line as people write.

Chinese lists follow GB/T 7714 ("作者. 题名[J]. 刊名, 2023"), others APA ("Author (2023). Title.
Journal") or nothing at all; a line whose title cannot be told stands as its own title.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from duijie.domain.ids import fold
from duijie.domain.records import Evidence

MOST = 500
"""More entries than this are no list of one person."""
_TITLE_CHARS, _LEAST_TITLE_CHARS = 500, 4
_BIBTEX = re.compile(r"^\s*@(?!comment|string|preamble)\w+\s*[{(]", re.MULTILINE | re.IGNORECASE)
_AT = re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE)
_RIS = re.compile(r"^TY {1,2}- ", re.MULTILINE)
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/[^\s,;，；\]}]+", re.IGNORECASE)
_NUMBERING = re.compile(r"^\s*(?:[\[［(（]?\d{1,3}[\]］)）.、．]|[-•·*])\s*")
_TYPED = re.compile(r"(.{4,}?)\s*\[([A-Z])(?:/OL)?\]")
_SENTENCE_END = re.compile(r"(?<!\d)[.．。]\s*|[.．。]\s+")
_PATENT_NUMBER = re.compile(r"\s*[:：,，]\s*(?:[A-Z]{2})?[\dA-Z.]{6,}$")
_QUOTED = re.compile(r"[“\"《]([^”\"》]{4,})[”\"》]")
_DATED = re.compile(r"\((?:19|20)\d\d[a-z]?[^)]*\)[.,:]?\s*([^.?!]{4,}[?!]?)")
_KINDS = {"P": "patent", "PAT": "patent", "patent": "patent", "RPRT": "achievement"}
_PATENT = re.compile(r"专利|patent|\b(?:CN|US|WO)\d{6,}", re.IGNORECASE)
_PROJECT = re.compile(
    r"基金(?:面上|青年|重点|重大|项目)|(?:项目|课题|研发计划)(?=$|[，,；;（(：:。\s])"
    r"|\b(?:grant no|funded by|research project)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"[^\d]{2,40}[:：]|(?:[一二三四五六七八九十]+、)?(?:代表性?|主要|近[三五]年)?(?:发表)?(?:的)?"
    r"(?:学术)?(?:论文|论著|专利|成果|项目|文章)(?:列表|目录|清单)?"
    r"|(?:selected |recent |journal )?(?:publications|papers|articles|patents)",
    re.IGNORECASE,
)
"""A line above entries."""
_EARLIER = re.compile(r"\bepub\b.*", re.IGNORECASE)
"""PubMed says at the end when an article was first online."""
_NARROW_END = re.compile(r"[\x21-\x7e]$")
_BRACES = re.compile(r"[{}]")


def read_publications(text: str, expert_id: str) -> list[Evidence]:
    """Return what a pasted list names, in its order, each once; nothing is invented.

    A DOI, the year and the abstract are kept where they are given; where there is no abstract
    the text says where it appeared.
    """
    if _BIBTEX.search(text):
        found = _read_bibtex(text)
    elif _RIS.search(text):
        found = _read_ris(text)
    else:
        found = _read_lines(text)
    each: dict[str, Evidence] = {}
    for one in found:
        each.setdefault(key_of(one), replace(one, expert_id=expert_id))
    return list(each.values())[:MOST]


def count_entries(text: str) -> int:
    """Return how many entries of BibTeX or RIS a text begins, 0 for a list in lines."""
    return len(_BIBTEX.findall(text)) or len(_RIS.findall(text))


def key_of(one: Any) -> str:
    """Return by what the same publication is known again: its DOI, else its title."""
    return one.doi.casefold() if one.doi else fold(one.title)


def _read_bibtex(text: str) -> Iterator[Evidence]:
    """Read entry by entry: one with a bracket too few spoils no other."""
    from pybtex.database import parse_string  # noqa: PLC0415 - only here
    from pybtex.exceptions import PybtexError  # noqa: PLC0415

    starts = [found.start() for found in _AT.finditer(text)]
    entries = [text[begin:end] for begin, end in pairwise([*starts, len(text)])]
    macros = "".join(one for one in entries if not _BIBTEX.match(one))
    where = ("journal", "booktitle", "publisher", "school", "institution")
    for one in filter(_BIBTEX.match, entries):
        try:
            read = parse_string(macros + one, "bibtex").entries.values()
        except PybtexError:
            continue  # `count_entries` tells that it is missing
        for entry in read:
            fields = {name.lower(): _decode(value) for name, value in entry.fields.items()}
            yield from _made(fields, entry.type.lower(), "title", where)


def _decode(words: str) -> str:
    r"""Return LaTeX as it is read: ``\"o`` as ö."""
    import latexcodec  # noqa: F401, PLC0415 - registers the codec

    decode: Any = codecs.decode  # from text to text, of which the types know nothing
    return str(decode(words, "ulatex"))


def _read_ris(text: str) -> Iterator[Evidence]:
    import rispy  # noqa: PLC0415 - only here

    for entry in rispy.loads(text):
        title = "title" if entry.get("title") else "primary_title"
        where = ("journal_name", "secondary_title", "alternate_title3", "publisher")
        yield from _made(entry, entry.get("type_of_reference", ""), title, where)


def _made(
    entry: Mapping[str, Any], kind: str, title: str, where: tuple[str, ...]
) -> Iterator[Evidence]:
    def words(name: str) -> str:
        return " ".join(_BRACES.sub("", str(entry.get(name, ""))).split())

    dates = ("year", "publication_year", "date")
    year = next(filter(None, map(_YEAR.search, map(words, dates))), None)
    doi = _DOI.search(words("doi"))
    if words(title):
        yield Evidence(
            expert_id="",
            kind=_KINDS.get(kind, "paper"),
            title=words(title)[:_TITLE_CHARS],
            text=words("abstract") or next(filter(None, map(words, where)), ""),
            year=int(year[1]) if year else None,
            doi=doi[0] if doi else "",
        )


def _read_lines(text: str) -> Iterator[Evidence]:
    for line in _entries(text):
        words = " ".join(_NUMBERING.sub("", line).split())
        if len(words) < _LEAST_TITLE_CHARS or _HEADING.fullmatch(words):
            continue
        doi = _DOI.search(words)
        years = _YEAR.findall(_EARLIER.sub("", _DOI.sub("", words)))
        title, kind = _title_of(words)
        yield Evidence(
            expert_id="",
            kind=kind,
            title=title[:_TITLE_CHARS],
            text="" if title == words else words,
            year=int(years[-1]) if years else None,
            doi=doi[0].rstrip(".") if doi else "",
        )


def _entries(text: str) -> list[str]:
    """Return the lines; in a numbered list, one without a number may end the entry before.

    It does when that entry has no year yet.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if sum(bool(_NUMBERING.match(line)) for line in lines) < 2:  # noqa: PLR2004 - no list yet
        return lines
    entries: list[str] = []
    for line in lines:
        unfinished = entries and _NUMBERING.match(entries[-1]) and not _YEAR.search(entries[-1])
        goes_on = unfinished and not _NUMBERING.match(line)
        if goes_on and not _HEADING.fullmatch(line.strip()):
            before = entries[-1].rstrip()
            gap = " " if _NARROW_END.search(before) else ""
            entries[-1] = before + gap + line.strip()
        else:
            entries.append(line)
    return entries


def _title_of(words: str) -> tuple[str, str]:
    """Return the title within a line, the line itself where it cannot be told, and the kind."""
    typed = _TYPED.match(words)
    if typed:
        title = _PATENT_NUMBER.sub("", _SENTENCE_END.split(typed[1])[-1])
        return title.strip() or words, _KINDS.get(typed[2], "paper")
    kind = "patent" if _PATENT.search(words) else "project" if _PROJECT.search(words) else "paper"
    found = _QUOTED.search(words) or _DATED.search(words)
    return (found[1].strip(" ,，") if found else words), kind
