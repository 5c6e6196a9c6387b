"""``duijie assign`` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.typed import match_all, rows, run


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("N1,E1,1.2", "C2"),
        ("N1,E1,nan", "C2"),
        ("N1,E1,abc", "C2"),
        (",E1,0.5", "A2"),
        ("N1,E1,0.5\nN1,E1,0.6", "row 2"),
    ],
)
def test_a_wrong_affinity_is_named_by_cell(folder: Path, line: str, word: str) -> None:
    (folder / "a.csv").write_text(f"need_id,expert_id,affinity\n{line}\n", "utf-8")
    done = run("assign", "in/a.csv")
    assert done.exit_code == 1
    assert word in done.stderr
    assert not Path("assignment.csv").exists()


def test_assign_keeps_limits_conflicts_and_pins(folder: Path) -> None:
    match_all()
    (folder / "conflicts.csv").write_text("company,expert_id\n甲化工,E1\n", "utf-8")
    (folder / "pins.csv").write_text("need_id,expert_id,rule\nN2,E1,must\n", "utf-8")
    sheets = ["--needs", "in/needs.csv", "--conflicts", "in/conflicts.csv", "--pins", "in/pins.csv"]
    done = run("assign", "affinity.csv", *sheets, "--per-need", "1", "--per-expert", "0:2")
    assert done.exit_code == 0, done.stderr
    made = {(row["need_id"], row["expert_id"]): row["pinned"] for row in rows("assignment.csv")}
    assert len(made) == 4
    assert made["N2", "E1"] == "true"
    assert ("N1", "E1") not in made


def test_a_matrix_gives_the_contract_s_json(folder: Path) -> None:
    Path("m.txt").write_text("2 3\n0.9 0.1 nan\n0.8 0.7 -0.5\n", "utf-8")
    done = run("assign", "--matrix", "m.txt", "--per-need", "1", "--per-expert", "0:1", "--json")
    plan = json.loads(done.stdout)
    assert (plan["status"], plan["assigned"]) == ("optimal", [[0, 0], [1, 1]])
    assert plan["total"] == pytest.approx(1.6)
    assert plan["bound"] == pytest.approx(1.6)
    assert plan["worst_served"] == pytest.approx(0.7)


def test_a_floor_lifts_the_worst_served(folder: Path) -> None:
    Path("m.txt").write_text("1.0 0.6\n0.9 0.1\n", "utf-8")
    words = ["assign", "--matrix", "m.txt", "--per-need", "1", "--per-expert", "0:1", "--json"]
    assert json.loads(run(*words, "--floor", "auto").stdout)["worst_served"] == pytest.approx(0.6)
    impossible = run(*words, "--floor", "0.7")
    assert impossible.exit_code == 3
    assert json.loads(impossible.stdout)["status"] == "infeasible"


def test_an_impossible_assignment_says_how_short_it_is(folder: Path) -> None:
    match_all()
    done = run("assign", "affinity.csv", "--per-need", "3", "--per-expert", "0:1")
    assert done.exit_code == 3
    assert "12" in done.stderr
    assert not Path("assignment.csv").exists()


def test_a_plan_answers_why_not_and_what_fairness_costs(folder: Path) -> None:
    match_all()
    words = ["assign", "affinity.csv", "--per-need", "1", "--per-expert", "0:2"]
    plain = json.loads(run(*words, "--json").stdout)
    kept = {(row["need_id"], row["expert_id"]) for row in rows("assignment.csv")}
    assert ("N1", "E1") in kept
    asked = run(*words, "--why", "N1:E3", "--limits", "N1", "--curve", "fair.csv", "--json")
    assert asked.exit_code == 0, asked.stderr
    shown = json.loads(asked.stdout)
    assert {**shown, "answers": [], "seconds": 0} == {**plain, "answers": [], "seconds": 0}
    assert "N1" in shown["answers"][0]["en"]
    assert "E3" in shown["answers"][0]["zh"]
    assert [row["recommended"] for row in rows("fair.csv")].count("true") == 1
    assert "公平的代价" in Path("fair.svg").read_text(encoding="utf-8")
    assert "N1" in run("--lang", "zh", *words, "--limits", "N1").stdout


def test_a_thousand_needs_are_solved_and_mentioned(folder: Path) -> None:
    Path("many.csv").write_text("0.5,0.4\n" * 1000, encoding="utf-8")
    done = run("--lang", "en", "assign", "--matrix", "many.csv", "--per-need", "1",
               "--per-expert", "0:500")  # fmt: skip
    assert done.exit_code == 0
    assert "1,000 needs, far more than a docking meeting has" in done.stderr


def test_a_question_about_a_stranger_is_refused(folder: Path) -> None:
    match_all()
    for words in (["--why", "N1:E9"], ["--limits", "E9"]):
        done = run("assign", "affinity.csv", "--per-need", "1", *words)
        assert done.exit_code == 2
        assert "E9" in done.stderr
        assert "E1, E2, E3" in done.stderr
    assert not Path("assignment.csv").exists()


def test_companies_and_departments_can_be_limited(folder: Path) -> None:
    match_all()
    sheets = ["--needs", "in/needs.csv", "--experts", "in/experts.csv", "--per-need", "0:1"]
    assert run("assign", "affinity.csv", *sheets, "--per-company", "0:1").exit_code == 0
    met = [row["need_id"] for row in rows("assignment.csv")]
    assert len({"N2", "N3"} & set(met)) == 1
    Path("staff.csv").write_text(
        "expert_id,name,organisation,department\nE1,王喆,虚构大学,化学系\n"
        "E2,李䶮,虚构大学,化学系\nE3,Ann Example,虚构大学,环境系\n", "utf-8"
    )  # fmt: skip
    words = ["assign", "affinity.csv", "--experts", "staff.csv", "--per-need", "2"]
    assert run(*words, "--per-department", "1").exit_code == 0
    assert [row["expert_id"] for row in rows("assignment.csv")].count("E3") == 4
    assert run(*words, "--per-need", "3", "--per-department", "1").exit_code == 3


@pytest.mark.parametrize(
    "words",
    [
        ["assign"],
        ["assign", "a", "--matrix", "b"],
        ["assign", "a", "--per-need", "3:1"],
        ["assign", "a", "--floor", "x"],
        ["timetable", "a"],
        ["timetable", "--b2b", "x", "--event", "y"],
    ],
)
def test_contradictory_words_are_usage_errors(folder: Path, words: list[str]) -> None:
    assert run(*words).exit_code == 2
