"""Starting, running and ending background work."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from duijie.domain.errors import DuijieError
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text, say_all
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.jobs.kinds import KINDS
from duijie.web.jobs.models import OPEN, Job, keep_text
from duijie.web.jobs.report import Cancelled, Report, Superseded, job_hash

log = logging.getLogger("duijie.jobs")

State = Job.State
_CANCELLED = Text("已按要求停止，没有留下结果", "Stopped as asked; nothing was kept")
_SUPERSEDED = Text(
    "计算期间输入有了变化，结果会立刻过时，因此停止；请重新开始",
    "The input changed while this was computed. The result would have been stale at once, so it "
    "was stopped; start it again",
)
_REPLACED = Text("已由更新的一次计算代替", "Replaced by a newer run")
_INTERRUPTED = Text(
    "服务器中途停止，没有留下结果；请重新开始",
    "The server stopped in the middle; nothing was kept. Start it again",
)
_OURS = Text(
    "软件出了错，没有留下结果；请再试一次，仍不行请告诉服务器管理员发生的时间",
    "The fault is ours; nothing was kept. Try again, and if it happens again tell the person who "
    "runs this server the time",
)


@transaction.atomic
def start_job(viewer: Viewer, name: str, params: dict[str, Any] | None = None) -> Job:
    """Hand work to the worker; the same work asked for twice runs once.

    Open work of the same kind that started from something else is asked to stop.
    """
    from duijie.web.jobs.tasks import run_job

    Event.objects.select_for_update().get(pk=viewer.event.pk)
    job = Job(event=viewer.event, kind=name, params=params or {})
    job.by, job.by_name = viewer.user, str(viewer.user)
    job.input_hash = job_hash(job, KINDS[name].reads)
    earlier = Job.objects.filter(event=viewer.event, kind=name, state__in=OPEN, cancel_asked=False)
    same = earlier.filter(input_hash=job.input_hash).first()
    if same:
        return same
    for one in earlier:
        cancel_job(one, _REPLACED)
    job.save()
    run_job.enqueue(job.pk)
    job.refresh_from_db()
    return job


@transaction.atomic
def cancel_job(job: Job, why: Text = _CANCELLED) -> None:
    """Ask work to stop; what has not begun is ended at once."""
    waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED)
    if not waiting.update(**_ended(State.CANCELLED, why), cancel_asked=True):
        running = Job.objects.filter(pk=job.pk, state=State.RUNNING)
        running.update(cancel_asked=True, error=keep_text(why))


def perform(job: Job, tell: Progress = silent) -> None:
    """Run work that waits; however it ends, the job says so in words.

    Who waits beside it is told by `tell` how far it is.
    """
    waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED, cancel_asked=False)
    now = timezone.now()
    if not waiting.update(state=State.RUNNING, started_at=now, step_at=now):
        return
    try:
        address = KINDS[job.kind].run(job, Report(job, tell))
        _end(job, State.DONE, Text("", ""), address)
    except Cancelled:
        job.refresh_from_db(fields=["error"])
        _end(job, State.CANCELLED, job.error_words or _CANCELLED)
    except Superseded:
        _end(job, State.CANCELLED, _SUPERSEDED)
    except DuijieError as error:
        sentence = say_all([error.message, *error.hints])
        _end(job, State.FAILED, sentence)
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _end(job, State.FAILED, _OURS)


def _end(job: Job, state: Job.State, error: Text, address: str = "") -> None:
    """Say how it ended, unless somebody said so before."""
    running = Job.objects.filter(pk=job.pk, state=State.RUNNING)
    running.update(**_ended(state, error), address=address)


def _ended(state: Job.State, error: Text) -> dict[str, Any]:
    said = keep_text(error) if error else []
    return {"state": state, "error": said, "finished_at": timezone.now()}


def latest_job(event: Event, name: str) -> Job | None:
    """Return the last work of a kind."""
    return Job.objects.filter(event=event, kind=name).first()


def give_up_interrupted() -> int:
    """Say of work that a stopped server left running that it failed."""
    running = Job.objects.filter(state=State.RUNNING)
    return running.update(**_ended(State.FAILED, _INTERRUPTED))
