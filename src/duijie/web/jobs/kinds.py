"""What can be run in the background. Each app names its own kinds when it is loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duijie.web.jobs.models import Job
    from duijie.web.jobs.report import Report

Run = Callable[["Job", "Report"], str]
"""Computes, keeps the result inside ``with report.keeping():``, returns the result's address."""


@dataclass(frozen=True)
class JobKind:
    """One kind of work.

    `title` says in the reader's language what is made; `reads` names the parts of the input whose
    change makes the run pointless (see `duijie.web.jobs.inputs`); who may do `door` (entity,
    action) may start, follow and cancel it.
    """

    name: str
    title: Any
    door: tuple[str, str]
    reads: tuple[str, ...]
    run: Run


KINDS: dict[str, JobKind] = {}


def add_kind(kind: JobKind) -> None:
    """Make a kind of work known; called once by its app's ``ready``."""
    KINDS[kind.name] = kind
