"""``duijie demo``: the sample event."""

from __future__ import annotations

from pathlib import Path

import click

from duijie import flow
from duijie.cli.console import Console, with_console
from duijie.cli.summary import show_summary
from duijie.cli.values import PATH


@click.command(name="demo")
@click.option("-o", "--out", type=PATH, default="duijie-demo", show_default=True)
@click.option("--no-serve", is_flag=True, help="Compute and exit (all there is today).")
@with_console
def command(console: Console, out: Path, no_serve: bool) -> None:
    """Compute the invented sample event: 26 experts, 30 companies, from sheets to handbook.

    \b
    Example:
      duijie demo --no-serve -o out/demo
    """
    outcome = flow.run_demo(out, language=console.language, steps=console.step)
    show_summary(console, outcome)
