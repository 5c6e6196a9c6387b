import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.domain.records import Evidence, Expert, Need
from duijie.language.encoder import Encoder
from duijie.match.calibrate import to_logit
from duijie.match.fuse import fuse_passages
from duijie.match.rank import MatchResult, score
from tests.match.conftest import ThemeEncoder

TITLES = (
    "超滤膜抗污染",
    "加氢催化剂积炭",
    "Membrane fouling",
    "Nickel catalyst",
    "膜 catalyst",
    "电镀",
)


def _shares(result: MatchResult, row: int, column: int) -> dict[str, float]:
    """Return the sum of the shares of each piece of evidence of a pair."""
    found: dict[str, float] = {}
    for entry in result.explain(row, column):
        found[entry.evidence_id] = found.get(entry.evidence_id, 0.0) + entry.share
    return found


def _logit_without(result: MatchResult, row: int, column: int, position: int) -> float:
    """Score a pair again without one passage, by the same weights of words."""
    keep = np.arange(len(result.problem.passages)) != position
    fused = fuse_passages(result.scores.logits[:, keep], result.problem.owners[keep])
    return float(fused.scores[row, fused.experts.tolist().index(column)])


@settings(max_examples=40, deadline=None)
@given(
    title=st.sampled_from(TITLES),
    pieces=st.lists(st.sampled_from(TITLES), min_size=1, max_size=6),
    with_encoder=st.booleans(),
)
def test_shares_add_up_and_taking_a_passage_out_confirms_its_share(
    title: str, pieces: list[str], with_encoder: bool
) -> None:
    result = score(
        [Need("N", title), Need("M", "精馏")],
        [Expert("E", "甲"), Expert("F", "乙", directions=("精馏节能",))],
        [Evidence("E", "paper", piece) for piece in pieces],
        ThemeEncoder() if with_encoder else None,
    )
    logit = to_logit(result.affinity.values[0, 0])
    shares = _shares(result, 0, 0)
    assert sum(shares.values()) == pytest.approx(logit, abs=1e-9)
    for position, passage in enumerate(result.problem.passages[:-1]):
        if len(pieces) > 1 and passage.evidence_id in shares:
            without = _logit_without(result, 0, 0, position)
            assert shares[passage.evidence_id] == pytest.approx(logit - without, abs=1e-9)


def test_scoring_again_from_the_sheets_says_the_same_in_a_list_of_some_length(
    encoder: Encoder,
) -> None:
    others = [Evidence("F", "paper", f"{name}合成与应用") for name in "甲乙丙丁戊己庚辛壬癸" * 5]
    own = [
        Evidence("E", "paper", "超滤膜抗污染改性"),
        Evidence("E", "patent", "膜清洗方法"),
        Evidence("E", "paper", "精馏塔节能"),
    ]
    people = [Need("N", "超滤膜抗污染")], [Expert("E", "甲"), Expert("F", "乙")]
    result = score(*people, [*others, *own], encoder)
    again = score(*people, [*others, *own[1:]], encoder)
    drop = to_logit(result.affinity.values[0, 0]) - to_logit(again.affinity.values[0, 0])
    assert _shares(result, 0, 0)["E#1"] == pytest.approx(drop, rel=0.2)


def test_reasons_quote_both_sides(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence], encoder: Encoder
) -> None:
    result = score(needs, experts, evidence, encoder)
    entries = result.explain(0, 0)
    words = next(entry for entry in entries if entry.part == "words")
    assert (words.evidence_id, words.share > 0) == ("E1#1", True)
    assert "PVDF" in words.need_text
    assert "【PVDF】" in words.evidence_text
    assert words.note.zh == "共有的词语"
    assert entries[0].as_row("en") == {
        "part": "words",
        "share": words.share,
        "need_text": words.need_text,
        "evidence_id": "E1#1",
        "evidence_text": words.evidence_text,
        "note": "shared words",
    }


def test_translated_terms_maturity_and_what_is_missing_are_told(encoder: Encoder) -> None:
    need = Need("N", "含氟废水深度除氟装置", wanted_maturity=8)
    paper = Evidence("E", "paper", "Fluoride removal by lanthanum beads")
    entries = score([need], [Expert("E", "甲")], [paper], encoder).explain(0, 0)
    words = next(entry for entry in entries if entry.part == "words")
    assert words.need_text == "除氟→fluoride removal"
    assert "maturity gap" in words.note.en
    missing = entries[-1]
    assert (missing.part, missing.share) == ("missing", 0.0)
    assert missing.need_text == "含氟废水、装置"
    assert "in no evidence" in missing.note.en


def test_more_passages_than_are_shown_are_summed_up(encoder: Encoder) -> None:
    evidence = [Evidence("E", "paper", title) for title in TITLES]
    result = score([Need("N", "超滤膜抗污染清洗")], [Expert("E", "甲")], evidence, encoder)
    entries = result.explain(0, 0)
    assert len({entry.evidence_id for entry in entries if entry.evidence_id}) == 3
    assert any(entry.note.en == "3 other pieces of evidence" for entry in entries)


def test_where_nothing_can_be_compared_one_entry_says_so(encoder: Encoder) -> None:
    needs, experts = [Need("N", "膜"), Need("M", "12")], [Expert("E", "甲"), Expert("F", "乙")]
    result = score(needs, experts, [Evidence("E", "paper", "膜")], encoder)
    (unknown,) = result.explain(0, 1)
    assert (unknown.share, "no directions" in unknown.note.en) == (0.0, True)
    (wordless,) = result.explain(1, 0)
    assert wordless.share == pytest.approx(to_logit(result.affinity.values[1, 0]))
