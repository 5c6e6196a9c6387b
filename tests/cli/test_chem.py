"""``duijie chem`` as a person types it, with the index of the installed package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duijie.cli.main import cli

pytestmark = pytest.mark.slow  # the first one on a machine builds the index


def run(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["chem", *words], input=given, catch_exceptions=False)


def test_names_are_answered_by_lines_of_json() -> None:
    done = run("name", "4-nitroaniline", "1,2-dichloro-4-nitrobenzene")
    assert done.exit_code == 0
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["inchikey"] == "TYMLOMAKGOJONV-UHFFFAOYSA-N"
    assert second["inchikey"] == "NTBYINQTYWZXLH-UHFFFAOYSA-N"


def test_names_may_come_from_standard_input() -> None:
    done = run("name", "-", given="benzene\n\n7732-18-5\n" + "x" * 1000 + "\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["smiles"] for row in rows] == ["c1ccccc1", "O", None]


def test_text_may_come_from_standard_input() -> None:
    done = run("text", "-", given="nothing here\nlead the way to acetic acid\n")
    [row] = map(json.loads, done.stdout.splitlines())
    assert (row["line"], row["start"], row["text"]) == (2, 16, "acetic acid")


def test_a_drawing_that_cannot_be_is_bad_data(tmp_path: Path) -> None:
    done = run("draw", "blah", "-o", str(tmp_path / "no.svg"), "--lang", "zh")
    assert done.exit_code == 1
    assert "不认识这个名称：blah" in done.stderr
    assert run("draw", "benzene", "-o", str(tmp_path / "one.svg")).exit_code == 0
    assert (tmp_path / "one.svg").is_file()


def test_match_does_without_chemistry_when_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("needs.csv").write_text("need_id,title\nN1,Hydrogenation of p-nitroaniline\n", "utf-8")
    Path("evidence.csv").write_text(
        "expert_id,kind,title\nE1,paper,Kinetics of 4-nitroaniline in water\n", "utf-8"
    )
    said = [
        CliRunner().invoke(
            cli, ["match", "needs.csv", "evidence.csv", "--json", "--explain", *more]
        )
        for more in ([], ["--no-chemistry"])
    ]
    parts = [
        {one["part"] for pair in json.loads(done.stdout)["pairs"] for one in pair["reasons"]}
        for done in said
    ]
    assert "chemistry" in parts[0]
    assert "chemistry" not in parts[1]
