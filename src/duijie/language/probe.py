"""What an encoder can do, found out by phrases of our own instead of taken from its name.

Two questions are put to it. *Which languages does it read?* For each of a dozen subjects it must
find the evidence among that of all subjects, and the translation among all translations. *On what
scale are its cosines?* Those of E5 lie between .75 and .95, those of MiniLM between 0 and .7, and
the curves of `duijie.match.calibrate` were made for MiniLM. So cosines are brought to its scale,
by the rule of linear discriminants (Fisher, "The use of multiple measurements in taxonomic
problems", 1936): halfway between what the subject's own and other evidence have stays halfway,
and a step counts as much as it separates, ``(own - other) / variance``. An encoder that separates
worse than MiniLM gets flatter curves; one that separates better is not believed more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text, join
from duijie.language.encoder import Encoder
from duijie.language.parallel import SUBJECTS
from duijie.language.recipe import NO_PROMPTS, Prompts

Cosines = NDArray[np.float64]

WITNESS = SUBJECTS[0].evidence_zh
"""A phrase that is asked for again to see whether a model is still the same."""
_ENOUGH = 2 / 3
"""An encoder reads a language when it finds so many of the partners, from both sides. By chance it
finds one in twelve; MiniLM, which reads no Chinese, finds four by the characters they share."""
_LEAST_SPREAD = 1e-6


@dataclass(frozen=True)
class Spread:
    """Cosines of needs with evidence of the own subject, with that of others, their deviation."""

    own: float
    other: float
    deviation: float

    @property
    def slope(self) -> float:
        """How fast the log odds of the own subject rise with a cosine."""
        return (self.own - self.other) / max(self.deviation, _LEAST_SPREAD) ** 2


MINILM = Spread(own=0.5123, other=0.1245, deviation=0.0914)
"""What all-MiniLM-L6-v2 shows on the English phrases; a test holds it to that."""


@dataclass(frozen=True)
class Scale:
    """Brings cosines to the scale of MiniLM: ``offset + factor * cosine``."""

    offset: float = 0.0
    factor: float = 1.0

    def apply(self, cosines: Cosines) -> Cosines:
        """Return the cosines on MiniLM's scale, in [-1, 1]."""
        return np.clip(self.offset + self.factor * cosines, -1, 1)

    @classmethod
    def from_spread(cls, found: Spread) -> Scale:
        """Return the scale for an encoder that showed `found`; see the head of this file."""
        factor = min(
            found.slope / MINILM.slope, (MINILM.own - MINILM.other) / (found.own - found.other)
        )
        middle = (MINILM.own + MINILM.other) / 2
        return cls(middle - factor * (found.own + found.other) / 2, factor)


@dataclass(frozen=True)
class Abilities:
    """What an encoder reads, None where it does not; what texts want before them; where they go.

    `across` is for texts in different languages. Where an encoder does not read Chinese itself,
    Chinese is glossed in English for it.
    """

    english: Scale | None = None
    chinese: Scale | None = None
    across: Scale | None = None
    prompts: Prompts = NO_PROMPTS
    sends_away: bool = False
    """Whether texts leave this machine: confidential ones must not be given to it."""


OF_MINILM = Abilities(english=Scale())
"""The built-in encoder; its cosines are what the curves were made for."""


def probe(
    encoder: Encoder, prompts: Prompts, progress: Progress = silent
) -> tuple[Abilities, Text]:
    """Return what `encoder` can do, and how many of its tasks it solved, in words.

    Raises
    ------
    EncoderUnavailable
        When the encoder cannot be used.
    """
    texts = {
        "need_zh": [prompts.need + one.need_zh for one in SUBJECTS],
        "need_en": [prompts.need + one.need_en for one in SUBJECTS],
        "evidence_zh": [prompts.passage + one.evidence_zh for one in SUBJECTS],
        "evidence_en": [prompts.passage + one.evidence_en for one in SUBJECTS],
    }
    vectors = encoder.encode([text for column in texts.values() for text in column], progress)
    columns = dict(zip(texts, np.split(vectors.astype(np.float64), len(texts)), strict=True))
    english = _cosines(columns, "need_en", "evidence_en")
    chinese = _cosines(columns, "need_zh", "evidence_zh")
    across = [
        _cosines(columns, "need_zh", "evidence_en"),
        _cosines(columns, "need_en", "evidence_zh"),
    ]
    translations = [
        _cosines(columns, "need_zh", "need_en"),
        _cosines(columns, "evidence_zh", "evidence_en"),
    ]
    abilities = Abilities(
        english=_scale([english], [english]),
        chinese=_scale([chinese], [chinese]),
        across=_scale(translations, across),
        prompts=prompts,
    )
    return abilities, _say(abilities, _found(english), _found(chinese), _found(*translations))


def _cosines(columns: Mapping[str, Cosines], first: str, second: str) -> Cosines:
    return np.asarray(columns[first] @ columns[second].T, dtype=np.float64)


def _scale(tasks: list[Cosines], pairs: list[Cosines]) -> Scale | None:
    """Return the scale of `pairs` when the encoder solves the `tasks`, else None."""
    if _found(*tasks) < _ENOUGH * len(SUBJECTS):
        return None
    spread = measure_spread(pairs)
    return Scale.from_spread(spread) if spread.own > spread.other else None


def measure_spread(pairs: list[Cosines]) -> Spread:
    """Return how cosines lie; the own subject's stand on the diagonals."""
    own = np.concatenate([np.diag(one) for one in pairs])
    others = np.concatenate([one[~np.eye(len(one), dtype=bool)] for one in pairs])
    return Spread(float(own.mean()), float(others.mean()), float(others.std()))


def _found(*tasks: Cosines) -> int:
    """Return for how many subjects the partner is strictly the nearest, in the worst direction."""
    return min(_nearest(turned) for one in tasks for turned in (one, one.T))


def _nearest(cosines: Cosines) -> int:
    others = np.where(np.eye(len(cosines), dtype=bool), -np.inf, cosines)
    return int((np.diag(cosines) > others.max(axis=1)).sum())


def _say(abilities: Abilities, english: int, chinese: int, across: int) -> Text:
    """Say what is read, with how many of the subjects were found."""
    tasks = (
        (abilities.english, english, Text("英文", "English")),
        (abilities.chinese, chinese, Text("中文", "Chinese")),
        (abilities.across, across, Text("中英互查", "Chinese against English")),
    )
    count = len(SUBJECTS)
    return join(
        [
            name
            + Text(
                f"{'能读' if scale else '不能读'}（{count} 题对 {found} 题）",
                f" {'yes' if scale else 'no'} ({found} of {count} found)",
            )
            for scale, found, name in tasks
        ],
        zh="，",
        en=", ",
    )
