"""What a command says on standard error, and how much of it: --quiet and --verbose, which every command has."""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import IntEnum
from functools import wraps
from typing import Any

import click

from newsclean.errors import UsageError

from .crawl_options import CrawlOptions

_KEY = f"{__name__}.verbosity"


class Verbosity(IntEnum):
    """How much a command says."""

    QUIET = 0
    USUAL = 1
    VERBOSE = 2


_LEVELS = {Verbosity.QUIET: "ERROR", Verbosity.VERBOSE: "DEBUG"}


def verbosity() -> Verbosity:
    """That of the command that runs; the usual one outside of a command."""
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(_KEY, Verbosity.USUAL) if ctx else Verbosity.USUAL


def error(text: str) -> None:
    """Says what went wrong, always."""
    click.echo(f"newsclean: {text}", err=True)


def note(text: str) -> None:
    """Says what was done, unless --quiet."""
    if verbosity() > Verbosity.QUIET:
        click.echo(f"newsclean: {text}", err=True)


def log_level(options: CrawlOptions | None) -> tuple[str, ...]:
    """The words by which `scrapy crawl` says as much as this command. Raises UsageError if it is told otherwise."""
    level = _LEVELS.get(verbosity())
    if level is None:
        return ()
    given = options and (options.level or options.setting("LOG_LEVEL") or (options.is_silent and "--nolog"))
    if given and level != given:
        name = verbosity().name.lower()
        raise UsageError(f"--{name} stands for -L {level}, and {given} says otherwise; leave out one of them.")
    return ("-L", level)


def add_options(command: click.Command) -> click.Command:
    """The command, or each command of a group, with --quiet and --verbose."""
    for each in command.commands.values() if isinstance(command, click.Group) else [command]:
        if not any(option.name == "quiet" for option in each.params):
            each.params += [
                _option("quiet", "Say only what went wrong."),
                _option("verbose", "Say everything, as for debugging."),
            ]
            if each.callback is not None:
                each.callback = _heard(each.callback)
    return command


def _option(name: str, text: str) -> click.Option:
    return click.Option([f"--{name}"], is_flag=True, expose_value=False, help=text, callback=_set)


def _set(ctx: click.Context, option: click.Parameter, is_given: bool) -> None:
    if not is_given:
        return
    if _KEY in ctx.meta:
        raise UsageError("--quiet and --verbose are opposites; leave out one of them.")
    assert option.name is not None
    ctx.meta[_KEY] = Verbosity[option.name.upper()]


def _heard(callback: Callable[..., Any]) -> Callable[..., Any]:
    """The command with a log that says as much as it does, until it ends; a program may call several in turn."""

    @wraps(callback)
    def call(*given: Any, **named: Any) -> Any:
        assert logging.lastResort is not None
        logs: tuple[logging.Logger | logging.Handler, ...] = (logging.getLogger("newsclean"), logging.lastResort)
        before = [log.level for log in logs]  # the second writes the log, except of a crawl
        try:
            if level := _LEVELS.get(verbosity()):
                for log in logs:
                    log.setLevel(level)
            return callback(*given, **named)
        finally:
            for at, usual in enumerate(before):
                logs[at].setLevel(usual)

    return call
