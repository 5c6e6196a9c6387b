"""``duijie manage``: what administrators do on the server."""

from __future__ import annotations

from pathlib import Path

import click

from duijie.cli.console import Console, with_console
from duijie.cli.serve import DATA_HELP
from duijie.cli.values import PATH


@click.command(name="manage", context_settings={"ignore_unknown_options": True})
@click.option("--data", type=PATH, help=DATA_HELP)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@with_console
def command(console: Console, data: Path | None, arguments: tuple[str, ...]) -> None:
    """Run one of Django's commands: add_organiser, reset_link, migrate.

    \b
    Example:
      duijie manage --help
    """
    from duijie.web import serve  # noqa: PLC0415 - Django loads only here

    serve.prepare(data)
    serve.run_manage(arguments or ("help",))
