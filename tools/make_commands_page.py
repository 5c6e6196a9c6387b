"""Write ``docs/commands.md`` from the help of every command.

.venv/bin/python -m tools.make_commands_page
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from duijie.cli.main import cli

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
HEAD = """# Commands

Made from the commands' own help by `python -m tools.make_commands_page`; do not edit by hand.
Every example is run by the tests. Exit codes: 0 done, 1 bad data, 2 usage, 3 impossible as asked,
4 out of time (the best found is written).
"""
WIDTH = 96


def render() -> str:
    """Return the page."""
    root = click.Context(
        cli,
        info_name="duijie",
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        **cli.context_settings,
    )
    return HEAD + "".join(
        f"\n## {name}\n\n```\n{words}\n```\n" for name, words in _helps(cli, root)
    )


def _helps(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    yield context.command_path, command.get_help(context).rstrip()
    if isinstance(command, click.Group):
        for word in command.list_commands(context):
            inner = command.get_command(context, word)
            if inner is not None:
                yield from _helps(inner, click.Context(inner, parent=context, info_name=word))


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
