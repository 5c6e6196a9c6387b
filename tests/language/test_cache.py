import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from duijie.domain.progress import Progress, silent
from duijie.language import cache
from duijie.language.cache import CachedEncoder
from duijie.language.encoder import EncoderUnavailable, Vectors


class Counting:
    """Encodes a text by its length, and remembers what it was asked."""

    def __init__(self, dimension: int = 3, model_id: str = "lengths") -> None:
        self.dimension = dimension
        self.model_id = model_id
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        self.asked += texts
        return np.array([[len(text)] * self.dimension for text in texts], dtype=np.float32)


def test_a_text_is_encoded_once(tmp_path: Path) -> None:
    first = Counting()
    vectors = CachedEncoder(first, tmp_path).encode(["a", "bb", "a"])
    assert vectors.tolist() == [[1] * 3, [2] * 3, [1] * 3]
    assert sorted(first.asked) == ["a", "bb"]

    second = Counting()
    again = CachedEncoder(second, tmp_path).encode(["bb", "ccc"])
    assert again.tolist() == [[2] * 3, [3] * 3]
    assert second.asked == ["ccc"]


def test_models_do_not_share_vectors(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode(["a"])
    other = Counting(model_id="other")
    CachedEncoder(other, tmp_path).encode(["a"])
    assert other.asked == ["a"]


def test_it_passes_for_the_encoder_behind(tmp_path: Path) -> None:
    encoder = CachedEncoder(Counting(), tmp_path)
    assert (encoder.model_id, encoder.dimension) == ("lengths", 3)
    assert encoder.encode([]).shape == (0, 3)
    assert encoder.encode(["\ud800"]).shape == (1, 3)


def test_progress_counts_what_is_known_already(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode(["a"])
    seen: list[tuple[int, int]] = []
    texts = ["a", *("b" * size for size in range(1, 40))]
    CachedEncoder(Counting(), tmp_path).encode(texts, lambda *step: seen.append(step))
    assert seen == [(33, 40), (40, 40)]


def test_stopped_work_goes_on_where_it_was(tmp_path: Path) -> None:
    class Breaking(Counting):
        def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
            if self.asked:
                raise KeyboardInterrupt
            return super().encode(texts, progress)

    texts = ["x" * size for size in range(1, 41)]
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Breaking(), tmp_path).encode(texts)
    rest = Counting()
    CachedEncoder(rest, tmp_path).encode(texts)
    assert len(rest.asked) == 40 - cache._PORTION


@pytest.mark.parametrize(
    "damage", [b"this is no database" * 100, b"SQLite format 3\0" + b"?" * 9000]
)
def test_a_damaged_cache_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "vectors.sqlite").write_bytes(damage)
    encoder = CachedEncoder(Counting(), tmp_path)
    assert encoder.encode(["a"]).tolist() == [[1] * 3]
    assert [("damaged" in str(notice), "已损坏" in notice.zh) for notice in encoder.notices] == [
        (True, True)
    ]
    after = Counting()
    CachedEncoder(after, tmp_path).encode(["a"])
    assert after.asked == []


def test_a_database_with_other_tables_is_begun_anew(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "vectors.sqlite") as database:
        database.execute("CREATE TABLE vectors (something TEXT)")
    database.close()
    encoder = CachedEncoder(Counting(), tmp_path)
    assert encoder.encode(["a"]).tolist() == [[1] * 3]
    assert "damaged" in str(encoder.notices[0])


@pytest.mark.parametrize(
    "blob", [b"", b"xy", np.ones(2, "<f4").tobytes(), np.full(3, np.nan, "<f4").tobytes()]
)
def test_vectors_of_another_length_are_made_again(tmp_path: Path, blob: bytes) -> None:
    CachedEncoder(Counting(), tmp_path).encode(["a"])
    with sqlite3.connect(tmp_path / "vectors.sqlite") as database:
        database.execute("UPDATE vectors SET vector = ?", [blob])
    database.close()
    encoder = Counting()
    assert CachedEncoder(encoder, tmp_path).encode(["a"]).tolist() == [[1] * 3]
    assert encoder.asked == ["a"]


def test_a_busy_cache_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CachedEncoder(Counting(), tmp_path).encode(["a"])
    monkeypatch.setattr(cache, "_BUSY_S", 0)
    other = sqlite3.connect(tmp_path / "vectors.sqlite", isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        encoder = CachedEncoder(Counting(), tmp_path)
        assert encoder.encode(["bb"]).tolist() == [[2] * 3]
        assert all("damaged" not in str(notice) for notice in encoder.notices)
        assert encoder.notices
    finally:
        other.execute("ROLLBACK")
        other.close()
    kept = Counting()
    CachedEncoder(kept, tmp_path).encode(["a"])
    assert kept.asked == []


def test_a_folder_that_cannot_be_made_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    encoder = CachedEncoder(Counting(), tmp_path / "file" / "cache")
    assert encoder.encode(["a"]).tolist() == [[1] * 3]
    assert "cannot be kept" in str(encoder.notices[0])


@pytest.mark.parametrize(
    "vectors", [np.ones((1, 2), np.float32), np.full((1, 3), np.nan, np.float32)]
)
def test_wrong_vectors_are_refused_and_not_kept(tmp_path: Path, vectors: Vectors) -> None:
    class Wrong(Counting):
        def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
            return vectors

    with pytest.raises(EncoderUnavailable, match="unusable vectors"):
        CachedEncoder(Wrong(), tmp_path).encode(["a"])
    sound = Counting()
    CachedEncoder(sound, tmp_path).encode(["a"])
    assert sound.asked == ["a"]


def _fill(folder: Path, first: int) -> None:
    encoder = CachedEncoder(Counting(), folder)
    for number in range(first, first + 30):
        encoder.encode([f"text {number}" * number])
    assert encoder.notices == []


@pytest.mark.slow
def test_two_processes_share_a_folder(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_fill, args=(tmp_path, first)) for first in (0, 15)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    encoder = Counting()
    CachedEncoder(encoder, tmp_path).encode([f"text {number}" * number for number in range(45)])
    assert encoder.asked == []


class _Dying(Counting):
    """Is killed by the system when it is asked for the third portion."""

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        if len(self.asked) == 2 * cache._PORTION:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts, progress)


TEXTS = [f"text {number}" for number in range(5 * cache._PORTION)]


def _encode_and_die(folder: Path) -> None:
    CachedEncoder(_Dying(), folder).encode(TEXTS)


@pytest.mark.slow
def test_a_killed_process_loses_no_portion_that_was_done(tmp_path: Path) -> None:
    worker = multiprocessing.get_context("spawn").Process(target=_encode_and_die, args=(tmp_path,))
    worker.start()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    seen: list[tuple[int, int]] = []
    rest = Counting()
    encoder = CachedEncoder(rest, tmp_path)
    encoder.encode(TEXTS, lambda *step: seen.append(step))
    assert rest.asked == TEXTS[2 * cache._PORTION :]
    assert seen[0] == (3 * cache._PORTION, len(TEXTS))
    assert encoder.notices == []
