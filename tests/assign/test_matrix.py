import numpy as np
import pytest

from duijie.assign.build import build_problem
from duijie.assign.matrix import name_matrix, parse_matrix
from duijie.domain.errors import BadData
from duijie.domain.records import Pin


@pytest.mark.parametrize(
    "text",
    [
        "1,-2.5,nan\n3,4,1e3\n",
        "1 -2.5 NaN\n3 4 1e3",
        "\ufeff 1 ,\t-2.5, nan\r\n\r\n3,4,1e3\r\n\n",
        "2 3\n1 -2.5 nan\n3 4 1e3\n",
        "2,3\n1,-2.5,nan\n3,4,1e3\n",
    ],
)
def test_commas_or_blanks_with_or_without_a_header(text: str) -> None:
    expected = np.array([[1, -2.5, np.nan], [3, 4, 1000]])
    np.testing.assert_array_equal(parse_matrix(text, "m.csv"), expected)


def test_two_whole_numbers_that_are_no_shape_are_scores() -> None:
    assert parse_matrix("2 1\n3 4\n", "m").tolist() == [[2, 1], [3, 4]]
    assert parse_matrix("1 2\n3 4\n5 6", "m").tolist() == [[1, 2], [3, 4], [5, 6]]
    assert parse_matrix("2 2\n3 4\n5 6", "m").tolist() == [[3, 4], [5, 6]]
    assert parse_matrix("1 1\n", "m").tolist() == [[1, 1]]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("1,2\n3,good\n", "m.csv line 2, column 2: 'good' is not a number", "m.csv B2"),
        ("1,2\n\n3,\n", "m.csv line 3, column 2: '' is not a number", "m.csv B3"),
        ("1 inf\n", "line 1, column 2: 'inf' is not a number", "m.csv B1"),
        ("1 2\n3\n", "line 2 has 1 columns, line 1 has 2", "m.csv row 2"),
        ("3 2\n1 2 3\n", "line 2 has 3 columns, line 1 has 2", "m.csv row 2"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(text: str, message: str, place: str) -> None:
    with pytest.raises(BadData, match=message) as caught:
        parse_matrix(text, "m.csv")
    assert caught.value.diagnoses[0].place.en == place


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(BadData, match="no scores in it"):
        parse_matrix(text, "m.csv")


def test_rows_and_columns_get_names_and_nan_is_a_conflict() -> None:
    affinity, conflicts = name_matrix(np.array([[1.5, np.nan], [-1, 0]]))
    problem = build_problem(affinity, conflicts=conflicts)
    assert problem.need_ids == ("N0", "N1")
    assert problem.forbidden.tolist() == [[False, True], [False, False]]
    with pytest.raises(BadData, match="contradicts a conflict"):
        build_problem(affinity, conflicts=conflicts, pins=[Pin("N0", "E1", "must")])
