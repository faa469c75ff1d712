"""`newsclean sites new`: a site file for a site that nobody has declared."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from newsclean.errors import InputError, UsageError
from newsclean.models import Entry
from newsclean.page.urls import is_web_url
from newsclean.sites.folders import SiteFiles, folder_to_write, shown
from newsclean.sites.site import file_of, site_of
from newsclean.sites.site_file import WITH_CODE, parse_site_file
from newsclean.sites.site_text import file_lines
from newsclean.sites.survey import Declaration, Seen, declare, name_of

from . import messages

_SHOWN = 20  # of what a crawl would fetch

settings_option = click.option(
    "-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set a setting of the crawl, as in `newsclean crawl`."
)


@click.command()
@click.argument("url")
@click.option("--name", help="Name of the site, and of its spider; by default it follows from the address.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write this file (NAME.toml).")
@click.option("--force", is_flag=True, help="Replace the file if there is one, and look at a declared site, too.")
@settings_option
@click.pass_context
def new(
    ctx: click.Context, url: str, name: str | None, output: Path | None, force: bool, settings: tuple[str, ...]
) -> None:
    """Look at the site of a URL once and write its site file.

    Looks at the home page, robots.txt, feeds, sitemaps, one or two sections and up to five articles: some thirty
    requests, one a second. The file goes into your folder of site files, or to -o. Standard output has what a crawl
    would fetch: date, how it was found, title or address. Standard error says what was not found.

    \b
    Exit status:
      0  the file is written
      1  the site cannot be read, robots.txt forbids it, it has no article, or the file cannot be written
      2  wrong usage: the site is declared already, or the file is there
    """
    if not is_web_url(url):
        raise UsageError(f"{url} is not a web address; write one like https://news.example/")
    if not force and (site := site_of(url)):
        raise UsageError(
            f"{url} is of the site {site.name}, which {shown(file_of(site.name))} declares. "
            f"Try it: newsclean sites try {site.name}"
        )
    path = _path(url, name, output)
    if path.exists() and not force:
        raise UsageError(f"{shown(path)} is there already. Give another --name or -o, or replace it with --force.")
    if faults := parse_site_file(b'domains = ["news.example"]', path)[1]:
        raise UsageError(faults[0].text)
    messages.note(f"looking at {url} (one request a second, usually about thirty)")
    from newsclean.spiders.process import survey

    status, seen = survey(url, [part for setting in settings for part in ("-s", setting)])
    if status == UsageError.exit_status:  # a setting is wrong, and the crawl has said so
        ctx.exit(status)
    if isinstance(seen, str):
        raise InputError(f"{seen}. No file is written.")
    declaration = declare(seen)
    _write(path, declaration)
    for line in _table(_wanted(seen, declaration)):
        click.echo(line)
    for note in declaration.notes:
        messages.note(note)
    target = path.stem if output is None else shown(path)
    messages.note(f"{shown(path)} is written. Try it: newsclean sites try {target}")


def _path(url: str, name: str | None, output: Path | None) -> Path:
    """Where the file goes. Raises UsageError for a name that another site has."""
    if output is not None:
        if name not in (None, output.stem):
            raise UsageError(f"a site is called as its file: write -o {output.with_name(f'{name}.toml')}")
        return output.with_suffix(".toml")
    folder = folder_to_write()
    taken = SiteFiles.found().names | WITH_CODE
    if name is not None:
        path = folder / f"{name}.toml"
        if name in taken and not path.exists():
            raise UsageError(f"there is a site {name} already. Give another --name.")
        return path
    found = name_of(url)
    if found in taken and not (folder / f"{found}.toml").exists():
        found = re.sub(r"[^a-z0-9]+", "-", url.lower().partition("//")[2].partition("/")[0].removeprefix("www."))
    return folder / f"{found}.toml"


def _write(path: Path, declaration: Declaration) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in file_lines(declaration.values)), "utf-8")


def _wanted(seen: Seen, declaration: Declaration) -> list[Entry]:
    """The entries that a crawl by the declaration would fetch."""
    pattern = declaration.values["article_url"]
    return [entry for entry in seen.entries if not isinstance(pattern, str) or re.search(pattern, entry.url)]


def _table(entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries[:_SHOWN]:
        yield f"{_day(entry.date):16}  {entry.source:7}  {entry.title or entry.url}"
    if len(entries) > _SHOWN:
        yield f"and {len(entries) - _SHOWN} more"


def _day(date: dt.datetime | dt.date | None) -> str:
    return f"{date:%Y-%m-%d %H:%M}" if isinstance(date, dt.datetime) else str(date or "-")
