"""The entry point of cleaning: turns a Page into an Article, or into a Reject that says why it has none."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from . import feed_text
from .articleness.score import MIN_POINTS, ArticleScore, score_article
from .body.pages import joined
from .body.selection import Body, find_body
from .body.shell import carried_article, needs_browser
from .body.structure import structured
from .certainty import Certainty, certainty_of, certainty_of_plain
from .fields.access import has_wall, read_access
from .fields.authors import choose_authors, own_initials, signed_authors
from .fields.bylines import read_signature
from .fields.candidates import Choice
from .fields.dates.choice import DateChoice, choose_date, choose_line_date, choose_modified, date_source
from .fields.image import choose_image
from .fields.section import choose_section
from .fields.tags import choose_tags
from .fields.title import choose_title
from .metadata.canonical import canonical_url
from .metadata.opt_outs import opted_out_by_meta
from .metadata.parsed_page import ParsedPage, parse_page
from .metadata.site_names import SiteNames
from .models import Article, BodySource, Page, Reason, Reject
from .page.charset import NotTextError
from .page.document import feed_kind, has_markup
from .page.given import Given, page_from
from .page.language import language_of
from .page.limits import MAX_PLAIN, MAX_TEXT, TooLargeError
from .page.pagination import goes_on
from .page.text import text_of
from .page.urls import is_web_url
from .plain_text.article import PlainArticle, read_plain
from .record import make_record
from .sites.site import Site, site_named, site_of
from .sites.site_lines import SiteLines

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Trace:
    """The result of each step of one cleaning, for `explain`; None for a step that was not reached."""

    page: ParsedPage | None = None
    title: Choice[str] | None = None
    date: DateChoice | None = None
    body: Body | None = None
    score: ArticleScore | None = None
    plain: PlainArticle | None = None
    certainty: Certainty | None = None

    def take(self, other: Trace) -> None:
        """The steps of another try in place of these."""
        for step in fields(self):
            setattr(self, step.name, getattr(other, step.name))


# What the reject of a page says whose text comes by scripts.
NEEDS_BROWSER = (
    "the page's text comes by JavaScript; install newsclean[browser] and set render = true, or -s NEWSCLEAN_RENDER=1"
)
_TEXTLESS = (Reason.NO_MAIN_CONTENT, Reason.NO_TITLE, Reason.NOT_AN_ARTICLE)
# Finds the body of a page with this headline and these authors.
BodyFinder = Callable[[ParsedPage, str, tuple[str, ...]], Body]


def clean(
    page: Given,
    site_lines: SiteLines | None = None,
    *,
    url: str | None = None,
    site: str | None = None,
    content_type: str | None = None,
    fetched_at: dt.datetime | None = None,
) -> Article | Reject:
    """The page's article, or why it has none. `page` is its markup, the Path of its file, or a Page.

    `site_lines` is what other articles of its site have shown: lines that stand on many of them are left out. The other
    arguments are those of `extract`; a Page has them itself. Raises SiteError for an unknown `site`, InputError for a
    file that cannot be read, and MarkupError, a ValueError, for an address in place of markup: nothing is fetched.
    """
    page = page_from(page, url=url, site=site, content_type=content_type, fetched_at=fetched_at)
    outcome = clean_traced(page, Trace())
    return site_lines.without_standing(outcome) if site_lines and isinstance(outcome, Article) else outcome


def extract(
    html: Given,
    *,
    url: str | None = None,
    site: str | None = None,
    content_type: str | None = None,
    fetched_at: dt.datetime | None = None,
) -> Article | None:
    """The article of a page, None when it has none: `clean` without the reason, and with the same errors.

    `url` is the page's address; without it, its canonical link. `site` names a declared site; without it, the one that
    owns the URL. `content_type` is the HTTP header. `fetched_at` (aware; by default now) bounds the dates that are
    believed.
    """
    outcome = clean(html, url=url, site=site, content_type=content_type, fetched_at=fetched_at)
    return outcome if isinstance(outcome, Article) else None


def clean_traced(page: Page, trace: Trace, body_finder: BodyFinder = find_body) -> Article | Reject:
    """`clean`, noting each step on the trace. Training passes in another `body_finder`."""
    site = site_named(page.site) if page.site else site_of(page.url)
    outcome = _clean_page(page, site, trace, body_finder)
    return _clean_feed_text(page, site, outcome, trace, body_finder) if feed_text.serves(page, outcome) else outcome


def _clean_page(page: Page, site: Site | None, trace: Trace, body_finder: BodyFinder) -> Article | Reject:
    """The article by the page alone, its further pages included."""
    try:
        text = text_of(page.html, page.content_type) if page.rendered is None else text_of(page.rendered)
        if not text.strip():
            return Reject.of(page, Reason.EMPTY, "the page holds no text")
        if kind := feed_kind(text):
            return Reject.of(page, Reason.NOT_AN_ARTICLE, f"this is a <{kind}> feed or sitemap, not a page")
        if not has_markup(text):
            return _clean_plain(page, text, site, trace)
        parsed = parse_page(text, page.url, site)
    except NotTextError as error:
        return Reject.of(page, Reason.NOT_TEXT, str(error))
    except TooLargeError as error:
        return Reject.of(page, Reason.TOO_LARGE, str(error))
    if parsed is None:
        return Reject.of(page, Reason.EMPTY, "the page holds no element")
    if page.honours_opt_outs and (why := opted_out_by_meta(parsed.tree)):
        return Reject.of(page, Reason.OPTED_OUT, why)
    single_page = _other_page(page, page.single_page or b"", site)
    further = [other for html in page.further_pages if (other := _other_page(page, html, site))]
    source: BodySource = "page" if page.rendered is None else "browser"
    outcome = _clean_parsed(page, parsed, [single_page or parsed, *further], trace, body_finder, source)
    if carried := _carried(page, parsed, further, trace, body_finder):
        return carried
    return _told(outcome, parsed) if page.rendered is None else outcome


def _carried(
    page: Page, parsed: ParsedPage, further: Sequence[ParsedPage], trace: Trace, body_finder: BodyFinder
) -> Article | None:
    """The record of the article that a shell carries for its scripts; None for any other page."""
    if trace.title is None or trace.body is None or has_wall(trace.body.blocks, parsed.blocks):
        return None
    carried = carried_article(parsed, trace.body.blocks, trace.title.value or "")
    if carried is None:
        return None
    again = Trace()
    found = _clean_parsed(page, carried.page, [carried.text, *further], again, body_finder, carried.source)
    if not isinstance(found, Article) or not carried.is_fuller(found.body):
        return None
    trace.take(again)
    trace.page = carried.text
    return found


def _told(outcome: Article | Reject, parsed: ParsedPage) -> Article | Reject:
    """The outcome, its reason the missing browser where there is no article because scripts have not run."""
    if isinstance(outcome, Reject) and outcome.reason in _TEXTLESS and needs_browser(parsed):
        return outcome.model_copy(update={"reason": Reason.NEEDS_BROWSER, "detail": NEEDS_BROWSER})
    return outcome


def _clean_feed_text(
    page: Page, site: Site | None, outcome: Article | Reject, trace: Trace, body_finder: BodyFinder
) -> Article | Reject:
    """The article with the body that its feed gives; `outcome` again where that is no better."""
    try:
        from_feed = parse_page(feed_text.document(page), page.url, site)
    except TooLargeError:
        return outcome
    if from_feed is None:
        return outcome
    own = trace.page if trace.page and feed_text.is_same(page, outcome, trace.title) else from_feed
    instead = Trace()
    found = _clean_parsed(page, own, [from_feed], instead, body_finder, "feed")
    if isinstance(found, Reject) or (isinstance(outcome, Article) and len(found.body) <= len(outcome.body)):
        return outcome
    trace.take(instead)
    access = outcome.access if isinstance(outcome, Article) else None
    return found.model_copy(update={"access": access, "complete": None})


def _other_page(page: Page, html: bytes, site: Site | None) -> ParsedPage | None:
    """Another page of the article; None where there is none, or none that can be read."""
    try:
        text = text_of(html, page.content_type)
        return parse_page(text, page.url, site) if text.strip() else None
    except (NotTextError, TooLargeError):
        return None


def _clean_parsed(
    page: Page,
    parsed: ParsedPage,
    body_pages: Sequence[ParsedPage],
    trace: Trace,
    body_finder: BodyFinder,
    source: BodySource = "page",
) -> Article | Reject:
    """The record of a page, if it surely is an article. `body_pages` give the body, `parsed` everything else.

    What the first of them has decides whether it is one, and how sure the record is.
    """
    body_page, *further = body_pages
    trace.page = parsed
    title = trace.title = choose_title(parsed.metadata, url=parsed.url, blocks=parsed.blocks, entry=page.entry)
    date = trace.date = choose_date(parsed, title.value, page.entry, page.fetched_at)
    authors = choose_authors(parsed, title.value or "")
    body_authors = authors if body_page is parsed else choose_authors(body_page, title.value or "")
    body = trace.body = body_finder(body_page, title.value or "", body_authors)
    if not body.blocks:
        return Reject.of(page, Reason.NO_MAIN_CONTENT, "no block of the page is main content")
    if not title.value:
        return Reject.of(page, Reason.NO_TITLE, "neither a heading nor the metadata give a title")
    score = trace.score = score_article(
        body.blocks, body_page.blocks, parsed, title=title.value, authors=authors, dated=date.value is not None
    )
    if not score.is_article:
        detail = f"score {score.points} under {MIN_POINTS}: {'; '.join(score.signals)}"
        return Reject.of(page, Reason.NOT_AN_ARTICLE, detail)
    if date.value is None and (first := next(iter(date.candidates), None)):
        logger.warning("%s: no date: %r is not believed: %s", parsed.url, first.text, first.why)
    access = read_access(body.blocks, body_page)
    certainty = trace.certainty = certainty_of(body, title, date)
    bodies = [body, *(body_finder(other, title.value, choose_authors(other)) for other in further)]
    blocks = joined(structured(part.blocks, part.lead) for part in bodies)
    if (length := sum(len(block.text) for block in blocks)) > MAX_TEXT:
        return Reject.of(page, Reason.TOO_LARGE, f"{length:,} characters on its pages, more than {MAX_TEXT:,}")
    # Where each field of the record is read. The fields themselves are declared in `models.Article`.
    return make_record(
        page,
        parsed.site,
        url=parsed.url,
        canonical_url=canonical_url(parsed.metadata),
        title=title.value,
        date=date.value,
        date_source=date_source(date.origin),
        modified=choose_modified(parsed, title.value, date.value, page.fetched_at).value,
        blocks=blocks,
        by_trafilatura=any(part.asked for part in bodies),
        body_source=source,
        lead=body.lead,
        authors=signed_authors(
            authors,
            _signature(body_pages[-1], bodies[-1]),
            own_initials(
                bodies[-1].initials or body.initials, SiteNames.of(parsed.metadata, parsed.url), parsed.language
            ),
        ),
        section=choose_section(parsed, title.value, page.entry),
        tags=choose_tags(parsed),
        image=choose_image(parsed),
        language=parsed.language,
        access=access.access,
        complete=False if _is_cut(page, parsed) else access.complete,
        certainty=certainty.rounded,
        doubtful=certainty.doubtful,
    )


def _is_cut(page: Page, parsed: ParsedPage) -> bool:
    """Whether further pages of the article are missing: as the crawl found out, else by what its first page links."""
    if page.is_cut is not None:
        return page.is_cut
    is_alone = page.single_page is None and not page.further_pages
    return is_alone and is_web_url(parsed.url) and goes_on(parsed.tree, parsed.url)


def _signature(page: ParsedPage, body: Body) -> tuple[str, ...]:
    """Who signed the text, in the lines that the rules on bylines took out of it, or behind it."""
    lines = [decision.block for decision in body.decisions if decision.rule == "byline"]
    return read_signature(page, body.blocks, lines, SiteNames.of(page.metadata, page.url))


def _clean_plain(page: Page, text: str, site: Site | None, trace: Trace) -> Article | Reject:
    """The record of a page without markup, which has no more than title, date line and paragraphs."""
    if len(text) > MAX_PLAIN:
        raise TooLargeError(f"{len(text):,} characters without markup, more than {MAX_PLAIN:,}")
    plain = trace.plain = read_plain(text, site.language if site else None)
    if not plain.paragraphs:
        return Reject.of(page, Reason.NO_MAIN_CONTENT, "no run of lines is surely an article")
    if not plain.title:
        return Reject.of(page, Reason.NO_TITLE, "no line before the text reads like a headline")
    date = trace.date = choose_line_date(plain.date_line, plain.language, site.zone if site else None, page.fetched_at)
    certainty = trace.certainty = certainty_of_plain()
    return make_record(
        page,
        site,
        url=page.url,
        title=plain.title,
        blocks=list(plain.blocks()),
        date=date.value,
        date_source=date_source(date.origin),
        authors=own_initials(plain.initials, SiteNames((), page.url), plain.language),
        language=(site.language if site else None) or language_of(" ".join(plain.paragraphs)),
        certainty=certainty.rounded,
        doubtful=certainty.doubtful,
    )
