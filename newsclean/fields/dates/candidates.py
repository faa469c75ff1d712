"""Every candidate for a date of the page, with its weight: metadata, lines around the headline, URL, feed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsclean.metadata.claims import Claim, Kind, Origin, TimeMark
from newsclean.models import Entry
from newsclean.page.blocks import Block

from .text import DateText, calendar_day, find_dates, label_of, read_date

_STRUCTURED = frozenset((Kind.JSON_LD, Kind.META, Kind.MICRODATA, Kind.TIME))
NEWSROOM_WEIGHT = 9.0  # JSON-LD and article:published_time: what the newsroom's own system writes


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date as written, its origin, and how far that origin is believed (10: JSON-LD of the article).

    `block` is the index of a visible line.
    """

    text: DateText
    origin: Origin
    weight: float
    block: int | None = None

    @property
    def is_structured(self) -> bool:
        """Whether it is written for programs."""
        return self.origin.kind in _STRUCTURED


# By share of right days on stored pages: JSON-LD and article:published_time 93 %, a bare <time> 83 %, a <time> in an
# aside 52 %.
_TIME_WEIGHTS = {
    TimeMark.PUBLISHED: 7.0,
    TimeMark.UPDATED: 7.0,
    TimeMark.AFTER_H1: 6.0,
    TimeMark.BEFORE_H1: 4.0,
    TimeMark.ASIDE: 1.0,
}
_JSON_LD_WEIGHTS = {"dateModified": 10.0, "dateCreated": 5.0}
# JSON-LD nodes that speak of the page, but whose dates are not the page's.
_OTHER_NODE = re.compile(r"Dataset|FAQPage")
_CREATED = re.compile(r"creat|last_publ")
_BARE_DATE = re.compile(r"date|dc[.:]date|dcterms\.date")


def weight_of(origin: Origin) -> float:
    """How far a claim of that origin is believed."""
    key = origin.key
    if origin.kind is Kind.JSON_LD:
        if _OTHER_NODE.fullmatch(origin.node):
            return 3.0
        if key == "datePublished":
            return NEWSROOM_WEIGHT if origin.node else 10.0
        return _JSON_LD_WEIGHTS.get(key, 3.0)
    if origin.kind is Kind.MICRODATA:
        return 8.0 if key in ("datePublished", "dateModified") else 5.0
    if origin.kind is Kind.META:
        return 5.0 if _CREATED.search(key) else 7.0 if _BARE_DATE.fullmatch(key) else NEWSROOM_WEIGHT
    return _TIME_WEIGHTS[TimeMark(key)]


_LISTING = 3  # days in one kind of place
_URL_WEIGHT = 8.0
_ENTRY_WEIGHT = 5.0

# Blocks before and after the headline in which its date line is looked for.
_WINDOW_BEFORE, _WINDOW_AFTER = 8, 20
_NEAR_WEIGHT, _LABELLED_NEAR_WEIGHT, _FAR_WEIGHT, _LABELLED_FAR_WEIGHT = 6.0, 8.0, 1.0, 4.0
# Characters beside the date in a date line: place, byline, number of views.
_MAX_BESIDE = 90
# A dateline opens a paragraph: a place or a label, the date, a dash.
_LINE, _PLACE, _DASHES = 150, 30, ".|:-–—)/"
_MAX_BOXED, _MAX_BOX = 60, 15
_BESIDE = 3  # blocks below the headline in which a date is the article's, whatever surrounds it


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a page writes dates: its language, and whether 02/11/2023 is 11 February."""

    language: str | None = None
    month_first: bool = False

    def read(self, value: str) -> DateText | None:
        """The date in a machine-written value, see `read_date`."""
        return read_date(value, self.language, month_first=self.month_first)

    def find(self, line: str) -> list[DateText]:
        """The dates in a line, see `find_dates`."""
        return find_dates(line, self.language, month_first=self.month_first)


def from_claims(claims: Iterable[Claim], style: DateStyle) -> list[DateCandidate]:
    """The candidates in metadata and <time> elements, in their order.

    An origin that names many days lists other articles: its first day gets half the weight, each further one less.
    """
    found: list[DateCandidate] = []
    days: dict[Origin, list[dt.date | None]] = {}
    for claim in claims:
        text = style.read(claim.value)
        if text is None:
            continue
        found.append(DateCandidate(text, claim.origin, weight_of(claim.origin)))
        if text.day not in days.setdefault(claim.origin, []):
            days[claim.origin].append(text.day)
    return [_among(candidate, days[candidate.origin]) for candidate in found]


def _among(candidate: DateCandidate, days: list[dt.date | None]) -> DateCandidate:
    listing = 2 if len(days) >= _LISTING else 1
    return replace(candidate, weight=candidate.weight / (1 + days.index(candidate.text.day)) / listing)


def from_blocks(
    blocks: Sequence[Block], headline: int | None, style: DateStyle, *, far: bool
) -> tuple[list[DateCandidate], list[DateCandidate]]:
    """The candidates in visible date lines: (of publication, of change). With `far` those of the whole page too.

    `headline` is the index of the headline's block (`page.headline.headline_block`): date lines are near it.
    """
    start, stop = (max(0, headline - _WINDOW_BEFORE), headline + _WINDOW_AFTER + 1) if headline is not None else (0, 0)
    published: list[DateCandidate] = []
    modified: list[DateCandidate] = []
    for block in blocks if far else blocks[start:stop]:
        near = start <= block.index < stop
        if block.hidden or block.index == headline:  # a date in the headline is what the article is about
            continue
        line = _line(blocks, block.index) if near else block.text
        dates = _dates_in(line, style, near)
        if not dates or not (_is_date_line(block) or (near and 0 <= block.index - (headline or 0) <= _BESIDE)):
            continue
        for text in dates:
            label = label_of(text.before)
            if label is None and text.before == "" and block.index and len(before := blocks[block.index - 1].text) < 30:
                label = _label_line(before)
            if label == "other":
                continue
            weights = (_LABELLED_FAR_WEIGHT, _LABELLED_NEAR_WEIGHT) if label else (_FAR_WEIGHT, _NEAR_WEIGHT)
            origin = Origin(Kind.VISIBLE, f"block {block.index}")
            candidate = DateCandidate(text, origin, weights[near], block.index)
            (modified if label == "modified" else published).append(candidate)
    return _by_nearness(_without_lists(published), headline or 0), modified


def _dates_in(line: str, style: DateStyle, near: bool) -> list[DateText]:
    """The dates in a date line; of a longer text the one that opens it ("Berlin, 25 January 2022 - The minister")."""
    found = style.find(line[:_LINE])
    if len(line) <= _LINE and found and len(line) - len(found[0].text) <= _MAX_BESIDE:
        return found
    opening = found[:1] if near else []
    return [text for text in opening if len(text.before) <= _PLACE and text.after and text.after in _DASHES]


def _line(blocks: Sequence[Block], index: int) -> str:
    """The block with the short blocks after it that hold numbers: day, month, year and clock in separate boxes."""
    text = blocks[index].text
    if len(text) > _MAX_BOXED:
        return text
    for block in blocks[index + 1 : index + 4]:
        if len(block.text) > _MAX_BOX or not any(map(str.isdigit, block.text)):
            break
        text += f" {block.text}"
    return text


def from_url(url: str | None) -> Iterator[DateCandidate]:
    """The day in the path: /2022/01/27/, /2022-01-27-..., /20220127/, /2022/jan/27/."""
    if url is None:
        return
    try:
        path = urlsplit(_ARCHIVE.sub("", url)).path[:_MAX_PATH]
    except ValueError:
        return
    for pattern in _URL_DAYS:
        for match in pattern.finditer(path):
            name = match["month"].lower()
            month = int(name) if name.isdigit() else _URL_MONTHS.index(name) // 3 + 1
            day = calendar_day(int(match["year"]), month, int(match["day"]))
            if day is not None:
                yield DateCandidate(DateText(match[0].strip("/"), day), Origin(Kind.URL), _URL_WEIGHT)
                return


def from_entry(entry: Entry | None) -> Iterator[DateCandidate]:
    """The date that the feed or sitemap gives with the link."""
    if entry is None or entry.date is None or entry.source not in ("feed", "sitemap"):
        return
    value = entry.date
    text = (
        DateText(value.isoformat(), value.date(), value.timetz().replace(tzinfo=None), value.tzinfo)
        if isinstance(value, dt.datetime)
        else DateText(value.isoformat(), value)
    )
    yield DateCandidate(text, Origin(Kind(entry.source)), _ENTRY_WEIGHT)


# The timestamp in an archive's URL is the day of the copy.
_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\d+\w*/")
_MAX_PATH = 1_000
_URL_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_URL_DAYS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<![\d])(?P<year>(?:19|20)\d\d)(?P<sep>[/_.-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
        r"/(?P<year>(?:19|20)\d\d)/(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}/(?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:(?!\d)|(?=[0-2]\d[0-5]\d(?:[0-5]\d)?(?!\d)))",
        r"(?<![\d])(?P<day>\d{1,2})(?P<sep>[/_.-])(?P<month>\d{1,2})(?P=sep)(?P<year>20\d\d)(?!\d)",
    )
)


def _label_line(text: str) -> str | None:
    """The label when the line before the date is one: "Last updated:"."""
    label = label_of(text.lower())
    return label if label != "other" and not find_dates(text) else None


def _is_date_line(block: Block) -> bool:
    """Whether the block is visible and not a teaser (one link with its date), a caption, a menu or a footer."""
    teaser = block.link_density > 0.5 and len(block.links) == 1 and len(block.text) > 40
    return not teaser and not block.hidden and not _inside(block, ("figcaption",), 2) and not _in_frame(block)


def _in_frame(block: Block) -> bool:
    """Whether the block is beside the article. The article's own header and footer are not: they hold date lines."""
    tags = [ancestor.tag for ancestor in (block.element, *block.element.iterancestors())]
    if "article" in tags:
        tags = tags[: tags.index("article")]
        return "nav" in tags or "aside" in tags
    return "nav" in tags or "aside" in tags or "footer" in tags


def _inside(block: Block, tags: Iterable[str], levels: int) -> bool:
    element: HtmlElement | None = block.element
    for _ in range(levels):
        if element is None:
            return False
        if element.tag in tags:
            return True
        element = element.getparent()
    return False


def _without_lists(candidates: list[DateCandidate]) -> list[DateCandidate]:
    """Several days far from the headline are those of other articles, comments or events."""
    far = {candidate.text.day for candidate in candidates if candidate.weight == _FAR_WEIGHT}
    return candidates if len(far) < 2 else [c for c in candidates if c.weight != _FAR_WEIGHT]


def _by_nearness(candidates: list[DateCandidate], headline: int) -> list[DateCandidate]:
    """The nearest line first, lines after the headline before those above; each further day weighs a little less."""

    def distance(candidate: DateCandidate) -> int:
        step = (candidate.block or 0) - headline
        return step if step >= 0 else -2 * step

    ordered = sorted(candidates, key=distance)
    days: list[dt.date | None] = []
    weighed = []
    for candidate in ordered:
        if candidate.text.day not in days:
            days.append(candidate.text.day)
        weighed.append(replace(candidate, weight=candidate.weight / (1 + days.index(candidate.text.day))))
    return weighed
