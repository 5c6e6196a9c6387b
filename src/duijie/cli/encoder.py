"""The option --encoder, and the key that only the environment holds."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from duijie.cli.values import Parsed
from duijie.language.choice import MINILM, EncoderChoice, parse_encoder

SETTING, KEY = "DUIJIE_ENCODER", "DUIJIE_ENCODER_KEY"


def takes_encoder(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --encoder; the key of an address comes from the environment."""

    def add_key(_: click.Context, __: click.Parameter, value: EncoderChoice) -> EncoderChoice:
        return replace(value, key=os.environ.get(KEY, "")) if value.is_address else value

    return click.option(
        "--encoder",
        type=Parsed("encoder", parse_encoder),
        metavar="minilm|none|FOLDER|URL#MODEL",
        envvar=SETTING,
        show_envvar=True,
        default=MINILM,
        show_default=True,
        callback=add_key,
        help="What compares meanings: the built-in English model, nothing, a sentence-transformers "
        f"folder, or a server with /v1/embeddings (its key in {KEY}).",
    )(command)
