"""One generation: its arrays, and the two searchers that name candidates among its passages.

Vectors are searched by an inverted file of 8-bit vectors (Jégou, Douze & Schmid, "Product
quantization for nearest neighbor search", IEEE TPAMI 33, 2011; Douze et al., "The Faiss library",
2024), words by an inverted index with BM25 (Robertson & Zaragoza, "The probabilistic relevance
framework", 2009), in tantivy.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from duijie.match.index.block import READS_CHINESE, Block, Codes, Halves, Indices
from duijie.match.index.changes import make_block, name_arrays
from duijie.match.index.weigh import CodeCensus, Weighed, weigh_counts
from duijie.match.text import View

_PEOPLE, _VECTORS, _TEXT = "experts.json", "vectors.faiss", "text"
VIEWS: tuple[View, ...] = ("english", "chinese")
_ROWS_PER_LIST = 64
_ROUNDS = 10
_WRITER_BYTES = 256_000_000
_TRAIN_SAMPLE = 64
"""Vectors per list from which the lists are learnt."""


def write_generation(folder: Path, block: Block, seed: int) -> None:
    """Write `block` and its searchers into the empty `folder`."""
    people = {"ids": block.ids, "digests": block.digests}
    (folder / _PEOPLE).write_text(json.dumps(people), "utf-8")
    arrays = dict(name_arrays(block))
    for view in VIEWS:
        counts = getattr(block, view)
        census = take_census(block, view)
        arrays[f"{view}-weights"] = weigh_counts(counts, census, view)
        arrays[f"{view}-vocabulary"] = census.tokens
        arrays[f"{view}-holding"] = census.holding
        arrays[f"{view}-count"] = np.array(census.count)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    _index_vectors(folder / _VECTORS, block.vectors, seed)
    _index_words(folder / _TEXT, block)


def take_census(block: Block, view: View) -> CodeCensus:
    """Count in how many passages each token stands, of those that are compared in a view."""
    read = block.scripts & READS_CHINESE if view == "chinese" else np.ones(len(block.scripts))
    return CodeCensus.take(getattr(block, view), int(np.count_nonzero(read)))


def _index_vectors(path: Path, vectors: Halves, seed: int) -> None:
    count, dimension = vectors.shape
    if not count or not dimension:
        return
    import faiss  # noqa: PLC0415 - heavy

    lists = max(1, min(round(2 * math.sqrt(count)), count // _ROWS_PER_LIST))
    index: Any = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.seed, index.cp.niter = seed, _ROUNDS
    index.cp.min_points_per_centroid = 1
    random = np.random.default_rng(seed)
    chosen = random.permutation(count)[: _TRAIN_SAMPLE * lists + 1000]
    index.train(vectors[np.sort(chosen)].astype(np.float32))
    for first in range(0, count, 100_000):
        index.add(vectors[first : first + 100_000].astype(np.float32))
    faiss.write_index(index, str(path))


def _index_words(folder: Path, block: Block) -> None:
    import tantivy  # noqa: PLC0415 - heavy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    for view in VIEWS:
        builder.add_text_field(view, tokenizer_name="whitespace", index_option="basic")
    folder.mkdir()
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(_WRITER_BYTES, num_threads=1)
    for row in range(len(block.scripts)):
        document = tantivy.Document()
        document.add_unsigned("row", row)
        for view in VIEWS:
            counts = getattr(block, view)
            own = counts.tokens[counts.starts[row] : counts.starts[row + 1]]
            document.add_text(view, " ".join(map(str, own.tolist())))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


@dataclass(frozen=True, eq=False)
class Generation:
    """A generation as it lies in a folder; arrays are read where they are needed."""

    folder: Path
    block: Block
    words: dict[View, Weighed]
    census: dict[View, CodeCensus]

    @cached_property
    def owners(self) -> Indices:
        """The expert of each passage."""
        sizes = np.diff(self.block.starts)
        return np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)

    @cached_property
    def _faiss(self) -> Any:
        import faiss  # noqa: PLC0415 - heavy

        return faiss.read_index(str(self.folder / _VECTORS))

    @cached_property
    def _searcher(self) -> Any:
        import tantivy  # noqa: PLC0415 - heavy

        return tantivy.Index.open(str(self.folder / _TEXT))

    def find_near(self, vector: Halves, most: int, lists: int) -> Indices:
        """Return about `most` passages whose vectors are nearest, of the nearest `lists` lists."""
        if not self.block.vectors.size:
            return np.zeros(0, dtype=np.int64)
        import faiss  # noqa: PLC0415 - heavy

        options: Any = faiss.SearchParametersIVF
        question = vector.astype(np.float32)[None]
        _, rows = self._faiss.search(question, most, params=options(nprobe=lists))
        found: Indices = rows[0][rows[0] >= 0].astype(np.int64)
        return found

    def find_words(self, view: str, tokens: Codes, most: int) -> Indices:
        """Return at most `most` passages that hold any of `tokens`, by BM25."""
        if not len(tokens):
            return np.zeros(0, dtype=np.int64)
        import tantivy  # noqa: PLC0415 - heavy

        schema, searcher = self._searcher.schema, self._searcher.searcher()
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, view, str(token), "basic"))
            for token in tokens.tolist()
        ]
        query = tantivy.Query.boolean_query(terms)
        hits = searcher.search(query, limit=most, count=False).hits
        rows = searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, dtype=np.int64)


def read_generation(folder: Path) -> Generation:
    """Return the generation in `folder`, whose files `files.open_generation` has checked."""
    people = json.loads((folder / _PEOPLE).read_text("utf-8"))
    arrays: dict[str, np.ndarray] = {
        # As plain arrays: a memory map is one at a price for each piece that is taken.
        path.stem: np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
        for path in sorted(folder.glob("*.npy"))
    }
    block = make_block(tuple(people["ids"]), tuple(people["digests"]), arrays)
    words = {
        view: Weighed(*(arrays[f"{view}-{name}"] for name in ("starts", "tokens", "weights")))
        for view in VIEWS
    }
    census = {
        view: CodeCensus(
            int(arrays[f"{view}-count"]), arrays[f"{view}-vocabulary"], arrays[f"{view}-holding"]
        )
        for view in VIEWS
    }
    return Generation(folder, block, words, census)


def weigh_block(block: Block, census: dict[View, CodeCensus]) -> dict[View, Weighed]:
    """Return the words of `block` weighed by another block's `census`."""
    views: Sequence[tuple[View, Any]] = [(view, getattr(block, view)) for view in VIEWS]
    return {
        view: Weighed(counts.starts, counts.tokens, weigh_counts(counts, census[view], view))
        for view, counts in views
    }
