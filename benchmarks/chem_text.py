"""How many chemical names of a text are found, how exactly, and how fast, without a trained model?

    python benchmarks/chem_text.py ../shared/chemistry/bc5cdr-chem-dev.tsv

The file holds a token and its BIO tag a line, a blank line after each sentence. Sentences are read
as running text, tokens joined by blanks, in the order of the file. A name counts when its first
and last token are those of the annotators (strict). Two peers in the same run: every name of the
same index wherever it stands, the longest first; and words with an ending that chemical words
have. Start is a process of its own from its birth to the first sentence read; memory is its peak
after all sentences.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from platformdirs import user_cache_path

from benchmarks.common import write_result
from duijie.chemistry.english.abbreviations import ShortForms
from duijie.chemistry.english.fold import fold_name
from duijie.chemistry.english.index import NameIndex, open_index
from duijie.chemistry.english.opsin import Opsin
from duijie.chemistry.recognise import Recogniser

Spans = set[tuple[int, int]]
"""First and last token of each name."""
MOST_TOKENS = 12
ENDINGS = re.compile(
    r"[a-z-]{3,}(?:ine|ines|ol|one|ide|ate|azole|amine|amide|acid|ene|ane|ium|cillin|mycin|statin)$",
    re.IGNORECASE,
)


def read_sentences(path: Path) -> Iterator[tuple[list[str], Spans]]:
    """Yield the tokens and the annotated names of each sentence."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line.strip()]
        if rows:
            yield [row[0] for row in rows], set(_spans([row[1] for row in rows]))


def _spans(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I"):
            yield start, place - 1
            start = None
        if tag.startswith("B"):
            start = place


def find_ours(sentences: Sequence[list[str]], recogniser: Recogniser) -> Iterator[Spans]:
    """Yield the names found; one that begins or ends inside a token can match none."""
    forms = ShortForms()
    for tokens in sentences:
        starts, ends, place = {}, {}, 0
        for number, token in enumerate(tokens):
            starts[place], ends[place + len(token)] = number, number
            place += len(token) + 1
        found = recogniser.recognise(" ".join(tokens), forms)
        yield {(starts.get(one.start, -1), ends.get(one.end, -2)) for one in found}


def find_by_dictionary(sentences: Sequence[list[str]], index: NameIndex) -> Iterator[Spans]:
    """Yield every name of the index, the longest first, three characters or more."""
    for tokens in sentences:
        found, start = set(), 0
        while start < len(tokens):
            for end in range(min(len(tokens), start + MOST_TOKENS), start, -1):
                name = " ".join(tokens[start:end])
                if len(name) > 2 and index.find_key(fold_name(name)):
                    found.add((start, end - 1))
                    start = end - 1
                    break
            start += 1
        yield found


def find_by_ending(sentences: Sequence[list[str]]) -> Iterator[Spans]:
    """Yield every word with an ending of chemical words."""
    for tokens in sentences:
        yield {(n, n) for n, token in enumerate(tokens) if ENDINGS.fullmatch(token)}


def measure(gold: Sequence[Spans], found: Sequence[Spans]) -> tuple[float, float, float]:
    """Return strict precision, recall and F1 over all names."""
    right = sum(len(one & other) for one, other in zip(gold, found, strict=True))
    precision = right / max(1, sum(map(len, found)))
    recall = right / sum(map(len, gold))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def run_alone(path: Path, cache: Path) -> None:
    """Print as JSON what a process of its own needs to start, to read everything, and to keep.

    The start counts from the birth of the process: the interpreter and all imports are in it.
    """
    recogniser = Recogniser(open_index(cache))
    sentences = [tokens for tokens, _ in read_sentences(path)]
    list(find_ours(sentences[:1], recogniser))
    started = time.time() - float(os.environ["BORN"])
    list(find_ours(sentences, recogniser))
    warm = time.perf_counter()
    list(find_ours(sentences, recogniser))
    seconds = time.perf_counter() - warm
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([started, len(sentences) / seconds, peak]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, default=user_cache_path("duijie") / "chemistry")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--errors", action="store_true", help="List what was missed and added.")
    options = parser.parse_args()
    if options.alone:
        run_alone(options.data, options.cache)
        return
    index = open_index(options.cache)
    sentences, gold = map(list, zip(*read_sentences(options.data), strict=True))
    methods: dict[str, Callable[[], Iterator[Spans]]] = {
        "duijie": lambda: find_ours(sentences, Recogniser(index, Opsin())),
        "duijie, no index, no Java": lambda: find_ours(sentences, Recogniser()),
        "dictionary look-up": lambda: find_by_dictionary(sentences, index),
        "endings of words": lambda: find_by_ending(sentences),
    }
    rows = []
    for name, method in methods.items():
        found = list(method())
        rows.append([name, *(f"{value:.3f}" for value in measure(gold, found))])
        print("  ".join(cell.ljust(26) for cell in rows[-1]))
        if options.errors:
            show_errors(sentences, gold, found)
            return
    alone = subprocess.run(
        [sys.executable, __file__, str(options.data), "--cache", str(options.cache), "--alone"],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"BORN": str(time.time())},
    )
    started, speed, peak = json.loads(alone.stdout)
    print(f"start {started:.2f} s, warm {speed:.0f} sentences/s, peak {peak:.0f} MB")
    data = {
        "title": "Chemistry: names found in English text",
        "note": f"Strict: first and last token as annotated, {sum(map(len, gold))} names. Start "
        f"{started:.2f} s, warm {speed:.0f} sentences/s, peak memory {peak:.0f} MB.",
        "tables": [
            {
                "name": f"BC5CDR chemicals, development half, {len(sentences)} sentences",
                "columns": ["method", "precision", "recall", "F1"],
                "rows": rows,
            }
        ],
    }
    print("written:", write_result("chem_text", data))


def show_errors(
    sentences: Sequence[list[str]], gold: Sequence[Spans], found: Sequence[Spans]
) -> None:
    for tokens, true, ours in zip(sentences, gold, found, strict=True):
        for mark, spans in (("-", true - ours), ("+", ours - true)):
            for start, end in sorted(spans):
                print(mark, " ".join(tokens[max(0, start) : end + 1]), "|", " ".join(tokens)[:300])


if __name__ == "__main__":
    main()
