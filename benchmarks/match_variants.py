"""What is each choice of the ranking worth? One is changed at a time, on the same trials.

    python benchmarks/match_variants.py ../shared/trials/*

Also prints a nested cross-validation: the choice made on four fifths of the researchers or
needs, measured on the fifth that was left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from platformdirs import user_cache_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from benchmarks.match_trials import Floats, Measures, Trial, measure, read_trial, summarise
from duijie.language import tokens
from duijie.language.cache import CachedEncoder
from duijie.language.encoder import Encoder
from duijie.language.minilm import find_minilm
from duijie.match import calibrate, fuse, text
from duijie.match.rank import score

FOLDS = 5
Variant = Callable[[], AbstractContextManager[Any]]


def _chinese(**changes: float) -> Variant:
    curve = replace(calibrate.CHINESE, **changes)
    return lambda: patch.object(calibrate, "CHINESE", curve)


def _english(**changes: float) -> Variant:
    curve = replace(calibrate.ENGLISH, **changes)
    return lambda: patch.object(calibrate, "ENGLISH", curve)


def _constant(module: object, name: str, value: object) -> Variant:
    return lambda: patch.object(module, name, value)


VARIANTS: dict[str, Variant] = {
    "as it is": nullcontext,
    "title .10": _constant(text, "TITLE_SHARE", 0.1),
    "title .50": _constant(text, "TITLE_SHARE", 0.5),
    "title .75": _constant(text, "TITLE_SHARE", 0.75),
    "no stop phrases": _constant(tokens, "drop_zh_phrases", str),
    "zh words only": _chinese(topics=0),
    "zh topics only": _chinese(words=0),
    "zh topics x 2": _chinese(topics=2 * calibrate.CHINESE.topics),
    "100 topics": _constant(text, "TOPICS", 100),
    "400 topics": _constant(text, "TOPICS", 400),
    "en meaning only": _english(words=0),
    "en words only": _english(meaning=0),
    "en words x 2": _english(words=2 * calibrate.ENGLISH.words),
    "best passage only": _constant(fuse, "BEST_SHARE", 1.0),
    "mean passage only": _constant(fuse, "BEST_SHARE", 0.0),
}


def run_variants(trial: Trial, encoder: Encoder) -> Iterator[tuple[str, Measures]]:
    """Yield the measures of a trial under every variant."""
    for name, variant in VARIANTS.items():
        with variant():
            result = score(trial.needs, trial.experts, trial.evidence, encoder)
        yield name, measure(trial, result.affinity.values)


def cross_validate(found: dict[str, Measures], name: str, sign: int) -> float:
    """Return the mean of `name` over groups, each under the variant best without its fold."""
    values: Floats = np.array([measures[name] for measures in found.values()])
    folds = np.random.default_rng(0).permutation(values.shape[1]) % FOLDS
    held_out = np.empty(values.shape[1])
    for fold in range(FOLDS):
        best = np.nanargmax(sign * np.nanmean(values[:, folds != fold], axis=1))
        held_out[folds == fold] = values[best, folds == fold]
    return float(np.nanmean(held_out))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--cache", type=Path, default=user_cache_path("duijie"))
    options = parser.parse_args()
    encoder = CachedEncoder(find_minilm(), options.cache)
    results: dict[str, Any] = {}
    for trial in map(read_trial, options.trials):
        found = dict(run_variants(trial, encoder))
        figures = {name: summarise(measures) for name, measures in found.items()}
        print(f"\n{trial.name}\n{'':20}" + "".join(f"{name:>17}" for name in figures["as it is"]))
        for name, row in figures.items():
            print(f"{name:20}" + "".join(f"{value:17.3f}" for value in row.values()))
        main_measure, sign = ("loss", -1) if trial.by_expert else ("nDCG@10", 1)
        chosen = cross_validate(found, main_measure, sign)
        print(f"{main_measure} when the choice is left to cross-validation: {chosen:.3f}")
        results[trial.name] = {"variants": figures, f"{main_measure}, cross-validated": chosen}
    print("written:", write_result("match_variants", results))


if __name__ == "__main__":
    main()
