"""A headline without what titles put around it: the site's name, the section, a counter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from newsclean.metadata.claims import (
    H1,
    H1_ARTICLE,
    JSON_LD_HEADLINE,
    OG_TITLE,
    TITLE,
    TWITTER_TITLE,
    Claim,
    Metadata,
    Origin,
    Region,
)
from newsclean.metadata.site_names import SiteNames
from newsclean.page import blocks
from newsclean.page.scripts import length_of

# The same few texts are compared again and again.
letters_of = lru_cache(maxsize=256)(blocks.letters_of)

_SIGNS = r"\-–—―－|｜┃│·•∙⋅●»«›‹>~⋆/\\:⟩▷►→←_"
SEPARATOR = re.compile(rf"\s+(?:[<{_SIGNS}]|::|--|//)\s+|\s*[|｜┃│－]\s*|--|_")
_PREFIX_SEPARATOR = re.compile(r"\s+(?:[-–—―|·•∙⋅»«›‹>~_]|::|//)\s+|\s*[|｜┃│:]\s*")
_PIPE = frozenset("|｜┃│")
# "(2) Headline": unread messages.
_COUNTER = re.compile(r"\(\d{1,3}\+?\)\s+")
_EDGES = re.compile(r"\A\s*[|｜·•]\s*|\s+[-–—|｜·•_:]\s*\Z|[|｜]\s*\Z")
_NOT_WORD = re.compile(r"[\W_]+")
MAX_TITLE = 400
MAX_SECTION_WORDS = 4
MAX_NAME_WORDS = 2
# A shorter text is a label (characters, those of dense scripts twice); a shorter start of another claim says nothing.
_MIN_HEADLINE = 16
_MIN_START = 10
_MAX_CUTS = 3
_MAX_PIECES = 8
# A section behind a bar, and the headline before it (words).
_MAX_LABEL_WORDS = 3
_MIN_HEADLINE_WORDS = 3


class TitleText:
    """What the site, its sections and the lines of the page tell about the parts of a title.

    `lines` gives the page's lines in lower case.
    """

    def __init__(self, metadata: Metadata, url: str | None, lines: Callable[[], frozenset[str]]) -> None:
        # A "site name" that is the headline too is a template's mistake, or the home page.
        claimed = _letters(metadata, lambda origin: origin in (JSON_LD_HEADLINE, OG_TITLE))
        heads = _letters(metadata, lambda origin: origin in (H1, H1_ARTICLE))
        mistaken = claimed | (heads & _letters(metadata, lambda origin: origin == TITLE))
        names = [c.value for c in metadata.site_names if letters_of(c.value) not in mistaken]
        names += [c.value for c in metadata.titles if c.origin.region is Region.LOGO] + _sites_as_titles(metadata)
        self.site = SiteNames(names, url)
        sections = {letters_of(c.value) for c in metadata.sections if len(c.value.split()) <= MAX_SECTION_WORDS}
        self.sections = sections - claimed - {""}
        # As `letters_of`: the headings and JSON-LD headlines, and the h1s among them.
        self.shown = {
            letters_of(c.value)
            for c in metadata.titles
            if (c.origin.is_heading and c.origin.region is not Region.LOGO) or c.origin == JSON_LD_HEADLINE
            if len(c.value) <= MAX_TITLE and not self.is_frame(c.value)
        }
        labels = {letters_of(c.value) for c in metadata.titles if is_label(c.value)}
        self.heads = (heads & self.shown) - labels
        self.lines = lines

    def is_frame(self, text: str) -> bool:
        """Whether a heading names the site or section and not the article."""
        return self.site.has(text) or self.site.has_words_of(text) or letters_of(text) in self.sections

    def cut(self, text: str) -> str:
        """The text without the site's name at its end or start, and without the section before it."""
        text = trimmed(text)
        for _ in range(_MAX_CUTS):
            shorter = self._cut_once(text)
            if shorter == text or not letters_of(shorter):
                break
            text = shorter
        return self._shown_part(text) or text

    def _cut_once(self, text: str) -> str:
        ends = list(SEPARATOR.finditer(text))
        for end in ends:
            if self.site.has(text[end.end() :]) or self._is_site_and_slogan(text[end.end() :]):
                return text[: end.start()].rstrip()
        start = _PREFIX_SEPARATOR.search(text)
        if start and self.site.has(text[: start.start()]):
            return text[start.end() :].lstrip()
        if ends and "_" not in ends[-1][0]:
            head, tail = text[: ends[-1].start()].rstrip(), text[ends[-1].end() :].strip()
            if self._is_frame(head, tail, ends[-1][0]):
                return head
        return text

    def _is_frame(self, head: str, tail: str, sign: str) -> bool:
        """Whether what stands behind the last separator is a section, or the headline again."""
        label = len(tail.split()) <= _MAX_LABEL_WORDS and len(head.split()) >= _MIN_HEADLINE_WORDS
        letters = letters_of(head)
        return (
            (label and not _PIPE.isdisjoint(sign))
            or letters_of(tail) in self.sections
            or letters_of(tail) == letters
            or (letters in self.shown and len(head) > len(tail))
        )

    def _is_site_and_slogan(self, tail: str) -> bool:
        """Whether the site's name opens the text, a separator and more follow ("Harbour Post - News from the bay")."""
        end = SEPARATOR.search(tail)
        return end is not None and end.start() > 0 and self.site.are(tail[: end.start()])

    def _shown_part(self, text: str) -> str | None:
        """The longest run of parts that is an h1, or more than half of the text and a line of its own on the page."""
        ends = list(SEPARATOR.finditer(text))[: _MAX_PIECES - 1]
        if not ends or letters_of(text) in self.heads:
            return None
        starts = [0, *(end.end() for end in ends)]
        stops = [*(end.start() for end in ends), len(text)]
        runs = [text[start:stop].strip() for first, start in enumerate(starts) for stop in stops[first:]]
        if head := max((run for run in runs if letters_of(run) in self.heads), key=len, default=None):
            return head
        lines = self.lines()
        long = (run for run in runs if 2 * len(run) > len(text))
        return max((run for run in long if run.lower() in lines), key=len, default=None)


def _letters(metadata: Metadata, wanted: Callable[[Origin], bool]) -> set[str]:
    return {letters_of(c.value) for c in metadata.titles if wanted(c.origin)}


def _sites_as_titles(metadata: Metadata) -> list[str]:
    """The site's name where the headline belongs: the end of a longer <title>, or short and without a word of it."""
    title = next((c.value for c in metadata.titles if c.origin == TITLE), "")
    first, *rest = [*pieces(title), ""]
    frame = {letters_of(piece) for piece in rest if len(piece) < len(first)}
    words = set(plain(title).split())
    headlines = {c.value for c in metadata.titles if c.origin == JSON_LD_HEADLINE or c.origin.is_heading}
    return [
        c.value
        for c in metadata.titles
        if c.origin in (OG_TITLE, TWITTER_TITLE) and c.value not in headlines
        if letters_of(c.value) in frame
        or (len(c.value.split()) <= MAX_NAME_WORDS < len(words) / 2 and words.isdisjoint(plain(c.value).split()))
    ]


def trimmed(text: str) -> str:
    """The text without a counter before it and separators at its edges."""
    return _EDGES.sub("", _COUNTER.sub("", text, count=1) if text.startswith("(") else text) or text


def pieces(text: str) -> Iterator[str]:
    """The parts of a title between separators."""
    yield from filter(None, (piece.strip() for piece in SEPARATOR.split(text)))


def in_full(text: str, claims: Sequence[Claim]) -> str:
    """A text that was cut off ("Old bridge reopens aft...") as the first claim that has all of it."""
    start = text.rstrip(".… ")
    if not text.endswith(("...", "…")) or len(start) < _MIN_START:
        return text
    longer = (c.value for c in claims if c.value.startswith(start) and not c.value.endswith(("...", "…")))
    return next(longer, text)


def is_label(text: str) -> bool:
    """Whether this is a word, or as much as one: no headline."""
    return len(text.split()) == 1 and length_of(text) < _MIN_HEADLINE


@lru_cache(maxsize=256)  # a page gives its headline, and what it is compared with, a dozen times
def plain(text: str) -> str:
    """The text's words in lower case, with one space between them."""
    return _NOT_WORD.sub(" ", text.lower()).strip()
