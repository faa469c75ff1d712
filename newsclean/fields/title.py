"""The headline, chosen among what the page claims it to be.

The page's own heading is what readers see, so it wins where the metadata speak of the same thing, however differently
worded, and where it is the only one that heads the article. Elsewhere, a heading that shares no word with any of them
is a logo, a section or a box, and the metadata win; where it shares few, the address decides. A fitted choice (weights
for each source, their agreement, the address, the kind of JSON-LD) was tried: on unseen domains it named fewer
headlines right than these rules (.860 to .875 of 904 pages).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz

from newsclean.metadata.claims import (
    H1,
    H1_ARTICLE,
    H1_HEADER,
    JSON_LD_HEADLINE,
    OG_TITLE,
    Claim,
    Kind,
    Metadata,
    Origin,
    Region,
)
from newsclean.models import Entry
from newsclean.page.blocks import Block, fold

from .candidates import Candidate, Choice
from .heading_text import METADATA, HeadingText, parts_of
from .title_text import MAX_TITLE, TitleText, in_full, is_label, letters_of, pieces, plain

# Likeness of word sets (rapidfuzz token_set_ratio, 0 to 100). Under the first value, heading and metadata are about
# different things; under the second they may be, and the words of the address decide. Measured on some 170 pages where
# the two differ.
MIN_LIKENESS = 60
SURE_LIKENESS = 70
# A heading under this closeness (rapidfuzz ratio) yields to one in the page's header that repeats the metadata, and to
# an h2 that does so word for word.
MAX_VAGUE = 70
# An h2 is mostly a subheading; it must nearly equal the metadata's headline (rapidfuzz ratio).
MIN_CLOSENESS = 95
# A longer h2 is a lead (characters).
MAX_SHOWN = 160
# Paragraphs of a text (characters) are this near to its headline (blocks).
MIN_PARAGRAPH = 80
NEAR_TEXT = 12
# How many claims of the metadata are compared with each heading; honest pages have three or four.
MAX_COMPARED = 12


def choose_title(
    metadata: Metadata, *, url: str | None = None, blocks: Sequence[Block] = (), entry: Entry | None = None
) -> Choice[str]:
    """The headline without site and section, and without the kicker unless both JSON-LD and og:title include it.

    `url` gives the site's name where no metadata do, and its words decide between two unlike claims. `blocks` are the
    page's: which part of a title they show as a line tells the headline from the site. `entry` is the link that led to
    the page: its title counts like the metadata's, after all of them.
    """
    return _Chooser(replace(metadata, titles=(*metadata.titles, *_linked(entry))), url, blocks).choose()


class _Chooser:
    def __init__(self, metadata: Metadata, url: str | None, blocks: Sequence[Block]) -> None:
        self.titles = metadata.titles
        self.blocks = blocks
        self.parts = parts_of(metadata.titles)
        url = url or next((c.value for c in metadata.canonical), None)
        self.address = _address_words(url)
        self.text = TitleText(metadata, url, lambda: self._lines)
        self.lost: dict[Claim, str] = {
            c: "dropped: too long for a headline" for c in metadata.titles if len(c.value) > MAX_TITLE
        }
        self.claimed = self._read_claimed()
        self.headings = self._read_headings()
        in_json_ld = {c.value for c in self.claimed if c.origin == JSON_LD_HEADLINE}
        self.agreed = [c.value for c in self.claimed if c.origin == OG_TITLE and c.value in in_json_ld]
        raw = [c.value for c in metadata.titles if c.origin in METADATA and c not in self.lost][:MAX_COMPARED]
        self.plain_claims = {plain(text) for text in (*raw, *(c.value for c in self.claimed))}
        self.plain_pieces = {plain(piece) for text in raw for piece in pieces(text)}

    def choose(self) -> Choice[str]:
        value, origin, why = self._choose()
        not_taken = f"not taken: {origin} was preferred"
        reasons = (self.lost.get(c, why if c.origin == origin else not_taken) for c in self.titles)
        candidates = (
            Candidate(c.value, c.value, c.origin, reason) for c, reason in zip(self.titles, reasons, strict=True)
        )
        return Choice(value, origin, tuple(candidates))

    def _choose(self) -> tuple[str | None, Origin | None, str]:
        if found := self._article_heading():
            return self._shown(found), found.origin, "taken: it heads the article, and no h1 does"
        if found := self._heading():
            return self._shown(found), found.origin, "taken: the page shows it and the metadata agree"
        if found := self._lone_heading():
            return self._shown(found), found.origin, "taken: the only h1 that heads the article"
        if found := self._agreed_heading():
            return self._shown(found), found.origin, "taken: JSON-LD, og:title and a heading agree"
        if found := self._subheading():
            return self._shown(found), found.origin, "taken: the metadata's headline, as the page shows it"
        shown = [h for h in self.headings if h.origin == H1]
        if len(shown) == 1 and self.claimed and len(self.claimed[0].value.split()) == 1 < len(shown[0].value.split()):
            return self._shown(shown[0]), H1, "taken: the only heading, where the metadata have a single word"
        for claim in self.claimed:
            return claim.value, claim.origin, "taken: no heading agrees with the metadata"
        for claim in (*self.headings, *self.titles):
            return claim.value, claim.origin, "taken: the first claim, for lack of a better one"
        return None, None, ""

    @cached_property
    def _lines(self) -> frozenset[str]:
        lines = (block.text.lower() for block in self.blocks if block.element.tag != "h1")
        return frozenset(line for line in lines if len(line) <= MAX_TITLE)

    def _read_claimed(self) -> list[Claim]:
        claims = [c for c in self.titles if c.origin.kind is not Kind.HEADING and c not in self.lost]
        claims.sort(key=lambda c: METADATA.index(c.origin) if c.origin in METADATA else len(METADATA))
        named = [c for c in claims if not self.text.site.are(c.value)]
        self.lost.update({c: "dropped: the site's name" for c in claims if c not in named})
        cut = [Claim(self.text.cut(c.value), c.origin) for c in named[:MAX_COMPARED]]
        return [Claim(in_full(c.value, cut), c.origin) for c in cut]

    def _read_headings(self) -> list[Claim]:
        headings = [c for c in self.titles if c.origin.is_heading and c not in self.lost]
        named = [c for c in headings if not self.text.is_frame(c.value)]
        self.lost.update({c: "dropped: the site's or section's name" for c in headings if c not in named})
        return named

    def _article_heading(self) -> Claim | None:
        """What heads the article though it is no h1, where every h1 is elsewhere: a breadcrumb, the logo, hidden.

        Against an h1 of the page's content it wins when the metadata repeat it, or when that h1 is a single word.
        """
        if any(h.origin == H1_ARTICLE for h in self.headings):
            return None
        heads = [h for h in self.headings if h.origin.region is Region.ARTICLE and not is_label(h.value)]
        heads = [h for h in heads if h.origin.key == "h2"] or heads
        other = next((h for h in self.headings if h.origin == H1), None)
        framed = any(h.origin == H1_HEADER and self._is_like(h) for h in self.headings)
        for head in heads:
            if self._is_said(head) and (other is None or head.origin.key == "h2"):
                return head
        if len(heads) != 1 or framed:
            return None
        if other is None and (not self.claimed or self._is_like(heads[0]) or self._is_shown_instead(heads[0])):
            return heads[0]
        return heads[0] if other and is_label(other.value) and not self._is_like(other) else None

    def _is_said(self, heading: Claim) -> bool:
        """Whether the metadata give the heading, or a part of it, as the headline."""
        said = {letters_of(c.value) for c in self.claimed if c.origin in METADATA}
        texts = (heading.value, *(value for _, value in self.parts.get(heading, ())))
        return any(letters_of(text) in said for text in texts)

    def _is_shown_instead(self, heading: Claim) -> bool:
        """Whether the page shows an h2 as its headline, and the metadata's wording nowhere."""
        sentence = heading.value.endswith(".") or len(heading.value) > MAX_SHOWN
        return (
            heading.origin.key == "h2"
            and not sentence
            and not self._subheading()
            and self.claimed[0].value.lower() not in self._lines
        )

    def _heading(self) -> Claim | None:
        """The h1 that is closest to the metadata, if it is like them; the first without any. Content before header."""
        inside = [h for h in self.headings if h.origin in (H1, H1_ARTICLE)]
        framed = [h for h in self.headings if h.origin == H1_HEADER]
        if not self.claimed:
            return next(iter([*inside, *framed]), None)
        best = max(inside, key=self._closeness, default=None)
        other = max(framed, key=self._closeness, default=None)
        lone = self._lone_heading()
        unlike = lone is None and (best is None or not self._is_like(best))
        vague = best is not None and best.origin == H1 and other is not None and self._is_clearer(other, best)
        best = other if unlike or vague else best
        likeness = self._likeness(best) if best else 0
        if best is None or likeness < MIN_LIKENESS or (likeness < SURE_LIKENESS and self._address_is_against(best)):
            return None
        if self._closeness(best)[0] <= MAX_VAGUE and best.origin == H1 and (repeat := self._subheading(100)):
            return repeat
        return best

    def _lone_heading(self) -> Claim | None:
        """The only h1 in an article, or above the text: readers see no other headline, whatever the metadata say."""
        heads = {letters_of(h.value): h for h in self.headings if h.origin == H1_ARTICLE}
        if not heads:
            heads = {letters_of(h.value): h for h in self.headings if h.origin == H1 and self._opens_text(h)}
        lone = next(iter(heads.values()), None) if len(heads) == 1 else None
        return lone if lone and not is_label(lone.value) else None

    def _opens_text(self, heading: Claim) -> bool:
        """Whether paragraphs follow an h1, and no line of the page has the metadata's wording."""
        at = next((b.index for b in self.blocks if b.element.tag == "h1" and b.text == heading.value), None)
        if at is None or not self.claimed or self.claimed[0].value.lower() in self._lines:
            return False
        before, after = self.blocks[:at], self.blocks[at + 1 : at + 1 + NEAR_TEXT]
        return _paragraphs(before) <= 1 < _paragraphs(after)

    def _is_like(self, heading: Claim) -> bool:
        return bool(self.claimed) and self._likeness(heading) >= MIN_LIKENESS

    def _address_is_against(self, heading: Claim) -> bool:
        """Whether more words of the address are in the metadata's headline than in the heading."""
        shown, said = (set(plain(claim.value).split()) for claim in (heading, self.claimed[0]))
        return len(self.address & said) > len(self.address & shown)

    def _is_clearer(self, one: Claim, other: Claim) -> bool:
        return self._closeness(one)[0] >= MIN_CLOSENESS > MAX_VAGUE >= self._closeness(other)[0]

    def _agreed_heading(self) -> Claim | None:
        """The h1, wherever it stands, that repeats what JSON-LD and og:title agree on."""
        return next((h for h in self.headings if h.origin.key == "h1" and self.text.cut(h.value) in self.agreed), None)

    def _subheading(self, closeness: float = MIN_CLOSENESS) -> Claim | None:
        headings = [h for h in self.headings if h.origin.key == "h2"]
        best = max(headings, key=self._closeness, default=None)
        return best if best is not None and self._closeness(best)[0] >= closeness else None

    def _likeness(self, heading: Claim) -> float:
        return max(fuzz.token_set_ratio(plain(heading.value), plain(c.value)) for c in self.claimed)

    def _closeness(self, heading: Claim) -> tuple[float, int]:
        """How near the heading comes to a claim, or to one of its pieces ("Site » Archive » Headline"), 0 to 100.

        The second number is its length: of two pieces that are both headings, the longer is not a section.
        """
        plains = {plain(heading.value), *(plain(value) for _, value in self.parts.get(heading, ()))}
        best = max((fuzz.ratio(own, claim) for own in plains for claim in self.plain_claims), default=0.0)
        if " " in plain(heading.value):
            best = max(best, *(fuzz.ratio(plain(heading.value), piece) for piece in self.plain_pieces), 0.0)
        return best, len(heading.value)

    def _shown(self, heading: Claim) -> str:
        return HeadingText(self.text, self.claimed, self.agreed).shown(heading, self.parts.get(heading, ()))


def _linked(entry: Entry | None) -> Iterator[Claim]:
    """The title that a feed or sitemap gives with the link; one that was cut is none."""
    if entry and entry.title and entry.source in ("feed", "sitemap") and not entry.title.endswith(("…", "...")):
        yield Claim(fold(entry.title), Origin(Kind(entry.source)))


def _paragraphs(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) >= MIN_PARAGRAPH and block.link_density < 0.5 for block in blocks)


def _address_words(url: str | None) -> set[str]:
    """The words of the URL's part that has the most of them: mostly the headline, as it was when first published."""
    try:
        path = unquote(urlsplit(url or "").path[:MAX_TITLE])
    except ValueError:
        return set()
    parts = (set(plain(part).split()) for part in path.split("/"))
    return {word for word in max(parts, key=len) if len(word) > 1 and not word.isdigit()}
