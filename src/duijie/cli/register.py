"""``duijie register``: read messy sheets, or only diagnose them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from duijie import flow
from duijie.cli.console import Console, with_console
from duijie.domain.diagnosis import Severity
from duijie.domain.text import Text
from duijie.register.vocabulary import KINDS

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group(name="register")
def command() -> None:
    """登记: needs, experts, evidence, companies and what people decided, from real sheets.

    \b
    Examples:
      duijie register check examples/sample/needs.xlsx
      duijie register read examples/sample/needs.xlsx -o out/canonical
    """


@command.command()
@FILES
@click.option("--json", "as_json", is_flag=True, help="Print the findings as one JSON object.")
@with_console
def check(console: Console, files: tuple[Path, ...], as_json: bool) -> None:
    """Say what is doubtful in FILES; nothing is written.

    Exits with 1 when something must be mended.

    \b
    Example:
      duijie register check examples/sample/needs.xlsx examples/sample/experts.xlsx
    """
    outcome = flow.check_sheets(files, console.step)
    _show(console, outcome, as_json)
    sys.exit(1 if outcome.count(Severity.ERROR) else 0)


@command.command()
@FILES
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder to write."
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as one JSON object.")
@with_console
def read(console: Console, files: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """Turn FILES into needs, experts, evidence, companies and problems.csv in a folder.

    Exits with 1 when a file is refused; the other files are read all the same.

    \b
    Example:
      duijie register read examples/sample/needs.xlsx -o out/canonical
    """
    outcome = flow.read_into(files, out, console.language, console.step)
    _show(console, outcome, as_json)
    sys.exit(1 if outcome.refused else 0)


def _show(console: Console, outcome: flow.ReadOutcome, as_json: bool) -> None:
    register = outcome.register
    counts = {name: len(getattr(register, name)) for name in KINDS}
    findings = {f"{one}s": outcome.count(one) for one in Severity}
    if as_json:
        console.print_json(
            {
                "read": counts,
                **findings,
                "findings": [
                    {
                        "file": one.file,
                        "sheet": one.sheet,
                        "row": one.row,
                        "column": one.column,
                        "severity": one.severity,
                        "found": one.found,
                        "expected": one.expected.in_(console.language),
                        "assumed": one.assumed.in_(console.language),
                    }
                    for one in outcome.diagnoses
                ],
            }
        )
        return
    console.show_diagnoses(outcome.diagnoses, answer=True)
    console.answer(
        Text(
            "读到：需求 {needs}，专家 {experts}，成果 {evidence}，企业 {companies}，"
            "回避 {conflicts}，指定 {pins}，决定 {decisions}。".format(**counts),
            "Read: {needs} needs, {experts} experts, {evidence} pieces of evidence, "
            "{companies} companies, {conflicts} conflicts, {pins} pins, "
            "{decisions} decisions.".format(**counts),
        )
    )
    console.answer(
        Text(
            "须修改 {errors} 处，警告 {warnings} 处，已自动规整 {notes} 处。".format(**findings),
            "To mend: {errors}; warnings: {warnings}; mended by rule: {notes}.".format(**findings),
        )
    )
