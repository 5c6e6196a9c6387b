"""How well does the ranking agree with people's grades, beside what anybody could use?

    python benchmarks/match_trials.py ../shared/trials/*

A trial is a folder with needs.csv (need_id, title, text), evidence.csv (expert_id, kind, title,
text, year) and judgments.csv (need_id, expert_id, grade). Grades by the experts themselves, of
needs that hardly anybody else graded, are measured by the order of one expert's needs; grades of
many candidates for each need by the order of a need's candidates. Every peer is scored in the
same run on the same texts, and the differences carry a paired bootstrap interval of 95 %.
"loss" is the mean over researchers, "loss, all pairs" the sum over all their pairs as published.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from benchmarks.match_peers import score_peers
from duijie.domain.records import Evidence, Expert, Need
from duijie.flow.chemist import make_chemist
from duijie.language.cache import CachedEncoder
from duijie.language.encoder import Encoder
from duijie.language.minilm import find_minilm
from duijie.match import measures
from duijie.match.chemical import Chemist
from duijie.match.rank import score

Floats = NDArray[np.float64]
Measures = dict[str, Floats]
"""One value for each group (researcher or need), nan where it cannot be measured."""

RESAMPLES = 2000
FEWEST_CANDIDATES = 10
SUITED_SHARE = 0.08
"""What share of the pairs of an ordinary list is suited; see docs/algorithms/match.md."""
BINS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.001)


@dataclass(frozen=True, eq=False)
class Trial:
    """A trial's texts, and who was graded how: need row, expert column, grade."""

    name: str
    needs: list[Need]
    experts: tuple[Expert, ...]
    evidence: list[Evidence]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    grades: Floats

    @property
    def by_expert(self) -> bool:
        """Whether experts graded needs, rather than a need's candidates being graded."""
        return len(self.grades) < 2 * len(self.needs)

    def groups(self) -> Iterator[NDArray[np.int64]]:
        """Yield the positions of the judgements that are ordered against each other."""
        keys = self.columns if self.by_expert else self.rows
        for key in np.unique(keys):
            group = np.nonzero(keys == key)[0]
            if self.by_expert or self._is_measurable(group):
                yield group

    def _is_measurable(self, group: NDArray[np.int64]) -> bool:
        enough = len(group) >= FEWEST_CANDIDATES
        return enough and bool(self.grades[group].max() >= measures.SUITED)


def read_trial(folder: Path) -> Trial:
    """Read a trial's three files."""
    needs = [Need(row["need_id"], row["title"], row["text"]) for row in _rows(folder, "needs")]
    evidence = [
        Evidence(row["expert_id"], row["kind"], row["title"], row["text"])
        for row in _rows(folder, "evidence")
    ]
    ids = dict.fromkeys(item.expert_id for item in evidence)
    experts = tuple(Expert(expert_id, name=expert_id) for expert_id in ids)
    row_of = {need.need_id: row for row, need in enumerate(needs)}
    column_of = {expert.expert_id: column for column, expert in enumerate(experts)}
    judged = list(_rows(folder, "judgments"))
    return Trial(
        folder.name,
        needs,
        experts,
        evidence,
        np.array([row_of[row["need_id"]] for row in judged]),
        np.array([column_of[row["expert_id"]] for row in judged]),
        np.array([float(row["grade"]) for row in judged]),
    )


def measure(trial: Trial, scores: Floats) -> Measures:
    """Return every measure of the trial's kind, one value a group."""
    judged = scores[trial.rows, trial.columns]
    rate = _measure_researcher if trial.by_expert else _measure_need
    found = [rate(judged[group], trial.grades[group]) for group in trial.groups()]
    return {name: np.array([values[name] for values in found]) for name in found[0]}


def _measure_researcher(scores: Floats, grades: Floats) -> dict[str, float]:
    easy = measures.pair_outcomes(scores, grades, high=4, low=2)
    hard = measures.pair_outcomes(scores, grades, high=4)
    weight = np.abs(np.subtract.outer(grades, grades)).sum() / 2
    return {
        "loss": measures.misorder_loss(scores, grades),
        "weight": float(weight),
        "easy right": float(easy.sum()),
        "easy pairs": float(len(easy)),
        "hard right": float(hard.sum()),
        "hard pairs": float(len(hard)),
    }


def _measure_need(scores: Floats, grades: Floats) -> dict[str, float]:
    return {
        "nDCG@10": measures.ndcg(scores, grades),
        "MRR": measures.reciprocal_rank(scores, grades),
        "AUC": measures.auc(scores, grades),
    }


def summarise(found: Measures) -> dict[str, float]:
    """Return the figures of a trial from the values of its groups."""
    if "nDCG@10" in found:
        return {name: float(np.nanmean(values)) for name, values in found.items()}
    weighted = np.nansum(found["loss"] * found["weight"]) / found["weight"].sum()
    return {
        "loss": float(np.nanmean(found["loss"])),
        "loss, all pairs": float(weighted),
        "easy": float(found["easy right"].sum() / found["easy pairs"].sum()),
        "hard": float(found["hard right"].sum() / found["hard pairs"].sum()),
    }


def compare(ours: Measures, peer: Measures, seed: int = 0) -> dict[str, list[float]]:
    """Return the 95 % interval of ours minus the peer's, over resampled groups."""
    draw = np.random.default_rng(seed)
    size = len(next(iter(ours.values())))
    samples: dict[str, list[float]] = {name: [] for name in summarise(ours)}
    for _ in range(RESAMPLES):
        groups = draw.integers(size, size=size)
        left = summarise({name: values[groups] for name, values in ours.items()})
        right = summarise({name: values[groups] for name, values in peer.items()})
        for name, differences in samples.items():
            differences.append(left[name] - right[name])
    return {name: np.quantile(found, [0.025, 0.975]).tolist() for name, found in samples.items()}


def run(trial: Trial, encoder: Encoder, chemist: Chemist) -> list[dict[str, Any]]:
    """Score a trial by ours and by every peer, print and return the tables."""
    start = time.perf_counter()
    people = trial.needs, trial.experts, trial.evidence
    result = score(*people, encoder, _show_progress, chemist=chemist)
    seconds = time.perf_counter() - start
    words = score(*people, encoder, _show_progress)
    affinity = result.affinity.values
    ours = measure(trial, affinity)
    rows = [_row("ours", ours, None)]
    rows.append(_row("ours, no chemistry", ours, measure(trial, words.affinity.values)))
    for name, scores in score_peers(result.problem, encoder):
        rows.append(_row(name, ours, measure(trial, scores)))
    groups = len(list(trial.groups()))
    table = {
        "name": f"{trial.name}: {groups} {'researchers' if trial.by_expert else 'needs'} measured, "
        f"{len(trial.grades)} grades, scored in {seconds:.1f} s",
        "columns": ["method", *summarise(ours)],
        "rows": rows,
    }
    tables = [table, reliability(trial, affinity)]
    for found in tables:
        _print_table(found)
    return tables


def _row(name: str, ours: Measures, peer: Measures | None) -> list[str]:
    if peer is None:
        return [name, *(f"{value:.3f}" for value in summarise(ours).values())]
    spans = compare(ours, peer)
    return [
        name,
        *(
            f"{value:.3f} (ours {spans[key][0]:+.3f} .. {spans[key][1]:+.3f})"
            for key, value in summarise(peer).items()
        ),
    ]


def reliability(trial: Trial, affinity: Floats) -> dict[str, Any]:
    """Return how many pairs of about the same affinity were suited.

    Where experts graded the needs they knew, the pairs nobody asked about count as unsuited, and
    all unsuited pairs are weighted to the share that an ordinary list has.
    """
    suited = np.zeros(affinity.shape, dtype=bool)
    suited[trial.rows, trial.columns] = trial.grades >= measures.SUITED
    asked = np.zeros(affinity.shape, dtype=bool)
    asked[trial.rows, trial.columns] = True
    chosen = np.full(affinity.shape, trial.by_expert) | asked
    values, hits = affinity[chosen], suited[chosen]
    weight = np.ones(values.shape)
    if trial.by_expert:
        weight[~hits] = hits.sum() * (1 - SUITED_SHARE) / SUITED_SHARE / (~hits).sum()
    rows = []
    for low, high in pairwise(BINS):
        inside = (values >= low) & (values < high)
        if inside.any():
            mean, share = (
                float(np.average(figure[inside], weights=weight[inside]))
                for figure in (values, hits)
            )
            rows.append(
                [f"{low:.2f} - {high:.2f}", int(inside.sum()), f"{mean:.2f}", f"{share:.2f}"]
            )
    return {
        "name": f"{trial.name}: reliability",
        "columns": ["affinity", "pairs", "mean affinity", "share suited"],
        "rows": rows,
    }


def _print_table(table: dict[str, Any]) -> None:
    print(f"\n{table['name']}")
    rows = [table["columns"], *table["rows"]]
    widths = [max(len(str(row[n])) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)))


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\rencoding {done}/{total}", end="", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--cache", type=Path, default=user_cache_path("duijie"))
    options = parser.parse_args()
    encoder = CachedEncoder(find_minilm(), options.cache)
    chemist = make_chemist(options.cache)
    trials = [read_trial(folder) for folder in options.trials]
    data = {
        "title": "Match: agreement with people's grades",
        "note": "In brackets the 95 % interval of ours minus the peer's, paired bootstrap over "
        "researchers or needs. Loss: lower is better; all else: higher.",
        "tables": [table for trial in trials for table in run(trial, encoder, chemist)],
    }
    print("written:", write_result("match_trials", data))


if __name__ == "__main__":
    main()
