"""Does chemistry find the right expert where words alone do not, and never the other way round?

    python benchmarks/chem_ranking.py

Reads ``chem_ranking_needs.csv`` (need_id, title, text, right_expert) and
``chem_ranking_experts.csv`` (expert_id, kind, title, text, year; the evidence of each expert, as
many rows as there is) beside this script: invented needs and experts in both languages, written
by somebody who had not seen the rules, after they were frozen. Every method ranks all experts
for each need; measured is the mean reciprocal rank of the right one, experts of the same score
sharing their places. Chemistry alone counts what it adds to a passage and nothing else.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from benchmarks.match_peers import score_peers
from duijie.domain.records import Evidence, Expert, Need
from duijie.flow.chemist import make_chemist
from duijie.language.cache import CachedEncoder
from duijie.language.minilm import find_minilm
from duijie.language.script import Script, detect_script
from duijie.match.fuse import fuse_passages
from duijie.match.rank import MatchResult, score

Floats = NDArray[np.float64]
HERE = Path(__file__).parent
RESAMPLES = 2000


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a sheet of the ranking test."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rank_chemically(result: MatchResult) -> Floats:
    """Score every expert by what chemistry adds, ``(n_needs, n_experts)``."""
    fused = fuse_passages(result.scores.parts["chemistry"], result.problem.owners)
    scores = np.full(result.affinity.values.shape, -1.0)
    scores[:, fused.experts] = fused.scores
    return scores


def reciprocal_ranks(scores: Floats, right: NDArray[np.int64]) -> Floats:
    """Return one over the place of the right expert; equals share the mean of their places."""
    own = scores[np.arange(len(right)), right][:, None]
    better, equal = (scores > own).sum(axis=1), (scores == own).sum(axis=1)
    ranks: Floats = 1.0 / (better + (equal + 1) / 2)
    return ranks


def interval(first: Floats, second: Floats, seed: int = 0) -> list[float]:
    """Return the 95 % interval of the difference of two means, needs resampled in pairs."""
    drawn = np.random.default_rng(seed).integers(len(first), size=(RESAMPLES, len(first)))
    low, high = np.quantile((first - second)[drawn].mean(axis=1), [0.025, 0.975])
    return [float(low), float(high)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--needs", type=Path, default=HERE / "chem_ranking_needs.csv")
    parser.add_argument("--experts", type=Path, default=HERE / "chem_ranking_experts.csv")
    parser.add_argument("--cache", type=Path, default=user_cache_path("duijie"))
    options = parser.parse_args()
    asked, shown = read_rows(options.needs), read_rows(options.experts)
    needs = [Need(row["need_id"], row["title"], row["text"]) for row in asked]
    evidence = [Evidence(row["expert_id"], row["kind"], row["title"], row["text"]) for row in shown]
    ids = list(dict.fromkeys(row["expert_id"] for row in shown))
    experts = [Expert(expert_id, expert_id) for expert_id in ids]
    right = np.array([ids.index(row["right_expert"]) for row in asked])
    encoder = CachedEncoder(find_minilm(), options.cache)
    text = score(needs, experts, evidence, encoder)
    both = score(needs, experts, evidence, encoder, chemist=make_chemist(options.cache))
    methods = {
        "text and chemistry": both.affinity.values,
        "text only": text.affinity.values,
        "chemistry only": rank_chemically(both),
        **dict(score_peers(text.problem, encoder)),
    }
    chinese = np.array([detect_script(need.title) is Script.ZH for need in needs])
    found = {name: reciprocal_ranks(scores, right) for name, scores in methods.items()}
    ours = found["text and chemistry"]
    rows = [
        [
            name,
            f"{ranks.mean():.3f}",
            *(f"{ranks[group].mean():.3f}" for group in (chinese, ~chinese)),
            f"{(ranks == 1).mean():.3f}",
            "" if ranks is ours else "{:+.3f} .. {:+.3f}".format(*interval(ours, ranks)),
        ]
        for name, ranks in found.items()
    ]
    data = {
        "title": "Chemistry: who is found",
        "note": "Mean reciprocal rank of the right expert; in brackets the 95 % interval of text "
        "and chemistry minus the other, paired bootstrap over needs.",
        "tables": [
            {
                "name": f"{len(needs)} needs, {len(experts)} experts",
                "columns": ["method", "MRR", "Chinese needs", "English needs", "first", "ours"],
                "rows": rows,
            }
        ],
    }
    for row in rows:
        print("  ".join(cell.ljust(20) for cell in row))
    print("written:", write_result("chem_ranking", data))


if __name__ == "__main__":
    main()
