import pytest

from duijie.domain.records import Need
from duijie.match.maturity import say_gap
from duijie.match.problem import Passage

PAPER, PLANT = Passage("膜", kind="paper"), Passage("膜", kind="achievement", maturity=8)


@pytest.mark.parametrize(
    "need",
    [
        Need("N", "膜", wanted_maturity=9),
        Need("N", "膜", "建成万吨级装置"),
        Need("N", "A production line for films"),
    ],
)
def test_a_paper_is_far_from_production(need: Need) -> None:
    assert "maturity gap" in say_gap(need, PAPER).en
    assert "成熟度差距" in say_gap(need, PAPER).zh
    assert not say_gap(need, PLANT)


def test_no_gap_is_said_without_knowledge_or_need() -> None:
    assert not say_gap(Need("N", "膜"), PAPER)
    assert not say_gap(Need("N", "膜", wanted_maturity=5), PAPER)
    assert not say_gap(Need("N", "膜", wanted_maturity=9), Passage("膜", kind="service"))
