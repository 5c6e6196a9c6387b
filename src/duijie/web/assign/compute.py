"""Assigning in the background, with the price of fairness."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duijie.domain.bounds import Bounds
from duijie.domain.errors import BadData, Impossible
from duijie.domain.event import Event as Setting
from duijie.domain.text import Text
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.assign.models import Assignment, Chosen
from duijie.web.assign.options import Options
from duijie.web.assign.words import in_page
from duijie.web.core import history, kept
from duijie.web.jobs.inputs import input_hash
from duijie.web.jobs.kinds import JobKind
from duijie.web.jobs.models import Job, keep_text
from duijie.web.jobs.report import Report
from duijie.web.jobs.services import start_job
from duijie.web.match.compute import latest_ranking
from duijie.web.match.models import Ranking
from duijie.web.programme.services import require_setting
from duijie.web.register.bridge import to_register

if TYPE_CHECKING:
    from duijie.assign.fairness import FairnessCurve
    from duijie.assign.plan import AssignResult
    from duijie.assign.problem import AssignProblem

READS = ("limits", "conflicts", "pins", "programme")
_KIND = "assignments"
_CURVE_S = 20.0
_SOLVE_S = 60.0
_ASSIGNING = Text("配对", "Assigning")
_PRICING = Text("公平的代价", "The price of fairness")
_UNMATCHED = Text(
    "还没有匹配结果，无法配对", "Nothing has been matched yet, so nothing to assign by"
)
_MATCH_FIRST = Text("请先在匹配看板中匹配", "match needs and experts first")


@dataclass(frozen=True, eq=False)
class Answer:
    """What was assigned and what the price of fairness is: enough to say why and why not."""

    problem: AssignProblem
    result: AssignResult
    curve: FairnessCurve


def start_assigning(viewer: Viewer, options: Options) -> Job:
    """Compute a further assignment of the event in the background."""
    ranking = latest_ranking(viewer.event)
    params = {**options.as_params(), "ranking": ranking.version if ranking else None}
    return start_job(viewer, KIND.name, params)


def is_stale(assignment: Assignment) -> bool:
    """Whether what it was computed from has changed since, or was ranked anew."""
    newest = latest_ranking(assignment.event)
    if newest is None or newest.version != assignment.params["ranking"]:
        return True
    now = input_hash(assignment.event, READS, [assignment.params])
    return now != assignment.input_hash


def load_answer(assignment: Assignment) -> Answer | None:
    """Return what an assignment rests on; None when another version of duijie computed it."""
    found: Answer | None = kept.load(_KIND, assignment.pk)
    return found


def run(job: Job, report: Report) -> str:
    """Assign and keep it as the next version; the first one is in use at once."""
    options = Options.of_params(job.params)
    ranking = _require_ranking(job.event, job.params["ranking"])
    try:
        answer = _compute(job.event, ranking, options, report)
    except Impossible as error:
        raise Impossible(in_page(error.message), [in_page(one) for one in error.hints]) from None
    made = _describe(job, ranking, answer)
    with report.keeping():
        newest = Assignment.objects.filter(event=job.event).aggregate(Max("version"))
        made.version = (newest["version__max"] or 0) + 1
        made.save()
        if not Chosen.objects.filter(event=job.event).exists():
            history.create(
                job.by or job.by_name, job.event, Chosen(event=job.event, assignment=made)
            )
        kept.keep(_KIND, made.pk, answer)
    return reverse("assign", args=[job.event.slug]) + f"?version={made.version}"


def _compute(event: Event, ranking: Ranking, options: Options, report: Report) -> Answer:
    from duijie.assign.fairness import trace_curve
    from duijie.flow.assign import register_problem, solve_checked

    setting = _limit(require_setting(event), options)
    with report.step(_ASSIGNING) as progress:
        problem = register_problem(
            ranking.matrix,
            to_register(event),
            setting,
            per_company=None if options.per_company is None else Bounds(0, options.per_company),
            per_department=options.per_department,
            allow_unplaced=options.allow_unplaced,
        )
        result = solve_checked(problem, options.floor, _SOLVE_S, progress).result
    with report.step(_PRICING) as progress:
        curve = trace_curve(problem, time_limit_s=_CURVE_S, progress=progress)
    return Answer(problem, result, curve)


def _limit(setting: Setting, options: Options) -> Setting:
    """Return the programme with the bounds that were asked for as the usual ones."""
    limits = replace(
        setting.limits,
        per_need=options.per_need or setting.limits.per_need,
        per_expert=options.per_expert or setting.limits.per_expert,
    )
    return replace(setting, limits=limits)


def _require_ranking(event: Event, version: int | None) -> Ranking:
    found = Ranking.objects.filter(event=event, version=version or 0).first()
    if found is None:
        raise BadData(_UNMATCHED, [_MATCH_FIRST])
    return found


def _describe(job: Job, ranking: Ranking, answer: Answer) -> Assignment:
    from duijie.assign.plan import as_pairs
    from duijie.assign.size import notice_large

    result, problem = answer.result, answer.problem
    large = notice_large(problem)
    return Assignment(
        event=job.event,
        by_name=job.by_name,
        ranking=ranking,
        params=job.params,
        input_hash=job.input_hash,
        pairs=[_row(one) for one in as_pairs(problem, result.assigned)],
        total=result.total,
        best_total=answer.curve.points[0].total,
        worst_served=result.worst_served,
        bound=result.bound,
        status=str(result.status),
        notices=[keep_text(large)] if large else [],
        seconds=result.seconds,
    )


def _row(pair: Any) -> list[Any]:
    return [pair.need_id, pair.expert_id, pair.affinity, pair.pinned]


KIND = JobKind("assign", _("Assigning"), ("assignment", "run"), READS, run)
