"""How running work tells how far it is, and learns that it is to stop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.db import transaction
from django.utils import timezone

from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.web.jobs.inputs import input_hash
from duijie.web.jobs.kinds import KINDS
from duijie.web.jobs.models import Job, keep_text

_WRITE_EVERY_S = 0.3
_CHECK_INPUT_EVERY_S = 1.0


class Cancelled(Exception):
    """Somebody asked the work to stop, or took it for dead; nothing is kept."""


class Superseded(Exception):
    """What the work was started from has changed; its result would be stale at birth."""


class Report:
    """The progress of one job; itself a `Progress`, and its `step` makes it `Steps`.

    It writes at most a few times per second, however often it is called. Who waits beside it is
    told by `tell`.
    """

    def __init__(self, job: Job, tell: Progress = silent) -> None:
        self.job = job
        self._tell = tell
        self._written = self._checked = monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Tell that `done` of `total` units are finished.

        Raises
        ------
        Cancelled
            When the work is to stop.
        Superseded
            When the input changed meanwhile.
        """
        self._tell(done, total)
        now = monotonic()
        if now - self._written >= _WRITE_EVERY_S:
            self._written = now
            self._write(done=done, total=total)
            self.check()

    @contextmanager
    def step(self, name: Text) -> Iterator[Progress]:
        """Announce a part of the work; counting and the estimate begin anew."""
        self._write(what=keep_text(name), done=0, total=0, step_at=timezone.now())
        self.check()
        yield self

    def check(self) -> None:
        """Stop here if the work is to stop: for loops without a count."""
        self._require_wanted()
        now = monotonic()
        if now - self._checked >= _CHECK_INPUT_EVERY_S:
            self._checked = now
            self._require_fresh()

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Write the result: whole, and only if the work is still wanted and its input as it was."""
        with transaction.atomic():
            Job.objects.select_for_update().get(pk=self.job.pk)
            self._require_wanted()
            self._require_fresh()
            yield

    def _write(self, **values: object) -> None:
        Job.objects.filter(pk=self.job.pk).update(**values)

    def _require_wanted(self) -> None:
        running = Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, cancel_asked=False)
        if not running.exists():
            raise Cancelled

    def _require_fresh(self) -> None:
        kind = KINDS[self.job.kind]
        if job_hash(self.job, kind.reads) != self.job.input_hash:
            raise Superseded


def job_hash(job: Job, reads: tuple[str, ...]) -> str:
    """Return the hash of what a job reads, as it is now."""
    return input_hash(job.event, reads, [job.params])
