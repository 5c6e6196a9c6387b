"""Background work: followed, cancelled, superseded, interrupted; and what makes a result stale."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from duijie.domain.errors import BadData
from duijie.domain.text import Text
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Role
from duijie.web.core import history
from duijie.web.jobs import report as reporting
from duijie.web.jobs import services
from duijie.web.jobs.inputs import input_hash
from duijie.web.jobs.kinds import KINDS, JobKind, Run
from duijie.web.jobs.models import Job
from duijie.web.jobs.report import Report
from duijie.web.register.models import Conflict, Decision, Need, Pin
from tests.web.conftest import World

State = Job.State


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let a function be the work of the kind ``count``; progress is written at every call."""
    monkeypatch.setattr(reporting, "_WRITE_EVERY_S", 0.0)
    monkeypatch.setattr(reporting, "_CHECK_INPUT_EVERY_S", 0.0)

    def add(run: Run) -> None:
        made = JobKind("count", "Counting", ("activity", "list"), ("texts",), run)
        monkeypatch.setitem(KINDS, "count", made)

    return add


def organiser(world: World) -> Viewer:
    return Viewer(world.users["organiser"], world.event, frozenset({Role.ORGANISER}))


def start(world: World, **params: Any) -> Job:
    return services.start_job(organiser(world), "count", params)


def queued(world: World, **params: Any) -> Job:
    """A job that nobody has run yet."""
    job = Job(event=world.event, kind="count", params=params)
    job.input_hash = reporting.job_hash(job, KINDS["count"].reads)
    job.save()
    return job


def change(world: World, record: Any, **values: Any) -> None:
    before = history.snapshot(record)
    for name, value in values.items():
        setattr(record, name, value)
    history.update(world.users["organiser"], world.event, record, before)


def test_work_is_done_with_progress_and_leads_to_its_result(world: World, kind: Any) -> None:
    seen = []

    def run(job: Job, report: Report) -> str:
        with report.step(Text("数数", "Counting up")) as progress:
            progress(2, 5)
            job.refresh_from_db()
            seen.append((job.state, job.done, job.total, job.what_words.zh))
        with report.keeping():
            pass
        return "/healthy/"

    kind(run)
    job = start(world)
    assert seen == [("running", 2, 5, "数数")]
    assert (job.state, job.address, job.by_name) == ("done", "/healthy/", "organiser先生")
    address = reverse("job", args=["spring", job.pk])
    answer = world.client("organiser").get(address, headers={"hx-request": "true"})
    assert answer.headers["hx-redirect"] == "/healthy/"
    assert "Open the result" in world.client("organiser").get(address).content.decode()


def test_a_running_page_shows_count_estimate_and_a_way_to_stop(world: World, kind: Any) -> None:
    kind(lambda _job, _report: "")
    job = queued(world)
    past = timezone.now() - timedelta(seconds=10)
    Job.objects.update(state=State.RUNNING, done=25, total=100, step_at=past, what=["编码", "x"])
    page = world.client("organiser", "zh-CN").get(reverse("job", args=["spring", job.pk]))
    content = page.content.decode()
    assert "编码" in content
    assert "25 / 100" in content
    assert "约剩 31 秒" in content
    world.client("organiser").post(reverse("cancel_job", args=["spring", job.pk]))
    job.refresh_from_db()
    assert job.cancel_asked


def test_nothing_is_estimated_in_the_first_two_seconds(world: World) -> None:
    job = Job(state=State.RUNNING, done=1, total=2, step_at=timezone.now())
    assert job.left_s is None


def test_stopped_work_keeps_nothing_and_says_so(world: World, kind: Any) -> None:
    def run(job: Job, report: Report) -> str:
        services.cancel_job(job)
        report(1, 2)
        raise AssertionError("it went on")

    kind(run)
    job = start(world)
    assert job.state == State.CANCELLED
    assert "as asked" in job.error_words.en


def test_work_in_the_queue_is_stopped_at_once(world: World, kind: Any) -> None:
    kind(lambda _job, _report: "/never/")
    job = queued(world)
    services.cancel_job(job)
    services.perform(job)
    job.refresh_from_db()
    assert job.state == State.CANCELLED


@pytest.mark.parametrize("where", ["progress", "keeping"])
def test_work_whose_input_changed_is_stopped_and_says_so(
    world: World, kind: Any, where: str
) -> None:
    def run(job: Job, report: Report) -> str:
        change(world, world.own["need"], title="另一项需求")
        if where == "progress":
            report(1, 2)
        with report.keeping():
            raise AssertionError("something stale was kept")

    kind(run)
    job = start(world)
    assert job.state == State.CANCELLED
    assert "input changed" in job.error_words.en


def test_the_same_work_asked_for_twice_runs_once(world: World, kind: Any) -> None:
    kind(lambda _job, _report: "")
    first = queued(world, depth=1)
    assert start(world, depth=1) == first
    other = start(world, depth=2)
    first.refresh_from_db()
    assert other != first
    assert (first.state, first.error_words.en) == ("cancelled", "Replaced by a newer run")


def test_an_error_of_the_engine_is_said_in_both_languages(world: World, kind: Any) -> None:
    def run(job: Job, report: Report) -> str:
        raise BadData(Text("没有专家", "no experts"), [Text("先导入", "import some")])

    kind(run)
    job = start(world)
    assert job.state == State.FAILED
    assert job.error_words == Text("没有专家。先导入。", "no experts. import some.")


def test_a_fault_of_ours_is_logged_and_not_shown(
    world: World, kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def run(job: Job, report: Report) -> str:
        raise ZeroDivisionError

    kind(run)
    job = start(world)
    assert job.state == State.FAILED
    assert "fault is ours" in job.error_words.en
    assert "ZeroDivisionError" in caplog.text


def test_what_a_killed_server_left_is_failed_in_words(world: World, kind: Any) -> None:
    kind(lambda _job, _report: "")
    job = queued(world)
    Job.objects.update(state=State.RUNNING)
    assert services.give_up_interrupted() == 1
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "中途停止" in job.error_words.zh
    assert services.latest_job(world.event, "count") == job


def test_other_events_jobs_and_doors_stay_shut(world: World, kind: Any) -> None:
    made = JobKind("count", "x", ("need", "accept"), (), lambda _job, _report: "")
    kind(made.run)
    job = queued(world)
    KINDS["count"] = made
    address = reverse("job", args=["spring", job.pk])
    assert world.client("organiser").get(address).status_code == 404


def test_only_what_an_engine_reads_makes_a_result_stale(world: World) -> None:
    parts = ("texts", "limits", "conflicts", "pins")
    expert, need = world.own["expert"], world.own["need"]
    before = input_hash(world.event, parts)
    change(world, expert, phone="13800001111", email="a@b.example", services="检测")
    change(world, world.own["company"], contact="另一人")
    assert input_hash(world.event, parts) == before
    change(world, need, text="含盐 12 %")
    changed = input_hash(world.event, parts)
    assert changed != before
    change(world, need, text="含盐 8 %")
    assert input_hash(world.event, parts) == before


def test_each_part_is_told_from_the_others(world: World) -> None:
    def hashes() -> dict[str, str]:
        parts = ("texts", "limits", "conflicts", "pins", "decisions")
        return {name: input_hash(world.event, [name]) for name in parts}

    expert, need = world.own["expert"], world.own["need"]
    start = hashes()
    Pin.objects.create(event=world.event, expert=expert, need=need, rule="must")
    pinned = hashes()
    assert {name for name in start if start[name] != pinned[name]} == {"pins"}
    Conflict.objects.create(event=world.event, expert=expert, need=need)
    conflicted = hashes()
    assert {name for name in start if pinned[name] != conflicted[name]} == {"conflicts"}
    Decision.objects.create(event=world.event, expert=expert, need=need, decision="declined")
    decided = hashes()
    assert {name for name in start if conflicted[name] != decided[name]} == {"decisions"}
    change(world, expert, max_meetings=3)
    limited = hashes()
    assert {name for name in start if decided[name] != limited[name]} == {"limits"}
    change(world, world.own["evidence"], title="另一篇")
    retold = hashes()
    assert {name for name in start if limited[name] != retold[name]} == {"texts"}
    Need.objects.get(pk=need.pk).events.remove(world.event)
    left = hashes()
    assert {name for name in start if retold[name] != left[name]} >= {"texts", "limits"}


def test_options_and_earlier_results_count_too(world: World) -> None:
    assert input_hash(world.event, ["pins"], [1]) != input_hash(world.event, ["pins"], [2])
    with pytest.raises(KeyError):
        input_hash(world.event, ["weather"])
