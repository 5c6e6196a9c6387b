"""Pages that are made from something else agree with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks import table
from tools import make_commands_page

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_commands_page_is_the_help_of_today() -> None:
    assert make_commands_page.PAGE.read_text(encoding="utf-8") == make_commands_page.render()


def test_the_benchmarks_page_is_made_from_the_kept_results() -> None:
    assert table.PAGE.read_text(encoding="utf-8") == table.render(table.read_results())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_docs_name_no_machine() -> None:
    words = [page.read_text(encoding="utf-8") for page in PAGES]
    assert not [text for text in words if re.search(r"(?<!\w)/(?:work|home|root|tmp)/", text)]
