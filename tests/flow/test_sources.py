"""Files as people name them: missing, twice, under one name, from a pipe."""

from __future__ import annotations

import io
import os
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from duijie.domain.errors import BadData
from duijie.domain.sheet import Grid
from duijie.flow.register import check_sheets
from duijie.flow.sources import read_tables, require_file, shown_names
from duijie.io.workbook import write_workbook

NEEDS = "need_id,title,text\nN1,膜,堵\n"


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-32"])
def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    feed(monkeypatch, NEEDS.encode(encoding))
    outcome = check_sheets([Path("-")])
    assert [need.title for need in outcome.register.needs] == ["膜"]


def test_an_empty_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"")
    outcome = check_sheets([Path("-")])
    assert [(one.file, one.expected.en) for one in outcome.diagnoses] == [
        ("-", "the file is empty")
    ]


def test_a_workbook_comes_through_a_pipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    grid = Grid("needs", ("need_id", "title", "text"), [("N1", "膜", "堵")])
    write_workbook(path, [grid], datetime(2026, 5, 20))
    feed(monkeypatch, path.read_bytes())
    assert len(check_sheets([Path("-")]).register.needs) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_ordinary_file_is_there_all_the_same(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert require_file(tmp_path / "pipe") == tmp_path / "pipe"


def test_a_link_to_nowhere_is_not_suggested_for_itself(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to("gone.csv")
    with pytest.raises(BadData, match="no such file") as caught:
        require_file(tmp_path / "a.csv")
    assert "did you mean" not in caught.value.hints[0].en


def test_a_name_beyond_what_the_system_takes_is_refused() -> None:
    with pytest.raises(BadData, match="the name is too long"):
        require_file(Path("x" * 5000))


def test_files_of_one_name_keep_their_kinds_and_are_told_apart(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours" / "list.csv", tmp_path / "theirs" / "list.csv"
    for path, text in ((ours, "title\n膜\n"), (theirs, "name\n张三\n")):
        path.parent.mkdir()
        path.write_text(text, "utf-8")
    register, found = read_tables([(ours, "needs"), (theirs, "experts")])
    assert (len(register.needs), len(register.experts)) == (1, 1)
    assert {one.file for one in found} == {str(ours)}
    assert shown_names([ours, theirs, tmp_path / "a.csv"])[tmp_path / "a.csv"] == "a.csv"


def test_one_workbook_may_hold_several_lists(tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    grids = [
        Grid("需求", ("need_id", "title", "text"), [("N1", "膜", "堵")]),
        Grid("成果", ("expert_id", "kind", "title"), [("E1", "paper", "膜分离")]),
    ]
    write_workbook(path, grids, datetime(2026, 5, 20))
    register, _ = read_tables([(path, "needs"), (path, "evidence")])
    assert (len(register.needs), len(register.evidence)) == (1, 1)


def test_an_unreadable_pin_stops_the_work_and_other_rows_do_not(tmp_path: Path) -> None:
    needs, pins = tmp_path / "needs.csv", tmp_path / "pins.csv"
    needs.write_text(NEEDS + "N2,,\n", "utf-8")
    pins.write_text("need_id,expert_id,rule\nN1,E1,maybe\n", "utf-8")
    assert len(read_tables([(needs, "needs")])[0].needs) == 1
    with pytest.raises(BadData, match="cannot be read") as caught:
        read_tables([(needs, "needs"), (pins, "pins")])
    assert [one.place.en for one in caught.value.diagnoses] == ["pins.csv C2"]
