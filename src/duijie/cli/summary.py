"""The closing words of an event: what was read, how good the plan is, where everything lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from duijie.cli.console import Console
from duijie.domain.diagnosis import Severity
from duijie.domain.plans import Status
from duijie.domain.text import Text
from duijie.timetable.words import plural

if TYPE_CHECKING:  # the engines take seconds to load, and only their results are named here
    from duijie.assign.plan import AssignResult
    from duijie.flow import EventOutcome
    from duijie.timetable.plenary import PlannedRound
    from duijie.timetable.repair import RepairResult
    from duijie.timetable.result import TimetableResult


def show_summary(console: Console, outcome: EventOutcome) -> None:
    """Print the summary after what needs a look: rows not read, settings, meetings left out."""
    from duijie.flow.event import SETTINGS  # noqa: PLC0415  # loads every engine
    from duijie.flow.timetable import PLAN  # noqa: PLC0415  # loads every engine

    console.show_diagnoses(
        [
            one
            for one in outcome.diagnoses
            if one.severity is Severity.ERROR or one.file in {SETTINGS, PLAN}
        ]
    )
    for notice in outcome.match.notices:
        console.say(notice)
    if outcome.nobody:
        console.say(say_nobody(outcome.nobody))
    for line in (
        _read(outcome),
        say_assignment(outcome.assignment),
        say_quality(outcome.timetable),
        *map(say_round, outcome.rounds),
        _written(outcome),
    ):
        console.say(line)


def _read(outcome: EventOutcome) -> Text:
    register = outcome.programme.register
    errors, warnings, notes = (
        sum(one.severity is severity for one in outcome.diagnoses) for severity in Severity
    )
    return Text(
        f"读取：{len(register.needs)} 项需求，{len(register.experts)} 位专家，"
        f"{len(register.evidence)} 条成果，{len(register.companies)} 家企业；"
        f"须修改 {errors} 处，警告 {warnings} 处，自动规整 {notes} 处（见 problems.csv）",
        f"Read:      {len(register.needs)} needs, {len(register.experts)} experts, "
        f"{len(register.evidence)} pieces of evidence, {len(register.companies)} companies; "
        f"{errors} to mend, {warnings} warnings, {notes} mended by rule (problems.csv)",
    )


def say_nobody(needs: Sequence[str]) -> Text:
    """Say for which needs nobody here should be proposed."""
    count = len(needs)
    return Text(
        f"{count} 项需求在这里没有合适的专家：{'、'.join(needs)}",
        f"nobody here suits {count} of the needs: {', '.join(needs)}",
    )


def say_assignment(result: AssignResult) -> Text:
    """Say how many meet, how good the total is known to be, and how the worst-served fares."""
    proof = (
        Text("已证明最优", "proved best")
        if result.status is Status.OPTIMAL
        else Text(
            f"时限内未证明，至多 {result.bound:.4g}",
            f"not proved in time: at most {result.bound:.4g}",
        )
    )
    return (
        Text(
            f"配对：{len(result.assigned)} 场，总匹配度 {result.total:.4g}（",
            f"Assigned:  {len(result.assigned)} meetings, total affinity {result.total:.4g} (",
        )
        + proof
        + Text(
            f"）；得分最少的需求 {result.worst_served:.2f}",
            f"); worst-served need {result.worst_served:.2f}",
        )
    )


def say_quality(result: TimetableResult) -> Text:
    """Say how many breaks a timetable has and how near that is to the fewest."""
    proof = (
        Text("已证明最少", "proved fewest")
        if result.status is Status.OPTIMAL
        else Text(
            f"时限内未证明，至少 {result.bound} 次",
            f"not proved in time: at least {result.bound}",
        )
    )
    wishes = Text("", "")
    if result.unmet_wishes:
        wishes = Text(
            f"；{len(result.unmet_wishes)} 场不合个人意愿",
            f"; {len(result.unmet_wishes)} against a wish",
        )
    return (
        Text(f"排程：空档 {result.breaks} 次（", f"Timetable: {result.breaks} breaks (")
        + proof
        + Text("）", ")")
        + wishes
    )


def say_repair(result: RepairResult) -> Text:
    """Say how many people a repair moves and how near that is to the fewest."""
    proof = (
        Text("已证明最少", "proved fewest")
        if result.status is Status.OPTIMAL
        else Text(
            f"时限内未证明，至少 {result.people_bound} 人",
            f"not proved in time: at least {result.people_bound}",
        )
    )
    left = Text("", "")
    if result.unplaced:
        names = "、".join(result.unplaced), ", ".join(result.unplaced)
        left = Text(f"；没有排上：{names[0]}", f"; left out: {names[1]}")
    return (
        Text(
            f"补救：{result.n_people} 人的日程有变（",
            f"Repair: {plural(result.n_people, 'sheet')} changed (",
        )
        + proof
        + Text(f"）；空档共 {result.breaks} 次", f"); {plural(result.breaks, 'break')} in all")
        + left
    )


def say_round(planned: PlannedRound) -> Text:
    """Say how well the neighbours of a round belong together."""
    said = Text(
        f"大会：{planned.begins:%H:%M} 轮流介绍，{len(planned.turns)} 人",
        f"Plenary:   {planned.begins:%H:%M}, {len(planned.turns)} introductions",
    )
    if planned.near is None or planned.sheet_near is None:
        return said
    said += Text(
        f"，相邻者相似度 {planned.near:.2f}（按表 {planned.sheet_near:.2f}）",
        f", neighbours alike by {planned.near:.2f} (in the sheet's order {planned.sheet_near:.2f})",
    )
    if planned.near_bound is None:
        return said
    if planned.near >= planned.near_bound:
        return said + Text("，已证明最优", ", proved best")
    return said + Text(
        f"，上限 {planned.near_bound:.2f}", f", no order above {planned.near_bound:.2f}"
    )


def _written(outcome: EventOutcome) -> Text:
    seconds = sum(outcome.seconds.values())
    return Text(
        f"完成，用时 {seconds:.1f} 秒。请从 {outcome.out / 'handbook.pdf'} 看起",
        f"Done in {seconds:.1f} s. Begin with {outcome.out / 'handbook.pdf'}",
    )
