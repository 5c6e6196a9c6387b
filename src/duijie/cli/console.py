"""What the command line shows: words in the user's language, bars, tables, errors."""

from __future__ import annotations

import json
import locale
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import update_wrapper
from typing import Any

import click

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData, DuijieError
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Language, Text

BAR_AFTER_S = 2.0
"""A bar appears only for work that lasts longer than this."""

ALIKE_SHOWN = 12
"""So many findings that say the same of one file are listed beside other work."""

_SEVERITY_WORDS = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("说明", "note"),
}
_SEVERITY_STYLES: dict[Severity, dict[str, Any]] = {
    Severity.ERROR: {"fg": "red", "bold": True},
    Severity.WARNING: {"fg": "yellow"},
    Severity.NOTE: {"dim": True},
}


def language_of_environment() -> Language:
    """Return Chinese when ``DUIJIE_LANG`` or the locale says so, else English."""
    chosen = os.environ.get("DUIJIE_LANG") or locale.setlocale(locale.LC_CTYPE)
    if chosen in {"", "C"}:
        chosen = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"


class Console:
    """The terminal of one command; results go to standard output, all else to standard error."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, text: Text) -> None:
        """Print a line for the person at the terminal."""
        click.echo(text.in_(self.language), err=True)

    def answer(self, text: Text) -> None:
        """Print a line that is the result asked for."""
        click.echo(text.in_(self.language))

    def print_json(self, value: Mapping[str, Any]) -> None:
        """Print one JSON object on standard output."""
        click.echo(json.dumps(value, ensure_ascii=False))

    def show_error(self, error: DuijieError) -> None:
        """Print what is wrong, what to try, and the cells that the message does not name yet."""
        said = error.describe(self.language)
        click.echo(said, err=True)
        if isinstance(error, BadData):
            unsaid = [one for one in error.diagnoses if one.expected.in_(self.language) not in said]
            self.show_diagnoses(unsaid)

    def show_diagnoses(self, diagnoses: Sequence[Diagnosis], *, answer: bool = False) -> None:
        """List the findings, the gravest first.

        As the `answer` to a question all are listed, on standard output; beside other work only
        those that cost something, and of many that say the same of one file the first few.
        """
        order = list(Severity)
        shown = [one for one in diagnoses if answer or one.severity is not Severity.NOTE]
        alike: Counter[tuple[Severity, str, Text]] = Counter()
        for one in sorted(shown, key=lambda one: order.index(one.severity)):
            kind = one.severity, one.file, one.expected
            alike[kind] += 1
            if answer or alike[kind] <= ALIKE_SHOWN:
                self._show(one.severity, one.describe(self.language), answer=answer)
        for (severity, file, expected), count in alike.items():
            if not answer and count > ALIKE_SHOWN:
                more = count - ALIKE_SHOWN
                words = Text(f"{file}：另有 {more} 处同样：", f"{file}: {more} more like these: ")
                self._show(severity, (words + expected).in_(self.language), answer=answer)

    def _show(self, severity: Severity, words: str, *, answer: bool) -> None:
        word = _SEVERITY_WORDS[severity].in_(self.language)
        mark = click.style(f"{word:>7}", **_SEVERITY_STYLES[severity])
        click.echo(f"{mark} {words}", err=not answer)

    @contextmanager
    def step(self, name: Text) -> Iterator[Progress]:
        """Show a bar for the part `name` once it has lasted two seconds, if anybody watches."""
        if not sys.stderr.isatty():
            yield silent
            return
        bar = _DelayedBar(name.in_(self.language))
        try:
            yield bar.update
        finally:
            bar.close()


def takes_language(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --lang, which decides in what language its console speaks."""

    def choose(ctx: click.Context, _: click.Parameter, value: Language | None) -> None:
        if value and ctx.obj:
            ctx.obj.language = value

    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        is_eager=True,
        expose_value=False,
        callback=choose,
        help="Language of messages; default: DUIJIE_LANG, else the locale.",
    )(command)


def with_console(function: Callable[..., None]) -> Callable[..., None]:
    """Pass the console to a command as its first argument; --lang may follow the verb too."""

    @click.pass_obj
    def run(console: Console, *args: Any, **options: Any) -> None:
        try:
            function(console, *args, **options)
        except BrokenPipeError:
            # The reader of our output has gone (``duijie ... | head``): not an error.
            abandon_output()

    return takes_language(update_wrapper(run, function))


def abandon_output() -> None:
    """Send what is still to come nowhere, so that closing the output does not fail again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _DelayedBar:
    """A progress bar that stays away from short work."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._state = (0, 0)
        self._lock = threading.Lock()
        self._bar: Any = None
        self._timer = threading.Timer(BAR_AFTER_S, self._open)
        self._timer.daemon = True
        self._timer.start()

    def update(self, done: int, total: int) -> None:
        """Report that `done` of `total` units are finished."""
        with self._lock:
            self._state = (done, total)
            if self._bar is not None:
                self._bar.update(self._task, completed=done, total=total or None)

    def close(self) -> None:
        """Take the bar away."""
        self._timer.cancel()
        with self._lock:
            if self._bar is not None:
                self._bar.stop()

    def _open(self) -> None:
        from rich import progress as rich_progress  # noqa: PLC0415 - only for long work
        from rich.console import Console as RichConsole  # noqa: PLC0415

        with self._lock:
            self._bar = rich_progress.Progress(
                rich_progress.TextColumn("{task.description}"),
                rich_progress.BarColumn(),
                rich_progress.MofNCompleteColumn(),
                rich_progress.TimeElapsedColumn(),
                rich_progress.TimeRemainingColumn(),
                console=RichConsole(stderr=True),
                transient=True,
            )
            done, total = self._state
            self._task = self._bar.add_task(self._label, completed=done, total=total or None)
            self._bar.start()
