"""One word of a confidential need, looked for in every answer to everybody who may not read it.

Every GET route of the pages (from the URL resolver) and of the API (from its description) is
visited in every role. Whoever adds a route with a parameter says in `_values` what stands for it;
whoever adds a thing that is about needs adds one to `about`.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import CharField, TextField
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from duijie.web.accounts.models import Role
from duijie.web.api.urls import api
from duijie.web.core import history
from duijie.web.core.models import Activity
from duijie.web.imports.models import Import
from duijie.web.jobs.models import Job
from duijie.web.match.models import Proposal
from duijie.web.people.models import Invitation, Question
from duijie.web.publish.models import Feed
from duijie.web.publish.printing import PAPERS
from duijie.web.register.kinds import KINDS, PLURALS
from duijie.web.register.models import Conflict, Decision, Need, Pin, Release
from tests.web.conftest import World, make_world
from tests.web.planning import plan_everything
from tests.web.test_permission_matrix import _patterns

NEEDLE = "xylophantide"
OPEN = "C26 化学原料"
SHEET = (
    f"需求编号,需求名称,单位名称,需求描述\nN-77,{NEEDLE} 合成,foreign化工有限公司needle,{NEEDLE}\n"
)
EVERYBODY = ["", *(role.value for role in Role if role != Role.ORGANISER)]
WAYS: list[tuple[dict[str, str], dict[str, str]]] = [
    ({}, {}),
    ({"q": "合成", "view": "list", "show": "all", "sort": "-title", "version": "1"}, {}),
    ({"q": "C26", "confidential": "yes", "state": "waiting"}, {"hx-request": "true"}),
    ({"show": "people", "person": "needle-own-expert", "with": "1"}, {}),
    ({"show": "print"}, {}),
]
"""Queries and headers with which every address is asked for."""
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ELSEWHERE = {
    "admin": "for administrators: test_permission_matrix",
    "api": "from its description, below",
}


@dataclass
class Hidden:
    """A world with a confidential need, and everything that can be about a need."""

    world: World
    need: Need
    about: list[Any] = field(default_factory=list)

    @property
    def keys(self) -> list[int]:
        return sorted({one.pk for one in [self.need, *self.about]})


@pytest.fixture(scope="module")
def hidden(django_db_setup: None, django_db_blocker: Any) -> Iterator[Hidden]:
    with django_db_blocker.unblock():
        world = make_world("needle")
        yield _hide(world)
        call_command("flush", verbosity=0, interactive=False)


def _hide(world: World) -> Hidden:
    """Bring the need in by a sheet, fill it, and let everything happen to it."""
    organiser, event = world.client("organiser"), world.event
    sheets = f"/events/{event.slug}/imports/"
    organiser.post(sheets, {"file": _file()})
    organiser.post(f"{sheets}{Import.objects.get().pk}/run/")
    organiser.post(sheets, {"file": _file()})  # this one stays a preview
    imports = list(Import.objects.order_by("pk"))
    need = Need.objects.get(code="N-77")
    before = history.snapshot(need)
    for name in KINDS["need"].fields:
        if isinstance(Need._meta.get_field(name), CharField | TextField):
            setattr(need, name, f"{NEEDLE} 合成")
    need.industry, need.confidential, need.extra = OPEN, True, [["备注", NEEDLE]]
    history.update(world.users["organiser"], event, need, before)

    organiser.post(f"/events/{event.slug}/register/needs/{need.pk}/comment/", {"text": NEEDLE})
    expert, pair = world.own["expert"], {"event": event, "need": need}
    proposal = Proposal.objects.create(**pair, expert=expert, asker="organiser")
    made = [
        proposal,
        Question.objects.create(**pair, asks=["budget"], expires_at=timezone.now()),
        Pin.objects.create(**pair, expert=expert, rule="must"),
        Conflict.objects.create(**pair, expert=world.foreign["expert"], reason=NEEDLE),
        Decision.objects.create(**pair, expert=expert, decision="declined", reason=NEEDLE),
        Release.objects.create(need=need, expert=expert),  # silence is not promised yet
        Invitation.objects.create(event=event, role="viewer"),
    ]
    plan_everything(world)
    jobs = list(Job.objects.all())
    assert [one.error for one in jobs if one.error] == []
    about = [*made, *imports, *jobs, expert, world.foreign["expert"], need.company]
    return Hidden(world, need, [*about, *event.feeds.filter(expert=expert)])


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("needs.csv", SHEET.encode())


def _values(hidden: Hidden) -> dict[str, list[Any]]:
    """Return what can stand for each parameter of a route."""
    return {
        "slug": [hidden.world.event.slug],
        "plural": list(PLURALS),
        "pk": hidden.keys,
        "need_pk": [hidden.need.pk],
        "expert_pk": [hidden.world.own["expert"].pk, hidden.world.foreign["expert"].pk],
        "kind": ["expert", "company"],
        "code": [one.code for one in hidden.about if isinstance(one, Invitation)],
        "token": [
            "forged",
            *(one.token for one in hidden.about if isinstance(one, Question | Feed)),
        ],
        "number": [1],
        "name": [one.file for one in PAPERS],
        "uidb36": ["1"],
        "key": ["forged"],
    }


def _pages() -> list[str]:
    """Return the names of the pages, of those that can be asked for by GET."""
    return sorted(
        str(pattern.name)
        for path, pattern in _patterns(get_resolver())
        if "".join(path).lstrip("^").split("/")[0] not in ELSEWHERE
        and "GET" in getattr(pattern.callback, "methods", ("GET",))
    )


def _addresses(name: str, hidden: Hidden) -> Iterator[str]:
    (((_, names),), *_more), *others = get_resolver().reverse_dict.getlist(name)
    assert not others, f"two routes are called {name}"
    yield from _filled(names, hidden, lambda values: reverse(name, kwargs=values))


def _operations() -> list[str]:
    """Return the paths of the API that can be asked for by GET."""
    described = api.get_openapi_schema()["paths"]
    return sorted(path for path, methods in described.items() if "get" in methods)


def _filled(names: list[str], hidden: Hidden, write: Any) -> Iterator[str]:
    known = _values(hidden)
    missing = set(names) - set(known)
    assert not missing, f"say in _values what stands for {missing}"
    for values in itertools.product(*(known[name] for name in names)):
        try:
            yield write(dict(zip(names, values, strict=True)))
        except NoReverseMatch:
            continue


def _calls(path: str, hidden: Hidden) -> Iterator[str]:
    names = [part.split("}")[0] for part in path.split("{")[1:]]
    yield from _filled(names, hidden, lambda values: path.format(**values))


def _words(answer: Any) -> str:
    """Return everything that an answer holds, its headers too, packed or not, in small letters."""
    streamed = getattr(answer, "streaming_content", None)
    body = b"".join(streamed) if streamed else answer.content
    parts = [str(dict(answer.headers)), body.decode(errors="replace")]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts += [packed.read(name).decode(errors="replace") for name in packed.namelist()]
    if body.startswith(b"%PDF"):
        parts += [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages]
    return "".join(parts).lower()


def _seen(hidden: Hidden, who: str, addresses: Iterator[str]) -> Iterator[str]:
    """Yield the addresses at which `who` is shown the needle."""
    client = hidden.world.client(who)
    for address in addresses:
        for query, headers in WAYS:
            if NEEDLE in _words(client.get(address, query, headers=headers)):
                yield address


@pytest.mark.parametrize("name", _pages())
def test_no_page_shows_the_words_to_those_who_may_not_read_them(
    hidden: Hidden, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    for who in EVERYBODY:
        assert not set(_seen(hidden, who, _addresses(name, hidden))), who
    assert NEEDLE not in caplog.text


@pytest.mark.parametrize("path", _operations())
def test_no_call_returns_the_words_to_those_who_may_not_read_them(
    hidden: Hidden, path: str
) -> None:
    for who in EVERYBODY:
        assert not set(_seen(hidden, who, _calls(path, hidden))), who


def test_the_organiser_is_shown_them_wherever_they_stand(hidden: Hidden) -> None:
    """The needle is there to be found: else the tests above would say nothing."""
    for name in (
        *("records", "record", "edit_record", "search", "export", "import", "activity", "event"),
        *("match", "match_data", "match_need", "match_pair", "match_expert", "match_expert_pair"),
        *("requests", "export_match", "assign", "assign_pair", "export_assignment"),
        *("timetable", "plan", "export_plan", "publication", "published_file"),
    ):
        assert any(_seen(hidden, "organiser", _addresses(name, hidden))), name
    for path in (
        *("needs/", "needs/{pk}", "needs/{pk}/comments"),
        *("activity", "export.xlsx", "search", "match/experts/{pk}", "proposals"),
        *("assign", "assign/needs/{need_pk}/limits", "assign/needs/{need_pk}/with/{expert_pk}"),
        *("assign/export.xlsx", "timetable", "publications/{number}"),
        "publications/{number}/files/{name}",
    ):
        calls = _calls(f"/api/events/{{slug}}/{path}", hidden)
        assert any(_seen(hidden, "organiser", calls)), path


def test_who_was_released_and_promised_is_shown_them(hidden: Hidden) -> None:
    release = Release.objects.get(need=hidden.need)
    Release.objects.filter(pk=release.pk).update(accepted_at=timezone.now())
    seen = set(_seen(hidden, "expert", _addresses("record", hidden)))
    Release.objects.filter(pk=release.pk).update(accepted_at=None)
    assert f"/events/needle/register/needs/{hidden.need.pk}/" in seen


def test_the_log_of_changes_holds_the_words(hidden: Hidden) -> None:
    changes = Activity.objects.filter(kind="need", object_id=hidden.need.pk)
    assert all(NEEDLE in str(one.after) for one in changes)
