"""What cannot be written is refused in words, and leaves nothing behind."""

import errno
from datetime import datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from duijie.domain.errors import BadUsage
from duijie.domain.sheet import Grid
from duijie.io.atomic import write_atomically
from duijie.io.csv import write_csv
from duijie.io.oserrors import describe_os_error
from duijie.io.workbook import write_workbook

GRID = Grid("a", ("x",), [("1",)])


def test_a_file_on_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(BadUsage, match="cannot write") as caught:
        write_csv(tmp_path / "taken" / "a.csv", GRID)
    assert "taken" in caught.value.message.zh
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_folder_in_the_place_is_refused_and_nothing_stays(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(BadUsage, match="a folder is there"):
        write_csv(tmp_path / "a.csv", GRID)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def fill_disk(path: Path) -> None:
    with write_atomically(path) as temporary:
        temporary.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(BadUsage) as caught:
        fill_disk(path)
    assert "磁盘已满" in caught.value.message.zh
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_said_of_a_workbook_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Workbook) -> None:
        raise FileCreateError(OSError(errno.ENOSPC, "No space left on device"))

    monkeypatch.setattr(Workbook, "close", full)
    with pytest.raises(BadUsage, match="the disk is full"):
        write_workbook(tmp_path / "a.xlsx", [GRID], datetime(2026, 5, 20))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "x", "a.csv"), "a.csv: no permission"),
        (OSError(errno.EMLINK, "x"), "Too many links"),
        (OSError("odd"), "odd"),
    ],
)
def test_the_system_s_reasons_are_worded(error: OSError, words: str) -> None:
    assert describe_os_error(error).en == words
