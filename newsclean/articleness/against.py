"""The signals against an article: its title, wording and layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from newsclean.lang.phrasebook import phrases_for
from newsclean.metadata.claims import TITLE
from newsclean.metadata.parsed_page import ParsedPage, names_of_site
from newsclean.page.blocks import Block
from newsclean.page.urls import is_front_page

from .teasers import teasers
from .threads import posters

# Sentences. A video with FEW has a text of its own, more than MANY speak for themselves, and a page of a company has
# fewer than a guide.
FEW, MANY, VERY_MANY = 5, 6, 40
SURELY = 2  # the points of a page that calls itself an article, as few others do
MAX_LINKED = 0.5
_TEASER_SHARE = 0.7
# More than this share of the paragraphs must address the visitor to make the page a wall; an article may quote one.
_WALL_SHARE, _MAX_WALL = 0.5, 16
# A company's blog speaks of the company, too, at its end.
_PITCH_SHARE, _MIN_PITCHES = 0.4, 2
_MIN_LISTINGS, _MIN_CODE = 2, 5  # <pre> and <code>
_SHOWN_LEVELS, _SHOWN_PROSE, _SERIES = 3, 2, 5  # boxes around a paragraph, paragraphs, figures
_LOOKED_AT = 1_000  # characters of a paragraph
_MAX_PROSE, _MAX_PITCHED = 60, 20  # paragraphs
_BUTTON = 45  # characters


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal that a page is not an article, with its (negative) points."""

    points: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Sight:
    """What the signals look at: the kept `body` of all `blocks`, its paragraphs with sentences, and the page's claims.

    `calling`: the points for what the page calls itself. `is_named`: its template or its address is an article's.
    `is_known`: either, or it is dated. `is_identified`: it calls itself an article, is dated or names an author.
    """

    page: ParsedPage
    title: str
    body: Sequence[Block]
    blocks: Sequence[Block]
    prose: Sequence[Block]
    sentences: int
    calling: int
    is_named: bool
    is_known: bool
    is_identified: bool


UNIDENTIFIED = Signal(-1, "few sentences, and the page names neither its kind, nor a date, nor an author")
NO_TEXT = Signal(-3, "no paragraph has a whole sentence")
STANDING_PAGE = Signal(-5, "the title is that of a standing page, such as a policy or a login")
ERROR_PAGE = Signal(-4, "the title is that of an error or a wall")
SITE_NAME = Signal(-2, "the title is the name of the site")
FRONT_PAGE = Signal(-2, "it is the front page of its host")
LINKS = Signal(-2, "more than half of the text is links")
TEASERS = Signal(-5, "paragraphs are teasers of other pages")
THREAD = Signal(-4, "people wrote posts of the same layout")
PITCH = Signal(-3, "paragraphs are what a company says to its customers")
OFFER = Signal(-2, "nothing dates the page or calls it an article, and a button is for customers")
PICTURES = Signal(-2, "a recording or a series of pictures, with a few sentences")
CODE = Signal(-2, "nothing dates the page or calls it an article, and it has code")
WALL = Signal(-6, "paragraphs address the visitor instead of reporting news")
AGAINST = (
    UNIDENTIFIED, NO_TEXT, STANDING_PAGE, ERROR_PAGE, SITE_NAME, FRONT_PAGE, LINKS, TEASERS, THREAD, PITCH, OFFER,
    PICTURES, CODE, WALL,
)  # fmt: skip
Found = tuple[int, str]


def signals_against(sight: Sight) -> Iterator[Found]:
    """The signals that a page gives, each with its points."""
    yield from _in_title(sight)
    yield from _in_text(sight)
    yield from _in_layout(sight)
    if not sight.is_known:
        yield from _of_unknown(sight)


def _in_title(sight: Sight) -> Iterator[Found]:
    page, phrases = sight.page, phrases_for(sight.page.language)
    shown = [claim.value for claim in page.metadata.titles if claim.origin == TITLE][:1]
    titles = dict.fromkeys((sight.title, *shown))
    if title := next((title for title in titles if phrases.whole("standing_page", title)), None):
        yield STANDING_PAGE.points, f"{STANDING_PAGE.meaning}: {title[:60]!r}"
    elif title := next((title for title in titles if phrases.label("error_page", title)), None):
        yield ERROR_PAGE.points, f"{ERROR_PAGE.meaning}: {title[:60]!r}"
    elif names_of_site(page).are(sight.title):
        yield SITE_NAME.points, f"{SITE_NAME.meaning}: {sight.title!r}"


def _in_text(sight: Sight) -> Iterator[Found]:
    if not sight.sentences and sight.calling < SURELY:
        yield NO_TEXT.points, NO_TEXT.meaning
    if sight.sentences <= MANY and not sight.is_identified and not _is_marked(sight.prose):
        yield UNIDENTIFIED.points, UNIDENTIFIED.meaning
    said = sight.prose or sight.body
    walls = _phrases(("wall", "script_notice"), said, sight.page, _WALL_SHARE) if len(said) <= _MAX_WALL else []
    if len(walls) > _WALL_SHARE * len(said):
        yield WALL.points, f"{len(walls)} of {len(said)} {WALL.meaning}: {walls[0]!r}"
    looked_at = sight.prose[:_MAX_PITCHED]
    unlikely = sight.is_named or sight.sentences > VERY_MANY
    pitches = [] if unlikely else _phrases(("pitch",), looked_at, sight.page, _PITCH_SHARE)
    if len(pitches) >= max(_MIN_PITCHES, _PITCH_SHARE * len(looked_at)):
        yield PITCH.points, f"{len(pitches)} of {len(looked_at)} {PITCH.meaning}: {pitches[0]!r}"


def _in_layout(sight: Sight) -> Iterator[Found]:
    if is_front_page(sight.page.url):
        yield FRONT_PAGE.points, FRONT_PAGE.meaning
    if sum(block.link_chars for block in sight.body) > MAX_LINKED * sum(len(block.text) for block in sight.body):
        yield LINKS.points, LINKS.meaning
    looked_at = sight.prose[:_MAX_PROSE]
    others = len(teasers(looked_at, sight.blocks, sight.page.url))
    if others and others >= _TEASER_SHARE * len(looked_at):
        yield TEASERS.points, f"{others} of {len(looked_at)} {TEASERS.meaning}"
    if sight.sentences < FEW and sight.calling < SURELY and _is_shown(sight.prose):
        yield PICTURES.points, PICTURES.meaning
    if people := posters(sight.prose):
        yield THREAD.points, f"{len(people)} {THREAD.meaning}"


def _of_unknown(sight: Sight) -> Iterator[Found]:
    """Signals that would also fit the guides of a company: they count where nothing speaks for an article."""
    listings = sum(len(element) > 0 or bool(element.text) for element in sight.page.tree.iter("pre"))
    if listings >= _MIN_LISTINGS or sum(1 for _ in sight.page.tree.iter("code")) >= _MIN_CODE:
        yield CODE.points, CODE.meaning
    phrases = phrases_for(sight.page.language)
    lines = (block.text for block in sight.blocks if len(block.text) <= _BUTTON)
    button = next((line for line in lines if phrases.whole("enquiry", line)), None)
    if button and sight.sentences <= VERY_MANY:
        yield OFFER.points, f"{OFFER.meaning}: {button!r}"


def _is_shown(prose: Sequence[Block]) -> bool:
    """Whether the paragraphs stand in one box with a recording or a series of pictures."""
    boxes = islice(prose[0].element.iterancestors(), _SHOWN_LEVELS) if 0 < len(prose) <= _SHOWN_PROSE else ()
    for box in boxes:
        if box.tag in ("body", "main"):
            return False
        if next(box.iter("video", "audio"), None) is not None or sum(1 for _ in box.iter("figure")) >= _SERIES:
            return True
    return False


def _is_marked(prose: Sequence[Block]) -> bool:
    """Whether the text is in an <article> element together with an h1."""
    first = next((above for block in prose[:1] for above in block.element.iterancestors("article")), None)
    return first is not None and next(first.iter("h1"), None) is not None


def _phrases(kinds: Sequence[str], prose: Sequence[Block], page: ParsedPage, share: float) -> list[str]:
    """A phrase of one of these kinds from each paragraph that has one; none where fewer than this share have."""
    phrases = phrases_for(page.language)
    found: list[str] = []
    for left, block in zip(range(len(prose), 0, -1), prose, strict=True):
        if len(found) + left < share * len(prose):
            return []
        text = block.text[:_LOOKED_AT]
        found += [phrase for kind in kinds if (phrase := phrases.holds(kind, text))][:1]
    return found
