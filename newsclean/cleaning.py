"""The one door to cleaning: a page in, an article or the reason why there is none out."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from .articleness import THRESHOLD, ArticleScore, score_article
from .body.selection import Body
from .fields.access import read_access
from .fields.authors import choose_authors
from .fields.dates.choice import DAY_OF_CHANGE, Choice
from .fields.dates.text import find_dates
from .fields.facts import choose_canonical, choose_image, choose_section, choose_tags
from .models import Article, Page, Reason, Reject
from .page.charset import NotTextError, decode
from .page.document import feed_kind, has_markup, printable
from .page.language import language_of
from .page.limits import MAX_PLAIN, TooLargeError, check_size
from .parsed import Reading, read_page
from .plain_text.article import FlatArticle, read_flat
from .record import Found, make_record
from .sites.site import Site, site_named, site_of

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Trail:
    """What the steps of one cleaning came to, for `receipts.explain`; None for a step that was not reached."""

    reading: Reading | None = None
    body: Body | None = None
    date: Choice | None = None
    score: ArticleScore | None = None
    flat: FlatArticle | None = None


def clean(page: Page, trail: Trail | None = None) -> Article | Reject:
    """The page's article, or why it has none; the steps are noted on the `trail`.

    Raises SiteError when `page.site` names no declared site.
    """
    trail = trail or Trail()
    site = site_named(page.site) if page.site else site_of(page.url)
    try:
        text = text_of(page.html, page.content_type)
        if not text.strip():
            return _reject(page, Reason.EMPTY, "the page holds no text")
        if kind := feed_kind(text):
            return _reject(page, Reason.NOT_AN_ARTICLE, f"it is a file for machines (<{kind}>)")
        if not has_markup(text):
            return _clean_flat(page, text, site, trail)
        reading = trail.reading = read_page(text, page.url, site)
    except NotTextError as error:
        return _reject(page, Reason.NOT_TEXT, str(error))
    except TooLargeError as error:
        return _reject(page, Reason.TOO_LARGE, str(error))
    if reading is None:
        return _reject(page, Reason.EMPTY, "the page holds no element")
    return _judged(page, reading, _read_whole(page, site), trail)


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
    """The articles of pages of one site, each as (bytes, URL); None, in the same place, for a page without one."""
    return [extract(html, url=url) for html, url in pages]


def text_of(html: bytes | str, content_type: str | None = None) -> str:
    """The page as text fit for parsing. Raises NotTextError for binary data, TooLargeError over the caps."""
    check_size(html)
    return printable(html if isinstance(html, str) else decode(html, content_type))


def _read_whole(page: Page, site: Site | None) -> Reading | None:
    """The article on one page; None when there is none, or none that can be read: then the first page has to do."""
    try:
        text = text_of(page.whole or b"")
        return read_page(text, page.url, site) if text.strip() else None
    except (NotTextError, TooLargeError):
        return None


def _judged(page: Page, reading: Reading, whole: Reading | None, trail: Trail) -> Article | Reject:
    """The record of a page that is surely an article. `whole` gives the body, `reading` all else."""
    # Before the body: trafilatura gets a tree without its metadata, and the last search for a date reads these.
    date = trail.date = reading.date(page.entry, page.fetched_at)
    body = trail.body = (whole or reading).body(reading.title)
    if not body.blocks:
        return _reject(page, Reason.NO_MAIN_CONTENT, "no block of the page is main content")
    if not reading.title:
        return _reject(page, Reason.NO_TITLE, "neither a heading nor the metadata give a title")
    witnesses = reading.witnesses
    score = trail.score = score_article(body.blocks, (whole or reading).blocks, reading, dated=date.value is not None)
    if not score.is_article:
        detail = f"score {score.points} under {THRESHOLD}: {'; '.join(score.signals)}"
        return _reject(page, Reason.NOT_AN_ARTICLE, detail)
    doubted = (claim for claim in date.candidates if claim.why != DAY_OF_CHANGE)
    if date.value is None and (first := next(doubted, None)):
        logger.warning("%s: no date: %r is not believed: %s", reading.url, first.text, first.why)
    access = read_access(body.blocks, whole or reading)
    found = Found(
        url=reading.url,
        canonical_url=choose_canonical(witnesses),
        title=reading.title,
        date=date.value,
        date_source=date.source,
        modified=reading.modified(date.value, page.fetched_at).value,
        paragraphs=tuple(block.text for block in body.blocks),
        lead=body.lead,
        authors=choose_authors(witnesses, url=reading.url, initials=body.initials),
        section=choose_section(witnesses, url=reading.url, title=reading.title),
        tags=choose_tags(witnesses, url=reading.url),
        image=choose_image(witnesses),
        language=reading.language,
        access=access.access,
        complete=access.complete,
    )
    return make_record(page, reading.site, found)


def _clean_flat(page: Page, text: str, site: Site | None, trail: Trail) -> Article | Reject:
    """The record of a page that came as text without markup: title, date line and paragraphs are all it tells."""
    if len(text) > MAX_PLAIN:
        raise TooLargeError(f"{len(text):,} characters without markup, more than {MAX_PLAIN:,}")
    flat = trail.flat = read_flat(text, site.language if site else None)
    if not flat.paragraphs:
        return _reject(page, Reason.NO_MAIN_CONTENT, "no run of lines is surely an article")
    if not flat.title:
        return _reject(page, Reason.NO_TITLE, "no line before the text reads like a headline")
    dates = find_dates(flat.date_line or "", site.language if site else None)
    date = dates[0].value(site.zone if site else None) if dates else None
    found = Found(
        url=page.url,
        title=flat.title,
        paragraphs=flat.paragraphs,
        date=date,
        date_source="visible" if date else None,
        authors=flat.initials,
        language=(site.language if site else None) or language_of(" ".join(flat.paragraphs)),
    )
    return make_record(page, site, found)


def _reject(page: Page, reason: Reason, detail: str) -> Reject:
    return Reject(url=page.url, reason=reason, detail=detail, site=page.site, fetched_at=page.fetched_at)
