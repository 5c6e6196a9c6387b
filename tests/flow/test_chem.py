from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from duijie.chemistry.english import index
from duijie.chemistry.identify import NO_RDKIT
from duijie.chemistry.mention import Mention
from duijie.chemistry.relations import compare
from duijie.chemistry.relations.facts import Facts, read_facts
from duijie.domain.errors import BadData
from duijie.domain.records import Evidence, Expert, Need, Register
from duijie.flow import chemist, draw_names, read_mentions, read_names
from duijie.flow.match import Matcher, rank
from tests.chemistry.english.tables import write_tables


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = write_tables(tmp_path / "tables")
    monkeypatch.setattr(index, "find_data", lambda: data)
    return tmp_path / "cache"


@pytest.fixture
def register() -> Register:
    return Register(
        needs=(Need("N1", "Hydrogenation of p-nitroaniline"), Need("N2", "Membranes that last")),
        experts=(Expert("E1", "甲"), Expert("E2", "乙")),
        evidence=(
            Evidence("E1", "paper", "Kinetics of 4-nitroaniline in water"),
            Evidence("E2", "paper", "Fouling of membranes"),
        ),
    )


def test_a_row_for_each_name_in_order(cache: Path) -> None:
    outcome = read_names(["benzene", "no such thing", "xylol"], cache=cache)
    benzene, unknown, xylol = outcome.rows
    assert benzene == {
        "input": "benzene",
        "smiles": "c1ccccc1",
        "inchikey": "UHOVQNZJYSORNB-UHFFFAOYSA-N",
        "route": "en-index",
        "confidence": 0.97,
        "ambiguous": False,
    }
    assert (unknown["smiles"], unknown["inchikey"], unknown["route"]) == (None, None, None)
    assert xylol["ambiguous"]


def test_mentions_are_told_by_line_and_place(cache: Path, tmp_path: Path) -> None:
    text = "\ufeffdoxorubicin (DOX)\r\n\r\n用 Pd/C 与 DOX\n1,2-dichloro-\nbenzene, benzene\n"
    (tmp_path / "text.txt").write_bytes(text.encode())
    rows = read_mentions(tmp_path / "text.txt", cache=cache).rows
    assert [(row["line"], row["start"], row["end"], row["text"]) for row in rows] == [
        (1, 0, 11, "doxorubicin"),
        (1, 13, 16, "DOX"),
        (3, 2, 6, "Pd/C"),
        (3, 9, 12, "DOX"),
        (4, 0, 21, "1,2-dichloro-\nbenzene"),
        (5, 9, 16, "benzene"),
    ]
    assert list(rows[0]) == [
        "line", "start", "end", "text", "kind", "smiles", "inchikey", "confidence",
    ]  # fmt: skip


def test_a_drawing_is_written_or_the_name_is_told(cache: Path, tmp_path: Path) -> None:
    draw_names(["benzene", "4-nitroaniline"], tmp_path / "two.svg", cache=cache)
    assert (tmp_path / "two.svg").read_text(encoding="utf-8").startswith("<svg")
    with pytest.raises(BadData, match="no such thing"):
        draw_names(["no such thing"], tmp_path / "none.svg", cache=cache)
    assert not (tmp_path / "none.svg").exists()


@pytest.mark.slow
def test_chemistry_counts_in_the_ranking_unless_it_is_switched_off(
    cache: Path, register: Register
) -> None:
    both = rank(register, cache=cache)
    words = rank(register, chemistry=False, cache=cache)
    assert both.affinity.values[0, 0] > words.affinity.values[0, 0]
    assert (both.affinity.values[1] == words.affinity.values[1]).all()
    assert "4-nitroaniline" in both.reason(0, 0).en
    assert words.chemistry is None


@pytest.mark.slow
def test_without_the_index_the_ranking_is_that_of_words_to_the_last_bit_and_says_so(
    cache: Path, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = rank(register, chemistry=False, cache=cache)
    monkeypatch.setattr(index, "find_data", lambda: None)
    bare = rank(register, cache=cache)
    assert (bare.affinity.values == words.affinity.values).all()
    assert [one for one in bare.notices if "chemicals" in one.en]
    assert not [one for one in words.notices if "chemicals" in one.en]
    [notice] = read_names(["benzene"], cache=cache).notices
    assert "chemicals" in notice.zh


@pytest.mark.slow
def test_without_rdkit_the_ranking_is_that_of_words(
    cache: Path, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = rank(register, chemistry=False, cache=cache)
    monkeypatch.setattr(chemist, "has_rdkit", lambda: False)
    bare = rank(register, cache=cache)
    assert (bare.affinity.values == words.affinity.values).all()
    assert [one for one in bare.notices if NO_RDKIT.en in one.en]


@pytest.mark.slow
def test_a_warm_matcher_ranks_like_a_cold_one_and_reads_only_what_is_new(
    cache: Path, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def note(text: str, mentions: Sequence[Mention]) -> Facts:
        read.append(text)
        return read_facts(text, mentions)

    monkeypatch.setattr(compare, "read_facts", note)
    matcher = Matcher(cache=cache)
    matcher.rank(register)
    assert len(read) == 4
    changed = replace(
        register, needs=(register.needs[0], Need("N2", "Azo coupling of 4-nitroaniline"))
    )
    warm = matcher.rank(changed)
    assert len(read) == 5
    cold = rank(changed, cache=cache)
    assert (warm.affinity.values == cold.affinity.values).all()
    assert warm.reason(1, 0) == cold.reason(1, 0)
