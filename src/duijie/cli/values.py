"""Types of options."""

from __future__ import annotations

from pathlib import Path

import click

from duijie.domain.bounds import Bounds, parse_bounds
from duijie.domain.errors import BadUsage

PATH = click.Path(path_type=Path)


class BoundsType(click.ParamType[Bounds]):
    """``K`` or ``LO:HI``."""

    name = "K|LO:HI"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Bounds:
        """Read the words of the option."""
        if isinstance(value, Bounds):
            return value
        try:
            return parse_bounds(str(value))
        except BadUsage as error:
            self.fail(error.describe("en"), param, ctx)


class FloorType(click.ParamType[float | str]):
    """``auto`` or a number."""

    name = "auto|X"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | str:
        """Read the words of the option."""
        words = str(value)
        try:
            return words if words == "auto" else float(words)
        except ValueError:
            self.fail(f"{words!r} is neither auto nor a number", param, ctx)
