"""The match board: ranked lists with their reasons, and what people decided about pairs."""

from __future__ import annotations

from datetime import datetime
from html import unescape
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from ninja import Router, Schema, Status

from duijie.web.access.doors import access_record, refuse
from duijie.web.access.viewer import Viewer
from duijie.web.api.bodies import Body
from duijie.web.api.doors import behind, enter
from duijie.web.api.problems import Problem, reader_language
from duijie.web.match import decisions, selectors
from duijie.web.match.compute import start_ranking
from duijie.web.match.reasons import Reason, explain
from duijie.web.register.export import XLSX

router = Router(tags=["match"])
_MOST = 1000


class StateOut(Schema):
    """The newest ranking, and the work on the next one."""

    version: int | None
    computed_at: datetime | None
    stale: bool
    needs: int
    experts: int
    job: str | None


class LineOut(Schema):
    """A place in a ranked list; `mark` is what was decided, where that is for the caller."""

    place: int
    id: int
    label: str
    affinity: float
    mark: str
    reason: str


class RankedOut(Schema):
    """The best of a list; `nobody` says that none reaches what is worth proposing."""

    version: int | None
    total: int
    nobody: bool
    items: list[LineOut]


class PassageOut(Schema):
    """A piece of evidence that speaks for a pair."""

    kind: str
    year: int | None
    title: str
    text: str


class PairOut(Schema):
    """A need and an expert; without an affinity when the ranking does not hold them."""

    version: int | None
    affinity: float | None
    mark: str
    reason: str
    passages: list[PassageOut]


class MarkOut(Schema):
    """What was decided about a pair."""

    need_id: int
    expert_id: int
    mark: str


class MarkIn(Body):
    """What is decided about a pair; an empty mark takes the decision away."""

    mark: Literal["must", "never", "conflict", ""]


@router.get("{slug}/match", response=StateOut, openapi_extra=behind("match", "view"))
def read_match(request: HttpRequest, slug: str) -> Any:
    """Say which ranking is the newest, and whether it is out of date."""
    return _show_state(enter(request, slug, "match", "view"))


@router.post("{slug}/match/run", response={202: StateOut}, openapi_extra=behind("match", "run"))
def run_match(request: HttpRequest, slug: str) -> Any:
    """Match in the background; asking twice for the same computes once."""
    viewer = enter(request, slug, "match", "run")
    start_ranking(viewer)
    return Status(202, _show_state(viewer))


@router.get("{slug}/match/marks", response=list[MarkOut], openapi_extra=behind("match", "view"))
def list_marks(request: HttpRequest, slug: str) -> Any:
    """List what was decided about pairs, of the needs that you may read."""
    viewer = enter(request, slug, "match", "view")
    needs = selectors.readable_needs(viewer)
    marks = decisions.read_marks(viewer.event).of
    return [
        {"need_id": need_id, "expert_id": expert_id, "mark": mark}
        for (need_id, expert_id), mark in sorted(marks.items())
        if need_id in needs
    ]


@router.get("{slug}/match/export.xlsx", openapi_extra=behind("match", "export"))
def export_match(request: HttpRequest, slug: str, version: str = "") -> HttpResponse:
    """Send affinities and proposals as one workbook."""
    from duijie.web.match.export import make_workbook

    viewer = enter(request, slug, "match", "export")
    ranking = selectors.find_ranking(viewer.event, version)
    return HttpResponse(make_workbook(viewer, ranking), content_type=XLSX)


@router.get(
    "{slug}/match/needs/{int:pk}", response=RankedOut, openapi_extra=behind("need", "match")
)
def rank_experts(
    request: HttpRequest, slug: str, pk: int, most: int = selectors.SHOWN, version: str = ""
) -> Any:
    """List the experts for a need, best first, each with its reason."""
    viewer = enter(request, slug, "need", "match")
    need = _readable_need(viewer, pk, "match")
    return _show_ranked(viewer, need, selectors.rank_experts, most, version)


@router.get(
    "{slug}/match/experts/{int:pk}", response=RankedOut, openapi_extra=behind("expert", "match")
)
def rank_needs(
    request: HttpRequest, slug: str, pk: int, most: int = selectors.SHOWN, version: str = ""
) -> Any:
    """List the needs for an expert, best first, of those that you may read."""
    viewer = enter(request, slug, "expert", "match")
    expert = access_record(viewer, "expert", pk, "match")
    return _show_ranked(viewer, expert, selectors.rank_needs, most, version)


@router.get(
    "{slug}/match/needs/{int:pk}/with/{int:expert_pk}",
    response=PairOut,
    openapi_extra=behind("need", "match"),
)
def read_pair(request: HttpRequest, slug: str, pk: int, expert_pk: int, version: str = "") -> Any:
    """Say why a need and an expert suit each other, with the passages that show it."""
    viewer = enter(request, slug, "need", "match")
    need = _readable_need(viewer, pk, "match")
    expert = access_record(viewer, "expert", expert_pk, "view")
    return _show_pair(viewer, need, expert, version)


@router.put(
    "{slug}/match/needs/{int:pk}/with/{int:expert_pk}/mark",
    response=PairOut,
    openapi_extra=behind("need", "decide"),
)
def set_mark(request: HttpRequest, slug: str, pk: int, expert_pk: int, decided: MarkIn) -> Any:
    """Decide about a pair: it must meet, never, or has a conflict; logged, and can be undone."""
    viewer = enter(request, slug, "need", "decide")
    need = _readable_need(viewer, pk, "decide")
    expert: Any = access_record(viewer, "expert", expert_pk, "view")
    if decided.mark != _mark(viewer, need, expert):  # sent twice it stays as it is
        try:
            decisions.decide(viewer, need, expert, decided.mark)
        except decisions.NotPossible as reason:
            raise Problem(409, str(reason)) from None
    return _show_pair(viewer, need, expert, "")


def _readable_need(viewer: Viewer, pk: int, action: str) -> Any:
    need = access_record(viewer, "need", pk, action)
    if not viewer.may_read(need):
        refuse(viewer.user, "need", action, pk)
    return need


def _mark(viewer: Viewer, need: Any, expert: Any) -> str:
    """Return the mark of a pair; decisions are for those who see the whole board."""
    if not viewer.can("match", "view"):
        return ""
    return decisions.read_marks(viewer.event, need).get(need.pk, expert.pk)


def _show_state(viewer: Viewer) -> dict[str, Any]:
    state = selectors.read_state(viewer)
    ranking = state.ranking
    return {
        "version": ranking.version if ranking else None,
        "computed_at": ranking.made_at if ranking else None,
        "stale": state.stale,
        "needs": len(ranking.need_ids) if ranking else 0,
        "experts": len(ranking.expert_ids) if ranking else 0,
        "job": state.job.state if state.job else None,
    }


def _show_ranked(viewer: Viewer, record: Any, rank: Any, most: int, version: str) -> dict[str, Any]:
    ranking = selectors.find_ranking(viewer.event, version)
    if ranking is None:
        return {"version": None, "total": 0, "nobody": False, "items": []}
    ranked = rank(viewer, ranking, record, max(1, min(most, _MOST)))
    items = [
        {
            "place": line.place,
            "id": line.seen.pk,
            "label": line.seen.label,
            "affinity": line.affinity,
            "mark": line.mark,
            "reason": line.sentence.in_(reader_language()),
        }
        for line in ranked.lines
    ]
    shown = {"version": ranking.version, "total": ranked.count, "nobody": ranked.nobody}
    return {**shown, "items": items}


def _show_pair(viewer: Viewer, need: Any, expert: Any, version: str) -> dict[str, Any]:
    ranking = selectors.find_ranking(viewer.event, version)
    affinity, reason = None, None
    if ranking and need.pk in ranking.rows and expert.pk in ranking.columns:
        row, column = ranking.rows[need.pk], ranking.columns[expert.pk]
        affinity = float(ranking.values[row, column])
        reason = explain(ranking, row, column)
    return {
        "version": ranking.version if ranking else None,
        "affinity": affinity,
        "mark": _mark(viewer, need, expert),
        "reason": reason.sentence.in_(reader_language()) if reason else "",
        "passages": _show_passages(reason) if reason else [],
    }


def _show_passages(reason: Reason) -> list[dict[str, Any]]:
    return [
        {
            "kind": passage.kind.in_(reader_language()),
            "year": passage.year,
            "title": _plain(passage.title),
            "text": _plain(passage.body),
        }
        for passage in reason.passages
    ]


def _plain(marked: str) -> str:
    """Return a passage without the marks that pages draw."""
    return unescape(strip_tags(marked))
