"""A process of its own: messages in order, stopped at once, never an orphan."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duijie.solvers.process import Killed, Process, Send, work_off


def count(send: Send, upto: int) -> None:
    os.write(1, b"what a solver prints gets nowhere near the answers\n")
    for number in range(upto):
        send(number)


def fail(send: Send) -> None:
    raise ValueError("no such luck")


def sleep(send: Send) -> None:
    send(os.getpid())
    time.sleep(600)


def die(send: Send) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def lives(pid: int) -> bool:
    """Say whether a process runs; one that only waits to be buried does not."""
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat").read_text() if sys.platform == "linux" else ""
    except (ProcessLookupError, FileNotFoundError):
        return False
    return ") Z " not in stat


def until(holds: Callable[[], bool], limit_s: float = 20) -> bool:
    end = time.monotonic() + limit_s
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


def test_messages_arrive_in_order() -> None:
    seen: list[Any] = []
    with Process(count, (100,), seen.append) as process:
        assert process.wait(30)
    assert seen == list(range(100))


def test_an_error_is_raised_where_it_is_waited_for() -> None:
    with Process(fail, (), print) as process, pytest.raises(RuntimeError, match="no such luck"):
        process.wait(30)


def test_a_killed_process_is_no_finished_work() -> None:
    with Process(die, (), print) as process, pytest.raises(Killed):
        process.wait(30)


def test_stop_ends_it_at_once() -> None:
    seen: list[int] = []
    with Process(sleep, (), seen.append) as process:
        assert until(lambda: bool(seen))
        assert not process.wait(0)
        assert lives(process.id)
        assert seen == [process.id]
    assert not lives(seen[0])
    process.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the pipe tells, between calls")
def test_no_orphan_when_the_parent_is_killed() -> None:
    """The caller is a script without a guard, killed while its child is at work."""
    code = (
        "import sys, time; sys.path[:] = sys.argv[1:]\n"
        "from duijie.solvers.process import Process\n"
        "from tests.solvers.test_process import sleep\n"
        "process = Process(sleep, (), lambda pid: print(pid, flush=True)); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, *sys.path], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert lives(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert until(lambda: not lives(child))


def answers_of(work: Callable[..., None], *arguments: Any) -> list[tuple[str, Any]]:
    pipe = io.BytesIO()
    work_off(work, arguments, pipe)
    end = pipe.tell()
    pipe.seek(0)
    answers = []
    while pipe.tell() < end:
        answers.append(pickle.load(pipe))  # noqa: S301 - written just above
    return answers


def test_the_last_answer_says_how_it_ended() -> None:
    assert answers_of(count, 2) == [("message", 0), ("message", 1), ("end", None)]
    ((kind, failure),) = answers_of(fail)
    assert kind == "end"
    assert "ValueError: no such luck" in failure
