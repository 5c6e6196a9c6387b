"""Needs and evidence in, affinities out: ``duijie match``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from duijie.flow import shortlist
from duijie.flow.cache import default_cache
from duijie.flow.chemist import ChemistryUnavailable, NameChemist, make_chemist
from duijie.flow.encoders import Reader, open_reader
from duijie.flow.groups import by_expert_grid, say_both, similar_grid, teams_grid
from duijie.flow.sources import read_one, read_tables, refuse_overwriting
from duijie.io.csv import write_csv
from duijie.language.choice import DEFAULT, EncoderChoice
from duijie.match import notices
from duijie.match.decided import apply_decisions
from duijie.match.rank import MatchResult, score
from duijie.match.similar import find_similar
from duijie.match.team import form_teams
from duijie.register.plans import affinity_grid, read_pairs
from duijie.register.vocabulary import Kind


@dataclass(frozen=True)
class Beside:
    """Files to write beside the affinities; None where one is not wanted.

    `by_expert`: the needs of each expert, best first; `similar`: needs that are alike; `teams`:
    for each need a few experts who together cover what it asks.
    """

    by_expert: Path | None = None
    similar: Path | None = None
    teams: Path | None = None


NOTHING_BESIDE = Beside()


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
                "reason": say_both(self.result, row, column).in_(language),
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
    decisions: Path | None = None,
    beside: Beside = NOTHING_BESIDE,
    language: Language = "en",
    encoder: EncoderChoice = DEFAULT,
    chemistry: bool = True,
    cache: Path | None = None,
    index: Path | None = None,
    steps: Steps = silent_steps,
) -> MatchOutcome:
    """Rank experts for every need and write ``affinity.csv`` to `out`.

    Experts are those of `experts`; without it, everybody named in `evidence`. `pairs` keeps only
    the listed pairs, `top` the best so many experts of each need; neither changes a score. What
    people decided, in `decisions`, moves the ranking once there is enough of it. `beside` names
    further files to write. Reasons are written in `language`; vectors of `encoder` and the index
    of chemical names are kept in the folder `cache`. `chemistry` counts what needs and evidence
    have in common chemically, where RDKit and the index are there.

    Of more than `shortlist.EXACT_UP_TO` experts only the nearest of each need, and whoever
    `pairs` or `decisions` name, are compared. They are found by an index in the folder `index`
    (default: in `cache`), which is made and follows the sheets by itself.

    Raises
    ------
    BadData
        When a file is refused, or no need or no expert is left.
    BadUsage
        When the folder or the address of `encoder` is not one that can be used, or an output was
        given to be read.
    """
    made = [out, beside.by_expert, beside.similar, beside.teams]
    refuse_overwriting([needs, evidence, experts, pairs, decisions], made)
    files: list[tuple[Path, Kind]] = [(needs, "needs"), (evidence, "evidence")]
    if experts:
        files.append((experts, "experts"))
    if decisions:
        files.append((decisions, "decisions"))
    register, diagnoses = read_tables(files)
    if not experts:
        register = with_named_experts(register)
    _require_people(register)
    wanted = read_pairs(read_one(pairs)) if pairs else None
    with steps(Text("匹配", "Matching")) as progress:
        where = cache or default_cache()
        reader = open_reader(encoder, where, progress)
        short = None
        if len(register.experts) > shortlist.EXACT_UP_TO:
            keep = {expert_id for _, expert_id in wanted or ()}
            keep |= {one.expert_id for one in register.decisions}
            keep &= {one.expert_id for one in register.experts}
            folder = index or shortlist.usual_folder(where, evidence)
            short = shortlist.shorten(register, reader, folder, keep, progress)
            register = short.register
        chemist = _open_chemist(chemistry, where, progress)
        result = _rank_with(reader, register, progress, chemist, short)
        grid = affinity_rows(result, language, pairs=wanted, top=top)
        result = _write_beside(beside, result, reader, progress, language=language, top=top)
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
    encoder: EncoderChoice = DEFAULT,
    chemistry: bool = True,
    cache: Path | None = None,
    progress: Progress = silent,
    heed_decisions: bool = True,
) -> MatchResult:
    """Score every expert of `register` for every need.

    Decisions in `register` move the ranking once there are enough, unless `heed_decisions` is
    false.

    Raises
    ------
    BadData
        When there is no need or no expert.
    BadUsage
        When the folder or the address of `encoder` is not one that can be used.
    """
    matcher = Matcher(encoder, chemistry=chemistry, cache=cache)
    return matcher.rank(register, progress, heed_decisions=heed_decisions)


class Matcher:
    """Ranks time after time; what was opened and read for one ranking serves the next.

    For a process that lives on, such as the web app's worker: after a changed need only that need
    is read anew. See `rank` for the parameters.
    """

    def __init__(
        self,
        encoder: EncoderChoice = DEFAULT,
        *,
        chemistry: bool = True,
        cache: Path | None = None,
    ) -> None:
        self._encoder, self._chemistry = encoder, chemistry
        self._cache = cache or default_cache()
        self._chemist: NameChemist | None = None

    def rank(
        self, register: Register, progress: Progress = silent, *, heed_decisions: bool = True
    ) -> MatchResult:
        """Score every expert of `register` for every need.

        Raises
        ------
        BadData
            When there is no need or no expert.
        BadUsage
            When the folder or the address of the encoder is not one that can be used.
        """
        _require_people(register)
        if not heed_decisions:
            register = replace(register, decisions=())
        reader = open_reader(self._encoder, self._cache, progress)
        return _rank_with(reader, register, progress, self._open_chemist(progress))

    def _open_chemist(self, progress: Progress) -> NameChemist | Text | None:
        """Return the chemist of last time; one that is missing is looked for again."""
        if self._chemist:
            return self._chemist
        found = _open_chemist(self._chemistry, self._cache, progress)
        if isinstance(found, NameChemist):
            self._chemist = found
        return found


def _open_chemist(wanted: bool, cache: Path, progress: Progress) -> NameChemist | Text | None:
    """Return who compares chemically, or why nobody does; None where nobody is wanted."""
    if not wanted:
        return None
    try:
        return make_chemist(cache, progress)
    except ChemistryUnavailable as error:
        return error.reason


def _rank_with(
    reader: Reader,
    register: Register,
    progress: Progress,
    chemist: NameChemist | Text | None,
    short: shortlist.Shortlist | None = None,
) -> MatchResult:
    people = register.needs, register.experts, register.evidence
    able = chemist if isinstance(chemist, NameChemist) else None
    result = score(
        *people,
        reader.encoder,
        progress,
        abilities=reader.abilities,
        chemist=able,
        background=short.background if short else None,
    )
    said = able.notices if able else [chemist] if isinstance(chemist, Text) else []
    of_index = short.notices if short else ()
    result = replace(result, notices=(*of_index, *reader.notices, *said, *result.notices))
    return apply_decisions(result, register.decisions)


def _require_people(register: Register) -> None:
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


def _write_beside(
    beside: Beside,
    result: MatchResult,
    reader: Reader,
    progress: Progress,
    *,
    language: Language,
    top: int | None,
) -> MatchResult:
    """Write the files of `beside`; return the result with what had to be said about it."""
    failures: list[Text | None] = []
    if beside.by_expert:
        write_csv(beside.by_expert, by_expert_grid(result, language, top))
    if beside.similar:
        alike = find_similar(result.problem, reader.encoder, progress, abilities=reader.abilities)
        failures.append(alike.failure)
        write_csv(beside.similar, similar_grid(result, alike))
    if beside.teams:
        teams, failure = form_teams(result, reader.encoder, progress, abilities=reader.abilities)
        failures.append(failure)
        write_csv(beside.teams, teams_grid(result, teams))
    said = [failure + notices.BY_WORDS for failure in failures if failure]
    return replace(result, notices=tuple(dict.fromkeys((*result.notices, *said))))


def needs_without_expert(result: MatchResult) -> tuple[str, ...]:
    """Return the needs for which no expert reaches the threshold below which none suits."""
    ids = result.affinity.need_ids
    return tuple(need_id for row, need_id in enumerate(ids) if result.nobody(row))


def explain(
    result: MatchResult, pairs: Iterable[PairKey], *, with_effect: bool = False
) -> dict[PairKey, Text]:
    """Return the reason of each of `pairs`, on request with what decisions did to its place.

    What decisions did is for the organiser: it is not for printed matter.
    """
    matrix = result.affinity
    rows = {need_id: row for row, need_id in enumerate(matrix.need_ids)}
    columns = {expert_id: column for column, expert_id in enumerate(matrix.expert_ids)}
    say = say_both if with_effect else MatchResult.reason
    return {(need, expert): say(result, rows[need], columns[expert]) for need, expert in pairs}


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
    reasons = explain(result, kept, with_effect=True)
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
