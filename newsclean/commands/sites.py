"""`newsclean sites`: the declared sites, which of them there are, what is wrong with their files, and new ones."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from newsclean.errors import InputError, UsageError, count
from newsclean.sites.folders import SiteFiles, files_in, shown
from newsclean.sites.selection import selected
from newsclean.sites.site import Site, faults_in, file_of, site_named
from newsclean.sites.site import sites as declared
from newsclean.sites.site_file import Fault

from . import messages
from .sites_new import new
from .sites_try import try_
from .table import Column, table

_COLUMNS = tuple(map(Column, ("name", "country", "language", "time zone", "verified", "domains")))

country_option = click.option("--country", metavar="CODE", help="Only sites of this country (ISO 3166): id")
language_option = click.option("--language", metavar="CODE", help="Only sites in this language (ISO 639): sw")


def _choosing(command: Callable[..., Any]) -> Callable[..., Any]:
    json_option = click.option("--json", "as_json", is_flag=True, help="All keys as JSON, a site per line.")
    verified_option = click.option("--verified", is_flag=True, help="Only sites that were checked with a page.")
    return country_option(language_option(verified_option(json_option(command))))


@click.group(invoke_without_command=True)
@_choosing
@click.pass_context
def sites(ctx: click.Context, /, as_json: bool, **choice: Any) -> None:
    """List the declared sites, search among them, check their files; declare a new one and try it.

    Without a command: list. docs/how-to/add-a-site.md says how to declare a site.
    """
    if ctx.invoked_subcommand is None:
        ctx.exit(_list(selected(**choice), as_json=as_json))
    if as_json or any(choice.values()):
        raise UsageError(f"write the options behind the command: newsclean sites {ctx.invoked_subcommand} ...")


sites.add_command(new)
sites.add_command(try_)


@sites.command("list")
@_choosing
@click.pass_context
def list_(ctx: click.Context, /, as_json: bool, **choice: Any) -> None:
    """List the sites of a country, or in a language: name, country, language, time zone, verified, domains.

    \b
    Exit status:
      0  listed
      1  there is no such site
      2  wrong usage
    """
    ctx.exit(_list(selected(**choice), as_json=as_json))


@sites.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@_choosing
@click.pass_context
def search(ctx: click.Context, /, as_json: bool, **choice: Any) -> None:
    """List the sites that have each WORD in their name, title or a domain.

    \b
    Exit status:
      0  listed
      1  there is no such site
      2  wrong usage
    """
    ctx.exit(_list(selected(**choice), as_json=as_json))


@sites.command()
@click.argument("name")
def show(name: str) -> None:
    """Show the file that declares a site, and where it is."""
    site_named(name)
    path = file_of(name)
    click.echo(f"# {shown(path)}")
    click.echo(path.read_text("utf-8"), nl=False)


@sites.command()
@click.argument("targets", nargs=-1, metavar="[NAME|FILE|DIR]...")
@click.pass_context
def check(ctx: click.Context, targets: tuple[str, ...]) -> None:
    """Check site files without a network, and each site with its pages in fixtures/pages/NAME if there are any.

    Reports each fault with file and line, and what would be right. Without a target: all files.

    \b
    Exit status:
      0  all is right
      1  there are faults
      2  wrong usage, or there is no such site
    """
    logging.getLogger("newsclean.sites").setLevel(logging.ERROR)  # each fault is listed below
    paths = [path for target in targets for path in _files(target)] if targets else _all_files()
    number = 0
    for path in paths:
        for fault in _faults(path):
            number += 1
            click.echo(str(fault))
    click.echo(
        f"{count(len(paths), 'site file')}, {count(number, 'fault') if number else 'no faults'}", err=bool(number)
    )
    ctx.exit(1 if number else 0)


def _list(found: Iterable[Site], *, as_json: bool) -> int:
    found = list(found)
    if not found:
        messages.error("there is no such site")
        return 1
    for line in map(_json, found) if as_json else table(_COLUMNS, map(_row, found)):
        click.echo(line)
    return 0


def _row(site: Site) -> tuple[str, ...]:
    languages, domains = ",".join(site.all_languages), ", ".join(site.domains)
    return site.name, site.country or "-", languages or "-", site.timezone or "-", site.verified, domains


def _json(site: Site) -> str:
    return json.dumps(site.model_dump(mode="json") | {"file": str(file_of(site.name))}, ensure_ascii=False)


def _all_files() -> list[Path]:
    files = SiteFiles.found()
    return [*files.shipped, *files.own]


def _files(target: str) -> list[Path]:
    """The files of a name, a path or a folder. Raises SiteError for a name that is not declared."""
    path = Path(target)
    if path.is_dir():
        if not (found := files_in(path)):
            raise InputError(f"{target} holds no site file (*.toml)")
        return list(found)
    if path.is_file():
        return [path]
    if path.suffix or len(path.parts) > 1:
        raise InputError(f"{target}: there is no such file")
    return [file_of(target)]


def _faults(path: Path) -> Iterator[Fault]:
    if faults := faults_in(path):
        yield from faults
    elif path.stem in declared() and file_of(path.stem).samefile(path):
        from newsclean.sites.fixture import fixture_faults, fixtures_of

        for folder in fixtures_of(path.stem):
            yield from fixture_faults(folder)
