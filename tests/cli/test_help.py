"""Every command shows a runnable example in its help, and every example runs."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from duijie.cli.main import cli

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("duijie")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def examples(command: click.Command) -> list[str]:
    after = (command.help or "").partition("Example:")[2].replace("\\\n", " ")
    return [line.strip() for line in after.splitlines() if line.strip().startswith("duijie ")]


ALL = dict(commands(cli))


@pytest.mark.parametrize("name", ALL)
def test_every_command_shows_an_example(name: str) -> None:
    assert examples(ALL[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_the_example_runs(name: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for line in examples(ALL[name]):
        done = subprocess.run(
            [COMMAND, *shlex.split(line)[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
