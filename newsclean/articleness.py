"""Is it surely an article? Evidence for and against, in one score.

A page is a record only with evidence that it is one: enough sentences are not, walls and policies have them too. What
speaks against it is what it calls itself, its title, texts that speak to the visitor, and the layout of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from .lang.phrasebook import phrases_for
from .metadata.claims import OG_PUBLISHED, TITLE, Kind
from .metadata.site_names import SiteNames
from .page.blocks import Block
from .page.sentences import ends_sentence
from .parsed import ParsedPage
from .urls import host_of, is_front_page

# One sign of an article is not enough, two good ones are (see docs/reference/rules.md for what was measured).
THRESHOLD = 3
MIN_SENTENCE = 40
# A long paragraph (a text without breaks) counts as two, and from so many on the text speaks for itself.
LONG = 400
MANY = 5
_CUT = re.compile(r"(?:\.\.\.|…)[\])]?$")
MAX_LINKED = 0.5
MIN_SHARE = 0.3
# schema.org and Open Graph: what an article is called, what calls itself a page of another kind, and what is shown on
# pages of its own or beside an article.
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Review|OpinionPiece|LiveBlog)", re.I)
_PAGE_TYPES = re.compile(
    r"(?:Collection|SearchResults|Profile|About|Contact|Checkout|Item)Page|\w*Gallery|Product|JobPosting|(?:product|profile)\b.*",
    re.I,
)
_MEDIA_TYPES = re.compile(
    r"(?:Video|Audio)Object|\w*Event|Podcast\w+|Movie|TVSeries|Course|SoftwareApplication|(?:video|music)\b.*", re.I
)
# A teaser is a linked headline with its first sentences in a box of their own, so many levels up; one page has several.
_LEVELS = 3
_REACH = 3
_MIN_TEASERS = 2
_TEASER_SHARE = 0.6
_HEADLINE = range(12, 160)
_LINKED_LINE = 0.8
# So many of the sentences must speak to the visitor to make a wall of the page; an article may quote one.
_WALL_SHARE = 0.5
_LOOKED_AT = 1_000  # characters of a paragraph
_MAX_PROSE = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` against THRESHOLD, and the signs that made it, as they are told to people."""

    score: int
    signs: tuple[str, ...]

    @property
    def is_article(self) -> bool:
        return self.score >= THRESHOLD


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign against an article, and what it costs."""

    points: int
    meaning: str


UNTOLD = Sign(-1, "few sentences, and neither kind, date nor author are told or marked")
OTHER_KIND = Sign(-3, "it calls itself a page of another kind")
STANDING_PAGE = Sign(-5, "the title is that of a page that is always there, as a policy or a login")
ERROR_PAGE = Sign(-4, "the title is that of an error or a wall")
SITE_NAME = Sign(-2, "the title is the site's name")
FIRST_PAGE = Sign(-2, "it is its host's first page")
LINKS = Sign(-2, "more than half of the text are links")
TEASERS = Sign(-4, "paragraphs are teasers of other pages")
WALL = Sign(-4, "paragraphs speak to the visitor, not of the news")
AGAINST = (UNTOLD, OTHER_KIND, STANDING_PAGE, ERROR_PAGE, SITE_NAME, FIRST_PAGE, LINKS, TEASERS, WALL)


def judge(
    body: Sequence[Block], blocks: Sequence[Block], page: ParsedPage, *, title: str, authors: Sequence[str], dated: bool
) -> Verdict:
    """How sure it is that the page is one article. `dated`: it tells its date.

    `body` are the kept ones of the `blocks`, which are of the page that gave the body; all else is told by `page`.
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
    told = dated or authors or found[1][0] > 0 or _is_marked(prose)
    if sentences <= MANY and not told:
        found.append((UNTOLD.points, UNTOLD.meaning))
    if sum(block.link_chars for block in body) > MAX_LINKED * letters:
        found.append((LINKS.points, LINKS.meaning))
    return Verdict(sum(points for points, _ in found), tuple(f"{sign} ({points:+d})" for points, sign in found))


def _calling(page: ParsedPage, has_text: bool) -> tuple[int, str]:
    """What the page calls itself: JSON-LD is made for each article, Open Graph's type often for all pages alike."""
    types = page.metadata.types
    if any(_ARTICLE_TYPES.search(w.value) for w in types if w.origin.kind is not Kind.META):
        return 2, "it calls itself an article"
    if other := next((w.value for w in types if _PAGE_TYPES.fullmatch(w.value)), None):
        return OTHER_KIND.points, f"{OTHER_KIND.meaning}: {other}"
    if any(_ARTICLE_TYPES.search(w.value) for w in types):
        if any(w.origin == OG_PUBLISHED for w in page.metadata.published):
            return 2, "Open Graph calls it an article and tells when it was published"
        return 1, "Open Graph alone calls it an article"
    other = next((w.value for w in types if _MEDIA_TYPES.fullmatch(w.value)), None)
    if other and not has_text:
        return OTHER_KIND.points, f"{OTHER_KIND.meaning}: {other}"
    return 0, "it does not call itself an article"


def _is_marked(prose: Sequence[Block]) -> bool:
    """Whether the text stands in an <article> element together with a first heading."""
    first = next((above for block in prose[:1] for above in block.element.iterancestors("article")), None)
    return first is not None and next(first.iter("h1"), None) is not None


def _against(
    prose: Sequence[Block], blocks: Sequence[Block], page: ParsedPage, headline: str
) -> Iterator[tuple[int, str]]:
    """The signs against an article that were found."""
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
        yield FIRST_PAGE.points, FIRST_PAGE.meaning
    teasers = _teasers(prose[:_MAX_PROSE], blocks, page)
    if teasers >= _MIN_TEASERS and teasers >= _TEASER_SHARE * min(_MAX_PROSE, len(prose)):
        yield TEASERS.points, f"{teasers} of {min(_MAX_PROSE, len(prose))} {TEASERS.meaning}"
    if len(prose) <= 2 * MANY:
        walls = [phrase for block in prose if (phrase := phrases.holds("wall", block.text[:_LOOKED_AT]))]
        if len(walls) > _WALL_SHARE * len(prose):
            yield WALL.points, f"{len(walls)} of {len(prose)} {WALL.meaning}: {walls[0]!r}"


def _teasers(prose: Sequence[Block], blocks: Sequence[Block], page: ParsedPage) -> int:
    """How many of the paragraphs stand in a box with a linked headline before them, and with no other paragraph."""
    host = host_of(page.url)
    boxes = [_box(block, blocks, host) for block in prose]
    owners = [set(_above(block.element)) for block in prose]
    return sum(box is not None and sum(box in above for above in owners) == 1 for box in boxes)


def _box(block: Block, blocks: Sequence[Block], host: str) -> HtmlElement | None:
    """The smallest element around the paragraph and a linked headline shortly before it; None without one."""
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
    """The element and those around it, as far as a box of a teaser reaches."""
    found = [element]
    for ancestor in element.iterancestors():
        if len(found) > _LEVELS or ancestor.tag in ("body", "main"):
            break
        found.append(ancestor)
    return found
