"""The `newsclean` command: what its subcommands share. Each subcommand has a module beside this one."""

from __future__ import annotations

import errno
from importlib import import_module
from typing import Any

import click

from newsclean.errors import NewscleanError

from . import messages
from .interruption import signals_end_the_command

# By name: the short help. A command is a function of its own name in the module of that name, imported when it is
# needed: `newsclean --help` needs none of them.
COMMANDS = {
    "clean": "Clean pages into records, one JSON object per line.",
    "corpus": "Look after the corpus: everything that all runs have collected.",
    "crawl": "Crawl a site into clean records.",
    "demo": "Crawl a small demo site on this machine and show the first record.",
    "explain": "Explain the outcome of a page: why each line was kept or dropped.",
    "export": "Write the corpus, or a part of it, as one file.",
    "reclean": "Clean archived pages again, without fetching them.",
    "report": "Write a report of the last night as an HTML page.",
    "schema": "Print the JSON Schema of a record.",
    "show": "Show records as text: title, date, address, body.",
    "sites": "List the declared sites, search among them, check their files; declare new ones.",
}


class Commands(click.Group):
    """Imports a command when it is needed; reports errors of user or disk in one sentence, with their status."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"newsclean.commands.{cmd_name}"), cmd_name)
        return messages.add_options(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def main(self, *args: Any, **kwargs: Any) -> Any:
        with signals_end_the_command():
            return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except NewscleanError as error:
            messages.error(str(error))
            ctx.exit(error.exit_status)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader is gone (`| head`): click ends quietly
                raise
            where = f"{error.filename}: " if error.filename else ""
            messages.error(f"{where}{error.strerror or error}")
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newsclean")
def main() -> None:
    """Turn news pages into clean records: title, date and body, one JSON object per line."""
