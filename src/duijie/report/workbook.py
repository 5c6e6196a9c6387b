"""event.xlsx: the whole event as sheets, one a person. It is handed round, so nothing secret."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from duijie.domain.event import Event
from duijie.domain.records import Expert, Need
from duijie.domain.sheet import Cell, Grid
from duijie.report.grids import tables
from duijie.report.privacy import for_everyone
from duijie.report.programme import Meeting, Programme, table_name
from duijie.report.rows import clock, organisation
from duijie.report.schedule import Item, Person, day_items, everybody, person_id
from duijie.report.words import TO_BE_ARRANGED, both, say_dates

Row = tuple[Cell, ...]
WHEN = ("日期 Date", "开始 Start", "结束 End", "桌 Table")
REASON = ("理由", "Reason")
PAIR_COLUMNS = (
    *WHEN,
    "时段 Slot",
    "需求号 Need",
    "需求 Title",
    "企业 Company",
    "专家 Expert",
    "单位 Affiliation",
    "匹配度 Affinity",
    "指定 Pinned",
    *REASON,
)
NEED_COLUMNS = (
    "需求号 Need",
    "企业 Company",
    "需求 Title",
    "行业 Industry",
    "关键词 Keywords",
    "预算下限 Budget from (CNY)",
    "预算上限 to (CNY)",
    "时限 Deadline",
    "方式 Mode",
    "成熟度 Maturity",
    "会商场次 Meetings",
    "保密 Confidential",
)


def workbook(programme: Programme) -> list[Grid]:
    """Return the sheets of ``event.xlsx`` in order, confidential needs unnamed."""
    shown = for_everyone(programme)
    return [
        _overview(shown),
        _programme(shown),
        _pairs(shown),
        _seats(shown),
        _needs(shown),
        *_affinities(shown),
        *(_person(shown, person) for person in everybody(shown)),
    ]


def personal_sheets(programme: Programme, people: Collection[str]) -> list[Grid]:
    """Return the sheets of `people` (ids) alone, as ``event.xlsx`` has them."""
    shown = for_everyone(programme)
    return [_person(shown, one) for one in everybody(shown) if person_id(one) in people]


def _overview(programme: Programme) -> Grid:
    event, register = programme.event, programme.register
    days = [day.date for day in event.days]
    rows: list[Row] = [
        ("日期 Date", None, both(say_dates(days)) if days else ""),
        ("地点 Place", None, both(event.place)),
        ("主办 Hosts", None, "\n".join(event.hosts)),
        ("专家 Experts", len(register.experts), ""),
        ("企业 Companies", len(programme.companies), ""),
        ("需求 Needs", len(register.needs), ""),
        ("会商 Meetings", len(programme.meetings), ""),
        ("其中时间待定 Without a time", _count_waiting(programme), ""),
        ("时段 Slots", sum(slot.usable for slot in event.slots), ""),
        ("桌 Tables", len(event.tables), ""),
        ("生成时间 Made", None, f"{programme.generated:%Y-%m-%d %H:%M}"),
    ]
    columns = ("项目 Item", "数量 Count", "内容 Value")
    return Grid("总览 Overview", columns, rows, lead=_title(event))


def _programme(programme: Programme) -> Grid:
    rows = [
        row
        for index in range(len(programme.event.days))
        for item in day_items(programme, index)
        for row in _item_rows(item)
    ]
    columns = ("日期 Date", "开始 Start", "结束 End", "内容 What", "人员 Who", "备注 Note")
    return Grid("日程 Programme", columns, rows, lead=_title(programme.event))


def _item_rows(item: Item) -> Iterator[Row]:
    day = item.start.date()
    yield day, item.start.time(), item.end.time(), both(item.title), item.speaker, ""
    for turn in item.turns:
        note = "请假 absent" if turn.away else ""
        yield day, turn.start.time(), turn.end.time(), "", turn.person.name, note
    for slot in item.slots:
        name = f"时段 Slot {slot.number}"
        yield day, slot.start.time(), slot.end.time(), name, "", ""


def _pairs(programme: Programme) -> Grid:
    pairs = {(one.need_id, one.expert_id): one for one in programme.assigned}
    rows = []
    for meeting in programme.meetings:
        pair = pairs.get(meeting.key)
        rows.append(
            (
                *_when(meeting),
                meeting.placed.slot if meeting.placed else None,
                meeting.need.need_id,
                meeting.need.title,
                meeting.company.name,
                meeting.expert.name,
                organisation(meeting.expert),
                pair.affinity if pair else None,
                "是 yes" if pair and pair.pinned else "",
                meeting.reason.zh,
                meeting.reason.en,
            )
        )
    return Grid("会商 Who meets whom", PAIR_COLUMNS, rows)


def _seats(programme: Programme) -> Grid:
    """Return slots down, tables across."""
    names = tables(programme)
    seats = {
        (one.placed.slot, table_name(one.placed)): _seat(one)
        for one in programme.meetings
        if one.placed
    }
    rows: list[Row] = [
        (
            slot.start.date(),
            f"{clock(slot.start)}–{clock(slot.end)}",
            *(seats.get((slot.number, name)) for name in names),
        )
        for slot in programme.event.slots
        if slot.usable
    ]
    return Grid("桌次 Timetable", ("日期 Date", "时间 Time", *names), rows)


def _seat(meeting: Meeting) -> str:
    return f"{meeting.expert.name}\n{meeting.company.short_name or meeting.company.name}"


def _needs(programme: Programme) -> Grid:
    met = [one.need.need_id for one in programme.meetings]
    rows = [
        _need_row(programme, need, met.count(need.need_id)) for need in programme.register.needs
    ]
    return Grid("需求 Needs", NEED_COLUMNS, rows)


def _need_row(programme: Programme, need: Need, meetings: int) -> Row:
    budget = need.budget_cny
    return (
        need.need_id,
        programme.company_of(need).name,
        need.title,
        need.industry,
        "；".join(need.keywords),
        round(budget.low) if budget else None,
        round(budget.high) if budget else None,
        need.deadline,
        "；".join(need.mode),
        need.wanted_maturity,
        meetings,
        "是 yes" if need.confidential else "",
    )


def _affinities(programme: Programme) -> Iterator[Grid]:
    """Yield the heat map of needs by experts, when affinities are at hand."""
    if programme.affinity is None:
        return
    matrix = programme.affinity
    names = {one.expert_id: one.name for one in programme.register.experts}
    titles = {one.need_id: one.title for one in programme.register.needs}
    columns = ("需求号 Need", "需求 Title", *(names.get(one, one) for one in matrix.expert_ids))
    rows: list[Row] = [
        (need_id, titles.get(need_id, ""), *(float(value) for value in values))
        for need_id, values in zip(matrix.need_ids, matrix.values, strict=True)
    ]
    yield Grid("匹配度 Affinity", columns, rows, heat_from=2)


def _person(programme: Programme, person: Person) -> Grid:
    """Return one person's day: their turn in the plenary and their meetings."""
    is_expert = isinstance(person, Expert)
    whom = "企业 Company" if is_expert else "专家 Expert"
    turns: list[Row] = [
        (turn.start.date(), turn.start.time(), turn.end.time(), "", both(item.title), "", "", "")
        for index in range(len(programme.event.days))
        for item in day_items(programme, index)
        for turn in item.turns
        if turn.person is person and not turn.away
    ]
    meetings: list[Row] = [
        (
            *_when(one),
            one.company.name if is_expert else one.expert.name,
            one.need.title,
            one.reason.zh,
            one.reason.en,
        )
        for one in programme.meetings_of(person)
    ]
    about = organisation(person) if isinstance(person, Expert) else person.industry
    lead = (f"{person.name}  {about}".strip(), both(programme.event.title))
    name = f"{person_id(person)} {person.name}"
    return Grid(name, (*WHEN, whom, "需求 Need", *REASON), turns + meetings, lead=lead)


def _when(meeting: Meeting) -> Row:
    placed = meeting.placed
    if placed is None:
        return both(TO_BE_ARRANGED), None, None, ""
    return placed.start.date(), placed.start.time(), placed.end.time(), table_name(placed)


def _count_waiting(programme: Programme) -> int:
    return sum(1 for one in programme.meetings if one.placed is None)


def _title(event: Event) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for line in (event.title.zh, event.title.en) if line))
