from __future__ import annotations

from collections.abc import Iterator

import pytest

from duijie.chemistry.english.build import build_index
from duijie.chemistry.english.index import NameIndex
from tests.chemistry.english.tables import write_tables


@pytest.fixture(scope="session")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameIndex]:
    """Return an index of ten compounds."""
    folder = tmp_path_factory.mktemp("names")
    build_index(write_tables(folder / "tables"), folder / "index", "1")
    index = NameIndex(folder / "index")
    yield index
    index.close()
