from __future__ import annotations

import csv
import json
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from duijie.domain.errors import BadData, Impossible
from duijie.flow import check_timetable, run_event
from tests.flow.small import FILES, write_event

NOW = datetime(2027, 5, 10, 9, 30)
MADE = {
    "affinity.csv", "assignment.csv", "badges.pdf", "cards.pdf", "event.xlsx", "handbook.pdf",
    "personal.pdf", "problems.csv", "runsheet.pdf", "signin.pdf", "summary.json", "timetable.csv",
}  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def pairs(path: Path) -> set[tuple[str, str]]:
    return {(row["need_id"], row["expert_id"]) for row in rows(path)}


def pdf_text(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(path.read_bytes())).pages)


def test_an_event_gets_everything_the_contract_names(tmp_path: Path) -> None:
    outcome = run_event(write_event(tmp_path / "in"), tmp_path / "out", now=NOW)
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir() if path.is_file()} == MADE
    assert {path.stem for path in (out / "ics").iterdir()} >= {"E1", "E2", "E3"}
    assert pairs(out / "timetable.csv") == pairs(out / "assignment.csv")
    assert len(rows(out / "affinity.csv")) == 4 * 3
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["read"]["needs"] == 4
    assert outcome.assignment.total == pytest.approx(outcome.assignment.bound)
    proof = check_timetable(
        out / "timetable.csv", tmp_path / "in" / "event.toml", assignment=out / "assignment.csv"
    )
    assert not proof.broken


def test_the_right_expert_comes_first(tmp_path: Path) -> None:
    run_event(write_event(tmp_path / "in"), tmp_path / "out", now=NOW)
    best = {
        row["need_id"]: row["expert_id"]
        for row in rows(tmp_path / "out" / "affinity.csv")
        if row["rank"] == "1"
    }
    assert (best["N1"], best["N2"], best["N4"]) == ("E1", "E2", "E3")


def test_the_same_folder_gives_the_same_files(tmp_path: Path) -> None:
    for out in ("a", "b"):
        run_event(write_event(tmp_path / "in"), tmp_path / out, now=NOW, seed=3)
    for name in MADE - {"summary.json"}:  # it holds seconds
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_conflicts_and_pins_hold(tmp_path: Path) -> None:
    folder = write_event(
        tmp_path / "in",
        conflicts_csv="company,expert_id,reason\n甲化工,E1,合办企业\n",
        pins_csv="need_id,expert_id,rule,by\nN2,E3,must,园区\nN4,E2,never,园区\n",
    )
    run_event(folder, tmp_path / "out", now=NOW)
    made = pairs(tmp_path / "out" / "assignment.csv")
    assert ("N1", "E1") not in made
    assert ("N2", "E3") in made
    assert ("N4", "E2") not in made


def test_a_confidential_need_stays_with_the_organiser(tmp_path: Path) -> None:
    run_event(write_event(tmp_path / "in"), tmp_path / "out", now=NOW)
    out = tmp_path / "out"
    handed_round = ("handbook", "cards", "badges", "signin", "personal")
    shared = [pdf_text(out / f"{name}.pdf") for name in handed_round]
    shared += [path.read_text(encoding="utf-8") for path in (out / "ics").iterdir()]
    assert not [words for words in shared if "XYZ" in words or "不得外传" in words]
    assert "XYZ" in pdf_text(out / "runsheet.pdf")


def test_a_character_no_font_has_is_reported_by_name(tmp_path: Path) -> None:
    experts = FILES["experts.csv"].replace("王喆", "王\U000f1234")
    run_event(write_event(tmp_path / "in", experts_csv=experts), tmp_path / "out", now=NOW)
    found = [row for row in rows(tmp_path / "out" / "problems.csv") if row["file"] == "print"]
    assert "U+F1234" in found[0]["expected"]
    assert "U+F1234" in pdf_text(tmp_path / "out" / "cards.pdf")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"conflicts_csv": "need_id,expert_id\nN1,E9\n"}, "E9"),
        ({"pins_csv": "need_id,expert_id,rule\nN7,E1,must\n"}, "N7"),
        ({"event_toml": FILES["event.toml"] + '[[absent]]\nid = "E77"\n'}, "E77"),
    ],
)
def test_what_binds_people_and_cannot_be_read_stops_the_event(
    tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    with pytest.raises(BadData) as raised:
        run_event(write_event(tmp_path / "in", **changes), tmp_path / "out", now=NOW)
    assert any(words in one.describe("en") for one in raised.value.diagnoses)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["problems.csv"]
    assert words in (tmp_path / "out" / "problems.csv").read_text(encoding="utf-8")


def test_an_impossible_event_leaves_earlier_results_alone(tmp_path: Path) -> None:
    run_event(write_event(tmp_path / "in"), tmp_path / "out", now=NOW)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.*")}
    crowded = FILES["event.toml"].replace("count = 5", "count = 1")
    with pytest.raises(Impossible):
        run_event(write_event(tmp_path / "in", event_toml=crowded), tmp_path / "out", now=NOW)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.*")} == before


def test_an_event_without_a_free_slot_says_so(tmp_path: Path) -> None:
    hall = 'plenary = [{ start = "13:00", minutes = 300, title = "x" }]\n[[rooms]]'
    full = FILES["event.toml"].replace("[[rooms]]", hall)
    with pytest.raises(Impossible, match="no slot for meetings"):
        run_event(write_event(tmp_path / "in", event_toml=full), tmp_path / "out", now=NOW)


def test_experts_away_all_day_are_named_when_nothing_fits(tmp_path: Path) -> None:
    away = FILES["event.toml"] + "".join(f'[[absent]]\nid = "E{nth}"\n' for nth in (1, 2, 3))
    with pytest.raises(Impossible) as raised:
        run_event(write_event(tmp_path / "in", event_toml=away), tmp_path / "out", now=NOW)
    assert "E1, E2, E3" in raised.value.hints[-1].en
    assert "there are 5 slots" in raised.value.hints[-2].en


BUSY = FILES["needs.csv"].replace("甲化工", "乙环保").replace("Delta Ltd", "乙环保")
"""All four needs are of one company, whose one representative meets one expert at a time."""


def test_a_company_gets_no_more_meetings_than_its_representative_has_slots(tmp_path: Path) -> None:
    away = FILES["event.toml"] + '[[absent]]\nid = "乙环保"\nfrom = "15:00"\nto = "15:20"\n'
    folder = write_event(tmp_path / "in", needs_csv=BUSY, event_toml=away)
    outcome = run_event(folder, tmp_path / "out", now=NOW)
    assert len(outcome.programme.placed) == 4  # it is there in four of five slots
    short = FILES["event.toml"].replace("count = 5", "count = 3")
    folder = write_event(tmp_path / "in", needs_csv=BUSY, event_toml=short)
    with pytest.raises(Impossible) as raised:
        run_event(folder, tmp_path / "out", now=NOW)
    assert "乙环保 at most 3" in raised.value.describe("en")
    outcome = run_event(folder, tmp_path / "out", now=NOW, allow_unplaced=True)
    assert (len(outcome.programme.placed), len(outcome.left_out)) == (3, 1)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    folder = write_event(tmp_path / "in")
    (folder / "needs.csv").unlink()
    with pytest.raises(BadData, match="needs"):
        run_event(folder, tmp_path / "out", now=NOW)
    assert not (tmp_path / "out").exists()


def test_two_files_for_one_table_are_refused(tmp_path: Path) -> None:
    folder = write_event(tmp_path / "in")
    (folder / "needs.tsv").write_text("need_id\ttitle\nN1\tx\n", encoding="utf-8")
    with pytest.raises(BadData, match=r"needs\.csv, needs\.tsv"):
        run_event(folder, tmp_path / "out", now=NOW)


def test_meetings_may_be_left_out_and_are_named(tmp_path: Path) -> None:
    crowded = (
        FILES["event.toml"].replace("count = 5", "count = 2").replace("= 2\n[lim", "= 1\n[lim")
    )
    folder = write_event(tmp_path / "in", event_toml=crowded)
    outcome = run_event(folder, tmp_path / "out", now=NOW, allow_unplaced=True)
    made = pairs(tmp_path / "out" / "assignment.csv")
    placed = pairs(tmp_path / "out" / "timetable.csv")
    assert {f"{need}/{expert}" for need, expert in made - placed} == set(outcome.left_out)
    assert len(placed) == 2  # two slots, one table
    found = [row for row in rows(tmp_path / "out" / "problems.csv") if row["file"] == "timetable"]
    assert {row["found"] for row in found} == set(outcome.left_out)
