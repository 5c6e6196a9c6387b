"""Does a need find its expert when need and evidence are in different languages?

    python benchmarks/match_crosslingual.py

``parallel_needs.csv`` holds invented needs, each in Chinese and in English and each written for
one expert of the sample event by what the evidence of one language shows. Only that evidence is
given to the ranking; the same needs are then asked in the same and in the other language. MRR is
the mean of one over the rank of the expert among all who have evidence in that language.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from benchmarks.match_peers import score_peers
from duijie.domain.records import Evidence, Expert, Need
from duijie.flow.sources import read_tables
from duijie.language.cache import CachedEncoder
from duijie.language.encoder import Encoder
from duijie.language.minilm import find_minilm
from duijie.language.script import Script, detect_script
from duijie.match.rank import score

Language = Literal["zh", "en"]
SAMPLE = Path(__file__).resolve().parents[1] / "examples" / "sample"
SCRIPTS: dict[Language, Script] = {"zh": Script.ZH, "en": Script.EN}
SETTINGS: tuple[tuple[Language, Language], ...] = (
    ("zh", "zh"),
    ("en", "zh"),
    ("en", "en"),
    ("zh", "en"),
)
"""Language of the need, language of the evidence."""
METHODS = ("ours", "BM25", "TF-IDF", "MiniLM")


def read_rows() -> list[dict[str, str]]:
    """Return the invented needs."""
    path = Path(__file__).with_name("parallel_needs.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_evidence() -> dict[Language, list[Evidence]]:
    """Return the evidence of the sample event in each language."""
    register, _ = read_tables([(SAMPLE / "evidence.csv", "evidence")])
    scripts = [detect_script(f"{item.title} {item.text}") for item in register.evidence]
    return {
        language: [
            item for item, script in zip(register.evidence, scripts, strict=True) if script is kept
        ]
        for language, kept in SCRIPTS.items()
    }


def ask(
    rows: list[dict[str, str]], language: Language, evidence: list[Evidence], encoder: Encoder
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield each method and one over the rank of the right expert for each need."""
    experts = [Expert(key, key) for key in dict.fromkeys(item.expert_id for item in evidence)]
    needs = [
        Need(f"{n}", row[f"{language}_title"], row[f"{language}_text"])
        for n, row in enumerate(rows)
    ]
    result = score(needs, experts, evidence, encoder)
    right = [[expert.expert_id for expert in experts].index(row["expert_id"]) for row in rows]
    for name, scores in (
        ("ours", result.affinity.values),
        *score_peers(result.problem, encoder),
    ):
        own = scores[np.arange(len(rows)), right][:, None]
        yield name, 1 / ((scores > own).sum(axis=1) + ((scores == own).sum(axis=1) + 1) / 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, default=user_cache_path("duijie"))
    options = parser.parse_args()
    encoder = CachedEncoder(find_minilm(), options.cache)
    rows, evidence = read_rows(), read_evidence()
    table: list[list[str | int | float]] = []
    for need_language, evidence_language in SETTINGS:
        asked = [row for row in rows if row["evidence"] == evidence_language]
        found = dict(ask(asked, need_language, evidence[evidence_language], encoder))
        experts = len({item.expert_id for item in evidence[evidence_language]})
        figures = [float(found[name].mean()) for name in METHODS]
        table.append([f"{need_language} → {evidence_language}", len(asked), experts, *figures])
        print(*(f"{cell:.3f}" if isinstance(cell, float) else cell for cell in table[-1]))
    data = {
        "title": "Match: needs and evidence in different languages",
        "note": "Invented needs, the same in Chinese and English, against the sample event. "
        "Mean reciprocal rank of the expert each was written for; equal scores share a rank.",
        "tables": [
            {
                "name": "need → evidence",
                "columns": ["languages", "needs", "experts", *METHODS],
                "rows": table,
            }
        ],
    }
    print("written:", write_result("match_crosslingual", data))


if __name__ == "__main__":
    main()
