"""From an error to words on the screen and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import click

from duijie.cli.console import Console
from duijie.domain.errors import BadData, DuijieError
from duijie.domain.text import Text

INTERRUPTED = 130
"""The exit code shells give to a command that was stopped from the keyboard."""


def reports_errors(function: Callable[..., None]) -> Callable[..., None]:
    """Pass the console to a command and turn its DuijieError into words and an exit code."""

    @click.pass_obj
    def run(console: Console, *args: Any, **options: Any) -> None:
        try:
            function(console, *args, **options)
        except DuijieError as error:
            click.echo(error.describe(console.language), err=True)
            if isinstance(error, BadData):
                console.show_diagnoses(error.diagnoses)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            console.say(Text("已停止，没有写入任何文件。", "Stopped; no file was written."))
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            # The reader of our output has gone (``duijie ... | head``): not an error.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    return update_wrapper(run, function)
