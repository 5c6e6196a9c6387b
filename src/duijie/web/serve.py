"""Running the app: migrated database, collected style sheets, a server, a worker beside it."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import duijie
from duijie.domain.errors import BadUsage
from duijie.domain.text import Text
from duijie.web.data_dir import VARIABLE, DataDir

_SETTINGS = "duijie.web.settings"
_PROCESSES = 2
"""One would do, but who previews a large sheet or fetches a workbook would hold up everybody."""
_THREADS = 8
_STAMP = "collected"
_GRACE_S = 10
_NICENESS = 5
_SERVER = "DUIJIE_SERVER"
"""Tells the processes of a server its number."""


def prepare(data: Path | None, hosts: Sequence[str] = ()) -> DataDir:
    """Point Django at the data folder `data` (the user's own when None) and set it up."""
    if data is not None:
        os.environ[VARIABLE] = str(data.resolve())
    if hosts:
        os.environ["DUIJIE_HOSTS"] = ",".join(hosts)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS)
    import django
    from django.conf import settings

    django.setup()
    folder: DataDir = settings.DATA
    return folder


def make_ready(folder: DataDir) -> None:
    """Bring the database up to date and collect what browsers load."""
    from django.core.management import call_command

    from duijie.web.imports.services import take_up_interrupted
    from duijie.web.jobs.services import give_up_interrupted

    folder.create()
    call_command("migrate", verbosity=0, interactive=False)
    folder.database.chmod(0o600)
    take_up_interrupted()
    give_up_interrupted()
    stamp = folder.static / _STAMP
    if not stamp.exists() or stamp.read_text() != _version():
        logging.getLogger("whitenoise").setLevel(logging.ERROR)
        call_command("collectstatic", verbosity=0, interactive=False, clear=folder.static.exists())
        stamp.write_text(_version())


def _version() -> str:
    """Return what changes whenever a style sheet or script may have changed."""
    own = Path(__file__).parent.rglob("static/**/*")
    newest = max(int(path.stat().st_mtime) for path in own)
    return f"{duijie.__version__} {newest}"


def allowed_hosts(host: str, named: Sequence[str]) -> list[str]:
    """Return the names the server answers to when it listens on `host`.

    >>> allowed_hosts("127.0.0.1", ())
    ['localhost', '127.0.0.1', '[::1]']
    >>> allowed_hosts("0.0.0.0", ["park.example"])
    ['localhost', '127.0.0.1', '[::1]', 'park.example']
    """
    own = ["localhost", "127.0.0.1", "[::1]"]
    if named:
        return [*own, *named]
    return own if _is_loopback(host) else ["*"]


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def require_port(host: str, port: int) -> None:
    """Stop in words when another program listens there: two servers would share the visitors.

    Raises
    ------
    BadUsage
        When the port is taken or may not be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise BadUsage(
                Text(f"{host} 的端口 {port} 已被占用", f"port {port} is taken on {host}"),
                [Text("请用 --port 换一个端口", "choose another one with --port")],
            ) from None


def run_server(host: str, port: int, *, worker: bool = True) -> None:
    """Serve until interrupted; background work runs in a process beside."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[_SERVER] = str(os.getpid())
    server = Granian(
        "duijie.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=_PROCESSES,
        blocking_threads=_THREADS,
        websockets=False,
        respawn_failed_workers=True,  # one that was killed takes nobody else with it
        workers_kill_timeout=_GRACE_S,  # else an upload that hangs keeps the server from ending
        log_level="error",  # type: ignore[arg-type]  # the name of a level will do
    )
    with _worker_beside() if worker else _nothing():
        server.serve()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _worker_beside() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "duijie", "worker"])
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=_GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()  # what it was doing is said to have failed at the next start
            process.wait()


def end_with_server() -> None:
    """See to it that a process which `run_server` began does not outlive it, even when killed.

    One left over would keep the port, or go on with work that the next server calls interrupted.
    """
    if _SERVER in os.environ:
        from duijie.solvers.process import die_with_parent

        die_with_parent()
        if os.name == "posix" and os.getppid() != int(os.environ[_SERVER]):
            sys.exit(1)  # it was gone before the kernel was told


def run_worker() -> None:
    """Do background work until interrupted; whoever waits for a page comes first."""
    from django.core.management import call_command

    end_with_server()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    call_command("db_worker", interval=0.2, verbosity=1)


def run_manage(arguments: Sequence[str]) -> None:
    """Run one of Django's commands against the data folder."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["duijie manage", *arguments])
