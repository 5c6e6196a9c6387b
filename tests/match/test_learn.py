"""What is learnt from decisions: planted tastes, noise, and the promises of the page."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.domain.records import Decision, Evidence, Expert, Need
from duijie.match.calibrate import to_affinity, to_logit
from duijie.match.decided import apply_decisions
from duijie.match.effect import PART, explain_shift
from duijie.match.features import BASE_SPREAD, EXPERT_SPREAD
from duijie.match.learn import FEWEST, FEWEST_OF_EACH, Learned, is_enough, learn
from duijie.match.lessons import Lesson
from duijie.match.newton import fit_logistic
from duijie.match.rank import MatchResult, score
from tests.match.conftest import ThemeEncoder

SUBJECTS = (
    "超滤膜抗污染",
    "加氢催化剂积炭",
    "电镀废液回收",
    "精馏塔节能",
    "锂电池隔膜",
    "光催化降解",
)
N_EXPERTS, N_NEEDS = 8, 12


@pytest.fixture(scope="module")
def result() -> MatchResult:
    """Twelve needs, eight experts: the even ones known by papers, the odd ones by patents."""
    rng = np.random.default_rng(7)
    needs = [
        Need(f"N{n}", SUBJECTS[n % 6], "要求：" + SUBJECTS[(n * 5 + 1) % 6]) for n in range(N_NEEDS)
    ]
    experts = [Expert(f"E{n}", f"专家{n}") for n in range(N_EXPERTS)] + [Expert("new", "新来者")]
    evidence = [
        Evidence(f"E{n}", "patent" if n % 2 else "paper", f"{SUBJECTS[m]}的研究", year=2000 + 3 * n)
        for n in range(N_EXPERTS)
        for m in sorted(rng.choice(6, 2, replace=False).tolist())
    ]
    return score(needs, experts, evidence, ThemeEncoder())


def all_pairs() -> list[tuple[int, int]]:
    return [(row, column) for row in range(N_NEEDS) for column in range(N_EXPERTS)]


def teach(result: MatchResult, lessons: list[Lesson]) -> Learned:
    return learn(result.problem, result.scores, lessons)


def as_decisions(lessons: list[Lesson]) -> list[Decision]:
    return [
        Decision(f"N{one.row}", f"E{one.column}", "accepted")
        if one.suits
        else Decision(f"N{one.row}", f"E{one.column}", "declined", reason="方向不符")
        for one in lessons
    ]


LESSONS = st.lists(
    st.builds(
        Lesson,
        st.integers(0, N_NEEDS - 1),
        st.integers(0, N_EXPERTS - 1),
        st.booleans(),
        st.sampled_from([0.5, 0.75, 1.0]),
    ),
    max_size=25,
    unique_by=lambda one: (one.row, one.column),
)


def weight_of(learned: Learned, name: str) -> float:
    names = [feature.name for feature in learned.features]
    return float(learned.weights[names.index(name)])


def test_without_decisions_the_result_is_todays(result: MatchResult) -> None:
    assert apply_decisions(result, []) is result
    learned = teach(result, [])
    assert not learned.shifts.any()
    np.testing.assert_allclose(to_affinity(learned.logits), result.affinity.values, atol=1e-15)


def test_few_decisions_change_nothing_and_a_notice_says_how_many_there_are(
    result: MatchResult,
) -> None:
    told = as_decisions([Lesson(row, 0, row % 2 == 0, 1.0) for row in range(N_NEEDS)])
    after = apply_decisions(result, told)
    assert after.learned is None
    np.testing.assert_array_equal(after.affinity.values, result.affinity.values)
    assert f"tell about the fit: 12 (6 suited, 6 not), needed: {FEWEST}" in after.notices[-1].en


def test_enough_means_enough_of_either_kind() -> None:
    good = [Lesson(0, n, suits=True, count=1.0) for n in range(FEWEST)]
    bad = [Lesson(1, n, suits=False, count=1.0) for n in range(FEWEST)]
    assert not is_enough(good)
    assert not is_enough(good[: FEWEST - FEWEST_OF_EACH + 1] + bad[: FEWEST_OF_EACH - 1])
    assert is_enough(good[: FEWEST - FEWEST_OF_EACH] + bad[:FEWEST_OF_EACH])
    assert not is_enough([*good[:7], *bad[:7]])


def test_a_planted_taste_for_patents_is_found(result: MatchResult) -> None:
    lessons = [Lesson(row, column, column % 2 == 1, 1.0) for row, column in all_pairs()]
    learned = teach(result, lessons)
    assert weight_of(learned, "patent") > 0 > weight_of(learned, "paper")
    patents, papers = learned.shifts[:, 1:N_EXPERTS:2], learned.shifts[:, :N_EXPERTS:2]
    assert patents.mean() > papers.mean() + 1


def test_a_planted_taste_for_recent_evidence_is_found(result: MatchResult) -> None:
    lessons = [Lesson(row, column, column > 3, 1.0) for row, column in all_pairs()]
    assert weight_of(teach(result, lessons), "recency") > 0.1


def test_where_only_shared_words_decide_words_count_more(result: MatchResult) -> None:
    base = teach(result, [])
    words = base.values[[feature.name for feature in base.features].index("words")]
    middle = np.median(words[:, :N_EXPERTS])
    lessons = [
        Lesson(pair[0], pair[1], suits=bool(words[pair] > middle), count=1.0)
        for pair in all_pairs()
    ]
    assert weight_of(teach(result, lessons), "words") > 0


def test_an_expert_everybody_declines_sinks_and_the_others_do_not(result: MatchResult) -> None:
    logits = teach(result, []).logits
    lessons = [
        Lesson(pair[0], pair[1], bool(logits[pair] > -2), 1.0)
        for pair in all_pairs()
        if pair[1] != 2
    ]
    lessons += [Lesson(row, 2, suits=False, count=1.0) for row in range(N_NEEDS)]
    learned = teach(result, lessons)
    assert learned.favours[2] == min(learned.favours.values()) < -0.1


@pytest.mark.parametrize("seed", range(5))
def test_random_decisions_hardly_move_the_ranking(result: MatchResult, seed: int) -> None:
    rng = np.random.default_rng(seed)
    logits = teach(result, []).logits
    picked = [all_pairs()[n] for n in rng.choice(N_NEEDS * N_EXPERTS, 30, replace=False)]
    lessons = [
        Lesson(pair[0], pair[1], bool(rng.random() < to_affinity(logits)[pair]), 1.0)
        for pair in picked
    ]
    shifts = teach(result, lessons).shifts[:, :N_EXPERTS]
    within = shifts - shifts.mean(axis=1, keepdims=True)
    assert np.abs(within).max() < 1.0
    assert np.std(within) < 0.25 * np.std(logits[:, :N_EXPERTS])


@settings(max_examples=60, deadline=None)
@given(lessons=LESSONS, row=st.integers(0, N_NEEDS - 1), column=st.integers(0, N_EXPERTS - 1))
def test_accepting_a_pair_never_lowers_it(
    result: MatchResult, lessons: list[Lesson], row: int, column: int
) -> None:
    others = [one for one in lessons if (one.row, one.column) != (row, column)]
    before = teach(result, lessons).shifts[row, column]
    silent = teach(result, others).shifts[row, column]
    good = teach(result, [*others, Lesson(row, column, suits=True, count=1.0)]).shifts[row, column]
    bad = teach(result, [*others, Lesson(row, column, suits=False, count=1.0)]).shifts[row, column]
    assert good >= max(before, silent) - 1e-9
    assert bad <= min(before, silent) + 1e-9


@settings(max_examples=30, deadline=None)
@given(lessons=LESSONS)
def test_the_order_of_the_lessons_does_not_matter(
    result: MatchResult, lessons: list[Lesson]
) -> None:
    forward, backward = teach(result, lessons).shifts, teach(result, lessons[::-1]).shifts
    np.testing.assert_allclose(forward, backward, atol=1e-9)


@pytest.fixture(scope="module")
def learned(result: MatchResult) -> MatchResult:
    lessons = [
        Lesson(row, column, (row * 3 + column) % 4 == 0 or column == 5, 1.0)
        for row, column in all_pairs()
        if (row + column) % 3
    ]
    return apply_decisions(result, as_decisions(lessons))


def test_explanations_still_add_up_to_the_logit(learned: MatchResult) -> None:
    for row, column in all_pairs():
        entries = learned.explain(row, column)
        logit = to_logit(learned.affinity.values[row, column])
        assert sum(one.share for one in entries) == pytest.approx(logit, abs=1e-9)
        assert learned.learned
        shift = sum(one.share for one in explain_shift(learned.learned, row, column))
        assert shift == pytest.approx(learned.learned.shifts[row, column], abs=1e-12)
        assert any(one.part == PART for one in entries)


def test_the_effect_is_what_scoring_without_these_decisions_gives(
    result: MatchResult, learned: MatchResult
) -> None:
    assert learned.learned
    lessons = learned.learned.lessons
    said = 0
    for row, column in all_pairs():
        others = [one for one in lessons if one.column != column]
        without = apply_decisions(result, as_decisions(others)).affinity.values[row]
        before = int(np.nonzero(np.argsort(-without, kind="stable") == column)[0][0]) + 1
        values = learned.affinity.values[row]
        after = int(np.nonzero(np.argsort(-values, kind="stable") == column)[0][0]) + 1
        count = len(lessons) - len(others)
        words = f"{count} decisions moved this expert from {before} to {after}"
        reason = learned.effect(row, column)
        assert (words in reason.en) == (before != after)
        assert (
            ("moved this expert" in reason.en)
            == ("条决定使该专家" in reason.zh)
            == (before != after)
        )
        said += before != after
    assert said > 3


def test_of_an_expert_nobody_decided_on_no_effect_is_told(result: MatchResult) -> None:
    told = [Lesson(pair[0], pair[1], pair[1] % 2 == 0, 1.0) for pair in all_pairs() if pair[1]]
    after = apply_decisions(result, as_decisions(told))
    assert after.learned
    assert not any(after.effect(row, 0) for row in range(N_NEEDS))
    assert any(after.effect(row, 1) for row in range(N_NEEDS))


def test_an_expert_of_whom_nothing_is_known_stays_unproven(learned: MatchResult) -> None:
    assert (learned.affinity.values[:, N_EXPERTS] == 0).all()
    told = [
        *as_decisions([Lesson(pair[0], pair[1], pair[0] > 5, 1.0) for pair in all_pairs()]),
        *(Decision(f"N{row}", "new", "accepted") for row in range(N_NEEDS)),
    ]
    assert (apply_decisions(learned, told).affinity.values[:, N_EXPERTS] == 0).all()


def test_a_need_without_words_stays_where_it_is() -> None:
    needs = [Need("N0", "12"), *(Need(f"N{n}", SUBJECTS[n % 6]) for n in range(1, 12))]
    experts = [Expert(f"E{n}", f"专家{n}", directions=(SUBJECTS[n],)) for n in range(3)]
    result = score(needs, experts, [])
    lessons = [Lesson(row, column, row % 2 == 0, 1.0) for row in range(12) for column in range(3)]
    after = apply_decisions(result, as_decisions(lessons))
    assert after.learned
    np.testing.assert_allclose(after.affinity.values[0], result.affinity.values[0])


def test_the_notice_tells_what_was_used_and_what_was_not(result: MatchResult) -> None:
    told = as_decisions([Lesson(pair[0], pair[1], pair[0] > 5, 1.0) for pair in all_pairs()[:95]])
    told.append(Decision("N11", "E7", "declined", reason="没有时间"))
    said = apply_decisions(result, told).notices[-1]
    assert "95 pairs (47 suited, 48 not)" in said.en
    assert "1 more were left out" in said.en
    assert "另有 1 条未用" in said.zh


def test_newton_finds_the_minimum() -> None:
    rng = np.random.default_rng(0)
    features, offsets = rng.normal(size=(40, 3)), rng.normal(size=40) * 4
    outcomes, counts = (rng.random(40) < 0.5).astype(float), rng.uniform(0.5, 1, 40)
    spreads = np.array([BASE_SPREAD, EXPERT_SPREAD, 2.0])
    weights = fit_logistic(features, offsets, outcomes, counts, spreads)
    chances = to_affinity(offsets + features @ weights)
    slope = features.T @ (counts * (chances - outcomes)) + weights / spreads**2
    np.testing.assert_allclose(slope, 0, atol=1e-6)
    assert not fit_logistic(np.zeros((0, 3)), *(np.zeros(0),) * 3, spreads).any()


def test_a_far_away_start_still_converges() -> None:
    features = np.ones((50, 1))
    weights = fit_logistic(
        features, np.full(50, -40.0), np.ones(50), np.ones(50), np.array([100.0])
    )
    assert weights[0] > 35


def test_no_experts_and_no_needs_will_do() -> None:
    told = [Decision("N1", "E1", "accepted")]
    assert apply_decisions(score([], [], []), told).affinity.values.shape == (0, 0)
    empty = score([], [], [])
    assert not teach(empty, []).shifts.size
