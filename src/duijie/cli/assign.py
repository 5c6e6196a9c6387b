"""``duijie assign``: decide who meets whom."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from duijie import flow
from duijie.assign.plan import parse_floor
from duijie.cli.console import Console, with_console
from duijie.cli.summary import say_assignment
from duijie.cli.values import BOUNDS, PAIR, PATH, SECONDS, Parsed
from duijie.domain.bounds import Bounds
from duijie.domain.errors import BadUsage, Impossible, OutOfTime
from duijie.domain.event import PairKey
from duijie.domain.plans import Status
from duijie.domain.text import Text


@click.command(name="assign")
@click.argument("affinity", type=PATH, required=False)
@click.option("--matrix", type=PATH, help="Dense rows of scores in place of AFFINITY.")
@click.option("--needs", type=PATH, help="Sheet of needs: wanted_meetings, company.")
@click.option("--experts", type=PATH, help="Sheet of experts: min_meetings, max_meetings.")
@click.option("--companies", type=PATH, help="Sheet of companies: short names in conflicts.")
@click.option("--conflicts", type=PATH, help="Sheet of pairs that must not meet.")
@click.option("--pins", type=PATH, help="Sheet of pairs that must or must never meet.")
@click.option("--per-need", type=BOUNDS, help="Meetings of a need; beats the sheet. [1:3]")
@click.option("--per-expert", type=BOUNDS, help="Meetings of an expert; likewise. [0:8]")
@click.option("--per-company", type=BOUNDS, help="Meetings of all needs of one company.")
@click.option(
    "--per-department",
    type=click.IntRange(min=1),
    help="Most experts of one department for one need.",
)
@click.option(
    "--floor",
    type=Parsed("auto|X", parse_floor),
    help="Least affinity of every need in all: a number, or auto for the greatest possible.",
)
@click.option(
    "--time-limit",
    "time_limit_s",
    type=SECONDS,
    help="Seconds for a search above a floor. [none]",
)
@click.option("--why", type=PAIR, multiple=True, help="Why this pair, or why not; what it costs.")
@click.option("--limits", multiple=True, metavar="ID", help="What holds a need or expert back.")
@click.option("--curve", type=PATH, help="Write the price of fairness: table (.csv), plot (.svg).")
@click.option("-o", "--out", type=PATH, default="assignment.csv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as one JSON object.")
@with_console
def command(
    console: Console,
    affinity: Path | None,
    matrix: Path | None,
    needs: Path | None,
    experts: Path | None,
    companies: Path | None,
    conflicts: Path | None,
    pins: Path | None,
    out: Path,
    as_json: bool,
    per_company: Bounds | None,
    per_department: int | None,
    why: tuple[PairKey, ...],
    limits: tuple[str, ...],
    curve: Path | None,
    **search: Any,
) -> None:
    """配对: who meets whom, the greatest total affinity within all limits.

    K means exactly K meetings, LO:HI from LO to HI. With --matrix, rows are needs and columns
    experts, separated by commas or blanks; any real scores; nan is a conflict; no file is
    written, --json gives the plan. Exits with 3 when it is impossible (the cause is named),
    with 4 when the limit passed before the plan was proved best.

    \b
    Example:
      duijie match examples/sample/needs.xlsx examples/sample/evidence.csv -o affinity.csv
      duijie assign affinity.csv --per-need 1:2 --per-expert 0:6 -o assignment.csv
      duijie assign affinity.csv --why N01:E04 --limits E04 --curve fairness.csv
    """
    sheets: dict[str, Any] = {
        "needs": needs,
        "experts": experts,
        "companies": companies,
        "conflicts": conflicts,
        "pins": pins,
        "per_company": per_company,
        "per_department": per_department,
        "why": why,
        "limits": limits,
        "curve": curve,
    }
    try:
        if matrix and not (affinity or any(sheets.values())):
            outcome = flow.assign_matrix(matrix, **search, steps=console.step)
        elif affinity and not matrix:
            outcome = flow.assign_files(affinity, out, **sheets, **search, steps=console.step)
        else:
            raise BadUsage(
                Text(
                    "请给出 AFFINITY，或者只给 --matrix",
                    "give AFFINITY, or --matrix without sheets",
                )
            )
    except Impossible as error:
        if as_json:
            console.print_json(infeasible(error.describe(console.language)))
        raise
    console.show_diagnoses(outcome.diagnoses)
    if as_json:
        console.print_json(outcome.as_json())
    else:
        console.answer(say_assignment(outcome.result))
        for answer in outcome.answers:
            console.answer(answer)
    if outcome.result.status is not Status.OPTIMAL:
        sys.exit(OutOfTime.exit_code)


def infeasible(cause: str) -> dict[str, Any]:
    """Return the JSON of a plan that cannot exist."""
    return {
        "status": "infeasible",
        "total": None,
        "worst_served": None,
        "bound": None,
        "seconds": None,
        "assigned": [],
        "cause": cause,
    }
