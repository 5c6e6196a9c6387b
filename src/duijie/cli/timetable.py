"""``duijie timetable``: decide when and at which table."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from duijie import flow
from duijie.cli.console import Console, with_console
from duijie.cli.summary import say_quality, say_repair, say_round
from duijie.cli.values import PAIR, PATH, SECONDS, Parsed, takes_now
from duijie.domain.errors import BadData, BadUsage, OutOfTime
from duijie.domain.plans import Status
from duijie.domain.text import Text, same
from duijie.timetable.disruption import parse_absence


class _PlanByDefault(click.Group):
    """``duijie timetable FILE`` means ``duijie timetable plan FILE``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["plan", *args]
        return super().parse_args(ctx, args)


@click.group(name="timetable", cls=_PlanByDefault, no_args_is_help=True)
def command() -> None:
    """排程: place every assigned meeting in a slot and at a table.

    \b
    duijie timetable ASSIGNMENT --needs F --event event.toml   makes a timetable (plan)
    duijie timetable --b2b FILE.dzn                            solves a published instance (plan)
    duijie timetable check TIMETABLE --event event.toml        proves an edited one
    duijie timetable replay PLAN.json                          proves a saved plan again
    duijie timetable repair TIMETABLE --event event.toml ...   mends one on the day
    duijie timetable plenary AFFINITY --event event.toml       orders the introductions by theme
    duijie timetable respread PLENARY --event event.toml ...   spreads them anew when time is lost
    """


SHEETS = (
    click.option("--needs", type=PATH, help="Sheet of needs: whose they are."),
    click.option("--experts", type=PATH, help="Sheet of experts. [beside event.toml]"),
    click.option("--companies", type=PATH, help="Sheet of companies. [beside event.toml]"),
)


def _takes_sheets(function: Any) -> Any:
    for option in reversed(SHEETS):
        function = option(function)
    return function


@command.command()
@click.argument("assignment", type=PATH, required=False)
@_takes_sheets
@click.option("--event", type=PATH, help="event.toml: slots, tables, absences, plenary.")
@click.option("--b2b", type=PATH, help="A published instance (.dzn) in place of ASSIGNMENT.")
@click.option(
    "--fairness",
    type=click.IntRange(min=0),
    help="Most difference in breaks between two people. [b2b: 2; else as event.toml says]",
)
@click.option(
    "--time-limit",
    "time_limit_s",
    type=SECONDS,
    default=60.0,
    show_default=True,
    help="Seconds.",
)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--allow-unplaced", is_flag=True, help="Leave meetings out rather than fail.")
@takes_now
@click.option("--save", type=PATH, help="Keep instance and plan (.json, no names) for replay.")
@click.option("-o", "--out", type=PATH, default="timetable.csv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@with_console
def plan(
    console: Console,
    assignment: Path | None,
    event: Path | None,
    b2b: Path | None,
    out: Path,
    as_json: bool,
    allow_unplaced: bool,
    needs: Path | None,
    experts: Path | None,
    companies: Path | None,
    now: datetime,
    **search: Any,
) -> None:
    """Place every assigned meeting: fewest breaks first, then people's wishes.

    Exits with 3 when it is impossible (the cause is named) and with 4 when the limit passed
    before the plan was proved best; the best found is written all the same.

    \b
    Example:
      duijie event examples/sample -o out
      duijie timetable out/assignment.csv --needs examples/sample/needs.xlsx \\
        --event examples/sample/event.toml -o timetable.csv
    """
    if b2b and not (assignment or event):
        _plan_b2b(console, b2b, as_json, search)
    elif assignment and event and not b2b:
        outcome = flow.timetable_files(
            assignment,
            event,
            out,
            needs=needs,
            experts=experts,
            companies=companies,
            allow_unplaced=allow_unplaced,
            now=now,
            steps=console.step,
            **search,
        )
        _show(console, outcome, out, as_json)
    else:
        raise BadUsage(
            Text(
                "请给出 ASSIGNMENT 和 --event，或者只给 --b2b",
                "give ASSIGNMENT and --event, or --b2b alone",
            )
        )


def _plan_b2b(console: Console, path: Path, as_json: bool, search: dict[str, Any]) -> None:
    """Solve a published instance and print the result, impossible or not."""
    if search["fairness"] is None:
        del search["fairness"]
    outcome = flow.timetable_b2b(path, steps=console.step, **search)
    result = outcome.result
    if as_json:
        console.print_json(outcome.as_json())
    else:
        breaks = "-" if result.breaks is None else result.breaks
        console.answer(
            Text(
                f"{path.name}：{result.status}，空档 {breaks}，下界 {result.bound}，"
                f"{result.seconds:.1f} 秒，{result.engine}",
                f"{path.name}: {result.status}, {breaks} breaks, bound {result.bound}, "
                f"{result.seconds:.1f} s, {result.engine}",
            )
        )
    outcome.require_plan()
    _exit_unproved(result.status)


def _show(console: Console, outcome: flow.TimetableOutcome, out: Path, as_json: bool) -> None:
    result = outcome.result
    if as_json:
        console.print_json(outcome.as_json())
    else:
        console.show_diagnoses(outcome.diagnoses)
        console.say(say_quality(result))
        console.say(
            Text(f"{len(outcome.placed)} 场 → {out}", f"{len(outcome.placed)} meetings -> {out}")
        )
    _exit_unproved(result.status)


def _exit_unproved(status: Status) -> None:
    if status is not Status.OPTIMAL:
        sys.exit(OutOfTime.exit_code)


@command.command()
@click.argument("timetable", type=PATH)
@click.option("--event", type=PATH, required=True, help="event.toml of the event.")
@_takes_sheets
@click.option("--assignment", type=PATH, help="Who was to meet; finds what is missing.")
@takes_now
@click.option("--json", "as_json", is_flag=True, help="Print the findings as one JSON object.")
@with_console
def check(console: Console, timetable: Path, as_json: bool, **files: Any) -> None:
    """Prove a timetable that somebody edited: nobody twice, nobody away, no table twice.

    Exits with 1 when a rule is broken.

    \b
    Example:
      duijie event examples/sample -o out
      duijie timetable check out/timetable.csv --event examples/sample/event.toml
    """
    outcome = flow.check_timetable(timetable, **files)
    if as_json:
        console.print_json(outcome.as_json(console.language))
    else:
        console.show_diagnoses(outcome.warnings)
        for one in outcome.broken:
            console.answer(one.message)
        if not outcome.broken:
            console.answer(Text("没有发现冲突", "no rule is broken"))
    sys.exit(BadData.exit_code if outcome.broken else 0)


@command.command()
@click.argument("saved", type=PATH)
@with_console
def replay(console: Console, saved: Path) -> None:
    """Prove again a plan kept with --save: every rule, and the breaks that were claimed.

    Exits with 1 when something does not hold.

    \b
    Example:
      duijie event examples/sample -o out
      duijie timetable out/assignment.csv --needs examples/sample/needs.xlsx \\
        --event examples/sample/event.toml --save plan.json
      duijie timetable replay plan.json
    """
    plan, broken = flow.replay_timetable(saved)
    for one in broken:
        console.answer(one.message)
    if not broken:
        console.answer(
            Text(
                f"成立：{plan.status}，空档 {plan.breaks}，下界 {plan.bound}",
                f"holds: {plan.status}, breaks {plan.breaks}, bound {plan.bound}",
            )
        )
    sys.exit(BadData.exit_code if broken else 0)


ABSENCE = Parsed("ID[@FROM-TO]", parse_absence)


@command.command()
@click.argument("timetable", type=PATH)
@click.option("--event", type=PATH, required=True, help="event.toml of the event.")
@_takes_sheets
@click.option("--now", help="HH:MM, or YYYY-MM-DDTHH:MM; what began before stays as it is.")
@click.option("--absent", type=ABSENCE, multiple=True, help="E04@14:00-15:00; late: E04@-10:30.")
@click.option("--lost-table", "lost_tables", type=ABSENCE, multiple=True, help="A-3@14:00-15:00.")
@click.option("--add", type=PAIR, multiple=True, help="A meeting more.")
@click.option("--cancel", type=PAIR, multiple=True, help="A meeting less.")
@click.option("--allow-unplaced", is_flag=True, help="Leave meetings out rather than fail.")
@click.option(
    "--time-limit", "time_limit_s", type=SECONDS, default=10.0, show_default=True, help="Seconds."
)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("-o", "--out", type=PATH, required=True, help="The mended timetable.")
@click.option("--changes", type=PATH, help="Table of who must be told what (.csv).")
@click.option("--sheets", type=PATH, help="Folder for the changed people's sheets and calendars.")
@click.option("--json", "as_json", is_flag=True, help="Print the repair as one JSON object.")
@with_console
def repair(console: Console, timetable: Path, out: Path, as_json: bool, **options: Any) -> None:
    """Mend a timetable on the day, moving as few people as possible.

    Everything that began before --now stays. Options that name people, tables and meetings may be
    given several times; an absence may carry a date, E04@2026-05-20T14:00-15:00. Who must be told
    what is listed. Exits with 3 when it is impossible (the cause is named) and with 4 when the
    limit passed before the repair was proved best; the best found is written all the same.

    \b
    Example:
      duijie event examples/sample -o out
      duijie timetable repair out/timetable.csv --event examples/sample/event.toml \\
        --now 14:00 --absent E02@14:30-15:30 -o new.csv
    """
    outcome = flow.repair_files(timetable, out=out, steps=console.step, **options)
    if as_json:
        console.print_json(outcome.as_json())
    else:
        for notice in outcome.result.notices:
            console.answer(notice.describe())
        for words in outcome.hurried:
            console.say(words)
        console.say(say_repair(outcome.result))
        for path in outcome.sheets[:1]:
            console.say(Text(f"重新打印：{path.parent}", f"To print again: {path.parent}"))
    _exit_unproved(outcome.result.status)


@command.command()
@click.argument("affinity", type=PATH)
@click.option("--event", type=PATH, required=True, help="event.toml of the event.")
@_takes_sheets
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("-o", "--out", type=PATH, default="plenary.csv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the turns as one JSON object.")
@with_console
def plenary(console: Console, affinity: Path, out: Path, as_json: bool, **options: Any) -> None:
    """Order the introductions of the plenary so that neighbours belong together.

    Every round of event.toml with turns = "experts" or "companies" gets an order by theme: experts
    are alike who suit the same needs, companies whose needs ask for the same experts. Nobody speaks
    while away. Your word comes first: first = ["E07"] and last = ["E03"] in event.toml name who
    opens and closes a round (first may name everybody), order = "sheet" keeps the sheet's order,
    buffer = 5 keeps minutes free at its end. "duijie event" does the same.

    \b
    Example:
      duijie event examples/sample -o out
      duijie timetable plenary out/affinity.csv --event examples/sample/event.toml
    """
    outcome = flow.plan_plenary(affinity, out=out, **options)
    if as_json:
        console.print_json(outcome.as_json())
        return
    console.show_diagnoses(outcome.diagnoses)
    for one in outcome.rounds:
        console.say(say_round(one))
    console.say(Text(f"{len(outcome.turns)} 人次 → {out}", f"{len(outcome.turns)} turns -> {out}"))


@command.command()
@click.argument("plenary", type=PATH)
@click.option("--event", type=PATH, required=True, help="event.toml of the event.")
@_takes_sheets
@click.option("--next", "next_id", required=True, help="Id of who speaks next.")
@click.option("--resume", required=True, help="When: HH:MM, or YYYY-MM-DDTHH:MM.")
@click.option("--until", help="When the round must end. [as event.toml says]")
@click.option(
    "--least",
    "least_min",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    help="Shortest turn, minutes.",
)
@click.option("-o", "--out", type=PATH, required=True, help="The new table of turns.")
@click.option("--json", "as_json", is_flag=True, help="Print the turns as one JSON object.")
@with_console
def respread(console: Console, plenary: Path, out: Path, as_json: bool, **options: Any) -> None:
    """Spread the introductions that are left over the time that is left.

    The order stays; the buffer is used up first, then every turn is shortened alike. Who would be
    away by then changes places. Exits with 3 when turns would be shorter than --least.

    \b
    Example:
      duijie event examples/sample -o out
      duijie timetable respread out/plenary.csv --event examples/sample/event.toml \\
        --next E01 --resume 08:40 -o new.csv
    """
    outcome = flow.respread_plenary(plenary, out=out, **options)
    if as_json:
        console.print_json(outcome.as_json())
        return
    console.show_diagnoses(outcome.diagnoses)
    for turn in outcome.turns:
        console.answer(same(f"{turn.start:%H:%M:%S}-{turn.end:%H:%M:%S}  {turn.person_id}"))
    console.say(Text(f"{len(outcome.turns)} 人次 → {out}", f"{len(outcome.turns)} turns -> {out}"))
