"""Each command as a person types it: words, files, exit codes."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tests.cli.typed import match_all, rows, run
from tests.flow.small import FILES


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
