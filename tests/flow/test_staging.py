from pathlib import Path

import pytest

from duijie.domain.errors import BadUsage
from duijie.flow.staging import refuse_occupied, whole_or_not


def stage_files(out: Path, files: dict[str, int]) -> None:
    with whole_or_not(out) as stage:
        for name, number in files.items():
            (stage / name).write_text(str(1 / number))


def test_files_arrive_together_and_others_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    with whole_or_not(out) as stage:
        (stage / "ics").mkdir()
        (stage / "ics" / "E1.ics").write_text("new")
        assert not (out / "ics").exists()
    assert (out / "ics" / "E1.ics").read_text() == "new"
    assert (out / "notes.txt").read_text() == "mine"
    assert list(tmp_path.iterdir()) == [out]


def test_a_failure_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        stage_files(tmp_path / "out", {"a.csv": 1, "b.csv": 0})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_a_file_is_found_before_anything_moves(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "b.csv").mkdir(parents=True)
    with pytest.raises(BadUsage, match="a folder is there"):
        stage_files(out, {"a.csv": 1, "b.csv": 1})
    assert [path.name for path in out.iterdir()] == ["b.csv"]


@pytest.mark.parametrize("place", ["taken", "taken/out", "taken/a/b"])
def test_a_file_in_the_way_is_found_before_the_work(tmp_path: Path, place: str) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(BadUsage, match="a file of that name is there"):
        refuse_occupied(tmp_path / place)


def test_a_free_place_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refuse_occupied(Path("a/b"))
    refuse_occupied(Path())
