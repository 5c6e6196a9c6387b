"""Ways between rooms from files to words: named by the plan, by the checker and by a repair."""

from __future__ import annotations

from pathlib import Path

from duijie.domain.event import Absence
from duijie.flow import check_timetable, repair_files, timetable_files
from tests.flow.small import FILES, write_event

APART = """
[[rooms]]
name = "B"
tables = 1
[[walks]]
rooms = ["A", "B"]
minutes = 4
[[fixed]]
meeting = ["N1", "E1"]
slot = 1
table = "A-1"
[[fixed]]
meeting = ["N4", "E1"]
slot = 2
table = "B-1"
"""
ASSIGNMENT = "need_id,expert_id,affinity\nN1,E1,0.5\nN4,E1,0.5\nN2,E2,0.5\n"


def test_a_way_that_cannot_be_helped_is_told_everywhere(tmp_path: Path) -> None:
    settings = FILES["event.toml"].replace("[limits]", APART + "[limits]")
    event = write_event(tmp_path, event_toml=settings) / "event.toml"
    (tmp_path / "assignment.csv").write_text(ASSIGNMENT, encoding="utf-8")
    plan = tmp_path / "timetable.csv"
    outcome = timetable_files(tmp_path / "assignment.csv", event, plan)
    told = "E1 王喆 needs 4 min from A to B and has 0 min from 14:20"
    assert [told in one.expected.en for one in outcome.diagnoses] == [True]
    assert [told in one.message.en for one in check_timetable(plan, event).broken] == [True]
    mended = repair_files(
        plan, event, tmp_path / "new.csv", absent=[Absence("E2")], cancel=[("N2", "E2")]
    )
    assert [told in words.en for words in mended.hurried] == [True]
    for shown in (outcome.as_json(), mended.as_json()):
        assert [told in words["en"] for words in shown["hurried_walks"]] == [True]
