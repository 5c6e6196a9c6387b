"""Score every expert for every need.

Each passage of an expert is compared with the need, in the language they share or by translation;
a mean that leans towards the best passages makes the expert's logit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.domain.plans import AffinityMatrix, FloatArray
from duijie.domain.progress import Progress, silent
from duijie.domain.records import Evidence, Expert, Need
from duijie.domain.text import EMPTY, Text, join
from duijie.language.encoder import Absent, Encoder
from duijie.language.probe import OF_MINILM, Abilities
from duijie.match import calibrate, notices
from duijie.match.chemical import (
    ChemicalComparison,
    ChemicalPicture,
    Chemist,
    add_chemistry,
    compare_chemically,
    say_chemistry,
)
from duijie.match.effect import explain_shift, say_effect
from duijie.match.explain import Contribution, explain_pair
from duijie.match.fuse import fuse_passages
from duijie.match.learn import Learned
from duijie.match.passages import Basis, PassageScores, score_passages
from duijie.match.problem import IndexArray, MatchProblem, build_problem
from duijie.match.reason import give_reason
from duijie.match.text import Background


@dataclass(frozen=True, eq=False)
class MatchResult:
    """Affinities with what they rest on; arrays have shape ``(n_needs, n_experts)``.

    `best_evidence` holds positions in ``problem.passages``, -1 where there is none; `basis`
    values of `Basis`, those of the best evidence; `scores` what every passage says; `learned`
    what decisions changed, None when nothing; `chemistry` what needs and passages have in common
    chemically, where that was asked.
    """

    problem: MatchProblem
    scores: PassageScores
    affinity: AffinityMatrix
    best_evidence: IndexArray
    basis: NDArray[np.int8]
    notices: tuple[Text, ...]
    learned: Learned | None = None
    chemistry: ChemicalComparison | None = None

    def reason(self, need: int, expert: int) -> Text:
        """Say in a sentence on what the affinity of a pair (row, column) rests.

        Where that is chemistry too, which of the need's processes are under key supervision.
        """
        best = int(self.best_evidence[need, expert])
        reason = give_reason(
            self.problem.writings[need],
            self.problem.passages[best] if best >= 0 else None,
            self.problem.rarity,
            translated=self.basis[need, expert] == Basis.TRANSLATED,
        )
        closest = say_chemistry(self.chemistry, need, best, most=1) if best >= 0 else EMPTY
        return join([reason, closest]) if closest else reason

    def picture(self, need: int, expert: int) -> ChemicalPicture | None:
        """Draw the molecules that the reason of a pair (row, column) is about, if it is.

        None without chemistry, and where need and best evidence have no structure in common.
        """
        best = int(self.best_evidence[need, expert])
        if self.chemistry is None or best < 0:
            return None
        return self.chemistry.draw(need, best)

    def effect(self, need: int, expert: int) -> Text:
        """Say from which place to which decisions about the expert moved them; often nothing.

        For the organiser alone: who declined whom is not printed.
        """
        return say_effect(self.learned, need, expert) if self.learned else EMPTY

    def explain(self, need: int, expert: int) -> list[Contribution]:
        """Say what each passage and part contributes; the shares add up to the logit.

        See `duijie.match.explain`.
        """
        shifts = explain_shift(self.learned, need, expert) if self.learned else []
        told = explain_pair(self.problem, self.scores, need, expert, self.chemistry)
        return [*told, *shifts]

    def nobody(self, need: int) -> bool:
        """Whether no expert reaches ``calibrate.NOBODY``, so that none should be proposed."""
        return not bool((self.affinity.values[need] >= calibrate.NOBODY).any())


def score(
    needs: Sequence[Need],
    experts: Sequence[Expert],
    evidence: Sequence[Evidence],
    encoder: Encoder | None = None,
    progress: Progress = silent,
    *,
    abilities: Abilities = OF_MINILM,
    chemist: Chemist | None = None,
    background: Background | None = None,
) -> MatchResult:
    """Return how well each expert suits each need.

    Parameters
    ----------
    encoder
        Says how near meanings are. Without it, or when it fails, texts are compared by their
        words and a notice says so.
    progress
        Told how many texts are encoded, and how many the chemist has read.
    abilities
        What the encoder reads, and on what scale: see `duijie.language.probe`.
    chemist
        Reads what the texts say chemically. Without it, and where it finds nothing in common,
        affinities are those of the text alone, to the last bit.
    background
        The whole list, where `experts` are a selection of it: tells how rare words are.

    Returns
    -------
    MatchResult
        Affinities in [0, 1], none nan, the same for the same input.
    """
    problem = build_problem(needs, experts, evidence)
    scores, failure = score_passages(
        problem, encoder or Absent(notices.NO_ENCODER), abilities, progress, background
    )
    chemistry = compare_chemically(problem, chemist, progress) if chemist else None
    if chemistry:
        scores = add_chemistry(scores, chemistry)
    fused = fuse_passages(scores.logits, problem.owners)
    values: FloatArray = np.full((len(needs), len(experts)), calibrate.UNPROVEN)
    values[:, fused.experts] = calibrate.to_affinity(fused.scores)
    best = _best_evidence(scores, fused.experts, fused.best, values.shape)
    basis = np.where(best < 0, Basis.NOTHING, _take(scores.basis, best)).astype(np.int8)
    return MatchResult(
        problem=problem,
        scores=scores,
        affinity=AffinityMatrix(
            tuple(need.need_id for need in needs),
            tuple(expert.expert_id for expert in experts),
            values,
        ),
        best_evidence=best,
        basis=basis,
        notices=notices.collect(problem, basis == Basis.TRANSLATED, abilities, failure),
        chemistry=chemistry,
    )


def _best_evidence(
    scores: PassageScores, experts: IndexArray, best: IndexArray, shape: tuple[int, ...]
) -> IndexArray:
    """Return the best passage of each pair, -1 without passage or without words to compare."""
    found: IndexArray = np.full(shape, -1, dtype=np.int64)
    found[:, experts] = np.where(_take(scores.basis, best) == Basis.NOTHING, -1, best)
    return found


def _take(basis: NDArray[np.int8], best: IndexArray) -> NDArray[np.int8]:
    """Return the basis of the passage `best` of each pair; where it is -1, of any."""
    if not basis.shape[1]:
        return np.full(best.shape, Basis.NOTHING, dtype=np.int8)
    return np.take_along_axis(basis, best, axis=1)
