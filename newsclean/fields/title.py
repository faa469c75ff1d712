"""The headline, chosen among what the page claims it to be.

The page's own heading is what readers see, so it wins where the metadata speak of the same thing, however differently
worded. A heading that shares no word with any of them is a logo, a section or a box, and the metadata win; where it
shares few, the address decides. A fitted choice (weights for each source, their agreement, the address, the kind of
JSON-LD) was tried: on unseen domains it named fewer headlines right than these rules (.860 to .875 of 904 pages).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz

from newsclean.metadata.claims import (
    H1,
    H1_HEADER,
    JSON_LD_HEADLINE,
    MICRODATA_HEADLINE,
    OG_TITLE,
    TITLE,
    TWITTER_TITLE,
    Claim,
    Kind,
    Metadata,
    Origin,
    Part,
)
from newsclean.metadata.site_names import SiteNames
from newsclean.page.blocks import letters_of

from .candidates import Candidate, Choice

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
MAX_SECTION_WORDS = 4
MAX_TITLE = 400
# How many claims of the metadata are compared with each heading; honest pages have three or four.
MAX_COMPARED = 12

# The most reliable first; others come after these, in the order of the claims.
_METADATA = (JSON_LD_HEADLINE, MICRODATA_HEADLINE, OG_TITLE, TWITTER_TITLE, TITLE)
_SEPARATOR = re.compile(r"\s+(?:[-–—|·•»«>~⋆/:]|::|--)\s+|\s*\|\s*|--")
_PREFIX_SEPARATOR = re.compile(r"\s+(?:[-–—|·•»>~]|::)\s+|\s*[|:]\s*")
_JOINT = re.compile(r"\s*[:|–—-]\s+")
# A text that ends like this continues, or is a sentence of its own.
_NO_KICKER_ENDS = (*":|–—-.!?",)
_NOT_WORD = re.compile(r"[\W_]+")
_DATE = re.compile(r"[\d./-]{6,10}|\d{1,2}\.? \w+ \d{4}|\w+ \d{1,2},? \d{4}")


def choose_title(metadata: Metadata, *, url: str | None = None) -> Choice[str]:
    """The headline without site and section, and without the kicker unless both JSON-LD and og:title include it.

    `url` gives the site's name where no metadata do, and its words decide between two unlike claims.
    """
    return _Chooser(metadata, url).choose()


class _Chooser:
    def __init__(self, metadata: Metadata, url: str | None) -> None:
        self.titles = metadata.titles
        self.parts = _parts(metadata.titles)
        # A "site name" that is the headline too is a template's mistake, or the home page.
        claimed = {letters_of(c.value) for c in metadata.titles if c.origin in (JSON_LD_HEADLINE, OG_TITLE)}
        names = [c.value for c in metadata.site_names if letters_of(c.value) not in claimed]
        url = url or next((c.value for c in metadata.canonical), None)
        self.site = SiteNames(names, url)
        self.address = _address_words(url)
        sections = {letters_of(c.value) for c in metadata.sections if len(c.value.split()) <= MAX_SECTION_WORDS}
        self.sections = sections - claimed - {""}
        self.shown = {
            letters_of(c.value)
            for c in metadata.titles
            if c.origin.is_heading or c.origin == JSON_LD_HEADLINE
            if len(c.value) <= MAX_TITLE and not self.is_frame(c.value)
        }
        self.lost: dict[Claim, str] = {
            c: "dropped: too long for a headline" for c in metadata.titles if len(c.value) > MAX_TITLE
        }
        self.claimed = self._read_claimed()
        self.headings = self._read_headings()
        in_json_ld = {c.value for c in self.claimed if c.origin == JSON_LD_HEADLINE}
        self.agreed = [c.value for c in self.claimed if c.origin == OG_TITLE and c.value in in_json_ld]
        raw = [c.value for c in metadata.titles if c.origin in _METADATA and c not in self.lost][:MAX_COMPARED]
        self.plain_claims = {_plain(text) for text in (*raw, *(c.value for c in self.claimed))}
        self.plain_pieces = {_plain(piece) for text in raw for piece in _SEPARATOR.split(text)}

    def choose(self) -> Choice[str]:
        value, origin, why = self._choose()
        not_taken = f"not taken: {origin} was preferred"
        reasons = (self.lost.get(c, why if c.origin == origin else not_taken) for c in self.titles)
        candidates = (
            Candidate(c.value, c.value, c.origin, reason) for c, reason in zip(self.titles, reasons, strict=True)
        )
        return Choice(value, origin, tuple(candidates))

    def _choose(self) -> tuple[str | None, Origin | None, str]:
        if found := self._heading():
            return self._refined(found), found.origin, "taken: the page shows it and the metadata agree"
        if found := self._agreed_heading():
            return self._refined(found), found.origin, "taken: JSON-LD, og:title and a heading agree"
        if found := self._subheading():
            return self._refined(found), found.origin, "taken: the metadata's headline, as the page shows it"
        shown = [h for h in self.headings if h.origin == H1]
        if len(shown) == 1 and self.claimed and len(self.claimed[0].value.split()) == 1 < len(shown[0].value.split()):
            return self._refined(shown[0]), H1, "taken: the only heading, where the metadata have a single word"
        for claim in self.claimed:
            return claim.value, claim.origin, "taken: no heading agrees with the metadata"
        for claim in (*self.headings, *self.titles):
            return claim.value, claim.origin, "taken: the first claim, for lack of a better one"
        return None, None, ""

    def _read_claimed(self) -> list[Claim]:
        claims = [c for c in self.titles if c.origin.kind is not Kind.HEADING and c not in self.lost]
        claims.sort(key=lambda c: _METADATA.index(c.origin) if c.origin in _METADATA else len(_METADATA))
        named = [c for c in claims if not self.site.are(c.value)]
        self.lost.update({c: "dropped: the site's name" for c in claims if c not in named})
        return [Claim(self.cut(c.value), c.origin) for c in named[:MAX_COMPARED]]

    def _read_headings(self) -> list[Claim]:
        headings = [c for c in self.titles if c.origin.is_heading and c not in self.lost]
        named = [c for c in headings if not self.is_frame(c.value)]
        self.lost.update({c: "dropped: the site's or section's name" for c in headings if c not in named})
        return named

    def is_frame(self, text: str) -> bool:
        """Whether a heading names the site or section and not the article."""
        return self.site.has(text) or letters_of(text) in self.sections

    def _heading(self) -> Claim | None:
        """The h1 that is closest to the metadata, if it is like them; the first without any. Content before header."""
        inside = [h for h in self.headings if h.origin == H1]
        framed = [h for h in self.headings if h.origin == H1_HEADER]
        if not self.claimed:
            return next(iter(inside or framed), None)
        best = max(inside, key=self._closeness, default=None)
        other = max(framed, key=self._closeness, default=None)
        if best is None or self._likeness(best) < MIN_LIKENESS or (other and self._is_clearer(other, best)):
            best = other
        likeness = self._likeness(best) if best else 0
        if best is None or likeness < MIN_LIKENESS or (likeness < SURE_LIKENESS and self._address_is_against(best)):
            return None
        if self._closeness(best)[0] <= MAX_VAGUE and (repeat := self._subheading(100)):
            return repeat
        return best

    def _address_is_against(self, heading: Claim) -> bool:
        """Whether more words of the address are in the metadata's headline than in the heading."""
        shown, said = (set(_plain(claim.value).split()) for claim in (heading, self.claimed[0]))
        return len(self.address & said) > len(self.address & shown)

    def _is_clearer(self, one: Claim, other: Claim) -> bool:
        return self._closeness(one)[0] >= MIN_CLOSENESS > MAX_VAGUE >= self._closeness(other)[0]

    def _agreed_heading(self) -> Claim | None:
        """The h1, wherever it stands, that repeats what JSON-LD and og:title agree on."""
        return next((h for h in self.headings if h.origin.key == "h1" and self.cut(h.value) in self.agreed), None)

    def _subheading(self, closeness: float = MIN_CLOSENESS) -> Claim | None:
        headings = [h for h in self.headings if h.origin.key == "h2"]
        best = max(headings, key=self._closeness, default=None)
        return best if best is not None and self._closeness(best)[0] >= closeness else None

    def _likeness(self, heading: Claim) -> float:
        return max(fuzz.token_set_ratio(_plain(heading.value), _plain(c.value)) for c in self.claimed)

    def _closeness(self, heading: Claim) -> tuple[float, int]:
        """How near the heading comes to a claim, or to one of its pieces ("Site » Archive » Headline"), 0 to 100.

        The second number is its length: of two pieces that are both headings, the longer is not a section.
        """
        plains = {_plain(heading.value), *(_plain(value) for _, value in self.parts.get(heading, ()))}
        best = max((fuzz.ratio(plain, claim) for plain in plains for claim in self.plain_claims), default=0.0)
        if " " in _plain(heading.value):
            best = max(best, *(fuzz.ratio(_plain(heading.value), piece) for piece in self.plain_pieces), 0.0)
        return best, len(heading.value)

    def _refined(self, heading: Claim) -> str:
        """The heading's text without kicker, subtitle and site; in the metadata's spelling where only that differs."""
        value = self._with_agreed_kicker(self.cut(self._without_kicker(heading)))
        for claim in self.claimed:
            if "".join(claim.value.split()) == "".join(value.split()):
                return claim.value
        if value.isupper():
            calm = (c.value for c in self.claimed if not c.value.isupper())
            return next((text for text in calm if fuzz.ratio(_plain(text), _plain(value)) >= MIN_CLOSENESS), value)
        return value

    def _with_agreed_kicker(self, value: str) -> str:
        """With the words before it that JSON-LD and og:title both join to it by a colon: then they are no kicker.

        A single word stays out, it is a topic or a section. Measured on ten pages of eight newsrooms: people who named
        the headline took two words and more each time (7 of 7), a single word once in three times.
        """
        for claim in self.agreed:
            lead, colon, _ = claim.removesuffix(value).rpartition(":")
            if colon and claim.endswith(f": {value}") and " " in _plain(lead) and not self.is_frame(lead):
                return claim
        return value

    def _without_kicker(self, heading: Claim) -> str:
        whole = heading.value
        known = {letters_of(c.value) for c in self.claimed if c.origin in _METADATA[:4]}
        titled = {letters_of(c.value) for c in self.claimed}
        for part, value in self.parts.get(heading, ()):
            kicker = whole.removesuffix(value).strip()
            apart = part is Part.AFTER_LINE or letters_of(value) in titled
            if part is Part.AFTER_KICKER or letters_of(value) in known or (apart and letters_of(whole) not in titled):
                return value
            if part in (Part.AFTER_FIRST, Part.AFTER_LINE) and (
                _DATE.fullmatch(kicker) or self._is_joint(kicker, value)
            ):
                return value
        return whole

    def _is_joint(self, kicker: str, value: str) -> bool:
        """Whether the metadata have punctuation between the two that the heading has not: "Kicker: Headline"."""
        if kicker.endswith(_NO_KICKER_ENDS) or len(kicker) > len(value):
            return False
        return any(
            c.value.startswith(kicker)
            and (joint := _JOINT.match(c.value, len(kicker)))
            and c.value[joint.end() :] == value
            for c in self.claimed
        )

    def cut(self, text: str) -> str:
        """The text without the site's name at its end or start, and without the section before it."""
        for _ in range(3):
            shorter = self._cut_once(text)
            if shorter == text or not letters_of(shorter):
                return text
            text = shorter
        return text

    def _cut_once(self, text: str) -> str:
        ends = list(_SEPARATOR.finditer(text))
        for end in ends:
            if self.site.has(text[end.end() :]):
                return text[: end.start()].rstrip()
        start = _PREFIX_SEPARATOR.search(text)
        if start and self.site.has(text[: start.start()]):
            return text[start.end() :].lstrip()
        if ends:
            head, tail = text[: ends[-1].start()].rstrip(), text[ends[-1].end() :].strip()
            short_label = "|" in ends[-1][0] and len(tail.split()) <= 3 <= len(head.split())
            if (
                short_label
                or letters_of(tail) in self.sections
                or (letters_of(head) in self.shown and len(head) > len(tail))
            ):
                return head
        return text


def _parts(titles: Sequence[Claim]) -> dict[Claim, list[tuple[Part, str]]]:
    """The parts of each heading: they follow it among the claims."""
    parts: dict[Claim, list[tuple[Part, str]]] = {}
    own: list[tuple[Part, str]] = []
    for claim in titles:
        if claim.origin.part is Part.ALL:
            own = parts.setdefault(claim, [])
        else:
            own.append((claim.origin.part, claim.value))
    return parts


def _address_words(url: str | None) -> set[str]:
    """The words of the URL's part that has the most of them: mostly the headline, as it was when first published."""
    try:
        path = unquote(urlsplit(url or "").path[:MAX_TITLE])
    except ValueError:
        return set()
    parts = (set(_plain(part).split()) for part in path.split("/"))
    return {word for word in max(parts, key=len) if len(word) > 1 and not word.isdigit()}


def _plain(text: str) -> str:
    return _NOT_WORD.sub(" ", text.lower()).strip()
