import re
from collections import Counter

import pytest

from duijie.chemistry.groups import read_groups
from duijie.chemistry.process.entries import (
    ROLES,
    Process,
    ancestors,
    hazard_of,
    read_hazards,
    read_processes,
)
from duijie.chemistry.process.find import find_processes

PROCESSES = list(read_processes().values())


def test_every_process_has_both_languages_and_no_name_twice() -> None:
    names = Counter(name.casefold() for one in PROCESSES for name in (*one.zh, *one.en))
    assert [name for name, count in names.items() if count > 1] == []
    assert all(one.zh and one.en for one in PROCESSES)
    assert all(name.strip() == name for name in names)


def test_keys_are_unique_and_lines_of_parents_end() -> None:
    assert len(PROCESSES) == 118 + 48
    assert len({one.key for one in PROCESSES}) == len(PROCESSES)
    for one in PROCESSES:
        assert ancestors(one.key)[0] == one.key
        assert len(ancestors(one.key)) <= 3


def test_roles_groups_and_ids_exist() -> None:
    groups = {*read_groups(), "arene"}
    for one in PROCESSES:
        assert one.role in ROLES
        assert set(one.acts_on) <= groups, one.key
        assert not one.ontology or re.fullmatch(r"(MOP|RXNO):\d{7}", one.ontology)
    ids = Counter(one.ontology for one in PROCESSES if one.ontology)
    assert max(ids.values()) == 1


@pytest.mark.parametrize("process", PROCESSES, ids=lambda one: one.key)
def test_every_name_is_found_as_what_it_names(process: Process) -> None:
    for name in (*process.zh, *process.en):
        hits = find_processes(f"苯的{name}。 hydrolysis", ())
        assert process.key in [hit.process.key for hit in hits], name


def test_eighteen_processes_are_under_supervision_and_each_is_reached() -> None:
    hazards = read_hazards()
    assert sorted(hazards) == list(range(1, 19))
    reached = {hazard.number for one in PROCESSES if (hazard := hazard_of(one.key))}
    assert reached == set(hazards)
    assert [hazards[number].source for number in (1, 15, 16, 18)] == [
        "安监总管三〔2009〕116号",
        "安监总管三〔2009〕116号",
        "安监总管三〔2013〕3号",
        "安监总管三〔2013〕3号",
    ]


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("nitrile_hydrogenation", 8),
        ("chlorosulfonation", 13),
        ("methylation", 15),
        ("oximation", None),
        ("distillation", None),
        ("advanced_oxidation", 10),
    ],
)
def test_a_narrower_process_is_as_dangerous(key: str, number: int | None) -> None:
    hazard = hazard_of(key)
    assert (hazard.number if hazard else None) == number
