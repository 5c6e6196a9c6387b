from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.records import (
    EVIDENCE_KINDS,
    Budget,
    Company,
    Conflict,
    Decision,
    Evidence,
    Expert,
    Need,
    Pin,
    Register,
)
from duijie.domain.text import Text
from duijie.io.csv import read_csv, write_csv
from duijie.register.canonical import (
    companies_grid,
    conflicts_grid,
    decisions_grid,
    evidence_grid,
    experts_grid,
    needs_grid,
    pins_grid,
    problems_grid,
)
from duijie.register.normalise.flags import says_nothing
from duijie.register.normalise.lists import read_list
from duijie.register.normalise.text import clean_line, clean_text
from duijie.register.reader import read_register

ALPHABET = "膜分离催化加氢abcXYZ0123 ,，；、:：\"'=+-@（）()/%"


def tidy(lines: bool = False) -> st.SearchStrategy[str]:
    clean = clean_text if lines else clean_line
    return (
        st.text(ALPHABET + "\n" * lines, min_size=1, max_size=30)
        .map(clean)
        .filter(lambda text: not says_nothing(text))
    )


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | strategy


LISTS = st.text(ALPHABET, max_size=30).map(read_list)
COUNTS = st.none() | st.integers(0, 20)
MATURITY = st.none() | st.integers(1, 9)
SUMS = st.integers(0, 10**8)
BUDGETS = st.none() | st.tuples(SUMS, SUMS).map(lambda pair: Budget(min(pair), max(pair)))


@st.composite
def registers(draw: st.DrawFn) -> Register:
    n_experts, n_needs, n_companies = (draw(st.integers(1, 4)) for _ in range(3))
    companies = tuple(
        draw(
            st.builds(
                Company,
                company_id=st.just(f"C{number}"),
                name=st.just(f"公司{number}有限公司"),
                short_name=maybe(tidy()),
                uscc=st.sampled_from(["", "91990000MA0000015Q"]),
                industry=maybe(tidy()),
                products=LISTS,
                contact=st.sampled_from(["", "张三", "Wei Zhang"]),
                phone=st.sampled_from(["", "010-1234", "13800000000"]),
                email=st.sampled_from(["", "a@example.com"]),
                address=maybe(tidy()),
                intro=maybe(tidy(lines=True)),
                extra=st.just(()),
            )
        )
        for number in range(n_companies)
    )
    needs = tuple(
        draw(
            st.builds(
                Need,
                need_id=st.just(f"N{number}"),
                title=tidy(),
                text=tidy(lines=True),
                company=st.sampled_from(["", *(company.name for company in companies)]),
                industry=maybe(tidy()),
                keywords=LISTS,
                wanted_meetings=COUNTS,
                budget_cny=BUDGETS,
                deadline=st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1)),
                mode=LISTS,
                wanted_maturity=MATURITY,
                confidential=st.booleans(),
                extra=st.just(()),
            )
        )
        for number in range(n_needs)
    )
    experts = tuple(
        draw(
            st.builds(
                Expert,
                expert_id=st.just(f"E{number}"),
                name=st.just(f"Wei Zhang {number}"),
                organisation=maybe(tidy()),
                department=maybe(tidy()),
                title=maybe(tidy()),
                directions=LISTS,
                keywords=LISTS,
                min_meetings=COUNTS,
                max_meetings=COUNTS,
                extra=st.just(()),
            )
        )
        for number in range(n_experts)
    )
    expert_ids = st.sampled_from([expert.expert_id for expert in experts])
    need_ids = st.sampled_from([need.need_id for need in needs])
    names = st.sampled_from([company.name for company in companies])
    piece = st.builds(
        Evidence,
        expert_id=expert_ids,
        kind=st.sampled_from(EVIDENCE_KINDS),
        title=tidy(),
        text=maybe(tidy(lines=True)),
        year=st.none() | st.integers(1900, 2099),
        maturity=MATURITY,
        doi=maybe(tidy()),
        extra=st.just(()),
    )
    reasons = maybe(tidy(lines=True))
    conflict = st.builds(
        Conflict, expert_id=expert_ids, need_id=need_ids, reason=reasons
    ) | st.builds(Conflict, expert_id=expert_ids, company=names, reason=reasons)
    pin = st.builds(Pin, need_ids, expert_ids, st.sampled_from(["must", "never"]), maybe(tidy()))
    decision = st.builds(
        Decision,
        need_ids,
        expert_ids,
        st.sampled_from(["accepted", "declined", "met"]),
        st.none() | st.integers(1, 5),
        reasons,
        maybe(tidy()),
        st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1)),
    )
    return Register(
        needs=needs,
        experts=experts,
        evidence=tuple(draw(st.lists(piece, min_size=1, max_size=4, unique=True))),
        companies=companies,
        conflicts=tuple(draw(st.lists(conflict, min_size=1, max_size=3, unique=True))),
        pins=tuple(draw(st.lists(pin, min_size=1, max_size=3, unique=True))),
        decisions=tuple(draw(st.lists(decision, min_size=1, max_size=3, unique=True))),
    )


def write_and_read(register: Register) -> tuple[Register, list[Diagnosis]]:
    grids = [
        needs_grid(register),
        experts_grid(register),
        evidence_grid(register),
        companies_grid(register),
        conflicts_grid(register),
        pins_grid(register),
        decisions_grid(register),
    ]
    with TemporaryDirectory() as folder:
        for grid in grids:
            write_csv(Path(folder) / f"{grid.name}.csv", grid)
        return read_register([read_csv(Path(folder) / f"{grid.name}.csv") for grid in grids])


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(registers())
def test_canonical_files_read_back_equal_and_without_findings(register: Register) -> None:
    again, found = write_and_read(register)
    assert found == []
    assert again == register


def test_extras_follow_the_own_columns_and_come_back() -> None:
    register = Register(
        needs=(
            Need("N1", "膜", "堵", extra=(("推荐单位", "甲"), ("奇怪", "乙"))),
            Need("N2", "塔", "液泛", extra=(("奇怪", "丙"),)),
        )
    )
    grid = needs_grid(register)
    assert grid.columns[-2:] == ("推荐单位", "奇怪")
    assert grid.rows[1][-2:] == (None, "丙")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "needs.csv"
        write_csv(path, grid)
        again, found = read_register([read_csv(path)])
    assert again == register
    assert [(problem.severity, problem.found) for problem in found] == [(Severity.NOTE, "奇怪")]


def test_problems_are_written_in_one_language() -> None:
    finding = Diagnosis(
        Severity.WARNING,
        "a.xlsx",
        Text("日期", "a date"),
        "5月底",
        Text("留空", "left empty"),
        "需求",
        7,
        "C",
    )
    whole_file = replace(finding, row=0, column="", sheet="")
    grid = problems_grid([finding, whole_file], "en")
    assert list(grid.rows) == [
        ("a.xlsx", "需求", 7, "C", "warning", "5月底", "a date", "left empty"),
        ("a.xlsx", "", None, "", "warning", "5月底", "a date", "left empty"),
    ]
    assert problems_grid([finding], "zh").rows[0][-2:] == ("日期", "留空")
