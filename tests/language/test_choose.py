from pathlib import Path

import pytest

from duijie.language import minilm
from duijie.language.choose import open_encoder


def test_the_built_in_encoder_is_used_when_installed(tmp_path: Path) -> None:
    encoder = open_encoder(tmp_path)
    assert encoder is not None
    assert encoder.dimension == 384


def test_none_is_used_when_it_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package_of_weights")
    assert open_encoder(tmp_path) is None
