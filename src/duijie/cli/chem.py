"""``duijie chem``: chemical names to structures, found in text, drawn."""

from __future__ import annotations

from pathlib import Path

import click

from duijie import flow
from duijie.cli.console import Console, with_console
from duijie.cli.values import PATH
from duijie.domain.text import Text, same


@click.group(name="chem")
def command() -> None:
    """化学: read chemical names, find them in text, draw them.

    \b
    Examples:
      duijie chem name 4-nitroaniline 100-01-6 TiO2
      duijie chem draw 4-nitroaniline 1,2-dichloro-4-nitrobenzene -o out/two.svg
    """


@command.command()
@click.argument("names", nargs=-1, required=True)
@with_console
def name(console: Console, names: tuple[str, ...]) -> None:
    """Print the structure of each of NAMES as a line of JSON; - reads a name a line.

    A name may be a systematic or common name, a CAS number, a formula or SMILES. smiles and
    inchikey are null when it is unknown; ambiguous when it stands for several substances.

    \b
    Example:
      duijie chem name 4-nitroaniline 100-01-6 TiO2
    """
    _show(console, flow.read_names(names, steps=console.step))


@command.command()
@click.argument("file", type=PATH)
@with_console
def text(console: Console, file: Path) -> None:
    """Print every chemical name in FILE as a line of JSON; - reads standard input.

    line counts from 1, start and end are characters of the line. kind is compound, element,
    class, material, polymer or catalyst.

    \b
    Example:
      duijie chem text examples/sample/evidence.csv
    """
    _show(console, flow.read_mentions(file, steps=console.step))


@command.command()
@click.argument("first")
@click.argument("second", required=False)
@click.option("-o", "--out", type=PATH, default="molecules.svg", show_default=True)
@with_console
def draw(console: Console, first: str, second: str | None, out: Path) -> None:
    """Draw one substance, or two with what they share marked, as SVG.

    \b
    Example:
      duijie chem draw 4-nitroaniline 1,2-dichloro-4-nitrobenzene -o out/two.svg
    """
    names = [first, second] if second else [first]
    outcome = flow.draw_names(names, out, steps=console.step)
    console.say(
        same(" | ".join(row["smiles"] for row in outcome.rows))
        + Text(" → ", " -> ")
        + same(str(out))
    )


def _show(console: Console, outcome: flow.ChemOutcome) -> None:
    for row in outcome.rows:
        console.print_json(row)
    for notice in outcome.notices:
        console.say(notice)
