"""How many chemical names of Chinese needs are found, how exactly, and how fast?

    python benchmarks/chem_zh_text.py

``chem_zh_sentences.txt`` holds a sentence a line, written for this purpose, its names between 【
and 】: substances, elements, classes, polymers and materials; eleven of them hold none but look as
if. A name counts when its first and last character are those marked (strict). Two peers in the
same run: our table of common names, the longest first, wherever one stands; and runs of characters
that chemical names are made of. Start, speed and memory are those of a process of its own, warm,
on the same sentences again and again.
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

from benchmarks.chem_text import Spans, measure
from benchmarks.common import write_result
from duijie.chemistry.chinese.read import common_names
from duijie.flow.chem import make_recogniser

SENTENCES = Path(__file__).parent / "chem_zh_sentences.txt"
ROUNDS = 20
_RUN = re.compile(
    r"[\dα-ωNO,'()-]*[甲乙丙丁戊己庚辛壬癸二三四五六正异叔邻间对氨硝羟羧氯溴氟碘磺氧硫磷硅苯萘酚醇醛酮酸酯胺腈醚烷烯炔酐"
    r"吡啶咪唑喹啉呋喃噻吩基化钠钾钙镁铁铜锌铝锂镍钴锰铬铅镉砷盐氢过亚聚环]{2,}"
)


def read_sentences() -> tuple[list[str], list[Spans]]:
    """Return the texts and where their names stand, ends excluded."""
    texts, gold = [], []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        text, spans = "", set()
        for part in re.split("(【[^】]*】)", line):
            name = part.strip("【】") if part.startswith("【") else part
            if name is not part:
                spans.add((len(text), len(text) + len(name)))
            text += name
        texts.append(text)
        gold.append(spans)
    return texts, gold


def find_common(texts: Sequence[str]) -> Iterator[Spans]:
    """Yield the common names in each text, the longest first."""
    names = sorted(common_names(), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, names)))
    for text in texts:
        yield {match.span() for match in pattern.finditer(text)}


def find_runs(texts: Sequence[str]) -> Iterator[Spans]:
    """Yield runs of characters of chemical names."""
    for text in texts:
        yield {match.span() for match in _RUN.finditer(text)}


def find_ours(texts: Sequence[str], cache: Path) -> Iterator[Spans]:
    """Yield what the product finds, by all routes."""
    recogniser = make_recogniser(cache)
    for text in texts:
        yield {(one.start, one.end) for one in recogniser(text)}
    recogniser.close()


def run_alone(cache: Path) -> None:
    """Print as JSON seconds from birth to the first sentence read, sentences a second, peak MB."""
    texts, _ = read_sentences()
    recogniser = make_recogniser(cache)
    recogniser(texts[0])
    started = time.time() - float(os.environ["BORN"])
    for text in texts:
        recogniser(text)
    began = time.perf_counter()
    for _ in range(ROUNDS):
        for text in texts:
            recogniser(text)
    seconds = time.perf_counter() - began
    recogniser.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([started, ROUNDS * len(texts) / seconds, peak]))


def show_errors(texts: Sequence[str], gold: Sequence[Spans], found: Sequence[Spans]) -> None:
    """Print what was missed (-) and what was added (+)."""
    for text, right, got in zip(texts, gold, found, strict=True):
        marks = [f"-{text[a:b]}" for a, b in sorted(right - got)]
        marks += [f"+{text[a:b]}" for a, b in sorted(got - right)]
        if marks:
            print(" ".join(marks), "|", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, default=user_cache_path("duijie"))
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--errors", action="store_true", help="List what was missed and added.")
    options = parser.parse_args()
    if options.alone:
        run_alone(options.cache)
        return
    texts, gold = read_sentences()
    methods: dict[str, Callable[[], Iterator[Spans]]] = {
        "duijie": lambda: find_ours(texts, options.cache),
        "common names, the longest first": lambda: find_common(texts),
        "runs of chemical characters": lambda: find_runs(texts),
    }
    rows: list[list[str]] = []
    for name, method in methods.items():
        found = list(method())
        if options.errors and not rows:
            show_errors(texts, gold, found)
        rows.append([name, *(f"{figure:.3f}" for figure in measure(gold, found))])
        print(*rows[-1], sep="\t")
    command = [sys.executable, __file__, "--alone", "--cache", str(options.cache)]
    born = os.environ | {"BORN": str(time.time())}
    printed = subprocess.run(command, check=True, capture_output=True, text=True, env=born).stdout
    start, speed, peak = json.loads(printed)
    print(f"start {start:.2f} s, {speed:.0f} sentences/s, {peak:.0f} MB")
    names = sum(map(len, gold))
    result = {
        "title": "Chemistry: names in Chinese needs",
        "note": (
            f"{len(texts)} sentences with {names} names, written and marked for this purpose by "
            "the author of the rules; strict spans. First measured: precision 0.902, recall 0.832; "
            "four general rules were mended after that."
        ),
        "tables": [
            {
                "name": "names found",
                "columns": ["method", "precision", "recall", "F1"],
                "rows": rows,
            },
            {
                "name": "a process of its own",
                "columns": [
                    "start, s (limit 2)",
                    "sentences a second (at least 200)",
                    "peak, MB (limit 400)",
                ],
                "rows": [[f"{start:.2f}", f"{speed:.0f}", f"{peak:.0f}"]],
            },
        ],
    }  # fmt: skip
    print("written:", write_result("chem_zh_text", result))


if __name__ == "__main__":
    main()
