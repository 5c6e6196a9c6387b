"""A small sentence-transformers folder with weights drawn at random."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from duijie.language.bert import Floats

WIDTH = 12
WORDS = ("[PAD]", "[UNK]", "membrane", "fouling", "catalyst", "query:", "passage:")
MODULES = ("Transformer", "Pooling", "Normalize")


def write_model(folder: Path, *, model_type: str = "bert", prefix: str = "", **config: Any) -> Path:
    """Write a model of one layer; `config` replaces settings of the network."""
    draw = np.random.default_rng(3)

    def tensor(*shape: int) -> Floats:
        return draw.normal(0, 0.3, shape).astype(np.float32)

    (folder / "1_Pooling").mkdir(parents=True)
    tensors = {
        "embeddings.word_embeddings.weight": tensor(len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": tensor(16, WIDTH),
        "embeddings.token_type_embeddings.weight": tensor(1, WIDTH),
    }
    layer = "encoder.layer.0"
    for name, (out, into) in {
        "attention.self.query": (WIDTH, WIDTH),
        "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH),
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (2 * WIDTH, WIDTH),
        "output.dense": (WIDTH, 2 * WIDTH),
    }.items():
        tensors[f"{layer}.{name}.weight"] = tensor(out, into)
        tensors[f"{layer}.{name}.bias"] = tensor(out)
    for norm in ("embeddings", f"{layer}.attention.output", f"{layer}.output"):
        tensors[f"{norm}.LayerNorm.weight"] = 1 + tensor(WIDTH)
        tensors[f"{norm}.LayerNorm.bias"] = tensor(WIDTH)
    save_file({prefix + name: one for name, one in tensors.items()}, folder / "model.safetensors")
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token=WORDS[1]))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    write_modules(folder, MODULES)
    network = {
        "model_type": model_type,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "max_position_embeddings": 16,
        "pad_token_id": 0,
    }
    write_json(folder / "config.json", network | config)
    write_json(folder / "1_Pooling" / "config.json", {"pooling_mode_mean_tokens": True})
    return folder


def write_modules(folder: Path, kinds: tuple[str, ...]) -> None:
    paths = ["", *(f"{number}_{kind}" for number, kind in enumerate(kinds) if number)]
    listed = [
        {"path": path, "type": f"sentence_transformers.models.{kind}"}
        for path, kind in zip(paths, kinds, strict=True)
    ]
    write_json(folder / "modules.json", listed)


def write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content), "utf-8")
