"""A dense matrix of scores written as plain text, rows = needs, columns = experts."""

from __future__ import annotations

from math import isinf
from typing import NoReturn

import numpy as np

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData
from duijie.domain.plans import AffinityMatrix, FloatArray
from duijie.domain.records import Conflict
from duijie.domain.sheet import column_letter
from duijie.domain.text import Text

NUMBER = Text("应为一个数，或 nan 表示回避", "expected a number, or nan for a conflict")


def parse_matrix(text: str, source: str) -> FloatArray:
    r"""Read scores separated by commas or blanks, one need a line; blank lines are skipped.

    Parameters
    ----------
    text
        The content. A first line of two whole numbers is a header when it gives the number of
        the lines and columns that follow. ``nan`` marks a pair that must not meet.
    source
        Name of the file, for messages.

    Returns
    -------
    ndarray of shape (n_needs, n_experts)
        Any finite numbers, and nan.

    Raises
    ------
    BadData
        A word, an infinity, an empty cell, a line longer or shorter than the first.

    Examples
    --------
    >>> parse_matrix("2 3\n.1 .2 .3\n.4 nan -1\n", "m.txt").tolist()
    [[0.1, 0.2, 0.3], [0.4, nan, -1.0]]
    """
    lines = [
        (number, _split(line))
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1)
        if line.strip()
    ]
    if _is_header(lines):
        del lines[0]
    if not lines:
        raise BadData(Text(f"{source}：没有数据", f"{source}: no scores in it"))
    width = len(lines[0][1])
    for number, cells in lines:
        if len(cells) != width:
            _refuse_ragged(source, number, len(cells), lines[0][0], width)
    return np.array([_read_line(source, number, cells) for number, cells in lines])


def name_matrix(values: FloatArray) -> tuple[AffinityMatrix, list[Conflict]]:
    """Give rows and columns the names N0, N1, ... and E0, E1, ...; nan becomes a conflict."""
    need_ids = tuple(f"N{row}" for row in range(values.shape[0]))
    expert_ids = tuple(f"E{column}" for column in range(values.shape[1]))
    conflicts = [
        Conflict(need_id=need_ids[row], expert_id=expert_ids[column], reason="nan")
        for row, column in np.argwhere(np.isnan(values)).tolist()
    ]
    return AffinityMatrix(need_ids, expert_ids, values), conflicts


def _split(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(",")] if "," in line else line.split()


def _is_header(lines: list[tuple[int, list[str]]]) -> bool:
    """Tell whether the first line gives the shape of the rest."""
    if len(lines) < 2:  # noqa: PLR2004 - a header and at least one line
        return False
    shape = [str(len(lines) - 1), str(len(lines[1][1]))]
    return lines[0][1] == shape


def _read_line(source: str, number: int, cells: list[str]) -> list[float]:
    try:
        values = list(map(float, cells))
    except ValueError:
        values = [_read_cell(source, number, *cell) for cell in enumerate(cells)]
    if any(map(isinf, values)):
        index = next(i for i, value in enumerate(values) if isinf(value))
        _refuse_cell(source, number, index, cells[index])
    return values


def _read_cell(source: str, number: int, index: int, cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        _refuse_cell(source, number, index, cell)


def _refuse_cell(source: str, number: int, index: int, cell: str) -> NoReturn:
    place = Diagnosis(
        Severity.ERROR, source, NUMBER, found=cell, row=number, column=column_letter(index)
    )
    raise BadData(
        Text(
            f"{source} 第 {number} 行第 {index + 1} 列：{cell!r} 不是数",
            f"{source} line {number}, column {index + 1}: {cell!r} is not a number",
        ),
        [NUMBER],
        [place],
    )


def _refuse_ragged(source: str, number: int, found: int, first: int, width: int) -> NoReturn:
    raise BadData(
        Text(
            f"{source} 第 {number} 行有 {found} 列，第 {first} 行却有 {width} 列",
            f"{source} line {number} has {found} columns, line {first} has {width}",
        ),
        [
            Text(
                "首行若是两个整数，须恰为其后的行数和列数",
                "a header of two whole numbers must give exactly the lines and columns below it",
            )
        ],
        [
            Diagnosis(
                Severity.ERROR,
                source,
                Text(f"应有 {width} 列", f"expected {width} columns"),
                found=str(found),
                row=number,
            )
        ],
    )
