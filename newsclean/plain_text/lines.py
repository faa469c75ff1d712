"""The lines of a text without markup: what each looks like, and by which name it is no part of an article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from newsclean.fields.dates.text import find_dates
from newsclean.lang.phrasebook import Phrases
from newsclean.page.blocks import fold
from newsclean.page.scripts import is_unspaced, length_of, topic_words
from newsclean.page.sentences import ends_sentence

Evidence = dict[str, str | int | float]

# A full stop of any script, signs that close a quotation or bracket behind it; three dots are a cut, not an end.
_INNER_END = re.compile(r"[.!?؟।॥۔።][\"'”’»)]*\s+(?=\S)|[。！？][」』”]?(?=[^\s」』”])")
_CUT = re.compile(r"(?:(?<!\.)\.{3,}|…)[\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_COMMA = re.compile(r"[,;،؛、，；]")
_QUOTE = re.compile(r"[\"“”„‟«»「」『』]")

LONG_SENTENCE = 70
_TINY = 25


@dataclass(eq=False)
class Line:
    """A line of the text, or a paragraph that was wrapped over several. `number` counts from 1, `noise` is its name."""

    number: int
    text: str
    noise: str | None = None
    evidence: Evidence = field(default_factory=dict)
    repeats: int = 1
    cohesion: float = 0.0

    @cached_property
    def size(self) -> int:
        """The text's length, see `length_of`."""
        return length_of(self.text)

    @property
    def is_unspaced(self) -> bool:
        """Whether it is written without spaces between words."""
        return is_unspaced(self.text)

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    @cached_property
    def topic_words(self) -> frozenset[str]:
        return frozenset(word.lower() for word in topic_words(self.text))

    @cached_property
    def ends_sentence(self) -> bool:
        return ends_sentence(self.text)

    @cached_property
    def is_cut(self) -> bool:
        return _CUT.search(self.text) is not None

    @property
    def sentences(self) -> int:
        """How many sentences end in the line."""
        return len(_INNER_END.findall(self.text)) + self.ends_sentence

    @property
    def is_long_sentence(self) -> bool:
        return self.ends_sentence and self.size >= LONG_SENTENCE

    @property
    def lower_case(self) -> float:
        """Share of the words after the first in lower case: headlines of many languages have few. 0.5 without case."""
        letters = [word[0] for word in self.words if word[0].isalpha()]
        cased = [letter for letter in letters if letter.isupper() or letter.islower()][1:]
        if not cased:
            return 0.5 if len(letters) > 1 else 0.0
        return sum(letter.islower() for letter in cased) / len(cased)

    @cached_property
    def score(self) -> float:
        """Log-odds that the line is running text: positive for what reads like a paragraph of this text.

        The weights are a logistic regression's on the lines of 287 flattened pages of 169 sites, rounded; those fitted
        on half of the sites did as well on the other half.
        """
        digits = sum(char.isdigit() for char in self.text) / len(self.text)
        return (
            -3.1
            + 0.9 * self.ends_sentence
            - 0.8 * self.is_cut
            + 0.3 * min(self.size, 400) / 100
            + 1.0 * self.ends_sentence * min(self.size, 200) / 100
            + 1.2 * self.lower_case
            + 0.3 * min(len(_COMMA.findall(self.text)), 3)
            + 0.8 * bool(_QUOTE.search(self.text))
            + 0.7 * self.text[0].islower()
            + 1.8 * self.text.endswith((":", "："))
            + 1.4 * digits
            + 2.5 * self.cohesion
            - 0.9 * (self.size < _TINY)
            - 3.2 * (self.repeats > 1)
        )


def read_lines(text: str) -> list[Line]:
    """The lines that hold anything, white space folded."""
    folded = ((number, fold(line)) for number, line in enumerate(text.splitlines(), start=1))
    return [Line(number, line) for number, line in folded if line]


def describe(lines: Sequence[Line], phrases: Phrases, language: str | None) -> None:
    """Set name, repetition and cohesion of each line: what can only be told beside the others."""
    counts = Counter(line.text for line in lines)
    core = [line for line in lines if line.is_long_sentence]
    spread = Counter(word for line in core for word in line.topic_words)
    for line in lines:
        line.repeats = counts[line.text]
        own = line.is_long_sentence  # its own words are among the counted ones
        shared = sum(spread[word] > own for word in line.topic_words)
        # Half of the pairs of signs span two words and hardly come again.
        line.cohesion = min(1.0, shared * (2 if line.is_unspaced else 1) / max(1, len(line.topic_words)))
        if found := name_noise(line.text, phrases, language):
            line.noise, line.evidence = found
    _name_teasers(lines)


# ------------------------------------------------------------------------------------------------------ noise by name

_WHOLE = {
    "advertisement": "advertisement",
    "share": "share-control",
    "font_control": "font-control",
    "loading": "loading",
    "video_placeholder": "video-placeholder",
    "comments": "comments",
    "tags": "tags",
    "policy": "policy",
    "copyright": "copyright",
    "subscribe": "subscription",
    "relative_time": "relative-time",
    "related_heading": "related-heading",
    "related": "related-line",
    "photo_credit": "photo-credit",
    "byline": "byline",
    "editor": "byline",
    "date_prefix": "date-line",
    "source_credit": "source-note",
    "translated_note": "translation-note",
    "navigation": "navigation",
}
_LABELS = {
    "related": "related-line",
    "related_heading": "related-heading",
    "photo_credit": "photo-credit",
    "byline": "byline",
    "editor": "byline",
    "tags": "tags",
    "source_credit": "source-note",
}
_MAX_WHOLE, _MAX_LABELLED, _MAX_DATE_LINE, _MAX_NOTICE = 60, 200, 120, 350
# Words beside a date or a relative time: "Rabu", "WIB", "Updated", the outlet's name. More of them make a sentence.
_MAX_OTHER_WORDS = 4
_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"^[(\[]\s?([A-Za-z]{2,6}(?:\s?[/,|-]\s?[A-Za-z.]{2,12}){0,4})\s?[)\]]\.?$")
_TRAILING_INITIALS = re.compile(r"(?<=[.!?\"”'’])\s*[(\[]([a-z]{2,4}|[A-Za-z]{2,6}(?:/[A-Za-z.]{2,12}){1,4})[)\]]\.?$")
_ONE_LETTER_CONTROLS = re.compile(r"^([A-Za-z])[+-]?(?:[\s|/]{0,3}\1[+-]?){1,4}$")
_PLACEHOLDER = re.compile(r"^\[(?:gambas|embed|video|foto|photo|image|gallery)\b[^\]]{0,80}\]$", re.I)
_COPYRIGHT = re.compile(r"^(?:©|\(c\)\s?\d|copyright\s?(?:©|\(c\)|\d))", re.I)
_LAST_PART = re.compile(r"(?:[.!?]\s+|\s[|–-]\s+|[(\[])([^.!?()\[\]]{3,60})[)\]]?\.?$")


def name_noise(text: str, phrases: Phrases, language: str | None) -> tuple[str, Evidence] | None:
    """The name of what this line is instead of running text, and the evidence; None when it may be running text."""
    if found := _INITIALS.match(text):
        return "initials", {"initials": found[1]}
    if found := _PLACEHOLDER.match(text):
        return "video-placeholder", {"text": found[0]}
    if found := _ONE_LETTER_CONTROLS.match(text):
        return "font-control", {"text": found[0]}
    if len(text) <= _MAX_DATE_LINE and (evidence := _date_line(text, language) or _relative_time(text, phrases)):
        return ("date-line" if "date" in evidence else "relative-time"), evidence
    if len(text) <= _MAX_WHOLE:
        for kind, name in _WHOLE.items():
            if phrase := phrases.whole(kind, text):
                return name, {"phrase": phrase}
    return _labelled(text, phrases) if len(text) <= _MAX_NOTICE else None


def initials_of(text: str) -> tuple[str, str | None]:
    """A paragraph without the initials behind its end ("... katanya. (boy/jpnn)"), and these or None."""
    found = _TRAILING_INITIALS.search(text)
    return (text[: found.start()].rstrip(), found[1]) if found else (text, None)


def _labelled(text: str, phrases: Phrases) -> tuple[str, Evidence] | None:
    if len(text) <= _MAX_LABELLED:
        for kind, name in _LABELS.items():
            if phrase := phrases.label(kind, text):
                return name, {"phrase": phrase}
        part = _LAST_PART.search(text)
        if part and (phrase := phrases.label("photo_credit", part[1])):
            return "photo-credit", {"phrase": phrase, "in": part[1]}
        if _COPYRIGHT.match(text) or (" " in (phrases.starts("copyright", text) or "")):
            return "copyright", {"text": text[:80]}
    # One word ("Follow", "Masuk") opens sentences; a whole phrase of invitation does not.
    phrase = phrases.starts("subscribe", text)
    return ("subscription", {"phrase": phrase}) if phrase and " " in phrase else None


def _date_line(text: str, language: str | None) -> Evidence | None:
    dates = find_dates(text, language)
    if not dates:
        return None
    rest = text.lower()
    for date in dates:
        rest = rest.replace(date.text, " ")
    others = len(_LETTERS.findall(rest))
    return {"date": dates[0].text, "other_words": others} if others <= _MAX_OTHER_WORDS else None


def _relative_time(text: str, phrases: Phrases) -> Evidence | None:
    phrase = phrases.holds("relative_time", text)
    if phrase and len(_LETTERS.findall(text)) - len(_LETTERS.findall(phrase)) <= 2:
        return {"phrase": phrase}
    return None


_MIN_STEM = 8
_TEASER_REACH = 3


def _name_teasers(lines: Sequence[Line]) -> None:
    """Name truncated headlines ("Rusia: Jerman Terlibat...") and the full form that follows, as link lists show them.

    A full form that stands before the cut one is a headline, and a full form that ends with a full stop a paragraph
    whose beginning was shown as summary: both stay.
    """
    stems = [_CUT.sub("", line.text).casefold().rstrip(" ,.;:") if line.is_cut else "" for line in lines]
    for place, (line, stem) in enumerate(zip(lines, stems, strict=True)):
        if len(stem) < _MIN_STEM:
            continue
        nearby = range(max(0, place - 12), min(len(lines), place + _TEASER_REACH + 1))
        full = [n for n in nearby if n != place and not stems[n] and lines[n].text.casefold().startswith(stem)]
        if not full:
            continue
        line.noise = line.noise or "truncated-teaser"
        line.evidence = line.evidence or {"full_form_at": lines[full[0]].number}
        for n in full:
            if n > place and lines[n].noise is None and lines[n].size < 200 and not lines[n].text.endswith("."):
                lines[n].noise, lines[n].evidence = "teaser", {"truncated_at": line.number}
