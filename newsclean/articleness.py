"""Is this page an article? The signals for and against, added up to one score.

A page needs evidence to become a record. Sentences alone are not enough: walls and policies have them too. Against it
count what the page calls itself, its title, texts addressed to the visitor, and the layout of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from .lang.phrasebook import phrases_for
from .metadata.claims import OG_PUBLISHED, TITLE, Kind
from .metadata.parsed_page import ParsedPage
from .metadata.site_names import SiteNames
from .page.blocks import Block
from .page.sentences import ends_sentence
from .page.urls import host_of, is_front_page

# One signal is not enough, two good ones are (see docs/reference/rules.md for what was measured).
MIN_POINTS = 3
MIN_SENTENCE = 40
# A paragraph of more than LONG characters (a text without breaks) counts as two; more than MANY paragraphs speak for
# themselves.
LONG = 400
MANY = 5
_CUT = re.compile(r"(?:\.\.\.|…)[\])]?$")
MAX_LINKED = 0.5
MIN_SHARE = 0.3
# Types of schema.org and Open Graph: of an article, of a page of another kind, and of media that have a page of their
# own or accompany an article.
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Review|OpinionPiece|LiveBlog)", re.I)
_PAGE_TYPES = re.compile(
    r"(?:Collection|SearchResults|Profile|About|Contact|Checkout|Item)Page|\w*Gallery|Product|JobPosting|(?:product|profile)\b.*",
    re.I,
)
_MEDIA_TYPES = re.compile(
    r"(?:Video|Audio)Object|\w*Event|Podcast\w+|Movie|TVSeries|Course|SoftwareApplication|(?:video|music)\b.*", re.I
)
# A teaser is a linked headline with its first sentences, together in a box at most _LEVELS up; a page has several.
_LEVELS = 3
_REACH = 3
_MIN_TEASERS = 2
_TEASER_SHARE = 0.6
_HEADLINE = range(12, 160)
_LINKED_LINE = 0.8
# More than this share of the sentences must address the visitor to make the page a wall; an article may quote one.
_WALL_SHARE = 0.5
_LOOKED_AT = 1_000  # characters of a paragraph
_MAX_PROSE = 60


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """The sum of a page's signals, to be compared with MIN_POINTS, and each signal with its points, in words."""

    points: int
    signals: tuple[str, ...]

    @property
    def is_article(self) -> bool:
        return self.points >= MIN_POINTS


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal that a page is not an article, with its (negative) points."""

    points: int
    meaning: str


UNIDENTIFIED = Signal(-1, "few sentences, and the page names neither its kind, nor a date, nor an author")
OTHER_KIND = Signal(-3, "the page calls itself something other than an article")
STANDING_PAGE = Signal(-5, "the title is that of a standing page, such as a policy or a login")
ERROR_PAGE = Signal(-4, "the title is that of an error or a wall")
SITE_NAME = Signal(-2, "the title is the name of the site")
FRONT_PAGE = Signal(-2, "it is the front page of its host")
LINKS = Signal(-2, "more than half of the text is links")
TEASERS = Signal(-4, "paragraphs are teasers of other pages")
WALL = Signal(-4, "paragraphs address the visitor instead of reporting news")
AGAINST = (UNIDENTIFIED, OTHER_KIND, STANDING_PAGE, ERROR_PAGE, SITE_NAME, FRONT_PAGE, LINKS, TEASERS, WALL)


def score_article(
    body: Sequence[Block], blocks: Sequence[Block], page: ParsedPage, *, title: str, authors: Sequence[str], dated: bool
) -> ArticleScore:
    """How surely the page is one article. `dated`: a date was found.

    `body` are the kept blocks of all `blocks` of the page that has the text; `page` is the one with all else.
    """
    prose = [block for block in body if block.length >= MIN_SENTENCE and ends_sentence(block.text)]
    uncut = [block for block in prose if not _CUT.search(block.text[-8:])]
    prose = prose if len(uncut) > len(prose) / 2 else uncut
    sentences = sum(2 if block.length > LONG else 1 for block in prose)
    letters = sum(len(block.text) for block in body)
    everything = sum(len(block.text) for block in blocks)
    found = [
        (3 if sentences > MANY else min(sentences, 2), f"{len(prose)} paragraphs of sentences"),
        _calling(page, has_text=sentences > MANY),
        (int(dated), "dated" if dated else "not dated"),
        (int(bool(authors)), "names an author" if authors else "names no author"),
        (int(letters > MIN_SHARE * everything), f"{letters} of {everything} characters are main content"),
        *_against(prose, blocks, page, title),
    ]
    identified = dated or authors or found[1][0] > 0 or _is_marked(prose)
    if sentences <= MANY and not identified:
        found.append((UNIDENTIFIED.points, UNIDENTIFIED.meaning))
    if sum(block.link_chars for block in body) > MAX_LINKED * letters:
        found.append((LINKS.points, LINKS.meaning))
    return ArticleScore(sum(points for points, _ in found), tuple(f"{text} ({points:+d})" for points, text in found))


def _calling(page: ParsedPage, has_text: bool) -> tuple[int, str]:
    """What the page calls itself. JSON-LD is written per article, Open Graph's type is often the same on every page."""
    types = page.metadata.types
    if any(_ARTICLE_TYPES.search(w.value) for w in types if w.origin.kind is not Kind.META):
        return 2, "it calls itself an article"
    if other := next((w.value for w in types if _PAGE_TYPES.fullmatch(w.value)), None):
        return OTHER_KIND.points, f"{OTHER_KIND.meaning}: {other}"
    if any(_ARTICLE_TYPES.search(w.value) for w in types):
        if any(w.origin == OG_PUBLISHED for w in page.metadata.published):
            return 2, "Open Graph calls it an article and gives its date of publication"
        return 1, "only Open Graph calls it an article"
    other = next((w.value for w in types if _MEDIA_TYPES.fullmatch(w.value)), None)
    if other and not has_text:
        return OTHER_KIND.points, f"{OTHER_KIND.meaning}: {other}"
    return 0, "it does not call itself an article"


def _is_marked(prose: Sequence[Block]) -> bool:
    """Whether the text is in an <article> element together with an h1."""
    first = next((above for block in prose[:1] for above in block.element.iterancestors("article")), None)
    return first is not None and next(first.iter("h1"), None) is not None


def _against(
    prose: Sequence[Block], blocks: Sequence[Block], page: ParsedPage, headline: str
) -> Iterator[tuple[int, str]]:
    """The signals against an article."""
    phrases = phrases_for(page.language)
    names = SiteNames.of(page.metadata, page.url)
    shown = [w.value for w in page.metadata.titles if w.origin == TITLE][:1]
    titles = dict.fromkeys((headline, *shown))
    if title := next((title for title in titles if phrases.whole("standing_page", title)), None):
        yield STANDING_PAGE.points, f"{STANDING_PAGE.meaning}: {title[:60]!r}"
    elif title := next((title for title in titles if phrases.label("error_page", title)), None):
        yield ERROR_PAGE.points, f"{ERROR_PAGE.meaning}: {title[:60]!r}"
    elif names.are(headline):
        yield SITE_NAME.points, f"{SITE_NAME.meaning}: {headline!r}"
    if is_front_page(page.url):
        yield FRONT_PAGE.points, FRONT_PAGE.meaning
    teasers = _teasers(prose[:_MAX_PROSE], blocks, page)
    if teasers >= _MIN_TEASERS and teasers >= _TEASER_SHARE * min(_MAX_PROSE, len(prose)):
        yield TEASERS.points, f"{teasers} of {min(_MAX_PROSE, len(prose))} {TEASERS.meaning}"
    if len(prose) <= 2 * MANY:
        walls = [phrase for block in prose if (phrase := phrases.holds("wall", block.text[:_LOOKED_AT]))]
        if len(walls) > _WALL_SHARE * len(prose):
            yield WALL.points, f"{len(walls)} of {len(prose)} {WALL.meaning}: {walls[0]!r}"


def _teasers(prose: Sequence[Block], blocks: Sequence[Block], page: ParsedPage) -> int:
    """How many paragraphs share a box with a linked headline before them, and with no other paragraph."""
    host = host_of(page.url)
    boxes = [_box(block, blocks, host) for block in prose]
    owners = [set(_above(block.element)) for block in prose]
    return sum(box is not None and sum(box in above for above in owners) == 1 for box in boxes)


def _box(block: Block, blocks: Sequence[Block], host: str) -> HtmlElement | None:
    """The smallest element around the paragraph and a linked headline shortly before it; None if there is none."""
    above = _above(block.element)
    for other in reversed(blocks[max(0, block.index - _REACH) : block.index]):
        if len(other.text) not in _HEADLINE or other.link_density < _LINKED_LINE:
            continue
        links = [host_of(link) for link in other.links]
        if any(link and link != host for link in links):
            continue
        beside = set(_above(other.element))
        return next((element for element in above if element in beside), None)
    return None


def _above(element: HtmlElement) -> list[HtmlElement]:
    """The element and its ancestors, as far up as the box of a teaser may be."""
    found = [element]
    for ancestor in element.iterancestors():
        if len(found) > _LEVELS or ancestor.tag in ("body", "main"):
            break
        found.append(ancestor)
    return found
