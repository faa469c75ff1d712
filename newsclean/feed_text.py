"""The text of an article in its feed: where it serves in place of the page's, and as what document it is cleaned."""

from __future__ import annotations

import html
import re

from rapidfuzz import fuzz

from .fields.candidates import Choice
from .fields.title import SURE_LIKENESS
from .models import Article, Page, Reason, Reject
from .page.blocks import letters_of
from .page.urls import is_front_page, record_id

# A page that is rejected for these has no text of an article; for any other reason, it has one that is not wanted.
_WITHOUT_TEXT = frozenset((Reason.EMPTY, Reason.NO_MAIN_CONTENT, Reason.NEEDS_BROWSER))
_TAG = re.compile(r"<[^<>]{1,5000}>")
_HREF = re.compile(r"""\bhref=["']?([^"'\s>]{1,2000})""", re.I)


def serves(page: Page, outcome: Article | Reject) -> bool:
    """Whether the feed's text may take the place of the page's: that is missing or cut, never if it may be whole."""
    if page.feed_text is None:
        return False
    if isinstance(outcome, Reject):
        return outcome.reason in _WITHOUT_TEXT
    return outcome.complete is False or _is_less_than_half(outcome.body, page.feed_text)


def _is_less_than_half(body: str, text: str) -> bool:
    """Whether all that the page shows stands in the feed, and is less than half of it: a wall that has no name."""
    whole = letters_of(html.unescape(_TAG.sub(" ", text)))
    shown = [letters_of(paragraph) for paragraph in body.split("\n\n")]
    return 2 * sum(map(len, shown)) < len(whole) and all(paragraph in whole for paragraph in shown)


def is_same(page: Page, outcome: Article | Reject, title: Choice[str] | None) -> bool:
    """Whether the page is the article's although it has no text; one that asks for consent or for a browser is not."""
    if isinstance(outcome, Article):
        return True
    shown, linked = title.value if title else None, page.entry.title if page.entry else None
    if not shown or not linked:
        return False
    return fuzz.token_set_ratio(shown.lower(), linked.lower()) >= SURE_LIKENESS


def document(page: Page) -> str:
    """The feed's text as a page of its own, under the entry's title."""
    title = html.escape(page.entry.title or "" if page.entry else "")
    heading = f"<h1>{title}</h1>" if title else ""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head>"
        f"<body><article>{heading}{_without_origin(page)}</article></body></html>"
    )


def _without_origin(page: Page) -> str:
    """The text without a last paragraph that says where it is from: "The post HEADLINE appeared first on SITE."

    WordPress adds it to feeds, in any language: it links the article itself and the front page.
    """
    text = page.feed_text or ""
    start = text.lower().rfind("<p")
    links = [html.unescape(link) for link in _HREF.findall(text, max(start, 0))]
    own = {record_id(url) for url in (page.url, *([page.entry.url] if page.entry else ()))}
    is_origin = any(record_id(link) in own for link in links) and any(map(is_front_page, links))
    return text[:start] if start >= 0 and is_origin else text
