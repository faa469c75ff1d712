"""Lists of other pages: teasers, each a linked headline with some sentences, together in a box of their own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from newsclean.page.blocks import Block
from newsclean.page.elements import HEADINGS
from newsclean.page.urls import domain_of

# A page has several; two are enough if their headlines are headings.
_MIN_TEASERS, _MIN_HEADINGS = 3, 2
_ENDING = 40  # characters
# The box of a teaser reaches at most so many levels up from its headline, which is at most so many blocks away.
_LEVELS = 4
_REACH, _REACH_BEHIND = 4, 2
_HEADLINE = range(15, 250)
_LINKED, _MOSTLY_LINKED = 0.8, 0.4  # a headline's line may also have its date


def teasers(prose: Sequence[Block], blocks: Sequence[Block], url: str) -> list[Block]:
    """The paragraphs that are, or belong to, teasers of other pages of the site that `url` is of.

    A paragraph belongs to the nearest linked headline, if the smallest box with both has no paragraph of another one,
    and the headline is not amid its paragraphs. So the paragraphs between which an article links to others are its own;
    nor is a page a list on which all paragraphs are around one link. Paragraphs that are links are teasers as well, and
    so are those that end with the same linked words ("Read more").
    """
    owned = _owned(prose, blocks, url)
    linked = {block.index for block in prose if block.link_density >= _LINKED and _leaves(block, url)}
    endings = Counter(block.text[-block.link_chars :] for block in prose if 0 < block.link_chars <= _ENDING)
    linked |= {b.index for b in prose if b.link_chars and endings[b.text[-b.link_chars :]] >= _MIN_TEASERS}
    headlines = set(owned.values())
    in_headings = sum(blocks[number].element.tag in HEADINGS for number in headlines)
    if len(headlines) + len(linked) < _MIN_TEASERS and in_headings < _MIN_HEADINGS:
        return []
    return [block for block in prose if block.index in owned or block.index in linked or block.index in headlines]


def _owned(prose: Sequence[Block], blocks: Sequence[Block], url: str) -> dict[int, int]:
    """The paragraphs that belong to a linked headline, and the headline, by their indexes."""
    near = {number for block in prose for number in _around(block.index) if 0 <= number < len(blocks)}
    headlines = {number for number in near if _is_headline(blocks[number], url)}
    if not headlines:
        return {}
    texts = [block for block in prose if block.index not in headlines]  # with its date a headline may have sentences
    owners = {block.index: owner for block in texts if (owner := _owner(block, blocks, headlines)) is not None}
    inside: dict[HtmlElement, set[int | None]] = defaultdict(set)
    for block in texts:
        found = owners.get(block.index)
        for element in _above(block.element):
            inside[element].add(found[0] if found else None)
    alone = {index: headline for index, (headline, box) in owners.items() if inside[box] == {headline}}
    sides: dict[int, set[bool]] = defaultdict(set)
    for index, headline in alone.items():
        sides[headline].add(headline < index)
    return {index: headline for index, headline in alone.items() if len(sides[headline]) == 1}


def _is_headline(block: Block, url: str) -> bool:
    return (
        block.link_chars > 0
        and block.length in _HEADLINE
        and block.link_density >= _MOSTLY_LINKED
        and _leaves(block, url)
    )


def _leaves(block: Block, url: str) -> bool:
    """Whether the block links to another page of the site. A linked block without an address is inside a link."""
    return not block.links or any(_is_other(link, url) for link in block.links)


def _is_other(link: str, url: str) -> bool:
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, link))
        same_site = there.hostname == here.hostname or domain_of(there.geturl()) == domain_of(url)
    except ValueError:  # "http://[address]"
        return False
    return same_site and (there.path, there.query) != (here.path, here.query)


def _owner(block: Block, blocks: Sequence[Block], headlines: set[int]) -> tuple[int, HtmlElement] | None:
    """The linked headline that shares the smallest box with the paragraph (of two, the one before it); and the box."""
    above = _above(block.element)
    best: tuple[int, int] | None = None
    for number in _around(block.index):
        if number in headlines:
            beside = set(_above(blocks[number].element))
            level = next((level for level, element in enumerate(above) if element in beside), None)
            if level is not None and (best is None or level < best[0]):
                best = level, number
    return (best[1], above[best[0]]) if best else None


def _around(index: int) -> Iterator[int]:
    yield from range(index - 1, max(-1, index - _REACH - 1), -1)
    yield from range(index + 1, index + _REACH_BEHIND + 1)


def _above(element: HtmlElement) -> list[HtmlElement]:
    """The element and its ancestors, as far up as the box of a teaser may be."""
    found = [element]
    for ancestor in element.iterancestors():
        if len(found) > _LEVELS or ancestor.tag in ("body", "main"):
            break
        found.append(ancestor)
    return found
