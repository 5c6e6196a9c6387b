"""From more experts than can be compared one by one to those worth comparing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duijie.domain.progress import Progress, silent
from duijie.domain.records import Need, Register
from duijie.domain.text import Text
from duijie.flow.encoders import Reader
from duijie.language.encoder import Absent, EncoderUnavailable
from duijie.language.probe import WITNESS
from duijie.match.index.read import Encoding, Portfolio
from duijie.match.index.search import ExpertIndex
from duijie.match.index.update import Updated, update_index
from duijie.match.problem import Writing, write_need, write_passages
from duijie.match.text import Background

EXACT_UP_TO = 20_000
"""Experts that are all compared with every need; of more, only the nearest are."""
CANDIDATES = 100
"""Experts of each need that are compared when there are more."""


@dataclass(frozen=True)
class Shortlist:
    """The register with the experts worth comparing, what tells how rare words are, notices."""

    register: Register
    background: Background
    notices: tuple[Text, ...]


def usual_folder(cache: Path, evidence: Path) -> Path:
    """Return where in `cache` the index of a sheet lies: two lists would displace each other."""
    name = hashlib.sha256(str(evidence.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
    return cache / "experts" / name[:16]


def shorten(
    register: Register,
    reader: Reader,
    folder: Path,
    keep: Collection[str],
    progress: Progress = silent,
) -> Shortlist:
    """Keep the experts nearest to any need, and those of `keep`, found by the index in `folder`.

    The index is begun where there is none, and follows what changed in the experts and their
    evidence since. `progress` counts the experts that are read for it.
    """
    portfolios = list(_gather(register))
    try:
        encoding = _encode_with(reader)
        updated = update_index(folder, portfolios, encoding, progress)
        index = ExpertIndex(folder, encoding)
        vectors = _encode_needs(register.needs, encoding)
    except EncoderUnavailable:
        # The ranking of those who are found will say that meanings were not compared.
        encoding = Encoding()
        updated = update_index(folder, portfolios, encoding, progress)
        index = ExpertIndex(folder, encoding)
        vectors = [None] * len(register.needs)
    wanted = set(keep)
    for need, vector in zip(register.needs, vectors, strict=True):
        found = index.search(index.ask(write_need(need), vector), CANDIDATES)
        wanted.update(expert_id for expert_id, _ in found)
    return Shortlist(
        _select(register, wanted),
        index.background,
        (*_say_begun_anew(updated), _say_short(register, wanted)),
    )


def _gather(register: Register) -> Iterator[Portfolio]:
    writings: defaultdict[int, list[Writing]] = defaultdict(list)
    for passage in write_passages(register.experts, register.evidence):
        writings[passage.owner].append(passage)
    for column, expert in enumerate(register.experts):
        yield Portfolio(expert.expert_id, tuple(writings.pop(column, ())))


def _encode_with(reader: Reader) -> Encoding:
    encoder = reader.encoder
    if encoder is None or isinstance(encoder, Absent):
        return Encoding()
    dimension = encoder.dimension or encoder.encode([WITNESS]).shape[1]
    return Encoding(encoder.model_id, dimension, encoder.encode, reader.abilities)


def _encode_needs(needs: Collection[Need], encoding: Encoding) -> list[NDArray[np.float32] | None]:
    """Return the vector of each need, None where the encoder must not or cannot read it."""
    read = [encoding.writing(write_need(need)) for need in needs]
    secret = [need.confidential and encoding.abilities.sends_away for need in needs]
    rows = [row for row, one in enumerate(read) if one.has_words and not secret[row]]
    vectors: list[NDArray[np.float32] | None] = [None] * len(needs)
    if rows and encoding.encode:
        prompt = encoding.abilities.prompts.need
        found = encoding.encode([prompt + read[row].whole for row in rows])
        for row, vector in zip(rows, found, strict=True):
            vectors[row] = vector
    return vectors


def _select(register: Register, wanted: Collection[str]) -> Register:
    """Return the register with the `wanted` experts; evidence of nobody stays, to be told of."""
    left_out = {one.expert_id for one in register.experts} - set(wanted)
    return replace(
        register,
        experts=tuple(one for one in register.experts if one.expert_id not in left_out),
        evidence=tuple(one for one in register.evidence if one.expert_id not in left_out),
    )


def _say_begun_anew(updated: Updated) -> Iterator[Text]:
    if updated.begun_anew:
        yield updated.begun_anew + Text("；已从表格重建", "; it was rebuilt from the sheets")


def _say_short(register: Register, wanted: Collection[str]) -> Text:
    count = len(register.experts)
    return Text(
        f"专家超过 {EXACT_UP_TO} 位：{count} 位中只有索引找出的 {len(wanted)} 位"
        f"（每项需求最近的 {CANDIDATES} 位）参加比对，其余不在结果里",
        f"There are more than {EXACT_UP_TO} experts: of {count}, the {len(wanted)} whom the index "
        f"found (the nearest {CANDIDATES} of each need) were compared; the others are not in the "
        "result",
    )
