"""Commands as a person types them, and what they wrote."""

from __future__ import annotations

import csv
from pathlib import Path

from click.testing import CliRunner, Result

from duijie.cli.main import cli


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, catch_exceptions=False)


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def match_all() -> None:
    assert (
        run("match", "in/needs.csv", "in/evidence.csv", "--experts", "in/experts.csv").exit_code
        == 0
    )


def plan_everything() -> None:
    match_all()
    assert run("assign", "affinity.csv", "--per-need", "1").exit_code == 0
