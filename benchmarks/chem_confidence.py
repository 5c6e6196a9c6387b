"""How often is a mention right, by its route and kind, and does the confidence say so?

    python benchmarks/chem_confidence.py --data ../shared/chemistry/bc5cdr-chem-dev.tsv

Counts the mentions that the product finds in the annotated English sentences of `--data` and in
our Chinese ones (``chem_zh_sentences.txt``); one is right when it stands exactly where annotators
have a name. The table of the product (``duijie.chemistry.confidence``) should say these shares.
The peer in the same run is one confidence for all. Both are fitted on every other sentence and
judged on the rest: the Brier score is the mean squared distance to what was right, lower is better.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from platformdirs import user_cache_path

from benchmarks import chem_text, chem_zh_text
from benchmarks.common import write_result
from duijie.chemistry.confidence import confidence_of
from duijie.chemistry.english.abbreviations import ShortForms
from duijie.chemistry.mention import Kind
from duijie.chemistry.recognise import Recogniser
from duijie.flow.chem import make_recogniser

FEWEST = 10
"""Mentions; what has fewer is not measured."""
Key = tuple[str, Kind]
Case = tuple[Key, bool]


def judge_english(path: Path, recogniser: Recogniser) -> Iterator[list[Case]]:
    """Yield for each sentence the mentions found, and whether each is right."""
    forms = ShortForms()
    for tokens, gold in chem_text.read_sentences(path):
        starts, ends, place = {}, {}, 0
        for number, token in enumerate(tokens):
            starts[place], ends[place + len(token)] = number, number
            place += len(token) + 1
        yield [
            ((one.route, one.kind), (starts.get(one.start, -1), ends.get(one.end, -2)) in gold)
            for one in recogniser.recognise(" ".join(tokens), forms)
        ]


def judge_chinese(recogniser: Recogniser) -> Iterator[list[Case]]:
    """Yield for each sentence the mentions found, and whether each is right."""
    for text, gold in zip(*chem_zh_text.read_sentences(), strict=True):
        yield [
            ((one.route, one.kind), (one.start, one.end) in gold)
            for one in recogniser.recognise(text)
        ]


def count(cases: list[Case]) -> dict[Key, tuple[int, float]]:
    """Return how many cases each route and kind has and what share is right.

    One right and one wrong are added, so that few cases are not taken for certainty.
    """
    found: dict[Key, list[bool]] = defaultdict(list)
    for key, right in cases:
        found[key].append(right)
    return {key: (len(one), (sum(one) + 1) / (len(one) + 2)) for key, one in found.items()}


def compare(sentences: list[list[Case]]) -> tuple[float, float]:
    """Return the Brier scores of shares by route and kind, and of one share for all."""
    fitted = [case for sentence in sentences[::2] for case in sentence]
    judged = [case for sentence in sentences[1::2] for case in sentence]
    overall = sum(right for _, right in fitted) / len(fitted)
    shares = {key: share for key, (cases, share) in count(fitted).items() if cases >= FEWEST}
    errors = [
        ((shares.get(key, overall) - right) ** 2, (overall - right) ** 2) for key, right in judged
    ]
    ours, peer = zip(*errors, strict=True)
    return sum(ours) / len(ours), sum(peer) / len(peer)


def main() -> None:
    """Measure and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=user_cache_path("duijie"))
    options = parser.parse_args()
    recogniser = make_recogniser(options.cache)
    sentences = [*judge_english(options.data, recogniser), *judge_chinese(recogniser)]
    recogniser.close()
    rows = [
        [route, str(kind), cases, f"{share:.2f}", f"{confidence_of(route, kind):.2f}"]
        for (route, kind), (cases, share) in sorted(count([*chain(*sentences)]).items())
    ]
    for row in rows:
        print(*row, sep="\t")
    scores = [
        [name, f"{score:.4f}"]
        for name, score in zip(
            ["by route and kind", "peer: one for all"], compare(sentences), strict=True
        )
    ]
    print(scores)
    result = {
        "title": "Chemistry: how sure a mention is",
        "note": f"{len(sentences)} sentences, English and Chinese; right: exactly where annotators "
        f"have a name; one right and one wrong are added. With fewer than {FEWEST} mentions the "
        "product says an estimate.",
        "tables": [
            {
                "name": "share right, and what the product says",
                "columns": ["route", "kind", "mentions", "right", "confidence"],
                "rows": rows,
            },
            {
                "name": "fitted on one half, judged on the other",
                "columns": ["confidence", "Brier score"],
                "rows": scores,
            },
        ],
    }
    print("written:", write_result("chem_confidence", result))


if __name__ == "__main__":
    main()
