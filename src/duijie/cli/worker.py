"""``duijie worker``: background work of the web app in a process of its own."""

from __future__ import annotations

from pathlib import Path

import click

from duijie.cli.console import Console, with_console
from duijie.cli.serve import DATA_HELP
from duijie.cli.values import PATH


@click.command(name="worker")
@click.option("--data", type=PATH, help=DATA_HELP)
@with_console
def command(console: Console, data: Path | None) -> None:
    """Do the background work of `duijie serve --no-worker`.

    \b
    Example:
      duijie worker --help
    """
    from duijie.web import serve  # noqa: PLC0415 - Django loads only here

    serve.prepare(data)
    serve.run_worker()
