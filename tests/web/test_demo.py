"""The sample event of `duijie demo`, taken from its register to printed matter."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client

from duijie.domain.errors import DuijieError
from duijie.flow import find_sample
from duijie.web.accounts.models import Event, User
from duijie.web.demo import SLUG, load_demo, plan_demo
from duijie.web.match.models import Proposal
from duijie.web.programme.models import ProgrammeVersion
from duijie.web.publish.printing import PAPERS, find_file
from duijie.web.publish.selectors import latest_publication

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PARTS = ["match", "assign", "timetable", "publish", "print"]


@pytest.fixture
def event() -> Event:
    """The sample as `duijie demo` reads it in."""
    load_demo(find_sample())
    return Event.objects.get(slug=SLUG)


def see(who: str, path: str) -> str:
    """Return a page as one of the demo's users sees it."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(
        User.objects.get(username=who), "allauth.account.auth_backends.AuthenticationBackend"
    )
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_everybody_finds_a_finished_event(event: Event) -> None:
    plan_demo()
    assert Counter(event.jobs.values_list("kind", "state")) == {(one, "done"): 1 for one in PARTS}
    published = latest_publication(event)
    assert published is not None
    assert published.meetings == 110
    assert all(find_file(published, one.file) for one in PAPERS)
    for who in ("expert", "company"):
        assert 'class="day' in see(who, "/me/")
    for who in ("official", "viewer"):
        assert "Version 1" in see(who, f"/events/{SLUG}/timetable/versions/1/")
    assert "stale" not in see("organiser", f"/events/{SLUG}/")


def test_what_was_done_before_is_not_done_again(event: Event) -> None:
    plan_demo()
    Proposal.objects.all().delete()
    plan_demo()
    assert Counter(event.jobs.values_list("kind", flat=True)) == dict.fromkeys(PARTS, 1)
    assert not Proposal.objects.exists()


def test_a_part_that_fails_says_why_and_is_taken_up_later(event: Event) -> None:
    programmes = list(ProgrammeVersion.objects.filter(event=event))
    ProgrammeVersion.objects.filter(event=event).delete()
    with pytest.raises(DuijieError, match="no programme"):
        plan_demo()
    done = event.jobs.filter(state="done")
    assert list(done.values_list("kind", flat=True)) == ["match"]
    ProgrammeVersion.objects.bulk_create(programmes)
    plan_demo()
    assert latest_publication(event) is not None
