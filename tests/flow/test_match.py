"""Decisions, and what is written beside the affinities."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from duijie.domain.errors import BadData
from duijie.flow.event import read_folder, run_event
from duijie.flow.match import Beside, match_files, rank
from duijie.language.choice import EncoderChoice
from duijie.match.learn import FEWEST
from tests.flow.small import FILES, write_event

PLAIN = EncoderChoice("none")
SUBJECTS = (
    "硝基苯胺加氢",
    "高盐废水脱盐",
    "溶剂回收精馏",
    "电镀废液回收",
    "锂电池隔膜",
    "光催化降解",
    "超滤膜清洗",
)
NEEDS = "need_id,title\n" + "".join(f"N{n},{title}\n" for n, title in enumerate(SUBJECTS))
DECISIONS = "need_id,expert_id,decision,reason\n" + "".join(
    f"N{n},{who},declined,方向不符\n" if who == "E1" else f"N{n},{who},accepted,\n"
    for n, who in product(range(len(SUBJECTS)), ("E1", "E2", "E3"))
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    roomy = FILES["event.toml"].replace("count = 5", "count = 8")
    return write_event(tmp_path / "in", needs_csv=NEEDS, decisions_csv=DECISIONS, event_toml=roomy)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def files(folder: Path) -> tuple[Path, Path]:
    return folder / "needs.csv", folder / "evidence.csv"


def test_a_sheet_of_decisions_moves_the_ranking_and_says_so(folder: Path) -> None:
    out, experts = folder / "affinity.csv", folder / "experts.csv"
    before = match_files(*files(folder), out, experts=experts, encoder=PLAIN)
    plain = rows(out)
    after = match_files(
        *files(folder), out, experts=experts, decisions=folder / "decisions.csv", encoder=PLAIN
    )
    assert before.result.learned is None
    assert after.result.learned
    assert len(after.result.learned.lessons) == 21 > FEWEST
    assert f"{21} pairs (14 suited, 7 not)" in after.result.notices[-1].en
    assert [row["affinity"] for row in plain] != [row["affinity"] for row in rows(out)]
    favours = after.result.learned.favours
    assert favours[0] == min(favours.values()) < 0
    moved = [row for row in rows(out) if "decisions moved this expert" in row["reason"]]
    place = {(row["need_id"], row["expert_id"]): row["rank"] for row in rows(out)}
    for row in moved:
        assert row["reason"].endswith(f"to {place[row['need_id'], row['expert_id']]}")
    assert moved


def test_a_folder_with_decisions_is_ranked_by_them_unless_told_not_to(folder: Path) -> None:
    _, register, _ = read_folder(folder)
    heeded = rank(register, encoder=PLAIN)
    ignored = rank(register, encoder=PLAIN, heed_decisions=False)
    without = rank(replace(register, decisions=()), encoder=PLAIN)
    assert heeded.learned
    assert ignored.learned is None
    assert (ignored.affinity.values == without.affinity.values).all()
    assert (heeded.affinity.values != without.affinity.values).any()


@pytest.mark.slow
def test_a_pin_holds_whatever_was_decided_and_decisions_are_not_printed(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "pins.csv").write_text("need_id,expert_id,rule\nN0,E1,must\n", "utf-8")
    made = run_event(folder, tmp_path / "out", encoder=PLAIN)
    assert made.match.learned
    assert ("N0", "E1") in {(one.need_id, one.expert_id) for one in made.programme.assigned}
    assert any("moved this expert" in row["reason"] for row in rows(made.out / "affinity.csv"))
    assert not any("moved" in reason.en for reason in made.programme.reasons.values())


def test_what_stands_beside_the_affinities(tmp_path: Path) -> None:
    twice = FILES["needs.csv"] + "N5,高盐废水的脱盐,蒸发结垢严重；膜浓缩后回用,丙,false\n"
    folder = write_event(tmp_path / "in", needs_csv=twice)
    beside = Beside(*(tmp_path / f"{name}.csv" for name in ("by_expert", "similar", "teams")))
    made = match_files(
        *files(folder),
        tmp_path / "affinity.csv",
        experts=folder / "experts.csv",
        beside=beside,
        encoder=PLAIN,
    )
    affinity = {(row["need_id"], row["expert_id"]): row for row in rows(tmp_path / "affinity.csv")}

    by_expert = rows(tmp_path / "by_expert.csv")
    assert len(by_expert) == len(affinity) == 15
    for row in by_expert:
        same = affinity[row["need_id"], row["expert_id"]]
        assert (row["affinity"], row["reason"]) == (same["affinity"], same["reason"])
    for who in ("E1", "E2", "E3"):
        own = [row for row in by_expert if row["expert_id"] == who]
        assert [row["rank"] for row in own] == ["1", "2", "3", "4", "5"]
        scores = [float(row["affinity"]) for row in own]
        assert scores == sorted(scores, reverse=True)

    first = rows(tmp_path / "similar.csv")[0]
    assert (first["need_id"], first["other_need_id"]) == ("N2", "N5")
    assert "高盐废水" in first["terms"]

    teams = rows(tmp_path / "teams.csv")
    assert next(row["expert_id"] for row in teams if row["need_id"] == "N2") == "E2"
    assert {row["need_id"] for row in teams} == {"N1", "N2", "N3", "N4", "N5"}
    for row in teams:
        assert row["aspects"]
        if row["expert_id"]:
            assert all(one.startswith(row["expert_id"]) for one in row["evidence"].split("；"))
            assert float(row["adds"]) > 0
        else:
            assert not row["member"]
    assert len(made.pairs) == 15


def test_top_counts_needs_where_experts_choose(tmp_path: Path) -> None:
    folder = write_event(tmp_path / "in")
    beside = Beside(by_expert=tmp_path / "by_expert.csv")
    match_files(*files(folder), tmp_path / "a.csv", top=1, beside=beside, encoder=PLAIN)
    assert [row["expert_id"] for row in rows(tmp_path / "by_expert.csv")] == ["E1", "E2", "E3"]
    assert not (tmp_path / "similar.csv").exists()


def test_a_list_of_strangers_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = write_event(tmp_path / "in")
    (folder / "pairs.csv").write_text("need_id,expert_id\nN9,E1\n", "utf-8")
    beside = Beside(teams=tmp_path / "teams.csv")
    with pytest.raises(BadData, match="N9"):
        match_files(
            *files(folder),
            tmp_path / "a.csv",
            pairs=folder / "pairs.csv",
            beside=beside,
            encoder=PLAIN,
        )
    assert not (tmp_path / "teams.csv").exists()


def test_an_encoder_that_fails_is_told_once(tmp_path: Path) -> None:
    folder = write_event(tmp_path / "in")
    beside = Beside(similar=tmp_path / "s.csv", teams=tmp_path / "t.csv")
    made = match_files(*files(folder), tmp_path / "a.csv", beside=beside, encoder=PLAIN)
    told = [one for one in made.result.notices if "by their words alone" in one.en]
    assert len(told) == 1
