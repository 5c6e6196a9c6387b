"""A long calculation in a process of its own, which can be stopped at any moment.

Some solvers cannot be interrupted and hold Python's lock while they work; their process can be
ended. The process is a fresh interpreter that imports duijie and nothing of the caller's, so
that scripts, tests and notebooks may start one without a guard.

It never outlives its parent. It ends when the parent stops it, when the parent is killed (on
Linux the kernel sees to that), and wherever the pipe to the parent breaks. Away from Linux the
broken pipe is noticed only when the solver lets Python's lock go, between two of its calls.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Self

Send = Callable[[Any], None]
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from duijie.solvers.process import serve; serve()"
_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of ``prctl``."""


class Killed(Exception):
    """The process was ended from outside, as the system does when memory runs out."""


class Process:
    """``work(send, *arguments)`` in a process of its own.

    Parameters
    ----------
    work
        A function of a module. What it gives to `send` reaches `receive`.
    arguments
        Anything that can be pickled.
    receive
        Called with each message, in their order, from a thread of its own; not after `stop`.
    """

    def __init__(
        self, work: Callable[..., None], arguments: tuple[Any, ...], receive: Send
    ) -> None:
        self._receive = receive
        self._ended = threading.Event()
        self._stopped = False
        self._finished = False
        self._failure: str | None = None
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
            [sys.executable, "-c", _BOOT, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._order(pickle.dumps((os.getpid(), work, arguments)))

    @property
    def id(self) -> int:
        """The number that the system gave the process."""
        return self._child.pid

    def wait(self, timeout_s: float) -> bool:
        """Wait until the work is done, and say whether it is.

        Raises
        ------
        RuntimeError
            When the work raised an error, which is told.
        Killed
            When the process ended without a word.
        """
        if not self._ended.wait(timeout_s):
            return False
        if not self._finished:
            raise Killed
        if self._failure:
            raise RuntimeError(self._failure)
        return True

    def stop(self) -> None:
        """End the process, whatever it is doing; harmless when it has ended."""
        self._stopped = True
        self._child.kill()
        self._child.wait()
        self._listener.join()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                _close(pipe)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _order(self, order: bytes) -> None:
        if self._child.stdin:
            with suppress(BrokenPipeError):  # it died at birth; `wait` tells
                self._child.stdin.write(order)
                self._child.stdin.flush()

    def _listen(self) -> None:
        if self._child.stdout:
            for kind, content in _read_all(self._child.stdout):
                if kind == "message" and not self._stopped:
                    self._receive(content)
                elif kind == "end":
                    self._finished, self._failure = True, content
        self._ended.set()


def serve() -> None:
    """Do the work that the pipe asks for, and report through the pipe: the child's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to act on
    die_with_parent()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a solver prints must not get between the answers
    parent, work, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our parent
    if os.name == "posix" and os.getppid() != parent:
        return  # orphaned before the kernel was told
    threading.Thread(target=_end_with, args=(sys.stdin.buffer,), daemon=True).start()
    work_off(work, arguments, answers)


def work_off(work: Callable[..., None], arguments: tuple[Any, ...], answers: IO[bytes]) -> None:
    """Do the work and write its messages, then None or the error that ended it."""

    def tell(kind: str, content: object) -> None:
        pickle.dump((kind, content), answers)
        answers.flush()

    failure = None
    try:
        work(lambda message: tell("message", message), *arguments)
    except Exception:  # noqa: BLE001 - any error is the parent's to raise
        failure = traceback.format_exc()
    tell("end", failure)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends, however it ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _end_with(pipe: IO[bytes]) -> None:
    pipe.read()
    os._exit(1)


def _read_all(pipe: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Yield the answers until the pipe closes, be it in the middle of one."""
    while True:
        try:
            yield pickle.load(pipe)  # noqa: S301 - from our own child
        except (EOFError, pickle.UnpicklingError):
            return


def _close(pipe: IO[bytes]) -> None:
    with suppress(BrokenPipeError):
        pipe.close()
