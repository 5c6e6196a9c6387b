"""``duijie assign``: decide who meets whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from duijie import flow
from duijie.cli.console import Console
from duijie.cli.errors import reports_errors
from duijie.cli.values import PATH, BoundsType
from duijie.domain.bounds import Bounds
from duijie.domain.errors import BadUsage, Impossible
from duijie.domain.text import Text


@click.command(name="assign")
@click.argument("affinity", type=PATH, required=False)
@click.option("--matrix", type=PATH, help="Dense rows of scores in place of AFFINITY.")
@click.option("--needs", type=PATH, help="Sheet of needs: wanted_meetings, company.")
@click.option("--experts", type=PATH, help="Sheet of experts: min_meetings, max_meetings.")
@click.option("--companies", type=PATH, help="Sheet of companies: short names in conflicts.")
@click.option("--conflicts", type=PATH, help="Sheet of pairs that must not meet.")
@click.option("--pins", type=PATH, help="Sheet of pairs that must or must never meet.")
@click.option("--per-need", type=BoundsType(), help="Meetings of a need; beats the sheet. [1:3]")
@click.option("--per-expert", type=BoundsType(), help="Meetings of an expert; likewise. [0:8]")
@click.option("-o", "--out", type=PATH, default="assignment.csv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as one JSON object.")
@reports_errors
def command(
    console: Console,
    affinity: Path | None,
    matrix: Path | None,
    out: Path,
    per_need: Bounds | None,
    per_expert: Bounds | None,
    as_json: bool,
    **sheets: Any,
) -> None:
    """配对: the assignment of greatest total affinity within all limits, exactly.

    K means exactly K meetings, LO:HI from LO to HI. With --matrix, rows are needs and columns
    experts, separated by commas or blanks; any real scores; nan is a conflict; nothing is
    written unless --json asks for the plan on standard output.

    \b
    Example:
      duijie match examples/sample/needs.xlsx examples/sample/evidence.csv -o affinity.csv
      duijie assign affinity.csv --per-need 1:2 --per-expert 0:6 -o assignment.csv
    """
    if (affinity is None) is (matrix is None):
        raise BadUsage(
            Text("请给出 AFFINITY 或 --matrix，二者取一", "give either AFFINITY or --matrix"),
        )
    limits: dict[str, Any] = {"per_need": per_need, "per_expert": per_expert}
    try:
        if matrix:
            outcome = flow.assign_matrix(matrix, **limits)
        elif affinity:
            outcome = flow.assign_files(affinity, out, **limits, **sheets, steps=console.step)
    except Impossible as error:
        if as_json:
            console.print_json(infeasible(error.describe(console.language)))
        raise
    console.show_diagnoses(outcome.diagnoses)
    if as_json:
        console.print_json(outcome.as_json())
    else:
        n_needs, n_experts = outcome.problem.affinity.shape
        result = outcome.result
        console.say(
            Text(
                f"{n_needs} 项需求 × {n_experts} 位专家：{len(outcome.pairs)} 场，"
                f"总匹配度 {result.total:.4g}（已证明最优），"
                f"最少的需求得 {result.worst_served:.4g}",
                f"{n_needs} needs x {n_experts} experts: {len(outcome.pairs)} meetings, "
                f"total {result.total:.4g} (proved best), "
                f"worst-served need {result.worst_served:.4g}",
            )
        )


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
