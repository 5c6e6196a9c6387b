"""What runs in the background."""

from __future__ import annotations

from django_tasks import task

from duijie.web.imports.models import Import
from duijie.web.imports.services import perform_import


@task()
def run_import(pk: int) -> None:
    """Write a queued import; one that was started before is left alone."""
    perform_import(Import.objects.select_related("event__organisation", "by").get(pk=pk))
