"""What is another encoder worth, beside the built-in one and none?

    python benchmarks/match_encoders.py ../shared/trials/* --encoder URL#MODEL --encoder FOLDER

Every encoder ranks the trials of ``match_trials.py`` and the parallel needs of
``match_crosslingual.py``, in one run. "gap" is how far the mean affinity lies above the share of
pairs that were suited, "log loss" the usual measure of how good affinities are as chances (lower is
better), both over the judged pairs of the trial whose grades are of an ordinary list.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
from platformdirs import user_cache_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from benchmarks.match_crosslingual import SETTINGS, read_evidence, read_rows
from benchmarks.match_trials import Trial, measure, read_trial, summarise
from duijie.domain.records import Expert, Need
from duijie.flow.encoders import Reader, open_reader
from duijie.language.choice import parse_encoder
from duijie.match import measures
from duijie.match.rank import score


def rank_trial(trial: Trial, reader: Reader) -> dict[str, float]:
    """Return the figures of a trial, and how good its affinities are as chances."""
    result = score(
        trial.needs, trial.experts, trial.evidence, reader.encoder, abilities=reader.abilities
    )
    found = summarise(measure(trial, result.affinity.values))
    if not trial.by_expert:
        chance = result.affinity.values[trial.rows, trial.columns].clip(1e-9, 1 - 1e-9)
        suited = trial.grades >= measures.SUITED
        found["log loss"] = float(-np.log(np.where(suited, chance, 1 - chance)).mean())
        found["gap"] = float(chance.mean() - suited.mean())
    return found


def rank_parallel(reader: Reader) -> dict[str, float]:
    """Return the mean reciprocal rank of the right expert for each pair of languages."""
    rows, evidence = read_rows(), read_evidence()
    found = {}
    for asked, answered in SETTINGS:
        own = [row for row in rows if row["evidence"] == answered]
        ids = list(dict.fromkeys(item.expert_id for item in evidence[answered]))
        result = score(
            [
                Need(f"{n}", row[f"{asked}_title"], row[f"{asked}_text"])
                for n, row in enumerate(own)
            ],
            [Expert(one, one) for one in ids],
            evidence[answered],
            reader.encoder,
            abilities=reader.abilities,
        )
        columns = [ids.index(row["expert_id"]) for row in own]
        values = result.affinity.values
        ranks = (values >= values[np.arange(len(own)), columns][:, None]).sum(axis=1)
        found[f"{asked} → {answered}"] = float((1 / ranks).mean())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="*", type=Path, metavar="DIR")
    parser.add_argument("--encoder", action="append", default=[], metavar="FOLDER|URL#MODEL")
    parser.add_argument("--cache", type=Path, default=user_cache_path("duijie"))
    options = parser.parse_args()
    trials = [read_trial(folder) for folder in options.trials]
    rows: dict[str, list[list[Any]]] = {}
    heads: dict[str, list[str]] = {}
    for words in ("none", "minilm", *options.encoder):
        reader = open_reader(parse_encoder(words), options.cache)
        name = Path(words.partition("#")[2] or words).name
        print(name, *(str(text) for text in reader.notices))
        figures = {trial.name: rank_trial(trial, reader) for trial in trials}
        figures["need → evidence, MRR"] = rank_parallel(reader)
        for table, found in figures.items():
            heads[table] = ["encoder", *found]
            rows.setdefault(table, []).append([name, *(f"{value:.3f}" for value in found.values())])
            print(f"  {table}:", ", ".join(f"{key} {value:.3f}" for key, value in found.items()))
    data = {
        "title": "Match: other encoders",
        "note": "Every encoder under the same curves, cosines brought to MiniLM's scale by "
        "a dozen phrases of ours.",
        "tables": [
            {"name": table, "columns": heads[table], "rows": found} for table, found in rows.items()
        ],
    }
    print("written:", write_result("match_encoders", data))


if __name__ == "__main__":
    main()
