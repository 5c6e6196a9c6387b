import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.chemistry.relations.compare import compare_texts
from duijie.chemistry.relations.kinds import MOST, NAMES, WORTH, Relation
from duijie.chemistry.relations.shared import telling
from tests.chemistry.conftest import OTHERS, STRUCTURES, recognise

NEED = "寻求对硝基苯胺连续加氢制对苯二胺的高选择性催化剂"
PAPER = "Chemoselective hydrogenation of 3,4-dichloronitrobenzene over Pt/C"


def _relations(need: str, passage: str) -> list[Relation]:
    """Return the relations that are told of a pair, the weightiest first."""
    return [one.key[0] for one in telling(compare_texts([need], [passage], recognise).shared(0, 0))]


def _share(need: str, passage: str) -> float:
    return float(compare_texts([need], [passage], recognise).shares[0, 0])


# Both languages, both directions: what is related, and how at closest.
RELATED = [
    ("苯酚的用途", "phenol chemistry", Relation.COMPOUND),
    ("L-乳酸", "D-lactic acid", Relation.SKELETON),
    ("4-chloronitrobenzene", "4-bromonitrobenzene", Relation.HALOGEN),
    ("喹啉衍生物", "8-hydroxyquinoline", Relation.RING),
    (NEED, PAPER, Relation.GROUP),
    ("硝基苯加氢", "nitro reduction catalysts", Relation.GROUP),
    ("硝基化合物", "nitrobenzene", Relation.MEMBERSHIP),
    ("nitrobenzene", "硝基化合物", Relation.MEMBERSHIP),
    ("硝基化合物", "nitroarenes", Relation.MEMBERSHIP),
    ("硝基苯制苯胺，硝基苯加氢制苯胺", "对硝基苯胺→对苯二胺", Relation.TRANSFORMATION),
    ("苯的硝化", "nitration of toluene", Relation.REACTION),
    ("甲醇精馏", "distillation of toluene", Relation.OPERATION),
    ("铂基催化剂", "Pt/C", Relation.METAL),
    ("聚苯乙烯", "聚苯乙烯", Relation.MATERIAL),
]


@pytest.mark.parametrize(("need", "passage", "relation"), RELATED)
def test_every_kind_of_relation_is_found(need: str, passage: str, relation: Relation) -> None:
    assert relation in _relations(need, passage)
    assert 0 < _share(need, passage) < MOST


def test_a_target_is_a_relation_of_its_own() -> None:
    found = _relations("含苯酚水的处理，脱除苯酚", "removal of phenol by adsorption")
    assert Relation.TARGET in found
    assert Relation.TARGET not in _relations("脱除苯酚", "phenol synthesis")
    assert Relation.TARGET not in _relations("检测苯酚", "removal of phenol by adsorption")


@pytest.mark.parametrize(
    ("need", "passage"),
    [
        ("硝基苯", "苯胺"),  # no class named, nothing reacts
        ("乙醇中的水", "water and ethanol, 氯化钠"),  # stands everywhere
        ("苯酚精馏", "苯乙烯聚合"),
        ("甲苯", "苯"),  # a plain ring is no ring system
        ("知识图谱", "knowledge graphs"),
        ("", ""),
        ("硝基化合物", "aniline"),
    ],
)
def test_unrelated_texts_share_exactly_nothing(need: str, passage: str) -> None:
    assert _share(need, passage) == 0.0
    assert _relations(need, passage) == []


def test_tiers_come_in_order() -> None:
    need = "4-chloronitrobenzene 加氢"
    shares = [
        _share(need, f"hydrogenation of {name}")
        for name in ("4-chloronitrobenzene", "4-bromonitrobenzene", "nitrobenzene", "phenol")
    ]
    assert shares == sorted(shares, reverse=True)
    assert len(set(shares)) == len(shares)


def test_the_closest_relation_of_a_substance_is_told_once() -> None:
    assert _relations("4-chloronitrobenzene", "4-chloronitrobenzene") == [Relation.COMPOUND]


def test_the_narrowest_process_is_told() -> None:
    found = compare_texts(["苯的Suzuki偶联"], ["Suzuki coupling of benzene"], recognise)
    keys = [one.key for one in telling(found.shared(0, 0))]
    assert (Relation.REACTION, "suzuki") in keys
    assert (Relation.REACTION, "cross_coupling") not in keys


def test_what_is_rare_in_the_list_weighs_more() -> None:
    passages = ["phenol"] + ["aniline"] * 40
    found = compare_texts(["苯酚和苯胺"], passages, recognise)
    assert found.shares[0, 0] > found.shares[0, 1] > 0


def test_a_list_of_two_still_has_relations_that_weigh() -> None:
    assert _share("苯酚", "phenol") > 0.5


def test_equal_texts_are_read_once_and_progress_is_told() -> None:
    seen: list[str] = []
    steps: list[tuple[int, int]] = []

    def watch(text: str) -> list[object]:
        seen.append(text)
        return []

    compare_texts(["a", "b"], ["a", "a"], watch, lambda *step: steps.append(step))  # type: ignore[arg-type]
    assert seen == ["a", "b"]
    assert steps == [(1, 2), (2, 2)]


def test_no_needs_or_no_passages_have_no_shares() -> None:
    assert compare_texts([], ["苯酚"], recognise).shares.shape == (0, 1)
    assert compare_texts(["苯酚"], [], recognise).shares.shape == (1, 0)


WORDS = [
    *STRUCTURES,
    *OTHERS,
    "加氢",
    "制",
    "hydrogenation of ",
    " to ",
    "由",
    "脱除",
    "，",
    "精馏",
    " ",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map("".join)


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.lists(TEXTS, min_size=1, max_size=4))
def test_shares_are_bounded_and_agree_with_what_is_told(
    needs: list[str], passages: list[str]
) -> None:
    found = compare_texts(needs, passages, recognise)
    assert ((found.shares >= 0) & (found.shares < MOST)).all()
    for need in range(len(needs)):
        for passage in range(len(passages)):
            shared = found.shared(need, passage)
            total = sum(one.worth for one in shared)
            assert found.shares[need, passage] == pytest.approx(MOST * -np.expm1(-total / MOST))
            assert bool(shared) == bool(found.shares[need, passage])
            said = found.say(need, passage)
            assert bool(said.zh) == bool(said.en) == bool(shared)
    again = compare_texts(needs, passages, recognise)
    assert (again.shares == found.shares).all()


def test_every_relation_has_a_worth_and_a_name() -> None:
    assert set(WORTH) == set(NAMES) == set(Relation)
    assert all(worth > 0 for worth in WORTH.values())
