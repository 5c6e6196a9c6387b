"""``duijie demo``: the sample event, in the web app or as files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from duijie import flow
from duijie.cli.console import Console, with_console
from duijie.cli.summary import show_summary
from duijie.cli.values import PATH
from duijie.domain.errors import DuijieError
from duijie.domain.text import Text


@click.command(name="demo")
@click.option("-o", "--out", type=PATH, default="duijie-demo", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8710, show_default=True)
@click.option(
    "--serve/--no-serve",
    default=None,
    help="Open the web app, or compute everything into files and exit; "
    "default: serve when there is a terminal to stop it from.",
)
@click.option(
    "--plan/--no-plan",
    default=True,
    show_default=True,
    help="In the web app, have the event matched, assigned, placed, published and printed too, "
    "or begin with the register and walk these steps yourself.",
)
@with_console
def command(console: Console, out: Path, port: int, serve: bool | None, *, plan: bool) -> None:
    """Open the sample event, 26 experts and 30 companies, in the web app.

    \b
    Example:
      duijie demo --no-serve -o out/demo
    """
    if sys.stdout.isatty() if serve is None else serve:
        _open_demo(console, out, port, plan=plan)
        return
    outcome = flow.run_demo(out, language=console.language, steps=console.step)
    show_summary(console, outcome)
    if serve is None:
        console.say(
            Text(
                "没有终端，网页版未启动；要在浏览器中打开，请运行 duijie demo --serve",
                "No terminal, so the web app was not started: duijie demo --serve opens it.",
            )
        )


def _open_demo(console: Console, out: Path, port: int, *, plan: bool) -> None:
    from duijie.web import demo, serve  # noqa: PLC0415 - Django loads only here

    serve.require_port("127.0.0.1", port)
    folder = serve.prepare(out / "data")
    serve.make_ready(folder)
    demo.load_demo(flow.find_sample())
    if plan:
        try:
            demo.plan_demo(console.step)
        except DuijieError as error:  # somebody changed the sample; the web app can say more
            console.show_error(error)
    console.answer(
        Text(
            f"请用浏览器打开 http://127.0.0.1:{port}/ ，密码都是 {demo.PASSWORD}：",
            f"Open http://127.0.0.1:{port}/ in a browser; the password is always {demo.PASSWORD}:",
        )
    )
    for login in demo.LOGINS:
        console.answer(
            Text(
                f"  {login.username:<10} {login.role.zh}", f"  {login.username:<10} {login.role.en}"
            )
        )
    console.answer(Text("按 Ctrl+C 结束。", "Ctrl+C ends it."))
    serve.run_server("127.0.0.1", port)
