from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from duijie.domain.records import Evidence, Expert, Need
from duijie.language.probe import OF_MINILM, Abilities, Scale
from duijie.match.calibrate import to_affinity
from duijie.match.index.block import Block
from duijie.match.index.read import Encoding, Portfolio, code_token, read_portfolios
from duijie.match.index.search import Breadth, ExpertIndex, Question
from duijie.match.index.update import update_index
from duijie.match.problem import Writing
from duijie.match.rank import MatchResult, score
from tests.match.index.invented import (
    DIMENSION,
    NEEDS,
    Asked,
    answers,
    build,
    encoding,
    portfolio,
    vector_of,
)

EVERYBODY = range(120)
PRECISION = 0.05
"""In so short a list it shows that the index does not count the needs among its texts."""


def ask_all(index: ExpertIndex) -> list[Question]:
    return [index.ask(need, vector_of(need.in_english.whole)) for need in NEEDS]


def scored(
    numbers: range, abilities: Abilities, asked: Asked | None, needs: tuple[Writing, ...]
) -> MatchResult:
    people = [portfolio(one) for one in numbers]
    return score(
        [Need(f"N{row}", need.title, need.body) for row, need in enumerate(needs)],
        [Expert(one.expert_id, one.expert_id) for one in people],
        [
            Evidence(one.expert_id, "paper", text.title, text.body)
            for one in people
            for text in one.writings
        ],
        asked,
        abilities=abilities,
    )


def test_an_index_finds_whom_comparing_everybody_finds(tmp_path: Path) -> None:
    index = build(tmp_path, EVERYBODY)
    for question, found in zip(ask_all(index), answers(index), strict=True):
        assert found == index.search_exactly(question, 20)
        assert len(found) == 20
        assert [logit for _, logit in found] == sorted((one for _, one in found), reverse=True)


def test_few_lists_and_passages_still_find_the_first(tmp_path: Path) -> None:
    index = build(tmp_path, EVERYBODY)
    for question in ask_all(index):
        narrow = index.search(question, 5, Breadth(passages=10, lists=1, tokens=3))
        assert narrow[0] == index.search_exactly(question, 1)[0]


def test_english_scores_are_those_of_the_ranking(tmp_path: Path) -> None:
    needs = (NEEDS[0], Writing("Waste solvent", "palladium distillation at low temperature"))
    result = scored(EVERYBODY, OF_MINILM, Asked(), needs)
    update_index(tmp_path, [portfolio(one) for one in EVERYBODY], encoding())
    index = ExpertIndex(tmp_path, encoding())
    for row, need in enumerate(needs):
        question = index.ask(need, vector_of(need.whole))
        for expert_id, logit in index.search_exactly(question, 500):
            column = result.affinity.expert_ids.index(expert_id)
            affinity = result.affinity.values[row, column]
            assert to_affinity(np.array([logit]))[0] == pytest.approx(affinity, abs=PRECISION)


MULTILINGUAL = Abilities(english=Scale(), chinese=Scale(0.1, 0.8), across=Scale(0.05, 0.9))


@pytest.mark.parametrize("abilities", [MULTILINGUAL, None])
def test_chinese_scores_differ_by_topics_alone(tmp_path: Path, abilities: Abilities | None) -> None:
    """Where topics are as alike as the words, the scores are those of the ranking."""
    asked = Asked() if abilities else None
    result = scored(EVERYBODY, abilities or OF_MINILM, asked, NEEDS)
    made_for = (
        Encoding("directions", DIMENSION, Asked().encode, abilities) if abilities else Encoding()
    )
    update_index(tmp_path, [portfolio(one) for one in EVERYBODY], made_for)
    index = ExpertIndex(tmp_path, made_for)
    order = {}
    for row, need in enumerate(NEEDS):
        vector = vector_of(made_for.writing(need).whole) if abilities else None
        order[row] = [who for who, _ in index.search(index.ask(need, vector), 40)]
        values = result.affinity.values[row]
        best = [result.affinity.expert_ids[one] for one in np.argsort(-values, kind="stable")[:10]]
        assert {*best} <= {*order[row]}


def test_a_need_without_words_or_known_words_finds_nobody_by_words(tmp_path: Path) -> None:
    index = build(tmp_path, EVERYBODY)
    for need in (Writing(""), Writing("unheard gibberish")):
        assert index.search(index.ask(need, None), 5) == []


def test_an_empty_index_finds_nobody(tmp_path: Path) -> None:
    assert [*map(len, answers(build(tmp_path / "nobody", [])))] == [0, 0, 0]
    silent = [Portfolio("E1", ()), Portfolio("E2", (Writing("2023"),))]
    update_index(tmp_path / "silent", silent, encoding())
    index = ExpertIndex(tmp_path / "silent", encoding())
    assert [*map(len, answers(index))] == [0, 0, 0]
    assert set(index.digests) == {"E1", "E2"}


def test_a_vector_of_another_length_is_refused(tmp_path: Path) -> None:
    index = build(tmp_path, range(5))
    with pytest.raises(ValueError, match="for an index of 16"):
        index.ask(NEEDS[0], np.ones(3, dtype=np.float32))


def test_the_whole_list_tells_how_rare_words_are(tmp_path: Path) -> None:
    """Also after changes, as if all had been there from the beginning."""
    build(tmp_path / "changed", range(110))
    numbers = [*range(3, 110), *range(200, 206)]
    changed = build(tmp_path / "changed", numbers).background
    anew = build(tmp_path / "anew", numbers).background
    tokens = ["membrane", "超", "膜污", "unheard", "waste solvent"]
    for view in ("english", "chinese"):
        one, other = getattr(changed, view), getattr(anew, view)
        assert one.count == other.count > 0
        assert one.holding(tokens).tolist() == other.holding(tokens).tolist()


def test_a_selection_scored_with_the_whole_list_behind_it_scores_the_same(tmp_path: Path) -> None:
    index = build(tmp_path, EVERYBODY)
    people = [portfolio(one) for one in EVERYBODY if one % 3 == 1]
    whole = scored(EVERYBODY, OF_MINILM, Asked(), NEEDS[:1])
    part = score(
        [Need("N0", NEEDS[0].title, NEEDS[0].body)],
        [Expert(one.expert_id, one.expert_id) for one in people],
        [
            Evidence(one.expert_id, "paper", text.title, text.body)
            for one in people
            for text in one.writings
        ],
        Asked(),
        background=index.background,
    )
    columns = [whole.affinity.expert_ids.index(one) for one in part.affinity.expert_ids]
    np.testing.assert_allclose(part.affinity.values, whole.affinity.values[:, columns], atol=1e-12)


def test_what_is_read_of_an_expert() -> None:
    block: Block = read_portfolios(
        [Portfolio("E", (Writing("膜 " * 300, "fouling"), Writing("TiO2"), Writing("7")))],
        Encoding(),
    )
    assert block.starts.tolist() == [0, 2]
    assert block.chinese.title.max() == 255
    assert block.scripts.tolist() == [2, 3]
    assert code_token("膜") % 2 == 1
    assert code_token("膜污") % 2 == code_token("ab") % 2 == 0


def test_words_alone_find_who_says_a_rare_thing_beside_words_nobody_knows(tmp_path: Path) -> None:
    rare = Portfolio("E9999", (Writing("krypton lasers", "membrane fouling"),))
    update_index(tmp_path, [*map(portfolio, EVERYBODY), rare], encoding())
    index = ExpertIndex(tmp_path, encoding())
    need = Writing("unheard of krypton", "quite another gibberish entirely")
    found = index.search(index.ask(need, None), 3, Breadth(passages=5, tokens=1))
    assert [who for who, _ in found] == ["E9999"]
