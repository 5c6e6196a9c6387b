"""What the reader makes of the messy sample is what its clean source meant."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.records import Budget, Need, Register
from duijie.io.sheets import SUFFIXES, read_sheets
from duijie.register.reader import read_register

if TYPE_CHECKING:
    from tools.sample.source import Demand, Firm, Person

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "sample"
KINDS = {
    "论文": "paper",
    "专利": "patent",
    "成果": "achievement",
    "获奖": "award",
    "项目": "project",
    "技术服务": "service",
}
DEADLINES_WITHOUT_A_YEAR = {"N21": "年底前", "N35": "11月底前"}


@pytest.fixture(scope="module")
def read() -> tuple[Register, list[Diagnosis]]:
    files = [path for path in sorted(SAMPLE.iterdir()) if path.suffix in SUFFIXES]
    return read_register([sheet for path in files for sheet in read_sheets(path)])


@pytest.fixture(scope="module")
def register(read: tuple[Register, list[Diagnosis]]) -> Register:
    return read[0]


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(ROOT)
    return importlib.import_module("tools.sample.source")


def squeeze(words: str) -> str:
    return "".join(words.split())


def expected_budget(need: Demand) -> Budget | None:
    if need.budget_wan is None:
        return None
    low, high = need.budget_wan if isinstance(need.budget_wan, list) else [need.budget_wan] * 2
    return Budget(low * 10_000, high * 10_000)


def test_every_need_reads_as_meant(register: Register, source: Any) -> None:
    firms: list[Firm] = source.load_firms()
    meant = [(firm, need) for firm in firms for need in firm.needs]
    assert [need.need_id for need in register.needs] == [need.id for _, need in meant]
    for got, (firm, need) in zip(register.needs, meant, strict=True):
        assert got.company == firm.name, need.id
        assert got.title == need.title
        assert got.keywords == tuple(need.keywords), need.id
        assert got.budget_cny == expected_budget(need), need.id
        assert got.mode == tuple(need.mode), need.id
        assert got.wanted_meetings == need.experts_wanted, need.id
        assert got.confidential == need.confidential, need.id
        for part in (need.problem, need.key, need.goal, need.baseline):
            assert squeeze(part) in squeeze(got.text), need.id


def test_every_deadline_with_a_year_reads_as_meant(register: Register, source: Any) -> None:
    meant = {need.id: need.deadline for firm in source.load_firms() for need in firm.needs}
    for got in register.needs:
        if got.need_id not in DEADLINES_WITHOUT_A_YEAR:
            assert got.deadline == meant[got.need_id], got.need_id


def test_every_expert_reads_as_meant(register: Register, source: Any) -> None:
    people: list[Person] = source.load_people()
    assert len(register.experts) == len(people)
    for got, person in zip(register.experts, people, strict=True):
        assert got.expert_id == person.id
        assert got.name.startswith(person.name)  # one has his name in Latin letters behind it
        assert (got.title, got.organisation) == (person.rank, person.college), person.id
        assert got.department == person.department, person.id
        assert got.directions == tuple(person.directions), person.id
        assert got.keywords == tuple(person.keywords), person.id
        assert got.max_meetings == person.max_meetings, person.id


def test_every_piece_of_evidence_reads_as_meant(register: Register, source: Any) -> None:
    got = {(piece.expert_id, piece.title): piece for piece in register.evidence}
    for person in source.load_people():
        for piece in person.evidence:
            read = got[person.id, piece.title]
            assert read.kind == KINDS[piece.kind], piece.title
            assert (read.text, read.year, read.doi) == (piece.text, piece.year, piece.doi)
            assert bool(read.maturity) == bool(piece.maturity), piece.title


def test_every_company_reads_as_meant(register: Register, source: Any) -> None:
    firms: list[Firm] = source.load_firms()
    assert len(register.companies) == len(firms)
    for got, firm in zip(register.companies, firms, strict=True):
        assert (got.company_id, got.name, got.short_name) == (firm.id, firm.name, firm.short_name)
        assert got.products == tuple(firm.products), firm.id
        assert got.contact.startswith(firm.contact)  # one names her department, too
        assert len(got.uscc) == 18, firm.id


def test_decisions_read_as_meant(register: Register, source: Any) -> None:
    decisions = source.load_decisions()
    assert [(pin.need_id, pin.expert_id, pin.rule) for pin in register.pins] == [
        (pin["need"], pin["expert"], pin["rule"]) for pin in decisions.pins
    ]
    assert [pair.expert_id for pair in register.conflicts] == [
        pair["expert"] for pair in decisions.conflicts
    ]
    assert register.conflicts[1].company == "临澜芃芃医药化工有限公司"


def test_the_mess_is_reported_and_nothing_is_lost(
    read: tuple[Register, list[Diagnosis]],
) -> None:
    register, diagnoses = read
    assert not [one.describe("en") for one in diagnoses if one.severity is Severity.ERROR]
    found = {one.found for one in diagnoses if one.severity is Severity.WARNING}
    assert found >= {"沁源盐业", "芃芃医药", "是（未公开客户标准）"}
    assert found >= set(DEADLINES_WITHOUT_A_YEAR.values())
    bare = [need.need_id for need in register.needs if not need.text]
    assert bare == ["N27"]
    assert sum(need.confidential for need in register.needs) == 3


def test_namesakes_stay_two_people(register: Register) -> None:
    assert [one.department for one in register.experts if one.name == "周岚"] == [
        "应用化学系",
        "大气环境系",
    ]


def test_the_hidden_row_and_column_are_read(register: Register) -> None:
    needs: dict[str, Need] = {need.need_id: need for need in register.needs}
    assert needs["N30"].title.startswith("沸石转轮")
    assert "500 L 光氯化釜" in needs["N01"].text
