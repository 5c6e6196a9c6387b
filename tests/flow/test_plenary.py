"""The plenary from files to files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from duijie.domain.errors import BadData, BadUsage
from duijie.flow import plan_plenary, respread_plenary
from tests.flow.small import FILES, write_event

AFFINITY = """need_id,expert_id,affinity
N1,E1,0.9
N1,E2,0.1
N1,E3,0.8
N2,E1,0.1
N2,E2,0.9
N3,E1,0.2
N3,E2,0.8
N3,E3,0.1
N4,E1,0.8
N4,E2,0.2
N4,E3,0.9
"""
ROUNDS = """plenary = [
  { start = "09:00", minutes = 10, turns = "experts", per_turn = 3, last = ["E2"] },
  { start = "09:30", minutes = 10, turns = "companies", per_turn = 2 },
]
[[rooms]]"""


def write(folder: Path, rounds: str = ROUNDS) -> None:
    write_event(folder, event_toml=FILES["event.toml"].replace("[[rooms]]", rounds))
    (folder / "affinity.csv").write_text(AFFINITY, encoding="utf-8")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_rounds_are_planned_and_spread_again(tmp_path: Path) -> None:
    write(tmp_path)
    out = tmp_path / "plenary.csv"
    outcome = plan_plenary(tmp_path / "affinity.csv", tmp_path / "event.toml", out)
    experts, companies = rows(out)[:3], rows(out)[3:]
    assert [one["person_id"] for one in experts][-1] == "E2"
    assert {one["name"] for one in companies} == {"甲化工", "乙环保", "Delta Ltd"}
    names = [one["name"] for one in companies]
    assert abs(names.index("甲化工") - names.index("Delta Ltd")) == 1  # E1 and E3 suit both
    assert (experts[1]["start"], experts[1]["end"]) == ("09:03", "09:06")
    shown = outcome.as_json()
    assert [one["turns"] for one in shown["rounds"]] == [3, 3]
    json.dumps(shown)

    again = tmp_path / "again.csv"
    respread_plenary(out, tmp_path / "event.toml", again, next_id="E2", resume="09:08")
    last = rows(again)[2]
    assert (last["start"], last["end"]) == ("09:08", "09:10")
    assert rows(again)[3:] == companies
    longer = respread_plenary(
        out, tmp_path / "event.toml", again, next_id="E2", resume="09:09", until="09:12"
    )
    assert [one.end.strftime("%H:%M") for one in longer.turns][2] == "09:12"


def test_what_there_is_not_is_named(tmp_path: Path) -> None:
    write(tmp_path, "[[rooms]]")
    files = tmp_path / "affinity.csv", tmp_path / "event.toml", tmp_path / "plenary.csv"
    with pytest.raises(BadUsage, match="no round of turns"):
        plan_plenary(*files)
    write(tmp_path)
    plan_plenary(*files)
    with pytest.raises(BadUsage, match="E9 has no turn"):
        respread_plenary(files[2], files[1], tmp_path / "b.csv", next_id="E9", resume="09:05")
    write(tmp_path, "[[rooms]]")
    with pytest.raises(BadUsage, match="nothing in the event begins at 09:00"):
        respread_plenary(files[2], files[1], tmp_path / "b.csv", next_id="E2", resume="09:05")
    files[2].write_text("date,round,start,end,person_id\n2027-05-20,9,09:03,09:00,\n")
    with pytest.raises(BadData, match="plenary"):
        respread_plenary(files[2], files[1], tmp_path / "b.csv", next_id="E2", resume="09:05")
