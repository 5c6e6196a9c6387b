"""Vectors kept on disk, so that a text is encoded once."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.language.encoder import Encoder, EncoderUnavailable, Vectors

_FILE = "vectors.sqlite"
_BUSY_S = 30
_PORTION = 32
"""Texts that are encoded before they are kept: what is lost when the work is stopped."""
_NUMBER = np.dtype("<f4")
_SAME = 0.99
"""Cosine above which two answers come from one model: some servers round from batch to batch."""
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""What SQLite answers when a file is torn, is something else, or has other tables."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    model TEXT NOT NULL, text_sha256 TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (model, text_sha256)
) WITHOUT ROWID
"""


class CachedEncoder:
    """An `Encoder` that asks another one only for texts it has not seen before.

    Several processes may share a folder. A damaged cache is set aside and begun anew; one that
    cannot be written is done without. `notices` tells of both. An encoder that failed once is not
    asked again: a server that is down would keep people waiting time after time.

    Parameters
    ----------
    encoder
        Does the work for new texts.
    folder
        Where the cache lies; made when it is missing.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._path = folder / _FILE
        self.notices: list[Text] = []
        self._failure: EncoderUnavailable | None = None

    @property
    def model_id(self) -> str:
        """Name of the model behind."""
        return self._encoder.model_id

    @property
    def dimension(self) -> int | None:
        """Length of a vector, where the encoder behind tells it."""
        return self._encoder.dimension

    def check_model(self, witness: str) -> None:
        """Ask for a text again, and forget every vector when the answer is another than it was.

        For models that are known by a name only: under it another one may be running by now, whose
        vectors must not be mixed with those kept.

        Raises
        ------
        EncoderUnavailable
            When the encoder cannot be asked; then nothing is forgotten.
        """
        key = _key(witness)
        before = self._recall({key}).get(key)
        now = self._compute([witness])[0]
        if before is not None and before.shape == now.shape and before @ now > _SAME:
            return
        self._change("DELETE FROM vectors WHERE model = ?", [(self.model_id,)])
        self._keep({key: now})
        if before is not None:
            self._tell(
                Text(
                    f"{self.model_id} 背后的模型变了，已保存的向量全部作废、重新计算",
                    f"another model runs as {self.model_id}; all kept vectors were dropped "
                    "and are computed again",
                )
            )

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Return unit vectors of `texts`; `progress` counts distinct texts.

        New vectors are kept portion by portion, so work that was stopped goes on where it was.

        Raises
        ------
        EncoderUnavailable
            When there are new texts and the encoder behind cannot be used, or returns vectors
            of another shape than it claims; those are not kept.
        """
        keys = [_key(text) for text in texts]
        known = self._recall(set(keys))
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        total = len(known) + len(fresh)
        for portion in _portions(list(fresh)):
            vectors = self._compute([fresh[key] for key in portion])
            self._check_length(vectors, known)
            new = dict(zip(portion, vectors, strict=True))
            self._keep(new)
            known |= new
            progress(len(known), total)
        if not keys:
            return np.zeros((0, self.dimension or 0), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    def _compute(self, texts: Sequence[str]) -> Vectors:
        if self._failure:
            raise self._failure
        try:
            vectors = self._encoder.encode(texts)
        except EncoderUnavailable as error:
            self._failure = error
            raise
        sound = vectors.ndim == 2 and len(vectors) == len(texts) and vectors.shape[1] > 0  # noqa: PLR2004 - a matrix
        if not (sound and np.isfinite(vectors).all()):
            raise self._refuse(vectors)
        self._check_length(vectors, {})
        return vectors.astype(np.float32)

    def _check_length(self, vectors: Vectors, known: Mapping[str, Vectors]) -> None:
        """Refuse vectors of another length than stated, or than those that are kept."""
        usual = self.dimension or next((len(vector) for vector in known.values()), None)
        if usual not in {None, vectors.shape[1]}:
            raise self._refuse(vectors)

    def _refuse(self, vectors: Vectors) -> EncoderUnavailable:
        shape = " x ".join(map(str, vectors.shape))
        return EncoderUnavailable(
            Text(
                f"语义模型 {self.model_id} 返回的向量不可用（{shape}），未采用",
                f"the model {self.model_id} returned unusable vectors ({shape}); not used",
            )
        )

    def _recall(self, keys: set[str]) -> dict[str, Vectors]:
        """Return the kept vectors, those of another length or with nan left out."""
        if not self._path.exists():
            return {}
        try:
            found = dict(self._read(keys))
        except sqlite3.DatabaseError as error:
            self._give_up_reading(error)
            return {}
        lengths = Counter(map(len, found.values())).most_common(1)
        usual = self.dimension or (lengths[0][0] if lengths else 0)
        return {
            key: vector
            for key, vector in found.items()
            if len(vector) == usual and np.isfinite(vector).all()
        }

    def _read(self, keys: set[str]) -> Iterator[tuple[str, Vectors]]:
        question = "SELECT vector FROM vectors WHERE model = ? AND text_sha256 = ?"
        with closing(self._connect()) as database:
            for key in sorted(keys):
                row = database.execute(question, (self.model_id, key)).fetchone()
                if row and row[0] and len(row[0]) % _NUMBER.itemsize == 0:
                    yield key, np.frombuffer(row[0], dtype=_NUMBER).astype(np.float32)

    def _keep(self, vectors: dict[str, Vectors]) -> None:
        rows = [
            (self.model_id, key, vector.astype(_NUMBER).tobytes())
            for key, vector in vectors.items()
        ]
        self._change("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def _change(self, order: str, rows: Sequence[tuple[str | bytes, ...]]) -> None:
        """Carry out `order` for each of `rows`, all or none; say so when it cannot be done."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as database, database:
                database.executemany(order, rows)
        except (OSError, sqlite3.DatabaseError) as error:
            self._tell(
                Text(
                    f"向量缓存无法写入，下次需重新计算：{self._path}（{error}）",
                    f"vectors cannot be kept in {self._path} ({error}) "
                    "and will be computed again next time",
                )
            )

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=_BUSY_S)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(_SCHEMA)
        return database

    def _give_up_reading(self, error: sqlite3.DatabaseError) -> None:
        """Begin a damaged cache anew; leave one alone that is only busy or out of reach."""
        if error.sqlite_errorcode not in _DAMAGE:
            self._tell(
                Text(
                    f"向量缓存暂不可读，已重新计算：{self._path}（{error}）",
                    f"the cache of vectors cannot be read now and was done without: "
                    f"{self._path} ({error})",
                )
            )
            return
        for name in (_FILE, f"{_FILE}-wal", f"{_FILE}-shm"):
            self._path.with_name(name).unlink(missing_ok=True)
        self._tell(
            Text(
                f"向量缓存已损坏，已重建：{self._path}（{error}）",
                f"the cache of vectors was damaged and is begun anew: {self._path} ({error})",
            )
        )

    def _tell(self, notice: Text) -> None:
        if notice not in self.notices:
            self.notices.append(notice)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _portions(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _PORTION):
        yield keys[start : start + _PORTION]
