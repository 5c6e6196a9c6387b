"""From what people write to the name they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 200
_SPACE = re.compile(r"\s+")
_REMARK = re.compile(r"\[[^\[\]]*(?:[一-鿿]|[%>≥<])[^\[\]]*\]$")
_OPTIONAL = re.compile(r"\((基|代|化|苯|甲|烷|二|三|四|五|合|的|酯|氧|酸)\)")
_NOTE = re.compile(r"\([^()]*\)$")
_STEREO = re.compile(
    r"^(?:\(?[±+\-]\)?-|\((?:\d*[RSEZ],?)+\)-|[DL]{1,2}-|(?:dl|d|l|cis|trans|rac|meso)-|(?:左旋|右旋|外消旋)-?"
    r"|[顺反]-|[顺反]式-?|(?:\d+[RSEZ],?)+-)"
)
_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−－ー﹣", "-")
    | {"′": "'", "’": "'", "‘": "'", "＇": "'", "`": "'", "″": "''", "·": "·"}
)
_FORM = re.compile(r"(?:可湿性)?(?:粉剂|颗粒剂|乳剂|水剂|溶液|水溶液|粉末|乳油|原药)$")
_TYPOS = (
    ("已烷", "己烷"), ("已烯", "己烯"), ("已酮", "己酮"), ("毗啶", "吡啶"), ("吡碇", "吡啶"),
    ("乙脂", "乙酯"), ("甲脂", "甲酯"), ("丁脂", "丁酯"), ("醋酸", "乙酸"), ("蚁酸", "甲酸"),
    ("矽烷", "硅烷"), ("氢氧化胺", "氢氧化铵"),
)  # fmt: skip


def candidates(name: str) -> Iterator[str]:
    """Yield what `name` may mean to say, the plainest first.

    >>> list(candidates("２，4-二氯(苯)酚［干的］"))[0]
    '2,4-二氯苯酚'
    """
    if len(name) > LONGEST:
        return
    plain = unicodedata.normalize("NFKC", name).translate(_DASHES)
    plain = _SPACE.sub("", plain)
    plain = _REMARK.sub("", plain)
    seen: set[str] = set()
    for whole in re.split(r"[;；]|,(?=[一-鿿]{2})(?![一-鿿]*-)", plain):
        for form in _forms(whole):
            if form and form not in seen:
                seen.add(form)
                yield form


def _forms(name: str) -> Iterator[str]:
    name = _OPTIONAL.sub(lambda found: "" if found[1] == "的" else found[1], name)
    name = re.sub(r"(?<=\d)[、.](?=\d)", ",", name)
    name = re.sub(r"(?<=[\d'])(?=[一-鿿])(?<!第\d)", "-", name)
    name = re.sub(r"-{2,}", "-", name).strip("-,、。.")
    yield name
    bare = _NOTE.sub("", name)
    yield bare
    bare = _FORM.sub("", _STEREO.sub("", bare))
    yield bare
    for wrong, right in _TYPOS:
        bare = bare.replace(wrong, right)
    bare = re.sub(r"(?<=[氟氯溴碘])代(?=[一-鿿])", "", bare)
    yield bare
    if bare.endswith("氨") and len(bare) > 1:
        yield bare[:-1] + "胺"
