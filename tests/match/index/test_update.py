from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from duijie.domain.errors import BadUsage
from duijie.domain.text import Text
from duijie.language.encoder import EncoderUnavailable, Vectors
from duijie.match.index import files
from duijie.match.index.files import IndexUnusable, open_generation
from duijie.match.index.read import Encoding, Portfolio
from duijie.match.index.search import ExpertIndex
from duijie.match.index.update import update_index
from duijie.match.problem import Writing
from tests.match.index.invented import DIMENSION, Asked, answers, build, encoding, portfolio

BEFORE = [*range(100)]
AFTER = [*range(5, 100), *range(300, 305)]


def same_people(index: ExpertIndex, numbers: list[int]) -> bool:
    return index.digests == {one.expert_id: one.digest for one in map(portfolio, numbers)}


def test_a_little_that_changed_is_read_alone(tmp_path: Path) -> None:
    first = build(tmp_path, BEFORE)
    asked = Asked()
    done = update_index(tmp_path, [portfolio(one) for one in AFTER], encoding(asked))
    assert (done.read, done.removed, done.begun_anew) == (5, 5, None)
    assert 0 < len(asked.texts) <= 15
    index = ExpertIndex(tmp_path, encoding())
    assert index.path == first.path
    assert same_people(index, AFTER)
    found = [{who for who, _ in one} for one in answers(index, 500)]
    anybody = {who for one in found for who in one}
    assert {"E0302", "E0303"} <= anybody
    assert not {f"E{one:04d}" for one in range(5)} & anybody
    assert update_index(tmp_path, [portfolio(one) for one in AFTER], encoding()).read == 0


def test_a_changed_text_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    build(tmp_path, BEFORE)
    changed = Portfolio("E0001", (Writing("graphene aerogel", "thermal insulation"),))
    people = [changed if one == 1 else portfolio(one) for one in BEFORE]
    assert update_index(tmp_path, people, encoding()).read == 1
    index = ExpertIndex(tmp_path, encoding())
    found = index.search_exactly(index.ask(Writing("graphene aerogel"), None), 500)
    assert found[0][0] == "E0001"
    assert len([who for who, _ in found if who == "E0001"]) == 1
    back = update_index(tmp_path, [portfolio(one) for one in BEFORE], encoding())
    assert back.read == 1
    assert same_people(ExpertIndex(tmp_path, encoding()), BEFORE)


def test_much_that_changed_makes_a_generation_like_one_made_anew(tmp_path: Path) -> None:
    build(tmp_path / "old", BEFORE)
    build(tmp_path / "old", AFTER)
    numbers = [*range(10, 60), *range(200, 330)]
    changed, anew = build(tmp_path / "old", numbers), build(tmp_path / "new", numbers)
    assert changed.path.name == "gen-000002"
    assert [path.name for path in (tmp_path / "old").glob("gen-*")] == ["gen-000002"]
    arrays = sorted(path.name for path in anew.path.glob("*.npy"))
    assert len(arrays) > 10
    for name in [*arrays, "vectors.faiss", "experts.json"]:
        assert (changed.path / name).read_bytes() == (anew.path / name).read_bytes(), name
    assert answers(changed) == answers(anew)


def test_the_same_people_make_the_same_index(tmp_path: Path) -> None:
    one, other = build(tmp_path / "one", BEFORE), build(tmp_path / "other", BEFORE[::-1])
    assert answers(one) == answers(other)


def test_progress_counts_experts(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    people = [portfolio(one) for one in BEFORE]
    update_index(tmp_path, people, encoding(), lambda *step: seen.append(step))
    assert seen == [(32, 100), (64, 100), (96, 100), (100, 100)]


def test_an_encoder_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    def fail(_: object) -> Vectors:
        raise EncoderUnavailable(Text("坏了", "gone"))

    build(tmp_path, BEFORE)
    broken = Encoding("directions", DIMENSION, fail, encoding().abilities)
    with pytest.raises(EncoderUnavailable):
        update_index(tmp_path, [portfolio(one) for one in AFTER], broken)
    assert same_people(ExpertIndex(tmp_path, encoding()), BEFORE)


FILES = [
    "CURRENT",
    "manifest.json",
    "experts.json",
    "vectors.npy",
    "vectors.faiss",
    "text/meta.json",
]


def find(folder: Path, name: str) -> Path:
    return folder / name if name == "CURRENT" else folder / "gen-000001" / name


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def turn(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [cut, turn, empty, Path.unlink])
def test_damage_is_named_and_mended(
    tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    build(tmp_path, [1, 2, 5, 6, 9, 10])
    path = find(tmp_path, name)
    damage(path)
    with pytest.raises(IndexUnusable) as caught:
        ExpertIndex(tmp_path, encoding())
    assert str(path) in caught.value.message.zh
    assert f"delete the folder {tmp_path} and run again" in caught.value.hints[0].en
    done = update_index(tmp_path, [portfolio(1)], encoding())
    assert done.read == 1
    assert (done.begun_anew is None) == (name == "CURRENT" and damage is Path.unlink)
    assert same_people(ExpertIndex(tmp_path, encoding()), [1])


def test_damaged_changes_are_named(tmp_path: Path) -> None:
    index = build(tmp_path, BEFORE)
    changes = index.path / "changes.sqlite"
    build(tmp_path, AFTER)
    with sqlite3.connect(changes) as database:
        database.execute("UPDATE changes SET block = ? WHERE block IS NOT NULL", [b"no block"])
    database.close()
    with pytest.raises(IndexUnusable, match=r"changes\.sqlite"):
        ExpertIndex(tmp_path, encoding())
    changes.write_bytes(b"no database" * 100)
    with pytest.raises(IndexUnusable, match=r"changes\.sqlite"):
        ExpertIndex(tmp_path, encoding())


def test_changes_with_vectors_of_another_length_are_refused(tmp_path: Path) -> None:
    index = build(tmp_path / "a", BEFORE)
    update_index(tmp_path / "b", [portfolio(one) for one in BEFORE], Encoding())
    update_index(tmp_path / "b", [portfolio(one) for one in AFTER], Encoding())
    other = ExpertIndex(tmp_path / "b", Encoding()).path / "changes.sqlite"
    (index.path / "changes.sqlite").write_bytes(other.read_bytes())
    with pytest.raises(IndexUnusable, match="another length"):
        ExpertIndex(tmp_path / "a", encoding())


def test_an_index_of_another_encoder_or_version_is_refused_and_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, BEFORE)
    with pytest.raises(IndexUnusable, match=r"another encoder .*directions, 16 .* none \(0\)"):
        ExpertIndex(tmp_path, Encoding())
    done = update_index(tmp_path, [portfolio(1)], Encoding())
    assert done.begun_anew
    monkeypatch.setattr(files, "VERSION", files.VERSION + 1)
    with pytest.raises(IndexUnusable, match=f"version {files.VERSION - 1}, not {files.VERSION}"):
        ExpertIndex(tmp_path, Encoding())


def test_a_folder_without_an_index_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="there is no index"):
        open_generation(tmp_path)


def _update_and_die(folder: Path, numbers: list[int], module: str, name: str, count: int) -> None:
    """Update the index; be killed by the system when a function is called the count-th time."""
    owner: Any = {"numpy": np, "os": os, "Path": Path, "shutil": shutil}[module]
    plain, left = getattr(owner, name), [count]

    def die(*args: Any, **more: Any) -> Any:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(*args, **more)

    setattr(owner, name, die)
    update_index(folder, [portfolio(one) for one in numbers], encoding())


NUMBERS = [*range(50, 230)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "name", "count", "finished"),
    [
        ("numpy", "save", 3, False),
        ("os", "fsync", 1, False),
        ("os", "fsync", 20, False),
        ("Path", "rename", 1, False),
        ("Path", "replace", 1, False),
        ("shutil", "rmtree", 1, True),
    ],
)
def test_a_killed_writer_leaves_a_whole_index(
    tmp_path: Path, module: str, name: str, count: int, finished: bool
) -> None:
    build(tmp_path, BEFORE)
    spawn = multiprocessing.get_context("spawn")
    child = spawn.Process(target=_update_and_die, args=(tmp_path, NUMBERS, module, name, count))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert same_people(ExpertIndex(tmp_path, encoding()), NUMBERS if finished else BEFORE)
    build(tmp_path, NUMBERS)
    assert same_people(ExpertIndex(tmp_path, encoding()), NUMBERS)
    assert not [*tmp_path.glob("unfinished-*")]


def test_a_folder_in_use_or_out_of_reach_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_WAIT_S", 0)
    with files.locked(tmp_path), pytest.raises(BadUsage, match="in use"):
        build(tmp_path, [1])
    build(tmp_path, [1])
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadUsage, match="cannot be written"):
        build(tmp_path / "file", [1])
