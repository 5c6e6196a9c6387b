"""The whole story: one function per command, files in and files out.

A function is imported when it is first asked for, so that a command loads only the engines
that it runs.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duijie.flow.assign import assign_files, assign_matrix
    from duijie.flow.chem import ChemOutcome, draw_names, read_mentions, read_names
    from duijie.flow.demo import find_sample, run_demo
    from duijie.flow.event import EventOutcome, run_event, summarise
    from duijie.flow.match import Beside, match_files
    from duijie.flow.plenary import PlenaryOutcome, plan_plenary, respread_plenary
    from duijie.flow.register import ReadOutcome, check_sheets, read_into
    from duijie.flow.repair import RepairOutcome, repair_files
    from duijie.flow.timetable import (
        CheckOutcome,
        TimetableOutcome,
        check_timetable,
        replay_timetable,
        timetable_b2b,
        timetable_files,
    )

_HOMES = {
    "Beside": "match",
    "CheckOutcome": "timetable",
    "ChemOutcome": "chem",
    "EventOutcome": "event",
    "PlenaryOutcome": "plenary",
    "ReadOutcome": "register",
    "RepairOutcome": "repair",
    "TimetableOutcome": "timetable",
    "assign_files": "assign",
    "assign_matrix": "assign",
    "check_sheets": "register",
    "check_timetable": "timetable",
    "draw_names": "chem",
    "find_sample": "demo",
    "match_files": "match",
    "plan_plenary": "plenary",
    "read_into": "register",
    "read_mentions": "chem",
    "read_names": "chem",
    "repair_files": "repair",
    "replay_timetable": "timetable",
    "respread_plenary": "plenary",
    "run_demo": "demo",
    "run_event": "event",
    "summarise": "event",
    "timetable_b2b": "timetable",
    "timetable_files": "timetable",
}

__all__ = [
    "Beside",
    "CheckOutcome",
    "ChemOutcome",
    "EventOutcome",
    "PlenaryOutcome",
    "ReadOutcome",
    "RepairOutcome",
    "TimetableOutcome",
    "assign_files",
    "assign_matrix",
    "check_sheets",
    "check_timetable",
    "draw_names",
    "find_sample",
    "match_files",
    "plan_plenary",
    "read_into",
    "read_mentions",
    "read_names",
    "repair_files",
    "replay_timetable",
    "respread_plenary",
    "run_demo",
    "run_event",
    "summarise",
    "timetable_b2b",
    "timetable_files",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
