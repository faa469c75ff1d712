"""A heading's text: without kicker, subtitle and counter, in the spelling of the metadata where only that differs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from newsclean.lang.phrasebook import phrases_for
from newsclean.metadata.claims import (
    JSON_LD_HEADLINE,
    MICRODATA_HEADLINE,
    OG_TITLE,
    TITLE,
    TWITTER_TITLE,
    Claim,
    Part,
)

from .title_text import TitleText, letters_of, plain

# The most reliable first; others come after these, in the order of the claims.
METADATA = (JSON_LD_HEADLINE, MICRODATA_HEADLINE, OG_TITLE, TWITTER_TITLE, TITLE)
# A heading in capitals takes the letters of metadata that are this close (rapidfuzz ratio).
MIN_CLOSENESS = 95
MAX_ASIDE_WORDS = 4
_JOINT = re.compile(r"\s*[:|–—-]\s+")
# A text that ends like this continues, or is a sentence of its own.
_NO_KICKER_ENDS = (*":|–—-.!?",)
_NUMBER = re.compile(r"[(\[]\d{1,5}[)\]]")
_DATE = re.compile(r"[\d./-]{6,10}|\d{1,2}\.? \w+ \d{4}|\w+ \d{1,2},? \d{4}")

Parts = Sequence[tuple[Part, str]]


class HeadingText:
    """How a heading reads, given what the metadata claim; `agreed` are the claims of both JSON-LD and og:title."""

    def __init__(self, text: TitleText, claimed: Sequence[Claim], agreed: Sequence[str]) -> None:
        self.text = text
        self.claimed = claimed
        self.agreed = agreed
        self.titled = {letters_of(c.value) for c in claimed}
        self.known = {letters_of(c.value) for c in claimed if c.origin in METADATA[:4]}

    def shown(self, heading: Claim, parts: Parts) -> str:
        """The heading's text without kicker, subtitle and site; in the metadata's spelling where only that differs."""
        value = self._with_agreed_kicker(self.text.cut(self._bare(heading.value, parts)))
        for claim in self.claimed:
            if "".join(claim.value.split()) == "".join(value.split()):
                return claim.value
        if value.isupper():
            calm = (c.value for c in self.claimed if not c.value.isupper())
            return next((text for text in calm if fuzz.ratio(plain(text), plain(value)) >= MIN_CLOSENESS), value)
        return value

    def _with_agreed_kicker(self, value: str) -> str:
        """With the words before it that JSON-LD and og:title both join to it by a colon: then they are no kicker.

        A single word stays out, it is a topic or a section. Measured on ten pages of eight newsrooms: people who named
        the headline took two words and more each time (7 of 7), a single word once in three times.
        """
        for claim in self.agreed:
            lead, colon, _ = claim.removesuffix(value).rpartition(":")
            if colon and claim.endswith(f": {value}") and " " in plain(lead) and not self.text.is_frame(lead):
                return claim
        return value

    def _bare(self, whole: str, parts: Parts) -> str:
        """The heading, or the part of it that is the headline."""
        if letters_of(whole) not in self.titled:
            for _, value in parts:
                if letters_of(value) in self.titled:
                    return value
        return next((value for part, value in parts if self._is_headline(part, value, whole)), whole)

    def _is_headline(self, part: Part, value: str, whole: str) -> bool:
        """Whether a part is the headline without what its mark, the metadata or its form show to be something else."""
        letters = letters_of(value)
        if part is Part.FIRST:
            return letters in self.titled
        if part is Part.BEFORE_LAST:
            return letters in self.known or _is_aside(whole.removeprefix(value))
        if part in (Part.AFTER_KICKER, Part.BEFORE_SUBTITLE) or letters in self.known:
            return True
        kicker = whole.removesuffix(value).strip()
        apart = part is Part.AFTER_LINE and letters_of(whole) not in self.titled
        return apart or _DATE.fullmatch(kicker) is not None or self._is_joint(kicker, value)

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


def _is_aside(text: str) -> bool:
    """Whether a heading's last element counts comments or says how long reading takes: "(3)", "3 comments"."""
    text = text.strip()
    if not text.lstrip("([")[:1].isdigit() or len(text.split()) > MAX_ASIDE_WORDS:
        return False
    phrases = phrases_for(None)
    return _NUMBER.fullmatch(text) is not None or any(
        phrases.whole(kind, text) for kind in ("comments", "relative_time")
    )


def parts_of(titles: Sequence[Claim]) -> dict[Claim, list[tuple[Part, str]]]:
    """The parts of each heading: they follow it among the claims."""
    parts: dict[Claim, list[tuple[Part, str]]] = {}
    own: list[tuple[Part, str]] = []
    for claim in titles:
        if claim.origin.part is Part.ALL:
            own = parts.setdefault(claim, [])
        else:
            own.append((claim.origin.part, claim.value))
    return parts
