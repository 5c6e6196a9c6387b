"""Typst documents: a template and plain data in, pages out. Offline, and alike in every run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

# Typst writes a date into a file even where a template sets one; equal data, equal bytes.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PIXELS_PER_INCH = 144.0


def compile_document(
    template: Path,
    data: Mapping[str, Any],
    *,
    fonts: Path,
    output: Literal["pdf", "png"] = "pdf",
    system_fonts: bool = False,
    pixels_per_inch: float = PIXELS_PER_INCH,
) -> list[bytes]:
    """Return the document as one PDF file, or as one PNG picture a page.

    The template reads `data` with ``json(bytes(sys.inputs.data))``: values never become markup,
    so ``#``, ``$`` or a quotation mark in a name prints as itself.

    Parameters
    ----------
    template
        The ``.typ`` file; it may import files of its own folder and nothing else.
    data
        Values that JSON can hold; see :func:`duijie.io.glyphs.make_printable` for characters
        that no font draws.
    fonts
        The folder of fonts that the template names.
    output
        What to make.
    system_fonts
        Whether characters that `fonts` lack may be drawn with what the machine has installed.
    pixels_per_inch
        The resolution of pictures.
    """
    made = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=open_fonts(fonts, system_fonts),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format=output,
        ppi=pixels_per_inch,
        timestamp=EPOCH,
    )
    return list(made) if isinstance(made, Sequence) and not isinstance(made, bytes) else [made]


@lru_cache(maxsize=4)
def open_fonts(folder: Path, system: bool) -> typst.Fonts:
    """Return the fonts of `folder`, and those of the machine when `system` is set."""
    return typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(folder)]
    )
