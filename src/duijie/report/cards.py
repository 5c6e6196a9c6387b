"""cards.pdf: a folded name card for every expert, and a card with its day for every table."""

from __future__ import annotations

from duijie.domain.text import Text
from duijie.report.grids import tables
from duijie.report.privacy import for_everyone
from duijie.report.programme import Programme, table_name
from duijie.report.rows import Data, frame, meeting_row, organisation, split_person
from duijie.report.words import pair, say_date


def cards(programme: Programme) -> Data:
    """Return the data of ``cards.typ``, confidential needs unnamed."""
    shown = for_everyone(programme)
    return frame(shown) | {
        "people": [
            split_person(one.name) | {"title": one.title, "organisation": organisation(one)}
            for one in shown.register.experts
        ],
        "tables": [_table(shown, name) for name in tables(shown)],
    }


def _table(programme: Programme, name: str) -> Data:
    return {
        "table": name,
        "days": [
            {"date": pair(date), "meetings": meetings}
            for date, meetings in _by_day(programme, name)
            if meetings
        ],
    }


def _by_day(programme: Programme, table: str) -> list[tuple[Text, list[Data]]]:
    return [
        (
            say_date(day.date),
            [
                meeting_row(one)
                for one in programme.meetings
                if one.placed
                and table_name(one.placed) == table
                and one.placed.start.date() == day.date
            ],
        )
        for day in programme.event.days
    ]
