"""Is this page an article? The signals for and against, added up to one score.

A page needs evidence to become a record. Sentences alone are not enough: walls and policies have them too. Against it
count what the page calls itself, its address and template, its title, texts addressed to the visitor, and the layout of
a list or a discussion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsclean.lang.phrasebook import phrases_for
from newsclean.metadata.claims import OG_PUBLISHED, TITLE, Kind
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.metadata.site_names import SiteNames
from newsclean.page.blocks import Block
from newsclean.page.sentences import count_sentences
from newsclean.page.urls import is_front_page

from .page_kinds import signals_around, type_signal
from .teasers import teasers
from .threads import posters

# One signal is not enough, two good ones are (see docs/reference/rules.md for what was measured).
MIN_POINTS = 3
MIN_SENTENCE = 40
# A paragraph counts as two sentences at most; one of more than LONG characters is two in any case. More than MANY speak
# for themselves.
LONG = 400
MANY = 5
_CUT = re.compile(r"(?:\.\.\.|…)[\])]?$")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINKED_LINE = 0.8
MAX_LINKED = 0.5
MIN_SHARE = 0.3
# Types of schema.org and Open Graph that articles have; reviews also accompany what is offered.
_OFFER_TYPES = re.compile(r"(?:Aggregate)?Offer|Product\w*", re.I)
_ARTICLE_TYPES = re.compile(r"(?!Tech)\w*(?:Article|BlogPosting|Report|OpinionPiece|LiveBlog)\w*|\w*Review", re.I)
_TEASER_SHARE = 0.6
# More than this share of the paragraphs must address customers; a company's blog does so at its end.
_PITCH_SHARE, _MIN_PITCHES = 0.4, 2
_MANY_MORE = 40  # sentences: more than a landing page has
_BUTTON = 45  # characters
_MIN_LISTINGS, _MIN_CODE = 2, 5  # <pre> and <code>
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
STANDING_PAGE = Signal(-5, "the title is that of a standing page, such as a policy or a login")
ERROR_PAGE = Signal(-4, "the title is that of an error or a wall")
SITE_NAME = Signal(-2, "the title is the name of the site")
FRONT_PAGE = Signal(-2, "it is the front page of its host")
LINKS = Signal(-2, "more than half of the text is links")
TEASERS = Signal(-5, "paragraphs are teasers of other pages")
THREAD = Signal(-4, "people wrote posts of the same layout")
PITCH = Signal(-3, "paragraphs are what a company says to its customers")
OFFER = Signal(-2, "nothing dates the page or calls it an article, and a button is for customers")
CODE = Signal(-2, "nothing dates the page or calls it an article, and it has code")
NO_TEXT = Signal(-3, "no paragraph has a whole sentence")
WALL = Signal(-6, "paragraphs address the visitor instead of reporting news")
AGAINST = (UNIDENTIFIED, STANDING_PAGE, ERROR_PAGE, SITE_NAME, FRONT_PAGE, LINKS, TEASERS, THREAD, PITCH, OFFER, CODE, NO_TEXT, WALL)
PAGE = "its JSON-LD calls it a page, not an article"
Found = tuple[int, str]


def score_article(
    body: Sequence[Block], blocks: Sequence[Block], page: ParsedPage, *, title: str, authors: Sequence[str], dated: bool
) -> ArticleScore:
    """How surely the page is one article. `dated`: a date was found.

    `body` are the kept blocks of all `blocks` of the page that has the text; `page` is the one with all else.
    """
    prose = _prose(body)
    sentences = sum(_sentences(block) for block in prose)
    letters = sum(len(block.text) for block in body)
    everything = sum(len(block.text) for block in blocks)
    is_short = sentences < MANY
    calling = _calling(page, is_short)
    found = [
        (3 if sentences > MANY else min(sentences, 2), f"{sentences} sentences in {len(prose)} paragraphs"),
        calling,
        (int(dated), "dated" if dated else "not dated"),
        (int(bool(authors)), "names an author" if authors else "names no author"),
        (int(letters > MIN_SHARE * everything), f"{letters} of {everything} characters are main content"),
        *((signal.points, f"{signal.meaning}: {name}") for signal, name in signals_around(page, is_short)),
        *_against(prose, body, blocks, page, title),
    ]
    told = calling[0] > 0 or (dated and calling[1] != PAGE)
    if not told and _has_code(page):
        found.append((CODE.points, CODE.meaning))
    if not told and sentences <= _MANY_MORE and (button := _button(blocks, page)):
        found.append((OFFER.points, f"{OFFER.meaning}: {button!r}"))
    if not sentences and calling[0] < 2:
        found.append((NO_TEXT.points, NO_TEXT.meaning))
    identified = dated or authors or calling[0] > 0 or _is_marked(prose)
    if sentences <= MANY and not identified:
        found.append((UNIDENTIFIED.points, UNIDENTIFIED.meaning))
    if sum(block.link_chars for block in body) > MAX_LINKED * letters:
        found.append((LINKS.points, LINKS.meaning))
    return ArticleScore(sum(points for points, _ in found), tuple(f"{text} ({points:+d})" for points, text in found))


def _prose(body: Sequence[Block]) -> list[Block]:
    """The paragraphs with sentences, not the headings. Where most are cut short, only those that are not."""
    prose = [block for block in body if block.length >= MIN_SENTENCE and _sentences(block)]
    uncut = [block for block in prose if not _CUT.search(block.text[-8:])]
    return prose if len(uncut) > len(prose) / 2 else uncut


def _sentences(block: Block) -> int:
    if block.element.tag in _HEADINGS:
        return 0
    return min(2, max(count_sentences(block.text), 2 * (block.length > LONG)))


def _calling(page: ParsedPage, is_short: bool) -> Found:
    """What the page calls itself. JSON-LD is written per article, Open Graph's type is often the same on every page."""
    types = page.metadata.types
    names = [claim.value for claim in types]
    other = type_signal(names)
    articles = [claim for claim in types if _ARTICLE_TYPES.fullmatch(claim.value)]
    for_sale = any(_OFFER_TYPES.fullmatch(claim.value) for claim in types if claim.origin.kind is not Kind.META)
    if any(a.origin.kind is not Kind.META and not (for_sale and a.value.endswith("Review")) for a in articles):
        return 2, "it calls itself an article"
    if other and not (other[0].only_short and (articles or not is_short)):
        return other[0].points, f"{other[0].meaning}: {other[1]}"
    if articles and any(claim.origin == OG_PUBLISHED for claim in page.metadata.published):
        return 2, "Open Graph calls it an article and gives its date of publication"
    if any(claim.value == "WebPage" and claim.origin.kind is Kind.JSON_LD for claim in types):
        return 0, PAGE
    return (1, "only Open Graph calls it an article") if articles else (0, "it does not call itself an article")


def _is_marked(prose: Sequence[Block]) -> bool:
    """Whether the text is in an <article> element together with an h1."""
    first = next((above for block in prose[:1] for above in block.element.iterancestors("article")), None)
    return first is not None and next(first.iter("h1"), None) is not None


def _against(
    prose: Sequence[Block], body: Sequence[Block], blocks: Sequence[Block], page: ParsedPage, headline: str
) -> Iterator[Found]:
    """The signals against an article in its text and layout."""
    if found := _against_title(page, headline):
        yield found
    if is_front_page(page.url):
        yield FRONT_PAGE.points, FRONT_PAGE.meaning
    looked_at = prose[:_MAX_PROSE]
    others = len(teasers(looked_at, blocks, page.url))
    if others and others >= _TEASER_SHARE * len(looked_at):
        yield TEASERS.points, f"{others} of {len(looked_at)} {TEASERS.meaning}"
    if people := posters(prose):
        yield THREAD.points, f"{len(people)} {THREAD.meaning}"
    pitches = _phrases("pitch", looked_at, page)
    if len(pitches) >= _MIN_PITCHES and len(pitches) >= _PITCH_SHARE * len(looked_at):
        yield PITCH.points, f"{len(pitches)} of {len(looked_at)} {PITCH.meaning}: {pitches[0]!r}"
    said = prose or body
    walls = _phrases("wall", said, page) if len(said) <= 2 * MANY else []
    if len(walls) > _WALL_SHARE * len(said):
        yield WALL.points, f"{len(walls)} of {len(said)} {WALL.meaning}: {walls[0]!r}"


def _phrases(kind: str, prose: Sequence[Block], page: ParsedPage) -> list[str]:
    """A phrase of that kind from each paragraph that has one."""
    phrases = phrases_for(page.language)
    return [phrase for block in prose if (phrase := phrases.holds(kind, block.text[:_LOOKED_AT]))]


def _has_code(page: ParsedPage) -> bool:
    listings = sum(len(element) > 0 or bool(element.text) for element in page.tree.iter("pre"))
    return listings >= _MIN_LISTINGS or sum(1 for _ in page.tree.iter("code")) >= _MIN_CODE


def _button(blocks: Sequence[Block], page: ParsedPage) -> str | None:
    """The first line that is a button of a shop or a company."""
    phrases = phrases_for(page.language)
    found = (block.text for block in blocks if len(block.text) <= _BUTTON and phrases.whole("enquiry", block.text))
    return next(found, None)


def _against_title(page: ParsedPage, headline: str) -> Found | None:
    phrases = phrases_for(page.language)
    shown = [claim.value for claim in page.metadata.titles if claim.origin == TITLE][:1]
    titles = dict.fromkeys((headline, *shown))
    if title := next((title for title in titles if phrases.whole("standing_page", title)), None):
        return STANDING_PAGE.points, f"{STANDING_PAGE.meaning}: {title[:60]!r}"
    if title := next((title for title in titles if phrases.label("error_page", title)), None):
        return ERROR_PAGE.points, f"{ERROR_PAGE.meaning}: {title[:60]!r}"
    if SiteNames.of(page.metadata, page.url).are(headline):
        return SITE_NAME.points, f"{SITE_NAME.meaning}: {headline!r}"
    return None
