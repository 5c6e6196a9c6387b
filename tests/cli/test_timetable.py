"""``duijie timetable`` and its verbs as a person types them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.typed import match_all, plan_everything, rows, run
from tests.flow.small import FILES, write_event

B2B = """nBusiness = 3;
nMeetings = 2;
nTables = 1;
nTotalSlots = {slots};
nMorningSlots = 1;
requested = [|1, 2, 3, |1, 3, 3, |];
fixed = [0, 0];
forbidden = [{{0}}, {{0}}, {{0}}];
precedences = [{{0}}, {{0}}];
"""


def test_a_timetable_is_made_and_proved(folder: Path) -> None:
    plan_everything()
    done = run("timetable", "assignment.csv", "--needs", "in/needs.csv", "--event", "in/event.toml")
    assert done.exit_code == 0, done.stderr
    assert len(rows("timetable.csv")) == 4
    checked = run("timetable", "check", "timetable.csv", "--event", "in/event.toml")
    assert checked.exit_code == 0


def test_a_timetable_as_json_gives_slot_numbers(folder: Path) -> None:
    plan_everything()
    done = run("timetable", "assignment.csv", "--event", "in/event.toml", "--json")
    shown = json.loads(done.stdout)
    assert sorted(shown["slots"]) == sorted(int(row["slot"]) for row in rows("timetable.csv"))
    assert (shown["status"], shown["breaks"], shown["left_out"]) == ("optimal", 0, [])


def test_an_expert_in_two_places_is_found(folder: Path) -> None:
    plan_everything()
    run("timetable", "assignment.csv", "--event", "in/event.toml")
    made = rows("timetable.csv")
    twice = made[0] | {"need_id": made[1]["need_id"], "table": "A-2", "company": made[1]["company"]}
    with Path("edited.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, made[0].keys())
        writer.writeheader()
        writer.writerows([made[0] | {"table": "A-1"}, twice])
    done = run("timetable", "check", "edited.csv", "--event", "in/event.toml")
    assert done.exit_code == 1
    assert made[0]["expert_id"] in done.stdout
    as_json = run("timetable", "check", "edited.csv", "--event", "in/event.toml", "--json")
    assert json.loads(as_json.stdout)["violations"]


def test_an_impossible_programme_names_its_cause(folder: Path) -> None:
    plan_everything()
    crowded = FILES["event.toml"].replace("count = 5", "count = 1")
    (folder / "event.toml").write_text(crowded, "utf-8")
    done = run("timetable", "assignment.csv", "--event", "in/event.toml")
    assert done.exit_code == 3
    assert not Path("timetable.csv").exists()
    some = run("timetable", "assignment.csv", "--event", "in/event.toml", "--allow-unplaced")
    assert some.exit_code in {0, 4}
    assert "left out" in some.stderr


def test_a_timetable_is_mended_on_the_day(folder: Path) -> None:
    plan_everything()
    run("timetable", "assignment.csv", "--event", "in/event.toml")
    made = rows("timetable.csv")
    late = made[0]["expert_id"]
    words = ["timetable", "repair", "timetable.csv", "--event", "in/event.toml", "-o", "new.csv"]
    done = run("--lang", "zh", *words, "--absent", f"{late}@-14:20")
    assert done.exit_code == 0, done.stderr
    assert "原定" in done.stdout
    assert "已证明最少" in done.stderr
    assert all(row["start"] != "14:00" for row in rows("new.csv") if row["expert_id"] == late)
    shown = json.loads(run(*words, "--cancel", f"{made[0]['need_id']}:{late}", "--json").stdout)
    assert (shown["status"], shown["people_moved"]) == ("optimal", 2)
    assert len(rows("new.csv")) == len(made) - 1


def test_an_impossible_repair_says_why_and_writes_nothing(folder: Path) -> None:
    plan_everything()
    run("timetable", "assignment.csv", "--event", "in/event.toml")
    away = rows("timetable.csv")[0]["expert_id"]
    words = ["timetable", "repair", "timetable.csv", "--event", "in/event.toml", "-o", "new.csv"]
    done = run(*words, "--absent", away)
    assert done.exit_code == 3
    assert away in done.stderr
    assert not Path("new.csv").exists()
    some = run(*words, "--absent", away, "--allow-unplaced")
    assert some.exit_code == 0
    assert "left out" in some.stderr
    assert away not in {row["expert_id"] for row in rows("new.csv")}


@pytest.mark.parametrize("words", [["--absent", "E1@9"], ["--add", "N1"], ["--now", "noon"]])
def test_a_repair_in_odd_words_is_a_usage_error(folder: Path, words: list[str]) -> None:
    plan_everything()
    run("timetable", "assignment.csv", "--event", "in/event.toml")
    asked = ["timetable", "repair", "timetable.csv", "--event", "in/event.toml", "-o", "new.csv"]
    assert run(*asked, *words).exit_code == 2


@pytest.mark.parametrize(("slots", "code", "status"), [(2, 0, "optimal"), (1, 3, "infeasible")])
def test_a_published_instance(folder: Path, slots: int, code: int, status: str) -> None:
    Path("x.dzn").write_text(B2B.format(slots=slots), "utf-8")
    done = run("timetable", "--b2b", "x.dzn", "--json")
    shown = json.loads(done.stdout)
    assert (done.exit_code, shown["status"]) == (code, status)
    assert sorted(shown["slots"]) == ([1, 2] if slots == 2 else [])
    assert run("timetable", "--b2b", "x.dzn").exit_code == code


def test_introductions_are_ordered_and_spread_again(folder: Path) -> None:
    rounds = 'plenary = [{ start = "09:00", minutes = 9, turns = "experts", per_turn = 3 }]\n'
    settings = FILES["event.toml"].replace("[[rooms]]", rounds + "[[rooms]]")
    write_event(folder, event_toml=settings)
    match_all()
    done = run("timetable", "plenary", "affinity.csv", "--event", "in/event.toml")
    assert (done.exit_code, len(rows("plenary.csv"))) == (0, 3)
    assert "proved best" in done.stderr
    last = rows("plenary.csv")[-1]["person_id"]
    words = ["timetable", "respread", "plenary.csv", "--event", "in/event.toml", "-o", "new.csv"]
    late = run(*words, "--next", last, "--resume", "09:07")
    assert late.exit_code == 0
    assert f"09:07:00-09:09:00  {last}" in late.stdout
    short = run(*words, "--next", last, "--resume", "09:08", "--least", "2")
    assert short.exit_code == 3
    as_json = run("timetable", "plenary", "affinity.csv", "--event", "in/event.toml", "--json")
    assert json.loads(as_json.stdout)["rounds"][0]["turns"] == 3
    spread = run(*words, "--next", last, "--resume", "09:07", "--json")
    assert len(json.loads(spread.stdout)["turns"]) == 3


def test_a_timetable_is_saved_and_replayed(folder: Path) -> None:
    Path("three.dzn").write_text(B2B.format(slots=3), encoding="utf-8")
    assert run("timetable", "--b2b", "three.dzn", "--save", "plan.json").exit_code == 0
    again = run("timetable", "replay", "plan.json")
    assert (again.exit_code, again.stdout) == (0, "holds: optimal, breaks 0, bound 0\n")
    plan = Path("plan.json").read_text(encoding="utf-8")
    Path("plan.json").write_text(plan.replace('"breaks": 0', '"breaks": 5'), encoding="utf-8")
    broken = run("timetable", "replay", "plan.json")
    assert (broken.exit_code, "saved with 5 breaks" in broken.stdout) == (1, True)
    Path("plan.json").write_text("[", encoding="utf-8")
    assert run("timetable", "replay", "plan.json").exit_code == 1


PAST = "all of its 5 slots were over"


def test_a_date_in_the_past_is_warned_of(folder: Path) -> None:
    made = run("event", "in", "-o", "out", "--now", "2027-05-21T08:00")
    assert PAST in made.stderr
    assert made.exit_code == 0
    checked = ["timetable", "check", "out/timetable.csv", "--event", "in/event.toml"]
    late, early = (run(*checked, "--now", f"2027-05-{day}T08:00") for day in (21, 20))
    assert (PAST in late.stderr, PAST in early.stderr) == (True, False)
    assert late.exit_code == early.exit_code == 0
    shown = json.loads(run(*checked, "--now", "2027-05-21T08:00", "--json").stdout)
    assert [PAST in words for words in shown["warnings"]] == [True]
    planned = run(
        "timetable", "out/assignment.csv", "--event", "in/event.toml", "--now", "2027-05-21T08:00"
    )
    assert PAST in planned.stderr


def test_a_moment_that_is_none_is_explained(folder: Path) -> None:
    refused = run("event", "in", "-o", "out", "--now", "tomorrow")
    assert refused.exit_code == 2
    assert "2027-05-20T14:30" in refused.stderr
