"""The headline, chosen among what the page claims it to be.

The page's own heading is what readers see, so it wins where the metadata speak of the same thing, however differently
worded. A heading that shares no word with any of them is a logo, a section or a box, and the metadata win; where it
shares few, the address decides. A fitted choice (weights for each source, their agreement, the address, the kind of
JSON-LD) was tried: on unseen domains it named fewer headlines right than these rules (.860 to .875 of 904 pages).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz

from newsclean.metadata.claims import Witness, Witnesses
from newsclean.metadata.site_names import SiteNames
from newsclean.page.blocks import letters_of

# Under this likeness of word sets (rapidfuzz token_set_ratio, 0 to 100) a heading speaks of another thing than the
# metadata; under the second one it may, and the words of the address decide. Measured on some 170 pages where the two
# differ.
MIN_LIKENESS = 60
SURE_LIKENESS = 70
# A heading under this closeness (rapidfuzz ratio) yields to one in the page's header that repeats the metadata, and to
# an h2 that does so word for word.
MAX_VAGUE = 70
# An h2 is mostly a subheading; it must nearly equal the metadata's headline (rapidfuzz ratio).
MIN_CLOSENESS = 95
MAX_SECTION_WORDS = 4
MAX_TITLE = 400
# So many of the metadata's claims are compared with each heading; honest pages have three or four.
MAX_COMPARED = 12

# The best known first; others come after these, in the order of the witnesses.
_METADATA = ("json_ld:headline", "itemprop:headline", "meta:og:title", "meta:twitter:title", "title")
_HEADING = re.compile(r"h[12](?::header|:breadcrumb|:logo)?")
_SEPARATOR = re.compile(r"\s+(?:[-–—|·•»«>~⋆/:]|::|--)\s+|\s*\|\s*|--")
_PREFIX_SEPARATOR = re.compile(r"\s+(?:[-–—|·•»>~]|::)\s+|\s*[|:]\s*")
_JOINT = re.compile(r"\s*[:|–—-]\s+")
# A text that ends like this goes on, or is a sentence of its own.
_NO_KICKER_ENDS = (*":|–—-.!?",)
_NOT_WORD = re.compile(r"[\W_]+")
_DATE = re.compile(r"[\d./-]{6,10}|\d{1,2}\.? \w+ \d{4}|\w+ \d{1,2},? \d{4}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim as it was weighed: `value` after cutting, and what was decided about it."""

    value: str
    source: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen value with its source (None when the page names none) and all candidates, for `explain`."""

    value: str | None
    source: str | None
    candidates: tuple[Candidate, ...] = ()


def choose_title(witnesses: Witnesses, *, url: str | None = None) -> Choice:
    """The headline without site and section, and without kicker unless JSON-LD and og:title count it in.

    `url` tells the site's name where no metadata do, and which of two unlike claims its words are from.
    """
    return _Chooser(witnesses, url).choose()


class _Chooser:
    def __init__(self, witnesses: Witnesses, url: str | None) -> None:
        self.witnesses = witnesses
        # A "site name" that is the headline too is a template's mistake, or the home page.
        claimed = {letters_of(w.value) for w in witnesses.titles if w.source in ("json_ld:headline", "meta:og:title")}
        names = [w.value for w in witnesses.site_names if letters_of(w.value) not in claimed]
        url = url or next((w.value for w in witnesses.canonical), None)
        self.site = SiteNames(names, url)
        self.address = _address_words(url)
        sections = {letters_of(w.value) for w in witnesses.sections if len(w.value.split()) <= MAX_SECTION_WORDS}
        self.sections = sections - claimed - {""}
        self.shown = {
            letters_of(w.value)
            for w in witnesses.titles
            if _HEADING.fullmatch(w.source) or w.source == "json_ld:headline"
            if len(w.value) <= MAX_TITLE and not self.is_frame(w.value)
        }
        self.verdicts: dict[Witness, str] = {
            w: "dropped: too long for a headline" for w in witnesses.titles if len(w.value) > MAX_TITLE
        }
        self.metadata = self._read_metadata()
        self.headings = self._read_headings()
        said = {w.value for w in self.metadata if w.source == "json_ld:headline"}
        self.agreed = [w.value for w in self.metadata if w.source == "meta:og:title" and w.value in said]
        raw = [w.value for w in witnesses.titles if w.source in _METADATA and w not in self.verdicts][:MAX_COMPARED]
        self.plain_claims = {_plain(text) for text in (*raw, *(w.value for w in self.metadata))}
        self.plain_pieces = {_plain(piece) for text in raw for piece in _SEPARATOR.split(text)}

    def choose(self) -> Choice:
        value, source, why = self._choose()
        candidates = tuple(
            Candidate(
                w.value, w.source, why if (w.source == source and w not in self.verdicts) else self._lost(w, source)
            )
            for w in self.witnesses.titles
        )
        return Choice(value, source, candidates)

    def _lost(self, claim: Witness, source: str | None) -> str:
        return self.verdicts.get(claim, f"not taken: {source} was preferred")

    def _choose(self) -> tuple[str | None, str | None, str]:
        if found := self._heading():
            return self._refined(found), found.source, "taken: the page shows it and the metadata speak of the same"
        if found := self._agreed_heading():
            return self._refined(found), found.source, "taken: JSON-LD, og:title and a heading say the same"
        if found := self._subheading():
            return self._refined(found), found.source, "taken: the metadata's headline, as the page shows it"
        shown = [h for h in self.headings if h.source == "h1"]
        if len(shown) == 1 and self.metadata and len(self.metadata[0].value.split()) == 1 < len(shown[0].value.split()):
            return self._refined(shown[0]), "h1", "taken: one heading, and the metadata have a single word"
        if self.metadata:
            return self.metadata[0].value, self.metadata[0].source, "taken: no heading speaks of the same"
        for claim in (*self.headings, *self.witnesses.titles):
            return claim.value, claim.source, "taken: the first claim, for want of a better one"
        return None, None, ""

    def _read_metadata(self) -> list[Witness]:
        claims = [w for w in self.witnesses.titles if not w.source.startswith(("h1", "h2")) and w not in self.verdicts]
        claims.sort(key=lambda w: _METADATA.index(w.source) if w.source in _METADATA else len(_METADATA))
        named = [w for w in claims if not self.site.are(w.value)]
        self.verdicts.update({w: "dropped: the site's name" for w in claims if w not in named})
        return [Witness(self.cut(w.value), w.source) for w in named[:MAX_COMPARED]]

    def _read_headings(self) -> list[Witness]:
        headings = [w for w in self.witnesses.titles if _HEADING.fullmatch(w.source) and w not in self.verdicts]
        named = [w for w in headings if not self.is_frame(w.value)]
        self.verdicts.update({w: "dropped: the site's or section's name" for w in headings if w not in named})
        return named

    def is_frame(self, text: str) -> bool:
        """Whether a heading names the site or section and not the article."""
        return self.site.has(text) or letters_of(text) in self.sections

    def _heading(self) -> Witness | None:
        """The h1 that is closest to the metadata, if it is like them; the first without any. Content before header."""
        inside = [h for h in self.headings if h.source == "h1"]
        framed = [h for h in self.headings if h.source == "h1:header"]
        if not self.metadata:
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

    def _address_is_against(self, heading: Witness) -> bool:
        """Whether more of the address's words stand in the metadata's headline than in the heading."""
        shown, said = (set(_plain(claim.value).split()) for claim in (heading, self.metadata[0]))
        return len(self.address & said) > len(self.address & shown)

    def _is_clearer(self, one: Witness, other: Witness) -> bool:
        return self._closeness(one)[0] >= MIN_CLOSENESS > MAX_VAGUE >= self._closeness(other)[0]

    def _agreed_heading(self) -> Witness | None:
        """The h1, wherever it stands, that repeats what JSON-LD and og:title agree on."""
        return next((h for h in self.headings if h.source[:2] == "h1" and self.cut(h.value) in self.agreed), None)

    def _subheading(self, closeness: float = MIN_CLOSENESS) -> Witness | None:
        headings = [h for h in self.headings if h.source.startswith("h2")]
        best = max(headings, key=self._closeness, default=None)
        return best if best is not None and self._closeness(best)[0] >= closeness else None

    def _likeness(self, heading: Witness) -> float:
        return max(fuzz.token_set_ratio(_plain(heading.value), _plain(w.value)) for w in self.metadata)

    def _closeness(self, heading: Witness) -> tuple[float, int]:
        """How near the heading comes to a claim, or to one of its pieces ("Site » Archive » Headline"), 0 to 100.

        The second number is its length: of two pieces that are both headings the longer is no section.
        """
        plains = {_plain(heading.value), *(_plain(value) for _, value in self._parts_of(heading))}
        best = max((fuzz.ratio(plain, claim) for plain in plains for claim in self.plain_claims), default=0.0)
        if " " in _plain(heading.value):
            best = max(best, *(fuzz.ratio(_plain(heading.value), piece) for piece in self.plain_pieces), 0.0)
        return best, len(heading.value)

    def _refined(self, heading: Witness) -> str:
        """The heading's text without kicker, subtitle and site; in the metadata's spelling where only that differs."""
        value = self._with_agreed_kicker(self.cut(self._without_kicker(heading)))
        for claim in self.metadata:
            if "".join(claim.value.split()) == "".join(value.split()):
                return claim.value
        if value.isupper():
            calm = (w.value for w in self.metadata if not w.value.isupper())
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

    def _without_kicker(self, heading: Witness) -> str:
        whole = heading.value
        known = {letters_of(w.value) for w in self.metadata if w.source in _METADATA[:4]}
        titled = {letters_of(w.value) for w in self.metadata}
        for part, value in self._parts_of(heading):
            kicker = whole.removesuffix(value).strip()
            apart = part == "after-line" or letters_of(value) in titled
            if part == "after-kicker" or letters_of(value) in known or (apart and letters_of(whole) not in titled):
                return value
            if part in ("after-first", "after-line") and (_DATE.fullmatch(kicker) or self._is_joint(kicker, value)):
                return value
        return whole

    def _parts_of(self, heading: Witness) -> Iterator[tuple[str, str]]:
        claims = self.witnesses.titles
        for claim in claims[claims.index(heading) + 1 :]:
            if _HEADING.fullmatch(claim.source) or not claim.source.startswith(("h1:", "h2:")):
                return
            yield claim.source.partition(":")[2], claim.value

    def _is_joint(self, kicker: str, value: str) -> bool:
        """Whether the metadata write a sign between the two that the heading does not: "Kicker: Headline"."""
        if kicker.endswith(_NO_KICKER_ENDS) or len(kicker) > len(value):
            return False
        return any(
            w.value.startswith(kicker)
            and (joint := _JOINT.match(w.value, len(kicker)))
            and w.value[joint.end() :] == value
            for w in self.metadata
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
