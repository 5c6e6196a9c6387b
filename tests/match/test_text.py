from functools import partial

import numpy as np
import pytest

from duijie.match.problem import Writing
from duijie.match.text import compare_topics, compare_words, find_topics, weigh_writings


def test_cosines_by_hand() -> None:
    same, other = Writing("脱硫"), Writing("电镀")
    np.testing.assert_allclose(
        compare_words([same], [same, other], "chinese"), [[1, 0]], atol=1e-12
    )


def test_the_nearer_text_wins() -> None:
    need = Writing("含氟废水深度处理", "出水氟离子低于1 mg/L")
    near, far = Writing("除氟吸附剂处理含氟废水"), Writing("锂电池电解液添加剂")
    words = compare_words([need], [near, far], "chinese")[0]
    assert words[0] > words[1]


def test_a_title_counts_however_long_the_body_is() -> None:
    need = Writing("含氟废水", "公园里的花开了很多种颜色。" * 2000)
    passage, chatter = Writing("含氟废水"), Writing("颜色")
    words = compare_words([need], [passage, chatter], "chinese")[0]
    assert words[0] > 0.2


def test_topics_join_texts_that_share_no_word() -> None:
    chain = [Writing(text) for text in ("甲乙", "乙丙", "丙丁", "丁甲", "甲", "丙")]
    apart = [Writing(text) for text in ("子丑", "子丑", "子丑", "子丑", "子丑", "子丑")]
    vectors = weigh_writings([*chain, *apart], "chinese")
    first, third = 4, 5
    assert (vectors @ vectors.T).toarray()[first, third] == 0
    topics = find_topics(vectors, topics=2)
    assert topics[first] @ topics[third] > 0.9
    assert abs(topics[first] @ topics[-1]) < 0.1


@pytest.mark.parametrize("needs", [[], [Writing("")], [Writing("", "123")]])
def test_nothing_to_compare_gives_no_nan(needs: list[Writing]) -> None:
    passages = [Writing("膜"), Writing("")]
    for scores in (compare_words(needs, passages, "chinese"), compare_topics(needs, passages)):
        assert scores.shape == (len(needs), 2)
        assert not scores.any()


def test_vectors_are_unit_rows_or_empty() -> None:
    vectors = weigh_writings([Writing("膜", "通量"), Writing("", "通量"), Writing("!")], "chinese")
    lengths = np.sqrt(vectors.multiply(vectors).sum(axis=1))
    np.testing.assert_allclose(lengths, [1, 1, 0])


def test_topics_are_those_of_the_full_decomposition() -> None:
    draw = np.random.default_rng(3)
    themes = ("硫氮碳氢氧氯", "铜锌镍钴锰", "钛铝镁")
    texts = ["".join(draw.choice(list(theme), 9)) for theme in themes for _ in range(14)]
    vectors = weigh_writings([Writing(text) for text in texts], "chinese")
    left, strength, _ = np.linalg.svd(vectors.toarray(), full_matrices=False)
    places = left[:, :3] * strength[:3]
    places /= np.linalg.norm(places, axis=1, keepdims=True)
    found = find_topics(vectors, topics=3)
    np.testing.assert_allclose(found @ found.T, places @ places.T, atol=1e-3)


def test_the_same_texts_give_the_same_scores() -> None:
    texts = [Writing(f"第{n}种膜材料", "耐酸" * n) for n in range(9)]
    for compare in (partial(compare_words, view="english"), compare_topics):
        np.testing.assert_array_equal(compare(texts, texts), compare(texts, texts))


def test_an_english_title_counts_less_than_a_chinese_one() -> None:
    need = Writing("membrane", "")
    passage = Writing("membrane", "fluoride adsorption on zeolites")
    english = compare_words([need], [passage], "english")
    assert 0 < english < compare_words([need], [passage], "chinese")
