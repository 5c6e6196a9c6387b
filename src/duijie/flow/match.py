"""Needs and evidence in, affinities out: ``duijie match``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import user_cache_path

from duijie.domain.diagnosis import Diagnosis
from duijie.domain.errors import BadData
from duijie.domain.event import PairKey
from duijie.domain.progress import Progress, Steps, silent, silent_steps
from duijie.domain.records import Expert, Register
from duijie.domain.sheet import Grid
from duijie.domain.text import Language, Text
from duijie.flow.sources import read_one, read_tables
from duijie.io.csv import write_csv
from duijie.language.cache import CachedEncoder
from duijie.language.encoder import EncoderUnavailable
from duijie.language.minilm import find_minilm
from duijie.match.rank import MatchResult, score
from duijie.register.plans import affinity_grid, read_pairs
from duijie.register.vocabulary import Kind


@dataclass(frozen=True)
class MatchOutcome:
    """The affinities, what was said on the way, and how many rows were written."""

    result: MatchResult
    diagnoses: tuple[Diagnosis, ...]
    rows: int


def match_files(
    needs: Path,
    evidence: Path,
    out: Path,
    *,
    experts: Path | None = None,
    pairs: Path | None = None,
    top: int | None = None,
    language: Language = "en",
    cache: Path | None = None,
    steps: Steps = silent_steps,
) -> MatchOutcome:
    """Rank experts for every need and write ``affinity.csv`` to `out`.

    Experts are those of `experts`; without it, everybody named in `evidence`. `pairs` keeps only
    the listed pairs, `top` the best so many experts of each need; neither changes a score.
    Reasons are written in `language`; vectors are cached in the folder `cache`.

    Raises
    ------
    BadData
        When a file is refused, or no need or no expert is left.
    """
    files: dict[Path, Kind] = {needs: "needs", evidence: "evidence"}
    if experts:
        files[experts] = "experts"
    register, diagnoses = read_tables(files)
    if not experts:
        register = with_named_experts(register)
    wanted = read_pairs(read_one(pairs)) if pairs else None
    with steps(Text("匹配", "Matching")) as progress:
        result = rank(register, cache=cache, progress=progress)
    grid = affinity_rows(result, language, pairs=wanted, top=top)
    write_csv(out, grid)
    return MatchOutcome(result, tuple(diagnoses), len(grid.rows))


def with_named_experts(register: Register) -> Register:
    """Add an expert for every id that only the evidence names."""
    known = {expert.expert_id for expert in register.experts}
    named = dict.fromkeys(piece.expert_id for piece in register.evidence)
    more = tuple(Expert(expert_id, expert_id) for expert_id in named if expert_id not in known)
    return replace(register, experts=register.experts + more)


def rank(
    register: Register, *, cache: Path | None = None, progress: Progress = silent
) -> MatchResult:
    """Score every expert of `register` for every need.

    Raises
    ------
    BadData
        When there is no need or no expert.
    """
    for records, name in (
        (register.needs, Text("需求", "needs")),
        (register.experts, Text("专家", "experts")),
    ):
        if not records:
            raise BadData(
                Text(
                    f"没有读到任何{name.zh}，无法匹配", f"no {name.en} were read: nothing to match"
                ),
                [
                    Text(
                        "用 duijie register check 查看表格哪里读不懂",
                        "see what the sheets lack: duijie register check",
                    )
                ],
            )
    people = register.needs, register.experts, register.evidence
    try:
        encoder = CachedEncoder(find_minilm(), cache or default_cache())
    except EncoderUnavailable as unavailable:
        result = score(*people, None, progress)
        return replace(result, notices=(unavailable.message, *result.notices))
    result = score(*people, encoder, progress)
    return replace(result, notices=(*encoder.notices, *result.notices))


def default_cache() -> Path:
    """Return the folder for encoded texts: the user's cache on this system."""
    return Path(user_cache_path("duijie"))


def reasons_of(result: MatchResult) -> dict[PairKey, Text]:
    """Return the reason of every pair, by (need_id, expert_id)."""
    return {
        (need_id, expert_id): result.reason(row, column)
        for row, need_id in enumerate(result.affinity.need_ids)
        for column, expert_id in enumerate(result.affinity.expert_ids)
    }


def affinity_rows(
    result: MatchResult,
    language: Language,
    *,
    pairs: Sequence[PairKey] | None = None,
    top: int | None = None,
) -> Grid:
    """Return ``affinity`` with reasons in `language`, whole or only the rows asked for.

    Raises
    ------
    BadData
        When `pairs` names a need or an expert that was not read.
    """
    reasons = {key: reason.in_(language) for key, reason in reasons_of(result).items()}
    grid = affinity_grid(result.affinity, reasons)
    wanted = reasons.keys() if pairs is None else set(pairs)
    if unknown := [pair for pair in wanted if pair not in reasons]:
        need_id, expert_id = unknown[0]
        raise BadData(
            Text(
                f"名单里有 {len(unknown)} 对不在已读的需求和专家之中，"
                f"例如 {need_id} 与 {expert_id}",
                f"{len(unknown)} listed pairs are not among the needs and experts that were read, "
                f"for example {need_id} with {expert_id}",
            )
        )
    ranked = grid.columns.index("rank")
    rows = [
        row
        for row in grid.rows
        if (row[0], row[1]) in wanted and (top is None or int(str(row[ranked])) <= top)
    ]
    return replace(grid, rows=rows)
