"""The sample event in the web app: one organisation, one event, one user for every role."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duijie.domain.text import Text

PASSWORD = "duijie-demo"  # noqa: S105 - printed for everybody to try; never used outside the demo
SLUG = "sample"


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

    from duijie.flow.event import read_folder
    from duijie.web.accounts.models import Event, Organisation
    from duijie.web.imports.services import import_register

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
        _tie_users(made)


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
