"""What a command refuses to begin: with the file and the cell, and with nothing written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duijie.domain.bounds import Bounds
from duijie.domain.errors import BadData, BadUsage, DuijieError
from duijie.flow import (
    assign_files,
    check_timetable,
    match_files,
    plan_plenary,
    repair_files,
    respread_plenary,
    timetable_files,
)
from tests.flow.small import FILES, write_event

AFFINITY = "need_id,expert_id,affinity\nN1,E1,0.9\nN2,E2,0.8\nN4,E3,0.7\n"
ASSIGNMENT = "need_id,expert_id\nN1,E1\nN2,E2\n"
TIMETABLE = (
    "date,start,end,slot,room,table,need_id,company,expert_id\n"
    "2027-05-20,14:00,14:20,1,A,A-1,N1,甲化工,E1\n"
)
PLENARY = "date,round,start,end,person_id,name\n2027-05-20,09:00,09:00,09:03,E1,王喆\n"
SPOKEN = FILES["event.toml"].replace(
    "[[rooms]]",
    'plenary = [{ start = "09:00", minutes = 30, turns = "experts", per_turn = 3 }]\n[[rooms]]',
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_event(tmp_path, event_toml=SPOKEN)
    for name, text in (
        ("affinity", AFFINITY),
        ("assignment", ASSIGNMENT),
        ("timetable", TIMETABLE),
        ("plenary", PLENARY),
    ):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def refusal(work: Callable[..., Any], *given: Any, **options: Any) -> str:
    with pytest.raises(DuijieError) as caught:
        work(*given, **options)
    shown = caught.value.diagnoses if isinstance(caught.value, BadData) else ()
    return "\n".join([caught.value.describe("en"), *(one.describe("en") for one in shown)])


@pytest.mark.parametrize(
    ("work", "given", "options", "lost"),
    [
        (match_files, ("needs", "evidence"), {}, "needs"),
        (match_files, ("needs", "evidence"), {"experts": "experts"}, "experts"),
        (assign_files, ("affinity",), {}, "affinity"),
        (assign_files, ("affinity",), {"pins": "needs"}, "needs"),
        (timetable_files, ("assignment", "event"), {}, "assignment"),
        (timetable_files, ("assignment", "event"), {}, "event"),
        (repair_files, ("timetable", "event"), {}, "timetable"),
        (plan_plenary, ("affinity", "event"), {}, "affinity"),
        (respread_plenary, ("plenary", "event"), {"next_id": "E1", "resume": "09:00"}, "plenary"),
    ],
)
def test_a_file_that_is_read_is_not_written_over(
    folder: Path, work: Any, given: tuple[str, ...], options: dict[str, str], lost: str
) -> None:
    def path(name: str) -> Path:
        return folder / (f"{name}.toml" if name == "event" else f"{name}.csv")

    held = path(lost).read_bytes()
    named = {
        key: value if key in ("next_id", "resume") else path(value)
        for key, value in options.items()
    }
    out = folder / ".." / folder.name / path(lost).name
    with pytest.raises(BadUsage, match="was given to be read: it would be lost"):
        work(*map(path, given), out, **named)
    assert path(lost).read_bytes() == held


def test_further_outputs_are_looked_at_too(folder: Path) -> None:
    affinity = folder / "affinity.csv"
    assert "would be lost" in refusal(assign_files, affinity, folder / "x.csv", curve=affinity)
    assert affinity.read_text("utf-8") == AFFINITY
    assert not (folder / "x.csv").exists()


def test_an_assignment_to_a_stranger_is_named_with_its_cell(folder: Path) -> None:
    assignment = folder / "assignment.csv"
    assignment.write_text("need_id,expert_id\nN1,E7\n\nN77,E1\n", encoding="utf-8")
    for work, given in (
        (timetable_files, (assignment, folder / "event.toml", folder / "out.csv")),
        (check_timetable, (folder / "timetable.csv", folder / "event.toml")),
    ):
        options = {"assignment": assignment} if work is check_timetable else {}
        said = refusal(work, *given, **options)
        assert "assignment.csv B2: 'E7' -> there is no such expert" in said
        assert "assignment.csv A4: 'N77' -> there is no such need" in said


def test_an_affinity_of_a_stranger_is_named_with_its_cell(folder: Path) -> None:
    affinity = folder / "affinity.csv"
    affinity.write_text(AFFINITY + "N2,E9,0.1\n", encoding="utf-8")
    said = refusal(assign_files, affinity, folder / "x.csv", experts=folder / "experts.csv")
    assert "affinity.csv B5: 'E9' -> there is no such expert" in said
    assert assign_files(affinity, folder / "x.csv").pairs


def test_a_pin_of_a_stranger_is_named_with_its_cell_though_no_sheet_lists_people(
    folder: Path,
) -> None:
    pins = folder / "pins.csv"
    pins.write_text("need_id,expert_id,rule\nN1,E1,must\nN1,E9,never\n", encoding="utf-8")
    said = refusal(assign_files, folder / "affinity.csv", folder / "x.csv", pins=pins)
    assert "pins.csv B3: 'E9' -> there is no such expert" in said
    assert not (folder / "x.csv").exists()


def test_a_company_nobody_listed_says_where_companies_are_looked_for(folder: Path) -> None:
    conflicts = folder / "conflicts.csv"
    conflicts.write_text("company,expert_id\n无此公司,E1\n", encoding="utf-8")
    said = refusal(assign_files, folder / "affinity.csv", folder / "x.csv", conflicts=conflicts)
    assert "unknown company 无此公司" in said
    assert "--needs, --companies" in said


def test_a_sheet_that_holds_nothing_it_was_named_for_stops_the_work(folder: Path) -> None:
    said = refusal(
        assign_files, folder / "affinity.csv", folder / "x.csv", needs=folder / "timetable.csv"
    )
    assert "no needs were read in timetable.csv" in said
    assert not (folder / "x.csv").exists()


def test_a_thousand_needs_by_mistake_are_said_though_nothing_is_possible(folder: Path) -> None:
    affinity, out = folder / "affinity.csv", folder / "x.csv"
    lines = "".join(f"N{need},E1,0.5\n" for need in range(1000))
    affinity.write_text(f"need_id,expert_id,affinity\n{lines}", encoding="utf-8")
    large = "there are 1,000 needs, far more than a docking meeting has"
    said = refusal(assign_files, affinity, out)
    assert said.startswith("Impossible: 1000 needs ask for 1000 meetings")
    assert large in said
    (told,) = assign_files(affinity, out, per_need=Bounds(0, 1)).diagnoses
    assert large in told.describe("en")
    assert told.describe("en").endswith("-> the work goes on")


def test_nobody_to_place_is_said(folder: Path) -> None:
    (folder / "assignment.csv").write_text("need_id,expert_id\n", encoding="utf-8")
    given = folder / "assignment.csv", folder / "event.toml", folder / "out.csv"
    assert "assignment.csv: there is no pair in it" in refusal(timetable_files, *given)


@pytest.mark.parametrize(
    ("rule", "cell"),
    [
        ('[[fixed]]\nmeeting = ["N1", "E9"]\nslot = 1\n', "fixed[1].meeting"),
        ('[[before]]\nfirst = ["N1", "E9"]\nthen = ["N2", "E2"]\n', "before[1].first"),
        ('[[absent]]\nid = "E9"\nfrom = "14:00"\nto = "14:20"\n', "absent[1].id"),
    ],
)
def test_a_stranger_in_the_event_is_named_with_the_file_and_the_place(
    folder: Path, rule: str, cell: str
) -> None:
    spring = folder / "spring.toml"
    spring.write_text(SPOKEN + rule, encoding="utf-8")
    said = refusal(timetable_files, folder / "assignment.csv", spring, folder / "out.csv")
    assert f"spring.toml [{cell}]: 'E9' -> nobody has this id" in said


def test_a_pin_and_an_order_of_what_is_not_assigned_are_said_to_be_idle(folder: Path) -> None:
    spring = folder / "spring.toml"
    spring.write_text(
        SPOKEN + '[[fixed]]\nmeeting = ["N4", "E3"]\nslot = 1\n'
        '[[before]]\nfirst = ["N1", "E1"]\nthen = ["N4", "E3"]\n',
        encoding="utf-8",
    )
    outcome = timetable_files(folder / "assignment.csv", spring, folder / "out.csv")
    said = [one.describe("en") for one in outcome.diagnoses]
    assert "spring.toml [fixed]: 'N4/E3' -> this meeting was not assigned; nothing to fix" in said
    assert any("spring.toml [before]: 'N1/E1 < N4/E3'" in one for one in said)


def test_without_a_list_of_experts_what_is_said_of_strangers_is_passed_over(folder: Path) -> None:
    (folder / "experts.csv").unlink()
    spring = folder / "spring.toml"
    spring.write_text(SPOKEN + '[[fixed]]\nmeeting = ["N4", "E3"]\nslot = 1\n', encoding="utf-8")
    outcome = timetable_files(folder / "assignment.csv", spring, folder / "out.csv")
    assert len(outcome.placed) == 2
    assert [one.found for one in outcome.diagnoses if one.file == "spring.toml"] == ["E3"]
