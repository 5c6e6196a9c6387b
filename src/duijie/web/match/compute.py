"""Computing a ranking in the background; the engines stay warm between runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from time import perf_counter
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duijie.domain.plans import FloatArray
from duijie.domain.text import Text
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.jobs.inputs import input_hash
from duijie.web.jobs.kinds import JobKind
from duijie.web.jobs.models import Job, keep_text
from duijie.web.jobs.report import Report
from duijie.web.jobs.services import start_job
from duijie.web.match.models import Ranking, pack_affinities
from duijie.web.match.results import keep_result
from duijie.web.register.bridge import to_decision, to_register

READS = ("texts", "lessons")
_READING = Text("读取需求与依据", "Reading needs and evidence")
_COMPARING = Text("逐对比较需求与专家", "Comparing every need with every expert")


def start_ranking(viewer: Viewer) -> Job:
    """Compute a new ranking of the event in the background."""
    return start_job(viewer, KIND.name, dict(settings.MATCHING))


def lessons(event: Event) -> Iterable[Any]:
    """Return the decisions that move a ranking: none while there are too few to learn from."""
    rows = list(event.decisions.select_related("need", "expert").order_by("pk"))
    if not rows:
        return []
    from duijie.match.learn import is_enough
    from duijie.match.lessons import draw_lessons

    decisions = [to_decision(row) for row in rows]
    needs = tuple(dict.fromkeys(one.need_id for one in decisions))
    experts = tuple(dict.fromkeys(one.expert_id for one in decisions))
    if not is_enough(draw_lessons(decisions, needs, experts)):
        return []
    return [
        (one.need_id, one.expert_id, one.decision, one.rating, one.reason, one.date)
        for one in decisions
    ]


def latest_ranking(event: Event) -> Ranking | None:
    """Return the newest ranking of an event; its matrix is read when it is asked for."""
    return Ranking.objects.filter(event=event).defer("affinities").first()


def is_stale(ranking: Ranking) -> bool:
    """Whether what the ranking was computed from has changed since."""
    return input_hash(ranking.event, READS, [ranking.params]) != ranking.input_hash


def run(job: Job, report: Report) -> str:
    """Rank every expert for every need and keep it as the next version."""
    started = perf_counter()
    with report.step(_READING):
        register = to_register(job.event)
    with report.step(_COMPARING) as progress:
        matcher = _warm_matcher(job.params["encoder"], job.params["chemistry"])
        result = matcher.rank(register, progress)
    matrix = result.affinity
    ranking = Ranking(
        event=job.event,
        by_name=job.by_name,
        params=job.params,
        input_hash=job.input_hash,
        need_ids=_keys(job.event.need_set, matrix.need_ids),
        expert_ids=_keys(job.event.expert_set, matrix.expert_ids),
        need_codes=list(matrix.need_ids),
        expert_codes=list(matrix.expert_ids),
        need_order=order_alike(matrix.values),
        expert_order=order_alike(matrix.values.T),
        affinities=pack_affinities(matrix.values),
        notices=[keep_text(notice) for notice in result.notices],
        runtime_s=perf_counter() - started,
    )
    with report.keeping():
        newest = Ranking.objects.filter(event=job.event).aggregate(Max("version"))
        ranking.version = (newest["version__max"] or 0) + 1
        ranking.save()
        keep_result(ranking, result)
    return reverse("match", args=[job.event.slug])


KIND = JobKind("match", _("Matching"), ("match", "run"), READS, run)


@lru_cache(maxsize=2)
def _warm_matcher(encoder: str, chemistry: bool) -> Any:
    """Return the matcher of this process: after a changed need only that need is read anew."""
    from duijie.flow.match import Matcher
    from duijie.language.choice import parse_encoder

    choice = replace(parse_encoder(encoder), key=settings.ENCODER_KEY)
    return Matcher(choice, chemistry=chemistry, cache=settings.DATA.cache)


def _keys(found: Any, codes: tuple[str, ...]) -> list[int]:
    keys = dict(found.values_list("code", "pk"))
    return [keys[code] for code in codes]


def order_alike(values: FloatArray) -> list[int]:
    """Return the rows in an order that puts alike ones beside each other, ``(n_rows,)``."""
    from scipy.cluster.hierarchy import leaves_list, linkage

    if len(values) < 3 or values.shape[1] == 0:  # noqa: PLR2004 - two are beside each other anyway
        return list(range(len(values)))
    length = np.linalg.norm(values, axis=1, keepdims=True)
    tree = linkage(values / np.where(length == 0, 1, length), "average")
    return [int(row) for row in leaves_list(tree)]
