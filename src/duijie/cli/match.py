"""``duijie match``: rank experts for every need."""

from __future__ import annotations

from pathlib import Path

import click

from duijie import flow
from duijie.cli.console import Console, with_console
from duijie.cli.values import PATH
from duijie.domain.text import Text


@click.command(name="match")
@click.argument("needs", type=PATH)
@click.argument("evidence", type=PATH)
@click.option("--experts", type=PATH, help="Sheet of experts; default: all named in EVIDENCE.")
@click.option("--pairs", type=PATH, help="Write only the listed need_id,expert_id pairs.")
@click.option("--top", type=click.IntRange(min=1), help="Write only the best so many per need.")
@click.option("-o", "--out", type=PATH, default="affinity.csv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print a summary as one JSON object.")
@with_console
def command(
    console: Console,
    needs: Path,
    evidence: Path,
    experts: Path | None,
    pairs: Path | None,
    top: int | None,
    out: Path,
    as_json: bool,
) -> None:
    """匹配: score every expert for every need, by what EVIDENCE shows.

    Writes need_id, expert_id, affinity in [0,1], rank and a reason. Sheets may be messy.

    \b
    Example:
      duijie match examples/sample/needs.xlsx examples/sample/evidence.csv \\
        --experts examples/sample/experts.xlsx --top 5 -o out/affinity.csv
    """
    outcome = flow.match_files(
        needs,
        evidence,
        out,
        experts=experts,
        pairs=pairs,
        top=top,
        language=console.language,
        steps=console.step,
    )
    n_needs, n_experts = outcome.result.affinity.values.shape
    if as_json:
        console.print_json(
            {
                "needs": n_needs,
                "experts": n_experts,
                "rows": outcome.rows,
                "notices": [notice.in_(console.language) for notice in outcome.result.notices],
                "out": str(out),
            }
        )
        return
    console.show_diagnoses(outcome.diagnoses)
    for notice in outcome.result.notices:
        console.say(notice)
    console.say(
        Text(
            f"{n_needs} 项需求 × {n_experts} 位专家，{outcome.rows} 行 → {out}",
            f"{n_needs} needs x {n_experts} experts, {outcome.rows} rows -> {out}",
        )
    )
