"""Bytes to text: UTF-8 with or without a mark, UTF-16 or UTF-32 with one, or GB18030."""

from __future__ import annotations

import codecs

from duijie.domain.errors import BadData
from duijie.domain.text import Text
from duijie.io.guard import refuse

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose mark begins that of UTF-32.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_REPLACEMENT = "�"


def decode_text(data: bytes, name: str) -> str:
    """Return the text of a file that people saved in whatever their program writes.

    A byte order mark decides; without one UTF-8 is tried, then GB18030 (what Chinese Windows
    and Excel write). Text that is UTF-8 but for a few broken bytes is not taken for GB18030,
    which would read it as wrong characters.

    Raises
    ------
    BadData
        Naming the byte and the line where decoding fails, or when NUL bytes show it is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, name, skipped=len(mark))
    if b"\0" in data:
        offset = data.index(b"\0")
        raise refuse(
            name,
            Text(
                f"不是文本：第 {offset} 字节是空字符",
                f"this is not text: byte {offset} is a NUL character",
            ),
            Text("请另存为 UTF-8 编码的 CSV", "save it as CSV in UTF-8"),
            row=_line(data, offset),
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if not _is_mostly_utf8(data):
            return _decode(data, "gb18030", name)
        raise _undecodable(data, error, name, 0) from None


def _decode(data: bytes, encoding: str, name: str, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, name, skipped) from None


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether valid multi-byte UTF-8 outweighs what is broken."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count(_REPLACEMENT)
    return sum(not char.isascii() for char in text) - broken > broken


def _undecodable(data: bytes, error: UnicodeDecodeError, name: str, skipped: int) -> BadData:
    offset, line = error.start + skipped, _line(data, error.start)
    return refuse(
        name,
        Text(
            f"编码有误：第 {line} 行（第 {offset} 字节）不是 {error.encoding} 文字",
            f"wrong encoding: line {line} (byte {offset}) is not {error.encoding} text",
        ),
        Text("请另存为 UTF-8 编码后再试", "save it in UTF-8 and try again"),
        row=line,
    )


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
