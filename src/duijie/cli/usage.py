"""Usage errors of click in both languages: what is wrong, and where the help is."""

from __future__ import annotations

import re

import click
from click import exceptions

from duijie.cli.values import Parsed
from duijie.domain.text import Text


def describe_usage(error: click.ClickException) -> Text:
    """Return the usage line, where to find help, and what is wrong."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    said = Text(_in_chinese(error), error.format_message())
    if context is None or isinstance(error, exceptions.NoArgsIsHelpError):
        return said
    usage = context.get_usage()
    return (
        Text(
            usage.replace("Usage:", "用法：", 1) + f"\n帮助：{context.command_path} --help\n\n",
            usage + f"\nHelp: {context.command_path} --help\n\n",
        )
        + said
    )


def _in_chinese(error: click.ClickException) -> str:
    match error:
        case exceptions.NoSuchCommand():
            return f"没有命令 {error.command_name}" + _suggest(error.possibilities)
        case exceptions.NoSuchOption():
            return f"没有选项 {error.option_name}" + _suggest(error.possibilities)
        case exceptions.MissingParameter():
            return f"缺少 {_name(error)}"
        case exceptions.BadParameter():
            return f"{_name(error)} 的值不对：{_expected(error)}"
        case exceptions.BadOptionUsage():
            return f"选项 {error.option_name} 的写法不对：多了或少了值"
    extra = re.search(r"unexpected extra argument.*?\((.*)\)", error.message)
    return f"多余的参数：{extra[1]}" if extra else error.format_message()


def _suggest(near: list[str] | None) -> str:
    return f"，是不是 {'、'.join(near)}？" if near else ""


def _name(error: exceptions.BadParameter) -> str:
    return error.param.get_error_hint(error.ctx).strip("'") if error.param else ""


def _expected(error: exceptions.BadParameter) -> str:
    match error.param.type if error.param else None:
        case Parsed():
            return error.message
        case click.Choice() as choice:
            return f"应为其中之一：{'、'.join(map(str, choice.choices))}"
        case click.IntRange(min=low) if low is not None:
            return f"应为不小于 {low} 的整数"
        case click.types.IntParamType():
            return "应为整数"
    return error.message
