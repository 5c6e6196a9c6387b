"""The aspects of a need: its title and the sentences and keywords that add something to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from duijie.domain.records import Need
from duijie.language.normal import tidy
from duijie.language.tokens import tokenise
from duijie.match.problem import Writing

MOST_ASPECTS = 12
"""Of a need of many pages, the sentences that say most."""
_FEWEST_TOKENS = 3
"""Two Chinese characters or two English words; a shorter piece, such as 略, is no aspect."""
_LEAST_NEW = 0.5
"""What of a piece, by rarity, stands in no aspect before it: a repetition is no new aspect."""
_BREAKS = re.compile(
    r"[。；;！？!?\n\r]+|(?<=[a-z0-9\u2103%)])\.\s+|(?<![0-9])[（(]?[1-9][)）、．](?![0-9])"
)
"""Ends of sentences and the numbers of a list; a decimal point is neither."""
_LABEL = re.compile(r"^[^：:]{2,12}[：:]\s*")
"""主要问题：, Main problem: - the heading of a form, not what is asked."""


def split_aspects(need: Need, rarity: Mapping[str, float]) -> tuple[str, ...]:
    """Return the aspects of a need as it is written, the title first, at most `MOST_ASPECTS`.

    A piece whose words mostly stand in aspects before it is left out. `rarity` says how rare each
    token is; see `MatchProblem.rarity`.

    >>> split_aspects(Need("N", "含氟废水处理", "主要问题：氟离子超标；污泥量大难以处置。"), {})
    ('含氟废水处理', '氟离子超标', '污泥量大难以处置')
    """
    kept: list[tuple[str, float]] = []
    said: set[str] = set()
    for piece in _pieces(need):
        tokens = set(tokenise(piece))
        new = tokens - said
        weight, fresh = (sum(rarity.get(token, 1.0) for token in found) for found in (tokens, new))
        if len(tokens) >= _FEWEST_TOKENS and (not kept or fresh > _LEAST_NEW * weight):
            kept.append((piece, fresh))
            said |= tokens
    order = sorted(range(len(kept)), key=lambda n: (n > 0, -kept[n][1]))[:MOST_ASPECTS]
    return tuple(kept[n][0] for n in sorted(order))


def as_writings(aspects: tuple[str, ...]) -> tuple[Writing, ...]:
    """Return the aspects as what is compared with passages: titles without a body."""
    return tuple(Writing(aspect) for aspect in aspects)


def _pieces(need: Need) -> Iterator[str]:
    for part in (need.title, need.text, "\n".join(need.keywords)):
        for piece in _BREAKS.split(_tidy_lines(part)):
            yield _LABEL.sub("", (piece or "").strip(" ，,、.。;；")).strip()


def _tidy_lines(text: str) -> str:
    """Tidy each line by itself, for line ends separate aspects."""
    return "\n".join(tidy(line) for line in text.splitlines())
