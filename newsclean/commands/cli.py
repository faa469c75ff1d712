"""The `newsclean` command: what its subcommands share. Each subcommand has a module beside this one."""

from __future__ import annotations

import errno

import click

from newsclean.errors import NewscleanError

from .clean import clean
from .corpus import corpus
from .explain import explain
from .export import export
from .reclean import reclean
from .schema import schema
from .show import show
from .sites import sites


class Commands(click.Group):
    """Reports errors of the user or the disk in one sentence, and ends with their exit status."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except NewscleanError as error:
            click.echo(f"newsclean: {error}", err=True)
            ctx.exit(error.exit_status)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader is gone (`| head`): click ends quietly
                raise
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"newsclean: {where}{error.strerror or error}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newsclean")
def main() -> None:
    """Turn news pages into clean records: title, date and body, one JSON object per line."""


for command in (clean, explain, reclean, corpus, export, show, schema, sites):
    main.add_command(command)
