"""`newsclean corpus search`: looks something up in the records."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsclean.errors import CorpusError

from . import messages
from .corpus_options import of_sites

if TYPE_CHECKING:
    from newsclean.corpus.search import Found


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--first", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Show no more than N."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, a record a line.")
@of_sites
@click.pass_context
def search(
    ctx: click.Context, words: tuple[str, ...], first: int, as_json: bool, site: str | None, root: Path | None
) -> None:
    """Look up the records that have all WORDS in title or body, in their latest texts: the newest first.

    Case and accents do not matter. A phrase stands in double quotes within the shell's: '"harbour council"'. A word
    with * at its end is a beginning: harb*. OR, NOT and AND stand between words, and brackets around them.

    The first search of a site makes an index, corpus/SITE/search.sqlite, and later ones add what is new. It may be
    deleted.

    \b
    Exit status:
      0  shown, even if there is none
      2  wrong usage, or there is no corpus
      4  the corpus of a site cannot be read
    """
    from newsclean.corpus.folder import corpus_root, site_folders
    from newsclean.corpus.query import Query
    from newsclean.corpus.search import search as search_site

    query = Query.of(" ".join(words))
    bad, found = 0, []
    for folder in site_folders(corpus_root(root), site):
        try:
            found += search_site(folder, query, first)
        except CorpusError as error:  # the others are still searched
            messages.error(str(error))
            bad = error.exit_status
    found.sort(key=lambda one: one.day, reverse=True)
    shown = [json.dumps(_fields(one), ensure_ascii=False) if as_json else _text(one) for one in found[:first]]
    if shown:
        click.echo(("\n" if as_json else "\n\n").join(shown))
    if not found and not bad:
        messages.note("nothing found")
    elif len(found) >= first:
        messages.note(f"these are the newest {first}; --first shows more")
    ctx.exit(bad)


def _fields(one: Found) -> dict[str, str | None]:
    fields = asdict(one)
    del fields["day"]
    return fields


def _text(one: Found) -> str:
    date = one.date[:16].replace("T", " ") if one.date else "no date"
    return f"{date}  {one.site}  {one.title}\n  {one.url}\n  {one.snippet}"
