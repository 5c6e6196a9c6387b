"""Only what is out of date is printed again."""

from __future__ import annotations

from dataclasses import replace

from duijie.report.changes import changed_people
from duijie.report.workbook import personal_sheets
from tests.report.factories import make_programme


def test_nobody_is_printed_again_for_nothing() -> None:
    programme = make_programme()
    assert changed_people(programme, programme) == frozenset()
    assert personal_sheets(programme, ()) == []


def test_the_two_of_a_moved_meeting_are_printed_again() -> None:
    before = make_programme()
    first, *others = before.placed
    moved = replace(before, placed=(replace(first, table="B-1", room="B"), *others))
    changed = changed_people(before, moved)
    assert first.expert_id in changed
    assert len(changed) == 2
    assert len(personal_sheets(moved, changed)) == 2


def test_the_two_of_a_cancelled_meeting_are_printed_again() -> None:
    before = make_programme()
    row = before.placed[0]
    pairs = tuple(
        one
        for one in before.assigned
        if one.need_id != row.need_id or one.expert_id != row.expert_id
    )
    after = replace(before, assigned=pairs, placed=before.placed[1:])
    assert row.expert_id in changed_people(before, after)
