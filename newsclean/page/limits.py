"""The limits of a page, and what happens before parsing to a page that exceeds one.

The largest of 1,288 stored news pages has 2.2 MB, 19,629 tags, 45 levels of elements, 73 attributes on one of them,
0.8 MB of JSON-LD, and 2,231 blocks of 111,246 characters; each limit is several times that. What can be cut without
losing a word is cut, the rest is refused. Depth is cut in `document.parse`, JSON-LD in `metadata.json_ld`, the number
of claims in `metadata.reader`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from lxml import etree
from lxml.html import HtmlElement

if TYPE_CHECKING:
    from .blocks import Block

# Of a page after decompression, wherever it comes from; the limits of other files are at the end.
MAX_BYTES = 8 * 2**20
# Opening and closing tags and comments.
MAX_TAGS = 100_000
# Lines and paragraphs, and their characters: a page at both limits takes five seconds and 550 MB.
MAX_BLOCKS = 12_000
MAX_TEXT = 1_000_000
MAX_BLOCK = 200_000
# Characters of the data in a page's scripts, which is read only where the page has hardly any text; the largest real
# one has 0.9 million.
MAX_STATE = 4_000_000
# Values in it: so many take a second and 200 MB.
MAX_STATE_NODES = 200_000
# Characters of a page without markup, whose lines are compared with each other.
MAX_PLAIN = 500_000
# libxml2 compares each attribute of an element with the others: 5,000 take 0.07 seconds, 50,000 take 33.
MAX_ATTRIBUTES = 500
MAX_ALL_ATTRIBUTES = 300_000
# Characters of a class, id or style: those of an element are read again for each line in it.
MAX_NAMES = 2_000

_SHORTEST_TAG = 3
_SHORTEST_ATTRIBUTE = 2
_has_too_many = etree.XPath(f"count(//@*) > {MAX_ALL_ATTRIBUTES}")
_NAMES = ("class", "id", "style", "data-component", "data-testid", "role")
# A smaller page has too few of them, or too few lines.
_LARGE = 200_000
_long_named = etree.XPath(f"descendant-or-self::*/@*[string-length() > {MAX_NAMES}]/..")  # of any name: fast
_FEW = 20
# Tags without a word between them.
_EMPTY_RUN = re.compile(r"(?:<[^<>]*+>(?:\s|&nbsp;)*+)++")
# A tag with too many attributes contains no other tag for this many characters.
_STRETCH = 4 * MAX_ATTRIBUTES
_HALF = _STRETCH // 2  # of the text, one of which lies wholly in a longer tag
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_STRETCH},}}+")
_ATTRIBUTE = re.compile(r"""[^\s"'=<>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>]*+))?|["'=]""")


class TooLargeError(ValueError):
    """Raised when a page is larger than any news page; says in what."""


def check_size(html: bytes | str) -> None:
    """Raises TooLargeError for a page over MAX_BYTES (or as many characters)."""
    if len(html) > MAX_BYTES:
        raise TooLargeError(f"{len(html) / 2**20:.1f} MiB, more than {MAX_BYTES // 2**20} MiB")


def check_attributes(tree: HtmlElement, size: int) -> None:
    """Raises TooLargeError when a page of `size` characters has too many attributes in total."""
    if size > _SHORTEST_ATTRIBUTE * MAX_ALL_ATTRIBUTES and _has_too_many(tree):
        raise TooLargeError(f"more than {MAX_ALL_ATTRIBUTES:,} attributes")


def cut_names(tree: HtmlElement, size: int) -> None:
    """Cuts what is longer than MAX_NAMES in a page of `size` characters."""
    for element in cast(list[HtmlElement], _long_named(tree)) if size > _LARGE else ():
        for name in _NAMES:
            if len(value := element.get(name, "")) > MAX_NAMES:
                element.set(name, value[:MAX_NAMES])


def fitting(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without those over MAX_BLOCK, which are data of some kind; renumbered.

    Raises TooLargeError when there are more blocks, or characters in them, than any news page has.
    """
    kept = [block for block in blocks if len(block.text) <= MAX_BLOCK]
    if len(kept) > MAX_BLOCKS:
        raise TooLargeError(f"{len(kept):,} lines and paragraphs, more than {MAX_BLOCKS:,}")
    if (size := sum(len(block.text) for block in kept)) > MAX_TEXT:
        raise TooLargeError(f"{size:,} characters of text, more than {MAX_TEXT:,}")
    for index, block in enumerate(kept):
        block.index = index
    return kept


def within_caps(text: str) -> str:
    """The markup with no more tags, and no more attributes per tag, than the limits allow.

    Comments and long runs of tags without a word between them are cut if there are too many tags, surplus attributes
    always. Raises TooLargeError if there are still too many tags.
    """
    if _has_many_tags(text):
        text = _EMPTY_RUN.sub(_few_tags, _without_comments(text))
        if _has_many_tags(text):
            raise TooLargeError(f"{text.count('<'):,} tags, more than {MAX_TAGS:,}")
    pieces: list[str] = []
    end = 0
    for start in range(_HALF, len(text), _HALF):
        if text.find("<", start, start + _HALF) < 0 and (tag := _long_tag(text, start)):
            pieces += (text[end : tag.start()], _few_attributes(tag))
            end = tag.end()
    return "".join((*pieces, text[end:])) if pieces else text


def _long_tag(text: str, start: int) -> re.Match[str] | None:
    """The tag over a stretch long that begins in the half before this one, if any."""
    before = text.rfind("<", start - _HALF, start)
    return _LONG_TAG.match(text, before) if before >= 0 and text.find(">", before, start + _HALF) < 0 else None


def _has_many_tags(text: str) -> bool:
    return len(text) > _SHORTEST_TAG * MAX_TAGS and text.count("<") > MAX_TAGS


def _without_comments(text: str) -> str:
    pieces = []
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (stop := text.find("-->", start + 4)) >= 0:
        pieces.append(text[end:start])
        end = stop + 3
    return "".join([*pieces, text[end:]])


def _few_tags(run: re.Match[str]) -> str:
    tags = run[0].count("<")
    if tags <= 2 * _FEW:
        return run[0]
    pieces = run[0].split("<")
    return "<".join([*pieces[: _FEW + 1], *pieces[-_FEW:]])


def _few_attributes(tag: re.Match[str]) -> str:
    end = None
    for number, attribute in enumerate(_ATTRIBUTE.finditer(tag[0])):
        if number == MAX_ATTRIBUTES:
            end = attribute.start()
            break
    return tag[0] if end is None else tag[0][:end]


# The other caps on bytes, all after decompression.
# Of a file or an archived payload: far beyond MAX_BYTES it is not even read as a page that is too large.
MAX_FILE_BYTES = 8 * MAX_BYTES
# Of a member of a WARC file: a record of MAX_FILE_BYTES with its headers, and a few smaller ones beside it.
MAX_MEMBER_BYTES = 4 * MAX_FILE_BYTES
# Of a feed or sitemap. The sitemap protocol allows 50,000 entries and 50 MiB; as many entries of a news sitemap, with
# titles, are 17 MiB with a million tags. At this size a file takes up to 500 MB of memory and four seconds.
MAX_SOURCE_BYTES = 4 * MAX_BYTES
# Of a robots.txt. RFC 9309, 2.5: at least 500 KiB must be read; what comes after is left out.
MAX_ROBOTS_BYTES = 500 * 1024

# Characters of an address: the longest that Scrapy's UrlLengthMiddleware lets pass (URLLENGTH_LIMIT); no news site
# comes near it. Joining addresses takes time by their folders, of which real ones have about ten.
MAX_URL = 2083
MAX_URL_FOLDERS = 100
