"""Each command as a person types it: words, files, exit codes."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duijie.cli.main import cli
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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DUIJIE_LANG", raising=False)
    return write_event(tmp_path / "in")


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


def test_help_lists_every_verb_in_both_languages() -> None:
    shown = run("--help").output
    assert [word for word in ("登记", "匹配", "配对", "排程") if word not in shown] == []


def test_an_unknown_command_is_a_usage_error() -> None:
    assert run("mach").exit_code == 2


def test_check_names_the_cell_and_its_exit_code_says_whether_to_mend(folder: Path) -> None:
    (folder / "bad.csv").write_text("need_id,title,deadline\nN1,,2026-05-01\nN2,x,年底\n", "utf-8")
    done = run("register", "check", "in/bad.csv")
    assert done.exit_code == 1
    assert "bad.csv B2" in done.stdout
    assert run("--lang", "zh", "register", "check", "in/needs.csv").stdout.startswith(
        "读到：需求 4"
    )


def test_check_gives_the_same_findings_as_json(folder: Path) -> None:
    (folder / "bad.csv").write_text("need_id,title\nN1,\n", "utf-8")
    shown = json.loads(run("register", "check", "in/bad.csv", "--json").stdout)
    [finding] = [one for one in shown["findings"] if one["severity"] == "error"]
    assert (finding["file"], finding["row"], finding["column"]) == ("bad.csv", 2, "B")
    assert shown["errors"] == 1


def test_read_writes_the_good_files_and_refuses_the_bad_one(folder: Path) -> None:
    (folder / "bad.xlsx").write_bytes(b"%PDF-1.7 renamed")
    done = run("register", "read", "in/needs.csv", "in/bad.xlsx", "-o", "tidy")
    assert done.exit_code == 1
    assert len(rows("tidy/needs.csv")) == 4
    assert "PDF" in rows("tidy/problems.csv")[0]["expected"]


def test_a_missing_file_is_named_with_the_nearest(folder: Path) -> None:
    done = run("match", "in/nedes.csv", "in/evidence.csv")
    assert done.exit_code == 1
    assert "nedes.csv" in done.stderr
    assert "needs.csv" in done.stderr


def test_match_ranks_and_gives_reasons(folder: Path) -> None:
    match_all()
    best = [row for row in rows("affinity.csv") if row["rank"] == "1"]
    assert [row["expert_id"] for row in best if row["need_id"] == "N2"] == ["E2"]
    assert "一种高盐废水膜浓缩方法" in next(row["reason"] for row in best if row["need_id"] == "N2")


def test_explained_shares_add_up_to_the_logit_of_the_affinity(folder: Path) -> None:
    sheets = ["in/needs.csv", "in/evidence.csv", "--experts", "in/experts.csv"]
    shown = json.loads(run("match", *sheets, "--top", "2", "--explain", "--json").stdout)
    assert len(shown["pairs"]) == 8
    for pair in shown["pairs"]:
        logit = math.log(pair["affinity"] / (1 - pair["affinity"]))
        assert sum(one["share"] for one in pair["reasons"]) == pytest.approx(logit, abs=1e-6)
        assert set(pair["reasons"][0]) == {
            "part", "share", "need_text", "evidence_id", "evidence_text", "note",
        }  # fmt: skip


def test_explained_in_chinese_speaks_chinese(folder: Path) -> None:
    sheets = ["in/needs.csv", "in/evidence.csv", "--experts", "in/experts.csv"]
    shown = run("--lang", "zh", "match", *sheets, "--top", "1", "--explain").stdout
    assert "最接近的依据" in shown
    assert "词语" in shown
    assert "words" not in shown


def test_pairs_have_the_scores_of_the_full_matrix(folder: Path) -> None:
    match_all()
    full = {(row["need_id"], row["expert_id"]): row for row in rows("affinity.csv")}
    (folder / "pairs.csv").write_text("need_id,expert_id,note\nN2,E3,x\nN4,E3,y\n", "utf-8")
    sheets = ["in/needs.csv", "in/evidence.csv", "--experts", "in/experts.csv"]
    assert run("match", *sheets, "--pairs", "in/pairs.csv", "-o", "some.csv").exit_code == 0
    some = rows("some.csv")
    assert [(row["need_id"], row["expert_id"]) for row in some] == [("N2", "E3"), ("N4", "E3")]
    assert all(row == full[row["need_id"], row["expert_id"]] for row in some)


def test_pairs_of_strangers_are_refused(folder: Path) -> None:
    (folder / "pairs.csv").write_text("need_id,expert_id\nN9,E3\n", "utf-8")
    done = run("match", "in/needs.csv", "in/evidence.csv", "--pairs", "in/pairs.csv")
    assert done.exit_code == 1
    assert "N9" in done.stderr
    assert not Path("affinity.csv").exists()


def test_top_keeps_the_best_of_each_need(folder: Path) -> None:
    done = run("match", "in/needs.csv", "in/evidence.csv", "--top", "1", "--json")
    assert json.loads(done.stdout)["rows"] == 4
    assert {row["rank"] for row in rows("affinity.csv")} == {"1"}


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


def plan_everything() -> None:
    match_all()
    assert run("assign", "affinity.csv", "--per-need", "1").exit_code == 0


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


def test_an_event_and_its_summary(folder: Path) -> None:
    done = run("--lang", "zh", "event", "in", "-o", "out")
    assert done.exit_code == 0, done.stderr
    assert "handbook.pdf" in done.stderr
    as_json = run("event", "in", "-o", "out2", "--json")
    assert json.loads(as_json.stdout)["assignment"]["status"] == "optimal"


def test_a_setting_that_was_not_used_is_shown(folder: Path) -> None:
    odd = FILES["event.toml"] + '[[absnt]]\nid = "E1"\n'
    (folder / "event.toml").write_text(odd, "utf-8")
    done = run("event", "in", "-o", "out")
    assert done.exit_code == 0
    assert "absnt" in done.stderr


def test_an_event_stopped_by_its_sheets_says_where(folder: Path) -> None:
    (folder / "pins.csv").write_text("need_id,expert_id,rule\nN7,E1,must\n", "utf-8")
    done = run("event", "in", "-o", "out")
    assert done.exit_code == 1
    assert "pins.csv" in done.stderr
    assert [path.name for path in Path("out").iterdir()] == ["problems.csv"]


def test_decisions_are_explained_in_the_language_of_the_reader(folder: Path) -> None:
    subjects = ("加氢", "脱盐", "溶剂", "电镀", "隔膜", "催化", "超滤")
    needs = "".join(f"N{n},{word}的研究与回收\n" for n, word in enumerate(subjects))
    (folder / "needs.csv").write_text("need_id,title\n" + needs, "utf-8")
    told = "".join(
        f"N{n},E{who},{'婉拒' if who == 1 else '接受'},{'方向不符' if who == 1 else ''}\n"
        for n in range(7)
        for who in (1, 2, 3)
    )
    (folder / "decisions.csv").write_text("need_id,expert_id,decision,reason\n" + told, "utf-8")
    sheets = ["in/needs.csv", "in/evidence.csv", "--experts", "in/experts.csv", "--explain"]
    decided = [*sheets, "--decisions", "in/decisions.csv"]
    done = run("--lang", "zh", "match", *decided)
    assert "已按 21 对组合的决定调整排序" in done.stderr
    assert "决定  关于该专家的 7 条决定" in done.stdout
    shown = json.loads(run("match", *decided, "--json").stdout)
    for pair in shown["pairs"]:
        logit = math.log(pair["affinity"] / (1 - pair["affinity"]))
        assert sum(one["share"] for one in pair["reasons"]) == pytest.approx(logit, abs=1e-6)
        assert "decisions" in {one["part"] for one in pair["reasons"]}
    assert "decisions" not in run("match", *sheets, "--json").stdout


def test_what_is_written_beside_the_affinities_is_named(folder: Path) -> None:
    beside = ["--by-expert", "e.csv", "--similar", "s.csv", "--teams", "t.csv"]
    done = run("--lang", "zh", "match", "in/needs.csv", "in/evidence.csv", *beside)
    for line in ("每位专家适合的需求 → e.csv", "相近的需求 → s.csv", "互补的专家小组 → t.csv"):
        assert line in done.stderr
    assert rows("t.csv")[0]["need_id"] == "N1"
    assert len(rows("affinity.csv")) == 12


def test_an_event_can_leave_decisions_aside(folder: Path) -> None:
    (folder / "decisions.csv").write_text("need_id,expert_id,decision\nN1,E1,met\n", "utf-8")
    told = "Decisions were not used yet; pairs that tell about the fit: 1 "
    event = ["event", "in", "-o", "out"]
    assert told in run(*event).stderr
    assert told not in run(*event, "--ignore-decisions").stderr


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
