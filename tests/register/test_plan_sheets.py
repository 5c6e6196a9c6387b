from datetime import date, datetime, time

import numpy as np
import pytest

from duijie.domain.errors import BadData
from duijie.domain.plans import AffinityMatrix, AssignedPair, PlacedMeeting
from duijie.domain.sheet import Cell, Grid, Sheet
from duijie.register.plans import (
    affinity_grid,
    assignment_grid,
    read_affinity,
    read_assignment,
    read_pairs,
    read_timetable,
    timetable_grid,
)


def sheet(*rows: tuple[Cell, ...]) -> Sheet:
    return Sheet("x.csv", "", rows)


def as_sheet(grid: Grid) -> Sheet:
    return sheet(grid.columns, *(tuple(row) for row in grid.rows))


AFFINITY = ("need_id", "expert_id", "affinity")


def test_affinity_round_trip_ranks_within_each_need() -> None:
    values = np.array([[0.25, 0.75, 0.75], [np.nan, 0.5, 0.0]])
    matrix = AffinityMatrix(("N1", "N2"), ("E1", "E2", "E3"), values)
    grid = affinity_grid(matrix, {("N1", "E2"): "why"})
    assert list(grid.rows) == [
        ("N1", "E2", 0.75, 1, "why"),
        ("N1", "E3", 0.75, 2, ""),
        ("N1", "E1", 0.25, 3, ""),
        ("N2", "E2", 0.5, 1, ""),
        ("N2", "E3", 0.0, 2, ""),
    ]
    again = read_affinity(as_sheet(grid))
    assert again.expert_ids == ("E2", "E3", "E1")
    np.testing.assert_array_equal(again.values, values[:, [1, 2, 0]])


@pytest.mark.parametrize("value", ["abc", "nan", "1.7", -0.1, None, "inf"])
def test_a_wrong_affinity_names_its_cell(value: Cell) -> None:
    rows: list[tuple[Cell, ...]] = [AFFINITY, ("N1", "E1", 0.5), ("N1", "E2", value)]
    with pytest.raises(BadData) as caught:
        read_affinity(sheet(*rows))
    (problem,) = caught.value.diagnoses
    assert problem.place.en == "x.csv C3"
    assert problem.expected.en == "a number from 0 to 1"


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(BadData, match="3 problems") as caught:
        read_affinity(
            sheet(AFFINITY, ("N1", "E1", 2), (None, "E1", 0.5), (None, None, None), ("N1", "E1", 0))
        )
    places = [problem.place.en for problem in caught.value.diagnoses]
    assert places == ["x.csv C2", "x.csv A3", "x.csv A5"]
    assert "row 2" in caught.value.diagnoses[2].expected.en


def test_missing_headings_are_named_with_what_is_near() -> None:
    with pytest.raises(BadData, match="1 problem") as caught:
        read_affinity(sheet(("need_id", "expert", "affinity"), ("N1", "E1", 0.5)))
    (problem,) = caught.value.diagnoses
    assert problem.expected.en == "missing column: expert_id"
    assert problem.assumed.en == 'did you mean "expert"?'
    with pytest.raises(BadData):
        read_affinity(sheet())


def test_a_title_row_above_the_headings_is_passed_over() -> None:
    matrix = read_affinity(sheet(("Results", None, None), AFFINITY, ("N1", "E1", "0.5")))
    assert matrix.values.tolist() == [[0.5]]


def test_assignment_round_trip() -> None:
    pairs = [AssignedPair("N1", "E1", 0.5, pinned=True), AssignedPair("N2", "E1", -1.5)]
    assert read_assignment(as_sheet(assignment_grid(pairs))) == pairs


def test_an_assignment_made_by_hand_needs_only_ids() -> None:
    (pair,) = read_assignment(sheet(("need_id", "expert_id"), (1, "E1")))
    assert pair.need_id == "1"
    assert np.isnan(pair.affinity)
    assert assignment_grid([pair]).rows == [("1", "E1", None, False)]
    with pytest.raises(BadData) as caught:
        read_assignment(
            sheet(("need_id", "expert_id", "affinity", "pinned"), ("N", "E", "x", "perhaps"))
        )
    assert [problem.column for problem in caught.value.diagnoses] == ["C", "D"]


def test_timetable_round_trip() -> None:
    start = datetime(2026, 5, 20, 14, 0)  # an event is in local time
    meeting = PlacedMeeting(1, start, start.replace(minute=20), "A", "A-3", "N1", "甲", "E1")
    grid = timetable_grid([meeting])
    assert read_timetable(as_sheet(grid)) == [meeting]
    written = sheet(
        grid.columns, ("2026-05-20", "14:00", "14:20", "1", "A", "A-3", "N1", "甲", "E1")
    )
    assert read_timetable(written) == [meeting]
    stamped = sheet(
        grid.columns, (start, time(14), time(14, 20), 1.0, "A", "A-3", "N1", "甲", "E1")
    )
    assert read_timetable(stamped) == [meeting]


def test_a_wrong_timetable_names_its_cells() -> None:
    head = ("date", "start", "end", "slot", "table", "need_id", "expert_id")
    with pytest.raises(BadData) as caught:
        read_timetable(
            sheet(
                head,
                ("soon", "2pm", "14:20", 0, "A-1", "N1", "E1"),
                (date(2026, 5, 20), "14:20", "14:00", 1, "A-1", "N1", "E2"),
                (date(2026, 5, 20), "14:20", "14:40+08:00", 1, "A-1", "N1", "E3"),
            )
        )
    assert [problem.place.en for problem in caught.value.diagnoses] == [
        "x.csv A2",
        "x.csv B2",
        "x.csv D2",
        "x.csv C3",
        "x.csv C4",
    ]


def test_no_pair_at_all_is_no_affinity() -> None:
    with pytest.raises(BadData, match="no pair"):
        read_affinity(sheet(AFFINITY))


def test_pairs_are_read_once_and_other_columns_ignored() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("need_id", "expert_id", "grade"),
        ("N1", "E1", 3),
        ("N1", "E1", 3),
        ("N2", "E1", 1),
    ]
    assert read_pairs(sheet(*rows)) == [("N1", "E1"), ("N2", "E1")]
    with pytest.raises(BadData):
        read_pairs(sheet(("need_id", "expert_id"), ("N1", None)))
