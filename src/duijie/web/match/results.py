"""What a ranking rests on, kept so that reasons can be given at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duijie.web.core import kept
from duijie.web.match.models import Ranking

if TYPE_CHECKING:
    from duijie.match.rank import MatchResult

_KIND = "rankings"


def keep_result(ranking: Ranking, result: MatchResult) -> None:
    """Write the result of a ranking that has just been saved."""
    kept.keep(_KIND, ranking.pk, result)


def load_result(ranking: Ranking) -> MatchResult | None:
    """Return what `ranking` rests on; None when it is not there or of another version."""
    found: MatchResult | None = kept.load(_KIND, ranking.pk)
    return found
