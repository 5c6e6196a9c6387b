"""The match board, ranked lists, the reasons of a pair, decisions about it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from duijie.web.access.doors import access_record, refuse
from duijie.web.access.guard import guarded
from duijie.web.access.masking import Seen
from duijie.web.access.viewer import Viewer
from duijie.web.events.frame import event_page
from duijie.web.match import selectors
from duijie.web.match.compute import KIND, start_ranking
from duijie.web.match.decisions import MARKS, NotPossible, decide, read_marks
from duijie.web.match.models import Ranking
from duijie.web.match.proposals import visible_proposals
from duijie.web.match.reasons import explain
from duijie.web.register.export import XLSX


@guarded("match", "view")
def board(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show the heat map, or with ``view=list`` the same as a list."""
    state = selectors.read_state(viewer, request.GET.get("version", ""))
    as_list = request.GET.get("view") == "list"
    context: dict[str, Any] = {
        "state": state,
        "ranking": state.ranking,
        "job": state.unfinished,
        "job_kind": KIND,
        "versions": selectors.list_versions(viewer.event),
        "can_run": viewer.can("match", "run"),
        "can_decide": viewer.can("need", "decide"),
        "as_list": as_list,
        "hidden": selectors.count_hidden_needs(viewer),
    }
    if state.ranking and as_list:
        context["lines"] = selectors.list_needs(viewer, state.ranking)
    return render(request, "match/board.html", event_page(viewer, context))


@guarded("match", "view")
def board_data(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Give the board what it draws."""
    ranking = selectors.find_ranking(viewer.event, request.GET.get("version", ""))
    if ranking is None:
        refuse(viewer.user, "match", "view", request.GET.get("version", ""))
    return JsonResponse(selectors.board_data(viewer, ranking))


@guarded("match", "run", methods=("POST",))
def run(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Match in the background; the board shows how far it is."""
    start_ranking(viewer)
    return redirect("match", viewer.event.slug)


@guarded("need", "match")
def need_page(request: HttpRequest, viewer: Viewer, record: Any) -> HttpResponse:
    """List the experts for a need, best first."""
    if not viewer.may_read(record):
        refuse(viewer.user, "need", "match", record.pk)
    return _ranked_page(request, viewer, record, selectors.rank_experts)


@guarded("expert", "match")
def expert_page(request: HttpRequest, viewer: Viewer, record: Any) -> HttpResponse:
    """List the needs for an expert, best first."""
    return _ranked_page(request, viewer, record, selectors.rank_needs)


def _ranked_page(request: HttpRequest, viewer: Viewer, record: Any, read: Any) -> HttpResponse:
    state = selectors.read_state(viewer, request.GET.get("version", ""))
    most = None if request.GET.get("show") == "all" else selectors.SHOWN
    ranked = read(viewer, state.ranking, record, most) if state.ranking else None
    context = {
        "state": state,
        "ranking": state.ranking,
        "seen": Seen(record, viewer),
        "ranked": ranked,
        "can_view_board": viewer.can("match", "view"),
        "can_decide": viewer.can("need", "decide"),
    }
    return render(request, "match/ranked.html", event_page(viewer, context))


@guarded("need", "match")
def need_pair(request: HttpRequest, viewer: Viewer, record: Any, expert_pk: int) -> HttpResponse:
    """Say why a need and an expert suit each other."""
    expert = access_record(viewer, "expert", expert_pk, "view")
    return _pair(request, viewer, record, expert)


@guarded("expert", "match")
def expert_pair(request: HttpRequest, viewer: Viewer, record: Any, need_pk: int) -> HttpResponse:
    """Say the same to the expert."""
    need = access_record(viewer, "need", need_pk, "view")
    return _pair(request, viewer, need, record)


@guarded("need", "decide", methods=("POST",))
def decide_pair(request: HttpRequest, viewer: Viewer, record: Any, expert_pk: int) -> HttpResponse:
    """Pin a pair, forbid it, or note a conflict; the same again takes it away."""
    expert: Any = access_record(viewer, "expert", expert_pk, "view")
    mark, refusal = request.POST.get("mark", ""), ""
    try:
        if mark in {"", *MARKS}:
            decide(viewer, record, expert, mark)
    except NotPossible as reason:
        refusal = str(reason)
    if not request.htmx:  # type: ignore[attr-defined]  # django-htmx
        return redirect("match_need", viewer.event.slug, record.pk)
    answer = _pair(request, viewer, record, expert, refusal)
    now = _shown_mark(viewer, record, expert)
    told = {"duijie:decided": {"need": record.pk, "expert": expert.pk, "mark": now}}
    answer.headers["HX-Trigger"] = json.dumps(told)
    return answer


def _pair(
    request: HttpRequest, viewer: Viewer, need: Any, expert: Any, refusal: str = ""
) -> HttpResponse:
    if not viewer.may_read(need):
        refuse(viewer.user, "need", "match", need.pk)
    ranking = selectors.find_ranking(viewer.event, request.GET.get("version", ""))
    scored = ranking and need.pk in ranking.rows and expert.pk in ranking.columns
    context = {
        "need": Seen(need, viewer),
        "expert": Seen(expert, viewer),
        "ranking": ranking,
        "scored": scored,
        "reason": _explain(ranking, need, expert) if ranking and scored else None,
        "mark": _shown_mark(viewer, need, expert),
        "can_decide": viewer.can("need", "decide"),
        "proposed": visible_proposals(viewer).filter(need=need, expert=expert).first(),
        "refusal": refusal,
    }
    template = "match/pair.html" if request.htmx else "match/pair_page.html"  # type: ignore[attr-defined]  # django-htmx
    return render(request, template, event_page(viewer, context))


def _shown_mark(viewer: Viewer, need: Any, expert: Any) -> str:
    """Return the mark of a pair; decisions are for those who see the whole board."""
    if not viewer.can("match", "view"):
        return ""
    return read_marks(viewer.event, need).get(need.pk, expert.pk)


def _explain(ranking: Ranking, need: Any, expert: Any) -> Any:
    return explain(ranking, ranking.rows[need.pk], ranking.columns[expert.pk])


@guarded("match", "export")
def export(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Hand out affinities and proposals as one workbook."""
    from duijie.web.match.export import make_workbook

    ranking = selectors.find_ranking(viewer.event, request.GET.get("version", ""))
    answer = HttpResponse(make_workbook(viewer, ranking), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{viewer.event.slug}-match.xlsx"'
    return answer
