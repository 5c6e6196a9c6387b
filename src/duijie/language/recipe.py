"""What a sentence-transformers folder says of its model, read from its settings.

Both the older layout (``pooling_mode_mean_tokens: true``) and that of version 6 are read. What the
forward pass cannot do exactly is refused, never approximated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duijie.domain.errors import BadUsage
from duijie.domain.text import Text
from duijie.language.bert import Shape
from duijie.language.sentence import Pooling

_FAMILY = {"bert": False, "roberta": True, "xlm-roberta": True, "camembert": True}
"""Architectures that can be run, and whether their places begin after the padding token."""
_POOLINGS: dict[str, Pooling] = {
    "cls": "cls",
    "cls_token": "cls",
    "mean": "mean",
    "mean_tokens": "mean",
    "max": "max",
    "max_tokens": "max",
    "mean_sqrt_len_tokens": "mean_sqrt_len",
}
_ACTIVATIONS = {"Tanh": True, "Identity": False}
_UNLIMITED = 1 << 20
"""A tokenizer that knows no limit states an absurd one."""


@dataclass(frozen=True)
class Prompts:
    """What is put before a need and before a passage of evidence."""

    need: str = ""
    passage: str = ""


NO_PROMPTS = Prompts()


@dataclass(frozen=True)
class DenseRecipe:
    """A linear layer: its folder, and whether tanh follows."""

    folder: str
    tanh: bool


@dataclass(frozen=True)
class Recipe:
    """How a model is run; `depth` layers, at most `max_tokens` tokens of a text."""

    shape: Shape
    depth: int
    max_tokens: int
    lower: bool
    poolings: tuple[Pooling, ...]
    dense: tuple[DenseRecipe, ...]
    prompts: Prompts


def read_recipe(folder: Path) -> Recipe:
    """Read the settings of `folder`.

    Raises
    ------
    BadUsage
        When it is no such folder, or its model is none that can be run; says what would do.
    """
    if not folder.is_dir():
        raise refuse(folder, Text("没有这个文件夹", "there is no such folder"))
    try:
        return _Reader(folder).read()
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        words = Text("设置文件读不懂", "its settings cannot be understood")
        raise refuse(folder, words + Text(f"（{error}）", f" ({error})")) from None


def refuse(folder: Path, why: Text) -> BadUsage:
    """Return the error that says why `folder` cannot be used, and what could."""
    return BadUsage(
        Text(f"语义模型文件夹 {folder} 不能用：", f"the encoder folder {folder} cannot be used: ")
        + why,
        [_WOULD_DO, _BY_SERVER],
    )


_WOULD_DO = Text(
    "可用的是 BERT、RoBERTa、XLM-RoBERTa 结构的 sentence-transformers 文件夹，例如 "
    "multilingual-e5-small、paraphrase-multilingual-MiniLM-L12-v2、bge-small-zh-v1.5",
    "what would do is a sentence-transformers folder of the BERT, RoBERTa or XLM-RoBERTa family, "
    "such as multilingual-e5-small, paraphrase-multilingual-MiniLM-L12-v2 or bge-small-zh-v1.5",
)
_BY_SERVER = Text(
    "其他结构的模型可用 /v1/embeddings 服务运行，再写 --encoder http://主机:端口/v1#模型名",
    "other models can be run by a server with /v1/embeddings: --encoder http://HOST:PORT/v1#MODEL",
)


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self) -> Recipe:
        first, pooling, *others = self._modules()
        config = self._json(first, "config.json")
        shape = self._shape(config)
        limits = self._json(first, "sentence_bert_config.json", {})
        return Recipe(
            shape=shape,
            depth=int(config["num_hidden_layers"]),
            max_tokens=self._max_tokens(first, config, shape, limits),
            lower=bool(limits.get("do_lower_case", False)),
            poolings=self._poolings(self._json(pooling, "config.json")),
            dense=tuple(self._dense(path) for path in others),
            prompts=self._prompts(),
        )

    def _modules(self) -> list[str]:
        """Return the folders of the network, the pooling and the layers behind it, in order."""
        listed = self._json("", "modules.json")
        kinds = [str(one["type"]).rpartition(".")[2] for one in listed]
        paths = [str(one.get("path", "")) for one in listed]
        unknown = set(kinds[2:]) - {"Dense", "Normalize"}
        if kinds[:2] != ["Transformer", "Pooling"] or unknown:
            chain = " → ".join(kinds)
            raise refuse(
                self._folder,
                Text(f"其模块不支持：{chain}", f"its modules are not supported: {chain}"),
            )
        # Vectors are brought to length 1 at the end in any case. In the middle it matters.
        if "Normalize" in kinds[:-1]:
            raise refuse(
                self._folder,
                Text("Normalize 不在最后", "a Normalize module stands before the end"),
            )
        return [path for path, kind in zip(paths, kinds, strict=True) if kind != "Normalize"]

    def _shape(self, config: Mapping[str, Any]) -> Shape:
        family = str(config["model_type"])
        if family not in _FAMILY:
            raise refuse(
                self._folder,
                Text(f"不支持 {family} 结构", f"the architecture {family} is not supported"),
            )
        odd = [
            f"{name} = {config[name]}"
            for name, usual in (("hidden_act", "gelu"), ("position_embedding_type", "absolute"))
            if config.get(name, usual) != usual
        ]
        if odd:
            words = ", ".join(odd)
            raise refuse(self._folder, Text(f"不支持 {words}", f"{words} is not supported"))
        first_place = int(config["pad_token_id"]) + 1 if _FAMILY[family] else 0
        return Shape(
            heads=int(config["num_attention_heads"]),
            epsilon=float(config.get("layer_norm_eps", Shape.epsilon)),
            first_place=first_place,
        )

    def _max_tokens(
        self, first: str, config: Mapping[str, Any], shape: Shape, limits: Mapping[str, Any]
    ) -> int:
        stated = limits.get("max_seq_length")
        if stated is None:
            settings = self._json(first, "tokenizer_config.json", {})
            stated = settings.get("model_max_length", _UNLIMITED)
        return min(int(stated), int(config["max_position_embeddings"]) - shape.first_place)

    def _poolings(self, config: Mapping[str, Any]) -> tuple[Pooling, ...]:
        names = [*_pooling_names(config)]
        unknown = [name for name in names if name not in _POOLINGS]
        if unknown or not names or not config.get("include_prompt", True):
            words = ", ".join(unknown) or "include_prompt = false"
            raise refuse(
                self._folder,
                Text(f"不支持池化方式 {words}", f"pooling by {words} is not supported"),
            )
        return tuple(_POOLINGS[name] for name in names)

    def _dense(self, path: str) -> DenseRecipe:
        config = self._json(path, "config.json")
        name = str(config.get("activation_function", "Tanh")).rpartition(".")[2]
        source = config.get("module_input_name", "sentence_embedding")
        if name not in _ACTIVATIONS or source != "sentence_embedding":
            raise refuse(
                self._folder,
                Text(
                    f"不支持 Dense 层（{name}，{source}）", f"Dense ({name}, {source}) is not known"
                ),
            )
        return DenseRecipe(path, tanh=_ACTIVATIONS[name])

    def _prompts(self) -> Prompts:
        config = self._json("", "config_sentence_transformers.json", {})
        prompts = {key: str(words or "") for key, words in (config.get("prompts") or {}).items()}
        usual = prompts.get(config.get("default_prompt_name") or "", "")
        passage = prompts.get("passage") or prompts.get("document") or usual
        return Prompts(need=prompts.get("query") or usual, passage=passage)

    def _json(self, path: str, name: str, absent: Mapping[str, Any] | None = None) -> Any:
        """Read a settings file; when it is missing, return `absent` if that is given."""
        place = self._folder / path / name
        try:
            return json.loads(place.read_text(encoding="utf-8"))
        except FileNotFoundError:
            if absent is not None:
                return absent
            shown = f"{path}/{name}" if path else name
            raise refuse(self._folder, Text(f"缺少 {shown}", f"{shown} is missing")) from None


def _pooling_names(config: Mapping[str, Any]) -> Iterator[str]:
    """Yield the poolings in the order in which they stand side by side."""
    stated = config.get("pooling_mode")
    if isinstance(stated, str):
        yield stated
    elif isinstance(stated, Sequence):
        yield from map(str, stated)
    else:
        # The order in which the library puts them, whatever the order of the file.
        for name in ("cls_token", "max_tokens", "mean_tokens", "mean_sqrt_len_tokens"):
            if config.get(f"pooling_mode_{name}"):
                yield name
        yield from (
            name
            for name in ("weightedmean_tokens", "lasttoken")
            if config.get(f"pooling_mode_{name}")
        )
