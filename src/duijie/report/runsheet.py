"""runsheet.pdf: the organiser's day, minute by minute. Confidential needs are named here."""

from __future__ import annotations

from duijie.domain.event import Absence, Event, Slot
from duijie.domain.records import Company, Expert
from duijie.report.grids import seat_grids
from duijie.report.programme import Meeting, Programme, table_name
from duijie.report.rows import Data, clock, frame, item_row, meeting_row, slot_row
from duijie.report.schedule import Item, day_items, is_away
from duijie.report.words import pair, say_date


def runsheet(programme: Programme) -> Data:
    """Return the data of ``runsheet.typ``, made from the full programme."""
    return frame(programme) | {
        "absent": [_absence(programme, one) for one in programme.event.absent],
        "waiting": [meeting_row(one) for one in programme.meetings if one.placed is None],
        "unmet": _unmet(programme),
        "days": [
            {
                "date": pair(say_date(day.date)),
                "items": [_item(programme, item) for item in day_items(programme, index)],
            }
            for index, day in enumerate(programme.event.days)
        ],
        "grids": seat_grids(programme),
        "contacts": [_contact(one) for one in programme.companies],
    }


def _item(programme: Programme, item: Item) -> Data:
    slots = [_slot(programme, slot) for slot in item.slots]
    return item_row(item) | {"slots": slots}


def _slot(programme: Programme, slot: Slot) -> Data:
    meetings = [one for one in programme.meetings if one.placed and one.placed.slot == slot.number]
    taken = {table_name(one.placed) for one in meetings if one.placed}
    event = programme.event
    free = [table.id for table in event.tables if table.id not in taken]
    lost = [table for table in free if slot.number in event.absent_slots(table)]
    return slot_row(slot) | {
        "meetings": [meeting_row(one) for one in meetings],
        "free": [table for table in free if table not in lost],
        "lost": lost,
        "away": [
            name
            for person, name in _people(programme).items()
            if is_away(event, person, slot.start, slot.end)
        ],
    }


def _people(programme: Programme) -> dict[str, str]:
    """Return everybody's name by id."""
    names = {one.expert_id: one.name for one in programme.register.experts}
    return names | {one.company_id: one.name for one in programme.companies}


def _absence(programme: Programme, absence: Absence) -> Data:
    days = [absence.date] if absence.date else [day.date for day in programme.event.days]
    whole = absence.start is None and absence.end is None
    opening, closing = _bounds(programme.event)
    return {
        "id": absence.id,
        "name": _people(programme).get(absence.id, ""),
        "days": [f"{day.month}/{day.day}" for day in days],
        "start": "" if whole else f"{absence.start:%H:%M}" if absence.start else opening,
        "end": "" if whole else f"{absence.end:%H:%M}" if absence.end else closing,
    }


def _bounds(event: Event) -> tuple[str, str]:
    """Return when slots begin and end on any day, for absences that are open at one side."""
    times = sorted(clock(moment) for slot in event.slots for moment in (slot.start, slot.end))
    return (times[0], times[-1]) if times else ("", "")


def _unmet(programme: Programme) -> Data:
    """Return who comes without a single meeting, so that nobody is forgotten."""
    meetings: tuple[Meeting, ...] = programme.meetings
    experts: list[Expert] = [one.expert for one in meetings]
    companies: list[Company] = [one.company for one in meetings]
    needs = [one.need for one in meetings]
    return {
        "experts": [one.name for one in programme.register.experts if one not in experts],
        "companies": [one.name for one in programme.companies if one not in companies],
        "needs": [
            {"id": one.need_id, "title": one.title, "confidential": one.confidential}
            for one in programme.register.needs
            if one not in needs
        ],
    }


def _contact(company: Company) -> Data:
    return {
        "company": company.name,
        "contact": company.contact,
        "phone": company.phone,
        "email": company.email,
    }
