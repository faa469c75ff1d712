"""The one door to cleaning: a page in, an article or the reason why there is none out."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version

from pydantic import ValidationError

from . import body as bodies
from .blocks import read_blocks
from .charset import NotTextError, decode
from .document import body_of, parse, printable
from .language import language_of
from .models import Article, Page, Reason, Reject
from .site import Site, site_named, site_of
from .urls import is_web_url, record_id, same_site, site_label
from .witnesses import Witnesses, read_witnesses

logger = logging.getLogger(__name__)


def clean(page: Page) -> Article | Reject:
    """The page's article, or why it has none. Raises SiteError when `page.site` names no declared site."""
    site = site_named(page.site) if page.site else site_of(page.url)
    try:
        text = printable(page.html if isinstance(page.html, str) else decode(page.html, page.content_type))
    except NotTextError as error:
        return _reject(page, Reason.NOT_TEXT, str(error))
    if not text.strip():
        return _reject(page, Reason.EMPTY, "the page holds no text")
    return _clean_html(page, text, site)


def extract(
    html: bytes | str,
    *,
    url: str | None = None,
    site: str | None = None,
    content_type: str | None = None,
    fetched_at: dt.datetime | None = None,
) -> Article | None:
    """The article of a page, None when it has none: `clean` without the reason.

    `url` is where the page is from; without it the page's canonical link is taken. `site` names a declared site (else
    the one that owns the URL). `fetched_at` (aware; now, if left out) bounds the dates that are believed. Raises
    SiteError for an unknown `site`.
    """
    outcome = clean(
        Page(
            url=url or "file:///dev/stdin",
            html=html,
            site=site,
            content_type=content_type,
            fetched_at=fetched_at or dt.datetime.now(dt.UTC),
        )
    )
    return outcome if isinstance(outcome, Article) else None


def extract_many(pages: Iterable[tuple[bytes, str]]) -> list[Article | None]:
    """The articles of pages of one site, (bytes, URL) each; a list of the same length and order, None for no article."""
    return [extract(html, url=url) for html, url in pages]


def _clean_html(page: Page, text: str, site: Site | None) -> Article | Reject:
    tree = parse(text)
    if tree is None:
        return _reject(page, Reason.EMPTY, "the page holds no element")
    blocks = read_blocks(body_of(tree))
    witnesses = read_witnesses(tree, page.url)
    title = witnesses.titles[0].value if witnesses.titles else "x"
    claimed = site.language if site else (witnesses.languages[0].value if witnesses.languages else None)
    found = bodies.find_body(tree, blocks, witnesses, title=title, language=claimed, site=site)
    if not found.paragraphs:
        return _reject(page, Reason.NO_MAIN_CONTENT, "no block of the page is main content")
    return _article(page, site, witnesses, title=title, paragraphs=found.paragraphs, claimed=claimed)


def _article(
    page: Page, site: Site | None, witnesses: Witnesses, *, title: str, paragraphs: tuple[str, ...], claimed: str | None
) -> Article | Reject:
    body = "\n\n".join(paragraphs)
    canonical = next((w.value for w in witnesses.canonical if is_web_url(w.value)), None)
    url = page.url
    if not is_web_url(url) and canonical:
        url = canonical
    known_as = canonical if canonical and same_site(url, canonical, site) else url
    try:
        return Article(
            url=url,
            canonical_url=canonical,
            site=site.name if site else site_label(url),
            title=title,
            body=body,
            language=language_of(body, claimed),
            fetched_at=page.fetched_at,
            id=record_id(known_as),
            content_hash=hashlib.sha256(f"{title}\n\n{body}".encode()).hexdigest(),
            discovered_via=page.entry.source if page.entry else None,
            extractor=_extractor(),
        )
    except ValidationError as error:
        first = error.errors()[0]
        return _reject(page, Reason.INVALID_RECORD, f"{first['loc'][0]}: {first['msg']}")


@cache
def _extractor() -> str:
    return f"newsclean/{version('newsclean')} trafilatura/{version('trafilatura')}"


def _reject(page: Page, reason: Reason, detail: str) -> Reject:
    return Reject(url=page.url, reason=reason, detail=detail, site=page.site, fetched_at=page.fetched_at)
