"""An encoder from a sentence-transformers folder on disk, run by NumPy without PyTorch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, deserialize
from tokenizers import Tokenizer

from duijie.domain.errors import BadUsage
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.language.bert import Bert, Floats
from duijie.language.encoder import EncoderUnavailable, Vectors
from duijie.language.recipe import DenseRecipe, Prompts, read_recipe, refuse
from duijie.language.sentence import Dense, SentenceNetwork, encode_texts, open_tokenizer

WEIGHTS, VOCABULARY = "model.safetensors", "tokenizer.json"
_PREFIXES = ("bert.", "roberta.")
"""Put before the names of tensors by those who save a model with a head for training."""


class FolderEncoder:
    """An `Encoder` of the BERT family.

    Settings are read and files are hashed at once; weights are read when a text is to be encoded.

    Parameters
    ----------
    folder
        Holds ``modules.json``, ``config.json``, ``1_Pooling``, ``tokenizer.json``,
        ``model.safetensors`` and whatever modules.json names besides.

    Raises
    ------
    BadUsage
        When it is no such folder or its model is none that can be run.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recipe = read_recipe(folder)
        self._hashes = {name: self._hash(name) for name in self._files()}
        whole = repr((self._recipe, sorted(self._hashes.items())))
        digest = hashlib.sha256(whole.encode()).hexdigest()
        self.model_id = f"{folder.resolve().name}:{digest[:24]}"

    @property
    def dimension(self) -> None:
        """Told by the vectors."""

    @property
    def prompts(self) -> Prompts:
        """What the folder wants to be put before needs and passages."""
        return self._recipe.prompts

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Return unit vectors of the texts' beginnings, ``(n_texts, dimension)``.

        Raises
        ------
        EncoderUnavailable
            When the files cannot be used: damaged, changed since they were hashed, or not of one
            model.
        """
        if self._recipe.lower:
            texts = [text.lower() for text in texts]
        longest = self._recipe.max_tokens
        return encode_texts(self._network, self._tokenizer, texts, longest, progress)

    @cached_property
    def _network(self) -> SentenceNetwork:
        try:
            bert = Bert(_read_tensors(self._read(WEIGHTS)), self._recipe.shape)
            dense = tuple(self._dense(one) for one in self._recipe.dense)
        except (SafetensorError, KeyError, ValueError, IndexError) as error:
            raise self._fail(
                Text(f"权重文件用不了（{error}）", f"its weights cannot be used ({error})")
            ) from None
        if bert.depth != self._recipe.depth or bert.places < self._recipe.max_tokens:
            raise self._fail(_NOT_OF_ONE_MODEL)
        return SentenceNetwork(bert, self._recipe.poolings, dense)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        content = self._read(VOCABULARY)
        try:
            tokenizer = open_tokenizer(content, self._recipe.max_tokens)
        except Exception as error:  # noqa: BLE001 - the library raises nothing narrower
            raise self._fail(
                Text(
                    f"{VOCABULARY} 用不了（{error}）", f"its {VOCABULARY} cannot be used ({error})"
                )
            ) from None
        if tokenizer.get_vocab_size() > self._network.bert.words:
            raise self._fail(_NOT_OF_ONE_MODEL)
        return tokenizer

    def _dense(self, recipe: DenseRecipe) -> Dense:
        tensors = _read_tensors(self._read(f"{recipe.folder}/{WEIGHTS}"))
        return Dense(tensors["linear.weight"], tensors.get("linear.bias"), recipe.tanh)

    def _files(self) -> list[str]:
        return [
            WEIGHTS,
            VOCABULARY,
            *(f"{one.folder}/{WEIGHTS}" for one in self._recipe.dense),
        ]

    def _hash(self, name: str) -> str:
        try:
            with (self._folder / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            raise self._missing(name) from None

    def _missing(self, name: str) -> BadUsage:
        error = refuse(self._folder, Text(f"缺少 {name}", f"{name} is missing"))
        if name == VOCABULARY or not name.endswith(WEIGHTS):
            return error
        return BadUsage(error.message, [_SAVE_AGAIN, *error.hints])

    def _read(self, name: str) -> bytes:
        """Read a file once and for all, so that what is used is what was hashed."""
        try:
            content = (self._folder / name).read_bytes()
        except OSError as error:
            raise self._fail(
                Text(f"读不到 {name}（{error}）", f"{name} cannot be read ({error})")
            ) from None
        if hashlib.sha256(content).hexdigest() != self._hashes[name]:
            raise self._fail(Text(f"{name} 刚被改动", f"{name} has just been changed"))
        return content

    def _fail(self, why: Text) -> EncoderUnavailable:
        return EncoderUnavailable(
            Text(f"语义模型文件夹 {self._folder}：", f"the encoder folder {self._folder}: ") + why
        )


_NOT_OF_ONE_MODEL = Text(
    "设置、权重和词表不属于同一个模型",
    "its settings, weights and vocabulary are not of one model",
)
_SAVE_AGAIN = Text(
    "若只有 pytorch_model.bin 或分片的权重，请在装有 sentence-transformers 的机器上另存为一个 "
    "model.safetensors",
    "where there is only pytorch_model.bin, or the weights are in pieces, save the model again as "
    "one model.safetensors on a machine that has sentence-transformers",
)


def _read_tensors(content: bytes) -> dict[str, Floats]:
    """Return the tensors in single precision, by their names without the model's prefix."""
    return {_plain(name): _to_single(**tensor) for name, tensor in _deserialize(content)}


_deserialize: Callable[[bytes], list[tuple[str, dict[str, Any]]]] = deserialize
"""As in the library, which does not say what it takes and gives."""


def _to_single(data: bytes, dtype: str, shape: Sequence[int]) -> Floats:
    """Return a tensor's numbers; bfloat16, unknown to NumPy, is the upper half of a single."""
    if dtype == "BF16":
        upper = np.frombuffer(data, dtype="<u2").astype("<u4")
        return (upper << 16).view("<f4").reshape(shape)
    kind = {"F32": "<f4", "F16": "<f2", "F64": "<f8", "I64": "<i8"}[dtype]
    return np.frombuffer(data, dtype=kind).reshape(shape).astype(np.float32)


def _plain(name: str) -> str:
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name
