from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from duijie.domain.errors import BadUsage
from duijie.language.encoder import EncoderUnavailable
from duijie.language.folder import FolderEncoder
from duijie.language.recipe import NO_PROMPTS, Prompts
from tests.language.model_folder import WIDTH, write_json, write_model, write_modules

TEXTS = ["membrane fouling", "catalyst", "", "unheard " * 40]


def test_a_folder_gives_one_unit_vector_for_each_text(tmp_path: Path) -> None:
    encoder = FolderEncoder(write_model(tmp_path / "small"))
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (4, WIDTH)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    alone = FolderEncoder(tmp_path / "small").encode(TEXTS[1:2])[0]
    np.testing.assert_allclose(vectors[1], alone, atol=1e-6)
    assert encoder.model_id.startswith("small:")
    assert encoder.prompts == NO_PROMPTS


@pytest.mark.parametrize("prefix", ["bert.", "roberta."])
def test_a_name_before_the_tensors_changes_nothing(tmp_path: Path, prefix: str) -> None:
    plain = FolderEncoder(write_model(tmp_path / "plain")).encode(TEXTS)
    named = FolderEncoder(write_model(tmp_path / "named", prefix=prefix)).encode(TEXTS)
    np.testing.assert_array_equal(plain, named)


def test_roberta_counts_places_from_behind_the_padding(tmp_path: Path) -> None:
    bert = FolderEncoder(write_model(tmp_path / "bert")).encode(TEXTS[:1])
    folder = write_model(tmp_path / "roberta", model_type="xlm-roberta", pad_token_id=1)
    roberta = FolderEncoder(folder).encode(TEXTS[:1])
    assert np.abs(bert - roberta).max() > 1e-3


@pytest.mark.parametrize(
    ("settings", "width"),
    [
        ({"pooling_mode_cls_token": True}, WIDTH),
        ({"pooling_mode": "max"}, WIDTH),
        ({"pooling_mode": ["cls", "mean_sqrt_len_tokens"]}, 2 * WIDTH),
    ],
)
def test_poolings_are_those_of_the_folder(
    tmp_path: Path, settings: dict[str, Any], width: int
) -> None:
    folder = write_model(tmp_path / "model")
    usual = FolderEncoder(folder)
    before = usual.encode(TEXTS[:1])
    write_json(folder / "1_Pooling" / "config.json", settings)
    other = FolderEncoder(folder)
    assert other.model_id != usual.model_id
    vectors = other.encode(TEXTS[:1])
    assert vectors.shape == (1, width)
    assert width != WIDTH or np.abs(vectors - before).max() > 1e-3


def test_a_dense_layer_maps_the_vectors(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model")
    plain = FolderEncoder(folder).encode(TEXTS[:1])
    write_modules(folder, ("Transformer", "Pooling", "Dense", "Normalize"))
    (folder / "2_Dense").mkdir()
    turned = np.eye(WIDTH, dtype=np.float32)[::-1].copy()
    save_file({"linear.weight": turned}, folder / "2_Dense" / "model.safetensors")
    settings = {"activation_function": "torch.nn.modules.linear.Identity"}
    write_json(folder / "2_Dense" / "config.json", settings)
    np.testing.assert_allclose(FolderEncoder(folder).encode(TEXTS[:1]), plain[:, ::-1], atol=1e-6)


def test_what_the_folder_wants_before_texts_is_read(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model")
    prompts = {"prompts": {"query": "query: ", "document": "passage: "}}
    write_json(folder / "config_sentence_transformers.json", prompts)
    assert FolderEncoder(folder).prompts == Prompts("query: ", "passage: ")


def test_only_the_stated_beginning_of_a_text_is_read(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model")
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": 2, "do_lower_case": True})
    first, second = FolderEncoder(folder).encode(["membrane fouling catalyst", "MEMBRANE FOULING"])
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"model_type": "t5"}, "architecture t5"),
        ({"hidden_act": "relu"}, "hidden_act = relu"),
        ({"position_embedding_type": "relative_key"}, "relative_key"),
        ({"num_hidden_layers": "many"}, "cannot be understood"),
    ],
)
def test_what_cannot_be_run_exactly_is_refused(
    tmp_path: Path, config: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadUsage, match=said) as caught:
        FolderEncoder(write_model(tmp_path / "model", **config))
    assert "multilingual-e5-small" in caught.value.hints[0].en


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (("Transformer", "Pooling", "LSTM"), "not supported: Transformer → Pooling → LSTM"),
        (("Transformer", "Pooling", "Normalize", "Dense"), "before the end"),
        (("Pooling", "Transformer"), "not supported"),
    ],
)
def test_other_modules_are_refused(tmp_path: Path, kinds: tuple[str, ...], said: str) -> None:
    folder = write_model(tmp_path / "model")
    write_modules(folder, kinds)
    with pytest.raises(BadUsage, match=said):
        FolderEncoder(folder)


@pytest.mark.parametrize("pooling", [{"pooling_mode": "lasttoken"}, {}])
def test_other_poolings_are_refused(tmp_path: Path, pooling: dict[str, Any]) -> None:
    folder = write_model(tmp_path / "model")
    write_json(folder / "1_Pooling" / "config.json", pooling)
    with pytest.raises(BadUsage, match="pooling by"):
        FolderEncoder(folder)


@pytest.mark.parametrize(
    "name", ["modules.json", "config.json", "model.safetensors", "tokenizer.json"]
)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = write_model(tmp_path / "model")
    (folder / name).unlink()
    with pytest.raises(BadUsage, match=f"{name} is missing"):
        FolderEncoder(folder)


def test_no_folder_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match="no such folder"):
        FolderEncoder(tmp_path / "nothing")


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_damaged_files_make_it_unavailable(tmp_path: Path, name: str) -> None:
    folder = write_model(tmp_path / "model")
    (folder / name).write_bytes(b"no such thing")
    with pytest.raises(EncoderUnavailable, match="cannot be used"):
        FolderEncoder(folder).encode(TEXTS)


def test_files_that_change_after_they_were_hashed_are_not_used(tmp_path: Path) -> None:
    encoder = FolderEncoder(write_model(tmp_path / "model"))
    path = tmp_path / "model" / "model.safetensors"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(EncoderUnavailable, match="just been changed"):
        encoder.encode(TEXTS)


def test_settings_of_another_model_are_noticed(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable):
        FolderEncoder(write_model(tmp_path / "model", num_hidden_layers=2)).encode(TEXTS)
