from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.domain.progress import Progress, silent
from duijie.domain.records import Evidence, Expert, Need
from duijie.language.encoder import Encoder, Vectors
from duijie.match.calibrate import NEUTRAL, NOBODY
from duijie.match.passages import Basis
from duijie.match.problem import PROFILE
from duijie.match.rank import score
from tests.match.conftest import ThemeEncoder


def test_each_need_finds_its_expert(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence], encoder: Encoder
) -> None:
    result = score(needs, experts, evidence, encoder)
    values = result.affinity.values
    assert result.affinity.need_ids == ("N1", "N2", "N3")
    assert result.affinity.expert_ids == ("E1", "E2", "E3", "E4")
    assert values[:2, :2].argmax(axis=1).tolist() == [0, 1]
    assert values[2].argmax() == 2
    assert values.argmax(axis=0).tolist()[1:3] == [1, 2]
    assert values[0, 0] > 0.5 > values[0, 1]


def test_best_evidence_and_its_reason(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence], encoder: Encoder
) -> None:
    result = score(needs, experts, evidence, encoder)
    best = result.problem.passages[result.best_evidence[1, 1]]
    assert (best.title, best.year) == ("抗积炭镍基加氢催化剂", 2023)
    assert "《抗积炭镍基加氢催化剂》（成果，2023 年）" in result.reason(1, 1).zh
    assert "in another language" in result.reason(2, 0).en
    assert "no directions or" in result.reason(0, 3).en


def test_an_expert_of_whom_nothing_is_known_comes_last(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence]
) -> None:
    result = score(needs, experts, evidence)
    assert (result.affinity.values[:, 3] == 0).all()
    assert (result.affinity.values[:, :3] > 0).all()
    assert (result.best_evidence[:, 3] == -1).all()
    assert any("新来者" in notice.zh for notice in result.notices)


def test_directions_alone_are_evidence(needs: list[Need], experts: list[Expert]) -> None:
    result = score(needs, experts, [])
    assert result.affinity.values[0].argmax() == 0
    assert result.problem.passages[result.best_evidence[0, 0]].kind == PROFILE
    assert "研究方向" in result.reason(0, 0).zh


def test_languages_are_bridged_by_the_glossary(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence], encoder: Encoder
) -> None:
    result = score(needs, experts, evidence, encoder)
    assert result.basis[0].tolist() == [
        Basis.CHINESE, Basis.CHINESE, Basis.TRANSLATED, Basis.NOTHING
    ]  # fmt: skip
    values = result.affinity.values
    assert values[0, 2] > values[1, 2]  # membranes, not catalysts
    assert values[2].argsort()[-2:].tolist() == [0, 2]  # English first, the Chinese one next
    assert any("glossary" in notice.en for notice in result.notices)


def test_a_need_finds_evidence_of_the_other_language_without_encoder() -> None:
    experts = [Expert("near", "甲"), Expert("far", "乙")]
    zh = [
        Evidence("near", "paper", "高盐废水的催化湿式氧化"),
        Evidence("far", "paper", "锂离子电池隔膜"),
    ]
    en = [
        Evidence("near", "paper", "Catalytic wet oxidation of saline wastewater"),
        Evidence("far", "paper", "Separators for lithium-ion batteries"),
    ]
    for title, evidence in ((en[0].title, zh), (zh[0].title, en)):
        values = score([Need("N", title)], experts, evidence).affinity.values
        assert values[0, 0] > 2 * values[0, 1]


def test_a_need_in_both_languages_takes_the_better(encoder: Encoder) -> None:
    experts = [Expert("zh", "甲"), Expert("en", "B"), Expert("off", "丙")]
    evidence = [
        Evidence("zh", "paper", "超滤膜抗污染"),
        Evidence("en", "paper", "Fouling of ultrafiltration membranes"),
        Evidence("off", "paper", "电镀废液中贵金属的回收"),
    ]
    need = Need("N", "超滤膜抗污染", "Stop the fouling of our ultrafiltration membranes")
    result = score([need], experts, evidence, encoder)
    assert result.basis[0, :2].tolist() == [Basis.CHINESE, Basis.ENGLISH]
    zh, en, off = result.affinity.values[0]
    assert min(zh, en) > 0.5 > off


def test_all_evidence_of_an_expert_counts_whatever_its_language(encoder: Encoder) -> None:
    alone, known = Expert("alone", "甲"), Expert("known", "乙")
    evidence = [
        Evidence("alone", "paper", "Railway traffic"),
        Evidence("known", "paper", "Railway traffic"),
        Evidence("known", "paper", "超滤膜抗污染"),
    ]
    need = Need("N", "Fouling of ultrafiltration membranes")
    values = score([need], [alone, known], evidence, encoder).affinity.values
    assert values[0, 1] > values[0, 0]


def test_nobody_is_said_when_nobody_suits(encoder: Encoder) -> None:
    experts = [Expert("E", "甲", directions=("电镀废液中贵金属的回收",))]
    needs = [Need("N1", "水稻杂交育种"), Need("N2", "电镀废液贵金属回收"), Need("N3", "12")]
    result = score(needs, experts, [], encoder)
    assert [result.nobody(row) for row in range(3)] == [True, False, True]
    assert result.affinity.values[0, 0] < NOBODY
    assert result.affinity.values[2, 0] == pytest.approx(NEUTRAL)
    assert score(needs, [], []).nobody(0)


def test_formulas_alone_are_read_in_every_language() -> None:
    experts = [Expert("zh", "甲"), Expert("en", "B")]
    evidence = [Evidence("zh", "paper", "PVDF膜"), Evidence("en", "paper", "PVDF films")]
    result = score([Need("N", "PVDF")], experts, evidence)
    assert (result.basis > Basis.TRANSLATED).all()


def test_without_an_encoder_english_is_ranked_by_its_words(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence]
) -> None:
    result = score(needs, experts, evidence, None)
    assert result.affinity.values[2].argmax() == 2
    assert any("pip install" in notice.zh for notice in result.notices)


def test_an_encoder_that_fails_is_done_without(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence], broken_encoder: Encoder
) -> None:
    result = score(needs, experts, evidence, broken_encoder)
    without = score(needs, experts, evidence, None)
    np.testing.assert_array_equal(result.affinity.values, without.affinity.values)
    assert "the encoder is gone" in result.notices[0].en


def test_chinese_misses_the_encoder_too(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence], encoder: Encoder
) -> None:
    chinese = needs[:2], experts[:2], evidence[:3]
    assert score(*chinese, encoder).notices == ()
    assert "no English model" in score(*chinese, None).notices[0].en


def test_meaning_finds_what_shares_no_word(encoder: Encoder) -> None:
    experts = [Expert("near", "A"), Expert("far", "B")]
    evidence = [
        Evidence("far", "paper", "Scheduling of railway traffic"),
        Evidence("near", "paper", "Desalination by clever filters"),
    ]
    need = Need("N", "Membrane fouling again")
    values = score([need], experts, evidence, encoder).affinity.values
    assert values[0, 0] > values[0, 1]


def test_progress_is_passed_to_the_encoder(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence], encoder: Encoder
) -> None:
    seen: list[tuple[int, int]] = []
    score(needs, experts, evidence, encoder, lambda done, total: seen.append((done, total)))
    assert seen == [(10, 10)]  # Chinese is read by its gloss


@pytest.mark.parametrize("shape", [(0, 0), (0, 2), (2, 0), (1, 1)])
def test_any_shape_will_do(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence], shape: tuple[int, int]
) -> None:
    result = score(needs[: shape[0]], experts[: shape[1]], evidence)
    assert result.affinity.values.shape == shape
    assert np.isfinite(result.affinity.values).all()


def test_the_same_input_gives_the_same_output(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence], encoder: Encoder
) -> None:
    first = score(needs, experts, evidence, encoder)
    second = score(needs, experts, evidence, encoder)
    np.testing.assert_array_equal(first.affinity.values, second.affinity.values)
    assert first.notices == second.notices


WORDS = ("膜分离", "PVDF", "membrane fouling", "123", "", "<b>脱硫</b>", "🧪", "催化 catalyst")
SCRAPS = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(
    needs=st.lists(st.tuples(SCRAPS, SCRAPS), max_size=4),
    evidence=st.lists(st.tuples(st.integers(0, 3), SCRAPS, SCRAPS), max_size=6),
    n_experts=st.integers(0, 3),
)
def test_whatever_people_write_affinities_are_sound(
    needs: list[tuple[str, str]], evidence: list[tuple[int, str, str]], n_experts: int
) -> None:
    result = score(
        [Need(f"N{n}", title, text) for n, (title, text) in enumerate(needs)],
        [Expert(f"E{n}", f"专家{n}") for n in range(n_experts)],
        [Evidence(f"E{owner}", "paper", title, text) for owner, title, text in evidence],
    )
    values = result.affinity.values
    assert values.shape == (len(needs), n_experts)
    assert ((values >= 0) & (values <= 1)).all()
    assert ((result.best_evidence >= 0) == (result.basis > Basis.NOTHING)).all()
    for pair in np.ndindex(values.shape):
        reason = result.reason(*pair)
        assert reason.zh
        assert reason.en


def test_a_need_of_fifty_pages_is_still_ranked_by_its_title(
    experts: list[Expert], evidence: list[Evidence], encoder: Encoder
) -> None:
    pages = "本公司位于化工园区，厂房宽敞，交通便利，欢迎洽谈。" * 2500
    values = score(
        [Need("N", "加氢催化剂积炭失活", pages)], experts, evidence, encoder
    ).affinity.values
    assert values[0].argmax() == 1


class JitteringEncoder(ThemeEncoder):
    """Gives a text another last digit in another place of a batch, as linear algebra does."""

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        vectors = super().encode(texts, progress)
        place = 1e-6 * np.arange(len(texts), dtype=np.float32)[:, np.newaxis]
        return np.asarray(vectors + place, dtype=np.float32)


def test_the_same_evidence_has_the_same_affinity_wherever_it_stands() -> None:
    twins = [Evidence(expert_id, "paper", "Membrane fouling") for expert_id in ("E", "F", "G")]
    people = [Expert(expert_id, expert_id) for expert_id in ("E", "F", "G")]
    values = score([Need("N", "membrane")], people, twins, JitteringEncoder()).affinity.values
    assert values[0, 0] == values[0, 1] == values[0, 2]


def test_experts_with_the_same_passage_are_equal() -> None:
    experts = [Expert("E1", "甲"), Expert("E2", "乙")]
    evidence = [Evidence(expert.expert_id, "paper", "超滤膜") for expert in experts]
    values = score([Need("N1", "超滤膜"), Need("N2", "超滤膜")], experts, evidence).affinity.values
    np.testing.assert_allclose(values, values[0, 0])


def test_what_the_glossary_does_not_know_is_compared_by_characters(encoder: Encoder) -> None:
    experts = [
        Expert("E1", "甲", directions=("魑魅魍魉",)),
        Expert("E2", "乙", directions=("饕餮",)),
    ]
    values = score([Need("N", "魑魅魍魉")], experts, [], encoder).affinity.values
    assert values[0, 0] > 0.5 > values[0, 1]
