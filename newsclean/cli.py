"""The `newsclean` command. Each subcommand has its module in `commands/`; here stands what all of them share."""

from __future__ import annotations

import errno

import click

from .commands.clean import clean
from .commands.corpus import corpus
from .commands.explain import explain
from .commands.export import export
from .commands.reclean import reclean
from .commands.schema import schema
from .commands.show import show
from .commands.sites import sites
from .errors import NewscleanError


class Commands(click.Group):
    """Ends the command with a sentence and a status where a user, or the disk, made a mistake."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except NewscleanError as error:
            click.echo(f"newsclean: {error}", err=True)
            ctx.exit(error.exit_status)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader (`| head`) has gone: click ends quietly
                raise
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"newsclean: {where}{error.strerror or error}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newsclean")
def main() -> None:
    """Turns news pages into clean records: title, date and body, one JSON object a line."""


for command in (clean, explain, reclean, corpus, export, show, schema, sites):
    main.add_command(command)
