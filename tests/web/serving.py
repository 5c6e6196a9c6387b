"""`duijie demo` in a process of its own, for the tests that speak to the real thing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duijie.web.demo import LOGINS


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def own_environment() -> dict[str, str]:
    """Return the environment without the settings of the tests."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("DUIJIE", "DJANGO"))}


@contextmanager
def serving(folder: Path, *, words_alone: bool = True, planned: bool = False) -> Iterator[str]:
    """Serve the demo from `folder`; yield its address, and check what it printed at the end.

    It begins with the register alone, unless it is to be `planned`.
    Rankings are by words alone if that will do: the index of chemical names takes a minute to make.
    """
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "duijie",
        "--lang",
        "en",
        "demo",
        "--serve",
        "--plan" if planned else "--no-plan",
        "-o",
        str(folder),
        "--port",
        str(port),
    ]
    environment = own_environment()
    if words_alone:
        environment |= {"DUIJIE_ENCODER": "none", "DUIJIE_CHEMISTRY": "0"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthy/", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            printed, _ = process.communicate(timeout=60)
    words = printed.decode()
    assert f"http://127.0.0.1:{port}/" in words
    for login in LOGINS:
        assert login.username in words


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the server answers."""
    for _ in range(1500):  # a busy machine takes minutes
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - loopback, our own
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")
