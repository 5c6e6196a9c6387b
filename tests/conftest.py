"""How hypothesis looks for examples, and which tests stay together."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# Shared machines are slow at times: a deadline would measure them, not duijie. In CI the
# examples are the same in every run, so that a change is judged by what it changed; new ones
# are looked for while people work.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests that share a fixture of their module run in one process: it is made once."""
    for item in items:
        if isinstance(item, pytest.Function) and any(
            fixture.scope == "module"
            for several in item._fixtureinfo.name2fixturedefs.values()
            for fixture in several
        ):
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))
