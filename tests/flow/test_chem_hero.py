"""The example that the product is for: a need in Chinese, a paper in English, one chemistry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from duijie.chemistry.english import index
from duijie.domain.records import Evidence, Expert, Need, Register
from duijie.flow.match import draw, explain, rank
from duijie.match.rank import MatchResult
from tests.chemistry.english.tables import write_tables

HERO = ("N1", "E1")
REGISTER = Register(
    needs=(
        Need("N1", "寻求对硝基苯胺连续加氢制对苯二胺的高选择性催化剂"),
        Need("N2", "高盐废水膜法脱盐"),
    ),
    experts=tuple(Expert(f"E{n}", f"E{n}") for n in range(1, 7)),
    evidence=(
        Evidence(
            "E1", "paper", "Chemoselective hydrogenation of 3,4-dichloronitrobenzene over Pt/C"
        ),
        Evidence("E2", "paper", "Selective catalysts for the oxidation of benzene to phenol"),
        Evidence("E3", "paper", "苯胺类染发剂的毒性评价"),
        Evidence("E4", "paper", "连续精馏过程的高效节能控制"),
        Evidence("E5", "paper", "高选择性离子交换膜的制备"),
        Evidence("E6", "paper", "Hydrogenation of vegetable oil in a continuous reactor"),
    ),
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MatchResult]:
    folder = tmp_path_factory.mktemp("hero")
    data = write_tables(folder / "tables")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "find_data", lambda: data)
        yield rank(REGISTER, cache=folder / "cache")


def test_she_is_found_first(result: MatchResult) -> None:
    row = result.affinity.values[0]
    assert result.affinity.expert_ids[int(row.argmax())] == "E1"


def test_chemistry_is_what_finds_her(tmp_path: Path, result: MatchResult) -> None:
    plain = rank(REGISTER, chemistry=False, cache=tmp_path / "plain")
    gained = result.affinity.values - plain.affinity.values
    assert gained[0].argmax() == 0
    assert (gained[1] == 0).all()


def test_the_reason_says_why_in_both_languages(result: MatchResult) -> None:
    reason = explain(result, [HERO])[HERO]
    for words in (reason.zh, reason.en):
        assert "对硝基苯胺" in words
        assert "3,4-dichloronitrobenzene" in words
    assert "硝基" in reason.zh
    assert "nitro" in reason.en
    assert "重点监管" in reason.zh
    assert "supervis" in reason.en
    notes = [one.note for one in result.explain(0, 0) if one.part == "chemistry"]
    assert any("重点监管" in note.zh and "加氢" in note.zh for note in notes)
    assert any("supervis" in note.en for note in notes)


def test_both_molecules_are_drawn_with_what_they_share(result: MatchResult) -> None:
    picture = draw(result, [HERO])[HERO]
    assert picture.startswith("<svg")
    assert "<text" not in picture  # captions stand outside, in the reader's language
    told = result.picture(0, 0)
    assert told is not None
    assert "硝基" in told.caption.zh
    assert "nitro" in told.caption.en
