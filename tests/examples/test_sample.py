"""The committed sample: as its source makes it, complete, coherent, and nobody's."""

import csv
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from duijie.domain.sheet import Cell
from duijie.io.sheets import read_sheets
from duijie.io.toml import read_toml
from duijie.register.event import read_event

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "sample"
BOOKS = ("needs.xlsx", "experts.xlsx", "companies.xlsx", "pins.xlsx")
LISTS = ("evidence.csv", "conflicts.csv")
KINDS = {"论文", "专利", "成果", "获奖", "项目", "技术服务"}
NOBODY_SUITS = {"N31", "N52", "N55"}
RARE = "喆翀垚堃㛃䶮"
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

Row = tuple[Cell, ...]


def records(name: str, key: str) -> dict[str, Row]:
    """Return the rows that have an id such as E01 in their first two cells, by id."""
    pattern = re.compile(rf"{key}\d\d")
    return {
        str(cell): row
        for sheet in read_sheets(SAMPLE / name)
        for row in sheet.rows
        for cell in row[:2]
        if pattern.fullmatch(str(cell))
    }


def words(name: str) -> list[str]:
    return [
        str(cell)
        for sheet in read_sheets(SAMPLE / name)
        for row in sheet.rows
        for cell in row
        if cell is not None
    ]


@pytest.fixture(scope="module")
def evidence() -> list[dict[str, str]]:
    with (SAMPLE / "evidence.csv").open(encoding="gb18030", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def truth() -> list[dict[str, str]]:
    with (ROOT / "examples" / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_committed_sheets_are_what_the_source_makes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.make_sample", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    for name in BOOKS:
        with zipfile.ZipFile(SAMPLE / name) as old, zipfile.ZipFile(tmp_path / name) as new:
            assert old.namelist() == new.namelist()
            for part in old.namelist():
                assert old.read(part) == new.read(part), f"{name}: {part}"
    for name in LISTS:
        assert (SAMPLE / name).read_bytes() == (tmp_path / name).read_bytes()


def test_the_scene_has_its_size(evidence: list[dict[str, str]]) -> None:
    assert len(records("experts.xlsx", "E")) == 26
    assert len(records("companies.xlsx", "C")) == 30
    needs = records("needs.xlsx", "N")
    assert len(needs) == 55
    assert sum(not re.search("[\u4e00-\u9fff]", str(row[6])) for row in needs.values()) == 8
    pieces = Counter(piece["专家编号"] for piece in evidence)
    assert set(pieces) == set(records("experts.xlsx", "E"))
    assert all(3 <= count <= 8 for count in pieces.values())
    assert {piece["类型"] for piece in evidence} >= KINDS


def test_rare_characters_and_namesakes_are_there(evidence: list[dict[str, str]]) -> None:
    names = {piece["专家编号"]: piece["姓名"] for piece in evidence}
    assert all(any(sign in name for name in names.values()) for sign in RARE)
    assert [name for name, count in Counter(names.values()).items() if count > 1] == ["周岚"]


@pytest.mark.parametrize("name", BOOKS[:-1])
def test_every_workbook_says_that_it_is_invented(name: str) -> None:
    for sheet in read_sheets(SAMPLE / name):
        assert "虚构" in str(sheet.rows[1][0])


def test_nobody_can_be_called_or_written_to() -> None:
    found = words("needs.xlsx") + words("companies.xlsx")
    mails = {mail for text in found for mail in re.findall(r"\S+@\S+", text)}
    assert len(mails) >= 30
    assert all(mail.endswith("@example.com") for mail in mails)
    phones = [str(row[7]) for row in records("companies.xlsx", "C").values()]
    assert all(re.fullmatch(r"[0０]{3}[-－ ]?[\d０-９]{7}", phone) for phone in phones)
    assert not any(re.search(r"1\d{10}", text) for text in found)


def test_credit_codes_hold_and_lie_nowhere() -> None:
    codes = [str(row[3]).replace(" ", "") for row in records("companies.xlsx", "C").values()]
    assert len(set(codes)) == 30
    for code in codes:
        assert code.startswith("91990000")
        total = sum(
            CREDIT_SIGNS.index(sign) * 3**place % 31 for place, sign in enumerate(code[:17])
        )
        assert (total + CREDIT_SIGNS.index(code[17])) % 31 == 0


def test_no_doi_is_real(evidence: list[dict[str, str]]) -> None:
    dois = {piece["DOI"] for piece in evidence} - {""}
    assert dois
    assert all(doi.startswith("10.0000/") for doi in dois)


def test_the_truth_speaks_of_the_sample(
    truth: list[dict[str, str]], evidence: list[dict[str, str]]
) -> None:
    needs, names = records("needs.xlsx", "N"), {row["专家编号"]: row["姓名"] for row in evidence}
    for row in truth:
        assert "".join(row["need"].split()) == "".join(str(needs[row["need_id"]][6]).split())
        assert row["expert"] == names[row["expert_id"]]
        assert row["grade"] in {"1", "2", "3"}
    best = {row["need_id"] for row in truth if row["grade"] == "3"}
    assert best == set(needs) - NOBODY_SUITS
    assert {row["expert_id"] for row in truth} == set(names)


def test_pins_and_conflicts_name_people_of_the_sample_and_agree() -> None:
    needs, experts = records("needs.xlsx", "N"), records("experts.xlsx", "E")
    companies = {str(name) for row in records("companies.xlsx", "C").values() for name in row[1:3]}
    (pins,) = read_sheets(SAMPLE / "pins.xlsx")
    for need, expert, rule, _ in pins.rows[3:]:
        assert need in needs
        assert expert in experts
        assert rule in {"must", "never"}
    with (SAMPLE / "conflicts.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            assert row["专家编号"] in experts
            assert row["企业名称"] in companies or row["需求编号"] in needs


def test_the_day_has_room_for_everybody() -> None:
    event, odd = read_event(read_toml(SAMPLE / "event.toml"), "event.toml")
    assert not odd
    (day,) = event.days
    assert day.date.strftime("%A") == "Thursday"
    turns = {item.turns: item for item in day.plenary if item.turns}
    assert turns["experts"].minutes >= 26 * turns["experts"].per_turn
    assert turns["companies"].minutes >= 30 * turns["companies"].per_turn

    free = sum(slot.usable for slot in event.slots)
    most = event.limits.per_need.high if event.limits.per_need else 0
    assert free == 11
    assert 100 <= 55 * most <= 130
    assert len(event.tables) * free >= 130
    assert free >= 3 * most  # a company states up to three needs
    away = {absence.id for absence in event.absent}
    assert away & records("experts.xlsx", "E").keys()
    assert away & records("companies.xlsx", "C").keys()
    assert away & {table.id for table in event.tables}


def test_experts_have_time_for_every_need() -> None:
    limit_column = {"化学化工学院": 9, "资源环境学院": 7}
    cells = [
        row[limit_column[sheet.name.strip()]]
        for sheet in read_sheets(SAMPLE / "experts.xlsx")
        for row in sheet.rows
        if re.fullmatch(r"E\d\d", str(row[0]))
    ]
    meetings = [int(unicodedata.normalize("NFKC", str(cell)).rstrip("场")) for cell in cells]
    assert len(meetings) == 26
    assert sum(meetings) >= 2 * 55
    assert all(2 <= count <= 6 for count in meetings)
