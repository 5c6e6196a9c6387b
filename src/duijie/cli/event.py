"""``duijie event``: the whole story, from a folder of sheets to a finished event."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from duijie import flow
from duijie.cli.console import Console, with_console
from duijie.cli.encoder import takes_encoder
from duijie.cli.summary import show_summary
from duijie.cli.values import PATH, SECONDS, takes_now
from duijie.language.choice import EncoderChoice


@click.command(name="event")
@click.argument("folder", type=PATH)
@click.option("-o", "--out", type=PATH, required=True, help="Folder for everything that is made.")
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same plan.")
@click.option(
    "--time-limit",
    "time_limit_s",
    type=SECONDS,
    default=30.0,
    show_default=True,
    help="Seconds for the timetable.",
)
@click.option("--allow-unplaced", is_flag=True, help="Leave meetings out rather than fail.")
@click.option(
    "--ignore-decisions", is_flag=True, help="Rank as if there were no sheet of decisions."
)
@click.option("--no-chemistry", is_flag=True, help="Compare words and meaning only.")
@takes_now
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
@takes_encoder
@with_console
def command(
    console: Console,
    folder: Path,
    out: Path,
    seed: int,
    time_limit_s: float,
    allow_unplaced: bool,
    ignore_decisions: bool,
    encoder: EncoderChoice,
    no_chemistry: bool,
    now: datetime,
    as_json: bool,
) -> None:
    """Sheets and event.toml in FOLDER become a finished event in OUT.

    FOLDER holds event.toml, needs.*, experts.* and, where there are any, evidence.*, companies.*,
    conflicts.*, pins.*, decisions.* (.xlsx or .csv). OUT gets affinity, assignment, timetable and,
    where there are introductions, plenary as .csv, event.xlsx, the printed matter as .pdf, a
    calendar for everybody, problems.csv, summary.json.
    OUT changes only when the whole run succeeds; after a failure it holds problems.csv at most.

    \b
    Example:
      duijie event examples/sample -o out/sample
    """
    outcome = flow.run_event(
        folder,
        out,
        seed=seed,
        time_limit_s=time_limit_s,
        allow_unplaced=allow_unplaced,
        now=now,
        chemistry=not no_chemistry,
        language=console.language,
        encoder=encoder,
        heed_decisions=not ignore_decisions,
        steps=console.step,
    )
    if as_json:
        console.print_json(flow.summarise(outcome, console.language))
    else:
        show_summary(console, outcome)
