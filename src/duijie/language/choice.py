"""Which encoder a user asks for: one setting, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from duijie.domain.errors import BadUsage
from duijie.domain.text import Text

MINILM, NONE = "minilm", "none"


@dataclass(frozen=True)
class EncoderChoice:
    """An encoder by its name, its folder or its address.

    `key` is for an address; it is in no representation of the choice.
    """

    words: str = MINILM
    key: str = field(default="", repr=False)

    @property
    def is_address(self) -> bool:
        """Whether a server is meant."""
        return "://" in self.words


DEFAULT = EncoderChoice()


def parse_encoder(words: str) -> EncoderChoice:
    """Read ``minilm``, ``none``, a folder or ``http(s)://HOST[:PORT]/v1#MODEL``.

    Raises
    ------
    BadUsage
        When it is none of these.

    >>> parse_encoder("https://models.example.edu/v1#bge-m3").is_address
    True
    """
    words = words.strip()
    choice = EncoderChoice(words)
    if choice.is_address:
        from duijie.language.endpoint import parse_address  # noqa: PLC0415 - brings httpx

        parse_address(words)
    elif words.lower() in {MINILM, NONE}:
        return EncoderChoice(words.lower())
    elif not Path(words).is_dir():
        raise BadUsage(
            Text(f"没有语义模型 {words!r}", f"there is no encoder {words!r}"),
            [
                Text(
                    "可写 minilm、none、sentence-transformers 文件夹，或 http://主机:端口/v1#模型名",
                    "write minilm, none, a sentence-transformers folder, or http://HOST:PORT/v1#MODEL",
                )
            ],
        )
    return choice
