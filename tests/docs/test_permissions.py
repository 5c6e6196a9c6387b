"""docs/permissions.md is the matrix."""

from __future__ import annotations

from tools.make_permissions_page import PAGE, render


def test_the_page_is_what_the_matrix_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run python -m tools.make_permissions_page"
