"""The entry point: ``duijie VERB``; every verb is loaded only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from duijie import __version__
from duijie.cli.console import Console, language_of_environment, takes_language
from duijie.cli.errors import Stopped, explain

_COMMANDS = {
    "demo": "Open the invented sample event in the web app.",
    "event": "The whole story: a folder of sheets becomes a finished event.",
    "register": "登记  Read messy sheets, or only diagnose them.",
    "match": "匹配  Rank experts for every need.",
    "assign": "配对  Decide who meets whom.",
    "timetable": "排程  Decide when and at which table.",
    "chem": "化学  Chemical names to structures, found in text, drawn.",
    "serve": "Open the web app for your own events.",
    "worker": "Do the web app's background work in a process of its own.",
    "manage": "Administer the web app: users, passwords, database.",
}
"""Help is shown from here, so that ``duijie --help`` loads nothing else."""


class _Verbs(click.Group):
    """Imports ``duijie.cli.VERB`` when VERB is called, and turns errors into words."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line; what stops it is explained in the language of the console."""
        console = Console(language_of_environment())
        extra["standalone_mode"] = False
        try:
            done = super().main(*args, obj=console, **extra)
        except Stopped as error:
            sys.exit(explain(error, console))
        sys.exit(done if isinstance(done, int) else 0)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            name = error.command_name
            raise click.exceptions.NoSuchCommand(name, None, _COMMANDS, ctx) from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"duijie.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(name="duijie", cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@takes_language
@click.version_option(__version__, prog_name="duijie")
def cli() -> None:
    """duijie 对接: professors' expertise meets companies' technology needs.

    \b
    Start here:
      duijie demo                       the sample event, in the browser
      duijie register check needs.xlsx  what is doubtful in a sheet
      duijie event FOLDER -o OUT        sheets in, programme and handbook out
    """


def main() -> None:
    """Run the command line; even a defect ends in one line, unless ``DUIJIE_DEBUG`` is set."""
    for name in ("stdout", "stderr"):
        # A stream that the caller closed is None.
        stream = getattr(sys, name) or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        setattr(sys, name, stream)
    try:
        cli()
    except Exception as error:
        if os.environ.get("DUIJIE_DEBUG"):
            raise
        sys.exit(explain(error, Console(language_of_environment())))
