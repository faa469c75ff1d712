"""A page, parsed: its tree, its blocks and what it claims about itself. Nothing in it changes after it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from newsclean.page.blocks import Block, read_blocks
from newsclean.page.document import body_of, parse
from newsclean.page.fallback import reveal_text
from newsclean.page.language import language_of
from newsclean.page.limits import fitting
from newsclean.page.urls import is_web_url
from newsclean.sites.site import Site, site_of

from .canonical import canonical_url
from .claims import Metadata
from .inventory import Inventory
from .reader import read_metadata
from .site_names import SiteNames

P = ParamSpec("P")
T = TypeVar("T")

LONGEST = 5  # blocks whose text shows the language


@dataclass(frozen=True)
class ParsedPage:
    """What every later step reads. For a file, `url` is the canonical one. `site` is the declared site, if any."""

    tree: HtmlElement
    blocks: list[Block]
    metadata: Metadata
    url: str
    site: Site | None
    known: Inventory | None = field(default=None, repr=False, compare=False)
    memo: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def zone(self) -> ZoneInfo | None:
        """The declared time zone of the site."""
        return self.site.zone if self.site else None

    @cached_property
    def inventory(self) -> Inventory:
        """What there is in the tree."""
        return self.known if self.known and self.known.tree is self.tree else Inventory(self.tree)

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1: the site's, else that of the page's longest texts; its `lang` is often the template's."""
        if self.site and self.site.language:
            return self.site.language
        claimed = next((claim.value for claim in self.metadata.languages), None)
        longest = sorted(self.blocks, key=lambda block: block.link_chars - block.length)[:LONGEST]
        return language_of(" ".join(block.text for block in longest), claimed)


def once_a_page(
    function: Callable[Concatenate[ParsedPage, P], T],
) -> Callable[Concatenate[ParsedPage, P], T]:
    """A function of a page that remembers its answers with the page: several fields ask for them."""

    @wraps(function)
    def remembered(page: ParsedPage, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, args, tuple(kwargs.items()))
        if key not in page.memo:
            page.memo[key] = function(page, *args, **kwargs)
        answer: T = page.memo[key]
        return answer

    return remembered


@once_a_page
def names_of_site(page: ParsedPage) -> SiteNames:
    """What the page's site is called."""
    return SiteNames.of(page.metadata, page.url)


def parse_page(text: str, url: str, site: Site | None) -> ParsedPage | None:
    """The page of this text, None when it has no element. A page from a file gets its canonical address.

    Raises TooLargeError when it has more of anything than any news page.
    """
    tree = parse(text)
    if tree is None:
        return None
    blocks = fitting(read_blocks(body_of(tree)))
    if reveal_text(body_of(tree), blocks):
        blocks = fitting(read_blocks(body_of(tree)))
    inventory = Inventory(tree)
    metadata = read_metadata(inventory, url)
    if not is_web_url(url):
        url = canonical_url(metadata) or url
    return ParsedPage(tree, blocks, metadata, url, site or site_of(url), inventory)
