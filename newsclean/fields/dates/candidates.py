"""Every claim about the date of a page, with its place and weight: metadata, lines around the headline, URL, feed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsclean.metadata.claims import Witness
from newsclean.models import DateSource, Entry
from newsclean.page.blocks import Block

from .text import DateText, find_dates, label_of, read_date


@dataclass(frozen=True, slots=True)
class Claim:
    """A date as written, where, and how far that kind of place is to be believed (10: JSON-LD of the article)."""

    text: DateText
    source: DateSource
    place: str
    weight: float

    @property
    def structured(self) -> bool:
        return self.source in ("json_ld", "meta", "time_element")


# How far a place is believed, by the start of its name; the first that fits counts. By share of right days on stored
# pages: JSON-LD and article:published_time 93 %, a bare <time> 83 %, a <time> in an aside 52 %.
_PLACES: tuple[tuple[str, DateSource, float], ...] = (
    (r"json_ld:datePublished", "json_ld", 10),
    (r"json_ld:(?:Dataset|FAQPage|VideoObject|\w*Event)\.", "json_ld", 3),
    (r"json_ld:\w*\.?datePublished", "json_ld", 9),
    (r"json_ld:\w*\.?dateModified", "json_ld", 10),
    (r"json_ld:\w*\.?dateCreated", "json_ld", 5),
    (r"json_ld:", "json_ld", 3),
    (r"itemprop:date(?:Published|Modified)", "meta", 8),
    (r"itemprop:", "meta", 5),
    (r"meta:.*(?:creat|last_publ)", "meta", 5),
    (r"meta:(?:date|dc[.:]date|dcterms\.date)$", "meta", 7),
    (r"meta:", "meta", 9),
    (r"time:(?:published|updated)", "time_element", 7),
    (r"time:datetime", "time_element", 6),
    (r"time:before-h1", "time_element", 4),
    (r"time:", "time_element", 1),
)
_WEIGHTS = tuple((re.compile(pattern), source, weight) for pattern, source, weight in _PLACES)
_LISTING = 3  # days in one kind of place
_URL_WEIGHT = 8.0
_ENTRY_WEIGHT = 5.0

# Blocks before and after the headline among which its date line stands.
_WINDOW_BEFORE, _WINDOW_AFTER = 8, 20
_NEAR_WEIGHT, _LABELLED_NEAR_WEIGHT, _FAR_WEIGHT, _LABELLED_FAR_WEIGHT = 6.0, 8.0, 1.0, 4.0
# What may stand in a line beside its date: place, byline, number of views.
_MAX_BESIDE = 90
# A dateline opens a paragraph: a place or a label, the date, a dash.
_LINE, _PLACE, _DASHES = 150, 30, ".|:-–—)/"
_MAX_BOXED, _MAX_BOX = 60, 15
_BESIDE = 3  # blocks below the headline in which a date is the article's, whatever frame it stands in


def from_witnesses(witnesses: Iterable[Witness], language: str | None, month_first: bool) -> list[Claim]:
    """The claims of metadata and <time> elements, in their order.

    A place that names many days lists other articles: its first day is believed half, each further one less.
    """
    claims: list[Claim] = []
    days: dict[str, list[dt.date | None]] = {}
    for witness in witnesses:
        text = read_date(witness.value, language, month_first=month_first)
        if text is None:
            continue
        source, weight = next((s, w) for pattern, s, w in _WEIGHTS if pattern.match(witness.source))
        claims.append(Claim(text, source, witness.source, weight))
        if text.day not in days.setdefault(witness.source, []):
            days[witness.source].append(text.day)
    return [_among(claim, days[claim.place]) for claim in claims]


def _among(claim: Claim, days: list[dt.date | None]) -> Claim:
    listing = 2 if len(days) >= _LISTING else 1
    return replace(claim, weight=claim.weight / (1 + days.index(claim.text.day)) / listing)


def from_blocks(
    blocks: Sequence[Block], headline: int | None, language: str | None, month_first: bool, *, far: bool
) -> tuple[list[Claim], list[Claim]]:
    """The claims of the visible date lines: (of publication, of change). With `far` those of the whole page too.

    `headline` is the index of the block that dates stand near to (`page.headline.headline_block`).
    """
    start, stop = (max(0, headline - _WINDOW_BEFORE), headline + _WINDOW_AFTER + 1) if headline is not None else (0, 0)
    published: list[Claim] = []
    modified: list[Claim] = []
    for block in blocks if far else blocks[start:stop]:
        near = start <= block.index < stop
        if block.hidden or block.index == headline:  # a date in the headline is what the article is about
            continue
        line = _line(blocks, block.index) if near else block.text
        dates = _dates_in(line, language, month_first, near)
        if not dates or not (_is_date_line(block) or (near and 0 <= block.index - (headline or 0) <= _BESIDE)):
            continue
        for text in dates:
            label = label_of(text.before)
            if label is None and text.before == "" and block.index and len(before := blocks[block.index - 1].text) < 30:
                label = _label_line(before)
            if label == "other":
                continue
            weights = (_LABELLED_FAR_WEIGHT, _LABELLED_NEAR_WEIGHT) if label else (_FAR_WEIGHT, _NEAR_WEIGHT)
            claim = Claim(text, "visible", f"block {block.index}", weights[near])
            (modified if label == "modified" else published).append(claim)
    return _by_nearness(_without_lists(published), headline or 0), modified


def _dates_in(line: str, language: str | None, month_first: bool, near: bool) -> list[DateText]:
    """The dates of a date line; of a longer text the one that opens it ("Berlin, 25 January 2022 - The minister")."""
    found = find_dates(line[:_LINE], language, month_first=month_first)
    if len(line) <= _LINE and found and len(line) - len(found[0].text) <= _MAX_BESIDE:
        return found
    opening = found[:1] if near else []
    return [text for text in opening if len(text.before) <= _PLACE and text.after and text.after in _DASHES]


def _line(blocks: Sequence[Block], index: int) -> str:
    """The block with the short blocks behind it that hold numbers: day, month, year and clock in boxes of their own."""
    text = blocks[index].text
    if len(text) > _MAX_BOXED:
        return text
    for block in blocks[index + 1 : index + 4]:
        if len(block.text) > _MAX_BOX or not any(map(str.isdigit, block.text)):
            break
        text += f" {block.text}"
    return text


def from_url(url: str | None) -> Iterator[Claim]:
    """The day in the path: /2022/01/27/, /2022-01-27-..., /20220127/, /2022/jan/27/."""
    if url is None:
        return
    try:
        path = urlsplit(_ARCHIVE.sub("", url)).path[:_MAX_PATH]
    except ValueError:
        return
    for pattern in _URL_DAYS:
        for match in pattern.finditer(path):
            month = (
                match["month"] if match["month"].isdigit() else str(_URL_MONTHS.index(match["month"].lower()) // 3 + 1)
            )
            day = _day(match["year"], month, match["day"])
            if day is not None:
                yield Claim(DateText(match[0].strip("/"), day), "url", "url", _URL_WEIGHT)
                return


def from_entry(entry: Entry | None) -> Iterator[Claim]:
    """What the feed or sitemap said of the page when it linked it."""
    if entry is None or entry.date is None or entry.source not in ("feed", "sitemap"):
        return
    source: DateSource = "feed" if entry.source == "feed" else "sitemap"
    value = entry.date
    text = (
        DateText(value.isoformat(), value.date(), value.timetz().replace(tzinfo=None), value.tzinfo)
        if isinstance(value, dt.datetime)
        else DateText(value.isoformat(), value)
    )
    yield Claim(text, source, source, _ENTRY_WEIGHT)


# The stamp of an archive's copy is the day of the copy.
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


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _label_line(text: str) -> str | None:
    """The label that a line before the date is: "Last updated:"."""
    label = label_of(text.lower())
    return label if label != "other" and not find_dates(text) else None


def _is_date_line(block: Block) -> bool:
    """Not a teaser (one link with its date), caption, menu or footer, and not hidden by the page."""
    teaser = block.link_density > 0.5 and len(block.links) == 1 and len(block.text) > 40
    return not teaser and not block.hidden and not _inside(block, ("figcaption",), 2) and not _in_frame(block)


def _in_frame(block: Block) -> bool:
    """Whether the block stands beside the article. The article's own header and footer do not: date lines are there."""
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


def _without_lists(claims: list[Claim]) -> list[Claim]:
    """Far from the headline, dates of several days are those of other articles, of comments, of events."""
    far = {claim.text.day for claim in claims if claim.weight == _FAR_WEIGHT}
    return claims if len(far) < 2 else [claim for claim in claims if claim.weight != _FAR_WEIGHT]


def _by_nearness(claims: list[Claim], headline: int) -> list[Claim]:
    """The nearest line first; each further day a little less believed, lines after the headline before those above."""

    def distance(claim: Claim) -> int:
        step = int(claim.place.removeprefix("block ")) - headline
        return step if step >= 0 else -2 * step

    ordered = sorted(claims, key=distance)
    days: list[dt.date | None] = []
    weighed = []
    for claim in ordered:
        if claim.text.day not in days:
            days.append(claim.text.day)
        weighed.append(replace(claim, weight=claim.weight / (1 + days.index(claim.text.day))))
    return weighed
