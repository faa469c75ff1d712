"""`newsclean sites`: the sites that have a declaration."""

from __future__ import annotations

import click

from newsclean.sites.site import sites as declared


@click.command()
def sites() -> None:
    """List the declared sites: name, language, time zone, domains."""
    for site in declared().values():
        click.echo(f"{site.name:<16}{site.language or '-':<6}{site.timezone or '-':<20}{', '.join(site.domains)}")
