"""Invented, seeded sheets of any size for benchmarks of the web app: nobody and nothing real."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np

_METHODS = [
    "微通道连续硝化",
    "膜蒸馏",
    "催化加氢",
    "电渗析",
    "反应精馏",
    "相转移催化",
    "光催化氧化",
    "超临界萃取",
]
_MATTERS = [
    "含氟废水",
    "农药中间体",
    "废硫酸",
    "锂电池电解液",
    "高盐母液",
    "芳胺",
    "硅烷偶联剂",
    "环氧树脂",
]
_AIMS = ["降低能耗", "提高选择性", "减少固废", "回收溶剂", "替代氯化亚砜", "稳定晶型", "放大至千吨"]
_SURNAMES = ["沈", "卢", "程", "羿", "费", "霍", "柏", "庄", "晏", "闵"]
_GIVEN = ["书岚", "望舒", "知秋", "一鸣", "启帆", "霁川", "衡芳", "云舟", "清越", "景行"]
_COLUMNS = {
    "experts": "编号,姓名,单位,院系,职称,研究方向,专业特长",
    "evidence": "专家编号,成果名称,类型,年份,摘要",
    "needs": "需求编号,需求名称,单位名称,行业,主要问题,技术关键,预期目标,拟投入资金（万元）",
}


def invent_event(n_experts: int, n_needs: int, seed: int) -> dict[str, str]:
    """Return the sheets of an event, by file name, parents first; ten pieces of evidence each."""
    random = np.random.default_rng(seed)
    experts = [_expert(random, number) for number in range(n_experts)]
    evidence = [_piece(random, row[0]) for row in experts for _ in range(10)]
    return {
        "experts.csv": _write("experts", experts),
        "evidence.csv": _write("evidence", evidence),
        "needs.csv": invent_needs(n_needs, seed + 1),
    }


def invent_needs(n_needs: int, seed: int) -> str:
    """Return a sheet of needs as CSV; sheets of other seeds share no need with it."""
    random = np.random.default_rng(seed)
    return _write("needs", [_need(random, seed, number) for number in range(n_needs)])


def _write(kind: str, rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([_COLUMNS[kind].split(","), *rows])
    return out.getvalue()


def _pick(random: np.random.Generator, words: list[str]) -> str:
    return words[int(random.integers(len(words)))]


def _matter(random: np.random.Generator) -> str:
    return f"{_pick(random, _MATTERS)}{_pick(random, _METHODS)}"


def _sentences(random: np.random.Generator) -> Iterator[str]:
    while True:
        share, scale = int(random.integers(40, 99)), int(random.integers(2, 400)) * 10
        matter, aim = _matter(random), _pick(random, _AIMS)
        yield f"{matter}目前收率 {share} %，规模 {scale} t/a，希望{aim}。"


def _text(random: np.random.Generator, n_sentences: int) -> str:
    return "".join(part for part, _ in zip(_sentences(random), range(n_sentences), strict=False))


def _expert(random: np.random.Generator, number: int) -> list[str]:
    name = _pick(random, _SURNAMES) + _pick(random, _GIVEN)
    directions = f"{_matter(random)}；{_matter(random)}"
    place = ["河西理工大学", f"第{number % 7 + 1}研究所", "教授"]
    return [f"L-{number:04}", name, *place, directions, _pick(random, _METHODS)]


def _piece(random: np.random.Generator, expert: str) -> list[str]:
    title = f"{_matter(random)}及其放大规律 {int(random.integers(10**6))}"
    kind, year = _pick(random, ["论文", "专利", "项目"]), str(random.integers(2012, 2027))
    return [expert, title, kind, year, _text(random, 3)]


def _need(random: np.random.Generator, seed: int, number: int) -> list[str]:
    company = f"临澜{_pick(random, _MATTERS)}{int(random.integers(30))}厂"
    title = f"{_matter(random)}{_pick(random, _AIMS)}"
    budget = str(int(random.integers(5, 400)))
    texts = [_text(random, 2) for _ in range(3)]
    return [f"L{seed}-{number:05}", title, company, "C26", *texts, budget]
