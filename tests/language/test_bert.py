import math

import numpy as np
import pytest

from duijie.language.bert import Bert, Floats, Shape, gelu
from duijie.language.sentence import SentenceNetwork

WIDTH, WORDS = 24, 50


@pytest.fixture
def bert() -> SentenceNetwork:
    draw = np.random.default_rng(1)

    def tensor(*shape: int) -> Floats:
        return draw.normal(0, 0.3, shape).astype(np.float32)

    tensors = {
        "embeddings.word_embeddings.weight": tensor(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": tensor(16, WIDTH),
        "embeddings.token_type_embeddings.weight": tensor(2, WIDTH),
    }
    maps = {
        "attention.self.query": (WIDTH, WIDTH),
        "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH),
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (4 * WIDTH, WIDTH),
        "output.dense": (WIDTH, 4 * WIDTH),
    }
    norms = ["embeddings"]
    for layer in ("encoder.layer.0", "encoder.layer.1"):
        for name, shape in maps.items():
            tensors[f"{layer}.{name}.weight"] = tensor(*shape)
            tensors[f"{layer}.{name}.bias"] = tensor(shape[0])
        norms += [f"{layer}.attention.output", f"{layer}.output"]
    for norm in norms:
        tensors[f"{norm}.LayerNorm.weight"] = 1 + tensor(WIDTH)
        tensors[f"{norm}.LayerNorm.bias"] = tensor(WIDTH)
    return SentenceNetwork(Bert(tensors, Shape()))


def test_vectors_have_unit_length(bert: SentenceNetwork) -> None:
    vectors = bert.encode([[1, 2, 3], [4]])
    assert vectors.shape == (2, WIDTH)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_vector_does_not_depend_on_its_batch(bert: SentenceNetwork) -> None:
    texts = [[1, 2, 3, 4, 5, 6, 7], [8], [9, 10, 11]]
    together = bert.encode(texts)
    alone = np.concatenate([bert.encode([text]) for text in texts])
    turned = bert.encode(texts[::-1])[::-1]
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(together, turned, atol=1e-5)


def test_the_order_of_words_matters(bert: SentenceNetwork) -> None:
    first, second = bert.encode([[1, 2, 3], [3, 2, 1]])
    assert np.abs(first - second).max() > 1e-3


def test_gelu_is_exact_to_single_precision() -> None:
    values = np.linspace(-6, 6, 70_001, dtype=np.float32)
    exact = [value * (1 + math.erf(value / math.sqrt(2))) / 2 for value in values.tolist()]
    np.testing.assert_allclose(gelu(values.copy().reshape(1, -1))[0], exact, atol=2e-6)
