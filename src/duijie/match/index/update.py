"""Making the folder of an index agree with the passages at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.match.index.block import Block, join_blocks
from duijie.match.index.changes import write_changes
from duijie.match.index.files import CHANGES, IndexUnusable, is_begun, locked, new_generation
from duijie.match.index.generation import write_generation
from duijie.match.index.read import Encoding, Portfolio, read_portfolios
from duijie.match.index.search import ExpertIndex

MOST_LATER = 20_000
"""Passages that are searched one by one beside the generation; with more, a new one is made."""
_SHARE_LATER = 0.1
_FEW = 100


@dataclass(frozen=True)
class Updated:
    """How many experts were read anew and removed, and why the index was begun anew, if so."""

    read: int
    removed: int
    begun_anew: Text | None = None


def update_index(
    folder: Path,
    portfolios: Sequence[Portfolio],
    encoding: Encoding,
    progress: Progress = silent,
    *,
    seed: int = 0,
) -> Updated:
    """Make the index in `folder` hold `portfolios` and nobody else; begin it where there is none.

    Only experts whose texts changed are read. One that is damaged, or was made for another
    encoder, is begun anew. Whenever the work is stopped, the folder holds the index before it or
    the one after it. `progress` counts the experts that are read.

    Raises
    ------
    EncoderUnavailable
        When the encoder cannot be used; then the index is as it was.
    """
    with locked(folder):
        index, why = _open(folder, encoding)
        before = index.digests if index else {}
        new = [one for one in portfolios if before.get(one.expert_id) != one.digest]
        wanted = {one.expert_id for one in portfolios}
        removed = sorted(before.keys() - wanted)
        if index and not new and not removed:
            return Updated(0, 0)
        block = read_portfolios(new, encoding, progress)
        if index and _is_little(index, block, removed):
            write_changes(index.path / CHANGES, block, removed)
        else:
            outdated = {*removed, *block.ids}
            kept = _keep(index, outdated) if index else []
            about = {"model_id": encoding.model_id, "dimension": encoding.dimension, "seed": seed}
            with new_generation(folder, about) as stage:
                write_generation(stage, join_blocks([*kept, block]), seed)
        return Updated(len(new), len(removed), why)


def _open(folder: Path, encoding: Encoding) -> tuple[ExpertIndex | None, Text | None]:
    if not is_begun(folder):
        return None, None
    try:
        return ExpertIndex(folder, encoding), None
    except IndexUnusable as error:
        return None, error.message


def _is_little(index: ExpertIndex, block: Block, removed: Sequence[str]) -> bool:
    """Tell whether the changes may stand beside the generation."""
    limit = min(MOST_LATER, max(_FEW, _SHARE_LATER * len(index.generation.block.scripts)))
    gone = len(index.generation.block.ids) - int(index.standing.sum()) + len(removed)
    return len(index.later.scripts) + len(block.scripts) + gone <= limit


def _keep(index: ExpertIndex, outdated: set[str]) -> list[Block]:
    standing = index.standing & np.array(
        [one not in outdated for one in index.generation.block.ids], dtype=bool
    )
    later = [row for row, one in enumerate(index.later.ids) if one not in outdated]
    return [
        index.generation.block.take(np.flatnonzero(standing)),
        index.later.take(np.array(later, dtype=np.int64)),
    ]
