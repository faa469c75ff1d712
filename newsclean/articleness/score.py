"""Is this page an article? The signals for and against, added up to one score.

A page needs evidence to become a record. Sentences alone are not enough: walls and policies have them too. Against it
count what the page calls itself, its address and template (`page_kinds`), its title, wording and layout (`against`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsclean.metadata.claims import OG_PUBLISHED, Kind
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.page.blocks import Block
from newsclean.page.elements import HEADINGS
from newsclean.page.sentences import count_sentences

from .against import FEW, MANY, SURELY, Sight, signals_against
from .page_kinds import signals_around, type_signal

# One signal is not enough, two good ones are (see docs/reference/rules.md for what was measured).
MIN_POINTS = 3
MIN_SENTENCE = 40
# A paragraph counts as two sentences at most; one of more than LONG characters is two in any case.
LONG = 400
_CUT = re.compile(r"(?:\.\.\.|…)[\])]?$")
MIN_SHARE = 0.3
# Types of schema.org and Open Graph that articles have; reviews also accompany what is offered.
_OFFER_TYPES = re.compile(r"(?:Aggregate)?Offer|Product\w*", re.I)
_ARTICLE_TYPES = re.compile(r"(?!Tech)\w*(?:Article|BlogPosting|Report|OpinionPiece|LiveBlog)\w*|\w*Review", re.I)
_PAGE = "its JSON-LD calls it a page, not an article"
Found = tuple[int, str]


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """The sum of a page's signals, to be compared with MIN_POINTS, and each signal with its points, in words."""

    points: int
    signals: tuple[str, ...]

    @property
    def is_article(self) -> bool:
        return self.points >= MIN_POINTS


def score_article(
    body: Sequence[Block], blocks: Sequence[Block], page: ParsedPage, *, title: str, authors: Sequence[str], dated: bool
) -> ArticleScore:
    """How surely the page is one article. `dated`: a date was found.

    `body` are the kept blocks of all `blocks` of the page that has the text; `page` is the one with all else.
    """
    told = _prose(body)
    prose, sentences = list(told), sum(told.values())
    letters = sum(len(block.text) for block in body)
    everything = sum(len(block.text) for block in blocks)
    calling = _calling(page, is_short=sentences < FEW)
    around = list(signals_around(page, is_short=sentences < FEW))
    named = any(signal.points >= 0 for signal, _ in around)
    sight = Sight(
        page=page,
        title=title,
        body=body,
        blocks=blocks,
        prose=prose,
        sentences=sentences,
        is_named=named,
        calling=calling[0],
        is_known=named or calling[0] > 0 or (dated and calling[1] != _PAGE),
        # Errors and walls are shown at the address of the article that they replace.
        is_identified=bool(dated or authors or (named and sentences >= FEW) or calling[0] > 0),
    )
    found = [
        (3 if sentences > MANY else min(sentences, 2), f"{sentences} sentences in {len(prose)} paragraphs"),
        calling,
        (int(dated), "dated" if dated else "not dated"),
        (int(bool(authors)), "names an author" if authors else "names no author"),
        (int(letters > MIN_SHARE * everything), f"{letters} of {everything} characters are main content"),
        *((signal.points, f"{signal.meaning}: {name}") for signal, name in around),
        *signals_against(sight),
    ]
    return ArticleScore(sum(points for points, _ in found), tuple(f"{text} ({points:+d})" for points, text in found))


def calls_itself_article(page: ParsedPage) -> bool:
    """Whether the page says of itself that it is an article, in a way that few other pages do."""
    return _calling(page, is_short=False)[0] >= SURELY


def _prose(body: Sequence[Block]) -> dict[Block, int]:
    """The paragraphs with sentences, and how many, not the headings. Where most are cut short, only those that are
    not.
    """
    prose = {block: told for block in body if block.length >= MIN_SENTENCE and (told := _sentences(block))}
    uncut = {block: told for block, told in prose.items() if not _CUT.search(block.text[-8:])}
    return prose if len(uncut) > len(prose) / 2 else uncut


def _sentences(block: Block) -> int:
    if block.element.tag in HEADINGS:
        return 0
    return 2 if block.length > LONG else min(2, count_sentences(block.text))


def _calling(page: ParsedPage, is_short: bool) -> Found:
    """What the page calls itself. JSON-LD is written per article, Open Graph's type is often the same on every page."""
    types = page.metadata.types
    names = [claim.value for claim in types]
    other = type_signal(names)
    articles = [claim for claim in types if _ARTICLE_TYPES.fullmatch(claim.value)]
    for_sale = any(_OFFER_TYPES.fullmatch(claim.value) for claim in types if claim.origin.kind is not Kind.META)
    if any(a.origin.kind is not Kind.META and not (for_sale and a.value.endswith("Review")) for a in articles):
        return SURELY, "it calls itself an article"
    outweighed = other and ((other[0].only_short and not is_short) or (other[0].unless_article and articles))
    if other and not outweighed:
        return other[0].points, f"{other[0].meaning}: {other[1]}"
    if articles and any(claim.origin == OG_PUBLISHED for claim in page.metadata.published):
        return SURELY, "Open Graph calls it an article and gives its date of publication"
    if any(claim.value == "WebPage" and claim.origin.kind is Kind.JSON_LD for claim in types):
        return 0, _PAGE
    return (1, "only Open Graph calls it an article") if articles else (0, "it does not call itself an article")
