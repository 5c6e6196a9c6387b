from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from duijie.chemistry.english.opsin import BROKEN, MISSING, Opsin

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="no Java here")


@pytest.fixture(scope="module")
def opsin() -> Iterator[Opsin]:
    one = Opsin()
    yield one
    one.close()


def write_java(folder: Path, script: str) -> str:
    path = folder / "java"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@needs_java
@pytest.mark.slow
def test_names_are_read_and_nonsense_is_not(opsin: Opsin) -> None:
    assert opsin.read("1,2-dichloro-4-nitrobenzene") == "ClC1=C(C=C(C=C1)[N+](=O)[O-])Cl"
    assert opsin.read("n,n-dimethylformamide") == opsin.read("N,N-dimethylformamide") == "CN(C=O)C"
    assert opsin.read("green") is None


@needs_java
@pytest.mark.slow
def test_one_process_is_kept_and_a_dead_one_has_a_successor(opsin: Opsin) -> None:
    opsin.read("ethanol")
    first = opsin.process_id
    opsin.read("propan-1-ol")
    assert opsin.process_id == first is not None
    os.kill(first, signal.SIGKILL)
    assert opsin.read("butan-1-ol") == "C(CCC)O"
    assert opsin.process_id != first


def test_nothing_is_started_for_what_is_no_name() -> None:
    one = Opsin()
    assert [one.read(name) for name in ("", " ", "a\0b", "x" * 1000)] == [None] * 4
    assert one.process_id is None


def test_without_java_the_problem_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    one = Opsin()
    assert one.read("ethanol") is None
    assert one.problem == MISSING


@pytest.mark.parametrize("script", ["exit 1", "exec cat", "/does/not/exist"])
def test_what_is_no_opsin_is_given_up_after_some_trials(tmp_path: Path, script: str) -> None:
    one = Opsin(write_java(tmp_path, script), tmp_path / "opsin.jar")
    assert [one.read("ethanol") for _ in range(4)] == [None] * 4
    assert one.problem == BROKEN


def test_a_late_answer_ends_the_process(tmp_path: Path) -> None:
    java = write_java(tmp_path, "read line; echo C; exec sleep 60")
    one = Opsin(java, tmp_path / "opsin.jar", answer_s=0.05)
    assert one.read("ethanol") is None
    assert one.process_id is None


def test_a_java_that_cannot_be_run_is_no_crash(tmp_path: Path) -> None:
    one = Opsin(str(tmp_path), tmp_path / "opsin.jar")
    assert one.read("ethanol") is None
