"""A timetable mended from files to files."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from duijie.domain.errors import BadData, BadUsage, Impossible
from duijie.domain.event import Absence
from duijie.flow import check_timetable, repair_files
from tests.flow.small import write_event

NOW = datetime(2027, 5, 20, 14, 25)
TIMETABLE = """date,start,end,slot,room,table,need_id,company,expert_id
2027-05-20,14:00,14:20,1,A,A-1,N1,甲化工,E1
2027-05-20,14:00,14:20,1,A,A-2,N2,乙环保,E2
2027-05-20,14:20,14:40,2,A,A-2,N3,乙环保,E2
2027-05-20,14:40,15:00,3,A,A-1,N4,Delta Ltd,E3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_event(tmp_path)
    (tmp_path / "timetable.csv").write_text(TIMETABLE, encoding="utf-8")
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_only_what_must_change_is_changed_and_printed_again(folder: Path) -> None:
    outcome = repair_files(
        folder / "timetable.csv",
        folder / "event.toml",
        folder / "new.csv",
        now="14:20",
        absent=[Absence("E2", time(14, 20), time(14, 40))],
        changes=folder / "changes.csv",
        sheets=folder / "again",
        printed=NOW,
    )
    was, now = rows(folder / "timetable.csv"), rows(folder / "new.csv")
    moved = [row["need_id"] for row in now if row not in was]
    assert (moved, len(now), outcome.result.n_people) == (["N3"], 4, 2)
    assert {row["person_id"] for row in rows(folder / "changes.csv")} == {"E2", "乙环保"}
    book = CalamineWorkbook.from_path(folder / "again" / "changed.xlsx")
    assert len(book.sheet_names) == 2
    assert len(list((folder / "again" / "ics").iterdir())) == 2
    assert check_timetable(folder / "new.csv", folder / "event.toml").broken == ()
    shown = outcome.as_json()
    assert (shown["people_moved"], shown["bound"], shown["left_out"]) == (2, 2, [])
    assert {one["change"] for one in shown["changes"]} == {"moved"}
    json.dumps(shown)


def test_without_a_change_nothing_is_printed(folder: Path) -> None:
    outcome = repair_files(
        folder / "timetable.csv",
        folder / "event.toml",
        folder / "new.csv",
        now="14:20",
        sheets=folder / "again",
        printed=NOW,
    )
    assert (outcome.sheets, outcome.result.notices) == ((), ())
    assert rows(folder / "new.csv") == rows(folder / "timetable.csv")


def test_nothing_is_written_when_it_is_impossible(folder: Path) -> None:
    with pytest.raises(Impossible, match="N4/E3 has no slot left"):
        repair_files(
            folder / "timetable.csv",
            folder / "event.toml",
            folder / "new.csv",
            now="14:20",
            absent=[Absence("E3")],
        )
    assert not (folder / "new.csv").exists()


def test_a_lost_table_must_be_one_of_the_event(folder: Path) -> None:
    with pytest.raises(BadUsage, match="no table A-9") as caught:
        repair_files(
            folder / "timetable.csv",
            folder / "event.toml",
            folder / "new.csv",
            lost_tables=[Absence("A-9")],
        )
    assert "A-1, A-2" in caught.value.hints[0].en


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"add": [("N1", "E77")]}, "--add N1:E77: E77: there is no such expert"),
        ({"add": [("N7", "E1")]}, "--add N7:E1: N7: there is no such need"),
        ({"absent": [Absence("E1", date=date(2030, 1, 1))]}, "2030-01-01 is no day of the event"),
        ({"now": "17:00", "absent": [Absence("E1")]}, "by 05-20 17:00 every meeting has begun"),
    ],
)
def test_what_cannot_have_happened_is_refused(
    folder: Path, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadUsage, match=words):
        repair_files(folder / "timetable.csv", folder / "event.toml", folder / "new.csv", **changes)
    assert not (folder / "new.csv").exists()


def test_a_stranger_in_the_timetable_is_named_with_the_cell(folder: Path) -> None:
    (folder / "edited.csv").write_text(TIMETABLE.replace("E3", "E33"), encoding="utf-8")
    with pytest.raises(BadData) as caught:
        repair_files(folder / "edited.csv", folder / "event.toml", folder / "new.csv")
    (told,) = caught.value.diagnoses
    assert told.describe("en") == (
        "edited.csv I5: 'E33' -> there is no such expert -> did you mean \"E3\"?"
    )


@pytest.mark.parametrize(
    ("identity", "hint"), [("乙环", 'did you mean "乙环保"'), ("某人", "like E1")]
)
def test_who_is_not_there_cannot_be_absent(folder: Path, identity: str, hint: str) -> None:
    with pytest.raises(BadUsage, match=f"--absent {identity}: nobody on the sheets") as caught:
        repair_files(
            folder / "timetable.csv",
            folder / "event.toml",
            folder / "new.csv",
            absent=[Absence(identity)],
        )
    assert hint in caught.value.describe("en")
