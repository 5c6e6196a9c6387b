"""From an error to words on the screen and an exit code."""

from __future__ import annotations

import click

from duijie.cli.console import Console, abandon_output
from duijie.cli.usage import describe_usage
from duijie.domain.errors import BadData, DuijieError
from duijie.domain.text import Text
from duijie.io.oserrors import describe_os_error

INTERRUPTED = 130
"""The exit code shells give to a command that was stopped from the keyboard."""
DEFECT = 70
"""The exit code of a defect of duijie itself (EX_SOFTWARE of sysexits.h)."""

Stopped = (DuijieError, click.ClickException, click.Abort, OSError)
"""What may stop a command without being a defect."""


def explain(error: Exception, console: Console) -> int:
    """Say what stopped a command, and return its exit code."""
    match error:
        case DuijieError():
            console.show_error(error)
            return error.exit_code
        case click.ClickException():
            console.say(describe_usage(error))
            return error.exit_code
        case click.Abort():
            console.say(Text("已停止，没有写入任何文件。", "Stopped; no file was written."))
            return INTERRUPTED
        case OSError():
            abandon_output()
            console.say(describe_os_error(error))
            return BadData.exit_code
    console.say(
        Text(
            f"duijie 自身出错了：{error!r}。设 DUIJIE_DEBUG=1 再运行可看到细节，请告知开发者",
            f"duijie itself failed: {error!r}. Run with DUIJIE_DEBUG=1 to see where, "
            "and please report it",
        )
    )
    return DEFECT
