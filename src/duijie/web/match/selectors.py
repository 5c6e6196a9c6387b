"""Reading a ranking as a viewer may see it. Needs whose words are hidden have no row here."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from duijie.domain.text import Text
from duijie.match.calibrate import NOBODY
from duijie.web.access.masking import Seen
from duijie.web.access.rules import Scope
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.jobs.models import Job
from duijie.web.jobs.services import latest_job
from duijie.web.match.compute import KIND, is_stale, latest_ranking
from duijie.web.match.decisions import Marks, read_marks
from duijie.web.match.models import Ranking
from duijie.web.match.reasons import say_reasons

_PERCENT = 100
_NEED_HEAD = ("code", "title", "industry", "confidential", "company__name", "company__industry")
_EXPERT_HEAD = ("code", "name", "title", "department", "employer")
SHOWN = 10
"""So many stand in a ranked list before "all"."""


@dataclass(frozen=True)
class State:
    """The ranking that a page shows, whether it is out of date, and the work on the next one."""

    ranking: Ranking | None
    stale: bool
    job: Job | None

    @property
    def unfinished(self) -> Job | None:
        """Work that is under way or ended without a ranking: the page says so."""
        return self.job if self.job and self.job.state != Job.State.DONE else None


def find_ranking(event: Event, version: str = "") -> Ranking | None:
    """Return the ranking of the number `version`, without a number the newest."""
    if not version.isdigit():
        return latest_ranking(event)
    return Ranking.objects.filter(event=event, version=int(version)).first()


def read_state(viewer: Viewer, version: str = "") -> State:
    """Return the ranking of the number `version`, else the newest."""
    newest = _newest(viewer)
    if newest.ranking and version.isdigit() and int(version) != newest.ranking.version:
        found = find_ranking(viewer.event, version)
        return State(found, stale=found is not None, job=newest.job)
    return newest


def _newest(viewer: Viewer) -> State:
    if "match" not in viewer.memo:
        ranking = latest_ranking(viewer.event)
        stale = ranking is not None and is_stale(ranking)
        viewer.memo["match"] = State(ranking, stale, latest_job(viewer.event, KIND.name))
    state: State = viewer.memo["match"]
    return state


def list_versions(event: Event) -> list[Ranking]:
    """Return the latest versions, newest first, without their matrices."""
    found = Ranking.objects.filter(event=event).only("version", "made_at", "by_name", "event")
    return list(found[:20])


def readable_needs(viewer: Viewer) -> dict[int, Seen]:
    """Return the needs whose words the viewer may read, by key."""
    found = viewer.visible("need").filter(viewer.readable()).select_related("company")
    return {need.pk: Seen(need, viewer) for need in found.only(*_NEED_HEAD)}


def count_hidden_needs(viewer: Viewer) -> int:
    """Return how many needs of the event have no row for the viewer."""
    if viewer.scope("need", "read") is Scope.ALL:
        return 0
    return viewer.visible("need").exclude(viewer.readable()).count()


def visible_experts(viewer: Viewer) -> dict[int, Seen]:
    """Return the experts that the viewer may see, by key."""
    found = viewer.visible("expert").only(*_EXPERT_HEAD)
    return {expert.pk: Seen(expert, viewer) for expert in found}


def board_data(viewer: Viewer, ranking: Ranking) -> dict[str, Any]:
    """Return all that the board draws; affinities as whole percents, one byte each, base64."""
    needs, experts = readable_needs(viewer), visible_experts(viewer)
    rows = [row for row, pk in enumerate(ranking.need_ids) if pk in needs]
    columns = [column for column, pk in enumerate(ranking.expert_ids) if pk in experts]
    values = ranking.values[np.ix_(rows, columns)]
    percents = np.rint(values * _PERCENT).astype(np.uint8)
    shown_needs = [needs[ranking.need_ids[row]] for row in rows]
    shown_experts = [experts[ranking.expert_ids[column]] for column in columns]
    return {
        "needs": [_need_head(one) for one in shown_needs],
        "experts": [_expert_head(one) for one in shown_experts],
        "values": base64.b64encode(percents.tobytes()).decode("ascii"),
        "needOrder": _within(ranking.need_order, rows),
        "expertOrder": _within(ranking.expert_order, columns),
        "marks": _marks(read_marks(viewer.event), shown_needs, shown_experts),
        "nobody": round(NOBODY * _PERCENT),
    }


def _need_head(seen: Seen) -> list[Any]:
    need: Any = seen.record
    return [need.pk, seen.label, need.company_name, need.industry]


def _expert_head(seen: Seen) -> list[Any]:
    expert: Any = seen.record
    return [expert.pk, seen.label, expert.title, expert.department or expert.employer]


def _within(order: Sequence[int], kept: Sequence[int]) -> list[int]:
    """Return the positions in `kept` in the order of the whole."""
    place = {index: position for position, index in enumerate(kept)}
    return [place[index] for index in order if index in place]


def _marks(marks: Marks, needs: Sequence[Seen], experts: Sequence[Seen]) -> list[list[Any]]:
    rows = {one.pk: row for row, one in enumerate(needs)}
    columns = {one.pk: column for column, one in enumerate(experts)}
    return [
        [rows[need_id], columns[expert_id], mark]
        for (need_id, expert_id), mark in marks.of.items()
        if need_id in rows and expert_id in columns
    ]


@dataclass(frozen=True)
class Ranked:
    """A line of a ranked list."""

    place: int
    seen: Seen
    affinity: float
    mark: str
    sentence: Text

    @property
    def level(self) -> int:
        """The step of the colour scale, 0 to 10."""
        return round(self.affinity * 10)


@dataclass(frozen=True)
class RankedList:
    """The experts of a need, or the needs of an expert, best first."""

    lines: list[Ranked]
    count: int
    nobody: bool


def rank_experts(viewer: Viewer, ranking: Ranking, need: Any, most: int | None) -> RankedList:
    """Return the experts for a need."""
    experts = visible_experts(viewer)
    row = ranking.rows.get(need.pk)
    if row is None:
        return RankedList([], 0, nobody=False)
    found = [(column, experts[pk]) for column, pk in enumerate(ranking.expert_ids) if pk in experts]
    pairs = [((row, column), seen) for column, seen in found]
    marks = _visible_marks(viewer, need)
    return _ranked(ranking, pairs, [marks.get(need.pk, seen.pk) for _, seen in found], most)


def rank_needs(viewer: Viewer, ranking: Ranking, expert: Any, most: int | None) -> RankedList:
    """Return the needs for an expert, of those that the viewer may read."""
    needs = readable_needs(viewer)
    column = ranking.columns.get(expert.pk)
    if column is None:
        return RankedList([], 0, nobody=False)
    found = [(row, needs[pk]) for row, pk in enumerate(ranking.need_ids) if pk in needs]
    pairs = [((row, column), seen) for row, seen in found]
    marks = _visible_marks(viewer)
    return _ranked(ranking, pairs, [marks.get(seen.pk, expert.pk) for _, seen in found], most)


def _visible_marks(viewer: Viewer, need: Any = None) -> Marks:
    """Return the decisions, for those who see the whole board; who was ruled out is not told."""
    if not viewer.can("match", "view"):
        return Marks({}, frozenset())
    return read_marks(viewer.event, need)


def _ranked(
    ranking: Ranking,
    pairs: Sequence[tuple[tuple[int, int], Seen]],
    marks: Sequence[str],
    most: int | None,
) -> RankedList:
    values = [float(ranking.values[place]) for place, _ in pairs]
    order = sorted(range(len(pairs)), key=lambda index: -values[index])[:most]
    sentences = say_reasons(ranking, (pairs[index][0] for index in order))
    lines = [
        Ranked(place, pairs[index][1], values[index], marks[index], said)
        for place, (index, said) in enumerate(zip(order, sentences, strict=True), start=1)
    ]
    return RankedList(lines, len(pairs), nobody=max(values, default=0.0) < NOBODY)


@dataclass(frozen=True)
class NeedLine:
    """A need with the best experts for it: a line of the board as a list."""

    seen: Seen
    best: list[tuple[Seen, float, int, str]]
    nobody: bool


def list_needs(viewer: Viewer, ranking: Ranking, most: int = 3) -> list[NeedLine]:
    """Return every readable need with its best experts."""
    needs, experts = readable_needs(viewer), visible_experts(viewer)
    marks = read_marks(viewer.event)
    lines = []
    for row, pk in enumerate(ranking.need_ids):
        if pk not in needs:
            continue
        order = np.argsort(-ranking.values[row], kind="stable")
        best = [
            (experts[expert], value, round(value * 10), marks.get(pk, expert))
            for column in order.tolist()
            if (expert := ranking.expert_ids[column]) in experts
            for value in [float(ranking.values[row, column])]
        ][:most]
        nobody = not best or best[0][1] < NOBODY
        lines.append(NeedLine(needs[pk], best, nobody))
    return lines
