"""The reader of the published format, on an instance of our own."""

from __future__ import annotations

import pytest

from duijie.domain.errors import BadData
from duijie.timetable.b2b import parse_b2b

GOOD = """% three businesses, three meetings
nBusiness = 3;
nMeetings = 3;
nTables = 2;
nTotalSlots = 4;
nMorningSlots = 3;

requested = [|1, 2, 1,
|1, 3, 2,
|2, 3, 3,
|];

meetingsxBusiness = [{1,2,3}, {1,2,4}, {1,3,4}];
nMeetingsBusiness = [2,2,2];
forbidden = [{0}, {0,2}, {}];
fixed = [0,4,0];
precedences = [{}, {1,3}, {}];
"""


def test_every_field_is_read() -> None:
    problem = parse_b2b(GOOD, "own.dzn", fairness=1)
    assert problem.n_slots == 4
    assert problem.capacity == (2, 2, 2, 2)
    assert [person.away for person in problem.participants] == [set(), {1}, set()]
    assert [meeting.participants for meeting in problem.meetings] == [(0, 1), (0, 2), (1, 2)]
    assert [meeting.allowed for meeting in problem.meetings] == [{0, 1, 2}, {3}, None]
    assert [meeting.fixed for meeting in problem.meetings] == [None, 3, None]
    assert problem.before == ((0, 1), (2, 1))
    assert problem.fairness == 1
    assert len(problem.days) == 1


def test_fairness_is_two_as_published() -> None:
    assert parse_b2b(GOOD, "own.dzn").fairness == 2
    assert parse_b2b(GOOD, "own.dzn", fairness=None).fairness is None


def test_counts_that_follow_may_be_absent() -> None:
    lines = [line for line in GOOD.splitlines() if "Business = [" not in line]
    assert len(parse_b2b("\n".join(lines), "own.dzn").meetings) == 3


@pytest.mark.parametrize(
    ("text", "change", "line", "words"),
    [
        ("nTables = 2;", "nTables = two;", 4, "whole number"),
        ("nTables = 2;", "nTables = -2;", 4, "0 to"),
        ("nTables = 2;", "nTables = [2];", 4, "one whole number"),
        ("nTables = 2;", "", 1, "nTables is missing"),
        ("nTables = 2;", "nTables = 2", 5, "expected ';'"),
        ("nTables = 2;", "= 2;", 4, "name of a field"),
        ("nTables = 2;", "nTables = 2; nTables = 2;", 4, "twice"),
        ("nTables = 2;", "nTables = 99999999999;", 4, "whole number"),
        ("nTotalSlots = 4", "nTotalSlots = 999999", 5, "0 to 100000"),
        ("nMorningSlots = 3", "nMorningSlots = 9", 6, "0 to 4"),
        ("nMeetings = 3", "nMeetings = 4", 8, "4 entries"),
        ("|1, 3, 2,", "|1, 9, 2,", 9, "1 to 3"),
        ("|1, 3, 2,", "|1, 1, 2,", 9, "cannot meet itself"),
        ("|1, 3, 2,", "|1, 3, 4,", 9, "1 to 3"),
        ("|1, 3, 2,", "|1, 3,", 9, "a session"),
        ("|1, 3, 2,", "|", 8, "a session"),
        ("[2,2,2]", "[2,1,2]", 14, "contradicts"),
        ("[2,2,2]", "7", 14, "is a list"),
        ("[2,2,2]", "[{2},{2},{2}]", 14, "list of whole numbers"),
        ("{1,2,4}", "{1,2,3}", 13, "contradicts"),
        ("{0,2}", "{0,5}", 15, "0 to 4"),
        ("[{0}, {0,2}, {}]", "[0, 2, 0]", 15, "sets or rows"),
        ("[0,4,0]", "[0,5,0]", 16, "0 to 4"),
        ("[0,4,0]", "[0,4", 16, "expected ','"),
        ("{1,3}", "{1,4}", 17, "0 to 3"),
        ("precedences = [{}, {1,3}, {}];\n", "precedences = [{}", 17, "expected ','"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    text: str, change: str, line: int, words: str
) -> None:
    with pytest.raises(BadData) as caught:
        parse_b2b(GOOD.replace(text, change), "own.dzn")
    (diagnosis,) = caught.value.diagnoses
    assert (diagnosis.file, diagnosis.row) == ("own.dzn", line)
    assert words in diagnosis.expected.en
    assert diagnosis.expected.zh
    assert f"own.dzn, line {line}" in str(caught.value)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(BadData, match="nBusiness is missing"):
        parse_b2b("", "own.dzn")
