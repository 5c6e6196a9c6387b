"""Sheets name each other's people: found, joined, or said to be unknown."""

from __future__ import annotations

import pytest

from duijie.domain.ids import make_id
from duijie.domain.records import Conflict, Expert, Need, Pin, Register
from duijie.io.csv import read_csv
from duijie.register.reader import read_register
from tests.register.sheets import (
    ERROR,
    EVIDENCE,
    EXPERTS,
    NEEDS,
    PINS,
    WARNING,
    of,
    read,
    sheet,
)


def test_company_names_join_only_when_unmistakable() -> None:
    companies = sheet(
        "companies.csv",
        ("company_id", "name", "address"),
        ("C1", "东方化工有限公司", "x"),
        ("C2", "东方新材料有限公司", "x"),
    )
    needs = [
        ("N1", "膜", "堵", "东方化工"),
        ("N2", "膜", "堵", "东方"),
        ("N3", "膜", "堵", "西方化工"),
        ("N4", "膜", "堵", "C2"),
    ]
    register, found = read(companies, sheet("needs.csv", NEEDS, *needs))
    assert [need.company for need in register.needs] == [
        "东方化工有限公司",
        "东方",
        "西方化工",
        "东方新材料有限公司",
    ]
    assert [problem.severity for problem in found] == [WARNING] * 4
    assert "could be any of" in found[1].expected.en
    assert "not in the list" in found[2].expected.en


def test_evidence_finds_its_experts_by_id_or_unique_name() -> None:
    experts = sheet(
        "experts.csv",
        EXPERTS,
        ("E1", "张三", "甲大学"),
        ("E2", "李四", "甲大学"),
        ("E3", "王五", "甲"),
        ("E4", "王五", "乙"),
    )
    register, found = read(
        experts,
        sheet(
            "成果.csv",
            ("完成人", "成果名称", "所处阶段"),
            ("E1", "一", "通过中试"),
            ("张三、李四、外人", "二", None),
            ("李四教授", "三", None),
            ("王五", "四", None),
            ("张三丰", "五", None),
        ),
    )
    assert [(piece.expert_id, piece.title) for piece in register.evidence] == [
        ("E1", "一"),
        ("E1", "二"),
        ("E2", "二"),
        ("E2", "三"),
    ]
    assert register.evidence[0].maturity == 6
    errors = of(ERROR, found)
    assert "could be E3, E4" in errors[0].expected.en
    assert 'did you mean "张三"' in errors[1].expected.en


def test_evidence_without_a_list_of_experts() -> None:
    register, found = read(sheet("evidence.csv", EVIDENCE, ("X1", "paper", "一")))
    assert (register.evidence[0].expert_id, register.experts, found) == ("X1", (), [])
    register, found = read(sheet("成果.csv", ("完成人", "论文题目"), ("张三、李四", "论膜")))
    assert [expert.name for expert in register.experts] == ["张三", "李四"]
    assert [piece.expert_id for piece in register.evidence] == [
        make_id("E", "张三"),
        make_id("E", "李四"),
    ]
    assert register.evidence[0].kind == "paper"
    assert [problem.severity for problem in found] == [WARNING] * 2


def test_conflicts_and_pins_name_people_that_exist() -> None:
    register, found = read(
        sheet("needs.csv", NEEDS, ("N1", "膜", "堵", "甲公司"), ("N2", "塔", "液泛", None)),
        sheet("experts.csv", EXPERTS, ("E1", "张三", "甲大学"), ("E2", "李四", "甲大学")),
        sheet(
            "conflicts.csv",
            ("need_id", "company", "expert_id", "reason"),
            ("N1", None, "张三", "持股"),
            (None, "甲公司", "E2", None),
            ("N1", None, "张三", "持股"),
            ("N01", None, "E1", None),
            ("N1", None, "E9", None),
            (None, None, "E1", "x"),
        ),
        sheet(
            "pins.csv",
            ("需求编号", "专家", "规则", "指定人"),
            ("膜", "E1", "必须", "局"),
            ("N2", "E2", "不宜", None),
            ("N2", "E1", "看情况", None),
            ("N3", "E1", "must", None),
        ),
    )
    assert register.conflicts == (
        Conflict("E1", need_id="N1", reason="持股"),
        Conflict("E2", company="甲公司"),
    )
    assert register.pins == (Pin("N1", "E1", "must", "局"), Pin("N2", "E2", "never", ""))
    assert [(problem.severity, problem.place.en) for problem in found] == [
        (WARNING, "conflicts.csv row 4"),
        (ERROR, "conflicts.csv A5"),
        (ERROR, "conflicts.csv C6"),
        (ERROR, "conflicts.csv row 7"),
        (ERROR, "pins.csv C4"),
        (ERROR, "pins.csv A5"),
    ]
    assert 'did you mean "N1"' in found[1].expected.en


def test_references_are_taken_as_they_are_when_nothing_is_there_to_check() -> None:
    register, found = read(
        sheet("conflicts.csv", ("need_id", "expert_id", "reason"), ("N1", "E1", None)),
        sheet("pins.csv", ("need_id", "expert_id", "rule"), ("N1", "E1", "must")),
    )
    assert (len(register.conflicts), len(register.pins), found) == (1, 1, [])


@pytest.mark.parametrize(
    ("file", "text", "count"),
    [
        ("conflicts.csv", "need_id,expert_id\nN1,E1\n", 1),
        ("回避.csv", "company,expert_id\n甲,E1\n", 1),
        ("pairs.csv", "need_id,expert_id,reason\nN1,E1,师生\n", 1),
        ("pairs.csv", "need_id,expert_id\nN1,E1\n", 0),
        ("affinity.csv", "need_id,expert_id,affinity,rank,reason\nN1,E1,0.5,1,x\n", 0),
    ],
)
def test_pairs_are_conflicts_only_where_something_says_so(file: str, text: str, count: int) -> None:
    people = "expert_id,name\nE1,王喆\n"
    needs = "need_id,title,company\nN1,脱盐,甲\n"
    sheets = [
        read_csv(content.encode(), name)
        for name, content in (("experts.csv", people), ("needs.csv", needs), (file, text))
    ]
    register, _ = read_register(sheets)
    assert len(register.conflicts) == count


PINNED = sheet("pins.csv", PINS, ("废盐资源化", "羿知秋", "must"))


def test_a_sheet_may_name_what_is_known_elsewhere() -> None:
    known = Register(needs=(Need("N-9", "废盐资源化"),), experts=(Expert("E-9", "羿知秋"),))
    register, found = read_register([PINNED], known=known)
    assert [(pin.need_id, pin.expert_id) for pin in register.pins] == [("N-9", "E-9")]
    assert (register.needs, register.experts, found) == ((), (), [])


def test_what_nobody_knows_is_an_error_when_all_is_known() -> None:
    register, found = read_register([PINNED], known=Register())
    assert register.pins == ()
    assert [one.severity for one in found] == [ERROR, ERROR]
    assert read_register([PINNED])[0].pins
