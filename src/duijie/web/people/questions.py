"""Questions to a company about its need, answered by a link that needs no account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duijie.web.access.guard import guarded, public
from duijie.web.access.unsent import typed_in
from duijie.web.access.viewer import Viewer
from duijie.web.core import history
from duijie.web.core.models import BY_LINK
from duijie.web.people.forms import AnswerForm
from duijie.web.people.models import Question
from duijie.web.register import quality
from duijie.web.register.models import Need, Record


@guarded("need", "ask", methods=("POST",))
def ask(request: HttpRequest, viewer: Viewer, record: Record) -> HttpResponse:
    """Make a link by which the company answers what its need lacks."""
    need: Any = record
    lacks = [point.key for point in quality.missing_points(need)]
    if lacks:
        Question.objects.filter(need=need, answered_at__isnull=True).update(
            expires_at=timezone.now()
        )
        Question.objects.create(event=viewer.event, need=need, asks=lacks, created_by=viewer.user)
        messages.success(request, _("The question is ready to be copied."))
    return redirect(reverse("record", args=[viewer.event.slug, "needs", need.pk]) + "#questions")


@public("whoever holds the link of a question may answer it", methods=("GET", "POST"))
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Take the company's answers; they go into the need, logged, and can be undone."""
    question = Question.objects.filter(token=token).select_related("need", "event").first()
    if question is None or not question.is_open:
        thanked = question is not None and question.answered_at is not None
        typed = [] if thanked else [value for _name, value in typed_in(request)]
        context = {"thanked": thanked, "typed": typed}
        return render(request, "people/answered.html", context, status=410)
    form = AnswerForm(quality.points(question.asks), request.POST or None)
    if request.method == "POST" and form.is_valid():
        if any(value not in (None, "") for value in form.cleaned_data.values()):
            _keep(question.pk, form.cleaned_data)
            return render(request, "people/answered.html", {"thanked": True})
        form.add_error(None, _("Please answer at least one question."))
    return render(request, "people/answer.html", {"question": question, "form": form})


@transaction.atomic
def _keep(pk: int, answers: dict[str, Any]) -> None:
    """Put the answers into the need, once: a double click does not say them twice."""
    question = Question.objects.select_for_update().get(pk=pk)
    if question.answered_at is not None:
        return
    need = Need.objects.select_for_update().get(pk=question.need_id)
    before = history.snapshot(need)
    for point in quality.points(question.asks):
        value = answers.get(point.key)
        if value not in (None, ""):
            _put(need, point.field, value)
    history.update(BY_LINK, question.event, need, before)
    question.answered_at = timezone.now()
    question.save(update_fields=["answered_at"])


def _put(need: Need, name: str, value: Any) -> None:
    """Fill a field; words that stand there already are kept above the answer."""
    present = getattr(need, name)
    joined = f"{present}\n{value}" if isinstance(present, str) and present else value
    setattr(need, name, joined)
