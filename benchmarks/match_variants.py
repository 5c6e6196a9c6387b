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


def _curve(path: str, **changes: float) -> Variant:
    curve = replace(getattr(calibrate.WITH_MEANING, path), **changes)
    curves = replace(calibrate.WITH_MEANING, **{path: curve})
    return lambda: patch.object(calibrate, "WITH_MEANING", curves)


_CHINESE, _ENGLISH = calibrate.WITH_MEANING.chinese, calibrate.WITH_MEANING.english


def _constant(module: object, name: str, value: object) -> Variant:
    return lambda: patch.object(module, name, value)


def _title(view: text.View, share: float) -> Variant:
    return _constant(text, "TITLE_SHARE", {**text.TITLE_SHARE, view: share})


VARIANTS: dict[str, Variant] = {
    "as it is": nullcontext,
    "zh title .10": _title("chinese", 0.1),
    "zh title .50": _title("chinese", 0.5),
    "zh title .75": _title("chinese", 0.75),
    "en title 0": _title("english", 0.0),
    "en title .05": _title("english", 0.05),
    "en title .20": _title("english", 0.2),
    "en title .50": _title("english", 0.5),
    "no stop phrases": _constant(tokens, "drop_zh_phrases", str),
    "zh characters x 1": _constant(text, "CHARACTER_WEIGHT", 1.0),
    "zh characters x .5": _constant(text, "CHARACTER_WEIGHT", 0.5),
    "zh words only": _curve("chinese", topics=0, meaning=0),
    "zh topics only": _curve("chinese", words=0, meaning=0),
    "zh meaning only": _curve("chinese", words=0, topics=0),
    "zh no topics": _curve("chinese", topics=0),
    "zh no meaning": _curve("chinese", meaning=0),
    "zh meaning x 2": _curve("chinese", meaning=2 * _CHINESE.meaning),
    "zh meaning x 4": _curve("chinese", meaning=4 * _CHINESE.meaning),
    "100 topics": _constant(text, "TOPICS", 100),
    "400 topics": _constant(text, "TOPICS", 400),
    "en meaning only": _curve("english", words=0),
    "en words only": _curve("english", meaning=0),
    "en words x 2": _curve("english", words=2 * _ENGLISH.words),
    "best passage only": _constant(fuse, "EVENNESS", 0.01),
    "evenness 1": _constant(fuse, "EVENNESS", 1.0),
    "evenness 4": _constant(fuse, "EVENNESS", 4.0),
    "mean passage only": _constant(fuse, "EVENNESS", 1000.0),
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
    tables = [describe(trial, encoder) for trial in map(read_trial, options.trials)]
    data = {"title": "Match: what each choice is worth", "tables": tables}
    print("written:", write_result("match_variants", data))


def describe(trial: Trial, encoder: Encoder) -> dict[str, Any]:
    """Print and return the table of a trial's variants."""
    found = dict(run_variants(trial, encoder))
    figures = {name: summarise(measures) for name, measures in found.items()}
    main_measure, sign = ("loss", -1) if trial.by_expert else ("nDCG@10", 1)
    chosen = cross_validate(found, main_measure, sign)
    name = f"{trial.name}; {main_measure} with the choice left to cross-validation: {chosen:.3f}"
    columns = list(figures["as it is"])
    print(f"\n{name}\n{'':20}" + "".join(f"{column:>17}" for column in columns))
    for variant, row in figures.items():
        print(f"{variant:20}" + "".join(f"{value:17.3f}" for value in row.values()))
    rows = [
        [variant, *(round(value, 3) for value in row.values())] for variant, row in figures.items()
    ]
    return {"name": name, "columns": ["choice", *columns], "rows": rows}


if __name__ == "__main__":
    main()
