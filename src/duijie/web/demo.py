"""The sample event in the web app: one organisation, one event, one user for every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from duijie.domain.errors import DuijieError
from duijie.domain.progress import Steps, silent_steps
from duijie.domain.text import Text

PASSWORD = "duijie-demo"  # noqa: S105 - printed for everybody to try; never used outside the demo
SLUG = "sample"
_PROPOSED = 2
"""So many experts are proposed for every need."""


@dataclass(frozen=True)
class Login:
    """A user of the demo."""

    username: str
    role: Text
    name: str


LOGINS = (
    Login("organiser", Text("组织者", "organiser"), "沈书岚"),
    Login("expert", Text("专家", "expert"), ""),
    Login("company", Text("企业联系人", "company contact"), ""),
    Login("student", Text("学生", "student"), "卢一鸣"),
    Login("official", Text("主管部门", "official"), "程望舒"),
    Login("viewer", Text("访客", "viewer"), "访客"),
)


def load_demo(folder: Path) -> None:
    """Read the sample folder into the database, once; a later demo keeps what people changed.

    Parameters
    ----------
    folder
        ``event.toml`` and the sheets.
    """
    from django.db import transaction

    from duijie.flow.event import SETTINGS, read_folder
    from duijie.web.accounts.models import Event, Organisation
    from duijie.web.imports.services import import_register
    from duijie.web.programme.services import keep_programme

    if Event.objects.filter(slug=SLUG).exists():
        return
    event, register, _found = read_folder(folder)
    with transaction.atomic():
        organisation, _new = Organisation.objects.get_or_create(name="河西理工大学")
        made = Event.objects.create(
            organisation=organisation,
            slug=SLUG,
            title=event.title.zh,
            title_en=event.title.en,
            place=event.place.zh,
            starts_on=event.days[0].date,
            ends_on=event.days[-1].date,
            registration_open=True,
        )
        organiser = _make_users(made, organisation)
        import_register(made, organiser, register, "demo")
        keep_programme(organiser, made, (folder / SETTINGS).read_text(encoding="utf-8"))
        _tie_users(made)


def plan_demo(steps: Steps = silent_steps) -> None:
    """Take the sample event from its register to printed matter, as an organiser would.

    What was done before, now or in an earlier demo, is not done again, so that nothing people
    changed is replaced.

    Parameters
    ----------
    steps
        Called with each part as it begins.

    Raises
    ------
    DuijieError
        When a part does not succeed, with its own words.
    """
    from duijie.web.access.viewer import Viewer
    from duijie.web.accounts.models import Event, Role, User
    from duijie.web.jobs.models import Job
    from duijie.web.jobs.services import perform

    event = Event.objects.get(slug=SLUG)
    viewer = Viewer(User.objects.get(username="organiser"), event, frozenset({Role.ORGANISER}))
    for part in _parts(viewer):
        if event.jobs.filter(kind=part.kind, state=Job.State.DONE).exists():
            continue
        with steps(part.name) as progress:
            job = part.start()
            perform(job, progress)
        job.refresh_from_db()
        if job.state != Job.State.DONE:
            raise DuijieError(job.error_words)
        part.follow()


@dataclass(frozen=True)
class _Part:
    """One part of the story: the background work that does it, and what an organiser does then."""

    name: Text
    kind: str
    start: Callable[[], Any]
    follow: Callable[[], object] = lambda: None


def _parts(viewer: Any) -> Iterator[_Part]:
    """Yield the parts in order; each looks for what the one before it left."""
    from duijie.web.assign import compute as assign
    from duijie.web.assign.options import Options
    from duijie.web.match import compute as match
    from duijie.web.publish import printing
    from duijie.web.publish.selectors import latest_publication
    from duijie.web.timetable import compute as timetable
    from duijie.web.timetable import publishing
    from duijie.web.timetable.plans import used_timetable

    yield _Part(
        Text("匹配", "Matching"),
        match.KIND.name,
        lambda: match.start_ranking(viewer),
        lambda: _send_proposals(viewer),
    )
    yield _Part(
        Text("配对", "Assigning"),
        assign.KIND.name,
        lambda: assign.start_assigning(viewer, Options()),
    )
    yield _Part(
        Text("排程", "Placing the meetings"),
        timetable.KIND.name,
        lambda: timetable.start_computing(viewer),
    )
    used = used_timetable(viewer.event)
    if used:
        yield _Part(
            Text("发布", "Publishing"),
            publishing.KIND.name,
            lambda: publishing.start_publishing(viewer, used.version, ""),
        )
    published = latest_publication(viewer.event)
    if published:
        yield _Part(
            Text("印制", "Printing"),
            printing.KIND.name,
            lambda: printing.start_printing(viewer, published),
        )


def _send_proposals(viewer: Any) -> None:
    """Propose the best experts of every need to both sides, to be answered a week before."""
    from django.utils import timezone

    from duijie.web.match.compute import latest_ranking
    from duijie.web.match.proposals import best_pairs, propose

    ranking = latest_ranking(viewer.event)
    if ranking is None:  # somebody took the only one back meanwhile
        return
    week_before = viewer.event.starts_on - timedelta(days=7)
    deadline = week_before if week_before >= timezone.localdate() else None
    propose(viewer, best_pairs(viewer.event, ranking, _PROPOSED), deadline)


def _make_users(event: Any, organisation: Any) -> Any:
    from duijie.web.accounts.models import Membership, Role, User

    users = {}
    for login in LOGINS:
        home = organisation if login.username == "organiser" else None
        user = User(username=login.username, name=login.name or login.username, organisation=home)
        user.set_password(PASSWORD)
        user.save()
        Membership.objects.create(event=event, user=user, role=Role(login.username))
        users[login.username] = user
    return users["organiser"]


def _tie_users(event: Any) -> None:
    """Make the expert's login the first expert, the company's that of a confidential need."""
    from duijie.web.accounts.models import User

    expert = event.expert_set.order_by("code").first()
    user = User.objects.get(username="expert")
    expert.account, user.name = user, expert.name
    expert.save()
    user.save()
    need = event.need_set.filter(confidential=True, company__isnull=False).order_by("code").first()
    company = need.company if need else event.company_set.order_by("code").first()
    contact = User.objects.get(username="company")
    contact.name = company.contact or company.short_name or company.name
    contact.save()
    company.contacts.add(contact)
