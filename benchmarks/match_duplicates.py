"""Is a need that was filed twice found, and are different needs left apart?

    python benchmarks/match_duplicates.py ../shared/trials/*

Every need of a trial is filed again: without its title and a third of its sentences, the rest in
another order, the first of them as the title. Found: what share of these pairs scores above all
pairs of different needs, and above all but one in a thousand; for ours also what the stated
threshold finds and raises falsely.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from benchmarks.match_peers import score_peers
from benchmarks.match_trials import Trial, read_trial
from duijie.domain.records import Evidence, Expert, Need
from duijie.language.cache import CachedEncoder
from duijie.language.encoder import Encoder
from duijie.language.minilm import find_minilm
from duijie.match.problem import build_problem
from duijie.match.similar import DUPLICATE, find_similar

Floats = NDArray[np.float64]
_ENDS = re.compile(r"(?<=[。；;！？!?\n])|(?<=[a-z]\.)\s")
KEPT = 2 / 3
MOST_NEEDS = 80


def run(trial: Trial, encoder: Encoder) -> dict[str, Any]:
    """Return the table of a trial."""
    needs = trial.needs[:MOST_NEEDS]
    draw = np.random.default_rng(0)
    again = [_file_again(need, draw) for need in needs]
    count = len(needs)
    known = build_problem([*needs, *again], trial.experts, trial.evidence)
    ours = find_similar(known, encoder).likeness[:count, count:]
    rows = [_row("ours", ours)]
    people = [Expert(need.need_id, need.need_id) for need in again]
    texts = [Evidence(need.need_id, "need", need.title, need.text) for need in again]
    rows += [
        _row(name, scores)
        for name, scores in score_peers(build_problem(needs, people, texts), encoder)
    ]
    same, other = _split(ours)
    rows.append(
        [
            f"ours, from {DUPLICATE:g} on",
            f"{(same >= DUPLICATE).mean():.3f}",
            f"{(other >= DUPLICATE).sum()} of {len(other)} raised falsely",
        ]
    )
    for row in rows:
        print("  ".join(row))
    return {
        "name": f"{trial.name}: {count} needs filed twice",
        "columns": ["method", "found, no false alarm", "found, one false in a thousand"],
        "rows": rows,
    }


def _file_again(need: Need, draw: np.random.Generator) -> Need:
    """Return the need as somebody else would hand it in."""
    pieces = [piece for piece in _ENDS.split(need.text) if piece.strip()]
    kept = draw.permutation(len(pieces))[: max(1, round(KEPT * len(pieces)))]
    title, *rest = [pieces[n].strip() for n in kept.tolist()] or [need.title]
    return replace(need, need_id=f"{need.need_id}b", title=title, text=" ".join(rest))


def _split(scores: Floats) -> tuple[Floats, Floats]:
    twins = np.eye(len(scores), dtype=bool)
    return scores[twins], scores[~twins]


def _row(name: str, scores: Floats) -> list[str]:
    same, other = _split(scores)
    limits = other.max(), np.quantile(other, 0.999)
    return [name, *(f"{(same > limit).mean():.3f}" for limit in limits)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--cache", type=Path, default=user_cache_path("duijie"))
    options = parser.parse_args()
    encoder = CachedEncoder(find_minilm(), options.cache)
    data = {
        "title": "Match: needs filed twice",
        "note": "Every need filed again without its title and a third of its sentences, the rest "
        "in another order. Share of these pairs found; different needs are the false alarms.",
        "tables": [run(read_trial(folder), encoder) for folder in options.trials],
    }
    print("written:", write_result("match_duplicates", data))


if __name__ == "__main__":
    main()
