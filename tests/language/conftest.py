from collections.abc import Iterator

import pytest

from tests.language.embeddings_server import EmbeddingsServer, serve_embeddings


@pytest.fixture
def server() -> Iterator[EmbeddingsServer]:
    with serve_embeddings() as running:
        yield running
