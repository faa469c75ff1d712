"""What a page claims about itself, each claim with its source; nothing here decides which claim is right.

Sources are named like the place they stand in: `json_ld:headline`, `meta:og:title`, `itemprop:headline`, `h1`, `title`,
`time:datetime`, `link:canonical`.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class Witness:
    """One claim: the value as written (white space folded) and where it stands."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Witnesses:
    """All claims of a page by what they are about, in the order: JSON-LD, meta, itemprop, visible."""

    titles: tuple[Witness, ...] = ()
    published: tuple[Witness, ...] = ()
    modified: tuple[Witness, ...] = ()
    authors: tuple[Witness, ...] = ()
    descriptions: tuple[Witness, ...] = ()
    sections: tuple[Witness, ...] = ()
    tags: tuple[Witness, ...] = ()
    images: tuple[Witness, ...] = ()
    canonical: tuple[Witness, ...] = ()
    languages: tuple[Witness, ...] = ()
    site_names: tuple[Witness, ...] = ()
    bodies: tuple[Witness, ...] = ()
    types: tuple[Witness, ...] = ()


def read_witnesses(tree: HtmlElement, url: str | None) -> Witnesses:
    """All claims of the page. `url` resolves relative addresses. Bad JSON-LD gives no claims and raises nothing."""
    return Witnesses()
