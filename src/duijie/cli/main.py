"""The entry point: ``duijie VERB``; every verb is loaded only when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from duijie import __version__
from duijie.cli.console import Console, language_of_environment

_COMMANDS = {
    "demo": "Compute the invented sample event, from sheets to handbook.",
    "event": "The whole story: a folder of sheets becomes a finished event.",
    "register": "登记  Read messy sheets, or only diagnose them.",
    "match": "匹配  Rank experts for every need.",
    "assign": "配对  Decide who meets whom.",
    "timetable": "排程  Decide when and at which table.",
}
"""Help is shown from here, so that ``duijie --help`` loads nothing else."""


class _LazyGroup(click.Group):
    """A group that imports ``duijie.cli.VERB`` when VERB is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"duijie.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    help="Language of messages; default: DUIJIE_LANG, else the locale.",
)
@click.version_option(__version__, prog_name="duijie")
@click.pass_context
def cli(ctx: click.Context, lang: str | None) -> None:
    """duijie 对接: professors' expertise meets companies' technology needs.

    \b
    Start here:
      duijie demo                       the sample event, computed on this machine
      duijie register check needs.xlsx  what is doubtful in a sheet
      duijie event FOLDER -o OUT        sheets in, programme and handbook out
    """
    ctx.obj = Console("zh" if lang == "zh" else "en" if lang else language_of_environment())


def main() -> None:
    """Run the command line; a mendable error becomes a message and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli()
