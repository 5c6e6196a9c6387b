from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.chemistry.relations.compare import Comparison, compare_texts
from duijie.domain.progress import Progress
from duijie.domain.records import Evidence, Expert, Need
from duijie.match.calibrate import to_affinity
from duijie.match.fuse import fuse_passages
from duijie.match.passages import PARTS
from duijie.match.rank import MatchResult, score
from tests.chemistry.conftest import recognise
from tests.match.conftest import ThemeEncoder

NEED = "寻求对硝基苯胺连续加氢制对苯二胺的高选择性催化剂"
PAPER = "Chemoselective hydrogenation of 3,4-dichloronitrobenzene over Pt/C"
PIECES = (
    NEED,
    PAPER,
    "超滤膜抗污染",
    "苯酚废水脱除苯酚",
    "removal of phenol",
    "Membrane fouling",
    "硝基化合物加氢 catalyst",
    "12",
)


def _chemist(needs: Sequence[str], passages: Sequence[str], progress: Progress) -> Comparison:
    return compare_texts(needs, passages, recognise, progress)


def _score(
    needs: Sequence[str], evidence: Sequence[str], *, chemistry: bool, encoder: bool = True
) -> MatchResult:
    return score(
        [Need(f"N{n}", title) for n, title in enumerate(needs)],
        [Expert("E0", "甲"), Expert("E1", "乙"), Expert("E2", "丙")],
        [Evidence(f"E{n % 2}", "paper", title) for n, title in enumerate(evidence)],
        ThemeEncoder() if encoder else None,
        chemist=_chemist if chemistry else None,
    )


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6),
    st.booleans(),
)
def test_chemistry_only_adds_and_where_it_is_silent_nothing_changes_to_the_last_bit(
    needs: list[str], evidence: list[str], encoder: bool
) -> None:
    text = _score(needs, evidence, chemistry=False, encoder=encoder)
    both = _score(needs, evidence, chemistry=True, encoder=encoder)
    plain = np.sum([text.scores.parts[name] for name in PARTS[:4]], axis=0)
    assert (text.scores.logits == plain).all()
    assert not text.scores.parts["chemistry"].any()
    added = both.scores.parts["chemistry"]
    assert (added >= 0).all()
    assert (both.scores.logits[added == 0] == text.scores.logits[added == 0]).all()
    owners = both.problem.owners
    touched = np.array(
        [[added[row, owners == column].any() for column in range(3)] for row in range(len(needs))]
    )
    assert (both.affinity.values[~touched] == text.affinity.values[~touched]).all()
    assert (both.affinity.values >= text.affinity.values).all()


@settings(max_examples=30)
@given(st.sampled_from(PIECES[:-1]), st.lists(st.sampled_from(PIECES[:-1]), min_size=1, max_size=6))
def test_shares_still_add_up_and_taking_a_passage_out_confirms_its_share(
    need: str, evidence: list[str]
) -> None:
    result = _score([need, "精馏"], [one for one in evidence for _ in range(2)], chemistry=True)
    shares: dict[str, float] = {}
    for entry in result.explain(0, 0):
        shares[entry.evidence_id] = shares.get(entry.evidence_id, 0.0) + entry.share
    logit = fuse_passages(result.scores.logits, result.problem.owners).scores[0, 0]
    assert sum(shares.values()) == pytest.approx(logit, abs=1e-9)
    own = np.nonzero(result.problem.owners == 0)[0]
    for position in own if len(own) > 1 else ():
        keep = np.arange(len(result.problem.passages)) != position
        fused = fuse_passages(result.scores.logits[:, keep], result.problem.owners[keep])
        name = result.problem.passages[position].evidence_id
        if name in shares:
            assert shares[name] == pytest.approx(logit - fused.scores[0, 0], abs=1e-9)


def test_the_colleague_of_the_issue_is_found_and_the_reason_says_why() -> None:
    evidence = [
        "Deep learning of proteins",
        PAPER,
        "Oxidation of toluene to benzaldehyde",
        "催化剂载体的研究",
    ]
    text = _score([NEED], evidence, chemistry=False)
    both = _score([NEED], evidence, chemistry=True)
    assert both.affinity.values[0].argmax() == 1
    assert both.affinity.values[0, 1] > text.affinity.values[0, 1]
    assert "同一基团参与反应（硝基，还原）：对硝基苯胺 与 3,4-dichloronitrobenzene" in (
        both.reason(0, 1).zh
    )
    assert "同一基团" not in text.reason(0, 1).zh
    entry = next(one for one in both.explain(0, 1) if one.part == "chemistry" and one.evidence_id)
    assert entry.share > 0
    assert entry.evidence_id == "E1#1"
    assert "nitro group, reduction" in entry.note.en
    assert "加氢工艺（安监总管三〔2009〕116号）" in entry.note.zh


def test_a_passage_without_chemistry_that_loses_by_another_ones_says_so() -> None:
    both = _score([NEED], [PAPER, "x", "Membrane fouling", "x"], chemistry=True)
    notes = [one.note.en for one in both.explain(0, 0) if one.part == "chemistry"]
    assert any("nothing chemical in common" in note for note in notes)


def test_a_need_without_words_is_left_alone() -> None:
    both = _score(["12"], [PAPER], chemistry=True)
    assert both.affinity.values[0, 0] == pytest.approx(float(to_affinity(np.array(-2.9444389))))
    assert both.reason(0, 0).en == "the need has no words to compare"


def test_an_expert_without_evidence_stays_unproven() -> None:
    both = _score([NEED], [PAPER], chemistry=True)
    assert both.affinity.values[0, 2] == 0
    assert "no directions or evidence" in both.reason(0, 2).en
