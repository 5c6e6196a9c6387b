"""A small event in an empty folder, in which commands are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.small import write_event


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DUIJIE_LANG", raising=False)
    return write_event(tmp_path / "in")
