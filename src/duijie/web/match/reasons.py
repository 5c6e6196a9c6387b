"""Why a pair has its affinity: a sentence, passages with marked terms, molecules, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from duijie.domain.text import EMPTY, Text
from duijie.match.calibrate import NOBODY
from duijie.match.reason import KINDS as EVIDENCE_KINDS
from duijie.web.match.models import Ranking
from duijie.web.match.results import load_result

if TYPE_CHECKING:
    from duijie.match.explain import Contribution
    from duijie.match.rank import MatchResult

PARTS = {
    "base": _("any pair of the list"),
    "words": _("shared words"),
    "topics": _("topics alike"),
    "meaning": _("meanings alike"),
    "chemistry": _("chemistry in common"),
    "spread": _("evidence on several subjects"),
    "decisions": _("earlier decisions"),
}
_MOST_PASSAGES = 3
_CHEMISTRY = "chemistry"
_STYLE = re.compile(r"\sstyle='([^']*)'")


@dataclass(frozen=True)
class ShownPassage:
    """A piece of evidence: title and text with the shared terms marked, what was found in it."""

    kind: Text
    year: int | None
    title: SafeString
    body: SafeString
    notes: tuple[Text, ...]
    share: float


@dataclass(frozen=True)
class Reason:
    """Why a pair has its affinity; `parts` are (name, share on the logit scale)."""

    affinity: float
    sentence: Text
    passages: list[ShownPassage] = field(default_factory=list)
    missing: Text = EMPTY
    picture: str = ""
    caption: Text = EMPTY
    effect: Text = EMPTY
    parts: list[tuple[object, float]] = field(default_factory=list)

    @property
    def level(self) -> int:
        """The step of the colour scale, 0 to 10."""
        return round(self.affinity * 10)

    @property
    def worth_proposing(self) -> bool:
        """Whether the affinity reaches what makes a pair worth proposing."""
        return self.affinity >= NOBODY


def say_reasons(ranking: Ranking, pairs: Iterable[tuple[int, int]]) -> list[Text]:
    """Return the sentence of each pair (row, column); empty where none can be given."""
    result = load_result(ranking)
    return [result.reason(row, column) if result else EMPTY for row, column in pairs]


def explain(ranking: Ranking, row: int, column: int) -> Reason | None:
    """Return everything that can be said of a pair; None where the result is not kept."""
    result = load_result(ranking)
    if result is None:
        return None
    told = result.explain(row, column)
    picture = result.picture(row, column)
    return Reason(
        affinity=float(ranking.values[row, column]),
        sentence=result.reason(row, column),
        passages=_passages(result, told),
        missing=_missing(told),
        picture=inline_svg(picture.svg) if picture else "",
        caption=picture.caption if picture else EMPTY,
        effect=result.effect(row, column),
        parts=_sum_parts(told),
    )


def _missing(told: Sequence[Contribution]) -> Text:
    """Return the terms of the need's title that no evidence has."""
    terms = [term for one in told if one.part == "missing" for term in one.need_text.split("、")]
    return Text("、".join(terms), ", ".join(terms))


def _passages(result: MatchResult, told: Sequence[Contribution]) -> list[ShownPassage]:
    shown = dict.fromkeys(one.evidence_id for one in told if one.evidence_id)
    by_id = {passage.evidence_id: passage for passage in result.problem.passages}
    found = []
    for evidence_id in list(shown)[:_MOST_PASSAGES]:
        own = [one for one in told if one.evidence_id == evidence_id]
        passage = by_id[evidence_id]
        terms = [
            term
            for one in own
            if one.part == "words"
            for pair in one.need_text.split("、")
            for term in pair.split("=")
            if term
        ]
        found.append(
            ShownPassage(
                EVIDENCE_KINDS.get(passage.kind, Text(passage.kind, passage.kind)),
                passage.year,
                mark_terms(passage.title or passage.body, terms),
                mark_terms(passage.body if passage.title else "", terms),
                tuple(one.note for one in own if one.part == _CHEMISTRY and one.share > 0),
                sum(one.share for one in own),
            )
        )
    return found


def _sum_parts(told: Sequence[Contribution]) -> list[tuple[object, float]]:
    sums = dict.fromkeys(PARTS, 0.0)
    for one in told:
        if one.part in sums:
            sums[one.part] += one.share
    return [(PARTS[name], share) for name, share in sums.items() if share]


def mark_terms(text: str, terms: Iterable[str]) -> SafeString:
    """Return `text` as HTML with every term marked, the longest first, none inside another.

    >>> mark_terms("膜分离 <回收>", ["回收", "膜分离"])
    '<mark>膜分离</mark> &lt;<mark>回收</mark>&gt;'
    """
    known = sorted({term for term in terms if term.strip()}, key=len, reverse=True)
    if not known:
        return SafeString(conditional_escape(text))
    pieces = re.split(f"({'|'.join(map(re.escape, known))})", text, flags=re.IGNORECASE)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", one) if odd % 2 else one,)
            for odd, one in enumerate(pieces)
        ),
    )


def inline_svg(svg: str) -> SafeString:
    """Return our own drawing with its styles as attributes: pages forbid styles in elements."""

    def spread(found: re.Match[str]) -> str:
        pairs = (pair.split(":", 1) for pair in found[1].split(";") if ":" in pair)
        return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)

    return mark_safe(_STYLE.sub(spread, svg))  # noqa: S308 - drawn by chemistry.drawing, holds no user's words
