from __future__ import annotations

import time

import pytest

from duijie.cli import console as module
from duijie.cli.console import Console, language_of_environment
from duijie.domain.text import Text


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"DUIJIE_LANG": "zh"}, "zh"),
        ({"DUIJIE_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_language_is_chosen_or_the_locale_s(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name in ("DUIJIE_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language_of_environment() == expected


def test_a_bar_stays_away_from_short_work_and_from_pipes(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with Console("en").step(Text("匹配", "Matching")) as progress:
        progress(1, 2)
    assert capfd.readouterr().err == ""


def test_a_bar_appears_for_long_work_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "BAR_AFTER_S", 0.01)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with Console("en").step(Text("匹配", "Matching")) as progress:
        progress(1, 4)
        time.sleep(0.3)
        progress(2, 4)
        time.sleep(0.3)
    assert "Matching" in capsys.readouterr().err
