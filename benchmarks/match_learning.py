"""Do decisions make the ranking better where nothing has been decided yet?

    python benchmarks/match_learning.py ../shared/trials/*

Grades of a trial are taken as decisions (3 or more suits) and learnt from; what is learnt is
measured on researchers or needs that gave none of them: five folds, each lesson count drawn five
times and averaged. Where a need has many graded candidates, decisions are drawn from the ten that
today's ranking puts first, for only these would be proposed. The peer is the ranking without
learning, in the same run; too few lessons of a kind change nothing, as in use.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from benchmarks.match_trials import RESAMPLES, Trial, compare, measure, read_trial, summarise
from duijie.language.cache import CachedEncoder
from duijie.language.encoder import Encoder
from duijie.language.minilm import find_minilm
from duijie.match import measures
from duijie.match.learn import Learned, is_enough, learn
from duijie.match.lessons import Lesson
from duijie.match.rank import score

Floats = NDArray[np.float64]
FOLDS, DRAWS = 5, 5
LESSONS = (20, 50, 100, 200)
PROPOSED = 10


def run(trial: Trial, encoder: Encoder) -> dict[str, Any]:
    """Return the table of a trial: without learning, then by number of lessons."""
    result = score(trial.needs, trial.experts, trial.evidence, encoder)
    today = learn(result.problem, result.scores, [])
    plain = measure(trial, today.logits)
    columns = [*summarise(plain), "log loss"]
    rows = [_row("without learning", trial, today, [today.logits], columns)]
    for count in LESSONS:
        drawn = [_held_out(trial, today, count, seed) for seed in range(DRAWS)]
        rows.append(_row(f"{count} decisions", trial, today, drawn, columns))
    for row in rows:
        print("  ".join(row))
    return {"name": f"{trial.name}, held out", "columns": ["ranking", *columns], "rows": rows}


def _held_out(trial: Trial, today: Learned, count: int, seed: int) -> Floats:
    """Return logits in which each group is scored by what the other folds' lessons teach."""
    draw = np.random.default_rng(seed)
    keys = trial.columns if trial.by_expert else trial.rows
    fold_of = draw.permutation(keys.max() + 1) % FOLDS
    proposed = _proposed(trial, today)
    logits = today.logits.copy()
    for fold in range(FOLDS):
        inside = fold_of[keys] == fold
        pool = np.nonzero(proposed & ~inside)[0]
        picked = draw.choice(pool, min(count, len(pool)), replace=False)
        lessons = [
            Lesson(
                int(trial.rows[n]), int(trial.columns[n]), trial.grades[n] >= measures.SUITED, 1.0
            )
            for n in picked
        ]
        if is_enough(lessons):
            pairs = trial.rows[inside], trial.columns[inside]
            logits[pairs] += today.refit(lessons).shifts[pairs]
    return logits


def _proposed(trial: Trial, today: Learned) -> NDArray[np.bool_]:
    """Tell which judgements are about pairs that would have been proposed."""
    if trial.by_expert:
        return np.ones(len(trial.grades), dtype=bool)
    chosen = np.zeros(len(trial.grades), dtype=bool)
    for row in np.unique(trial.rows):
        own = np.nonzero(trial.rows == row)[0]
        best = np.argsort(-today.logits[row, trial.columns[own]], kind="stable")[:PROPOSED]
        chosen[own[best]] = True
    return chosen


def _row(
    name: str, trial: Trial, today: Learned, drawn: list[Floats], columns: list[str]
) -> list[str]:
    """Return a row: means over the draws; intervals of the difference over groups."""
    found = [measure(trial, logits) for logits in drawn]
    mean = {key: np.mean([one[key] for one in found], axis=0) for key in found[0]}
    losses = np.mean([_log_losses(trial, logits) for logits in drawn], axis=0)
    figures = summarise(mean) | {"log loss": float(losses.mean())}
    if drawn[0] is today.logits:
        return [name, *(f"{figures[key]:.3f}" for key in columns)]
    spans = compare(mean, measure(trial, today.logits))
    before = _log_losses(trial, today.logits)
    spans["log loss"] = _interval(losses - before)
    return [
        name,
        *(f"{figures[key]:.3f} ({spans[key][0]:+.3f} .. {spans[key][1]:+.3f})" for key in columns),
    ]


def _log_losses(trial: Trial, logits: Floats) -> Floats:
    """Return the loss of each judged pair of which anything is known."""
    judged = logits[trial.rows, trial.columns]
    known = np.isfinite(judged)
    judged, suited = judged[known], trial.grades[known] >= measures.SUITED
    losses: Floats = np.logaddexp(0, judged) - suited * judged
    return losses


def _interval(differences: Floats) -> list[float]:
    draw = np.random.default_rng(0)
    size = len(differences)
    means = [differences[draw.integers(size, size=size)].mean() for _ in range(RESAMPLES)]
    span: list[float] = np.quantile(means, [0.025, 0.975]).tolist()
    return span


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--cache", type=Path, default=user_cache_path("duijie"))
    options = parser.parse_args()
    encoder = CachedEncoder(find_minilm(), options.cache)
    data = {
        "title": "Match: learning from decisions",
        "note": "Grades taken as decisions, measured on researchers or needs without any. In "
        "brackets the 95 % interval of the difference to the ranking without learning, paired "
        "bootstrap over researchers or needs (log loss: over pairs). Losses: lower is better.",
        "tables": [run(read_trial(folder), encoder) for folder in options.trials],
    }
    print("written:", write_result("match_learning", data))


if __name__ == "__main__":
    main()
