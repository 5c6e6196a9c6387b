"""Needs and evidence in, affinities out: ``duijie match``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from duijie.domain.diagnosis import Diagnosis
from duijie.domain.errors import BadData
from duijie.domain.event import PairKey
from duijie.domain.progress import Progress, Steps, silent, silent_steps
from duijie.domain.records import Expert, Register
from duijie.domain.sheet import Grid
from duijie.domain.text import Language, Text
from duijie.flow.cache import default_cache
from duijie.flow.chemist import ChemistryUnavailable, make_chemist
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
    """The affinities, what was said on the way, and the pairs that were written, in order."""

    result: MatchResult
    diagnoses: tuple[Diagnosis, ...]
    pairs: tuple[PairKey, ...]

    @property
    def nobody(self) -> tuple[str, ...]:
        """The needs for which nobody here should be proposed."""
        return needs_without_expert(self.result)

    def explain(self, language: Language) -> Iterator[dict[str, Any]]:
        """Yield each written pair with what its affinity is made of."""
        matrix = self.result.affinity
        for need_id, expert_id in self.pairs:
            row, column = matrix.need_ids.index(need_id), matrix.expert_ids.index(expert_id)
            yield {
                "need_id": need_id,
                "expert_id": expert_id,
                "affinity": float(matrix.values[row, column]),
                "reason": self.result.reason(row, column).in_(language),
                "reasons": [one.as_row(language) for one in self.result.explain(row, column)],
            }


def match_files(
    needs: Path,
    evidence: Path,
    out: Path,
    *,
    experts: Path | None = None,
    pairs: Path | None = None,
    top: int | None = None,
    language: Language = "en",
    chemistry: bool = True,
    cache: Path | None = None,
    steps: Steps = silent_steps,
) -> MatchOutcome:
    """Rank experts for every need and write ``affinity.csv`` to `out`.

    Experts are those of `experts`; without it, everybody named in `evidence`. `pairs` keeps only
    the listed pairs, `top` the best so many experts of each need; neither changes a score.
    Reasons are written in `language`; vectors and the index of chemical names are kept in the
    folder `cache`. `chemistry` counts what needs and evidence have in common chemically, where
    RDKit and the index are there.

    Raises
    ------
    BadData
        When a file is refused, or no need or no expert is left.
    """
    files: list[tuple[Path, Kind]] = [(needs, "needs"), (evidence, "evidence")]
    if experts:
        files.append((experts, "experts"))
    register, diagnoses = read_tables(files)
    if not experts:
        register = with_named_experts(register)
    wanted = read_pairs(read_one(pairs)) if pairs else None
    with steps(Text("匹配", "Matching")) as progress:
        result = rank(register, chemistry=chemistry, cache=cache, progress=progress)
    grid = affinity_rows(result, language, pairs=wanted, top=top)
    write_csv(out, grid)
    return MatchOutcome(
        result, tuple(diagnoses), tuple((str(row[0]), str(row[1])) for row in grid.rows)
    )


def with_named_experts(register: Register) -> Register:
    """Add an expert for every id that only the evidence names."""
    known = {expert.expert_id for expert in register.experts}
    named = dict.fromkeys(piece.expert_id for piece in register.evidence)
    more = tuple(Expert(expert_id, expert_id) for expert_id in named if expert_id not in known)
    return replace(register, experts=register.experts + more)


def rank(
    register: Register,
    *,
    chemistry: bool = True,
    cache: Path | None = None,
    progress: Progress = silent,
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
    cache = cache or default_cache()
    missing: list[Text] = []
    encoder = chemist = None
    with suppress(EncoderUnavailable):
        encoder = CachedEncoder(find_minilm(), cache)
    if chemistry:
        try:
            chemist = make_chemist(cache, progress)
        except ChemistryUnavailable as error:
            missing.append(error.reason)
    people = register.needs, register.experts, register.evidence
    result = score(*people, encoder, progress, chemist=chemist)
    for part in (encoder, chemist):
        missing += part.notices if part else ()
    return replace(result, notices=(*missing, *result.notices))


def needs_without_expert(result: MatchResult) -> tuple[str, ...]:
    """Return the needs for which no expert reaches the threshold below which none suits."""
    ids = result.affinity.need_ids
    return tuple(need_id for row, need_id in enumerate(ids) if result.nobody(row))


def explain(result: MatchResult, pairs: Iterable[PairKey]) -> dict[PairKey, Text]:
    """Return the reason of each of `pairs`."""
    matrix = result.affinity
    rows = {need_id: row for row, need_id in enumerate(matrix.need_ids)}
    columns = {expert_id: column for column, expert_id in enumerate(matrix.expert_ids)}
    return {(need, expert): result.reason(rows[need], columns[expert]) for need, expert in pairs}


def draw(result: MatchResult, pairs: Iterable[PairKey]) -> dict[PairKey, str]:
    """Return the picture (SVG) of each of `pairs` whose reason is about two molecules."""
    matrix = result.affinity
    rows = {need_id: row for row, need_id in enumerate(matrix.need_ids)}
    columns = {expert_id: column for column, expert_id in enumerate(matrix.expert_ids)}
    drawn = ((pair, result.picture(rows[pair[0]], columns[pair[1]])) for pair in pairs)
    return {pair: picture.svg for pair, picture in drawn if picture}


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
    grid = affinity_grid(result.affinity)
    need, expert, ranked, reason = map(
        grid.columns.index, ("need_id", "expert_id", "rank", "reason")
    )
    rows = {(str(row[need]), str(row[expert])): row for row in grid.rows}
    if pairs is not None:
        _refuse_strangers([pair for pair in pairs if pair not in rows])
        wanted = set(pairs)
        rows = {pair: row for pair, row in rows.items() if pair in wanted}
    kept = {pair: row for pair, row in rows.items() if not top or int(str(row[ranked])) <= top}
    reasons = explain(result, kept)
    return replace(
        grid, rows=[(*row[:reason], reasons[pair].in_(language)) for pair, row in kept.items()]
    )


def _refuse_strangers(pairs: Sequence[PairKey]) -> None:
    if pairs:
        need_id, expert_id = pairs[0]
        raise BadData(
            Text(
                f"名单里有 {len(pairs)} 对不在已读的需求和专家之中，例如 {need_id} 与 {expert_id}",
                f"{len(pairs)} listed pairs are not among the needs and experts that were read, "
                f"for example {need_id} with {expert_id}",
            )
        )
