"""What decisions did to a pair, in words: exact, by learning again without them."""

from __future__ import annotations

from collections.abc import Iterator

from duijie.domain.text import EMPTY, Text, join
from duijie.match.explain import Contribution
from duijie.match.features import Feature
from duijie.match.learn import Learned

PART = "decisions"


def explain_shift(learned: Learned, row: int, column: int) -> list[Contribution]:
    """Return what decisions add to the logit of a pair, by what they changed; none when nothing.

    The shares add up to ``learned.shifts[row, column]``.
    """
    return [
        Contribution(PART, share, note=words)
        for share, words in _shares(learned, row, column)
        if share
    ]


def _shares(learned: Learned, row: int, column: int) -> Iterator[tuple[float, Text]]:
    for feature, weight, values in zip(
        learned.features, learned.weights, learned.values, strict=True
    ):
        yield float(weight * values[row, column]), _say_weight(feature, float(weight))
    about = len(learned.lessons_about(column))
    own = Text(f"关于该专家的 {about} 条决定", f"{_count(about)} about this expert")
    effect = say_effect(learned, row, column)
    yield learned.favour_of(row, column), join([own, effect]) if effect else own


def say_effect(learned: Learned, row: int, column: int) -> Text:
    """Say from which place to which the decisions about an expert moved them for a need.

    Nothing when there are none or they leave them in their place.
    """
    about = len(learned.lessons_about(column))
    if not about:
        return EMPTY
    before = learned.without_expert(column).rank_of(row, column)
    after = learned.rank_of(row, column)
    if before == after:
        return EMPTY
    return Text(
        f"{about} 条决定使该专家由第 {before} 位{'升' if after < before else '降'}到第 {after} 位",
        f"{_count(about)} moved this expert from {before} to {after}",
    )


def _say_weight(feature: Feature, weight: float) -> Text:
    if feature.scaled:
        more = Text("多", "more") if weight > 0 else Text("少", "less")
        return feature.words + Text(
            f"，据决定算得{more.zh} {abs(weight):.0%}",
            f" count {abs(weight):.0%} {more.en} by the decisions",
        )
    return feature.words + (
        Text("：决定中多于预期", ": taken more often than foreseen")
        if weight > 0
        else Text("：决定中少于预期", ": taken less often than foreseen")
    )


def _count(decisions: int) -> str:
    return f"{decisions} decision{'s' * (decisions > 1)}"
