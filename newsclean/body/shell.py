"""Shells: pages whose text is put in by scripts, and that show a notice, a standfirst or nothing in its place.

Never in place of a page's own text: on 40 labelled pages that have an `articleBody` in their JSON-LD it is worse than
the page on 16, and better on none.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from newsclean.lang.phrasebook import Phrases, phrases_for
from newsclean.metadata.claims import Claim, Kind, Metadata, Origin
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.metadata.site_names import SiteNames
from newsclean.metadata.state.article import StateArticle, find_article, page_names
from newsclean.metadata.state.names import names
from newsclean.metadata.state.rich_text import has_markup, text_html
from newsclean.metadata.state.scripts import read_state
from newsclean.models import BodySource
from newsclean.page.blocks import Block, fold, read_blocks
from newsclean.page.document import body_of, parse
from newsclean.page.fallback import MIN_PROSE, MIN_SENTENCE
from newsclean.page.limits import TooLargeError, fitting
from newsclean.page.scripts import length_of
from newsclean.page.sentences import ends_sentence

# A page that shows more than this is taken at its word (characters, as `length_of` counts).
MAX_SHELL = 1_000
# The hidden text is this many times as long as what is shown: short news have about the same in both places.
MIN_TIMES = 3
# Without line breaks, a text gives way to one with this share of its length (JSON-LD often has none).
MOST = 0.8
MAX_NOTICE = 400  # characters
_ARTICLE_BODY = Origin(Kind.JSON_LD, "articleBody")
_LANDMARKS = ("body", "main", "div", "section", "app-root")


@dataclass(frozen=True, slots=True)
class CarriedArticle:
    """An article that a shell carries: `text` is the page that it makes, `page` the shell with the claims it lacks."""

    text: ParsedPage
    page: ParsedPage
    source: BodySource
    shown: int  # characters of the shell's own text

    def is_fuller(self, body: str) -> bool:
        """Whether this text of the carried article is far longer than what the shell shows."""
        return length_of(body) >= MIN_TIMES * max(self.shown, 1)


def carried_article(page: ParsedPage, body: tuple[Block, ...], title: str) -> CarriedArticle | None:
    """The article that a page carries for its scripts, if the `body` it shows is only a shell's."""
    if sum(block.length for block in body) > MAX_SHELL:
        return None
    phrases = phrases_for(page.language)
    shown = sum(block.length for block in body if not _is_notice(block.text, phrases))
    in_json_ld = max((c.value for c in page.metadata.bodies if c.origin == _ARTICLE_BODY), key=len, default="")
    addresses = [page.url, *(claim.value for claim in page.metadata.canonical)]
    titles = [title, *(claim.value for claim in page.metadata.titles)]
    site = SiteNames.of(page.metadata, page.url)
    named = page_names([one for one in dict.fromkeys(titles) if one and not site.are(one)], addresses)
    state = find_article(read_state(page.tree), named)
    least = MIN_TIMES * max(shown, MIN_PROSE // MIN_TIMES)
    known: list[tuple[BodySource, StateArticle | None]] = [
        ("json_ld", StateArticle(text_html(in_json_ld))),
        ("page_state", state),
    ]
    found = [(source, article) for source, article in known if article and _length(article) >= least]
    if len(found) > 1 and not _has_lines(in_json_ld) and _length(found[1][1]) >= MOST * _length(found[0][1]):
        found.reverse()
    for source, article in found:
        heading = title if title and not site.are(title) else article.headline or ""
        if text := _made_page(page, heading, article.html):
            filled = replace(page, metadata=_filled(page.metadata, article, site))
            return CarriedArticle(replace(text, metadata=filled.metadata), filled, source, shown)
    return None


def needs_browser(page: ParsedPage) -> bool:
    """Whether a page without an article seems to wait for a script to put it in."""
    prose = (block for block in page.blocks if block.length >= MIN_SENTENCE and ends_sentence(block.text))
    if sum(block.length for block in prose) >= MIN_PROSE or sum(block.length for block in page.blocks) > MAX_SHELL:
        return False
    phrases = phrases_for(page.language)
    titles = [claim.value for claim in page.metadata.titles]
    if any(phrases.label("error_page", title) or phrases.whole("standing_page", title) for title in titles):
        return False
    notices = (fold(element.text_content()) for element in page.tree.iter("noscript"))
    lines = (*notices, *(block.text for block in page.blocks))
    return any(_is_notice(line, phrases) for line in lines) or _mount(page.tree) is not None


def _is_notice(text: str, phrases: Phrases) -> bool:
    return len(text) <= MAX_NOTICE and phrases.holds("script_notice", text) is not None


def _mount(tree: HtmlElement) -> HtmlElement | None:
    """The element, empty as yet, where a page's program puts what it makes."""
    ids = frozenset(names("shell", "mount"))
    for element in body_of(tree).iter(*_LANDMARKS):
        named = element.tag == "app-root" or (element.get("id") or "").lower() in ids
        if named and len(fold("".join(element.itertext()))) < MIN_SENTENCE:
            return element
    return None


def _length(article: StateArticle) -> int:
    tree = parse(article.html) if article.html else None
    return length_of(fold(tree.text_content())) if tree is not None else 0


def _has_lines(text: str) -> bool:
    return "\n" in text.strip() or has_markup(text)


def _made_page(page: ParsedPage, title: str, text: str) -> ParsedPage | None:
    """The page that a headline and a text make, with the claims of the page that carries them."""
    heading = f"<h1>{html.escape(title)}</h1>" if title else ""
    try:
        tree = parse(f"<html><body><article>{heading}{text}</article></body></html>")
        blocks = fitting(read_blocks(body_of(tree))) if tree is not None else []
    except TooLargeError:
        return None
    return replace(page, tree=tree, blocks=blocks) if tree is not None and blocks else None


def _filled(metadata: Metadata, article: StateArticle, site: SiteNames) -> Metadata:
    """The claims of a page, and those of the article where the page makes none."""

    def claims(key: str, *values: str | None) -> tuple[Claim, ...]:
        return tuple(Claim(fold(value), Origin(Kind.STATE, key)) for value in values if value and fold(value))

    named = any(not site.are(claim.value) for claim in metadata.titles)
    return replace(
        metadata,
        titles=metadata.titles if named else (*metadata.titles, *claims("headline", article.headline)),
        published=metadata.published or claims("published", article.published),
        modified=metadata.modified or claims("modified", article.modified),
        authors=metadata.authors or claims("author", *article.authors),
    )
