"""The text of an article in a feed: told from a teaser, and kept within limits."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterable
from typing import ClassVar

from newsclean.corpus.cache import Cache, Kept
from newsclean.page.blocks import fold
from newsclean.page.characters import printable
from newsclean.page.urls import record_id
from newsclean.sites.site import same_site

from .links import TAG, Link

logger = logging.getLogger(__name__)

# Characters of text: teasers have up to 500, WordPress cuts them after 55 words.
_SHORTEST = 700
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|&hellip;|&#8230;|\[&hellip;\]|\[&#8230;\])\W{0,10}$")
_BLANK = re.compile(r"\n\s*\n")


class Room:
    """What may be kept of the texts of one source: no single one over ENTRY, and all of them up to SOURCE."""

    ENTRY: ClassVar[int] = 300_000  # characters of HTML; newspapers' longest articles have 100,000
    SOURCE: ClassVar[int] = 8 * 2**20

    def __init__(self) -> None:
        self._left = self.SOURCE

    def take(self, text: str | None) -> str | None:
        """The text, if there is room for it."""
        if text is None or len(text) >= self.ENTRY or len(text) > self._left:
            return None
        self._left -= len(text)
        return text


def full_text(markup: str | None) -> str | None:
    """The HTML, if it is the running text of an article and not a teaser of it."""
    if not markup or not _SHORTEST <= len(markup) < Room.ENTRY:
        return None
    text = fold(TAG.sub(" ", markup))
    return printable(markup) if len(text) >= _SHORTEST and not _CUT_OFF.search(text) else None


def paragraphs(text: str | None) -> str | None:
    """Plain text as HTML: paragraphs are separated by blank lines, or else by line breaks."""
    if not text or len(text) > Room.ENTRY:
        return None
    breaks = _BLANK.split(text) if _BLANK.search(text) else text.split("\n")
    return "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in breaks if paragraph.strip())


def keep_texts(texts: Cache, links: Iterable[Link], url: str) -> None:
    """Puts the full texts among the entries of a feed on disk, each under the address of its article.

    A feed speaks for its own site only: `url` is the feed's address. Of two texts for one article the first counts.
    """
    known: set[str] = set()
    for link in links:
        if link.full_text is None or not same_site(url, link.entry.url, None):
            continue
        if (key := record_id(link.entry.url)) in known:
            continue
        known.add(key)
        try:
            texts.put(key, Kept(link.full_text.encode("utf-8", "replace")))
        except OSError as error:  # a full disk: the run will say so, this is not needed
            logger.warning("%s: the texts of its entries cannot be kept: %s", url, error.strerror)
            return
