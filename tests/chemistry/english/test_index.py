from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from duijie.chemistry.english import build, index
from duijie.chemistry.english.build import MANIFEST, TABLES, TRIE, build_index
from duijie.chemistry.english.index import IndexUnavailable, NameIndex, is_sound, open_index
from tests.chemistry.english.tables import ROWS, write_tables


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_tables(tmp_path / "tables")
    monkeypatch.setattr(index, "find_data", lambda: folder)
    return folder


def open_counting(folder: Path) -> tuple[NameIndex, list[int]]:
    read: list[int] = []
    return open_index(folder, lambda done, total: read.append(done + total)), read


def test_every_spelling_of_a_name_leads_to_its_compound(names: NameIndex) -> None:
    for spelling in ("4-Nitroaniline", "4‐nitroaniline", "p - nitroaniline", "P-NITROANILINE"):
        known = names.find(spelling)
        assert known is not None, spelling
        assert known.compound.cas == "100-01-6"
    for prime in "'′’`＇":
        assert names.find(f"2,2{prime}-bipyridine") is not None, prime
    assert names.find("４-nitroaniline") is not None


def test_what_a_source_says_of_a_name_is_kept(names: NameIndex) -> None:
    doxorubicin, benzol = names.find("doxorubicin"), names.find("benzol")
    assert doxorubicin is not None
    assert doxorubicin.official
    assert benzol is not None
    assert not benzol.official
    assert benzol.leading


def test_a_name_of_two_skeletons_is_ambiguous(names: NameIndex) -> None:
    xylol, other = names.find("xylol"), names.find("p-xylene")
    assert xylol is not None
    assert xylol.ambiguous
    assert other is not None
    assert not other.ambiguous


def test_numbers_and_foreign_words_are_no_names(names: NameIndex) -> None:
    assert [names.find(one) for one in ("kyselina mravenci", "nsc 123127", "25316-40-9")] == [
        None, None, None,
    ]  # fmt: skip


def test_numbers_find_their_compound_also_by_an_older_number(names: NameIndex) -> None:
    assert [names.find_cas(one[0]) for one in ROWS] == [one[:3] for one in ROWS]
    old = names.find_cas("25316-40-9")
    assert old is not None
    assert old.cas == "23214-92-8"
    assert names.find_cas("64-17-5") is None


def test_the_index_is_built_once(data: Path, tmp_path: Path) -> None:
    first, read = open_counting(tmp_path / "cache")
    again, reread = open_counting(tmp_path / "cache")
    assert read
    assert not reread
    assert len(first) == len(again) > len(ROWS)


@pytest.mark.parametrize("file", [TRIE, TABLES, MANIFEST])
@pytest.mark.parametrize("damage", [b"", b"torn", None])
def test_a_damaged_index_is_built_anew(
    data: Path, tmp_path: Path, file: str, damage: bytes | None
) -> None:
    first, _ = open_counting(tmp_path / "cache")
    first.close()
    [target] = (tmp_path / "cache").iterdir()
    if damage is None:
        (target / file).unlink()
    else:
        (target / file).write_bytes(damage)
    mended, read = open_counting(tmp_path / "cache")
    assert read
    assert mended.find("benzene") is not None
    assert [one.name for one in (tmp_path / "cache").iterdir()] == [target.name]


def test_another_version_builds_its_own(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_counting(tmp_path / "cache")
    monkeypatch.setattr(build, "BUILD", build.BUILD + 1)
    _, read = open_counting(tmp_path / "cache")
    assert read
    assert len(list((tmp_path / "cache").iterdir())) == 2


@pytest.mark.slow
def test_two_processes_may_build_at_once(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "cache" / "names"
    script = (
        "import sys; from pathlib import Path; from duijie.chemistry.english.build import *\n"
        "for _ in range(20): build_index(Path(sys.argv[1]), Path(sys.argv[2]), '1')"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, data, target], stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in running:
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
    assert is_sound(target, "1")
    assert [one.name for one in target.parent.iterdir()] == ["names"]


def test_a_broken_build_leaves_nothing(tmp_path: Path) -> None:
    data = write_tables(tmp_path / "tables")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(data, tmp_path / "cache" / "names", "1", stop)
    assert not list((tmp_path / "cache").iterdir())


def test_without_the_package_the_reason_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "find_data", lambda: None)
    with pytest.raises(IndexUnavailable) as refused:
        open_index(tmp_path)
    assert "chemicals" in refused.value.reason.zh


def test_a_folder_that_cannot_be_written_is_named(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexUnavailable) as refused:
        open_index(tmp_path / "file" / "cache")
    assert str(tmp_path / "file") in refused.value.reason.zh


def test_the_package_is_where_it_is_looked_for() -> None:
    data = build.find_data()
    assert data is not None
    assert (data / "chemical identifiers pubchem large.tsv").is_file()
    assert json.dumps(build.name_version())
