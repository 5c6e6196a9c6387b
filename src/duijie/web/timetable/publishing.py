"""Making the timetable in use the next published version, in the background."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duijie.domain.errors import BadData
from duijie.domain.event import PairKey
from duijie.domain.plans import AssignedPair
from duijie.domain.records import Register
from duijie.domain.text import Text, same
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.jobs.kinds import JobKind
from duijie.web.jobs.models import Job
from duijie.web.jobs.report import Report
from duijie.web.jobs.services import start_job
from duijie.web.match.results import load_result
from duijie.web.publish.services import NothingNew, publish
from duijie.web.register.bridge import to_register
from duijie.web.timetable.inputs import READS
from duijie.web.timetable.plans import Plan, open_plan, used_timetable

if TYPE_CHECKING:
    from duijie.match.rank import MatchResult
    from duijie.report.programme import Programme

_GATHERING = Text("汇总日程、理由与发言顺序", "Gathering the plan, its reasons and the speakers")
_NOTHING = Text("还没有日程表可以发布", "There is no timetable to publish yet")
_MAKE_FIRST = Text("请先排程", "make the timetable first")


def start_publishing(viewer: Viewer, version: int, note: str) -> Job:
    """Publish the timetable of a number; it has to be the one in use still."""
    return start_job(viewer, KIND.name, {"timetable": version, "note": note})


def run(job: Job, report: Report) -> str:
    """Put together what is printed of the timetable in use, and publish it."""
    plan = _require_plan(job.event, job.params["timetable"])
    with report.step(_GATHERING):
        programme = make_programme(plan)
    viewer = Viewer(job.by, job.event, frozenset())  # type: ignore[arg-type]  # whoever started it
    with report.keeping():
        try:
            made = publish(viewer, programme, job.params["note"])
        except NothingNew as reason:
            raise BadData(same(str(reason))) from None
    return reverse("publication", args=[job.event.slug, made.version])


def _require_plan(event: Event, version: int) -> Plan:
    used = used_timetable(event)
    if used is None:
        raise BadData(_NOTHING, [_MAKE_FIRST])
    if used.version != version:
        raise BadData(
            Text(
                f"已改用第 {used.version} 版，第 {version} 版没有发布",
                f"Version {used.version} is in use by now; version {version} was not published",
            ),
            [Text("请重新核对后再发布", "look at it again, then publish")],
        )
    return open_plan(used)


def make_programme(plan: Plan) -> Programme:
    """Return all that is printed of a plan: people, meetings, reasons, drawings, turns."""
    from duijie.flow.match import draw, explain
    from duijie.flow.plenary import all_turns, plan_rounds
    from duijie.report.programme import Programme

    assignment = plan.timetable.assignment
    register = _with_gone(to_register(assignment.event), plan)
    ranking = assignment.ranking
    result = load_result(ranking)
    keys = _explained(result, plan)
    rounds = plan_rounds(plan.setting, register, ranking.matrix)
    return Programme(
        event=plan.setting,
        register=register,
        assigned=_with_affinity(plan),
        placed=plan.placed,
        reasons=explain(result, keys) if result else {},
        pictures=draw(result, keys) if result else {},
        generated=timezone.localtime().replace(tzinfo=None, microsecond=0),
        affinity=ranking.matrix,
        turns=all_turns(rounds),
    )


def _with_gone(register: Register, plan: Plan) -> Register:
    """Add those who were deleted since, under their ids: the plan names them."""
    needs = tuple(one for one in plan.register.needs if one.need_id in plan.gone)
    experts = tuple(one for one in plan.register.experts if one.expert_id in plan.gone)
    return replace(register, needs=(*register.needs, *needs), experts=(*register.experts, *experts))


def _explained(result: MatchResult | None, plan: Plan) -> list[PairKey]:
    """Return the meetings for which the ranking has reasons."""
    if result is None:
        return []
    needs, experts = set(result.affinity.need_ids), set(result.affinity.expert_ids)
    keys = [(one.need_id, one.expert_id) for one in plan.pairs]
    return [(need, expert) for need, expert in keys if need in needs and expert in experts]


def _with_affinity(plan: Plan) -> tuple[AssignedPair, ...]:
    known = {(one.need_id, one.expert_id): one for one in plan.timetable.assignment.assigned}
    return tuple(known.get((one.need_id, one.expert_id), one) for one in plan.pairs)


KIND = JobKind("publish", _("Publishing"), ("timetable", "publish"), READS, run)
