"""Every command shows a runnable example in its help, and every example runs."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
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


def run(line: str, folder: Path) -> None:
    done = subprocess.run(
        [COMMAND, *shlex.split(line)[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}"


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the folder in which a line has been run; many examples begin with the same."""

    @cache
    def ran(line: str) -> Path:
        folder = tmp_path_factory.mktemp("example")
        (folder / "examples").symlink_to(ROOT / "examples")
        run(line, folder)
        return folder

    return ran


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_the_example_runs(name: str, after: Callable[[str], Path], tmp_path: Path) -> None:
    first, *others = examples(ALL[name])
    shutil.copytree(after(first), tmp_path, symlinks=True, dirs_exist_ok=True)
    for line in others:
        run(line, tmp_path)
