"""Types of options."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from duijie.cli.console import language_of_environment
from duijie.domain.bounds import parse_bounds
from duijie.domain.errors import BadUsage
from duijie.domain.text import Text
from duijie.timetable.disruption import parse_pair

PATH = click.Path(path_type=Path)


class Parsed(click.ParamType[Any]):
    """Words of an option, read by a function that raises BadUsage on nonsense."""

    def __init__(self, name: str, parse: Callable[[str], Any]) -> None:
        self.name = name
        self._parse = parse

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Read the words of the option, or say what they should be."""
        console = ctx.obj if ctx else None
        try:
            return self._parse(str(value))
        except BadUsage as error:
            language = console.language if console else language_of_environment()
            self.fail(error.describe(language), param, ctx)


BOUNDS = Parsed("K|LO:HI", parse_bounds)
PAIR = Parsed("NEED:EXPERT", parse_pair)


def parse_seconds(words: str) -> float:
    """Read a time in seconds, more than 0.

    Raises
    ------
    BadUsage
        When it is no such number.
    """
    try:
        seconds = float(words)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise BadUsage(Text(f"应为大于 0 的秒数：{words!r}", f"not a time in seconds: {words!r}"))
    return seconds


SECONDS = Parsed("S", parse_seconds)


def parse_moment(words: str) -> datetime:
    """Read a local date and time.

    >>> parse_moment("2027-05-20T14:30")
    datetime.datetime(2027, 5, 20, 14, 30)

    Raises
    ------
    BadUsage
        When it is none.
    """
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo:
        raise BadUsage(
            Text(f"不是日期和时刻：{words!r}", f"not a date and time: {words!r}"),
            [Text("请写成 2027-05-20T14:30（当地时间）", "write 2027-05-20T14:30, local time")],
        )
    return moment


def read_clock() -> datetime:
    """Return the local time."""
    return datetime.now().astimezone().replace(tzinfo=None)


takes_now = click.option(
    "--now",
    type=Parsed("YYYY-MM-DDTHH:MM", parse_moment),
    default=read_clock,
    help="When this is; slots that were over by then are warned of. [the clock]",
)
