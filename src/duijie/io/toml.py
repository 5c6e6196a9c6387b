"""TOML in, with the line of whatever is wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from duijie.domain.text import Text
from duijie.io.encoding import decode_text
from duijie.io.guard import load, refuse


def read_toml(source: Path | bytes, name: str = "") -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    BadData
        When it is missing, not text, or not TOML; the line is named.
    """
    data, name = load(source, name)
    text = decode_text(data, name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        column = f"第 {found[2]} 列" if found else "末尾"
        raise refuse(
            name,
            Text(f"第 {line} 行{column}不符合 TOML 写法", f"line {line} is not TOML: {error}"),
            Text(
                '文字要加引号（title = "…"），日期写成 2026-05-20',
                'texts stand in quotes (title = "..."), dates as 2026-05-20',
            ),
            row=line,
        ) from None
