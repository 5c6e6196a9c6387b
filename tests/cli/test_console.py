from __future__ import annotations

import time

import pytest

from duijie.cli import console as module
from duijie.cli.console import Console, language_of_environment
from duijie.domain.diagnosis import Diagnosis, Severity
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


@pytest.mark.parametrize("answer", [True, False])
def test_a_thousand_findings_alike_are_counted_beside_other_work_and_listed_when_asked_for(
    answer: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    words = Text("没有正文", "no text")
    found = [Diagnosis(Severity.WARNING, "needs.csv", words, row=row) for row in range(2, 1002)]
    found.append(Diagnosis(Severity.ERROR, "needs.csv", Text("空行", "empty"), row=1))
    Console("en").show_diagnoses(found, answer=answer)
    out, err = capsys.readouterr()
    lines = (out or err).splitlines()
    assert lines[0] == "  error needs.csv row 1: empty"
    assert lines[1] == "warning needs.csv row 2: no text"
    if answer:
        assert len(lines) == 1001
    else:
        assert lines[-1] == "warning needs.csv: 988 more like these: no text"
        assert len(lines) == 14
