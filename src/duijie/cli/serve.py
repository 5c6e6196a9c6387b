"""``duijie serve``: the web app on this machine or for the local network."""

from __future__ import annotations

from pathlib import Path

import click

from duijie.cli.console import Console, with_console
from duijie.cli.values import PATH
from duijie.domain.text import Text

DATA_HELP = "Folder for the database; default: DUIJIE_DATA, else the user's data folder."


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 for the network.")
@click.option("--port", type=click.IntRange(1, 65535), default=8710, show_default=True)
@click.option("--data", type=PATH, help=DATA_HELP)
@click.option("--name", "names", multiple=True, help="A name the server is called by; repeatable.")
@click.option("--no-worker", is_flag=True, help="Background work is done by `duijie worker`.")
@with_console
def command(
    console: Console,
    host: str,
    port: int,
    data: Path | None,
    names: tuple[str, ...],
    no_worker: bool,
) -> None:
    """Open the web app; the first start makes the database.

    \b
    Example:
      duijie serve --help
    """
    from duijie.web import serve  # noqa: PLC0415 - Django loads only here

    serve.require_port(host, port)
    folder = serve.prepare(data, serve.allowed_hosts(host, names))
    serve.make_ready(folder)
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/"  # noqa: S104 - compared, not bound
    console.say(
        Text(
            f"已就绪：{address}（数据在 {folder.root}）",
            f"Ready: {address} (data in {folder.root})",
        )
    )
    serve.run_server(host, port, worker=not no_worker)
