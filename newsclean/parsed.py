"""One page, read: its tree, its blocks and what it claims, each computed once for all that ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from lxml.html import HtmlElement

from .body.classifier.likeness import PageFacts
from .body.rules import Context
from .body.selection import Body, find_body
from .fields import title as titles
from .fields.authors import choose_authors
from .fields.dates import choice as dates
from .fields.facts import choose_canonical
from .lang.phrasebook import phrases_for
from .metadata.claims import Witnesses, read_witnesses
from .models import Entry
from .page.blocks import Block, read_blocks
from .page.document import body_of, parse
from .page.headline import headline_block as find_headline
from .page.language import language_of
from .page.limits import fitting
from .sites.site import Site, site_of
from .urls import is_web_url

MAX_CLAIMS = 4
LONGEST = 5  # blocks
MAX_BODY = 200_000  # characters


@dataclass(frozen=True)
class Reading:
    """A page's tree, blocks and claims. `url` is the canonical one for a file; `site` is the declared one, if any."""

    tree: HtmlElement
    blocks: list[Block]
    witnesses: Witnesses
    url: str
    site: Site | None

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1: the site's, else that of the page's longest texts; its `lang` is often the template's."""
        if self.site and self.site.language:
            return self.site.language
        claimed = next((witness.value for witness in self.witnesses.languages), None)
        longest = sorted(self.blocks, key=lambda block: block.link_chars - block.length)[:LONGEST]
        return language_of(" ".join(block.text for block in longest), claimed)

    @cached_property
    def headline(self) -> titles.Choice:
        """The chosen headline, with the candidates it was chosen from."""
        return titles.choose_title(self.witnesses, url=self.url)

    @property
    def title(self) -> str:
        """The chosen headline, "" if there is none."""
        return self.headline.value or ""

    @cached_property
    def headline_block(self) -> int | None:
        """Index of the block that is the headline."""
        return find_headline(self.blocks, self.title)

    def date(self, entry: Entry | None, fetched_at: dt.datetime) -> dates.Choice:
        """First publication, as `dates.choose_date` weighs it."""
        return dates.choose_date(
            self.witnesses,
            self.blocks,
            self.tree,
            headline=self.headline_block,
            url=self.url,
            zone=self.site.zone if self.site else None,
            language=self.language,
            entry=entry,
            fetched_at=fetched_at,
        )

    def modified(self, published: dt.datetime | dt.date | None, fetched_at: dt.datetime) -> dates.Choice:
        """The last change."""
        return dates.choose_modified(
            self.witnesses,
            self.blocks,
            headline=self.headline_block,
            url=self.url,
            zone=self.site.zone if self.site else None,
            language=self.language,
            published=published,
            fetched_at=fetched_at,
        )

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The people of the byline, as far as the metadata tell."""
        return choose_authors(self.witnesses, url=self.url)

    @cached_property
    def claims(self) -> PageFacts:
        """What the page says of itself, as far as it tells its blocks apart."""
        return PageFacts(
            title=self.title,
            descriptions=tuple(dict.fromkeys(witness.value for witness in self.witnesses.descriptions))[:MAX_CLAIMS],
            authors=self.authors[:MAX_CLAIMS],
            body=" ".join(witness.value for witness in self.witnesses.bodies)[:MAX_BODY],
        )

    def context(self, title: str) -> Context:
        """What the rules may know of the page whose article has this headline."""
        return Context(
            title=title,
            language=self.language,
            phrases=phrases_for(self.language),
            witnesses=self.witnesses,
            authors=self.authors,
        )

    def body(self, title: str) -> Body:
        """The blocks of the article that has this headline."""
        return find_body(self.tree, self.blocks, replace(self.claims, title=title), self.context(title))


def read_page(text: str, url: str, site: Site | None) -> Reading | None:
    """The reading of a page's text; None when it holds no element. A file's page takes its canonical address.

    Raises TooLargeError when there is more of anything than on any news page.
    """
    tree = parse(text)
    if tree is None:
        return None
    blocks = fitting(read_blocks(body_of(tree)))
    witnesses = read_witnesses(tree, url)
    if not is_web_url(url):
        url = choose_canonical(witnesses) or url
    return Reading(tree, blocks, witnesses, url, site or site_of(url))
