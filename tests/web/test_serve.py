"""The real thing: `duijie demo` in a process of its own, spoken to over loopback."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from duijie.web.data_dir import DataDir
from duijie.web.demo import LOGINS, PASSWORD
from tests.solvers.test_process import lives, until
from tests.web.serving import free_port, own_environment, serving, wait_for

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("demo")
    with serving(folder) as address:
        yield address, folder


class Browser:
    """Keeps cookies and follows links, as a person's browser does."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=30) as answer:
            text: str = answer.read().decode()
            return text

    def sign_in(self, who: str) -> str:
        self.get("/account/login/")
        key = next(one.value for one in self.cookies if one.name == "csrftoken")
        form = f"login={who}&password={PASSWORD}&csrfmiddlewaretoken={key}".encode()
        request = urllib.request.Request(  # noqa: S310 - loopback, our own
            self.base + "/account/login/", form, {"Referer": self.base}
        )
        with self.opener.open(request, timeout=30) as answer:
            text: str = answer.read().decode()
            return text


def test_every_login_of_the_demo_works(served: tuple[str, Path]) -> None:
    base, _ = served
    for login in LOGINS:
        browser = Browser(base)
        browser.sign_in(login.username)
        assert "对接会" in browser.get("/events/sample/")


def test_the_sample_event_is_there_whole(served: tuple[str, Path]) -> None:
    base, folder = served
    browser = Browser(base)
    browser.sign_in("organiser")
    page = browser.get("/events/sample/")
    for count in ("<b>55</b>", "<b>26</b>", "<b>30</b>", "<b>146</b>"):
        assert count in page
    assert (folder / "data" / "duijie.sqlite3").exists()


def test_styles_and_scripts_come_from_here_and_are_light(served: tuple[str, Path]) -> None:
    base, _ = served
    browser = Browser(base)
    browser.sign_in("organiser")
    page = browser.get("/events/sample/register/needs/")
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(files) == 4
    weight = len(page.encode()) + sum(len(browser.get(path).encode()) for path in files)
    assert weight < 300_000


def test_a_second_server_on_the_port_is_refused_in_words(
    served: tuple[str, Path], tmp_path: Path
) -> None:
    base, _ = served
    port = base.rsplit(":", 1)[1]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "duijie",
            "--lang",
            "en",
            "serve",
            "--port",
            port,
            "--data",
            str(tmp_path),
        ],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2
    assert f"port {port} is taken" in done.stderr.decode()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Yield `duijie serve` on an empty folder, and its port."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "duijie", "serve", "--port", str(port), "--data", str(tmp_path)],
        env=own_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthy/", process)
            yield process, port
        finally:
            process.kill()


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the numbers of the processes that a server began."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(one) for one in listed.split()]


_BEGUN = b"""\
POST /account/login/ HTTP/1.1
Host: localhost
Content-Type: application/x-www-form-urlencoded
Content-Length: 1000
Cookie: csrftoken=0123456789abcdefghijklmnopqrstuv

login=""".replace(b"\n", b"\r\n")


def test_an_upload_that_hangs_does_not_keep_the_server_from_ending(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = server
    with socket.create_connection(("127.0.0.1", port)) as phone:
        phone.sendall(_BEGUN)
        phone.settimeout(1)
        with pytest.raises(TimeoutError):
            phone.recv(1)  # the server waits for the rest of the form
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel sees to it on Linux alone")
def test_a_killed_server_leaves_no_process_behind(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, _ = server
    began = children_of(process)
    assert len(began) >= 3  # two that answer, one that works in the background
    process.kill()
    assert until(lambda: not any(map(lives, began)))


@pytest.mark.skipif(sys.platform != "linux", reason="children are listed on Linux alone")
def test_a_web_process_that_dies_takes_nobody_with_it(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = server
    answering = [
        pid
        for pid in children_of(process)
        if b"worker" not in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    ]
    for pid in answering:
        os.kill(pid, signal.SIGKILL)
    wait_for(f"http://127.0.0.1:{port}/healthy/", process)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0


def test_the_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "data")
    key = data.secret_key()
    assert len(key) > 50
    assert data.secret_key() == key
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o077 == 0
