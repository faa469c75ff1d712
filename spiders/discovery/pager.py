"""What a page says of the other pages of its article, read in a worker: an article's page is a stranger's, too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from newsclean.page.blocks import read_blocks
from newsclean.page.document import body_of
from newsclean.page.limits import MAX_BLOCKS
from newsclean.page.pagination import (
    is_paginated,
    linked_single_page,
    may_be_paginated,
    next_page,
    own_addresses,
    single_page_url,
)
from newsclean.workers.job import JobError

from .sections import page_tree

READ = "newsclean.spiders.discovery.pager:read"
# A page whose every longer line (characters) stood on one before is that one again.
_MIN_NEW = 60


@dataclass(frozen=True, slots=True)
class PagerPage:
    """A page of an article. `firsts` are the article's addresses, empty for its first page; `all_pages` the site's."""

    html: bytes
    url: str
    firsts: tuple[str, ...] = ()
    all_pages: str | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """What a page says: the article's addresses, that of the next page, that of all on one (by the first page only).

    `lines` are digests of its longer lines, by which pages are told apart.
    """

    firsts: tuple[str, ...]
    next: str | None
    single_page: str | None
    lines: frozenset[str]


def read(page: PagerPage) -> bytes:
    """The page's pager, for `received`; empty for a page that cannot be read, or a first one that has none."""
    if not page.firsts and not may_be_paginated(page.html, page.url):
        return b""
    if (tree := page_tree(page.html)) is None:
        return b""
    firsts = page.firsts or own_addresses(tree, page.url)
    said = {
        "firsts": firsts,
        "next": next_page(tree, page.url, firsts),
        "single_page": None if page.firsts else _single_page_at(tree, page),
        "lines": list(dict.fromkeys(_lines(tree))),
    }
    return json.dumps(said).encode()


def received(answer: bytes) -> Pager | None:
    """What `read` answered. Raises JobError for an answer that `read` would not give."""
    if not answer:
        return None
    try:
        said = json.loads(answer)
        return Pager(tuple(said["firsts"]), said["next"], said["single_page"], frozenset(said["lines"]))
    except (ValueError, TypeError, KeyError) as error:
        raise JobError.of_answer(error) from None


def _single_page_at(tree: HtmlElement, page: PagerPage) -> str | None:
    """Where the whole article is on one page: where the site declares it, else where the page links it."""
    if page.all_pages is None:
        return linked_single_page(tree, page.url)
    single_page = single_page_url(page.url, page.all_pages)
    return single_page if single_page != page.url and is_paginated(tree, page.url, page.all_pages) else None


def _lines(tree: HtmlElement) -> Iterator[str]:
    for block in islice(read_blocks(body_of(tree)), MAX_BLOCKS):
        if len(block.text) >= _MIN_NEW:
            yield hashlib.blake2b(block.text.encode("utf-8", "replace"), digest_size=8).hexdigest()
